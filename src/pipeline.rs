//! The pipeline: from what was gathered to what is published, each arrow a function without side effects.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::check::{Subject, check};
use crate::corpus::{Library, Toc, tocs};
use crate::diagnostic::{Checked, Diagnostic};
use crate::extract::playbook::{Facts, facts};
use crate::extract::{Page, Vocabulary, page};
use crate::inputs::Inputs;
pub use crate::inventory::Inventory;
use crate::memo::Memo;
use crate::output::OutputFiles;
use crate::text::FileId;

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
    let Checked { value: _model, diagnostics } = model(inputs, memo);
    Checked::new(Built { outputs: OutputFiles::default(), summary: Summary::default() }, diagnostics)
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
    let fragments = outlines(&library, &vocabulary, &inputs.fragments, &mut diagnostics);
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
