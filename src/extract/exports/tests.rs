mod formats;
mod items;
mod tools;
mod units;
mod values;
mod words;

use super::*;
use crate::model::{Exports, LeftBehind, Unit};
use crate::text::{Sources, VirtualPath};

/// What some files say together, and what was found.
fn read(files: &[(&str, &str)]) -> (Exports, Vec<String>) {
    hinted(files, &Hints::default())
}

fn hinted(files: &[(&str, &str)], hints: &Hints) -> (Exports, Vec<String>) {
    let mut sources = Sources::default();
    for (path, text) in files {
        sources.add(VirtualPath::new(path).expect("inside"), *text);
    }
    let files: Vec<(&Source, Hints)> = sources.iter().map(|source| (source.as_ref(), hints.clone())).collect();
    let read = units(&files, &formats(&crate::config::Config::default()));
    let line = |found: &Diagnostic| {
        let place = found.primary.as_ref().map(|label| label.span);
        let at = place.map_or_else(String::new, |span| format!("{}:{}", sources.path(span), sources.line(span)));
        format!("{at} {}[{}] {}", found.severity.as_str(), found.code, found.message)
    };
    let found = read.diagnostics.iter().map(line).collect();
    (read.value, found)
}

fn one(text: &str) -> (Exports, Vec<String>) {
    read(&[("a.csv", text)])
}

fn short(unit: &Unit) -> String {
    let batch = unit.batch().map(AsRef::as_ref).unwrap_or("-");
    format!("{} {batch} {} {:?}/{:?}", unit.identity, unit.state().as_str(), unit.items.done, unit.bytes.done)
}

/// A unit with all that is told of what it left behind.
fn left(unit: &Unit) -> String {
    let kinds = LeftBehind::ALL.map(|kind| unit.left(kind).to_string());
    let service = unit.service().map(AsRef::as_ref).unwrap_or("-");
    format!("{} {service} {}: {} = {}", unit.identity, unit.state().as_str(), kinds.join(" "), unit.left_in_all())
}

fn lefts(exports: &Exports) -> Vec<String> {
    exports.units.iter().map(left).collect()
}

fn failures(exports: &Exports) -> Vec<String> {
    let line = |items: &crate::model::FailedItems| format!("{} {} {}", items.unit, items.category, items.count);
    exports.failures.iter().map(line).collect()
}

#[test]
fn every_format_is_known_by_its_columns_in_any_order() {
    let cases = [
        ("Status,Identity,TotalCount", "Exchange Get-MigrationBatch"),
        ("identity,STATUS,BatchId", "Exchange Get-MigrationUser"),
        ("Status,SyncedItemCount,Identity", "Exchange Get-MigrationUser"),
        ("DisplayName,Status,PercentComplete", "Exchange Get-MoveRequestStatistics"),
        ("Source,Destination,Status,Total bytes,Migrated bytes,Round number", "SPMT SummaryReport"),
        (
            "Source,Destination,Item name,Extension,Item size,Content type,Status,Result category,Message,Error code",
            "SPMT ItemFailureReport",
        ),
        ("Task name,Status,Source,Destination,Total scanned items,Agent", "Migration Manager file shares"),
        (
            "TaskId,TransactionId,StartTime,EndTime,Name,SourcePath,Tags,StatusCode,FilesTotalCopied",
            "Migration Manager cloud",
        ),
        ("Source Email Address,Last Status,Total Success Count, Migration Speed MB/Hour", "MigrationWiz statistics"),
        ("Source Email Address,Item Type,Item Subject,Error Message", "MigrationWiz errors"),
        ("ScheduleID,Username,Action,Path,Error Message,Comments", "Mover error report"),
    ];
    for (header, expected) in cases {
        let (exports, found) = one(&format!("{header}\n"));
        let names: Vec<&str> = exports.imports.iter().map(|import| import.format.as_str()).collect();
        assert_eq!(names, [expected], "{header} {found:?}");
    }
}

