//! Workflow commands of GitHub Actions, which shows them as annotations beside the lines.

use super::place::Place;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Sources;

/// Renders findings as a command each. `root` is the project folder as seen from the repository, empty or with a slash
/// at its end.
pub fn github(diagnostics: &[Diagnostic], sources: &Sources, root: &str) -> String {
    diagnostics.iter().map(|found| command(found, sources, root)).collect()
}

fn command(found: &Diagnostic, sources: &Sources, root: &str) -> String {
    let level = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Off => "notice",
    };
    let mut properties = Vec::new();
    if let Some(label) = &found.primary {
        let place = Place::of(label, sources, root);
        properties.push(format!("file={}", property(&place.file)));
        properties.push(format!("line={}", place.line));
        properties.push(format!("endLine={}", place.end_line));
        // Columns count only within one line.
        if place.line == place.end_line {
            properties.push(format!("col={}", place.column));
            properties.push(format!("endColumn={}", place.end_column));
        }
    }
    properties.push(format!("title={}", property(found.code.as_str())));
    let help = found.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
    format!("::{level} {}::{}\n", properties.join(","), data(&format!("{}{help}", found.message)))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
