//! Times of day: `18:00:00`, `7:42:10 PM`, `09:00:00 p. m.`, `下午11:30`, `23h30`, `22:30:01.5+00:00`. What the zone is does not
//! count.

/// Seconds of a day.
pub(super) const DAY: u32 = 24 * 60 * 60;

/// The half of the day that an hour of 1 to 12 is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    Morning,
    Afternoon,
}

/// Words for the halves of a day, without points and blanks: of English and Spanish, of Chinese, Japanese, Korean and Greek.
const HALVES: [(Half, &[&str]); 2] = [
    (Half::Morning, &["am", "a", "上午", "午前", "오전", "πμ"]),
    (Half::Afternoon, &["pm", "p", "下午", "午後", "오후", "μμ"]),
];

/// Where the time begins in a text of day and time, if there is one.
pub(super) fn start(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let digits_before = |at: usize| bytes[..at].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let pair_after = |at: usize| bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
    let is_clock = |at: usize| (1..=2).contains(&digits_before(at)) && pair_after(at);
    if let Some(colon) = text.find(':') {
        let at = colon - digits_before(colon);
        return is_clock(colon).then(|| half_before(&text[..at]).map_or(at, |(start, _)| start));
    }
    // `23h30`, and `23.30` as a word behind the day.
    let hour = (0..bytes.len()).find(|at| bytes[*at].eq_ignore_ascii_case(&b'h') && is_clock(*at));
    let pointed = || {
        let word = text.rfind(' ')? + 1;
        let parts: Vec<&str> = text[word..].split('.').collect();
        let pairs = parts.iter().all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
        ((2..=3).contains(&parts.len()) && pairs && has_year(&text[..word])).then_some(word)
    };
    hour.map(|at| at - digits_before(at)).or_else(pointed)
}

/// Whether a text holds the four digits of a year.
fn has_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4)
}

/// The word for a half of the day at the end of a text, and where it begins.
fn half_before(text: &str) -> Option<(usize, Half)> {
    let text = text.trim_end();
    let all = HALVES.iter().flat_map(|(half, words)| words.iter().map(move |word| (*word, *half)));
    // A single letter before the time is no word for it: `5/14/2026T…`.
    let mut words = all.filter(|(word, _)| word.len() > 1);
    words.find_map(|(word, half)| {
        let at = text.len().checked_sub(word.len())?;
        text.get(at..)?.eq_ignore_ascii_case(word).then_some((at, half))
    })
}

/// The seconds of the day; [`DAY`] for `24:00`, which is the next one.
pub(super) fn seconds(text: &str) -> Option<u32> {
    let first = text.find(|c: char| c.is_ascii_digit())?;
    let before = half_before(&text[..first]).map(|(_, half)| half);
    if before.is_none() && !text[..first].trim().is_empty() {
        return None;
    }
    let (clock, rest) = digits_and_rest(&text[first..]);
    let [hour, minute, second] = clock?;
    let half = before.or_else(|| half_of(rest));
    if minute > 59 || second > 59 {
        return None;
    }
    let hour = match (hour, half) {
        (24, None) if minute == 0 && second == 0 => 24,
        (0..=23, None) => hour,
        (12, Some(Half::Morning)) => 0,
        (0..=11, Some(Half::Morning)) => hour,
        (12..=23, Some(Half::Afternoon)) => hour,
        (0..=11, Some(Half::Afternoon)) => hour + 12,
        _ => return None,
    };
    Some(hour * 3600 + minute * 60 + second)
}

/// The seconds of `7:42:10 PM` and `18:00`, of which there may be millions; none for every other form.
pub(super) fn usual(text: &str) -> Option<u32> {
    let (clock, half) = match text.as_bytes() {
        [clock @ .., b' ', b'A' | b'a', b'M' | b'm'] => (clock, Some(Half::Morning)),
        [clock @ .., b' ', b'P' | b'p', b'M' | b'm'] => (clock, Some(Half::Afternoon)),
        clock => (clock, None),
    };
    let (mut parts, mut at, mut digits) = ([0_u32; 3], 0, 0);
    for byte in clock {
        match byte {
            b'0'..=b'9' if digits < 2 => {
                parts[at] = parts[at] * 10 + u32::from(byte - b'0');
                digits += 1;
            }
            b':' if digits > 0 && at < 2 => (at, digits) = (at + 1, 0),
            _ => return None,
        }
    }
    let [hour, minute, second] = parts;
    if at == 0 || digits == 0 || minute > 59 || second > 59 {
        return None;
    }
    let hour = match (hour, half) {
        (0..=23, None) => hour,
        (1..=12, Some(half)) => hour % 12 + if half == Half::Afternoon { 12 } else { 0 },
        _ => return None,
    };
    Some(hour * 3600 + minute * 60 + second)
}

