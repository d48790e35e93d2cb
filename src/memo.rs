//! What one build remembers for the next. Nothing in it can be stale, since each value is looked up by the digest of all
//! that it is made from: what a text says by the text, what a page looks like by what it shows. Settings and theme are in
//! everything; when they change, all but the documents is forgotten.

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};

use rayon::prelude::*;

use crate::check::switch::Switch;
use crate::config::Config;
use crate::corpus::{Index, KnownPages, Meta, PageEntry, Tocs};
use crate::diagnostic::{Checked, Diagnostic};
use crate::extract;
use crate::inputs::{Inputs, Theme};
use crate::model::Process;
use crate::output::OutputFiles;
use crate::render::html::{TemplateProblem, Templates, Texts};
use crate::render::manuscript::Manuscript;
use crate::search::{self, Entry};
use crate::syntax::markdown::{self, Document};
use crate::text::{Digest, FileId, QuickMap, Sources, VirtualPath};
use crate::view::Ground;
use crate::view::basis::Known;
use crate::view::portfolio::{FailedRow, Share};

/// A text: its file and the hash of what stands in it.
pub type TextKey = (FileId, u64);

/// What one build remembers for the next.
#[derive(Default)]
pub struct Memo {
    /// What the values below were made with.
    settings: Option<(Config, Theme)>,
    documents: Kept<Arc<Document>>,
    /// Front matter of pages.
    pub metas: Kept<Checked<Arc<Meta>>>,
    /// What pages and included files say.
    pub outlines: Kept<Arc<extract::Page>>,
    /// What is wrong with each text by itself, and what its author switched off.
    pub text_findings: Kept<Arc<TextFindings>>,
    /// What is wrong with each page by itself.
    pub page_findings: QuickMap<FileId, PageFindings>,
    /// The processes of pages.
    pub processes: extract::playbook::KnownProcesses,
    /// What is wrong with the links of each file.
    pub links: QuickMap<FileId, Arc<LinkFindings>>,
    /// What links look at in each file.
    pub landmarks: Vec<(FileId, (Digest, Digest))>,
    /// The pages at their addresses.
    pub pages: KnownPages,
    /// The templates of the theme, and what is wrong with them.
    pub templates: Option<(Arc<Templates>, Vec<TemplateProblem>)>,
    /// The words of the theme by language.
    pub texts: BTreeMap<String, Arc<Spoken>>,
    /// The words of the playbook.
    pub vocabulary: Option<Arc<extract::Vocabulary>>,
    /// What lies at which address.
    pub index: Option<Arc<Index>>,
    /// The tables of contents.
    pub tocs: Option<Arc<Tocs>>,
    /// What stands for all that each page says.
    pub said: Known,
    /// The reports of each engagement by its file; the portfolio at the root.
    pub reports: BTreeMap<VirtualPath, Arc<Made>>,
    /// What is wrong with the data of customers, and what that was held against.
    pub customers: Option<(Digest, Vec<Diagnostic>)>,
    /// Pages and reports by what they are.
    pub sheets: QuickMap<Digest, Arc<Sheet>>,
    /// Entries of the pages' long lists.
    pub entries: KnownEntries,
    /// The pages of each site and where they lie.
    pub grounds: Grounds,
    /// The search index of each site by its folder.
    pub searches: BTreeMap<String, search::Index>,
    /// The figures of all pages, and what they were counted from.
    pub summary: Option<(Digest, Summary)>,
    /// The memos of older versions by their names.
    pub archive: BTreeMap<String, Memo>,
    /// What the last build did.
    pub work: Work,
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

/// The pages of each site by its edition and language.
pub type Grounds = BTreeMap<(Option<String>, Option<String>), Arc<Ground>>;

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
    /// Whether there is none because the playbook that it follows could not be read: what was published of it stays.
    pub refused: bool,
    /// Whether there was a report to compare with.
    pub compared: bool,
    /// How many texts and rows its workbooks could not hold.
    pub cut: usize,
}

/// The reports of one customer or the portfolio, and what they were made from.
#[derive(Debug, Default)]
pub struct Made {
    /// What they were made from, but for the tables.
    pub basis: Digest,
    /// The tables that were read, with the hashes of their texts.
    pub read: Vec<TextKey>,
    /// The files.
    pub files: OutputFiles,
    /// The pages among them by what they are.
    pub sheets: Vec<(Digest, Arc<Sheet>)>,
    /// What was found in the customer's data.
    pub diagnostics: Vec<Diagnostic>,
    /// What went wrong while they were printed.
    pub problems: Vec<TemplateProblem>,
    /// What is still to be typeset.
    pub manuscripts: Vec<Manuscript>,
    /// What the customer gives to the portfolio.
    pub share: Option<Share>,
    /// Why there is no report.
    pub failed: Option<FailedRow>,
    /// What became of it.
    pub reported: Reported,
}

/// The words of a theme in one language.
#[derive(Debug)]
pub struct Spoken {
    /// The words.
    pub texts: Texts,
    /// What is wrong with their files.
    pub problems: Vec<TemplateProblem>,
}

/// How much a build did, for tests and for those who wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Texts that were read as Markdown.
    pub parsed: usize,
    /// Views that were made because something that they are made from was new.
    pub viewed: usize,
    /// Pages and reports that were printed because their views were new.
    pub printed: usize,
}

impl Work {
    /// Both together.
    pub fn and(self, other: Work) -> Work {
        let Work { parsed, viewed, printed } = other;
        Work { parsed: self.parsed + parsed, viewed: self.viewed + viewed, printed: self.printed + printed }
    }
}

