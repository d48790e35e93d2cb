//! Exactly what a closure report shows, and what its JSON twin holds: a document that one signs, or that says why not.
//! Template `report/closure.html`. A report holds one customer's data.

mod build;
mod navigation;

use serde::Serialize;

pub use build::{Outcome, closure_report, outcome};

use super::parts::Day;
use super::reporting::{AmountBar, FactLine};
use super::status_report::{
    ActionLine, BatchLine, DecisionLine, Definition, Header, IssueLine, Member, PauseLine, TaskGroup, TaskLine,
    UnitLine, Unlisted, WorkloadRow,
};

/// The version of the twin's shape; it grows when a field is renamed or removed, not when one is added.
pub const SCHEMA_VERSION: u32 = 2;

/// The end of one customer's engagement.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct ClosureReport {
    /// Version of this shape: 2.
    pub schema_version: u32,
    /// Who, when and from what.
    pub header: Header,
    /// Whether every condition of closure is met.
    pub ready: bool,
    /// `complete`, `with-exceptions` or `early`: how it would be closed.
    pub statement: String,
    /// The statement as read.
    pub statement_text: String,
    /// How many points stand in the way.
    pub missing: usize,
    /// What they are, each once.
    pub open_points: Vec<FactLine>,
    /// The conditions of closure, each with its evidence or with what is missing.
    pub conditions: Vec<ConditionLine>,
    /// The customer's word that it is done.
    pub signoff: Option<SignoffLine>,
    /// The paragraph for the executive reader, as written.
    pub summary: Option<String>,
    /// What was to be reached, and what was.
    pub objectives: Vec<ObjectiveLine>,
    /// Who worked on it.
    pub team: Vec<Member>,
    /// Mandatory tasks by phase, with their evidence.
    pub mandatory: Vec<TaskGroup>,
    /// Tasks that were waived.
    pub waivers: Vec<TaskLine>,
    /// All units.
    pub units: AmountBar,
    /// How large they are; none where no export says it.
    pub bytes: Option<AmountBar>,
    /// Units by service.
    pub workloads: Vec<WorkloadRow>,
    /// Batches, with what was planned and what was moved.
    pub batches: Vec<BatchLine>,
    /// Units that failed or left items behind, those without a disposition first.
    pub failed: Vec<UnitLine>,
    /// How many more there are than are listed.
    pub failed_unlisted: Option<Unlisted>,
    /// Issues, open ones first.
    pub issues: Vec<HandedIssue>,
    /// What others take over.
    pub handover: Vec<ActionLine>,
    /// What was put back in order.
    pub cleanup: Vec<CleanupLine>,
    /// What was planned and what happened, in order of days.
    pub timeline: Vec<TimelineLine>,
    /// Times without work, in order.
    pub pauses: Vec<PauseLine>,
    /// Decisions, the latest first.
    pub decisions: Vec<DecisionLine>,
    /// What was learnt.
    pub lessons: Vec<LessonLine>,
    /// What the playbook says comes next: of each page with an exit task in scope.
    pub next_steps: Vec<NextSteps>,
    /// What became of the customer's data, as written.
    pub data_handling: Option<String>,
    /// What the words of the report mean.
    pub definitions: Vec<Definition>,
}

/// One condition of closure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct ConditionLine {
    /// Names it: `mandatory-tasks`.
    pub code: String,
    /// What it asks for.
    pub text: String,
    /// Whether it is met.
    pub met: bool,
    /// What shows that.
    pub evidence: Vec<FactLine>,
    /// What is missing; nothing if it is met.
    pub missing: Vec<FactLine>,
}

/// The customer's word that it is done.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct SignoffLine {
    /// Who signed.
    pub by: Option<String>,
    /// In which role.
    pub role: Option<String>,
    /// When.
    pub on: Option<Day>,
}

/// What was to be reached, and what was.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct ObjectiveLine {
    /// What was to be reached.
    pub what: String,
    /// What was reached.
    pub result: Option<String>,
}

/// An issue and who has it after closure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct HandedIssue {
    /// The issue.
    #[serde(flatten)]
    pub issue: IssueLine,
    /// Who takes it over, if it is open.
    pub handed_to: Option<String>,
}

/// What was put back in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct CleanupLine {
    /// What.
    pub what: String,
    /// When; none while it is open.
    pub on: Option<Day>,
    /// By whom.
    pub by: Option<String>,
    /// What proves it.
    pub evidence: Option<String>,
}

/// What was planned and what happened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct TimelineLine {
    /// What.
    pub what: String,
    /// When it was planned.
    pub planned: Option<Day>,
    /// When it happened.
    pub actual: Option<Day>,
    /// Working days by which it was late, or early if negative; none where one of the days is not known.
    pub working_days_late: Option<i64>,
    /// The same as read.
    pub late_text: Option<String>,
}

/// What was learnt.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct LessonLine {
    /// What happened.
    pub what: String,
    /// What to do next time.
    pub advice: Option<String>,
}

/// What a page of the playbook says comes next.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct NextSteps {
    /// The page.
    pub process: String,
    /// A sentence each.
    pub steps: Vec<String>,
}
