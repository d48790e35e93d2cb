//! Reports: one engagement, one view, one file of each kind; and the portfolio over all of them.
//!
//! Nothing is shared between customers but playbook and brand. What earlier reports left behind is an input.

mod files;
mod past;

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Model, Stage};
use crate::check::engagement as rules;
use crate::diagnostic::{Checked, Diagnostic, Severity};
use crate::extract::Vocabulary;
use crate::extract::engagement::{Project, engagement};
use crate::extract::playbook::playbook;
use crate::inputs::{Inputs, ReportKind};
pub use crate::memo::Reported;
use crate::memo::{Made, Spoken};
use crate::model::{Engagement, Playbook};
use crate::output::OutputFiles;
use crate::progress::delta::Snapshot;
use crate::progress::situation::{Situation, Thresholds};
use crate::progress::working_days::WorkingDays;
use crate::render::html::Texts;
use crate::render::manuscript::Manuscript;
use crate::text::{Digest, Digester, FileId, VirtualPath};
use crate::view::chart::{ageing, burn_up, velocity};
use crate::view::closure_report::{closure_report, outcome};
use crate::view::portfolio::{FailedRow, share};
use crate::view::reporting::Context;
use crate::view::status_report::status_report;

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
    let project = project(inputs, &stage.model.vocabulary);
    let read: Vec<(FileId, Read)> = known
        .par_iter()
        .filter(|(_, _, made)| made.is_none())
        .map(|(file, ..)| (*file, read(stage, &project, *file)))
        .collect();
    let shelf = Shelf::new(stage, read.iter().filter_map(|(_, (engagement, _))| engagement.as_ref()));
    let mut read: HashMap<FileId, Read> = read.into_iter().collect();
    let asked: Vec<_> = known.into_iter().map(|(file, basis, made)| (file, basis, made, read.remove(&file))).collect();
    let made: Vec<Arc<Made>> = asked
        .into_par_iter()
        .map(|(file, basis, made, read)| {
            let new = |read| Arc::new(Made { basis, ..report(stage, &shelf, file, read) });
            made.unwrap_or_else(|| new(read.unwrap_or_default()))
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

/// What every report is made from: the pages, the data of all customers, what was asked.
fn base(stage: &Stage<'_>) -> Digest {
    let Stage { inputs, model, .. } = stage;
    let mut digest = Digester::default();
    (inputs.report_day(), inputs.today, &inputs.reporting.twins, &inputs.reporting.since).hash(&mut digest);
    inputs.reporting.wanted.hash(&mut digest);
    (stage.said.of_tasks(), model.library.signs(), model.library.division()).hash(&mut digest);
    model.tocs.digest().hash(&mut digest);
    for source in inputs.sources.iter().filter(|source| model.library.document(source.id).is_none()) {
        (&source.path, source.hash).hash(&mut digest);
    }
    digest.digest()
}

/// The reports of an engagement, of the last build if they would be the same.
fn known(stage: &Stage<'_>, base: Digest, file: FileId) -> (FileId, Digest, Option<Arc<Made>>) {
    let path = &stage.inputs.sources.get(file).path;
    let basis = Digest::of(&(base, path));
    (file, basis, stage.reports_before.get(path).filter(|made| made.basis == basis).cloned())
}

/// The portfolio, of the last build if every customer's part is.
fn portfolio(stage: &Stage<'_>, shelf: &Shelf<'_>, made: &[Arc<Made>]) -> Arc<Made> {
    let basis = Digest::of(&made.iter().map(|made| made.basis).collect::<Vec<_>>());
    if let Some(known) = stage.reports_before.get(&VirtualPath::root()).filter(|known| known.basis == basis) {
        return known.clone();
    }
    let shares = made.iter().filter_map(|made| made.share.clone()).collect();
    let failed = made.iter().filter_map(|made| made.failed.clone()).collect();
    let printed = files::portfolio(stage, shelf.texts(shelf.language), shelf.language, shares, failed);
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

type Read = (Option<Engagement>, Vec<Diagnostic>);

fn read(stage: &Stage<'_>, project: &Project<'_>, file: FileId) -> Read {
    let mut diagnostics = Vec::new();
    let engagement = engagement(stage.inputs.sources.get(file), project).unpack(&mut diagnostics);
    (engagement, diagnostics)
}

/// What engagements have in common: playbooks by edition and language, words by language, snapshots by engagement.
struct Shelf<'a> {
    playbooks: BTreeMap<(Option<String>, usize), Playbook>,
    texts: BTreeMap<String, Arc<Spoken>>,
    past: BTreeMap<String, Vec<Snapshot>>,
    language: &'a str,
}

impl<'a> Shelf<'a> {
    fn new<'e>(stage: &Stage<'a>, engagements: impl Iterator<Item = &'e Engagement>) -> Self {
        let config = &stage.inputs.config;
        let language = config.languages.first().map_or("en", |language| language.tag.as_str());
        let past = past::snapshots(&stage.inputs.reporting.twins);
        let mut shelf = Self { playbooks: BTreeMap::new(), texts: BTreeMap::new(), past, language };
        shelf.texts.insert(language.to_owned(), stage.texts.get(language));
        for engagement in engagements {
            let tag = shelf.tag(engagement).to_owned();
            shelf.texts.entry(tag).or_insert_with_key(|tag| stage.texts.get(tag));
            let key = shelf.key(stage, engagement);
            shelf
                .playbooks
                .entry(key)
                .or_insert_with_key(|(edition, language)| bound(stage.model, edition.as_ref(), *language));
        }
        shelf
    }

    /// The language of an engagement's reports.
    fn tag<'s>(&'s self, engagement: &'s Engagement) -> &'s str {
        engagement.language.as_ref().map_or(self.language, |language| language.value.as_str())
    }

    /// Edition and language of the playbook that an engagement follows: its own language where the playbook has it.
    fn key(&self, stage: &Stage<'_>, engagement: &Engagement) -> (Option<String>, usize) {
        let tag = self.tag(engagement);
        let languages = &stage.inputs.config.languages;
        let language = languages.iter().position(|language| language.tag.eq_ignore_ascii_case(tag)).unwrap_or(0);
        (engagement.scope.edition.as_ref().map(|edition| edition.value.clone()), language)
    }

    fn texts(&self, tag: &str) -> &Texts {
        &self.texts[tag].texts
    }
}

/// The playbook of an edition in a language.
pub(super) fn bound(model: &Model<'_>, edition: Option<&String>, language: usize) -> Playbook {
    let library = &model.library;
    let fits = |index: &usize| {
        let page = &library.pages[*index];
        let in_edition = edition.is_none_or(|edition| page.editions.is_empty() || page.editions.contains(edition));
        in_edition && page.language == language
    };
    let pages: Vec<usize> = (0..library.pages.len()).filter(fits).collect();
    playbook(library, &model.facts, (&pages, &model.tocs.all), edition.map(String::as_str))
}

fn report(stage: &Stage<'_>, shelf: &Shelf<'_>, file: FileId, read: Read) -> Made {
    let source = stage.inputs.sources.get(file);
    let (engagement, mut diagnostics) = read;
    let Some(engagement) = engagement else { return unreadable(source, diagnostics) };
    let playbook = &shelf.playbooks[&shelf.key(stage, &engagement)];
    let config = &stage.inputs.config;
    let calendar = WorkingDays::new(&config.calendar.weekend, &config.calendar.holidays);
    let health = &config.health;
    let thresholds = Thresholds { late_red_days: health.late_red_days, stale_status_days: health.stale_status_days };
    let situation = Situation::new(playbook, &engagement, calendar, thresholds, stage.inputs.report_day());
    diagnostics.extend(rules::engagement(&situation));
    let tag = shelf.tag(&engagement);
    let texts = shelf.texts(tag);
    let words = |key: &str, values: &[(&str, &str)]| texts.fill(key, values);
    let context = Context {
        situation: &situation,
        title: &config.title,
        language: tag,
        words: &words,
        sources: &stage.inputs.sources,
        past: shelf.past.get(&engagement.id).map(Vec::as_slice).unwrap_or_default(),
        since: stage.inputs.reporting.since.as_deref(),
        time_zone: config.calendar.time_zone.as_deref(),
    };
    let errors = diagnostics.iter().filter(|found| found.severity == Severity::Error).count();
    let made = Made { diagnostics, ..views(stage, shelf, texts, &context) };
    Made { reported: Reported { errors, ..made.reported.clone() }, ..made }
}

fn views(stage: &Stage<'_>, shelf: &Shelf<'_>, texts: &Texts, context: &Context<'_>) -> Made {
    let wants = |kind| stage.inputs.reporting.wants(kind);
    let outcome = outcome(context);
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
            let own = shelf.texts(shelf.language);
            let words = |key: &str, values: &[(&str, &str)]| own.fill(key, values);
            let for_leads = Context { language: shelf.language, words: &words, ..*context };
            share(&status_report(&for_leads), &for_leads)
        }
    });
    let closure = wants(ReportKind::Closure).then(|| closure_report(context));
    let status = status.filter(|_| wants(ReportKind::Status)).map(|status| {
        let pictures = files::Pictures {
            burn_up: burn_up::burn_up(context),
            velocity: velocity::velocity(context),
            ageing: ageing::ageing(context, &status.issue_figures.ageing),
        };
        (status, pictures)
    });
    let printed = files::reports(stage, texts, context.language, &reported.id, (status.as_ref(), closure.as_ref()));
    let reported = Reported { cut: printed.cut, ..reported };
    let files::Printed { files, sheets, problems, manuscripts, cut: _ } = printed;
    Made { files, sheets, problems, manuscripts, share, reported, ..Made::default() }
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
