//! SharePoint Migration Tool and Migration Manager for file shares: `SummaryReport.csv`, a row for each task and round, and the
//! reports of single files, of which `ItemReport.csv` lists the moved ones too. What the files are called is not kept.

use super::format::{Field::*, Format, GB, Line, MINUTE, Needs, Rows, ServiceRule, format};
use super::statuses::{ITEMS, SHAREPOINT, words};

const SUMMARY: &[Line] = &[
    ("Source|Source path|SourcePath", Identity, 0, 1),
    ("Destination|Destination path|DestinationPath", Destination, 0, 1),
    ("Status", Status, 0, 1),
    ("Total scanned items", ItemsTotal, 0, 1),
    ("Count of files", ItemsTotal, 1, 1),
    ("Migrated items in current round|Migrated items", ItemsDone, 0, 1),
    ("Items not migrated in current round|Items not migrated", ItemsFailed, 0, 1),
    ("Total bytes", BytesTotal, 0, 1),
    ("Total GB", BytesTotal, 1, GB),
    ("Migrated bytes", BytesDone, 0, 1),
    ("Migrated GB in current round|Migrated GB", BytesDone, 1, GB),
    ("GB not migrated in current round|GB not migrated", BytesFailed, 0, GB),
    ("Start time", Started, 0, 1),
    ("End time", Finished, 0, 1),
    ("Duration (min)|Duration", Seconds, 0, MINUTE),
    ("Round number|Round", Round, 0, 1),
    ("Task failure reason", Error, 0, 1),
    ("Workflow ID|Task ID|Log Path|GB/hour", Unused, 0, 1),
    ("Total to be migrated in current round|Total to be migrated items", Unused, 0, 1),
    ("Warning count in current round", Unused, 0, 1),
];

const FAILURES: &[Line] = &[
    ("Source|Source path", Identity, 0, 1),
    ("Item name|File name|Title|Source item|Path", Item, 0, 1),
    (
        "Extension|Destination|Item size|Item size (bytes)|File size|File size (bytes)|Source item ID|Item ID",
        Item,
        1,
        1,
    ),
    ("Message", Personal, 0, 1),
    ("Status", ItemStatus, 0, 1),
    ("Result category", ErrorKind, 0, 1),
    ("Error code", ErrorKind, 1, 1),
    ("Incremental round", Round, 0, 1),
    ("Content type|Type|List ID|Task ID|Package ID|Batch ID|Destination item ID|Package number", Unused, 0, 1),
    ("Migration job ID|Device name|Log Path|Workflow ID", Unused, 0, 1),
];

/// The formats of the SharePoint Migration Tool.
pub(super) fn formats() -> Vec<Format> {
    // `Migrated items` alone is Migration Manager's, and other tools' too.
    let round: &[&str] = &[
        "Round number",
        "Migrated items in current round",
        "Items not migrated in current round",
        "Migrated GB in current round",
        "GB not migrated in current round",
        "Total to be migrated in current round",
        "Warning count in current round",
        "Workflow ID",
        "Count of files",
    ];
    let summary = format(
        "SPMT SummaryReport",
        Rows::Units,
        ServiceRule::Destination,
        SUMMARY,
        &Needs { groups: &[&["Source"], &["Status"]], marks: round },
    );
    let item: &[&str] = &["Item name"];
    let items = format(
        "SPMT ItemFailureReport",
        Rows::FailedItems,
        ServiceRule::Destination,
        FAILURES,
        &Needs { groups: &[&["Source"], item], marks: &["Result category", "Error code", "Message"] },
    );
    vec![Format { words: words(SHAREPOINT), ..summary }, Format { words: words(ITEMS), ..items }]
}
