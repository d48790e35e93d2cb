//! Days as they are written: `2026-05-14`, `14.05.2026`, `5/14/26`, `14-May-26`, `Thursday, May 14, 2026`, `14 de mayo de 2026`,
//! `2026年5月14日`, `20260514`, and the serial numbers of spreadsheets.

use std::borrow::Cow;

use jiff::civil::Date;

use super::month::{self, Word};
use super::{AMBIGUOUS, Order};

pub(super) const NO_DATE: &str = "no date";
const NO_SUCH_DAY: &str = "a day that no calendar has";
const FAR_YEAR: &str = "a year before 1990 or after 2100";

/// Years in which no migration took place. A calendar that counts from elsewhere (Buddhist, Persian) gives others.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;
/// Years in which systems begin to count: .NET, Windows, SQL Server, spreadsheets, Unix; and the last year of .NET. A day in
/// them says that something has not happened.
const NEVER: [i16; 11] = [1, 1600, 1601, 1753, 1899, 1900, 1903, 1904, 1969, 1970, 9999];

/// The serial numbers of 1990-01-01 and 2100-12-31 in spreadsheets.
const SERIALS: std::ops::RangeInclusive<i32> = 32_874..=73_415;

/// A day as a text shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// It has not come.
    Never,
    /// This one.
    Certain(Date),
    /// A day and a month, whichever is first, and the year.
    Numbers {
        /// Both numbers, as written.
        numbers: [i8; 2],
        /// The year.
        year: i16,
        /// Whether points stand between them, which every culture writes behind the day.
        pointed: bool,
    },
}

impl Day {
    /// The day of a year, month and day; one of 24:00 is the next.
    fn of(year: i16, month: i8, day: i8) -> Result<Self, &'static str> {
        match year {
            year if NEVER.contains(&year) => Ok(Day::Never),
            year if !YEARS.contains(&year) => Err(FAR_YEAR),
            year => Date::new(year, month, day).map(Day::Certain).map_err(|_| NO_SUCH_DAY),
        }
    }

    /// The day of three numbers as they are written with `-`, `/` or `.` between them.
    pub(super) fn of_numbers(texts: [&str; 3], pointed: bool) -> Result<Self, &'static str> {
        let [first, second, third] = texts;
        let small = |text: &str| if text.len() <= 2 { text.parse::<i8>().map_err(|_| NO_DATE) } else { Err(NO_DATE) };
        if first.len() == 4 {
            return Day::of(first.parse().map_err(|_| NO_DATE)?, small(second)?, small(third)?);
        }
        let (numbers, year) = ([small(first)?, small(second)?], year(third)?);
        let is_first_of_net = third == "01" && numbers == [1, 1];
        match year {
            year if NEVER.contains(&year) || is_first_of_net => Ok(Day::Never),
            year if !YEARS.contains(&year) => Err(FAR_YEAR),
            year => Ok(Day::Numbers { numbers, year, pointed }),
        }
    }

    /// The order that the numbers show by themselves: one of them is no month.
    pub(super) fn shown_order(self) -> Option<Order> {
        let Day::Numbers { numbers: [first, second], .. } = self else { return None };
        match (first > 12, second > 12) {
            (true, false) => Some(Order::DayFirst),
            (false, true) => Some(Order::MonthFirst),
            _ => None,
        }
    }

    /// The date, if there is one; `order` is needed where two numbers could be the month.
    pub(super) fn date(self, order: Option<Order>) -> Result<Option<Date>, &'static str> {
        let (numbers, year, pointed) = match self {
            Day::Never => return Ok(None),
            Day::Certain(date) => return Ok(Some(date)),
            Day::Numbers { numbers, year, pointed } => (numbers, year, pointed),
        };
        let [first, second] = numbers;
        let order = match self.shown_order() {
            Some(order) => order,
            None if first == second || pointed || first > 12 => Order::DayFirst,
            None => order.ok_or(AMBIGUOUS)?,
        };
        let (day, month) = if order == Order::DayFirst { (first, second) } else { (second, first) };
        Date::new(year, month, day).map(Some).map_err(|_| NO_SUCH_DAY)
    }
}

/// A year of four digits, or of two: they are those of this century.
fn year(text: &str) -> Result<i16, &'static str> {
    match (text.len(), text.parse::<i16>()) {
        (4, Ok(year)) => Ok(year),
        (2, Ok(year)) => Ok(2000 + year),
        _ => Err(NO_DATE),
    }
}

