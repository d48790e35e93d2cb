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
    /// A number of thousandths as a culture writes it: thousands between groups, no more decimals than it needs.
    fn formatted(thousandths: u64, thousands: &str, decimals: char) -> String {
        let mut whole = (thousandths / 1000).to_string();
        let mut at = whole.len();
        while at > 3 {
            at -= 3;
            whole.insert_str(at, thousands);
        }
        let fraction = format!("{:03}", thousandths % 1000);
        match fraction.trim_end_matches('0') {
            "" => whole,
            fraction => format!("{whole}{decimals}{fraction}"),
        }
    }

    proptest::proptest! {
        #[test]
        fn a_number_of_any_culture_is_right_or_open(
            numbers in proptest::collection::vec(0..9_999_999_u64, 1..6),
            (thousands, decimals, separator) in proptest::sample::select(vec![
                (",", '.', b','), (",", '.', b'\t'), (".", ',', b';'), (".", ',', b'\t'), ("\u{202f}", ',', b';'), ("'", '.', b','),
                ("", ',', b';'), ("", '.', b','),
            ]),
        ) {
            let cells: Vec<String> = numbers.iter().map(|number| formatted(*number, thousands, decimals)).collect();
            let mut survey = Survey::new(separator, [(0, Kind::Fraction)]);
            cells.iter().for_each(|cell| survey.add(0, cell));
            for (cell, number) in cells.iter().zip(numbers) {
                let read = match amount(cell, Scale { factor: 1000, whole: false }) {
                    Ok(Reading::Certain(read)) => Some(read),
                    Ok(Reading::Either { mark, whole, decimal, grouped }) => match survey.mark(0, mark, whole) {
                        Ok(Use::Decimals) => decimal.ok(),
                        Ok(Use::Thousands) => grouped.ok(),
                        Err(_) => Some(number),
                    },
                    other => panic!("{cell}: {other:?}"),
                };
                proptest::prop_assert_eq!(read, Some(number), "{} of {:?}", cell, &cells);
            }
        }

        #[test]
        fn every_day_is_itself_in_every_form(days in 0..40_000_i32, seconds in 0..86_400_u32) {
            let day = jiff::civil::date(1990, 1, 1).checked_add(jiff::Span::new().days(days)).expect("below 2100");
            let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
            let (half, twelve) = (if hour < 12 { "AM" } else { "PM" }, if hour % 12 == 0 { 12 } else { hour % 12 });
            let (year, month, number) = (day.year(), day.month(), day.day());
            let name = ["janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
            let name = name[month as usize - 1];
            let forms = [
                (format!("{month}/{number}/{year} {twelve}:{minute:02}:{second:02} {half}"), Some(Order::MonthFirst)),
                (format!("{number:02}/{month:02}/{year} {twelve}:{minute:02}:{second:02}\u{202f}{half}"), Some(Order::DayFirst)),
                (format!("{number:02}.{month:02}.{year} {hour:02}:{minute:02}:{second:02}"), None),
                (format!("{number} {name} {year} {hour:02}:{minute:02}:{second:02}"), None),
                (format!("{year}年{month}月{number}日 {hour}:{minute:02}:{second:02}"), None),
                (format!("{year}{month:02}{number:02}T{hour:02}{minute:02}{second:02}Z"), None),
                (format!("{:.7}", f64::from(32_874 + days) + f64::from(seconds) / 86_400.0), None),
            ];
            for (form, order) in forms {
                proptest::prop_assert_eq!(moment(&form, order), Ok(Some(Moment { day, seconds })), "{}", form);
            }
        }

        #[test]
        fn no_cell_ends_in_a_panic(text in "([0-9]{1,4}|[ ,./:'()-]|AM|pm|h|E|mai|Di|bytes|GB|T|年|月|日|時|午後|\u{202f}|％|１|٣|é){0,12}") {
            let scale = Scale { factor: 1 << 30, whole: false };
            let (number, moment, seconds) = (amount(&text, scale), moment(&text, None), seconds(&text, 60));
            let percent = Percentages::of([text.as_str()].into_iter()).read(&text);
            let mut survey = Survey::new(b',', [(0, Kind::Date), (1, Kind::Whole)]);
            (0..2).for_each(|at| survey.add(at, &text));
            // What is read by one reader may be refused by another; all of them must end.
            let _ = (number, moment, seconds, percent, survey.order(0));
        }
    }
}