#[test]
fn a_header_that_misses_a_column_is_said_with_the_nearest_format() {
    let (_, found) = one("Identity,BatchId,SyncedItemCount\na,b,1\n");
    assert_eq!(found, ["a.csv:1 error[unknown-export] not a known export, nearest to Exchange Get-MigrationUser"]);
    let (_, found) = one("x,y\n1,2\n");
    assert_eq!(found, ["a.csv:1 error[unknown-export] no known export has such columns"]);
    let (_, found) = one("");
    assert_eq!(found, ["a.csv:1 error[unknown-export] an export without a header row"]);
}

#[test]
fn files_are_read_as_programs_save_them() {
    let rows = [
        "#TYPE Selected.MigrationUser\r\n\"Identity\",\"BatchId\",\"Status\",\"SyncedItemCount\",\"BytesTransferred\"\r\n\"a@x\",\"P\",\"Synced\",\"134,751\",\"5.294 GB (5,684,054,577 bytes)\"\r\n",
        "\u{feff}Identity;BatchId;Status;SyncedItemCount;BytesTransferred\na@x;P;Synced;134,751;5,294 GB (5.684.054.577 bytes)\n",
        " identity \tBATCHID\tStatus\tSynced Item Count\tBytesTransferred\na@x\tP\tsynced\t134751\t5684054577\n",
        "I\0d\0e\0n\0t\0i\0t\0y\0,\0B\0a\0t\0c\0h\0I\0d\0,Status,SyncedItemCount,BytesTransferred\na\0@\0x\0,P,Synced,134751,5684054577\n",
    ];
    for text in rows {
        let (exports, _) = one(text);
        assert_eq!(exports.units.iter().map(short).collect::<Vec<_>>(), ["a@x P synced 134751/5684054577"], "{text:?}");
    }
}

#[test]
fn blank_is_unknown_and_not_zero() {
    let (exports, found) = one("Identity,BatchId,Status,SyncedItemCount,SkippedItemCount\na@x,,Synced,,0\nb@x,P,,5,\n");
    assert_eq!(
        exports.units.iter().map(short).collect::<Vec<_>>(),
        ["a@x - synced unknown/unknown", "b@x P  5/unknown"]
    );
    assert_eq!(exports.units[0].items.skipped.get(), Some(0));
    assert_eq!(found, ["a.csv:3 info[unknown-unit-status] no status in 1 row"]);
}

