//! Figures of the migration: workloads, weeks, forecast, units, failures.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::progress::stage::{Amounts, Sizes, Stage};
use crate::progress::velocity::{Forecast, Week};
use crate::view::numbers;
use crate::view::reporting::{AmountBar, Context, readable};
use crate::view::status_report::{BurnPoint, FailureLine, ForecastLine, MigrationFigures, WeekLine, WorkloadRow};

pub(in crate::view) fn figures(context: &Context<'_>) -> MigrationFigures {
    let migration = &context.situation.migration;
    let workload = |workload: &crate::progress::migration::Workload| WorkloadRow {
        name: workload.service.clone().unwrap_or_else(|| context.say("report_no_service")),
        units: units_bar(&workload.units, context),
        bytes: sizes(&workload.sizes, &workload.units, context),
    };
    let week = |week: &Week| WeekLine {
        monday: context.on(week.monday),
        units: week.units,
        text: context.count(week.units),
        over: week.over,
    };
    MigrationFigures {
        units: units_bar(&migration.units, context),
        bytes: sizes(&migration.sizes, &migration.units, context),
        workloads: migration.workloads.iter().map(workload).collect(),
        left_behind: migration.left.in_all(),
        left_kinds: super::units::left_kinds(|kind| migration.left.of_kind(kind), context),
        forecast: forecast(context),
        weeks: context.situation.velocity.weeks.iter().map(week).collect(),
        burn_up: burn_up(context),
    }
}

pub(in crate::view) fn units_bar(amounts: &Amounts, context: &Context<'_>) -> AmountBar {
    context.amounts(amounts, |number| context.count(number))
}

/// Sizes as far as they are known. A part of the units is no measure for all: it has neither share nor bar.
fn sizes(sizes: &Sizes, units: &Amounts, context: &Context<'_>) -> Option<AmountBar> {
    let text = |number| numbers::bytes(number, context.language);
    let bar = (sizes.bytes.total() > 0).then(|| context.amounts(&sizes.bytes, text))?;
    if sizes.units >= units.total() {
        return Some(bar);
    }
    let known_of = context.fill("report_sizes_of", &[("n", &context.count(sizes.units))]);
    Some(AmountBar {
        known_of: Some(sizes.units),
        percent: None,
        percent_text: known_of.clone(),
        known_of_text: Some(known_of),
        segments: Vec::new(),
        ..bar
    })
}

fn forecast(context: &Context<'_>) -> ForecastLine {
    let velocity = &context.situation.velocity;
    let weeks = velocity.weeks.iter().filter(|week| week.over).count();
    let median = velocity.median_doubled.filter(|_| weeks >= crate::progress::velocity::FEWEST_WEEKS);
    let remaining_text = context.count(velocity.remaining);
    let line = ForecastLine {
        working_days_late: context.situation.working_days_late(),
        remaining: velocity.remaining,
        remaining_text: remaining_text.clone(),
        median: median.map(|doubled| doubled as f64 / 2.0),
        median_text: median.map(|doubled| numbers::tenths(doubled * 5, context.language)),
        ..ForecastLine::default()
    };
    let (code, day, earliest, latest) = match velocity.forecast {
        Forecast::NoUnits => ("no-units", None, None, None),
        Forecast::Done(day) => ("done", day, None, None),
        Forecast::NotEnoughData(_) => ("not-enough-data", None, None, None),
        Forecast::Standstill => ("standstill", None, None, None),
        Forecast::Expected { day, earliest, latest } => ("expected", Some(day), Some(earliest), latest),
    };
    let text = |day: Option<Date>| day.map(|day| context.on(day).text).unwrap_or_default();
    let key = match (code, latest, day) {
        ("expected", ..) if velocity.planned.is_some() && velocity.remaining == 0 => {
            "report_forecast_to_come".to_owned()
        }
        ("expected", ..) if velocity.planned.is_some() => "report_forecast_planned".to_owned(),
        ("expected", None, day) if earliest == day => "report_forecast_open_earliest".to_owned(),
        ("expected", None, _) => "report_forecast_open".to_owned(),
        ("expected", latest, day) if earliest == day && latest == day => "report_forecast_certain".to_owned(),
        ("done", _, None) => "report_forecast_done_undated".to_owned(),
        _ => format!("report_forecast_{}", code.replace('-', "_")),
    };
    let (middle, early, late) = (text(day), text(earliest), text(latest));
    let pace = line.median_text.clone().unwrap_or_default();
    let values =
        [("day", middle.as_str()), ("earliest", &early), ("latest", &late), ("n", &remaining_text), ("pace", &pace)];
    let short = if day.is_some() { middle.clone() } else { context.label("forecast_short", code) };
    ForecastLine {
        code: code.to_owned(),
        short,
        text: context.fill(&key, &values),
        day: day.map(|day| context.on(day)),
        earliest: earliest.map(|day| context.on(day)),
        latest: latest.map(|day| context.on(day)),
        ..line
    }
}

fn burn_up(context: &Context<'_>) -> Vec<BurnPoint> {
    let migration = &context.situation.migration;
    let mut planned: BTreeMap<Date, u64> = BTreeMap::new();
    for batch in &migration.batches {
        if let Some(day) = batch.planned_to {
            *planned.entry(day).or_default() += batch.units.total();
        }
    }
    let days: BTreeSet<Date> = planned.keys().chain(migration.finished.keys()).copied().collect();
    let (mut moved, mut plan) = (0, 0);
    let point = |day: Date| {
        moved += migration.finished.get(&day).copied().unwrap_or(0);
        plan += planned.get(&day).copied().unwrap_or(0);
        BurnPoint { day: context.on(day), moved: (day <= context.situation.as_of).then_some(moved), planned: plan }
    };
    days.into_iter().map(point).collect()
}

/// Failed units by their reason, the most frequent first.
pub(super) fn failures(context: &Context<'_>) -> Vec<FailureLine> {
    let mut causes: BTreeMap<String, (BTreeSet<&str>, u64)> = BTreeMap::new();
    let failed =
        context.situation.migration.failed.iter().filter(|units| Stage::of(units.state()) == Some(Stage::Failed));
    for units in failed {
        let words = units.cause().map_or_else(|| context.say("report_no_cause"), readable);
        let (names, count) = causes.entry(words).or_default();
        names.extend(units.cause());
        *count += units.count;
    }
    let line = |(cause, (names, count)): (String, (BTreeSet<&str>, u64))| {
        let names = names.into_iter().map(str::to_owned).collect();
        FailureLine { cause, names, count, text: context.count(count) }
    };
    let mut lines: Vec<FailureLine> = causes.into_iter().map(line).collect();
    lines.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.cause.cmp(&b.cause)));
    lines
}
