//! Pages that gather tasks from all over the playbook: of a task, a role, a service, a phase, and their indexes.

use std::collections::BTreeSet;

use super::article::process_link;
use super::body::section;
use super::changes::naming;
use super::frame::{frame, made};
use super::pages::{
    Details, Facet, Gathering, Group, Occurrence, PhasePage, ProcessCard, Tally, TallyIndex, TaskIndex, TaskPage,
};
use super::parts::{Counts, Link, TaskRow};
use super::rows::{Rows, counts, table};
use super::scope::{Scope, fixed};
use crate::model::{ALL_SERVICES, Aspect, Process, Requirement, Task, TaskId};
use crate::syntax::markdown::anchor::slug;
use crate::text::VirtualPath;

/// A test on one occurrence: process, index into its tasks, the task.
type Test<'t> = &'t dyn Fn(usize, usize, &Task) -> bool;

/// The first occurrence of each task that passes a test, in order of ids.
fn firsts(scope: &Scope<'_>, test: Test<'_>) -> Vec<(usize, usize)> {
    let passes = |(process, at): &&(usize, usize)| {
        let task = &scope.playbook.processes[*process].tasks[*at].1;
        test(*process, *at, task)
    };
    scope.playbook.tasks.tasks.values().filter_map(|entry| entry.occurrences.iter().find(passes).copied()).collect()
}

/// How many tasks pass a test, each id once.
pub(super) fn task_counts(scope: &Scope<'_>, test: impl Fn(usize, usize, &Task) -> bool) -> Counts {
    let found = firsts(scope, &test);
    let is_mandatory = |(process, at): &&(usize, usize)| {
        scope.playbook.processes[*process].tasks[*at].1.requirement == Some(Requirement::Mandatory)
    };
    Counts { tasks: found.len(), mandatory: found.iter().filter(is_mandatory).count() }
}

/// All tasks.
pub fn task_index(scope: &Scope<'_>) -> (VirtualPath, TaskIndex) {
    let path = fixed("tasks/index.html");
    let rows = Rows { scope, shown_at: &path };
    let anchored = |(process, at): (usize, usize)| anchor(rows.placed(process, at));
    let all: Vec<TaskRow> = firsts(scope, &|_, _, _| true).into_iter().map(anchored).collect();
    let title = scope.word("tasks");
    let facets = facets(scope, &all);
    let table = table("tasks", title.clone(), all);
    let view = TaskIndex { frame: frame(scope, made(&title, &path, "tasks", &[])), table, facets };
    (path, view)
}

fn anchor(row: TaskRow) -> TaskRow {
    TaskRow { anchor: format!("task-{}", row.id), ..row }
}

fn facets(scope: &Scope<'_>, rows: &[TaskRow]) -> Vec<Facet> {
    let sorted = |values: BTreeSet<String>| scope.alphabet.sorted(values);
    let phases = scope.playbook.phases.iter().map(|phase| scope.phase_word(&phase.name).to_owned());
    let occurring: BTreeSet<&String> = rows.iter().filter_map(|row| row.phase.as_ref()).collect();
    let roles = rows.iter().flat_map(|row| &row.roles).map(|chip| chip.text.clone()).collect();
    let services = rows.iter().flat_map(|row| &row.services).map(|chip| chip.text.clone()).collect();
    vec![
        Facet { kind: "phase".to_owned(), values: phases.filter(|phase| occurring.contains(phase)).collect() },
        Facet { kind: "role".to_owned(), values: sorted(roles) },
        Facet { kind: "service".to_owned(), values: sorted(services) },
    ]
}

