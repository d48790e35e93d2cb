//! Days that people work: weekends and holidays left out.

use jiff::civil::{Date, Weekday};

/// Working days after a migration event within which customers report issues: T+5.
pub const REPORTING_WINDOW: u32 = 5;

/// A calendar of working days.
#[derive(Clone, Copy, Debug)]
pub struct WorkingDays<'a> {
    weekend: &'a [Weekday],
    holidays: &'a [Date],
}

impl<'a> WorkingDays<'a> {
    /// A calendar from the days of the week without work and single days without work. If no day of the week were left,
    /// every day counts: a calendar without working days would have no end.
    pub fn new(weekend: &'a [Weekday], holidays: &'a [Date]) -> Self {
        let week = Weekday::Monday.cycle_forward().take(7);
        let works = week.into_iter().any(|day| !weekend.contains(&day));
        Self { weekend: if works { weekend } else { &[] }, holidays }
    }

    /// Whether people work on a day.
    pub fn includes(&self, day: Date) -> bool {
        !self.weekend.contains(&day.weekday()) && !self.holidays.contains(&day)
    }

    /// The day T+n: the n-th working day after a day, which need not be one itself. T+0 is the day.
    pub fn after(&self, day: Date, n: u32) -> Date {
        let mut at = day;
        let mut left = n;
        while left > 0 {
            let Ok(next) = at.tomorrow() else { return at };
            at = next;
            left -= u32::from(self.includes(at));
        }
        at
    }

    /// How many working days lie after one day up to and including another; 0 if the other is not later.
    pub fn between(&self, from: Date, to: Date) -> u32 {
        let mut at = from;
        let mut count = 0;
        while at < to {
            let Ok(next) = at.tomorrow() else { return count };
            at = next;
            count += u32::from(self.includes(at));
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const WEEKEND: [Weekday; 2] = [Weekday::Saturday, Weekday::Sunday];

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn t_plus_n_skips_weekends_and_holidays() {
        let holidays = [date(2020, 3, 24), date(2020, 12, 25)];
        let cases = [
            ("2020-03-17", 0, "2020-03-17"),
            ("2020-03-16", 4, "2020-03-20"),
            ("2020-03-16", 5, "2020-03-23"),
            // The fifth day would be a holiday.
            ("2020-03-17", 5, "2020-03-25"),
            ("2020-03-21", 1, "2020-03-23"),
            // A leap day is a day like others, here a Saturday; in 2024 a Thursday.
            ("2020-02-27", 2, "2020-03-02"),
            ("2024-02-28", 1, "2024-02-29"),
            // A holiday on Friday makes a long weekend.
            ("2020-12-24", 1, "2020-12-28"),
        ];
        let calendar = WorkingDays::new(&WEEKEND, &holidays);
        for (from, n, expected) in cases {
            assert_eq!(calendar.after(day(from), n), day(expected), "{from} + {n}");
            if n > 0 {
                assert_eq!(calendar.between(day(from), day(expected)), n, "{from} to {expected}");
            }
        }
    }

    #[test]
    fn counting_backwards_is_nothing_and_no_calendar_is_endless() {
        let calendar = WorkingDays::new(&WEEKEND, &[]);
        assert_eq!(calendar.between(day("2020-03-20"), day("2020-03-16")), 0);
        let week: Vec<Weekday> = Weekday::Monday.cycle_forward().take(7).collect();
        assert_eq!(WorkingDays::new(&week, &[]).after(day("2020-03-20"), 2), day("2020-03-22"));
        assert_eq!(calendar.after(Date::MAX, 1), Date::MAX);
    }
}
