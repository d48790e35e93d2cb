//! Mending: from findings with fixes to files with other bytes. Rounds are built over the project in memory until nothing
//! is left to mend; then each file is written whole, if nobody changed it meanwhile.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{Build, Findings, Loaded, Request, Session};
use crate::diagnostic::{Code, Fix, Safety};
use crate::error::Error;
use crate::mend::applied;
use crate::model::TaskId;
use crate::pipeline;
use crate::system::{Overlay, System, locate};
use crate::text::{FileId, Source, VirtualPath};

/// No chain of fixes is this long; a loop of fixes would be.
const MOST_ROUNDS: usize = 16;

/// A file before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Its path in the project.
    pub path: VirtualPath,
    /// Where it lies.
    pub(super) disk: PathBuf,
    /// As it was read.
    pub before: String,
    /// As it should be.
    pub after: String,
}

/// A file that was left alone, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftAlone {
    /// Its path in the project.
    pub path: VirtualPath,
    /// A lower-case phrase.
    pub reason: String,
}

/// What mending came to, before anything is written.
#[derive(Debug)]
pub struct Mended {
    /// The files that change, in order of path.
    pub files: Vec<Changed>,
    /// Files with findings that could be mended, but not there.
    pub alone: Vec<LeftAlone>,
    /// How many fixes were made.
    pub made: usize,
    /// The project after them, with the findings that are left.
    pub build: Build,
}

/// Takes out findings that are not to be mended.
pub type Choose<'c> = dyn FnMut(&mut Findings) -> Result<(), Error> + 'c;

/// Mends what is at least this sure, of what `choose` leaves, to the point where nothing of it can be mended.
pub fn mend(system: &dyn System, request: Request, least: Safety, choose: &mut Choose<'_>) -> Result<Mended, Error> {
    let over = Overlay::new(system);
    let mut session = Session::new(&over, request);
    let mut work = Work::default();
    let mut hidden = Counts::default();
    let mut build = session.build()?;
    let mut tasks = session.tasks()?;
    for round in 0.. {
        let all = counts(&build.findings);
        choose(&mut build.findings)?;
        let known = all.without(&counts(&build.findings));
        match round {
            0 => hidden = known,
            // A baseline knows findings by their lines, which a fix may have changed.
            _ => hide(&mut build.findings, hidden.without(&known)),
        }
        let made = work.made;
        if round < MOST_ROUNDS {
            work.round(system, &build, least);
        }
        if work.made == made {
            break;
        }
        work.lay(&over)?;
        let mut now = session.tasks()?;
        if tasks.iter().any(|(file, ids)| now.get(file) != Some(ids)) {
            let kept = |path: &VirtualPath| tasks.get(path) == now.get(path);
            work.take_back(kept);
            work.lay(&over)?;
            now = session.tasks()?;
        }
        tasks = now;
        work.settle();
        build = session.build()?;
    }
    let Work { files, alone, made, .. } = work;
    let files = files.into_values().filter(|file| file.before != file.after).collect();
    let alone = alone.into_iter().map(|(path, reason)| LeftAlone { path, reason }).collect();
    Ok(Mended { files, alone, made, build })
}

/// Writes files, each whole or not at all, and tells which were left alone.
pub fn write(system: &dyn System, files: &[Changed]) -> (usize, Vec<LeftAlone>) {
    let mut alone = Vec::new();
    for file in files {
        let now = system.read(&file.disk).map_err(|error| error.to_string());
        let done = match now {
            Ok(bytes) if bytes != file.before.as_bytes() => Err("it changed since it was read".to_owned()),
            Ok(_) => {
                system.write(&system.resolve(&file.disk), file.after.as_bytes()).map_err(|error| error.to_string())
            }
            Err(reason) => Err(reason),
        };
        if let Err(reason) = done {
            alone.push(LeftAlone { path: file.path.clone(), reason });
        }
    }
    (files.len() - alone.len(), alone)
}

impl Session<'_> {
    /// The ids of the tasks that each file has: no fix may lose one.
    fn tasks(&mut self) -> Result<BTreeMap<VirtualPath, Vec<TaskId>>, Error> {
        let Loaded { inputs, .. } = self.load()?;
        let mut found: BTreeMap<VirtualPath, Vec<TaskId>> = BTreeMap::new();
        for (file, id) in pipeline::task_ids(&inputs, &mut self.memo) {
            found.entry(inputs.sources.get(file).path.clone()).or_default().push(id);
        }
        found.values_mut().for_each(|ids| ids.sort());
        Ok(found)
    }

    /// The tables of pages that are not aligned, below some places or everywhere, and the files as they should be.
    pub fn layout(&mut self, places: &[PathBuf]) -> Result<(Findings, Vec<Changed>, Vec<LeftAlone>), Error> {
        let Loaded { project, inputs, .. } = self.load()?;
        let mut found = pipeline::layout(&inputs, &mut self.memo);
        let disk = |file: FileId| locate(&project.root, &inputs.sources.get(file).path);
        let pages: Vec<PathBuf> =
            inputs.pages.iter().chain(&inputs.fragments).filter_map(|file| disk(*file).ok()).collect();
        let places: Vec<PathBuf> = places.iter().map(|place| self.system.resolve(place)).collect();
        if let Some(place) = places.iter().find(|place| !pages.iter().any(|page| page.starts_with(place))) {
            return Err(Error::at("could not format", place, "no page of the project lies there"));
        }
        let wanted = |file: FileId| {
            let disk = disk(file).ok();
            places.is_empty() || disk.is_some_and(|disk| places.iter().any(|place| disk.starts_with(place)))
        };
        found.retain(|found| found.primary.as_ref().is_some_and(|label| wanted(label.span.file)));
        crate::diagnostic::render::sort(&mut found, &inputs.sources);
        let findings = Findings { diagnostics: found, content: inputs.config.content.clone(), sources: inputs.sources };
        let mut work = Work::default();
        work.fixes(self.system, &project.root, &findings, Safety::Safe);
        let alone = work.alone.into_iter().map(|(path, reason)| LeftAlone { path, reason }).collect();
        Ok((findings, work.files.into_values().collect(), alone))
    }
}

