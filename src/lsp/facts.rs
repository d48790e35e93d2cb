//! What an editor can be told of a project: owned, taken from the model of one build, and looked up by file and place.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::corpus::{Library, Resolved, Target};
use crate::extract::{Page, Vocabulary};
use crate::model::{Task, TaskDetails, TaskId};
use crate::pipeline::Model;
use crate::syntax::markdown::{Document, LinkKind};
use crate::text::{FileId, Source, Span, VirtualPath};

/// What was read, by file and by task.
#[derive(Debug)]
pub struct Facts {
    /// Pages, and files that pages include.
    pub texts: HashMap<FileId, Text>,
    /// Every task with its places, in order of file and line.
    pub tasks: BTreeMap<TaskId, Places>,
    /// What the links of open files lead to.
    pub leads: HashMap<FileId, Vec<Lead>>,
    /// What a link may name, in order of path.
    pub targets: Vec<Named>,
    /// The words of the playbook.
    pub vocabulary: Arc<Vocabulary>,
    /// The content folder.
    pub content: VirtualPath,
}

/// A page or an included file.
#[derive(Clone, Debug)]
pub struct Text {
    /// Its title; its address where it is no page.
    pub title: String,
    /// Headings, tables, links.
    pub document: Arc<Document>,
    /// What it says of the playbook.
    pub page: Arc<Page>,
}

/// Where a task stands: the page and the index there.
#[derive(Clone, Debug, Default)]
pub struct Places {
    rows: Vec<(Arc<Page>, usize)>,
    details: Vec<(Arc<Page>, usize)>,
}

impl Places {
    /// Its rows.
    pub fn rows(&self) -> impl Iterator<Item = &Task> {
        self.rows.iter().map(|(page, at)| &page.tasks[*at].1)
    }

    /// The sections that describe it, each with its file.
    pub fn details(&self) -> impl Iterator<Item = &TaskDetails> {
        self.details.iter().map(|(page, at)| &page.details[*at])
    }

    /// Where it is spoken of first: in its details, else in its first row.
    pub fn first(&self) -> Option<Span> {
        self.details().next().map(|details| details.span).or_else(|| self.rows().next().map(|task| task.id.span))
    }
}

/// A link of an open file and what it leads to.
#[derive(Clone, Debug)]
pub struct Lead {
    /// The link.
    pub span: Span,
    /// The places, none for what is not there or not ours.
    pub to: Vec<Place>,
}

/// A place in a file of the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub path: VirtualPath,
    /// The place in it; none for its beginning, or where it is no text.
    pub span: Option<Span>,
}

/// A file that a link may lead to.
#[derive(Clone, Debug)]
pub struct Named {
    /// Relative to the content folder.
    pub path: VirtualPath,
    /// The title of a page.
    pub title: Option<String>,
    /// The file, if it is a page or can be included.
    pub file: Option<FileId>,
    /// Whether it is a page, so that links may lead there.
    pub published: bool,
}

impl Facts {
    /// Takes from a model what may be asked of it; the links of open files alone, since nobody asks for others.
    pub fn of(model: &Model<'_>, open: &BTreeSet<VirtualPath>) -> Self {
        let library = &model.library;
        let mut texts = HashMap::new();
        for (entry, page) in library.pages.iter().zip(&model.facts.pages) {
            if let Some(document) = library.document(entry.file) {
                let text = Text { title: entry.title.clone(), document: document.clone(), page: page.clone() };
                texts.insert(entry.file, text);
            }
        }
        for (file, page) in &model.fragments {
            if let Some(document) = library.document(*file) {
                let title = library.address(*file).to_string();
                texts.insert(*file, Text { title, document: document.clone(), page: page.clone() });
            }
        }
        let leads = library.inputs.sources.iter().filter(|source| open.contains(&source.path));
        Self {
            tasks: tasks(library, &texts),
            leads: leads.map(|source| (source.id, leads_of(library, source))).collect(),
            targets: targets(library),
            vocabulary: model.vocabulary.clone(),
            content: library.inputs.config.content.clone(),
            texts,
        }
    }
}

