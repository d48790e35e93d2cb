//! Every document and file of the project by its address.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::audience::OwnAudiences;
use super::edition_text::EditionText;
use super::includes::MOST_DEEP;
use super::index::Index;
use super::links::Target;
use super::meta::Meta;
use crate::config::{Config, Edition};
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::inputs::{FileKind, Inputs};
use crate::syntax::markdown::anchor::AnchorSet;
use crate::syntax::markdown::{Document, Link, LinkKind};
use crate::text::{Digest, FileId, QuickMap, Source, VirtualPath};

/// All documents, and the files beside them.
#[derive(Debug)]
pub struct Library<'a> {
    /// What the build is made from.
    pub inputs: &'a Inputs,
    /// Published pages in order of path.
    pub pages: Vec<Arc<PageEntry>>,
    documents: QuickMap<FileId, Arc<Document>>,
    /// Files with blocks for some readers as each edition has them, in the order of the editions.
    pub(super) edition_texts: QuickMap<FileId, Vec<EditionText>>,
    /// Whom files are for that say so themselves.
    pub(super) own_audiences: OwnAudiences,
    pub(super) index: Arc<Index>,
    /// Anchors of files that include others: their own and those of what they include.
    anchors: QuickMap<FileId, AnchorSet>,
    /// Names of the editions that have each file.
    pub(super) readers: BTreeMap<FileId, Vec<&'a str>>,
    /// Stands for who has which part of which file.
    division: Digest,
    /// See [`Library::has_divided`].
    divided: bool,
    /// The published files that each text shows or links to, found once for all editions and languages.
    linked: OnceLock<QuickMap<FileId, Vec<VirtualPath>>>,
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
    /// Names of the editions whose readers may have it, and have a variant of their own in its place.
    pub replaced_in: Vec<String>,
    /// Index of its language in the configuration.
    pub language: usize,
    /// The edition that its file name says it is for.
    pub variant: Option<Variant>,
}

/// The pages of the last build by their files, each with the hash of its text: nothing else but the settings makes them.
pub type KnownPages = QuickMap<FileId, (u64, Checked<Arc<PageEntry>>)>;

/// A file name such as `index--partner.md`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The path without the edition: `index.md`.
    pub plain: VirtualPath,
    /// The edition: `partner`.
    pub edition: String,
}

impl PageEntry {
    /// A page; whether its audiences are known is found here.
    fn new(
        source: &Source,
        path: VirtualPath,
        (document, meta): (&Document, &Arc<Meta>),
        config: &Config,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let variant = Variant::of(&path);
        let title = meta.title_of(document, &path);
        let editions = editions(source, meta, variant.as_ref(), config, diagnostics);
        let language = language(&path, config);
        let replaced_in = Vec::new();
        Self { file: source.id, path, title, meta: meta.clone(), editions, replaced_in, language, variant }
    }

