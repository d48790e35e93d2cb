//! From days and numbers to places on a field.

use jiff::ToSpan;
use jiff::civil::Date;

/// Days from left to right.
pub(super) struct Days {
    pub(super) from: Date,
    pub(super) to: Date,
    pub(super) left: f64,
    pub(super) right: f64,
}

impl Days {
    pub(super) fn x(&self, day: Date) -> f64 {
        let all = f64::from(days_between(self.from, self.to).max(1));
        self.left + (self.right - self.left) * f64::from(days_between(self.from, day)) / all
    }

    /// Mondays where the scale is short, first days of months where it is long; never more than nine.
    pub(super) fn ticks(&self) -> (Vec<Date>, bool) {
        let weeks = days_between(self.from, self.to) / 7;
        if weeks <= 9 {
            let every = if weeks > 4 { 14 } else { 7 };
            return (
                self.every(crate::progress::velocity::monday(self.from), |day| day.checked_add(every.days())),
                false,
            );
        }
        let months = weeks / 35 + 1;
        let first = Date::new(self.from.year(), self.from.month(), 1).unwrap_or(self.from);
        (self.every(first, |day| day.checked_add(months.months())), true)
    }

    fn every(&self, first: Date, next: impl Fn(Date) -> Result<Date, jiff::Error>) -> Vec<Date> {
        let mut out = Vec::new();
        let mut at = first;
        while at <= self.to {
            if at >= self.from {
                out.push(at);
            }
            match next(at) {
                Ok(day) => at = day,
                Err(_) => break,
            }
        }
        out
    }
}

/// Numbers from the bottom up, from nought.
pub(super) struct Numbers {
    pub(super) most: u64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

impl Numbers {
    pub(super) fn y(&self, number: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * number / self.most.max(1) as f64
    }

    /// Three or four round numbers, nought among them.
    pub(super) fn ticks(&self) -> Vec<u64> {
        let step = step(self.most);
        (0..).map(|at| at * step).take_while(|number| *number <= self.most).collect()
    }
}

/// A round step that fits two to four times into a number.
fn step(most: u64) -> u64 {
    let rough = most.div_ceil(4).max(1);
    let mut power = 1_u64;
    while power <= rough / 10 {
        power *= 10;
    }
    [1, 2, 5, 10].into_iter().map(|factor| factor * power).find(|step| *step >= rough).unwrap_or(rough)
}

/// Days from one to another, no more than a picture can show.
pub(super) fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round() {
        assert_eq!([0, 1, 3, 7, 48, 240, 1230].map(step), [1, 1, 1, 2, 20, 100, 500]);
        let scale = Numbers { most: 1230, top: 0.0, bottom: 123.0 };
        assert_eq!((scale.ticks(), scale.y(1230.0)), (vec![0, 500, 1000], 0.0));
    }

    #[test]
    fn scales_have_few_marks() {
        let day = |text: &str| text.parse::<Date>().expect("a date");
        for (from, to) in [
            ("2020-02-03", "2020-02-03"),
            ("2020-02-03", "2020-03-20"),
            ("2019-12-30", "2021-12-30"),
            ("0001-01-01", "9999-01-01"),
        ] {
            let days = Days { from: day(from), to: day(to), left: 0.0, right: 100.0 };
            assert!((1..=40).contains(&days.ticks().0.len()), "{from} {to} {:?}", days.ticks().0.len());
        }
    }
}