/// What was mended so far.
#[derive(Default)]
struct Work {
    files: BTreeMap<VirtualPath, Changed>,
    alone: BTreeMap<VirtualPath, String>,
    made: usize,
    /// What this round changed: the text before it, and how many fixes were made.
    round: BTreeMap<VirtualPath, (String, usize)>,
}

impl Work {
    fn round(&mut self, system: &dyn System, build: &Build, least: Safety) {
        self.fixes(system, &build.project.root, &build.findings, least);
    }

    /// Lays the texts over the project.
    fn lay(&self, over: &Overlay<'_>) -> Result<(), Error> {
        self.files.values().try_for_each(|file| over.write(&file.disk, file.after.as_bytes()))
    }

    /// Takes back what this round did to the files that lost a task by it, and leaves those alone from here on.
    fn take_back(&mut self, kept: impl Fn(&VirtualPath) -> bool) {
        for (path, (before, made)) in std::mem::take(&mut self.round) {
            if let Some(file) = self.files.get_mut(&path).filter(|_| !kept(&path)) {
                file.after = before;
                self.made -= made;
                self.alone.insert(path, "mending it further would change its tasks".to_owned());
            }
        }
    }

    /// Ends the round.
    fn settle(&mut self) {
        self.round.clear();
    }

    /// Makes the fixes that can be made together.
    fn fixes(&mut self, system: &dyn System, root: &Path, findings: &Findings, least: Safety) {
        let mut by_file: BTreeMap<FileId, Vec<&Fix>> = BTreeMap::new();
        for fix in findings.diagnostics.iter().filter_map(|found| found.mendable(least)) {
            by_file.entry(fix.edits[0].span.file).or_default().push(fix);
        }
        for (file, fixes) in by_file {
            let source = findings.sources.get(file);
            if self.alone.contains_key(&source.path) {
                continue;
            }
            if !self.files.contains_key(&source.path) {
                match changeable(system, root, source) {
                    Ok(unchanged) => drop(self.files.insert(source.path.clone(), unchanged)),
                    Err(reason) => {
                        self.alone.insert(source.path.clone(), reason);
                        continue;
                    }
                }
            }
            let done = applied(file, &source.text, &fixes);
            if let Some(changed) = self.files.get_mut(&source.path).filter(|_| done.made > 0) {
                let before = std::mem::replace(&mut changed.after, done.text);
                self.round.insert(source.path.clone(), (before, done.made));
                self.made += done.made;
            }
        }
    }
}

/// A file as it lies on the disk, if its bytes are the text that was read and it lies in the project.
pub(super) fn changeable(system: &dyn System, root: &Path, source: &Source) -> Result<Changed, String> {
    let disk = locate(root, &source.path).map_err(|error| error.to_string())?;
    if !system.resolve(&disk).starts_with(system.resolve(root)) {
        return Err("it lies outside the project".to_owned());
    }
    let bytes = system.read(&disk).map_err(|error| error.reason.to_string())?;
    match String::from_utf8(bytes) {
        Err(_) => Err("it is not UTF-8: save it as UTF-8 first".to_owned()),
        Ok(text) if text != *source.text => Err("it changed since it was read".to_owned()),
        Ok(text) => Ok(Changed { path: source.path.clone(), disk, after: text.clone(), before: text }),
    }
}

/// Findings by file, code and message, counted.
#[derive(Clone, Debug, Default)]
struct Counts(BTreeMap<(VirtualPath, Code, String), usize>);

impl Counts {
    fn without(&self, other: &Counts) -> Counts {
        let left = |(key, count): (&(VirtualPath, Code, String), &usize)| {
            let left = count.saturating_sub(other.0.get(key).copied().unwrap_or(0));
            (left > 0).then(|| (key.clone(), left))
        };
        Counts(self.0.iter().filter_map(left).collect())
    }
}

fn counts(findings: &Findings) -> Counts {
    let mut counts = Counts::default();
    for found in &findings.diagnostics {
        *counts.0.entry(key(found, findings)).or_default() += 1;
    }
    counts
}

fn key(found: &crate::diagnostic::Diagnostic, findings: &Findings) -> (VirtualPath, Code, String) {
    let path = found.primary.as_ref().map(|label| findings.sources.path(label.span).clone());
    (path.unwrap_or_else(VirtualPath::root), found.code, found.message.clone())
}

/// Takes findings out that were hidden before.
fn hide(findings: &mut Findings, mut hidden: Counts) {
    if hidden.0.is_empty() {
        return;
    }
    let keys: Vec<_> = findings.diagnostics.iter().map(|found| key(found, findings)).collect();
    let mut kept = keys.into_iter().map(|key| match hidden.0.get_mut(&key) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    });
    findings.diagnostics.retain(|_| kept.next().unwrap_or(true));
}
