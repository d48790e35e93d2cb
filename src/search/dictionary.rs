//! The dictionary: which words stand in which records. It is kept in cells of words that begin alike. A cell is made from
//! what the entries bring to it, so that one to which no other entry brings other words than before is the same.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::cell::{Cell, Found, Occurring, Postings, key};
use super::entry::Entry;
use super::stems::{Stems, compounds};
use super::words::{CLASSES, class};

/// The language whose compounds are divided.
const GERMAN: &str = "de";

/// Where more entries than these differ, the dictionary is made anew.
const MOST: usize = 200;

/// The words of some entries in cells.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    /// By the characters that their words begin with.
    pub(super) cells: BTreeMap<String, Arc<Cell>>,
    /// The later parts of each German compound.
    compounds: BTreeMap<String, Vec<String>>,
}

/// The cells to be made.
enum Wanted {
    All,
    /// These, since these words of theirs are other than before; German ones also by themselves.
    Some(BTreeSet<String>, BTreeSet<String>),
}

impl Wanted {
    /// The cells in which the words of some entries differ from those that had their numbers before.
    fn of(before: &[Arc<Entry>], entries: &[Arc<Entry>]) -> Self {
        let pairs = || before.iter().zip(entries).filter(|(one, other)| !Arc::ptr_eq(one, other));
        if before.len() != entries.len() || pairs().count() > MOST {
            return Self::All;
        }
        let (mut cells, mut german) = (BTreeSet::new(), BTreeSet::new());
        for (one, other) in pairs() {
            let (one, other) = (words(one), words(other));
            let gone = one.iter().filter(|(word, said)| other.get(*word) != Some(*said));
            let new = other.iter().filter(|(word, said)| one.get(*word) != Some(*said));
            for ((language, word), _) in gone.chain(new) {
                cells.insert(key(word).to_owned());
                german.extend((*language == GERMAN).then(|| (*word).to_owned()));
            }
        }
        Self::Some(cells, german)
    }

    /// Whether a German word may be other than before.
    fn has_german(&self) -> bool {
        match self {
            Self::All => true,
            Self::Some(_, german) => !german.is_empty(),
        }
    }

    fn has(&self, cell: &str) -> bool {
        match self {
            Self::All => true,
            Self::Some(cells, _) => cells.contains(cell),
        }
    }
}

/// The words of an entry by language, with how they are written and what they say.
fn words(entry: &Entry) -> HashMap<(&str, &str), (&str, super::entry::Level)> {
    let all = entry.words.iter().flat_map(|words| {
        let of_class = |class| words.of_class(class).map(|(word, written, level)| (word, (written, level)));
        let language = words.language.as_str();
        (0..CLASSES).flat_map(of_class).map(move |(word, said)| ((language, word), said))
    });
    all.collect()
}

impl Dictionary {
    /// Brings the dictionary of some entries to that of others; an entry is its number in the list.
    pub(super) fn renew(&mut self, before: &[Arc<Entry>], entries: &[Arc<Entry>]) {
        let mut wanted = Wanted::of(before, entries);
        let mut found = gather(entries, &wanted);
        if wanted.has_german() {
            let divided = self.divided(&found, &wanted);
            self.follow_parts(&mut wanted, &divided, &mut found, entries);
            self.compounds = divided;
        }
        let lent = self.lent(&wanted, &found, entries);
        let stems = Stems::new();
        let made: Vec<(String, Cell)> =
            found.into_par_iter().flat_map_iter(|words| cells(words, &lent, &stems)).collect();
        match wanted {
            Wanted::All => self.cells.clear(),
            Wanted::Some(cells, _) => {
                let made: BTreeSet<&str> = made.iter().map(|(key, _)| key.as_str()).collect();
                cells.iter().filter(|key| !made.contains(key.as_str())).for_each(|key| drop(self.cells.remove(key)));
            }
        }
        for (key, cell) in made {
            if self.cells.get(&key).is_none_or(|known| **known != cell) {
                self.cells.insert(key, Arc::new(cell));
            }
        }
    }

