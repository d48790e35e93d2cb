//! Reports: one engagement, one view, one file of each kind; and the portfolio over all of them.
//!
//! Nothing is shared between customers but playbook and brand. What earlier reports left behind is an input.

mod closing;
mod edition;
mod files;
mod followed;
mod past;
mod refusal;
mod sharing;

use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::Stage;
use crate::check::engagement as rules;
use crate::config::Config;
use crate::diagnostic::{Checked, Diagnostic, Severity};
use crate::extract::Vocabulary;
use crate::extract::engagement::{Claims, Project, engagement, tables_of};
use crate::inputs::{Inputs, ReportKind};
pub use crate::memo::Reported;
use crate::memo::{Made, ReportSources};
use crate::model::{Engagement, Playbook};
use crate::output::OutputFiles;
use crate::progress::known;
use crate::progress::situation::{Situation, Thresholds};
use crate::progress::working_days::WorkingDays;
use crate::render::manuscript::Manuscript;
use crate::text::{Digest, Digester, FileId, Source, VirtualPath, nearest};
use crate::view::chart::{ageing, burn_up, velocity};
use crate::view::closure_report::{closure_report, outcome};
use crate::view::portfolio::{FailedRow, share};
use crate::view::reporting::Context;
use crate::view::status_report::status_report;

use files::Studio;
pub(super) use followed::{Followed, FollowedPlaybook, followed, no_pages, playbook_of, unspoken, untranslated};
use past::Past;
use refusal::Refusal;
pub(super) use sharing::Sharing;

/// The reports of all engagements.
#[derive(Default)]
pub(super) struct Reports {
    pub(super) files: OutputFiles,
    pub(super) reported: Vec<Reported>,
    /// How much the workbook of the portfolio could not hold.
    pub(super) cut: usize,
    /// The reports before they are typeset, where that is wanted.
    pub(super) manuscripts: Vec<Manuscript>,
    /// Whose texts may be in each file and in each PDF that is still to be typeset.
    pub(super) sources: BTreeMap<VirtualPath, ReportSources>,
}

