//! The pages of one edition and language joined to a playbook: phases in order, tasks by id.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::audience::{Divided, Division};
use super::outline::Page;
use super::refresh_table::{Evidence, Orders, settle};
use super::vocabulary::Vocabulary;
use crate::config::Edition;
use crate::corpus::{Library, MOST_TAKEN_IN, PageEntry, Toc, TocEntry};
use crate::model::{Phase, Playbook, Process, RefreshEntry, TaskRegistry};
use crate::syntax::markdown::DirectiveKind;
use crate::text::{FileId, QuickMap, Spanned, VirtualPath};

/// How many pages one core takes in one go where each is but looked up.
const AT_ONCE: usize = 512;

/// What every page says, one entry for each page of the library in its order.
pub struct Facts {
    /// As read.
    pub pages: Vec<Arc<Page>>,
    /// The same as processes, dates settled and tasks of included files taken in.
    pub processes: Vec<Arc<Process>>,
    /// What pages say that differ from edition to edition.
    pub(super) divided: Divided,
}

/// Settles the dates of all pages and makes a process of each.
pub fn facts(
    library: &Library<'_>,
    vocabulary: &Vocabulary,
    pages: Vec<Arc<Page>>,
    fragments: &QuickMap<FileId, Arc<Page>>,
    known: &mut KnownProcesses,
) -> Facts {
    let doubts = Doubts::new(library, &pages);
    let before = &*known;
    let one = |(entry, page): (&Arc<PageEntry>, &Arc<Page>)| {
        let included = included(library, page, None, |file| fragments.get(&file).cloned());
        let settled = page.days.open.then(|| doubts.settled(entry, page));
        let same = |made: &&KnownProcess| made.is_of(page, &included, &entry.title, settled.as_deref());
        if let Some(made) = before.get(&page.file).filter(same) {
            return (made.process.clone(), None);
        }
        let refreshes = settled.unwrap_or_else(|| doubts.settled(entry, page));
        let process = Arc::new(process(page, &included, entry.title.clone(), refreshes));
        (process.clone(), Some(KnownProcess { page: page.clone(), included, process }))
    };
    let all: Vec<_> = library.pages.par_iter().zip(&pages).with_min_len(AT_ONCE).map(one).collect();
    let mut processes = Vec::with_capacity(all.len());
    for (process, new) in all {
        known.extend(new.map(|new| (process.file, new)));
        processes.push(process);
    }
    if known.len() != pages.len() {
        let own: BTreeSet<FileId> = pages.iter().map(|page| page.file).collect();
        known.retain(|file, _| own.contains(file));
    }
    let divided = Division { library, vocabulary, pages: &pages, processes: &processes, fragments, doubts: &doubts };
    let divided = divided.divided();
    Facts { processes, pages, divided }
}

/// The processes of the last build by their pages.
pub type KnownProcesses = QuickMap<FileId, KnownProcess>;

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
    /// Whether it would be made again from these; `settled` are the dates of a page that cannot settle them alone.
    fn is_of(&self, page: &Arc<Page>, included: &[Included], title: &str, settled: Option<&[RefreshEntry]>) -> bool {
        let same = |(one, other): (&Included, &Included)| one.0 == other.0 && Arc::ptr_eq(&one.1, &other.1);
        let parts = self.included.len() == included.len() && self.included.iter().zip(included).all(same);
        let dates = settled.is_none_or(|settled| self.process.refreshes == settled);
        Arc::ptr_eq(&self.page, page) && parts && self.process.title == title && dates
    }
}

/// A page as a process; tasks of an included file belong to the page that includes it.
pub(super) fn process(page: &Page, included: &[Included], title: String, refreshes: Vec<RefreshEntry>) -> Process {
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
        next_steps: values(&page.next_steps),
        next_links: values(&page.next_links),
    }
}

fn values(found: &[Spanned<String>]) -> Vec<String> {
    found.iter().map(|found| found.value.clone()).collect()
}

/// What the files say that a page includes, and those that these include, each at the step where the page does; for an
/// edition only where it has the include and the file.
pub(super) fn included(
    library: &Library<'_>,
    page: &Page,
    edition: Option<&Edition>,
    outline: impl Fn(FileId) -> Option<Arc<Page>>,
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
            included.extend(outline(file).map(|fragment| (step, fragment)));
            open.extend(block_includes(library, file, edition).into_iter().map(|(file, _)| file));
        }
    }
    included
}

