//! The dictionary: which words stand in which records, in shards by their first letters.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::code;
use super::entry::{Entry, Level};
use super::stems::{Stems, compounds};
use super::words::{CLASSES, class, is_ideograph};

/// How large a shard gets before the next begins, in bytes.
const SHARD: usize = 12_000;

/// How many characters words of one group and of one shard share at least.
const KEY: usize = 3;

/// The shortest word that a slip can be mended to.
const SHORTEST: usize = 4;

/// Records in which a word stands, in order.
type Postings = Vec<(u32, Level)>;

/// The words of all languages that begin alike, by language and word.
type Occurring<'e> = HashMap<(&'e str, &'e str), Occurrence<'e>>;

/// Where a word of a language stands.
#[derive(Clone, Default)]
struct Occurrence<'e> {
    /// As it is written, with accents if they stand anywhere: stems need them.
    written: &'e str,
    postings: Postings,
}

/// A part of the dictionary.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shard {
    /// The first characters of its first word.
    pub(super) first: String,
    /// Its groups, a line each: what its words share, the rest of each, a tab, the records.
    pub(super) text: String,
}

/// The dictionary of some entries, and the list of all words that a slip may be mended to.
pub(super) fn dictionary(entries: &[&Entry]) -> (Vec<Shard>, String) {
    let mut classes: Vec<Occurring<'_>> = (0..CLASSES).into_par_iter().map(|class| occurring(entries, class)).collect();
    add_parts(&mut classes);
    let stems = Stems::new();
    let shards = classes.par_iter().map(|words| shards(groups(words, &stems))).collect::<Vec<_>>();
    (joined(shards.into_iter().flatten()), list(&classes))
}

/// Shards that are small by themselves, together.
fn joined(shards: impl Iterator<Item = Shard>) -> Vec<Shard> {
    let mut joined: Vec<Shard> = Vec::new();
    for shard in shards {
        match joined.last_mut().filter(|last| last.text.len() + shard.text.len() <= SHARD) {
            Some(last) => {
                last.text.push('\n');
                last.text.push_str(&shard.text);
            }
            None => joined.push(shard),
        }
    }
    joined
}

/// The words of one class with their records.
fn occurring<'e>(entries: &[&'e Entry], class: usize) -> Occurring<'e> {
    let mut found: Occurring<'e> = HashMap::new();
    for (number, entry) in (0..).zip(entries) {
        for words in &entry.words {
            for (word, written, level) in words.of_class(class) {
                let occurrence = found.entry((words.language.as_str(), word)).or_default();
                // What has accents is behind what has none.
                occurrence.written = occurrence.written.max(written);
                occurrence.postings.push((number, level));
            }
        }
    }
    found
}

/// Lets compounds be found by their later parts.
fn add_parts(classes: &mut [Occurring<'_>]) {
    let german: BTreeSet<&str> = classes
        .iter()
        .flat_map(HashMap::keys)
        .filter(|(language, _)| *language == "de")
        .map(|(_, word)| *word)
        .collect();
    for (word, parts) in compounds(&german) {
        let postings = classes[class(word)].get(&("de", word)).map(|known| known.postings.clone()).unwrap_or_default();
        for part in parts {
            let known =
                classes[class(part)].iter_mut().find_map(|(key, known)| (*key == ("de", part)).then_some(known));
            known.into_iter().for_each(|known| known.postings.extend(&postings));
        }
    }
}

/// Words that share a stem and their first characters, with the records of all of them.
struct Group<'e> {
    words: BTreeSet<&'e str>,
    stem: String,
    postings: Postings,
}

fn key(word: &str) -> &str {
    word.char_indices().nth(KEY).map_or(word, |(at, _)| &word[..at])
}

fn groups<'e>(words: &Occurring<'e>, stems: &Stems) -> BTreeMap<(&'e str, String), Group<'e>> {
    let mut groups: BTreeMap<(&str, String), Group<'_>> = BTreeMap::new();
    for ((language, word), Occurrence { written, postings }) in words {
        let stem = stems.of(language, written);
        let new = || Group { words: BTreeSet::new(), stem: stem.clone(), postings: Vec::new() };
        let group = groups.entry((key(word), stem.clone())).or_insert_with(new);
        group.words.insert(word);
        group.postings.extend(postings);
    }
    groups
}

/// Writes the groups down; a new shard begins only where the first characters change.
fn shards(groups: BTreeMap<(&str, String), Group<'_>>) -> Vec<Shard> {
    let mut shards: Vec<Shard> = Vec::new();
    let mut before = "";
    for ((key, _), group) in groups {
        let full = shards.last().is_none_or(|shard| shard.text.len() >= SHARD && key != before);
        if full {
            shards.push(Shard { first: key.to_owned(), text: String::new() });
        }
        before = key;
        if let Some(shard) = shards.last_mut() {
            line(&mut shard.text, group);
        }
    }
    shards
}

fn line(text: &mut String, group: Group<'_>) {
    let base = group.words.iter().fold(group.stem.as_str(), |base, word| &base[..alike(base, word)]);
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

/// All words in order, each as the number of characters shared with the one before, as a capital, and the rest.
fn list(classes: &[Occurring<'_>]) -> String {
    let mut words: BTreeSet<&str> = classes.iter().flat_map(HashMap::keys).map(|(_, word)| *word).collect();
    words.retain(|word| {
        word.chars().count() >= SHORTEST && !word.starts_with(|c: char| is_ideograph(c) || c.is_numeric())
    });
    let mut text = String::new();
    let mut before = "";
    for word in words {
        let same = alike(before, word);
        let same = before[..same].chars().count().min(25);
        text.push(char::from(b'A' + same as u8));
        text.extend(word.chars().skip(same));
        before = word;
    }
    text
}

#[cfg(test)]
mod tests;
