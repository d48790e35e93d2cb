//! What a status report shows of the migration itself, and of the time since the last report.

use serde::Serialize;

use crate::view::parts::Day;
use crate::view::reporting::{AmountBar, FactLine};

/// Where the migration stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct MigrationFigures {
    /// All units.
    pub units: AmountBar,
    /// How large they are; none where no export says it.
    pub bytes: Option<AmountBar>,
    /// Units by service.
    pub workloads: Vec<WorkloadRow>,
    /// Items left behind by all units, each counted once.
    pub left_behind: u64,
    /// The same by kind; kinds of which there are none are left out.
    pub left_kinds: Vec<LeftLine>,
    /// When the last unit will be moved.
    pub forecast: ForecastLine,
    /// Units completed per week, from the first to the report's day.
    pub weeks: Vec<WeekLine>,
    /// Units moved and planned, summed up, on each day on which one of the two rises.
    pub burn_up: Vec<BurnPoint>,
}

/// The units of one service.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct WorkloadRow {
    /// The service.
    pub name: String,
    /// Its units.
    pub units: AmountBar,
    /// How large they are; none where no export says it.
    pub bytes: Option<AmountBar>,
}

/// When the last unit will be moved.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct ForecastLine {
    /// `expected`, `done`, `standstill`, `not-enough-data` or `no-units`.
    pub code: String,
    /// In a few words: `3 Apr 2020`.
    pub short: String,
    /// In a sentence.
    pub text: String,
    /// The day; of units that are all moved, the day of the last.
    pub day: Option<Day>,
    /// The day by the best of the last weeks.
    pub earliest: Option<Day>,
    /// The day by the weakest of them; none if nothing moved in it.
    pub latest: Option<Day>,
    /// Working days by which the end lies after the target; 0 if it does not, none without target or forecast.
    pub working_days_late: Option<u32>,
    /// Units that are not moved yet.
    pub remaining: u64,
    /// The same as read.
    pub remaining_text: String,
    /// The median of the last four weeks that are over.
    pub median: Option<f64>,
    /// The same as read.
    pub median_text: Option<String>,
}

/// A week from Monday to Sunday.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct WeekLine {
    /// Its Monday.
    pub monday: Day,
    /// Units completed in it.
    pub units: u64,
    /// The same as read.
    pub text: String,
    /// Whether it is over; a week that is not does not count for the forecast.
    pub over: bool,
}

/// Units on a day, summed up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct BurnPoint {
    /// The day.
    pub day: Day,
    /// Units moved by then; none for days to come.
    pub moved: Option<u64>,
    /// Units that were planned to be moved by then.
    pub planned: u64,
}

/// What changed since the last report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct DeltaView {
    /// The day of that report.
    pub since: Day,
    /// Its number.
    pub number: u32,
    /// The health then: a class name.
    pub health_before: String,
    /// The health then, as read.
    pub health_before_label: String,
    /// Tasks done since then.
    pub newly_done: Vec<TaskChange>,
    /// Tasks that changed otherwise.
    pub changed: Vec<TaskChange>,
    /// Everything else that changed.
    pub facts: Vec<FactLine>,
}

/// A task whose state changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct TaskChange {
    /// The task id.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// The state before, as read; none for a task that is new in scope.
    pub before: Option<String>,
    /// The state now, as read.
    pub now: String,
    /// The state now; a class name.
    pub state: String,
}

/// Open issues, counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct IssueFigures {
    /// Open ones.
    pub open: usize,
    /// Open ones whose T+5 window lasts.
    pub open_inside: usize,
    /// Open ones past their T+5 window.
    pub open_past: usize,
    /// Solved ones.
    pub solved: usize,
    /// Open ones by age.
    pub ageing: Vec<AgeGroup>,
}

/// Open issues of one age.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct AgeGroup {
    /// `0 to 5 days`
    pub label: String,
    /// How many.
    pub count: usize,
    /// Whether this is longer than T+5.
    pub past_window: bool,
}

/// Units that failed for one reason.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct FailureLine {
    /// The reason, with the name of an error class written as words.
    pub cause: String,
    /// The same as the tool writes it; several where classes read alike, none where the tool gives no reason.
    pub names: Vec<String>,
    /// How many units.
    pub count: u64,
    /// The same as read.
    pub text: String,
}

/// Items of one kind that a migration left behind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct LeftLine {
    /// `failed`, `skipped`, `corrupt`, `large`, `missing` or `filtered`. Corrupt, large and missing items are among the
    /// skipped ones where a tool counts both.
    pub kind: String,
    /// The kind as read.
    pub label: String,
    /// How many.
    pub count: u64,
}

/// A unit, or several of which only the number is known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct UnitLine {
    /// The unit as the export names it.
    pub name: String,
    /// Its service.
    pub service: Option<String>,
    /// Its batch.
    pub batch: Option<String>,
    /// Its state; a class name.
    pub state: String,
    /// The stage that it is counted in; a class name.
    pub stage: String,
    /// The state as read.
    pub label: String,
    /// How many units the line is about.
    pub count: u64,
    /// Its size.
    pub bytes: Option<u64>,
    /// The same as read.
    pub size: Option<String>,
    /// Items left behind, each counted once.
    pub left_behind: Option<u64>,
    /// The same by kind; kinds of which there are none are left out.
    pub left_kinds: Vec<LeftLine>,
    /// When it was done.
    pub done: Option<Day>,
    /// The date of the export, where the tool gives the state no date of its own.
    pub exported: Option<Day>,
    /// Why it failed, with the name of an error class written as words.
    pub cause: Option<String>,
    /// The same as the tool writes it.
    pub cause_name: Option<String>,
    /// What was decided: `accepted`, `customer to fix`, `re-run`.
    pub disposition: Option<String>,
    /// The same as read.
    pub disposition_label: Option<String>,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_on: Option<Day>,
    /// What was said of it.
    pub note: Option<String>,
    /// Whether someone must decide what becomes of it, and nobody has.
    pub undecided: bool,
}

/// Units that are counted and not listed: a table of a million rows is read by nobody.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Unlisted {
    /// How many.
    pub count: u64,
    /// In a sentence, with what is listed instead.
    pub text: String,
}
