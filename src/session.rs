//! Load, build, publish: what `build`, `check`, `export` and `report` have in common. Keeps the memo from one build to
//! the next. Prints nothing.

mod drift;
mod earlier;
mod gate;
mod import;
mod mend;
mod metadata;
mod places;
mod study;
#[cfg(feature = "pdf")]
mod typeset;
mod versions;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::config::{Config, NamedAudience};
use crate::diagnostic::render::sort;
use crate::diagnostic::{Checked, Code, Diagnostic, Severity};
use crate::error::Error;
use crate::inputs::Inputs;
pub use crate::inputs::{ReportKind, Shape, WantedReports};
use crate::inventory::Inventory;
use crate::load::{self, Project, Shelf};
use crate::memo::{Memo, Work};
use crate::output::OutputFiles;
use crate::pipeline::{self, Built};
pub use crate::pipeline::{Followed, ReportSources, Reported};
use crate::publish::{self, Foreign, Published, Scope};
use crate::system::System;
use crate::text::{Sources, Span, VirtualPath, nearest};

pub use crate::extract::exports::Hints;
pub use drift::{Comparison, EngagementsAt};
pub use import::{Added, ColumnReading, Explanation, StateTotals, StatusReading};
pub use mend::{Changed, Choose, LeftAlone, Mended, mend, write};
pub use metadata::{MetadataTable, Taken};
pub use study::Studied;
#[cfg(feature = "pdf")]
pub use typeset::Misprint;

/// What a command asks for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The project folder, if it was named.
    pub project: Option<PathBuf>,
    /// The output folder, if it was named.
    pub out: Option<PathBuf>,
    /// The day that reports are for; else the project's, else today.
    pub as_of: Option<jiff::civil::Date>,
    /// The folder of the reports, if it was named; it holds the last ones.
    pub reports: Option<PathBuf>,
    /// The report to compare with: a day or a file.
    pub since: Option<String>,
    /// Severities that overrule the project's.
    pub rules: Vec<(Code, Severity)>,
    /// Which reports are wanted; without it all that a build makes.
    pub wanted: Option<WantedReports>,
    /// Where it is written what was published before.
    pub published: Before,
}

/// Where it is written what was published before, for a build that leads on from addresses that are no more.
#[derive(Clone, Debug, Default)]
pub enum Before {
    /// Nobody asks.
    #[default]
    Unasked,
    /// In the manifest of the output folder, if there is one.
    InFolder,
    /// In this manifest.
    In(PathBuf),
}

/// How far something is that takes a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is being made.
    pub making: Making,
    /// How many are done.
    pub done: usize,
    /// How many there are.
    pub of: usize,
}

/// What takes a while with many customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Making {
    /// Reports as pages and workbooks, by customer.
    Reports,
    /// Reports as PDF.
    Documents,
}

/// Who is told of each step, from any thread.
pub type Watch<'a> = &'a (dyn Fn(Step) + Sync);

/// A project and what was learnt of it so far.
pub struct Session<'a> {
    system: &'a dyn System,
    request: Request,
    watch: Option<Watch<'a>>,
    memo: Memo,
    shelf: Shelf,
    archive: versions::Archive,
    /// Whether what was loaded is kept for [`Session::build_after`].
    keeps: bool,
    /// Whether settings that cannot be used do not matter, since nothing is published.
    only_looks: bool,
    last: Option<Loaded>,
}

/// Everything a command says about a project's texts.
#[derive(Debug)]
pub struct Findings {
    /// In order, each once, with the severities of the project.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that they point into.
    pub sources: Sources,
    /// The content folder.
    pub content: VirtualPath,
}

/// A build before it is published.
#[derive(Debug)]
pub struct Build {
    /// The project.
    pub project: Project,
    /// The project's settings.
    pub config: Config,
    /// The output folder.
    pub folder: PathBuf,
    /// What the pipeline made.
    pub built: Built,
    /// The day that it is for.
    pub day: jiff::civil::Date,
    /// What was found.
    pub findings: Findings,
    /// The older versions that could not be read; what was published of them stays.
    pub unread: Vec<String>,
}

impl Build {}

/// Which part of a build to publish, and how.
#[derive(Clone, Debug)]
pub struct Publishing {
    /// What to do with files in the way that no build made.
    pub foreign: Foreign,
    /// Only this edition.
    pub edition: Option<String>,
    /// Texts also compressed, as `.gz` and `.br` beside them.
    pub compress: bool,
    /// What another project made by its manifest is this one's from now on.
    pub take_over: bool,
}

