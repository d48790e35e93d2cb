//! Open issues by how long they have been open, in working days.

use super::{Picture, rectangle};
use crate::view::reporting::Context;
use crate::view::status_report::AgeGroup;

const LEFT: f64 = 96.0;
const MOST_WIDTH: f64 = 170.0;
const ROW: f64 = 26.0;

/// The picture for a report; none without open issues.
pub fn ageing(context: &Context<'_>, groups: &[AgeGroup]) -> Option<Picture> {
    let most = groups.iter().map(|group| group.count).max().filter(|most| *most > 0)?;
    let height = ROW * groups.len() as f64 + 4.0;
    let mut picture =
        Picture::new(320.0, height, context.say("report_ageing"), context.say("report_ageing_description"));
    for (at, group) in groups.iter().enumerate() {
        let top = ROW * at as f64 + 5.0;
        let width = MOST_WIDTH * group.count as f64 / most as f64;
        picture.text("tick", [LEFT - 8.0, top + 13.0], "end", &group.label);
        if group.count > 0 {
            let class = if group.past_window { "late" } else { "week" };
            picture.area(class, rectangle(LEFT, top, LEFT + width, top + 18.0));
        }
        picture.text("value", [LEFT + width + 6.0, top + 13.0], "start", context.count(group.count as u64));
    }
    picture.line("axis", vec![[LEFT, 0.0], [LEFT, height]]);
    Some(picture)
}
