//! What stands around the content: tree, crumbs, neighbours, lifecycle.

use super::html::encoded;
use super::pages::Frame;
use super::parity::{can_have_parity, has_parity};
use super::parts::{Heading, Link, Outdated, Station, TreeItem};
use super::scope::{Scope, Walk, fixed};
use super::switcher::languages;
use super::versions::versions;
use crate::corpus::TocEntry;
use crate::text::VirtualPath;

/// What a page says of itself.
pub(super) struct About<'a> {
    /// Its title.
    pub title: &'a str,
    /// One sentence about it.
    pub description: &'a str,
    /// Its address.
    pub path: &'a VirtualPath,
    /// Which entry of the top bar is lit.
    pub section: &'a str,
    /// Phases it belongs to.
    pub phases: &'a [String],
    /// The library's page, if it is one.
    pub page: Option<usize>,
    /// Its headings.
    pub contents: Vec<Heading>,
}

/// What a page made by us, and by no author, says of itself.
pub(super) fn made<'a>(title: &'a str, path: &'a VirtualPath, section: &'a str, phases: &'a [String]) -> About<'a> {
    About { title, description: "", path, section, phases, page: None, contents: Vec::new() }
}

/// The frame around a page.
pub(super) fn frame(scope: &Scope<'_>, about: About<'_>) -> Frame {
    let toc = about.page.and_then(|page| toc_of(scope, page)).or_else(|| scope.tocs.first());
    let trail = toc.zip(about.page).and_then(|(toc, page)| toc.trail(page)).unwrap_or_default();
    let framer = Framer { scope, path: about.path };
    let (previous, next) = framer.neighbours(toc, about.page);
    let language = about.page.map_or_else(|| scope.language_tag(), |page| scope.language_of(page));
    let base = &scope.library.inputs.config.base_url;
    let languages = languages(scope, &about);
    let versions = versions(scope, &about);
    let own = base.as_ref().map(|base| format!("{base}{}{}", shown_prefix(scope), encoded(about.path.as_str())));
    let older = scope.library.inputs.version.as_ref();
    let outdated = older.zip(versions.first()).map(|(version, newest)| (version.clone(), newest.clone()));
    let outdated = outdated.map(|(version, newest)| Outdated { version, newest });
    let tree = framer.tree(toc, trail, about.page);
    let parity = if scope.marks.is_some() { can_have_parity(scope).is_some() } else { has_parity(scope).is_some() };
    Frame {
        title: about.title.to_owned(),
        description: about.description.to_owned(),
        language: language.to_owned(),
        root: "../".repeat(about.path.depth()),
        path: about.path.to_string(),
        canonical: outdated.as_ref().map_or(own, |outdated| outdated.newest.absolute.clone()),
        section: about.section.to_owned(),
        crumbs: framer.crumbs(toc, trail, &about),
        with_tree: !tree.is_empty(),
        longest_level: longest_level(&tree),
        tree,
        tree_mark: String::new(),
        contents: about.contents,
        previous,
        next,
        lifecycle: framer.lifecycle(about.phases),
        languages,
        versions,
        outdated,
        parity: parity.then(|| framer.href(&fixed("parity.html"))),
        parity_mark: scope.marks.filter(|_| parity).map(|marks| marks.parity.to_owned()).unwrap_or_default(),
    }
}

/// The folder of a site below the output: edition, version and language, where there are several. The versions of an
/// edition lie in its folder, so that this folder is all that its readers get.
pub fn prefix(scope: &Scope<'_>) -> String {
    edition_folder(scope) + &below_edition(scope, scope.library.inputs.version.as_deref())
}

/// The same as pages print it.
fn shown_prefix(scope: &Scope<'_>) -> String {
    shown_edition_folder(scope) + &below_edition(scope, scope.library.inputs.version.as_deref())
}

/// The folder of the edition, where there are several, as pages print it.
pub(super) fn shown_edition_folder(scope: &Scope<'_>) -> String {
    scope.marks.map_or_else(|| edition_folder(scope), |marks| format!("{}/", marks.edition))
}

/// The folder of the edition, where there are several.
fn edition_folder(scope: &Scope<'_>) -> String {
    let several = scope.library.inputs.config.editions.len() > 1;
    scope.edition.filter(|_| several).map(|edition| format!("{}/", edition.name)).unwrap_or_default()
}

/// The folder of the same language in a version, from the folder of the edition; the current one has no name here.
pub(super) fn below_edition(scope: &Scope<'_>, version: Option<&str>) -> String {
    let several = scope.library.inputs.config.languages.len() > 1;
    let language = scope.language.filter(|_| several).map(|language| format!("{}/", language.tag));
    version.map(version_folder).unwrap_or_default() + &language.unwrap_or_default()
}

/// The folder of an older version.
pub fn version_folder(name: &str) -> String {
    format!("v/{name}/")
}

/// The table of contents that names a page, nearest to its folder; else the nearest above it.
fn toc_of<'a>(scope: &'a Scope<'_>, page: usize) -> Option<&'a Walk> {
    let path = &scope.library.pages[page].path;
    let mut above: Vec<&Walk> = scope.tocs.iter().filter(|walk| path.is_below(&walk.toc.folder)).collect();
    above.sort_by_key(|walk| std::cmp::Reverse(walk.toc.folder.as_str().len()));
    let edition = scope.library.pages[page].variant.as_ref().map(|variant| &variant.edition);
    let names = |walk: &&&Walk| walk.trail(page).is_some();
    let own = |walk: &&&Walk| names(walk) && (edition.is_none() || walk.toc.edition.as_ref() == edition);
    above.iter().find(own).or_else(|| above.iter().find(names)).or(above.first()).copied()
}

