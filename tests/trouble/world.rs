//! A project of many pages on the disk, the binary that builds it, and what the binary reports. Every run is bounded.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::canary::Page;

/// No run takes longer, not even of a debug build on a busy machine.
const LONGEST: Duration = Duration::from_secs(300);

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
    folder: tempfile::TempDir,
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
        let world = Self { folder: tempfile::tempdir().expect("a folder for the test"), compress: build.compress };
        world.write("waybook.yml", SETTINGS.as_bytes());
        world.write("content/index.md", INDEX.as_bytes());
        for (path, bytes) in build.pages.iter().flat_map(|page| &page.files) {
            world.write(path, bytes);
        }
        world
    }

    /// The folder of all output.
    pub(crate) fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("folders can be made");
        fs::write(path, bytes).expect("files can be written");
    }

    /// Takes a page out.
    pub(crate) fn remove(&self, page: &Page) {
        for (path, _) in &page.files {
            fs::remove_file(self.folder.path().join(path)).expect("it is there");
        }
    }

    /// Builds the project.
    pub(crate) fn build(&self) -> Ended {
        let binary = std::env::var_os("WAYBOOK").unwrap_or_else(|| env!("CARGO_BIN_EXE_waybook").into());
        let binary = fs::canonicalize(&binary).unwrap_or_else(|_| PathBuf::from(&binary));
        let mut command = Command::new(binary);
        command.arg("build").args(self.compress.then_some("--compress")).current_dir(self.folder.path());
        let (code, stderr) = self.ran(&mut command);
        assert!(matches!(code, Some(0..=2)), "it ended with {code:?}\n{stderr}");
        Ended { published: code == Some(0), errors: errors(&stderr), stderr }
    }

    /// Runs a command to its end; what it prints goes through a file, so that nobody waits for a reader.
    fn ran(&self, command: &mut Command) -> (Option<i32>, String) {
        let path = self.folder.path().join("stderr.txt");
        let file = fs::File::create(&path).expect("a file for messages");
        command.stdout(Stdio::null()).stderr(file).env_remove("CLICOLOR_FORCE");
        let mut child = command.spawn().expect("waybook runs");
        let start = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().expect("it can be waited for") {
                break status;
            }
            if start.elapsed() > LONGEST {
                child.kill().expect("it can be ended");
                panic!("it hangs: {command:?}");
            }
            thread::sleep(Duration::from_millis(4));
        };
        (status.code(), String::from_utf8_lossy(&fs::read(&path).expect("it was written")).into_owned())
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
