//! What the cells of imported tables hold: numbers, sizes, durations, days and times, as tools, PowerShell and spreadsheets
//! write them in the cultures of their users. Exports and tables of task statuses are read by the same functions.
//!
//! A cell that can be read in one way only is read by itself. One that can be read in two (`1,234`, `3/4/2020`) is settled by
//! the [`Survey`] of its table: by its column first, then by the rest of the file. What stays open is unknown and reported.

mod clock;
mod day;
mod duration;
mod evidence;
mod moment;
mod month;
mod number;
mod percent;
mod size;
mod survey;

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::text::is_invisible;

pub(in crate::extract) use crate::model::DateOrder as Order;
pub(in crate::extract) use duration::seconds;
pub(in crate::extract) use evidence::{Mark, Use};
pub(in crate::extract) use moment::{Moment, moment};
pub(in crate::extract) use percent::Percentages;
pub(in crate::extract) use size::{Reading, Scale, amount, digits};
pub(in crate::extract) use survey::{Doubt, Kind, Survey};

/// Why a cell is no date: it can be read in two ways.
pub(in crate::extract) const AMBIGUOUS: &str = "a date whose day and month cannot be told apart";

/// A cell as it is read: digits and blanks of all scripts are those of ASCII, marks of the direction of writing are gone.
/// Nearly all cells are ASCII and stay as they are.
fn plain(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let plain: String = text.nfkc().filter(|c| !is_invisible(*c)).map(ascii_digit).collect();
    Cow::Owned(plain.trim().to_owned())
}

/// Arabic and Persian digits as ASCII; those of full width were composed before.
fn ascii_digit(c: char) -> char {
    let zero = match c {
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{2212}' => return '-',
        c if c.is_whitespace() => return ' ',
        c => return c,
    };
    char::from(b'0' + (u32::from(c) - u32::from(zero)) as u8)
}

/// Words of all kinds of cells that say that nothing is known.
fn is_blank(text: &str) -> bool {
    let words = ["-", "--", "\u{2013}", "\u{2014}", "n/a", "null"];
    text.is_empty() || words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// The value of an object that PowerShell wrote as text: `Completed` of `@{value=20; Value=Completed}`. Every other text stays.
///
/// Objects of enumerations have the number as `value` and the word as `Value`; the case tells them apart.
pub(in crate::extract) fn value_of(text: &str) -> &str {
    let Some(fields) = text.strip_prefix("@{").and_then(|text| text.strip_suffix('}')) else { return text };
    let value = |name: &str| {
        let fields = fields.split(';').filter_map(|field| field.split_once('='));
        fields.filter(|(key, _)| key.trim() == name).map(|(_, value)| value.trim()).find(|value| !value.is_empty())
    };
    value("Value").or_else(|| value("value")).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_of_an_object_is_its_value() {
        let cases = [
            ("Completed", "Completed"),
            ("@{value=20; Value=Completed}", "Completed"),
            ("@{Value=Syncing; value=4}", "Syncing"),
            ("@{value=20}", "20"),
            ("@{Value=; value=20}", "20"),
            ("@{Name=x}", "@{Name=x}"),
            ("@{Value=a", "@{Value=a"),
        ];
        for (text, expected) in cases {
            assert_eq!(value_of(text), expected, "{text}");
        }
    }

    #[test]
    fn digits_and_blanks_of_all_scripts_are_plain() {
        let cases = [
            ("12", "12"),
            ("\u{ff11}\u{ff12}\u{ff0c}\u{ff15}", "12,5"),
            ("\u{661}\u{662}", "12"),
            ("\u{6f1}\u{6f2}", "12"),
            ("5\u{202f}684\u{a0}054\u{2009}577", "5 684 054 577"),
            ("\u{200e}5/\u{200e}14/\u{200e}2026", "5/14/2026"),
            ("\u{2212}5", "-5"),
        ];
        for (text, expected) in cases {
            assert_eq!(plain(text), expected, "{text}");
        }
    }
}