/// The page of one task.
pub fn task(scope: &Scope<'_>, id: TaskId) -> Option<(VirtualPath, TaskPage)> {
    let entry = scope.playbook.tasks.tasks.get(&id)?;
    let path = Scope::task(id);
    let rows = Rows { scope, shown_at: &path };
    let occurrences: Vec<Occurrence> = entry.occurrences.iter().map(|place| occurrence(&rows, *place)).collect();
    let details: Vec<Details> = entry.details.iter().filter_map(|place| details(scope, *place, &path)).collect();
    let row = match entry.occurrences.first() {
        Some((process, at)) => rows.placed(*process, *at),
        None => described_only(scope, id, entry.details.first().copied()?),
    };
    let phases: Vec<String> = entry
        .occurrences
        .first()
        .map(|(process, _)| scope.playbook.processes[*process].phases.clone())
        .unwrap_or_default();
    let mut pages: Vec<usize> = entry.occurrences.iter().chain(&entry.details).map(|(process, _)| *process).collect();
    pages.dedup();
    let title = format!("{id} {}", row.name);
    let mut frame = frame(scope, made(&title, &path, "tasks", &phases));
    let index = fixed("tasks/index.html");
    frame.crumbs.push(Link { text: scope.word("tasks"), href: rows.href(&index), current: false });
    let view = TaskPage {
        frame,
        row,
        disagrees: disagrees(scope, &entry.occurrences),
        occurrences,
        details,
        history: naming(scope, id, &pages, &path),
    };
    Some((path, view))
}

/// A task that is described but stands in no table.
fn described_only(scope: &Scope<'_>, id: TaskId, (process, at): (usize, usize)) -> TaskRow {
    let name = scope.playbook.processes[process].details[at].title.clone();
    TaskRow { id: id.0, name_html: super::html::escaped(&name), name, ..TaskRow::default() }
}

fn occurrence(rows: &Rows<'_>, (process, at): (usize, usize)) -> Occurrence {
    let value = &rows.scope.playbook.processes[process];
    let (step, task) = &value.tasks[at];
    let link = rows.place(process, *step, task);
    Occurrence {
        page: Link { text: value.title.clone(), ..link },
        step: step.and_then(|step| value.steps.get(step)).map(|step| step.title.clone()),
        phases: value.phases.iter().map(|phase| rows.phase(phase, true)).collect(),
        language: rows.scope.language_of(rows.scope.page_of(process)).to_owned(),
        row: rows.row(task, false),
    }
}

/// Translations differ in name and are no disagreement.
fn disagrees(scope: &Scope<'_>, occurrences: &[(usize, usize)]) -> bool {
    let task = |(process, at): &(usize, usize)| &scope.playbook.processes[*process].tasks[*at].1;
    let language = |(process, _): &(usize, usize)| scope.language_of(scope.page_of(*process));
    let Some(first) = occurrences.first() else { return false };
    occurrences.iter().any(|other| {
        let differences = task(first).differences(task(other));
        differences.iter().any(|aspect| *aspect != Aspect::Name || language(first) == language(other))
    })
}

fn details(scope: &Scope<'_>, (process, at): (usize, usize), shown_at: &VirtualPath) -> Option<Details> {
    let value = &scope.playbook.processes[process];
    let details = &value.details[at];
    let document = scope.library.document_in(value.file, scope.edition)?;
    let heading = document.headings.iter().find(|heading| heading.anchor == details.anchor)?;
    let path = scope.address(scope.page_of(process))?;
    let href = format!("{}#{}", super::html::encoded(&path.relative_from(shown_at)), details.anchor);
    let range = heading.span.range().end..details.span.range().end;
    let html = section(scope, value.file, range, shown_at);
    Some(Details { page: Link { text: value.title.clone(), href, current: false }, html })
}

/// The page of a role: its tasks by phase, mandatory first, and the steps it leads.
pub fn role(scope: &Scope<'_>, name: &str) -> Option<(VirtualPath, Gathering)> {
    let path = scope.role(name)?.clone();
    let does = |_: usize, _: usize, task: &Task| task.roles.iter().any(|role| role.name == name);
    let leads = |step: &crate::model::Step| step.primary_roles.iter().any(|role| role.name == name);
    Some((path.clone(), gathering(scope, name, "roles", &path, &does, &leads)))
}

/// The page of a service: its tasks by phase, and the steps that apply to it.
pub fn service(scope: &Scope<'_>, name: &str) -> Option<(VirtualPath, Gathering)> {
    let path = scope.service(name)?.clone();
    let needs = |_: usize, _: usize, task: &Task| has_service(task, name);
    let applies = |step: &crate::model::Step| {
        step.scope.services.iter().any(|service| service == name) || (step.scope.all && name == ALL_SERVICES)
    };
    Some((path.clone(), gathering(scope, name, "services", &path, &needs, &applies)))
}

