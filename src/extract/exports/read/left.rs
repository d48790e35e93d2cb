//! What a row says was left behind: items by kind, why the unit failed, how complete its data are.

use super::Reading;
use crate::extract::exports::format::Field;
use crate::model::{Amount, Amounts, Consistency, LeftBehind, More};
use crate::text::folded;

/// Columns of items that were left behind, by kind.
const KINDS: [(Field, LeftBehind); 4] = [
    (Field::ItemsCorrupt, LeftBehind::Corrupt),
    (Field::ItemsLarge, LeftBehind::Large),
    (Field::ItemsMissing, LeftBehind::Missing),
    (Field::ItemsFiltered, LeftBehind::Filtered),
];
/// The rank of columns that count one kind of items, beside a total.
const KIND_RANK: u8 = 1;

impl Reading<'_> {
    /// What there is to say of few units only; none for most.
    pub(super) fn more(&mut self, left_behind: Vec<(LeftBehind, u64)>) -> Option<Box<More>> {
        let (failure, consistency) = (self.failure(), self.consistency());
        if failure.is_none() && consistency.is_none() && left_behind.is_empty() {
            return None;
        }
        Some(Box::new(More { failure, consistency, left_behind, ..More::default() }))
    }

    /// Items left behind by kind. Where the tool does not count all that it skipped, the kinds add up to it.
    pub(super) fn left_behind(&mut self, items: &mut Amounts) -> Vec<(LeftBehind, u64)> {
        let mut sum = Amount::UNKNOWN;
        let mut left = Vec::new();
        for (field, kind) in KINDS {
            let count = self.table.amount(field);
            if kind != LeftBehind::Filtered {
                sum = sum.plus(count);
            }
            left.extend(count.get().filter(|count| *count > 0).map(|count| (kind, count)));
        }
        items.skipped = items.skipped.get().or(sum.get()).into();
        left
    }

    /// Takes what is no item out of totals that count it: permissions. Gives how many of these failed.
    pub(super) fn without_others(&mut self, items: &mut Amounts, bytes: &mut Amounts) -> Amount {
        let failed = self.table.amount(Field::OthersFailed);
        for (all, field, other) in [
            (&mut items.done, Field::ItemsDone, Field::OthersDone),
            (&mut items.failed, Field::ItemsFailed, Field::OthersFailed),
            (&mut bytes.done, Field::BytesDone, Field::OthersBytes),
        ] {
            let (kinds, others) = (self.table.amount_of(field, KIND_RANK), self.table.amount(other));
            if let (Some(total), Some(kinds), Some(others)) = (all.get(), kinds.get(), others.get())
                && kinds.checked_add(others) == Some(total)
            {
                *all = Amount::of(kinds);
            }
        }
        failed
    }

    /// How complete the tool holds the data of the unit to be. A perfect score with nothing to approve says nothing of few
    /// units, and is not kept.
    pub(super) fn consistency(&self) -> Option<Box<Consistency>> {
        let score = self.table.text(Field::Score).unwrap_or_default();
        let has_unapproved = match self.table.text(Field::Unapproved) {
            Some(word) if word.eq_ignore_ascii_case("true") => Some(true),
            Some(word) if word.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        };
        let is_perfect = score.is_empty() || score.eq_ignore_ascii_case("Perfect");
        if is_perfect && has_unapproved != Some(true) {
            return None;
        }
        let factors = self.table.text(Field::Factors).map(folded).filter(|factors| !factors.is_empty());
        Some(Box::new(Consistency { score: folded(score), factors, has_unapproved }))
    }
}
