//! Makes a [`StatusReport`] of an engagement on a day.

mod bars;
pub(in crate::view) mod entries;
pub(in crate::view) mod migration;
pub(in crate::view) mod since;
pub(in crate::view) mod sources;
pub(in crate::view) mod tasks;
pub(in crate::view) mod units;

use super::{AgeGroup, Definition, Header, IssueFigures, IssueLine, ProgressRow, SCHEMA_VERSION, StatusReport, Totals};
use crate::model::TaskStatus;
use crate::progress::Share;
use crate::progress::delta::snapshot;
use crate::progress::health::health;
use crate::progress::readiness::readiness;
use crate::text::Spanned;
use crate::view::reporting::Context;

/// The status report of one engagement.
pub fn status_report(context: &Context<'_>) -> StatusReport {
    let situation = context.situation;
    let (engagement, progress) = (situation.engagement, &situation.progress);
    let lines = tasks::Lines { playbook: situation.playbook, engagement, context };
    let reported = |is: fn(&TaskStatus) -> bool| lines.reported(progress, is);
    let next_actions = entries::actions(&engagement.next_actions, context);
    let issues = entries::issues(context);
    let blocked = reported(|status| status.status.value.is_blocked());
    let totals = Totals {
        mandatory: bars::bar(&progress.total.mandatory, context),
        all: bars::bar(&progress.total.all, context),
        blocked: blocked.len(),
        overdue_actions: next_actions.iter().filter(|action| action.overdue).count(),
        unknown_tasks: progress.unknown.len(),
        out_of_scope: progress.out_of_scope.len(),
    };
    let (units, units_unlisted) = units::listed(context);
    let (health, readiness) = (health(situation), readiness(situation));
    let past = since::past(context);
    let now = snapshot(situation, &health, &readiness, past.number);
    StatusReport {
        schema_version: SCHEMA_VERSION,
        header: header(context, &past),
        health: since::health_line(&health, past.baseline, context),
        ready_to_close: readiness.is_ready(),
        asks: entries::asks(&next_actions, engagement),
        migration: migration::figures(context),
        delta: past.baseline.map(|baseline| since::delta(baseline, &now, context)),
        headline: headline(&totals, context),
        phases: rows(&progress.phases, phase_name, context),
        processes: rows(&progress.processes, own_name, context),
        services: rows(&progress.services, own_name, context),
        mandatory: tasks::groups(progress, &lines),
        blocked,
        waiting: reported(|status| status.status.value.waits()),
        batches: entries::batches(context),
        team: entries::team(engagement),
        summary: engagement.summary.clone(),
        next_actions,
        issue_figures: issue_figures(&issues, context),
        issues,
        failures: migration::failures(context),
        units,
        units_unlisted,
        risks: entries::risks(engagement, context),
        decisions: entries::decisions(engagement, context),
        pauses: entries::pauses(engagement, context),
        definitions: definitions(context),
        snapshot: Some(now),
        history: past.history,
        totals,
    }
}

/// Who, when and from what; the closure report has the same.
pub(in crate::view) fn header(context: &Context<'_>, past: &since::Past<'_>) -> Header {
    let engagement = context.situation.engagement;
    let names = |list: &[Spanned<String>]| list.iter().map(|name| name.value.clone()).collect();
    let scope = &engagement.scope;
    let last = past.baseline.and_then(|last| last.as_of.parse().ok()).map(|day| context.on(day));
    Header {
        customer: engagement.customer.clone(),
        tenant: engagement.tenant.as_ref().map(|tenant| tenant.value.clone()),
        opened: context.day(&scope.opened),
        target: context.day(&scope.target),
        as_of: context.on(context.situation.as_of),
        time_zone: context.time_zone.map(str::to_owned),
        since: last.or_else(|| context.day(&scope.opened)),
        number: past.number,
        language: context.language.to_owned(),
        services: names(&scope.services),
        phases: scope.phases.iter().map(|name| phase_name(Some(&name.value), context)).collect(),
        edition: context.edition.map(str::to_owned),
        playbook: context.title.to_owned(),
        version: context.version.to_owned(),
        data: sources::data(context),
        sources: sources::lines(context),
    }
}

