//! The playbook seen from one engagement: which tasks are in scope, and what became of each. Pure functions.
//!
//! Each task id counts once, however often it occurs. "No data" is not "Not Started": a task without a report has a
//! state of its own. The rules are those of the domain; where it leaves a case open, the functions say what they do.

mod scope;
mod tally;

pub mod working_days;

pub mod stage;

pub mod migration;
pub mod velocity;

pub mod decided;
pub mod evidence;
pub mod known;
pub mod situation;

pub mod fact;

pub mod health;
pub mod readiness;

pub mod delta;

pub use scope::{InScope, in_scope};
pub use tally::{Share, Tally, percent};

use crate::model::{Engagement, FtopStatus, Playbook, Requirement, TaskId, TaskStatus};

/// What became of the tasks of one engagement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// Every task in scope once, by phase in lifecycle order, then by page, line and id; tasks outside of all phases last.
    pub tasks: Vec<TaskProgress>,
    /// All of them counted.
    pub total: Share,
    /// Counted per phase, in lifecycle order; tasks outside of all phases last, without a name.
    pub phases: Vec<Share>,
    /// Counted per process, in the order of their phases.
    pub processes: Vec<Share>,
    /// Counted per service of the engagement; a task of several services counts in each.
    pub services: Vec<Share>,
    /// Tasks with a status that the playbook does not have.
    pub unknown: Vec<TaskId>,
    /// Tasks with a status that are in the playbook but not in scope.
    pub out_of_scope: Vec<TaskId>,
}

/// One task in scope.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskProgress {
    /// The task.
    pub id: TaskId,
    /// Its first occurrence in scope: process index and index into its tasks.
    pub occurrence: (usize, usize),
    /// The phase of that occurrence.
    pub phase: Option<String>,
    /// Whether any occurrence in scope is mandatory.
    pub mandatory: bool,
    /// Which of the engagement's services it is for, by index.
    pub services: Vec<usize>,
    /// What became of it.
    pub state: State,
}

/// What became of a task. Each task in scope is exactly one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Complete.
    Done,
    /// Not Required or Cancelled, with reason, approver and date.
    Waived,
    /// An optional task set aside without them.
    NotRequired,
    /// Anything else that was reported, a mandatory task set aside without reason, approver or date among it.
    Open,
    /// Nothing was reported.
    NoData,
}

impl State {
    /// Every state, in the order in which bars and lists show them.
    pub const ALL: [State; 5] = [State::Done, State::Waived, State::NotRequired, State::Open, State::NoData];

    /// The word in class names and data.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Done => "done",
            State::Waived => "waived",
            State::NotRequired => "not-required",
            State::Open => "open",
            State::NoData => "no-data",
        }
    }

    /// The state of a task with this status, or without one.
    pub fn of(status: Option<&TaskStatus>, mandatory: bool) -> State {
        let Some(status) = status else { return State::NoData };
        match &status.status.value {
            FtopStatus::Complete => State::Done,
            word if !word.sets_aside() => State::Open,
            _ if status.waiver.missing().is_empty() => State::Waived,
            _ if mandatory => State::Open,
            _ => State::NotRequired,
        }
    }
}

/// Holds a playbook against the statuses of an engagement.
pub fn progress(playbook: &Playbook, engagement: &Engagement) -> Progress {
    let mut tasks: Vec<TaskProgress> =
        in_scope(playbook, &engagement.scope).into_iter().map(|task| one(playbook, engagement, task)).collect();
    let phases = phase_order(playbook);
    let place = |task: &TaskProgress| task.phase.as_ref().map_or(phases.len(), |phase| order_of(phase, &phases));
    tasks.sort_by_cached_key(|task| (place(task), task.occurrence, task.id));
    let title = |task: &TaskProgress| playbook.processes[task.occurrence.0].title.clone();
    let services = engagement.scope.services.iter().map(|service| service.value.clone()).enumerate();
    let reported = engagement.tasks.keys().copied();
    let (known, unknown): (Vec<_>, Vec<_>) = reported.partition(|id| playbook.tasks.tasks.contains_key(id));
    let in_scope: std::collections::BTreeSet<TaskId> = tasks.iter().map(|task| task.id).collect();
    Progress {
        total: Share::of(None, &tasks),
        phases: tally::grouped(&tasks, |task| (task.phase.clone(), task.phase.clone())),
        processes: tally::grouped(&tasks, |task| (task.occurrence.0, Some(title(task)))),
        services: services
            .map(|(index, name)| Share::of(Some(name), tasks.iter().filter(|task| task.services.contains(&index))))
            .collect(),
        unknown,
        out_of_scope: known.into_iter().filter(|id| !in_scope.contains(id)).collect(),
        tasks,
    }
}

fn one(playbook: &Playbook, engagement: &Engagement, task: InScope) -> TaskProgress {
    let requirement = |(process, index): &(usize, usize)| playbook.processes[*process].tasks[*index].1.requirement;
    let mandatory = task.occurrences.iter().any(|place| requirement(place) == Some(Requirement::Mandatory));
    let state = State::of(engagement.tasks.get(&task.id), mandatory);
    TaskProgress {
        id: task.id,
        occurrence: task.occurrences[0],
        phase: task.phase,
        mandatory,
        services: task.services,
        state,
    }
}

/// The names of the phases in order: those of the playbook, then others that pages name.
fn phase_order(playbook: &Playbook) -> Vec<&str> {
    let named = playbook.processes.iter().flat_map(|process| &process.phases);
    let mut order: Vec<&str> = Vec::new();
    for name in playbook.phases.iter().map(|phase| &phase.name).chain(named) {
        if !order.contains(&name.as_str()) {
            order.push(name);
        }
    }
    order
}

fn order_of(phase: &str, phases: &[&str]) -> usize {
    phases.iter().position(|name| *name == phase).unwrap_or(phases.len())
}

#[cfg(test)]
mod tests;
