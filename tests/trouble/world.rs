//! A project of many pages on the disk, and what the binary reports of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use crate::canary::Page;
use crate::project::Project;

const SETTINGS: &str = "title: Playbook
base_url: https://example.com/
exclude: [\"includes/**\"]
editions:
  partner: [partner]
  internal: [internal, partner]
";

const INDEX: &str = "---
ft.audience: [partner, internal]
---

# Welcome

Hybrid guidance Customers check the plan. See the list of all open points first. Move the test batch & wait for mail.
";

/// Pages to be built together.
pub(crate) struct Build<'a> {
    /// The pages.
    pub(crate) pages: Vec<&'a Page>,
    /// Whether archives are made as well.
    pub(crate) compress: bool,
}

/// A project on the disk.
pub(crate) struct World {
    project: Project,
    compress: bool,
}

/// An error that a build reported.
#[derive(Clone, Debug)]
pub(crate) struct Reported {
    /// The file.
    pub(crate) path: String,
    /// The line, from 1.
    pub(crate) line: usize,
    /// Code and message.
    pub(crate) message: String,
}

/// How a build ended.
pub(crate) struct Ended {
    /// Whether it published.
    pub(crate) published: bool,
    /// Every error at a place.
    pub(crate) errors: Vec<Reported>,
    /// All that it wrote to standard error.
    pub(crate) stderr: String,
}

impl World {
    /// Writes a project.
    pub(crate) fn of(build: &Build) -> Self {
        let project = Project::with(&[("waybook.yml", SETTINGS), ("content/index.md", INDEX)]);
        for (path, bytes) in build.pages.iter().flat_map(|page| &page.files) {
            project.write(path, bytes);
        }
        Self { project, compress: build.compress }
    }

    /// The folder of all output.
    pub(crate) fn site(&self) -> PathBuf {
        self.project.path("site")
    }

    /// Takes a page out.
    pub(crate) fn remove(&self, page: &Page) {
        for (path, _) in &page.files {
            fs::remove_file(self.project.path(path)).expect("it is there");
        }
    }

    /// Builds the project.
    pub(crate) fn build(&self) -> Ended {
        let arguments: &[&str] = if self.compress { &["build", "--compress"] } else { &["build"] };
        let ran = self.project.run(arguments);
        let (code, stderr) = (ran.0.status.code(), ran.err());
        assert!(matches!(code, Some(0..=2)), "it ended with {code:?}\n{stderr}");
        Ended { published: code == Some(0), errors: errors(&stderr), stderr }
    }
}

/// The errors at places, from either form in which they are printed.
fn errors(stderr: &str) -> Vec<Reported> {
    let mut found = Vec::new();
    let mut headline = "";
    for line in stderr.lines() {
        let place = line.trim_start().strip_prefix("--> ").map(|place| (place, headline));
        let concise = line.split_once(": error[");
        if let Some((place, message)) = concise.or(place.filter(|(_, message)| message.starts_with("error["))) {
            found.extend(reported(place, message));
        } else if line.starts_with(|c: char| c.is_ascii_lowercase()) {
            headline = line;
        }
    }
    found
}

fn reported(place: &str, message: &str) -> Option<Reported> {
    let mut parts = place.rsplitn(3, ':');
    let (_column, line, path) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Reported { path: path.to_owned(), line: line.parse().ok()?, message: message.to_owned() })
}

/// Which of some pages each file belongs to.
pub(crate) fn owners(pages: &[&Page]) -> BTreeMap<String, usize> {
    let files =
        pages.iter().enumerate().flat_map(|(at, page)| page.files.iter().map(move |(path, _)| (path.clone(), at)));
    files.collect()
}
