//! The pipeline: from what was gathered to what is published, each arrow a function without side effects.

mod reports;
mod site;

pub use reports::Reported;

use std::collections::HashMap;

use rayon::prelude::*;

use crate::check::{Subject, check};
use crate::corpus::{Library, Toc, tocs};
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::extract::playbook::{Facts, facts, playbook};
use crate::extract::{Page, Vocabulary, page};
use crate::inputs::Inputs;
pub use crate::inventory::Inventory;
use crate::memo::Memo;
use crate::model::Requirement;
use crate::output::OutputFiles;
use crate::render::html::{TemplateProblem, Templates};
use crate::text::{FileId, Position, Source, Span};

/// Everything up to the model: documents at their addresses, what they say, what is wrong with them.
pub struct Model<'a> {
    /// All documents.
    pub library: Library<'a>,
    /// What the pages say.
    pub facts: Facts,
    /// What included files say.
    pub fragments: HashMap<FileId, Page>,
    /// Tables of contents.
    pub tocs: Vec<Toc>,
    /// The words of the playbook.
    pub vocabulary: Vocabulary,
}

/// What a build makes.
#[derive(Debug)]
pub struct Built {
    /// The files to publish.
    pub outputs: OutputFiles,
    /// What to say of it.
    pub summary: Summary,
    /// What became of the reports of each engagement, in order of the engagement files.
    pub reports: Vec<Reported>,
}

/// The figures of a build.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Pages published.
    pub pages: usize,
    /// Phases of the playbook.
    pub phases: usize,
    /// Distinct tasks.
    pub tasks: usize,
    /// Those of them that are mandatory.
    pub mandatory: usize,
    /// Customers.
    pub engagements: usize,
    /// Editions built.
    pub editions: usize,
}

/// Sites and reports.
pub fn build(inputs: &Inputs, memo: &mut Memo) -> Checked<Built> {
    make(inputs, memo, true)
}

/// Reports alone.
pub fn report(inputs: &Inputs, memo: &mut Memo) -> Checked<Built> {
    make(inputs, memo, false)
}

fn make(inputs: &Inputs, memo: &mut Memo, with_sites: bool) -> Checked<Built> {
    let Checked { value: model, mut diagnostics } = model(inputs, memo);
    let (templates, problems) = Templates::new(&inputs.theme.files);
    let mut stage = Stage { inputs, model: &model, templates: &templates, problems };
    let mut outputs = OutputFiles::default();
    for edition in choices(&inputs.config.editions).into_iter().filter(|_| with_sites) {
        for language in choices(&inputs.config.languages) {
            outputs.extend(site::site(&mut stage, edition, language, &mut diagnostics));
        }
    }
    if with_sites {
        outputs.extend(site::doors(inputs));
    }
    let reports = reports::reports(&mut stage, &mut diagnostics);
    outputs.extend(reports.files);
    let engagements = reports.reported.iter().filter(|one| one.failed.is_none()).count();
    let summary = Summary { editions: inputs.config.editions.len(), engagements, ..summary(&model) };
    let problems = std::mem::take(&mut stage.problems);
    diagnostics.extend(template_errors(inputs, problems));
    Checked::new(Built { outputs, summary, reports: reports.reported }, diagnostics)
}

/// What all pages and reports of a build are made from.
struct Stage<'a> {
    inputs: &'a Inputs,
    model: &'a Model<'a>,
    templates: &'a Templates,
    problems: Vec<TemplateProblem>,
}

/// Each item with its index, or nothing once where there are none.
fn choices<T>(items: &[T]) -> Vec<Option<(usize, &T)>> {
    if items.is_empty() { vec![None] } else { items.iter().enumerate().map(Some).collect() }
}

