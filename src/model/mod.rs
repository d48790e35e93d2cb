//! The domain as plain data, in the words of the playbooks and of FTOP.
//! Knows no Markdown, YAML, HTML or disk path.

mod batch;
mod closing;
mod engagement;
mod export_import;
mod ftop_status;
mod left_behind;
mod playbook;
mod refresh;
mod role;
mod service;
mod task;
mod unit;
mod unit_name;

pub use batch::{Batch, GoDecision, GoNoGo, MigrationState};
pub use closing::{Cleanup, HealthLevel, HealthOverride, Objective};
pub use engagement::{
    Action, Decision, ENTITLEMENT_STATUSES, Engagement, Entitlement, EntitlementShare, ExportSource, Import, Issue,
    Lesson, Member, Pause, Risk, Scope, Signoff, TaskStatus, Waiver,
};
pub use export_import::{DateOrder, DecimalMark, ExportImport, Gap, GapKind};
pub use ftop_status::FtopStatus;
pub use left_behind::{BulkDisposition, Consistency, Disposition, LeftBehind, LeftCounts, Settlement};
pub use playbook::{Phase, Playbook, Process, Step, TaskEntry, TaskRegistry};
pub use refresh::{DateReading, RefreshEntry};
pub use role::Role;
pub use service::{ALL_SERVICES, CORE_ONBOARDING, ServiceScope};
pub use task::{Aspect, Places, Requirement, Task, TaskDetails, TaskId};
pub use unit::{
    Amount, Amounts, Attempt, BatchCounts, BatchFacts, Exports, FailedItems, Failure, Group, More, ToolStatus, Unit,
    UnitDays,
};
pub use unit_name::unit_name;
