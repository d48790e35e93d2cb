//! What became of tasks: which ids came and went, and what each occurrence says otherwise.

use std::collections::BTreeMap;

use super::pages::{Pairs, services};
use super::state::{State, TaskRow};
use super::{ChangeKind, Place, TaskChange, TaskSeen};
use crate::model::ALL_SERVICES;
use crate::text::comparable;

/// Tasks that came, went and changed.
pub(super) struct Found {
    pub(super) added: Vec<TaskSeen>,
    pub(super) removed: Vec<TaskSeen>,
    pub(super) changed: Vec<TaskChange>,
}

/// Whether an earlier and a later row may be the same occurrence.
type Test<'t> = &'t dyn Fn(&TaskRow, &TaskRow) -> bool;

type ById<'a> = BTreeMap<u32, Vec<&'a TaskRow>>;

/// Compares the tasks of two states, those of each id among themselves.
pub(super) fn compare(old: &State, new: &State, pairs: &Pairs) -> Found {
    let (before, after) = (by_id(old), by_id(new));
    let only = |one: &ById<'_>, other: &ById<'_>| -> Vec<TaskSeen> {
        one.iter().filter(|(id, _)| !other.contains_key(id)).map(|(_, rows)| seen(rows)).collect()
    };
    let (mut added, mut removed) = (only(&after, &before), only(&before, &after));
    renumbered(&mut added, &mut removed, pairs);
    let mut changed = Vec::new();
    for (id, rows) in &after {
        if let Some(earlier) = before.get(id) {
            occurrences(earlier, rows, pairs, &mut changed);
        }
    }
    Found { added, removed, changed }
}

fn by_id(state: &State) -> ById<'_> {
    let mut found = ById::new();
    for row in &state.tasks {
        found.entry(row.id).or_default().push(row);
    }
    found
}

fn seen(rows: &[&TaskRow]) -> TaskSeen {
    let Some(first) = rows.first() else { return TaskSeen::default() };
    let all = first.all_services.then(|| ALL_SERVICES.to_owned());
    TaskSeen {
        id: first.id,
        name: first.name.clone(),
        requirement: first.requirement.clone(),
        roles: first.roles.clone(),
        services: all.into_iter().chain(first.services.iter().cloned()).collect(),
        places: rows.iter().map(|row| place(row)).collect(),
        other_id: None,
    }
}

pub(super) fn place(row: &TaskRow) -> Place {
    Place { file: row.file.clone(), line: row.line, page: row.process.clone(), step: row.step.clone() }
}

/// A task that went as one of its name came on the same page has a new number.
fn renumbered(added: &mut [TaskSeen], removed: &mut [TaskSeen], pairs: &Pairs) {
    for new in added {
        let same = |old: &&mut TaskSeen| {
            let on_page = |place: &Place| new.places.iter().any(|here| here.file == pairs.file_now(&place.file));
            old.other_id.is_none() && comparable(&old.name) == comparable(&new.name) && old.places.iter().any(on_page)
        };
        if let Some(old) = removed.iter_mut().find(same) {
            (old.other_id, new.other_id) = (Some(new.id), Some(old.id));
        }
    }
}

/// Pairs the occurrences of one task, the nearest first, and notes in what they differ.
fn occurrences(old: &[&TaskRow], new: &[&TaskRow], pairs: &Pairs, found: &mut Vec<TaskChange>) {
    let page = |old: &TaskRow, new: &TaskRow| pairs.file_now(&old.file) == new.file;
    let step = |old: &TaskRow, new: &TaskRow| pairs.step_now(&old.file, &old.step) == new.step;
    let kin = |old: &TaskRow, new: &TaskRow| old.language == new.language && old.editions == new.editions;
    let tests: [Test<'_>; 4] =
        [&|old, new| page(old, new) && step(old, new), &page, &kin, &|old, new| old.language == new.language];
    let mut left: Vec<&TaskRow> = old.to_vec();
    let mut open: Vec<(usize, &TaskRow)> = new.iter().copied().enumerate().collect();
    let mut changes: Vec<(usize, Vec<TaskChange>)> = Vec::new();
    for test in tests {
        open.retain(|(at, row)| {
            let Some(index) = left.iter().position(|earlier| test(earlier, row)) else { return true };
            let earlier = left.remove(index);
            let moved = !page(earlier, row) || !step(earlier, row);
            changes.push((*at, differences(earlier, row, moved)));
            false
        });
    }
    for (at, row) in open {
        let is = Some(place(row));
        changes.push((at, vec![change(row, ChangeKind::Placed, (String::new(), row.process.clone()), (None, is))]));
    }
    changes.sort_by_key(|(at, _)| *at);
    found.extend(changes.into_iter().flat_map(|(_, changes)| changes));
    for row in left {
        let was = Some(place(row));
        found.push(change(row, ChangeKind::Dropped, (row.process.clone(), String::new()), (was, None)));
    }
}

fn differences(old: &TaskRow, new: &TaskRow, moved: bool) -> Vec<TaskChange> {
    let sorted = |names: &[String]| {
        let mut names = names.to_vec();
        names.sort();
        names.join(", ")
    };
    let word = |row: &TaskRow| row.requirement.clone().unwrap_or_default();
    let at = |row: &TaskRow| {
        if row.step.is_empty() { row.process.clone() } else { format!("{} / {}", row.process, row.step) }
    };
    let cells = [
        (ChangeKind::Renamed, old.name.clone(), new.name.clone()),
        (ChangeKind::Requirement, word(old), word(new)),
        (ChangeKind::Roles, sorted(&old.roles), sorted(&new.roles)),
        (ChangeKind::Services, services(&old.services, old.all_services), services(&new.services, new.all_services)),
    ];
    let differing = cells.into_iter().filter(|(_, before, after)| before != after);
    let moved = moved.then(|| (ChangeKind::Moved, at(old), at(new)));
    let both = || (Some(place(old)), Some(place(new)));
    differing.chain(moved).map(|(kind, before, after)| change(new, kind, (before, after), both())).collect()
}

fn change(
    row: &TaskRow,
    kind: ChangeKind,
    (before, after): (String, String),
    (was, is): (Option<Place>, Option<Place>),
) -> TaskChange {
    TaskChange { id: row.id, name: row.name.clone(), kind, before, after, was, is }
}