/// A day that is written as digits alone, `20260514`.
pub(super) fn compact(text: &str) -> Result<Day, &'static str> {
    match (text.get(..4), text.get(4..6), text.get(6..8)) {
        (Some(year), Some(month), Some(day)) if text.len() == 8 => Day::of_numbers([year, month, day], false),
        _ => Err(NO_DATE),
    }
}

/// The day and the seconds of a serial number, `46156.97916`.
pub(super) fn serial(text: &str) -> Option<(Day, u32)> {
    let (days, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if days.len() != 5 || !digits(days) || !digits(fraction) {
        return None;
    }
    let days = days.parse::<i32>().ok().filter(|days| SERIALS.contains(days))?;
    let of_day = format!("0.{fraction}").parse::<f64>().ok()?;
    let seconds = (of_day * f64::from(super::clock::DAY)).round() as u32;
    let date = Date::constant(1899, 12, 30).checked_add(jiff::Span::new().days(days)).ok()?;
    Some((Day::Certain(date), seconds))
}

/// A day with words or blanks in it. Also says whether a month's name is of a culture of decimal commas.
pub(super) fn spoken(text: &str) -> Result<(Day, bool), &'static str> {
    let text = with_dashes(text);
    let (mut numbers, mut words, mut marks) = (Vec::new(), Vec::new(), Vec::new());
    for piece in Pieces(&text) {
        match piece {
            Piece::Digits(digits) => numbers.push(digits),
            Piece::Letters(letters) => words.push(month::word(letters).ok_or(NO_DATE)?),
            Piece::Mark(c) if ",-/.".contains(c) => marks.push(c),
            Piece::Mark(_) => return Err(NO_DATE),
        }
    }
    match (month_of(&words)?, &numbers[..]) {
        (None, [first, second, third]) if has_marks(&marks) => {
            Day::of_numbers([first, second, third], marks.contains(&'.')).map(|day| (day, false))
        }
        (Some((month, comma)), [first, second]) => {
            let (day, year) = if first.len() == 4 { (second, *first) } else { (first, *second) };
            let day = if day.len() <= 2 { day.parse().map_err(|_| NO_DATE)? } else { return Err(NO_DATE) };
            Day::of(self::year(year)?, month as i8, day).map(|day| (day, comma))
        }
        _ => Err(NO_DATE),
    }
}

/// Whether marks separate three numbers: two alike, besides the comma behind a weekday and a point at the end.
fn has_marks(marks: &[char]) -> bool {
    let mut marks = marks.iter().filter(|c| **c != ',');
    let (first, second, third) = (marks.next(), marks.next(), marks.next());
    first.is_some() && first == second && third.is_none_or(|third| *third == '.' && first == Some(third))
}

/// The characters of Chinese, Japanese and Korean behind year, month and day, as marks.
fn with_dashes(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mark = |c| match c {
        '年' | '月' | '년' | '월' => '-',
        '日' | '일' | '号' | '號' => ' ',
        c => c,
    };
    Cow::Owned(text.chars().map(mark).collect())
}

/// The month that the words of a date name, if they name one.
fn month_of(words: &[Word]) -> Result<Option<(u8, bool)>, &'static str> {
    let named = words.iter().filter_map(|word| match word {
        Word::Month { number, comma } => Some((*number, *comma)),
        _ => None,
    });
    let doubtful = words.iter().filter_map(|word| match word {
        Word::MonthOrWeekday { number } => Some((*number, false)),
        _ => None,
    });
    let (named, doubtful): (Vec<_>, Vec<_>) = (named.collect(), doubtful.collect());
    match (&named[..], &doubtful[..]) {
        ([], []) => Ok(None),
        // `mar. 3 mar. 2026` is a Tuesday in March.
        ([month], _) | ([], [month]) | ([], [_, month]) => Ok(Some(*month)),
        _ => Err(NO_DATE),
    }
}

