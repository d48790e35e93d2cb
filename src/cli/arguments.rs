//! Arguments that several commands share.

use std::path::PathBuf;
use std::str::FromStr;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::session::Request;
use crate::text::nearest;

use super::Outcome;

/// Where the project lies.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct InProject {
    /// The project folder; else the working directory or the nearest folder above it with a `waybook.yml`
    #[arg(long, value_name = "DIR")]
    project: Option<PathBuf>,
}

impl InProject {
    /// A request about this project.
    pub(super) fn request(&self) -> Request {
        Request { project: self.project.clone(), ..Request::default() }
    }
}

/// Which findings make the command fail.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Denied {
    /// Exit with 1 also on findings of this code or of this severity and above
    #[arg(long, value_name = "CODE|SEVERITY", value_delimiter = ',')]
    deny: Vec<Deny>,
}

/// A rule and how grave it is: `stale-page=off`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RuleSeverity {
    pub(super) code: Code,
    pub(super) severity: Severity,
}

impl FromStr for RuleSeverity {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (code, word) = text.split_once('=').ok_or("write it as `CODE=SEVERITY`")?;
        let all = [Severity::Error, Severity::Warning, Severity::Info, Severity::Off];
        let severity = all.into_iter().find(|severity| severity.as_str() == word);
        let severity = severity.ok_or("a severity is one of `error`, `warning`, `info`, `off`")?;
        Ok(Self { code: parse_code(code)?, severity })
    }
}

/// A code, or a severity and all above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deny {
    Code(Code),
    From(Severity),
}

impl FromStr for Deny {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "error" | "errors" => Ok(Deny::From(Severity::Error)),
            "warning" | "warnings" => Ok(Deny::From(Severity::Warning)),
            "info" | "all" => Ok(Deny::From(Severity::Info)),
            code => parse_code(code).map(Deny::Code),
        }
    }
}

impl Denied {
    /// The outcome of a command that met these findings.
    pub(super) fn outcome<'d>(&self, found: impl IntoIterator<Item = &'d Diagnostic>) -> Outcome {
        let denied = found.into_iter().any(|found| self.deny.iter().any(|deny| deny.covers(found)));
        if denied { Outcome::Findings } else { Outcome::Fine }
    }
}

impl Deny {
    fn covers(self, found: &Diagnostic) -> bool {
        match self {
            Deny::Code(code) => found.code == code,
            Deny::From(severity) => found.severity <= severity,
        }
    }
}

/// A code by its name; the message names the nearest one.
pub(super) fn parse_code(text: &str) -> Result<Code, String> {
    text.parse().map_err(|()| match nearest(text, Code::ALL.iter().map(|code| code.as_str())) {
        Some(near) => format!("there is no such code, did you mean `{near}`?"),
        None => "there is no such code, `waybook explain` lists them".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_severity_denies_itself_and_what_is_graver() {
        let denied = Denied { deny: vec![Deny::From(Severity::Warning)] };
        let found = |severity| Diagnostic { severity, ..Diagnostic::new(Code::BrokenLink, "x") };
        assert_eq!(denied.outcome(&[found(Severity::Error)]), Outcome::Findings);
        assert_eq!(denied.outcome(&[found(Severity::Warning)]), Outcome::Findings);
        assert_eq!(denied.outcome(&[found(Severity::Info)]), Outcome::Fine);
    }

    #[test]
    fn a_slip_in_a_code_finds_it() {
        assert_eq!(parse_code("broken-lnik"), Err("there is no such code, did you mean `broken-link`?".to_owned()));
    }
}