    /// Takes the page out of the editions that have a variant in its place.
    fn replaced_by(&mut self, variants: &[Arc<PageEntry>]) {
        let has = |name: &String| variants.iter().any(|variant| variant.editions.contains(name));
        let (replaced_in, editions) = std::mem::take(&mut self.editions).into_iter().partition(has);
        (self.replaced_in, self.editions) = (replaced_in, editions);
    }
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
    /// Puts every document and file at its address. What lies where is taken from the last index if that is the same.
    pub fn new(
        inputs: &'a Inputs,
        documents: QuickMap<FileId, Arc<Document>>,
        metas: &[Arc<Meta>],
        (known, known_pages): (&mut Option<Arc<Index>>, &mut KnownPages),
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let index = Index::begin(inputs, known.as_ref());
        let for_everyone = documents_for_everyone(inputs, &documents);
        let own_audiences = OwnAudiences::new(inputs, &documents, metas, diagnostics);
        let read = inputs.pages.iter().zip(metas);
        let mut page = |(file, meta): (&FileId, &Arc<Meta>)| {
            let document = documents.get(file)?;
            let known = known_pages.get(file).filter(|(hash, _)| *hash == document.hash);
            let (_, page) = known.cloned().unwrap_or_else(|| {
                let mut found = Vec::new();
                let (source, path) = (inputs.sources.get(*file), index.address(*file));
                let for_all = for_everyone.get(file).unwrap_or(document);
                let entry = PageEntry::new(source, path, (for_all, meta), &inputs.config, &mut found);
                let page = (document.hash, Checked::new(Arc::new(entry), found));
                known_pages.insert(*file, page.clone());
                page
            });
            Some(page.unpack(diagnostics))
        };
        let mut pages: Vec<Arc<PageEntry>> = read.filter_map(&mut page).collect();
        replace_by_variants(&mut pages);
        if known_pages.len() != pages.len() {
            let own: BTreeSet<FileId> = pages.iter().map(|page| page.file).collect();
            known_pages.retain(|file, _| own.contains(file));
        }
        let index = index.finish(inputs, &pages, known.as_ref());
        *known = Some(index.clone());
        let anchors = QuickMap::default();
        let (readers, division) = (BTreeMap::new(), Digest::default());
        let edition_texts = edition_texts(inputs, &documents);
        let linked = OnceLock::new();
        let divided = !for_everyone.is_empty();
        let mut library = Self {
            inputs,
            pages,
            documents,
            edition_texts,
            own_audiences,
            index,
            anchors,
            readers,
            division,
            divided,
            linked,
        };
        library.collect_anchors();
        library.divided |= library.includes_for_some();
        library.readers = library.readers();
        library.division = library.division_of();
        let texts = library.documents.values().filter(|document| document.has_audience_lines());
        diagnostics.extend(texts.flat_map(|document| super::audience::findings(document, &inputs.config)));
        library
    }

    /// Stands for who has which part of which file: blocks for some readers, and files that only some editions take in.
    pub fn division(&self) -> Digest {
        self.division
    }

    /// Whether any file has stretches for some readers only, or takes in a file that is for some only.
    pub fn has_divided(&self) -> bool {
        self.divided
    }

    /// All that tells what an address leads to: two libraries with the same signs resolve each address to the same,
    /// but for the anchors within a page.
    pub fn signs(&self) -> Digest {
        self.index.signs
    }

    /// Anchors of a page are its own and those of what it includes.
    fn collect_anchors(&mut self) {
        let including = || self.documents.values().filter(|document| document.includes);
        let included: QuickMap<FileId, Vec<FileId>> =
            including().map(|document| (document.file, self.included(document.file))).collect();
        let all = |file: FileId| {
            let taken_in = taken_in(file, &included);
            let documents = taken_in.iter().filter_map(|file| self.documents.get(file));
            AnchorSet::new(documents.flat_map(|document| document.anchors.iter()).map(str::to_owned))
        };
        self.anchors = including().map(|document| (document.file, all(document.file))).collect();
    }

    /// The files that a document includes, those that are there.
    pub fn included(&self, file: FileId) -> Vec<FileId> {
        let Some(document) = self.documents.get(&file).filter(|document| document.includes) else {
            return Vec::new();
        };
        let includes = document.links.iter().filter(|link| link.kind == LinkKind::Include);
        includes.filter_map(|link| self.include(file, &link.target.value)).collect()
    }

    /// Files that are no pages but that pages include, directly or through others, in order.
    pub fn included_files(&self) -> Vec<FileId> {
        let mut seen: HashSet<FileId> = HashSet::new();
        let mut open: Vec<FileId> = self.pages.iter().map(|page| page.file).collect();
        while let Some(file) = open.pop() {
            let fresh = self.included(file).into_iter().filter(|next| self.page_of(*next).is_none());
            open.extend(fresh.filter(|next| seen.insert(*next)));
        }
        let mut found: Vec<FileId> = seen.into_iter().collect();
        found.sort_by(|one, other| self.source(*one).path.cmp(&self.source(*other).path));
        found
    }

    /// A file's path relative to the content folder, or to the project folder if it lies elsewhere.
    pub fn address(&self, file: FileId) -> VirtualPath {
        self.index.address(file)
    }

