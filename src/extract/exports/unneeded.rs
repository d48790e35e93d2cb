//! Reports that lie in the same archive as those that are needed, and say nothing of a unit's state. They are recognised, so
//! that people learn which report to take instead; nothing is read from them.

use super::format::{Field::Unused, Format, Line, Needs, Rows, ServiceRule, format};

const SUMMARY: &str = "SummaryReport.csv";
const CLOUD_SUMMARY: &str = "Migration Summary.csv";

/// A report: its name, what all of its kind have, what only it has, the report to take instead.
type Report = (&'static str, &'static [&'static str], &'static [&'static str], &'static str);

const REPORTS: [Report; 11] = [
    (
        "SPMT ScanSummary",
        &["Total scanned items"],
        &["Total scanned folders", "Total scanned files", "Folders with issues", "Items filtered out"],
        SUMMARY,
    ),
    (
        "SPMT ItemSummary",
        &["Migrated", "Scanned"],
        &["Expected migrated file count", "Item scan failures", "Packaged", "Uploaded", "Failed packing"],
        SUMMARY,
    ),
    (
        "SPMT StructureReport",
        &["Structure type", "Status"],
        &["Structure title", "Source structure URL", "Destination structure URL"],
        SUMMARY,
    ),
    (
        "SPMT PerformanceReport",
        &["Uploading speed score"],
        &["Reading source speed score", "Local disk performance score"],
        SUMMARY,
    ),
    (
        "Migration Manager cloud ScanSummary",
        &["SourcePath"],
        &["ScanStatusCode", "ScanStatus", "MostRecentScan"],
        CLOUD_SUMMARY,
    ),
    ("Migration Manager cloud log", &["SourcePath", "FullPath"], &["SourceBasename", "SourcePathDepth"], CLOUD_SUMMARY),
    // The scan's errors and the migration's have the same columns there.
    (
        "Migration Manager cloud ScanErrors",
        &["SourcePath", "FullPath"],
        &["TopFailureReason"],
        "Migration ProjectError.csv",
    ),
    ("Migration Manager cloud FileExtensions", &["SourcePath", "SourceExtension"], &["TotalSize"], CLOUD_SUMMARY),
    ("Migration Manager cloud LargeFileSizes", &["SourcePath", "FullPath"], &["SourceSizeInGB"], CLOUD_SUMMARY),
    ("Migration Manager cloud LongPaths", &["SourcePath", "FullPath"], &["SourcePathLength"], CLOUD_SUMMARY),
    (
        "Exchange Get-MoveRequest",
        &["DisplayName", "Status"],
        &["TargetDatabase", "SourceDatabase"],
        "the output of `Get-MoveRequestStatistics`",
    ),
];

/// The formats of reports that are not needed.
pub(super) fn formats() -> Vec<Format> {
    REPORTS.iter().map(unneeded).collect()
}

fn unneeded((name, all, marks, instead): &Report) -> Format {
    let lines: Vec<Line> = all.iter().chain(*marks).map(|header| (*header, Unused, 0, 1)).collect();
    let groups: Vec<&[&str]> = all.iter().map(std::slice::from_ref).collect();
    let service = ServiceRule::Destination;
    let format = format(name, Rows::Unneeded, service, &lines, &Needs { groups: &groups, marks });
    Format { instead, ..format }
}
