//! Reports: one engagement, one view, one file of each kind; and the portfolio over all of them.
//!
//! Nothing is shared between customers but playbook and brand. What earlier reports left behind is an input.

mod files;
mod past;

use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::{Model, Stage};
use crate::check::engagement as rules;
use crate::config::Config;
use crate::diagnostic::{Checked, Diagnostic, Severity};
use crate::extract::Vocabulary;
use crate::extract::engagement::{Project, engagement, tables_of};
use crate::extract::playbook::playbook;
use crate::inputs::{Inputs, ReportKind};
use crate::memo::Made;
pub use crate::memo::Reported;
use crate::model::{Engagement, Playbook, Requirement};
use crate::output::OutputFiles;
use crate::progress::delta::Snapshot;
use crate::progress::situation::{Situation, Thresholds};
use crate::progress::working_days::WorkingDays;
use crate::render::manuscript::Manuscript;
use crate::text::{Digest, Digester, FileId, VirtualPath, nearest};
use crate::view::chart::{ageing, burn_up, velocity};
use crate::view::closure_report::{closure_report, outcome};
use crate::view::portfolio::{FailedRow, share};
use crate::view::reporting::Context;
use crate::view::status_report::status_report;

use files::Studio;

/// The reports of all engagements.
#[derive(Default)]
pub(super) struct Reports {
    pub(super) files: OutputFiles,
    pub(super) reported: Vec<Reported>,
    /// How much the workbook of the portfolio could not hold.
    pub(super) cut: usize,
    /// The reports before they are typeset, where that is wanted.
    pub(super) manuscripts: Vec<Manuscript>,
}

/// Makes the reports of every engagement, in order of the engagement files, and the portfolio.
pub(super) fn reports(stage: &mut Stage<'_>, diagnostics: &mut Vec<Diagnostic>) -> Reports {
    let inputs = stage.inputs;
    let base = base(stage);
    let known: Vec<(FileId, Digest, Option<Arc<Made>>)> =
        inputs.engagements.iter().map(|file| known(stage, base, *file)).collect();
    let shelf = Shelf::new(stage, known.iter().all(|(.., made)| made.is_some()));
    let made: Vec<Arc<Made>> = known
        .into_par_iter()
        .map(|(file, basis, made)| {
            let made = made.unwrap_or_else(|| Arc::new(Made { basis, ..report(stage, &shelf, file) }));
            (stage.done)();
            made
        })
        .collect();
    let mut out = Reports::default();
    let mut kept: BTreeMap<VirtualPath, Arc<Made>> = BTreeMap::new();
    for (file, made) in inputs.engagements.iter().zip(&made) {
        diagnostics.extend(made.diagnostics.iter().cloned());
        out.reported.push(made.reported.clone());
        kept.insert(inputs.sources.get(*file).path.clone(), made.clone());
    }
    if !inputs.engagements.is_empty() && inputs.reporting.wants(ReportKind::Portfolio) {
        let all = portfolio(stage, &shelf, &made);
        out.cut = all.reported.cut;
        kept.insert(VirtualPath::root(), all);
    }
    for made in kept.values() {
        stage.problems.extend(made.problems.iter().cloned());
        made.sheets.iter().for_each(|(place, sheet)| stage.press.keep(*place, sheet.clone()));
        out.files.extend(made.files.clone());
        out.manuscripts.extend(made.manuscripts.iter().cloned());
    }
    stage.reports_made = kept;
    out
}

/// What every report is made from: what it shows of the pages, which data there is, what was asked.
fn base(stage: &Stage<'_>) -> Digest {
    let Stage { inputs, model, .. } = stage;
    let mut digest = Digester::default();
    (inputs.report_day(), inputs.today, &inputs.reporting.twins, &inputs.reporting.since).hash(&mut digest);
    inputs.reporting.wanted.hash(&mut digest);
    (stage.said.of_reports(), model.library.signs(), model.library.division()).hash(&mut digest);
    model.tocs.digest().hash(&mut digest);
    stage.past.iter().for_each(|past| past.digest().hash(&mut digest));
    for source in inputs.sources.iter().filter(|source| model.library.document(source.id).is_none()) {
        (source.id, &source.path).hash(&mut digest);
    }
    digest.digest()
}

