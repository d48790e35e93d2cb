//! What the engagement file lists, as a status report shows it: batches, people, actions, issues, risks, decisions.

use serde::Serialize;

use super::LeftLine;
use crate::view::parts::Day;

/// A batch.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct BatchLine {
    /// Its name.
    pub name: String,
    /// The service it belongs to.
    pub service: Option<String>,
    /// The day planned for it.
    pub planned: Option<Day>,
    /// The last day of the planned window, where it has more than one day.
    pub planned_to: Option<Day>,
    /// The day it was migrated.
    pub migrated: Option<Day>,
    /// Mailboxes, sites or drives.
    pub units: Option<u64>,
    /// Those of them that are moved.
    pub completed: u64,
    /// Those of them that failed or were stopped.
    pub failed: u64,
    /// Items that its units left behind, each counted once.
    pub left_behind: u64,
    /// The same by kind; kinds of which there are none are left out.
    pub left_kinds: Vec<LeftLine>,
    /// Of units of no batch: how many of them are counted among the units that batches of their service declare, so that
    /// they are not counted twice.
    pub loose: u64,
    /// `completed`, `syncing`, … in the vocabulary of migration states; a class name.
    pub state: String,
    /// The state as read: `Completed with issues`.
    pub label: String,
    /// Whether its planned day has passed without a migration.
    pub overdue: bool,
    /// The Go/No-Go decision, if one was taken.
    pub decision: Option<GoNoGoLine>,
    /// What is said of it.
    pub note: Option<String>,
}

/// The decision before a batch.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct GoNoGoLine {
    /// `go`, `no-go`, `conditional` or `unknown`; a class name.
    pub decision: String,
    /// `Go`, `No-go`, `Go with conditions`, or the words of the file.
    pub label: String,
    /// Who decided.
    pub by: Option<String>,
    /// When.
    pub on: Option<Day>,
    /// The conditions, if there are any.
    pub conditions: Option<String>,
}

/// Someone who works on the engagement.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Member {
    /// The role.
    pub role: String,
    /// The name.
    pub name: String,
    /// The address, if it is known.
    pub email: Option<String>,
}

/// Something to be done next.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct ActionLine {
    /// What is to be done.
    pub what: String,
    /// By whom.
    pub owner: Option<String>,
    /// Until when.
    pub due: Option<Day>,
    /// Whether that day has passed.
    pub overdue: bool,
}

/// Something reported after a migration.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct IssueLine {
    /// Its number or name, as written.
    pub id: Option<String>,
    /// What it is.
    pub title: String,
    /// The batch it came from.
    pub batch: Option<String>,
    /// The day it was reported.
    pub opened: Option<Day>,
    /// How grave it is, as written.
    pub severity: Option<String>,
    /// Who owns it.
    pub owner: Option<String>,
    /// Until when it is to be solved.
    pub due: Option<Day>,
    /// When it was solved.
    pub resolved: Option<Day>,
    /// How it was solved.
    pub resolution: Option<String>,
    /// Whether it is not solved yet.
    pub open: bool,
    /// Whether it is open past its due day.
    pub overdue: bool,
    /// Whether it was reported inside T+5 working days of its batch; none where one of the days is not known.
    pub inside_window: Option<bool>,
    /// The last day of that window.
    pub window_end: Option<Day>,
    /// Working days that it has been open, or was.
    pub age_days: Option<u32>,
}

/// Something that may go wrong.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct RiskLine {
    /// What may go wrong.
    pub what: String,
    /// How likely, as written.
    pub likelihood: Option<String>,
    /// How bad, as written.
    pub impact: Option<String>,
    /// What is done about it.
    pub mitigation: Option<String>,
    /// Who watches it.
    pub owner: Option<String>,
    /// Until when.
    pub due: Option<Day>,
    /// Whether that day has passed and it is not closed.
    pub overdue: bool,
    /// When it was closed.
    pub closed: Option<Day>,
}

/// Something that was decided.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct DecisionLine {
    /// What was decided.
    pub what: String,
    /// By whom.
    pub by: Option<String>,
    /// When.
    pub on: Option<Day>,
    /// Why.
    pub reason: Option<String>,
}

/// A time without work.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct PauseLine {
    /// Its first day.
    pub from: Option<Day>,
    /// Its last day; none while it lasts.
    pub to: Option<Day>,
    /// Why.
    pub reason: Option<String>,
    /// Whether it holds the report's day.
    pub current: bool,
}

/// What a word of the report means.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Definition {
    /// The word.
    pub term: String,
    /// Its meaning in one sentence.
    pub meaning: String,
}
