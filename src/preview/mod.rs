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

use crate::config::Config;
use crate::diagnostic::Severity;
use crate::error::Error;
use crate::memo::Work;
use crate::output::{Changes, Content, OutputFiles};
use crate::session::{Build, Session};
use crate::system::watch::{Heard, Watched};
use crate::text::{Source, Sources, VirtualPath};

pub use board::Board;
pub use findings::Finding;

use board::State;
use findings::Found;
use lost::moved;

/// More changed pages than this are not named one by one; every open page looks for itself.
const MOST_NAMED: usize = 200;

/// A project while it is being worked on.
pub struct Preview<'a> {
    session: Session<'a>,
    edition: Option<String>,
    board: Arc<Board>,
    findings: Found,
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
        Self { session: session.for_preview(), edition, board, findings: Found::default(), moved: BTreeMap::new() }
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
        let text = error.to_string();
        let message = written(&Message::Failed { text: text.clone() });
        self.board.fail(text, message.clone());
        message
    }

    /// Builds and shows what was built.
    pub fn build(&mut self) -> Result<Rebuilt, Error> {
        self.build_after(&Heard::Anything)
    }

    /// Builds after something changed and shows what was built.
    pub fn build_after(&mut self, heard: &Heard) -> Result<Rebuilt, Error> {
        let started = Instant::now();
        let mut build = match heard {
            Heard::Anything => self.session.build()?,
            Heard::Written(files) => self.session.build_after(files)?,
        };
        let before = self.board.state();
        refuse_loss_of_editions(&before, &build.config)?;
        let files = self.session.chosen(&mut build, self.edition.as_deref())?;
        let changes = files.changes_since(&before.files);
        let touched = touched(&build.findings.sources, &files, &before, &changes);
        let watched = watched(&build);
        let Build { project, config, built, findings, .. } = build;
        let texts = Arc::new(findings.sources);
        let found = Found::new(findings.diagnostics, texts.clone(), &project.root, &config);
        let (gained, lost) = (found.without(&self.findings), self.findings.without(&found));
        self.findings = found;
        let version = before.version + 1;
        let message = self.message(version, &changes);
        let mut state = State {
            files,
            project: project.root,
            sites: sites(&config),
            has_editions: !config.editions.is_empty(),
            origins: built.origins,
            texts,
            moved: BTreeMap::new(),
            findings: self.findings.json(),
            greeting: message.clone(),
            version,
        };
        self.moved.extend(moved(&before, &state, &changes));
        self.moved.retain(|from, to| {
            let both = state.files.get(from).is_none() && state.files.get(to).is_some();
            both && state.site_of(from) == state.site_of(to)
        });
        state.moved = self.moved.clone();
        self.board.show(state);
        let work = self.session.work();
        Ok(Rebuilt { touched, changes, work, took: started.elapsed(), gained, lost, watched, message })
    }

    /// What to tell the open pages of a build.
    fn message(&self, version: usize, changes: &Changes) -> String {
        let named = changes.written.iter().chain(&changes.removed);
        let few = changes.written.len() + changes.removed.len() <= MOST_NAMED;
        written(&Message::Built {
            version,
            changed: few.then(|| named.map(VirtualPath::as_str).collect()),
            findings: self.findings.len(),
            errors: self.findings.count(Severity::Error),
            warnings: self.findings.count(Severity::Warning),
        })
    }
}

/// Settings that lost their editions would show everything to everybody who reads along; `build` refuses them as well.
fn refuse_loss_of_editions(before: &State, config: &Config) -> Result<(), Error> {
    if !before.has_editions || !config.editions.is_empty() {
        return Ok(());
    }
    let reason = "the settings have no `editions` any more";
    Err(Error::new("will not show one site for everybody in the place of editions", reason)
        .help("name the `editions` again; if they are to go, start `waybook serve` anew"))
}

/// The folders of the editions' sites, where there are several.
fn sites(config: &Config) -> Vec<String> {
    let names = config.editions.iter().map(|edition| edition.name.clone());
    if config.editions.len() > 1 { names.collect() } else { Vec::new() }
}

/// Files of the project that are not as they were.
fn touched(texts: &Sources, files: &OutputFiles, before: &State, changes: &Changes) -> Vec<VirtualPath> {
    // A path keeps its number.
    let known = |text: &Source| before.texts.find(text.id).is_some_and(|known| known.hash == text.hash);
    let other = texts.iter().filter(|text| !known(text));
    let gone = before.texts.iter().filter(|text| texts.find(text.id).is_none());
    let copied = |path: &VirtualPath, files: &OutputFiles| match files.get(path) {
        Some(Content::Copy(resource)) => Some(resource.path.clone()),
        _ => None,
    };
    let copies = changes.written.iter().filter_map(|path| copied(path, files));
    let removed = changes.removed.iter().filter_map(|path| copied(path, &before.files));
    let all: BTreeSet<VirtualPath> =
        other.chain(gone).map(|text| text.path.clone()).chain(copies).chain(removed).collect();
    all.into_iter().collect()
}

fn written(message: &Message<'_>) -> String {
    serde_json::to_string(message).unwrap_or_default()
}

/// The folders whose files a build is made from.
fn watched(build: &Build) -> Vec<Watched> {
    let root = &build.project.root;
    let config = &build.config;
    let deep = [Some(&config.content), config.engagements.as_ref(), config.theme.as_ref()];
    let versions = config.older_versions().iter().filter(|version| version.revision.is_none());
    let deep = deep.into_iter().flatten().chain(versions.filter_map(|version| version.folder.as_ref()));
    let deep: Vec<&VirtualPath> = deep.collect();
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
