//! What of a scope hangs on nothing but which files there are and on the tables of contents: its pages, their addresses, the
//! ways through the tables. It is the same from build to build until a page or a table comes, goes or is renamed.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::scope::{Material, Walk};
use crate::config::{Edition, Language};
use crate::corpus::{Library, PageEntry, Toc, TocEntry, Variant};
use crate::extract::playbook::toc_order;
use crate::text::{Digest, Digester, QuickMap, VirtualPath};

/// The pages of an edition in a language and where they lie.
#[derive(Debug, Default)]
pub struct Ground {
    /// What it was made from.
    basis: Digest,
    /// Stands for all addresses and tables of contents.
    pub(super) digest: Digest,
    /// Indices of its pages in the library, in order of path; processes of the playbook are in the same order.
    pub pages: Vec<usize>,
    /// Its tables of contents, each with the ways through it.
    pub tocs: Vec<Walk>,
    /// Pages that want an address which another has, with that other.
    pub conflicts: Vec<(usize, usize)>,
    addresses: QuickMap<usize, VirtualPath>,
    by_address: QuickMap<VirtualPath, usize>,
    order: QuickMap<usize, usize>,
}

impl Ground {
    /// The pages of an edition in a language; the known ground if that is the same. `tocs` stands for the tables of contents.
    pub fn new(
        material: Material<'_>,
        edition: Option<&Edition>,
        language: Option<(usize, &Language)>,
        tocs: Digest,
        known: Option<Arc<Self>>,
    ) -> Arc<Self> {
        let name = edition.map(|edition| &edition.name);
        let signs = material.library.signs();
        let basis = Digest::of(&(signs, tocs, name, language.map(|(at, language)| (at, &language.tag))));
        let same = |known: &Arc<Self>| known.basis == basis;
        known.filter(same).unwrap_or_else(|| Arc::new(Self { basis, ..Self::made(material, edition, language) }))
    }

    fn made(material: Material<'_>, edition: Option<&Edition>, language: Option<(usize, &Language)>) -> Self {
        let Material { library, tocs, .. } = material;
        let fits = |index: &usize| {
            let page = &library.pages[*index];
            edition.is_none_or(|edition| page.editions.contains(&edition.name))
                && language.is_none_or(|(at, _)| page.language == at)
        };
        let pages: Vec<usize> = (0..library.pages.len()).filter(fits).collect();
        let tocs: Vec<Toc> = tocs.iter().filter(|toc| belongs(toc, edition)).map(|toc| own(toc, &pages)).collect();
        let order = toc_order(&tocs);
        let mut ground = Self { pages, order, tocs: tocs.into_iter().map(Walk::new).collect(), ..Self::default() };
        ground.address_pages(library, edition, language.map(|(_, language)| language));
        ground.conflicts = ground.conflicts();
        ground.digest = ground.digest();
        ground
    }

    fn address_pages(&mut self, library: &Library<'_>, edition: Option<&Edition>, language: Option<&Language>) {
        for index in &self.pages {
            let page = &library.pages[*index];
            let address = match language {
                Some(language) => address_of(library, page, edition, language),
                None => plain_path(page, edition).with_extension("html"),
            };
            self.by_address.insert(address.clone(), *index);
            self.addresses.insert(*index, address);
        }
    }

    fn conflicts(&self) -> Vec<(usize, usize)> {
        let mut taken: HashMap<String, usize> = HashMap::new();
        let mut found = Vec::new();
        for page in &self.pages {
            let Some(address) = self.address(*page) else { continue };
            let first = *taken.entry(address.as_str().to_lowercase()).or_insert(*page);
            found.extend((first != *page).then_some((*page, first)));
        }
        found
    }

    fn digest(&self) -> Digest {
        let mut digest = Digester::default();
        self.pages.iter().for_each(|index| self.address(*index).hash(&mut digest));
        digest.write_usize(self.tocs.len());
        for Walk { toc, .. } in &self.tocs {
            (&toc.folder, &toc.edition).hash(&mut digest);
            self.entries(&toc.entries, &mut digest);
        }
        digest.digest()
    }

    fn entries(&self, list: &[TocEntry], digest: &mut Digester) {
        digest.write_usize(list.len());
        for TocEntry { name, pages, external, children } in list {
            (name, external).hash(digest);
            pages.iter().for_each(|page| self.address(*page).hash(digest));
            self.entries(children, digest);
        }
    }

