//! Two states of a playbook held against each other: what became of its tasks, pages and steps, which changes nobody
//! announced, and what they mean for each open engagement. Pure functions over rows; prints nothing.

mod announced;
mod impact;
mod pages;
mod state;
mod tasks;

use serde::Serialize;

pub use announced::Unannounced;
pub use impact::{Impact, TaskNote};
pub use state::State;

use crate::model::Engagement;

/// What lies between two states.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Drift {
    /// The earlier state, as the user named it.
    pub old: String,
    /// The later one.
    pub new: String,
    /// The figures.
    pub summary: Summary,
    /// Ids that the earlier state does not have.
    pub added: Vec<TaskSeen>,
    /// Ids that the later state does not have.
    pub removed: Vec<TaskSeen>,
    /// What became of the others, by id.
    pub changed: Vec<TaskChange>,
    /// What became of pages, in order of file.
    pub pages: Vec<PageChange>,
    /// What became of steps, in order of file.
    pub steps: Vec<StepChange>,
    /// Changed ids that no new refresh entry and no new line of a change log names, if that was asked for.
    pub unannounced: Option<Vec<Unannounced>>,
    /// What it means for each open engagement, if that was asked for.
    pub engagements: Option<Vec<Impact>>,
}

/// The figures of a drift. Tasks are counted once per id, cells once per place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// New ids.
    pub added: usize,
    /// Ids that are gone.
    pub removed: usize,
    /// Ids with another name somewhere.
    pub renamed: usize,
    /// Ids that stand on another page or in another step.
    pub moved: usize,
    /// Ids with another requirement somewhere.
    pub requirement: usize,
    /// Ids with other roles somewhere.
    pub roles: usize,
    /// Ids with other services somewhere.
    pub services: usize,
    /// Cells of services that differ.
    pub service_cells: usize,
    /// Pages that came, went, moved or changed.
    pub pages: usize,
    /// Steps that came, went or changed.
    pub steps: usize,
}

/// Where something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The file, relative to the content folder.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The page's title.
    pub page: String,
    /// The step's title, or nothing.
    pub step: String,
}

/// A task that came or went.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TaskSeen {
    /// Its number.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// `mandatory`, `optional` or nothing.
    pub requirement: Option<String>,
    /// Who does it.
    pub roles: Vec<String>,
    /// Which services it is for, `All Services` among them.
    pub services: Vec<String>,
    /// Where it stands or stood.
    pub places: Vec<Place>,
    /// The id of the same task on the other side: one of this name and page that went as this came, or the reverse.
    pub other_id: Option<u32>,
}

/// What happened to one occurrence of a task.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TaskChange {
    /// Its number.
    pub id: u32,
    /// Its name now.
    pub name: String,
    /// What happened.
    pub kind: ChangeKind,
    /// What stood there.
    pub before: String,
    /// What stands there.
    pub after: String,
    /// Where it stood; none for a place that is new.
    pub was: Option<Place>,
    /// Where it stands; none for a place that is gone.
    pub is: Option<Place>,
}

/// What may happen to an occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// Another name.
    Renamed,
    /// Mandatory instead of optional, or the reverse.
    Requirement,
    /// Other roles.
    Roles,
    /// Other services.
    Services,
    /// Another page or step.
    Moved,
    /// A further place of a task that was there before.
    Placed,
    /// One place less of a task that is still there.
    Dropped,
}

/// What happened to a page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PageChange {
    /// What happened: `added`, `removed`, `moved`, `renamed`, `phase`, `editions`.
    pub kind: &'static str,
    /// Its file; of a page that is gone, the last one.
    pub file: String,
    /// Its title.
    pub title: String,
    /// What was.
    pub before: String,
    /// What is.
    pub after: String,
}

/// What happened to a step.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StepChange {
    /// What happened: `added`, `removed`, `renamed`, `roles`, `services`.
    pub kind: &'static str,
    /// Where it stands; of a step that is gone, where it stood.
    pub file: String,
    /// The line.
    pub line: u32,
    /// Its title.
    pub title: String,
    /// What was.
    pub before: String,
    /// What is.
    pub after: String,
}

/// What is asked of a comparison beside the changes themselves.
#[derive(Clone, Copy, Debug, Default)]
pub struct Questions<'a> {
    /// Which changed ids are announced nowhere.
    pub announced: bool,
    /// What it means for these engagements.
    pub engagements: Option<&'a [Engagement]>,
    /// The first language of the project, in which tasks are counted.
    pub language: Option<&'a str>,
}

impl Drift {
    /// Holds two states against each other.
    pub fn between(old: &State, new: &State, questions: Questions<'_>) -> Self {
        let from_tasks = old.pages.is_none() || new.pages.is_none() || old.steps.is_none() || new.steps.is_none();
        let pairs = pages::Pairs::new(old, new, from_tasks);
        let tasks::Found { added, removed, changed } = tasks::compare(old, new, &pairs);
        let (pages, steps) = (pairs.page_changes(), pairs.step_changes());
        let mut drift = Self { old: old.name.clone(), new: new.name.clone(), ..Self::default() };
        drift = Self { added, removed, changed, pages, steps, ..drift };
        drift.summary = drift.counted();
        drift.unannounced = questions.announced.then(|| announced::unannounced(old, new, &drift));
        let open = questions.engagements.map(|all| all.iter().filter(|one| one.signoff.is_none()));
        let sides = impact::Sides { old, new, language: questions.language };
        drift.engagements = open.map(|open| open.map(|one| impact::impact(sides, one, &drift)).collect());
        drift
    }

    /// Whether the states are the same.
    pub fn is_empty(&self) -> bool {
        self.summary == Summary::default() && self.changed.is_empty()
    }

    /// Every id that came, went or changed, in order.
    pub fn ids(&self) -> std::collections::BTreeSet<u32> {
        let seen = self.added.iter().chain(&self.removed).map(|task| task.id);
        seen.chain(self.changed.iter().map(|change| change.id)).collect()
    }

    fn counted(&self) -> Summary {
        let of = |kind: ChangeKind| self.changed.iter().filter(move |change| change.kind == kind);
        let ids = |kind| of(kind).map(|change| change.id).collect::<std::collections::BTreeSet<u32>>().len();
        Summary {
            added: self.added.len(),
            removed: self.removed.len(),
            renamed: ids(ChangeKind::Renamed),
            moved: ids(ChangeKind::Moved),
            requirement: ids(ChangeKind::Requirement),
            roles: ids(ChangeKind::Roles),
            services: ids(ChangeKind::Services),
            service_cells: of(ChangeKind::Services).count(),
            pages: self.pages.len(),
            steps: self.steps.len(),
        }
    }
}

#[cfg(test)]
mod tests;
