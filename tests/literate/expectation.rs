//! What a case may expect, and what each kind of expectation looks at.

use std::ops::Range;

use serde_json::Value;

use crate::case::Found;

/// What a block of a page expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Every finding, a line each, and no other.
    Diagnostics,
    /// Every task: `id | name | M | roles | services | step`, with `-` for what is not there.
    Tasks,
    /// Every refresh entry: `date | who | what`.
    Refreshes,
    /// Every link: `file:line | kind | status | target`.
    Links,
    /// Every page: `file | title | phase`.
    Pages,
    /// Every file made, a path a line.
    Files,
    /// Lines that a file of the output has, in this order; those after `!` it must not have.
    Html(String),
    /// Why nothing could be built.
    Error,
}

/// An expectation and where it stands in its page.
#[derive(Clone, Debug)]
pub(crate) struct Expectation {
    pub(crate) kind: Kind,
    pub(crate) body: String,
    pub(crate) place: Range<usize>,
}

impl Kind {
    /// The kind that the tag of a fence names.
    pub(crate) fn parse(info: &str) -> Option<Self> {
        let (tag, rest) = info.split_once(' ').unwrap_or((info, ""));
        Some(match (tag, rest.trim()) {
            ("diagnostics", "") => Kind::Diagnostics,
            ("tasks", "") => Kind::Tasks,
            ("refreshes", "") => Kind::Refreshes,
            ("links", "") => Kind::Links,
            ("pages", "") => Kind::Pages,
            ("files", "") => Kind::Files,
            ("error", "") => Kind::Error,
            ("html", path) if !path.is_empty() => Kind::Html(path.to_owned()),
            _ => return None,
        })
    }

    /// The tag of its fence.
    pub(crate) fn tag(&self) -> String {
        match self {
            Kind::Html(path) => format!("html {path}"),
            other => format!("{other:?}").to_lowercase(),
        }
    }

    /// What was found, in the form of the expectation.
    pub(crate) fn shown(&self, found: &Found) -> String {
        match self {
            Kind::Diagnostics => found.diagnostics.clone(),
            Kind::Tasks => rows(&found.tasks, task),
            Kind::Refreshes => rows(&found.refreshes, |row| columns(row, &["date", "who", "what"])),
            Kind::Links => rows(&found.links, link),
            Kind::Pages => rows(&found.pages, |row| columns(row, &["file", "title", "phase"])),
            Kind::Files => found.files.keys().map(|path| format!("{path}\n")).collect(),
            Kind::Html(path) => found.files.get(path).cloned().unwrap_or_else(|| "(no such file)\n".to_owned()),
            Kind::Error => found.error.clone(),
        }
    }
}

impl Expectation {
    /// What differs from what was found, or nothing.
    pub(crate) fn failure(&self, found: &Found) -> Option<String> {
        let shown = self.kind.shown(found);
        let complaint = match self.kind {
            Kind::Html(_) => missing_lines(&self.body, &shown),
            _ => (self.body.trim_end() != shown.trim_end()).then(|| diff(&self.body, &shown)),
        };
        complaint.map(|complaint| format!("  {}:\n{complaint}", self.kind.tag()))
    }
}

fn rows(rows: &[Value], line: impl Fn(&Value) -> String) -> String {
    rows.iter().map(|row| line(row) + "\n").collect()
}

fn task(row: &Value) -> String {
    let letter = match row["requirement"].as_str() {
        Some("mandatory") => "M",
        Some("optional") => "O",
        _ => "-",
    };
    let services = if row["all_services"] == true { "All Services".to_owned() } else { cell(&row["services"]) };
    let name = cell(&row["name"]);
    [cell(&row["id"]), name, letter.to_owned(), cell(&row["roles"]), services, cell(&row["step"])].join(" | ")
}

fn link(row: &Value) -> String {
    let place = format!("{}:{}", cell(&row["file"]), cell(&row["line"]));
    format!("{place} | {}", columns(row, &["kind", "status", "target"]))
}

fn columns(row: &Value, names: &[&str]) -> String {
    names.iter().map(|name| cell(&row[*name])).collect::<Vec<_>>().join(" | ")
}

/// A value as text; `-` for nothing, commas in lists.
fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    };
    if text.is_empty() { "-".to_owned() } else { text }
}

/// Complains of expected lines that a text lacks, or has against `!`. Blanks at both ends do not count.
fn missing_lines(expected: &str, text: &str) -> Option<String> {
    let mut rest = text;
    let mut complaints = String::new();
    for line in expected.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(banned) = line.strip_prefix('!').map(str::trim_start) {
            if text.contains(banned) {
                complaints += &format!("    + {banned}\n");
            }
        } else if let Some(at) = rest.find(line) {
            rest = &rest[at + line.len()..];
        } else {
            complaints += &format!("    - {line}\n");
        }
    }
    let shown = || text.lines().take(60).map(|line| format!("      {line}\n")).collect::<String>();
    (!complaints.is_empty()).then(|| format!("{complaints}    in\n{}", shown()))
}

/// Both texts line by line: `-` expected and not found, `+` found and not expected.
pub(crate) fn diff(expected: &str, found: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let mut out = String::new();
    let (mut i, mut j) = (0, 0);
    let common = longest_common(&old, &new);
    for (a, b) in common.into_iter().chain([(old.len(), new.len())]) {
        out.extend(old[i..a].iter().map(|line| format!("    - {line}\n")));
        out.extend(new[j..b].iter().map(|line| format!("    + {line}\n")));
        out.extend(old.get(a).map(|line| format!("      {line}\n")));
        (i, j) = (a + 1, b + 1);
    }
    out
}

/// The places of the longest list of lines that both have in this order.
fn longest_common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let mut length = vec![vec![0; new.len() + 1]; old.len() + 1];
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            length[i][j] = if a == b { length[i + 1][j + 1] + 1 } else { length[i + 1][j].max(length[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if length[i + 1][j] >= length[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}
