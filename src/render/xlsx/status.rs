//! A status report as a workbook.

use std::collections::BTreeSet;

use super::book::{Book, Identity, Placed};
use super::cell::{Cell, share, whole};
use super::lists::{self, Words};
use super::overview::Overview;
use super::table::Table;
use super::{Failure, Workbook, charts};
use crate::render::html::Texts;
use crate::view::chart::series::BurnRow;
use crate::view::status_report::{DeltaView, ProgressRow, RiskLine, StatusReport, TaskLine};

/// A status report; the burn-up is that of the report, `brand` is who publishes.
pub fn status(report: &StatusReport, burn_up: &[BurnRow], brand: &str, texts: &Texts) -> Result<Workbook, Failure> {
    let words = Words(texts);
    let mut book = Book::new();
    let charts = pace(&mut book, report, burn_up, words)?;
    let listed = tasks(report);
    let first = [
        lists::tasks(words, words.say("report_all_tasks"), listed),
        progress(words, report),
        lists::batches(words, &report.batches),
        lists::units(words, words.say("report_unit_table"), &report.units),
        lists::actions(words, words.say("report_actions"), "Actions", &report.next_actions),
        lists::issues(words, report.issues.iter().map(|issue| (issue, None))),
        risks(words, &report.risks),
        lists::decisions(words, &report.decisions),
        lists::pauses(words, &report.pauses),
        changes(words, report.delta.as_ref()),
        failures(words, report),
        lists::team(words, &report.team),
        lists::sources(words, &report.header.sources),
        lists::definitions(words, &report.definitions),
    ];
    for table in first {
        book.table(table)?;
    }
    overview(&mut book, report, words, charts)?;
    let title = format!("{}: {}", report.header.customer, words.say("report_status_title"));
    book.finish(&Identity { title, subject: &report.header.playbook, company: brand, day: &report.header.as_of })
}

fn overview(
    book: &mut Book,
    report: &StatusReport,
    words: Words<'_>,
    charts: Vec<rust_xlsxwriter::Chart>,
) -> Result<(), Failure> {
    let header = &report.header;
    let kind = words.say("report_status_title");
    let mut page = Overview::new(book, words.say("report_in_short"), &header.customer, kind)?;
    page.line(words.say("report_tenant"), (&header.tenant).into())?;
    page.line(words.say("report_as_of"), (&header.as_of).into())?;
    page.line(words.say("report_time_zone"), (&header.time_zone).into())?;
    page.line(words.say("report_since"), (&header.since).into())?;
    page.line(words.say("report_target"), (&header.target).into())?;
    page.line(words.say("report_services"), header.services.join(", ").into())?;
    page.line(words.say("report_phases"), header.phases.join(", ").into())?;
    page.data(words, &header.data)?;
    page.heading(words.say("report_health"))?;
    let health = &report.health;
    page.toned(words.say("report_health"), &health.label, words.health())?;
    page.line(words.say("report_why"), (&health.sentence).into())?;
    if let Some(said) = &health.said {
        page.toned(words.say("report_override"), &said.label, words.health())?;
        page.line(words.say("report_why"), (&said.reason).into())?;
    }
    page.line(words.say("report_in_short"), (&report.headline).into())?;
    page.heading(words.say("report_progress"))?;
    let (units, mandatory) = (&report.migration.units, &report.totals.mandatory);
    page.line(words.say("report_units"), whole(units.total))?;
    page.line(words.say("report_units_moved"), whole(units.completed))?;
    page.line(words.say("report_units_moved"), share(units.share()))?;
    if let Some(unlisted) = &report.units_unlisted {
        page.line(words.say("report_unit_table"), (&unlisted.text).into())?;
    }
    page.line(words.say("report_mandatory_tasks"), whole(mandatory.denominator))?;
    page.line(words.say("report_coverage"), whole(mandatory.done))?;
    page.line(words.say("report_coverage"), share(mandatory.share()))?;
    page.line(words.say("report_blocked_tasks"), whole(report.totals.blocked))?;
    page.line(words.say("report_overdue_actions"), whole(report.totals.overdue_actions))?;
    let forecast = &report.migration.forecast;
    page.line(words.say("report_expected_end"), (&forecast.day).into())?;
    page.line(words.say("report_earliest"), (&forecast.earliest).into())?;
    page.line(words.say("report_latest"), (&forecast.latest).into())?;
    page.line(words.say("report_forecast"), (&forecast.text).into())?;
    if !report.asks.is_empty() {
        page.heading(words.say("report_asks"))?;
        for ask in &report.asks {
            page.line(ask.owner.as_deref().unwrap_or_default(), (&ask.what).into())?;
        }
    }
    page.charts(charts)?;
    page.finish(|key, number| words.0.fill(key, &[("n", &number.to_string())]))
}

/// Workloads, days and weeks with their charts.
fn pace(
    book: &mut Book,
    report: &StatusReport,
    burn_up: &[BurnRow],
    words: Words<'_>,
) -> Result<Vec<rust_xlsxwriter::Chart>, Failure> {
    let mut drawn = Vec::new();
    if let Some(placed) = book.table(lists::workloads(words, &report.migration.workloads))? {
        drawn.push(charts::workloads(&placed, 2, words.say("report_workloads")));
    }
    if let Some(placed) = days(book, burn_up, words)? {
        let forecast = burn_up.iter().any(|row| row.forecast.is_some());
        let (title, description) = (words.say("report_burn_up"), &report.migration.forecast.text);
        drawn.push(charts::burn_up(&placed, forecast, title, description));
    }
    if let Some(placed) = weeks(book, report, words)? {
        let (title, description) = (words.say("report_velocity"), words.say("report_velocity_description"));
        let median = report.migration.forecast.median.is_some();
        drawn.push(charts::weeks(&placed, median, title, description));
    }
    Ok(drawn)
}