/// The reports of an engagement, of the last build if they would be the same.
fn known(stage: &Stage<'_>, base: Digest, file: FileId) -> (FileId, Digest, Option<Arc<Made>>) {
    let sources = &stage.inputs.sources;
    let own = sources.get(file);
    let basis = Digest::of(&(base, &own.path, own.hash));
    let still = |read: &(FileId, u64)| sources.find(read.0).is_some_and(|source| source.hash == read.1);
    let same = |made: &&Arc<Made>| made.basis == basis && made.read.iter().all(still);
    (file, basis, stage.reports_before.get(&own.path).filter(same).cloned())
}

/// The portfolio, of the last build if every customer's part is.
fn portfolio<'a>(stage: &Stage<'a>, shelf: &Shelf<'a>, made: &[Arc<Made>]) -> Arc<Made> {
    let basis = Digest::of(&made.iter().map(|made| (made.basis, &made.read)).collect::<Vec<_>>());
    if let Some(known) = stage.reports_before.get(&VirtualPath::root()).filter(|known| known.basis == basis) {
        return known.clone();
    }
    let shares = made.iter().filter_map(|made| made.share.clone()).collect();
    let failed = made.iter().filter_map(|made| made.failed.clone()).collect();
    let printed = files::portfolio(stage, &shelf.studio(stage, shelf.language), shares, failed);
    Arc::new(Made {
        basis,
        files: printed.files,
        sheets: printed.sheets,
        problems: printed.problems,
        manuscripts: printed.manuscripts,
        reported: Reported { cut: printed.cut, ..Reported::default() },
        ..Made::default()
    })
}

/// What reading engagements needs to know: the built-in words and the project's.
pub(super) fn project<'a>(inputs: &'a Inputs, vocabulary: &Vocabulary) -> Project<'a> {
    let mut project = Project::new(&inputs.sources, &inputs.config);
    let services = vocabulary.service_spellings().map(|(spelling, name)| (spelling.clone(), name.clone()));
    project.services.extend(services);
    let phases = vocabulary.phase_spellings().map(|(spelling, name)| (spelling.clone(), name.clone()));
    project.phases.extend(phases);
    project
}

/// The engagements themselves, in order of their files, and what is wrong with them.
pub(super) fn engagements(inputs: &Inputs, vocabulary: &Vocabulary) -> Checked<Vec<Engagement>> {
    let project = project(inputs, vocabulary);
    let mut diagnostics = Vec::new();
    let read = inputs.engagements.iter().map(|file| engagement(inputs.sources.get(*file), &project));
    let all = read.filter_map(|read| read.unpack(&mut diagnostics)).collect();
    Checked::new(all, diagnostics)
}

/// One of the playbooks of a project.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Followed {
    /// Its version, if that is an older one.
    pub(super) version: Option<String>,
    /// Its edition.
    pub(super) edition: Option<String>,
    /// Its language by its place in the settings.
    pub(super) language: usize,
}

/// Which playbook an engagement follows: that of its edition, in its own language where the playbook has it.
pub(super) fn followed(inputs: &Inputs, engagement: &Engagement) -> Followed {
    let languages = &inputs.config.languages;
    let own = engagement.language.as_ref();
    let language = own.and_then(|own| languages.iter().position(|one| one.tag.eq_ignore_ascii_case(&own.value)));
    let older = |name: &&String| inputs.config.older_versions().iter().any(|version| version.name == **name);
    Followed {
        version: engagement.scope.version.as_ref().map(|version| &version.value).filter(older).cloned(),
        edition: engagement.scope.edition.as_ref().map(|edition| edition.value.clone()),
        language: language.unwrap_or(0),
    }
}

/// An engagement held against its playbook on the day of the reports.
pub(super) fn situation<'s>(inputs: &'s Inputs, playbook: &'s Playbook, engagement: &'s Engagement) -> Situation<'s> {
    let Config { calendar, health, .. } = &inputs.config;
    let working = WorkingDays::new(&calendar.weekend, &calendar.holidays);
    let thresholds = Thresholds { late_red_days: health.late_red_days, stale_status_days: health.stale_status_days };
    Situation::new(playbook, engagement, working, thresholds, inputs.report_day())
}

/// Playbooks by edition and language.
type Playbooks = BTreeMap<Followed, Arc<Bound>>;

/// What engagements have in common: names, playbooks by edition and language, words by language, snapshots by engagement.
struct Shelf<'a> {
    project: Project<'a>,
    playbooks: Mutex<Playbooks>,
    studios: Mutex<BTreeMap<String, Arc<Studio<'a>>>>,
    past: BTreeMap<String, Vec<Snapshot>>,
    language: &'a str,
}

