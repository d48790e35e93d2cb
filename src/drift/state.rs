//! One state of a playbook as rows: what `export` prints, read back. Two of them are held against each other.

use serde::Deserialize;
use serde_json::Value;

use crate::model::{Places, Playbook, Process, Requirement, Role, ServiceScope, Step, Task, TaskId};
use crate::text::{FileId, Span, Spanned};

/// The rows of one state.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct State {
    /// How the user named it.
    #[serde(default)]
    pub name: String,
    /// One per occurrence of a task.
    pub tasks: Vec<TaskRow>,
    /// One per page; none where only tasks were exported.
    pub pages: Option<Vec<PageRow>>,
    /// One per step; none where only tasks were exported.
    pub steps: Option<Vec<StepRow>>,
    /// One per refresh entry.
    #[serde(default)]
    pub refreshes: Vec<RefreshRow>,
    /// Task ids that pages of a change log name.
    #[serde(default)]
    pub logged: Vec<LoggedRow>,
}

/// One occurrence of a task.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct TaskRow {
    /// Its number.
    pub id: u32,
    /// Its name as plain text.
    pub name: String,
    /// `mandatory`, `optional` or nothing.
    pub requirement: Option<String>,
    /// Who does it.
    pub roles: Vec<String>,
    /// Which services it is for.
    pub services: Vec<String>,
    /// Whether it is for all.
    pub all_services: bool,
    /// The page's phases.
    pub phase: String,
    /// The page's title.
    pub process: String,
    /// The step's title, or nothing.
    pub step: String,
    /// BCP 47 tag of the page.
    pub language: String,
    /// The editions that have the page.
    pub editions: Vec<String>,
    /// The file, relative to the content folder.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}

/// One page.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct PageRow {
    /// The file, relative to the content folder.
    pub file: String,
    /// Its title.
    pub title: String,
    /// Its phases.
    pub phase: String,
    /// BCP 47 tag.
    pub language: String,
    /// The editions that have it.
    pub editions: Vec<String>,
}

/// One step.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct StepRow {
    /// The page's file.
    pub file: String,
    /// The line of its heading.
    pub line: u32,
    /// The heading.
    pub title: String,
    /// Who leads it.
    pub roles: Vec<String>,
    /// Which services it applies to.
    pub services: Vec<String>,
    /// Whether it applies to all.
    pub all_services: bool,
}

/// One refresh entry.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct RefreshRow {
    /// The page's file.
    pub file: String,
    /// The line of the entry.
    pub line: u32,
    /// The date as written.
    pub date_text: String,
    /// What changed.
    pub what: String,
    /// Further notes.
    pub notes: String,
}

/// A task id that a page of a change log names.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct LoggedRow {
    /// The page's file.
    pub file: String,
    /// The line.
    pub line: u32,
    /// The task.
    pub id: u32,
}

