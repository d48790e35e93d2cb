//! Tools other than Exchange by small samples of our own.

use super::*;
use crate::model::LeftBehind;

#[test]
fn a_move_between_tenants_counts_once_though_both_list_it() {
    let header =
        "MoveJobId,SourceSiteUrl,TargetSiteUrl,MoveState,SourceDataLocation,DestinationDataLocation,TimeStamp\n";
    let source = format!(
        "{header}1,https://a.sharepoint.com/sites/Team%20One,https://b.sharepoint.com/sites/one,InProgress (Backup),A,B,2020-02-03 10:00\n2,https://a-my.sharepoint.com/personal/ana_a_example,https://b-my.sharepoint.com/personal/ana_b_example,Scheduled,A,B,2020-02-03 10:00\n"
    );
    let target = format!(
        "{header}1,https://a.sharepoint.com/sites/team one/,https://b.sharepoint.com/sites/one/,Success,A,B,2020-02-04 10:00\n2,https://A-my.sharepoint.com/personal/ana_a_example/,https://b-my.sharepoint.com/personal/ana_b_example,Scheduled,A,B,2020-02-03 10:00\n"
    );
    for files in [[("s.csv", &source), ("t.csv", &target)], [("a.csv", &target), ("b.csv", &source)]] {
        let (exports, found) = read(&files.map(|(path, text)| (path, text.as_str())));
        assert!(found.is_empty(), "{found:?}");
        let units: Vec<_> = exports
            .units
            .iter()
            .map(|unit| {
                (unit.service().map(AsRef::as_ref), unit.state().as_str(), unit.days.done().map(|day| day.to_string()))
            })
            .collect();
        let day = |day: &str| Some(day.to_owned());
        assert_eq!(
            units,
            [
                (Some("SharePoint"), "completed", day("2020-02-04")),
                (Some("OneDrive for Business"), "queued", day("2020-02-03"))
            ]
        );
    }
}

#[test]
fn states_of_moves_between_tenants() {
    let words = [
        ("NotStarted", "not started"),
        ("Scheduled", "queued"),
        ("ReadytoTrigger", "preparing"),
        ("InProgress", "syncing"),
        ("InProgress (Validation)", "syncing"),
        ("InProgress (Backup)", "syncing"),
        ("InProgress (Restore)", "syncing"),
        ("InProgress (Cleanup)", "syncing"),
        ("Success", "completed"),
        ("Rescheduled", "queued"),
        ("Failed", "failed"),
        ("Elsewhere", "Elsewhere"),
    ];
    for (word, expected) in words {
        let (exports, found) = one(&format!(
            "SourceUserPrincipalName,TargetUserPrincipalName,MoveState\nana@a.example,ana@b.example,{word}\n"
        ));
        assert_eq!(exports.units[0].state().as_str(), expected);
        assert_eq!(found.len(), usize::from(word == "Elsewhere"));
        assert_eq!(exports.units[0].service().map(AsRef::as_ref), Some("OneDrive for Business"));
    }
}

/// The users of a job as Graph answers, as the loader hands them on.
fn graph(json: &str) -> String {
    crate::syntax::json_table::table(json).expect("JSON")
}

#[test]
fn users_of_a_graph_job_are_a_unit_for_each_service() {
    let json = r#"{"@odata.context": "https://graph.example/x", "value": [
        {"id": "11111111-aaaa-4bbb-8ccc-000000000001", "taskType": "users", "lastUpdatedDateTime": "2020-02-04T10:00:00Z", "currentStatus": [
            {"service": "Exchange", "status": "completed", "message": "", "errors": []},
            {"service": "ODSP", "status": "failed", "message": "no quota", "errors": [{"code": "quotaExceeded", "message": "no room, none"}, {"code": "other", "message": "x"}]}]},
        {"id": "11111111-aaaa-4bbb-8ccc-000000000002", "lastUpdatedDateTime": "2020-02-03T10:00:00Z", "currentStatus": [
            {"service": "Teams", "status": "inProgress"}, {"service": "Meeting", "status": "synced"}]}]}"#;
    let (exports, found) = one(&graph(json));
    assert!(found.is_empty(), "{found:?}");
    let units: Vec<_> = exports
        .units
        .iter()
        .map(|unit| {
            format!(
                "{} {} {}",
                &unit.identity[35..],
                unit.service().map(AsRef::as_ref).unwrap_or("-"),
                unit.state().as_str()
            )
        })
        .collect();
    assert_eq!(
        units,
        ["1 Exchange completed", "1 OneDrive for Business failed", "2 Teams syncing", "2 Meeting synced"]
    );
    assert_eq!(
        exports.units[1].failure().and_then(|failure| failure.category.as_deref()),
        Some("quotaExceeded; other")
    );
    assert_eq!(exports.units[0].days.done().map(|day| day.to_string()).as_deref(), Some("2020-02-04"));
    assert_eq!((exports.imports[0].rows, exports.imports[0].used), (4, 4));
}