fn tasks(library: &Library<'_>, texts: &HashMap<FileId, Text>) -> BTreeMap<TaskId, Places> {
    let mut pages: Vec<&Arc<Page>> = texts.values().map(|text| &text.page).collect();
    pages.sort_by(|one, other| library.source(one.file).path.cmp(&library.source(other.file).path));
    let mut tasks: BTreeMap<TaskId, Places> = BTreeMap::new();
    for page in pages {
        for (at, (_, task)) in page.tasks.iter().enumerate() {
            tasks.entry(task.id.value).or_default().rows.push((page.clone(), at));
        }
        for (at, details) in page.details.iter().enumerate() {
            tasks.entry(details.id).or_default().details.push((page.clone(), at));
        }
    }
    tasks
}

fn targets(library: &Library<'_>) -> Vec<Named> {
    let pages = library.pages.iter().map(|page| Named {
        path: page.path.clone(),
        title: Some(page.title.clone()),
        file: Some(page.file),
        published: true,
    });
    let files = library.published_files();
    let files = files.map(|path| Named { path: path.clone(), title: None, file: None, published: true });
    let fragments = library.inputs.fragments.iter().map(|file| Named {
        path: library.address(*file),
        title: None,
        file: Some(*file),
        published: false,
    });
    let mut all: Vec<Named> = pages.chain(files).chain(fragments).collect();
    all.sort_by(|one, other| one.path.cmp(&other.path));
    all
}

fn leads_of(library: &Library<'_>, source: &Source) -> Vec<Lead> {
    let Some(document) = library.document(source.id) else { return leads_of_toc(library, source) };
    let lead = |link: &crate::syntax::markdown::Link| {
        let address = &link.target.value;
        let to = match link.kind {
            LinkKind::Include => library.include(source.id, address).map(|file| beginning(library, file)),
            LinkKind::Snippet => None,
            LinkKind::Link | LinkKind::Image => {
                return Lead { span: link.span, to: places(library, source.id, address) };
            }
        };
        Lead { span: link.span, to: to.into_iter().collect() }
    };
    document.links.iter().map(lead).collect()
}

/// The addresses of a table of contents in YAML.
fn leads_of_toc(library: &Library<'_>, source: &Source) -> Vec<Lead> {
    if !library.inputs.tocs.contains(&source.id) {
        return Vec::new();
    }
    let mut leads = Vec::new();
    let mut start = 0;
    for line in source.text.split_inclusive(['\n', '\r']) {
        let keys = ["href:", "topicHref:", "homepage:"];
        let found = keys.iter().find_map(|key| Some((*key, line.find(key)?)));
        if let Some((key, at)) = found {
            let value = &line[at + key.len()..];
            let address = value.trim().trim_matches(['"', '\'']);
            let from = start + at + key.len() + value.find(address).unwrap_or(0);
            let span = Span::new(source.id, from, from + address.len());
            leads.push(Lead { span, to: places(library, source.id, address) });
        }
        start += line.len();
    }
    leads
}

fn places(library: &Library<'_>, from: FileId, address: &str) -> Vec<Place> {
    let Resolved { target, fragment, .. } = library.resolve(from, address);
    let in_file = |file: FileId| Place {
        path: library.source(file).path.clone(),
        span: fragment.as_deref().and_then(|anchor| anchored(library, file, anchor)),
    };
    match target {
        Target::Pages(pages) => pages.iter().map(|page| in_file(library.pages[*page].file)).collect(),
        Target::Here => vec![in_file(from)],
        Target::File(path) => {
            let path = library.inputs.config.content.join(path.as_str());
            path.map(|path| Place { path, span: None }).into_iter().collect()
        }
        Target::External | Target::Mail | Target::Nothing(_) => Vec::new(),
    }
}

fn beginning(library: &Library<'_>, file: FileId) -> Place {
    Place { path: library.source(file).path.clone(), span: None }
}

/// The heading or the tag that an anchor names.
fn anchored(library: &Library<'_>, file: FileId, anchor: &str) -> Option<Span> {
    let document = library.document(file)?;
    let heading = document.headings.iter().find(|heading| heading.anchor == anchor).map(|heading| heading.span);
    heading.or_else(|| document.by_hand.iter().find(|named| named.value == anchor).map(|named| named.span))
}
