//! What all cells of a table show together of how its numbers and dates are written. It is made when the first cell is met
//! that can be read in two ways, in one pass over the file.
//!
//! A column decides for itself. Where none of its cells does, the other columns of its kind, the separator of the file and the
//! culture of its dates are asked. Two answers that differ are none.

use super::Order;
use super::evidence::{Evidence, Mark, Use, Verdict};
use super::moment::written;
use super::size::{digits, shown};

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) enum Kind {
    /// Numbers of things that have no fractions: items, bytes.
    Whole,
    /// Numbers that may have fractions: gigabytes, minutes.
    Fraction,
    /// Dates.
    Date,
}

/// Why a cell cannot be read in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) enum Doubt {
    /// Nothing in the file shows it.
    Open,
    /// Cells of its column contradict each other.
    Contradiction,
}

/// What the cells of a table show.
#[derive(Clone, Debug)]
pub(in crate::extract) struct Survey {
    separator: u8,
    columns: Vec<Option<Column>>,
}

/// What the cells of a column show.
#[derive(Clone, Copy, Debug)]
struct Column {
    kind: Kind,
    numbers: Evidence,
    /// Marks in whole numbers that could separate thousands, as evidence that they do.
    grouped: Evidence,
    day_first: bool,
    month_first: bool,
    /// Dates of a culture that separates decimals by a comma.
    comma: bool,
    english_half: bool,
}

impl Survey {
    /// A survey of a table whose cells stand between such separators, to be told of the cells of these columns.
    pub(in crate::extract) fn new(separator: u8, kinds: impl IntoIterator<Item = (usize, Kind)>) -> Self {
        let mut columns = Vec::new();
        for (at, kind) in kinds {
            if columns.len() <= at {
                columns.resize(at + 1, None);
            }
            columns[at] = Some(Column::new(kind));
        }
        Self { separator, columns }
    }

    /// Takes in a cell.
    pub(in crate::extract) fn add(&mut self, at: usize, text: &str) {
        if let Some(Some(column)) = self.columns.get_mut(at)
            && digits(text).is_none()
        {
            column.add(text);
        }
    }

    /// What a mark separates in a column. `whole` says that the cell is of things that have no fractions.
    pub(in crate::extract) fn mark(&self, at: usize, mark: Mark, whole: bool) -> Result<Use, Doubt> {
        let own = self.columns.get(at).copied().flatten().map_or(Evidence::NONE, |column| column.numbers);
        match own.says(mark) {
            Verdict::Is(used) => Ok(used),
            Verdict::Both => Err(Doubt::Contradiction),
            Verdict::Nothing if whole => Ok(Use::Thousands),
            Verdict::Nothing => self.mark_of_file(mark).ok_or(Doubt::Open),
        }
    }

    /// What the rest of the file shows of a mark.
    fn mark_of_file(&self, mark: Mark) -> Option<Use> {
        let columns = || self.columns.iter().flatten();
        let others = columns().fold(Evidence::NONE, |all, column| all.and(column.of_file())).says(mark);
        let comma = self.separator == b';' || columns().any(|column| column.comma);
        let point = columns().any(Column::is_american);
        let culture = match (mark, comma, point) {
            (_, true, true) => return None,
            (Mark::Comma, true, false) | (Mark::Point, false, true) => Some(Use::Decimals),
            (Mark::Comma, false, true) => Some(Use::Thousands),
            // In Switzerland points separate decimals, in Germany thousands; both write `14.05.2026` and `;`.
            (Mark::Point, true, false) => None,
            (_, false, false) => None,
        };
        match (others, culture) {
            (Verdict::Both, _) => None,
            (Verdict::Is(used), Some(other)) => (used == other).then_some(used),
            (Verdict::Is(used), None) => Some(used),
            (Verdict::Nothing, Some(used)) => Some(used),
            // A comma between cells leaves the point for decimals; a comma in quotes may still be either.
            (Verdict::Nothing, None) => {
                (mark == Mark::Point && self.separator == b',' && !comma).then_some(Use::Decimals)
            }
        }
    }

