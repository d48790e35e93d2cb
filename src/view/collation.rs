//! The order in which readers of a language look for a name: ä beside a, ñ after n, kana by their sounds, Chinese by
//! pinyin, numbers by what they count.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;

/// The order of names in a language.
#[derive(Debug)]
pub struct Alphabet(Option<CollatorBorrowed<'static>>);

impl Alphabet {
    /// That of a language by its BCP 47 tag; of one that nobody knows, the order that fits most.
    pub fn of(tag: &str) -> Self {
        let mut preferences = CollatorPreferences::from(&tag.parse().unwrap_or(Locale::UNKNOWN));
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        Self(Collator::try_new(preferences, CollatorOptions::default()).ok())
    }

    /// Which of two names comes first; those that the language takes for equal are told apart by their letters.
    pub fn compare(&self, one: &str, other: &str) -> Ordering {
        let ordering = self.0.as_ref().map_or(Ordering::Equal, |rules| rules.compare(one, other));
        ordering.then_with(|| one.cmp(other))
    }

    /// Names in order.
    pub fn sorted<T: AsRef<str>>(&self, names: impl IntoIterator<Item = T>) -> Vec<T> {
        let mut names: Vec<T> = names.into_iter().collect();
        names.sort_by(|one, other| self.compare(one.as_ref(), other.as_ref()));
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_order(tag: &str, names: &[&str]) {
        let mut turned: Vec<&str> = names.to_vec();
        turned.reverse();
        assert_eq!(Alphabet::of(tag).sorted(turned), names, "{tag}");
    }

    #[test]
    fn each_language_has_an_order_of_its_own() {
        in_order("de", &["Abnahme", "Änderung", "Anfang", "Öffnung", "Ordnung", "zuletzt"]);
        in_order("sv", &["Anfang", "Zebra", "Ändring", "Öppning"]);
        in_order("es", &["caña", "cañón", "capa", "nuez", "ñandú", "oso"]);
        in_order("pt-BR", &["acao", "ação", "Água", "balanço"]);
        in_order("ja", &["アサイン", "いこう", "カイシ", "けんしょう"]);
        in_order("zh-Hans", &["改进", "评估", "启动", "迁移"]);
    }

    #[test]
    fn numbers_and_case_are_as_people_count_and_read() {
        in_order("en", &["agent", "Agent", "Batch 2", "Batch 10"]);
        in_order("no such tag", &["a", "B", "c"]);
    }
}
