//! Exchange Online: `Get-MigrationBatch`, `Get-MigrationUser` and its statistics, `Get-MoveRequestStatistics`, saved with
//! `Export-Csv`. Any columns in any order; sizes come as `5.294 GB (5,684,054,577 bytes)`.

use super::format::{Field::*, Format, Line, Rows, ServiceRule, format};
use super::statuses::{EXCHANGE, words};

const BATCHES: &[Line] = &[
    ("Identity|BatchGuid.Identity", Identity, 0, 1),
    ("Status", Status, 0, 1),
    ("TotalCount", UnitsTotal, 0, 1),
    ("ActiveCount", UnitsActive, 0, 1),
    ("StoppedCount", UnitsStopped, 0, 1),
    ("SyncedCount", UnitsSynced, 0, 1),
    ("FinalizedCount", UnitsFinalized, 0, 1),
    ("FailedCount", UnitsFailed, 0, 1),
    ("PendingCount", UnitsPending, 0, 1),
    ("ProvisionedCount", UnitsProvisioned, 0, 1),
    ("CreationDateTime(UTC)|CreationDateTimeUTC", Created, 0, 1),
    ("CreationDateTime", Created, 1, 1),
    ("StartDateTime(UTC)|StartDateTimeUTC", Started, 0, 1),
    ("StartDateTime", Started, 1, 1),
    ("FinalizedDateTime(UTC)|FinalizedDateTimeUTC", Finished, 0, 1),
    ("FinalizedDateTime", Finished, 1, 1),
    ("LastSyncedTime|LastSyncedDateTime", Synced, 0, 1),
    ("LastSyncedDateTimeUTC|LastSyncedTime(UTC)", Synced, 1, 1),
    ("InitialSyncDuration", Seconds, 0, 1),
    ("CompleteAfter(UTC)|CompleteAfterUTC", CompleteAfter, 0, 1),
    ("CompleteAfter", CompleteAfter, 1, 1),
    ("MigrationType|BatchType|Type", Unused, 0, 1),
];

const USERS: &[Line] = &[
    ("MailboxEmailAddress|EmailAddress", Identity, 0, 1),
    ("Identity|MailboxIdentifier", Identity, 1, 1),
    ("BatchId", Batch, 0, 1),
    ("Status", Status, 0, 1),
    ("StatusSummary", Status, 1, 1),
    ("State", Status, 2, 1),
    ("TotalItemsInSourceMailboxCount", ItemsTotal, 0, 1),
    ("EstimatedTotalTransferCount", ItemsTotal, 1, 1),
    ("SyncedItemCount", ItemsDone, 0, 1),
    ("SkippedItemCount", ItemsSkipped, 0, 1),
    ("EstimatedTotalTransferSize", BytesTotal, 0, 1),
    ("BytesTransferred", BytesDone, 0, 1),
    ("LastSuccessfulSyncTime|LastSyncTime", Synced, 0, 1),
    ("SyncDuration|TotalInProgressDuration", Seconds, 0, 1),
    ("ErrorSummary", Error, 0, 1),
    ("Error", Error, 1, 1),
    ("RecipientType|PercentageComplete|WorkflowStep|MigrationType", Unused, 0, 1),
];

const MOVES: &[Line] = &[
    ("Alias", Identity, 0, 1),
    ("MailboxIdentity", Identity, 1, 1),
    ("DisplayName", Identity, 2, 1),
    ("BatchName", Batch, 0, 1),
    ("Status", Status, 0, 1),
    ("StatusDetail", Status, 1, 1),
    ("TotalMailboxItemCount", ItemsTotal, 0, 1),
    ("ItemsTransferred", ItemsDone, 0, 1),
    ("BadItemsEncountered", ItemsSkipped, 0, 1),
    ("LargeItemsEncountered", ItemsSkipped, 0, 1),
    ("TotalMailboxSize", BytesTotal, 0, 1),
    ("BytesTransferred", BytesDone, 0, 1),
    ("StartTimestamp", Started, 0, 1),
    ("CompletionTimestamp", Finished, 0, 1),
    ("LastSuccessfulSyncTimestamp", Synced, 0, 1),
    ("OverallDuration", Seconds, 0, 1),
    ("Message", Error, 0, 1),
    ("FailureType", ErrorKind, 0, 1),
    ("PercentComplete|DataConsistencyScore|Identity|ExchangeGuid|RemoteHostName", Unused, 0, 1),
];

/// The formats of Exchange Online.
pub(super) fn formats() -> Vec<Format> {
    let exchange = || ServiceRule::Named("Exchange".to_owned());
    let counts: &[&str] =
        &["TotalCount", "SyncedCount", "FinalizedCount", "FailedCount", "ActiveCount", "PendingCount"];
    let user: &[&str] = &[
        "BatchId",
        "MailboxEmailAddress",
        "RecipientType",
        "StatusSummary",
        "SkippedItemCount",
        "SyncedItemCount",
        "TotalItemsInSourceMailboxCount",
        "EstimatedTotalTransferSize",
        "LastSuccessfulSyncTime",
        "ErrorSummary",
        "PercentageComplete",
    ];
    let moved: &[&str] = &[
        "BatchName",
        "StatusDetail",
        "PercentComplete",
        "TotalMailboxSize",
        "TotalMailboxItemCount",
        "ItemsTransferred",
        "BadItemsEncountered",
        "CompletionTimestamp",
        "OverallDuration",
    ];
    let who: &[&str] = &["MailboxEmailAddress", "Identity"];
    let says: &[&str] = &["Status", "StatusSummary", "State"];
    let made = [
        format(
            "Exchange Get-MigrationBatch",
            Rows::Batches,
            exchange(),
            BATCHES,
            &[&["Identity"], &["Status"], counts],
        ),
        format("Exchange Get-MigrationUser", Rows::Units, exchange(), USERS, &[who, says, user]),
        format(
            "Exchange Get-MoveRequestStatistics",
            Rows::Units,
            exchange(),
            MOVES,
            &[&["DisplayName", "Alias", "MailboxIdentity"], &["Status", "StatusDetail"], moved],
        ),
    ];
    made.into_iter().map(|format| Format { words: words(EXCHANGE), ..format }).collect()
}
