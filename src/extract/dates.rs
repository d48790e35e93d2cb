//! Days as authors write them: `1/31/2020`, `13.05.2019`, `2019年12月18日`, `27 Mar 2020`, `10/018/2019`, `4/04/19`.

use jiff::civil::Date;

use crate::text::folded;

/// What a cell says before its neighbours are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayText {
    /// Only one day can be meant.
    Certain {
        /// The day.
        date: Date,
        /// Which order it shows, where it shows one.
        order: Option<Order>,
    },
    /// Day and month may be the other way round.
    Either {
        /// Read with the month first.
        month_first: Date,
        /// Read with the day first.
        day_first: Date,
        /// Whether its parts are parted by dots.
        dotted: bool,
    },
    /// No day of any calendar.
    Unreadable,
}

/// Which of month and day comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// `1/31/2020`
    MonthFirst,
    /// `31.1.2020`
    DayFirst,
}

/// Reads the text of a date cell.
pub fn day(text: &str) -> DayText {
    let text = folded(text);
    let (numbers, words) = tokens(&text);
    let found = match (numbers.as_slice(), words.iter().find_map(|word| month(word))) {
        ([day, year], Some(month)) if *day <= 31 => date(*year, month, *day),
        ([year, day], Some(month)) => date(*year, month, *day),
        ([year, month, day], None) if *year > 999 => date(*year, *month, *day),
        ([first, second, year], None) => return numeric(*first, *second, *year, text.contains('.')),
        _ => None,
    };
    found.map_or(DayText::Unreadable, |date| DayText::Certain { date, order: None })
}

fn numeric(first: u32, second: u32, year: u32, dotted: bool) -> DayText {
    match (date(year, first, second), date(year, second, first)) {
        (Some(month_first), Some(day_first)) if month_first == day_first => {
            DayText::Certain { date: month_first, order: None }
        }
        (Some(month_first), Some(day_first)) => DayText::Either { month_first, day_first, dotted },
        (Some(date), None) => DayText::Certain { date, order: Some(Order::MonthFirst) },
        (None, Some(date)) => DayText::Certain { date, order: Some(Order::DayFirst) },
        (None, None) => DayText::Unreadable,
    }
}

/// Two-digit years are of this century.
fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = if year < 100 { year + 2000 } else { year };
    let plausible = (1900..=2999).contains(&year);
    let (year, month, day) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    plausible.then(|| Date::new(year, month, day).ok())?
}

/// Numbers and words in order; ordinal endings belong to no word.
fn tokens(text: &str) -> (Vec<u32>, Vec<String>) {
    let (mut numbers, mut words) = (Vec::new(), Vec::new());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digit = first.is_ascii_digit();
        let same = |c: char| if digit { c.is_ascii_digit() } else { c.is_alphabetic() && !c.is_ascii_digit() };
        let end = rest.find(|c: char| !same(c)).unwrap_or(rest.len());
        if end == 0 {
            rest = &rest[first.len_utf8()..];
            continue;
        }
        match rest[..end].parse() {
            Ok(number) if digit => numbers.push(number),
            _ => words.push(rest[..end].to_lowercase()),
        }
        rest = &rest[end..];
    }
    (numbers, words)
}

/// The number of a month from its name or the beginning of it, in the languages of the playbooks.
fn month(word: &str) -> Option<u32> {
    const NAMES: [&[&str]; 12] = [
        &["jan", "ene"],
        &["feb", "fev"],
        &["mar", "mär"],
        &["apr", "abr"],
        &["may", "mai"],
        &["jun"],
        &["jul"],
        &["aug", "ago"],
        &["sep", "set"],
        &["oct", "okt", "out"],
        &["nov"],
        &["dec", "dez", "dic"],
    ];
    let start: String = word.chars().take(3).collect();
    NAMES.iter().position(|names| names.contains(&start.as_str())).map(|index| index as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(text: &str) -> String {
        match day(text) {
            DayText::Certain { date, .. } => date.to_string(),
            DayText::Either { month_first, day_first, .. } => format!("{month_first} or {day_first}"),
            DayText::Unreadable => "unreadable".to_owned(),
        }
    }

    #[test]
    fn every_shape_is_read() {
        let cases = [
            ("1/31/2020", "2020-01-31"),
            ("13.05.2019", "2019-05-13"),
            ("2019年12月18日", "2019-12-18"),
            ("10/018/2019", "2019-10-18"),
            ("4/14/19", "2019-04-14"),
            ("27 Mar 2020", "2020-03-27"),
            ("March 27th, 2020", "2020-03-27"),
            ("15. Oktober 2019", "2019-10-15"),
            ("2020-02-29", "2020-02-29"),
            ("5/5/2020", "2020-05-05"),
            ("03/06/2019", "2019-03-06 or 2019-06-03"),
            ("2/30/2020", "unreadable"),
            ("2/29/2019", "unreadable"),
            ("soon", "unreadable"),
            ("", "unreadable"),
        ];
        for (text, expected) in cases {
            assert_eq!(iso(text), expected, "{text}");
        }
    }
}
