//! Numbers, sizes and durations as tools write them. A blank is unknown and has no value here.

/// A whole number: `134,751`, `5.294 GB (5,684,054,577 bytes)`, `1.2 TB`, or a number of `factor` each.
pub(super) fn amount(text: &str, factor: u64) -> Result<Option<u64>, &'static str> {
    let text = text.trim();
    if let Some(number) = grouped(text) {
        return number.checked_mul(factor).map(Some).ok_or("a number that is too large");
    }
    if is_blank(text) {
        return Ok(None);
    }
    if let Some((_, exact)) = text.split_once('(').filter(|_| text.ends_with("bytes)")) {
        let digits = exact.trim_end_matches("bytes)").trim();
        if let Some(number) = grouped(digits) {
            return Ok(Some(number));
        }
        return decimal(digits, true).and_then(|number| whole(number, 1)).map(Some).ok_or("no size");
    }
    let letters = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = (text[..letters].trim(), text[letters..].trim());
    let factor = if unit.is_empty() { factor } else { unit_bytes(unit).ok_or("no number")? };
    if let Some(number) = grouped(number).and_then(|number| number.checked_mul(factor)) {
        return Ok(Some(number));
    }
    // Only a number of single things cannot have a fraction: `1.234` files are a thousand.
    let number = decimal(number, factor == 1).ok_or("no number")?;
    whole(number, factor).map(Some).ok_or("a number that is too large")
}

/// Digits alone, or in groups of three with commas: nearly all numbers of exports, of which there may be millions.
fn grouped(text: &str) -> Option<u64> {
    let mut number = 0_u64;
    let (mut group, mut separated) = (0, false);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => {
                number = number.checked_mul(10)?.checked_add(u64::from(byte - b'0'))?;
                group += 1;
            }
            b',' if group == 3 || !separated && (1..=3).contains(&group) => (group, separated) = (0, true),
            _ => return None,
        }
    }
    (group > 0 && (!separated || group == 3)).then_some(number)
}

/// Words that say that nothing is known.
fn is_blank(text: &str) -> bool {
    let words = ["-", "n/a", "null", "unknown", "unlimited"];
    text.is_empty() || words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn unit_bytes(unit: &str) -> Option<u64> {
    if ["b", "byte", "bytes"].iter().any(|word| unit.eq_ignore_ascii_case(word)) {
        return Some(1);
    }
    let power = match unit.to_ascii_lowercase().as_str() {
        "kb" | "kib" => 1,
        "mb" | "mib" => 2,
        "gb" | "gib" => 3,
        "tb" | "tib" => 4,
        "pb" | "pib" => 5,
        _ => return None,
    };
    Some(1024_u64.pow(power))
}

/// Digits before and behind the decimal point.
struct Decimal {
    whole: u64,
    fraction: f64,
}

/// Reads digits with separators. Of two kinds of separators the last is the point; one alone separates thousands if
/// every group behind it has three digits and `thousands` is true, or there are several of it.
fn decimal(text: &str, thousands: bool) -> Option<Decimal> {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\'').collect();
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Decimal { whole: text.parse().ok()?, fraction: 0.0 });
    }
    let point = point(&text, thousands);
    let (whole, fraction) = point.map_or((text.as_str(), ""), |at| (&text[..at], &text[at + 1..]));
    let grouped = groups_of_three(whole).then(|| whole.replace([',', '.'], ""))?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(fraction) || grouped.is_empty() && fraction.is_empty() {
        return None;
    }
    let whole = if grouped.is_empty() { 0 } else { grouped.parse().ok()? };
    Some(Decimal { whole, fraction: format!("0.{fraction}0").parse().ok()? })
}

/// Where the decimal point stands, if there is one.
fn point(text: &str, thousands: bool) -> Option<usize> {
    let last = text.rfind([',', '.'])?;
    let mark = &text[last..=last];
    let others = text[..last].contains(['.', ',']);
    let again = text[..last].contains(mark);
    let alone_thousands = (mark == "," || thousands) && text.len() - last == 4 && last <= 3;
    match (others, again) {
        (_, true) => None,
        (true, false) => Some(last),
        (false, false) => (!alone_thousands).then_some(last),
    }
}

/// Whether digits are grouped by threes with one kind of separator, or not at all.
fn groups_of_three(text: &str) -> bool {
    let mut groups = text.split([',', '.']);
    let first = groups.next().unwrap_or_default();
    let digits = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b',' || byte == b'.');
    let one_kind = !(text.contains(',') && text.contains('.'));
    let rest = groups.clone().all(|group| group.len() == 3);
    digits && one_kind && rest && (groups.next().is_none() || (1..=3).contains(&first.len()))
}

