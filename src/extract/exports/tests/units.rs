//! Units and batches over files, rounds and spellings: each once, with what was left behind.

use super::*;
use crate::model::LeftBehind;

fn users(rows: &[&str]) -> String {
    format!("Identity,BatchId,Status,SkippedItemCount,LastSuccessfulSyncTime\n{}\n", rows.join("\n"))
}

fn names(exports: &Exports) -> Vec<String> {
    exports
        .units
        .iter()
        .map(|unit| {
            format!("{} {} {}", unit.identity, unit.batch().map(AsRef::as_ref).unwrap_or("-"), unit.state().as_str())
        })
        .collect()
}

#[test]
fn a_batch_is_the_same_with_the_prefix_of_the_migration_service() {
    let batches = "Identity,Status,TotalCount\nP1,Completed,3\n";
    let users = users(&["a@x,P1,Completed,0,2020-02-03", "b@x,P1,Completed,0,2020-02-03"]);
    let moves = "Alias,DisplayName,BatchName,Status,CompletionTimestamp\na,A,MigrationService:P1,Completed,2020-02-02\n\
        b,B,migrationservice: contoso.onmicrosoft.com\\P1,Completed,2020-02-02\nc,C,MigrationService:MigrationService:P1,Completed,2020-02-02\n";
    let (exports, found) = read(&[("b.csv", batches), ("m.csv", moves), ("u.csv", &users)]);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(names(&exports), ["c P1 completed", "a@x P1 completed", "b@x P1 completed"]);
    assert_eq!((exports.batches.len(), exports.units_of("P1").count()), (1, 3));
    // Only Exchange writes it, and a name is more than its prefix.
    let (exports, _) =
        one("Alias,BatchName,Status,PercentComplete\na,MigrationService:,Queued,0\nb,EU\\Wave 1,Queued,0\n");
    assert_eq!(names(&exports), ["a MigrationService: queued", "b EU\\Wave 1 queued"]);
    let (exports, _) =
        one("Source Email Address,Project Name,Last Status,Total Success Count\na@x,MigrationService:P1,Completed,1\n");
    assert_eq!(exports.units[0].batch().map(AsRef::as_ref), Some("MigrationService:P1"));
}

#[test]
fn one_unit_is_one_name_in_one_service_however_it_is_spelt() {
    let files = [
        ("a.csv", users(&["Ana@X.example,P1,Syncing,0,2020-02-01"])),
        ("b.csv", users(&["smtp:ana@x.example,P2,Synced,0,2020-02-02"])),
        (
            "c.csv",
            users(&[
                "SMTP:ANA@x.example ,P2,Completed,0,2020-02-03",
                "contoso.onmicrosoft.com\\ana@x.example,P1,Failed,0,2020-01-01",
            ]),
        ),
    ];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let files = order.map(|at| (files[at].0, files[at].1.as_str()));
        let (exports, found) = read(&files);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(exports.units.len(), 1, "{:?}", names(&exports));
        let unit = &exports.units[0];
        assert_eq!((unit.state().as_str(), unit.batch().map(AsRef::as_ref)), ("completed", Some("P2")));
        let history: Vec<_> = unit
            .history()
            .iter()
            .map(|attempt| (attempt.on.map(|day| day.to_string()), attempt.status.word.as_str()))
            .collect();
        let day = |day: &str| Some(day.to_owned());
        assert_eq!(history.len(), 3);
        assert!(history.contains(&(day("2020-01-01"), "Failed")) && history.contains(&(day("2020-02-02"), "Synced")));
    }
    let sites = "Source,Destination,Status,Round number\nhttps://sp/sites/A%20B/,https://x.sharepoint.com/sites/a,failure,1\nhttps://sp/sites/a b,https://x.sharepoint.com/sites/a/,success,2\n\\\\FS\\Share\\,https://x.sharepoint.com/sites/f,failure,1\n\\\\fs\\share,https://x.sharepoint.com/sites/F,success,2\n";
    assert_eq!(names(&one(sites).0), ["https://sp/sites/a b - completed", "\\\\fs\\share - completed"]);
}

#[test]
fn one_name_in_two_services_is_two_units() {
    let drives = "SourceUserPrincipalName,MoveState,TargetUserPrincipalName\na@x,Success,b@y\n";
    let (exports, _) = read(&[("d.csv", drives), ("u.csv", &users(&["a@x,P,Synced,0,2020-02-03"]))]);
    assert_eq!(names(&exports), ["a@x - completed", "a@x P synced"]);
}

