//! Health in words, and what changed since the last report.

use crate::model::{HealthLevel, HealthOverride};
use crate::progress::delta::{self, Snapshot};
use crate::progress::health::Health;
use crate::view::reporting::{Context, HealthLine, ReasonLine, SaidHealth};
use crate::view::status_report::{DeltaView, TaskChange};

/// The number of the report and what it compares with.
pub(in crate::view) struct Past<'a> {
    pub(in crate::view) number: u32,
    pub(in crate::view) baseline: Option<&'a Snapshot>,
    /// Snapshots of all other days, the latest first.
    pub(in crate::view) history: Vec<Snapshot>,
}

pub(in crate::view) fn past<'a>(context: &Context<'a>) -> Past<'a> {
    let (id, as_of) = (&context.situation.engagement.id, context.situation.as_of.to_string());
    let last = delta::baseline(context.past, id, &as_of, None);
    let baseline =
        if context.since.is_some() { delta::baseline(context.past, id, &as_of, context.since) } else { last };
    // Later ones are kept too: a report for an earlier day must not take the base from the next one.
    let others = context.past.iter().filter(|one| one.engagement == *id && one.as_of != as_of);
    let mut history: Vec<Snapshot> = others.cloned().collect();
    // An earlier report may have been made from another edition: ids that this one does not have are no business of its readers.
    let known = &context.situation.playbook.tasks.tasks;
    history.iter_mut().for_each(|snapshot| snapshot.tasks.retain(|id, _| known.contains_key(id)));
    history.sort_by(|a, b| (&b.as_of, b.number).cmp(&(&a.as_of, a.number)));
    history.dedup_by(|a, b| a.as_of == b.as_of);
    Past { number: last.map_or(1, |last| last.number.saturating_add(1)), baseline, history }
}

pub(in crate::view) fn health_line(health: &Health, before: Option<&Snapshot>, context: &Context<'_>) -> HealthLine {
    let reason = |reason: &crate::progress::health::Reason| {
        let fact = context.fact(&reason.fact);
        ReasonLine { level: reason.level.as_str().to_owned(), code: fact.code, text: fact.text }
    };
    let reasons: Vec<ReasonLine> = health.reasons.iter().map(reason).collect();
    // Too little data is neither better nor worse than a colour.
    let is_colour = |level| level != HealthLevel::NoData;
    let before = before.filter(|before| is_colour(before.health) && is_colour(health.level));
    let trend = before.map(|before| trend(before.health, health.level));
    let trend_text = before.zip(trend).map(|(before, trend)| {
        let day = before.as_of.parse().map_or_else(|_| before.as_of.clone(), |day| context.on(day).text);
        let values = [("day", day.as_str()), ("before", &context.level(before.health))];
        context.fill(&format!("report_trend_{trend}"), &values)
    });
    HealthLine {
        level: health.level.as_str().to_owned(),
        label: context.level(health.level),
        sentence: sentence(health.level, &reasons, context),
        said: context.situation.engagement.health.as_ref().map(|said| self::said(said, context)),
        trend: trend.map(str::to_owned),
        trend_text,
        reasons,
    }
}

fn sentence(level: HealthLevel, reasons: &[ReasonLine], context: &Context<'_>) -> String {
    if reasons.is_empty() {
        let work = context.situation.work_remains();
        let key = match level {
            HealthLevel::NoData => "report_why_no_data",
            _ if work => "report_why_green",
            _ => "report_why_done",
        };
        return context.say(key);
    }
    let gravest = reasons.iter().filter(|reason| reason.level == level.as_str());
    let texts: Vec<String> = gravest.map(|reason| reason.text.clone()).collect();
    format!("{}{}", capital(&texts.join("; ")), context.say("report_full_stop"))
}

/// The text with a capital at its beginning.
pub(in crate::view) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}

fn trend(before: HealthLevel, now: HealthLevel) -> &'static str {
    match now.cmp(&before) {
        std::cmp::Ordering::Less => "better",
        std::cmp::Ordering::Equal => "same",
        std::cmp::Ordering::Greater => "worse",
    }
}

fn said(said: &HealthOverride, context: &Context<'_>) -> SaidHealth {
    SaidHealth {
        level: said.level.value.as_str().to_owned(),
        label: context.level(said.level.value),
        by: said.by.clone(),
        on: context.day(&said.on),
        reason: said.reason.clone(),
    }
}

/// What changed from the baseline to now.
pub(super) fn delta(baseline: &Snapshot, now: &Snapshot, context: &Context<'_>) -> DeltaView {
    let delta = delta::delta(baseline, now);
    let label = |state: &str| context.label("task", state);
    let change = |id: &crate::model::TaskId, before: Option<&String>| TaskChange {
        id: id.0,
        name: context.situation.task_name(*id).to_owned(),
        before: before.map(|state| label(state)),
        now: label(&now.tasks[id]),
        state: now.tasks[id].clone(),
    };
    let since = baseline.as_of.parse().map(|day| context.on(day)).unwrap_or_default();
    DeltaView {
        since,
        number: baseline.number,
        health_before: delta.health_before.as_str().to_owned(),
        health_before_label: context.level(delta.health_before),
        newly_done: delta.newly_done.iter().map(|id| change(id, baseline.tasks.get(id))).collect(),
        changed: delta.changed.iter().map(|(id, before)| change(id, before.as_ref())).collect(),
        facts: context.facts(&delta.facts),
    }
}
