//! Words that begin with the same characters, as the dictionary and the list of words have them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::code;
use super::entry::Level;
use super::stems::Stems;
use super::words::is_ideograph;

/// How many characters the words of one cell share at least.
const KEY: usize = 3;

/// The shortest word that a slip can be mended to.
const SHORTEST: usize = 4;

/// Records in which a word stands, in order.
pub(super) type Postings = Vec<(u32, Level)>;

/// Words by language and word.
pub(super) type Occurring<'e> = HashMap<(&'e str, &'e str), Occurrence<'e>>;

/// A word of a language and where it stands.
pub(super) type Found<'e> = ((&'e str, &'e str), Occurrence<'e>);

/// Where a word of a language stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Occurrence<'e> {
    /// As it is written, with accents if they stand anywhere: stems need them.
    pub(super) written: &'e str,
    pub(super) postings: Postings,
}

/// Words that begin alike, written down.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// Its groups, a line each: what its words share, the rest of each, a tab, the records.
    pub(super) text: String,
    /// Its words that a slip may be mended to.
    pub(super) listed: Option<Listed>,
    /// Its German words in order.
    pub(super) german: Vec<String>,
}

/// Words as the list of words has them: the first, and each other by what it shares with the one before.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Listed {
    first: String,
    last: String,
    rest: String,
}

/// The characters that the words of a cell share.
pub(super) fn key(word: &str) -> &str {
    word.char_indices().nth(KEY).map_or(word, |(at, _)| &word[..at])
}

impl Cell {
    /// The cell of some words; which of them are German is not said here.
    pub(super) fn new(words: Vec<Found<'_>>, stems: &Stems) -> Self {
        let names: BTreeSet<&str> = words.iter().map(|((_, word), _)| *word).collect();
        let listed = Listed::new(names);
        let mut text = String::new();
        groups(words, stems).into_iter().for_each(|(stem, group)| line(&mut text, &stem, group));
        Self { text, listed, german: Vec::new() }
    }
}

impl Listed {
    fn new(words: BTreeSet<&str>) -> Option<Self> {
        let mut words = words.into_iter().filter(|word| {
            word.chars().count() >= SHORTEST && !word.starts_with(|c: char| is_ideograph(c) || c.is_numeric())
        });
        let first = words.next()?;
        let mut listed = Self { first: first.to_owned(), last: String::new(), rest: String::new() };
        let mut before = first;
        for word in words {
            after(before, word, &mut listed.rest);
            before = word;
        }
        listed.last = before.to_owned();
        Some(listed)
    }
}

/// All words in order, each as the number of characters shared with the one before, as a capital, and the rest.
pub(super) fn list<'c>(cells: impl Iterator<Item = &'c Cell>) -> String {
    let mut text = String::new();
    let mut before = "";
    for Listed { first, last, rest } in cells.filter_map(|cell| cell.listed.as_ref()) {
        after(before, first, &mut text);
        text.push_str(rest);
        before = last;
    }
    text
}

/// A word after another.
fn after(before: &str, word: &str, text: &mut String) {
    let same = before[..alike(before, word)].chars().count().min(25);
    text.push(char::from(b'A' + same as u8));
    text.extend(word.chars().skip(same));
}

/// Words that share a stem and their first characters, with the records of all of them.
#[derive(Default)]
struct Group<'e> {
    words: BTreeSet<&'e str>,
    postings: Postings,
}

fn groups<'e>(words: Vec<Found<'e>>, stems: &Stems) -> BTreeMap<String, Group<'e>> {
    let mut groups: BTreeMap<String, Group<'_>> = BTreeMap::new();
    for ((language, word), Occurrence { written, postings }) in words {
        let group = groups.entry(stems.of(language, written)).or_default();
        group.words.insert(word);
        group.postings.extend(postings);
    }
    groups
}

fn line(text: &mut String, stem: &str, group: Group<'_>) {
    let base = group.words.iter().fold(stem, |base, word| &base[..alike(base, word)]);
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(base);
    for word in &group.words {
        text.push(' ');
        text.push_str(&word[base.len()..]);
    }
    text.push('\t');
    let mut postings = group.postings;
    // The highest level of a record first, so that it is the one that stays.
    postings.sort_unstable_by(|(one, high), (other, low)| one.cmp(other).then(low.cmp(high)));
    postings.dedup_by_key(|(number, _)| *number);
    let mut last = 0;
    for (number, level) in postings {
        code::push(text, (number - last) * 4 + level as u32);
        last = number;
    }
}

/// How many bytes of whole characters two words share at their beginning.
fn alike(one: &str, other: &str) -> usize {
    let differs = one.char_indices().zip(other.chars()).find(|((_, a), b)| a != b).map(|((at, _), _)| at);
    differs.unwrap_or_else(|| one.len().min(other.len()))
}
