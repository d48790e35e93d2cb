//! The pipeline: from what was gathered to what is published, each arrow a function without side effects.

mod addresses;
mod entries;
mod findings;
mod languages;
mod mend;
mod moved;
mod press;
mod proof;
mod readings;
mod reports;
mod reprint;
mod rules;
mod site;
mod sites;
mod study;
mod summary;
mod versions;

pub use findings::{Shown, place as place_of_findings};
pub use mend::{layout, layout_of, task_ids};
pub use reports::Reported;
pub use study::study;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::switch::{self, Switch};
use crate::check::{Subject, check};
pub use crate::corpus::Named;
use crate::corpus::{Library, Meta, Tocs, tocs};
use crate::diagnostic::{Checked, Code, Diagnostic, Severity};
use crate::extract::playbook::{Facts, facts};
use crate::extract::{Page, Vocabulary, page};
use crate::inputs::Inputs;
pub use crate::inventory::Inventory;
pub use crate::memo::{Followed, ReportSources, Summary};
use crate::memo::{Grounds, Made, Memo, TextKey, Work};
use crate::model::Engagement;
use crate::output::{Origin, OutputFiles};
use crate::parity::Pairs;
use crate::render::html::{TemplateProblem, Templates};
use crate::render::manuscript::Manuscripts;
#[cfg(feature = "pdf")]
pub use crate::render::pdf::{Fonts, Printed, Typesetter, Unprinted, letters};
use crate::search;
use crate::syntax::markdown::Document;
use crate::text::{FileId, Position, QuickMap, Source, Span, VirtualPath};
use crate::view::basis::Said;

use languages::Languages;
use press::Press;
pub use readings::RawReadings;
use rules::{links_of, pages_of, texts_of};
use summary::summary;
use versions::{Archived, Catalogues, Past, Tools};

/// Everything up to the model: documents at their addresses, what they say, what is wrong with them.
pub struct Model<'a> {
    /// All documents.
    pub library: Library<'a>,
    /// What the pages say.
    pub facts: Facts,
    /// What included files say.
    pub fragments: QuickMap<FileId, Arc<Page>>,
    /// Tables of contents.
    pub tocs: Arc<Tocs>,
    /// The words of the playbook.
    pub vocabulary: Arc<Vocabulary>,
    /// What authors switched off, by file.
    pub switches: QuickMap<FileId, Arc<[Switch]>>,
    /// Which pages are one page in several languages.
    pub pairs: Pairs,
    /// Whom files and lines are for, as the proof of editions reads them.
    pub readings: RawReadings,
}

/// What a build makes.
#[derive(Debug)]
pub struct Built {
    /// The files to publish.
    pub outputs: OutputFiles,
    /// The file that each page was written from, and the engagement behind each folder of reports.
    pub origins: BTreeMap<VirtualPath, VirtualPath>,
    /// Who owns each page, by its source.
    pub owners: BTreeMap<VirtualPath, String>,
    /// Pages that the last build published elsewhere: their old address, which leads on, and the new one.
    pub moved: Vec<(VirtualPath, VirtualPath)>,
    /// What to say of it.
    pub summary: Summary,
    /// The audiences and editions that the content names.
    pub named: Named,
    /// What became of the reports of each engagement, in order of the engagement files.
    pub reports: Vec<Reported>,
    /// How many texts and rows the workbook of the portfolio could not hold.
    pub cut: usize,
    /// The reports before they are typeset, if they were asked for.
    pub manuscripts: Manuscripts,
    /// Whose texts may be in each report, also in those that are still to be typeset.
    pub report_sources: BTreeMap<VirtualPath, ReportSources>,
}

/// Called from any thread when one of many is done.
pub type Done<'a> = &'a (dyn Fn() + Sync);

/// Sites and reports.
pub fn build(inputs: &Inputs, memo: &mut Memo) -> Checked<Built> {
    make(inputs, memo, true, &|| {})
}

/// Reports alone. Says of each engagement when it is done.
pub fn report(inputs: &Inputs, memo: &mut Memo, done: Done<'_>) -> Checked<Built> {
    make(inputs, memo, false, done)
}

