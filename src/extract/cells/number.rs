//! Digits with separators to numbers. Which of `,` and `.` separates decimals is shown by most numbers themselves: by both
//! marks in one number, by a mark that stands twice, by groups that have not three digits. Only `1,234` and `1.234` are open.

use super::evidence::{Evidence, Mark, Use};

/// Digits behind the decimal mark that are kept; no size has more.
const MAX_DECIMALS: i32 = 18;
/// The largest power of ten that is read: `1E+20` is above every number of bytes.
const MAX_EXPONENT: i32 = 20;

/// A number of 0 or more, exactly as written: `digits` with so many of them behind the decimal mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    digits: u128,
    decimals: i32,
}

/// A number with what its writing shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// It can be read in one way.
    Certain(Number, Evidence),
    /// `1,234` or `1.234`: the mark separates decimals or thousands.
    Either { mark: Mark, decimal: Number, grouped: Number },
}

impl Number {
    /// So many times the number, rounded; none if that is beyond 64 bits.
    pub(super) fn times(self, factor: u64) -> Option<u64> {
        let product = self.digits.checked_mul(factor.into())?;
        let power = 10_u128.checked_pow(self.decimals.unsigned_abs())?;
        let value = if self.decimals > 0 { (product + power / 2) / power } else { product.checked_mul(power)? };
        value.try_into().ok()
    }

    /// Whether nothing but zeros stands behind the decimal mark.
    pub(super) fn is_whole(self) -> bool {
        self.decimals <= 0
            || 10_u128.checked_pow(self.decimals.unsigned_abs()).is_some_and(|one| self.digits % one == 0)
    }

    fn new(digits: u128, decimals: i32) -> Self {
        let excess = (decimals - MAX_DECIMALS).max(0);
        let digits = 10_u128.checked_pow(excess.unsigned_abs()).map_or(0, |power| digits / power);
        Self { digits, decimals: decimals - excess }
    }
}

/// Reads a number; none if the text is none, or is below 0.
pub(super) fn parse(text: &str) -> Option<Written> {
    let text = text.strip_prefix('+').unwrap_or(text);
    let (mantissa, exponent) = scientific(text)?;
    let groups = Groups::of(mantissa)?;
    match exponent {
        None => groups.read(0),
        Some(exponent) => match groups.read(exponent)? {
            // Nobody groups the digits before an exponent.
            Written::Either { mark, decimal, .. } => Some(Written::Certain(decimal, Evidence::of(mark, Use::Decimals))),
            Written::Certain(number, shown) => Some(Written::Certain(number, shown)),
        },
    }
}

/// `1.2E+03` to `1.2` and 3.
fn scientific(text: &str) -> Option<(&str, Option<i32>)> {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return Some((text, None)) };
    let exponent: i32 = exponent.parse().ok()?;
    (exponent.abs() <= MAX_EXPONENT).then_some((mantissa, Some(exponent)))
}

/// A character between digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Separator {
    Mark(Mark),
    Blank,
    Apostrophe,
    /// The Arabic separator of thousands.
    ArabicThousands,
    /// The Arabic separator of decimals, which is nothing else anywhere.
    ArabicDecimals,
}

impl Separator {
    fn of(c: char) -> Option<Self> {
        Some(match c {
            ',' => Separator::Mark(Mark::Comma),
            '.' => Separator::Mark(Mark::Point),
            ' ' => Separator::Blank,
            '\'' | '\u{2019}' => Separator::Apostrophe,
            '\u{66c}' => Separator::ArabicThousands,
            '\u{66b}' => Separator::ArabicDecimals,
            _ => return None,
        })
    }

    fn separates_decimals(self) -> bool {
        matches!(self, Separator::Mark(_) | Separator::ArabicDecimals)
    }

    /// What it shows to see it used so.
    fn shows(self, used: Use) -> Evidence {
        match (self, used) {
            (Separator::Mark(mark), used) => Evidence::of(mark, used),
            (Separator::ArabicDecimals, _) => Evidence::NONE,
            (_, Use::Thousands) => Evidence::OTHER_THOUSANDS,
            (_, Use::Decimals) => Evidence::NONE,
        }
    }
}

/// The most separators that a number has; 2^64 has six.
const MAX_SEPARATORS: usize = 15;

/// The digits of a number, and how they are grouped.
struct Groups {
    digits: u128,
    begins_with_zero: bool,
    /// How many separators there are.
    count: usize,
    separators: [Separator; MAX_SEPARATORS],
    /// How many digits stand before each separator and behind the last; arrays, since there may be millions of numbers.
    lengths: [usize; MAX_SEPARATORS + 1],
}

impl Groups {
    fn of(text: &str) -> Option<Self> {
        let mut groups = Self {
            digits: 0,
            begins_with_zero: text.starts_with('0'),
            count: 0,
            separators: [Separator::Blank; MAX_SEPARATORS],
            lengths: [0; MAX_SEPARATORS + 1],
        };
        for c in text.chars() {
            if let Some(digit) = c.to_digit(10) {
                groups.digits = groups.digits.checked_mul(10)?.checked_add(digit.into())?;
                groups.lengths[groups.count] += 1;
            } else {
                *groups.separators.get_mut(groups.count)? = Separator::of(c)?;
                groups.count += 1;
            }
        }
        groups.lengths.iter().any(|length| *length > 0).then_some(groups)
    }

