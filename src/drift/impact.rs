//! What a change of the playbook means for one engagement in mid-flight.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Drift;
use super::state::State;
use crate::model::{Engagement, FtopStatus, Playbook, Requirement, TaskId};
use crate::progress::{State as Outcome, in_scope};

/// What a drift means for one engagement.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Impact {
    /// The name of its file.
    pub id: String,
    /// The customer.
    pub customer: String,
    /// Mandatory tasks in scope that are open now and were not asked for before.
    pub now_open: Vec<TaskNote>,
    /// Optional tasks in scope that are new.
    pub new_optional: Vec<TaskNote>,
    /// Statuses for tasks that the playbook no longer has.
    pub removed: Vec<TaskNote>,
    /// Tasks of the playbook that are in scope now and were not.
    pub entered: Vec<TaskNote>,
    /// Tasks of the playbook that were in scope and are no longer.
    pub left: Vec<TaskNote>,
    /// Tasks in scope that were mandatory and are no longer.
    pub relaxed: Vec<TaskNote>,
}

/// A task and why it is named.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TaskNote {
    /// Its number.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// Why, in words.
    pub why: String,
}

impl Impact {
    /// Whether the engagement may go on as if nothing had happened.
    pub fn is_empty(&self) -> bool {
        let Self { id: _, customer: _, now_open, new_optional, removed, entered, left, relaxed } = self;
        [now_open, new_optional, removed, entered, left, relaxed].iter().all(|list| list.is_empty())
    }
}

/// The two states, and the first language of the project.
#[derive(Clone, Copy)]
pub(super) struct Sides<'a> {
    pub(super) old: &'a State,
    pub(super) new: &'a State,
    pub(super) language: Option<&'a str>,
}

/// A task in scope.
struct Wanted {
    name: String,
    mandatory: bool,
}

/// What a drift means for an engagement.
pub(super) fn impact(sides: Sides<'_>, engagement: &Engagement, drift: &Drift) -> Impact {
    let before = book(sides.old, engagement, sides.language);
    let after = book(sides.new, engagement, sides.language);
    let (was, is) = (wanted(&before, engagement), wanted(&after, engagement));
    let mut found = Impact { id: engagement.id.clone(), customer: engagement.customer.clone(), ..Impact::default() };
    for (id, task) in &is {
        let note = |why: String| TaskNote { id: id.0, name: task.name.clone(), why };
        let known = before.tasks.tasks.contains_key(id);
        let earlier = was.get(id);
        let outcome = Outcome::of(engagement.tasks.get(id), task.mandatory);
        let open = matches!(outcome, Outcome::Open | Outcome::NoData);
        match earlier {
            None if task.mandatory && open => found.now_open.push(note(why_open(known, drift, *id))),
            Some(earlier) if task.mandatory && !earlier.mandatory && open => {
                found.now_open.push(note("it was optional".to_owned()));
            }
            Some(earlier) if !task.mandatory && earlier.mandatory => {
                found.relaxed.push(note("it is optional now".to_owned()));
            }
            None if !known => found.new_optional.push(note("it is new".to_owned())),
            _ => {}
        }
        if earlier.is_none() && known {
            found.entered.push(note("its services or phase changed".to_owned()));
        }
    }
    for (id, task) in was.iter().filter(|(id, _)| !is.contains_key(id) && after.tasks.tasks.contains_key(id)) {
        let why =
            if engagement.tasks.contains_key(id) { "a status was reported for it" } else { "nothing was reported" };
        found.left.push(TaskNote { id: id.0, name: task.name.clone(), why: why.to_owned() });
    }
    found.removed = removed(engagement, &before, &after, drift);
    found
}

fn why_open(known: bool, drift: &Drift, id: TaskId) -> String {
    let other = drift.added.iter().find(|task| task.id == id.0).and_then(|task| task.other_id);
    match other {
        Some(other) => format!("it is new; it seems to be {other} under another number"),
        None if known => "it was not in scope".to_owned(),
        None => "it is new".to_owned(),
    }
}

fn removed(engagement: &Engagement, before: &Playbook, after: &Playbook, drift: &Drift) -> Vec<TaskNote> {
    let gone = |id: &&TaskId| before.tasks.tasks.contains_key(id) && !after.tasks.tasks.contains_key(id);
    let note = |id: &TaskId| {
        let task = drift.removed.iter().find(|task| task.id == id.0);
        let status = &engagement.tasks[id].status.value;
        let other = task.and_then(|task| task.other_id);
        let hint = other.map(|other| format!("; it seems to be {other} now")).unwrap_or_default();
        let name = task.map(|task| task.name.clone()).unwrap_or_default();
        TaskNote { id: id.0, name, why: format!("its status is {}{hint}", said(status)) }
    };
    engagement.tasks.keys().filter(gone).map(note).collect()
}

fn said(status: &FtopStatus) -> String {
    status.as_str().to_owned()
}

/// The playbook that an engagement follows, in the project's first language: what is in scope hangs on no translation.
fn book(state: &State, engagement: &Engagement, language: Option<&str>) -> Playbook {
    let has = |tag: &&str| state.tasks.iter().any(|row| row.language.eq_ignore_ascii_case(tag));
    let language = language.filter(has);
    state.playbook(engagement.scope.edition.as_ref().map(|edition| edition.value.as_str()), language)
}

fn wanted(playbook: &Playbook, engagement: &Engagement) -> BTreeMap<TaskId, Wanted> {
    let task = |(process, at): &(usize, usize)| &playbook.processes[*process].tasks[*at].1;
    let one = |found: crate::progress::InScope| {
        let mandatory = found.occurrences.iter().any(|place| task(place).requirement == Some(Requirement::Mandatory));
        (found.id, Wanted { name: task(&found.occurrences[0]).name.clone(), mandatory })
    };
    in_scope(playbook, &engagement.scope).into_iter().map(one).collect()
}
