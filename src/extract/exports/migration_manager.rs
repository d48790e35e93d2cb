//! Migration Manager: file shares (the aggregate report) and cloud sources (the Migration Summary), and the older forms
//! that it had as Mover: transfer report, table report, error report.

use super::format::{Field::*, Format, GB, Line, MB, MINUTE, Needs, Rows, ServiceRule, format};
use super::statuses::{ITEMS, SHAREPOINT, words};

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

/// `FilesSkipped` and `DataSkipped` of the oldest reports are what earlier runs had copied: nothing is left behind.
const CLOUD: &[Line] = &[
    ("SourcePath|Source path", Identity, 0, 1),
    ("Name", Identity, 1, 1),
    ("DestinationPath|Destination", Destination, 0, 1),
    ("Tags", Batch, 0, 1),
    ("StatusCode", Code, 0, 1),
    ("Status", Status, 0, 1),
    ("FilesTotalCopied|TotalCopiedFiles|FilesSuccessful", ItemsDone, 0, 1),
    ("FilesFailed|FailedFiles", ItemsFailed, 0, 1),
    ("FilesFiltered|FilteredFiles", ItemsFiltered, 0, 1),
    ("DataTotalCopied|TotalCopiedData|DataSuccessful", BytesDone, 0, 1),
    ("DataFailed|FailedData", BytesFailed, 0, 1),
    ("DataFiltered|FilteredData", BytesSkipped, 0, 1),
    ("StartTime", Started, 0, 1),
    ("EndTime", Finished, 0, 1),
    ("TaskId|TransactionId|FoldersCreated|Filters|FilePermissions|FilesSkipped|DataSkipped", Unused, 0, 1),
    ("FilesLatestCopied|LatestCopiedFiles|FilesAlreadyCopied|AlreadyCopiedFiles", Unused, 0, 1),
    ("DataLatestCopied|LatestCopiedData|DataAlreadyCopied|AlreadyCopiedData", Unused, 0, 1),
];

/// Columns that only the summary of a cloud migration has.
const CLOUD_MARKS: &[&str] = &[
    "TransactionId",
    "FoldersCreated",
    "FilesTotalCopied",
    "TotalCopiedFiles",
    "FilesLatestCopied",
    "LatestCopiedFiles",
    "FilesFailed",
    "FilesFiltered",
    "FilteredFiles",
    "DataTotalCopied",
    "TotalCopiedData",
    "DataFailed",
];

const CLOUD_ERRORS: &[Line] = &[
    ("SourcePath|Source path", Identity, 0, 1),
    ("Name", Identity, 1, 1),
    ("FullPath", Item, 0, 1),
    ("ResultCode", ErrorKind, 0, 1),
    ("Action", ErrorKind, 1, 1),
    ("FailureReason|DestinationPath", Personal, 0, 1),
    ("Status", ItemStatus, 0, 1),
    ("TaskId|TransactionId|Tags", Unused, 0, 1),
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
    ("Path", Item, 0, 1),
    ("Error Message|Comments", Personal, 0, 1),
    ("ScheduleID|Schedule ID", Unused, 0, 1),
];

/// The formats of Migration Manager and of Mover.
pub(super) fn formats() -> Vec<Format> {
    let units = |name, lines, needs: &Needs<'_>| {
        let format = format(name, Rows::Units, ServiceRule::Destination, lines, needs);
        Format { words: words(SHAREPOINT), codes: true, ..format }
    };
    let items = |name, lines, needs: &Needs<'_>| {
        let format = format(name, Rows::FailedItems, ServiceRule::Destination, lines, needs);
        Format { words: words(ITEMS), errors_ever: true, ..format }
    };
    let source: &[&str] = &["Source"];
    let path: &[&str] = &["SourcePath"];
    let shares = Needs {
        groups: &[source, &["Status"]],
        marks: &["Task name", "TaskName", "Agent", "Agent group", "Task failure reason"],
    };
    let transfers = Needs {
        groups: &[source, &["Last Status", "Last Status Code"]],
        marks: &[
            "Last Status Code",
            "Files Transferred",
            "MB Transferred",
            "Times run",
            "Schedule ID",
            "Last Run Start",
        ],
    };
    let table = Needs {
        groups: &[&["Source Path"], &["Status"]],
        marks: &["Files Successful", "Files Failed", "Data Successful (MB)", "Data Failed (MB)"],
    };
    vec![
        units("Migration Manager file shares", FILE_SHARES, &shares),
        units("Migration Manager cloud", CLOUD, &Needs { groups: &[path, &["StatusCode"]], marks: CLOUD_MARKS }),
        items(
            "Migration Manager cloud errors",
            CLOUD_ERRORS,
            &Needs { groups: &[path, &["FullPath"], &["ResultCode"], &["Action"]], marks: &["FailureReason"] },
        ),
        units("Mover transfer report", TRANSFERS, &transfers),
        units("Mover table report", TABLE, &table),
        items(
            "Mover error report",
            ERRORS,
            &Needs { groups: &[&["Username"], &["Error Message"]], marks: &["ScheduleID", "Schedule ID"] },
        ),
    ]
}