    fn read(&self, exponent: i32) -> Option<Written> {
        let Some((last, before)) = self.separators[..self.count].split_last() else {
            return Some(Written::Certain(Number::new(self.digits, -exponent), Evidence::NONE));
        };
        if before.contains(last) || !last.separates_decimals() {
            let thousands = self.are_thousands(self.count).then(|| Number::new(self.digits, -exponent));
            return thousands.map(|number| Written::Certain(number, last.shows(Use::Thousands)));
        }
        let decimals = self.lengths[self.count] as i32;
        let decimal = Number::new(self.digits, decimals - exponent);
        if let Some(first) = before.first() {
            let shown = last.shows(Use::Decimals).and(first.shows(Use::Thousands));
            return self.are_thousands(before.len()).then_some(Written::Certain(decimal, shown));
        }
        match last {
            Separator::Mark(mark) if self.is_open() => {
                let grouped = Number::new(self.digits, -exponent);
                Some(Written::Either { mark: *mark, decimal, grouped })
            }
            _ if decimals == 0 => Some(Written::Certain(decimal, Evidence::NONE)),
            last => Some(Written::Certain(decimal, last.shows(Use::Decimals))),
        }
    }

    /// Whether one separator stands where it could separate thousands: one to three digits, of which the first is no zero,
    /// and three digits.
    fn is_open(&self) -> bool {
        self.count == 1 && matches!(self.lengths, [1..=3, 3, ..]) && !self.begins_with_zero
    }

    /// Whether the first so many separators are alike and separate thousands: by threes, or as in India three and then twos.
    fn are_thousands(&self, separators: usize) -> bool {
        let alike = self.separators[..separators].windows(2).all(|pair| pair[0] == pair[1]);
        let [first, middle @ .., last] = &self.lengths[..=separators] else { return false };
        let by = |size: usize| (1..=size).contains(first) && middle.iter().all(|length| *length == size) && *last == 3;
        alike && !self.begins_with_zero && (by(3) || !middle.is_empty() && by(2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comma(used: Use) -> Evidence {
        Evidence::of(Mark::Comma, used)
    }

    fn point(used: Use) -> Evidence {
        Evidence::of(Mark::Point, used)
    }

    #[test]
    fn numbers_that_can_be_read_in_one_way_are_read_and_show_how() {
        use Use::{Decimals, Thousands};
        let cases = [
            ("0", 0, 0, Evidence::NONE),
            ("134751", 134_751, 0, Evidence::NONE),
            ("12,5", 125, 1, comma(Decimals)),
            ("12.5", 125, 1, point(Decimals)),
            ("0,007", 7, 3, comma(Decimals)),
            ("0.123", 123, 3, point(Decimals)),
            (",5", 5, 1, comma(Decimals)),
            ("1234,567", 1_234_567, 3, comma(Decimals)),
            ("1,2345", 12345, 4, comma(Decimals)),
            ("1,234,567", 1_234_567, 0, comma(Thousands)),
            ("1.234.567", 1_234_567, 0, point(Thousands)),
            ("1.234,56", 123_456, 2, comma(Decimals).and(point(Thousands))),
            ("1,234.567", 1_234_567, 3, point(Decimals).and(comma(Thousands))),
            ("1 234,567", 1_234_567, 3, comma(Decimals).and(Evidence::OTHER_THOUSANDS)),
            ("1'234.56", 123_456, 2, point(Decimals).and(Evidence::OTHER_THOUSANDS)),
            ("1\u{2019}234\u{2019}567", 1_234_567, 0, Evidence::OTHER_THOUSANDS),
            ("5 684 054 577", 5_684_054_577, 0, Evidence::OTHER_THOUSANDS),
            ("12,34,567", 1_234_567, 0, comma(Thousands)),
            ("1\u{66c}234\u{66b}5", 12_345, 1, Evidence::OTHER_THOUSANDS),
            ("1.2E+03", 12, -2, point(Decimals)),
            ("1,234E5", 1234, -2, comma(Decimals)),
            ("5e-1", 5, 1, Evidence::NONE),
            ("12.", 12, 0, Evidence::NONE),
            ("+7", 7, 0, Evidence::NONE),
        ];
        for (text, digits, decimals, shown) in cases {
            assert_eq!(parse(text), Some(Written::Certain(Number { digits, decimals }, shown)), "{text}");
        }
    }

    #[test]
    fn one_mark_before_three_digits_is_open() {
        for (text, mark) in [("1,234", Mark::Comma), ("12.345", Mark::Point), ("999,000", Mark::Comma)] {
            let digits = text.replace([',', '.'], "").parse().expect("digits");
            let (decimal, grouped) = (Number { digits, decimals: 3 }, Number { digits, decimals: 0 });
            assert_eq!(parse(text), Some(Written::Either { mark, decimal, grouped }), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_of_zero_or_more_is_none() {
        let texts = [
            "",
            ".",
            ",",
            "-5",
            "five",
            "1,23,4",
            "1,2,3",
            "1.234.56",
            "1,234.567.890",
            "0,123,456",
            "1 2",
            "1,234 567.8",
            "1,,234",
            "1E",
            "E5",
            "1E99",
            "12,34,56",
            "1234,567,890",
            "1,234,567E3x",
            "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1",
            "340282366920938463463374607431768211456",
        ];
        for text in texts {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_times_a_factor_is_rounded_and_never_wraps() {
        let number = |digits, decimals| Number::new(digits, decimals);
        assert_eq!(number(5, 1).times(1), Some(1));
        assert_eq!(number(49, 2).times(1), Some(0));
        assert_eq!(number(12, -2).times(1), Some(1200));
        assert_eq!(number(u64::MAX.into(), 0).times(1), Some(u64::MAX));
        assert_eq!(number(u64::MAX.into(), 0).times(2), None);
        assert_eq!(number(1, -20).times(1), None);
        assert_eq!(number(123_456_789_012_345_678_901_234, 23).times(1 << 30), Some(1_325_607_178));
        assert!(number(1200, 2).is_whole() && !number(1201, 2).is_whole() && number(1, -3).is_whole());
    }
}
