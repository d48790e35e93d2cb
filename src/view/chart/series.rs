//! The burn-up as numbers for programs that draw it themselves: what was moved, planned and is expected on each day.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::view::dates;
use crate::view::parts::Day;
use crate::view::status_report::StatusReport;

/// One day of the burn-up. What cannot be known of a day is not there.
#[derive(Clone, Debug, PartialEq)]
pub struct BurnRow {
    /// The day.
    pub day: Day,
    /// Units moved by then.
    pub moved: Option<f64>,
    /// Units that were planned to be moved by then.
    pub planned: Option<f64>,
    /// Units that are expected to be moved by then.
    pub forecast: Option<f64>,
    /// The same by the weakest of the last weeks.
    pub low: Option<f64>,
    /// What is added to it by the best of them.
    pub band: Option<f64>,
}

/// Every day on which something of the burn-up changes its direction, in order; none where nothing was planned or moved.
/// Units rise on one day, so that the day before has a row, too: a line from row to row would else rise for weeks.
pub fn burn_rows(report: &StatusReport) -> Vec<BurnRow> {
    let figures = &report.migration;
    let points: Vec<(Date, Option<u64>, u64)> =
        figures.burn_up.iter().filter_map(|point| Some((read(&point.day)?, point.moved, point.planned))).collect();
    let Some(as_of) = read(&report.header.as_of).filter(|_| !points.is_empty()) else { return Vec::new() };
    let expected = (figures.forecast.code == "expected").then(|| Expected::of(report, as_of)).flatten();
    let mut days: BTreeSet<Date> = points.iter().map(|(day, ..)| *day).chain([as_of]).collect();
    days.extend(points.iter().filter_map(|(day, ..)| day.yesterday().ok()));
    days.extend(expected.iter().flat_map(|expected| expected.days()));
    let last = days.last().copied();
    let row = |day: Date| {
        let before = points.iter().take_while(|(on, ..)| *on <= day);
        let moved = before.clone().filter_map(|(_, moved, _)| *moved).last().unwrap_or(0);
        let planned = before.map(|(.., planned)| *planned).last().unwrap_or(0);
        let ahead = expected.as_ref().filter(|_| day >= as_of);
        let band = ahead.and_then(|expected| expected.band(day, last));
        BurnRow {
            day: dates::day(day, &report.header.language),
            moved: (day <= as_of).then_some(moved as f64),
            planned: Some(planned as f64),
            forecast: ahead.and_then(|expected| expected.middle(day)),
            low: band.map(|(low, _)| low),
            band: band.map(|(_, band)| band),
        }
    };
    days.iter().map(|day| row(*day)).collect()
}

fn read(day: &Day) -> Option<Date> {
    day.iso.parse().ok()
}

/// The forecast as lines from what is done to all.
struct Expected {
    from: Date,
    done: f64,
    all: f64,
    middle: Date,
    earliest: Date,
    latest: Option<Date>,
}

impl Expected {
    fn of(report: &StatusReport, from: Date) -> Option<Self> {
        let forecast = &report.migration.forecast;
        let units = &report.migration.units;
        Some(Self {
            from,
            done: units.completed as f64,
            all: units.total as f64,
            middle: read(forecast.day.as_ref()?)?,
            earliest: read(forecast.earliest.as_ref()?)?,
            latest: forecast.latest.as_ref().and_then(read),
        })
    }

    fn days(&self) -> Vec<Date> {
        [Some(self.earliest), Some(self.middle), self.latest].into_iter().flatten().collect()
    }

    /// The line to all units, drawn at its two ends alone.
    fn middle(&self, day: Date) -> Option<f64> {
        [(self.from, self.done), (self.middle, self.all)].into_iter().find(|(at, _)| *at == day).map(|(_, units)| units)
    }

    /// Lower edge and height of the band; none after its end.
    fn band(&self, day: Date, last: Option<Date>) -> Option<(f64, f64)> {
        if day > self.latest.or(last)? {
            return None;
        }
        let high = self.towards(self.earliest, day);
        let low = self.latest.map_or(self.done, |latest| self.towards(latest, day));
        Some((low, high - low))
    }

    /// Where a line that reaches all units on one day stands on another.
    fn towards(&self, end: Date, day: Date) -> f64 {
        let (all, gone) = (super::scale::days_between(self.from, end), super::scale::days_between(self.from, day));
        let share = if all <= 0 { 1.0 } else { (f64::from(gone) / f64::from(all)).min(1.0) };
        ((self.done + (self.all - self.done) * share) * 10.0).round() / 10.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::status_report::BurnPoint;

    fn day(iso: &str) -> Day {
        Day { iso: iso.to_owned(), text: iso.to_owned() }
    }

    fn report(latest: Option<&str>) -> StatusReport {
        let mut report = StatusReport::default();
        report.header.as_of = day("2020-03-10");
        let point = |iso: &str, moved, planned| BurnPoint { day: day(iso), moved, planned };
        let figures = &mut report.migration;
        figures.burn_up = vec![point("2020-03-02", Some(20), 30), point("2020-03-30", None, 100)];
        (figures.units.completed, figures.units.total) = (20, 100);
        figures.forecast.code = "expected".to_owned();
        figures.forecast.day = Some(day("2020-03-26"));
        figures.forecast.earliest = Some(day("2020-03-18"));
        figures.forecast.latest = latest.map(day);
        report
    }

    fn rows(report: &StatusReport) -> Vec<(String, [Option<f64>; 5])> {
        let numbers = |row: BurnRow| [row.moved, row.planned, row.forecast, row.low, row.band];
        burn_rows(report).into_iter().map(|row| (row.day.iso.clone(), numbers(row))).collect()
    }

    #[test]
    fn the_band_opens_today_and_closes_at_the_latest_end() {
        let row = |day: &str, numbers| (day.to_owned(), numbers);
        let expected = [
            row("2020-03-01", [Some(0.0), Some(0.0), None, None, None]),
            row("2020-03-02", [Some(20.0), Some(30.0), None, None, None]),
            row("2020-03-10", [Some(20.0), Some(30.0), Some(20.0), Some(20.0), Some(0.0)]),
            row("2020-03-18", [None, Some(30.0), None, Some(40.0), Some(60.0)]),
            row("2020-03-26", [None, Some(30.0), Some(100.0), Some(60.0), Some(40.0)]),
            row("2020-03-29", [None, Some(30.0), None, Some(67.5), Some(32.5)]),
            row("2020-03-30", [None, Some(100.0), None, Some(70.0), Some(30.0)]),
            row("2020-04-11", [None, Some(100.0), None, Some(100.0), Some(0.0)]),
        ];
        assert_eq!(rows(&report(Some("2020-04-11"))), expected);
        let open = rows(&report(None));
        assert_eq!(open.last(), Some(&row("2020-03-30", [None, Some(100.0), None, Some(20.0), Some(80.0)])));
    }

    #[test]
    fn nothing_planned_or_moved_is_no_picture() {
        assert_eq!(burn_rows(&StatusReport::default()), []);
    }
}