    /// The German compounds among all words.
    fn divided(&self, found: &[Occurring<'_>], wanted: &Wanted) -> BTreeMap<String, Vec<String>> {
        let kept = self.cells.iter().filter(|(key, _)| !wanted.has(key));
        let kept = kept.flat_map(|(_, cell)| cell.german.iter().map(String::as_str));
        let new =
            found.iter().flat_map(HashMap::keys).filter(|(language, _)| *language == GERMAN).map(|(_, word)| *word);
        let german: BTreeSet<&str> = kept.chain(new).collect();
        let known = self.cells.values().flat_map(|cell| cell.german.iter().map(String::as_str));
        if german.iter().copied().eq(known) {
            return self.compounds.clone();
        }
        let owned =
            |(word, parts): (&str, Vec<&str>)| (word.to_owned(), parts.into_iter().map(str::to_owned).collect());
        compounds(&german).into_iter().map(owned).collect()
    }

    /// Adds the cells of the parts of compounds that are other than before.
    fn follow_parts<'e>(
        &self,
        wanted: &mut Wanted,
        divided: &BTreeMap<String, Vec<String>>,
        found: &mut [Occurring<'e>],
        entries: &'e [Arc<Entry>],
    ) {
        let Wanted::Some(cells, german) = wanted else { return };
        let parts = |word: &String, of: &BTreeMap<String, Vec<String>>| of.get(word).cloned().unwrap_or_default();
        let other = |word: &&String| german.contains(*word) || self.compounds.get(*word) != divided.get(*word);
        let words: BTreeSet<&String> = self.compounds.keys().chain(divided.keys()).filter(other).collect();
        let parts = words.into_iter().flat_map(|word| [parts(word, &self.compounds), parts(word, divided)]).flatten();
        let more: BTreeSet<String> =
            parts.map(|part| key(&part).to_owned()).filter(|cell| !cells.contains(cell)).collect();
        if more.is_empty() {
            return;
        }
        cells.extend(more.iter().cloned());
        for (found, more) in found.iter_mut().zip(gather(entries, &Wanted::Some(more, BTreeSet::new()))) {
            found.extend(more);
        }
    }

    /// What the parts of compounds in the wanted cells get from them.
    fn lent(&self, wanted: &Wanted, found: &[Occurring<'_>], entries: &[Arc<Entry>]) -> HashMap<String, Postings> {
        let lends = |(_, parts): &(&String, &Vec<String>)| parts.iter().any(|part| wanted.has(key(part)));
        let lenders: Vec<(&String, &Vec<String>)> = self.compounds.iter().filter(lends).collect();
        let elsewhere = lenders.iter().map(|(word, _)| key(word)).filter(|cell| !wanted.has(cell)).map(str::to_owned);
        let elsewhere = Wanted::Some(elsewhere.collect(), BTreeSet::new());
        let others = gather(entries, &elsewhere);
        let mut lent: HashMap<String, Postings> = HashMap::new();
        for (word, parts) in lenders {
            let place = (GERMAN, word.as_str());
            let known = found[class(word)].get(&place).or_else(|| others[class(word)].get(&place));
            for part in parts.iter().filter(|part| wanted.has(key(part))) {
                lent.entry(part.clone()).or_default().extend(known.into_iter().flat_map(|known| &known.postings));
            }
        }
        lent
    }
}

/// The words of the wanted cells by class, with their records.
fn gather<'e>(entries: &'e [Arc<Entry>], wanted: &Wanted) -> Vec<Occurring<'e>> {
    let of_class = |class: usize| match wanted {
        Wanted::All => occurring(entries, class, |_| true, |_| true),
        Wanted::Some(cells, _) => {
            let own: Vec<&str> = cells.iter().map(String::as_str).filter(|cell| self::class(cell) == class).collect();
            if own.is_empty() {
                return Occurring::new();
            }
            let may = |list: &str| own.len() > 4 || own.iter().any(|cell| list.contains(cell));
            occurring(entries, class, may, |word| own.binary_search(&key(word)).is_ok())
        }
    };
    (0..CLASSES).into_par_iter().map(of_class).collect()
}

/// The words of one class with their records; `may` says of a list at once that it has none that are wanted.
fn occurring<'e>(
    entries: &'e [Arc<Entry>],
    class: usize,
    may: impl Fn(&str) -> bool,
    wanted: impl Fn(&str) -> bool,
) -> Occurring<'e> {
    let mut found: Occurring<'e> = HashMap::new();
    for (number, entry) in (0..).zip(entries) {
        for words in entry.words.iter().filter(|words| words.list(class).is_some_and(&may)) {
            for (word, written, level) in words.of_class(class).filter(|(word, ..)| wanted(word)) {
                let occurrence = found.entry((words.language.as_str(), word)).or_default();
                // What has accents is behind what has none.
                occurrence.written = occurrence.written.max(written);
                occurrence.postings.push((number, level));
            }
        }
    }
    found
}

/// The cells of the words of one class.
fn cells(words: Occurring<'_>, lent: &HashMap<String, Postings>, stems: &Stems) -> Vec<(String, Cell)> {
    let mut by_key: BTreeMap<&str, Vec<Found<'_>>> = BTreeMap::new();
    for ((language, word), mut occurrence) in words {
        let more = lent.get(word).filter(|_| language == GERMAN);
        occurrence.postings.extend(more.into_iter().flatten());
        by_key.entry(key(word)).or_default().push(((language, word), occurrence));
    }
    let german = |words: &[Found<'_>]| {
        let own =
            words.iter().filter(|((language, _), _)| *language == GERMAN).map(|((_, word), _)| (*word).to_owned());
        let own: BTreeSet<String> = own.collect();
        own.into_iter().collect()
    };
    let cell =
        |(key, words): (&str, Vec<_>)| (key.to_owned(), Cell { german: german(&words), ..Cell::new(words, stems) });
    by_key.into_iter().map(cell).collect()
}

#[cfg(test)]
mod tests;