/// A piece of a date.
enum Piece<'t> {
    Digits(&'t str),
    Letters(&'t str),
    Mark(char),
}

/// The pieces of a text, without the blanks.
struct Pieces<'t>(&'t str);

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        let text = self.0.trim_start();
        let first = text.chars().next()?;
        let while_true = |is: fn(char) -> bool| text.find(|c: char| !is(c)).unwrap_or(text.len());
        let (piece, len) = if first.is_ascii_digit() {
            let len = while_true(|c| c.is_ascii_digit());
            (Piece::Digits(&text[..len]), len)
        } else if first.is_alphabetic() {
            let len = while_true(char::is_alphabetic);
            (Piece::Letters(&text[..len]), len)
        } else {
            (Piece::Mark(first), first.len_utf8())
        };
        self.0 = &text[len..];
        Some(piece)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_all_their_forms() {
        let cases = [
            ("14-May-26", "2026-05-14"),
            ("14May2026", "2026-05-14"),
            ("2026-May-14", "2026-05-14"),
            ("May 14, 2026", "2026-05-14"),
            ("Thursday, May 14, 2026", "2026-05-14"),
            ("Thursday, 14 May 2026", "2026-05-14"),
            ("14th of May 2026", "2026-05-14"),
            ("14 mai 2026", "2026-05-14"),
            ("1er mai 2026", "2026-05-01"),
            ("jeudi 14 mai 2026", "2026-05-14"),
            ("14. Mai 2026", "2026-05-14"),
            ("Donnerstag, 14. Mai 2026", "2026-05-14"),
            ("Do, 14.05.2026", "2026-05-14"),
            ("4. März 2026", "2026-03-04"),
            ("14 févr. 2026", "2026-02-14"),
            ("14 de mayo de 2026", "2026-05-14"),
            ("jueves, 14 de mayo de 2026", "2026-05-14"),
            ("14-dic-26", "2026-12-14"),
            ("14 de maio de 2026", "2026-05-14"),
            ("segunda-feira, 1 de junho de 2026", "2026-06-01"),
            ("14 maggio 2026", "2026-05-14"),
            ("14 mei 2026", "2026-05-14"),
            ("mar 3 mar 2026", "2026-03-03"),
            ("mar 14 abr 2026", "2026-04-14"),
            ("2026年5月14日", "2026-05-14"),
            ("2026년 5월 14일", "2026-05-14"),
            ("2026. 5. 14.", "2026-05-14"),
            ("14. 05. 2026", "2026-05-14"),
            ("Thu 5/14/2026", "2026-05-14"),
        ];
        for (text, expected) in cases {
            let day = spoken(text).and_then(|(day, _)| day.date(None));
            assert_eq!(day.map(|date| date.map(|date| date.to_string())), Ok(Some(expected.to_owned())), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_refused() {
        let cases = [
            ("soon", NO_DATE),
            ("14 soon 2026", NO_DATE),
            ("14 mai", NO_DATE),
            ("14 mai juin 2026", NO_DATE),
            ("14 05 2026", NO_DATE),
            ("14/05-2026", NO_DATE),
            ("14/05/2026/1", NO_DATE),
            ("14/05/026", NO_DATE),
            ("140/5/2026", NO_DATE),
            ("14 05 mai 2026", NO_DATE),
            ("14+05+2026", NO_DATE),
            ("140 mai 2026", NO_DATE),
            ("31 avril 2026", NO_SUCH_DAY),
            ("2021-02-29", NO_SUCH_DAY),
            ("13/13/2026", NO_SUCH_DAY),
            ("14/5/2569", FAR_YEAR),
            ("1447-05-14", FAR_YEAR),
            ("14 mai 1985", FAR_YEAR),
        ];
        for (text, why) in cases {
            assert_eq!(spoken(text).and_then(|(day, _)| day.date(Some(Order::DayFirst))), Err(why), "{text}");
        }
    }

    #[test]
    fn the_days_from_which_systems_count_are_none() {
        let texts = [
            "1/1/0001",
            "01.01.0001",
            "0001-01-01",
            "1/1/01",
            "1601-01-01",
            "12/31/1600",
            "30/12/1899",
            "1/0/1900",
            "1970-01-01",
            "12/31/9999",
            "1 janvier 0001",
        ];
        for text in texts {
            assert_eq!(spoken(text).map(|(day, _)| day), Ok(Day::Never), "{text}");
        }
    }

    #[test]
    fn digits_alone_are_a_day_or_a_serial_number() {
        assert_eq!(compact("20260514"), Ok(Day::Certain(Date::constant(2026, 5, 14))));
        assert_eq!(compact("20261405"), Err(NO_SUCH_DAY));
        assert_eq!(compact("2026051"), Err(NO_DATE));
        let at = |year, month, day, seconds| Some((Day::Certain(Date::constant(year, month, day)), seconds));
        assert_eq!(serial("43901"), at(2020, 3, 11, 0));
        assert_eq!(serial("46156.97916666667"), at(2026, 5, 14, 84_600));
        assert_eq!(serial("46156,5"), at(2026, 5, 14, 43_200));
        assert_eq!(serial("32874"), at(1990, 1, 1, 0));
        assert_eq!(serial("73415"), at(2100, 12, 31, 0));
        for text in ["32873", "73416", "2026", "460156", "46156.", "46156.5.1", "4615x", "46156,x"] {
            assert_eq!(serial(text), None, "{text}");
        }
    }
}
