//! What forms of a word belong together, and of which words a German compound is made.

use std::collections::{BTreeMap, BTreeSet};

use rust_stemmers::{Algorithm, Stemmer};

use super::words::folded;

/// The shortest word that counts as a part of a compound, in characters.
const SHORTEST_PART: usize = 4;

/// The shortest word that is taken for a compound, in characters.
const SHORTEST_COMPOUND: usize = 9;

/// What may stand between the parts of a compound.
const LINKS: [&str; 6] = ["", "s", "n", "en", "es", "er"];

/// The stemmers of the languages that words are read in.
pub(super) struct Stems(Vec<(&'static str, Stemmer)>);

impl Stems {
    /// All languages of the site that have stems.
    pub(super) fn new() -> Self {
        let languages = [
            ("de", Algorithm::German),
            ("en", Algorithm::English),
            ("es", Algorithm::Spanish),
            ("pt", Algorithm::Portuguese),
        ];
        Self(languages.into_iter().map(|(language, algorithm)| (language, Stemmer::create(algorithm))).collect())
    }

    /// The stem of a word as it is written, without accents; the word itself in other languages, and where it is no word
    /// but a number or a name.
    pub(super) fn of(&self, language: &str, word: &str) -> String {
        let is_word = word.len() > 3 && word.chars().all(char::is_alphabetic);
        let stemmer = self.0.iter().find(|(known, _)| *known == language && is_word);
        stemmer.map_or_else(|| folded(word).into_owned(), |(_, stemmer)| folded(&stemmer.stem(word)).into_owned())
    }
}

/// The later parts of each compound among some words; the first part is found as its beginning.
pub(super) fn compounds<'w>(words: &BTreeSet<&'w str>) -> BTreeMap<&'w str, Vec<&'w str>> {
    let mut found = BTreeMap::new();
    for word in words.iter().filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase())) {
        let mut parts = Vec::new();
        divide(word, words, &mut parts);
        if !parts.is_empty() {
            found.insert(*word, parts);
        }
    }
    found
}

/// Divides a compound before the longest word that it ends in and that leaves a word before it, and so on on both sides.
fn divide<'w>(word: &'w str, words: &BTreeSet<&str>, parts: &mut Vec<&'w str>) {
    if word.len() < SHORTEST_COMPOUND {
        return;
    }
    let mut places = SHORTEST_PART..=word.len() - SHORTEST_PART;
    if let Some(at) = places.find(|at| words.contains(&word[*at..]) && stands(&word[..*at], words)) {
        parts.push(&word[at..]);
        divide(&word[at..], words, parts);
        divide(&word[..at], words, parts);
    }
}

/// Whether a text is a word, or one with what links it to the next.
fn stands(text: &str, words: &BTreeSet<&str>) -> bool {
    let mut left = LINKS.iter().filter_map(|link| text.strip_suffix(link));
    left.any(|word| word.len() >= SHORTEST_PART && words.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        let stems = Stems::new();
        let same = |language: &str, one: &str, other: &str| {
            assert_eq!(stems.of(language, one), stems.of(language, other), "{one}, {other}");
        };
        same("en", "migrating", "migrate");
        same("de", "postfächer", "postfach");
        same("es", "migraciones", "migración");
        same("pt", "configurações", "configuração");
        assert_eq!(stems.of("ja", "migrating"), "migrating");
        assert_eq!(stems.of("en", "o365"), "o365");
    }

    #[test]
    fn a_compound_is_found_by_its_later_parts() {
        let words = ["postfach", "migration", "postfachmigration", "plan", "migrationsplan", "postfachmigrationsplan"];
        let parts = compounds(&words.into_iter().collect());
        assert_eq!(parts.get("postfachmigration"), Some(&vec!["migration"]));
        assert_eq!(parts.get("migrationsplan"), Some(&vec!["plan"]));
        assert_eq!(parts.get("postfachmigrationsplan"), Some(&vec!["migrationsplan", "plan"]));
        assert_eq!(parts.len(), 3);
    }

    #[test]
    fn what_ends_like_a_word_by_chance_is_no_compound() {
        let words = ["information", "nation", "organisation", "station"];
        assert!(compounds(&words.into_iter().collect()).is_empty());
    }
}