#[test]
fn rows_and_cells_that_cannot_be_read_are_said_and_counted() {
    let text = "Identity,BatchId,Status,Status,SyncedItemCount\na@x,P,Synced,Failed,many\n,P,Synced,,1\nb@x,P,Synced,,1,extra\nc@x,P\nd@x,P,Synced,,2\ne@x,\"P,Synced\n";
    let (exports, found) = one(text);
    assert_eq!(
        exports.units.iter().map(short).collect::<Vec<_>>(),
        ["a@x P synced unknown/unknown", "d@x P synced 2/unknown"]
    );
    let import = &exports.imports[0];
    assert_eq!((import.rows, import.used, import.rejected), (6, 2, 4));
    let expected = [
        "a.csv:1 warning[unreadable-export-row] a second column `Status`",
        "a.csv:2 warning[unreadable-export-row] no number in `SyncedItemCount`",
        "a.csv:3 error[unreadable-export-row] a row without a name",
        "a.csv:4 error[unreadable-export-row] a row of 6 cells in a table of 5",
        "a.csv:5 error[unreadable-export-row] a row that ends before its status",
        "a.csv:7 error[unreadable-export-row] a quote that is never closed",
    ];
    let mut found = found;
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn an_order_of_dates_is_settled_by_the_column_or_asked_for() {
    let rows = |dates: [&str; 2]| {
        let [first, second] = dates;
        format!("Source,Status,Start time,Round number\na,success,{first},1\nb,success,{second},1\n")
    };
    let days = |exports: &Exports| {
        exports.units.iter().map(|unit| unit.days.started.map(|day| day.to_string())).collect::<Vec<_>>()
    };
    let (exports, found) = one(&rows(["3/4/2020 10:00", "3/14/2020 7:42:10 PM"]));
    assert_eq!((days(&exports), found.len()), (vec![Some("2020-03-04".to_owned()), Some("2020-03-14".to_owned())], 0));
    let (exports, found) = one(&rows(["3/4/2020", "4/5/2020"]));
    assert_eq!(days(&exports), [None, None]);
    assert_eq!(
        found,
        ["a.csv:2 warning[export-date-ambiguous] day and month cannot be told apart in `Start time`, 2 rows"]
    );
    let (exports, _) = one(&rows(["3/14/2020", "14/3/2020"]));
    assert_eq!(days(&exports), [Some("2020-03-14".to_owned()), Some("2020-03-14".to_owned())]);
    let hints = Hints::of_words(Some("day-first"), None);
    let (exports, found) = hinted(&[("a.csv", &rows(["3/4/2020", "4/5/2020"]))], &hints);
    assert_eq!((days(&exports), found.len()), (vec![Some("2020-04-03".to_owned()), Some("2020-05-04".to_owned())], 0));
}

#[test]
fn the_last_round_counts_and_the_others_are_history() {
    let text = "Source,Destination,Status,Migrated bytes,Round number\n\\\\s\\a,https://x-my.example/personal/a,success,30,2\n\\\\S\\A,https://x-my.example/personal/a,failure,10,1\n";
    let (exports, found) = one(text);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(exports.units.iter().map(short).collect::<Vec<_>>(), ["\\\\s\\a - completed unknown/30"]);
    assert_eq!(exports.units[0].service().map(AsRef::as_ref), Some("OneDrive for Business"));
    let history: Vec<&str> = exports.units[0].history().iter().map(|attempt| attempt.status.word.as_str()).collect();
    assert_eq!(history, ["failure"]);
    assert_eq!(exports.imports[0].overruled, 1);
}

#[test]
fn what_a_round_moved_adds_up_and_totals_do_not() {
    let header = "Source,Destination,Status,Total scanned items,Migrated items in current round,Items not migrated in current round,Total bytes,Migrated bytes,Migrated GB in current round,Start time,Round number\n";
    let round = |to: &str, status: &str, items: [u32; 3], bytes: u32, day: &str, number: u32| {
        let [all, moved, left] = items;
        format!(
            "\\\\fs\\a,https://x.example/sites/{to},{status},{all},{moved},{left},9000,{bytes},0,2020-02-{day} 10:00,{number}\n"
        )
    };
    let first = round("a", "failure", [100, 60, 40], 6000, "03", 1);
    let second = round("a", "success", [105, 44, 1], 8900, "10", 2);
    let anew = round("a", "success", [105, 1, 0], 9000, "17", 1);
    let elsewhere = round("b", "failure", [100, 7, 93], 700, "03", 1);
    // The third file tells of every round again, as the tool saves it; the last is of a task that was started anew.
    let files = [
        ("a.csv", format!("{header}{first}{elsewhere}")),
        ("b.csv", format!("{header}{second}{first}")),
        ("c.csv", format!("{header}{first}{second}{elsewhere}")),
        ("d.csv", format!("{header}{anew}")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 2, 0]] {
        let (exports, _) = read(&order.map(|at| files[at]));
        let shown =
            |unit: &Unit| (short(unit), unit.items.failed.get(), unit.items.total.get(), unit.bytes.total.get());
        let mut found: Vec<_> = exports.units.iter().map(shown).collect();
        found.sort();
        let name = "\\\\fs\\a";
        let expected = [
            (format!("{name} - completed 105/9000"), Some(0), Some(105), Some(9000)),
            (format!("{name} - failed 7/700"), Some(93), Some(100), Some(9000)),
        ];
        assert_eq!(found, expected, "{order:?}");
    }
}

#[test]
fn without_totals_the_bytes_of_rounds_add_up_as_well() {
    let text =
        "Source,Status,Migrated GB in current round,Round number\na,failure,1,1\na,failure,0.5,2\na,success,,3\n";
    let (exports, _) = one(text);
    assert_eq!(exports.units.iter().map(short).collect::<Vec<_>>(), ["a - completed unknown/unknown"]);
    let text = text.replace(",,3", ",0.25,3");
    let (exports, _) = one(&text);
    assert_eq!(exports.units.iter().map(short).collect::<Vec<_>>(), ["a - completed unknown/1879048192"]);
}

#[test]
fn the_newer_of_two_exports_counts_and_those_of_one_day_conflict() {
    let header = "Identity,BatchId,Status,LastSuccessfulSyncTime\n";
    let file = |row: &str| format!("{header}{row}\n");
    let (exports, found) =
        read(&[("new.csv", &file("a@x,P,Completed,2020-03-02")), ("old.csv", &file("A@x,P,Syncing,2020-03-01"))]);
    assert_eq!((short(&exports.units[0]), found.len()), ("a@x P completed unknown/unknown".to_owned(), 0));
    let (exports, found) =
        read(&[("a.csv", &file("a@x,P,Completed,2020-03-02")), ("b.csv", &file("a@x,P,Failed,2020-03-02"))]);
    assert_eq!(short(&exports.units[0]), "a@x P failed unknown/unknown");
    assert_eq!(found, ["b.csv:2 warning[export-conflict] `a@x` is `Failed` here and `Completed` in another export"]);
}

#[test]
fn a_move_request_and_its_mailbox_are_one_unit() {
    let users = "Identity,BatchId,Status,LastSuccessfulSyncTime\nana.abel@x,P,Synced,2020-03-01\n";
    let moves = "Alias,BatchName,Status,CompletionTimestamp,BadItemsEncountered,LargeItemsEncountered\nana.abel,P,Completed,2020-03-02,2,3\nother,P,Queued,,,\n";
    let (exports, found) = read(&[("moves.csv", moves), ("users.csv", users)]);
    assert!(found.is_empty(), "{found:?}");
    let units: Vec<String> = exports.units.iter().map(short).collect();
    assert_eq!(units, ["other P queued unknown/unknown", "ana.abel@x P completed unknown/unknown"]);
    assert_eq!(exports.units[1].items.skipped.get(), Some(5));
}

#[test]
fn a_batch_and_its_units_count_once_and_a_difference_is_said() {
    let batches = "Identity,Status,TotalCount,FinalizedCount\nPilot,Completed,1,0\n";
    let users = "Identity,BatchId,Status\na@x,pilot,Completed\n";
    let (exports, found) = read(&[("b.csv", batches), ("u.csv", users)]);
    assert_eq!((exports.batches.len(), exports.units_of("PILOT").count()), (1, 1));
    assert_eq!(
        found,
        ["b.csv:2 warning[export-conflict] batch `Pilot` has 0 completed units here and 1 in another export"]
    );
}

#[test]
fn words_that_nobody_knows_are_kept_and_counted() {
    let (exports, found) = one("Identity,BatchId,Status\na@x,P,Dreaming\nb@x,P,Dreaming\nc@x,P,SyncedwithErrors\n");
    assert_eq!(found, ["a.csv:2 info[unknown-unit-status] unknown status `Dreaming` in 2 rows"]);
    let states: Vec<(String, usize)> =
        exports.states().into_iter().map(|(state, count)| (state.as_str().to_owned(), count)).collect();
    assert_eq!(states, [("synced with errors".to_owned(), 1), ("Dreaming".to_owned(), 2)]);
}

#[test]
fn a_completed_mailbox_with_errors_is_completed_with_issues() {
    let text = "Project Type,Project Name,Source Email Address,Last Status,Email Success Count,Email Error Count,Contacts Success Count\nMailbox,P,a@x,Completed,5,2,3\nMailbox,P,b@x,Completed,5,0,3\n";
    let (exports, _) = one(text);
    let units: Vec<String> = exports.units.iter().map(short).collect();
    assert_eq!(units, ["a@x P completed with issues 8/unknown", "b@x P completed 8/unknown"]);
}

#[test]
fn codes_of_migration_manager_say_where_a_unit_stands() {
    let cases = [
        ("101", "completed"),
        ("210", "completed with issues"),
        ("230", "stopped"),
        ("404", "failed"),
        ("303", "syncing"),
        ("601", "queued"),
        ("620", "preparing"),
        ("999", "999"),
    ];
    for (code, expected) in cases {
        let (exports, _) = one(&format!("SourcePath,StatusCode,FilesFailed\na,{code},0\n"));
        assert_eq!(exports.units[0].state().as_str(), expected);
    }
}

#[test]
fn subjects_of_mails_are_counted_and_not_kept() {
    let text = "Source Email Address,Item Type,Item Subject,Error Message\na@x,Mail,SECRET,could not move SECRET\nA@x,Mail,SECRET,x\na@x,Contact,SECRET,x\n";
    let (exports, found) = one(text);
    assert!(!format!("{exports:?}{found:?}").contains("SECRET"));
    let counts: Vec<(&str, u64)> =
        exports.failures.iter().map(|failed| (failed.category.as_str(), failed.count)).collect();
    assert_eq!(counts, [("Contact", 1), ("Mail", 2)]);
}

#[test]
fn a_unit_that_failed_without_a_word_has_the_reason_of_most_of_its_items() {
    let units =
        "Source,Destination,Status,Total bytes,Round number\na,x,failure,1,1\nb,x,success,1,1\nc,x,failure,1,1\n";
    let items = "Source,Destination,Item name,Result category\n\
        A,x,1,RESET\na,x,2,PATH TOO LONG\na,x,3,PATH TOO LONG\nb,x,4,RESET\n";
    let (exports, _) = read(&[("units.csv", units), ("items.csv", items)]);
    let reasons: Vec<_> = exports.units.iter().map(|unit| unit.failure()?.category.as_deref()).collect();
    assert_eq!(reasons, [Some("PATH TOO LONG"), None, None]);
}

#[test]
fn a_format_of_the_project_is_read_as_it_says() {
    let yaml = "exports:\n  Mover 9:\n    columns: { identity: Box, status: [State, Lage], bytes: Size, started: Day }\n    statuses: { Fertig: completed }\n    dates: day-first\n    service: Exchange\n    sizes: MB\n";
    let config = crate::config::Config::read(crate::text::FileId(0), yaml);
    assert!(config.diagnostics.is_empty(), "{:?}", config.diagnostics);
    let mut sources = Sources::default();
    sources.add(VirtualPath::root().with_file_name("a.csv"), "Box,Lage,State,Size,Day\nana,,fertig,1.5,3/4/2020\n");
    let files: Vec<(&Source, Hints)> = sources.iter().map(|source| (source.as_ref(), Hints::default())).collect();
    let read = units(&files, &formats(&config.value));
    let unit = &read.value.units[0];
    assert_eq!((unit.state().as_str(), unit.bytes.total.get()), ("completed", Some(1_572_864)));
    assert_eq!(unit.days.started.map(|day| day.to_string()).as_deref(), Some("2020-04-03"));
}

#[test]
fn many_rows_are_units_of_bounded_size() {
    const ROWS: usize = 20_000;
    let mut text = "Identity,BatchId,Status,SyncedItemCount,BytesTransferred,LastSuccessfulSyncTime\n".to_owned();
    for row in 0..ROWS {
        text += &format!(
            "user{row}@contoso.example.com,Batch {},Synced,{row},\"5.294 GB (5,684,054,577 bytes)\",3/{}/2020 7:42:10 PM\n",
            row / 500,
            row % 28 + 1
        );
    }
    let mut sources = Sources::default();
    sources.add(VirtualPath::root().with_file_name("a.csv"), text);
    let files: Vec<(&Source, Hints)> = sources.iter().map(|source| (source.as_ref(), Hints::default())).collect();
    let formats = formats(&crate::config::Config::default());
    let read = units(&files, &formats);
    assert_eq!((read.value.units.len(), read.diagnostics.len()), (ROWS, 0));
    let unit = std::mem::size_of::<Unit>();
    assert!(unit <= 240, "{unit} bytes a unit");
}
