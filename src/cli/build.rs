//! `waybook build`: sites and reports into the output folder.

use std::path::PathBuf;
use std::time::Instant;

use crate::error::Error;
use crate::publish::Foreign;
use crate::session::{Before, Publishing, Request, Session};
use crate::system::System;

use super::arguments::{Denied, InProject};
use super::report::without_report;
use super::summary::{Summarised, has_leaks, unread_versions};
use super::{Outcome, terminal};

/// Build sites and reports
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    waybook build                       into the folder that `waybook.yml` names, else `site`\n  \
    waybook build --out public          into `public`\n  \
    waybook build --edition partner     only the site of one edition\n  \
    waybook build --deny warnings       exit with 1 if there is an error or a warning\n\n\
    Files that no build made are never overwritten nor removed. Nothing is written, and the exit code\n\
    is 1, where an edition would show what only another one has.")]
pub(super) struct Build {
    #[command(flatten)]
    project: InProject,
    /// The output folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Publish only this edition
    #[arg(long, value_name = "EDITION")]
    edition: Option<String>,
    /// Build twice, hold the two against each other and against what was written
    #[arg(long)]
    verify: bool,
    /// The `manifest.json` of what is online, where the output folder does not hold it: pages that moved
    /// since are led to from their old addresses
    #[arg(long, value_name = "FILE")]
    published: Option<PathBuf>,
    /// Overwrite files in the output folder that no build made
    #[arg(long)]
    force: bool,
    /// Take over an output folder that was made under another title or from another folder of pages or project
    #[arg(long)]
    take_over: bool,
    /// Write texts also compressed, as `.gz` and `.br` beside them
    #[arg(long)]
    compress: bool,
    #[command(flatten)]
    denied: Denied,
}

impl Build {
    /// Builds, publishes and says what was done.
    pub(super) fn run(self, system: &dyn System) -> Result<Outcome, Error> {
        let started = Instant::now();
        let published = self.published.clone().map_or(Before::InFolder, Before::In);
        let request = Request { out: self.out.clone(), published, ..self.project.request() };
        let mut session = Session::new(system, request);
        let build = session.build()?;
        let publishing = Publishing {
            foreign: if self.force { Foreign::Overwrite } else { Foreign::Keep },
            edition: self.edition.clone(),
            compress: self.compress,
            take_over: self.take_over,
        };
        if has_leaks(&build) {
            return Ok(Outcome::Findings);
        }
        let published = session.publish(&build, &publishing)?;
        if self.verify {
            session.verify(&build, &publishing)?;
        }
        let here = system.working_folder()?;
        let done = Summarised { build: &build, published: &published, here: &here, took: started.elapsed() };
        terminal::note(&done.to_string());
        let missing = unread_versions(&build) + &without_report(&build.built.reports);
        if !missing.is_empty() {
            terminal::note(&missing);
            return Ok(Outcome::Incomplete);
        }
        Ok(self.denied.outcome(&build.findings.diagnostics))
    }
}
