//! Percentages of a column: `60`, `60 %`, `12,5`, or `0.6` where a spreadsheet shows 60 % and stores the fraction.

use super::number::{self, Written};
use super::{is_blank, plain};

const NO_PERCENTAGE: &str = "no percentage from 0 to 100";
const ONE: &str = "1 % or 100 %, and no other cell of the column shows which";
/// Numbers are compared in millionths.
const MILLION: u64 = 1_000_000;

/// How the numbers of a column are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) enum Percentages {
    /// 60 is 60 %.
    OfHundred,
    /// 0.6 is 60 %.
    OfOne,
    /// There are only 0 and 1.
    Open,
}

impl Percentages {
    /// What all cells of a column show together.
    pub(in crate::extract) fn of<'t>(cells: impl Iterator<Item = &'t str>) -> Self {
        let (mut fraction, mut other) = (false, false);
        for (millionths, signed) in cells.filter_map(|cell| number(&plain(cell)).ok().flatten()) {
            other |= signed || millionths > MILLION;
            fraction |= (1..MILLION).contains(&millionths);
        }
        match (other, fraction) {
            (true, _) => Percentages::OfHundred,
            (false, true) => Percentages::OfOne,
            (false, false) => Percentages::Open,
        }
    }

    /// Reads a cell of the column.
    pub(in crate::extract) fn read(self, text: &str) -> Result<Option<u8>, &'static str> {
        let Some((millionths, signed)) = number(&plain(text))? else { return Ok(None) };
        let one = match self {
            Percentages::OfOne if !signed => MILLION / 100,
            Percentages::Open if !signed && millionths == MILLION => return Err(ONE),
            _ => MILLION,
        };
        let percent = (millionths + one / 2) / one;
        let within = millionths <= 100 * one;
        u8::try_from(percent).ok().filter(|_| within).map(Some).ok_or(NO_PERCENTAGE)
    }
}

/// A number in millionths, and whether `%` stands behind it.
fn number(text: &str) -> Result<Option<(u64, bool)>, &'static str> {
    let number = text.trim_end_matches('%').trim_end();
    if is_blank(number) {
        return Ok(None);
    }
    // No percentage has thousands: a mark separates decimals.
    let value = match number::parse(number).ok_or(NO_PERCENTAGE)? {
        Written::Certain(number, _) => number,
        Written::Either { decimal, .. } => decimal,
    };
    let millionths = value.times(MILLION).ok_or(NO_PERCENTAGE)?;
    Ok(Some((millionths, number.len() < text.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&str]) -> Vec<Result<Option<u8>, &'static str>> {
        let percentages = Percentages::of(cells.iter().copied());
        cells.iter().map(|cell| percentages.read(cell)).collect()
    }

    #[test]
    fn percentages_are_read_as_the_column_means_them() {
        assert_eq!(
            column(&["60", "12,5", "0.4", "100", ""]),
            [Ok(Some(60)), Ok(Some(13)), Ok(Some(0)), Ok(Some(100)), Ok(None)]
        );
        assert_eq!(column(&["60 %", "1", "33,333"]), [Ok(Some(60)), Ok(Some(1)), Ok(Some(33))]);
        assert_eq!(column(&["0.6", "1", "0", "0,125"]), [Ok(Some(60)), Ok(Some(100)), Ok(Some(0)), Ok(Some(13))]);
        assert_eq!(column(&["1", "0"]), [Err(ONE), Ok(Some(0))]);
        assert_eq!(column(&["1 %"]), [Ok(Some(1))]);
        let out = Err(NO_PERCENTAGE);
        assert_eq!(column(&["101", "100.4", "-1", "half", "1,2,3"]), [out; 5]);
    }
}
