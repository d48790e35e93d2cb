//! Units moved over time: what is done, what was planned, where the forecast leads, and where the target lies.

use jiff::ToSpan;
use jiff::civil::Date;

use super::Picture;
use super::scale::{Days, Numbers};
use crate::progress::situation::Situation;
use crate::progress::stage::Stage;
use crate::progress::velocity::Forecast;
use crate::view::dates;
use crate::view::reporting::Context;

const MARGIN_LEFT: f64 = 44.0;
const MARGIN_TOP: f64 = 34.0;
const MARGIN_BOTTOM: f64 = 22.0;
/// The longest time that a picture shows after the report's day.
const MOST_DAYS_AHEAD: i32 = 400;

/// The picture for a report; none where there are no units or nothing has a day.
pub fn burn_up(context: &Context<'_>) -> Option<Picture> {
    let drawing = Drawing::of(context, 480.0, 236.0, [MARGIN_LEFT, MARGIN_TOP, 12.0, MARGIN_BOTTOM])?;
    let mut picture = drawing.empty();
    drawing.axes(&mut picture);
    drawing.curves(&mut picture);
    drawing.marks_of_days(&mut picture);
    Some(picture)
}

/// The same without words, for a row of many.
pub fn small(context: &Context<'_>) -> Option<Picture> {
    let drawing = Drawing::of(context, 200.0, 80.0, [2.0, 4.0, 2.0, 4.0])?;
    let mut picture = drawing.empty();
    picture.line("axis", vec![[2.0, 76.0], [198.0, 76.0]]);
    drawing.curves(&mut picture);
    for (class, day) in [("today", Some(drawing.situation.as_of)), ("target", drawing.target())] {
        if let Some(x) = day.and_then(|day| drawing.inside(day)) {
            picture.line(class, vec![[x, 4.0], [x, 76.0]]);
        }
    }
    Some(picture)
}

struct Drawing<'a> {
    context: &'a Context<'a>,
    situation: &'a Situation<'a>,
    days: Days,
    units: Numbers,
    size: [f64; 2],
}

impl<'a> Drawing<'a> {
    fn of(context: &'a Context<'a>, width: f64, height: f64, margins: [f64; 4]) -> Option<Self> {
        let situation = context.situation;
        let migration = &situation.migration;
        let total = migration.units.total();
        let planned = migration.batches.iter().filter_map(|batch| batch.planned_to);
        let first = migration.finished.keys().next().copied().into_iter().chain(planned.clone()).min()?;
        let (from, to) = (first.min(situation.as_of).checked_sub(4.days()).unwrap_or(first), end(situation, planned));
        let [left, top, right, bottom] = margins;
        Some(Self {
            context,
            situation,
            days: Days { from, to: to.checked_add(4.days()).unwrap_or(to), left, right: width - right },
            units: Numbers { most: total, top, bottom: height - bottom },
            size: [width, height],
        })
        .filter(|_| total > 0)
    }

    fn empty(&self) -> Picture {
        let context = self.context;
        let done = context.count(self.situation.migration.units.of(Stage::Completed));
        let all = context.count(self.units.most);
        let description = context.fill("report_burn_up_description", &[("done", &done), ("all", &all)]);
        Picture::new(self.size[0], self.size[1], context.say("report_burn_up"), description)
    }

    fn target(&self) -> Option<Date> {
        self.situation.engagement.scope.target.as_ref().map(|day| day.value)
    }

    fn inside(&self, day: Date) -> Option<f64> {
        (self.days.from..=self.days.to).contains(&day).then(|| self.days.x(day))
    }

    fn axes(&self, picture: &mut Picture) {
        for number in self.units.ticks() {
            let y = self.units.y(number as f64);
            picture.line(if number == 0 { "axis" } else { "grid" }, vec![[self.days.left, y], [self.days.right, y]]);
            picture.text("tick", [self.days.left - 6.0, y + 4.0], "end", self.context.count(number));
        }
        let (days, months) = self.days.ticks();
        let bottom = self.units.bottom;
        for day in days {
            let x = self.days.x(day);
            let language = self.context.language;
            let text = if months { dates::short_month(day, language) } else { dates::tick(day, language) };
            picture.line("axis", vec![[x, bottom], [x, bottom + 4.0]]);
            picture.text("tick", [x, bottom + 16.0], "middle", text);
        }
    }

