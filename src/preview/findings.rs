//! Findings as the open pages show them.

use std::collections::HashSet;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::system::locate;
use crate::text::Sources;

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

/// The findings as a page asks for them.
#[derive(Serialize)]
struct Shown {
    total: usize,
    findings: Vec<Finding>,
}

/// The findings of a build. Only those that are told or shown are put into words.
#[derive(Debug, Default)]
pub(super) struct Found {
    diagnostics: Vec<Diagnostic>,
    /// What makes each the same finding in the next build: not the line, which moves with the text above.
    identities: Vec<u64>,
    texts: Arc<Sources>,
    project: PathBuf,
    editor: String,
}

impl Found {
    /// The findings of a build, with the texts that they point into.
    pub(super) fn new(diagnostics: Vec<Diagnostic>, texts: Arc<Sources>, project: &Path, config: &Config) -> Self {
        let identity = |found: &Diagnostic| {
            let mut hasher = std::hash::DefaultHasher::new();
            let path = found.primary.as_ref().map(|label| &texts.get(label.span.file).path);
            (path, found.code.as_str(), &found.message).hash(&mut hasher);
            hasher.finish()
        };
        let identities = diagnostics.iter().map(identity).collect();
        let editor = config.editor_url.clone().unwrap_or_else(|| EDITOR.to_owned());
        Self { diagnostics, identities, texts, project: project.to_owned(), editor }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.diagnostics.len()
    }

    /// How many there are of a severity.
    pub(super) fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|found| found.severity == severity).count()
    }

    /// Those that another build does not have.
    pub(super) fn without(&self, other: &Found) -> Vec<Finding> {
        let known: HashSet<u64> = other.identities.iter().copied().collect();
        let new = self.identities.iter().zip(&self.diagnostics).filter(|(identity, _)| !known.contains(identity));
        new.map(|(_, found)| self.finding(found)).collect()
    }

    /// The findings as a page asks for them, errors first.
    pub(super) fn json(&self) -> String {
        let graver = [Severity::Error, Severity::Warning, Severity::Info];
        let sorted = graver.iter().flat_map(|severity| {
            self.diagnostics.iter().filter(|found| found.severity == *severity).map(|found| self.finding(found))
        });
        let shown: Vec<Finding> = sorted.take(MOST_SHOWN).collect();
        serde_json::to_string(&Shown { total: self.len(), findings: shown }).unwrap_or_default()
    }

    fn finding(&self, found: &Diagnostic) -> Finding {
        let label = found.primary.as_ref();
        let place = label.map(|label| (self.texts.get(label.span.file), label.span.start));
        let position = place.map(|(source, start)| source.position(start));
        let path = place.map(|(source, _)| &source.path);
        let (line, column) = position.map_or((0, 0), |position| (position.line, position.column));
        let disk = path.and_then(|path| locate(&self.project, path).ok());
        let editor = disk.map(|disk| {
            let disk = disk.to_string_lossy().replace('\\', "/");
            let values = [("{path}", escaped(disk.trim_start_matches('/'))), ("{line}", line.to_string())];
            let address = values.iter().fold(self.editor.clone(), |text, (name, value)| text.replace(name, value));
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
    }
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