    /// What was read from all Markdown files, in no order.
    pub fn documents(&self) -> impl Iterator<Item = &Arc<Document>> {
        self.documents.values()
    }

    /// Whether a file is a table of contents.
    pub fn is_toc(&self, file: FileId) -> bool {
        self.inputs.tocs.contains(&file)
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
        self.index.page_at.get(path).copied()
    }

    /// The page that a file is, if it is one.
    pub fn page_of(&self, file: FileId) -> Option<usize> {
        self.index.page_of.get(&file).copied()
    }

    /// Pages for one edition each that share a plain name, in order of path.
    pub fn variants_of(&self, plain: &VirtualPath) -> &[usize] {
        self.index.variants.get(plain).map_or(&[], Vec::as_slice)
    }

    /// Every plain name that has variants, in order.
    pub fn plain_names(&self) -> BTreeMap<&VirtualPath, &[usize]> {
        self.index.variants.iter().map(|(plain, pages)| (plain, pages.as_slice())).collect()
    }

    /// A Markdown file that is not published.
    pub fn fragment_at(&self, path: &VirtualPath) -> Option<FileId> {
        self.index.fragment_at.get(path).copied()
    }

    /// A file that is no page, by its path relative to the content folder.
    pub fn file_at(&self, path: &VirtualPath) -> Option<&'a FileKind> {
        self.inputs.files.get(self.index.files.get(path)?)
    }

    /// The published files that texts show or link to in an edition, by their paths relative to the content folder.
    pub fn shown_files(&self, files: &BTreeSet<FileId>, edition: Option<&Edition>) -> BTreeSet<VirtualPath> {
        let (mut shown, mut own) = (BTreeSet::new(), Vec::new());
        for file in files {
            match self.edition_text(*file, edition) {
                Some(text) => own.extend(self.links_to_files(&text.document)),
                None => shown.extend(self.linked_files(*file).iter().cloned()),
            }
        }
        shown.extend(own);
        shown
    }

    /// The published files that a text shows or links to.
    fn linked_files(&self, file: FileId) -> &[VirtualPath] {
        let links = |(file, document): (&FileId, &Arc<Document>)| (*file, self.links_to_files(document));
        let all = self.linked.get_or_init(|| self.documents.iter().map(links).collect());
        all.get(&file).map(Vec::as_slice).unwrap_or_default()
    }

    fn links_to_files(&self, document: &Document) -> Vec<VirtualPath> {
        let file = |link: &Link| match self.resolve(document.file, &link.target.value).target {
            Target::File(path) => Some(path),
            _ => None,
        };
        document.links.iter().filter_map(file).collect()
    }

    /// Width and height of the picture that an address written in a file leads to, in pixels of CSS, if they are known.
    pub fn extent(&self, from: FileId, address: &str) -> Option<(u32, u32)> {
        let Target::File(path) = self.resolve(from, address).target else { return None };
        match self.file_at(&path)? {
            FileKind::Published(resource) => resource.extent.map(|extent| (extent.width, extent.height)),
            FileKind::Present => None,
        }
    }

    /// Published files that are no pages, in order of path.
    pub fn published_files(&self) -> impl Iterator<Item = &VirtualPath> {
        let published = |path: &&VirtualPath| matches!(self.file_at(path), Some(FileKind::Published(_)));
        self.index.files.keys().filter(published)
    }

    /// The true spelling of a path that differs only in case.
    pub fn spelling(&self, path: &VirtualPath) -> Option<&VirtualPath> {
        self.index.by_case.get(&path.as_str().to_lowercase())
    }

    /// Whether a page has an anchor.
    pub fn has_anchor(&self, file: FileId, anchor: &str) -> bool {
        self.anchors_of(file).is_some_and(|all| all.contains(anchor))
    }

    /// The digest of the anchors of a page.
    pub fn anchors_digest(&self, file: FileId) -> Digest {
        self.anchors_of(file).map(AnchorSet::digest).unwrap_or_default()
    }

    /// What links look at in a page: its anchors, and those of its headings that have a name in common.
    pub fn landmarks(&self, file: FileId) -> (Digest, Digest) {
        let repeated = self.documents.get(&file).map(|document| document.repeated).unwrap_or_default();
        (self.anchors_digest(file), repeated)
    }

    /// The anchors of a page in order of their letters.
    pub fn anchors(&self, file: FileId) -> impl Iterator<Item = &str> {
        self.anchors_of(file).into_iter().flat_map(AnchorSet::iter)
    }

    fn anchors_of(&self, file: FileId) -> Option<&AnchorSet> {
        self.anchors.get(&file).or_else(|| self.documents.get(&file).map(|document| &document.anchors))
    }
}

