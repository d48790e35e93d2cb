//! `waybook diff`: what lies between two states of the playbook.

use std::path::PathBuf;

use crate::error::Error;
use crate::render::drift;
use crate::session::{Comparison, EngagementsAt};
use crate::system::System;

use super::arguments::InProject;
use super::{Outcome, terminal};

/// Show what lies between two states of the playbook
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    waybook diff v1.4 main                        two revisions of this repository\n  \
    waybook diff HEAD .                           what is not committed yet\n  \
    waybook diff old-playbook playbook            two folders\n  \
    waybook diff tasks-may.json playbook          what was exported in May, and now\n  \
    waybook diff v1.4 . --format markdown         a change log to publish\n  \
    waybook diff v1.4 . --unannounced             also changed tasks that no refresh row names\n  \
    waybook diff v1.4 . --engagements             what it means for each open engagement\n\n\
    A state is a folder, a file of `waybook export tasks`, or a git revision: `REV` for this project\n\
    as it was then, `REV:PATH` for a folder of the repository.\n\n\
    Exit codes, as those of `diff`: 0 no differences, 1 differences, 2 could not compare.")]
pub(super) struct Diff {
    /// The earlier state: a folder, a JSON file or a revision
    old: String,
    /// The later state
    new: String,
    /// How to show it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// List changed tasks that no new refresh row and no new line of a change log names
    #[arg(long, alias = "announced")]
    unannounced: bool,
    /// What it means for the open engagements of the project, or of this folder
    #[arg(long, value_name = "DIR", num_args = 0..=1)]
    engagements: Option<Option<PathBuf>>,
    #[command(flatten)]
    project: InProject,
}

/// The shapes of a comparison.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// A line for each change
    Text,
    /// A change log for readers
    Markdown,
    /// A page that stands alone
    Html,
    /// Everything, for programs
    Json,
}

impl Diff {
    /// Compares and prints.
    pub(super) fn run(self, system: &dyn System) -> Result<Outcome, Error> {
        let comparison = Comparison {
            old: self.old,
            new: self.new,
            project: self.project.request().project,
            announced: self.unannounced,
            engagements: match self.engagements {
                None => EngagementsAt::Nowhere,
                Some(None) => EngagementsAt::Project,
                Some(Some(folder)) => EngagementsAt::Folder(folder),
            },
        };
        let found = comparison.run(system)?;
        let text = match self.format {
            Format::Text => drift::text(&found),
            Format::Markdown => drift::markdown(&found),
            Format::Html => drift::html(&found),
            Format::Json => drift::json(&found),
        };
        terminal::data(&text)?;
        Ok(if found.is_empty() { Outcome::Fine } else { Outcome::Findings })
    }
}
