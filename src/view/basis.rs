//! What each page of a scope is made from, as digests: equal digests mean equal views, so that a view need not be made
//! to know that it is the same as before.
//!
//! A page is made from its own texts and from its surroundings: which pages there are under which addresses, the tables
//! of contents, the names with pages of their own. Pages that gather are made from what all pages say. Each value is
//! taken apart field by field, so that a new field must be either taken in or left out by hand.

mod said;

use std::collections::HashMap;
use std::hash::Hash;

use rayon::prelude::*;

use super::scope::Scope;
use super::versions;
use crate::config::Edition;
use crate::model::TaskId;
use crate::syntax::markdown::LinkKind;
use crate::text::{Digest, Digester, FileId};

pub use said::{Known, Said, Words};

/// How many pages one core takes in one go where each is but looked up.
const AT_ONCE: usize = 256;

/// What the pages of a scope are made from.
pub struct Basis {
    surroundings: Digest,
    /// All that is said of tasks and steps.
    tasks: Digest,
    /// All that changed.
    changes: Digest,
    /// How many tasks there are of what, and which page belongs where.
    figures: Digest,
    /// Figures, changes and pages.
    overview: Digest,
    everything: Digest,
    roles: HashMap<String, Digest>,
    services: HashMap<String, Digest>,
    pages: Vec<PageBasis>,
}

/// What one page brings.
#[derive(Hash)]
struct PageBasis {
    /// Its text and all that it includes or quotes.
    text: Digest,
    /// What it says of the playbook, wherever on the page that stands.
    said: Digest,
    /// What of that is counted and named.
    counted: Digest,
    /// Its refresh entries, whose dates other pages help to read.
    refreshed: Digest,
}

impl Basis {
    /// The digests of a scope; `site` stands for what all its pages share.
    pub fn new(scope: &Scope<'_>, all: &Said, site: Digest) -> Self {
        let page = |index: &usize| {
            let Words { said, refreshed, counted, reported: _, names: _ } = all.0[*index];
            PageBasis { text: text(scope, scope.library.pages[*index].file), said, counted, refreshed }
        };
        let pages: Vec<PageBasis> = scope.pages.par_iter().with_min_len(AT_ONCE).map(page).collect();
        let surroundings = surroundings(scope, site);
        let mut tasks = Digester::default();
        let mut changes = Digester::default();
        let mut figures = Digester::default();
        let mut overview = Digester::default();
        (surroundings, "figures").hash(&mut figures);
        (surroundings, "tasks").hash(&mut tasks);
        (surroundings, "changes").hash(&mut changes);
        for ((index, page), process) in scope.pages.iter().zip(&pages).zip(&scope.playbook.processes) {
            page.said.hash(&mut tasks);
            page.counted.hash(&mut figures);
            (&process.title, page.refreshed).hash(&mut changes);
            scope.library.pages[*index].meta.description.hash(&mut overview);
            scope.language_of(*index).hash(&mut overview);
        }
        for phase in &scope.playbook.phases {
            (&phase.name, &phase.processes).hash(&mut overview);
        }
        let (tasks, changes, figures) = (tasks.digest(), changes.digest(), figures.digest());
        (changes, figures).hash(&mut overview);
        let overview = overview.digest();
        let everything = Digest::of(&(tasks, overview));
        let names = || scope.pages.iter().map(|index| &*all.0[*index].names);
        let roles = gathered((surroundings, "roles"), &pages, names().map(|names| &names.roles));
        let services = gathered((surroundings, "services"), &pages, names().map(|names| &names.services));
        Self { surroundings, tasks, changes, figures, overview, everything, roles, services, pages }
    }

    /// What an article is made from, by its place among the scope's pages.
    pub fn article(&self, scope: &Scope<'_>, process: usize) -> Digest {
        let is_home = scope.address(scope.page_of(process)).is_some_and(|path| path.as_str() == "index.html");
        let page = &self.pages[process];
        let title = &scope.library.pages[scope.page_of(process)].title;
        let mut digest = Digester::default();
        (self.surroundings, page.text, page.refreshed, title, is_home.then_some(self.overview)).hash(&mut digest);
        versions::of_article(scope, scope.page_of(process), &mut digest);
        digest.digest()
    }

    /// What the page of a task is made from: every page that names it.
    pub fn task(&self, scope: &Scope<'_>, id: TaskId) -> Digest {
        let mut digest = Digester::default();
        (self.surroundings, id.0).hash(&mut digest);
        let number = id.to_string();
        scope.elsewhere.iter().for_each(|other| other.tasks.contains(&number).hash(&mut digest));
        versions::of_task(scope, id, &mut digest);
        let entry = scope.playbook.tasks.tasks.get(&id);
        for (process, at) in entry.iter().flat_map(|entry| entry.occurrences.iter().chain(&entry.details)) {
            let page = &self.pages[*process];
            (process, at, page.said, page.refreshed).hash(&mut digest);
            scope.language_of(scope.page_of(*process)).hash(&mut digest);
        }
        for (process, _) in entry.iter().flat_map(|entry| &entry.details) {
            self.pages[*process].text.hash(&mut digest);
        }
        digest.digest()
    }

    /// What the page of a role is made from: every page with a task or a step of it.
    pub fn role(&self, name: &str) -> Digest {
        self.roles.get(name).copied().unwrap_or(self.everything)
    }

    /// What the page of a service is made from: every page with a task or a step for it.
    pub fn service(&self, name: &str) -> Digest {
        self.services.get(name).copied().unwrap_or(self.everything)
    }

