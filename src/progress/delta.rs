//! What changed since an earlier report: two snapshots held against each other.
//!
//! A snapshot is what a report leaves behind in its twin for the next one to compare with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fact::Fact;
use super::health::Health;
use super::readiness::Readiness;
use super::situation::Situation;
use super::stage::Stage;
use super::velocity::Forecast;
use crate::model::{HealthLevel, TaskId};

/// What a report leaves behind for the next one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Snapshot {
    /// The engagement's id; a snapshot of another one is never compared with.
    pub engagement: String,
    /// The day of the report, `2020-03-16`.
    pub as_of: String,
    /// The number of the report; the first is 1.
    pub number: u32,
    /// The computed health.
    pub health: HealthLevel,
    /// Whether the engagement could be closed.
    pub ready: bool,
    /// The state of each task in scope.
    pub tasks: BTreeMap<TaskId, String>,
    /// Each batch by its name.
    pub batches: BTreeMap<String, BatchSnapshot>,
    /// Titles of open issues.
    pub issues: Vec<String>,
    /// Units moved.
    pub completed: u64,
    /// All units.
    pub units: u64,
    /// The day of the forecast, if there was one.
    pub forecast: Option<String>,
    /// The target, if there was one.
    pub target: Option<String>,
}

/// A batch in a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct BatchSnapshot {
    /// Its state, as in class names.
    pub state: String,
    /// The day planned for it.
    pub planned: Option<String>,
}

/// What changed between two reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Delta {
    /// The health before.
    pub health_before: HealthLevel,
    /// Tasks that are done now and were not.
    pub newly_done: Vec<TaskId>,
    /// Other tasks whose state changed: the state before; none for tasks new in scope.
    pub changed: Vec<(TaskId, Option<String>)>,
    /// Everything else that changed.
    pub facts: Vec<Fact>,
}

/// The snapshot of a situation.
pub fn snapshot(situation: &Situation<'_>, health: &Health, readiness: &Readiness, number: u32) -> Snapshot {
    let engagement = situation.engagement;
    let tasks = situation.progress.tasks.iter().map(|task| (task.id, task.state.as_str().to_owned()));
    let batches = situation.migration.batches.iter().map(|batch| {
        let planned = batch.planned.map(|day| day.to_string());
        (batch.name.clone(), BatchSnapshot { state: batch.state.as_str(), planned })
    });
    let open = engagement.issues.iter().filter(|issue| situation.is_open(issue));
    let forecast = match situation.velocity.forecast {
        Forecast::Expected { day, .. } => Some(day.to_string()),
        _ => None,
    };
    Snapshot {
        engagement: engagement.id.clone(),
        as_of: situation.as_of.to_string(),
        number,
        health: health.level,
        ready: readiness.is_ready(),
        tasks: tasks.collect(),
        batches: batches.collect(),
        issues: open.map(|issue| issue.title.clone()).collect(),
        completed: situation.migration.units.of(Stage::Completed),
        units: situation.migration.units.total(),
        forecast,
        target: engagement.scope.target.as_ref().map(|day| day.value.to_string()),
    }
}

/// What changed from one snapshot to another.
pub fn delta(before: &Snapshot, now: &Snapshot) -> Delta {
    let changed = now.tasks.iter().filter(|(id, state)| before.tasks.get(id) != Some(state));
    let (done, other): (Vec<_>, Vec<_>) = changed.partition(|(_, state)| *state == "done");
    Delta {
        health_before: before.health,
        newly_done: done.into_iter().map(|(id, _)| *id).collect(),
        changed: other.into_iter().map(|(id, _)| (*id, before.tasks.get(id).cloned())).collect(),
        facts: [units(before, now), dates(before, now), batches(before, now), issues(before, now)].concat(),
    }
}

fn units(before: &Snapshot, now: &Snapshot) -> Vec<Fact> {
    let mut facts = Vec::new();
    if now.completed > before.completed {
        facts.push(Fact::new("more-units").count("n", now.completed - before.completed));
    }
    if now.completed < before.completed {
        facts.push(Fact::new("fewer-units").count("n", before.completed - now.completed));
    }
    if now.units != before.units {
        facts.push(Fact::new("scope-changed").count("before", before.units).count("now", now.units));
    }
    facts
}

fn dates(before: &Snapshot, now: &Snapshot) -> Vec<Fact> {
    let moved = |code, before: &Option<String>, now: &Option<String>| {
        let (before, now) = (before.as_ref()?.parse().ok()?, now.as_ref()?.parse().ok()?);
        (before != now).then(|| Fact::new(code).day("before", before).day("now", now))
    };
    let target = moved("target-moved", &before.target, &now.target);
    target.into_iter().chain(moved("forecast-moved", &before.forecast, &now.forecast)).collect()
}

fn batches(before: &Snapshot, now: &Snapshot) -> Vec<Fact> {
    let mut facts = Vec::new();
    for (name, batch) in &now.batches {
        let about = |code| Fact::new(code).text("batch", name);
        let Some(old) = before.batches.get(name) else {
            facts.push(about("batch-new"));
            continue;
        };
        if old.state != batch.state {
            facts.push(about("batch-state").text("before", &old.state).text("now", &batch.state));
        }
        let days = old.planned.as_ref().zip(batch.planned.as_ref());
        let days = days.and_then(|(old, new)| Some((old.parse().ok()?, new.parse().ok()?)));
        if let Some((old, new)) = days.filter(|(old, new)| old != new) {
            facts.push(about("batch-moved").day("before", old).day("now", new));
        }
    }
    let gone = before.batches.keys().filter(|name| !now.batches.contains_key(*name));
    facts.extend(gone.map(|name| Fact::new("batch-gone").text("batch", name)));
    facts
}

fn issues(before: &Snapshot, now: &Snapshot) -> Vec<Fact> {
    let missing_in = |a: &[String], b: &[String]| a.iter().filter(|t| !b.contains(t)).cloned().collect::<Vec<_>>();
    let new = missing_in(&now.issues, &before.issues).into_iter().map(|title| ("issue-new", title));
    let solved = missing_in(&before.issues, &now.issues).into_iter().map(|title| ("issue-closed", title));
    new.chain(solved).map(|(code, title)| Fact::new(code).text("issue", title)).collect()
}

/// The snapshot to compare a report of this day with: the latest of an earlier day, or the one of a given day.
pub fn baseline<'s>(
    snapshots: &'s [Snapshot],
    engagement: &str,
    as_of: &str,
    since: Option<&str>,
) -> Option<&'s Snapshot> {
    let own = snapshots.iter().filter(|one| one.engagement == engagement && one.as_of.as_str() < as_of);
    own.filter(|one| since.is_none_or(|since| one.as_of == since)).max_by_key(|one| (&one.as_of, one.number))
}
