//! Each format by a small sample of our own, and how formats are told apart.

use super::*;

/// What the columns of a header are recognised as.
fn known(header: &str) -> String {
    let (exports, found) = one(&format!("{header}\n"));
    exports.imports.first().map_or_else(|| found.join("\n"), |import| import.format.clone())
}

#[test]
fn every_format_is_known_by_each_of_its_marks_alone() {
    let formats = formats(&crate::config::Config::default());
    for format in &formats {
        let needed: Vec<&str> = format.required.iter().map(|group| group[0].as_str()).collect();
        let marks: Vec<Option<&str>> = match format.marks.is_empty() {
            true => vec![None],
            false => format.marks.iter().map(|mark| Some(mark.as_str())).collect(),
        };
        for mark in marks.into_iter().filter(|mark| *mark != Some("DataConsistencyScore")) {
            let mut columns = needed.clone();
            columns.extend(mark.filter(|mark| !needed.contains(mark)));
            let header = columns.join(",");
            let (exports, found) = one(&format!("{header}\n"));
            if format.rows == Rows::Unneeded {
                assert!(found[0].contains(&format!("{} is not needed", format.name)), "{header} {found:?}");
                continue;
            }
            assert_eq!(exports.imports.first().map(|import| &import.format), Some(&format.name), "{header} {found:?}");
        }
    }
}

#[test]
fn columns_that_no_known_tool_writes_together_are_unknown() {
    for header in [
        "Source,Destination,Status,Migrated items",
        "Source,Destination,Status,Items not migrated,Total GB",
        "Source,Destination,Last Status",
        "Identity,Status",
        "Name,Status,Error",
    ] {
        assert!(known(header).contains("error[unknown-export]"), "{header}: {}", known(header));
    }
}

#[test]
fn where_two_formats_fit_equally_the_user_is_asked() {
    let text = "Identity,Status,DataConsistencyScore\na@x,Completed,Good\n";
    let (exports, found) = one(text);
    assert_eq!((exports.units.len(), exports.batches.len(), exports.unknown.len()), (0, 0, 1));
    let expected = "a.csv:1 error[unknown-export] the columns are those of Exchange Get-MigrationBatch as well as of Exchange Get-MigrationUser";
    assert_eq!(found, [expected]);
    let named = |name: &str| Hints { format: Some(name.to_owned()), ..Hints::default() };
    let (exports, found) = hinted(&[("a.csv", text)], &named("exchange get-migrationuser"));
    assert_eq!((exports.units.len(), exports.batches.len(), found.len()), (1, 0, 0));
    let (exports, found) = hinted(&[("a.csv", text)], &named("Exchange Get-MigrationBatch"));
    assert_eq!((exports.units.len(), exports.batches.len(), found.len()), (0, 1, 0));
    // A format that is named must fit all the same.
    let (exports, found) = hinted(&[("a.csv", text)], &named("SPMT SummaryReport"));
    assert_eq!((exports.units.len(), exports.unknown.len()), (0, 1));
    assert_eq!(found, ["a.csv:1 error[unknown-export] not a known export, nearest to SPMT SummaryReport"]);
}

#[test]
fn scores_decide_with_what_is_not_approved() {
    let rows = [
        ("Good", "False", false),
        ("Perfect", "True", true),
        ("Poor", "", false),
        ("", "", false),
        ("Good", "Perhaps", false),
    ];
    for (score, unapproved, needs) in rows {
        let (exports, _) = one(&format!(
            "Identity,BatchId,Status,DataConsistencyScore,HasUnapprovedSkippedItems\na@x,P,Synced,{score},{unapproved}\n"
        ));
        let unit = &exports.units[0];
        assert_eq!(unit.needs_disposition(), needs, "{score} {unapproved}");
        let told = unit.consistency().map(|told| told.score.as_str());
        let expected = (!score.is_empty() && (score != "Perfect" || needs)).then_some(score);
        assert_eq!(told, expected, "{score} {unapproved}");
    }
}