fn summary(model: &Model<'_>) -> Summary {
    let all: Vec<usize> = (0..model.library.pages.len()).collect();
    let playbook = playbook(&model.library, &model.facts, &all, &model.tocs);
    let is_mandatory = |entry: &&crate::model::TaskEntry| {
        entry
            .occurrences
            .iter()
            .any(|(process, at)| playbook.processes[*process].tasks[*at].1.requirement == Some(Requirement::Mandatory))
    };
    let tasks = playbook.tasks.tasks.values().filter(|entry| !entry.occurrences.is_empty());
    Summary {
        pages: all.len(),
        phases: playbook.phases.len(),
        tasks: tasks.clone().count(),
        mandatory: tasks.filter(is_mandatory).count(),
        ..Summary::default()
    }
}

/// Problems of templates as findings, each once, at its place where the project has the file.
fn template_errors(inputs: &Inputs, mut problems: Vec<TemplateProblem>) -> Vec<Diagnostic> {
    problems.sort_by(|a, b| (&a.template, a.position, &a.message).cmp(&(&b.template, b.position, &b.message)));
    problems.dedup();
    let finding = |problem: TemplateProblem| {
        let message = format!("template `{}`: {}", problem.template, problem.message);
        let source = inputs.theme.overridden.get(&problem.template).and_then(|path| inputs.sources.at(path));
        let found = match source {
            Some(source) => Diagnostic::at(Code::TemplateError, place(source, problem.position), message),
            None => Diagnostic::new(Code::TemplateError, message),
        };
        found.help("correct the file; until then the built-in one of its name is used")
    };
    problems.into_iter().map(finding).collect()
}

fn place(source: &Source, position: Option<Position>) -> Span {
    let Some(position) = position else { return Span::start_of(source.id) };
    let range = source.lines().range(position.line, source.text.len());
    let column = source.text[range.clone()].char_indices().nth(position.column as usize - 1).map_or(0, |(at, _)| at);
    let end = range.start + source.text[range.clone()].trim_end().len();
    Span::new(source.id, range.start + column, end)
}

/// The model and what was found on the way, as rows for other programs.
pub fn read(inputs: &Inputs, memo: &mut Memo) -> Checked<Inventory> {
    let Checked { value: model, diagnostics } = model(inputs, memo);
    Checked::new(Inventory::new(&model.library, &model.facts), diagnostics)
}

/// Reads everything and applies the rules.
pub fn model<'a>(inputs: &'a Inputs, memo: &mut Memo) -> Checked<Model<'a>> {
    let mut diagnostics = Vec::new();
    let vocabulary = Vocabulary::new(&inputs.config);
    let markdown_tocs = inputs.tocs.iter().filter(|file| inputs.sources.get(**file).path.extension() == "md");
    let files: Vec<FileId> = inputs.pages.iter().chain(&inputs.fragments).chain(markdown_tocs).copied().collect();
    let documents = memo.documents(&inputs.sources, &files);
    let library = Library::new(inputs, documents, &mut diagnostics);
    let tocs = tocs(&library, &mut diagnostics);
    let pages = outlines(&library, &vocabulary, &inputs.pages, &mut diagnostics);
    let fragments = outlines(&library, &vocabulary, &library.included_files(), &mut diagnostics);
    let fragments: HashMap<FileId, Page> = fragments.into_iter().map(|page| (page.file, page)).collect();
    let facts = facts(&library, pages, &fragments);
    diagnostics.extend(check(&Subject { library: &library, facts: &facts, today: inputs.today }));
    Checked::new(Model { library, facts, fragments, tocs, vocabulary }, diagnostics)
}

fn outlines(
    library: &Library<'_>,
    vocabulary: &Vocabulary,
    files: &[FileId],
    found: &mut Vec<Diagnostic>,
) -> Vec<Page> {
    let outline = |file: &FileId| {
        let document = library.document(*file)?;
        Some(page(document, library.source(*file), vocabulary))
    };
    let mut pages: Vec<Page> = files.par_iter().filter_map(outline).collect();
    for page in &mut pages {
        found.append(&mut page.diagnostics);
    }
    pages
}
