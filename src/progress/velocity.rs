//! How fast units are moved, and when the last will be.
//!
//! Weeks run from Monday to Sunday. A week counts once it is over; the one that holds the report's day does not. The
//! first week is that of the first completed unit; weeks after it in which nothing moved count as nought.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

/// How many of the last weeks a forecast looks at.
pub const WEEKS_LOOKED_AT: usize = 4;
/// Below how many weeks there is no forecast.
pub const FEWEST_WEEKS: usize = 3;

/// Units per week and what follows from them.
#[derive(Clone, Debug, PartialEq)]
pub struct Velocity {
    /// Every week from the first completed unit to the report's day, in order.
    pub weeks: Vec<Week>,
    /// Units that are not moved yet.
    pub remaining: u64,
    /// The median of the last weeks that are over, doubled so that it stays whole; none where there are none.
    pub median_doubled: Option<u64>,
    /// When the last unit will be moved.
    pub forecast: Forecast,
    /// The last planned day, where the pace alone would end before it.
    pub planned: Option<Date>,
}

/// Seven days from a Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// Its Monday.
    pub monday: Date,
    /// Units completed in it.
    pub units: u64,
    /// Whether it is over.
    pub over: bool,
}

/// When the last unit will be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forecast {
    /// There are no units.
    NoUnits,
    /// All are moved; the day, where one is known.
    Done(Option<Date>),
    /// Fewer than three weeks are over since the first unit.
    NotEnoughData(usize),
    /// In at least half of the last weeks nothing moved.
    Standstill,
    /// At the pace of the last weeks.
    Expected {
        /// By the median.
        day: Date,
        /// By the best of the weeks.
        earliest: Date,
        /// By the weakest of the weeks; none where nothing moved in it.
        latest: Option<Date>,
    },
}

/// Velocity from units completed by day, out of all units and those that remain.
pub fn velocity(finished: &BTreeMap<Date, u64>, total: u64, remaining: u64, as_of: Date) -> Velocity {
    let weeks = weeks(finished, as_of);
    let mut last: Vec<u64> = weeks.iter().filter(|week| week.over).map(|week| week.units).collect();
    let over = last.len();
    last.drain(..over.saturating_sub(WEEKS_LOOKED_AT));
    last.sort_unstable();
    let forecast = match (total, remaining) {
        (0, _) => Forecast::NoUnits,
        (_, 0) => Forecast::Done(finished.keys().next_back().copied()),
        _ if over < FEWEST_WEEKS => Forecast::NotEnoughData(over),
        _ => expected(&last, remaining, as_of),
    };
    Velocity { weeks, remaining, median_doubled: median_doubled(&last), forecast, planned: None }
}

impl Velocity {
    /// The same with no day of the forecast before the last planned batch that is not done yet.
    ///
    /// A pace says how soon units could move, a plan when they may: whoever is fast still waits for the last batch. The
    /// same holds where every known unit has moved and a batch is to come whose units nobody has counted yet.
    pub fn not_before(self, planned: Date, as_of: Date) -> Self {
        let forecast = match self.forecast {
            Forecast::Expected { day, earliest, latest } => Forecast::Expected {
                day: day.max(planned),
                earliest: earliest.max(planned),
                latest: latest.map(|latest| latest.max(planned)),
            },
            Forecast::Done(_) if planned > as_of => {
                Forecast::Expected { day: planned, earliest: planned, latest: None }
            }
            other => other,
        };
        let pushed = forecast.expected() > self.forecast.expected();
        Self { planned: pushed.then_some(planned), forecast, ..self }
    }
}

impl Forecast {
    /// The day by the median; none where nothing remains or nothing can be said.
    pub fn expected(&self) -> Option<Date> {
        match self {
            Forecast::Expected { day, .. } => Some(*day),
            Forecast::NoUnits | Forecast::Done(_) | Forecast::NotEnoughData(_) | Forecast::Standstill => None,
        }
    }
}

