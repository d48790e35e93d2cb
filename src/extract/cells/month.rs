//! Names of months and weekdays in the languages of the tools' users, whole or cut short: `May`, `mai`, `sept.`, `Mrz`.

use unicode_normalization::UnicodeNormalization;

/// A language with the names of its months, without accents, and what it has instead of their beginnings.
struct Language {
    months: [&'static str; 12],
    /// Short forms that are no beginnings: the form and its month.
    short: &'static [(&'static str, u8)],
    weekdays: [&'static str; 7],
    /// Whether everybody who writes it separates decimals by a comma, or at least never thousands.
    comma: bool,
}

/// English, German, French, Spanish, Portuguese, Italian, Dutch.
#[rustfmt::skip]
const LANGUAGES: [Language; 7] = [
    Language {
        months: ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"],
        short: &[],
        weekdays: ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
        comma: false,
    },
    Language {
        months: ["januar", "februar", "marz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"],
        short: &[("janner", 1), ("jan", 1), ("feber", 2), ("maerz", 3), ("mrz", 3)],
        weekdays: ["montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"],
        comma: true,
    },
    Language {
        months: ["janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"],
        short: &[],
        weekdays: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
        comma: true,
    },
    Language {
        months: ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
        short: &[("setiembre", 9)],
        weekdays: ["lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"],
        comma: false,
    },
    Language {
        months: ["janeiro", "fevereiro", "marco", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"],
        short: &[],
        weekdays: ["segunda", "terca", "quarta", "quinta", "sexta", "sabado", "domingo"],
        comma: true,
    },
    Language {
        months: ["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"],
        short: &[],
        weekdays: ["lunedi", "martedi", "mercoledi", "giovedi", "venerdi", "sabato", "domenica"],
        comma: true,
    },
    Language {
        months: ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"],
        short: &[("mrt", 3)],
        weekdays: ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
        comma: true,
    },
];

/// Words that stand between the parts of a date and say nothing: `14th of May`, `14 de mayo de 2026`, `den 14.`, `1er mai`.
#[rustfmt::skip]
const FILLERS: [&str; 23] = [
    "of", "the", "at", "de", "del", "den", "der", "am", "um", "om", "le", "el", "il", "a", "las", "ore", "st", "nd", "rd", "th",
    "er", "o", "feira",
];

/// A word of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A month, 1 to 12, and whether it is of a language whose decimals stand behind a comma.
    Month { number: u8, comma: bool },
    /// Also the name of a weekday: `mar.` is March or Tuesday.
    MonthOrWeekday { number: u8 },
    /// A weekday or a filler.
    Other,
}

/// What a word of a date means; none if it has no place in one.
pub(super) fn word(text: &str) -> Option<Word> {
    let plain: String = text.nfd().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    if FILLERS.contains(&plain.as_str()) {
        return Some(Word::Other);
    }
    let weekday = is_weekday(&plain);
    match month(&plain) {
        Some((number, _)) if weekday => Some(Word::MonthOrWeekday { number }),
        Some((number, comma)) => Some(Word::Month { number, comma }),
        None => weekday.then_some(Word::Other),
    }
}

/// Weekdays are cut down to two letters in German, Portuguese and Dutch.
fn is_weekday(plain: &str) -> bool {
    let mut names = LANGUAGES.iter().flat_map(|language| language.weekdays);
    plain.len() >= 2 && names.any(|name| name.starts_with(plain))
}

/// The month that a name or its beginning means in every language that has it; none if two of them differ.
fn month(plain: &str) -> Option<(u8, bool)> {
    if plain.len() < 3 {
        return None;
    }
    let whole = |language: &Language| {
        let at = language.months.iter().position(|name| *name == plain).map(|at| at as u8 + 1);
        at.or_else(|| language.short.iter().find(|(name, _)| *name == plain).map(|(_, month)| *month))
    };
    let begun = |language: &Language| -> Vec<u8> {
        let months = language.months.iter().enumerate().filter(|(_, name)| name.starts_with(plain));
        months.map(|(at, _)| at as u8 + 1).collect()
    };
    let of_whole = LANGUAGES.iter().filter_map(|language| Some((whole(language)?, language.comma)));
    let of_begun =
        LANGUAGES.iter().flat_map(|language| begun(language).into_iter().map(|month| (month, language.comma)));
    let mut found: Vec<(u8, bool)> = of_whole.collect();
    if found.is_empty() {
        found = of_begun.collect();
    }
    let (number, _) = *found.first()?;
    let agreed = found.iter().all(|(other, _)| *other == number);
    agreed.then(|| (number, found.iter().all(|(_, comma)| *comma)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Option<u8> {
        match word(text)? {
            Word::Month { number, .. } | Word::MonthOrWeekday { number } => Some(number),
            Word::Other => None,
        }
    }

    #[test]
    fn every_month_is_known_by_its_name_and_by_three_or_four_of_its_letters() {
        for language in &LANGUAGES {
            for (at, name) in language.months.iter().enumerate() {
                assert_eq!(number(name), Some(at as u8 + 1), "{name}");
                let short = &name[..name.len().min(4)];
                assert_eq!(number(short), Some(at as u8 + 1), "{short} of {name}");
            }
        }
    }

    #[test]
    fn months_are_known_as_windows_cuts_them_short() {
        let cases = [
            ("Jan", 1),
            ("janv.", 1),
            ("ene.", 1),
            ("gen", 1),
            ("Jän", 1),
            ("Feb.", 2),
            ("févr.", 2),
            ("fev", 2),
            ("Mär", 3),
            ("März", 3),
            ("Mrz", 3),
            ("mars", 3),
            ("mar", 3),
            ("mrt", 3),
            ("Apr", 4),
            ("avr.", 4),
            ("abr", 4),
            ("May", 5),
            ("mai", 5),
            ("mag", 5),
            ("mei", 5),
            ("Jun", 6),
            ("juin", 6),
            ("giu", 6),
            ("Jul", 7),
            ("juil.", 7),
            ("lug", 7),
            ("Aug", 8),
            ("août", 8),
            ("ago", 8),
            ("Sep", 9),
            ("sept.", 9),
            ("set", 9),
            ("Oct", 10),
            ("Okt", 10),
            ("out", 10),
            ("ott", 10),
            ("nov.", 11),
            ("Dec", 12),
            ("Dez", 12),
            ("déc.", 12),
            ("dic", 12),
            ("MAI", 5),
        ];
        for (text, expected) in cases {
            assert_eq!(number(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_could_be_two_months_or_none_is_refused() {
        for text in ["jui", "ju", "ma", "soon", "", "maybe", "x"] {
            assert_eq!(number(text), None, "{text}");
        }
        for text in ["Thursday", "jeu.", "Do", "Di", "of", "1er", "segunda"] {
            assert_eq!(word(text), Some(Word::Other), "{text}");
        }
        assert_eq!(word("mar."), Some(Word::MonthOrWeekday { number: 3 }));
        assert_eq!(word("soon"), None);
    }

    #[test]
    fn a_month_tells_a_culture_of_commas_if_no_other_language_has_it() {
        let comma = |text: &str| matches!(word(text), Some(Word::Month { comma: true, .. }));
        for text in ["mai", "Mai", "octobre", "Okt", "gennaio", "dezembro", "mei"] {
            assert!(comma(text), "{text}");
        }
        for text in ["May", "April", "september", "mayo", "octubre", "abr", "Dec"] {
            assert!(!comma(text), "{text}");
        }
    }
}
