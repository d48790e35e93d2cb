//! The status words of the migration tools, tool by tool, in the one vocabulary of the domain.

use crate::model::MigrationState::{self, *};
use crate::syntax::csv::plain;

/// Exchange Online: batches, users and move requests share their words.
pub(super) const EXCHANGE: &[(&str, MigrationState)] = &[
    ("Created", NotStarted),
    ("Waiting", NotStarted),
    ("Starting", Queued),
    ("Queued", Queued),
    ("Validating", Preparing),
    ("Provisioning", Preparing),
    ("ProvisionUpdating", Preparing),
    ("Syncing", Syncing),
    ("IncrementalSyncing", Syncing),
    ("InProgress", Syncing),
    ("Retrying", Syncing),
    ("Synced", Synced),
    ("IncrementalSynced", Synced),
    ("CompletionSynced", Synced),
    ("AutoSuspended", Synced),
    ("SyncedWithErrors", SyncedWithErrors),
    ("IncrementalFailed", SyncedWithErrors),
    ("Completing", Completing),
    ("CompletionInProgress", Completing),
    ("Completed", Completed),
    ("CompletedWithErrors", CompletedWithIssues),
    ("CompletedWithWarnings", CompletedWithIssues),
    ("CompletedWithWarning", CompletedWithIssues),
    ("Failed", Failed),
    ("Corrupted", Failed),
    ("CompletionFailed", Failed),
    ("Stopped", Stopped),
    ("Stopping", Stopped),
    ("IncrementalStopped", Stopped),
    ("Suspended", Stopped),
    ("Removing", Removed),
];

/// SharePoint Migration Tool and Migration Manager.
pub(super) const SHAREPOINT: &[(&str, MigrationState)] = &[
    ("not started", NotStarted),
    ("in progress", Syncing),
    ("success", Completed),
    ("partial success", CompletedWithIssues),
    ("some problems", CompletedWithIssues),
    ("failure", Failed),
    ("failed", Failed),
];

/// BitTitan MigrationWiz.
pub(super) const MIGRATIONWIZ: &[(&str, MigrationState)] = &[
    ("NotMigrated", NotStarted),
    ("Submitted", Queued),
    ("Queued", Queued),
    ("WaitingForEndUser", Queued),
    ("Processing", Syncing),
    ("Completed", Completed),
    ("MaximumTransferReached", CompletedWithIssues),
    ("Failed", Failed),
    ("Stopped", Stopped),
    ("Stopping", Stopped),
];

/// The words of a table in plain spelling.
pub(super) fn words(table: &[(&str, MigrationState)]) -> Vec<(String, MigrationState)> {
    table.iter().map(|(word, state)| (plain(word), state.clone())).collect()
}

/// A status code of Migration Manager.
pub(super) fn of_code(code: u16) -> Option<MigrationState> {
    Some(match code {
        100..=102 | 120 | 122 => Completed,
        201..=222 => CompletedWithIssues,
        230 => Stopped,
        250 | 260 | 261 | 400..=500 => Failed,
        300 | 302 | 303 => Syncing,
        600 | 601 => Queued,
        620 => Preparing,
        _ => return None,
    })
}
