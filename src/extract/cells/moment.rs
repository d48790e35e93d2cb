//! Days with or without a time of day. Zones do not count: tools write them or leave them out, and none says which it means.

use jiff::civil::Date;

use super::day::{self, Day, NO_DATE};
use super::{Order, clock, is_blank, plain};

/// A day, and how many seconds of it have passed; they tell two rounds of one day apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::extract) struct Moment {
    pub(in crate::extract) day: Date,
    pub(in crate::extract) seconds: u32,
}

impl Moment {
    /// Seconds since the beginning of our era, for comparison only.
    pub(in crate::extract) fn stamp(self) -> i64 {
        let days = self.day.since(Date::constant(1, 1, 1)).map_or(0, |span| i64::from(span.get_days()));
        days * i64::from(clock::DAY) + i64::from(self.seconds)
    }
}

/// Reads a date with or without a time. A blank is no date at all, nor is a day from which a system begins to count.
pub(in crate::extract) fn moment(text: &str, order: Option<Order>) -> Result<Option<Moment>, &'static str> {
    let Some(written) = written(text)? else { return Ok(None) };
    let Some(day) = written.day.date(order)? else { return Ok(None) };
    // 24:00, and the last half second of a serial number, are the next day.
    let day = if written.seconds >= clock::DAY { day.tomorrow().map_err(|_| NO_DATE)? } else { day };
    Ok(Some(Moment { day, seconds: written.seconds % clock::DAY }))
}

/// A date as it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written {
    pub(super) day: Day,
    seconds: u32,
    /// Whether it is of a culture that separates decimals by a comma: its month says so, or the points in it.
    pub(super) comma: bool,
    /// Whether its time has `AM` or `PM` behind it.
    pub(super) english_half: bool,
}

impl Written {
    fn new(day: Day, seconds: u32) -> Self {
        Self { day, seconds, comma: false, english_half: false }
    }

    /// The order that its numbers show by themselves. Behind points the day always comes first, which says nothing of others.
    pub(super) fn shown_order(&self) -> Option<Order> {
        self.day.shown_order().filter(|_| !self.is_pointed())
    }

    fn is_pointed(&self) -> bool {
        matches!(self.day, Day::Numbers { pointed: true, .. })
    }
}

/// Takes a date apart; none if the cell says nothing.
pub(super) fn written(text: &str) -> Result<Option<Written>, &'static str> {
    if let Some(moment) = iso(text.as_bytes()) {
        return Ok(Some(Written::new(Day::Certain(moment.day), moment.seconds)));
    }
    if let Some(written) = slashed(text) {
        return written.map(Some);
    }
    let text = plain(text);
    if is_blank(&text) || text.eq_ignore_ascii_case("never") {
        return Ok(None);
    }
    if let Some((day, seconds)) = day::serial(&text) {
        return Ok(Some(Written::new(day, seconds)));
    }
    if text.bytes().take_while(u8::is_ascii_digit).count() >= 8 {
        return compact(&text).map(Some);
    }
    let text = with_colons(&text);
    let (day, time) = text.split_at(clock::start(&text).unwrap_or(text.len()));
    let seconds = if time.is_empty() { 0 } else { clock::seconds(time).ok_or(NO_DATE)? };
    let day = day.trim().trim_end_matches([',', 'T']).trim_end();
    let (day, comma) = day::spoken(day)?;
    let written = Written { day, seconds, comma, english_half: clock::is_english_half(time) };
    Ok(Some(Written { comma: comma || written.is_pointed(), ..written }))
}

/// Hours, minutes and seconds in Chinese, Japanese and Korean characters as a time with colons.
fn with_colons(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains(['時', '时', '시', '点']) {
        return text.into();
    }
    let mut out = text.replace(['時', '时', '시', '点'], ":").replace(['分', '분'], ":").replace(['秒', '초'], "");
    out = out.replace(": ", ":");
    out.trim_end_matches([':', ' ']).to_owned().into()
}

