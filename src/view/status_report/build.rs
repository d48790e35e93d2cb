//! Makes a [`StatusReport`] of what an engagement says and what its progress is.

use jiff::civil::Date;

use super::*;
use crate::model::{Action, Engagement, GoDecision, Issue, MigrationState, Pause, Playbook, TaskStatus};
use crate::progress::working_days::{REPORTING_WINDOW, WorkingDays};
use crate::progress::{Progress, Share, State, Tally, TaskProgress};
use crate::text::{Sources, Spanned, comparable};
use crate::view::dates;

/// What a report needs to know besides the engagement.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The day that the report is for.
    pub as_of: Date,
    /// The playbook's title.
    pub title: &'a str,
    /// The language that days are written in.
    pub language: &'a str,
    /// The files that spans refer to.
    pub sources: &'a Sources,
    /// The project's calendar.
    pub calendar: WorkingDays<'a>,
}

impl Context<'_> {
    fn day(&self, date: &Option<Spanned<Date>>) -> Option<Day> {
        date.as_ref().map(|date| dates::day(date.value, self.language))
    }

    /// Whether a day has passed.
    fn passed(&self, date: &Option<Spanned<Date>>) -> bool {
        date.as_ref().is_some_and(|date| date.value < self.as_of)
    }
}

/// The status report of one engagement. `progress` is that of the same playbook and engagement.
pub fn status_report(
    playbook: &Playbook,
    engagement: &Engagement,
    progress: &Progress,
    context: &Context<'_>,
) -> StatusReport {
    let lines = Lines { playbook, engagement, context };
    let tasks = |is: fn(&TaskStatus) -> bool| lines.reported(progress, is);
    let next_actions = actions(engagement, context);
    let blocked = tasks(|status| status.status.value.is_blocked());
    let totals = Totals {
        mandatory: bar(&progress.total.mandatory),
        all: bar(&progress.total.all),
        blocked: blocked.len(),
        overdue_actions: next_actions.iter().filter(|action| action.overdue).count(),
        unknown_tasks: progress.unknown.len(),
        out_of_scope: progress.out_of_scope.len(),
    };
    StatusReport {
        schema_version: SCHEMA_VERSION,
        header: header(engagement, context),
        headline: headline(&totals),
        phases: progress.phases.iter().map(row).collect(),
        processes: progress.processes.iter().map(row).collect(),
        services: progress.services.iter().map(row).collect(),
        mandatory: groups(progress, &lines),
        blocked,
        waiting: tasks(|status| status.status.value.waits()),
        batches: engagement.batches.iter().map(|batch| batch_line(batch, context)).collect(),
        team: team(engagement),
        summary: engagement.summary.clone(),
        next_actions,
        issues: issues(engagement, context),
        risks: risks(engagement, context),
        decisions: decisions(engagement, context),
        pauses: pauses(engagement, context),
        definitions: definitions(),
        totals,
    }
}

fn header(engagement: &Engagement, context: &Context<'_>) -> Header {
    let names = |list: &[Spanned<String>]| list.iter().map(|name| name.value.clone()).collect();
    let scope = &engagement.scope;
    Header {
        customer: engagement.customer.clone(),
        tenant: engagement.tenant.as_ref().map(|tenant| tenant.value.clone()),
        opened: context.day(&scope.opened),
        target: context.day(&scope.target),
        as_of: dates::day(context.as_of, context.language),
        services: names(&scope.services),
        phases: names(&scope.phases),
        edition: scope.edition.as_ref().map(|edition| edition.value.clone()),
        playbook: context.title.to_owned(),
        sources: engagement.imports.iter().map(|import| source(import, context)).collect(),
    }
}

fn source(import: &crate::model::Import, context: &Context<'_>) -> SourceLine {
    SourceLine {
        name: context.sources.get(import.file).path.to_string(),
        updated: import.latest.map(|day| dates::day(day, context.language)),
        age_days: import.latest.map(|day| (context.as_of - day).get_days()),
        rows: import.rows,
        used: import.used,
        elsewhere: import.elsewhere,
        rejected: import.rejected,
    }
}

