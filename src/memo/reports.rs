//! The reports of one customer as the last build made them, and what they were made from.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Sheet, TextKey};
use crate::diagnostic::Diagnostic;
use crate::extract::engagement::Claims;
use crate::output::OutputFiles;
use crate::render::html::TemplateProblem;
use crate::render::manuscript::Manuscript;
use crate::text::{Digest, FileId};
use crate::view::portfolio::{FailedRow, Share};

/// What became of the reports of one engagement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reported {
    /// The engagement's id: the folder of its reports.
    pub id: String,
    /// The customer's name; none if the file could not be read so far.
    pub customer: Option<String>,
    /// Whether it may be closed.
    pub ready: bool,
    /// How many findings stand in the way of closure.
    pub missing: usize,
    /// Errors in its data.
    pub errors: usize,
    /// Why there is no report.
    pub failed: Option<String>,
    /// Whether there is none for a reason that will pass, as a slip in its file: what was published of it stays.
    pub refused: bool,
    /// Whether there was a report to compare with.
    pub compared: bool,
    /// How many texts and rows its workbooks could not hold.
    pub cut: usize,
}

/// One of the playbooks of a project.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Followed {
    /// Its version, if that is an older one.
    pub version: Option<String>,
    /// Its edition; none where the project has no editions.
    pub edition: Option<String>,
    /// Its language by its place in the settings.
    pub language: usize,
}

/// Whose texts may be in a report: what the proof of editions needs to know of it. Texts of other editions are a leak, but
/// where the customer's own files have them too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportSources {
    /// The playbooks that it is made from: one for a customer's report, those of all customers for the portfolio.
    pub playbooks: BTreeSet<Followed>,
    /// The engagement files and the tables and exports that were read for them.
    pub own: BTreeSet<FileId>,
}

impl ReportSources {
    /// Adds those of another report.
    pub fn extend(&mut self, other: &Self) {
        self.playbooks.extend(other.playbooks.iter().cloned());
        self.own.extend(&other.own);
    }
}

/// The reports of one customer or the portfolio, and what they were made from.
#[derive(Debug, Default)]
pub struct Made {
    /// What they were made from, but for the tables.
    pub basis: Digest,
    /// Whose the engagement is and which files it reads, with what that was read from.
    pub claims: Option<(Digest, Arc<Claims>)>,
    /// Whose texts may be in the files.
    pub sources: ReportSources,
    /// The tables that were read, with the hashes of their texts.
    pub read: Vec<TextKey>,
    /// The files.
    pub files: OutputFiles,
    /// The pages among them by what they are.
    pub sheets: Vec<(Digest, Arc<Sheet>)>,
    /// What was found in the customer's data.
    pub diagnostics: Vec<Diagnostic>,
    /// What went wrong while they were printed.
    pub problems: Vec<TemplateProblem>,
    /// What is still to be typeset.
    pub manuscripts: Vec<Manuscript>,
    /// What the customer gives to the portfolio.
    pub share: Option<Share>,
    /// Why there is no report.
    pub failed: Option<FailedRow>,
    /// What became of it.
    pub reported: Reported,
}
