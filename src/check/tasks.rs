//! Tasks that stand twice, and occurrences that disagree.

use std::collections::{BTreeMap, HashMap};

use super::{OnePage, Subject};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Aspect, Task, TaskId};

/// `duplicate-task-id`: the same id twice on one page.
pub(super) fn duplicates(page: &OnePage<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut seen: BTreeMap<TaskId, &Task> = BTreeMap::new();
    for (_, task) in &page.process.tasks {
        let id = task.id.value;
        match seen.get(&id) {
            Some(first) => {
                let message = format!("task `{id}` stands twice on this page");
                let finding = Diagnostic::at(Code::DuplicateTaskId, task.id.span, message);
                found.push(finding.related(first.id.span, "here first").help("keep one of the two rows"));
            }
            None => {
                seen.insert(id, task);
            }
        }
    }
    found
}

/// `conflicting-task`: occurrences in one language that differ in what they say, each against the first.
pub(super) fn conflicts(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut first: HashMap<(TaskId, &str), &Task> = HashMap::new();
    let mut found = Vec::new();
    for (page, process) in subject.facts.pages.iter().zip(&subject.facts.processes) {
        let language = page.language.unwrap_or("en");
        for (_, task) in &process.tasks {
            let known = *first.entry((task.id.value, language)).or_insert(task);
            let differing = known.differences(task);
            if let Some(first) = differing.first().copied() {
                let message = format!("task `{}` has another {} elsewhere", task.id.value, Aspect::listed(&differing));
                let finding = Diagnostic::at(Code::ConflictingTask, task.place_of(first), message);
                let there = format!("`{}` here", known.says(first));
                found.push(finding.related(known.place_of(first), there).help("make the occurrences agree"));
            }
        }
    }
    found
}
