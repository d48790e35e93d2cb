//! What migration tools report: units, batches and failed items, merged over exports; and what became of each file.
//!
//! A number that a tool left blank is unknown, never zero; [`Amount`] holds that apart in eight bytes, since an export
//! may have a million rows.

use std::collections::BTreeMap;
use std::num::NonZeroU64;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Consistency, Disposition, ExportImport, LeftBehind, MigrationState};
use crate::text::{FileId, Span};

/// Everything that the exports of one engagement say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exports {
    /// Every mailbox, site or drive once, in order of first mention.
    pub units: Vec<Unit>,
    /// Batches that a tool reports as a whole, each name once, in order of first mention.
    pub batches: Vec<BatchFacts>,
    /// Items that could not be moved, counted by unit and category, in that order.
    pub failures: Vec<FailedItems>,
    /// What became of each file, in order of path.
    pub imports: Vec<ExportImport>,
    /// Files that no format fits.
    pub unknown: Vec<FileId>,
}

impl Exports {
    /// How many units there are in each state.
    pub fn states(&self) -> BTreeMap<MigrationState, usize> {
        let mut counts = BTreeMap::new();
        for unit in &self.units {
            *counts.entry(unit.state().clone()).or_default() += 1;
        }
        counts
    }

    /// The units of a batch; case and blanks do not count.
    pub fn units_of(&self, batch: &str) -> impl Iterator<Item = &Unit> {
        let name = crate::text::comparable(batch);
        self.units.iter().filter(move |unit| unit.batch().is_some_and(|own| crate::text::comparable(own) == name))
    }

    /// What a tool reports of a batch as a whole.
    pub fn batch(&self, name: &str) -> Option<&BatchFacts> {
        let name = crate::text::comparable(name);
        self.batches.iter().find(|batch| crate::text::comparable(&batch.name) == name)
    }

    /// The latest day that any of the files speaks of.
    pub fn latest(&self) -> Option<Date> {
        self.imports.iter().filter_map(|import| import.latest).max()
    }
}

/// One mailbox, site or drive; the thing that a migration counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// By which tools name it: an address, a path, an alias; as written.
    pub identity: Box<str>,
    /// What it belongs to; shared by all units of one batch.
    pub group: Arc<Group>,
    /// Where it stands; shared by all units of which a tool says the same.
    pub status: Arc<ToolStatus>,
    /// Mails, files or other items.
    pub items: Amounts,
    /// Their size in bytes.
    pub bytes: Amounts,
    /// When what happened.
    pub days: UnitDays,
    /// What there is to say of few units only.
    pub more: Option<Box<More>>,
    /// The row that counts.
    pub span: Span,
}

/// What a unit belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Group {
    /// The service, by its canonical name.
    pub service: Option<Arc<str>>,
    /// The batch or project, as the tool names it.
    pub batch: Option<Arc<str>>,
}

/// What there is to say of few units only, so that the others need no room for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct More {
    /// Why it failed, where the tool says so.
    pub failure: Option<Arc<Failure>>,
    /// What was decided on it, where the engagement file says so.
    pub disposition: Option<Box<Disposition>>,
    /// Items left behind by kind, as far as the tool tells kinds apart; those of `items` are not repeated here.
    pub left_behind: Vec<(LeftBehind, u64)>,
    /// What the tool says of the unit's data as a whole.
    pub consistency: Option<Box<Consistency>>,
    /// What was reported before, the oldest first: other rounds, other batches, older exports.
    pub history: Vec<Attempt>,
}

impl Unit {
    /// The service, by its canonical name.
    pub fn service(&self) -> Option<&Arc<str>> {
        self.group.service.as_ref()
    }

    /// The batch or project it moved with, as the tool names it.
    pub fn batch(&self) -> Option<&Arc<str>> {
        self.group.batch.as_ref()
    }

    /// Why it failed, where the tool says so.
    pub fn failure(&self) -> Option<&Failure> {
        self.more.as_ref()?.failure.as_deref()
    }

    /// What was decided on it, where the engagement file says so.
    pub fn disposition(&self) -> Option<&Disposition> {
        self.more.as_ref()?.disposition.as_deref()
    }

    /// What was reported before, the oldest first: other rounds, other batches, older exports.
    pub fn history(&self) -> &[Attempt] {
        self.more.as_ref().map(|more| more.history.as_slice()).unwrap_or_default()
    }

    /// What the tool says of its data as a whole.
    pub fn consistency(&self) -> Option<&Consistency> {
        self.more.as_ref()?.consistency.as_deref()
    }

    /// How many items of a kind were left behind, as far as a tool says it.
    pub fn left(&self, kind: LeftBehind) -> u64 {
        let more = self.more.as_ref().map(|more| more.left_behind.as_slice()).unwrap_or_default();
        let told: u64 = more.iter().filter(|(own, _)| *own == kind).map(|(_, count)| count).sum();
        match kind {
            LeftBehind::Failed => told + self.items.failed.get().unwrap_or(0),
            LeftBehind::Skipped => told + self.items.skipped.get().unwrap_or(0),
            _ => told,
        }
    }

    /// How many items were left behind in all. Corrupt, large and missing items are among the skipped ones: where a tool
    /// counts both, the larger of the two counts, and no item twice.
    pub fn left_in_all(&self) -> u64 {
        let kinds = [LeftBehind::Corrupt, LeftBehind::Large, LeftBehind::Missing].map(|kind| self.left(kind));
        let skipped = self.left(LeftBehind::Skipped).max(kinds.into_iter().fold(0, u64::saturating_add));
        skipped.saturating_add(self.left(LeftBehind::Failed)).saturating_add(self.left(LeftBehind::Filtered))
    }