/// Makes the reports of every engagement, in order of the engagement files, and the portfolio.
pub(super) fn reports(stage: &mut Stage<'_>, diagnostics: &mut Vec<Diagnostic>) -> Reports {
    let inputs = stage.inputs;
    let claims = claims(stage, base(stage));
    let all: Vec<Arc<Claims>> = claims.iter().map(|(_, claims)| claims.clone()).collect();
    let sharing = Sharing::new(inputs, &all);
    let known: Vec<Known> = claims.into_iter().map(|claims| known(stage, &sharing, claims)).collect();
    let shelf = Shelf::new(stage, sharing, known.iter().all(|known| known.made.is_some()));
    diagnostics.extend(shelf.unknown_exit_task.as_ref().and_then(Refusal::finding_in_settings));
    let made: Vec<Arc<Made>> = known
        .into_par_iter()
        .map(|Known { claims, basis, made }| {
            let file = claims.1.file;
            let new = || Made { basis, claims: Some(claims), ..report(stage, &shelf, file) };
            let made = made.unwrap_or_else(|| Arc::new(new()));
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
        let paths = made.files.iter().map(|(path, _)| path).chain(made.manuscripts.iter().map(|report| &report.path));
        out.sources.extend(paths.map(|path| (path.clone(), made.sources.clone())));
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

/// What each engagement claims, with the digest of what that is read from; of the last build where that is the same.
fn claims(stage: &Stage<'_>, base: Digest) -> Vec<(Digest, Arc<Claims>)> {
    let sources = &stage.inputs.sources;
    let one = |file: &FileId| {
        let own = sources.get(*file);
        let basis = Digest::of(&(base, &own.path, own.hash));
        let before = stage.reports_before.get(&own.path).and_then(|made| made.claims.clone());
        let same = before.filter(|(before, _)| *before == basis);
        same.unwrap_or_else(|| (basis, Arc::new(Claims::of(own, sources))))
    };
    stage.inputs.engagements.par_iter().map(one).collect()
}

/// What is known of an engagement before its reports are made.
struct Known {
    claims: (Digest, Arc<Claims>),
    basis: Digest,
    /// Its reports of the last build, if they would be the same.
    made: Option<Arc<Made>>,
}

fn known(stage: &Stage<'_>, sharing: &Sharing, claims: (Digest, Arc<Claims>)) -> Known {
    let sources = &stage.inputs.sources;
    let file = claims.1.file;
    let basis = Digest::of(&(claims.0, sharing.digest(file)));
    let still = |read: &(FileId, u64)| sources.find(read.0).is_some_and(|source| source.hash == read.1);
    let same = |made: &&Arc<Made>| made.basis == basis && made.read.iter().all(still);
    let made = stage.reports_before.get(&sources.get(file).path).filter(same).cloned();
    Known { claims, basis, made }
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
    let mut sources = ReportSources::default();
    made.iter().for_each(|made| sources.extend(&made.sources));
    Arc::new(Made {
        basis,
        sources,
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

/// An engagement held against its playbook on the day of the reports.
pub(super) fn situation<'s>(inputs: &'s Inputs, playbook: &'s Playbook, engagement: &'s Engagement) -> Situation<'s> {
    let Config { calendar, health, .. } = &inputs.config;
    let working = WorkingDays::new(&calendar.weekend, &calendar.holidays);
    let thresholds = Thresholds { late_red_days: health.late_red_days, stale_status_days: health.stale_status_days };
    let situation = Situation::new(playbook, engagement, working, thresholds, inputs.report_day());
    situation.with_closure(closing::closure(&inputs.config))
}

/// Playbooks by edition and language.
type Playbooks = BTreeMap<Followed, Option<Arc<Bound>>>;

/// What engagements have in common: names, playbooks by edition and language, words by language, snapshots by engagement.
struct Shelf<'a> {
    project: Project<'a>,
    sharing: Sharing,
    playbooks: Mutex<Playbooks>,
    studios: Mutex<BTreeMap<String, Arc<Studio<'a>>>>,
    past: Past,
    language: &'a str,
    /// Why no engagement gets a report, where the settings ask for a task that does not exist.
    unknown_exit_task: Option<Refusal>,
}

impl<'a> Shelf<'a> {
    /// What is needed where some report is to be made; where none is, the past is left alone.
    fn new(stage: &Stage<'a>, sharing: Sharing, all_known: bool) -> Self {
        let twins = if all_known { &[] } else { stage.inputs.reporting.twins.as_slice() };
        let project = project(stage.inputs, &stage.model.vocabulary);
        Self {
            project: Project { shared_tables: sharing.tables.clone(), ..project },
            sharing,
            playbooks: Mutex::default(),
            studios: Mutex::default(),
            past: Past::of(twins),
            unknown_exit_task: closing::unknown_exit_task(stage),
            language: stage.inputs.config.languages.first().map_or("en", |language| language.tag.as_str()),
        }
    }

    /// The language of an engagement's reports.
    fn tag<'s>(&'s self, engagement: &'s Engagement) -> &'s str {
        engagement.language.as_ref().map_or(self.language, |language| language.value.as_str())
    }

    /// The playbook that an engagement follows.
    fn playbook(&self, stage: &Stage<'_>, engagement: &Engagement, followed: &Followed) -> Result<Arc<Bound>, Refusal> {
        let mut playbooks = self.playbooks.lock().unwrap_or_else(PoisonError::into_inner);
        let made = playbooks.entry(followed.clone());
        let made = made.or_insert_with_key(|followed| bound(stage, followed).map(Arc::new)).clone();
        made.ok_or_else(|| no_pages(engagement, followed))
    }

    /// What prints reports in a language.
    fn studio(&self, stage: &Stage<'a>, tag: &str) -> Arc<Studio<'a>> {
        let mut studios = self.studios.lock().unwrap_or_else(PoisonError::into_inner);
        studios.entry(tag.to_owned()).or_insert_with(|| Arc::new(Studio::new(stage, tag))).clone()
    }
}

/// The playbook that an engagement follows, and what it is called.
struct Bound {
    followed: FollowedPlaybook,
    title: String,
}

fn bound(stage: &Stage<'_>, followed: &Followed) -> Option<Bound> {
    let past = stage.past.iter().find(|past| followed.version.as_deref() == Some(past.name()));
    let model = past.map_or(stage.model, |past| &past.model);
    let title = &stage.inputs.config.title;
    let title = past.map_or_else(|| title.clone(), |past| format!("{title} {}", past.name()));
    Some(Bound { followed: playbook_of(model, followed)?, title })
}

fn report<'a>(stage: &Stage<'a>, shelf: &Shelf<'a>, file: FileId) -> Made {
    let source = stage.inputs.sources.get(file);
    let mut diagnostics = Vec::new();
    let read = engagement(source, &shelf.project).unpack(&mut diagnostics);
    let Some(engagement) = read else {
        let first = diagnostics.first().map(|found| found.message.clone());
        let refusal = Refusal::Unreadable(first.unwrap_or_else(|| "nothing in it could be read".to_owned()));
        return refused(source, None, refusal, diagnostics);
    };
    let read = tables_of(source, &engagement, &stage.inputs.sources);
    let made = match reported(stage, shelf, &engagement, &mut diagnostics) {
        Ok(made) => made,
        Err(refusal) => refused(source, Some(&engagement), refusal, std::mem::take(&mut diagnostics)),
    };
    diagnostics.extend(made.diagnostics);
    let mut sources = made.sources;
    sources.own.extend(read.iter().map(|(file, _)| *file));
    let errors = diagnostics.iter().filter(|found| found.severity == Severity::Error).count();
    Made { read, diagnostics, sources, reported: Reported { errors, ..made.reported }, ..made }
}

/// The reports of an engagement that could be read, or why there are none.
fn reported<'a>(
    stage: &Stage<'a>,
    shelf: &Shelf<'a>,
    engagement: &Engagement,
    found: &mut Vec<Diagnostic>,
) -> Result<Made, Refusal> {
    shelf.sharing.allows(engagement.file)?;
    shelf.unknown_exit_task.clone().map_or(Ok(()), Err)?;
    unread_version(stage, engagement)?;
    let followed = followed(stage.inputs, engagement)?;
    let bound = shelf.playbook(stage, engagement, &followed)?;
    let FollowedPlaybook { playbook, version, language, known } = &bound.followed;
    found.extend(unspoken(stage.inputs, engagement));
    found.extend(untranslated(stage.inputs, engagement, &followed, *language));
    let mut situation = situation(stage.inputs, playbook, engagement);
    found.extend(rules::engagement(&situation, known));
    refusal::unsound(engagement, &stage.inputs.sources, found)?;
    // Findings are about the files as they are; what a report shows was known by its day.
    let day = stage.inputs.report_day();
    let by_day = known::has_later(engagement, day).then(|| known::known_by(engagement.clone(), day));
    if let Some(by_day) = &by_day {
        situation = self::situation(stage.inputs, playbook, by_day);
    }
    let past = shelf.past.snapshots(engagement);
    let tag = shelf.tag(engagement);
    let studio = shelf.studio(stage, tag);
    let words = |key: &str, values: &[(&str, &str)]| studio.texts().fill(key, values);
    let context = Context {
        situation: &situation,
        title: &bound.title,
        edition: followed.edition.as_deref(),
        version,
        language: tag,
        words: &words,
        phase_words: stage.model.vocabulary.phase_words(tag),
        sources: &stage.inputs.sources,
        past: &past,
        since: stage.inputs.reporting.since.as_deref(),
        time_zone: stage.inputs.config.calendar.time_zone.as_deref(),
    };
    let playbooks = [Followed { language: *language, ..followed.clone() }].into();
    let made = views(stage, shelf, &studio, &context);
    Ok(Made { sources: ReportSources { playbooks, own: [engagement.file].into() }, ..made })
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

/// An engagement without a report.
fn refused(
    source: &Source,
    engagement: Option<&Engagement>,
    refusal: Refusal,
    mut diagnostics: Vec<Diagnostic>,
) -> Made {
    let reason = refusal.reason();
    diagnostics.extend(refusal.finding());
    let reported = Reported {
        id: source.path.stem().to_owned(),
        customer: engagement.map(|engagement| engagement.customer.clone()),
        failed: Some(reason.clone()),
        refused: refusal.keeps_the_last_report(),
        ..Reported::default()
    };
    let failed = Some(FailedRow { file: source.path.to_string(), reason });
    Made { failed, reported, diagnostics, ..Made::default() }
}

/// Whether the version of the playbook that an engagement follows is there. The current one is no substitute: its tasks are
/// others.
fn unread_version(stage: &Stage<'_>, engagement: &Engagement) -> Result<(), Refusal> {
    let Some(named) = &engagement.scope.version else { return Ok(()) };
    let versions = &stage.inputs.config.versions;
    let is_current = versions.first().is_some_and(|version| version.name == named.value);
    if is_current || stage.past.iter().any(|past| past.name() == named.value) {
        return Ok(());
    }
    let is_known = versions.iter().any(|version| version.name == named.value);
    let near = nearest(&named.value, versions.iter().map(|version| version.name.as_str()));
    let near = near.filter(|_| !is_known).map(str::to_owned);
    Err(Refusal::NoVersion { named: named.clone(), is_known, near })
}