/// `20260514`, `202605142330`, `20260514T233000Z`, `20260514 23:30`.
fn compact(text: &str) -> Result<Written, &'static str> {
    let (day, time) = text.split_at(8);
    let time = time.strip_prefix(['T', ' ']).unwrap_or(time);
    let digits = time.bytes().take_while(u8::is_ascii_digit).count();
    let pair = |at: usize| time.get(at..at + 2).unwrap_or("00");
    let seconds = match digits {
        0 if time.is_empty() => 0,
        4 | 6 if !time.contains(':') => {
            let seconds = if digits == 6 { pair(4) } else { "00" };
            clock::seconds(&format!("{}:{}:{seconds}", pair(0), pair(2))).ok_or(NO_DATE)?
        }
        _ => clock::seconds(time).ok_or(NO_DATE)?,
    };
    Ok(Written::new(day::compact(day)?, seconds))
}

/// `2020-02-11 19:42:10` with or without a fraction and a zone, as most tools write it; whatever is not exactly so is for
/// the reader of all forms.
fn iso(text: &[u8]) -> Option<Moment> {
    let (text, rest) = text.split_at_checked(19)?;
    let shape = text[4] == b'-' && text[7] == b'-' && text[13] == b':' && text[16] == b':';
    let is_rest = |byte: &u8| byte.is_ascii_digit() || b".:+-Z".contains(byte);
    let begins = rest.first().is_none_or(|byte| b".+-Z".contains(byte));
    if !shape || !matches!(text[10], b' ' | b'T') || !begins || !rest.iter().all(is_rest) {
        return None;
    }
    let (year, month, day) = (number(&text[0..4])?, number(&text[5..7])?, number(&text[8..10])?);
    let (hour, minute, second) = (number(&text[11..13])?, number(&text[14..16])?, number(&text[17..19])?);
    if !(1990..=2100).contains(&year) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let day = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(Moment { day, seconds: hour * 3600 + minute * 60 + second })
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
}

/// `3/14/2020 7:42:10 PM` and the like, as fast as may be: exports have millions of them. None for every other form.
fn slashed(text: &str) -> Option<Result<Written, &'static str>> {
    let (day, time) = text.split_once(' ').unwrap_or((text, ""));
    let (numbers, mark) = three_numbers(day)?;
    let half = time.split_once(' ').map(|(_, half)| half);
    let is_usual = half.is_none_or(|half| ["AM", "PM", "am", "pm"].contains(&half));
    if !is_usual || !time.is_empty() && (!time.contains(':') || !time.is_ascii()) {
        return None;
    }
    let seconds = if time.is_empty() { Some(0) } else { clock::usual(time).or_else(|| clock::seconds(time)) };
    let pointed = mark == b'.' && numbers[0].len() < 4;
    let day = Day::of_numbers(numbers, pointed);
    Some(day.and_then(|day| {
        let seconds = seconds.ok_or(NO_DATE)?;
        Ok(Written { day, seconds, comma: pointed, english_half: half.is_some() })
    }))
}

/// Three numbers of one to four digits with one kind of mark between them, and the mark.
fn three_numbers(text: &str) -> Option<([&str; 3], u8)> {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        let count = bytes.get(from..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
        (1..=4).contains(&count).then_some(from + count)
    };
    let first = digits(0)?;
    let mark = *bytes.get(first).filter(|mark| b"/-.".contains(mark))?;
    let second = digits(first + 1)?;
    let third = digits(second + 1).filter(|end| bytes.get(second) == Some(&mark) && *end == bytes.len())?;
    Some(([&text[..first], &text[first + 1..second], &text[second + 1..third]], mark))
}

#[cfg(test)]
mod tests {
    use super::super::AMBIGUOUS;
    use super::*;