fn make(inputs: &Inputs, memo: &mut Memo, with_sites: bool, done: Done<'_>) -> Checked<Built> {
    memo.begin(inputs);
    let mut archive = std::mem::take(&mut memo.archive);
    let Checked { value: model, mut diagnostics } = model(inputs, memo);
    let past = versions::read(inputs, &mut archive);
    let catalogues = match with_sites {
        true => versions::catalogues(&model, &mut memo.grounds, &past, &mut archive),
        false => Vec::new(),
    };
    let (templates, problems) = templates(inputs, memo);
    let press = Press::new(std::mem::take(&mut memo.sheets), std::mem::take(&mut memo.entries));
    let said = Said::new(&model.facts.processes, &mut memo.said);
    let texts = Languages::new(&inputs.theme, std::mem::take(&mut memo.texts));
    let tools = Tools { templates: &templates, texts: &texts, versions: &catalogues, done };
    let mut stage = Stage::new((inputs, &model), (&press, &said), tools, memo);
    stage.problems = problems;
    stage.past = &past;
    stage.origins = origins_of_reports(inputs);
    let mut outputs = OutputFiles::default();
    if with_sites {
        outputs.extend(sites::sites(&mut stage, &mut diagnostics));
    }
    let moved = moved::lead_on(inputs, &mut outputs);
    let reports = reports::reports(&mut stage, &mut diagnostics);
    // Where it is not certain who may read a line, that line would be found in the outputs once more.
    diagnostics.extend(past.iter().flat_map(|past| past.doubts.iter().cloned()));
    if !is_doubtful(inputs, &diagnostics) {
        // A preview publishes nothing, and the reports of all customers would be searched at each edit.
        let published = Some(&reports).filter(|_| inputs.origins || !with_sites);
        diagnostics.extend(proof::leaks(&stage, &outputs, published));
    }
    let older = if with_sites { versions::archived(&past, tools, &mut archive) } else { Archived::default() };
    let others = [&reports.files, &older.outputs];
    diagnostics.extend(addresses::beside_sites(inputs, &outputs, &others, &stage.origins));
    outputs.extend(reports.files);
    outputs.extend(older.outputs);
    diagnostics.extend(older.leaks);
    stage.problems.extend(older.problems);
    if inputs.origins {
        own_engagements(inputs, &mut outputs);
    }
    let engagements = reports.reported.iter().filter(|one| one.failed.is_none()).count();
    let counted = summary(&model, &said, &mut memo.summary);
    let summary = Summary { editions: inputs.config.editions.len(), engagements, ..counted };
    let (problems, origins) = stage.keep(memo);
    diagnostics.extend(template_errors(inputs, problems));
    let (sheets, entries, work) = press.finish();
    (memo.sheets, memo.entries) = (sheets, entries);
    memo.archive = archive;
    memo.texts = texts.finish();
    memo.work = Work { parsed: memo.work.parsed, ..work }.and(older.work);
    let diagnostics = switch::applied(diagnostics, &model.switches, &inputs.sources);
    let owners = findings::owners(&model);
    let theme = if inputs.makes_documents() { inputs.theme.files.clone() } else { BTreeMap::new() };
    let manuscripts = Manuscripts { theme, reports: reports.manuscripts };
    let (report_sources, reports, cut) = (reports.sources, reports.reported, reports.cut);
    let named = model.library.named();
    let built = Built { outputs, origins, owners, moved, summary, named, reports, cut, manuscripts, report_sources };
    Checked::new(built, diagnostics)
}

/// Whether a finding that is an error in this project says that somebody may read what is not meant for them.
fn is_doubtful(inputs: &Inputs, diagnostics: &[Diagnostic]) -> bool {
    let severity = inputs.config.check.get(&Code::DoubtfulAudience).copied().unwrap_or(Severity::Error);
    severity == Severity::Error && diagnostics.iter().any(|found| found.code == Code::DoubtfulAudience)
}

/// The engagement behind each folder of reports.
fn origins_of_reports(inputs: &Inputs) -> BTreeMap<VirtualPath, VirtualPath> {
    let paths = inputs.engagements.iter().map(|file| &inputs.sources.get(*file).path);
    paths.filter_map(|path| Some((VirtualPath::new(&format!("reports/{}", path.stem()))?, path.clone()))).collect()
}

