//! `waybook check`: every finding, for people or programs.

use crate::diagnostic::render::{concise, full, json};
use crate::diagnostic::{Code, Severity};
use crate::error::Error;
use crate::session::{Build, Findings, Session};
use crate::system::System;

use super::arguments::{Denied, InProject, parse_code};
use super::summary::{counted, severities};
use super::{Outcome, terminal};

/// Read everything and list what is wrong
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    waybook check                                 with the lines they stand on\n  \
    waybook check --format concise                file:line:column: severity[code] message\n  \
    waybook check --format json | jq .message     one object a line\n  \
    waybook check --only run-on-row,broken-link   findings of two kinds\n  \
    waybook check --deny warnings                 exit with 1 on warnings too\n\n\
    Exit codes: 0 no errors, 1 errors or denied findings, 2 could not check.")]
pub(super) struct Check {
    #[command(flatten)]
    project: InProject,
    /// How to show them
    #[arg(long, value_enum, default_value = "full")]
    format: Format,
    /// Only findings of these codes
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = parse_code)]
    only: Vec<Code>,
    #[command(flatten)]
    denied: Denied,
}

/// The shapes of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// With the lines they stand on
    Full,
    /// A line each
    Concise,
    /// A JSON object a line
    Json,
}

impl Check {
    /// Prints the findings.
    pub(super) fn run(self, system: &dyn System) -> Result<Outcome, Error> {
        // Engagements, templates and addresses are only known when all is made.
        let Build { built, mut findings, .. } = Session::new(system, self.project.request()).build()?;
        if !self.only.is_empty() {
            findings.diagnostics.retain(|found| self.only.contains(&found.code));
        }
        terminal::data(&self.rendered(&findings))?;
        if self.format != Format::Json {
            terminal::note(&verdict(built.summary.pages, &findings));
        }
        if findings.count(Severity::Error) > 0 {
            return Ok(Outcome::Findings);
        }
        Ok(self.denied.outcome(&findings.diagnostics))
    }

    fn rendered(&self, findings: &Findings) -> String {
        let Findings { diagnostics, sources, content } = findings;
        match self.format {
            Format::Full => full(diagnostics, sources, terminal::shows_colour()),
            Format::Concise => concise(diagnostics, sources),
            Format::Json => json(diagnostics, sources, content),
        }
    }
}

/// One line on the whole: `398 pages: 2 errors, 5 warnings`.
fn verdict(pages: usize, findings: &Findings) -> String {
    let found = if findings.diagnostics.is_empty() { "nothing found".to_owned() } else { severities(findings) };
    let pages = if pages == 0 { "no pages".to_owned() } else { counted(pages, "page") };
    format!("{pages}: {found}\n")
}