#[test]
fn batches_are_known_by_when_they_were_synchronized() {
    let (exports, found) = one(
        "Identity,State,Status,LastSyncedDateTime\nP1,Active,Syncing,2020-02-03 10:00\nP2,Completed,,2020-02-04 10:00\n",
    );
    assert!(found.is_empty(), "{found:?}");
    let batches: Vec<_> = exports
        .batches
        .iter()
        .map(|batch| (batch.name.as_str(), batch.status.state.as_str(), batch.days.synced.map(|day| day.to_string())))
        .collect();
    assert_eq!(
        batches,
        [("P1", "syncing", Some("2020-02-03".to_owned())), ("P2", "completed", Some("2020-02-04".to_owned()))]
    );
    assert_eq!(exports.batches[0].counts, crate::model::BatchCounts::default());
}

#[test]
fn skipped_items_are_counted_by_kind_and_their_mailbox() {
    let items = "Identity,Kind,ScoringClassifications,FolderName,Sender,Recipient,Subject,MessageSize,DateSent,DateReceived,Isvalid,Failure\n\
        ana@x,CorruptItem,CorruptItem,SECRET,SECRET,SECRET,SECRET 1,10,,,True,\n\
        ANA@x,CorruptFolderACL,,SECRET,,,,,,,True,\n\
        ana@x,LargeItem,LargeItem,SECRET,SECRET,SECRET,SECRET 2,99,,,True,SECRET\n\
        ana@x,MissingItem,MissingItem,SECRET,SECRET,SECRET,SECRET 3,10,,,True,\n\
        ana@x,FolderPropertyMismatch,,SECRET,,,,,,,True,\n\
        ghost@x,CorruptItem,,SECRET,,,SECRET,1,,,True,\n";
    let users = "Identity,BatchId,Status,SkippedItemCount\nana@x,P,Synced,4\nben@x,P,Synced,0\n";
    let (exports, found) = read(&[("items.csv", items), ("users.csv", users)]);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(lefts(&exports), ["ana@x Exchange synced: 0 5 2 1 1 0 = 5", "ben@x Exchange synced: 0 0 0 0 0 0 = 0"]);
    // The mailbox that nothing else names does not vanish.
    assert_eq!(failures(&exports), ["ghost@x CorruptItem 1"]);
    assert!(!format!("{exports:?}{found:?}").contains("SECRET"));
    assert!(exports.imports[0].lists_failures);
    // The same list saved twice says nothing more.
    let (again, _) = read(&[("items.csv", items), ("items2.csv", items), ("users.csv", users)]);
    assert_eq!((lefts(&again), failures(&again)), (lefts(&exports), failures(&exports)));
}

#[test]
fn a_report_that_is_not_needed_is_neither_an_error_nor_evidence() {
    let cases = [
        (
            "Incremental round,Total scanned items,Total scanned folders,Total scanned list items,Total scanned files,Folders with issues,Items with issues,Items filtered out",
            "SPMT ScanSummary",
        ),
        (
            "Structure type,Structure title,Operation,Status,Details,Source structure URL,Destination structure URL,Time stamp",
            "SPMT StructureReport",
        ),
        (
            "Incremental round,Scanned,Item scan failures,Filtered out items,Expected migrated file count,Read,Packaged,Uploaded,Submitted,Migrated,Failed reading",
            "SPMT ItemSummary",
        ),
        (
            "TaskId,TransactionId,Name,SourcePath,Tags,ScannedData-Byte,ScannedFolders,ScannedFiles,ScanStatusCode,ScanStatus,MostRecentScan,ResultCode,TopFailureReason",
            "Migration Manager cloud ScanSummary",
        ),
        (
            "TaskId,TransactionId,Name,SourcePath,StartTime,OperationStep,Duration,Status,ResultCode,FailureReason,FullPath,SourcePathDepth,SourceBasename,SourceSize",
            "Migration Manager cloud log",
        ),
        ("DisplayName,Status,TargetDatabase", "Exchange Get-MoveRequest"),
    ];
    for (header, name) in cases {
        let (exports, found) = one(&format!("{header}\n1,2,3\n"));
        assert_eq!(found, [format!("a.csv:1 info[unneeded-export] {name} is not needed, and nothing is read from it")]);
        assert!(exports.imports.is_empty() && exports.unknown.is_empty() && exports.units.is_empty());
    }
    // More columns make it the report that is needed.
    assert_eq!(known("DisplayName,Status,TargetDatabase,PercentComplete"), "Exchange Get-MoveRequestStatistics");
}

