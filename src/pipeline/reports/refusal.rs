//! Why an engagement gets no report. Where a report might show its reader what was not meant for them, none is made and the
//! reason is given; the reports of the other customers are made all the same.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::text::{Span, Spanned, VirtualPath, nearest};

/// Why there is no report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pipeline) enum Refusal {
    /// Nothing in the engagement file could be read; what was found in it says why.
    Unreadable(String),
    /// The engagement names an edition that the settings do not have.
    UnknownEdition { named: Spanned<String>, known: Vec<String> },
    /// The settings name an edition for reports that they do not have.
    UnknownReportEdition { named: String, known: Vec<String> },
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
            Refusal::Unreadable(_) | Refusal::UnknownReportEdition { .. } => return None,
            Refusal::UnknownEdition { named, .. } | Refusal::NoVersion { named, .. } => named.span,
            Refusal::NoPages { place, .. }
            | Refusal::SameFolder { place, .. }
            | Refusal::SharedExport { place, .. } => *place,
        };
        let finding = Diagnostic::at(Code::InvalidConfig, place, self.message()).maybe_help(self.way_out());
        Some(Diagnostic { severity: Severity::Error, ..finding })
    }

    fn message(&self) -> String {
        match self {
            Refusal::Unreadable(reason) => reason.clone(),
            Refusal::UnknownEdition { named, .. } if named.value.is_empty() => "`edition` names no edition".to_owned(),
            Refusal::UnknownEdition { named, .. } => format!("no edition is named `{}`", named.value),
            Refusal::UnknownReportEdition { named, .. } => {
                format!("`reports.edition` in `waybook.yml` names `{named}`, and no edition is named so")
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
            Refusal::Unreadable(_) => None,
            Refusal::UnknownEdition { named, known } => Some(instead(&named.value, known)),
            Refusal::UnknownReportEdition { named, known } => Some(instead(named, known)),
            Refusal::NoVersion { near, .. } => near.as_ref().map(|near| format!("did you mean `{near}`?")),
            Refusal::NoPages { .. } => Some("name another edition, or say on pages that they are for it".to_owned()),
            Refusal::SameFolder { .. } => Some("give one of the two files another name".to_owned()),
            Refusal::SharedExport { .. } => Some("save an export for each customer".to_owned()),
        }
    }
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
