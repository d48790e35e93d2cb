//! Why an engagement gets no report. Where a report might show its reader what was not meant for them, none is made and the
//! reason is given; the reports of the other customers are made all the same.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Engagement, TaskId};
use crate::text::{Sources, Span, Spanned, VirtualPath, nearest};

/// Why there is no report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pipeline) enum Refusal {
    /// Nothing in the engagement file could be read; what was found in it says why.
    Unreadable(String),
    /// Something in the engagement file cannot be meant as it stands: counted without it, figures would be wrong.
    Unsound(String),
    /// The engagement names an edition that the settings do not have.
    UnknownEdition { named: Spanned<String>, known: Vec<String> },
    /// The settings name an edition for reports that they do not have.
    UnknownReportEdition { named: String, known: Vec<String> },
    /// The settings ask for a task before closure that no page has.
    UnknownExitTask { id: TaskId, near: Option<String>, place: Option<Span> },
    /// The version that the engagement follows could not be read, or the playbook has none of that name.
    NoVersion { named: Spanned<String>, is_known: bool, near: Option<String> },
    /// The edition has no page, in whatever language.
    NoPages { edition: String, place: Span },
    /// Another engagement file would write its reports into the same folder.
    SameFolder { other: VirtualPath, place: Span },
    /// An engagement of another customer reads the same export, or one with the same rows under another name, and nothing
    /// says which rows are whose.
    SharedExport { export: VirtualPath, copy: Option<VirtualPath>, other: VirtualPath, place: Span },
}

impl Refusal {
    /// The reason in one phrase, with the way out.
    pub(in crate::pipeline) fn reason(&self) -> String {
        match self.way_out() {
            Some(way) => format!("{}; {way}", self.message()),
            None => self.message(),
        }
    }

    /// The reason as a finding at its place; none where another finding gives it already.
    pub(in crate::pipeline) fn finding(&self) -> Option<Diagnostic> {
        let place = match self {
            Refusal::Unreadable(_)
            | Refusal::Unsound(_)
            | Refusal::UnknownReportEdition { .. }
            | Refusal::UnknownExitTask { .. } => return None,
            Refusal::UnknownEdition { named, .. } | Refusal::NoVersion { named, .. } => named.span,
            Refusal::NoPages { place, .. }
            | Refusal::SameFolder { place, .. }
            | Refusal::SharedExport { place, .. } => *place,
        };
        let finding = Diagnostic::at(Code::InvalidConfig, place, self.message()).maybe_help(self.way_out());
        Some(Diagnostic { severity: Severity::Error, ..finding })
    }

    /// The reason as a finding about the settings, which is reported once and not for each customer.
    pub(super) fn finding_in_settings(&self) -> Option<Diagnostic> {
        let Refusal::UnknownExitTask { place, .. } = self else { return None };
        let finding = match place {
            Some(place) => Diagnostic::at(Code::InvalidConfig, *place, self.message()),
            None => Diagnostic::new(Code::InvalidConfig, self.message()),
        };
        Some(finding.maybe_help(self.way_out()))
    }

    /// Whether what was published of the engagement stays: the reason is a slip that will be corrected, and the last report
    /// holds what the next one is compared with.
    pub(super) fn keeps_the_last_report(&self) -> bool {
        matches!(
            self,
            Refusal::Unreadable(_) | Refusal::Unsound(_) | Refusal::UnknownExitTask { .. } | Refusal::NoVersion { .. }
        )
    }

