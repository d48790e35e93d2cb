//! Every document and file of the project by its address.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use super::includes::MOST_DEEP;
use super::meta::Meta;
use crate::diagnostic::{Code, Diagnostic};
use crate::inputs::{FileKind, Inputs};
use crate::syntax::markdown::{Document, LinkKind};
use crate::text::{Digest, Digester, FileId, Source, VirtualPath};

/// All documents, and the files beside them.
#[derive(Debug)]
pub struct Library<'a> {
    /// What the build is made from.
    pub inputs: &'a Inputs,
    /// Published pages in order of path.
    pub pages: Vec<PageEntry>,
    documents: HashMap<FileId, Arc<Document>>,
    page_at: HashMap<VirtualPath, usize>,
    variants: HashMap<VirtualPath, Vec<usize>>,
    fragment_at: HashMap<VirtualPath, FileId>,
    files: BTreeMap<VirtualPath, VirtualPath>,
    by_case: HashMap<String, VirtualPath>,
    anchors: HashMap<FileId, BTreeSet<String>>,
    /// Names of the editions that have each file.
    pub(super) readers: BTreeMap<FileId, Vec<&'a str>>,
    signs: Digest,
}

/// One published page.
#[derive(Clone, Debug)]
pub struct PageEntry {
    /// The file.
    pub file: FileId,
    /// Its path relative to the content folder.
    pub path: VirtualPath,
    /// Its title.
    pub title: String,
    /// Its front matter.
    pub meta: Arc<Meta>,
    /// Names of the editions that have it; empty where the project has no editions.
    pub editions: Vec<String>,
    /// Index of its language in the configuration.
    pub language: usize,
    /// The edition that its file name says it is for.
    pub variant: Option<Variant>,
}

/// A file name such as `index--partner.md`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The path without the edition: `index.md`.
    pub plain: VirtualPath,
    /// The edition: `partner`.
    pub edition: String,
}

impl Variant {
    /// Reads a path such as `toc--partner.yml`.
    pub fn of(path: &VirtualPath) -> Option<Self> {
        let (plain, edition) = path.stem().rsplit_once("--")?;
        let named = !plain.is_empty() && !edition.is_empty();
        let plain = path.with_file_name(&format!("{plain}.{}", path.extension()));
        named.then(|| Self { plain, edition: edition.to_lowercase() })
    }
}

impl<'a> Library<'a> {
    /// Puts every document and file at its address.
    pub fn new(
        inputs: &'a Inputs,
        documents: HashMap<FileId, Arc<Document>>,
        metas: &[Arc<Meta>],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut library = Self {
            inputs,
            pages: Vec::new(),
            documents,
            page_at: HashMap::new(),
            variants: HashMap::new(),
            fragment_at: HashMap::new(),
            files: BTreeMap::new(),
            by_case: HashMap::new(),
            anchors: HashMap::new(),
            readers: BTreeMap::new(),
            signs: Digest::default(),
        };
        for (file, meta) in inputs.pages.iter().zip(metas) {
            library.add_page(*file, meta.clone(), diagnostics);
        }
        for file in &inputs.fragments {
            let path = library.address(*file);
            library.by_case.entry(path.as_str().to_lowercase()).or_insert_with(|| path.clone());
            library.fragment_at.insert(path, *file);
        }
        for path in inputs.files.keys() {
            let Some(address) = path.strip(&inputs.config.content) else { continue };
            library.by_case.entry(address.as_str().to_lowercase()).or_insert_with(|| address.clone());
            library.files.insert(address, path.clone());
        }
        library.collect_anchors();
        library.readers = library.readers();
        let divided = inputs.pages.iter().chain(&inputs.fragments).filter_map(|file| library.document(*file));
        diagnostics.extend(divided.flat_map(|document| super::audience::findings(document, &inputs.config)));
        library.signs = library.signs_of();
        library
    }

