//! `waybook fmt`: tables whose cells stand under each other.

use std::path::PathBuf;

use crate::diagnostic::render::concise;
use crate::error::Error;
use crate::session::Session;
use crate::system::System;

use super::arguments::InProject;
use super::{Outcome, mend, terminal};

/// Align the tables of the pages
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    waybook fmt                          all pages\n  \
    waybook fmt content/migrate          those below a folder\n  \
    waybook fmt --check                  exit with 1 if a table is not aligned\n  \
    waybook fmt --diff                   show what would change\n\n\
    Only blanks around cells and the dashes below headers change. Damaged tables stay as they are,\n\
    and so do those after `<!-- waybook-disable table-layout -->`.\n\n\
    Exit codes: 0 fine, 1 something would change, 2 could not format.")]
pub(super) struct Fmt {
    /// Pages and folders; without any, all pages of the project
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Name the tables that are not aligned, and write nothing
    #[arg(long)]
    check: bool,
    /// Show what would change, and write nothing
    #[arg(long, conflicts_with = "check")]
    diff: bool,
    #[command(flatten)]
    project: InProject,
}

impl Fmt {
    /// Aligns, or tells what is not aligned.
    pub(super) fn run(self, system: &dyn System) -> Result<Outcome, Error> {
        let mut session = Session::new(system, self.project.request());
        let (findings, files, mut alone) = session.layout(&self.paths)?;
        if self.check {
            terminal::data(&concise(&findings.diagnostics, &findings.sources))?;
            return Ok(if findings.diagnostics.is_empty() { Outcome::Fine } else { Outcome::Findings });
        }
        if self.diff {
            mend::show(&files)?;
            mend::tell(&alone);
            return Ok(if files.is_empty() { Outcome::Fine } else { Outcome::Findings });
        }
        let written = mend::store(system, &files, &mut alone);
        mend::tell(&alone);
        terminal::note(&format!("formatted {}\n", mend::files(written)));
        Ok(if alone.is_empty() { Outcome::Fine } else { Outcome::Findings })
    }
}
