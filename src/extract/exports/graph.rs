//! Microsoft Graph, cross-tenant migration jobs: the users of a job as JSON, a row for each user and service. A user is named
//! by an object id only.

use super::format::{Field::*, Format, Line, Needs, Rows, ServiceRule, format};
use super::statuses::{GRAPH, words};

const USERS: &[Line] = &[
    ("id", Identity, 0, 1),
    ("currentStatus.service", Service, 0, 1),
    ("currentStatus.status", Status, 0, 1),
    ("currentStatus.errors.code", ErrorKind, 0, 1),
    ("currentStatus.message", Error, 0, 1),
    ("currentStatus.errors.message", Error, 1, 1),
    ("lastUpdatedDateTime", Synced, 0, 1),
    ("@odata.nextLink", NextPage, 0, 1),
    ("@odata.context|@odata.type|@odata.count|taskType|currentStatus.@odata.type", Unused, 0, 1),
    ("currentStatus.errors.@odata.type|currentStatus.errors.target", Unused, 0, 1),
];

/// The format of the users of a job.
pub(super) fn formats() -> Vec<Format> {
    let users = format(
        "Graph cross-tenant job users",
        Rows::Units,
        ServiceRule::Column,
        USERS,
        &Needs { groups: &[&["id"], &["currentStatus.service"]], marks: &["currentStatus.status"] },
    );
    vec![Format { words: words(GRAPH), ..users }]
}

/// The service that the word of a row names; an unknown word stands for itself.
pub(super) fn service(word: &str) -> &str {
    match word.trim() {
        // OneDrive and SharePoint are one workload to the tool; a user's is the OneDrive.
        word if word.eq_ignore_ascii_case("ODSP") => "OneDrive for Business",
        word if word.eq_ignore_ascii_case("Exchange") => "Exchange",
        word if word.eq_ignore_ascii_case("Teams") => "Teams",
        other => other,
    }
}
