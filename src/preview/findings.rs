//! Findings as the open pages show them.

use serde::Serialize;

use crate::session::Build;
use crate::system::locate;

/// How many findings a page lists.
const MOST_SHOWN: usize = 500;
/// Where an editor opens a file unless the project says otherwise.
const EDITOR: &str = "vscode://file/{path}:{line}:{column}";

/// A finding with its place in words.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// `error`, `warning` or `info`.
    pub severity: &'static str,
    /// Its code.
    pub code: &'static str,
    /// What was found.
    pub message: String,
    /// The way out.
    pub help: Option<String>,
    /// The file, relative to the project folder; empty where it is about no file.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1.
    pub column: u32,
    /// An address that opens the editor there.
    pub editor: Option<String>,
}

impl Finding {
    /// What makes it the same finding in the next build: not the line, which moves with the text above.
    pub(super) fn identity(&self) -> (&str, &str, &str) {
        (&self.file, self.code, &self.message)
    }
}

/// The findings of a build.
pub(super) fn of(build: &Build) -> Vec<Finding> {
    let sources = &build.findings.sources;
    let pattern = build.config.editor_url.as_deref().unwrap_or(EDITOR);
    let finding = |found: &crate::diagnostic::Diagnostic| {
        let label = found.primary.as_ref();
        let place = label.map(|label| (sources.get(label.span.file), label.span.start));
        let position = place.map(|(source, start)| source.position(start));
        let path = place.map(|(source, _)| &source.path);
        let (line, column) = position.map_or((0, 0), |position| (position.line, position.column));
        let disk = path.and_then(|path| locate(&build.project.root, path).ok());
        let editor = disk.map(|disk| {
            let disk = disk.to_string_lossy().replace('\\', "/");
            let values = [("{path}", escaped(disk.trim_start_matches('/'))), ("{line}", line.to_string())];
            let address = values.iter().fold(pattern.to_owned(), |text, (name, value)| text.replace(name, value));
            address.replace("{column}", &column.to_string())
        });
        Finding {
            severity: found.severity.as_str(),
            code: found.code.as_str(),
            message: found.message.clone(),
            help: found.help.clone(),
            file: path.map(ToString::to_string).unwrap_or_default(),
            line,
            column,
            editor,
        }
    };
    build.findings.diagnostics.iter().map(finding).collect()
}

/// The findings as a page asks for them, errors first.
pub(super) fn json(findings: &[Finding]) -> String {
    let graver = ["error", "warning", "info"];
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|finding| graver.iter().position(|severity| *severity == finding.severity));
    sorted.truncate(MOST_SHOWN);
    serde_json::json!({ "total": findings.len(), "findings": sorted }).to_string()
}

/// A path as part of an address.
pub(super) fn escaped(path: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
        .remove(b'/')
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~')
        .remove(b':');
    percent_encoding::utf8_percent_encode(path, KEPT).to_string()
}
