//! The pages of one edition and language joined to a playbook: phases in order, tasks by id.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::outline::Page;
use super::refresh_table::{Evidence, Orders, settle};
use crate::corpus::{Library, MOST_TAKEN_IN, Toc, TocEntry};
use crate::model::{DateReading, Phase, Playbook, Process, RefreshEntry, TaskRegistry};
use crate::syntax::markdown::DirectiveKind;
use crate::text::{FileId, VirtualPath};

/// What every page says, one entry for each page of the library in its order.
pub struct Facts {
    /// As read.
    pub pages: Vec<Page>,
    /// The same as processes, dates settled and tasks of included files taken in.
    pub processes: Vec<Process>,
}

/// Settles the dates of all pages and makes a process of each.
pub fn facts(library: &Library<'_>, pages: Vec<Page>, fragments: &HashMap<FileId, Page>) -> Facts {
    let refreshes = refreshes(library, &pages);
    let processes = pages.iter().zip(refreshes).enumerate().map(|(index, (page, refreshes))| {
        let mut tasks = page.tasks.clone();
        included_tasks(library, page, fragments, &mut tasks);
        Process {
            file: page.file,
            title: library.pages[index].title.clone(),
            phases: page.phases.clone(),
            steps: page.steps.clone(),
            tasks,
            refreshes,
            details: page.details.clone(),
        }
    });
    Facts { processes: processes.collect(), pages }
}

/// Tasks of an included file, and of what that includes, belong to the page that includes it, at the step where it does.
fn included_tasks(
    library: &Library<'_>,
    page: &Page,
    fragments: &HashMap<FileId, Page>,
    tasks: &mut Vec<(Option<usize>, crate::model::Task)>,
) {
    for (file, offset) in block_includes(library, page.file) {
        let step = page.steps.iter().rposition(|step| step.span.start < offset);
        let mut seen = vec![page.file];
        let mut open = vec![file];
        while let Some(file) = open.pop().filter(|_| seen.len() <= MOST_TAKEN_IN) {
            if seen.contains(&file) {
                continue;
            }
            seen.push(file);
            let own = fragments.get(&file).into_iter().flat_map(|page| &page.tasks);
            tasks.extend(own.map(|(_, task)| (step, task.clone())));
            open.extend(block_includes(library, file).into_iter().map(|(file, _)| file));
        }
    }
}

/// The files that a document includes as blocks, with the offsets at which it does.
fn block_includes(library: &Library<'_>, file: FileId) -> Vec<(FileId, u32)> {
    let directives = library.document(file).map(|document| document.directives.as_slice()).unwrap_or_default();
    let included = directives.iter().filter_map(|directive| match &directive.kind {
        DirectiveKind::Include { path, block: true } => {
            Some((library.include(file, &path.value)?, directive.span.start))
        }
        _ => None,
    });
    included.collect()
}

fn refreshes(library: &Library<'_>, pages: &[Page]) -> Vec<Vec<RefreshEntry>> {
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

/// The playbook that some pages of the library make, and which page each of its processes is.
pub fn playbook(library: &Library<'_>, facts: &Facts, selection: &[usize], tocs: &[Toc]) -> Playbook {
    let processes: Vec<Process> = selection.iter().map(|index| facts.processes[*index].clone()).collect();
    let tasks = registry(&processes);
    let order = toc_order(tocs);
    let rank = |process: &Process| {
        let page = library.page_of(process.file).unwrap_or(usize::MAX);
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
        members.sort_by_key(|index| rank(&processes[*index]));
        Phase { name, processes: members }
    });
    Playbook { phases: phases.collect(), processes, tasks }
}

fn registry(processes: &[Process]) -> TaskRegistry {
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
