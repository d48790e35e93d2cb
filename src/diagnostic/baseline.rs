//! The findings that a team has made its peace with for now: counted by file, code and text of the line, so that lines
//! that come or go elsewhere make no difference.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::identity::Identity;
use super::{Code, Diagnostic};
use crate::text::Sources;

/// The version of the file.
const VERSION: u32 = 1;

/// Known findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    counts: BTreeMap<Identity, usize>,
}

/// What a baseline made of some findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sifted {
    /// The findings that are not in it.
    pub new: Vec<Diagnostic>,
    /// How many are in it.
    pub known: usize,
    /// How many of it are found no more.
    pub gone: usize,
}

/// A baseline as it is written.
#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    file: String,
    code: String,
    text: String,
    count: usize,
}

impl Baseline {
    /// A baseline of these findings.
    pub fn of(diagnostics: &[Diagnostic], sources: &Sources) -> Self {
        let mut counts = BTreeMap::new();
        for diagnostic in diagnostics {
            *counts.entry(Identity::of(diagnostic, sources)).or_default() += 1;
        }
        Self { counts }
    }

    /// Reads a baseline; says why it cannot. Rules that do not exist any more are left out.
    pub fn read(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|reason| reason.to_string())?;
        if file.version != VERSION {
            return Err(format!("it is of version {}, this program writes version {VERSION}", file.version));
        }
        let mut counts = BTreeMap::new();
        for entry in file.findings {
            if let Ok(code) = entry.code.parse::<Code>() {
                *counts.entry(Identity { file: entry.file, code, text: entry.text }).or_default() += entry.count;
            }
        }
        Ok(Self { counts })
    }

    /// How many findings it holds.
    pub fn len(&self) -> usize {
        self.counts.values().sum()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// The file: a line for each entry, in order, so that version control shows what changed.
    pub fn written(&self) -> String {
        let entry = |(identity, count): (&Identity, &usize)| {
            let Identity { file, code, text } = identity.clone();
            let entry = Entry { file, code: code.to_string(), text, count: *count };
            serde_json::to_string(&entry).unwrap_or_default()
        };
        let entries: Vec<String> = self.counts.iter().map(entry).collect();
        let body = if entries.is_empty() { String::new() } else { format!("\n  {}\n", entries.join(",\n  ")) };
        format!("{{\"version\":{VERSION},\"findings\":[{body}]}}\n")
    }

    /// Takes out what it knows, of several alike the first ones.
    pub fn sift(&self, diagnostics: Vec<Diagnostic>, sources: &Sources) -> Sifted {
        let mut left = self.counts.clone();
        let mut sifted = Sifted::default();
        for diagnostic in diagnostics {
            match left.get_mut(&Identity::of(&diagnostic, sources)) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    sifted.known += 1;
                }
                _ => sifted.new.push(diagnostic),
            }
        }
        sifted.gone = left.values().sum();
        sifted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Span, VirtualPath};

    fn found(text: &str) -> (Sources, Vec<Diagnostic>) {
        let mut sources = Sources::default();
        let file = sources.add(VirtualPath::new("content/a.md").expect("inside the root"), text);
        let places = text.match_indices("bad").map(|(at, _)| Span::new(file, at, at + 3));
        let findings = places.map(|span| Diagnostic::at(Code::BrokenLink, span, "x")).collect();
        (sources, findings)
    }

    fn sift(before: &str, after: &str) -> (usize, usize, usize) {
        let (sources, findings) = found(before);
        let written = Baseline::of(&findings, &sources).written();
        let read = Baseline::read(&written).expect("what was written can be read");
        let (sources, findings) = found(after);
        let sifted = read.sift(findings, &sources);
        (sifted.new.len(), sifted.known, sifted.gone)
    }

    #[test]
    fn lines_that_come_and_go_make_no_difference() {
        assert_eq!(sift("a bad one\n", "# New\n\nMore.\n\na  bad one\n"), (0, 1, 0));
    }

    #[test]
    fn the_same_line_twice_is_counted() {
        assert_eq!(sift("bad\nbad\n", "bad\nbad\nbad\n"), (1, 2, 0));
        assert_eq!(sift("bad\nbad\n", "bad\n"), (0, 1, 1));
    }

    #[test]
    fn another_line_or_code_is_new() {
        assert_eq!(sift("bad\n", "bad again\n"), (1, 0, 1));
        let (sources, findings) = found("bad\n");
        let other = vec![Diagnostic { code: Code::BrokenAnchor, ..findings[0].clone() }];
        assert_eq!(Baseline::of(&findings, &sources).sift(other, &sources).new.len(), 1);
    }

    #[test]
    fn long_lines_are_told_apart_by_all_of_them() {
        let long = |end: &str| format!("bad {} {end}\n", "x".repeat(500));
        assert_eq!(sift(&long("1"), &long("1")), (0, 1, 0));
        assert_eq!(sift(&long("1"), &long("2")), (1, 0, 1));
    }

    #[test]
    fn what_is_no_baseline_is_refused_with_the_reason() {
        assert!(Baseline::read("[]").is_err());
        assert!(Baseline::read("{\"version\":9,\"findings\":[]}").is_err_and(|reason| reason.contains("version 9")));
        assert_eq!(Baseline::read(&Baseline::default().written()), Ok(Baseline::default()));
    }
}
