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
    ("Active", Syncing),
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

/// Items in the reports of the SharePoint Migration Tool and Migration Manager. Those that were filtered out, or skipped since
/// they were there already, are no failures.
pub(super) const ITEMS: &[(&str, MigrationState)] = &[
    ("failed", Failed),
    ("failure", Failed),
    ("error", Failed),
    ("scan issue", Failed),
    ("scan failed", Failed),
    ("item scan failure", Failed),
    ("failed reading", Failed),
    ("failed packing", Failed),
    ("failed uploading", Failed),
    ("failed submitting", Failed),
    ("failed querying", Failed),
    ("migrated", Completed),
    ("success", Completed),
    ("succeeded", Completed),
    ("completed", Completed),
    ("partial success", CompletedWithIssues),
    ("warning", CompletedWithIssues),
    ("skipped", Stopped),
    ("filtered", Stopped),
    ("filtered out", Stopped),
    ("not started", NotStarted),
    ("in progress", Syncing),
    ("scanned", Syncing),
    ("read", Syncing),
    ("packaged", Syncing),
    ("uploaded", Syncing),
    ("reuploaded", Syncing),
    ("submitted", Syncing),
    ("resubmitted", Syncing),
];

/// Moves of sites and drives between tenants. What a move in progress is at stands in parentheses behind the word.
pub(super) const CROSS_TENANT: &[(&str, MigrationState)] = &[
    ("NotStarted", NotStarted),
    ("Scheduled", Queued),
    ("Rescheduled", Queued),
    ("ReadyToTrigger", Preparing),
    ("InProgress", Syncing),
    ("InProgress (Validation)", Syncing),
    ("InProgress (Backup)", Syncing),
    ("InProgress (Restore)", Syncing),
    ("InProgress (Cleanup)", Syncing),
    ("Success", Completed),
    ("Failed", Failed),
];

/// Users of a cross-tenant migration job of Microsoft Graph. `valid` and `invalid` are what a validation found.
pub(super) const GRAPH: &[(&str, MigrationState)] = &[
    ("notStarted", NotStarted),
    ("valid", NotStarted),
    ("inProgress", Syncing),
    ("syncing", Syncing),
    ("synced", Synced),
    ("finalizing", Completing),
    ("forceComplete", Completing),
    ("completed", Completed),
    ("invalid", Failed),
    ("error", Failed),
    ("failed", Failed),
    ("cancelled", Stopped),
    ("pendingCancel", Stopped),
];

/// Quest On Demand Migration.
pub(super) const QUEST: &[(&str, MigrationState)] = &[
    ("New", NotStarted),
    ("Not Started", NotStarted),
    ("Not Migrated", NotStarted),
    ("Discovered", NotStarted),
    ("Matched", NotStarted),
    ("Mapped", NotStarted),
    ("Ready", NotStarted),
    ("Scheduled", Queued),
    ("Queued", Queued),
    ("Pending", Queued),
    ("Provisioning", Preparing),
    ("In Progress", Syncing),
    ("Migrating", Syncing),
    ("Migration In Progress", Syncing),
    ("Running", Syncing),
    ("Completed", Completed),
    ("Migrated", Completed),
    ("Partially Migrated", CompletedWithIssues),
    ("Completed With Errors", CompletedWithIssues),
    ("Completed With Warnings", CompletedWithIssues),
    ("Migrated With Issues", CompletedWithIssues),
    ("Failed", Failed),
    ("Error", Failed),
    ("Stopped", Stopped),
    ("Paused", Stopped),
    ("Canceled", Stopped),
    ("Cancelled", Stopped),
];

/// The words of a table in plain spelling.
pub(super) fn words(table: &[(&str, MigrationState)]) -> Vec<(String, MigrationState)> {
    table.iter().map(|(word, state)| (plain(word), state.clone())).collect()
}

/// A status code of Migration Manager, as far as its documentation lists them.
pub(super) fn of_code(code: u16) -> Option<MigrationState> {
    Some(match code {
        100..=102 | 120 | 122 => Completed,
        201 | 202 | 210 | 211 | 220 | 222 | 227 => CompletedWithIssues,
        230 => Stopped,
        250 | 260 | 261 | 400..=500 => Failed,
        300 | 302 | 303 => Syncing,
        600 | 601 => Queued,
        620 => Preparing,
        _ => return None,
    })
}