/// The files that a document includes as blocks, with the offsets at which it does.
fn block_includes(library: &Library<'_>, file: FileId, edition: Option<&Edition>) -> Vec<(FileId, u32)> {
    let including = library.document_in(file, edition).filter(|document| document.includes);
    let directives = including.map(|document| document.directives.as_slice()).unwrap_or_default();
    let included = directives.iter().filter_map(|directive| match &directive.kind {
        DirectiveKind::Include { path, block: true } => {
            Some((library.include_in(file, &path.value, edition)?, directive.span.start))
        }
        _ => None,
    });
    included.collect()
}

/// What helps to read dates that their page leaves in doubt; nothing is gathered where no page has such a date.
pub(super) struct Doubts<'a> {
    /// The orders of the certain dates of each folder that has doubts.
    folders: HashMap<&'a str, Orders>,
    /// The certain days of all pages that are one page in several languages, where one of them has doubts.
    counterparts: HashMap<&'a str, HashMap<Date, ()>>,
}

impl<'a> Doubts<'a> {
    fn new(library: &'a Library<'_>, pages: &[Arc<Page>]) -> Self {
        let all = || library.pages.iter().map(|entry| &entry.path).zip(pages);
        let open = || all().filter(|(_, page)| page.days.open).map(|(path, _)| path);
        let mut folders: HashMap<&str, Orders> = open().map(|path| (folder(path), Orders::default())).collect();
        let mut counterparts: HashMap<&str, HashMap<Date, ()>> =
            open().map(|path| (base_name(path), HashMap::new())).collect();
        if !folders.is_empty() {
            for (path, page) in all() {
                folders.entry(folder(path)).and_modify(|orders| orders.add(page.days.orders));
                let days = page.days.certain.iter().map(|day| (*day, ()));
                counterparts.entry(base_name(path)).and_modify(|known| known.extend(days));
            }
        }
        Self { folders, counterparts }
    }

    /// The refresh entries of a page.
    pub(super) fn settled(&self, entry: &PageEntry, page: &Page) -> Vec<RefreshEntry> {
        let folder = self.folders.get(folder(&entry.path)).copied().unwrap_or_default();
        let counterpart = self.counterparts.get(base_name(&entry.path));
        let evidence = Evidence { page: page.days.orders, folder, counterpart };
        page.refreshes.iter().map(|draft| settle(draft, evidence)).collect()
    }
}

fn folder(path: &VirtualPath) -> &str {
    path.as_str().rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A page's name without the two letters of its language: `migrate-partner-de` is `migrate-partner`.
fn base_name(path: &VirtualPath) -> &str {
    let stem = path.stem();
    match stem.rsplit_once('-') {
        Some((base, tag)) if tag.len() == 2 && !base.is_empty() => base,
        _ => stem,
    }
}

/// The playbook that some pages of the library make in an edition, and which page each of its processes is.
pub fn playbook(
    library: &Library<'_>,
    facts: &Facts,
    (selection, tocs): (&[usize], &[Toc]),
    edition: Option<&str>,
) -> Playbook {
    let order = toc_order(tocs);
    of_pages(library, facts, selection, edition, |page| (order.get(&page).copied().unwrap_or(usize::MAX), page))
}

/// The playbook that some pages make, each phase in the order of `rank`.
pub fn of_pages(
    library: &Library<'_>,
    facts: &Facts,
    selection: &[usize],
    edition: Option<&str>,
    rank: impl Fn(usize) -> (usize, usize),
) -> Playbook {
    let processes: Vec<Arc<Process>> = selection.iter().map(|index| facts.process(*index, edition).clone()).collect();
    let tasks = registry(&processes);
    let mut by_phase: BTreeMap<(usize, &str), Vec<usize>> = BTreeMap::new();
    let known = &library.inputs.config.phases;
    for (index, process) in processes.iter().enumerate() {
        for phase in &process.phases {
            let position = known.iter().position(|name| name == phase).unwrap_or(known.len());
            by_phase.entry((position, phase)).or_default().push(index);
        }
    }
    let phases = by_phase.into_iter().map(|((_, name), mut members)| {
        members.sort_by_cached_key(|process| rank(selection[*process]));
        Phase { name: name.to_owned(), processes: members }
    });
    let phases = phases.collect();
    Playbook { phases, processes, tasks }
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
pub fn toc_order(tocs: &[Toc]) -> QuickMap<usize, usize> {
    let mut order = QuickMap::default();
    fn walk(entries: &[TocEntry], order: &mut QuickMap<usize, usize>) {
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
