//! Dates of refresh summaries.

use super::OnePage;
use crate::diagnostic::{Code, Diagnostic, Edit};
use crate::model::{DateReading, RefreshEntry};

/// `refresh-date-invalid`
pub(super) fn unreadable(page: &OnePage<'_>) -> Vec<Diagnostic> {
    let open = page.process.refreshes.iter().filter(|entry| entry.date.is_none());
    open.map(|entry| {
        let text = &entry.date_text.value;
        let message =
            if text.is_empty() { "no date".to_owned() } else { format!("`{text}` is no day of the calendar") };
        Diagnostic::at(Code::RefreshDateInvalid, entry.date_text.span, message)
            .help("write it as `12/31/2019` or `31 Dec 2019`")
    })
    .collect()
}

/// `refresh-date-ambiguous`
pub(super) fn ambiguous(page: &OnePage<'_>) -> Vec<Diagnostic> {
    let open = page.process.refreshes.iter().filter(|entry| entry.reading == DateReading::Assumed);
    open.map(|entry| {
        let message = format!("`{}` may be day first or month first", entry.date_text.value);
        let read = entry.date.map(|date| date.strftime("%-d %b %Y").to_string()).unwrap_or_default();
        let finding = Diagnostic::at(Code::RefreshDateAmbiguous, entry.date_text.span, message)
            .help(format!("write `{read}` if that is meant"));
        let whole = page.library.source(entry.date_text.span.file).slice(entry.date_text.span);
        let edit = Edit { span: entry.date_text.span, replacement: read };
        if whole == entry.date_text.value { finding.likely_fix("name the month", vec![edit]) } else { finding }
    })
    .collect()
}

/// `refresh-date-in-future`
pub(super) fn in_future(page: &OnePage<'_>) -> Vec<Diagnostic> {
    let late = page.process.refreshes.iter().filter(|entry| entry.date.is_some_and(|date| date > page.today));
    late.map(|entry| {
        let message = format!("`{}` is after today", entry.date_text.value);
        Diagnostic::at(Code::RefreshDateInFuture, entry.date_text.span, message)
            .help("write the day on which the page was changed")
    })
    .collect()
}

/// `refresh-out-of-order`, once a table, at the first row that leaves the order of most.
pub(super) fn out_of_order(page: &OnePage<'_>) -> Vec<Diagnostic> {
    first_out_of_order(&page.process.refreshes).into_iter().collect()
}

fn first_out_of_order(entries: &[RefreshEntry]) -> Option<Diagnostic> {
    let dated: Vec<(&RefreshEntry, jiff::civil::Date)> =
        entries.iter().filter_map(|entry| Some((entry, entry.date?))).collect();
    let rising = dated.windows(2).filter(|pair| pair[0].1 < pair[1].1).count();
    let falling = dated.windows(2).filter(|pair| pair[0].1 > pair[1].1).count();
    if rising == 0 || falling == 0 {
        return None;
    }
    let newest_first = falling >= rising;
    let wrong =
        dated.windows(2).find(|pair| if newest_first { pair[0].1 < pair[1].1 } else { pair[0].1 > pair[1].1 })?;
    let order = if newest_first { "newest first" } else { "oldest first" };
    let message = format!("`{}` is out of order; the table is {order}", wrong[1].0.date_text.value);
    let found = Diagnostic::at(Code::RefreshOutOfOrder, wrong[1].0.date_text.span, message);
    Some(found.related(wrong[0].0.date_text.span, "the row before").help("put the rows in order of their dates"))
}
