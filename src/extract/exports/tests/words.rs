//! Every status word and code of each tool, with what it means. Here is the vocabulary once more, written down apart from the code.

use super::*;

/// Exchange's words for batches, users and move requests, in the order of the domain's table.
const EXCHANGE: [(&str, &[&str]); 12] = [
    ("not started", &["Created", "Waiting"]),
    ("queued", &["Starting", "Queued"]),
    ("preparing", &["Validating", "Provisioning", "ProvisionUpdating"]),
    ("syncing", &["Syncing", "IncrementalSyncing", "InProgress", "Retrying", "Active"]),
    ("synced", &["Synced", "IncrementalSynced", "CompletionSynced", "AutoSuspended"]),
    ("synced with errors", &["SyncedWithErrors", "IncrementalFailed"]),
    ("completing", &["Completing", "CompletionInProgress"]),
    ("completed", &["Completed"]),
    ("completed with issues", &["CompletedWithErrors", "CompletedWithWarnings", "CompletedWithWarning"]),
    ("failed", &["Failed", "Corrupted", "CompletionFailed"]),
    ("stopped", &["Stopped", "Stopping", "IncrementalStopped", "Suspended"]),
    ("removed", &["Removing"]),
];

const SHAREPOINT: [(&str, &[&str]); 5] = [
    ("not started", &["not started"]),
    ("syncing", &["in progress"]),
    ("completed", &["success"]),
    ("completed with issues", &["partial success", "some problems"]),
    ("failed", &["failure", "failed"]),
];

const MIGRATIONWIZ: [(&str, &[&str]); 7] = [
    ("not started", &["NotMigrated"]),
    ("queued", &["Submitted", "Queued", "WaitingForEndUser"]),
    ("syncing", &["Processing"]),
    ("completed", &["Completed"]),
    ("completed with issues", &["MaximumTransferReached"]),
    ("failed", &["Failed"]),
    ("stopped", &["Stopped", "Stopping"]),
];

/// Holds what each word means in an export, in the tool's spelling, in capitals and with blanks around it. In the row, `?` is
/// the word and `#` a number.
fn hold(header: &str, row: &str, words: &[(&str, &[&str])]) {
    let mut text = format!("{header}\n");
    let mut expected = Vec::new();
    for (state, words) in words {
        for spelt in words.iter().flat_map(|word| [(*word).to_owned(), word.to_uppercase(), format!(" {word} ")]) {
            text += &format!("{}\n", row.replace('?', &spelt).replace('#', &expected.len().to_string()));
            expected.push((*state, spelt.trim().to_owned()));
        }
    }
    let (exports, found) = one(&text);
    let units = exports.units.iter().map(|unit| &unit.status);
    let statuses = units.chain(exports.batches.iter().map(|batch| &batch.status));
    let read: Vec<_> = statuses.map(|status| (status.state.as_str(), status.word.clone())).collect();
    assert_eq!((read, found), (expected, Vec::new()), "{header}");
}

#[test]
fn words_of_exchange() {
    hold("Identity,Status,TotalCount", "P#,?,1", &EXCHANGE);
    hold("Identity,BatchId,Status", "a#@x,P,?", &EXCHANGE);
    hold("Identity,BatchId,StatusSummary", "a#@x,P,?", &EXCHANGE);
    hold("Alias,BatchName,Status", "a#,P,?", &EXCHANGE);
}

#[test]
fn words_of_sharepoint_and_migration_manager() {
    hold("Source,Status,Round number", "a#,?,1", &SHAREPOINT);
    hold("Source,Status,Task name", "a#,?,P", &SHAREPOINT);
    hold("Source,Last Status,Times run", "a#,?,1", &SHAREPOINT);
}

#[test]
fn words_of_migrationwiz() {
    hold("Source Email Address,Last Status,Total Success Count", "a#@x,?,1", &MIGRATIONWIZ);
}

#[test]
fn a_word_of_another_tool_is_unknown() {
    let cases = [
        ("Identity,BatchId,Status", "a@x,P,?", "MaximumTransferReached"),
        ("Identity,BatchId,Status", "a@x,P,?", "success"),
        ("Source,Status,Round number", "a,?,1", "Processing"),
        ("Source Email Address,Last Status,Total Success Count", "a@x,?,1", "CompletedWithWarnings"),
        ("Identity,BatchId,Status", "a@x,P,?", "101"),
    ];
    for (header, row, word) in cases {
        let (exports, found) = one(&format!("{header}\n{}\n", row.replace('?', word)));
        assert_eq!(exports.units[0].state(), &crate::model::MigrationState::Unknown(word.to_owned()), "{header}");
        assert_eq!(found.len(), 1, "{found:?}");
    }
}

#[test]
fn codes_of_migration_manager() {
    let state = |code: u16| match code {
        100 | 101 | 102 | 120 | 122 => "completed",
        201 | 202 | 210 | 211 | 220 | 222 | 227 => "completed with issues",
        230 => "stopped",
        250 | 260 | 261 | 400..=500 => "failed",
        300 | 302 | 303 => "syncing",
        600 | 601 => "queued",
        620 => "preparing",
        _ => "unknown",
    };
    let rows: String = (0..=700).map(|code| format!("a{code},{code},0\n")).collect();
    let (exports, found) = one(&format!("SourcePath,StatusCode,FilesFailed\n{rows}"));
    let mut unknown = 0;
    for (code, unit) in (0..=700).zip(&exports.units) {
        match state(code) {
            "unknown" => {
                unknown += 1;
                assert_eq!(unit.state().as_str(), code.to_string());
            }
            expected => assert_eq!(unit.state().as_str(), expected, "{code}"),
        }
    }
    assert_eq!((exports.units.len(), found.len()), (701, unknown));
}
