//! BitTitan MigrationWiz: statistics of mailboxes, documents and teams, and the error export. The error export carries
//! subjects of mails: what people wrote is not kept, only how many items failed and why.

use super::format::{Column, Field, Field::*, Format, Line, MINUTE, Needs, Rows, ServiceRule, format};
use super::statuses::{MIGRATIONWIZ, words};

const STATISTICS: &[Line] = &[
    ("Source Email Address|Source Email|Source", Identity, 0, 1),
    ("Mailbox Id|Item Id", Identity, 1, 1),
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
    ("Source Active Duration (minutes)|Source Passive Duration (minutes)", Unused, 0, 1),
    ("Source Data Speed (MB/hour)|Source Item Speed (items/hour)", Unused, 0, 1),
    ("Destination Active Duration (minutes)|Destination Passive Duration (minutes)", Unused, 0, 1),
    ("Destination Data Speed (MB/hour)|Destination Item Speed (items/hour)", Unused, 0, 1),
];

const TEAMS: &[Line] = &[
    ("Source Team MailNickName|Source Team MailNickname", Identity, 0, 1),
    ("Item Id", Identity, 1, 1),
    ("Destination Team MailNickName|Destination Team MailNickname", Destination, 0, 1),
];

/// Kinds of items that statistics count one by one; they stand in where the totals are missing. The tool writes some of
/// them in singular, some in plural.
const KINDS: [&str; 12] = [
    "Folders|Folder",
    "Calendars|Calendar",
    "Contacts|Contact",
    "Email|Emails|Mail|Mails",
    "Tasks|Task",
    "Notes|Note",
    "Journals|Journal",
    "Rules|Rule",
    "Documents|Document|DocumentFiles",
    "Structures|Structure",
    "ContactGroups|ContactGroup",
    "Conversations|Conversation",
];
/// What is counted beside the items and is none.
const PERMISSIONS: &str = "Permissions|Permissionss|Permission";

/// Columns that only statistics have.
const MARKS: &[&str] = &[
    "Total Success Count",
    "Email Success Count",
    "Documents Success Count",
    "Document Success Count",
    "Migrations Performed",
    "Last Migration Type",
    "Total Migration Minutes",
];

const ERRORS: &[Line] = &[
    ("Source Email Address|Source Email|Source|Email Address", Identity, 0, 1),
    ("Mailbox Id|Item Id", Identity, 1, 1),
    ("Item Type|Type|Error Type", ErrorKind, 0, 1),
    ("Error Code", ErrorKind, 1, 1),
    ("Item Subject|Subject|Message Subject|Folder|Folder Path", Item, 0, 1),
    ("Item Size|Size|Item Size (bytes)|Size (bytes)|Received Date|Item Date", Item, 1, 1),
    ("Sender|From|To|Recipients", Personal, 0, 1),
    ("Error Message|Error|Message|Failure Message|Description", Personal, 0, 1),
    ("Project Name|Project Type|Destination Email Address|Destination Email|Date|Severity", Unused, 0, 1),
    ("Create Date|Error Date", Unused, 0, 1),
];

/// The formats of MigrationWiz.
pub(super) fn formats() -> Vec<Format> {
    let source: &[&str] = &["Source Email Address", "Mailbox Id"];
    let units = |name, service, lines: &[Line], who| {
        let needs = Needs { groups: &[who, &["Last Status"]], marks: MARKS };
        let mut format = format(name, Rows::Units, service, lines, &needs);
        format
            .columns
            .extend(KINDS.iter().flat_map(|kind| counts(kind, [ItemsDone, BytesDone, ItemsFailed, BytesFailed])));
        format.columns.extend(counts(PERMISSIONS, [OthersDone, OthersBytes, OthersFailed, Unused]));
        Format { words: words(MIGRATIONWIZ), errors_count: true, ..format }
    };
    let errors = format(
        "MigrationWiz errors",
        Rows::FailedItems,
        ServiceRule::Project,
        ERRORS,
        &Needs { groups: &[source, &["Item Subject", "Item Type"], &["Error Message"]], marks: &[] },
    );
    let of_team = TEAMS.iter().chain(STATISTICS.iter().skip(3)).copied().collect::<Vec<_>>();
    vec![
        units("MigrationWiz statistics", ServiceRule::Project, STATISTICS, source),
        units(
            "MigrationWiz Teams statistics",
            ServiceRule::Named("Teams".to_owned()),
            &of_team,
            &["Source Team MailNickName"],
        ),
        errors,
    ]
}

/// The four columns of one kind of item: how many were moved and their size, how many were not and their size.
fn counts(kind: &str, fields: [Field; 4]) -> Vec<Column> {
    let ends = ["Success Count", "Success Size (bytes)", "Error Count", "Error Size (bytes)"];
    let column = |(end, field): (&str, Field)| Column {
        headers: kind.split('|').map(|kind| format!("{kind} {end}")).collect(),
        field,
        rank: 1,
        factor: 1,
    };
    ends.into_iter().zip(fields).map(column).collect()
}
