//! Addresses at which the last build published a page, and this one does not: where the page is found again under another
//! address, the old one leads on to it. What was published is an input like any other, so that the same inputs still give
//! the same bytes; a build into an empty folder leads on from what `redirect_from` says alone.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::inputs::Inputs;
use crate::output::{Identity, Origin, OutputFiles};
use crate::render::feed;
use crate::text::VirtualPath;
use crate::view;

/// How often a page may have moved, so that addresses that lead to each other come to an end.
const MOST_MOVES: usize = 64;

/// Adds a file at each old address of a page. Gives those that are new, with the address that they lead to.
pub(super) fn lead_on(inputs: &Inputs, outputs: &mut OutputFiles) -> Vec<(VirtualPath, VirtualPath)> {
    let gone: Vec<(&VirtualPath, &Origin)> =
        inputs.published.iter().filter(|(path, _)| outputs.get(path).is_none()).collect();
    if gone.is_empty() {
        return Vec::new();
    }
    // Where a disk knows no case, a page that changed only that has kept its address.
    let names: BTreeSet<String> = outputs.iter().map(|(path, _)| path.as_str().to_lowercase()).collect();
    let pages = Pages::new(&inputs.published, outputs);
    let lead = |(from, before): (&VirtualPath, &Origin)| {
        let to = pages.now(from).filter(|_| !names.contains(&from.as_str().to_lowercase()))?;
        let page = feed::redirect(&view::lead(pages.title(to), from, to));
        let (edition, language, leads_to) = (before.edition.clone(), before.language.clone(), Some(to.clone()));
        Some((from.clone(), page, Origin { edition, language, leads_to, ..Origin::default() }, before.page.is_some()))
    };
    let leads: Vec<(VirtualPath, String, Origin, bool)> = gone.into_iter().filter_map(lead).collect();
    let mut moved = Vec::new();
    for (from, page, origin, is_new) in leads {
        moved.extend(origin.leads_to.clone().filter(|_| is_new).map(|to| (from.clone(), to)));
        outputs.came_from(from.clone(), origin);
        outputs.insert(from, page);
    }
    moved
}

/// By what a page may be known again.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Mark<'a> {
    Uid(&'a str),
    Text(&'a str),
    Task(u32),
    Title(&'a str),
}

/// A mark among the pages of one edition in one language.
type Placed<'a> = (Option<&'a str>, Option<&'a str>, Mark<'a>);

/// The pages of this build and those of the last one.
struct Pages<'a> {
    published: &'a BTreeMap<VirtualPath, Origin>,
    /// Of this build, with what they are known by.
    now: BTreeMap<&'a VirtualPath, &'a Identity>,
    /// The pages of this build that have a mark. Only a `uid` tells a page that was there before.
    marked: HashMap<Placed<'a>, Vec<&'a VirtualPath>>,
}

impl<'a> Pages<'a> {
    fn new(published: &'a BTreeMap<VirtualPath, Origin>, outputs: &'a OutputFiles) -> Self {
        let mut pages = Self { published, now: BTreeMap::new(), marked: HashMap::new() };
        for (path, _) in outputs.iter() {
            let Some((origin, page)) = outputs.origin(path).and_then(|origin| Some((origin, origin.page.as_ref()?)))
            else {
                continue;
            };
            let was_page = published.get(path).is_some_and(|before| before.page.is_some());
            let others = [Mark::Text(&page.text), Mark::Title(&page.title)].into_iter();
            let others = others.chain(page.tasks.iter().map(|task| Mark::Task(*task))).filter(|_| !was_page);
            for mark in page.uid.as_deref().map(Mark::Uid).into_iter().chain(others) {
                pages.marked.entry(placed(origin, mark)).or_default().push(path);
            }
            pages.now.insert(path, page);
        }
        pages
    }

    /// Where the page is that was at an address, however often it moved since.
    fn now(&self, was: &VirtualPath) -> Option<&'a VirtualPath> {
        let mut at = was;
        for _ in 0..MOST_MOVES {
            let before = self.published.get(at)?;
            match &before.leads_to {
                Some(to) => match self.now.get_key_value(to) {
                    Some((page, _)) => return Some(page),
                    None => at = to,
                },
                None => return self.again(before),
            }
        }
        None
    }

    /// The page of this build that is the one of the last: with its `uid`, with its text, with most of its tasks, with its
    /// title. But for the first, only a page where there was none is asked, and only one answer counts.
    fn again(&self, before: &Origin) -> Option<&'a VirtualPath> {
        let page = before.page.as_ref()?;
        let all = |mark| self.marked.get(&placed(before, mark)).map_or(&[][..], Vec::as_slice);
        let with = |mark| only(all(mark));
        let by_tasks = || {
            let near: BTreeSet<&VirtualPath> =
                page.tasks.iter().flat_map(|task| all(Mark::Task(*task))).copied().collect();
            only(&near.into_iter().filter(|path| shares_tasks(self.now[*path], page)).collect::<Vec<_>>())
        };
        let by_uid = page.uid.as_deref().and_then(|uid| with(Mark::Uid(uid)));
        by_uid.or_else(|| with(Mark::Text(&page.text))).or_else(by_tasks).or_else(|| with(Mark::Title(&page.title)))
    }

    fn title(&self, at: &VirtualPath) -> &'a str {
        self.now.get(at).map_or("", |page| &page.title)
    }
}

fn placed<'a>(origin: &'a Origin, mark: Mark<'a>) -> Placed<'a> {
    (origin.edition.as_deref(), origin.language.as_deref(), mark)
}

/// The only one, if there is exactly one.
fn only<'p>(found: &[&'p VirtualPath]) -> Option<&'p VirtualPath> {
    match found {
        [page] => Some(page),
        _ => None,
    }
}

/// Whether more than half of the tasks of either page are those of the other.
fn shares_tasks(one: &Identity, other: &Identity) -> bool {
    let shared = one.tasks.iter().filter(|task| other.tasks.contains(task)).count();
    2 * shared > one.tasks.len().max(other.tasks.len())
}