    fn message(&self) -> String {
        match self {
            Refusal::Unreadable(reason) | Refusal::Unsound(reason) => reason.clone(),
            Refusal::UnknownEdition { named, .. } if named.value.is_empty() => "`edition` names no edition".to_owned(),
            Refusal::UnknownEdition { named, .. } => format!("no edition is named `{}`", named.value),
            Refusal::UnknownReportEdition { named, .. } => {
                format!("`reports.edition` in `waybook.yml` names `{named}`, and no edition is named so")
            }
            Refusal::UnknownExitTask { id, .. } => {
                format!("`closure.exit_tasks` in `waybook.yml` names the task `{id}`, which the playbook does not have")
            }
            Refusal::NoVersion { named, is_known: true, .. } => format!("version `{}` could not be read", named.value),
            Refusal::NoVersion { named, .. } => format!("version `{}` is none of the playbook's", named.value),
            Refusal::NoPages { edition, .. } => format!("the edition `{edition}` has no page"),
            Refusal::SameFolder { other, .. } => format!("the reports of `{other}` would lie in the same folder"),
            Refusal::SharedExport { export, copy: Some(copy), other, .. } => {
                format!("`{other}` of another customer reads the same rows as `{export}` from `{copy}`")
            }
            Refusal::SharedExport { export, other, .. } => {
                format!("`{other}` of another customer reads the export `{export}` too")
            }
        }
    }

    fn way_out(&self) -> Option<String> {
        match self {
            Refusal::Unreadable(_) | Refusal::Unsound(_) => None,
            Refusal::UnknownEdition { named, known } => Some(instead(&named.value, known)),
            Refusal::UnknownReportEdition { named, known } => Some(instead(named, known)),
            Refusal::UnknownExitTask { near, .. } | Refusal::NoVersion { near, .. } => {
                near.as_ref().map(|near| format!("did you mean `{near}`?"))
            }
            Refusal::NoPages { .. } => Some("name another edition, or say on pages that they are for it".to_owned()),
            Refusal::SameFolder { .. } => Some("give one of the two files another name".to_owned()),
            Refusal::SharedExport { .. } => Some("save an export for each customer".to_owned()),
        }
    }
}

/// Refuses an engagement in which something was found that cannot be meant as it stands: an unknown name or key, a value of
/// the wrong kind, a name that stands twice.
///
/// The severities that `check` sets do not count here: a report with wrong figures is wrong whoever has been told.
pub(super) fn unsound(engagement: &Engagement, sources: &Sources, found: &[Diagnostic]) -> Result<(), Refusal> {
    let place = |found: &Diagnostic| found.primary.as_ref().map(|place| place.span);
    let is_inside = |found: &Diagnostic| place(found).is_some_and(|span| span.file == engagement.file);
    let stops = |found: &&Diagnostic| found.severity == Severity::Error && spoils(found.code) && is_inside(found);
    let mut all: Vec<&Diagnostic> = found.iter().filter(stops).collect();
    all.sort_by_key(|found| place(found).map(|span| span.start));
    let Some(first) = all.first() else { return Ok(()) };
    let more = match all.len() - 1 {
        0 => String::new(),
        n => format!(" (and {n} more)"),
    };
    Err(Refusal::Unsound(told(first, engagement, sources) + &more))
}

/// Whether an error of a code in an engagement file changes what is counted, or loses what was written. Tables and exports that
/// are missing or cannot be read are no reason: the report is made and says what it lacks.
fn spoils(code: Code) -> bool {
    matches!(
        code,
        Code::InvalidConfig
            | Code::UnknownKey
            | Code::UnknownService
            | Code::UnknownPhase
            | Code::UnknownStatus
            | Code::StatusForUnknownTask
    )
}

/// A finding in one phrase with its line, and the line of the other place where two contradict each other.
fn told(found: &Diagnostic, engagement: &Engagement, sources: &Sources) -> String {
    let place = |span: Span| match span.file == engagement.file {
        true => format!("line {}", sources.line(span)),
        false => format!("`{}` line {}", sources.path(span), sources.line(span)),
    };
    let at = found.primary.as_ref().map(|label| place(label.span) + ": ").unwrap_or_default();
    let other = found.related.first().map(|label| format!(" ({} in {})", label.text, place(label.span)));
    let help = found.help.as_ref().map(|help| format!("; {help}"));
    format!("{at}{}{}{}", found.message, other.unwrap_or_default(), help.unwrap_or_default())
}

/// What to write instead of a name that no edition has.
fn instead(name: &str, known: &[String]) -> String {
    if known.is_empty() {
        return "the project has no editions".to_owned();
    }
    match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let ticked: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            format!("use one of {}", ticked.join(", "))
        }
    }
}
