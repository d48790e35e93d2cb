//! The live preview: builds again after each change and says what is new. What it shows is what `build` would write; only
//! the script that listens for news is added, and only on the way out.

mod board;
mod findings;
mod lost;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::error::Error;
use crate::memo::Work;
use crate::output::{Changes, OutputFiles};
use crate::session::{Build, Session};
use crate::system::watch::Watched;
use crate::text::{Digest, VirtualPath};

pub use board::Board;
pub use findings::Finding;

use board::State;
use lost::moved;

/// More changed pages than this are not named one by one; every open page looks for itself.
const MOST_NAMED: usize = 200;

/// A project while it is being worked on.
pub struct Preview<'a> {
    session: Session<'a>,
    edition: Option<String>,
    board: Arc<Board>,
    /// Texts and resources of the last build with their hashes.
    inputs: BTreeMap<VirtualPath, Digest>,
    findings: Vec<Finding>,
    moved: BTreeMap<VirtualPath, VirtualPath>,
}

/// What a build brought.
#[derive(Debug)]
pub struct Rebuilt {
    /// Files of the project that are new, other or gone.
    pub touched: Vec<VirtualPath>,
    /// Files of the output that are new, other or gone.
    pub changes: Changes,
    /// How much was done.
    pub work: Work,
    /// How long it took.
    pub took: Duration,
    /// Findings that were not there before.
    pub gained: Vec<Finding>,
    /// Findings that are gone.
    pub lost: Vec<Finding>,
    /// The folders to watch.
    pub watched: Vec<Watched>,
    /// What to tell the open pages.
    pub message: String,
}

/// What open pages are told.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Message<'a> {
    Building,
    Built { version: usize, changed: Option<Vec<&'a str>>, findings: usize, errors: usize, warnings: usize },
    Failed { text: String },
}

impl<'a> Preview<'a> {
    /// A preview that has built nothing yet.
    pub fn new(session: Session<'a>, edition: Option<String>) -> Self {
        let board = Arc::new(Board::default());
        Self { session, edition, board, inputs: BTreeMap::new(), findings: Vec::new(), moved: BTreeMap::new() }
    }

    /// What is shown at this moment; other threads may read it.
    pub fn board(&self) -> Arc<Board> {
        self.board.clone()
    }

    /// What open pages are told when a build begins.
    pub fn beginning() -> String {
        written(&Message::Building)
    }

    /// What open pages are told when nothing could be built. What they show stays.
    pub fn failure(&self, error: &Error) -> String {
        let message = written(&Message::Failed { text: error.to_string() });
        self.board.greet_with(message.clone());
        message
    }

    /// Builds and shows what was built.
    pub fn build(&mut self) -> Result<Rebuilt, Error> {
        let started = Instant::now();
        let build = self.session.build()?;
        let files = self.session.chosen(&build, self.edition.as_deref())?;
        let before = self.board.state();
        let changes = files.changes_since(&before.files);
        let touched = self.touched(&build);
        let (gained, lost) = self.compare(&build);
        self.follow_moved(&build, &files, &before, &changes);
        let state = self.state(&build, files, &changes, &before);
        let message = state.greeting.clone();
        self.board.show(state);
        let watched = watched(&build);
        let work = self.session.work();
        Ok(Rebuilt { touched, changes, work, took: started.elapsed(), gained, lost, watched, message })
    }

    fn state(&self, build: &Build, files: OutputFiles, changes: &Changes, before: &State) -> State {
        let named = changes.written.iter().chain(&changes.removed);
        let few = changes.written.len() + changes.removed.len() <= MOST_NAMED;
        let count = |severity: &str| self.findings.iter().filter(|finding| finding.severity == severity).count();
        let version = before.version + 1;
        let message = Message::Built {
            version,
            changed: few.then(|| named.map(VirtualPath::as_str).collect()),
            findings: self.findings.len(),
            errors: count("error"),
            warnings: count("warning"),
        };
        State {
            greeting: written(&message),
            findings: findings::json(&self.findings),
            project: build.project.root.clone(),
            origins: build.built.origins.clone(),
            texts: texts(build),
            moved: self.moved.clone(),
            version,
            files,
        }
    }

    /// Files of the project that are not as they were.
    fn touched(&mut self, build: &Build) -> Vec<VirtualPath> {
        let texts = build.findings.sources.iter().map(|source| (source.path.clone(), Digest::of(&source.hash)));
        let mut now: BTreeMap<VirtualPath, Digest> = texts.collect();
        for (_, content) in build.built.outputs.iter() {
            if let crate::output::Content::Copy(resource) = content {
                now.insert(resource.path.clone(), Digest::of(&resource.hash));
            }
        }
        let other = now.iter().filter(|(path, hash)| self.inputs.get(*path) != Some(*hash)).map(|(path, _)| path);
        let gone = self.inputs.keys().filter(|path| !now.contains_key(*path));
        let touched: BTreeSet<VirtualPath> = other.chain(gone).cloned().collect();
        self.inputs = now;
        touched.into_iter().collect()
    }

    /// Findings that came and went.
    fn compare(&mut self, build: &Build) -> (Vec<Finding>, Vec<Finding>) {
        let now = findings::of(build);
        let before = std::mem::replace(&mut self.findings, now);
        let without = |all: &[Finding], known: &[Finding]| -> Vec<Finding> {
            let known: BTreeSet<_> = known.iter().map(Finding::identity).collect();
            all.iter().filter(|finding| !known.contains(&finding.identity())).cloned().collect()
        };
        (without(&self.findings, &before), without(&before, &self.findings))
    }

    fn follow_moved(&mut self, build: &Build, files: &OutputFiles, before: &State, changes: &Changes) {
        self.moved.extend(moved(before, &build.built.origins, &texts(build), files, changes));
        self.moved.retain(|from, to| files.get(from).is_none() && files.get(to).is_some());
    }
}

fn written(message: &Message<'_>) -> String {
    serde_json::to_string(message).unwrap_or_default()
}

/// The hash of each text by its path.
fn texts(build: &Build) -> BTreeMap<VirtualPath, u64> {
    build.findings.sources.iter().map(|source| (source.path.clone(), source.hash)).collect()
}

/// The folders whose files a build is made from.
fn watched(build: &Build) -> Vec<Watched> {
    let root = &build.project.root;
    let config = &build.config;
    let deep = [Some(&config.content), config.engagements.as_ref(), config.theme.as_ref()];
    let deep: Vec<&VirtualPath> = deep.into_iter().flatten().collect();
    let sources = build.findings.sources.iter().map(|source| &source.path).chain(config.brand.logo.as_ref());
    let elsewhere = sources.filter(|path| !deep.iter().any(|folder| path.is_below(folder)));
    let folders: BTreeSet<PathBuf> = elsewhere.map(|path| root.join(path.parent().as_str())).collect();
    let flat = folders.into_iter().chain([root.clone()]).map(|folder| Watched { folder, deep: false });
    let mut all: Vec<Watched> =
        deep.into_iter().map(|folder| Watched { folder: root.join(folder.as_str()), deep: true }).collect();
    for watched in flat {
        if !all.iter().any(|known| known.folder.components().eq(watched.folder.components())) {
            all.push(watched);
        }
    }
    all
}
