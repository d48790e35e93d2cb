//! What the engagement file lists: batches, people, actions, issues, risks, decisions, pauses.

use jiff::civil::Date;

use crate::model::{self, Action, Decision, Engagement, GoDecision, GoNoGo, Issue, MigrationState, Pause, Risk};
use crate::progress::migration::{BatchProgress, BatchState};
use crate::progress::stage::Stage;
use crate::text::comparable;
use crate::view::reporting::Context;
use crate::view::status_report::{
    ActionLine, BatchLine, DecisionLine, GoNoGoLine, IssueLine, Member, PauseLine, RiskLine,
};

/// Every batch: those of the engagement file, then those that only exports name.
pub(in crate::view) fn batches(context: &Context<'_>) -> Vec<BatchLine> {
    let listed = context.situation.engagement.batches.iter().map(Some).chain(std::iter::repeat(None));
    let all = context.situation.migration.batches.iter().zip(listed);
    all.map(|(progress, listed)| batch(progress, listed, context)).collect()
}

/// A batch, and what the engagement file says of it if it lists it.
fn batch(progress: &BatchProgress, batch: Option<&model::Batch>, context: &Context<'_>) -> BatchLine {
    let total = progress.units.total();
    let planned_to = progress.planned_to.filter(|last| Some(*last) != progress.planned);
    let passed = progress.planned_to.is_some_and(|day| day < context.situation.as_of);
    BatchLine {
        name: if progress.name.is_empty() { context.say("report_no_batch") } else { progress.name.clone() },
        service: progress.service.clone(),
        planned: progress.planned.map(|day| context.on(day)),
        planned_to: planned_to.map(|day| context.on(day)),
        migrated: progress.migrated.map(|day| context.on(day)),
        units: Some(total).filter(|total| *total > 0).or(batch.and_then(|batch| batch.units).map(u64::from)),
        completed: progress.units.of(Stage::Completed),
        failed: progress.units.of(Stage::Failed),
        left_behind: progress.left.in_all(),
        left_kinds: super::units::left_kinds(|kind| progress.left.of_kind(kind), context),
        loose: progress.loose,
        state: progress.state.as_str(),
        label: state_label(&progress.state, context),
        overdue: progress.migrated.is_none() && !progress.state.is_over() && passed,
        decision: batch.and_then(|batch| batch.go_no_go.as_ref()).map(|decision| go_no_go(decision, context)),
        note: batch.and_then(|batch| batch.note.clone()),
    }
}

pub(in crate::view) fn state_label(state: &BatchState, context: &Context<'_>) -> String {
    match state {
        BatchState::Is(MigrationState::Unknown(word)) if !word.is_empty() => word.clone(),
        state => context.label("state", &state.as_str()),
    }
}

fn go_no_go(decision: &GoNoGo, context: &Context<'_>) -> GoNoGoLine {
    let class = match decision.decision.as_ref().map(|decision| decision.value) {
        Some(GoDecision::Go) => "go",
        Some(GoDecision::NoGo) => "no-go",
        Some(GoDecision::Conditional) => "conditional",
        None => "unknown",
    };
    GoNoGoLine {
        decision: class.to_owned(),
        label: context.label("decision", class),
        by: decision.by.clone(),
        on: context.day(&decision.on),
        conditions: decision.conditions.clone().filter(|conditions| conditions != "none"),
    }
}

pub(in crate::view) fn team(engagement: &Engagement) -> Vec<Member> {
    let member = |member: &model::Member| Member {
        role: member.role.value.clone(),
        name: member.name.clone(),
        email: member.email.clone(),
    };
    engagement.team.iter().map(member).collect()
}

pub(in crate::view) fn actions(list: &[Action], context: &Context<'_>) -> Vec<ActionLine> {
    let mut actions: Vec<&Action> = list.iter().collect();
    actions.sort_by_key(|action| action.due.as_ref().map_or(Date::MAX, |due| due.value));
    let line = |action: &Action| ActionLine {
        what: action.what.clone(),
        owner: action.owner.clone(),
        due: context.day(&action.due),
        overdue: context.passed(&action.due),
    };
    actions.into_iter().map(line).collect()
}

/// What is asked of the customer: the first three actions of owners who are not in the team.
pub(super) fn asks(actions: &[ActionLine], engagement: &Engagement) -> Vec<ActionLine> {
    let ours = |owner: &str| {
        let owner = comparable(owner);
        let mut team = engagement.team.iter();
        team.any(|member| comparable(&member.name) == owner || comparable(&member.role.value) == owner)
    };
    let theirs = actions.iter().filter(|action| action.owner.as_deref().is_some_and(|owner| !ours(owner)));
    theirs.take(3).cloned().collect()
}

pub(in crate::view) fn issues(context: &Context<'_>) -> Vec<IssueLine> {
    let situation = context.situation;
    let open = |issue: &Issue| situation.is_open(issue);
    let mut issues: Vec<&Issue> = situation.engagement.issues.iter().collect();
    issues.sort_by_key(|issue| (!open(issue), issue.opened.as_ref().map(|day| day.value)));
    let line = |issue: &Issue| {
        let window = situation.window_of(issue);
        let opened = issue.opened.as_ref().map(|day| day.value);
        let end = issue.resolved.as_ref().map(|day| day.value).filter(|_| !open(issue)).unwrap_or(situation.as_of);
        IssueLine {
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
            inside_window: window.zip(opened).map(|(last, opened)| opened <= last),
            window_end: window.map(|last| context.on(last)),
            age_days: opened.map(|opened| situation.calendar.between(opened, end)),
        }
    };
    issues.into_iter().map(line).collect()
}

pub(super) fn risks(engagement: &Engagement, context: &Context<'_>) -> Vec<RiskLine> {
    let line = |risk: &Risk| RiskLine {
        what: risk.what.clone(),
        likelihood: risk.likelihood.clone(),
        impact: risk.impact.clone(),
        mitigation: risk.mitigation.clone(),
        owner: risk.owner.clone(),
        due: context.day(&risk.due),
        overdue: risk.closed.is_none() && context.passed(&risk.due),
        closed: context.day(&risk.closed),
    };
    engagement.risks.iter().map(line).collect()
}

pub(in crate::view) fn decisions(engagement: &Engagement, context: &Context<'_>) -> Vec<DecisionLine> {
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

pub(in crate::view) fn pauses(engagement: &Engagement, context: &Context<'_>) -> Vec<PauseLine> {
    let mut pauses: Vec<&Pause> = engagement.pauses.iter().collect();
    pauses.sort_by_key(|pause| pause.from.as_ref().map(|day| day.value));
    let begun = |pause: &Pause| pause.from.as_ref().is_none_or(|day| day.value <= context.situation.as_of);
    let line = |pause: &Pause| PauseLine {
        from: context.day(&pause.from),
        to: context.day(&pause.to),
        reason: pause.reason.clone(),
        current: begun(pause) && !context.passed(&pause.to),
    };
    pauses.into_iter().map(line).collect()
}
