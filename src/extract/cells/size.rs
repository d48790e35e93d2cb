//! Counts and sizes: `134,751`, `5.294 GB (5,684,054,577 bytes)`, `12,5 Go`, or numbers of a unit that the column names.

use super::evidence::{Evidence, Mark, Use};
use super::number::{self, Number, Written};
use super::{is_blank, plain};

const NO_NUMBER: &str = "no number";
const NO_SIZE: &str = "no size";
const TOO_LARGE: &str = "a number that is too large";
const NOT_WHOLE: &str = "a fraction where only whole numbers make sense";

/// How far a rounded size may be from the bytes behind it: `5 GB (5,684,054,577 bytes)`.
const ROUNDING: f64 = 0.25;

/// What the numbers of a column count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) struct Scale {
    /// What one of them stands for: bytes of a gigabyte, seconds of a minute.
    pub(in crate::extract) factor: u64,
    /// Whether they are of things that have no fractions: items, bytes.
    pub(in crate::extract) whole: bool,
}

/// How a cell can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) enum Reading {
    /// It says nothing.
    Blank,
    /// In one way.
    Certain(u64),
    /// In two ways, by what the mark separates.
    Either {
        /// The mark.
        mark: Mark,
        /// Whether only whole numbers make sense, so that decimals are no likely reading.
        whole: bool,
        /// Its value if the mark separates decimals.
        decimal: Result<u64, &'static str>,
        /// Its value if the mark separates thousands.
        grouped: Result<u64, &'static str>,
    },
}

/// Digits alone, as nearly all numbers of exports are, of which there may be millions.
pub(in crate::extract) fn digits(text: &str) -> Option<u64> {
    let add = |sum: u64, byte: u8| {
        let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0'))?;
        sum.checked_mul(10)?.checked_add(digit)
    };
    if text.is_empty() { None } else { text.bytes().try_fold(0, add) }
}

/// The rounded size and the bytes of `5.294 GB (5,684,054,577 bytes)`, as Exchange writes it in English; none for other forms,
/// which are read with more care.
fn english(text: &str) -> Option<(&str, u64)> {
    let (size, exact) = text.strip_suffix(" bytes)")?.split_once(" (")?;
    let (mut bytes, mut group, mut commas) = (0_u64, 0, 0);
    for byte in exact.bytes() {
        match byte {
            b'0'..=b'9' => {
                bytes = bytes.checked_mul(10)?.checked_add(u64::from(byte - b'0'))?;
                group += 1;
            }
            b',' if group == 3 || commas == 0 && (1..=3).contains(&group) => (group, commas) = (0, commas + 1),
            _ => return None,
        }
    }
    (group == 3 && commas > 0 && !exact.starts_with('0')).then_some((size, bytes))
}

/// Reads a count or a size.
pub(in crate::extract) fn amount(text: &str, scale: Scale) -> Result<Reading, &'static str> {
    if let Some((_, bytes)) = english(text) {
        return Ok(Reading::Certain(bytes));
    }
    let text = plain(text);
    if is_blank(&text) || ["unknown", "unlimited"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Ok(Reading::Blank);
    }
    let (outer, exact) = parts(&text);
    match exact {
        Some(exact) => exact_bytes(exact).map(Reading::Certain),
        None => rounded(outer, scale),
    }
}

/// What the numbers of a cell show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) evidence: Evidence,
    /// The mark that may separate decimals or thousands.
    pub(super) open: Option<Mark>,
    /// Whether the number is of things that have no fractions.
    pub(super) whole: bool,
}

/// What the numbers of a cell show. `whole` is what a number without a unit is of.
pub(super) fn shown(text: &str, whole: bool) -> Shown {
    if english(text).is_some_and(|(size, _)| size.is_ascii() && !size.contains(',')) {
        return Shown { evidence: Evidence::of(Mark::Comma, Use::Thousands), open: None, whole: false };
    }
    let text = plain(text);
    let (outer, exact) = parts(&text);
    let (number, unit) = number_and_unit(outer);
    let whole = if unit.is_empty() { whole } else { unit_bytes(unit) == Some(1) };
    let certain = |evidence| Shown { evidence, open: None, whole };
    match (number::parse(number), exact) {
        (Some(Written::Certain(_, evidence)), None) => certain(evidence),
        (Some(Written::Either { mark, .. }), None) => Shown { evidence: Evidence::NONE, open: Some(mark), whole },
        (None, None) => certain(Evidence::NONE),
        (outer, Some(exact)) => {
            let outer = outer.map_or(Evidence::NONE, |outer| beside(outer, unit, exact));
            certain(outer.and(of_whole(exact)))
        }
    }
}

/// What the bytes in parentheses show.
fn of_whole(exact: &str) -> Evidence {
    match number::parse(number_and_unit(exact).0) {
        Some(Written::Certain(_, shown)) => shown,
        Some(Written::Either { mark, .. }) => Evidence::of(mark, Use::Thousands),
        None => Evidence::NONE,
    }
}

