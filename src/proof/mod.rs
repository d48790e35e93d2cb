//! Holds finished bytes against what must not be in them. What belongs to others only is known by its words, by four
//! words in a row, by short phrases that stand alone, by the ids of tasks: all that their texts have and one's own lack.
//!
//! Markup, punctuation and case do not count, so that a text is found whatever became of it on its way: in HTML, in
//! JSON, in an address. Knows neither editions nor pages; where the texts come from is the pipeline's.

mod hints;
mod raw;
mod reading;
mod tags;
mod words;

use std::collections::{BTreeMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use rayon::prelude::*;

pub use hints::Hint;
pub use raw::{RawBlock, RawReading};
pub use reading::Reading;
pub use words::Form;
use words::{Mark, Side, marks};

/// What only others have.
#[derive(Clone, Debug, Default)]
pub struct Proof {
    marks: Marks,
    sieve: Sieve,
}

/// What was found where it must not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What was found, as it stands in the bytes.
    pub text: String,
    /// The mark by which it was found; see [`Proof::place`].
    mark: Mark,
}

/// How many hits of one file are given; more say nothing new.
const MOST_HITS: usize = 8;

impl Proof {
    /// What the texts of others have and one's own lack.
    pub fn new(others: &[(&str, Form)], own: &[(&str, Form)]) -> Self {
        let theirs = |(text, form): &(&str, Form)| {
            let mut found = Vec::new();
            marks(text, *form, Side::Theirs, &mut |mark, _| found.push(mark));
            found
        };
        let found: Vec<Vec<Mark>> = others.par_iter().map(theirs).collect();
        let mut proof = Self { marks: found.into_iter().flatten().collect(), sieve: Sieve::default() };
        proof.sieve = Sieve::of(&proof.marks);
        proof.pardon(own);
        proof
    }

    /// Words that are nobody's secret: everyday words of a theme that a project wrote. What looks like a name, with a
    /// digit or a capital within, is not among them, nor are phrases.
    pub fn allow_words(&mut self, text: &str, form: Form) {
        let mut found = Vec::new();
        marks(text, form, Side::Theirs, &mut |mark, range| {
            let word = &text[range];
            let everyday = word.chars().all(char::is_alphabetic) && !word.chars().skip(1).any(char::is_uppercase);
            if matches!(mark, Mark::Word(_)) && everyday {
                found.push(mark);
            }
        });
        for mark in found {
            self.marks.remove(&mark);
        }
        self.sieve = Sieve::of(&self.marks);
    }

    /// Takes out what one's own texts have besides: a second look, for files where something was found.
    pub fn pardon(&mut self, own: &[(&str, Form)]) {
        let ours = |(text, form): &(&str, Form)| {
            let mut found = Vec::new();
            marks(text, *form, Side::Ours, &mut |mark, _| found.extend(self.knows(mark).then_some(mark)));
            found
        };
        let found: Vec<Vec<Mark>> = own.par_iter().map(ours).collect();
        for mark in found.into_iter().flatten() {
            self.marks.remove(&mark);
        }
        self.sieve = Sieve::of(&self.marks);
    }

    /// Whether nobody has anything that is not one's own.
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// What of others stands in a text, each once.
    pub fn search(&self, text: &str, form: Form) -> Vec<Hit> {
        self.search_but(text, form, &|_| false)
    }

    /// What of others stands in a text, each once, but for single words that are `harmless`.
    pub fn search_but(&self, text: &str, form: Form, harmless: &dyn Fn(&str) -> bool) -> Vec<Hit> {
        let mut found: BTreeMap<Mark, Hit> = BTreeMap::new();
        let mut end = 0;
        marks(text, form, Side::Finished, &mut |mark, range| {
            // Of hits that overlap the first is enough: a phrase is not told four times.
            let counts = |range: &Range<usize>| !matches!(mark, Mark::Word(_)) || !harmless(&text[range.clone()]);
            if found.len() < MOST_HITS && self.knows(mark) && (range.start >= end || end == 0) && counts(&range) {
                end = range.end;
                let text = text[range].split_whitespace().collect::<Vec<_>>().join(" ");
                found.entry(mark).or_insert(Hit { text, mark });
            }
        });
        found.into_values().collect()
    }

    /// Where in a text of others a hit comes from.
    pub fn place(&self, hit: &Hit, text: &str, form: Form) -> Option<Range<usize>> {
        let mut place = None;
        marks(text, form, Side::Theirs, &mut |mark, range| {
            if place.is_none() && mark == hit.mark {
                place = Some(range);
            }
        });
        place
    }

    fn knows(&self, mark: Mark) -> bool {
        self.sieve.may_hold(mark) && self.marks.contains(&mark)
    }
}

type Marks = HashSet<Mark, BuildHasherDefault<Folder>>;

/// Marks are hashes already; their hash is their number.
#[derive(Clone, Debug, Default)]
struct Folder(u64);

impl Hasher for Folder {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = self.0.rotate_left(5) ^ number;
    }

    fn write_isize(&mut self, number: isize) {
        self.0 ^= number as u64;
    }
}

/// A bit for each mark: most words of a page are told by it to be harmless, without a look at the set.
#[derive(Clone, Debug, Default)]
struct Sieve {
    bits: Vec<u64>,
}

impl Sieve {
    fn of(marks: &Marks) -> Self {
        let mut sieve = Self { bits: vec![0; (marks.len() / 4).next_power_of_two().max(64)] };
        for mark in marks {
            let (at, bit) = sieve.place(*mark);
            sieve.bits[at] |= bit;
        }
        sieve
    }

    fn place(&self, mark: Mark) -> (usize, u64) {
        let hash = mark.hash().wrapping_mul(0x9e37_79b9_7f4a_7c15);
        ((hash >> 32) as usize & (self.bits.len() - 1), 1 << (hash >> 26 & 63))
    }

    fn may_hold(&self, mark: Mark) -> bool {
        if self.bits.is_empty() {
            return false;
        }
        let (at, bit) = self.place(mark);
        self.bits[at] & bit != 0
    }
}

#[cfg(test)]
mod tests;