fn has_service(task: &Task, name: &str) -> bool {
    task.services.services.iter().any(|service| service == name) || (task.services.all && name == ALL_SERVICES)
}

fn gathering(
    scope: &Scope<'_>,
    name: &str,
    kind: &str,
    path: &VirtualPath,
    test: Test<'_>,
    of_step: &dyn Fn(&crate::model::Step) -> bool,
) -> Gathering {
    let rows = Rows { scope, shown_at: path };
    let mut seen = BTreeSet::new();
    let phases = scope.playbook.phases.iter().map(|phase| Some(phase.name.as_str())).chain([None]);
    let groups: Vec<Group> = phases.filter_map(|phase| group(&rows, phase, test, &mut seen)).collect();
    let mut frame = frame(scope, made(name, path, kind, &[]));
    let index = fixed(&format!("{kind}/index.html"));
    frame.crumbs.push(Link { text: scope.word(kind), href: rows.href(&index), current: false });
    let steps = steps(scope, path, of_step);
    Gathering {
        frame,
        name: name.to_owned(),
        counts: task_counts(scope, test),
        groups,
        step_count: steps.len(),
        steps,
        step_mark: String::new(),
    }
}

/// The tasks of one phase, or of no phase.
fn group(rows: &Rows<'_>, phase: Option<&str>, test: Test<'_>, seen: &mut BTreeSet<u32>) -> Option<Group> {
    let scope = rows.scope;
    let in_phase = |process: usize| {
        let phases = &scope.playbook.processes[process].phases;
        phase.map_or(phases.is_empty(), |phase| phases.iter().any(|name| name == phase))
    };
    let found = firsts(scope, &|process, at, task| in_phase(process) && test(process, at, task));
    let mut shown: Vec<TaskRow> = found.into_iter().map(|(process, at)| rows.placed(process, at)).collect();
    shown.sort_by_key(|row| (row.requirement != "mandatory", row.id));
    for row in &mut shown {
        if seen.insert(row.id) {
            row.anchor = format!("task-{}", row.id);
        }
    }
    let title = phase.map_or_else(|| scope.word("no_phase"), |phase| scope.phase_word(phase).to_owned());
    // The same in every language, so that an address outlives a switch.
    let anchor = slug(phase.unwrap_or(&title));
    let href = phase.and_then(|phase| scope.phase(phase)).map(|path| rows.href(path));
    let table = table(&format!("tasks-{anchor}"), title.clone(), shown);
    (table.count > 0).then_some(Group { title, anchor, href, table })
}

fn steps(scope: &Scope<'_>, shown_at: &VirtualPath, test: &dyn Fn(&crate::model::Step) -> bool) -> Vec<Link> {
    let mut found = Vec::new();
    for (process, value) in scope.playbook.processes.iter().enumerate() {
        let own: Vec<&crate::model::Step> = value.steps.iter().filter(|step| test(step)).collect();
        if own.is_empty() {
            continue;
        }
        let page = process_link(scope, process, shown_at);
        for step in own {
            let text = format!("{} – {}", value.title, step.title);
            found.push(Link { text, href: format!("{}#{}", page.href, step.anchor), current: false });
        }
    }
    found
}

/// The page of a phase.
pub fn phase(scope: &Scope<'_>, index: usize) -> Option<(VirtualPath, PhasePage)> {
    let phase = scope.playbook.phases.get(index)?;
    let path = scope.phase(&phase.name)?.clone();
    let rows = Rows { scope, shown_at: &path };
    let own: BTreeSet<usize> = phase.processes.iter().copied().collect();
    let found = firsts(scope, &|process, _, _| own.contains(&process));
    let mut shown: Vec<TaskRow> = found.into_iter().map(|(process, at)| anchor(rows.placed(process, at))).collect();
    shown.sort_by_key(|row| (row.requirement != "mandatory", row.id));
    let own = [phase.name.clone()];
    let name = scope.phase_word(&phase.name).to_owned();
    let view = PhasePage {
        counts: counts(&shown),
        frame: frame(scope, made(&name, &path, "playbook", &own)),
        table: table("tasks", name.clone(), shown),
        name,
        process_count: phase.processes.len(),
        process_mark: String::new(),
        processes: phase.processes.iter().map(|process| process_card(&rows, *process)).collect(),
    };
    Some((path, view))
}

