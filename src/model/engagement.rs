//! One customer going through the playbook: what is in scope, who works on it, what was reported.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{
    Batch, BulkDisposition, Cleanup, DateOrder, DecimalMark, Disposition, Exports, FtopStatus, Gap, HealthOverride,
    Objective, TaskId,
};
use crate::text::{FileId, Span, Spanned};

/// One customer's engagement, from its own file and the tables that file names.
#[derive(Clone, Debug, PartialEq)]
pub struct Engagement {
    /// Its file.
    pub file: FileId,
    /// The file's name without its extension, which names the reports.
    pub id: String,
    /// The customer's name.
    pub customer: String,
    /// The customer's tenant.
    pub tenant: Option<Spanned<String>>,
    /// The language of its reports, as a BCP 47 tag.
    pub language: Option<Spanned<String>>,
    /// What is in scope and when.
    pub scope: Scope,
    /// Its health as a person sees it.
    pub health: Option<HealthOverride>,
    /// What is to be reached.
    pub objectives: Vec<Objective>,
    /// Who works on it.
    pub team: Vec<Member>,
    /// A paragraph for the executive reader.
    pub summary: Option<String>,
    /// What comes next.
    pub next_actions: Vec<Action>,
    /// What was reported for tasks; a task that is missing here has no data.
    pub tasks: BTreeMap<TaskId, TaskStatus>,
    /// The files that statuses were read from and what became of their rows.
    pub imports: Vec<Import>,
    /// What is migrated together.
    pub batches: Vec<Batch>,
    /// Which files of migration tools belong to it.
    pub export_sources: Vec<ExportSource>,
    /// What those files say, merged.
    pub exports: Exports,
    /// Data that the file names and that gave nothing: no number knows what stands in it.
    pub gaps: Vec<Gap>,
    /// What was decided on units that failed or left items behind.
    pub dispositions: Vec<Disposition>,
    /// What was decided on items left behind in many units at once.
    pub bulk_dispositions: Vec<BulkDisposition>,
    /// What was reported after migration events.
    pub issues: Vec<Issue>,
    /// Entitlements by service.
    pub entitlements: Vec<Entitlement>,
    /// What may go wrong.
    pub risks: Vec<Risk>,
    /// What was decided.
    pub decisions: Vec<Decision>,
    /// Times without work.
    pub pauses: Vec<Pause>,
    /// What was learnt.
    pub lessons: Vec<Lesson>,
    /// What others take over.
    pub handover: Vec<Action>,
    /// What was put back in order.
    pub cleanup: Vec<Cleanup>,
    /// What became of the customer's data at ours.
    pub data_handling: Option<String>,
    /// The customer's word that it is done.
    pub signoff: Option<Signoff>,
}

impl Engagement {
    /// An engagement of which only the customer is known.
    pub fn new(file: FileId, id: &str, customer: &str) -> Self {
        Self {
            file,
            id: id.to_owned(),
            customer: customer.to_owned(),
            tenant: None,
            language: None,
            scope: Scope::default(),
            health: None,
            objectives: Vec::new(),
            team: Vec::new(),
            summary: None,
            next_actions: Vec::new(),
            tasks: BTreeMap::new(),
            imports: Vec::new(),
            batches: Vec::new(),
            export_sources: Vec::new(),
            exports: Exports::default(),
            gaps: Vec::new(),
            dispositions: Vec::new(),
            bulk_dispositions: Vec::new(),
            issues: Vec::new(),
            entitlements: Vec::new(),
            risks: Vec::new(),
            decisions: Vec::new(),
            pauses: Vec::new(),
            lessons: Vec::new(),
            handover: Vec::new(),
            cleanup: Vec::new(),
            data_handling: None,
            signoff: None,
        }
    }
}

/// Files of migration tools, and what is known of them that they do not say themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportSource {
    /// A glob, relative to the engagement file's folder, else to the project folder.
    pub files: Spanned<String>,
    /// The batch of units whose rows name none.
    pub batch: Option<Spanned<String>>,
    /// The service of units whose rows do not tell it.
    pub service: Option<Spanned<String>>,
    /// The order of day and month, where it does not show.
    pub dates: Option<DateOrder>,
    /// What separates decimals, where it does not show.
    pub decimals: Option<DecimalMark>,
    /// The name of their format, where their columns fit several.
    pub format: Option<Spanned<String>>,
}

/// What is in scope and when.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// Canonical names of the services.
    pub services: Vec<Spanned<String>>,
    /// Canonical names of the phases; empty means all.
    pub phases: Vec<Spanned<String>>,
    /// The day the engagement was opened.
    pub opened: Option<Spanned<Date>>,
    /// The day it is meant to end.
    pub target: Option<Spanned<Date>>,
    /// The playbook's edition that it follows.
    pub edition: Option<Spanned<String>>,
    /// The playbook's version that it follows; the current one, if left out.
    pub version: Option<Spanned<String>>,
}

/// Someone who works on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The role.
    pub role: Spanned<String>,
    /// The name.
    pub name: String,
    /// The address.
    pub email: Option<String>,
}

/// Something to be done: a next action, or an item of the handover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What is to be done.
    pub what: String,
    /// By whom.
    pub owner: Option<String>,
    /// Until when.
    pub due: Option<Spanned<Date>>,
    /// The issue it is about, by number or title.
    pub issue: Option<String>,
    /// The whole entry.
    pub span: Span,
}

