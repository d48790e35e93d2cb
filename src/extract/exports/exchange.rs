//! Exchange Online: `Get-MigrationBatch`, `Get-MigrationUser` and its statistics, `Get-MoveRequestStatistics`, and the items
//! that these skipped, saved with `Export-Csv`. Any columns in any order; sizes come as `5.294 GB (5,684,054,577 bytes)`.

use super::format::{Field::*, Format, Line, Needs, Rows, ServiceRule, format};
use super::statuses::{EXCHANGE, words};

/// What the migration service writes before the name of a batch when it names a move request's.
const BATCH_PREFIXES: &[&str] = &["MigrationService:"];

const BATCHES: &[Line] = &[
    ("Identity|BatchGuid.Identity", Identity, 0, 1),
    ("Status", Status, 0, 1),
    ("State", Status, 1, 1),
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
    ("LastSyncedDateTimeUTC|LastSyncedTime(UTC)|LastSyncedDateTime(UTC)", Synced, 1, 1),
    ("InitialSyncDuration", Seconds, 0, 1),
    ("CompleteAfter(UTC)|CompleteAfterUTC", CompleteAfter, 0, 1),
    ("CompleteAfter", CompleteAfter, 1, 1),
    (
        "MigrationType|BatchType|Type|BatchGuid|BatchFlags|BatchDirection|WorkflowControlFlags|WorkflowTemplate",
        Unused,
        0,
        1,
    ),
    ("InitialSyncDateTime|InitialSyncDateTimeUTC|StartAfter|StartAfterUTC|ReportInterval|Locale|Reports", Unused, 0, 1),
    (
        "FailedInitialSyncCount|FailedIncrementalSyncCount|CompletedWithWarningCount|ValidationWarningCount",
        Unused,
        0,
        1,
    ),
    (
        "DataConsistencyScore|DataConsistencyScoringFactors|HasUnapprovedSkippedItems|Report|IsProvisioning",
        Unused,
        0,
        1,
    ),
    ("SourceEndpoint|TargetEndpoint|TargetDeliveryDomain|NotificationEmails|SubmittedByUser|OwnerId", Unused, 0, 1),
    ("IsValid|ObjectState|RunspaceId|PSComputerName|PSShowComputerName|SupportedActions|TriggeredAction", Unused, 0, 1),
];

/// Columns that only batches have.
const BATCH_MARKS: &[&str] = &[
    "TotalCount",
    "ActiveCount",
    "StoppedCount",
    "SyncedCount",
    "FinalizedCount",
    "FailedCount",
    "PendingCount",
    "ProvisionedCount",
    "LastSyncedDateTime",
    "LastSyncedTime",
    "InitialSyncDuration",
    "FinalizedDateTime",
    "CreationDateTime",
    "CompleteAfter",
    // Users have it too: with it alone the two cannot be told apart.
    "DataConsistencyScore",
];

const USERS: &[Line] = &[
    ("MailboxEmailAddress|EmailAddress", Identity, 0, 1),
    ("Identity|MailboxIdentifier|Identifier", Identity, 1, 1),
    ("MailboxGuid|ExchangeGuid|RequestGuid|MailboxLegacyDN|LegacyExchangeDN", Key, 0, 1),
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
    ("ErrorType", ErrorKind, 0, 1),
    ("DataConsistencyScore", Score, 0, 1),
    ("DataConsistencyScoringFactors", Factors, 0, 1),
    ("HasUnapprovedSkippedItems", Unapproved, 0, 1),
    ("RecipientType|PercentageComplete|MigrationType|Guid|Flags|BatchGuid", Unused, 0, 1),
    ("WorkflowStep|WorkflowStage|WorkflowControlFlags|TriggeredAction|SupportedActions", Unused, 0, 1),
    ("LastSubscriptionCheckTime|SubscriptionLastChecked|SupportsIncrementalSync|SkippedItemApprovalTime", Unused, 0, 1),
    ("SkippedItems|Report|DiagnosticInfo|MigrationUserReport|ProvisioningDetails|PublicFolderMailbox", Unused, 0, 1),
    ("AverageBytesTransferredPerHour|CurrentBytesTransferredPerMinute|TotalQueuedDuration", Unused, 0, 1),
    ("TotalSuspendedDuration|TotalStalledDuration|InitialSyncTime|QueuedDuration", Unused, 0, 1),
    ("IsValid|ObjectState|RunspaceId|PSComputerName|PSShowComputerName", Unused, 0, 1),
];