    /// The place for what there is to say of few units only.
    pub fn more(&mut self) -> &mut More {
        self.more.get_or_insert_default()
    }

    /// Where it stands in the one vocabulary.
    pub fn state(&self) -> &MigrationState {
        &self.status.state
    }

    /// How large it is: as the export says, else what was moved and what was not of a unit that is done.
    pub fn size(&self) -> Option<u64> {
        let over = matches!(self.state(), MigrationState::Completed | MigrationState::CompletedWithIssues);
        let known = |amount: Amount| amount.get().unwrap_or(0);
        let parts = || Some(self.bytes.done.get()?.saturating_add(known(self.bytes.failed)));
        self.bytes.total.get().or_else(|| parts().filter(|_| over))
    }

    /// Whether someone must decide what becomes of it: it failed, was stopped, or left items behind.
    pub fn needs_disposition(&self) -> bool {
        let state = self.state();
        let bad =
            matches!(state, MigrationState::Failed | MigrationState::Stopped | MigrationState::CompletedWithIssues);
        let unapproved = self.consistency().is_some_and(|told| told.has_unapproved == Some(true));
        bad || unapproved || self.left_in_all() > 0
    }
}

/// What a tool says of a unit or batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolStatus {
    /// In the one vocabulary.
    pub state: MigrationState,
    /// The tool's own word, to the letter.
    pub word: String,
}

/// The days of a unit or batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnitDays {
    /// When its migration began.
    pub started: Option<Date>,
    /// When it ended.
    pub finished: Option<Date>,
    /// When it was last synchronized.
    pub synced: Option<Date>,
}

impl UnitDays {
    /// The latest of them.
    pub fn latest(&self) -> Option<Date> {
        [self.started, self.finished, self.synced].into_iter().flatten().max()
    }

    /// The day on which it was done: the end, else the last synchronization.
    pub fn done(&self) -> Option<Date> {
        self.finished.or(self.synced)
    }
}

/// Items or bytes of a unit, by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// All there are.
    pub total: Amount,
    /// Moved.
    pub done: Amount,
    /// Not moved, though they should have been.
    pub failed: Amount,
    /// Left out on purpose, or by a limit.
    pub skipped: Amount,
}

/// A number, or that it is not known. Unknown is not zero.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Amount(Option<NonZeroU64>);

impl Amount {
    /// Nothing is known.
    pub const UNKNOWN: Amount = Amount(None);

    /// A known number; the one that is too large to hold becomes the largest.
    pub fn of(number: u64) -> Self {
        Self(NonZeroU64::new(number.saturating_add(1)))
    }

    /// The number, if it is known.
    pub fn get(self) -> Option<u64> {
        self.0.map(|number| number.get() - 1)
    }

    /// The sum of what is known; unknown only if nothing is.
    pub fn plus(self, other: Amount) -> Amount {
        match (self.get(), other.get()) {
            (Some(a), Some(b)) => Amount::of(a.saturating_add(b)),
            _ => Amount(self.0.or(other.0)),
        }
    }
}

impl From<Option<u64>> for Amount {
    fn from(number: Option<u64>) -> Self {
        number.map_or(Amount::UNKNOWN, Amount::of)
    }
}

impl std::fmt::Debug for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.get() {
            Some(number) => write!(f, "{number}"),
            None => f.write_str("unknown"),
        }
    }
}

/// Why a unit failed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Failure {
    /// A code or kind, as the tool groups its errors.
    pub category: Option<String>,
    /// What the tool says.
    pub message: Option<String>,
}

/// What was reported of a unit before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The batch it moved with then.
    pub batch: Option<Arc<str>>,
    /// Where it stood.
    pub status: Arc<ToolStatus>,
    /// The latest day of the row.
    pub on: Option<Date>,
    /// The row.
    pub span: Span,
}

/// A batch as a tool reports it as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct BatchFacts {
    /// The tool's name of it.
    pub name: String,
    /// The service, by its canonical name.
    pub service: Option<Arc<str>>,
    /// Where it stands.
    pub status: Arc<ToolStatus>,
    /// How many units it has in which state.
    pub counts: BatchCounts,
    /// When it was created.
    pub created: Option<Date>,
    /// When what happened.
    pub days: UnitDays,
    /// The day from which it may be cut over.
    pub complete_after: Option<Date>,
    /// The row.
    pub span: Span,
}

/// How many units of a batch are in which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BatchCounts {
    /// All of them.
    pub total: Amount,
    /// Being copied.
    pub active: Amount,
    /// Stopped.
    pub stopped: Amount,
    /// Copied, not cut over.
    pub synced: Amount,
    /// Done.
    pub finalized: Amount,
    /// Failed.
    pub failed: Amount,
    /// Waiting.
    pub pending: Amount,
    /// Provisioned.
    pub provisioned: Amount,
}

/// Items of one unit that could not be moved for one reason. What the items are called is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedItems {
    /// The unit, as the export names it.
    pub unit: Box<str>,
    /// The kind or code of error.
    pub category: String,
    /// How many.
    pub count: u64,
    /// The first row.
    pub span: Span,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_is_not_zero() {
        assert_eq!(Amount::of(0).get(), Some(0));
        assert_eq!(Amount::default().get(), None);
        assert_eq!(Amount::UNKNOWN.plus(Amount::of(3)), Amount::of(3));
        assert_eq!(Amount::of(2).plus(Amount::of(3)).get(), Some(5));
        assert_eq!(Amount::UNKNOWN.plus(Amount::UNKNOWN).get(), None);
        assert_eq!(std::mem::size_of::<Amount>(), 8);
    }
}