impl<'a> Session<'a> {
    /// A session that has built nothing yet.
    pub fn new(system: &'a dyn System, request: Request) -> Self {
        Self {
            system,
            request,
            watch: None,
            memo: Memo::default(),
            shelf: Shelf::default(),
            archive: versions::Archive::default(),
            keeps: false,
            only_looks: false,
            last: None,
        }
    }

    /// A session that builds again and again and publishes nothing.
    pub fn for_preview(self) -> Self {
        Self { keeps: true, ..self }
    }

    /// A session that reads what can be read and publishes nothing, as for an older state of a project.
    pub fn for_looking(self) -> Self {
        Self { only_looks: true, ..self }
    }

    /// The session, with someone who is told how far the reports are.
    pub fn watched(self, watch: Watch<'a>) -> Self {
        Self { watch: Some(watch), ..self }
    }

    /// What counts the steps of something, and tells of them.
    fn counted(&self, making: Making, of: usize) -> impl Fn() + Sync + use<'a> {
        let (watch, done) = (self.watch, AtomicUsize::new(0));
        move || {
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            if let Some(watch) = watch {
                watch(Step { making, done, of });
            }
        }
    }

    /// Reads the project: what `check` and `export` need.
    pub fn read(&mut self) -> Result<(Inventory, Findings), Error> {
        let Loaded { inputs, mut diagnostics, .. } = self.load()?;
        let inventory = pipeline::read(&inputs, &mut self.memo).unpack(&mut diagnostics);
        Ok((inventory, Findings::new(inputs, diagnostics)))
    }

    /// Rows of an inventory as a workbook of one table, dated on the project's day or today.
    pub fn workbook(&self, title: &str, columns: &[&str], rows: &[serde_json::Value]) -> Result<Vec<u8>, Error> {
        let project = load::find(self.system, self.request.project.as_deref())?;
        let as_of = load::open(self.system, project, &self.shelf)?.config.as_of;
        let day = as_of.unwrap_or_else(|| self.system.today());
        let Checked { value, diagnostics } = pipeline::workbook(title, columns, rows, day);
        diagnostics.first().map_or(Ok(value), |found| Err(Error::new("could not write the workbook", &found.message)))
    }

    /// Builds everything in memory.
    pub fn build(&mut self) -> Result<Build, Error> {
        self.last = None;
        let mut loaded = self.load()?;
        loaded.inputs.published = self.published(&loaded.folder)?;
        gate::has_pages(&loaded)?;
        let loaded = self.with_versions(loaded);
        self.make(loaded)
    }

    /// Builds again after nothing happened but that some files were written to.
    pub fn build_after(&mut self, written: &[PathBuf]) -> Result<Build, Error> {
        let Some(mut loaded) = self.last.take() else { return self.build() };
        let Loaded { project, inputs, .. } = &mut loaded;
        if !load::again(self.system, &project.root, written, inputs, &mut self.shelf) {
            return self.build();
        }
        inputs.today = self.request.as_of.unwrap_or_else(|| self.system.today());
        self.make(loaded)
    }

    fn make(&mut self, loaded: Loaded) -> Result<Build, Error> {
        let Loaded { project, folder, mut inputs, diagnostics: found, versions, audiences, unread } = loaded;
        inputs.origins = !self.keeps;
        let mut diagnostics = found.clone();
        let built = pipeline::build(&inputs, &mut self.memo).unpack(&mut diagnostics);
        diagnostics.extend(gate::audiences(&audiences, (&built.named, &editions_of(&inputs)), &inputs.sources)?);
        let config = inputs.config.clone();
        let day = inputs.report_day();
        let findings = Findings::of(inputs.sources.clone(), diagnostics, &config);
        if self.keeps {
            let (project, folder, unread) = (project.clone(), folder.clone(), unread.clone());
            self.last = Some(Loaded { project, folder, inputs, diagnostics: found, versions, audiences, unread });
        }
        let mut build = Build { project, config, folder, built, day, findings, unread };
        if let Some(path) = pipeline::place_of_findings(&build.config) {
            let page = self.page_of_findings(&build, Some(&path))?;
            build.built.outputs.insert(path, page);
        }
        Ok(build)
    }

    /// The findings of the last build as a page that stands alone.
    pub fn findings_page(&self, build: &Build) -> Result<String, Error> {
        self.page_of_findings(build, None)
    }

    fn page_of_findings(&self, build: &Build, at: Option<&VirtualPath>) -> Result<String, Error> {
        let nothing = || Error::new("could not make the page of findings", "nothing was built");
        let (theme, templates) = self.memo.look().ok_or_else(nothing)?;
        let Findings { diagnostics, sources, .. } = &build.findings;
        let Build { config, built, day, .. } = build;
        let shown = pipeline::Shown { config, theme, templates, built, diagnostics, sources, day: *day };
        shown.page(at)
    }

    /// How much the last build did.
    pub fn work(&self) -> Work {
        self.memo.work
    }

    /// Makes the reports in memory, and nothing else.
    pub fn report(&mut self) -> Result<Build, Error> {
        let loaded = self.load()?;
        gate::has_pages(&loaded)?;
        let Loaded { project, folder, inputs, mut diagnostics, audiences, unread, .. } = self.with_versions(loaded);
        let count = self.counted(Making::Reports, inputs.engagements.len());
        let built = pipeline::report(&inputs, &mut self.memo, &count).unpack(&mut diagnostics);
        diagnostics.extend(gate::audiences(&audiences, (&built.named, &editions_of(&inputs)), &inputs.sources)?);
        let config = inputs.config.clone();
        let day = inputs.report_day();
        Ok(Build { project, config, folder, built, day, findings: Findings::new(inputs, diagnostics), unread })
    }

    /// Brings the output folder to hold the build.
    pub fn publish(&self, build: &Build, publishing: &Publishing) -> Result<Published, Error> {
        let Publishing { foreign, edition, .. } = publishing;
        refuse_leaks(build)?;
        let made = places::Made::of(self.system, build);
        let target = |scope| publish::Target { take_over: publishing.take_over, ..made.target(build, *foreign, scope) };
        match edition.as_deref().map(|name| edition_folder(&build.config, name)).transpose()?.flatten() {
            None => {
                let files = self.formed(build, publishing, build.built.outputs.clone())?;
                publish::publish(self.system, target(Scope::Whole), &files)
            }
            Some(folder) => {
                let files = self.formed(build, publishing, below(&build.built.outputs, &folder))?;
                publish::publish(self.system, target(Scope::Below(&folder)), &files)
            }
        }
    }

    /// The files in the forms that were asked for.
    fn formed(&self, build: &Build, publishing: &Publishing, files: OutputFiles) -> Result<OutputFiles, Error> {
        if publishing.compress { publish::with_compressed(self.system, &build.project.root, &files) } else { Ok(files) }
    }

    /// Takes the files of an edition, or of all, out of a build.
    pub fn chosen(&self, build: &mut Build, edition: Option<&str>) -> Result<OutputFiles, Error> {
        let folder = edition.map(|name| edition_folder(&build.config, name)).transpose()?.flatten();
        let all = std::mem::take(&mut build.built.outputs);
        Ok(match folder {
            Some(folder) => below(&all, &folder),
            None => all,
        })
    }

    /// The folder of the project.
    pub fn project_folder(&self) -> Result<PathBuf, Error> {
        Ok(load::find(self.system, self.request.project.as_deref())?.root)
    }

    /// Where the output goes.
    pub fn output_folder(&self) -> Result<PathBuf, Error> {
        let project = load::find(self.system, self.request.project.as_deref())?;
        Ok(self.system.resolve(&load::open(self.system, project, &self.shelf)?.output_folder()?))
    }

    /// Publishes some files beside those that are there.
    pub fn publish_part(&self, build: &Build, files: &OutputFiles) -> Result<Published, Error> {
        refuse_leaks(build)?;
        places::refuse_output(self.system, &build.project, &build.config, &build.folder, places::For::Files)?;
        let made = places::Made::of(self.system, build);
        publish::publish(self.system, made.target(build, Foreign::Keep, Scope::Part), files)
    }

    /// Builds again from nothing and holds the two builds, and the folder, against each other.
    pub fn verify(&mut self, build: &Build, publishing: &Publishing) -> Result<(), Error> {
        self.memo = Memo::default();
        self.shelf = Shelf::default();
        self.archive = versions::Archive::default();
        let again = self.build()?.built.outputs;
        let changes = again.changes_since(&build.built.outputs);
        if let Some(path) = changes.written.first().or(changes.removed.first()) {
            return Err(Error::at("did not build the same twice", path.as_str(), "this is a bug of ours"));
        }
        let folder = publishing.edition.as_deref().map(|name| edition_folder(&build.config, name)).transpose()?;
        let files = folder.flatten().map_or(again.clone(), |folder| below(&again, &folder));
        let files = self.formed(build, publishing, files)?;
        match publish::differences(self.system, &build.folder, &files)?.first() {
            Some(path) => Err(Error::at("did not find what was built", path.as_str(), "the file differs")),
            None => Ok(()),
        }
    }

    /// Reads a project to act on it: settings that cannot be used, an output among the sources and the like are errors.
    fn load(&mut self) -> Result<Loaded, Error> {
        let project = load::find(self.system, self.request.project.as_deref())?;
        let opened = load::look(self.system, project.clone(), &self.shelf)?;
        if self.only_looks {
            return self.load_opened(project, opened);
        }
        let opened = opened.usable()?;
        let is_dest = project.settings == load::Settings::Docfx && self.request.out.is_none();
        let written = if is_dest { places::For::DocfxSite } else { places::For::Files };
        places::refuse_output(self.system, &project, &opened.config, &self.folder_of(&opened)?, written)?;
        gate::usable(self.load_opened(project, opened)?)
    }

    fn folder_of(&self, opened: &load::Opened) -> Result<PathBuf, Error> {
        let named = self.request.out.clone().map_or_else(|| opened.output_folder(), Ok)?;
        Ok(self.system.resolve(&named))
    }

    fn load_opened(&mut self, project: Project, opened: load::Opened) -> Result<Loaded, Error> {
        let folder = self.folder_of(&opened)?;
        let (versions, audiences) = (opened.versions.clone(), opened.audiences.clone());
        let Checked { value: mut inputs, diagnostics } = load::load(self.system, opened, &folder, &mut self.shelf)?;
        inputs.today = self.request.as_of.unwrap_or(inputs.today);
        inputs.config.check.extend(self.request.rules.iter().copied());
        inputs.reporting = self.reporting(&inputs, &project.root, &folder)?;
        Ok(Loaded { project, folder, inputs, diagnostics, versions, audiences, unread: Vec::new() })
    }
}

