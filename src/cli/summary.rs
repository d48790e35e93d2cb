//! What a build says of itself when it is done: a few aligned lines.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use crate::diagnostic::render::{concise, full};
use crate::diagnostic::{Diagnostic, Severity};
use crate::publish::Published;
use crate::session::{Build, Findings};
use crate::text::VirtualPath;

use super::terminal::{self, STRONG, shown};

/// How many errors are shown; `waybook check` shows all.
const SHOWN_ERRORS: usize = 5;

/// A build that was published.
pub(super) struct Summarised<'a> {
    pub(super) build: &'a Build,
    pub(super) published: &'a Published,
    pub(super) here: &'a Path,
    pub(super) took: Duration,
}

impl fmt::Display for Summarised<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", first_errors(&self.build.findings))?;
        writeln!(f, "{STRONG}{}{STRONG:#}", self.build.config.title)?;
        for (name, number, detail) in self.rows() {
            writeln!(f, "{}", format!("  {name:<12}{number:>6}   {detail}").trim_end())?;
        }
        write!(f, "  built in {:.2} s", self.took.as_secs_f64())?;
        match self.entrance() {
            Some(page) => writeln!(f, ", open {}", shown(&self.build.folder.join(page.as_str()), self.here)),
            None => writeln!(f, " into {}", shown(&self.build.folder, self.here)),
        }
    }
}

impl Summarised<'_> {
    /// Name, number and detail of each line.
    fn rows(&self) -> Vec<(&'static str, usize, String)> {
        let summary = &self.build.built.summary;
        let Published { written, unchanged, removed } = self.published;
        let mut rows = vec![
            ("pages", summary.pages, in_phases(summary.phases)),
            ("tasks", summary.tasks, format!("{} mandatory", summary.mandatory)),
            ("engagements", summary.engagements, String::new()),
            ("editions", summary.editions, String::new()),
            ("findings", self.build.findings.diagnostics.len(), severities(&self.build.findings)),
        ];
        rows.retain(|(name, number, _)| *name == "findings" || *number > usize::from(*name == "editions"));
        if let [(from, to), others @ ..] = self.build.built.moved.as_slice() {
            let more = if others.is_empty() { String::new() } else { format!(", and {} more", others.len()) };
            rows.push(("moved", 1 + others.len(), format!("{from} leads on to {to}{more}")));
        }
        let files = format!("{} written, {unchanged} unchanged, {} removed", written.len(), removed.len());
        rows.push(("files", written.len() + unchanged, files));
        rows
    }

    /// The page to open first: the nearest `index.html` to the top, of the first edition where there are several.
    fn entrance(&self) -> Option<&VirtualPath> {
        let first = self.build.config.editions.first().map(|edition| edition.name.as_str());
        let foreign = |path: &VirtualPath| first.is_some_and(|name| path.as_str().split('/').next() != Some(name));
        let files = self.build.built.outputs.iter().map(|(path, _)| path);
        files.filter(|path| path.file_name() == "index.html").min_by_key(|path| (path.depth(), foreign(path)))
    }
}

/// Whether an edition would show, or may show, what only another one has; says so, since nothing is published then.
pub(super) fn has_leaks(build: &Build) -> bool {
    let leaks: Vec<Diagnostic> = build.findings.leaks().cloned().collect();
    if !leaks.is_empty() {
        terminal::note(&full(&leaks, &build.findings.sources, false));
        terminal::note("nothing was published: an edition would show, or may show, what only another one has\n");
    }
    !leaks.is_empty()
}

/// The versions that could not be read, a line each.
pub(super) fn unread_versions(build: &Build) -> String {
    let line = |name: &String| {
        format!("version `{name}` could not be read: what was published of it stays, see `waybook check`\n")
    };
    build.unread.iter().map(line).collect()
}

/// The findings by severity: `2 errors, 5 warnings, 1 note`.
pub(super) fn severities(findings: &Findings) -> String {
    list(&[
        counted(findings.count(Severity::Error), "error"),
        counted(findings.count(Severity::Warning), "warning"),
        counted(findings.count(Severity::Info), "note"),
    ])
}

/// A number with its noun, or nothing for none.
pub(super) fn counted(number: usize, noun: &str) -> String {
    match number {
        0 => String::new(),
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}

fn in_phases(phases: usize) -> String {
    if phases == 0 { String::new() } else { format!("in {}", counted(phases, "phase")) }
}

fn list(parts: &[String]) -> String {
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// The first errors, a line each, and where the others are to be seen.
fn first_errors(findings: &Findings) -> String {
    let is_error = |found: &&Diagnostic| found.severity == Severity::Error;
    let errors: Vec<Diagnostic> = findings.diagnostics.iter().filter(is_error).take(SHOWN_ERRORS).cloned().collect();
    if findings.diagnostics.is_empty() {
        return String::new();
    }
    let rest = findings.diagnostics.len() - errors.len();
    let also = if errors.is_empty() { "" } else { " more" };
    let hint = match counted(rest, "finding") {
        text if text.is_empty() => String::new(),
        text => format!("{}, `waybook check` shows all\n", text.replacen(' ', &format!("{also} "), 1)),
    };
    format!("{}{hint}\n", concise(&errors, &findings.sources))
}
