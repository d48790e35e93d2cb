//! One edition in one language: which pages it has, under which addresses, and the playbook they make.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::Arc;

use super::collation::Alphabet;
use super::ground::{Ground, address_of, in_site};
use super::switcher::{Elsewhere, elsewhere};
use super::versions::Side;
use crate::config::{Edition, Language};
use crate::corpus::{Library, PageEntry, Toc, TocEntry};
use crate::extract::playbook::Facts;
use crate::extract::{Page, PhaseWords, Vocabulary};
use crate::model::{Playbook, TaskId};
use crate::parity::Pairs;
use crate::syntax::markdown::anchor::slug;
use crate::text::{FileId, QuickMap, VirtualPath};

/// A table of contents and the ways through it, found once for all pages.
#[derive(Debug)]
pub struct Walk {
    /// The table.
    pub toc: Toc,
    /// Its pages in order, each once and of variants the first, with the name of the entry.
    pub line: Vec<(usize, String)>,
    /// Where each page stands in the line, and the positions of the entries that lead down to it.
    places: QuickMap<usize, (usize, Vec<usize>)>,
}

impl Walk {
    pub(super) fn new(toc: Toc) -> Self {
        let mut walk = Self { toc, line: Vec::new(), places: QuickMap::default() };
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
    pub fragments: &'a QuickMap<FileId, Arc<Page>>,
    /// All tables of contents.
    pub tocs: &'a [Toc],
    /// Which pages are one page in several languages.
    pub pairs: &'a Pairs,
    /// The words of the playbook.
    pub vocabulary: &'a Vocabulary,
}

/// What stands in the views of pages that several editions may have for what differs between these.
#[derive(Clone, Copy, Debug)]
pub struct Marks {
    /// For the name of the edition.
    pub edition: &'static str,
    /// Before and after the link to the parity page, which not all have.
    pub parity: &'static str,
}

/// Everything that the views of one edition in one language are made from.
pub struct Scope<'a> {
    /// All documents.
    pub library: &'a Library<'a>,
    /// What all pages say.
    pub facts: &'a Facts,
    /// What included files say.
    pub fragments: &'a QuickMap<FileId, Arc<Page>>,
    /// What the pages of this scope make.
    pub playbook: Playbook,
    /// Its pages, their addresses, its tables of contents.
    ground: Arc<Ground>,
    /// The edition, where there are several.
    pub edition: Option<&'a Edition>,
    /// What its pages show in place of what differs between editions, if they are printed for several.
    pub(super) marks: Option<Marks>,
    /// The language, where they are configured.
    pub language: Option<&'a Language>,
    /// Which pages are one page in several languages.
    pub pairs: &'a Pairs,
    /// What the other languages of the edition have.
    pub(super) elsewhere: Vec<Elsewhere<'a>>,
    /// The versions of the playbook, the current one first; nothing where there is only one.
    pub(super) versions: Vec<Side<'a>>,
    /// What its language calls the phases.
    phase_words: PhaseWords<'a>,
    /// The order of names in its language.
    pub alphabet: Alphabet,
    /// Texts of the user interface by key.
    pub words: &'a (dyn Fn(&str) -> String + Sync),
    roles: BTreeMap<String, VirtualPath>,
    services: BTreeMap<String, VirtualPath>,
    phases: BTreeMap<String, VirtualPath>,
}

impl Deref for Scope<'_> {
    type Target = Ground;

    fn deref(&self) -> &Ground {
        &self.ground
    }
}

impl<'a> Scope<'a> {
    /// The scope of an edition and a language on its ground. Gives each thing its address.
    pub fn new(
        material: Material<'a>,
        ground: Arc<Ground>,
        (edition, language): (Option<&'a Edition>, Option<&'a Language>),
        words: &'a (dyn Fn(&str) -> String + Sync),
    ) -> Self {
        let Material { library, facts, fragments, pairs, vocabulary, .. } = material;
        let tag = language.map_or("en", |language| language.tag.as_str());
        let name = edition.map(|edition| edition.name.as_str());
        let playbook =
            crate::extract::playbook::of_pages(library, facts, &ground.pages, name, |page| ground.rank(page));
        let mut scope = Self {
            library,
            facts,
            fragments,
            playbook,
            ground,
            edition,
            marks: None,
            language,
            pairs,
            elsewhere: elsewhere(library, facts, edition),
            versions: Vec::new(),
            phase_words: vocabulary.phase_words(tag),
            alphabet: Alphabet::of(tag),
            words,
            roles: BTreeMap::new(),
            services: BTreeMap::new(),
            phases: BTreeMap::new(),
        };
        scope.address_names();
        scope
    }

