//! The code quality report of GitLab.

use serde_json::{Value, json};

use super::place::Place;
use crate::diagnostic::identity::fingerprints;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Sources;

/// Renders findings as a code quality report. `root` is the project folder as seen from the repository, empty or with a
/// slash at its end.
pub fn gitlab(diagnostics: &[Diagnostic], sources: &Sources, root: &str) -> String {
    let names = fingerprints(diagnostics, sources);
    let issues: Vec<Value> =
        diagnostics.iter().zip(&names).map(|(found, name)| issue(found, name, sources, root)).collect();
    serde_json::to_string_pretty(&issues).unwrap_or_default() + "\n"
}

fn issue(found: &Diagnostic, fingerprint: &str, sources: &Sources, root: &str) -> Value {
    let severity = match found.severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Info | Severity::Off => "info",
    };
    let place = found.primary.as_ref().map(|label| Place::of(label, sources, root));
    // A path is asked for where there is none.
    let (file, begin, end) =
        place.map_or((format!("{root}waybook.yml"), 1, 1), |place| (place.file, place.line, place.end_line));
    let description = match &found.help {
        Some(help) => format!("{}; {help}", found.message),
        None => found.message.clone(),
    };
    json!({
        "description": description,
        "check_name": found.code.as_str(),
        "fingerprint": fingerprint,
        "severity": severity,
        "location": { "path": file, "lines": { "begin": begin, "end": end } },
    })
}
