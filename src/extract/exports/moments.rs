//! Dates and times of exports. Numbers whose order cannot be told are settled by their whole column, else refused.

use jiff::civil::Date;

pub(super) use crate::extract::engagement::Order;
use crate::extract::engagement::{date, day_before_month};

/// A day, and how many seconds of it have passed; they tell two rounds of one day apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    pub(super) day: Date,
    pub(super) seconds: u32,
}

impl Moment {
    /// Seconds since the beginning of our era, for comparison only.
    pub(super) fn stamp(self) -> i64 {
        let days = self.day.since(Date::constant(1, 1, 1)).map_or(0, |span| i64::from(span.get_days()));
        days * 86_400 + i64::from(self.seconds)
    }
}

/// Why a cell is no date.
pub(super) const AMBIGUOUS: &str = "a date whose day and month cannot be told apart";

/// A date with or without a time. A blank, and the day from which .NET counts, are no date at all.
pub(super) fn moment(text: &str, order: Option<Order>) -> Result<Option<Moment>, &'static str> {
    let text = text.trim();
    if text.is_empty() || text == "-" {
        return Ok(None);
    }
    if let Some(moment) = iso(text.as_bytes()) {
        return Ok(Some(moment));
    }
    let (day, time) = text.split_once([' ', 'T']).unwrap_or((text, ""));
    let seconds = if time.is_empty() { 0 } else { time_of_day(time).ok_or("no date")? };
    match date(day, order) {
        Ok(day) if day.year() < 1990 => Ok(None),
        Ok(day) => Ok(Some(Moment { day, seconds })),
        // The first day of .NET, `1/1/0001`, has a year that the reader of dates refuses.
        Err(_) if day.ends_with("/0001") || day.ends_with(".0001") => Ok(None),
        Err(reason) => Err(reason),
    }
}

/// `2020-02-11 19:42:10`, as most tools write it; whatever is not exactly so is for the reader of all forms.
fn iso(text: &[u8]) -> Option<Moment> {
    let shape = text.len() == 19 && text[4] == b'-' && text[7] == b'-' && text[13] == b':' && text[16] == b':';
    if !shape || !matches!(text[10], b' ' | b'T') {
        return None;
    }
    let number = |range: std::ops::Range<usize>| {
        text[range].iter().try_fold(0_u32, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
    };
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let (hour, minute, second) = (number(11..13)?, number(14..16)?, number(17..19)?);
    if year < 1990 || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let day = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(Moment { day, seconds: hour * 3600 + minute * 60 + second })
}

/// The order that a date shows by itself, if it shows one.
pub(super) fn shown_order(text: &str) -> Option<Order> {
    day_before_month(text.trim())
}

/// `18:00:00`, `7:42:10 PM`, `22:30:01.5+00:00`, `10:00 Z`; what the zone is does not count.
fn time_of_day(text: &str) -> Option<u32> {
    let lower = text.trim().to_ascii_lowercase();
    let afternoon = lower.contains("pm");
    let morning = lower.contains("am");
    let digits = lower.find(|c: char| !c.is_ascii_digit() && !":.".contains(c)).unwrap_or(lower.len());
    let clock = lower[..digits].split('.').next().unwrap_or_default();
    let parts: Option<Vec<u32>> = clock.split(':').map(|part| part.parse().ok()).collect();
    let (hour, minute, second) = match parts?[..] {
        [hour, minute] => (hour, minute, 0),
        [hour, minute, second] => (hour, minute, second),
        _ => return None,
    };
    let hour = match hour {
        12 if morning => 0,
        1..=11 if afternoon => hour + 12,
        hour => hour,
    };
    (hour < 24 && minute < 60 && second < 60).then_some(hour * 3600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_tools_write_them() {
        let cases = [
            ("2020-02-11 19:42:10", None, Ok(Some(("2020-02-11", 70_930)))),
            ("2018-05-19T06:48:20+00:00", None, Ok(Some(("2018-05-19", 24_500)))),
            ("2018-05-19T09:00:00", None, Ok(Some(("2018-05-19", 32_400)))),
            ("3/14/2020 7:42:10 PM", None, Ok(Some(("2020-03-14", 70_930)))),
            ("3/4/2020 12:05 AM", Some(Order::MonthFirst), Ok(Some(("2020-03-04", 300)))),
            ("3/4/2020", Some(Order::DayFirst), Ok(Some(("2020-04-03", 0)))),
            ("04.03.2020 10:00", None, Ok(Some(("2020-03-04", 36_000)))),
            ("", None, Ok(None)),
            ("1/1/0001 12:00:00 AM", None, Ok(None)),
            ("3/4/2020", None, Err(AMBIGUOUS)),
            ("2020-02-11 25:00", None, Err("no date")),
            ("soon", None, Err("no date")),
        ];
        for (text, order, expected) in cases {
            let found = moment(text, order).map(|found| found.map(|at| (at.day.to_string(), at.seconds)));
            let expected = expected.map(|found| found.map(|(day, seconds): (&str, u32)| (day.to_owned(), seconds)));
            assert_eq!(found, expected, "{text}");
        }
    }
}
