//! What lies at which address, found once for as long as no file comes or goes.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::sync::{Arc, OnceLock};

use super::library::PageEntry;
use super::names::Names;
use crate::inputs::{FileKind, Inputs};
use crate::text::{Digest, Digester, FileId, QuickMap, VirtualPath};

/// The addresses of all texts, and what lies at each.
#[derive(Debug, Default)]
pub struct Index {
    addresses: Arc<Addresses>,
    /// What the rest was made from.
    basis: Basis,
    /// Pages by path.
    pub(super) page_at: QuickMap<VirtualPath, usize>,
    /// Pages by file.
    pub(super) page_of: QuickMap<FileId, usize>,
    /// Pages for one edition each by their plain path.
    pub(super) variants: QuickMap<VirtualPath, Vec<usize>>,
    /// Markdown files that are no pages by path.
    pub(super) fragment_at: QuickMap<VirtualPath, FileId>,
    /// Other files: their path in the content folder with that in the project.
    pub(super) files: BTreeMap<VirtualPath, VirtualPath>,
    /// True spellings by lower-case ones.
    pub(super) by_case: HashMap<String, VirtualPath>,
    /// Stands for all of the above.
    pub(super) signs: Digest,
    /// Where names are to be had; made when first asked for, from what the index was made from.
    pub(super) names: OnceLock<Names>,
}

/// Paths of texts relative to the content folder.
#[derive(Debug, Default)]
struct Addresses {
    /// The texts by number.
    texts: Vec<(FileId, VirtualPath)>,
    /// Their addresses, at their numbers.
    all: Vec<Option<VirtualPath>>,
}

/// What tells two indexes apart, besides the texts there are.
#[derive(Debug, Default, PartialEq)]
struct Basis {
    pages: Vec<(FileId, Vec<String>, usize)>,
    fragments: Vec<FileId>,
    files: Vec<(VirtualPath, bool)>,
}

impl Index {
    /// The addresses of all texts; of the last index where there are the same texts. Pages are not in it yet.
    pub(super) fn begin(inputs: &Inputs, before: Option<&Arc<Index>>) -> Self {
        let known = before.map(|before| &before.addresses);
        let addresses =
            known.filter(|known| known.is_of(inputs)).cloned().unwrap_or_else(|| Arc::new(Addresses::new(inputs)));
        Self { addresses, ..Self::default() }
    }

    /// The index with its pages; the last one where it would be the same.
    pub(super) fn finish(self, inputs: &Inputs, pages: &[Arc<PageEntry>], before: Option<&Arc<Index>>) -> Arc<Self> {
        let same =
            |known: &&Arc<Index>| Arc::ptr_eq(&known.addresses, &self.addresses) && known.basis.is_of(inputs, pages);
        before.filter(same).cloned().unwrap_or_else(|| Arc::new(self.filled(inputs, pages)))
    }

    /// A text's path relative to the content folder, or to the project folder if it lies elsewhere.
    pub(super) fn address(&self, file: FileId) -> VirtualPath {
        let known = self.addresses.all.get(file.0 as usize).and_then(Option::as_ref);
        known.cloned().unwrap_or_else(VirtualPath::root)
    }

    fn filled(mut self, inputs: &Inputs, pages: &[Arc<PageEntry>]) -> Self {
        for (index, page) in pages.iter().enumerate() {
            if let Some(variant) = &page.variant {
                self.variants.entry(variant.plain.clone()).or_default().push(index);
            }
            self.by_case.insert(page.path.as_str().to_lowercase(), page.path.clone());
            self.page_at.insert(page.path.clone(), index);
            self.page_of.insert(page.file, index);
        }
        for file in &inputs.fragments {
            let path = self.address(*file);
            self.by_case.entry(path.as_str().to_lowercase()).or_insert_with(|| path.clone());
            self.fragment_at.insert(path, *file);
        }
        for path in inputs.files.keys() {
            let Some(address) = path.strip(&inputs.config.content) else { continue };
            self.by_case.entry(address.as_str().to_lowercase()).or_insert_with(|| address.clone());
            self.files.insert(address, path.clone());
        }
        self.signs = self.signs_of(inputs, pages);
        self.basis = Basis::of(inputs, pages);
        self
    }

    fn signs_of(&self, inputs: &Inputs, pages: &[Arc<PageEntry>]) -> Digest {
        let mut digest = Digester::default();
        for page in pages {
            (page.file, &page.path, &page.editions, page.language).hash(&mut digest);
        }
        for file in &inputs.fragments {
            (file, self.address(*file)).hash(&mut digest);
        }
        for (path, kind) in &inputs.files {
            (path, is_published(kind)).hash(&mut digest);
        }
        self.addresses.texts.iter().for_each(|(_, path)| path.hash(&mut digest));
        digest.digest()
    }
}

impl Addresses {
    fn is_of(&self, inputs: &Inputs) -> bool {
        let known = self.texts.iter().map(|(id, path)| (*id, path));
        known.eq(inputs.sources.iter().map(|source| (source.id, &source.path)))
    }

    fn new(inputs: &Inputs) -> Self {
        let mut addresses = Self::default();
        for source in inputs.sources.iter() {
            let at = source.id.0 as usize;
            addresses.all.resize(addresses.all.len().max(at + 1), None);
            let address = source.path.strip(&inputs.config.content).unwrap_or_else(|| source.path.clone());
            addresses.all[at] = Some(address);
            addresses.texts.push((source.id, source.path.clone()));
        }
        addresses
    }
}

impl Basis {
    fn of(inputs: &Inputs, pages: &[Arc<PageEntry>]) -> Self {
        let pages = pages.iter().map(|page| (page.file, page.editions.clone(), page.language));
        let files = inputs.files.iter().map(|(path, kind)| (path.clone(), is_published(kind)));
        Self { pages: pages.collect(), fragments: inputs.fragments.clone(), files: files.collect() }
    }

    /// Whether it is the basis of these, without making theirs.
    fn is_of(&self, inputs: &Inputs, pages: &[Arc<PageEntry>]) -> bool {
        let own = self.pages.iter().map(|(file, editions, language)| (*file, editions, *language));
        let files = self.files.iter().map(|(path, published)| (path, *published));
        own.eq(pages.iter().map(|page| (page.file, &page.editions, page.language)))
            && self.fragments == inputs.fragments
            && files.eq(inputs.files.iter().map(|(path, kind)| (path, is_published(kind))))
    }
}

fn is_published(kind: &FileKind) -> bool {
    matches!(kind, FileKind::Published(_))
}