/// What all readers have of the files with blocks for some of them.
fn documents_for_everyone(
    inputs: &Inputs,
    documents: &QuickMap<FileId, Arc<Document>>,
) -> QuickMap<FileId, Arc<Document>> {
    let with_blocks = documents.values().filter(|document| !document.audiences.is_empty());
    let shared = |document: &Arc<Document>| {
        (document.file, EditionText::for_everyone(inputs.sources.get(document.file), document).document)
    };
    with_blocks.map(shared).collect()
}

/// The files with blocks for some readers, as each edition has them.
fn edition_texts(inputs: &Inputs, documents: &QuickMap<FileId, Arc<Document>>) -> QuickMap<FileId, Vec<EditionText>> {
    let with_blocks: Vec<&Arc<Document>> =
        documents.values().filter(|document| !document.audiences.is_empty()).collect();
    let of_editions = with_blocks.par_iter().map(|document| {
        let source = inputs.sources.get(document.file);
        let editions = inputs.config.editions.iter();
        (document.file, editions.map(|edition| EditionText::new(source, document, edition)).collect())
    });
    of_editions.collect::<Vec<_>>().into_iter().collect()
}

/// A file and those that it takes in, each once, as deep as they are shown.
fn taken_in(file: FileId, included: &QuickMap<FileId, Vec<FileId>>) -> Vec<FileId> {
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

/// Of `index.md` and `index--partner.md` the edition `partner` has the second alone.
fn replace_by_variants(pages: &mut [Arc<PageEntry>]) {
    let mut variants: BTreeMap<VirtualPath, Vec<Arc<PageEntry>>> = BTreeMap::new();
    for page in pages.iter() {
        if let Some(variant) = &page.variant {
            variants.entry(variant.plain.clone()).or_default().push(page.clone());
        }
    }
    for page in pages {
        if let Some(variants) = variants.get(&page.path) {
            Arc::make_mut(page).replaced_by(variants);
        }
    }
}

/// The editions that have a page: those for one of its audiences, or the one that its file name says.
/// A page that names no audience belongs to none, since forgetting a key must not publish a page.
fn editions(
    source: &Source,
    meta: &Meta,
    variant: Option<&Variant>,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    if config.editions.is_empty() {
        return Vec::new();
    }
    let span = meta.audience_span.unwrap_or_else(|| crate::text::Span::start_of(source.id));
    let help = || super::audience::known_names(config);
    if meta.audiences.is_empty() && variant.is_none() {
        let finding = Diagnostic::at(Code::UnknownEdition, span, "no `ft.audience`, so the page is in no edition");
        diagnostics.push(finding.help(help()));
    }
    diagnostics.extend(super::audience::unknown_names(&meta.audiences, span, config));
    let fits = |edition: &&crate::config::Edition| {
        let audience = edition.is_for(&meta.audiences);
        let named = variant.is_none_or(|variant| edition.name.eq_ignore_ascii_case(&variant.edition));
        named && (audience || meta.audiences.is_empty() && variant.is_some())
    };
    config.editions.iter().filter(fits).map(|edition| edition.name.clone()).collect()
}

/// The language whose folder holds a page, the deepest first; pages in none belong to the first language.
fn language(path: &VirtualPath, config: &Config) -> usize {
    let holding = config.languages.iter().enumerate().filter(|(_, language)| path.is_below(&language.folder));
    holding
        .max_by_key(|(index, language)| (language.folder.as_str().len(), usize::MAX - index))
        .map_or(0, |(index, _)| index)
}
