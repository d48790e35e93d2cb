//! Durations in seconds: `[d.]hh:mm:ss[.fffffff]` of .NET, `P1DT3H` of ISO 8601, `1 days, 19 hours`, `1h 30m`, or numbers of
//! a unit that the column names.

use super::size::{Reading, Scale, amount};
use super::{is_blank, plain};

const NO_DURATION: &str = "no duration";
const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Reads a duration; a number without a unit is of so many seconds each.
pub(in crate::extract) fn seconds(text: &str, factor: u64) -> Result<Reading, &'static str> {
    let text = plain(text);
    if is_blank(&text) {
        return Ok(Reading::Blank);
    }
    let read = if text.contains(':') {
        clock(&text)
    } else if let Some(period) = text.strip_prefix('P') {
        iso(period)
    } else if text.contains(char::is_alphabetic) && amount(&text, Scale { factor, whole: false }).is_err() {
        spoken(&text)
    } else {
        return number(&text, factor);
    };
    read.map(Reading::Certain).ok_or(NO_DURATION)
}

/// A number without a unit; sizes are no durations.
fn number(text: &str, factor: u64) -> Result<Reading, &'static str> {
    let sized = text.contains(|c: char| c.is_alphabetic() && !"eE".contains(c)) || text.contains('(');
    let read = if sized { Err(NO_DURATION) } else { amount(text, Scale { factor, whole: false }) };
    read.map_err(|_| NO_DURATION)
}

/// `[d.]hh:mm[:ss]`, with days before a point, a blank or a colon, and a fraction that does not count.
fn clock(text: &str) -> Option<u64> {
    let mut parts: Vec<&str> = text.split(':').collect();
    let days = match parts.len() {
        4 => parts.remove(0),
        _ => match parts[0].split_once(['.', ' ']) {
            None => "0",
            Some((days, hours)) => {
                parts[0] = hours;
                days
            }
        },
    };
    let (hours, minutes, rest) = match parts[..] {
        [hours, minutes] => (hours, minutes, "0"),
        [hours, minutes, seconds] => (hours, minutes, seconds),
        _ => return None,
    };
    let (whole, fraction) = rest.split_once(['.', ',']).unwrap_or((rest, ""));
    let [days, hours, minutes, seconds] = [days, hours, minutes, whole].map(|part| part.trim().parse::<u64>().ok());
    let below = |part: Option<u64>| part.filter(|number| *number < 60);
    fraction.bytes().all(|byte| byte.is_ascii_digit()).then_some(())?;
    let (minutes, seconds) = (below(minutes)?, below(seconds)?);
    days?.checked_mul(DAY)?.checked_add(hours?.checked_mul(HOUR)?)?.checked_add(minutes * MINUTE + seconds)
}

/// What stands behind the `P` of a period: `1DT3H25M11S`. Months have no fixed length.
fn iso(text: &str) -> Option<u64> {
    let (days, time) = text.split_once('T').unwrap_or((text, ""));
    let parts = |text: &str, units: &[(char, u64)]| {
        let mut sum = 0_u64;
        let mut rest = text;
        while let Some(at) = rest.find(char::is_alphabetic) {
            let (number, unit) = (&rest[..at], rest[at..].chars().next()?);
            let factor = units.iter().find(|(name, _)| *name == unit)?.1;
            let whole = number.split(['.', ',']).next()?.parse::<u64>().ok()?;
            sum = sum.checked_add(whole.checked_mul(factor)?)?;
            rest = &rest[at + unit.len_utf8()..];
        }
        rest.is_empty().then_some(sum)
    };
    let filled = !days.is_empty() || !time.is_empty();
    let sum = parts(days, &[('W', 7 * DAY), ('D', DAY)])?
        .checked_add(parts(time, &[('H', HOUR), ('M', MINUTE), ('S', 1)])?)?;
    filled.then_some(sum)
}

/// `1 days, 19 hours, 24 minutes and 10 seconds`, `1h 30m`.
fn spoken(text: &str) -> Option<u64> {
    let mut sum = 0_u64;
    let mut rest = text.trim();
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: u64 = rest[..digits].parse().ok()?;
        rest = rest[digits..].trim_start();
        let letters = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        sum = sum.checked_add(number.checked_mul(unit(&rest[..letters])?)?)?;
        rest = rest[letters..].trim_start_matches([' ', ',', '.']);
        rest = ["and ", "und ", "et ", "y ", "e ", "en "].iter().find_map(|and| rest.strip_prefix(and)).unwrap_or(rest);
    }
    Some(sum)
}

/// The seconds of a unit of time.
fn unit(word: &str) -> Option<u64> {
    Some(match word.to_lowercase().as_str() {
        "d" | "day" | "days" | "tag" | "tage" | "jour" | "jours" | "j" | "d\u{ed}a" | "d\u{ed}as" | "dia" | "dias" => {
            DAY
        }
        "h" | "hr" | "hrs" | "hour" | "hours" | "std" | "stunde" | "stunden" | "heure" | "heures" | "hora"
        | "horas" => HOUR,
        "m" | "min" | "mins" | "minute" | "minutes" | "minuten" | "minuto" | "minutos" => MINUTE,
        "s" | "sec" | "secs" | "second" | "seconds" | "sekunde" | "sekunden" | "seconde" | "secondes" | "segundo"
        | "segundos" => 1,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::evidence::Mark;
    use super::*;

    #[test]
    fn durations_are_read_as_tools_write_them() {
        let cases = [
            ("1.03:25:11", 1, Ok(98_711)),
            ("1:03:25:11", 1, Ok(98_711)),
            ("1 03:25:11", 1, Ok(98_711)),
            ("00:00:05.1234567", 1, Ok(5)),
            ("00:00:05,1234567", 1, Ok(5)),
            ("25:00:00", 1, Ok(90_000)),
            ("1:30", 1, Ok(5400)),
            ("0 days, 10 hours, 19 minutes and 16 seconds", 1, Ok(37_156)),
            ("1 days, 19 hours, 24 minutes and 10 seconds", 1, Ok(156_250)),
            ("2 Stunden und 5 Minuten", 1, Ok(7500)),
            ("1h 30m", 1, Ok(5400)),
            ("45 min", 1, Ok(2700)),
            ("90s", 60, Ok(90)),
            ("P1DT3H25M11.5S", 1, Ok(98_711)),
            ("PT0S", 1, Ok(0)),
            ("26", 60, Ok(1560)),
            ("0.5", 60, Ok(30)),
            ("0,5", 60, Ok(30)),
            ("1.2E+03", 1, Ok(1200)),
            ("10:75:00", 1, Err(NO_DURATION)),
            ("10:00:60", 1, Err(NO_DURATION)),
            ("1:2:3:4:5", 1, Err(NO_DURATION)),
            ("18446744073709551615:00:00", 1, Err(NO_DURATION)),
            ("a while", 1, Err(NO_DURATION)),
            ("3 hours long", 1, Err(NO_DURATION)),
            ("P", 1, Err(NO_DURATION)),
            ("P2M", 1, Err(NO_DURATION)),
            ("5 GB", 1, Err(NO_DURATION)),
            ("5 (5 bytes)", 1, Err(NO_DURATION)),
        ];
        for (text, factor, expected) in cases {
            assert_eq!(seconds(text, factor), expected.map(Reading::Certain), "{text}");
        }
        assert_eq!(seconds("n/a", 60), Ok(Reading::Blank));
        let either = Reading::Either { mark: Mark::Comma, whole: false, decimal: Ok(74), grouped: Ok(74_040) };
        assert_eq!(seconds("1,234", 60), Ok(either));
    }
}
