//! Whether an engagement may be closed: eight conditions, each with its evidence or with what is missing.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::decided;
use super::evidence::Quality;
use super::fact::Fact;
use super::migration::BatchState;
use super::situation::Situation;
use super::stage::Stage;
use super::working_days::REPORTING_WINDOW;
use super::{State, TaskProgress};
use crate::model::{Issue, MigrationState, TaskId};
use crate::text::comparable;

/// The tasks that close an engagement: Migration Closure Activities, Migrate Exit, disengagement.
pub const EXIT_TASKS: [TaskId; 3] = [TaskId(2323), TaskId(1702), TaskId(4060)];

/// Whether an engagement may be closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// Every condition, in the order in which they are shown.
    pub conditions: Vec<Condition>,
    /// How it would be closed.
    pub statement: Statement,
}

impl Readiness {
    /// Whether every condition is met.
    pub fn is_ready(&self) -> bool {
        self.conditions.iter().all(Condition::is_met)
    }

    /// How much more is missing than is told one by one; what is told in one line counts with that line.
    pub fn unlisted(&self) -> usize {
        self.conditions.iter().map(|condition| condition.unlisted.saturating_sub(1)).sum()
    }
}

/// What closing the engagement says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statement {
    /// Everything was done.
    Complete,
    /// Something was waived, accepted or handed over.
    WithExceptions,
    /// Batches were taken out.
    Early,
}

impl Statement {
    /// The word in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Statement::Complete => "complete",
            Statement::WithExceptions => "with-exceptions",
            Statement::Early => "early",
        }
    }
}

/// One condition of closure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Names it: `mandatory-tasks`.
    pub code: &'static str,
    /// What shows that it is met.
    pub evidence: Vec<Fact>,
    /// What is missing; nothing if it is met.
    pub missing: Vec<Fact>,
    /// How much more is missing than is told one by one; the last of `missing` says so.
    pub unlisted: usize,
}

impl Condition {
    /// Whether nothing is missing.
    pub fn is_met(&self) -> bool {
        self.missing.is_empty()
    }
}

/// Holds an engagement against the eight conditions.
pub fn readiness(situation: &Situation<'_>) -> Readiness {
    let conditions = vec![
        data(situation),
        mandatory_tasks(situation),
        batches(situation),
        units(situation),
        window(situation),
        issues(situation),
        exit_tasks(situation),
        signoff(situation),
    ];
    Readiness { conditions, statement: statement(situation) }
}

fn statement(situation: &Situation<'_>) -> Statement {
    let taken_out = BatchState::Is(MigrationState::Removed);
    if situation.migration.batches.iter().any(|batch| batch.state == taken_out) {
        return Statement::Early;
    }
    let waived = situation.progress.total.mandatory.waived > 0;
    let handed_over = situation.engagement.issues.iter().any(|issue| situation.is_open(issue));
    let exceptions = waived || handed_over || !situation.migration.failed.is_empty();
    if exceptions { Statement::WithExceptions } else { Statement::Complete }
}

/// All data that the engagement names was found, recognised and read.
fn data(situation: &Situation<'_>) -> Condition {
    let evidence = &situation.evidence;
    let read = Fact::new("data-read").count("n", evidence.sources as u64);
    let mut missing = evidence.gaps.clone();
    if evidence.quality == Quality::None {
        missing.push(Fact::new("no-data-at-all"));
    }
    Condition { code: "data", evidence: vec![read], missing, unlisted: 0 }
}

fn mandatory_tasks(situation: &Situation<'_>) -> Condition {
    let tasks = situation.progress.tasks.iter().filter(|task| task.mandatory);
    let open = tasks.filter(|task| !matches!(task.state, State::Done | State::Waived));
    let tally = situation.progress.total.mandatory;
    let evidence = Fact::new("mandatory-settled").count("n", tally.done as u64).count("waived", tally.waived as u64);
    let missing = open.map(|task| open_task(situation, task)).collect();
    Condition { code: "mandatory-tasks", evidence: vec![evidence], missing, unlisted: 0 }
}

