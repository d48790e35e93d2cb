//! Makes a [`StatusReport`] of what an engagement says and what its progress is.

mod bars;
mod entries;
mod tasks;

use jiff::civil::Date;

use super::{Day, Definition, Header, ProgressRow, SCHEMA_VERSION, SourceLine, StatusReport, Totals};
use crate::model::{Engagement, Import, Playbook, TaskStatus};
use crate::progress::working_days::WorkingDays;
use crate::progress::{Progress, Share};
use crate::text::{Sources, Spanned};
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
    let lines = tasks::Lines { playbook, engagement, context };
    let reported = |is: fn(&TaskStatus) -> bool| lines.reported(progress, is);
    let next_actions = entries::actions(engagement, context);
    let blocked = reported(|status| status.status.value.is_blocked());
    let totals = Totals {
        mandatory: bars::bar(&progress.total.mandatory),
        all: bars::bar(&progress.total.all),
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
        mandatory: tasks::groups(progress, &lines),
        blocked,
        waiting: reported(|status| status.status.value.waits()),
        batches: engagement.batches.iter().map(|batch| entries::batch(batch, context)).collect(),
        team: entries::team(engagement),
        summary: engagement.summary.clone(),
        next_actions,
        issues: entries::issues(engagement, context),
        risks: entries::risks(engagement, context),
        decisions: entries::decisions(engagement, context),
        pauses: entries::pauses(engagement, context),
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

fn source(import: &Import, context: &Context<'_>) -> SourceLine {
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
        (0, _) => (&totals.all, "task"),
        _ => (&totals.mandatory, "mandatory task"),
    };
    let mut parts = Vec::new();
    match bar.percent {
        Some(percent) => parts.push(format!("{} of {} {what}s done ({percent} %)", bar.done, bar.denominator)),
        None if bar.denominator == 0 => parts.push(format!("every {what} set aside ({})", bar.total)),
        None => parts.push(format!("nothing reported yet for {}", counted(bar.denominator, what))),
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
    ProgressRow {
        name: phase_name(share.name.as_deref()),
        mandatory: bars::bar(&share.mandatory),
        all: bars::bar(&share.all),
    }
}

fn phase_name(name: Option<&str>) -> String {
    name.unwrap_or("Outside the lifecycle").to_owned()
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