#[test]
fn all_properties_of_a_migration_user_are_read() {
    let text = "\"RunspaceId\",\"Identity\",\"Guid\",\"Identifier\",\"BatchId\",\"MailboxIdentifier\",\"MailboxEmailAddress\",\"RecipientType\",\"SkippedItemCount\",\"SyncedItemCount\",\"MailboxGuid\",\"MailboxLegacyDN\",\"RequestGuid\",\"LastSuccessfulSyncTime\",\"Status\",\"State\",\"WorkflowStage\",\"WorkflowStep\",\"WorkflowControlFlags\",\"StatusSummary\",\"HasUnapprovedSkippedItems\",\"DataConsistencyScore\",\"DataConsistencyScoringFactors\",\"ErrorSummary\",\"TriggeredAction\",\"SupportsIncrementalSync\",\"IsValid\",\"ObjectState\"\n\
        \"r\",\"ana@x\",\"g1\",\"ana@x\",\"P\",\"ana@x\",\"ana@x\",\"MailUser\",\"7\",\"120\",\"m1\",\"/o=X/cn=ana\",\"q1\",\"2020-02-03 10:00:00\",\"Synced\",\"Active\",\"Validation\",\"Injection\",\"None\",\"Active\",\"True\",\"Investigate\",\"MissingItem, CorruptItem\",\"\",\"None\",\"True\",\"True\",\"Unchanged\"\n\
        \"r\",\"ben@x\",\"g2\",\"ben@x\",\"P\",\"ben@x\",\"ben@x\",\"MailUser\",\"0\",\"80\",\"m2\",\"/o=X/cn=ben\",\"q2\",\"2020-02-03 10:00:00\",\"Completed\",\"Completed\",\"\",\"\",\"None\",\"Completed\",\"False\",\"Perfect\",\"\",\"\",\"None\",\"True\",\"True\",\"Unchanged\"\n";
    let (exports, found) = one(text);
    assert_eq!(exports.imports[0].format, "Exchange Get-MigrationUser");
    assert!(found.is_empty(), "{found:?}");
    let units = &exports.units;
    assert_eq!(
        lefts(&exports),
        ["ana@x Exchange synced: 0 7 0 0 0 0 = 7", "ben@x Exchange completed: 0 0 0 0 0 0 = 0"]
    );
    let told = units[0].consistency().expect("it is told");
    assert_eq!((told.score.as_str(), told.has_unapproved), ("Investigate", Some(true)));
    assert_eq!(told.factors.as_deref(), Some("MissingItem, CorruptItem"));
    assert!(units[0].needs_disposition() && !units[1].needs_disposition());
    assert!(units[1].more.is_none(), "nothing is kept of a unit that left nothing behind");
    let formats = formats(&crate::config::Config::default());
    let mut sources = Sources::default();
    sources.add(VirtualPath::root().with_file_name("a.csv"), text);
    let source = sources.iter().next().expect("one").clone();
    let unknown: Vec<String> = explain(&source, &Hints::default(), &formats)
        .value
        .columns
        .into_iter()
        .filter(|column| column.means.is_none())
        .map(|column| column.header)
        .collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