/// What a rounded size shows that stands before its exact number of bytes.
fn beside(size: Written, unit: &str, exact: &str) -> Evidence {
    let Written::Either { mark, decimal, grouped } = size else {
        let Written::Certain(_, shown) = size else { return Evidence::NONE };
        return shown;
    };
    let (Ok(bytes), Some(factor)) = (exact_bytes(exact), unit_bytes(unit)) else { return Evidence::NONE };
    let fits = |number: Number| {
        let size = number.times(factor).unwrap_or(u64::MAX) as f64;
        (size - bytes as f64).abs() <= bytes as f64 * ROUNDING
    };
    match (fits(decimal), fits(grouped)) {
        (true, false) => Evidence::of(mark, Use::Decimals),
        (false, true) => Evidence::of(mark, Use::Thousands),
        _ => Evidence::NONE,
    }
}

/// A size and what stands in parentheses behind it.
fn parts(text: &str) -> (&str, Option<&str>) {
    let parts = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    parts.map_or((text, None), |(outer, exact)| (outer.trim(), Some(exact.trim())))
}

/// The bytes in parentheses. They are whole, so that every separator among them separates thousands.
fn exact_bytes(text: &str) -> Result<u64, &'static str> {
    let (number, unit) = number_and_unit(text);
    if unit_bytes(unit) != Some(1) {
        return Err(NO_SIZE);
    }
    let number = match number::parse(number).ok_or(NO_SIZE)? {
        Written::Certain(number, _) => number,
        Written::Either { grouped, .. } => grouped,
    };
    whole(number, 1).map_err(|why| if why == NOT_WHOLE { NO_SIZE } else { why })
}

fn rounded(text: &str, scale: Scale) -> Result<Reading, &'static str> {
    let (number, unit) = number_and_unit(text);
    let scale = match unit {
        "" => scale,
        unit => unit_bytes(unit).map(|factor| Scale { factor, whole: factor == 1 }).ok_or(NO_NUMBER)?,
    };
    let value = |number| if scale.whole { whole(number, scale.factor) } else { times(number, scale.factor) };
    match number::parse(number).ok_or(NO_NUMBER)? {
        Written::Certain(number, _) => value(number).map(Reading::Certain),
        Written::Either { mark, decimal, grouped } => {
            Ok(Reading::Either { mark, whole: scale.whole, decimal: value(decimal), grouped: value(grouped) })
        }
    }
}

fn whole(number: Number, factor: u64) -> Result<u64, &'static str> {
    if number.is_whole() { times(number, factor) } else { Err(NOT_WHOLE) }
}

fn times(number: Number, factor: u64) -> Result<u64, &'static str> {
    number.times(factor).ok_or(TOO_LARGE)
}