    fn add_page(&mut self, file: FileId, meta: Arc<Meta>, diagnostics: &mut Vec<Diagnostic>) {
        let source = self.inputs.sources.get(file);
        let path = self.address(file);
        let Some(document) = self.documents.get(&file).cloned() else { return };
        let config = &self.inputs.config;
        let variant = Variant::of(&path);
        let title = meta.title_of(&document, &path);
        let editions = editions(source, &meta, variant.as_ref(), config, diagnostics);
        let language = language(&path, config);
        let index = self.pages.len();
        if let Some(variant) = &variant {
            self.variants.entry(variant.plain.clone()).or_default().push(index);
        }
        self.by_case.insert(path.as_str().to_lowercase(), path.clone());
        self.page_at.insert(path.clone(), index);
        self.pages.push(PageEntry { file, path, title, meta, editions, language, variant });
    }

    /// All that tells what an address leads to: two libraries with the same signs resolve each address to the same,
    /// but for the anchors within a page.
    pub fn signs(&self) -> Digest {
        self.signs
    }

    fn signs_of(&self) -> Digest {
        let mut digest = Digester::default();
        for page in &self.pages {
            (page.file, &page.path, &page.editions, page.language).hash(&mut digest);
        }
        for file in &self.inputs.fragments {
            (file, self.address(*file)).hash(&mut digest);
        }
        for (path, kind) in &self.inputs.files {
            (path, matches!(kind, FileKind::Published(_))).hash(&mut digest);
        }
        self.inputs.sources.iter().for_each(|source| source.path.hash(&mut digest));
        digest.digest()
    }

    /// Anchors of a page are its own and those of what it includes.
    fn collect_anchors(&mut self) {
        let own: HashMap<FileId, Vec<String>> = self
            .documents
            .iter()
            .map(|(file, document)| {
                let headings = document.headings.iter().map(|heading| heading.anchor.clone());
                (*file, headings.chain(document.anchors.iter().cloned()).collect())
            })
            .collect();
        let included: HashMap<FileId, Vec<FileId>> =
            self.documents.keys().map(|file| (*file, self.included(*file))).collect();
        for file in self.documents.keys() {
            let taken_in = taken_in(*file, &included);
            let all = taken_in.iter().filter_map(|file| own.get(file)).flatten().cloned().collect();
            self.anchors.insert(*file, all);
        }
    }

    /// The files that a document includes, those that are there.
    pub fn included(&self, file: FileId) -> Vec<FileId> {
        let Some(document) = self.documents.get(&file) else { return Vec::new() };
        let includes = document.links.iter().filter(|link| link.kind == LinkKind::Include);
        includes.filter_map(|link| self.include(file, &link.target.value)).collect()
    }

    /// Files that are no pages but that pages include, directly or through others, in order.
    pub fn included_files(&self) -> Vec<FileId> {
        let mut found: Vec<FileId> = Vec::new();
        let mut open: Vec<FileId> = self.pages.iter().map(|page| page.file).collect();
        while let Some(file) = open.pop() {
            for next in self.included(file) {
                if self.page_of(next).is_none() && !found.contains(&next) {
                    found.push(next);
                    open.push(next);
                }
            }
        }
        found.sort_by(|one, other| self.source(*one).path.cmp(&self.source(*other).path));
        found
    }

    /// A file's path relative to the content folder, or to the project folder if it lies elsewhere.
    pub fn address(&self, file: FileId) -> VirtualPath {
        let path = &self.inputs.sources.get(file).path;
        path.strip(&self.inputs.config.content).unwrap_or_else(|| path.clone())
    }

    /// What was read from a file.
    pub fn document(&self, file: FileId) -> Option<&Arc<Document>> {
        self.documents.get(&file)
    }

    /// The text of a file.
    pub fn source(&self, file: FileId) -> &Arc<Source> {
        self.inputs.sources.get(file)
    }

    /// The page at a path relative to the content folder.
    pub fn page_at(&self, path: &VirtualPath) -> Option<usize> {
        self.page_at.get(path).copied()
    }

    /// The page that a file is, if it is one.
    pub fn page_of(&self, file: FileId) -> Option<usize> {
        self.page_at(&self.address(file))
    }

    /// Pages for one edition each that share a plain name, in order of path.
    pub fn variants_of(&self, plain: &VirtualPath) -> &[usize] {
        self.variants.get(plain).map_or(&[], Vec::as_slice)
    }

