//! Exactly what the portfolio shows, and what its JSON twin holds: all customers side by side, for those who lead.
//! Template `report/portfolio.html`. It is the only report that holds several customers; nothing links to it.

use serde::Serialize;

use super::chart::{Picture, burn_up};
use super::collation::Alphabet;
use super::parts::Day;
use super::reporting::{Context, HealthLine};
use super::status_report::build::sources;
use super::status_report::{DataLine, StatusReport, TaskLine};
use crate::model::TaskId;

/// The version of the twin's shape; it grows when a field is renamed or removed, not when one is added.
pub const SCHEMA_VERSION: u32 = 1;

/// All customers on one day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Portfolio {
    /// Version of this shape: 1.
    pub schema_version: u32,
    /// The day.
    pub as_of: Day,
    /// Where its days begin and end, as the project names it.
    pub time_zone: Option<String>,
    /// The language of its texts, as a BCP 47 tag.
    pub language: String,
    /// The playbook's title.
    pub playbook: String,
    /// One sentence: how many customers in which colour.
    pub headline: String,
    /// How many customers are red, amber, green and without data, in this order.
    pub levels: Vec<LevelCount>,
    /// Customers, those in trouble first.
    pub customers: Vec<CustomerRow>,
    /// Who is blocked by what.
    pub blocked: Vec<BlockedRow>,
    /// Engagements of which no report could be made.
    pub failed: Vec<FailedRow>,
}

/// How many customers have one colour.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct LevelCount {
    /// A class name.
    pub level: String,
    /// As read.
    pub label: String,
    /// How many.
    pub count: usize,
}

/// One customer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct CustomerRow {
    /// The engagement's id: the folder of its reports.
    pub id: String,
    /// The customer's name.
    pub customer: String,
    /// The colour and why.
    pub health: HealthLine,
    /// From 0, red, to 3, no data: what the table is sorted by.
    pub rank: usize,
    /// The target.
    pub target: Option<Day>,
    /// The forecast in a few words.
    pub forecast: String,
    /// The day of the forecast, if there is one.
    pub forecast_day: Option<Day>,
    /// Working days by which the end lies after the target.
    pub working_days_late: Option<u32>,
    /// Units moved of all, 0 to 100.
    pub units_percent: Option<u32>,
    /// The same from 0 to 1, not rounded.
    pub units_share: Option<f64>,
    /// `744 of 1,230`
    pub units_text: String,
    /// Mandatory tasks done of those that count, 0 to 100.
    pub mandatory_percent: Option<u32>,
    /// The same from 0 to 1, not rounded.
    pub mandatory_share: Option<f64>,
    /// `63%` or `no data`.
    pub mandatory_text: String,
    /// Overdue next actions.
    pub overdue_actions: usize,
    /// Open issues.
    pub open_issues: usize,
    /// Days since the last status; none where no day was reported.
    pub status_age: Option<i32>,
    /// Whether that is more than the project allows.
    pub stale: bool,
    /// How good the data is that this comes from.
    pub data: DataLine,
    /// Whether it may be closed.
    pub ready: bool,
    /// The files that the figures come from.
    pub sources: Vec<SourceFile>,
}

/// A file that figures of a customer come from. Files of several customers say how many rows are not this one's.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct SourceFile {
    /// What the customer's own reports call it.
    pub name: String,
    /// Its path in the project.
    pub file: String,
    /// The latest day that stands in it for this customer.
    pub updated: Option<Day>,
    /// Rows or statuses read.
    pub rows: usize,
    /// Those of them used for this customer.
    pub used: usize,
    /// Those of other customers.
    pub elsewhere: usize,
    /// Those that could not be used; each is a finding of the build.
    pub rejected: usize,
}

/// A blocked task of a customer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct BlockedRow {
    /// The customer's name.
    pub customer: String,
    /// The task and its status.
    pub task: TaskLine,
    /// Where the status was read, `status/contoso.csv:12`.
    pub place: Option<String>,
}

/// An engagement of which no report could be made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct FailedRow {
    /// Its file.
    pub file: String,
    /// Why.
    pub reason: String,
}

/// What one customer gives to the portfolio.
#[derive(Clone, Debug)]
pub struct Share {
    /// Its row.
    pub row: CustomerRow,
    /// Its blocked tasks.
    pub blocked: Vec<BlockedRow>,
    /// Its small picture.
    pub picture: Option<Picture>,
}

