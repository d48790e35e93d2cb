//! Exactly what a status report shows, and what its JSON twin holds: the twin is this struct and nothing else.
//! Template `report/status.html`. A report holds one customer's data. Labels that never change stand in the template.

pub(super) mod build;
mod figures;
mod lines;

use serde::Serialize;

pub use build::status_report;
pub use figures::{
    AgeGroup, BurnPoint, DeltaView, FailureLine, ForecastLine, IssueFigures, LeftLine, MigrationFigures, TaskChange,
    UnitLine, Unlisted, WeekLine, WorkloadRow,
};

pub use lines::{ActionLine, BatchLine, DecisionLine, Definition, GoNoGoLine, IssueLine, Member, PauseLine, RiskLine};

use super::parts::Day;
use super::reporting::{FactLine, HealthLine};
use crate::progress::delta::Snapshot;

/// The version of the twin's shape; it grows when a field is renamed or removed, not when one is added.
pub const SCHEMA_VERSION: u32 = 3;

/// One customer's status on one day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct StatusReport {
    /// Version of this shape: 3.
    pub schema_version: u32,
    /// Who, when and from what.
    pub header: Header,
    /// Red, amber or green, and why.
    pub health: HealthLine,
    /// Whether the engagement may be closed.
    pub ready_to_close: bool,
    /// Up to three next actions whose owner is not in the team: what is asked of the customer.
    pub asks: Vec<ActionLine>,
    /// Where the migration itself stands.
    pub migration: MigrationFigures,
    /// What changed since the last report; none if there is no earlier one.
    pub delta: Option<DeltaView>,
    /// One sentence on where the engagement stands.
    pub headline: String,
    /// All tasks in scope together.
    pub totals: Totals,
    /// Progress per phase, in lifecycle order.
    pub phases: Vec<ProgressRow>,
    /// Progress per process, in the order of the playbook.
    pub processes: Vec<ProgressRow>,
    /// Progress per service in scope, in the order of the engagement; tasks for everyone count in each.
    pub services: Vec<ProgressRow>,
    /// Mandatory tasks by phase.
    pub mandatory: Vec<TaskGroup>,
    /// Tasks with one of FTOP's Blocked statuses.
    pub blocked: Vec<TaskLine>,
    /// Tasks that are paused, deferred or carry a warning.
    pub waiting: Vec<TaskLine>,
    /// Batches in the order of the engagement file.
    pub batches: Vec<BatchLine>,
    /// Who works on it.
    pub team: Vec<Member>,
    /// The paragraph for the executive reader, as written.
    pub summary: Option<String>,
    /// What comes next, the earliest due date first, those without one last.
    pub next_actions: Vec<ActionLine>,
    /// Issues, open ones first.
    pub issues: Vec<IssueLine>,
    /// Issues, counted.
    pub issue_figures: IssueFigures,
    /// Failed units by their reason, the most frequent first.
    pub failures: Vec<FailureLine>,
    /// The units that exports name, those that need attention first; of very many, the first two thousand.
    pub units: Vec<UnitLine>,
    /// How many more there are than are listed; all of them count in the figures.
    pub units_unlisted: Option<Unlisted>,
    /// Risks in the order of the engagement file.
    pub risks: Vec<RiskLine>,
    /// Decisions, the latest first.
    pub decisions: Vec<DecisionLine>,
    /// Times without work, in order.
    pub pauses: Vec<PauseLine>,
    /// What the words of the report mean.
    pub definitions: Vec<Definition>,
    /// What the next report compares with.
    pub snapshot: Option<Snapshot>,
    /// What the reports for all other days left behind, the latest first. None is ever dropped.
    pub history: Vec<Snapshot>,
}

/// Who, when and from what.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Header {
    /// The customer's name.
    pub customer: String,
    /// The tenant, if it is known.
    pub tenant: Option<String>,
    /// The day the engagement was opened.
    pub opened: Option<Day>,
    /// The day it is meant to end.
    pub target: Option<Day>,
    /// The day that the report is for.
    pub as_of: Day,
    /// Where its days begin and end, as the project names it.
    pub time_zone: Option<String>,
    /// The first day of the time that it tells of: the day of the last report, else of the opening.
    pub since: Option<Day>,
    /// The number of the report; the first is 1.
    pub number: u32,
    /// The language of its texts, as a BCP 47 tag.
    pub language: String,
    /// Services in scope.
    pub services: Vec<String>,
    /// Phases in scope; empty means all.
    pub phases: Vec<String>,
    /// The edition of the playbook that the report is made from; none where the playbook has no editions.
    pub edition: Option<String>,
    /// The playbook's title.
    pub playbook: String,
    /// Tells one state of the playbook's tasks from any other: two reports with the same version were held against the same
    /// tasks.
    pub version: String,
    /// How good the data is that the figures come from.
    pub data: DataLine,
    /// What the figures come from.
    pub sources: Vec<SourceLine>,
}

