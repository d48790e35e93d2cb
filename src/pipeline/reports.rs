//! Reports: one engagement, one view, one file of each kind. Nothing is shared between customers but playbook and brand.

use rayon::prelude::*;

use super::Stage;
use super::site::printed;
use crate::check::engagement as rules;
use crate::corpus::Toc;
use crate::diagnostic::Diagnostic;
use crate::extract::engagement::{Project, engagement};
use crate::extract::playbook::playbook;
use crate::model::{Engagement, Playbook};
use crate::output::OutputFiles;
use crate::progress::progress;
use crate::progress::working_days::WorkingDays;
use crate::render::html::{TemplateProblem, Texts};
use crate::text::{FileId, VirtualPath};
use crate::view::color;
use crate::view::pages::Site;
use crate::view::status_report::{Context, StatusReport, status_report};

/// Makes the reports of every engagement, in order of the engagement files.
pub(super) fn reports(stage: &mut Stage<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<OutputFiles> {
    let inputs = stage.inputs;
    let project = project(stage);
    let made: Vec<Made> = inputs.engagements.par_iter().map(|file| report(stage, &project, *file)).collect();
    let mut files = Vec::new();
    for made in made {
        diagnostics.extend(made.diagnostics);
        stage.problems.extend(made.problems);
        files.extend(made.files);
    }
    files
}

#[derive(Default)]
struct Made {
    files: Option<OutputFiles>,
    diagnostics: Vec<Diagnostic>,
    problems: Vec<TemplateProblem>,
}

/// What reading engagements needs to know: the built-in words and the project's.
fn project<'a>(stage: &Stage<'a>) -> Project<'a> {
    let mut project = Project::new(&stage.inputs.sources, &stage.inputs.config);
    let vocabulary = &stage.model.vocabulary;
    let services = vocabulary.service_spellings().map(|(spelling, name)| (spelling.clone(), name.clone()));
    project.services.extend(services);
    let phases = vocabulary.phase_spellings().map(|(spelling, name)| (spelling.clone(), name.clone()));
    project.phases.extend(phases);
    project
}

fn report(stage: &Stage<'_>, project: &Project<'_>, file: FileId) -> Made {
    let source = stage.inputs.sources.get(file);
    let mut diagnostics = Vec::new();
    let Some(engagement) = engagement(source, project).unpack(&mut diagnostics) else {
        return Made { diagnostics, ..Made::default() };
    };
    let playbook = playbook_of(stage, &engagement);
    let progress = progress(&playbook, &engagement);
    diagnostics.extend(rules::engagement(&playbook, &engagement, &progress));
    let config = &stage.inputs.config;
    let context = Context {
        as_of: stage.inputs.today,
        title: &config.title,
        language: "en",
        sources: &stage.inputs.sources,
        calendar: WorkingDays::new(&config.calendar.weekend, &config.calendar.holidays),
    };
    let view = status_report(&playbook, &engagement, &progress, &context);
    let (files, problems) = files(stage, source.path.stem(), &view);
    Made { files, diagnostics, problems }
}

/// The playbook that an engagement follows: that of its edition, in the first language.
fn playbook_of(stage: &Stage<'_>, engagement: &Engagement) -> Playbook {
    let library = &stage.model.library;
    let edition = engagement.scope.edition.as_ref().map(|edition| &edition.value);
    let fits = |index: &usize| {
        let page = &library.pages[*index];
        let in_edition = edition.is_none_or(|edition| page.editions.is_empty() || page.editions.contains(edition));
        in_edition && page.language == 0
    };
    let pages: Vec<usize> = (0..library.pages.len()).filter(fits).collect();
    let tocs: Vec<Toc> = stage.model.tocs.clone();
    playbook(library, &stage.model.facts, &pages, &tocs)
}

fn files(stage: &Stage<'_>, name: &str, view: &StatusReport) -> (Option<OutputFiles>, Vec<TemplateProblem>) {
    let config = &stage.inputs.config;
    let site = Site {
        title: config.title.clone(),
        language: "en".to_owned(),
        direction: "ltr".to_owned(),
        brand: config.brand.name.clone().unwrap_or_else(|| config.title.clone()),
        accent: config.brand.color.as_deref().and_then(color::accent),
        footer: config.brand.footer.clone(),
        ..Site::default()
    };
    let (texts, _) = Texts::new(&stage.inputs.theme.files, "en");
    let printer = stage.templates.printer(&site, &texts);
    let (html, problems) = printed(&printer, "report/status.html", view);
    let mut files = OutputFiles::default();
    let twin = serde_json::to_string_pretty(view).unwrap_or_default() + "\n";
    for (file, text) in [("status.html", html), ("status.json", twin)] {
        if let Some(path) = VirtualPath::new(&format!("reports/{name}/{file}")) {
            files.insert(path, text);
        }
    }
    (Some(files), problems)
}
