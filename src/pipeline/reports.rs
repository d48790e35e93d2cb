//! Reports: one engagement, one view, one file of each kind; and the portfolio over all of them.
//!
//! Nothing is shared between customers but playbook and brand. What earlier reports left behind is an input.

mod files;
mod past;

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Stage;
use crate::check::engagement as rules;
use crate::corpus::Toc;
use crate::diagnostic::{Checked, Diagnostic, Severity};
use crate::extract::Vocabulary;
use crate::extract::engagement::{Project, engagement};
use crate::extract::playbook::playbook;
use crate::inputs::Inputs;
use crate::model::{Engagement, Playbook};
use crate::output::OutputFiles;
use crate::progress::delta::Snapshot;
use crate::progress::situation::{Situation, Thresholds};
use crate::progress::working_days::WorkingDays;
use crate::render::html::{TemplateProblem, Texts};
use crate::text::FileId;
use crate::view::chart::{ageing, burn_up, velocity};
use crate::view::closure_report::closure_report;
use crate::view::portfolio::{FailedRow, Share, share};
use crate::view::reporting::Context;
use crate::view::status_report::status_report;

/// What became of the reports of one engagement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reported {
    /// The engagement's id: the folder of its reports.
    pub id: String,
    /// The customer's name; none if the file could not be read so far.
    pub customer: Option<String>,
    /// Whether it may be closed.
    pub ready: bool,
    /// How many findings stand in the way of closure.
    pub missing: usize,
    /// Errors in its data.
    pub errors: usize,
    /// Why there is no report.
    pub failed: Option<String>,
    /// Whether there was a report to compare with.
    pub compared: bool,
}

/// The reports of all engagements.
pub(super) struct Reports {
    pub(super) files: OutputFiles,
    pub(super) reported: Vec<Reported>,
}

/// Makes the reports of every engagement, in order of the engagement files, and the portfolio.
pub(super) fn reports(stage: &mut Stage<'_>, diagnostics: &mut Vec<Diagnostic>) -> Reports {
    let inputs = stage.inputs;
    let project = project(inputs, &stage.model.vocabulary);
    let read: Vec<_> = inputs.engagements.par_iter().map(|file| (*file, read(stage, &project, *file))).collect();
    let shelf = Shelf::new(stage, read.iter().filter_map(|(_, (engagement, _))| engagement.as_ref()));
    let made: Vec<Made> = read.into_par_iter().map(|(file, read)| report(stage, &shelf, file, read)).collect();
    let mut out = Reports { files: OutputFiles::default(), reported: Vec::new() };
    let (mut shares, mut failed) = (Vec::new(), Vec::new());
    for made in made {
        diagnostics.extend(made.diagnostics);
        stage.problems.extend(made.problems);
        out.files.extend(made.files);
        shares.extend(made.share);
        failed.extend(made.failed);
        out.reported.push(made.reported);
    }
    if !inputs.engagements.is_empty() {
        let (files, problems) = files::portfolio(stage, shelf.texts(shelf.language), shelf.language, shares, failed);
        out.files.extend(files);
        stage.problems.extend(problems);
    }
    out
}

#[derive(Default)]
struct Made {
    files: OutputFiles,
    diagnostics: Vec<Diagnostic>,
    problems: Vec<TemplateProblem>,
    share: Option<Share>,
    failed: Option<FailedRow>,
    reported: Reported,
}

/// What reading engagements needs to know: the built-in words and the project's.
fn project<'a>(inputs: &'a Inputs, vocabulary: &Vocabulary) -> Project<'a> {
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
    texts: BTreeMap<String, Texts>,
    past: BTreeMap<String, Vec<Snapshot>>,
    language: &'a str,
}

impl<'a> Shelf<'a> {
    fn new<'e>(stage: &Stage<'a>, engagements: impl Iterator<Item = &'e Engagement>) -> Self {
        let config = &stage.inputs.config;
        let language = config.languages.first().map_or("en", |language| language.tag.as_str());
        let past = past::snapshots(&stage.inputs.reporting.twins);
        let mut shelf = Self { playbooks: BTreeMap::new(), texts: BTreeMap::new(), past, language };
        let theme = &stage.inputs.theme.files;
        shelf.texts.insert(language.to_owned(), Texts::new(theme, language).0);
        for engagement in engagements {
            let tag = shelf.tag(engagement).to_owned();
            shelf.texts.entry(tag).or_insert_with_key(|tag| Texts::new(theme, tag).0);
            let key = shelf.key(stage, engagement);
            shelf
                .playbooks
                .entry(key)
                .or_insert_with_key(|(edition, language)| bound(stage, edition.as_ref(), *language));
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
        &self.texts[tag]
    }
}

/// The playbook of an edition in a language.
fn bound(stage: &Stage<'_>, edition: Option<&String>, language: usize) -> Playbook {
    let library = &stage.model.library;
    let fits = |index: &usize| {
        let page = &library.pages[*index];
        let in_edition = edition.is_none_or(|edition| page.editions.is_empty() || page.editions.contains(edition));
        in_edition && page.language == language
    };
    let pages: Vec<usize> = (0..library.pages.len()).filter(fits).collect();
    let tocs: Vec<Toc> = stage.model.tocs.clone();
    playbook(library, &stage.model.facts, (&pages, &tocs), edition.map(String::as_str))
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
    diagnostics.extend(rules::engagement(playbook, &engagement, &situation.progress));
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
    };
    let errors = diagnostics.iter().filter(|found| found.severity == Severity::Error).count();
    let made = Made { diagnostics, ..views(stage, shelf, texts, &context) };
    Made { reported: Reported { errors, ..made.reported.clone() }, ..made }
}

fn views(stage: &Stage<'_>, shelf: &Shelf<'_>, texts: &Texts, context: &Context<'_>) -> Made {
    let status = status_report(context);
    let closure = closure_report(context);
    let pictures = files::Pictures {
        burn_up: burn_up::burn_up(context),
        velocity: velocity::velocity(context),
        ageing: ageing::ageing(context, &status.issue_figures.ageing),
    };
    let reported = Reported {
        id: context.situation.engagement.id.clone(),
        customer: Some(closure.header.customer.clone()),
        ready: closure.ready,
        missing: closure.missing,
        compared: status.delta.is_some(),
        ..Reported::default()
    };
    let own = shelf.texts(shelf.language);
    let words = |key: &str, values: &[(&str, &str)]| own.fill(key, values);
    let for_leads = Context { language: shelf.language, words: &words, ..*context };
    let share = share(&status_report(&for_leads), &for_leads);
    let (files, problems) =
        files::reports(stage, texts, context.language, &reported.id, (&status, &closure, &pictures));
    Made { files, problems, share: Some(share), reported, ..Made::default() }
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