fn whole(number: Decimal, factor: u64) -> Option<u64> {
    let rest = (number.fraction * factor as f64).round() as u64;
    number.whole.checked_mul(factor)?.checked_add(rest)
}

/// A duration in seconds: `[d.]hh:mm:ss[.fffffff]`, `1 days, 19 hours, 24 minutes and 10 seconds`, or a number of `factor` each.
pub(super) fn seconds(text: &str, factor: u64) -> Result<Option<u64>, &'static str> {
    let text = text.trim();
    if is_blank(text) {
        return Ok(None);
    }
    if text.contains(':') {
        return clock(text).map(Some).ok_or("no duration");
    }
    if text.contains("second") || text.contains("minute") || text.contains("hour") || text.contains("day") {
        return spoken(text).map(Some).ok_or("no duration");
    }
    let number = decimal(text, false).ok_or("no duration")?;
    whole(number, factor).map(Some).ok_or("a duration that is too long")
}

fn clock(text: &str) -> Option<u64> {
    let (hours, rest) = text.split_once(':')?;
    let (minutes, rest) = rest.split_once(':').unwrap_or((rest, "0"));
    let (days, hours) = hours.split_once(['.', ' ']).unwrap_or(("0", hours));
    let whole = rest.split('.').next().unwrap_or_default();
    let [days, hours, minutes, seconds] = [days, hours, minutes, whole].map(|part| part.trim().parse::<u64>().ok());
    let (minutes, seconds) = (minutes.filter(|m| *m < 60)?, seconds.filter(|s| *s < 60)?);
    days?.checked_mul(86_400)?.checked_add(hours?.checked_mul(3600)? + minutes * 60 + seconds)
}

fn spoken(text: &str) -> Option<u64> {
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty() && *word != "and").collect();
    let part = |pair: &[&str]| {
        let [number, unit] = pair else { return None };
        let factor = [("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)];
        let factor = factor.into_iter().find(|(name, _)| unit.trim_end_matches('s') == *name)?.1;
        number.parse::<u64>().ok()?.checked_mul(factor)
    };
    words.chunks(2).map(part).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_tools_write_them() {
        let cases = [
            ("", 1, Ok(None)),
            ("-", 1, Ok(None)),
            ("0", 1, Ok(Some(0))),
            ("134,751", 1, Ok(Some(134_751))),
            ("1.234", 1, Ok(Some(1234))),
            ("1 234", 1, Ok(Some(1234))),
            ("1,234,567", 1, Ok(Some(1_234_567))),
            ("5.294 GB (5,684,054,577 bytes)", 1, Ok(Some(5_684_054_577))),
            ("5,294 GB (5.684.054.577 bytes)", 1, Ok(Some(5_684_054_577))),
            ("0 B (0 bytes)", 1, Ok(Some(0))),
            ("1.2 TB", 1, Ok(Some(1_319_413_953_331))),
            ("512KB", 1, Ok(Some(524_288))),
            ("1.234 GB", 1, Ok(Some(1_324_997_411))),
            ("131,694.52", 1024 * 1024, Ok(Some(138_091_713_004))),
            ("1.234,5", 1024, Ok(Some(1_264_128))),
            ("0.70", 1 << 30, Ok(Some(751_619_277))),
            ("18446744073709551615", 1, Ok(Some(u64::MAX))),
            ("99999999999999999999", 1, Err("no number")),
            ("18446744073709551615", 1024, Err("a number that is too large")),
            ("-5", 1, Err("no number")),
            ("1,23,4", 1, Err("no number")),
            ("five", 1, Err("no number")),
            ("5 apples", 1, Err("no number")),
        ];
        for (text, factor, expected) in cases {
            assert_eq!(amount(text, factor), expected, "{text}");
        }
    }

    #[test]
    fn durations_are_read_as_tools_write_them() {
        let cases = [
            ("", 60, Ok(None)),
            ("1.03:25:11", 1, Ok(Some(98_711))),
            ("00:00:05.1234567", 1, Ok(Some(5))),
            ("25:00:00", 1, Ok(Some(90_000))),
            ("0 days, 10 hours, 19 minutes and 16 seconds", 1, Ok(Some(37_156))),
            ("1 days, 19 hours, 24 minutes and 10 seconds", 1, Ok(Some(156_250))),
            ("26", 60, Ok(Some(1560))),
            ("0.5", 60, Ok(Some(30))),
            ("10:75:00", 1, Err("no duration")),
            ("a while", 1, Err("no duration")),
            ("3 hours long", 1, Err("no duration")),
        ];
        for (text, factor, expected) in cases {
            assert_eq!(seconds(text, factor), expected, "{text}");
        }
    }
}