    /// Every plain name that has variants, in order.
    pub fn plain_names(&self) -> BTreeMap<&VirtualPath, &[usize]> {
        self.variants.iter().map(|(plain, pages)| (plain, pages.as_slice())).collect()
    }

    /// A Markdown file that is not published.
    pub fn fragment_at(&self, path: &VirtualPath) -> Option<FileId> {
        self.fragment_at.get(path).copied()
    }

    /// A file that is no page, by its path relative to the content folder.
    pub fn file_at(&self, path: &VirtualPath) -> Option<&'a FileKind> {
        self.inputs.files.get(self.files.get(path)?)
    }

    /// Published files that are no pages, in order of path.
    pub fn published_files(&self) -> impl Iterator<Item = &VirtualPath> {
        let published = |path: &&VirtualPath| matches!(self.file_at(path), Some(FileKind::Published(_)));
        self.files.keys().filter(published)
    }

    /// The true spelling of a path that differs only in case.
    pub fn spelling(&self, path: &VirtualPath) -> Option<&VirtualPath> {
        self.by_case.get(&path.as_str().to_lowercase())
    }

    /// Whether a page has an anchor.
    pub fn has_anchor(&self, file: FileId, anchor: &str) -> bool {
        self.anchors.get(&file).is_some_and(|all| all.contains(anchor))
    }

    /// The digest of the anchors of a page.
    pub fn anchors_digest(&self, file: FileId) -> Digest {
        Digest::of(&self.anchors.get(&file))
    }

    /// The anchors of a page in order of their letters.
    pub fn anchors(&self, file: FileId) -> impl Iterator<Item = &str> {
        self.anchors.get(&file).into_iter().flatten().map(String::as_str)
    }
}

/// A file and those that it takes in, each once, as deep as they are shown.
fn taken_in(file: FileId, included: &HashMap<FileId, Vec<FileId>>) -> Vec<FileId> {
    let mut all = vec![file];
    let mut seen = HashSet::from([file]);
    let mut level = vec![file];
    for _ in 0..MOST_DEEP {
        let next = level.iter().filter_map(|file| included.get(file)).flatten();
        level = next.copied().filter(|file| seen.insert(*file)).collect();
        if level.is_empty() {
            break;
        }
        all.extend(&level);
    }
    all
}

/// The editions that have a page: those for one of its audiences, or the one that its file name says.
/// A page that names no audience belongs to none, since forgetting a key must not publish a page.
fn editions(
    source: &Source,
    meta: &Meta,
    variant: Option<&Variant>,
    config: &crate::config::Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    if config.editions.is_empty() {
        return Vec::new();
    }
    let known: Vec<&str> = config.editions.iter().flat_map(|edition| &edition.audiences).map(String::as_str).collect();
    let span = meta.audience_span.unwrap_or_else(|| crate::text::Span::start_of(source.id));
    let help = || format!("use one of {}", known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "));
    if meta.audiences.is_empty() && variant.is_none() {
        let finding = Diagnostic::at(Code::UnknownEdition, span, "no `ft.audience`, so the page is in no edition");
        diagnostics.push(finding.help(help()));
    }
    for audience in meta.audiences.iter().filter(|audience| !known.contains(&audience.as_str())) {
        let message = format!("no edition is for the audience `{audience}`");
        diagnostics.push(Diagnostic::at(Code::UnknownEdition, span, message).help(help()));
    }
    let fits = |edition: &&crate::config::Edition| {
        let audience = meta.audiences.iter().any(|audience| edition.audiences.contains(audience));
        let named = variant.is_none_or(|variant| edition.name.eq_ignore_ascii_case(&variant.edition));
        named && (audience || meta.audiences.is_empty() && variant.is_some())
    };
    config.editions.iter().filter(fits).map(|edition| edition.name.clone()).collect()
}

/// The language whose folder holds a page, the deepest first; pages in none belong to the first language.
fn language(path: &VirtualPath, config: &crate::config::Config) -> usize {
    let holding = config.languages.iter().enumerate().filter(|(_, language)| path.is_below(&language.folder));
    holding
        .max_by_key(|(index, language)| (language.folder.as_str().len(), usize::MAX - index))
        .map_or(0, |(index, _)| index)
}