    /// The scope as one of several versions of the playbook, the current one first.
    pub fn among(self, versions: Vec<Side<'a>>) -> Self {
        Self { versions, ..self }
    }

    /// The scope with marks in the views of its pages: a page that several editions have is the same in all of them then.
    pub fn with_marks(self, marks: Option<Marks>) -> Self {
        Self { marks, ..self }
    }

    /// The edition as its pages name it.
    pub fn shown_edition(&self) -> Option<&'a str> {
        let name = self.edition.map(|edition| edition.name.as_str());
        self.marks.map(|marks| marks.edition).or(name)
    }

    /// Whether the playbook has no other version.
    pub fn is_only_version(&self) -> bool {
        self.versions.is_empty() && self.library.inputs.version.is_none()
    }

    /// Where the first of some pages lies in the site of another language, from a page of this one.
    pub fn in_other_language(&self, pages: &[usize], from: &VirtualPath) -> Option<String> {
        let own = self.language?;
        let in_edition =
            |page: &&Arc<PageEntry>| self.edition.is_none_or(|edition| page.editions.contains(&edition.name));
        let page = pages.iter().map(|page| &self.library.pages[*page]).find(in_edition)?;
        let other = self.library.inputs.config.languages.get(page.language).filter(|other| other.tag != own.tag)?;
        let inside = address_of(self.library, page, self.edition, other);
        Some(fixed(&format!("{}/{inside}", other.tag)).relative_from(&fixed(&format!("{}/{from}", own.tag))))
    }

    /// The address of a page in the site of its language.
    pub(super) fn address_in(&self, page: usize, language: &Language) -> VirtualPath {
        address_of(self.library, &self.library.pages[page], self.edition, language)
    }

    fn address_names(&mut self) {
        let mut roles: BTreeSet<&str> = BTreeSet::new();
        let mut services: BTreeSet<&str> = BTreeSet::new();
        for process in &self.playbook.processes {
            for (_, task) in &process.tasks {
                roles.extend(task.roles.iter().map(|role| role.name.as_str()));
                services.extend(task.services.services.iter().map(String::as_str));
                services.extend(task.services.all.then_some(crate::model::ALL_SERVICES));
            }
            for step in &process.steps {
                roles.extend(step.primary_roles.iter().filter(|role| role.known).map(|role| role.name.as_str()));
            }
        }
        let phases = self.playbook.phases.iter().map(|phase| phase.name.as_str()).collect();
        let (roles, services, phases) =
            (addressed("roles", roles), addressed("services", services), addressed("phases", phases));
        (self.roles, self.services, self.phases) = (roles, services, phases);
    }

    /// Where a file of the content folder lies in the site: the folder of the language is left out.
    pub fn site_path(&self, path: &VirtualPath) -> VirtualPath {
        in_site(path, self.language)
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

    /// What the language of the site calls a phase.
    pub fn phase_word<'n>(&'n self, name: &'n str) -> &'n str {
        self.phase_words.of(name)
    }

    /// All roles with a page, in the order of the language.
    pub fn role_names(&self) -> impl Iterator<Item = &str> {
        self.alphabet.sorted(self.roles.keys().map(String::as_str)).into_iter()
    }

    /// All services with a page, in the order of the language.
    pub fn service_names(&self) -> impl Iterator<Item = &str> {
        self.alphabet.sorted(self.services.keys().map(String::as_str)).into_iter()
    }

    /// The page of a task.
    pub fn task(id: TaskId) -> VirtualPath {
        fixed(&format!("tasks/{id}.html"))
    }

    /// The published files that its pages show or link to, by their paths relative to the content folder.
    pub fn shown_files(&self) -> BTreeSet<VirtualPath> {
        let files = self.library.files_of(self.pages.iter().copied(), self.edition);
        self.library.shown_files(&files, self.edition)
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

/// Names in order with an address each; two names with one slug are numbered.
fn addressed(folder: &str, names: BTreeSet<&str>) -> BTreeMap<String, VirtualPath> {
    let mut anchors = crate::syntax::markdown::anchor::Anchors::default();
    anchors.unique("index".to_owned());
    let address = |name: &str| {
        let base = slug(&name.replace('/', "-"));
        let slug = anchors.unique(if base.is_empty() { "unnamed".to_owned() } else { base });
        (name.to_owned(), fixed(&format!("{folder}/{slug}.html")))
    };
    names.into_iter().map(address).collect()
}
