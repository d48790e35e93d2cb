//! Units per week as columns, with the median that the forecast goes by.

use super::scale::Numbers;
use super::{Picture, rectangle};
use crate::progress::velocity::Week;
use crate::view::dates;
use crate::view::reporting::Context;

/// How many weeks are shown.
const MOST_WEEKS: usize = 12;
const LEFT: f64 = 8.0;
const RIGHT: f64 = 312.0;
const BOTTOM: f64 = 214.0;

/// The picture for a report; none before the first unit was moved.
pub fn velocity(context: &Context<'_>) -> Option<Picture> {
    let velocity = &context.situation.velocity;
    let weeks = &velocity.weeks[velocity.weeks.len().saturating_sub(MOST_WEEKS)..];
    let most = weeks.iter().map(|week| week.units).max().filter(|most| *most > 0)?;
    let median = velocity.median_doubled.map(|doubled| doubled as f64 / 2.0);
    let mut picture =
        Picture::new(320.0, 236.0, context.say("report_velocity"), context.say("report_velocity_description"));
    let scale = Numbers { most, top: 40.0, bottom: BOTTOM };
    let step = (RIGHT - LEFT) / weeks.len().max(4) as f64;
    let every = weeks.len().div_ceil(6);
    for (at, week) in weeks.iter().enumerate() {
        let middle = LEFT + step * (at as f64 + 0.5);
        column(&mut picture, context, week, (middle, step), &scale);
        if (weeks.len() - 1 - at).is_multiple_of(every) {
            picture.text("tick", [middle, BOTTOM + 16.0], "middle", dates::tick(week.monday, context.language));
        }
    }
    picture.line("axis", vec![[LEFT, BOTTOM], [RIGHT, BOTTOM]]);
    if let Some(median) = median.filter(|_| velocity.weeks.iter().filter(|week| week.over).count() >= 3) {
        let y = scale.y(median);
        picture.line("median", vec![[LEFT, y], [RIGHT, y]]);
        let text = super::super::numbers::tenths((median * 10.0) as u64, context.language);
        picture.text("median", [RIGHT, 12.0], "end", context.fill("report_mark_median", &[("m", &text)]));
    }
    Some(picture)
}

fn column(picture: &mut Picture, context: &Context<'_>, week: &Week, place: (f64, f64), scale: &Numbers) {
    let (middle, step) = place;
    let half = (step * 0.36).min(20.0);
    let top = scale.y(week.units as f64);
    let class = if week.over { "week" } else { "week-now" };
    if week.units > 0 {
        picture.area(class, rectangle(middle - half, top, middle + half, BOTTOM));
    }
    picture.text("value", [middle, top - 5.0], "middle", context.count(week.units));
}
