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
    let enough = velocity.weeks.iter().filter(|week| week.over).count() >= 3;
    let median = median.filter(|_| enough);
    let line = median.map(|median| scale.y(median));
    let step = (RIGHT - LEFT) / weeks.len().max(4) as f64;
    let every = weeks.len().div_ceil(6);
    for (at, week) in weeks.iter().enumerate() {
        let middle = LEFT + step * (at as f64 + 0.5);
        column(&mut picture, week, (middle, step), &scale);
        let number = [middle, clear_of(line, scale.y(week.units as f64) - 5.0)];
        picture.text("value", number, "middle", context.count(week.units));
        if (weeks.len() - 1 - at).is_multiple_of(every) {
            picture.text("tick", [middle, BOTTOM + 16.0], "middle", dates::tick(week.monday, context.language));
        }
    }
    picture.line("axis", vec![[LEFT, BOTTOM], [RIGHT, BOTTOM]]);
    if let (Some(median), Some(y)) = (median, line) {
        picture.line("median", vec![[LEFT, y], [RIGHT, y]]);
        let text = super::super::numbers::tenths((median * 10.0) as u64, context.language);
        picture.text("median", [RIGHT, 12.0], "end", context.fill("report_mark_median", &[("m", &text)]));
    }
    Some(picture)
}

fn column(picture: &mut Picture, week: &Week, (middle, step): (f64, f64), scale: &Numbers) {
    let half = (step * 0.36).min(20.0);
    let class = if week.over { "week" } else { "week-now" };
    if week.units > 0 {
        picture.area(class, rectangle(middle - half, scale.y(week.units as f64), middle + half, BOTTOM));
    }
}

/// How far a digit rises above the line that it stands on.
const DIGIT: f64 = 9.0;

/// The line on which a number stands, lifted where the median's line would strike it through.
fn clear_of(line: Option<f64>, base: f64) -> f64 {
    let struck = |y: &f64| (base - DIGIT - 2.0..=base + 3.0).contains(y);
    line.filter(struck).map_or(base, |y| y - 4.0)
}

#[cfg(test)]
mod tests {
    use super::clear_of;

    #[test]
    fn a_number_that_the_median_would_strike_through_stands_above_it() {
        assert_eq!(clear_of(None, 100.0), 100.0);
        for struck in [89.0, 95.0, 103.0] {
            assert_eq!(clear_of(Some(struck), 100.0), struck - 4.0, "{struck}");
        }
        for clear in [88.0, 104.0] {
            assert_eq!(clear_of(Some(clear), 100.0), 100.0, "{clear}");
        }
    }
}
