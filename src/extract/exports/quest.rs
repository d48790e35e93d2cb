//! Quest On Demand Migration: the accounts of a project, each with the state of its mailbox and of its OneDrive, which are
//! two units.

use super::format::{Field::*, Format, Line, Needs, Rows, ServiceRule, format};
use super::statuses::{QUEST, words};

const MAILBOXES: &[Line] = &[
    ("SourceUserPrincipalName|Source UPN", Identity, 0, 1),
    ("SourceEmail|Source Email|Source Mailbox", Identity, 1, 1),
    ("TargetUserPrincipalName|TargetEmail|Target UPN|Target Mailbox", Unused, 0, 1),
    ("Collection|Collections", Batch, 0, 1),
    ("MailMigrationStatus|MailboxMigrationStatus", Status, 0, 1),
    ("MailboxStatus|MailboxState|MailMigrationState", Status, 1, 1),
    ("OneDriveMigrationStatus|OneDriveMigrationState|OneDriveStatus", OtherStatus, 0, 1),
    ("OneDriveMigrationProgress", OtherStatus, 1, 1),
    ("MailMigrationEstimated", ItemsTotal, 0, 1),
    ("MailboxItemsCount", ItemsTotal, 1, 1),
    ("MailMigrationProcessed", ItemsDone, 0, 1),
    ("MailMigrationErrors", ItemsFailed, 0, 1),
    ("MailboxSize", BytesTotal, 0, 1),
    ("MailMigrationProgress|SwitchStatus|SwitchDirection|Type|RecipientTypeDetails|DisplayName", Unused, 0, 1),
];

const DRIVES: &[Line] = &[
    ("SourceUserPrincipalName|Source UPN", Identity, 0, 1),
    ("SourceEmail|Source Email", Identity, 1, 1),
    ("Collection|Collections", Batch, 0, 1),
    ("OneDriveMigrationStatus", Status, 0, 1),
    ("OneDriveMigrationState", Status, 1, 1),
    ("OneDriveStatus", Status, 2, 1),
    // How far it came is no state: the word is kept, and counts as unknown.
    ("OneDriveMigrationProgress", Status, 3, 1),
    ("OneDriveSourceItemCount", ItemsTotal, 0, 1),
    ("OneDriveSourceTotalSize", BytesTotal, 0, 1),
    ("OneDriveLastSuccessfulRun", Synced, 0, 1),
];

/// The format of accounts.
pub(super) fn formats() -> Vec<Format> {
    let who: &[&str] = &["SourceUserPrincipalName", "SourceEmail"];
    let marks = &[
        "MailMigrationStatus",
        "MailMigrationProgress",
        "MailboxStatus",
        "OneDriveMigrationStatus",
        "OneDriveMigrationState",
        "OneDriveMigrationProgress",
        "SwitchStatus",
    ];
    let says: &[&str] =
        &["MailMigrationStatus", "MailboxStatus", "OneDriveMigrationStatus", "OneDriveMigrationProgress"];
    let made = |service: &str, lines, needs: &Needs<'_>| {
        let service = ServiceRule::Named(service.to_owned());
        let format = format("Quest On Demand accounts", Rows::Units, service, lines, needs);
        Format { words: words(QUEST), errors_count: true, ..format }
    };
    let drives = made("OneDrive for Business", DRIVES, &Needs { groups: &[who], marks: &[] });
    let mailboxes = made("Exchange", MAILBOXES, &Needs { groups: &[who, says], marks });
    vec![Format { second: Some(Box::new(drives)), ..mailboxes }]
}
