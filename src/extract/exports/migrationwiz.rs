//! BitTitan MigrationWiz: mailbox statistics and the error export. The error export carries subjects of mails: what people
//! wrote is not kept, only how many items failed and why.

use super::format::{Field::*, Format, Line, MINUTE, Rows, ServiceRule, format};
use super::statuses::{MIGRATIONWIZ, words};

const STATISTICS: &[Line] = &[
    ("Source Email Address|Source Email|Source", Identity, 0, 1),
    ("Mailbox Id", Identity, 1, 1),
    ("Destination Email Address|Destination", Destination, 0, 1),
    ("Project Name", Batch, 0, 1),
    ("Project Type", Kind, 0, 1),
    ("Last Status", Status, 0, 1),
    ("Last Status Details", Error, 0, 1),
    ("Total Success Count", ItemsDone, 0, 1),
    ("Total Success Size (bytes)", BytesDone, 0, 1),
    ("Total Error Count", ItemsFailed, 0, 1),
    ("Total Error Size (bytes)", BytesFailed, 0, 1),
    ("Total Migration Minutes", Seconds, 0, MINUTE),
    ("Migrations Performed", Round, 0, 1),
    ("Last Migration Type|Migration Speed MB/Hour|Migration Speed GB/hour", Unused, 0, 1),
];

/// Kinds of items that statistics count one by one; they stand in where the totals are missing.
const KINDS: [&str; 10] = [
    "Folders",
    "Calendars",
    "Contacts",
    "Email",
    "Tasks",
    "Notes",
    "Journals",
    "Rules",
    "Documents",
    "Permissions|Permissionss",
];

const ERRORS: &[Line] = &[
    ("Source Email Address|Source Email|Source|Email Address", Identity, 0, 1),
    ("Mailbox Id|Item Id", Identity, 1, 1),
    ("Item Type|Type|Error Type", ErrorKind, 0, 1),
    ("Error Code", ErrorKind, 1, 1),
    ("Item Subject|Subject|Message Subject|Folder|Folder Path|Sender|From|To|Recipients", Personal, 0, 1),
    ("Error Message|Error|Message|Failure Message|Description", Personal, 0, 1),
    ("Project Name|Project Type|Destination Email Address|Destination Email|Date|Severity", Unused, 0, 1),
    ("Item Size|Size|Item Size (bytes)|Create Date|Error Date|Received Date|Item Date", Unused, 0, 1),
];

/// The formats of MigrationWiz.
pub(super) fn formats() -> Vec<Format> {
    let counts: &[&str] =
        &["Total Success Count", "Email Success Count", "Migrations Performed", "Documents Success Count"];
    let source: &[&str] = &["Source Email Address", "Mailbox Id"];
    let mut statistics = format(
        "MigrationWiz statistics",
        Rows::Units,
        ServiceRule::Project,
        STATISTICS,
        &[source, &["Last Status"], counts],
    );
    statistics.columns.extend(KINDS.iter().flat_map(|kind| by_kind(kind)));
    let errors = format(
        "MigrationWiz errors",
        Rows::FailedItems,
        ServiceRule::Project,
        ERRORS,
        &[source, &["Item Subject", "Item Type"], &["Error Message"]],
    );
    vec![Format { words: words(MIGRATIONWIZ), errors_count: true, ..statistics }, errors]
}

/// The four columns of one kind of item.
fn by_kind(kind: &str) -> Vec<super::format::Column> {
    let named = |end: &str| kind.split('|').map(|kind| format!("{kind} {end}")).collect();
    let column = |end, field| super::format::Column { headers: named(end), field, rank: 1, factor: 1 };
    vec![
        column("Success Count", ItemsDone),
        column("Success Size (bytes)", BytesDone),
        column("Error Count", ItemsFailed),
        column("Error Size (bytes)", BytesFailed),
    ]
}
