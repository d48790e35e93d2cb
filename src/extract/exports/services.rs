//! Which service a unit belongs to, by what its row says.

use super::format::ServiceRule;
use super::graph;

/// What a row says of the service: where the unit goes, the kind of project, the tool's word.
pub(super) struct Told<'r> {
    pub(super) to: &'r str,
    pub(super) kind: &'r str,
    pub(super) word: Option<&'r str>,
}

/// The service of a row by the rule of its format, by its canonical name.
pub(super) fn service<'r>(rule: &'r ServiceRule, told: &Told<'r>) -> Option<&'r str> {
    match rule {
        ServiceRule::Named(name) => Some(name),
        ServiceRule::Destination => by_destination(told.to),
        ServiceRule::Project => by_project(told.kind, told.to),
        ServiceRule::Column => told.word.map(graph::service),
    }
}

/// The service that an address belongs to.
fn by_destination(address: &str) -> Option<&'static str> {
    let address = address.to_ascii_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| address.contains(part));
    if has(&["-my.", "/personal/"]) || address.contains('@') && !address.contains("//") {
        return Some("OneDrive for Business");
    }
    has(&["/sites/", "/teams/", ".sharepoint."]).then_some("SharePoint")
}

/// The service that a kind of project moves to.
fn by_project(kind: &str, to: &str) -> Option<&'static str> {
    let kind = kind.to_ascii_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| kind.contains(part));
    if has(&["mailbox", "archive", "mail", "public folder"]) {
        return Some("Exchange");
    }
    if has(&["document", "storage"]) {
        return by_destination(to);
    }
    kind.contains("team").then_some("Teams")
}
