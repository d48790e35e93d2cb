//! Addresses at which the last build published a page, and this one does not: where the page is found again under another
//! address, the old one leads on to it. What was published is an input like any other, so that the same inputs still give
//! the same bytes; a build into an empty folder leads on from what `redirect_from` says alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::inputs::Inputs;
use crate::output::{Identity, Origin, OutputFiles};
use crate::render::feed;
use crate::text::VirtualPath;
use crate::view::parts::Link;

/// How often a page may have moved, so that addresses that lead to each other come to an end.
const MOST_MOVES: usize = 64;

/// Adds a file at each old address of a page. Gives those that are new, with the address that they lead to.
pub(super) fn lead_on(inputs: &Inputs, outputs: &mut OutputFiles) -> Vec<(VirtualPath, VirtualPath)> {
    if inputs.published.is_empty() {
        return Vec::new();
    }
    let names: BTreeSet<String> = outputs.iter().map(|(path, _)| path.as_str().to_lowercase()).collect();
    let pages = Pages::new(inputs, outputs);
    // Older versions do not change. Where a disk knows no case, a page that changed only that has kept its address.
    let current = inputs.published.iter().filter(|(_, before)| before.version.is_none());
    let gone = current.filter(|(path, _)| !names.contains(&path.as_str().to_lowercase()));
    let found: Vec<(&VirtualPath, &Origin, VirtualPath)> =
        gone.filter_map(|(path, before)| Some((path, before, pages.now(path)?))).collect();
    let titles: Vec<String> = found.iter().map(|(_, _, to)| pages.title(to)).collect();
    let mut moved = Vec::new();
    for ((from, before, to), text) in found.into_iter().zip(titles) {
        let link = Link { text, href: to.relative_from(from), current: false };
        outputs.insert(from.clone(), feed::redirect(&link));
        let (edition, language) = (before.edition.clone(), before.language.clone());
        let leads_to = Some(to.clone());
        outputs.came_from(from.clone(), Origin { edition, language, leads_to, ..Origin::default() });
        if before.page.is_some() {
            moved.push((from.clone(), to));
        }
    }
    moved
}

/// The pages of this build and those of the last one.
struct Pages<'a> {
    published: &'a BTreeMap<VirtualPath, Origin>,
    /// Of this build, with what they are known by.
    now: BTreeMap<VirtualPath, (Origin, Identity)>,
}

impl<'a> Pages<'a> {
    fn new(inputs: &'a Inputs, outputs: &OutputFiles) -> Self {
        let page = |path: &VirtualPath| {
            let origin = outputs.origin(path)?;
            Some((path.clone(), (origin.clone(), origin.page.clone()?)))
        };
        Self { published: &inputs.published, now: outputs.iter().filter_map(|(path, _)| page(path)).collect() }
    }

    /// Where the page is that was at an address, however often it moved since.
    fn now(&self, was: &VirtualPath) -> Option<VirtualPath> {
        let mut at = was.clone();
        for _ in 0..MOST_MOVES {
            let before = self.published.get(&at)?;
            at = match &before.leads_to {
                Some(to) if self.now.contains_key(to) => return Some(to.clone()),
                Some(to) => to.clone(),
                None => return self.again(before),
            };
        }
        None
    }

    /// The page of this build that is the one of the last: with its `uid`, with its text, with most of its tasks, with its
    /// title. But for the first, only a page where there was none is asked, and only one answer counts.
    fn again(&self, before: &Origin) -> Option<VirtualPath> {
        let page = before.page.as_ref()?;
        let beside = |origin: &Origin| origin.edition == before.edition && origin.language == before.language;
        let all = || self.now.iter().filter(|(_, (origin, _))| beside(origin)).map(|(path, (_, known))| (path, known));
        let was_page = |path: &VirtualPath| self.published.get(path).is_some_and(|origin| origin.page.is_some());
        let new = || all().filter(|(path, _)| !was_page(path));
        let uid = page.uid.as_ref().and_then(|uid| only(all().filter(|(_, known)| known.uid.as_ref() == Some(uid))));
        uid.or_else(|| only(new().filter(|(_, known)| known.text == page.text)))
            .or_else(|| only(new().filter(|(_, known)| shares_tasks(known, page))))
            .or_else(|| only(new().filter(|(_, known)| known.title == page.title)))
            .cloned()
    }

    fn title(&self, at: &VirtualPath) -> String {
        self.now.get(at).map(|(_, known)| known.title.clone()).unwrap_or_default()
    }
}

/// The only one, if there is exactly one.
fn only<'p>(mut found: impl Iterator<Item = (&'p VirtualPath, &'p Identity)>) -> Option<&'p VirtualPath> {
    let (first, _) = found.next()?;
    found.next().is_none().then_some(first)
}

/// Whether more than half of the tasks of either page are those of the other.
fn shares_tasks(one: &Identity, other: &Identity) -> bool {
    let shared = one.tasks.iter().filter(|task| other.tasks.contains(task)).count();
    shared > 0 && 2 * shared > one.tasks.len().max(other.tasks.len())
}
