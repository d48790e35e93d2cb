//! Rows and tables of tasks, chips of roles and services.

use super::html::Leader;
use super::parts::{Chip, Counts, Link, TaskRow, TaskTable};
use super::scope::Scope;
use crate::model::{ALL_SERVICES, Requirement, ServiceScope, Task};
use crate::text::VirtualPath;

/// Makes rows for one shown page.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    /// The edition and language.
    pub scope: &'a Scope<'a>,
    /// The address of the page that shows the rows.
    pub shown_at: &'a VirtualPath,
}

impl<'a> Rows<'a> {
    /// An address of this site as the shown page links to it.
    pub(super) fn href(&self, path: &VirtualPath) -> String {
        super::html::encoded(&path.relative_from(self.shown_at))
    }

    /// A role as a chip.
    pub(super) fn role(&self, name: &str, known: bool) -> Chip {
        Chip { text: name.to_owned(), href: self.scope.role(name).map(|path| self.href(path)), known }
    }

    /// A service as a chip.
    pub(super) fn service(&self, name: &str, known: bool) -> Chip {
        Chip { text: name.to_owned(), href: self.scope.service(name).map(|path| self.href(path)), known }
    }

    /// A phase as a chip.
    pub(super) fn phase(&self, name: &str, known: bool) -> Chip {
        let text = self.scope.phase_word(name).to_owned();
        Chip { text, href: self.scope.phase(name).map(|path| self.href(path)), known }
    }

    /// The services of a scope; "All Services" first.
    pub(super) fn services(&self, scope: &ServiceScope) -> Vec<Chip> {
        let all = scope.all.then(|| self.service(ALL_SERVICES, true));
        all.into_iter().chain(scope.services.iter().map(|name| self.service(name, true))).collect()
    }

    /// A task as it stands in one place.
    pub(super) fn row(&self, task: &Task, at_home: bool) -> TaskRow {
        let leader = Leader { scope: self.scope, shown_at: self.shown_at, at_home };
        TaskRow {
            id: task.id.value.0,
            anchor: String::new(),
            href: self.href(&Scope::task(task.id.value)),
            name_html: leader.inline(task.name_markdown.span.file, &task.name_markdown.value),
            name: task.name.clone(),
            requirement: task.requirement.map(Requirement::as_str).unwrap_or_default().to_owned(),
            roles: task.roles.iter().map(|role| self.role(&role.name, role.known)).collect(),
            services: self.services(&task.services),
            place: None,
            phase: None,
            recovered: task.recovered,
        }
    }

    /// A row with the place it comes from, for tables that gather from several pages.
    pub(super) fn placed(&self, process: usize, at: usize) -> TaskRow {
        let (step, task) = &self.scope.playbook.processes[process].tasks[at];
        TaskRow {
            place: Some(self.place(process, *step, task)),
            phase: self.scope.playbook.processes[process]
                .phases
                .first()
                .map(|name| self.scope.phase_word(name).to_owned()),
            ..self.row(task, false)
        }
    }

    /// The page that a task stands on, at its row.
    pub(super) fn place(&self, process: usize, step: Option<usize>, task: &Task) -> Link {
        let value = &self.scope.playbook.processes[process];
        let text = match step.and_then(|step| value.steps.get(step)) {
            Some(step) => format!("{} – {}", value.title, step.title),
            None => value.title.clone(),
        };
        let page = self.scope.address(self.scope.page_of(process));
        let href = page.map(|path| format!("{}#task-{}", self.href(path), task.id.value)).unwrap_or_default();
        Link { text, href, current: false }
    }
}

/// A table of rows with its figures.
pub(super) fn table(id: &str, caption: String, rows: Vec<TaskRow>) -> TaskTable {
    let counts = counts(&rows);
    TaskTable {
        id: id.to_owned(),
        caption,
        with_requirement: rows.iter().any(|row| !row.requirement.is_empty()),
        with_roles: rows.iter().any(|row| !row.roles.is_empty()),
        with_services: rows.iter().any(|row| !row.services.is_empty()),
        with_place: rows.iter().any(|row| row.place.is_some()),
        count: rows.len(),
        mandatory: counts.mandatory,
        rows,
        mark: String::new(),
    }
}

/// How many rows there are and how many are mandatory.
pub(super) fn counts(rows: &[TaskRow]) -> Counts {
    Counts { tasks: rows.len(), mandatory: rows.iter().filter(|row| row.requirement == "mandatory").count() }
}
