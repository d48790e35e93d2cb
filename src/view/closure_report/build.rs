//! Makes a [`ClosureReport`] of an engagement on a day.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::navigation::is_navigation;
use super::{
    CleanupLine, ClosureReport, ConditionLine, HandedIssue, LessonLine, NextSteps, ObjectiveLine, SCHEMA_VERSION,
    SignoffLine, TimelineLine,
};
use crate::model::{Process, TaskId};
use crate::progress::State;
use crate::progress::fact::{Fact, Value};
use crate::progress::readiness::{Condition, Readiness, handed_over_to, readiness};
use crate::view::reporting::{Context, FactLine};
use crate::view::status_report::TaskLine;
use crate::view::status_report::build::{definitions, entries, header, migration, since, tasks, units};

/// What there is to say of an engagement without a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Whether it may be closed.
    pub ready: bool,
    /// How many points stand in the way.
    pub missing: usize,
    /// Whether there is an earlier report to compare with.
    pub compared: bool,
}

/// Whether an engagement may be closed, as its closure report says if there is one, and whether there is an earlier report.
pub fn outcome(context: &Context<'_>, closure: Option<&ClosureReport>) -> Outcome {
    let compared = since::past(context).baseline.is_some();
    let (ready, missing) = closure.map(|closure| (closure.ready, closure.missing)).unwrap_or_else(|| {
        let readiness = readiness(context.situation);
        (readiness.is_ready(), open_points(&readiness).len() + readiness.unlisted())
    });
    Outcome { ready, missing, compared }
}

/// The closure report of one engagement.
pub fn closure_report(context: &Context<'_>) -> ClosureReport {
    let situation = context.situation;
    let engagement = situation.engagement;
    let readiness = readiness(situation);
    let conditions: Vec<ConditionLine> = readiness.conditions.iter().map(|one| condition(one, context)).collect();
    let open_points = sentences(&open_points(&readiness), context);
    let figures = migration::figures(context);
    let lines = tasks::Lines { playbook: situation.playbook, engagement, context };
    let (failed, failed_unlisted) = units::failed(context);
    let statement = readiness.statement.as_str().to_owned();
    ClosureReport {
        schema_version: SCHEMA_VERSION,
        header: header(context, &since::past(context)),
        ready: readiness.is_ready(),
        statement_text: context.label("statement", &statement),
        statement,
        missing: open_points.len() + readiness.unlisted(),
        open_points,
        conditions,
        signoff: signoff(context),
        summary: engagement.summary.clone(),
        objectives: objectives(context),
        team: entries::team(engagement),
        mandatory: tasks::groups(&situation.progress, &lines),
        waivers: waivers(context, &lines),
        units: figures.units,
        bytes: figures.bytes,
        workloads: figures.workloads,
        batches: entries::batches(context),
        failed,
        failed_unlisted,
        issues: issues(context),
        handover: entries::actions(&engagement.handover, context),
        cleanup: cleanup(context),
        timeline: timeline(context),
        pauses: entries::pauses(engagement, context),
        decisions: entries::decisions(engagement, context),
        lessons: lessons(context),
        next_steps: next_steps(context),
        data_handling: engagement.data_handling.clone(),
        definitions: definitions(context),
    }
}

/// What the pages say that hold an exit task in scope, in the order of the playbook; nothing that only leads on through the
/// site.
fn next_steps(context: &Context<'_>) -> Vec<NextSteps> {
    let situation = context.situation;
    let exit_tasks = &situation.closure.exit_tasks;
    let in_scope = |id: TaskId| situation.progress.tasks.iter().any(|task| task.id == id);
    let closes = |process: &&Arc<Process>| {
        process.tasks.iter().any(|(_, task)| exit_tasks.contains(&task.id.value) && in_scope(task.id.value))
    };
    let titles = || situation.playbook.processes.iter().map(|process| process.title.as_str());
    let steps = |process: &Arc<Process>| {
        let steps = process.next_steps.iter().filter(|step| !is_navigation(step, titles()));
        NextSteps { process: process.title.clone(), steps: steps.cloned().collect() }
    };
    let pages = situation.playbook.processes.iter().filter(closes).map(steps);
    pages.filter(|page| !page.steps.is_empty()).collect()
}

/// What is missing, each task once: an exit task that is open as a mandatory task is not told again.
fn open_points(readiness: &Readiness) -> Vec<Fact> {
    let mut told: HashSet<&Value> = HashSet::new();
    let mut out = Vec::new();
    for fact in readiness.conditions.iter().flat_map(|condition| &condition.missing) {
        let id = fact.values.iter().find(|(name, _)| *name == "id");
        if id.is_none_or(|(_, id)| told.insert(id)) {
            out.push(fact.clone());
        }
    }
    out
}