/// One sentence: what is done of what counts, then what stands in the way.
fn headline(totals: &Totals, context: &Context<'_>) -> String {
    let (bar, what) = match (totals.mandatory.total, totals.all.total) {
        (_, 0) => return context.say("report_headline_nothing"),
        (0, _) => (&totals.all, "tasks"),
        _ => (&totals.mandatory, "mandatory"),
    };
    let count = |number: usize| context.count(number as u64);
    let fill = |key: &str, number: usize| context.fill(key, &[("n", &count(number))]);
    let mut parts = Vec::new();
    match bar.percent {
        Some(_) => {
            let values =
                [("done", count(bar.done)), ("n", count(bar.denominator)), ("percent", bar.percent_text.clone())];
            let values = [("done", values[0].1.as_str()), ("n", &values[1].1), ("percent", &values[2].1)];
            parts.push(context.fill(&format!("report_headline_{what}_done"), &values));
        }
        None if bar.denominator == 0 => parts.push(fill(&format!("report_headline_{what}_aside"), bar.total)),
        None => parts.push(fill(&format!("report_headline_{what}_silent"), bar.denominator)),
    }
    if bar.no_data > 0 && bar.percent.is_some() {
        parts.push(fill("report_headline_no_data", bar.no_data));
    }
    if totals.blocked > 0 {
        parts.push(fill("report_headline_blocked", totals.blocked));
    }
    if totals.overdue_actions > 0 {
        parts.push(fill("report_headline_overdue", totals.overdue_actions));
    }
    format!("{}{}", since::capital(&context.listed(&parts)), context.say("report_full_stop"))
}

/// What a share is called in the language of the report.
type Naming = fn(Option<&str>, &Context<'_>) -> String;

fn rows(shares: &[Share], called: Naming, context: &Context<'_>) -> Vec<ProgressRow> {
    let row = |share: &Share| ProgressRow {
        name: called(share.name.as_deref(), context),
        mandatory: bars::bar(&share.mandatory, context),
        all: bars::bar(&share.all, context),
    };
    shares.iter().map(row).collect()
}

fn phase_name(name: Option<&str>, context: &Context<'_>) -> String {
    own_name(name.map(|name| context.phase_words.of(name)), context)
}

fn own_name(name: Option<&str>, context: &Context<'_>) -> String {
    name.map_or_else(|| context.say("no_phase"), str::to_owned)
}

/// From how many working days on an issue is in each group of age.
const AGES: [(u32, u32); 4] = [(0, 5), (6, 10), (11, 20), (21, u32::MAX)];

fn issue_figures(issues: &[IssueLine], context: &Context<'_>) -> IssueFigures {
    let open = issues.iter().filter(|issue| issue.open);
    let as_of = context.on(context.situation.as_of).iso;
    let past = |issue: &&IssueLine| issue.window_end.as_ref().is_some_and(|end| end.iso < as_of);
    let inside = |issue: &&IssueLine| issue.window_end.as_ref().is_some_and(|end| end.iso >= as_of);
    let group = |(from, to): (u32, u32)| {
        let (low, high) = (from.to_string(), to.to_string());
        let key = if to == u32::MAX { "report_age_more" } else { "report_age" };
        AgeGroup {
            label: context.fill(key, &[("from", &low), ("to", &high), ("than", &(from.saturating_sub(1)).to_string())]),
            count: open.clone().filter(|issue| issue.age_days.is_some_and(|age| (from..=to).contains(&age))).count(),
            past_window: from > 5,
        }
    };
    IssueFigures {
        open: open.clone().count(),
        open_inside: open.clone().filter(inside).count(),
        open_past: open.clone().filter(past).count(),
        solved: issues.len() - open.clone().count(),
        ageing: AGES.map(group).to_vec(),
    }
}

/// What the words of the report mean, in the order in which a reader meets them.
const DEFINITIONS: [&str; 16] = [
    "health",
    "data",
    "forecast",
    "week",
    "moved",
    "bytes",
    "scope",
    "mandatory",
    "done",
    "waived",
    "not_required",
    "open",
    "no_data",
    "progress",
    "blocked",
    "window",
];

pub(in crate::view) fn definitions(context: &Context<'_>) -> Vec<Definition> {
    let limits = context.situation.thresholds;
    let late = limits.late_red_days.to_string();
    let stale = limits.stale_status_days.to_string();
    let definition = |code: &str| Definition {
        term: context.say(&format!("report_term_{code}")),
        meaning: context.fill(&format!("report_meaning_{code}"), &[("late", &late), ("stale", &stale)]),
    };
    DEFINITIONS.into_iter().map(definition).collect()
}

#[cfg(test)]
mod tests;