#[test]
fn states_of_graph_jobs() {
    let words = [
        ("notStarted", "not started"),
        ("valid", "not started"),
        ("invalid", "failed"),
        ("error", "failed"),
        ("inProgress", "syncing"),
        ("completed", "completed"),
        ("failed", "failed"),
        ("cancelled", "stopped"),
        ("pendingCancel", "stopped"),
        ("syncing", "syncing"),
        ("synced", "synced"),
        ("finalizing", "completing"),
        ("forceComplete", "completing"),
        ("unknownFutureValue", "unknownFutureValue"),
    ];
    for (word, expected) in words {
        let json =
            format!(r#"{{"value":[{{"id":"a","currentStatus":[{{"service":"Exchange","status":"{word}"}}]}}]}}"#);
        assert_eq!(one(&graph(&json)).0.units[0].state().as_str(), expected);
    }
}

#[test]
fn a_list_that_goes_on_elsewhere_is_incomplete() {
    let json = r#"{"value":[{"id":"a","currentStatus":[{"service":"Exchange","status":"completed"}]}],"@odata.nextLink":"https://x/2"}"#;
    let (exports, found) = one(&graph(json));
    assert_eq!((exports.units.len(), exports.imports[0].rejected), (1, 1));
    assert_eq!(
        found,
        ["a.csv:3 error[unreadable-export-row] the list goes on in another page, which is not in the file"]
    );
}

#[test]
fn an_account_of_quest_is_a_mailbox_and_a_drive() {
    let text = "SourceUserPrincipalName,TargetUserPrincipalName,MailMigrationStatus,MailMigrationProgress,OneDriveMigrationState,OneDriveMigrationProgress,SwitchStatus,Collection,MailMigrationErrors\n\
        ana@a.example,ana@b.example,Completed,100,In Progress,40,Switched,P,0\n\
        ben@a.example,ben@b.example,Failed,30,,0,,P,\n\
        cleo@a.example,cleo@b.example,,,Completed,100,,P,\n\
        dan@a.example,dan@b.example,Completed,100,,,,P,3\n\
        eve@a.example,eve@b.example,,,,,,P,\n";
    let (exports, found) = one(text);
    let units: Vec<_> = exports
        .units
        .iter()
        .map(|unit| {
            format!(
                "{} {}",
                short(unit).split(' ').take(3).collect::<Vec<_>>().join(" "),
                unit.service().map(AsRef::as_ref).unwrap_or("-")
            )
        })
        .collect();
    let expected = [
        "ana@a.example P completed Exchange",
        "ben@a.example P failed Exchange",
        "dan@a.example P completed Exchange",
        "eve@a.example P  Exchange",
        "ana@a.example P syncing OneDrive for Business",
        "cleo@a.example P completed OneDrive for Business",
    ];
    assert_eq!(units, expected);
    assert_eq!(exports.units[2].state().as_str(), "completed with issues");
    assert_eq!((exports.imports[0].rows, exports.imports[0].used), (5, 5));
    assert_eq!(found, ["a.csv:6 info[unknown-unit-status] no status in 1 row"]);
}

#[test]
fn how_far_a_drive_of_quest_came_is_no_state() {
    let (exports, found) = one(
        "SourceUserPrincipalName,MailMigrationStatus,OneDriveMigrationProgress\nana@a.example,Completed,100\nben@a.example,Completed,0\n",
    );
    let states: Vec<&str> = exports.units.iter().map(|unit| unit.state().as_str()).collect();
    assert_eq!(states, ["completed", "completed", "100"]);
    assert_eq!(found, ["a.csv:2 info[unknown-unit-status] unknown status `100` in 1 row"]);
}

#[test]
fn teams_of_migrationwiz_are_units() {
    let text = "Project Type,Project Name,Item Id,Source Team MailNickName,Destination Team MailNickName,Structures Success Count,Structures Error Count,Conversations Success Count,Conversations Error Count,DocumentFiles Success Count,DocumentFiles Error Count,Permissionss Success Count,Permissionss Error Count,Migrations Performed,Last Migration Type,Last Status,Last Status Details\n\
        Team,Wave,id1,sales,sales-b,2,0,30,1,10,0,5,0,1,Full,Completed,\n\
        Team,Wave,id2,hr,hr-b,2,0,30,0,10,0,5,0,1,Full,Completed,\n";
    let (exports, found) = one(text);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(exports.imports[0].format, "MigrationWiz Teams statistics");
    assert_eq!(
        lefts(&exports),
        ["sales Teams completed with issues: 1 0 0 0 0 0 = 1", "hr Teams completed: 0 0 0 0 0 0 = 0"]
    );
    assert_eq!(exports.units[1].items.done.get(), Some(42));
}

#[test]
fn permissions_are_no_items() {
    let header = "Project Type,Project Name,Source Email Address,Last Status,Document Success Count,Document Error Count,Permissions Success Count,Permissions Error Count";
    let unit = |header: &str, row: &str| {
        let (exports, found) = one(&format!("{header}\n{row}\n"));
        assert!(found.is_empty(), "{found:?}");
        exports.units[0].clone()
    };
    let bare = unit(header, "Document,P,a@x,Completed,10,0,3,0");
    assert_eq!(
        (bare.items.done.get(), bare.items.failed.get(), bare.state().as_str()),
        (Some(10), Some(0), "completed")
    );
    let totals = format!("{header},Total Success Count,Total Error Count");
    let with = unit(&totals, "Document,P,a@x,Completed,10,1,3,2,13,3");
    assert_eq!((with.items.done.get(), with.items.failed.get()), (Some(10), Some(1)));
    let apart = unit(&totals, "Document,P,a@x,Completed,10,0,3,0,10,0");
    assert_eq!((apart.items.done.get(), apart.items.failed.get()), (Some(10), Some(0)));
    // A permission that was not set is no item left behind, and the unit is not simply done.
    let permission = unit(header, "Document,P,a@x,Completed,10,0,3,2");
    assert_eq!((permission.items.failed.get(), permission.state().as_str()), (Some(0), "completed with issues"));
}

#[test]
fn cloud_summaries_are_read_under_all_names_of_their_columns() {
    let newest = "TaskId,TransactionId,StartTime,EndTime,Name,SourcePath,Tags,StatusCode,FoldersCreated,FilesTotalCopied,FilesLatestCopied,FilesAlreadyCopied,FilesFiltered,FilesFailed,DataTotalCopied,DataLatestCopied,DataAlreadyCopied,DataFiltered,DataFailed,FilePermissions";
    let between = "TaskId,TransactionId,StartTime,EndTime,Name,SourcePath,Tags,StatusCode,FoldersCreated,LatestCopiedFiles,AlreadyCopiedFiles,TotalCopiedFiles,FilesFailed,LatestCopiedData,AlreadyCopiedData,TotalCopiedData,DataFailed,Filters,FilteredFiles,FilteredData";
    let oldest = "TaskId,TransactionId,Name,SourcePath,Tags,StatusCode,FoldersCreated,FilesSkipped,FilesSuccessful,FilesFailed,DataSkipped,DataSuccessful,DataFailed";
    let rows = [
        (
            newest,
            "1,2,2020-02-03T10:00:00Z,2020-02-03T11:00:00Z,Ana,/ana,P,227,4,50,20,30,6,2,5000,2000,3000,600,200,Off",
            6,
        ),
        (
            between,
            "1,2,2020-02-03T10:00:00Z,2020-02-03T11:00:00Z,Ana,/ana,P,227,4,20,30,50,2,2000,3000,5000,200,none,6,600",
            6,
        ),
        (oldest, "1,2,Ana,/ana,P,227,4,30,50,2,3000,5000,200", 0),
    ];
    for (header, row, filtered) in rows {
        let (exports, found) = one(&format!("{header}\n{row}\n"));
        assert!(found.is_empty(), "{found:?}");
        let unit = &exports.units[0];
        assert_eq!(short(unit), "ana P completed with issues 50/5000", "{header}");
        assert_eq!(
            (unit.left(LeftBehind::Failed), unit.left(LeftBehind::Filtered), unit.left_in_all()),
            (2, filtered, 2 + filtered)
        );
        assert_eq!((unit.items.skipped.get(), unit.bytes.failed.get()), (None, Some(200)));
    }
}

#[test]
fn of_all_items_only_the_failed_ones_failed() {
    let text = "Source,Destination,Item name,Extension,Item size (bytes),Type,Status,Result category,Message\n\
        \\\\fs\\a,https://x.example/sites/a,one.docx,docx,10,File,Migrated,SUCCESS,\n\
        \\\\fs\\a,https://x.example/sites/a,two.docx,docx,10,File,Migrated,SUCCESS,\n\
        \\\\fs\\a,https://x.example/sites/a,three#.docx,docx,10,File,Failed,INVALID SHAREPOINT PATH,SECRET\n\
        \\\\fs\\a,https://x.example/sites/a,four.docx,docx,10,File,Skipped,,\n\
        \\\\fs\\a,https://x.example/sites/a,five.docx,docx,10,File,Dreaming,,\n";
    let (exports, found) = one(text);
    assert_eq!(failures(&exports), ["\\\\fs\\a INVALID SHAREPOINT PATH 1"]);
    let import = &exports.imports[0];
    assert_eq!((import.rows, import.used, import.rejected), (5, 4, 1));
    assert_eq!(found, ["a.csv:6 error[unreadable-export-row] an item with the unknown status `Dreaming`"]);
    assert!(!format!("{exports:?}").contains("docx") && !format!("{exports:?}").contains("SECRET"));
}

#[test]
fn errors_of_cloud_migrations_are_counted_by_account() {
    let text = "TaskId,Name,SourcePath,FullPath,Action,ResultCode,FailureReason\n\
        1,Ana,/ana@x.example,/ana@x.example/SECRET.txt,upload,MFILELOCKED,SECRET is locked\n\
        1,Ana,/ana@x.example,/ana@x.example/SECRET2.txt,upload,MFILELOCKED,x\n";
    let (exports, _) = one(text);
    assert_eq!(exports.imports[0].format, "Migration Manager cloud errors");
    assert_eq!(failures(&exports), ["ana@x.example MFILELOCKED 2"]);
    assert!(!format!("{exports:?}").contains("SECRET"));
}