/// One sentence: what is done of what counts, then what stands in the way.
fn headline(totals: &Totals) -> String {
    let (bar, what) = match (totals.mandatory.total, totals.all.total) {
        (_, 0) => return "No task of the playbook is in scope.".to_owned(),
        (0, _) => (&totals.all, "tasks"),
        _ => (&totals.mandatory, "mandatory tasks"),
    };
    let mut parts = Vec::new();
    match bar.percent {
        Some(percent) => parts.push(format!("{} of {} {what} done ({percent} %)", bar.done, bar.denominator)),
        None if bar.denominator == 0 => parts.push(format!("all {} {what} set aside", bar.total)),
        None => parts.push(format!("nothing reported yet for {} {what}", bar.denominator)),
    }
    if bar.no_data > 0 && bar.percent.is_some() {
        parts.push(format!("{} without data", bar.no_data));
    }
    if totals.blocked > 0 {
        parts.push(format!("{} blocked", counted(totals.blocked, "task")));
    }
    if totals.overdue_actions > 0 {
        parts.push(format!("{} overdue", counted(totals.overdue_actions, "next action")));
    }
    let sentence = parts.join(", ");
    let mut letters = sentence.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn row(share: &Share) -> ProgressRow {
    ProgressRow { name: phase_name(share.name.as_deref()), mandatory: bar(&share.mandatory), all: bar(&share.all) }
}

fn phase_name(name: Option<&str>) -> String {
    name.unwrap_or("Outside the lifecycle").to_owned()
}

fn bar(tally: &Tally) -> Bar {
    let percent = tally.percent();
    let percent_text = match percent {
        Some(percent) => format!("{percent} %"),
        None if tally.total() > 0 && tally.denominator() == 0 => "nothing to do".to_owned(),
        None => "no data".to_owned(),
    };
    Bar {
        total: tally.total(),
        done: tally.done,
        waived: tally.waived,
        not_required: tally.not_required,
        open: tally.open,
        no_data: tally.no_data,
        denominator: tally.denominator(),
        percent,
        percent_text,
        segments: segments(tally),
    }
}

fn segments(tally: &Tally) -> Vec<Segment> {
    let share = |count: usize| (count as f64 * 10_000.0 / tally.total() as f64).round() / 100.0;
    let mut before = 0;
    let mut out = Vec::new();
    for (state, count) in State::ALL.map(|state| (state, tally.of(state))) {
        if count > 0 {
            let x = share(before);
            let width = ((share(before + count) - x) * 100.0).round() / 100.0;
            out.push(Segment { state: state.as_str().to_owned(), label: label(state).to_owned(), count, x, width });
        }
        before += count;
    }
    out
}

fn label(state: State) -> &'static str {
    match state {
        State::Done => "Done",
        State::Waived => "Waived",
        State::NotRequired => "Not required",
        State::Open => "Open",
        State::NoData => "No data",
    }
}

/// Mandatory tasks by phase, what needs attention first.
fn groups(progress: &Progress, lines: &Lines<'_>) -> Vec<TaskGroup> {
    let group = |share: &Share| {
        let of_phase = |task: &&TaskProgress| task.mandatory && task.phase == share.name;
        let mut tasks: Vec<&TaskProgress> = progress.tasks.iter().filter(of_phase).collect();
        tasks.sort_by_key(|task| (urgency(task.state), task.id));
        let tasks = tasks.into_iter().map(|task| lines.line(task)).collect();
        TaskGroup { title: phase_name(share.name.as_deref()), bar: bar(&share.mandatory), tasks }
    };
    progress.phases.iter().map(group).filter(|group| !group.tasks.is_empty()).collect()
}

fn urgency(state: State) -> usize {
    match state {
        State::Open => 0,
        State::NoData => 1,
        State::Done => 2,
        State::Waived => 3,
        State::NotRequired => 4,
    }
}

/// What the line of a task is made from.
struct Lines<'a> {
    playbook: &'a Playbook,
    engagement: &'a Engagement,
    context: &'a Context<'a>,
}