/// How good the data is that figures come from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct DataLine {
    /// `complete`, `partial` or `none`; a class name.
    pub quality: String,
    /// The quality as read: `Complete`.
    pub label: String,
    /// How many sources there are, and how old the latest is.
    pub text: String,
    /// What is missing or was not read.
    pub gaps: Vec<FactLine>,
    /// The latest day that any source speaks of.
    pub latest: Option<Day>,
    /// Days from then to the report's day; none where no source speaks of a day.
    pub age_days: Option<i32>,
}

/// What figures come from. Neither names nor paths of files are in it, nor rows of other customers: the report goes to the
/// customer, and a table may serve several. The portfolio says which file each figure was read from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct SourceLine {
    /// What kind of data it is: `Task statuses`, `Migration export 2`.
    pub name: String,
    /// The latest day that stands in it for this customer.
    pub updated: Option<Day>,
    /// Days from then to the report's day; none where no day stands in it.
    pub age_days: Option<i32>,
    /// Whether that is more than the project allows.
    pub stale: bool,
    /// The format of an export; none for data of ours.
    pub format: Option<String>,
    /// Rows or statuses of this customer: those used and those rejected.
    pub rows: usize,
    /// Those of them that were used.
    pub used: usize,
    /// Those of them that could not be used; each is a finding of the build.
    pub rejected: usize,
    /// Why, with the number of rows.
    pub reasons: Vec<String>,
}

/// The figures of all tasks in scope.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Totals {
    /// The mandatory ones.
    pub mandatory: Bar,
    /// All of them.
    pub all: Bar,
    /// How many are blocked.
    pub blocked: usize,
    /// How many next actions are overdue.
    pub overdue_actions: usize,
    /// Statuses for tasks that the playbook does not have.
    pub unknown_tasks: usize,
    /// Statuses for tasks of the playbook that are not in scope.
    pub out_of_scope: usize,
}

/// A phase, process or service with its progress.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct ProgressRow {
    /// Its name.
    pub name: String,
    /// Its mandatory tasks.
    pub mandatory: Bar,
    /// All its tasks.
    pub all: Bar,
}

/// Tasks counted by state, as numbers and as a stacked bar.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Bar {
    /// Tasks in scope.
    pub total: usize,
    /// Complete.
    pub done: usize,
    /// Set aside with reason, approver and date.
    pub waived: usize,
    /// Optional tasks set aside.
    pub not_required: usize,
    /// Begun or to begin.
    pub open: usize,
    /// Nothing was reported.
    pub no_data: usize,
    /// Tasks that count: in scope, neither waived nor set aside.
    pub denominator: usize,
    /// Done of those that count, 0 to 100; none where nothing counts or nothing was reported.
    pub percent: Option<u32>,
    /// `63 %`, `no data` or `nothing to do`.
    pub percent_text: String,
    /// The stretches of the bar from left to right; states without a task are left out.
    pub segments: Vec<Segment>,
}

impl Bar {
    /// Done of those that count, 0 to 1, not rounded; none where there is no percentage.
    pub fn share(&self) -> Option<f64> {
        self.percent.map(|_| self.done as f64 / self.denominator as f64)
    }
}

/// One stretch of a stacked bar.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Segment {
    /// `done`, `waived`, `not-required`, `open` or `no-data`; a class name.
    pub state: String,
    /// The state as read: `Not required`.
    pub label: String,
    /// How many tasks.
    pub count: usize,
    /// Where it begins, in percent of the bar's width.
    pub x: f64,
    /// How wide it is, in percent of the bar's width.
    pub width: f64,
}

/// Tasks of one phase.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct TaskGroup {
    /// The phase, or `Outside the lifecycle`.
    pub title: String,
    /// Its mandatory tasks counted by state.
    pub bar: Bar,
    /// The tasks: open first, then no data, done, waived; within each by id.
    pub tasks: Vec<TaskLine>,
}

/// One task and its status.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct TaskLine {
    /// The task id.
    pub id: u32,
    /// Its name as plain text.
    pub name: String,
    /// Its phase, if it has one.
    pub phase: Option<String>,
    /// The page it first stands on.
    pub process: String,
    /// Whether it must be done.
    pub mandatory: bool,
    /// `done`, `waived`, `not-required`, `open` or `no-data`; a class name.
    pub state: String,
    /// The state as read: `Not required`.
    pub label: String,
    /// FTOP's status to the letter, an unknown one as written, or `no data`.
    pub ftop: String,
    /// % complete as reported.
    pub percent: Option<u8>,
    /// The day of the status.
    pub on: Option<Day>,
    /// Who reported or did it.
    pub by: Option<String>,
    /// Who owns it now.
    pub owner: Option<String>,
    /// The note as written.
    pub note: Option<String>,
    /// What proves it.
    pub evidence: Option<String>,
    /// Why, by whom and when it was set aside; present where the status sets it aside.
    pub waiver: Option<Waiver>,
    /// What the status was read from, as the sources of the header name it; none without a status.
    pub source: Option<String>,
}

/// Why a task was set aside.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Waiver {
    /// The reason.
    pub reason: Option<String>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// When.
    pub on: Option<Day>,
    /// What is missing: `reason`, `approver`, `date`; empty for a full waiver. With anything missing a mandatory task counts as open.
    pub missing: Vec<String>,
}