    /// The address of a page of this scope.
    pub fn address(&self, page: usize) -> Option<&VirtualPath> {
        self.addresses.get(&page)
    }

    /// The last page of this scope with an address.
    pub fn page_at(&self, address: &VirtualPath) -> Option<usize> {
        self.by_address.get(address).copied()
    }

    /// The first of some pages that this scope has, the one for its own edition before others.
    pub fn first_of(&self, pages: &[usize]) -> Option<usize> {
        pages.iter().copied().find(|page| self.addresses.contains_key(page))
    }

    /// The position of a page in the tables of contents.
    pub fn rank(&self, page: usize) -> (usize, usize) {
        (self.order.get(&page).copied().unwrap_or(usize::MAX), page)
    }

    /// The library's page that a process of the playbook is.
    pub fn page_of(&self, process: usize) -> usize {
        self.pages[process]
    }
}

/// The path of a page; in the edition that a variant is for, the plain one.
fn plain_path<'p>(page: &'p PageEntry, edition: Option<&Edition>) -> &'p VirtualPath {
    let named = |variant: &&Variant| edition.is_some_and(|edition| edition.name.eq_ignore_ascii_case(&variant.edition));
    page.variant.as_ref().filter(named).map_or(&page.path, |variant| &variant.plain)
}

/// The address of a page in the site of a language. A page named `index-de.md` is the index of its folder in the site whose
/// suffix is `-de`, unless that has an `index.md`.
pub(super) fn address_of(
    library: &Library<'_>,
    page: &PageEntry,
    edition: Option<&Edition>,
    language: &Language,
) -> VirtualPath {
    let path = plain_path(page, edition);
    let address = in_site(path, Some(language)).with_extension("html");
    let is_index = !language.suffix.is_empty() && path.stem().strip_suffix(&*language.suffix) == Some("index");
    let is_free = || library.page_at(&path.with_file_name("index.md")).is_none();
    if is_index && is_free() { address.with_file_name("index.html") } else { address }
}

/// Where a file of the content folder lies in the site of a language: the folder of the language is left out.
pub(super) fn in_site(path: &VirtualPath, language: Option<&Language>) -> VirtualPath {
    let own = language.and_then(|language| path.strip(&language.folder)).filter(|path| !path.as_str().is_empty());
    own.unwrap_or_else(|| path.clone())
}

/// A table of contents named for an edition is read in that edition only.
fn belongs(toc: &Toc, edition: Option<&Edition>) -> bool {
    match (&toc.edition, edition) {
        (Some(named), Some(edition)) => edition.name.eq_ignore_ascii_case(named),
        _ => true,
    }
}

/// A table of contents without the entries of other editions and languages.
fn own(toc: &Toc, pages: &[usize]) -> Toc {
    fn keep(entries: &[TocEntry], pages: &[usize]) -> Vec<TocEntry> {
        entries.iter().filter_map(|entry| kept(entry, pages)).collect()
    }
    fn kept(entry: &TocEntry, pages: &[usize]) -> Option<TocEntry> {
        let own: Vec<usize> = entry.pages.iter().copied().filter(|page| pages.binary_search(page).is_ok()).collect();
        let children = keep(&entry.children, pages);
        let foreign = !entry.pages.is_empty() && own.is_empty();
        let empty = own.is_empty() && children.is_empty() && entry.external.is_none();
        if empty || (foreign && children.is_empty()) {
            return None;
        }
        let name = if foreign { String::new() } else { entry.name.clone() };
        Some(TocEntry { name, pages: own, external: entry.external.clone(), children })
    }
    /// A branch whose own page belongs to another edition shows nothing of that page; its children move up.
    fn lifted(entries: Vec<TocEntry>) -> Vec<TocEntry> {
        let lift = |entry: TocEntry| {
            let children = lifted(entry.children);
            if entry.name.is_empty() && entry.pages.is_empty() {
                children
            } else {
                vec![TocEntry { children, ..entry }]
            }
        };
        entries.into_iter().flat_map(lift).collect()
    }
    Toc { entries: lifted(keep(&toc.entries, pages)), ..toc.clone() }
}
