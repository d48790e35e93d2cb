//! What numbers show of the two characters that separate decimals in one culture and thousands in another.

pub(in crate::extract) use crate::model::DecimalMark as Mark;

/// The other of the two.
fn other(mark: Mark) -> Mark {
    match mark {
        Mark::Comma => Mark::Point,
        Mark::Point => Mark::Comma,
    }
}

/// What a mark separates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) enum Use {
    /// Decimals: `12,5`.
    Decimals,
    /// Thousands: `1,234,567`.
    Thousands,
}

/// What numbers show, gathered from any number of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::extract) struct Evidence(u8);

/// What evidence says of one mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// All that speaks of it agrees.
    Is(Use),
    /// Some numbers show one use, some the other.
    Both,
    /// Nothing speaks of it.
    Nothing,
}

impl Evidence {
    pub(super) const NONE: Self = Self(0);
    /// Thousands are separated by something else: a blank, an apostrophe. Then every mark separates decimals.
    pub(super) const OTHER_THOUSANDS: Self = Self(16);

    /// The evidence that a mark separates this.
    pub(super) fn of(mark: Mark, used: Use) -> Self {
        Self(match (mark, used) {
            (Mark::Comma, Use::Decimals) => 1,
            (Mark::Point, Use::Decimals) => 2,
            (Mark::Comma, Use::Thousands) => 4,
            (Mark::Point, Use::Thousands) => 8,
        })
    }

    /// Both together.
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What it says without the blanks and apostrophes, which columns of one file have or lack for reasons of their own.
    pub(super) fn of_marks(self) -> Self {
        Self(self.0 & !Self::OTHER_THOUSANDS.0)
    }

    fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// What it says of a mark. No culture uses one mark for both, so that the use of one tells the other's.
    pub(super) fn says(self, mark: Mark) -> Verdict {
        let decimals = Self::of(mark, Use::Decimals).and(Self::of(other(mark), Use::Thousands));
        let thousands = Self::of(mark, Use::Thousands).and(Self::of(other(mark), Use::Decimals));
        match (self.has(decimals.and(Self::OTHER_THOUSANDS)), self.has(thousands)) {
            (true, true) => Verdict::Both,
            (true, false) => Verdict::Is(Use::Decimals),
            (false, true) => Verdict::Is(Use::Thousands),
            (false, false) => Verdict::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_use_of_one_mark_tells_the_use_of_the_other() {
        for mark in [Mark::Comma, Mark::Point] {
            for (used, opposite) in [(Use::Decimals, Use::Thousands), (Use::Thousands, Use::Decimals)] {
                let shown = Evidence::of(mark, used);
                assert_eq!(shown.says(mark), Verdict::Is(used));
                assert_eq!(shown.says(other(mark)), Verdict::Is(opposite));
                assert_eq!(shown.and(Evidence::of(mark, opposite)).says(mark), Verdict::Both);
            }
            assert_eq!(Evidence::NONE.says(mark), Verdict::Nothing);
            assert_eq!(Evidence::OTHER_THOUSANDS.says(mark), Verdict::Is(Use::Decimals));
            assert_eq!(Evidence::OTHER_THOUSANDS.of_marks().says(mark), Verdict::Nothing);
        }
    }
}