/// A finished page.
#[derive(Debug)]
pub struct Sheet {
    /// What its view was made from.
    pub basis: Option<Digest>,
    /// What it shows.
    pub view: Digest,
    /// Its address.
    pub path: VirtualPath,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// What went wrong while it was printed.
    pub problems: Vec<TemplateProblem>,
    /// What it brings to the search index.
    pub entry: Option<Arc<Entry>>,
    /// The entries of its long lists as they were printed, for pages that show them too.
    pub listed: Vec<Arc<str>>,
}

/// Entries of long lists as they were printed, by what they show. They last as long as a page shows them.
#[derive(Debug, Default)]
pub struct KnownEntries {
    /// The entries, also some that no page shows any more.
    pub entries: QuickMap<Digest, Weak<str>>,
    /// How many there were when those were dropped last.
    alive: usize,
}

impl KnownEntries {
    /// Drops what no page shows any more, once that may be half of all.
    pub fn forget(&mut self) {
        if self.entries.len() > 2 * self.alive + 1000 {
            self.entries.retain(|_, entry| entry.strong_count() > 0);
            self.alive = self.entries.len();
        }
    }
}

/// What is wrong with the links of a file, and what that was found from.
#[derive(Debug)]
pub struct LinkFindings {
    /// What lies at which address, who has what, and the hash of its text.
    pub basis: (Digest, Digest, Option<u64>),
    /// The files whose anchors and headings were asked for, with what stands for those.
    pub consulted: Vec<(FileId, (Digest, Digest))>,
    /// The findings.
    pub findings: Vec<Diagnostic>,
}

/// What is wrong with one text by itself.
#[derive(Debug)]
pub struct TextFindings {
    /// The findings.
    pub findings: Vec<Diagnostic>,
    /// The comments that switch rules off.
    pub switches: Arc<[Switch]>,
}

/// What is wrong with one page by itself, and what that was found from.
#[derive(Debug)]
pub struct PageFindings {
    /// The page.
    pub entry: Arc<PageEntry>,
    /// What it says.
    pub process: Arc<Process>,
    /// The day.
    pub today: jiff::civil::Date,
    /// The findings.
    pub findings: Vec<Diagnostic>,
}

impl Memo {
    /// Forgets what was made with other settings or another theme, and begins to count anew.
    pub fn begin(&mut self, inputs: &Inputs) {
        let same =
            matches!(&self.settings, Some((config, theme)) if *config == inputs.config && *theme == inputs.theme);
        if !same {
            let documents = std::mem::take(&mut self.documents);
            let settings = Some((inputs.config.clone(), inputs.theme.clone()));
            *self = Self { settings, documents, ..Self::default() };
        }
        self.work = Work::default();
    }

    /// The theme of the last build and its templates.
    pub fn look(&self) -> Option<(&Theme, &Templates)> {
        let (_, theme) = self.settings.as_ref()?;
        let (templates, _) = self.templates.as_ref()?;
        Some((theme, templates))
    }

    /// The documents of some files, read anew only where the text changed.
    pub fn documents(&mut self, sources: &Sources, files: &[FileId]) -> QuickMap<FileId, Arc<Document>> {
        let keys: Vec<TextKey> = files.iter().map(|file| (*file, sources.get(*file).hash)).collect();
        let (documents, parsed) =
            self.documents.renew(&keys, |(file, _)| Arc::new(markdown::parse(sources.get(*file))));
        self.work.parsed += parsed;
        files.iter().copied().zip(documents).collect()
    }
}

/// Values of the last build by the texts that they were made from.
#[derive(Debug)]
pub struct Kept<V> {
    /// By the number of the file, with the hash of its text.
    all: Vec<Option<(u64, V)>>,
    count: usize,
}

impl<V> Default for Kept<V> {
    fn default() -> Self {
        Self { all: Vec::new(), count: 0 }
    }
}

impl<V: Clone + Send + Sync> Kept<V> {
    /// The value of each text in their order, made on all cores where the last build had none, and how many were made.
    /// Whatever is not asked for is forgotten.
    pub fn renew(&mut self, keys: &[TextKey], make: impl Fn(&TextKey) -> V + Sync) -> (Vec<V>, usize) {
        let mut found: Vec<Option<V>> = keys.iter().map(|key| self.get(key).cloned()).collect();
        let missing: Vec<usize> = (0..keys.len()).filter(|at| found[*at].is_none()).collect();
        let made: Vec<V> = missing.par_iter().map(|at| make(&keys[*at])).collect();
        let count = made.len();
        for (at, value) in missing.into_iter().zip(made) {
            self.insert(keys[at], value.clone());
            found[at] = Some(value);
        }
        let values: Vec<V> = found.into_iter().flatten().collect();
        if self.count != keys.len() {
            *self = Self::default();
            keys.iter().zip(&values).for_each(|(key, value)| self.insert(*key, value.clone()));
        }
        (values, count)
    }

    fn get(&self, (file, hash): &TextKey) -> Option<&V> {
        let (known, value) = self.all.get(file.0 as usize)?.as_ref()?;
        (known == hash).then_some(value)
    }

    fn insert(&mut self, (file, hash): TextKey, value: V) {
        let at = file.0 as usize;
        if self.all.len() <= at {
            self.all.resize(at + 1, None);
        }
        self.count += usize::from(self.all[at].is_none());
        self.all[at] = Some((hash, value));
    }
}