/// The level of a tree with the most entries, going down where it is open.
fn longest_level(tree: &[TreeItem]) -> usize {
    fn below<'t>(items: &&'t [TreeItem]) -> Option<&'t [TreeItem]> {
        items.iter().find(|item| item.open).map(|item| item.children.as_slice())
    }
    let lengths = std::iter::successors(Some(tree), below).map(<[TreeItem]>::len).enumerate();
    lengths.max_by_key(|(_, length)| *length).map_or(0, |(level, _)| level)
}

struct Framer<'a> {
    scope: &'a Scope<'a>,
    path: &'a VirtualPath,
}

impl Framer<'_> {
    fn href(&self, path: &VirtualPath) -> String {
        encoded(&path.relative_from(self.path))
    }

    fn page_href(&self, pages: &[usize]) -> Option<String> {
        let page = self.scope.first_of(pages)?;
        self.scope.address(page).map(|path| self.href(path))
    }

    fn crumbs(&self, toc: Option<&Walk>, trail: &[usize], about: &About<'_>) -> Vec<Link> {
        let home = fixed("index.html");
        if *self.path == home {
            return Vec::new();
        }
        let mut crumbs = vec![Link { text: self.scope.word("home"), href: self.href(&home), current: false }];
        let mut entries = toc.map(|walk| walk.toc.entries.as_slice()).unwrap_or_default();
        for at in trail.iter().take(trail.len().saturating_sub(1)) {
            let entry = &entries[*at];
            let leads_here = about.page.is_some_and(|page| entry.pages.contains(&page));
            if let Some(href) = self.page_href(&entry.pages).filter(|_| !leads_here) {
                crumbs.push(Link { text: entry.name.clone(), href, current: false });
            }
            entries = &entry.children;
        }
        if let (1, [phase], Some(_)) = (crumbs.len(), about.phases, about.page) {
            let href = self.scope.phase(phase).map(|path| self.href(path));
            let text = self.scope.phase_word(phase).to_owned();
            crumbs.extend(href.map(|href| Link { text, href, current: false }));
        }
        crumbs
    }

    fn tree(&self, toc: Option<&Walk>, trail: &[usize], page: Option<usize>) -> Vec<TreeItem> {
        match toc {
            Some(walk) => self.branch(&walk.toc.entries, Some(trail), page),
            None => self.phases_as_tree(page),
        }
    }

    /// One level of the tree; below an entry only where the trail goes on.
    fn branch(&self, entries: &[TocEntry], trail: Option<&[usize]>, page: Option<usize>) -> Vec<TreeItem> {
        let item = |(at, entry): (usize, &TocEntry)| {
            let open = trail.and_then(|trail| trail.first()) == Some(&at);
            let rest = trail.filter(|_| open).map(|trail| &trail[1..]);
            let current = open && rest.is_some_and(<[usize]>::is_empty) && page.is_some();
            let children = if open { self.branch(&entry.children, rest, page) } else { Vec::new() };
            TreeItem {
                text: entry.name.clone(),
                href: self
                    .page_href(&entry.pages)
                    .or_else(|| entry.external.clone())
                    .or_else(|| self.first_below(entry)),
                current,
                open,
                branch: !entry.children.is_empty(),
                children,
                mark: String::new(),
            }
        };
        entries.iter().enumerate().map(item).collect()
    }

    /// A heading without a page leads to the first page below it, so that closed branches can be opened.
    fn first_below(&self, entry: &TocEntry) -> Option<String> {
        entry.children.iter().find_map(|child| self.page_href(&child.pages).or_else(|| self.first_below(child)))
    }

    /// Without a table of contents: phases and their processes, then the other pages.
    fn phases_as_tree(&self, page: Option<usize>) -> Vec<TreeItem> {
        let scope = self.scope;
        let leaf = |index: usize| TreeItem {
            text: scope.library.pages[index].title.clone(),
            href: self.page_href(&[index]),
            current: page == Some(index),
            ..TreeItem::default()
        };
        let mut items = Vec::new();
        for phase in &scope.playbook.phases {
            let members: Vec<usize> = phase.processes.iter().map(|process| scope.page_of(*process)).collect();
            let open = page.is_some_and(|page| members.contains(&page));
            let children = if open { members.iter().map(|index| leaf(*index)).collect() } else { Vec::new() };
            let href = scope.phase(&phase.name).map(|path| self.href(path));
            let text = scope.phase_word(&phase.name).to_owned();
            let mark = String::new();
            items.push(TreeItem { text, href, current: false, open, branch: true, children, mark });
        }
        let outside =
            scope.pages.iter().enumerate().filter(|(process, _)| scope.playbook.processes[*process].phases.is_empty());
        items.extend(outside.map(|(_, index)| leaf(*index)));
        items
    }

    fn neighbours(&self, toc: Option<&Walk>, page: Option<usize>) -> (Option<Link>, Option<Link>) {
        let Some((walk, at)) = toc.zip(page).and_then(|(walk, page)| Some((walk, walk.position(page)?))) else {
            return (None, None);
        };
        let link = |(page, name): &(usize, String)| {
            self.page_href(&[*page]).map(|href| Link { text: name.clone(), href, current: false })
        };
        let before = at.checked_sub(1).and_then(|at| walk.line.get(at)).and_then(link);
        (before, walk.line.get(at + 1).and_then(link))
    }

    fn lifecycle(&self, phases: &[String]) -> Vec<Station> {
        let stations = self.scope.playbook.phases.iter().enumerate().map(|(at, phase)| Station {
            text: self.scope.phase_word(&phase.name).to_owned(),
            href: self.scope.phase(&phase.name).map(|path| self.href(path)).unwrap_or_default(),
            current: phases.contains(&phase.name),
            number: at + 1,
        });
        stations.collect()
    }
}