/// What was reported for one task.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskStatus {
    /// The id at its place.
    pub id: Spanned<TaskId>,
    /// FTOP's status.
    pub status: Spanned<FtopStatus>,
    /// % complete, 0 to 100; shown, never counted as done.
    pub percent: Option<Spanned<u8>>,
    /// The day of the status: `on` of the file, `updated` of a table.
    pub on: Option<Spanned<Date>>,
    /// Who did or reported it.
    pub by: Option<String>,
    /// Who owns it now.
    pub owner: Option<String>,
    /// Whose task it is, where that differs from the playbook.
    pub role: Option<Spanned<String>>,
    /// The service it was reported for, in tables that say so.
    pub service: Option<Spanned<String>>,
    /// What is said of it.
    pub note: Option<String>,
    /// What proves it.
    pub evidence: Option<String>,
    /// Why, by whom and when it was set aside.
    pub waiver: Waiver,
    /// The whole entry or row.
    pub span: Span,
}

impl TaskStatus {
    /// A status of which nothing else is known; its span is that of both.
    pub fn new(id: Spanned<TaskId>, status: Spanned<FtopStatus>) -> Self {
        let span = if id.span.file == status.span.file { id.span.to(status.span) } else { status.span };
        Self {
            id,
            status,
            percent: None,
            on: None,
            by: None,
            owner: None,
            role: None,
            service: None,
            note: None,
            evidence: None,
            waiver: Waiver::default(),
            span,
        }
    }
}

/// Why, by whom and when a task was set aside. It counts only if all three are there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiver {
    /// The reason.
    pub reason: Option<String>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// When.
    pub on: Option<Spanned<Date>>,
}

impl Waiver {
    /// The parts that are not there: `reason`, `approver`, `date`.
    pub fn missing(&self) -> Vec<&'static str> {
        let parts =
            [("reason", self.reason.is_none()), ("approver", self.approved_by.is_none()), ("date", self.on.is_none())];
        parts.into_iter().filter(|(_, missing)| *missing).map(|(name, _)| name).collect()
    }
}

/// A file that statuses were read from, and what became of its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// The file.
    pub file: FileId,
    /// Rows or entries read.
    pub rows: usize,
    /// Those that were read as a status of this engagement, whether another source overrules them or not.
    pub used: usize,
    /// Those of other customers.
    pub elsewhere: usize,
    /// Those that could not be used; each has a finding.
    pub rejected: usize,
    /// The latest day of a status in it.
    pub latest: Option<Date>,
    /// Whether the file as a whole could not be used. Then all of its rows are rejected, whosever they are.
    pub unusable: bool,
}

/// Something reported after a migration event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Its number or name, as written.
    pub id: Option<String>,
    /// What it is.
    pub title: String,
    /// The batch it came from.
    pub batch: Option<Spanned<String>>,
    /// The day it was reported.
    pub opened: Option<Spanned<Date>>,
    /// How grave it is, as written.
    pub severity: Option<String>,
    /// Who owns it.
    pub owner: Option<String>,
    /// Until when it is to be solved.
    pub due: Option<Spanned<Date>>,
    /// When it was solved.
    pub resolved: Option<Spanned<Date>>,
    /// How it was solved.
    pub resolution: Option<String>,
    /// The whole entry.
    pub span: Span,
}

/// The entitlements of one service and what became of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entitlement {
    /// The service.
    pub service: Spanned<String>,
    /// How many there are.
    pub available: Option<Spanned<u32>>,
    /// What became of them, in the order of the file.
    pub shares: Vec<EntitlementShare>,
}

/// Entitlements of one status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntitlementShare {
    /// L1, one of [`ENTITLEMENT_STATUSES`].
    pub status: String,
    /// How many.
    pub count: u32,
    /// L2: the reason.
    pub reason: Option<String>,
    /// L3: the engineering reason.
    pub engineering_reason: Option<String>,
}

/// L1 of the entitlement statuses.
pub const ENTITLEMENT_STATUSES: [&str; 5] =
    ["Status Unknown", "In Progress", "Blocked", "No Intent", "Duplicate/Invalid"];

/// What may go wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Risk {
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
    pub due: Option<Spanned<Date>>,
    /// When it was closed.
    pub closed: Option<Spanned<Date>>,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What was decided.
    pub what: String,
    /// By whom.
    pub by: Option<String>,
    /// When.
    pub on: Option<Spanned<Date>>,
    /// Why.
    pub reason: Option<String>,
}

/// A time without work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pause {
    /// Its first day.
    pub from: Option<Spanned<Date>>,
    /// Its last day; none while it lasts.
    pub to: Option<Spanned<Date>>,
    /// Why.
    pub reason: Option<String>,
}

/// What was learnt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// What happened.
    pub what: String,
    /// What to do next time.
    pub advice: Option<String>,
}

/// The customer's word that it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signoff {
    /// Who signed.
    pub by: Option<String>,
    /// In which role.
    pub role: Option<String>,
    /// When.
    pub on: Option<Spanned<Date>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_read_whatever_their_case_and_blanks() {
        for word in FtopStatus::WORDS {
            assert_eq!(FtopStatus::parse(word).as_str(), word);
            assert_eq!(FtopStatus::parse(&word.to_uppercase().replace('-', " – ")).as_str(), word);
        }
        assert_eq!(FtopStatus::parse("Completed"), FtopStatus::Unknown("Completed".to_owned()));
        assert_eq!(FtopStatus::WORDS.iter().filter(|word| FtopStatus::parse(word).is_blocked()).count(), 5);
    }

    #[test]
    fn an_unknown_word_that_begins_with_blocked_is_not_blocked() {
        assert!(!FtopStatus::parse("Blocked-By Weather").is_blocked());
    }
}
