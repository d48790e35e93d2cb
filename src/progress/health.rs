//! Red, amber or green, with the reasons.
//!
//! Red: a mandatory task blocked, a batch failed or stopped without a day to come, the end more than so many working
//! days after the target. Amber: a task paused, deferred or with a warning, a pause that lasts, the end late by less, an
//! issue open past its T+5 window, an overdue next action. Green: nothing of this. Where nothing was reported, no colour.

use super::fact::Fact;
use super::migration::BatchState;
use super::situation::Situation;
use super::velocity::Forecast;
use crate::model::{HealthLevel, MigrationState, TaskId, TaskStatus};

/// How an engagement does, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// The computed colour: that of the gravest reason.
    pub level: HealthLevel,
    /// The gravest first.
    pub reasons: Vec<Reason>,
}

/// Why an engagement is not green.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// How grave it is.
    pub level: HealthLevel,
    /// What it is.
    pub fact: Fact,
}

/// The computed health. A person's override stands in the engagement file and is shown beside it.
pub fn health(situation: &Situation<'_>) -> Health {
    let red = [blocked(situation), batches_without_a_plan(situation)];
    let amber = [overdue_actions(situation), issues_past_their_window(situation), waiting(situation), pause(situation)];
    let late = late(situation);
    let grave = |fact: Option<Fact>| fact.map(|fact| Reason { level: HealthLevel::Red, fact });
    let light = |fact: Option<Fact>| fact.map(|fact| Reason { level: HealthLevel::Amber, fact });
    let mut reasons: Vec<Reason> =
        red.into_iter().filter_map(grave).chain(late).chain(amber.into_iter().filter_map(light)).collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.level));
    let nothing = if is_reported(situation) { HealthLevel::Green } else { HealthLevel::NoData };
    Health { level: reasons.first().map_or(nothing, |reason| reason.level), reasons }
}

fn is_reported(situation: &Situation<'_>) -> bool {
    let tasks = situation.progress.total.all;
    tasks.total() > tasks.no_data || situation.migration.batches.iter().any(|batch| batch.state != BatchState::NoData)
}

/// Statuses of tasks in scope that fit, the ids in order.
fn tasks(situation: &Situation<'_>, mandatory: bool, is: fn(&TaskStatus) -> bool) -> Vec<TaskId> {
    let fits = |id: &TaskId| situation.engagement.tasks.get(id).is_some_and(is);
    let in_scope = situation.progress.tasks.iter().filter(|task| task.mandatory || !mandatory).map(|task| task.id);
    let mut ids: Vec<TaskId> = in_scope.filter(fits).collect();
    ids.sort_unstable();
    ids
}

fn named(code: &'static str, ids: &[TaskId]) -> Option<Fact> {
    let names: Vec<String> = ids.iter().map(TaskId::to_string).collect();
    counted(code, &names)
}

fn counted(code: &'static str, names: &[String]) -> Option<Fact> {
    (!names.is_empty()).then(|| Fact::new(code).count("n", names.len() as u64).text("names", names.join(", ")))
}

fn blocked(situation: &Situation<'_>) -> Option<Fact> {
    named("mandatory-blocked", &tasks(situation, true, |status| status.status.value.is_blocked()))
}

fn waiting(situation: &Situation<'_>) -> Option<Fact> {
    named("tasks-waiting", &tasks(situation, false, |status| status.status.value.waits()))
}

/// Batches that failed or were stopped and have no day to come.
fn batches_without_a_plan(situation: &Situation<'_>) -> Option<Fact> {
    use MigrationState::{Failed, Stopped};
    let lost = situation.migration.batches.iter().filter(|batch| {
        let failed = matches!(batch.state, BatchState::Is(Failed | Stopped));
        failed && batch.planned_to.is_none_or(|day| day < situation.as_of)
    });
    counted("batch-without-plan", &lost.map(|batch| batch.name.clone()).collect::<Vec<_>>())
}

fn late(situation: &Situation<'_>) -> Option<Reason> {
    let days = situation.working_days_late().filter(|days| *days > 0)?;
    let target = situation.engagement.scope.target.as_ref()?.value;
    let level = if days > situation.thresholds.late_red_days { HealthLevel::Red } else { HealthLevel::Amber };
    let code = if situation.velocity.planned.is_some() { "plan-late" } else { "forecast-late" };
    let fact = match situation.velocity.forecast {
        Forecast::Expected { day, .. } if day > situation.as_of => Fact::new(code).day("day", day),
        _ => Fact::new("target-passed"),
    };
    Some(Reason { level, fact: fact.day("target", target).count("n", u64::from(days)) })
}

fn overdue_actions(situation: &Situation<'_>) -> Option<Fact> {
    let overdue = situation.engagement.next_actions.iter();
    let overdue = overdue.filter(|action| action.due.as_ref().is_some_and(|due| due.value < situation.as_of));
    counted("actions-overdue", &overdue.map(|action| action.what.clone()).collect::<Vec<_>>())
}

fn issues_past_their_window(situation: &Situation<'_>) -> Option<Fact> {
    let open = situation.engagement.issues.iter().filter(|issue| situation.is_open(issue));
    let past = open.filter(|issue| situation.window_of(issue).is_some_and(|last| last < situation.as_of));
    counted("issues-past-window", &past.map(|issue| issue.title.clone()).collect::<Vec<_>>())
}

fn pause(situation: &Situation<'_>) -> Option<Fact> {
    let as_of = situation.as_of;
    let now = situation.engagement.pauses.iter().find(|pause| {
        let begun = pause.from.as_ref().is_some_and(|day| day.value <= as_of);
        begun && pause.to.as_ref().is_none_or(|day| day.value >= as_of)
    })?;
    Some(Fact::new("paused").day("day", now.from.as_ref()?.value))
}