impl<'a> Shelf<'a> {
    /// What is needed where some report is to be made; where none is, the past is left alone.
    fn new(stage: &Stage<'a>, all_known: bool) -> Self {
        let twins = if all_known { &[] } else { stage.inputs.reporting.twins.as_slice() };
        Self {
            project: project(stage.inputs, &stage.model.vocabulary),
            playbooks: Mutex::default(),
            studios: Mutex::default(),
            past: past::snapshots(twins),
            language: stage.inputs.config.languages.first().map_or("en", |language| language.tag.as_str()),
        }
    }

    /// The language of an engagement's reports.
    fn tag<'s>(&'s self, engagement: &'s Engagement) -> &'s str {
        engagement.language.as_ref().map_or(self.language, |language| language.value.as_str())
    }

    /// The playbook that an engagement follows.
    fn playbook(&self, stage: &Stage<'_>, engagement: &Engagement) -> Arc<Bound> {
        let mut playbooks = self.playbooks.lock().unwrap_or_else(PoisonError::into_inner);
        let made = playbooks.entry(followed(stage.inputs, engagement));
        made.or_insert_with_key(|followed| Arc::new(bound(stage, followed))).clone()
    }

    /// What prints reports in a language.
    fn studio(&self, stage: &Stage<'a>, tag: &str) -> Arc<Studio<'a>> {
        let mut studios = self.studios.lock().unwrap_or_else(PoisonError::into_inner);
        studios.entry(tag.to_owned()).or_insert_with(|| Arc::new(Studio::new(stage, tag))).clone()
    }
}

/// A playbook of an edition in a language, its title, and the version of its tasks.
struct Bound {
    playbook: Playbook,
    title: String,
    version: String,
}

fn bound(stage: &Stage<'_>, followed: &Followed) -> Bound {
    let past = stage.past.iter().find(|past| followed.version.as_deref() == Some(past.name()));
    let model = past.map_or(stage.model, |past| &past.model);
    let playbook = playbook_of(model, followed.edition.as_ref(), followed.language);
    let title = &stage.inputs.config.title;
    let title = past.map_or_else(|| title.clone(), |past| format!("{title} {}", past.name()));
    Bound { version: version(&playbook), title, playbook }
}

/// The playbook of an edition in a language.
pub(super) fn playbook_of(model: &Model<'_>, edition: Option<&String>, language: usize) -> Playbook {
    let library = &model.library;
    let fits = |index: &usize| {
        let page = &library.pages[*index];
        let in_edition = edition.is_none_or(|edition| page.editions.is_empty() || page.editions.contains(edition));
        in_edition && page.language == language
    };
    let pages: Vec<usize> = (0..library.pages.len()).filter(fits).collect();
    playbook(library, &model.facts, (&pages, &model.tocs.all), edition.map(String::as_str))
}

/// What tells the tasks of a playbook from those of any other: each one's id, name and requirement, in the order of the ids.
fn version(playbook: &Playbook) -> String {
    let mut digest = Digester::default();
    for (id, entry) in &playbook.tasks.tasks {
        for (process, at) in &entry.occurrences {
            let task = &playbook.processes[*process].tasks[*at].1;
            (id.0, &task.name, task.requirement == Some(Requirement::Mandatory)).hash(&mut digest);
        }
    }
    digest.digest().short()
}

fn report<'a>(stage: &Stage<'a>, shelf: &Shelf<'a>, file: FileId) -> Made {
    let source = stage.inputs.sources.get(file);
    let mut diagnostics = Vec::new();
    let Some(engagement) = engagement(source, &shelf.project).unpack(&mut diagnostics) else {
        return unreadable(source, diagnostics);
    };
    if let Some(reason) = unread_version(stage, &engagement) {
        let made = without_playbook(source, &engagement, reason);
        return Made { diagnostics, ..made };
    }
    let read = tables_of(source, &engagement, &stage.inputs.sources);
    let bound = shelf.playbook(stage, &engagement);
    let config = &stage.inputs.config;
    let situation = situation(stage.inputs, &bound.playbook, &engagement);
    diagnostics.extend(rules::engagement(&situation));
    let tag = shelf.tag(&engagement);
    let studio = shelf.studio(stage, tag);
    let words = |key: &str, values: &[(&str, &str)]| studio.texts().fill(key, values);
    let context = Context {
        situation: &situation,
        title: &bound.title,
        version: &bound.version,
        language: tag,
        words: &words,
        phase_words: stage.model.vocabulary.phase_words(tag),
        sources: &stage.inputs.sources,
        past: shelf.past.get(&engagement.id).map(Vec::as_slice).unwrap_or_default(),
        since: stage.inputs.reporting.since.as_deref(),
        time_zone: config.calendar.time_zone.as_deref(),
    };
    let errors = diagnostics.iter().filter(|found| found.severity == Severity::Error).count();
    let made = Made { read, diagnostics, ..views(stage, shelf, &studio, &context) };
    Made { reported: Reported { errors, ..made.reported.clone() }, ..made }
}