fn process_card(rows: &Rows<'_>, process: usize) -> ProcessCard {
    let scope = rows.scope;
    let value = &scope.playbook.processes[process];
    let link = process_link(scope, process, rows.shown_at);
    let step = |step: &crate::model::Step| Link {
        text: step.title.clone(),
        href: format!("{}#{}", link.href, step.anchor),
        current: false,
    };
    let mut roles: Vec<&crate::model::Role> = value.steps.iter().flat_map(|step| &step.primary_roles).collect();
    roles.sort_by(|one, other| scope.alphabet.compare(&one.name, &other.name));
    roles.dedup();
    ProcessCard {
        steps: value.steps.iter().map(step).collect(),
        description: scope.library.pages[scope.page_of(process)].meta.description.clone().unwrap_or_default(),
        roles: roles.into_iter().map(|role| rows.role(&role.name, role.known)).collect(),
        counts: own_counts(value),
        link,
    }
}

/// How many tasks a page has, each id once.
fn own_counts(process: &Process) -> Counts {
    let mut seen = BTreeSet::new();
    let firsts = process.tasks.iter().map(|(_, task)| task).filter(|task| seen.insert(task.id.value));
    let mandatory: Vec<bool> = firsts.map(|task| task.requirement == Some(Requirement::Mandatory)).collect();
    Counts { tasks: mandatory.len(), mandatory: mandatory.into_iter().filter(|own| *own).count() }
}

/// How many phases there are.
pub fn phases(scope: &Scope<'_>) -> usize {
    scope.playbook.phases.len()
}

/// All roles, the busiest first.
pub fn roles(scope: &Scope<'_>) -> (VirtualPath, TallyIndex) {
    index(scope, "roles", role_tallies)
}

/// All services, the busiest first.
pub fn services(scope: &Scope<'_>) -> (VirtualPath, TallyIndex) {
    index(scope, "services", service_tallies)
}

fn index(
    scope: &Scope<'_>,
    kind: &str,
    tallies: fn(&Scope<'_>, &VirtualPath) -> Vec<Tally>,
) -> (VirtualPath, TallyIndex) {
    let path = fixed(&format!("{kind}/index.html"));
    let title = scope.word(kind);
    let view = TallyIndex { frame: frame(scope, made(&title, &path, kind, &[])), items: tallies(scope, &path) };
    (path, view)
}

/// Roles with their number of tasks.
pub(super) fn role_tallies(scope: &Scope<'_>, shown_at: &VirtualPath) -> Vec<Tally> {
    let count = |name: &str| task_counts(scope, |_, _, task| task.roles.iter().any(|role| role.name == name));
    tallies(scope.role_names().map(|name| (name, scope.role(name), count(name))), shown_at)
}

/// Services with their number of tasks.
pub(super) fn service_tallies(scope: &Scope<'_>, shown_at: &VirtualPath) -> Vec<Tally> {
    let count = |name: &str| task_counts(scope, |_, _, task| has_service(task, name));
    tallies(scope.service_names().map(|name| (name, scope.service(name), count(name))), shown_at)
}

fn tallies<'a>(
    items: impl Iterator<Item = (&'a str, Option<&'a VirtualPath>, Counts)>,
    shown_at: &VirtualPath,
) -> Vec<Tally> {
    let mut all: Vec<Tally> = items
        .map(|(name, path, counts)| {
            let href = path.map(|path| super::html::encoded(&path.relative_from(shown_at))).unwrap_or_default();
            Tally { link: Link { text: name.to_owned(), href, current: false }, counts, percent: 0 }
        })
        .collect();
    all.sort_by_key(|tally| std::cmp::Reverse(tally.counts.tasks));
    let most = all.first().map_or(0, |tally| tally.counts.tasks).max(1);
    for tally in &mut all {
        tally.percent = tally.counts.tasks * 100 / most;
    }
    all
}