fn open_task(situation: &Situation<'_>, task: &TaskProgress) -> Fact {
    let about = |code| Fact::new(code).text("id", task.id.to_string()).text("name", situation.task_name(task.id));
    let Some(status) = situation.engagement.tasks.get(&task.id) else { return about("task-without-data") };
    let word = status.status.value.as_str();
    let lacking = status.waiver.missing();
    if status.status.value.sets_aside() && !lacking.is_empty() {
        let code = match lacking.as_slice() {
            ["reason"] => "waiver-without-reason",
            ["approver"] => "waiver-without-approver",
            ["date"] => "waiver-without-date",
            ["reason", "approver"] => "waiver-without-reason-approver",
            ["reason", "date"] => "waiver-without-reason-date",
            ["approver", "date"] => "waiver-without-approver-date",
            _ => "waiver-without-anything",
        };
        return about(code).text("status", word);
    }
    about("task-open").text("status", word)
}

fn batches(situation: &Situation<'_>) -> Condition {
    let all = &situation.migration.batches;
    let missing = all.iter().filter(|batch| !batch.state.is_over());
    let missing = missing.map(|batch| {
        let moving = batch.state.stage() == Some(Stage::InFlight);
        Fact::new(if moving { "batch-in-flight" } else { "batch-not-migrated" }).text("batch", &batch.name)
    });
    let unknown = all.iter().filter(|batch| batch.state.is_over() && batch.units.of(Stage::Unknown) > 0);
    let unknown = unknown
        .map(|batch| Fact::new("units-unknown").count("n", batch.units.of(Stage::Unknown)).text("batch", &batch.name));
    let missing = missing.chain(unknown).collect();
    let evidence = match all.len() as u64 {
        0 => Fact::new("no-batches"),
        n => Fact::new("batches-over").count("n", n),
    };
    Condition { code: "batches", evidence: vec![evidence], missing, unlisted: 0 }
}

/// How many units are named of which nothing is decided; the rest is counted.
pub const MOST_NAMED: usize = 500;

fn units(situation: &Situation<'_>) -> Condition {
    let migration = &situation.migration;
    let failed = &migration.failed;
    let open: Vec<_> = failed.iter().filter(|units| !situation.decided(units).is_settled()).collect();
    let named = |units| {
        let told = migration.told(units);
        let batch = told.batch.or(told.service).unwrap_or_else(|| "–".to_owned());
        match told.unit {
            Some(unit) => Fact::new("unit-without-disposition").text("unit", unit).text("batch", batch),
            None => Fact::new("units-without-disposition").count("n", told.count).text("batch", batch),
        }
    };
    let mut missing: Vec<Fact> = open.iter().take(MOST_NAMED).map(|units| named(units)).collect();
    let unlisted = open.len().saturating_sub(MOST_NAMED);
    if unlisted > 0 {
        let count = open.iter().skip(MOST_NAMED).map(|units| units.count).sum();
        missing.push(Fact::new("more-without-disposition").count("n", count));
    }
    missing.extend(batches_with_issues(situation));
    missing.extend(failed_items(situation));
    let count: u64 = failed.iter().map(|units| units.count).sum();
    let evidence = match count {
        0 => Fact::new("no-failed-units").count("n", migration.units.of(Stage::Completed)),
        n => Fact::new("failed-units-settled").count("n", n),
    };
    Condition { code: "units", evidence: vec![evidence], missing, unlisted }
}

/// Batches that are completed with issues, and nobody knows which units have them.
fn batches_with_issues<'a>(situation: &'a Situation<'_>) -> impl Iterator<Item = Fact> + 'a {
    let explained: BTreeSet<usize> = situation.migration.failed.iter().map(|units| units.batch).collect();
    let batches = situation.migration.batches.iter().enumerate();
    let with_issues = batches.filter(move |(at, batch)| {
        batch.state == BatchState::Is(MigrationState::CompletedWithIssues) && !explained.contains(at)
    });
    let open =
        with_issues.filter(|(_, batch)| decided::on_name(situation.engagement, &batch.name, situation.as_of).is_none());
    open.map(|(_, batch)| Fact::new("issues-without-disposition").text("batch", &batch.name))
}

/// Failed items of units that no export of units names.
fn failed_items(situation: &Situation<'_>) -> Vec<Fact> {
    let (engagement, as_of) = (situation.engagement, situation.as_of);
    let mut items: BTreeMap<String, (&str, u64)> = BTreeMap::new();
    for failed in &engagement.exports.failures {
        let entry = items.entry(comparable(&failed.unit)).or_insert((&failed.unit, 0));
        entry.1 = entry.1.saturating_add(failed.count);
    }
    if !items.is_empty() {
        engagement.exports.units.iter().for_each(|unit| _ = items.remove(&comparable(&unit.identity)));
    }
    let open = items.into_values().filter(|(unit, count)| {
        let own = decided::on_name(engagement, unit, as_of);
        own.is_none() && decided::on_failed_items(engagement, *count, as_of).is_none()
    });
    open.map(|(unit, count)| Fact::new("items-without-disposition").text("unit", unit).count("n", count)).collect()
}

