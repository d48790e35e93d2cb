//! What a migration leaves behind in a unit, and what is decided on it.

use jiff::civil::Date;

use super::Unit;
use crate::text::{Span, Spanned};

/// How complete a tool holds the data of a unit to be: Exchange's `DataConsistencyScore`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consistency {
    /// The tool's word: `Perfect`, `Good`, `Investigate`, `Poor`.
    pub score: String,
    /// What the score comes from, in the words of the tool.
    pub factors: Option<String>,
    /// Whether items were skipped that nobody has approved; none where the tool does not say.
    pub has_unapproved: Option<bool>,
}

/// The kinds of items that a migration leaves behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LeftBehind {
    /// Tried, and not moved.
    Failed,
    /// Skipped, of whatever kind. Where kinds are told apart too, they are among these.
    Skipped,
    /// Skipped because they are corrupt; Exchange calls them bad.
    Corrupt,
    /// Skipped because they are too large.
    Large,
    /// Not found at the destination.
    Missing,
    /// Left out by a filter.
    Filtered,
}

impl LeftBehind {
    /// Every kind, in the order in which reports list them.
    pub const ALL: [LeftBehind; 6] = [
        LeftBehind::Failed,
        LeftBehind::Skipped,
        LeftBehind::Corrupt,
        LeftBehind::Large,
        LeftBehind::Missing,
        LeftBehind::Filtered,
    ];

    /// The words of engagement files and data, in the order of [`LeftBehind::ALL`].
    pub const WORDS: [&'static str; 6] = ["failed", "skipped", "corrupt", "large", "missing", "filtered"];

    /// Reads one of [`LeftBehind::WORDS`].
    pub fn parse(text: &str) -> Option<Self> {
        LeftBehind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The word.
    pub fn as_str(self) -> &'static str {
        LeftBehind::WORDS[self as usize]
    }
}

/// Items left behind by many units, counted by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftCounts {
    by_kind: [u64; 6],
    in_all: u64,
}

impl LeftCounts {
    /// What some units left behind.
    pub fn of(units: &[&Unit]) -> Self {
        let mut counts = Self::default();
        for unit in units.iter().filter(|unit| unit.left_in_all() > 0) {
            for kind in LeftBehind::ALL {
                let own = &mut counts.by_kind[kind as usize];
                *own = own.saturating_add(unit.left(kind));
            }
            counts.in_all = counts.in_all.saturating_add(unit.left_in_all());
        }
        counts
    }

    /// Items of a kind.
    pub fn of_kind(&self, kind: LeftBehind) -> u64 {
        self.by_kind[kind as usize]
    }

    /// All items, each once: corrupt, large and missing ones are among the skipped.
    pub fn in_all(&self) -> u64 {
        self.in_all
    }

    /// Adds what others left behind.
    pub fn extend(&mut self, other: &LeftCounts) {
        for (own, other) in self.by_kind.iter_mut().zip(other.by_kind) {
            *own = own.saturating_add(other);
        }
        self.in_all = self.in_all.saturating_add(other.in_all);
    }
}

/// What becomes of a unit that failed or left items behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disposition {
    /// The unit's identity, as the engagement file writes it.
    pub unit: Spanned<String>,
    /// What was decided.
    pub decision: Settlement,
    /// By whom.
    pub by: Option<String>,
    /// When.
    pub on: Option<Spanned<Date>>,
    /// Why.
    pub reason: Option<String>,
}

/// What was decided on items of one kind in many units at once: "up to 50 corrupt items per mailbox accepted".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkDisposition {
    /// The kind of items. One for skipped items covers corrupt, large and missing ones too.
    pub kind: LeftBehind,
    /// How many items of a unit it covers at most; a unit with more is not covered at all. None for however many.
    pub up_to: Option<u64>,
    /// The batch whose units it covers; none for those of all batches.
    pub batch: Option<Spanned<String>>,
    /// The service whose units it covers, by its canonical name; none for those of all services.
    pub service: Option<Spanned<String>>,
    /// What was decided.
    pub decision: Settlement,
    /// By whom.
    pub by: String,
    /// When.
    pub on: Spanned<Date>,
    /// Why.
    pub reason: Option<String>,
    /// The whole entry.
    pub span: Span,
}

/// What can be decided on a unit that failed or left items behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Settlement {
    /// It stays as it is.
    Accepted,
    /// The customer mends it.
    CustomerToFix,
    /// It is run again.
    Rerun,
}

impl Settlement {
    /// The words of the engagement file.
    pub const WORDS: [&'static str; 3] = ["accepted", "customer to fix", "re-run"];

    /// Reads one of [`Settlement::WORDS`].
    pub fn parse(text: &str) -> Option<Self> {
        let all = [Settlement::Accepted, Settlement::CustomerToFix, Settlement::Rerun];
        all.into_iter().find(|settlement| settlement.as_str() == text)
    }

    /// The word.
    pub fn as_str(self) -> &'static str {
        Settlement::WORDS[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_items_are_read_as_they_are_written() {
        for (kind, word) in LeftBehind::ALL.into_iter().zip(LeftBehind::WORDS) {
            assert_eq!((LeftBehind::parse(word), kind.as_str()), (Some(kind), word));
        }
    }

    #[test]
    fn settlements_are_read_as_they_are_written() {
        for word in Settlement::WORDS {
            assert_eq!(Settlement::parse(word).map(Settlement::as_str), Some(word));
        }
    }
}
