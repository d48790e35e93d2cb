//! The pages of one edition and language joined to a playbook: phases in order, tasks by id.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::civil::Date;

use super::audience::{Divided, divided};
use super::outline::Page;
use super::refresh_table::{Evidence, Orders, settle};
use crate::config::Edition;
use crate::corpus::{Library, MOST_TAKEN_IN, Toc, TocEntry};
use crate::model::{DateReading, Phase, Playbook, Process, RefreshEntry, TaskRegistry};
use crate::syntax::markdown::DirectiveKind;
use crate::text::{FileId, VirtualPath};

/// What every page says, one entry for each page of the library in its order.
pub struct Facts {
    /// As read.
    pub pages: Vec<Arc<Page>>,
    /// The same as processes, dates settled and tasks of included files taken in.
    pub processes: Vec<Arc<Process>>,
    /// The processes of pages that say different things to different readers.
    pub(super) divided: Divided,
}

/// Settles the dates of all pages and makes a process of each.
pub fn facts(
    library: &Library<'_>,
    pages: Vec<Arc<Page>>,
    fragments: &HashMap<FileId, Arc<Page>>,
    known: &mut KnownProcesses,
) -> Facts {
    let refreshes = refreshes(library, &pages);
    let mut now = KnownProcesses::new();
    let mut processes = Vec::with_capacity(pages.len());
    for ((entry, page), refreshes) in library.pages.iter().zip(&pages).zip(refreshes) {
        let included = included(library, page, fragments, None);
        let made = known.remove(&page.file).filter(|made| made.is_of(page, &included, &entry.title, &refreshes));
        let made = made.unwrap_or_else(|| {
            let process = Arc::new(process(page, &included, entry.title.clone(), refreshes));
            KnownProcess { page: page.clone(), included, process }
        });
        processes.push(made.process.clone());
        now.insert(page.file, made);
    }
    *known = now;
    let mut facts = Facts { processes, pages, divided: Divided::new() };
    facts.divided = divided(library, &facts, fragments);
    facts
}

/// The processes of the last build by their pages.
pub type KnownProcesses = HashMap<FileId, KnownProcess>;

/// A process and what it was made from.
#[derive(Debug)]
pub struct KnownProcess {
    page: Arc<Page>,
    included: Vec<Included>,
    process: Arc<Process>,
}

/// An included file that is no page, and the step at which it is included.
pub(super) type Included = (Option<usize>, Arc<Page>);

impl KnownProcess {
    /// Whether it would be made again from these.
    fn is_of(&self, page: &Arc<Page>, included: &[Included], title: &str, refreshes: &[RefreshEntry]) -> bool {
        let same = |(one, other): (&Included, &Included)| one.0 == other.0 && Arc::ptr_eq(&one.1, &other.1);
        let parts = self.included.len() == included.len() && self.included.iter().zip(included).all(same);
        Arc::ptr_eq(&self.page, page) && parts && self.process.title == title && self.process.refreshes == refreshes
    }
}

/// A page as a process; tasks of an included file belong to the page that includes it.
fn process(page: &Page, included: &[Included], title: String, refreshes: Vec<RefreshEntry>) -> Process {
    let mut tasks = page.tasks.clone();
    for (step, fragment) in included {
        tasks.extend(fragment.tasks.iter().map(|(_, task)| (*step, task.clone())));
    }
    Process {
        file: page.file,
        title,
        phases: page.phases.clone(),
        steps: page.steps.clone(),
        tasks,
        refreshes,
        details: page.details.clone(),
    }
}

/// The files that a page includes, and what those include, each at the step where the page does; for an edition only
/// where it has the include.
pub(super) fn included(
    library: &Library<'_>,
    page: &Page,
    fragments: &HashMap<FileId, Arc<Page>>,
    edition: Option<&Edition>,
) -> Vec<Included> {
    let mut included = Vec::new();
    for (file, offset) in block_includes(library, page.file, edition) {
        let step = page.steps.iter().rposition(|step| step.span.start < offset);
        let mut seen = vec![page.file];
        let mut open = vec![file];
        while let Some(file) = open.pop().filter(|_| seen.len() <= MOST_TAKEN_IN) {
            if seen.contains(&file) {
                continue;
            }
            seen.push(file);
            included.extend(fragments.get(&file).map(|fragment| (step, fragment.clone())));
            open.extend(block_includes(library, file, edition).into_iter().map(|(file, _)| file));
        }
    }
    included
}

/// The files that a document includes as blocks, with the offsets at which it does.
fn block_includes(library: &Library<'_>, file: FileId, edition: Option<&Edition>) -> Vec<(FileId, u32)> {
    let directives = library.document(file).map(|document| document.directives.as_slice()).unwrap_or_default();
    let included = directives.iter().filter_map(|directive| match &directive.kind {
        DirectiveKind::Include { path, block: true } if library.shows(directive.span, edition) => {
            Some((library.include(file, &path.value)?, directive.span.start))
        }
        _ => None,
    });
    included.collect()
}