/// Says of each report which engagement it was made from.
fn own_engagements(inputs: &Inputs, outputs: &mut OutputFiles) {
    for (folder, source) in origins_of_reports(inputs) {
        let own: Vec<VirtualPath> =
            outputs.iter().map(|(path, _)| path).filter(|p| p.is_below(&folder)).cloned().collect();
        for path in own {
            outputs.came_from(path, Origin { sources: vec![source.clone()], ..Origin::default() });
        }
    }
}

/// The templates of the theme; those of the last build, since the memo begins anew with another theme.
fn templates(inputs: &Inputs, memo: &mut Memo) -> (Arc<Templates>, Vec<TemplateProblem>) {
    let new = || {
        let (templates, problems) = Templates::new(&inputs.theme.files);
        (Arc::new(templates), problems)
    };
    memo.templates.get_or_insert_with(new).clone()
}

/// What all pages and reports of a build are made from.
struct Stage<'a> {
    inputs: &'a Inputs,
    model: &'a Model<'a>,
    templates: &'a Templates,
    press: &'a Press,
    said: &'a Said,
    texts: &'a Languages<'a>,
    /// What the sites of each version have, where there are several.
    versions: &'a [Catalogues],
    /// The older versions.
    past: &'a [Past<'a>],
    /// Called when the reports of an engagement are made.
    done: Done<'a>,
    problems: Vec<TemplateProblem>,
    origins: BTreeMap<VirtualPath, VirtualPath>,
    /// The reports of the last build, and of this one.
    reports_before: BTreeMap<VirtualPath, Arc<Made>>,
    reports_made: BTreeMap<VirtualPath, Arc<Made>>,
    /// The ground of each site in the last build, and in this one.
    grounds_before: Grounds,
    grounds_made: Grounds,
    /// The search index of each site in the last build, and in this one.
    searches_before: BTreeMap<String, search::Index>,
    searches_made: BTreeMap<String, search::Index>,
}

impl<'a> Stage<'a> {
    /// A stage that knows what the last build kept.
    fn new(
        (inputs, model): (&'a Inputs, &'a Model<'a>),
        (press, said): (&'a Press, &'a Said),
        tools: Tools<'a>,
        memo: &mut Memo,
    ) -> Self {
        let Tools { templates, texts, versions, done } = tools;
        Self {
            inputs,
            model,
            templates,
            press,
            said,
            texts,
            versions,
            past: &[],
            done,
            problems: Vec::new(),
            origins: BTreeMap::new(),
            reports_before: std::mem::take(&mut memo.reports),
            reports_made: BTreeMap::new(),
            grounds_before: std::mem::take(&mut memo.grounds),
            grounds_made: Grounds::new(),
            searches_before: std::mem::take(&mut memo.searches),
            searches_made: BTreeMap::new(),
        }
    }

    /// Keeps what the next build may use. Gives problems of templates, and where pages come from.
    fn keep(self, memo: &mut Memo) -> (Vec<TemplateProblem>, BTreeMap<VirtualPath, VirtualPath>) {
        memo.reports = self.reports_made;
        memo.grounds = self.grounds_made;
        memo.searches = self.searches_made;
        (self.problems, self.origins)
    }
}

/// Each item with its index, or nothing once where there are none.
fn choices<T>(items: &[T]) -> Vec<Option<(usize, &T)>> {
    if items.is_empty() { vec![None] } else { items.iter().enumerate().map(Some).collect() }
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
    memo.begin(inputs);
    let Checked { value: model, diagnostics } = model(inputs, memo);
    let diagnostics = switch::applied(diagnostics, &model.switches, &inputs.sources);
    Checked::new(Inventory::new(&model.library, &model.facts, &model.pairs), diagnostics)
}

/// The engagements of a project, without reports.
pub fn engagements(inputs: &Inputs) -> Checked<Vec<Engagement>> {
    reports::engagements(inputs, &Vocabulary::new(&inputs.config))
}

/// Reads everything and applies the rules.
pub fn model<'a>(inputs: &'a Inputs, memo: &mut Memo) -> Checked<Model<'a>> {
    let mut diagnostics = Vec::new();
    let vocabulary = memo.vocabulary.get_or_insert_with(|| Arc::new(Vocabulary::new(&inputs.config))).clone();
    let markdown_tocs = inputs.tocs.iter().filter(|file| inputs.sources.get(**file).path.extension() == "md");
    let files: Vec<FileId> = inputs.pages.iter().chain(&inputs.fragments).chain(markdown_tocs).copied().collect();
    let documents = memo.documents(&inputs.sources, &files);
    let metas = metas(inputs, &documents, memo, &mut diagnostics);
    let library = Library::new(inputs, documents, &metas, (&mut memo.index, &mut memo.pages), &mut diagnostics);
    let readings = RawReadings::new(&library);
    diagnostics.extend(readings.doubts(&library));
    let tocs = tocs(&library, &mut memo.tocs, &mut diagnostics);
    let included = library.included_files();
    let mut pages = outlines(&library, &vocabulary, &included, memo, &mut diagnostics);
    let of_fragments = pages.split_off(library.pages.len());
    let switches = texts_of(&library, &vocabulary, pages.iter().chain(&of_fragments), memo, &mut diagnostics);
    let fragments = of_fragments.into_iter().map(|page| (page.file, page)).collect();
    let facts = facts(&library, &vocabulary, pages, &fragments, &mut memo.processes);
    let subject = Subject { library: &library, facts: &facts, tocs: &tocs.all, today: inputs.today };
    let of_each = || {
        let mut found = links_of(&library, &included, memo);
        found.extend(pages_of(&library, &facts, inputs.today, memo));
        (found, Pairs::new(&library, &facts))
    };
    let ((of_each, pairs), of_all) = rayon::join(of_each, || check(&subject));
    diagnostics.extend(of_each);
    diagnostics.extend(of_all);
    Checked::new(Model { library, facts, fragments, tocs, vocabulary, switches, pairs, readings }, diagnostics)
}