/// What a customer gives to the portfolio, in the portfolio's language.
pub fn share(report: &StatusReport, context: &Context<'_>) -> Share {
    let figures = &report.migration;
    let values = [("n", figures.units.completed_text.as_str()), ("m", &figures.units.total_text)];
    let of_sources = report.header.sources.iter().filter(|source| source.age_days.is_some());
    let freshest = of_sources.min_by_key(|source| source.age_days);
    let rank = ["red", "amber", "green"].iter().position(|level| *level == report.health.level).unwrap_or(3);
    let row = CustomerRow {
        id: context.situation.engagement.id.clone(),
        customer: report.header.customer.clone(),
        health: report.health.clone(),
        rank,
        target: report.header.target.clone(),
        forecast: figures.forecast.short.clone(),
        forecast_day: figures.forecast.day.clone(),
        working_days_late: figures.forecast.working_days_late,
        units_percent: figures.units.percent,
        units_share: figures.units.share(),
        units_text: if figures.units.total > 0 {
            context.fill("report_of", &values)
        } else {
            context.say("report_no_data")
        },
        mandatory_percent: report.totals.mandatory.percent,
        mandatory_share: report.totals.mandatory.share(),
        mandatory_text: report.totals.mandatory.percent_text.clone(),
        overdue_actions: report.totals.overdue_actions,
        open_issues: report.issue_figures.open,
        status_age: freshest.and_then(|source| source.age_days),
        stale: freshest.is_some_and(|source| source.stale),
        data: report.header.data.clone(),
        ready: report.ready_to_close,
        sources: sources::files(context),
    };
    let blocked = |task: &TaskLine| BlockedRow {
        customer: row.customer.clone(),
        task: task.clone(),
        place: place(TaskId(task.id), context),
    };
    let blocked = report.blocked.iter().map(blocked).collect();
    Share { row, blocked, picture: burn_up::small(context) }
}

/// Where the status of a task was read.
fn place(id: TaskId, context: &Context<'_>) -> Option<String> {
    let span = context.situation.engagement.tasks.get(&id)?.status.span;
    Some(format!("{}:{}", context.sources.path(span), context.sources.line(span)))
}

/// What is the same for all customers.
pub struct Cover<'a> {
    /// The day.
    pub as_of: Day,
    /// Where days begin and end, if the project says so.
    pub time_zone: Option<&'a str>,
    /// The language, as a BCP 47 tag.
    pub language: &'a str,
    /// The playbook's title.
    pub playbook: &'a str,
    /// The words of the language.
    pub words: super::reporting::Words<'a>,
}

/// The portfolio, and the small pictures in the order of its customers.
pub fn portfolio(
    cover: &Cover<'_>,
    mut shares: Vec<Share>,
    failed: Vec<FailedRow>,
) -> (Portfolio, Vec<Option<Picture>>) {
    let alphabet = Alphabet::of(cover.language);
    shares.sort_by(|one, other| {
        let by_name = || alphabet.compare(&one.row.customer, &other.row.customer);
        one.row.rank.cmp(&other.row.rank).then_with(by_name).then_with(|| one.row.id.cmp(&other.row.id))
    });
    let level = |level: &str| LevelCount {
        level: level.to_owned(),
        label: (cover.words)(&format!("report_health_{}", level.replace('-', "_")), &[]),
        count: shares.iter().filter(|share| share.row.health.level == level).count(),
    };
    let levels = ["red", "amber", "green", "no-data"].map(level).to_vec();
    let n = shares.len().to_string();
    let count = |at: usize| levels.get(at).map_or(0, |one: &LevelCount| one.count).to_string();
    let values = [("n", n), ("red", count(0)), ("amber", count(1)), ("green", count(2))];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let pictures = shares.iter().map(|share| share.picture.clone()).collect();
    let view = Portfolio {
        schema_version: SCHEMA_VERSION,
        as_of: cover.as_of.clone(),
        time_zone: cover.time_zone.map(str::to_owned),
        language: cover.language.to_owned(),
        playbook: cover.playbook.to_owned(),
        headline: (cover.words)("report_portfolio_headline", &values),
        levels,
        blocked: shares.iter().flat_map(|share| share.blocked.clone()).collect(),
        customers: shares.into_iter().map(|share| share.row).collect(),
        failed,
    };
    (view, pictures)
}