    /// What the page of a phase is made from: its pages.
    pub fn phase(&self, scope: &Scope<'_>, phase: usize) -> Digest {
        let mut digest = Digester::default();
        (self.surroundings, "phases").hash(&mut digest);
        if let Some(phase) = scope.playbook.phases.get(phase) {
            phase.name.hash(&mut digest);
            for process in &phase.processes {
                let description = &scope.library.pages[scope.page_of(*process)].meta.description;
                (process, self.pages[*process].said, description).hash(&mut digest);
            }
        }
        digest.digest()
    }

    /// What a page is made from that gathers all tasks.
    pub fn tasks(&self) -> Digest {
        self.tasks
    }

    /// What the page of all changes is made from.
    pub fn changes(&self) -> Digest {
        self.changes
    }

    /// What a page is made from that counts the tasks of each role or service.
    pub fn figures(&self) -> Digest {
        self.figures
    }

    /// What a page is made from that tells of all pages by their titles, of all changes and of how many tasks there are.
    pub fn overview(&self) -> Digest {
        self.overview
    }

    /// What a page is made from that has no content of its own.
    pub fn frame(&self) -> Digest {
        self.surroundings
    }
}

/// What pages that gather by name are made from: of each name, what the pages say that have to do with it.
fn gathered<'a>(
    begin: (Digest, &str),
    pages: &[PageBasis],
    names: impl Iterator<Item = &'a Vec<String>>,
) -> HashMap<String, Digest> {
    let mut digests: HashMap<&str, Digester> = HashMap::new();
    for (at, (names, page)) in names.zip(pages).enumerate() {
        for name in names {
            let digest = digests.entry(name).or_insert_with(|| {
                let mut digest = Digester::default();
                (begin, name).hash(&mut digest);
                digest
            });
            (at, page.said).hash(digest);
        }
    }
    digests.into_iter().map(|(name, digest)| (name.to_owned(), digest.digest())).collect()
}

/// What stands around the content of every page, and what links and names lead to.
fn surroundings(scope: &Scope<'_>, site: Digest) -> Digest {
    let mut digest = Digester::default();
    (site, (scope.library.signs(), scope.library.division()), scope.language_tag()).hash(&mut digest);
    scope.digest.hash(&mut digest);
    edition(scope, &mut digest);
    let phases = scope.playbook.phases.iter().map(|phase| &phase.name);
    for name in phases.clone() {
        (name, scope.phase(name)).hash(&mut digest);
    }
    for name in scope.role_names() {
        (name, scope.role(name)).hash(&mut digest);
    }
    for name in scope.service_names() {
        (name, scope.service(name)).hash(&mut digest);
    }
    languages(scope, &mut digest);
    versions::surroundings(scope, &mut digest);
    if scope.tocs.is_empty() {
        tree_of_phases(scope, &mut digest);
    }
    digest.digest()
}

/// What of an edition shows on its pages besides their addresses: which pages of all languages it has, and where texts have
/// stretches for some readers, which edition it is. Editions of the same pages may have the same views.
fn edition(scope: &Scope<'_>, digest: &mut Digester) {
    let Some(Edition { name, .. }) = scope.edition else { return };
    scope.library.pages.iter().for_each(|page| page.editions.contains(name).hash(digest));
    scope.library.has_divided().then_some(name).hash(digest);
}

/// What the language switcher of every page leads to.
fn languages(scope: &Scope<'_>, digest: &mut Digester) {
    for other in &scope.elsewhere {
        other.hash(digest);
        for index in &scope.pages {
            let there = scope.pairs.in_language(*index, other.index);
            there.map(|page| scope.address_in(page, other.language)).hash(digest);
        }
    }
}

/// Without a table of contents every page shows the titles of the others.
fn tree_of_phases(scope: &Scope<'_>, digest: &mut Digester) {
    for phase in &scope.playbook.phases {
        phase.processes.hash(digest);
    }
    for index in &scope.pages {
        scope.library.pages[*index].title.hash(digest);
    }
}

/// The texts that a file's body is written from, and how large its pictures are.
fn text(scope: &Scope<'_>, file: FileId) -> Digest {
    let plain = |link: &crate::syntax::markdown::Link| link.kind == LinkKind::Link;
    let alone = scope.library.document(file).filter(|document| document.links.iter().all(plain));
    if let Some(document) = alone {
        return Digest::of(&(file, document.hash));
    }
    let mut digest = Digester::default();
    let mut seen = Vec::new();
    let mut open = vec![file];
    while let Some(file) = open.pop() {
        if !seen.contains(&file) {
            seen.push(file);
            own_text(scope, file, &mut open, &mut digest);
        }
    }
    digest.digest()
}

/// One file of a body; what it includes is left open.
fn own_text(scope: &Scope<'_>, file: FileId, open: &mut Vec<FileId>, digest: &mut Digester) {
    let Some(document) = scope.library.document(file) else { return };
    (file, document.hash).hash(digest);
    for link in &document.links {
        match link.kind {
            LinkKind::Include => {
                let included = scope.library.include(file, &link.target.value);
                included.hash(digest);
                open.extend(included);
            }
            LinkKind::Snippet => {
                let quoted = scope.library.snippet(file, &link.target.value);
                quoted.map(|file| (file, scope.library.source(file).hash)).hash(digest);
            }
            LinkKind::Image => scope.library.extent(file, &link.target.value).hash(digest),
            LinkKind::Link => {}
        }
    }
}
