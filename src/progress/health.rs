//! Red, amber, green or "not enough data", with the reasons.
//!
//! Red: a mandatory task blocked, a batch failed or stopped without a day to come, a quarter of the units that were tried
//! failed, the end more than so many working days after the target. Amber: data missing or not read, one in twenty of the
//! units that were tried failed, a task paused, deferred or with a warning, a pause that lasts, the end late by less, an
//! issue open past its T+5 window, an overdue next action. Green: nothing of this, and the state of at least half of the
//! units or of the mandatory tasks is known. Else no colour.

use super::evidence::is_enough_for_green;
use super::fact::Fact;
use super::migration::BatchState;
use super::situation::Situation;
use super::stage::Stage;
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
    let graded = late(situation).into_iter().chain(failed_units(situation));
    let gaps = situation.evidence.gaps.iter().take(MOST_GAPS).cloned().map(Some);
    let grave = |fact: Option<Fact>| fact.map(|fact| Reason { level: HealthLevel::Red, fact });
    let light = |fact: Option<Fact>| fact.map(|fact| Reason { level: HealthLevel::Amber, fact });
    let mut reasons: Vec<Reason> =
        red.into_iter().filter_map(grave).chain(graded).chain(gaps.chain(amber).filter_map(light)).collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.level));
    let is_enough = is_enough_for_green(&situation.progress, &situation.migration);
    let nothing = if is_enough { HealthLevel::Green } else { HealthLevel::NoData };
    Health { level: reasons.first().map_or(nothing, |reason| reason.level), reasons }
}

/// How many gaps in the data are given as reasons; the report lists all of them where it tells of its data.
const MOST_GAPS: usize = 3;
/// From what share of failed units on, in percent of those that were tried, the colour is amber.
const FAILED_AMBER: u64 = 5;
/// From what share on it is red.
const FAILED_RED: u64 = 25;

/// Units that failed and of which nobody decided what becomes of them, out of those that were tried.
fn failed_units(situation: &Situation<'_>) -> Option<Reason> {
    let units = &situation.migration.units;
    let failed = situation.migration.failed.iter().filter(|one| Stage::of(one.state()) == Some(Stage::Failed));
    let open: u64 = failed.filter(|one| !situation.decided(one).is_settled()).map(|one| one.count).sum();
    let tried = units.of(Stage::Completed).saturating_add(units.of(Stage::Failed));
    let share = |percent: u64| open > 0 && open.saturating_mul(100) >= tried.saturating_mul(percent);
    let level = match () {
        () if share(FAILED_RED) => HealthLevel::Red,
        () if share(FAILED_AMBER) => HealthLevel::Amber,
        () => return None,
    };
    Some(Reason { level, fact: Fact::new("units-failed").count("n", open).count("of", tried) })
}

/// Statuses of tasks in scope that fit, the ids in order.
fn tasks(situation: &Situation<'_>, mandatory: bool, is: fn(&TaskStatus) -> bool) -> Vec<TaskId> {
    let fits = |id: &TaskId| situation.engagement.tasks.get(id).is_some_and(is);
    let in_scope = situation.progress.tasks.iter().filter(|task| task.mandatory || !mandatory).map(|task| task.id);
    let mut ids: Vec<TaskId> = in_scope.filter(fits).collect();
    ids.sort_unstable();
    ids
}

fn named(situation: &Situation<'_>, code: &'static str, ids: &[TaskId]) -> Option<Fact> {
    let name = |id: &TaskId| format!("{id} {}", situation.task_name(*id)).trim().to_owned();
    counted(code, &ids.iter().map(name).collect::<Vec<_>>())
}

/// How many names stand in one reason; the tables of the report have all of them.
const MOST_NAMES: usize = 3;

fn counted(code: &'static str, names: &[String]) -> Option<Fact> {
    let more = if names.len() > MOST_NAMES { ", …" } else { "" };
    let first = names.iter().take(MOST_NAMES).cloned().collect::<Vec<_>>().join(", ") + more;
    (!names.is_empty()).then(|| Fact::new(code).count("n", names.len() as u64).text("names", first))
}

fn blocked(situation: &Situation<'_>) -> Option<Fact> {
    named(situation, "mandatory-blocked", &tasks(situation, true, |status| status.status.value.is_blocked()))
}

fn waiting(situation: &Situation<'_>) -> Option<Fact> {
    named(situation, "tasks-waiting", &tasks(situation, false, |status| status.status.value.waits()))
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
    let by_pace = situation.velocity.planned.is_none() && situation.velocity.forecast.expected().is_some();
    let code = if by_pace { "forecast-late" } else { "plan-late" };
    let fact = match situation.expected_end() {
        Some(day) if day > situation.as_of => Fact::new(code).day("day", day),
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