/// The front matter of every page.
fn metas(
    inputs: &Inputs,
    documents: &QuickMap<FileId, Arc<Document>>,
    memo: &mut Memo,
    found: &mut Vec<Diagnostic>,
) -> Vec<Arc<Meta>> {
    let keys: Vec<TextKey> = inputs.pages.iter().map(|file| (*file, inputs.sources.get(*file).hash)).collect();
    let read = |(file, _): &(FileId, u64)| {
        let mut diagnostics = Vec::new();
        let source = inputs.sources.get(*file);
        let meta = documents.get(file).map(|document| Meta::read(document, source, &inputs.config, &mut diagnostics));
        Checked::new(Arc::new(meta.unwrap_or_default()), diagnostics)
    };
    let (metas, _) = memo.metas.renew(&keys, read);
    found.extend(metas.iter().flat_map(|meta| meta.diagnostics.iter().cloned()));
    metas.iter().map(|meta| meta.value.clone()).collect()
}

/// What pages and the files they include say, pages first.
fn outlines(
    library: &Library<'_>,
    vocabulary: &Vocabulary,
    included: &[FileId],
    memo: &mut Memo,
    found: &mut Vec<Diagnostic>,
) -> Vec<Arc<Page>> {
    let files = library.pages.iter().map(|page| page.file).chain(included.iter().copied());
    let read: Vec<(FileId, &Arc<Document>)> = files.filter_map(|file| Some((file, library.document(file)?))).collect();
    let keys: Vec<TextKey> = read.iter().map(|(file, document)| (*file, document.hash)).collect();
    let outline = |(file, _): &TextKey| {
        let document = library.document(*file).expect("only files with a document are asked for");
        Arc::new(page(document, library.source(*file), vocabulary))
    };
    let (pages, _) = memo.outlines.renew(&keys, outline);
    found.extend(pages.iter().flat_map(|page| page.diagnostics.iter().cloned()));
    pages
}

/// Rows of an inventory as a workbook of one table.
pub fn workbook(
    title: &str,
    columns: &[&str],
    rows: &[serde_json::Value],
    today: jiff::civil::Date,
) -> Checked<Vec<u8>> {
    let day = crate::view::dates::day(today, "en");
    match crate::render::xlsx::rows(title, columns, rows, &day) {
        Ok(workbook) => Checked::new(workbook.bytes, Vec::new()),
        Err(error) => {
            let message = format!("the workbook could not be written: {error}");
            Checked::new(Vec::new(), vec![Diagnostic::new(Code::TemplateError, message)])
        }
    }
}