/// The editions of which the last build published pages.
fn editions_of(inputs: &Inputs) -> BTreeSet<String> {
    inputs.published.values().filter_map(|origin| origin.edition.clone()).collect()
}

/// Nothing is published while an edition would show, or may show, what only another one has.
fn refuse_leaks(build: &Build) -> Result<(), Error> {
    if build.findings.leaks().next().is_none() {
        return Ok(());
    }
    Err(Error::new("did not publish", "an edition would show, or may show, what only another one has")
        .help("`waybook build` shows what and where"))
}

/// What stands before the first stage.
struct Loaded {
    project: Project,
    folder: PathBuf,
    inputs: Inputs,
    diagnostics: Vec<Diagnostic>,
    /// Where the project file names each version.
    versions: BTreeMap<String, Span>,
    /// The audiences of the editions, where the project file names them.
    audiences: Vec<NamedAudience>,
    /// The older versions that could not be read.
    unread: Vec<String>,
}

impl Findings {
    fn new(inputs: Inputs, diagnostics: Vec<Diagnostic>) -> Self {
        Self::of(inputs.sources, diagnostics, &inputs.config)
    }

    fn of(sources: Sources, mut diagnostics: Vec<Diagnostic>, config: &Config) -> Self {
        for diagnostic in &mut diagnostics {
            if let Some(severity) = config.check.get(&diagnostic.code) {
                diagnostic.severity = *severity;
            }
        }
        diagnostics.retain(|diagnostic| diagnostic.severity != Severity::Off);
        sort(&mut diagnostics, &sources);
        Self { diagnostics, sources, content: config.content.clone() }
    }