fn refreshes(library: &Library<'_>, pages: &[Arc<Page>]) -> Vec<Vec<RefreshEntry>> {
    let orders: Vec<Orders> =
        pages.iter().map(|page| Orders::of(page.refreshes.iter().map(|draft| &draft.day))).collect();
    let mut folders: HashMap<VirtualPath, Orders> = HashMap::new();
    for (page, orders) in library.pages.iter().zip(&orders) {
        folders.entry(page.path.parent()).or_default().add(*orders);
    }
    let settled = |index: usize, counterpart: Option<&HashMap<Date, ()>>| -> Vec<RefreshEntry> {
        let folder = folders.get(&library.pages[index].path.parent()).copied().unwrap_or_default();
        let evidence = Evidence { page: orders[index], folder, counterpart };
        pages[index].refreshes.iter().map(|draft| settle(draft, evidence)).collect()
    };
    let first: Vec<Vec<RefreshEntry>> = (0..pages.len()).map(|index| settled(index, None)).collect();
    let known = certain_days(library, &first);
    first
        .into_iter()
        .enumerate()
        .map(|(index, entries)| {
            let open = entries.iter().any(|entry| !is_certain(entry) && entry.date.is_some());
            let base = base_name(&library.pages[index].path);
            let counterpart = known.get(&base).filter(|_| open);
            if counterpart.is_some() { settled(index, counterpart) } else { entries }
        })
        .collect()
}

fn is_certain(entry: &RefreshEntry) -> bool {
    matches!(entry.reading, DateReading::Unambiguous | DateReading::PageStyle)
}

/// The certain days of all pages that are one page in several languages.
fn certain_days(library: &Library<'_>, entries: &[Vec<RefreshEntry>]) -> HashMap<String, HashMap<Date, ()>> {
    let mut known: HashMap<String, HashMap<Date, ()>> = HashMap::new();
    for (page, entries) in library.pages.iter().zip(entries) {
        let days = entries.iter().filter(|entry| is_certain(entry)).filter_map(|entry| entry.date);
        known.entry(base_name(&page.path)).or_default().extend(days.map(|date| (date, ())));
    }
    known
}

/// A page's name without the two letters of its language: `migrate-partner-de` is `migrate-partner`.
fn base_name(path: &VirtualPath) -> String {
    let stem = path.stem();
    match stem.rsplit_once('-') {
        Some((base, tag)) if tag.len() == 2 && !base.is_empty() => base.to_owned(),
        _ => stem.to_owned(),
    }
}

/// The playbook that some pages of the library make in an edition, and which page each of its processes is.
pub fn playbook(
    library: &Library<'_>,
    facts: &Facts,
    (selection, tocs): (&[usize], &[Toc]),
    edition: Option<&str>,
) -> Playbook {
    let processes: Vec<Arc<Process>> = selection.iter().map(|index| facts.process(*index, edition).clone()).collect();
    let tasks = registry(&processes);
    let order = toc_order(tocs);
    let rank = |process: &usize| {
        let page = selection[*process];
        (order.get(&page).copied().unwrap_or(usize::MAX), page)
    };
    let mut by_phase: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
    let known = &library.inputs.config.phases;
    for (index, process) in processes.iter().enumerate() {
        for phase in &process.phases {
            let position = known.iter().position(|name| name == phase).unwrap_or(known.len());
            by_phase.entry((position, phase.clone())).or_default().push(index);
        }
    }
    let phases = by_phase.into_iter().map(|((_, name), mut members)| {
        members.sort_by_cached_key(rank);
        Phase { name, processes: members }
    });
    Playbook { phases: phases.collect(), processes, tasks }
}

fn registry(processes: &[Arc<Process>]) -> TaskRegistry {
    let mut registry = TaskRegistry::default();
    for (index, process) in processes.iter().enumerate() {
        for (at, (_, task)) in process.tasks.iter().enumerate() {
            registry.tasks.entry(task.id.value).or_default().occurrences.push((index, at));
        }
        for (at, details) in process.details.iter().enumerate() {
            registry.tasks.entry(details.id).or_default().details.push((index, at));
        }
    }
    registry
}

/// Where the tables of contents name each page first.
pub fn toc_order(tocs: &[Toc]) -> HashMap<usize, usize> {
    let mut order = HashMap::new();
    fn walk(entries: &[TocEntry], order: &mut HashMap<usize, usize>) {
        for entry in entries {
            for page in &entry.pages {
                let next = order.len();
                order.entry(*page).or_insert(next);
            }
            walk(&entry.children, order);
        }
    }
    tocs.iter().for_each(|toc| walk(&toc.entries, &mut order));
    order
}