    /// Which of day and month comes first in a column.
    pub(in crate::extract) fn order(&self, at: usize) -> Result<Order, Doubt> {
        let own = self.columns.get(at).copied().flatten();
        match own.map(|column| (column.day_first, column.month_first)) {
            Some((true, true)) => Err(Doubt::Contradiction),
            Some((true, false)) => Ok(Order::DayFirst),
            Some((false, true)) => Ok(Order::MonthFirst),
            _ => {
                let shows = |shows: fn(&Column) -> bool| self.columns.iter().flatten().any(shows);
                match (shows(|column| column.day_first), shows(|column| column.month_first)) {
                    (true, false) => Ok(Order::DayFirst),
                    (false, true) => Ok(Order::MonthFirst),
                    _ => Err(Doubt::Open),
                }
            }
        }
    }
}

impl Column {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            numbers: Evidence::NONE,
            grouped: Evidence::NONE,
            day_first: false,
            month_first: false,
            comma: false,
            english_half: false,
        }
    }

    fn add(&mut self, text: &str) {
        if self.kind != Kind::Date {
            let shown = shown(text, self.kind == Kind::Whole);
            self.numbers = self.numbers.and(shown.evidence);
            let grouped = shown.open.filter(|_| shown.whole).map(|mark| Evidence::of(mark, Use::Thousands));
            self.grouped = self.grouped.and(grouped.unwrap_or(Evidence::NONE));
        } else if let Ok(Some(date)) = written(text) {
            let order = date.shown_order();
            self.day_first |= order == Some(Order::DayFirst);
            self.month_first |= order == Some(Order::MonthFirst);
            self.comma |= date.comma;
            self.english_half |= date.english_half;
        }
    }

    /// What the column shows for the others: a mark in whole numbers separates thousands unless the column says otherwise.
    fn of_file(&self) -> Evidence {
        let marks = self.numbers.of_marks();
        if marks == Evidence::NONE { self.grouped } else { marks }
    }

    /// Whether its dates are those of the United States: the month first, and AM or PM behind the time.
    fn is_american(&self) -> bool {
        self.english_half && self.month_first && !self.day_first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The survey of a table of one row of texts for each column.
    fn survey(separator: u8, columns: &[(Kind, &[&str])]) -> Survey {
        let kinds = columns.iter().enumerate().map(|(at, (kind, _))| (at, *kind));
        let mut survey = Survey::new(separator, kinds);
        for (at, (_, texts)) in columns.iter().enumerate() {
            texts.iter().for_each(|text| survey.add(at, text));
        }
        survey
    }

    const COMMA: Mark = Mark::Comma;
    const POINT: Mark = Mark::Point;
    const DECIMALS: Result<Use, Doubt> = Ok(Use::Decimals);
    const THOUSANDS: Result<Use, Doubt> = Ok(Use::Thousands);
    const OPEN: Result<Use, Doubt> = Err(Doubt::Open);

    #[test]
    fn a_column_decides_for_itself() {
        use Kind::Fraction;
        let cases: [(&[&str], Mark, Result<Use, Doubt>); 10] = [
            (&["0,007", "1,234"], COMMA, DECIMALS),
            (&["1.234", "0,5"], POINT, THOUSANDS),
            (&["1,234,567"], COMMA, THOUSANDS),
            (&["1.234,56"], COMMA, DECIMALS),
            (&["1'234", "1.234"], POINT, DECIMALS),
            (&["1 234 567"], COMMA, DECIMALS),
            (&["12,5", "12.5"], COMMA, Err(Doubt::Contradiction)),
            (&["5,294 GB (5 684 054 577 octets)"], COMMA, DECIMALS),
            (&["1,234"], COMMA, OPEN),
            (&["12", "1234"], COMMA, OPEN),
        ];
        for (texts, mark, expected) in cases {
            // A separator that would say the opposite does not count.
            for separator in [b',', b'\t'] {
                assert_eq!(survey(separator, &[(Fraction, texts)]).mark(0, mark, false), expected, "{texts:?}");
            }
        }
        assert_eq!(survey(b';', &[(Fraction, &["1.5", "1,234"])]).mark(0, COMMA, false), THOUSANDS);
    }

    #[test]
    fn whole_things_have_no_decimals_unless_their_column_shows_some() {
        assert_eq!(survey(b';', &[(Kind::Whole, &["1,234"])]).mark(0, COMMA, true), THOUSANDS);
        assert_eq!(survey(b';', &[(Kind::Whole, &["1,000", "0,000"])]).mark(0, COMMA, true), DECIMALS);
    }

    #[test]
    fn the_file_decides_where_the_column_does_not() {
        use Kind::{Date, Fraction, Whole};
        let open: (Kind, &[&str]) = (Fraction, &["1,234", "1.234"]);
        type Case<'c> = (u8, (Kind, &'c [&'c str]), [Result<Use, Doubt>; 2]);
        let cases: [Case<'_>; 18] = [
            (b';', (Whole, &[]), [DECIMALS, OPEN]),
            (b',', (Whole, &[]), [OPEN, DECIMALS]),
            (b'\t', (Whole, &[]), [OPEN, OPEN]),
            (b'\t', (Fraction, &["12,5"]), [DECIMALS, THOUSANDS]),
            (b',', (Fraction, &["12,5"]), [DECIMALS, THOUSANDS]),
            (b';', (Fraction, &["12.5"]), [OPEN, DECIMALS]),
            (b',', (Fraction, &["12.5", "12,5"]), [OPEN, OPEN]),
            (b',', (Fraction, &["1 234"]), [OPEN, DECIMALS]),
            (b',', (Whole, &["1,234"]), [THOUSANDS, DECIMALS]),
            (b';', (Whole, &["1,234"]), [OPEN, DECIMALS]),
            (b'\t', (Whole, &["1,000", "0,0"]), [DECIMALS, THOUSANDS]),
            (b',', (Date, &["14.05.2026"]), [DECIMALS, OPEN]),
            (b',', (Date, &["14 mai 2026"]), [DECIMALS, OPEN]),
            (b',', (Date, &["14 May 2026"]), [OPEN, DECIMALS]),
            (b'\t', (Date, &["5/14/2026 9:00 PM"]), [THOUSANDS, DECIMALS]),
            (b'\t', (Date, &["14/5/2026 9:00 PM"]), [OPEN, OPEN]),
            (b'\t', (Date, &["5/14/2026 21:00"]), [OPEN, OPEN]),
            (b';', (Date, &["5/14/2026 9:00 PM"]), [OPEN, OPEN]),
        ];
        for (separator, other, expected) in cases {
            let survey = survey(separator, &[open, other]);
            let found = [COMMA, POINT].map(|mark| survey.mark(0, mark, false));
            assert_eq!(found, expected, "{} {other:?}", char::from(separator));
        }
    }

    #[test]
    fn an_order_of_day_and_month_is_that_of_the_column_else_that_of_the_file() {
        let dates = |columns: &[&[&str]]| {
            let columns: Vec<(Kind, &[&str])> = columns.iter().map(|texts| (Kind::Date, *texts)).collect();
            survey(b',', &columns).order(0)
        };
        assert_eq!(dates(&[&["3/4/2020", "3/14/2020"]]), Ok(Order::MonthFirst));
        assert_eq!(dates(&[&["14/3/20 10:00"], &["3/14/2020"]]), Ok(Order::DayFirst));
        assert_eq!(dates(&[&["3/4/2020"], &["3/14/2020"]]), Ok(Order::MonthFirst));
        assert_eq!(dates(&[&["3/4/2020"], &["14/3/2020"], &[]]), Ok(Order::DayFirst));
        assert_eq!(dates(&[&["3/4/2020"], &["3/14/2020"], &["14/3/2020"]]), Err(Doubt::Open));
        assert_eq!(dates(&[&["3/4/2020"], &["14.3.2020", "2020-03-14", "14 May 2020"]]), Err(Doubt::Open));
        assert_eq!(dates(&[&["3/14/2020", "14/3/2020"], &["14/3/2020"]]), Err(Doubt::Contradiction));
    }
}
