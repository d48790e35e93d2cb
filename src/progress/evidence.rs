//! How good the data is that an engagement is judged by: whether all that it names was found and read, and how old it is.
//!
//! Every gap is a fact for page one of a report, and keeps the engagement from being closed: a number that was made from
//! part of the data is not known to be right.

use jiff::civil::Date;

use super::Progress;
use super::fact::Fact;
use super::migration::{BatchState, Migration};
use super::stage::Stage;
use crate::model::{Engagement, ExportImport, GapKind, Import};

/// The quality of the data of one engagement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// In one word.
    pub quality: Quality,
    /// What is missing or was not read, in the order of the engagement file.
    pub gaps: Vec<Fact>,
    /// How many sources were read.
    pub sources: usize,
    /// The latest day that any of them speaks of.
    pub latest: Option<Date>,
}

/// The quality of data in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quality {
    /// All that is named was found and read.
    Complete,
    /// Something is missing or was not read.
    Partial,
    /// Nothing is known of any task or unit.
    None,
}

impl Quality {
    /// The word in class names and data.
    pub fn as_str(self) -> &'static str {
        match self {
            Quality::Complete => "complete",
            Quality::Partial => "partial",
            Quality::None => "none",
        }
    }
}

/// The quality of the data of an engagement.
pub fn evidence(engagement: &Engagement, progress: &Progress, migration: &Migration<'_>) -> Evidence {
    let mut gaps: Vec<Fact> = engagement.gaps.iter().map(|gap| missing(gap.kind, &gap.named.value)).collect();
    gaps.extend(engagement.imports.iter().filter_map(|import| statuses(import, engagement)));
    for (import, number) in engagement.exports.imports.iter().zip(1..) {
        gaps.extend(export(import, number));
    }
    let quality = match gaps.is_empty() {
        _ if !is_anything_known(progress, migration) => Quality::None,
        true => Quality::Complete,
        false => Quality::Partial,
    };
    let statuses = engagement.imports.iter().filter_map(|import| import.latest);
    Evidence {
        quality,
        gaps,
        sources: engagement.imports.len() + engagement.exports.imports.len(),
        latest: statuses.chain(engagement.exports.latest()).max(),
    }
}

fn is_anything_known(progress: &Progress, migration: &Migration<'_>) -> bool {
    let tasks = progress.total.all;
    tasks.total() > tasks.no_data || migration.batches.iter().any(|batch| batch.state != BatchState::NoData)
}

/// Named data that is not there, or that nobody can read. What is shown is the last part of the name as the engagement
/// file has it: the folders before it are no business of the customer.
fn missing(kind: GapKind, named: &str) -> Fact {
    let code = match kind {
        GapKind::NoStatuses => "gap-no-statuses",
        GapKind::NoExport => "gap-no-export",
        GapKind::UnknownExport => "gap-unknown-export",
    };
    Fact::new(code).text("name", named.rsplit(['/', '\\']).next().unwrap_or(named))
}

/// What is lost of a table of statuses.
fn statuses(import: &Import, engagement: &Engagement) -> Option<Fact> {
    if import.unusable {
        return Some(Fact::new("gap-statuses-unusable"));
    }
    if import.rejected > 0 {
        let rows = import.used + import.rejected;
        return Some(Fact::new("gap-statuses-rejected").count("n", import.rejected as u64).count("of", rows as u64));
    }
    let is_table = import.file != engagement.file;
    (is_table && import.used == 0).then(|| Fact::new("gap-statuses-empty"))
}

/// What is lost of an export. Reports name exports by number, as their list of sources does.
fn export(import: &ExportImport, number: u64) -> Vec<Fact> {
    let about = |code| Fact::new(code).count("number", number);
    let mut gaps = Vec::new();
    if import.used == 0 && import.rejected == 0 && !import.lists_failures {
        gaps.push(about("gap-export-empty"));
    }
    if import.rejected > 0 {
        gaps.push(about("gap-export-rejected").count("n", import.rejected as u64).count("of", import.rows as u64));
    }
    let unread: usize = import.unread.values().sum();
    if unread > 0 {
        gaps.push(about("gap-export-unread").count("n", unread as u64));
    }
    gaps
}

/// Whether enough is known for a colour that says that all is well: the state of at least half of the units, or of at
/// least half of the mandatory tasks.
pub fn is_enough_for_green(progress: &Progress, migration: &Migration<'_>) -> bool {
    let tasks = progress.total.mandatory;
    let units = migration.units;
    let half = |known: u64, all: u64| all > 0 && known.saturating_mul(2) >= all;
    let known_tasks = tasks.total() - tasks.no_data;
    half(known_tasks as u64, tasks.total() as u64) || half(units.total() - units.of(Stage::Unknown), units.total())
}
