//! One edition in one language: which pages it has, under which addresses, and the playbook they make.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::switcher::{Elsewhere, elsewhere};
use crate::config::{Edition, Language};
use crate::corpus::{Library, PageEntry, Target, Toc, TocEntry, Variant};
use crate::extract::Page;
use crate::extract::playbook::{Facts, toc_order};
use crate::model::{Playbook, TaskId};
use crate::parity::Pairs;
use crate::syntax::markdown::anchor::slug;
use crate::text::{FileId, VirtualPath};

/// A table of contents and the ways through it, found once for all pages.
pub struct Walk {
    /// The table.
    pub toc: Toc,
    /// Its pages in order, each once and of variants the first, with the name of the entry.
    pub line: Vec<(usize, String)>,
    /// Where each page stands in the line, and the positions of the entries that lead down to it.
    places: HashMap<usize, (usize, Vec<usize>)>,
}

impl Walk {
    fn new(toc: Toc) -> Self {
        let mut walk = Self { toc, line: Vec::new(), places: HashMap::new() };
        let entries = std::mem::take(&mut walk.toc.entries);
        walk.visit(&entries, &mut Vec::new());
        walk.toc.entries = entries;
        walk
    }

    fn visit(&mut self, entries: &[TocEntry], trail: &mut Vec<usize>) {
        for (at, entry) in entries.iter().enumerate() {
            trail.push(at);
            let fresh: Vec<usize> =
                entry.pages.iter().copied().filter(|page| !self.places.contains_key(page)).collect();
            if let Some(first) = fresh.first() {
                let position = self.line.len();
                self.line.push((*first, entry.name.clone()));
                self.places.extend(fresh.iter().map(|page| (*page, (position, trail.clone()))));
            }
            self.visit(&entry.children, trail);
            trail.pop();
        }
    }

    /// Positions of the entries that lead down to a page, if it is named.
    pub fn trail(&self, page: usize) -> Option<&[usize]> {
        self.places.get(&page).map(|(_, trail)| trail.as_slice())
    }

    /// Where a page stands in the line.
    pub fn position(&self, page: usize) -> Option<usize> {
        self.places.get(&page).map(|(position, _)| *position)
    }
}

/// What the whole project holds, before pages are chosen.
#[derive(Clone, Copy)]
pub struct Material<'a> {
    /// All documents.
    pub library: &'a Library<'a>,
    /// What all pages say.
    pub facts: &'a Facts,
    /// What included files say.
    pub fragments: &'a HashMap<FileId, Arc<Page>>,
    /// All tables of contents.
    pub tocs: &'a [Toc],
    /// Which pages are one page in several languages.
    pub pairs: &'a Pairs,
}

/// Everything that the views of one edition in one language are made from.
pub struct Scope<'a> {
    /// All documents.
    pub library: &'a Library<'a>,
    /// What all pages say.
    pub facts: &'a Facts,
    /// What included files say.
    pub fragments: &'a HashMap<FileId, Arc<Page>>,
    /// What the pages of this scope make.
    pub playbook: Playbook,
    /// Its tables of contents, each with the ways through it.
    pub tocs: Vec<Walk>,
    /// The edition, where there are several.
    pub edition: Option<&'a Edition>,
    /// The language, where they are configured.
    pub language: Option<&'a Language>,
    /// Indices of its pages in the library, in order of path; processes of the playbook are in the same order.
    pub pages: Vec<usize>,
    /// Which pages are one page in several languages.
    pub pairs: &'a Pairs,
    /// What the other languages of the edition have.
    pub(super) elsewhere: Vec<Elsewhere<'a>>,
    /// Texts of the user interface by key.
    pub words: &'a (dyn Fn(&str) -> String + Sync),
    addresses: HashMap<usize, VirtualPath>,
    by_address: HashMap<VirtualPath, usize>,
    roles: BTreeMap<String, VirtualPath>,
    services: BTreeMap<String, VirtualPath>,
    phases: BTreeMap<String, VirtualPath>,
    order: HashMap<usize, usize>,
}

