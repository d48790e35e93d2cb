//! Engagement files in places that no setting names. Where the line `engagements:` is missing, the exports of customers
//! would be files like any other, published with the site; they are known by the engagement file beside them.

use std::collections::BTreeSet;

use super::files::{ContentFiles, EXPORTS, Found, Surroundings, has_extension};
use crate::diagnostic::{Code, Diagnostic};
use crate::system::System;
use crate::text::{Sources, Span, VirtualPath};

/// How much of a file is looked at; the name of the customer stands at its head.
const HEAD_BYTES: usize = 4096;
/// A key that every engagement has, and keys of which each has one.
const REQUIRED: &str = "customer";
const USUAL: [&str; 9] =
    ["services", "batches", "task_status", "tasks", "exports", "opened", "target", "tenant", "edition"];

/// A folder with an engagement file that no setting names.
#[derive(Debug)]
pub(super) struct Undeclared {
    /// The folder.
    pub(super) folder: VirtualPath,
    /// What of it is not published where it is the content folder itself.
    pub(super) withheld: Vec<&'static str>,
    /// What to say of it.
    pub(super) finding: Diagnostic,
}

/// The folders of the content that hold an engagement file, each once.
pub(super) fn undeclared(
    system: &dyn System,
    at: &Surroundings,
    files: &ContentFiles,
    sources: &mut Sources,
) -> Vec<Undeclared> {
    let content = &at.config.content;
    let mut known = BTreeSet::new();
    let mut found = Vec::new();
    let settings = files.snippets.iter().filter(|found| has_extension(&found.path, &["yml", "yaml"]));
    for file in settings.filter(|file| is_engagement(system, file)) {
        let folder = file.path.parent();
        if !known.insert(folder.clone()) {
            continue;
        }
        let withheld = if content.is_below(&folder) { [EXPORTS.as_slice(), &["yml", "yaml"]].concat() } else { vec![] };
        let finding = finding(file, &folder, sources);
        found.push(Undeclared { folder, withheld, finding });
    }
    found
}

fn finding(file: &Found, folder: &VirtualPath, sources: &mut Sources) -> Diagnostic {
    let source = sources.add(file.path.clone(), "");
    let message = "an engagement lies among the pages, and no setting names its folder; its files are not published";
    let help = match folder.as_str() {
        "" => "move it into a folder of its own and name that as `engagements` in `waybook.yml`".to_owned(),
        folder => format!("add `engagements: {folder}` to `waybook.yml`, or move the folder out of the content"),
    };
    Diagnostic::at(Code::UndeclaredEngagements, Span::start_of(source), message).help(help)
}

/// Whether a file is an engagement by its top-level keys.
fn is_engagement(system: &dyn System, file: &Found) -> bool {
    let Ok(head) = system.opening(&file.disk, HEAD_BYTES) else { return false };
    let head = String::from_utf8_lossy(&head);
    let has = |key: &str| head.lines().any(|line| key_of(line) == Some(key));
    has(REQUIRED) && USUAL.iter().any(|key| has(key))
}

/// The top-level key of a line.
fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.trim_start_matches('\u{feff}').split_once(':')?;
    Some(key.trim_end().trim_matches(['"', '\'']))
}