/// T+5 of the last batch. A completed batch without a day leaves it open.
fn window(situation: &Situation<'_>) -> Condition {
    let mut missing = Vec::new();
    let mut last: Option<(Date, &str)> = None;
    for batch in situation
        .migration
        .batches
        .iter()
        .filter(|batch| batch.units.of(Stage::Completed) > 0 || batch.migrated.is_some())
    {
        match batch.migrated {
            Some(day) => last = last.max(Some((day, &batch.name))),
            None => missing.push(Fact::new("batch-without-day").text("batch", &batch.name)),
        }
    }
    let Some((migrated, name)) = last else {
        return Condition { code: "window", evidence: vec![Fact::new("no-window")], missing, unlisted: 0 };
    };
    let end = situation.calendar.after(migrated, REPORTING_WINDOW);
    let about = |code| Fact::new(code).text("batch", name).day("day", end);
    if end >= situation.as_of {
        missing.push(about("window-lasts"));
    }
    Condition { code: "window", evidence: vec![about("window-passed")], missing, unlisted: 0 }
}

fn issues(situation: &Situation<'_>) -> Condition {
    let open: Vec<&Issue> = situation.engagement.issues.iter().filter(|issue| situation.is_open(issue)).collect();
    let missing = open.iter().filter(|issue| handed_over_to(situation, issue).is_none());
    let missing = missing.map(|issue| Fact::new("issue-open").text("issue", &issue.title)).collect();
    let solved = situation.engagement.issues.len() - open.len();
    let mut evidence = vec![Fact::new("issues-solved").count("n", solved as u64)];
    evidence.extend(open.iter().filter_map(|issue| {
        let owner = handed_over_to(situation, issue)?;
        Some(Fact::new("issue-handed-over").text("issue", &issue.title).text("owner", owner))
    }));
    Condition { code: "issues", evidence, missing, unlisted: 0 }
}

/// Who takes an issue over: the owner of the item of the handover that names its number or title.
pub fn handed_over_to<'a>(situation: &Situation<'a>, issue: &Issue) -> Option<&'a str> {
    let names = [issue.id.as_deref(), Some(issue.title.as_str())];
    let is_about = |name: &str| names.into_iter().flatten().any(|own| comparable(own) == comparable(name));
    let mut items = situation.engagement.handover.iter();
    items.find(|item| item.issue.as_deref().is_some_and(is_about))?.owner.as_deref()
}

fn exit_tasks(situation: &Situation<'_>) -> Condition {
    let tasks = situation.progress.tasks.iter().filter(|task| EXIT_TASKS.contains(&task.id));
    let mut condition = Condition { code: "exit-tasks", evidence: Vec::new(), missing: Vec::new(), unlisted: 0 };
    for task in tasks {
        let about = |code| Fact::new(code).text("id", task.id.to_string()).text("name", situation.task_name(task.id));
        if task.state == State::Done {
            condition.evidence.push(about("exit-task-done"));
        } else {
            condition.missing.push(about("exit-task-open"));
        }
    }
    if condition.evidence.is_empty() && condition.missing.is_empty() {
        condition.evidence.push(Fact::new("no-exit-tasks"));
    }
    condition
}

fn signoff(situation: &Situation<'_>) -> Condition {
    let condition = |evidence, missing| Condition { code: "signoff", evidence, missing, unlisted: 0 };
    let Some(signoff) = &situation.engagement.signoff else {
        return condition(Vec::new(), vec![Fact::new("signoff-missing")]);
    };
    let Some(by) = &signoff.by else { return condition(Vec::new(), vec![Fact::new("signoff-without-name")]) };
    match &signoff.on {
        None => condition(Vec::new(), vec![Fact::new("signoff-without-day").text("name", by)]),
        Some(day) if day.value > situation.as_of => {
            condition(Vec::new(), vec![Fact::new("signoff-ahead").text("name", by).day("day", day.value)])
        }
        Some(day) => condition(vec![Fact::new("signed-off").text("name", by).day("day", day.value)], Vec::new()),
    }
}