fn views<'a>(stage: &Stage<'a>, shelf: &Shelf<'a>, studio: &Studio<'a>, context: &Context<'_>) -> Made {
    let wants = |kind| stage.inputs.reporting.wants(kind);
    let closure = wants(ReportKind::Closure).then(|| closure_report(context));
    let outcome = outcome(context, closure.as_ref());
    let reported = Reported {
        id: context.situation.engagement.id.clone(),
        customer: Some(context.situation.engagement.customer.clone()),
        ready: outcome.ready,
        missing: outcome.missing,
        compared: outcome.compared,
        ..Reported::default()
    };
    let shared = shelf.language == context.language;
    let status = (wants(ReportKind::Status) || shared && wants(ReportKind::Portfolio)).then(|| status_report(context));
    let share = wants(ReportKind::Portfolio).then(|| match status.as_ref().filter(|_| shared) {
        Some(status) => share(status, context),
        None => {
            let own = shelf.studio(stage, shelf.language);
            let words = |key: &str, values: &[(&str, &str)]| own.texts().fill(key, values);
            let phase_words = stage.model.vocabulary.phase_words(shelf.language);
            let for_leads = Context { language: shelf.language, words: &words, phase_words, ..*context };
            share(&status_report(&for_leads), &for_leads)
        }
    });
    let status = status.filter(|_| wants(ReportKind::Status)).map(|status| {
        let pictures = files::Pictures {
            burn_up: burn_up::burn_up(context),
            velocity: velocity::velocity(context),
            ageing: ageing::ageing(context, &status.issue_figures.ageing),
        };
        (status, pictures)
    });
    let printed = files::reports(stage, studio, &reported.id, (status.as_ref(), closure.as_ref()));
    let reported = Reported { cut: printed.cut, ..reported };
    let files::Printed { files, sheets, problems, manuscripts, cut: _ } = printed;
    Made { files, sheets, problems, manuscripts, share, reported, ..Made::default() }
}

/// Why the version of the playbook that an engagement follows is not there. The current one is no substitute: its tasks are
/// others.
fn unread_version(stage: &Stage<'_>, engagement: &Engagement) -> Option<String> {
    let named = &engagement.scope.version.as_ref()?.value;
    let versions = &stage.inputs.config.versions;
    let is_current = versions.first().is_some_and(|version| version.name == *named);
    if is_current || stage.past.iter().any(|past| past.name() == named) {
        return None;
    }
    let is_known = versions.iter().any(|version| version.name == *named);
    let near = nearest(named, versions.iter().map(|version| version.name.as_str()));
    let near = near.filter(|_| !is_known).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
    let reason = if is_known { "could not be read" } else { "is none of the playbook's" };
    Some(format!("version `{named}` {reason}{near}"))
}

/// An engagement whose playbook could not be read.
fn without_playbook(source: &crate::text::Source, engagement: &Engagement, reason: String) -> Made {
    let customer = Some(engagement.customer.clone());
    let id = engagement.id.clone();
    Made {
        failed: Some(FailedRow { file: source.path.to_string(), reason: reason.clone() }),
        reported: Reported { id, customer, failed: Some(reason), refused: true, ..Reported::default() },
        ..Made::default()
    }
}

/// A file of which nothing could be read.
fn unreadable(source: &crate::text::Source, diagnostics: Vec<Diagnostic>) -> Made {
    let reason =
        diagnostics.first().map_or_else(|| "nothing in it could be read".to_owned(), |one| one.message.clone());
    let errors = diagnostics.len();
    Made {
        failed: Some(FailedRow { file: source.path.to_string(), reason: reason.clone() }),
        reported: Reported { id: source.path.stem().to_owned(), errors, failed: Some(reason), ..Reported::default() },
        diagnostics,
        ..Made::default()
    }
}
