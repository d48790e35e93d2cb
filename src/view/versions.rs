//! The same page in the other versions of the playbook, or that it is missing there; and what a page of an older version
//! says of itself.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

use super::frame::{About, below_edition, shown_edition_folder};
use super::html::encoded;
use super::parity::has_parity;
use super::parts::VersionLink;
use super::scope::{Scope, fixed};
use crate::model::TaskId;
use crate::text::{Digest, Digester, VirtualPath};

/// What the site of a version has: every address, and the page on which each task stands first.
#[derive(Debug, Default)]
pub struct Catalogue {
    pages: BTreeSet<VirtualPath>,
    tasks: BTreeMap<TaskId, VirtualPath>,
    /// Stands for all addresses but those of tasks.
    digest: Digest,
}

/// A version of the playbook as seen from the pages of one of them.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its place: the current one is the first.
    pub index: usize,
    /// What it has in the edition and language of the site.
    pub catalogue: &'a Catalogue,
}

impl Catalogue {
    /// What the site of a scope will have.
    pub fn of(scope: &Scope<'_>) -> Self {
        let mut pages: BTreeSet<VirtualPath> =
            scope.pages.iter().filter_map(|page| scope.address(*page)).cloned().collect();
        let found = !pages.is_empty();
        pages.extend(scope.role_names().filter_map(|name| scope.role(name)).cloned());
        pages.extend(scope.service_names().filter_map(|name| scope.service(name)).cloned());
        pages.extend(scope.playbook.phases.iter().filter_map(|phase| scope.phase(&phase.name)).cloned());
        let ours = ["index.html", "tasks/index.html", "roles/index.html", "services/index.html", "changes.html"];
        pages.extend(ours.into_iter().filter(|_| found).map(fixed));
        pages.extend((!scope.playbook.phases.is_empty()).then(|| fixed("lifecycle.html")));
        pages.extend(has_parity(scope).map(|_| fixed("parity.html")));
        let digest = Digest::of(&pages);
        let first = |(process, _): &(usize, usize)| scope.address(scope.page_of(*process)).cloned();
        let known = &scope.playbook.tasks.tasks;
        let tasks = known.iter().filter_map(|(id, entry)| Some((*id, entry.occurrences.first().and_then(first)?)));
        let tasks = tasks.collect();
        pages.extend(known.keys().map(|id| Scope::task(*id)));
        Self { pages, tasks, digest }
    }

    /// Every address.
    pub fn addresses(&self) -> impl Iterator<Item = &VirtualPath> {
        self.pages.iter()
    }

    /// The page at an address; else the one on which most of some tasks stand.
    fn find(&self, path: &VirtualPath, tasks: &[TaskId]) -> Option<VirtualPath> {
        if self.pages.contains(path) {
            return Some(path.clone());
        }
        let mut votes: Vec<(usize, &VirtualPath)> = Vec::new();
        for page in tasks.iter().filter_map(|id| self.tasks.get(id)) {
            match votes.iter_mut().find(|(_, known)| *known == page) {
                Some((count, _)) => *count += 1,
                None => votes.push((1, page)),
            }
        }
        let most = votes.iter().map(|(count, _)| *count).max();
        votes.into_iter().find(|(count, _)| Some(*count) == most).map(|(_, page)| page.clone())
    }
}

/// The versions of a page, the one that is read among them; nothing where there is only one.
pub(super) fn versions(scope: &Scope<'_>, about: &About<'_>) -> Vec<VersionLink> {
    if scope.versions.len() < 2 {
        return Vec::new();
    }
    let tasks = about.page.map(|page| tasks_of(scope, page)).unwrap_or_default();
    let own = scope.library.inputs.version.as_deref();
    let from = fixed(&below_edition(scope, own)).join(about.path.as_str()).unwrap_or_else(|| about.path.clone());
    let base = scope.library.inputs.config.base_url.as_ref();
    let link = |side: &Side<'_>| {
        let folder = (side.index > 0).then_some(side.name);
        let found = side.catalogue.find(about.path, &tasks);
        let below = fixed(&below_edition(scope, folder));
        let to = below.join(found.as_ref().map_or("index.html", VirtualPath::as_str)).unwrap_or(below);
        let absolute = base.filter(|_| found.is_some());
        VersionLink {
            text: side.name.to_owned(),
            href: encoded(&to.relative_from(&from)),
            current: folder == own,
            missing: found.is_none(),
            absolute: absolute.map(|base| format!("{base}{}{}", shown_edition_folder(scope), encoded(to.as_str()))),
        }
    };
    scope.versions.iter().map(link).collect()
}

/// Ids of the tasks of a page in their order.
fn tasks_of(scope: &Scope<'_>, page: usize) -> Vec<TaskId> {
    let process = scope.pages.binary_search(&page).ok().map(|at| &scope.playbook.processes[at]);
    process.iter().flat_map(|process| &process.tasks).map(|(_, task)| task.id.value).collect()
}

/// What the version switcher of every page leads to.
pub(super) fn surroundings(scope: &Scope<'_>, digest: &mut Digester) {
    for side in &scope.versions {
        (side.name, side.catalogue.digest).hash(digest);
    }
}

/// Where an article is found in each version.
pub(super) fn of_article(scope: &Scope<'_>, page: usize, digest: &mut impl Hasher) {
    let Some(path) = scope.address(page).filter(|_| scope.versions.len() > 1) else { return };
    let tasks = tasks_of(scope, page);
    scope.versions.iter().for_each(|side| side.catalogue.find(path, &tasks).hash(digest));
}

/// Which versions have a task.
pub(super) fn of_task(scope: &Scope<'_>, id: TaskId, digest: &mut impl Hasher) {
    scope.versions.iter().for_each(|side| side.catalogue.pages.contains(&Scope::task(id)).hash(digest));
}
