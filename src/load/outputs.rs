//! Folders that an earlier build wrote are no inputs, wherever it was told to write. A manifest alone does not make a
//! folder an output: copied among the pages, it would take them away.

use std::collections::BTreeSet;

use super::files::{Found, has_extension};
use crate::diagnostic::{Code, Diagnostic};
use crate::publish::{self, MANIFEST};
use crate::system::System;
use crate::text::VirtualPath;

/// Leaves out the folders that an earlier build wrote.
pub(super) fn without_outputs(system: &dyn System, found: Vec<Found>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Found> {
    let mut made: Vec<VirtualPath> = Vec::new();
    for manifest in found.iter().filter(|found| found.path.file_name() == MANIFEST) {
        let folder = manifest.path.parent();
        let inside: Vec<&Found> = found.iter().filter(|found| found.path.is_below(&folder)).collect();
        let files = manifest.disk.parent().and_then(|folder| publish::files_made(system, folder));
        match files.map(|files| Folder::of(&folder, &files, &inside)) {
            Some(Folder::Output) => made.push(folder),
            Some(Folder::Doubtful(page)) => diagnostics.push(doubtful(&folder, &page)),
            Some(Folder::Source) | None => {}
        }
    }
    if made.is_empty() {
        return found;
    }
    found.into_iter().filter(|found| !made.iter().any(|folder| found.path.is_below(folder))).collect()
}

/// What a folder with a manifest of ours is.
#[derive(Debug, PartialEq, Eq)]
enum Folder {
    /// An output.
    Output,
    /// A folder of the project into which a manifest was copied.
    Source,
    /// Both: most files of the manifest are there, and a page that no build made.
    Doubtful(VirtualPath),
}

impl Folder {
    /// Judges by the files of the manifest that are there, and by pages that are there and not in the manifest.
    fn of(folder: &VirtualPath, made: &BTreeSet<VirtualPath>, inside: &[&Found]) -> Self {
        let own = |found: &&&Found| found.path.strip(folder).is_some_and(|path| made.contains(&path));
        let there = inside.iter().filter(own).count();
        let is_page = |found: &&&Found| has_extension(&found.path, &["md", "markdown"]) && !own(found);
        match inside.iter().find(is_page) {
            _ if there * 2 < made.len() => Folder::Source,
            Some(_) if there == 0 => Folder::Source,
            Some(page) => Folder::Doubtful(page.path.clone()),
            None => Folder::Output,
        }
    }
}

fn doubtful(folder: &VirtualPath, page: &VirtualPath) -> Diagnostic {
    let message = format!("`{folder}` is the output of a build by its `{MANIFEST}`, but holds the page `{page}`");
    let help = format!("move the page out of the folder, or remove its `{MANIFEST}`");
    Diagnostic::new(Code::InvalidConfig, message).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a folder is with these files in its manifest and these on the disk.
    fn kind(made: &[&str], there: &[&str]) -> Folder {
        let path = |text: &str| VirtualPath::new(text).expect("inside the root");
        let found = |text: &&str| Found {
            path: path(&format!("out/{text}")),
            disk: std::path::PathBuf::new(),
            len: 0,
            stamp: None,
        };
        let there: Vec<Found> = there.iter().map(found).collect();
        Folder::of(&path("out"), &made.iter().map(|text| path(text)).collect(), &there.iter().collect::<Vec<_>>())
    }

    #[test]
    fn an_output_holds_most_of_its_files_and_no_page() {
        assert_eq!(kind(&["a.html", "b.html"], &["a.html", "x.png"]), Folder::Output);
        assert_eq!(kind(&["a.html", "b.html", "c.html"], &["a.html", "x.png"]), Folder::Source);
        assert_eq!(kind(&["a.html"], &["a.md"]), Folder::Source);
        assert_eq!(kind(&[], &["a.md"]), Folder::Source);
        let page = VirtualPath::new("out/a.md").expect("inside the root");
        assert_eq!(kind(&["a.html"], &["a.html", "a.md"]), Folder::Doubtful(page));
        assert_eq!(kind(&["a.html", "notes.md"], &["a.html", "notes.md"]), Folder::Output, "a page that a build made");
    }
}