/// Hour, minute and second, and what follows the fraction.
fn digits_and_rest(text: &str) -> (Option<[u32; 3]>, &str) {
    let mut parts = [0; 3];
    let mut rest = text;
    for (at, part) in parts.iter_mut().enumerate() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let Some(number) = rest[..digits].parse().ok().filter(|_| (1..=2).contains(&digits)) else {
            return (None, rest);
        };
        *part = number;
        rest = &rest[digits..];
        let more =
            rest.strip_prefix([':', '.', 'h', 'H']).filter(|more| more.starts_with(|c: char| c.is_ascii_digit()));
        match more {
            Some(more) if at < 2 => rest = more,
            _ if at == 0 => return (None, rest),
            _ => break,
        }
    }
    let fraction = rest.strip_prefix(['.', ',']).map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    (Some(parts), fraction.unwrap_or(rest))
}

/// The half of the day that follows a time: `PM`, `p.m.`, `p. m.`; a zone such as `AMST` is none.
fn half_of(text: &str) -> Option<Half> {
    let plain = text.replace('.', " ").to_lowercase();
    let mut words = plain.split_whitespace();
    let (first, second) = (words.next()?, words.next());
    let joined = [first, second.filter(|word| *word == "m").unwrap_or_default()].concat();
    let is = |(_, words): &&(Half, &[&str])| words.contains(&joined.as_str());
    HALVES.iter().find(is).map(|(half, _)| *half)
}

/// Whether the time is written with `AM` or `PM`, as in the United States.
pub(super) fn is_english_half(text: &str) -> bool {
    let end = text.trim_end();
    ["AM", "PM", "am", "pm"]
        .iter()
        .any(|half| end.strip_suffix(half).is_some_and(|rest| rest.ends_with(|c: char| c == ' ' || c.is_ascii_digit())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_they_are_written() {
        let at = |hour: u32, minute: u32, second: u32| Some(hour * 3600 + minute * 60 + second);
        let cases = [
            ("18:00:00", at(18, 0, 0)),
            ("7:42:10 PM", at(19, 42, 10)),
            ("12:00 AM", at(0, 0, 0)),
            ("12:59 am", at(0, 59, 0)),
            ("1:00 AM", at(1, 0, 0)),
            ("11:59 AM", at(11, 59, 0)),
            ("12:00 PM", at(12, 0, 0)),
            ("12:30:05 PM", at(12, 30, 5)),
            ("11:59:59 PM", at(23, 59, 59)),
            ("0:30 PM", at(12, 30, 0)),
            ("13:00 PM", at(13, 0, 0)),
            ("09:00:00 a. m.", at(9, 0, 0)),
            ("08:00:00 p. m.", at(20, 0, 0)),
            ("8:00 p.m.", at(20, 0, 0)),
            ("12:15 p. m.", at(12, 15, 0)),
            ("下午11:30", at(23, 30, 0)),
            ("上午 12:05", at(0, 5, 0)),
            ("午後0:30", at(12, 30, 0)),
            ("오후 11:30:00", at(23, 30, 0)),
            ("PM 11:30", at(23, 30, 0)),
            ("22:30:01.5+00:00", at(22, 30, 1)),
            ("22:30:01,25 CEST", at(22, 30, 1)),
            ("10:00 Z", at(10, 0, 0)),
            ("10:00 AMST", at(10, 0, 0)),
            ("23h30", at(23, 30, 0)),
            ("09.05.30", at(9, 5, 30)),
            ("24:00", Some(DAY)),
            ("24:00:00", Some(DAY)),
            ("24:01", None),
            ("24:00 PM", None),
            ("25:00", None),
            ("13:00 AM", None),
            ("12:60", None),
            ("12:00:60", None),
            ("123:00", None),
            ("noon", None),
            ("at 12:00", None),
            ("7 PM", None),
        ];
        for (text, expected) in cases {
            assert_eq!(seconds(text), expected, "{text}");
            let usual = usual(text);
            assert!(usual.is_none() || usual == expected, "{text}: {usual:?}");
        }
        for text in ["18:00:00", "7:42:10 PM", "12:00 AM", "12:00 PM", "9:05", "09:05 am"] {
            assert_eq!(usual(text), seconds(text), "{text}");
            assert!(usual(text).is_some(), "{text}");
        }
    }

    #[test]
    fn the_time_begins_behind_the_day() {
        let cases = [
            ("14/05/2026 9:00", Some("9:00")),
            ("2026-05-14T09:00:00Z", Some("09:00:00Z")),
            ("2026-5-14 下午 11:30", Some("下午 11:30")),
            ("14.05.2026 09.30", Some("09.30")),
            ("14/05/2026 23h30", Some("23h30")),
            ("Thursday 14/05/2026 23h30", Some("23h30")),
            ("14.05.2026", None),
            ("14. 05. 2026", None),
            ("4th May 2026", None),
            ("Thursday, May 14, 2026", None),
            ("a:b", None),
        ];
        for (text, expected) in cases {
            assert_eq!(start(text).map(|at| &text[at..]), expected, "{text}");
        }
    }
}
