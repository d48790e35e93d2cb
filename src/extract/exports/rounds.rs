//! What tools count anew in each round: `Migrated items in current round`. Where a unit stands, its last round says; what
//! was moved is the sum over its rounds, each counted once however many files tell of it.

use std::collections::{BTreeMap, HashMap};

use crate::model::{Amount, Unit};
use crate::text::Span;

/// What one row says of one round.
#[derive(Clone, Copy, Debug)]
pub(super) struct Round {
    /// Its number, and when it began: a task that is started anew begins to count at 1 again.
    pub(super) key: (u32, i64),
    /// Items moved in it, where the row counts them by round.
    pub(super) items: Option<Amount>,
    /// Bytes moved in it, likewise.
    pub(super) bytes: Option<Amount>,
    /// The row.
    pub(super) span: Span,
}

/// The rounds of all units by the place of the unit.
#[derive(Debug, Default)]
pub(super) struct Rounds(HashMap<usize, Vec<Round>>);

impl Rounds {
    /// Notes a round of a unit.
    pub(super) fn add(&mut self, at: usize, round: Round) {
        self.0.entry(at).or_default().push(round);
    }

    /// Sums up what the rounds of each unit moved. A unit whose counting row tells totals keeps them.
    pub(super) fn settle(self, units: &mut [Unit]) {
        for (at, rounds) in self.0 {
            let unit = &mut units[at];
            let Some(own) = rounds.iter().find(|round| round.span == unit.span) else { continue };
            if own.items.is_some() {
                unit.items.done = sum(&rounds, |round| round.items);
            }
            if own.bytes.is_some() {
                unit.bytes.done = sum(&rounds, |round| round.bytes);
            }
        }
    }
}

/// The sum over rounds. Of two rows about one round the one that tells more is the later.
fn sum(rounds: &[Round], of: fn(&Round) -> Option<Amount>) -> Amount {
    let mut known: BTreeMap<(u32, i64), Option<u64>> = BTreeMap::new();
    for round in rounds {
        let most = known.entry(round.key).or_default();
        *most = (*most).max(of(round).and_then(Amount::get));
    }
    known.into_values().fold(Amount::UNKNOWN, |sum, amount| sum.plus(amount.into()))
}