fn weeks(finished: &BTreeMap<Date, u64>, as_of: Date) -> Vec<Week> {
    let mut by_monday: BTreeMap<Date, u64> = BTreeMap::new();
    for (day, units) in finished.range(..=as_of) {
        *by_monday.entry(monday(*day)).or_default() += units;
    }
    let Some(first) = by_monday.keys().next().copied() else { return Vec::new() };
    let mut out = Vec::new();
    let mut at = first;
    while at <= as_of {
        let sunday = at.checked_add(6.days()).unwrap_or(Date::MAX);
        out.push(Week { monday: at, units: by_monday.get(&at).copied().unwrap_or(0), over: sunday <= as_of });
        let Ok(next) = at.checked_add(7.days()) else { break };
        at = next;
    }
    out
}

/// The Monday on or before a day.
pub fn monday(day: Date) -> Date {
    let since = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(since.days()).unwrap_or(day)
}

/// The median of sorted weeks, doubled.
fn median_doubled(sorted: &[u64]) -> Option<u64> {
    let last = sorted.len().checked_sub(1)?;
    Some(sorted[last / 2] + sorted[last.div_ceil(2)])
}

fn expected(sorted: &[u64], remaining: u64, as_of: Date) -> Forecast {
    let work = remaining.saturating_mul(14);
    let at = |doubled: u64| after(as_of, work.checked_div(doubled)?, !work.is_multiple_of(doubled));
    let day = median_doubled(sorted).and_then(at);
    let (Some(day), Some(earliest)) = (day, sorted.last().and_then(|best| at(2 * best))) else {
        return Forecast::Standstill;
    };
    Forecast::Expected { day, earliest, latest: sorted.first().and_then(|weakest| at(2 * weakest)) }
}

