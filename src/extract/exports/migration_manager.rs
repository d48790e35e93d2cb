//! Migration Manager: file shares (the aggregate report) and cloud sources (the Migration Summary), and the older forms
//! that it had as Mover: transfer report, table report, error report.

use super::format::{Field::*, Format, GB, Line, MB, MINUTE, Rows, ServiceRule, format};
use super::statuses::{SHAREPOINT, words};

const FILE_SHARES: &[Line] = &[
    ("Source", Identity, 0, 1),
    ("Task name|TaskName", Batch, 0, 1),
    ("Destination", Destination, 0, 1),
    ("Status", Status, 0, 1),
    ("Total scanned items", ItemsTotal, 0, 1),
    ("Migrated items", ItemsDone, 0, 1),
    ("Items not migrated", ItemsFailed, 0, 1),
    ("Total bytes", BytesTotal, 0, 1),
    ("Total GB", BytesTotal, 1, GB),
    ("Migrated bytes", BytesDone, 0, 1),
    ("Migrated GB", BytesDone, 1, GB),
    ("Duration (min)", Seconds, 0, MINUTE),
    ("Start time", Started, 0, 1),
    ("End time", Finished, 0, 1),
    ("Task failure reason", Error, 0, 1),
    ("Agent|Agent group|TaskID|Total to be migrated items", Unused, 0, 1),
];

const CLOUD: &[Line] = &[
    ("SourcePath|Source path", Identity, 0, 1),
    ("Name", Identity, 1, 1),
    ("DestinationPath|Destination", Destination, 0, 1),
    ("Tags", Batch, 0, 1),
    ("StatusCode", Code, 0, 1),
    ("Status", Status, 0, 1),
    ("FilesTotalCopied", ItemsDone, 0, 1),
    ("FilesFailed", ItemsFailed, 0, 1),
    ("FilesFiltered", ItemsSkipped, 0, 1),
    ("DataTotalCopied", BytesDone, 0, 1),
    ("DataFailed", BytesFailed, 0, 1),
    ("DataFiltered", BytesSkipped, 0, 1),
    ("StartTime", Started, 0, 1),
    ("EndTime", Finished, 0, 1),
    ("TaskId|TransactionId|FoldersCreated|FilesLatestCopied|FilesAlreadyCopied", Unused, 0, 1),
    ("DataLatestCopied|DataAlreadyCopied|Permissions Success Count|Permissionss Success Count", Unused, 0, 1),
];

const TRANSFERS: &[Line] = &[
    ("Source", Identity, 0, 1),
    ("Destination", Destination, 0, 1),
    ("Tags", Batch, 0, 1),
    ("Last Status", Status, 0, 1),
    ("Last Status Code", Code, 0, 1),
    ("Files Transferred", ItemsDone, 0, 1),
    ("Last Files", ItemsDone, 1, 1),
    ("Last Failed Files", ItemsFailed, 0, 1),
    ("MB Transferred", BytesDone, 0, MB),
    ("Last MB", BytesDone, 1, MB),
    ("Last Run Start", Started, 0, 1),
    ("Last Run End", Finished, 0, 1),
    ("Total Duration", Seconds, 0, 1),
    ("Times run", Round, 0, 1),
    (
        "Schedule ID|notes|First Run Start|Last Skipped|Last MB Skipped|Last Folders Listed|Last Folders Failed",
        Unused,
        0,
        1,
    ),
    ("Average File Velocity (files/hour)|Average Data Velocity (MB/hour)|Last Run Duration", Unused, 0, 1),
    ("Last File Velocity (files/hour)|Last Data Velocity (MB/hour)", Unused, 0, 1),
];

const TABLE: &[Line] = &[
    ("Source Path", Identity, 0, 1),
    ("Destination Path", Destination, 0, 1),
    ("Tags", Batch, 0, 1),
    ("Status", Status, 0, 1),
    ("Files Successful", ItemsDone, 0, 1),
    ("Files Failed", ItemsFailed, 0, 1),
    ("Files Skipped", ItemsSkipped, 0, 1),
    ("Data Successful (MB)", BytesDone, 0, MB),
    ("Data Failed (MB)", BytesFailed, 0, MB),
    ("Data Skipped (MB)", BytesSkipped, 0, MB),
    ("Last Run Start", Started, 0, 1),
    ("Last Run End", Finished, 0, 1),
    ("Schedule ID|Schedule|Notes", Unused, 0, 1),
];

const ERRORS: &[Line] = &[
    ("Username", Identity, 0, 1),
    ("Action", ErrorKind, 0, 1),
    ("Path|Error Message|Comments", Personal, 0, 1),
    ("ScheduleID|Schedule ID", Unused, 0, 1),
];

/// The formats of Migration Manager and of Mover.
pub(super) fn formats() -> Vec<Format> {
    let to = || ServiceRule::Destination;
    let shares: &[&str] = &["Task name", "Agent", "Agent group", "Task failure reason"];
    let counted: &[&str] = &["Files Successful", "Files Failed", "Data Successful (MB)"];
    let source: &[&str] = &["Source"];
    let made = [
        format("Migration Manager file shares", Rows::Units, to(), FILE_SHARES, &[source, &["Status"], shares]),
        format(
            "Migration Manager cloud",
            Rows::Units,
            to(),
            CLOUD,
            &[
                &["SourcePath"],
                &["StatusCode"],
                &["FilesTotalCopied", "FilesFailed", "DataTotalCopied", "TransactionId"],
            ],
        ),
        format("Mover transfer report", Rows::Units, to(), TRANSFERS, &[source, &["Last Status", "Last Status Code"]]),
        format("Mover table report", Rows::Units, to(), TABLE, &[&["Source Path"], &["Status"], counted]),
        format(
            "Mover error report",
            Rows::FailedItems,
            to(),
            ERRORS,
            &[&["ScheduleID"], &["Username"], &["Error Message"]],
        ),
    ];
    made.into_iter().map(|format| Format { words: words(SHAREPOINT), codes: true, ..format }).collect()
}
