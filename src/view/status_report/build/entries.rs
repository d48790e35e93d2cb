//! What the engagement file lists: batches, people, actions, issues, risks, decisions, pauses.

use jiff::civil::Date;

use super::Context;
use crate::model::{self, Action, Batch, Decision, Engagement, GoDecision, GoNoGo, Issue, MigrationState, Pause, Risk};
use crate::progress::working_days::REPORTING_WINDOW;
use crate::text::comparable;
use crate::view::status_report::{
    ActionLine, BatchLine, DecisionLine, GoNoGoLine, IssueLine, Member, PauseLine, RiskLine,
};

pub(super) fn batch(batch: &Batch, context: &Context<'_>) -> BatchLine {
    let migrated = batch.migrated.as_ref().is_some_and(|day| day.value <= context.as_of);
    let (state, label) = match &batch.state {
        Some(state) => migration_state(&state.value),
        None if migrated => migration_state(&MigrationState::Completed),
        None if batch.planned.is_some() || batch.migrated.is_some() => ("planned".to_owned(), "Planned".to_owned()),
        None => ("no-data".to_owned(), "No data".to_owned()),
    };
    let last_planned = if batch.planned_to.is_some() { &batch.planned_to } else { &batch.planned };
    BatchLine {
        name: batch.name.value.clone(),
        service: batch.service.as_ref().map(|service| service.value.clone()),
        planned: context.day(&batch.planned),
        planned_to: context.day(&batch.planned_to),
        migrated: context.day(&batch.migrated),
        units: batch.units,
        overdue: batch.migrated.is_none() && !is_over(batch) && context.passed(last_planned),
        state,
        label,
        decision: batch.go_no_go.as_ref().map(|decision| go_no_go(decision, context)),
        note: batch.note.clone(),
    }
}

/// Whether a batch that has no day of migration is over nonetheless.
fn is_over(batch: &Batch) -> bool {
    use MigrationState::{Completed, CompletedWithIssues, Removed};
    batch.state.as_ref().is_some_and(|state| matches!(state.value, Completed | CompletedWithIssues | Removed))
}

fn migration_state(state: &MigrationState) -> (String, String) {
    let word = state.as_str();
    let class = if matches!(state, MigrationState::Unknown(_)) { "unknown".to_owned() } else { word.replace(' ', "-") };
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    (class, format!("{first}{}", letters.as_str()))
}

fn go_no_go(decision: &GoNoGo, context: &Context<'_>) -> GoNoGoLine {
    let (class, label) = match decision.decision.as_ref().map(|decision| decision.value) {
        Some(GoDecision::Go) => ("go", "Go"),
        Some(GoDecision::NoGo) => ("no-go", "No-go"),
        Some(GoDecision::Conditional) => ("conditional", "Go with conditions"),
        None => ("unknown", "Unknown"),
    };
    GoNoGoLine {
        decision: class.to_owned(),
        label: label.to_owned(),
        by: decision.by.clone(),
        on: context.day(&decision.on),
        conditions: decision.conditions.clone(),
    }
}

pub(super) fn team(engagement: &Engagement) -> Vec<Member> {
    let member = |member: &model::Member| Member {
        role: member.role.value.clone(),
        name: member.name.clone(),
        email: member.email.clone(),
    };
    engagement.team.iter().map(member).collect()
}

pub(super) fn actions(engagement: &Engagement, context: &Context<'_>) -> Vec<ActionLine> {
    let mut actions: Vec<&Action> = engagement.next_actions.iter().collect();
    actions.sort_by_key(|action| action.due.as_ref().map_or(Date::MAX, |due| due.value));
    let line = |action: &Action| ActionLine {
        what: action.what.clone(),
        owner: action.owner.clone(),
        due: context.day(&action.due),
        overdue: context.passed(&action.due),
    };
    actions.into_iter().map(line).collect()
}

pub(super) fn issues(engagement: &Engagement, context: &Context<'_>) -> Vec<IssueLine> {
    let open = |issue: &Issue| issue.resolved.as_ref().is_none_or(|day| day.value > context.as_of);
    let mut issues: Vec<&Issue> = engagement.issues.iter().collect();
    issues.sort_by_key(|issue| (!open(issue), issue.opened.as_ref().map(|day| day.value)));
    let line = |issue: &Issue| IssueLine {
        id: issue.id.clone(),
        title: issue.title.clone(),
        batch: issue.batch.as_ref().map(|batch| batch.value.clone()),
        opened: context.day(&issue.opened),
        severity: issue.severity.clone(),
        owner: issue.owner.clone(),
        due: context.day(&issue.due),
        resolved: context.day(&issue.resolved),
        resolution: issue.resolution.clone(),
        open: open(issue),
        overdue: open(issue) && context.passed(&issue.due),
        inside_window: inside_window(issue, engagement, context),
    };
    issues.into_iter().map(line).collect()
}

/// Whether an issue was reported inside T+5 working days of its batch's migration.
fn inside_window(issue: &Issue, engagement: &Engagement, context: &Context<'_>) -> Option<bool> {
    let name = comparable(&issue.batch.as_ref()?.value);
    let batch = engagement.batches.iter().find(|batch| comparable(&batch.name.value) == name)?;
    let last = context.calendar.after(batch.migrated.as_ref()?.value, REPORTING_WINDOW);
    Some(issue.opened.as_ref()?.value <= last)
}

pub(super) fn risks(engagement: &Engagement, context: &Context<'_>) -> Vec<RiskLine> {
    let line = |risk: &Risk| RiskLine {
        what: risk.what.clone(),
        likelihood: risk.likelihood.clone(),
        impact: risk.impact.clone(),
        mitigation: risk.mitigation.clone(),
        owner: risk.owner.clone(),
        due: context.day(&risk.due),
        closed: context.day(&risk.closed),
    };
    engagement.risks.iter().map(line).collect()
}

pub(super) fn decisions(engagement: &Engagement, context: &Context<'_>) -> Vec<DecisionLine> {
    let mut decisions: Vec<&Decision> = engagement.decisions.iter().collect();
    decisions.sort_by_key(|decision| std::cmp::Reverse(decision.on.as_ref().map(|day| day.value)));
    let line = |decision: &Decision| DecisionLine {
        what: decision.what.clone(),
        by: decision.by.clone(),
        on: context.day(&decision.on),
        reason: decision.reason.clone(),
    };
    decisions.into_iter().map(line).collect()
}

pub(super) fn pauses(engagement: &Engagement, context: &Context<'_>) -> Vec<PauseLine> {
    let mut pauses: Vec<&Pause> = engagement.pauses.iter().collect();
    pauses.sort_by_key(|pause| pause.from.as_ref().map(|day| day.value));
    let begun = |pause: &Pause| pause.from.as_ref().is_none_or(|day| day.value <= context.as_of);
    let line = |pause: &Pause| PauseLine {
        from: context.day(&pause.from),
        to: context.day(&pause.to),
        reason: pause.reason.clone(),
        current: begun(pause) && !context.passed(&pause.to),
    };
    pauses.into_iter().map(line).collect()
}
