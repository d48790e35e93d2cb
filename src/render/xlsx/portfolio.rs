//! The portfolio as a workbook.

use super::book::{Book, Identity};
use super::cell::{Cell, flag, share, whole};
use super::lists::Words;
use super::overview::Overview;
use super::table::{Table, Tone};
use super::{Failure, Workbook, charts};
use crate::render::html::Texts;
use crate::view::portfolio::{CustomerRow, Portfolio, SourceFile};

/// How many customers a chart can show.
const MOST_BARS: u32 = 60;

/// The portfolio; `brand` is who publishes.
pub fn portfolio(view: &Portfolio, brand: &str, texts: &Texts) -> Result<Workbook, Failure> {
    let words = Words(texts);
    let mut book = Book::new();
    let placed = book.table(customers(words, view))?;
    book.table(blocked(words, view))?;
    book.table(failed(words, view))?;
    book.table(sources(words, view))?;
    let mut page = Overview::new(&mut book, words.say("report_in_short"), words.say("report_portfolio_title"), brand)?;
    page.line(words.say("report_as_of"), (&view.as_of).into())?;
    page.line(words.say("report_time_zone"), (&view.time_zone).into())?;
    page.line(words.say("report_in_short"), (&view.headline).into())?;
    page.line(words.say("report_note"), words.say("report_portfolio_note").into())?;
    page.heading(words.say("report_health"))?;
    for level in &view.levels {
        page.line(&level.label, whole(level.count))?;
    }
    let bars = placed.filter(|placed| placed.rows <= MOST_BARS);
    page.charts(bars.map(|placed| charts::shares(&placed, 8, words.say("report_units_moved"))).into_iter().collect())?;
    page.finish(|key, number| words.0.fill(key, &[("n", &number.to_string())]))?;
    let title = words.say("report_portfolio_title").to_owned();
    book.finish(&Identity { title, subject: &view.playbook, company: brand, day: &view.as_of })
}

fn customers<'v>(words: Words<'v>, view: &'v Portfolio) -> Table<'v> {
    let columns = vec![
        words.column("report_customer"),
        words.column("report_health").toned(words.health()),
        words.column("report_why"),
        words.column("report_override").toned(words.health()),
        words.column("report_target"),
        words.column("report_forecast"),
        words.column("report_expected_end"),
        words.column("report_days_after_target"),
        words.column("report_units_moved").barred(),
        words.column("report_coverage").barred(),
        words.column("report_overdue_actions"),
        words.column("report_open_issues"),
        words.column("report_age_in_days"),
        words.column("report_stale").toned([(words.say("report_stale").to_owned(), Tone::Wait)]),
        words.column("report_ready_short").toned([(words.say("report_yes").to_owned(), Tone::Good)]),
    ];
    let row = move |row: &'v CustomerRow| {
        vec![
            (&row.customer).into(),
            (&row.health.label).into(),
            (&row.health.sentence).into(),
            row.health.said.as_ref().map_or(Cell::Empty, |said| (&said.label).into()),
            (&row.target).into(),
            (&row.forecast).into(),
            (&row.forecast_day).into(),
            row.working_days_late.map_or(Cell::Empty, whole),
            share(row.units_share),
            share(row.mandatory_share),
            whole(row.overdue_actions),
            whole(row.open_issues),
            row.status_age.map_or(Cell::Empty, |age| Cell::Whole(f64::from(age))),
            flag(row.stale, words.say("report_stale")),
            words.say(if row.ready { "report_yes" } else { "report_no" }).into(),
        ]
    };
    Table::new(words.say("report_customers"), "Customers", columns).with(view.customers.iter().map(row))
}

fn blocked<'v>(words: Words<'_>, view: &'v Portfolio) -> Table<'v> {
    let keys =
        ["report_customer", "report_id", "report_task", "report_status", "report_since", "report_owner", "report_note"];
    let rows = view.blocked.iter().map(|row| {
        let task = &row.task;
        let id = Cell::Whole(f64::from(task.id));
        vec![
            (&row.customer).into(),
            id,
            (&task.name).into(),
            (&task.ftop).into(),
            (&task.on).into(),
            (&task.owner).into(),
            (&task.note).into(),
        ]
    });
    Table::new(words.say("report_blocked_by"), "Blocked", keys.map(|key| words.column(key)).into()).with(rows)
}

fn failed<'v>(words: Words<'_>, view: &'v Portfolio) -> Table<'v> {
    let columns = ["report_file", "report_why"].map(|key| words.column(key)).into();
    let rows = view.failed.iter().map(|row| vec![(&row.file).into(), (&row.reason).into()]);
    Table::new(words.say("report_not_made"), "NotMade", columns).with(rows)
}

fn sources<'v>(words: Words<'_>, view: &'v Portfolio) -> Table<'v> {
    let keys = ["report_customer", "report_source", "report_file", "report_latest_entry", "report_rows", "report_used"];
    let keys = keys.into_iter().chain(["report_other_customers", "report_rejected"]);
    let of_customer = |row: &'v CustomerRow| row.sources.iter().map(move |source| (&row.customer, source));
    let row = |(customer, source): (&'v String, &'v SourceFile)| {
        vec![
            customer.into(),
            (&source.name).into(),
            (&source.file).into(),
            (&source.updated).into(),
            whole(source.rows),
            whole(source.used),
            whole(source.elsewhere),
            whole(source.rejected),
        ]
    };
    let rows = view.customers.iter().flat_map(of_customer).map(row);
    Table::new(words.say("report_import_log"), "Sources", keys.map(|key| words.column(key)).collect()).with(rows)
}
