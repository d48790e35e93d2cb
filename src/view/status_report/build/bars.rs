//! Tallies as numbers and as stacked bars.

use crate::progress::{State, Tally};
use crate::view::reporting::Context;
use crate::view::status_report::{Bar, Segment};

/// A tally with its bar.
pub(super) fn bar(tally: &Tally, context: &Context<'_>) -> Bar {
    let percent = tally.percent();
    let percent_text = match percent {
        None if tally.total() > 0 && tally.denominator() == 0 => context.say("report_nothing_to_do"),
        percent => context.percent(percent, tally.done > 0),
    };
    Bar {
        total: tally.total(),
        done: tally.done,
        waived: tally.waived,
        not_required: tally.not_required,
        open: tally.open,
        no_data: tally.no_data,
        denominator: tally.denominator(),
        percent,
        percent_text,
        segments: segments(tally, context),
    }
}

fn segments(tally: &Tally, context: &Context<'_>) -> Vec<Segment> {
    let share = |count: usize| (count as f64 * 10_000.0 / tally.total() as f64).round() / 100.0;
    let mut before = 0;
    let mut out = Vec::new();
    for (state, count) in State::ALL.map(|state| (state, tally.of(state))) {
        if count > 0 {
            let x = share(before);
            let width = ((share(before + count) - x) * 100.0).round() / 100.0;
            out.push(Segment { state: state.as_str().to_owned(), label: label(state, context), count, x, width });
        }
        before += count;
    }
    out
}

/// A state as it is read.
pub(super) fn label(state: State, context: &Context<'_>) -> String {
    context.say(match state {
        State::Done => "report_task_done",
        State::Waived => "report_task_waived",
        State::NotRequired => "report_task_not_required",
        State::Open => "report_task_open",
        State::NoData => "report_task_no_data",
    })
}