    fn curves(&self, picture: &mut Picture) {
        self.forecast(picture);
        let planned = self.situation.migration.batches.iter();
        let planned = planned.filter_map(|batch| Some((batch.planned_to?, batch.units.total())));
        let mut planned: Vec<(Date, u64)> = planned.collect();
        planned.sort_unstable();
        picture.line("plan", self.steps(planned.into_iter(), None));
        let finished = self.situation.migration.finished.iter().map(|(day, units)| (*day, *units));
        let done = self.steps(finished, Some(self.situation.as_of));
        let mut area = done.clone();
        area.extend(done.last().map(|[x, _]| [*x, self.units.y(0.0)]));
        picture.area("done", area);
        picture.line("done", done);
    }

    /// A line that rises on each day by the units of that day.
    fn steps(&self, units: impl Iterator<Item = (Date, u64)>, to: Option<Date>) -> Vec<[f64; 2]> {
        let mut sum = 0.0;
        let mut points = Vec::new();
        for (day, count) in units {
            let x = self.days.x(day);
            points.push([x, self.units.y(sum)]);
            sum += count as f64;
            points.push([x, self.units.y(sum.min(self.units.most as f64))]);
        }
        if let Some(to) = to.filter(|_| !points.is_empty()) {
            points.push([self.days.x(to), self.units.y(sum.min(self.units.most as f64))]);
        }
        points
    }

    /// The band from the report's day to the earliest and the latest end, cut off where the picture ends.
    fn forecast(&self, picture: &mut Picture) {
        let Forecast::Expected { day, earliest, latest } = self.situation.velocity.forecast else { return };
        let as_of = self.situation.as_of;
        let done: u64 = self.situation.migration.finished.values().sum();
        let start = [self.days.x(as_of), self.units.y(done as f64)];
        let top = self.units.y(self.units.most as f64);
        let late = match latest {
            Some(latest) => vec![[self.days.x(latest), top]],
            None => vec![[self.days.right, top], [self.days.right, start[1]]],
        };
        let band = [vec![start, [self.days.x(earliest), top]], late].concat();
        picture.area("band", cut(band, self.days.right));
        picture.line("forecast", cut(vec![start, [self.days.x(day), top]], self.days.right));
    }

    fn marks_of_days(&self, picture: &mut Picture) {
        let bottom = self.units.bottom;
        let language = self.context.language;
        let mut mark = |class: &str, key: &str, day: Date, y: f64| {
            let Some(x) = self.inside(day) else { return };
            let anchor = if x > (self.days.left + self.days.right) / 2.0 { "end" } else { "start" };
            let text = self.context.fill(key, &[("day", &dates::short(day, language))]);
            picture.line(class, vec![[x, y + 3.0], [x, bottom]]);
            picture.text(class, [x + if anchor == "end" { 3.0 } else { -3.0 }, y], anchor, text);
        };
        mark("today", "report_mark_today", self.situation.as_of, 24.0);
        if let Some(target) = self.target() {
            mark("target", "report_mark_target", target, 10.0);
        }
    }
}

/// The last day that the picture shows: of plan, target, forecast and today, not too far ahead.
fn end(situation: &Situation<'_>, planned: impl Iterator<Item = Date>) -> Date {
    let furthest = situation.as_of.checked_add(MOST_DAYS_AHEAD.days()).unwrap_or(situation.as_of);
    let forecast = match situation.velocity.forecast {
        Forecast::Expected { day, .. } => Some(day),
        _ => None,
    };
    let target = situation.engagement.scope.target.as_ref().map(|day| day.value);
    let last = planned.chain(forecast).chain(target).max().unwrap_or(situation.as_of);
    last.clamp(situation.as_of, furthest)
}

/// Points whose way leads beyond the right end, cut off there.
fn cut(points: Vec<[f64; 2]>, right: f64) -> Vec<[f64; 2]> {
    let mut out: Vec<[f64; 2]> = Vec::new();
    let ways = points.iter().zip(points.iter().cycle().skip(1));
    for (a, b) in ways {
        if a[0] <= right {
            out.push(*a);
        }
        if (a[0] <= right) != (b[0] <= right) {
            out.push([right, a[1] + (b[1] - a[1]) * (right - a[0]) / (b[0] - a[0])]);
        }
    }
    out
}