/// Columns that only users have.
const USER_MARKS: &[&str] = &[
    "BatchId",
    "MailboxEmailAddress",
    "MailboxIdentifier",
    "RecipientType",
    "StatusSummary",
    "SkippedItemCount",
    "SyncedItemCount",
    "TotalItemsInSourceMailboxCount",
    "EstimatedTotalTransferSize",
    "LastSuccessfulSyncTime",
    "ErrorSummary",
    "PercentageComplete",
    "DataConsistencyScore",
];

const MOVES: &[Line] = &[
    ("Alias", Identity, 0, 1),
    ("MailboxIdentity", Identity, 1, 1),
    ("DisplayName", Identity, 2, 1),
    ("ExchangeGuid|MailboxGuid|RequestGuid|LegacyExchangeDN|MailboxLegacyDN", Key, 0, 1),
    ("BatchName", Batch, 0, 1),
    ("Status", Status, 0, 1),
    ("StatusDetail", Status, 1, 1),
    ("TotalMailboxItemCount", ItemsTotal, 0, 1),
    ("ItemsTransferred", ItemsDone, 0, 1),
    ("SkippedItemCount", ItemsSkipped, 0, 1),
    ("BadItemsEncountered", ItemsCorrupt, 0, 1),
    ("LargeItemsEncountered", ItemsLarge, 0, 1),
    ("MissingItemsEncountered", ItemsMissing, 0, 1),
    ("TotalMailboxSize", BytesTotal, 0, 1),
    ("BytesTransferred", BytesDone, 0, 1),
    ("StartTimestamp", Started, 0, 1),
    ("CompletionTimestamp", Finished, 0, 1),
    ("LastSuccessfulSyncTimestamp", Synced, 0, 1),
    ("OverallDuration", Seconds, 0, 1),
    ("Message", Error, 0, 1),
    ("FailureType", ErrorKind, 0, 1),
    ("DataConsistencyScore", Score, 0, 1),
    ("DataConsistencyScoringFactors", Factors, 0, 1),
    ("HasUnapprovedSkippedItems", Unapproved, 0, 1),
    ("PercentComplete|Identity|RemoteHostName|BadItemLimit|LargeItemLimit|Flags|Direction", Unused, 0, 1),
];

/// Columns that only move requests have.
const MOVE_MARKS: &[&str] = &[
    "BatchName",
    "StatusDetail",
    "PercentComplete",
    "TotalMailboxSize",
    "TotalMailboxItemCount",
    "ItemsTransferred",
    "BadItemsEncountered",
    "LargeItemsEncountered",
    "MissingItemsEncountered",
    "CompletionTimestamp",
    "OverallDuration",
];

const SKIPPED: &[Line] = &[
    ("Identity|UserIdentity|Mailbox|MailboxIdentifier|Identifier|MailboxEmailAddress|EmailAddress", Identity, 0, 1),
    ("Kind", ErrorKind, 0, 1),
    ("Subject|FolderName|MessageSize|MessageSizeMB|DateSent|DateReceived", Item, 0, 1),
    ("Sender|Recipient|Failure|MessageClass|DataContext", Personal, 0, 1),
    ("ScoringClassifications|Category|BatchName|BatchId|IsValid", Unused, 0, 1),
];

/// The formats of Exchange Online.
pub(super) fn formats() -> Vec<Format> {
    let exchange = || ServiceRule::Named("Exchange".to_owned());
    let who: &[&str] = &["MailboxEmailAddress", "Identity"];
    let says: &[&str] = &["Status", "StatusSummary", "State"];
    let mover: &[&str] = &["DisplayName", "Alias", "MailboxIdentity"];
    let made = [
        format(
            "Exchange Get-MigrationBatch",
            Rows::Batches,
            exchange(),
            BATCHES,
            &Needs { groups: &[&["Identity"], &["Status", "State"]], marks: BATCH_MARKS },
        ),
        format(
            "Exchange Get-MigrationUser",
            Rows::Units,
            exchange(),
            USERS,
            &Needs { groups: &[who, says], marks: USER_MARKS },
        ),
        format(
            "Exchange Get-MoveRequestStatistics",
            Rows::Units,
            exchange(),
            MOVES,
            &Needs { groups: &[mover, &["Status", "StatusDetail"]], marks: MOVE_MARKS },
        ),
        format(
            "Exchange skipped items",
            Rows::SkippedItems,
            exchange(),
            SKIPPED,
            &Needs { groups: &[&["Identity"], &["Kind"]], marks: &["ScoringClassifications", "FolderName"] },
        ),
    ];
    made.into_iter().map(|format| Format { words: words(EXCHANGE), batch_prefixes: BATCH_PREFIXES, ..format }).collect()
}