/// The day a number of days later, rounded up; none if no calendar reaches that far.
fn after(day: Date, days: u64, and_some: bool) -> Option<Date> {
    let days = i64::try_from(days).ok()?.checked_add(i64::from(and_some))?;
    day.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn of(finished: &[(&str, u64)], remaining: u64, as_of: &str) -> Velocity {
        let finished: BTreeMap<Date, u64> = finished.iter().map(|(at, units)| (day(at), *units)).collect();
        let moved: u64 = finished.values().sum();
        velocity(&finished, moved + remaining, remaining, day(as_of))
    }

    fn expected(middle: &str, earliest: &str, latest: Option<&str>) -> Forecast {
        Forecast::Expected { day: day(middle), earliest: day(earliest), latest: latest.map(day) }
    }

    #[test]
    fn the_forecast_is_what_remains_by_the_median_of_the_last_four_weeks() {
        let moved = [("2020-02-05", 500), ("2020-02-11", 24), ("2020-02-19", 180), ("2020-02-26", 190)];
        let moved = [&moved[..], &[("2020-03-04", 200), ("2020-03-10", 30), ("2020-03-11", 150)]].concat();
        let found = of(&moved, 456, "2020-03-15");
        assert_eq!(found.weeks.iter().map(|week| week.units).collect::<Vec<_>>(), [500, 24, 180, 190, 200, 180]);
        assert_eq!(found.median_doubled, Some(370));
        // 456 / 185 weeks are 17.3 days, 456 / 200 are 16 days, 456 / 180 are 17.7.
        assert_eq!(found.forecast, expected("2020-04-02", "2020-03-31", Some("2020-04-02")));
    }

    #[test]
    fn a_week_counts_on_its_sunday_and_needs_two_others() {
        let moved = [("2020-03-02", 10), ("2020-03-09", 10), ("2020-03-16", 10)];
        assert_eq!(of(&moved, 10, "2020-03-21").forecast, Forecast::NotEnoughData(2));
        assert_eq!(of(&moved, 10, "2020-03-22").forecast, expected("2020-03-29", "2020-03-29", Some("2020-03-29")));
        assert_eq!(of(&moved[..1], 10, "2020-03-08").forecast, Forecast::NotEnoughData(1));
        assert_eq!(of(&[], 10, "2020-03-08").forecast, Forecast::NotEnoughData(0));
    }

    #[test]
    fn no_day_of_a_forecast_lies_before_the_last_planned_batch() {
        let moved = [("2020-03-02", 10), ("2020-03-09", 20), ("2020-03-16", 40)];
        let found = of(&moved, 40, "2020-03-22");
        assert_eq!(found.forecast, expected("2020-04-05", "2020-03-29", Some("2020-04-19")));
        let cases = [
            ("2020-03-28", ("2020-04-05", "2020-03-29", "2020-04-19"), false),
            ("2020-03-30", ("2020-04-05", "2020-03-30", "2020-04-19"), false),
            ("2020-04-05", ("2020-04-05", "2020-04-05", "2020-04-19"), false),
            ("2020-04-06", ("2020-04-06", "2020-04-06", "2020-04-19"), true),
            ("2020-04-20", ("2020-04-20", "2020-04-20", "2020-04-20"), true),
        ];
        for (planned, (middle, earliest, latest), pushed) in cases {
            let bounded = found.clone().not_before(day(planned), day("2020-03-22"));
            assert_eq!(bounded.forecast, expected(middle, earliest, Some(latest)), "{planned}");
            assert_eq!(bounded.planned, pushed.then(|| day(planned)), "{planned}");
        }
    }

    #[test]
    fn a_planned_batch_leaves_an_open_end_open_and_makes_no_pace() {
        let as_of = day("2020-03-22");
        let open = of(&[("2020-03-02", 20), ("2020-03-16", 20)], 20, "2020-03-22").not_before(day("2020-05-04"), as_of);
        assert_eq!(open.forecast, expected("2020-05-04", "2020-05-04", None));
        let few = of(&[("2020-03-16", 10)], 10, "2020-03-22").not_before(day("2020-05-04"), as_of);
        assert_eq!((few.forecast, few.planned), (Forecast::NotEnoughData(1), None));
    }

    #[test]
    fn nothing_is_done_while_a_batch_is_to_come() {
        let done = || of(&[("2020-03-16", 10)], 0, "2020-03-22");
        let to_come = done().not_before(day("2020-05-04"), day("2020-03-22"));
        assert_eq!(to_come.forecast, expected("2020-05-04", "2020-05-04", None));
        assert_eq!(to_come.planned, Some(day("2020-05-04")));
        let undated =
            velocity(&BTreeMap::new(), 3, 0, day("2020-03-22")).not_before(day("2020-05-04"), day("2020-03-22"));
        assert_eq!((undated.planned, undated.forecast), (to_come.planned, to_come.forecast));
        let passed = done().not_before(day("2020-03-22"), day("2020-03-22"));
        assert_eq!(passed.forecast, Forecast::Done(Some(day("2020-03-16"))));
    }

    #[test]
    fn weeks_of_nothing_count_and_leave_the_end_open() {
        let moved = [("2020-03-02", 20), ("2020-03-16", 20)];
        assert_eq!(of(&moved, 20, "2020-03-22").forecast, expected("2020-03-29", "2020-03-29", None));
        assert_eq!(of(&moved, 20, "2020-04-19").forecast, Forecast::Standstill);
    }

    #[test]
    fn nothing_to_move_and_all_moved_need_no_forecast() {
        assert_eq!(of(&[], 0, "2020-03-08").forecast, Forecast::NoUnits);
        assert_eq!(of(&[("2020-02-29", 3)], 0, "2020-03-08").forecast, Forecast::Done(Some(day("2020-02-29"))));
        assert_eq!(velocity(&BTreeMap::new(), 3, 0, day("2020-03-08")).forecast, Forecast::Done(None));
    }

    #[test]
    fn weeks_cross_a_leap_day_and_the_end_of_a_year() {
        assert_eq!([monday(day("2020-02-29")), monday(day("2021-01-03"))], [day("2020-02-24"), day("2020-12-28")]);
        let found = of(&[("2019-12-31", 7), ("2020-01-01", 7)], 1, "2020-01-19");
        assert_eq!(found.weeks.iter().map(|week| week.units).collect::<Vec<_>>(), [14, 0, 0]);
    }

    #[test]
    fn no_calendar_is_long_enough_for_some_forecasts() {
        let found = velocity(&[(day("2020-03-02"), 1)].into(), u64::MAX / 14, u64::MAX / 15, day("2020-03-22"));
        assert_eq!(found.forecast, Forecast::Standstill);
    }
}