impl<'a> Scope<'a> {
    /// Selects the pages of an edition and a language and gives each thing its address.
    pub fn new(
        material: Material<'a>,
        edition: Option<&'a Edition>,
        language: Option<(usize, &'a Language)>,
        words: &'a (dyn Fn(&str) -> String + Sync),
    ) -> Self {
        let Material { library, facts, fragments, tocs, pairs } = material;
        let fits = |index: &usize| {
            let page = &library.pages[*index];
            edition.is_none_or(|edition| page.editions.contains(&edition.name))
                && language.is_none_or(|(at, _)| page.language == at)
        };
        let pages: Vec<usize> = (0..library.pages.len()).filter(fits).collect();
        let tocs: Vec<Toc> = tocs.iter().filter(|toc| belongs(toc, edition)).map(|toc| own(toc, &pages)).collect();
        let name = edition.map(|edition| edition.name.as_str());
        let playbook = crate::extract::playbook::playbook(library, facts, (&pages, &tocs), name);
        let order = toc_order(&tocs);
        let language = language.map(|(_, language)| language);
        let tocs = tocs.into_iter().map(Walk::new).collect();
        let mut scope = Self {
            library,
            facts,
            fragments,
            playbook,
            tocs,
            edition,
            language,
            pages,
            pairs,
            elsewhere: elsewhere(library, facts, edition),
            words,
            addresses: HashMap::new(),
            by_address: HashMap::new(),
            roles: BTreeMap::new(),
            services: BTreeMap::new(),
            phases: BTreeMap::new(),
            order,
        };
        scope.address_pages();
        scope.address_names();
        scope
    }

    fn address_pages(&mut self) {
        for index in &self.pages {
            let page = &self.library.pages[*index];
            let address = match self.language {
                Some(language) => self.address_of(page, language),
                None => self.plain_path(page).with_extension("html"),
            };
            self.by_address.insert(address.clone(), *index);
            self.addresses.insert(*index, address);
        }
    }

    /// The path of a page; in the edition that a variant is for, the plain one.
    fn plain_path<'p>(&self, page: &'p PageEntry) -> &'p VirtualPath {
        let named = |variant: &&Variant| {
            self.edition.is_some_and(|edition| edition.name.eq_ignore_ascii_case(&variant.edition))
        };
        page.variant.as_ref().filter(named).map_or(&page.path, |variant| &variant.plain)
    }

    /// Where the first of some pages lies in the site of another language, from a page of this one.
    pub fn in_other_language(&self, pages: &[usize], from: &VirtualPath) -> Option<String> {
        let own = self.language?;
        let in_edition = |page: &&PageEntry| self.edition.is_none_or(|edition| page.editions.contains(&edition.name));
        let page = pages.iter().map(|page| &self.library.pages[*page]).find(in_edition)?;
        let other = self.library.inputs.config.languages.get(page.language).filter(|other| other.tag != own.tag)?;
        let inside = self.address_of(page, other);
        Some(fixed(&format!("{}/{inside}", other.tag)).relative_from(&fixed(&format!("{}/{from}", own.tag))))
    }

    /// The address of a page in the site of its language.
    pub(super) fn address_in(&self, page: usize, language: &Language) -> VirtualPath {
        self.address_of(&self.library.pages[page], language)
    }

    /// A page named `index-de.md` is the index of its folder in the site whose suffix is `-de`, unless that has an `index.md`.
    fn address_of(&self, page: &PageEntry, language: &Language) -> VirtualPath {
        let path = self.plain_path(page);
        let inside = path.strip(&language.folder).filter(|path| !path.as_str().is_empty());
        let address = inside.unwrap_or_else(|| path.clone()).with_extension("html");
        let is_index = !language.suffix.is_empty() && path.stem().strip_suffix(&*language.suffix) == Some("index");
        let is_free = || self.library.page_at(&path.with_file_name("index.md")).is_none();
        if is_index && is_free() { address.with_file_name("index.html") } else { address }
    }

    fn address_names(&mut self) {
        let mut roles: Vec<String> = Vec::new();
        let mut services: Vec<String> = Vec::new();
        for process in &self.playbook.processes {
            for (_, task) in &process.tasks {
                roles.extend(task.roles.iter().map(|role| role.name.clone()));
                services.extend(task.services.services.iter().cloned());
                services.extend(task.services.all.then(|| crate::model::ALL_SERVICES.to_owned()));
            }
            for step in &process.steps {
                roles.extend(step.primary_roles.iter().filter(|role| role.known).map(|role| role.name.clone()));
            }
        }
        self.roles = addressed("roles", roles);
        self.services = addressed("services", services);
        self.phases = addressed("phases", self.playbook.phases.iter().map(|phase| phase.name.clone()).collect());
    }

    /// Where a file of the content folder lies in the site: the folder of the language is left out.
    pub fn site_path(&self, path: &VirtualPath) -> VirtualPath {
        let own =
            self.language.and_then(|language| path.strip(&language.folder)).filter(|path| !path.as_str().is_empty());
        own.unwrap_or_else(|| path.clone())
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

    /// The page of a role, if it has one.
    pub fn role(&self, name: &str) -> Option<&VirtualPath> {
        self.roles.get(name)
    }

    /// The page of a service, if it has one.
    pub fn service(&self, name: &str) -> Option<&VirtualPath> {
        self.services.get(name)
    }

    /// The page of a phase, if it has one.
    pub fn phase(&self, name: &str) -> Option<&VirtualPath> {
        self.phases.get(name)
    }

    /// All roles with a page.
    pub fn role_names(&self) -> impl Iterator<Item = &str> {
        self.roles.keys().map(String::as_str)
    }

    /// All services with a page.
    pub fn service_names(&self) -> impl Iterator<Item = &str> {
        self.services.keys().map(String::as_str)
    }

    /// The page of a task.
    pub fn task(id: TaskId) -> VirtualPath {
        fixed(&format!("tasks/{id}.html"))
    }

    /// The library's page that a process of the playbook is.
    pub fn page_of(&self, process: usize) -> usize {
        self.pages[process]
    }

    /// The position of a page in the tables of contents.
    pub fn rank(&self, page: usize) -> (usize, usize) {
        (self.order.get(&page).copied().unwrap_or(usize::MAX), page)
    }

    /// The published files that its pages show or link to, by their paths relative to the content folder.
    pub fn shown_files(&self) -> BTreeSet<VirtualPath> {
        let mut shown = BTreeSet::new();
        for file in self.library.files_of(self.pages.iter().copied(), self.edition) {
            let links = self.library.document(file).map(|document| document.links.as_slice()).unwrap_or_default();
            let links = links.iter().filter(|link| self.library.shows(link.span, self.edition));
            shown.extend(links.filter_map(|link| match self.library.resolve(file, &link.target.value).target {
                Target::File(path) => Some(path),
                _ => None,
            }));
        }
        shown
    }

    /// The text of the user interface for a key.
    pub fn word(&self, key: &str) -> String {
        (self.words)(key)
    }

    /// BCP 47 tag of the site.
    pub fn language_tag(&self) -> &str {
        self.language.map_or("en", |language| language.tag.as_str())
    }

    /// BCP 47 tag of a page's text.
    pub fn language_of(&self, page: usize) -> &str {
        match self.language {
            Some(language) => &language.tag,
            None => self.facts.pages[page].language.unwrap_or("en"),
        }
    }
}

/// A path that is known to be inside the site.
pub fn fixed(path: &str) -> VirtualPath {
    VirtualPath::new(path).unwrap_or_else(VirtualPath::root)
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

/// Names in order with an address each; two names with one slug are numbered.
fn addressed(folder: &str, mut names: Vec<String>) -> BTreeMap<String, VirtualPath> {
    names.sort();
    names.dedup();
    let mut anchors = crate::syntax::markdown::anchor::Anchors::default();
    anchors.unique("index".to_owned());
    let address = |name: String| {
        let base = slug(&name.replace('/', "-"));
        let slug = anchors.unique(if base.is_empty() { "unnamed".to_owned() } else { base });
        (name, fixed(&format!("{folder}/{slug}.html")))
    };
    names.into_iter().map(address).collect()
}