    /// What editions would publish of each other, or may. The severity of the rule decides whether that counts.
    pub fn leaks(&self) -> impl Iterator<Item = &Diagnostic> {
        let stops = |found: &&Diagnostic| found.code.stops_publishing() && found.severity == Severity::Error;
        self.diagnostics.iter().filter(stops)
    }

    /// How many there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }
}

/// The folder of an edition; none if there is only one and it lies at the top.
fn edition_folder(config: &Config, name: &str) -> Result<Option<VirtualPath>, Error> {
    let names: Vec<&str> = config.editions.iter().map(|edition| edition.name.as_str()).collect();
    if names.contains(&name) {
        return Ok(VirtualPath::new(name).filter(|_| names.len() > 1));
    }
    let known =
        if names.is_empty() { "the project has none".to_owned() } else { format!("known: {}", names.join(", ")) };
    let error = Error::at("could not find the edition", name, known);
    match nearest(name, names) {
        Some(near) => Err(error.help(format!("did you mean `{near}`?"))),
        None => Err(error),
    }
}

/// The files of a build below a folder.
fn below(files: &OutputFiles, folder: &VirtualPath) -> OutputFiles {
    let mut inside = OutputFiles::default();
    for (path, content) in files.iter().filter(|(path, _)| path.is_below(folder)) {
        inside.insert(path.clone(), content.clone());
        files.origin(path).into_iter().for_each(|origin| inside.came_from(path.clone(), origin.clone()));
    }
    inside
}
