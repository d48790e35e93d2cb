//! Tasks and the pages that describe them.

use std::collections::{BTreeMap, BTreeSet};

use super::Subject;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Task, TaskId};
use crate::text::VirtualPath;

/// `task-without-details`: where a folder has a page that describes most of its tasks, those that it does not, once each.
pub(super) fn tasks_without(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let described = described(subject);
    let mut found = Vec::new();
    for folder in folders(subject) {
        let tasks = tasks_below(subject, &folder);
        let open: Vec<&&Task> = tasks.values().filter(|task| !described.contains(&task.id.value)).collect();
        if open.len() * 2 > tasks.len() {
            continue;
        }
        found.extend(open.into_iter().map(|task| {
            let message = format!("task `{}` has no details", task.id.value);
            let help = "describe it under a heading with its id on the page of task details";
            Diagnostic::at(Code::TaskWithoutDetails, task.id.span, message).help(help)
        }));
    }
    found.dedup();
    found
}

/// The tasks that a page describes.
fn described(subject: &Subject<'_>) -> BTreeSet<TaskId> {
    subject.facts.processes.iter().flat_map(|process| &process.details).map(|details| details.id).collect()
}

/// The folders of the pages that describe tasks.
fn folders(subject: &Subject<'_>) -> BTreeSet<VirtualPath> {
    let pages = subject.library.pages.iter().zip(&subject.facts.processes);
    pages.filter(|(_, process)| process.details.len() > 1).map(|(page, _)| page.path.parent()).collect()
}

/// The first occurrence of each task on the pages of a folder and below.
fn tasks_below<'a>(subject: &'a Subject<'_>, folder: &VirtualPath) -> BTreeMap<TaskId, &'a Task> {
    let mut tasks = BTreeMap::new();
    for (page, process) in subject.library.pages.iter().zip(&subject.facts.processes) {
        if page.path.is_below(folder) {
            process.tasks.iter().for_each(|(_, task)| {
                tasks.entry(task.id.value).or_insert(task);
            });
        }
    }
    tasks
}

/// `details-without-task`
pub(super) fn without_task(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let processes = &subject.facts.processes;
    let known: BTreeSet<TaskId> =
        processes.iter().flat_map(|process| &process.tasks).map(|(_, task)| task.id.value).collect();
    let details = processes.iter().flat_map(|process| &process.details);
    let lost = details.filter(|details| !known.contains(&details.id) && !known.is_empty());
    lost.map(|details| {
        let place = subject
            .library
            .document(details.span.file)
            .and_then(|document| document.headings.iter().find(|heading| heading.span.start == details.span.start));
        let span = place.map_or(details.span, |heading| heading.span);
        Diagnostic::at(Code::DetailsWithoutTask, span, format!("no table has task `{}`", details.id))
            .help("correct the id, put the task into a table, or delete its details")
    })
    .collect()
}
