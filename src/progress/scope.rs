//! Which tasks an engagement is about.

use crate::model::{Playbook, Process, Scope, ServiceScope, Step, Task, TaskId};
use crate::text::comparable;

/// A task in scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InScope {
    /// The task.
    pub id: TaskId,
    /// Its occurrences in scope, at least one: process index and index into its tasks.
    pub occurrences: Vec<(usize, usize)>,
    /// The phase of the first of them: of the page's phases the first that is in scope.
    pub phase: Option<String>,
    /// Which of the engagement's services it is for, by index; all of them for tasks for everyone.
    pub services: Vec<usize>,
}

/// Every task with an occurrence in scope, in order of ids.
///
/// An occurrence is in scope if its services meet the engagement's, or it is for All Services or Core Onboarding, and
/// its phase is in the engagement's phases (all, if none are named). Where a row names no services, those of its step
/// count; where the step names none either, it is for everyone: a task must not vanish because a column is missing.
pub fn in_scope(playbook: &Playbook, scope: &Scope) -> Vec<InScope> {
    let wanted = Wanted::of(scope);
    playbook.tasks.tasks.iter().filter_map(|(id, entry)| wanted.task(playbook, *id, &entry.occurrences)).collect()
}

/// The engagement's services and phases in comparable form.
struct Wanted {
    services: Vec<String>,
    phases: Vec<String>,
}

impl Wanted {
    fn of(scope: &Scope) -> Self {
        let comparables =
            |names: &[crate::text::Spanned<String>]| names.iter().map(|name| comparable(&name.value)).collect();
        Self { services: comparables(&scope.services), phases: comparables(&scope.phases) }
    }

    fn task(&self, playbook: &Playbook, id: TaskId, all: &[(usize, usize)]) -> Option<InScope> {
        let mut found = InScope { id, occurrences: Vec::new(), phase: None, services: Vec::new() };
        for (process_index, task_index) in all {
            let process = &playbook.processes[*process_index];
            let (step, task) = &process.tasks[*task_index];
            let step = step.and_then(|index| process.steps.get(index));
            let Some(services) = self.services(task, step) else { continue };
            let Some(phase) = self.phase(process) else { continue };
            if found.occurrences.is_empty() {
                found.phase = phase.cloned();
            }
            found.occurrences.push((*process_index, *task_index));
            found.services.extend(services);
        }
        found.services.sort_unstable();
        found.services.dedup();
        (!found.occurrences.is_empty()).then_some(found)
    }

    /// The engagement's services that an occurrence is for; none if it is for none of them.
    fn services(&self, task: &Task, step: Option<&Step>) -> Option<Vec<usize>> {
        let nothing = ServiceScope::default();
        let own = Some(&task.services).filter(|scope| !scope.is_empty());
        let scope = own.or_else(|| step.map(|step| &step.scope)).unwrap_or(&nothing);
        if scope.is_for_everyone() || scope.is_empty() {
            return Some((0..self.services.len()).collect());
        }
        let names: Vec<String> = scope.services.iter().map(|name| comparable(name)).collect();
        let met: Vec<usize> = (0..self.services.len()).filter(|index| names.contains(&self.services[*index])).collect();
        (!met.is_empty()).then_some(met)
    }

    /// The phase under which a page's tasks count: none at all if it is not in scope, an inner none if it has no phase.
    fn phase<'p>(&self, process: &'p Process) -> Option<Option<&'p String>> {
        if self.phases.is_empty() {
            return Some(process.phases.first());
        }
        process.phases.iter().find(|phase| self.phases.contains(&comparable(phase))).map(Some)
    }
}