/// Where the letters begin that are no exponent.
fn number_and_unit(text: &str) -> (&str, &str) {
    let is_exponent = |at: usize| {
        let rest = text[at..].strip_prefix(['e', 'E']).map(|rest| rest.strip_prefix(['+', '-']).unwrap_or(rest));
        let before = text[..at].ends_with(|c: char| c.is_ascii_digit() || ",.".contains(c));
        before && rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let letters = text.char_indices().find(|(at, c)| c.is_alphabetic() && !is_exponent(*at));
    let (number, unit) = text.split_at(letters.map_or(text.len(), |(at, _)| at));
    (number.trim(), unit.trim().trim_end_matches('.'))
}

/// The bytes of a unit, in the languages of Windows that have words of their own.
fn unit_bytes(unit: &str) -> Option<u64> {
    let unit = unit.to_lowercase();
    let power = match unit.as_str() {
        "b" | "byte" | "bytes" | "o" | "octet" | "octets" | "байт" | "字节" | "位元組" | "バイト" | "바이트" => {
            0
        }
        "kb" | "kib" | "ko" | "kio" | "кб" => 1,
        "mb" | "mib" | "mo" | "mio" | "мб" => 2,
        "gb" | "gib" | "go" | "gio" | "гб" => 3,
        "tb" | "tib" | "to" | "tio" | "тб" => 4,
        "pb" | "pib" | "po" | "pio" | "пб" => 5,
        _ => return None,
    };
    Some(1024_u64.pow(power))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ITEMS: Scale = Scale { factor: 1, whole: true };

    fn of(factor: u64) -> Scale {
        Scale { factor, whole: false }
    }

    #[test]
    fn amounts_are_read_as_tools_write_them() {
        let known = |number| Ok(Reading::Certain(number));
        let cases = [
            ("", ITEMS, Ok(Reading::Blank)),
            ("-", ITEMS, Ok(Reading::Blank)),
            ("Unlimited", ITEMS, Ok(Reading::Blank)),
            ("unknown", ITEMS, Ok(Reading::Blank)),
            ("N/A", ITEMS, Ok(Reading::Blank)),
            ("0", ITEMS, known(0)),
            ("1 234", ITEMS, known(1234)),
            ("1\u{202f}234", ITEMS, known(1234)),
            ("1,234,567", ITEMS, known(1_234_567)),
            ("12,000.00", ITEMS, known(12_000)),
            ("1.2E+03", ITEMS, known(1200)),
            ("12.5", ITEMS, Err(NOT_WHOLE)),
            ("5.294 GB (5,684,054,577 bytes)", ITEMS, known(5_684_054_577)),
            ("5,294 GB (5.684.054.577 bytes)", ITEMS, known(5_684_054_577)),
            ("5,294 GB (5.684.054.577 Bytes)", of(1 << 30), known(5_684_054_577)),
            ("5,294 Go (5 684 054 577 octets)", ITEMS, known(5_684_054_577)),
            ("5,294\u{a0}Go (5\u{202f}684\u{202f}054\u{202f}577\u{a0}octets)", ITEMS, known(5_684_054_577)),
            ("1,5 KB (1.536 bytes)", ITEMS, known(1536)),
            ("0 B (0 bytes)", ITEMS, known(0)),
            ("5 GB (0,123 bytes)", ITEMS, Err(NO_SIZE)),
            ("5 GB (1,23,456 bytes)", ITEMS, known(123_456)),
            ("5 GB (1234,567 bytes)", ITEMS, Err(NO_SIZE)),
            ("5 GB (,123 bytes)", ITEMS, Err(NO_SIZE)),
            ("99 PB (99,999,999,999,999,999,999 bytes)", ITEMS, Err(TOO_LARGE)),
            ("1.2 TB", ITEMS, known(1_319_413_953_331)),
            ("512KB", ITEMS, known(524_288)),
            ("12,5 Go", ITEMS, known(13_421_772_800)),
            ("\u{ff11}\u{ff12} GB", ITEMS, known(12_884_901_888)),
            ("131,694.52", of(1024 * 1024), known(138_091_713_004)),
            ("1.234,5", of(1024), known(1_264_128)),
            ("1234,567", of(1000), known(1_234_567)),
            ("0.70", of(1 << 30), known(751_619_277)),
            ("18446744073709551615", ITEMS, known(u64::MAX)),
            ("99999999999999999999", ITEMS, Err(TOO_LARGE)),
            ("18446744073709551615", of(1024), Err(TOO_LARGE)),
            ("-5", ITEMS, Err(NO_NUMBER)),
            ("1,23,4", ITEMS, Err(NO_NUMBER)),
            ("five", ITEMS, Err(NO_NUMBER)),
            ("5 apples", ITEMS, Err(NO_NUMBER)),
            ("5 GB (about)", ITEMS, Err(NO_SIZE)),
            ("5 GB (5 GB)", ITEMS, Err(NO_SIZE)),
            ("5 GB (many bytes)", ITEMS, Err(NO_SIZE)),
        ];
        for (text, scale, expected) in cases {
            assert_eq!(amount(text, scale), expected, "{text}");
        }
    }

    #[test]
    fn one_mark_before_three_digits_has_two_readings() {
        let either = |mark, whole, decimal, grouped| Ok(Reading::Either { mark, whole, decimal, grouped });
        assert_eq!(amount("1,234", ITEMS), either(Mark::Comma, true, Err(NOT_WHOLE), Ok(1234)));
        assert_eq!(amount("2.000", ITEMS), either(Mark::Point, true, Ok(2), Ok(2000)));
        let (small, large) = (1_324_997_411, 1_324_997_410_816);
        assert_eq!(amount("1.234", of(1 << 30)), either(Mark::Point, false, Ok(small), Ok(large)));
        assert_eq!(amount("1,234 GB", ITEMS), either(Mark::Comma, false, Ok(small), Ok(large)));
        assert_eq!(amount("1,234 bytes", of(1024)), either(Mark::Comma, true, Err(NOT_WHOLE), Ok(1234)));
    }

    #[test]
    fn the_bytes_in_parentheses_show_what_the_mark_before_them_separates() {
        let (comma, point) = (Mark::Comma, Mark::Point);
        let cases = [
            ("5,294 GB (5684054577 bytes)", Evidence::of(comma, Use::Decimals)),
            ("5.294 GB (5684054577 bytes)", Evidence::of(point, Use::Decimals)),
            ("1,023 KB (1047552 bytes)", Evidence::of(comma, Use::Thousands)),
            ("5 GB (5,368 bytes)", Evidence::of(comma, Use::Thousands)),
            (
                "5,294 GB (5,684,054,577 bytes)",
                Evidence::of(comma, Use::Thousands).and(Evidence::of(comma, Use::Decimals)),
            ),
            ("1,234 GB (7 bytes)", Evidence::NONE),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text, true), Shown { evidence: expected, open: None, whole: false }, "{text}");
        }
        let open = Shown { evidence: Evidence::NONE, open: Some(comma), whole: true };
        assert_eq!(shown("1,234", true), open);
        assert_eq!(shown("1,234 GB", true), Shown { whole: false, ..open });
        assert_eq!(shown("1,234 bytes", false), open);
    }

    #[test]
    fn digits_alone_are_read_at_once() {
        assert_eq!(digits("18446744073709551615"), Some(u64::MAX));
        for text in ["", "1,234", "18446744073709551616", "1 ", "x"] {
            assert_eq!(digits(text), None, "{text}");
        }
    }
}