#[test]
fn history_is_in_order_of_time() {
    let files = [
        ("a.csv", users(&["a@x,P,Completed,0,2020-02-09"])),
        ("b.csv", users(&["a@x,P,Failed,0,2020-02-03"])),
        ("c.csv", users(&["a@x,P,Syncing,0,2020-02-01"])),
        ("d.csv", users(&["a@x,P,Synced,0,2020-02-02"])),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let (exports, _) = read(&files);
    let words: Vec<&str> = exports.units[0].history().iter().map(|attempt| attempt.status.word.as_str()).collect();
    assert_eq!(words, ["Syncing", "Synced", "Failed"]);
}

#[test]
fn a_row_without_a_destination_is_about_the_same_unit() {
    let header = "Source,Destination,Status,Round number\n";
    let with = format!("{header}a,https://x.example/sites/a,failure,1\n");
    let without = format!("{header}a,,success,2\n");
    let elsewhere = format!("{header}a,https://x.example/sites/b,success,3\n");
    // A row without a destination does not tell the service; the engagement does.
    let hints = Hints { service: Some("SharePoint".to_owned()), ..Hints::default() };
    for files in [[("a.csv", &with), ("b.csv", &without)], [("a.csv", &without), ("b.csv", &with)]] {
        let files = files.map(|(path, text)| (path, text.as_str()));
        assert_eq!(hinted(&files, &hints).0.units.len(), 1);
    }
    // What the first row says of the destination is not forgotten when the second one does not.
    let (exports, _) = hinted(&[("a.csv", &with), ("b.csv", &without), ("c.csv", &elsewhere)], &hints);
    assert_eq!(exports.units.len(), 2);
}

#[test]
fn round_0_is_no_round() {
    // Without a number of its round, the later row of a file counts, as without rounds.
    let text =
        "Source,Status,Round number\na,failure,2\na,success,0\nb,failure,\nb,success,1\nc,success,3\nc,failure,2\n";
    assert_eq!(names(&one(text).0), ["a - completed", "b - completed", "c - completed"]);
}

#[test]
fn batches_of_one_name_in_two_services_stay_two() {
    let mapping = "exports:\n  X:\n    columns: { identity: Box, status: State }\n";
    assert!(crate::config::Config::read(crate::text::FileId(0), mapping).diagnostics.is_empty());
    let mut merged = merge::Merged::default();
    let exchange = one("Identity,Status,TotalCount\nPilot,Completed,2\n").0.batches.remove(0);
    let other = crate::model::BatchFacts { service: Some("SharePoint".into()), ..exchange.clone() };
    let rank = merge::Rank { stamp: 1, round: 0, to: 0 };
    for batch in [exchange.clone(), other, exchange] {
        merged.batch(batch, rank);
    }
    let (exports, overruled) = merged.finish(&BTreeMap::new(), &mut Vec::new());
    assert_eq!((exports.batches.len(), overruled.values().sum::<usize>()), (2, 1));
}

#[test]
fn a_later_row_about_a_batch_counts() {
    let (exports, found) =
        one("Identity,Status,TotalCount,LastSyncedTime\nP,Completed,5,2020-02-09\np,Syncing,4,2020-02-01\n");
    assert!(found.is_empty(), "{found:?}");
    assert_eq!((exports.batches.len(), exports.batches[0].counts.total.get()), (1, Some(5)));
    assert_eq!(exports.imports[0].overruled, 1);
}

#[test]
fn an_alias_that_fits_two_addresses_is_joined_to_none() {
    let moves = "Alias,BatchName,Status,CompletionTimestamp\nana,P,Completed,2020-02-09\n";
    let (exports, _) =
        read(&[("m.csv", moves), ("u.csv", &users(&["ana@x,P,Synced,0,2020-02-01", "ana@y,P,Synced,0,2020-02-01"]))]);
    assert_eq!(names(&exports), ["ana P completed", "ana@x P synced", "ana@y P synced"]);
}

#[test]
fn ids_join_what_names_do_not() {
    let users = "Identity,MailboxEmailAddress,MailboxGuid,RequestGuid,BatchId,Status,LastSuccessfulSyncTime\n\
        1,ana@x,{AAAAAAAA-0000-4000-8000-000000000001},,P,Synced,2020-02-01\n\
        2,ana@y,aaaaaaaa-0000-4000-8000-000000000002,,P,Synced,2020-02-01\n\
        3,eve@y,00000000-0000-0000-0000-000000000000,,P,Synced,2020-02-01\n";
    let moves = "Alias,DisplayName,ExchangeGuid,BatchName,Status,CompletionTimestamp\n\
        ana,Ana One,aaaaaaaa-0000-4000-8000-000000000001,P,Completed,2020-02-09\n\
        zed,Zed,00000000-0000-0000-0000-000000000000,P,Queued,\n";
    for files in [[("m.csv", moves), ("u.csv", users)], [("a.csv", users), ("b.csv", moves)]] {
        let (exports, found) = read(&files);
        assert!(found.is_empty(), "{found:?}");
        let mut units = names(&exports);
        units.sort();
        assert_eq!(units, ["ana@x P completed", "ana@y P synced", "eve@y P synced", "zed P queued"]);
    }
    // An identity may be such a name itself.
    let x500 = "Identity,MailboxEmailAddress,MailboxLegacyDN,BatchId,Status\n,ana@x,/o=X/ou=Y/cn=ana,P,Synced\nX500:/o=x/ou=y/cn=ANA,,,P,Synced\n";
    assert_eq!(names(&one(x500).0), ["ana@x P synced"]);
}

#[test]
fn a_personal_site_is_its_owners_drive_where_this_is_sure() {
    let owners = |rows: &str| format!("SourceUserPrincipalName,TargetUserPrincipalName,MoveState,TimeStamp\n{rows}");
    let site = "SourceSiteUrl,TargetSiteUrl,MoveState,TimeStamp\nhttps://a-my.sharepoint.com/personal/ana_abel_a_example/,https://b-my.sharepoint.com/personal/x,Success,2020-02-09\n";
    let (exports, found) =
        read(&[("s.csv", site), ("u.csv", &owners("Ana.Abel@a.example,x@b.example,Scheduled,2020-02-01\n"))]);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(names(&exports), ["Ana.Abel@a.example - completed"]);
    // Two owners whose names make the same folder: nobody can tell whose it is.
    let two = owners(
        "ana.abel@a.example,x@b.example,Scheduled,2020-02-01\nana_abel@a.example,y@b.example,Scheduled,2020-02-01\n",
    );
    assert_eq!(read(&[("s.csv", site), ("u.csv", &two)]).0.units.len(), 3);
    let below = site.replace("example/,", "example/Documents,");
    assert_eq!(
        read(&[("s.csv", &below), ("u.csv", &owners("ana.abel@a.example,x@b.example,Scheduled,2020-02-01\n"))])
            .0
            .units
            .len(),
        2
    );
}

#[test]
fn what_an_older_row_says_more_is_kept() {
    let old = "Identity,BatchId,Status,TotalItemsInSourceMailboxCount,EstimatedTotalTransferSize,SkippedItemCount,LastSuccessfulSyncTime\na@x,P,Syncing,100,5000,7,2020-02-01\n";
    let new = "Identity,BatchId,Status,LastSuccessfulSyncTime\na@x,,Completed,2020-02-09\n";
    for files in [[("a.csv", old), ("b.csv", new)], [("a.csv", new), ("b.csv", old)]] {
        let unit = read(&files).0.units.remove(0);
        assert_eq!(
            (unit.items.total.get(), unit.bytes.total.get(), unit.items.skipped.get()),
            (Some(100), Some(5000), Some(7))
        );
        assert_eq!((unit.state().as_str(), unit.batch().map(AsRef::as_ref)), ("completed", Some("P")));
    }
    // The beginning is the first one.
    let rounds = "Source,Status,Start time,Round number\na,failure,2020-02-03,1\na,success,2020-02-05,2\nb,success,2020-02-05,2\nb,failure,2020-02-04,1\n";
    let starts: Vec<_> = one(rounds).0.units.iter().map(|unit| unit.days.started.map(|day| day.to_string())).collect();
    assert_eq!(starts, [Some("2020-02-03".to_owned()), Some("2020-02-04".to_owned())]);
}

#[test]
fn items_left_behind_count_once_whatever_tells_of_them() {
    let (exports, _) = one(&users(&[
        "b@x,P,Completed,4777,2020-02-03 10:00",
        "c@x,P,Completed,,2020-02-03 10:00",
        "d@x,P,Completed,0,2020-02-03 10:00",
    ]));
    let left: Vec<_> = exports
        .units
        .iter()
        .map(|unit| (unit.items.skipped.get(), unit.left_in_all(), unit.needs_disposition()))
        .collect();
    assert_eq!(left, [(Some(4777), 4777, true), (None, 0, false), (Some(0), 0, false)]);
    assert!(exports.units.iter().all(|unit| unit.more.is_none()), "a number of skipped items needs no further room");

    let moves = "Alias,BatchName,Status,BadItemsEncountered,LargeItemsEncountered,MissingItemsEncountered,CompletionTimestamp\na,P,Completed,3,1,2,2020-02-03\nb,P,Completed,0,0,,2020-02-03\nc,P,Completed,,,,2020-02-03\n";
    let (exports, _) = one(moves);
    let kinds = |unit: &Unit| [LeftBehind::Corrupt, LeftBehind::Large, LeftBehind::Missing].map(|kind| unit.left(kind));
    assert_eq!((kinds(&exports.units[0]), exports.units[0].left_in_all()), ([3, 1, 2], 6));
    let skipped: Vec<_> = exports.units.iter().map(|unit| unit.items.skipped.get()).collect();
    assert_eq!(skipped, [Some(6), Some(0), None]);
    assert!(exports.units[1].more.is_none() && exports.units[2].more.is_none());

    // The user's number and the move's kinds are the same items; the larger counts.
    for (count, day, in_all) in [(7, "2020-02-04", 7), (7, "2020-02-02", 6), (4, "2020-02-02", 6)] {
        let users = users(&[&format!("a@x,P,Completed,{count},{day}")]);
        let (exports, _) = read(&[("m.csv", moves), ("u.csv", &users)]);
        let unit = exports.units.iter().find(|unit| &*unit.identity == "a@x").expect("joined");
        assert_eq!((kinds(unit), unit.left_in_all()), ([3, 1, 2], in_all), "{count} {day}");
    }
    // Newer and fewer: what the older one knew of kinds is no longer so.
    let (exports, _) = read(&[("m.csv", moves), ("u.csv", &users(&["a@x,P,Completed,2,2020-02-09"]))]);
    let unit = exports.units.iter().find(|unit| &*unit.identity == "a@x").expect("joined");
    assert_eq!((kinds(unit), unit.left_in_all()), ([0, 0, 0], 2));
}

#[test]
fn what_a_filter_leaves_out_is_counted_anew_by_each_run() {
    let header = "SourcePath,StatusCode,FilesFailed,FilesFiltered,EndTime\n";
    let (first, second) = (format!("{header}a,210,3,5,2020-02-01\n"), format!("{header}a,100,0,0,2020-02-09\n"));
    let unit = read(&[("a.csv", &first), ("b.csv", &second)]).0.units.remove(0);
    assert_eq!((unit.left(LeftBehind::Failed), unit.left(LeftBehind::Filtered), unit.left_in_all()), (0, 0, 0));
}

#[test]
fn completed_with_issues_is_done_as_batches_count() {
    let batches = "Identity,Status,TotalCount,FinalizedCount\nPilot,CompletedWithErrors,2,2\n";
    let users = users(&["a@x,Pilot,Completed,0,2020-02-03", "b@x,Pilot,CompletedWithWarnings,3,2020-02-03"]);
    assert!(read(&[("b.csv", batches), ("u.csv", &users)]).1.is_empty());
    // Of two rows without an order the one counts that says less is done.
    let file = |word: &str| format!("Identity,BatchId,Status\na@x,P,{word}\n");
    let words = [
        "Failed",
        "Stopped",
        "Created",
        "Queued",
        "Validating",
        "Syncing",
        "SyncedWithErrors",
        "Synced",
        "Completing",
        "CompletedWithWarnings",
        "Completed",
    ];
    for pair in words.windows(2) {
        for files in
            [[("a.csv", file(pair[0])), ("b.csv", file(pair[1]))], [("a.csv", file(pair[1])), ("b.csv", file(pair[0]))]]
        {
            let (exports, found) = read(&[(files[0].0, &files[0].1), (files[1].0, &files[1].1)]);
            assert_eq!((exports.units[0].status.word.as_str(), found.len()), (pair[0], 1), "{pair:?}");
        }
    }
}