    fn shown(text: &str, order: Option<Order>) -> Result<Option<(String, u32)>, &'static str> {
        moment(text, order).map(|found| found.map(|at| (at.day.to_string(), at.seconds)))
    }

    #[test]
    fn moments_are_read_as_tools_write_them() {
        let evening = Some(("2026-05-14", 84_600));
        let cases = [
            ("2020-02-11 19:42:10", Some(("2020-02-11", 70_930))),
            ("2018-05-19T06:48:20+00:00", Some(("2018-05-19", 24_500))),
            ("2018-05-19T06:48:20.1234567Z", Some(("2018-05-19", 24_500))),
            ("2018-05-19T09:00:00", Some(("2018-05-19", 32_400))),
            ("2018-05-19T09:00Z", Some(("2018-05-19", 32_400))),
            ("3/14/2020 7:42:10 PM", Some(("2020-03-14", 70_930))),
            ("3/14/2020 7:42:10\u{202f}PM", Some(("2020-03-14", 70_930))),
            ("3/14/20 12:05 AM", Some(("2020-03-14", 300))),
            ("3/14/2020, 12:05 PM", Some(("2020-03-14", 43_500))),
            ("04.03.2020 10:00", Some(("2020-03-04", 36_000))),
            ("04.03.2020 10.00.30", Some(("2020-03-04", 36_030))),
            ("14/05/2026 09:00:00 a. m.", Some(("2026-05-14", 32_400))),
            ("14/05/2026 08:00:00 p. m.", Some(("2026-05-14", 72_000))),
            ("14/05/2026 08:00:00\u{a0}p.\u{a0}m.", Some(("2026-05-14", 72_000))),
            ("14-May-26 11:30 PM", evening),
            ("Thursday, May 14, 2026 11:30:00 PM", evening),
            ("jeudi 14 mai 2026 23:30", evening),
            ("14 mai 2026 à 23:30", evening),
            ("14. Mai 2026 um 23:30 Uhr", evening),
            ("14 mai 2026", Some(("2026-05-14", 0))),
            ("2026年5月14日 23:30", evening),
            ("2026年5月14日23時30分", evening),
            ("2026年5月14日 下午11:30:00", evening),
            ("2026/5/14 下午 11:30:00", evening),
            ("2026. 5. 14. 오후 11:30", evening),
            ("2026年５月１４日　２３：３０", evening),
            ("20260514", Some(("2026-05-14", 0))),
            ("202605142330", evening),
            ("20260514T233000Z", evening),
            ("20260514 23:30", evening),
            ("46156", Some(("2026-05-14", 0))),
            ("46156,97916666667", evening),
            ("46156.999999", Some(("2026-05-15", 0))),
            ("2026-05-14 24:00", Some(("2026-05-15", 0))),
            ("2026-12-31T24:00:00", Some(("2027-01-01", 0))),
            ("14/05/2026 24:00", Some(("2026-05-15", 0))),
            ("\u{200e}5/\u{200e}14/\u{200e}2026 \u{200f}\u{200e}11:30 PM", evening),
            ("5/14/2026 11:30\u{200e}PM", evening),
        ];
        for (text, expected) in cases {
            let expected = expected.map(|(day, seconds)| Some((day.to_owned(), seconds)));
            assert_eq!(shown(text, None).ok(), expected, "{text}");
        }
    }

    #[test]
    fn a_blank_and_the_days_from_which_systems_count_are_no_date() {
        for text in ["", "-", "n/a", "Never", "1/1/0001 12:00:00 AM", "01.01.0001 00:00:00", "0001-01-01T00:00:00"] {
            assert_eq!(moment(text, None), Ok(None), "{text}");
        }
    }

    #[test]
    fn an_order_is_asked_for_and_what_is_no_date_is_refused() {
        assert_eq!(shown("3/4/2020 12:05 AM", Some(Order::MonthFirst)), Ok(Some(("2020-03-04".to_owned(), 300))));
        assert_eq!(shown("3/4/20", Some(Order::DayFirst)), Ok(Some(("2020-04-03".to_owned(), 0))));
        assert_eq!(shown("3-4-2020", None), Err(AMBIGUOUS));
        let texts = [
            "2020-02-11 25:00",
            "soon",
            "12345",
            "1589414400",
            "2026051",
            "20260514 99:00",
            "14/05/2026 9",
            "2020-03-02 whenever",
            "7",
            "0",
            "/",
            "3/",
            "3/4",
            "3/4/",
        ];
        for text in texts {
            assert_eq!(shown(text, None), Err(NO_DATE), "{text}");
        }
    }

    #[test]
    fn moments_of_one_day_come_one_after_the_other() {
        let stamp = |text: &str| moment(text, None).expect("a date").map(Moment::stamp);
        assert!(stamp("14/05/2026 09:00:00 a. m.") < stamp("14/05/2026 08:00:00 p. m."));
        assert!(stamp("2026-05-14 23:59:59") < stamp("2026-05-14 24:00"));
        assert_eq!(stamp("2026-05-14 24:00"), stamp("2026-05-15"));
    }
}