fn condition(condition: &Condition, context: &Context<'_>) -> ConditionLine {
    ConditionLine {
        code: condition.code.to_owned(),
        text: context.label("condition", condition.code),
        met: condition.is_met(),
        evidence: sentences(if condition.is_met() { &condition.evidence } else { &[] }, context),
        missing: sentences(&condition.missing, context),
    }
}

/// Facts that stand in lines of their own. Gaps in the data stand amid sentences elsewhere, so they get a capital here;
/// other facts have one, or begin with a name.
fn sentences(facts: &[Fact], context: &Context<'_>) -> Vec<FactLine> {
    let begun = |line: FactLine| match line.code.starts_with("gap-") {
        true => FactLine { text: since::capital(&line.text), ..line },
        false => line,
    };
    context.facts(facts).into_iter().map(begun).collect()
}

fn signoff(context: &Context<'_>) -> Option<SignoffLine> {
    let signoff = context.situation.engagement.signoff.as_ref()?;
    Some(SignoffLine { by: signoff.by.clone(), role: signoff.role.clone(), on: context.day(&signoff.on) })
}

fn objectives(context: &Context<'_>) -> Vec<ObjectiveLine> {
    let objectives = context.situation.engagement.objectives.iter();
    objectives.map(|one| ObjectiveLine { what: one.what.clone(), result: one.result.clone() }).collect()
}

fn lessons(context: &Context<'_>) -> Vec<LessonLine> {
    let lessons = context.situation.engagement.lessons.iter();
    lessons.map(|one| LessonLine { what: one.what.clone(), advice: one.advice.clone() }).collect()
}

fn waivers(context: &Context<'_>, lines: &tasks::Lines<'_>) -> Vec<TaskLine> {
    let waived = context.situation.progress.tasks.iter().filter(|task| task.state == State::Waived);
    waived.map(|task| lines.line(task)).collect()
}

fn issues(context: &Context<'_>) -> Vec<HandedIssue> {
    let handed = |title: &str, id: &Option<String>| {
        let mut issues = context.situation.engagement.issues.iter();
        let issue = issues.find(|issue| issue.title == title && issue.id == *id)?;
        handed_over_to(context.situation, issue).map(str::to_owned)
    };
    let line = |issue: crate::view::status_report::IssueLine| {
        let handed_to = Some(()).filter(|()| issue.open).and_then(|()| handed(&issue.title, &issue.id));
        HandedIssue { handed_to, issue }
    };
    entries::issues(context).into_iter().map(line).collect()
}

fn cleanup(context: &Context<'_>) -> Vec<CleanupLine> {
    let line = |one: &crate::model::Cleanup| CleanupLine {
        what: one.what.clone(),
        on: context.day(&one.on),
        by: one.by.clone(),
        evidence: one.evidence.clone(),
    };
    context.situation.engagement.cleanup.iter().map(line).collect()
}

/// Opening, batches and end, in order of days.
fn timeline(context: &Context<'_>) -> Vec<TimelineLine> {
    let situation = context.situation;
    let scope = &situation.engagement.scope;
    let opened = scope.opened.as_ref().map(|day| day.value);
    let target = scope.target.as_ref().map(|day| day.value);
    let signed = situation.engagement.signoff.as_ref().and_then(|signoff| signoff.on.as_ref()).map(|day| day.value);
    let mut rows = vec![(context.say("report_opened"), None, opened)];
    let batches = situation.migration.batches.iter().filter(|batch| !batch.name.is_empty());
    rows.extend(batches.map(|batch| (batch.name.clone(), batch.planned_to, batch.migrated)));
    rows.sort_by_key(|(_, planned, actual)| actual.or(*planned).unwrap_or(Date::MAX));
    rows.push((context.say("report_signoff"), target, signed));
    rows.retain(|(_, planned, actual)| planned.is_some() || actual.is_some());
    rows.into_iter().map(|(what, planned, actual)| happened(what, planned, actual, context)).collect()
}

fn happened(what: String, planned: Option<Date>, actual: Option<Date>, context: &Context<'_>) -> TimelineLine {
    let calendar = context.situation.calendar;
    let late = planned.zip(actual).map(|(planned, actual)| {
        i64::from(calendar.between(planned, actual)) - i64::from(calendar.between(actual, planned))
    });
    let text = |days: i64| {
        let key = match days {
            0 => "report_on_time",
            1.. => "report_days_late",
            _ => "report_days_early",
        };
        context.fill(key, &[("n", &context.count(days.unsigned_abs()))])
    };
    TimelineLine {
        what,
        planned: planned.map(|day| context.on(day)),
        actual: actual.map(|day| context.on(day)),
        working_days_late: late,
        late_text: late.map(text),
    }
}