fn days<'r>(book: &mut Book, rows: &'r [BurnRow], words: Words<'_>) -> Result<Option<Placed>, Failure> {
    let keys = ["report_day", "report_moved", "report_planned", "report_forecast", "report_band_low", "report_band"];
    let number = |number: Option<f64>| number.map_or(Cell::Empty, Cell::Whole);
    let row = |row: &'r BurnRow| {
        let BurnRow { day, moved, planned, forecast, low, band } = row;
        vec![day.into(), number(*moved), number(*planned), number(*forecast), number(*low), number(*band)]
    };
    let columns = keys.map(|key| words.column(key)).into();
    book.table(Table::new(words.say("report_burn_up"), "BurnUp", columns).with(rows.iter().map(row)))
}

fn weeks(book: &mut Book, report: &StatusReport, words: Words<'_>) -> Result<Option<Placed>, Failure> {
    let keys = ["report_week_of", "report_units", "report_state", "report_median"];
    let median = report.migration.forecast.median;
    let rows = report.migration.weeks.iter().map(|week| {
        let state = if week.over { Cell::Empty } else { words.say("report_not_over").into() };
        vec![(&week.monday).into(), whole(week.units), state, median.map_or(Cell::Empty, Cell::Decimal)]
    });
    let columns = keys.map(|key| words.column(key)).into();
    book.table(Table::new(words.say("report_velocity"), "Weeks", columns).with(rows))
}

/// Each task that the report tells of, once: mandatory ones by phase, then the others that need attention.
fn tasks(report: &StatusReport) -> Vec<&TaskLine> {
    let mut told = BTreeSet::new();
    let mandatory = report.mandatory.iter().flat_map(|group| &group.tasks);
    let all = mandatory.chain(&report.blocked).chain(&report.waiting);
    all.filter(|task| told.insert(task.id)).collect()
}

fn progress<'v>(words: Words<'v>, report: &'v StatusReport) -> Table<'v> {
    let keys = ["report_kind", "report_name", "report_in_scope"];
    let states = ["done", "open", "no_data", "waived", "not_required"].map(|state| format!("report_task_{state}"));
    let mut columns: Vec<_> =
        keys.into_iter().chain(states.iter().map(String::as_str)).map(|key| words.column(key)).collect();
    columns.extend(["report_progress", "report_coverage"].map(|key| words.column(key).barred()));
    let row = move |kind: &'static str| {
        move |row: &'v ProgressRow| {
            let all = &row.all;
            let mut cells = vec![words.say(kind).into(), (&row.name).into()];
            cells.extend([all.total, all.done, all.open, all.no_data, all.waived, all.not_required].map(whole));
            cells.extend([share(all.share()), share(row.mandatory.share())]);
            cells
        }
    };
    let rows = report.phases.iter().map(row("report_phase"));
    let rows = rows.chain(report.services.iter().map(row("report_service")));
    let rows = rows.chain(report.processes.iter().map(row("report_process")));
    Table::new(words.say("report_progress"), "Progress", columns).with(rows)
}

fn risks<'v>(words: Words<'v>, lines: &'v [RiskLine]) -> Table<'v> {
    let keys = ["report_risk", "report_likelihood", "report_impact", "report_mitigation", "report_owner", "report_due"];
    let mut columns: Vec<_> = keys.map(|key| words.column(key)).into();
    columns.push(words.column("report_overdue").toned(words.bad("report_overdue")));
    columns.push(words.column("report_closed"));
    let row = move |risk: &'v RiskLine| {
        let overdue = super::cell::flag(risk.overdue, words.say("report_overdue"));
        let texts = [&risk.likelihood, &risk.impact, &risk.mitigation, &risk.owner];
        let mut cells: Vec<Cell<'v>> = vec![(&risk.what).into()];
        cells.extend(texts.map(Cell::from));
        cells.extend([(&risk.due).into(), overdue, (&risk.closed).into()]);
        cells
    };
    Table::new(words.say("report_risks"), "Risks", columns).with(lines.iter().map(row))
}

/// What changed since the last report.
fn changes<'v>(words: Words<'v>, delta: Option<&'v DeltaView>) -> Table<'v> {
    let keys = ["report_id", "report_what", "report_before", "report_after"];
    let mut columns: Vec<_> = keys.map(|key| words.column(key)).into();
    if let Some(column) = columns.last_mut() {
        column.words.extend(words.task());
    }
    let mut table = Table::new(words.say("report_since_last"), "Changes", columns);
    for task in delta.iter().flat_map(|delta| delta.newly_done.iter().chain(&delta.changed)) {
        let id = Cell::Whole(f64::from(task.id));
        table.rows.push(vec![id, (&task.name).into(), (&task.before).into(), (&task.now).into()]);
    }
    for fact in delta.iter().flat_map(|delta| &delta.facts) {
        table.rows.push(vec![Cell::Empty, (&fact.text).into(), Cell::Empty, Cell::Empty]);
    }
    table
}

fn failures<'v>(words: Words<'_>, report: &'v StatusReport) -> Table<'v> {
    let columns = ["report_cause", "report_units"].map(|key| words.column(key)).into();
    let rows = report.failures.iter().map(|line| vec![(&line.cause).into(), whole(line.count)]);
    Table::new(words.say("report_failures"), "Failures", columns).with(rows)
}