impl State {
    /// Reads what `waybook export tasks` printed, or an object with `tasks`, `pages`, `steps` and `refreshes`.
    pub fn from_json(name: &str, text: &str) -> Result<Self, String> {
        let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|why| why.to_string())?;
        let read = match value {
            Value::Array(_) => serde_json::from_value(value).map(|tasks| Self { tasks, ..Self::default() }),
            value => serde_json::from_value(value),
        };
        let state: Self = read.map_err(|why| why.to_string())?;
        match state.tasks.iter().find(|row| row.id == 0 || row.file.is_empty()) {
            Some(_) => Err("a task has no `id` or no `file`".to_owned()),
            None => Ok(Self { name: name.to_owned(), ..state }),
        }
    }

    /// The state with pages and steps; where they were not exported, those that have tasks.
    pub(super) fn filled(&self, from_tasks: bool) -> (Vec<PageRow>, Vec<StepRow>) {
        let pages = self.pages.clone().filter(|_| !from_tasks).unwrap_or_else(|| self.pages_of_tasks());
        let steps = self.steps.clone().filter(|_| !from_tasks).unwrap_or_else(|| self.steps_of_tasks());
        (pages, steps)
    }

    fn pages_of_tasks(&self) -> Vec<PageRow> {
        let mut pages: Vec<PageRow> = Vec::new();
        for row in &self.tasks {
            if !pages.iter().any(|page| page.file == row.file) {
                let TaskRow { file, process, phase, language, editions, .. } = row.clone();
                pages.push(PageRow { file, title: process, phase, language, editions });
            }
        }
        pages
    }

    fn steps_of_tasks(&self) -> Vec<StepRow> {
        let mut steps: Vec<StepRow> = Vec::new();
        for row in self.tasks.iter().filter(|row| !row.step.is_empty()) {
            if !steps.iter().any(|step| step.file == row.file && step.title == row.step) {
                let TaskRow { file, line, step, .. } = row.clone();
                steps.push(StepRow { file, line, title: step, ..StepRow::default() });
            }
        }
        steps
    }

    /// The playbook that the rows of an edition and a language make; of either all where none is named.
    pub(super) fn playbook(&self, edition: Option<&str>, language: Option<&str>) -> Playbook {
        let fits = |row: &&TaskRow| {
            let in_edition =
                row.editions.is_empty() || edition.is_none_or(|name| row.editions.iter().any(|e| e == name));
            in_edition && language.is_none_or(|tag| row.language == tag)
        };
        let mut playbook = Playbook::default();
        let mut files: Vec<&str> = Vec::new();
        for row in self.tasks.iter().filter(fits) {
            let index = files.iter().position(|file| *file == row.file).unwrap_or(files.len());
            if index == files.len() {
                files.push(&row.file);
                playbook.processes.push(self.process(row).into());
            }
            let process = std::sync::Arc::make_mut(&mut playbook.processes[index]);
            let step = process.steps.iter().position(|step| step.title == row.step);
            process.tasks.push((step, task(row)));
            let entry = playbook.tasks.tasks.entry(TaskId(row.id)).or_default();
            entry.occurrences.push((index, process.tasks.len() - 1));
        }
        playbook
    }

    /// The page of a row, with its steps and without tasks.
    fn process(&self, row: &TaskRow) -> Process {
        let own = self.steps.iter().flatten().filter(|step| step.file == row.file);
        let step = |step: &StepRow| Step {
            title: step.title.clone(),
            anchor: String::new(),
            primary_roles: step.roles.iter().map(|name| role(name)).collect(),
            scope: ServiceScope { all: step.all_services, services: step.services.clone() },
            motions: Vec::new(),
            span: nowhere(),
        };
        Process {
            file: FileId(0),
            title: row.process.clone(),
            phases: row.phase.split(", ").filter(|name| !name.is_empty()).map(str::to_owned).collect(),
            steps: own.map(step).collect(),
            tasks: Vec::new(),
            refreshes: Vec::new(),
            details: Vec::new(),
            next_steps: Vec::new(),
            next_links: Vec::new(),
        }
    }
}

fn task(row: &TaskRow) -> Task {
    Task {
        id: Spanned::new(TaskId(row.id), nowhere()),
        name: row.name.clone(),
        name_markdown: Spanned::new(String::new(), nowhere()),
        requirement: match row.requirement.as_deref() {
            Some("mandatory") => Some(Requirement::Mandatory),
            Some("optional") => Some(Requirement::Optional),
            _ => None,
        },
        roles: row.roles.iter().map(|name| role(name)).collect(),
        services: ServiceScope { all: row.all_services, services: row.services.clone() },
        places: Places::default(),
        span: nowhere(),
        recovered: false,
    }
}

fn role(name: &str) -> Role {
    Role { name: name.to_owned(), known: true }
}

/// Rows of another program have no place in a text of ours.
fn nowhere() -> Span {
    Span::start_of(FileId(0))
}
