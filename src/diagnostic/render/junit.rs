//! JUnit's XML: a suite for each file, a test for each finding. Errors and warnings are failures, notes are not.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::place::Place;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{Sources, xml_escaped};

/// Renders findings as test results. `root` is the project folder as seen from the repository, empty or with a slash at
/// its end.
pub fn junit(diagnostics: &[Diagnostic], sources: &Sources, root: &str) -> String {
    let mut files: BTreeMap<String, Vec<(&Diagnostic, Option<Place>)>> = BTreeMap::new();
    for found in diagnostics {
        let place = found.primary.as_ref().map(|label| Place::of(label, sources, root));
        let file = place.as_ref().map_or_else(|| format!("{root}waybook.yml"), |place| place.file.clone());
        files.entry(file).or_default().push((found, place));
    }
    let failures = diagnostics.iter().filter(|found| fails(found)).count();
    let tests = diagnostics.len().max(1);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(out, "<testsuites name=\"waybook check\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">");
    if files.is_empty() {
        out +=
            "  <testsuite name=\"waybook check\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\" time=\"0\">\n";
        out += "    <testcase name=\"nothing found\" classname=\"waybook\" time=\"0\"/>\n  </testsuite>\n";
    }
    for (file, found) in &files {
        suite(&mut out, file, found);
    }
    out + "</testsuites>\n"
}

fn fails(found: &Diagnostic) -> bool {
    matches!(found.severity, Severity::Error | Severity::Warning)
}

fn suite(out: &mut String, file: &str, found: &[(&Diagnostic, Option<Place>)]) {
    let name = xml_escaped(file);
    let failures = found.iter().filter(|(found, _)| fails(found)).count();
    let tests = found.len();
    let _ = writeln!(
        out,
        "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\" time=\"0\">"
    );
    for (found, place) in found {
        let at = place.as_ref().map(|place| format!(":{}:{}", place.line, place.column)).unwrap_or_default();
        let case = xml_escaped(&format!("{}{at}", found.code));
        let message = xml_escaped(&found.message);
        let help = found.help.as_deref().unwrap_or_default();
        let text =
            xml_escaped(&format!("{file}{at}: {}[{}] {}\n{help}", found.severity.as_str(), found.code, found.message));
        let text = text.trim_end();
        let _ = writeln!(out, "    <testcase name=\"{case}\" classname=\"{name}\" time=\"0\">");
        let _ = match fails(found) {
            true => writeln!(
                out,
                "      <failure message=\"{message}\" type=\"{}\">{text}</failure>",
                found.severity.as_str()
            ),
            false => writeln!(out, "      <system-out>{text}</system-out>"),
        };
        out.push_str("    </testcase>\n");
    }
    out.push_str("  </testsuite>\n");
}