impl Lines<'_> {
    /// The tasks in scope whose status is one of these.
    fn reported(&self, progress: &Progress, is: fn(&TaskStatus) -> bool) -> Vec<TaskLine> {
        let has = |task: &&TaskProgress| self.engagement.tasks.get(&task.id).is_some_and(is);
        progress.tasks.iter().filter(has).map(|task| self.line(task)).collect()
    }

    fn line(&self, task: &TaskProgress) -> TaskLine {
        let process = &self.playbook.processes[task.occurrence.0];
        let line = TaskLine {
            id: task.id.0,
            name: process.tasks[task.occurrence.1].1.name.clone(),
            phase: task.phase.clone(),
            process: process.title.clone(),
            mandatory: task.mandatory,
            state: task.state.as_str().to_owned(),
            label: label(task.state).to_owned(),
            ftop: "no data".to_owned(),
            ..TaskLine::default()
        };
        match self.engagement.tasks.get(&task.id) {
            Some(status) => self.with_status(line, status),
            None => line,
        }
    }

    fn with_status(&self, line: TaskLine, status: &TaskStatus) -> TaskLine {
        let sources = self.context.sources;
        TaskLine {
            ftop: status.status.value.as_str().to_owned(),
            percent: status.percent.as_ref().map(|percent| percent.value),
            on: self.context.day(&status.on),
            by: status.by.clone(),
            owner: status.owner.clone(),
            note: status.note.clone(),
            evidence: status.evidence.clone(),
            waiver: status.status.value.sets_aside().then(|| self.waiver(status)),
            source: Some(format!("{}:{}", sources.path(status.status.span), sources.line(status.status.span))),
            ..line
        }
    }

    fn waiver(&self, status: &TaskStatus) -> Waiver {
        let waiver = &status.waiver;
        Waiver {
            reason: waiver.reason.clone(),
            approved_by: waiver.approved_by.clone(),
            on: self.context.day(&waiver.on),
            missing: waiver.missing().into_iter().map(str::to_owned).collect(),
        }
    }
}

fn batch_line(batch: &crate::model::Batch, context: &Context<'_>) -> BatchLine {
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
fn is_over(batch: &crate::model::Batch) -> bool {
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

fn go_no_go(decision: &crate::model::GoNoGo, context: &Context<'_>) -> GoNoGoLine {
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

fn team(engagement: &Engagement) -> Vec<Member> {
    let member = |member: &crate::model::Member| Member {
        role: member.role.value.clone(),
        name: member.name.clone(),
        email: member.email.clone(),
    };
    engagement.team.iter().map(member).collect()
}

fn actions(engagement: &Engagement, context: &Context<'_>) -> Vec<ActionLine> {
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

fn issues(engagement: &Engagement, context: &Context<'_>) -> Vec<IssueLine> {
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

fn risks(engagement: &Engagement, context: &Context<'_>) -> Vec<RiskLine> {
    let line = |risk: &crate::model::Risk| RiskLine {
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

fn decisions(engagement: &Engagement, context: &Context<'_>) -> Vec<DecisionLine> {
    let mut decisions: Vec<&crate::model::Decision> = engagement.decisions.iter().collect();
    decisions.sort_by_key(|decision| std::cmp::Reverse(decision.on.as_ref().map(|day| day.value)));
    let line = |decision: &crate::model::Decision| DecisionLine {
        what: decision.what.clone(),
        by: decision.by.clone(),
        on: context.day(&decision.on),
        reason: decision.reason.clone(),
    };
    decisions.into_iter().map(line).collect()
}

fn pauses(engagement: &Engagement, context: &Context<'_>) -> Vec<PauseLine> {
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

/// What the words of the report mean, in the order in which a reader meets them.
const DEFINITIONS: [(&str, &str); 10] = [
    ("In scope", "A task for one of the services in scope, or for every onboarding, in one of the phases in scope."),
    ("Mandatory", "A task that the playbook marks (M) on any page in scope; it must be done or waived before closure."),
    ("Done", "Reported as Complete. A % complete alone never counts as done."),
    ("Waived", "Set to Not Required or Cancelled with a reason, an approver and a date."),
    ("Not required", "An optional task set to Not Required or Cancelled."),
    ("Open", "Any other reported status; a mandatory task set aside without reason, approver or date is open too."),
    ("No data", "Nothing was reported for the task. That is not the same as Not Started."),
    ("Progress", "Tasks done, divided by tasks in scope less those waived and not required."),
    ("Blocked", "A task with one of the Blocked statuses of FTOP."),
    ("T+5", "The five working days after a migration event within which issues are reported."),
];

fn definitions() -> Vec<Definition> {
    let definition = |(term, meaning): (&str, &str)| Definition { term: term.to_owned(), meaning: meaning.to_owned() };
    DEFINITIONS.into_iter().map(definition).collect()
}

#[cfg(test)]
mod tests;
