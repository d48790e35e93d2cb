//! The date of a page against its history and today.

use jiff::civil::Date;

use super::OnePage;
use super::orphans::heading;
use crate::diagnostic::{Code, Diagnostic};
use crate::extract::dates::{DayText, day};
use crate::model::{DateReading, RefreshEntry};
use crate::text::Span;

/// Days that the date of a page may lie behind its history: the two are seldom written in one go.
const GRACE: i32 = 7;

/// `page-date-older-than-refresh`
pub(super) fn older_than_refresh(page: &OnePage<'_>) -> Vec<Diagnostic> {
    older(page).into_iter().collect()
}

fn older(page: &OnePage<'_>) -> Option<Diagnostic> {
    let meta = &page.entry.meta;
    let text = meta.date.as_deref()?;
    let newest = newest(&page.process.refreshes).filter(|entry| entry.date <= Some(page.today))?;
    // Where the date may be read in two ways, both must be older.
    let own = match day(text) {
        DayText::Certain { date, .. } => date,
        DayText::Either { month_first, day_first, .. } => month_first.max(day_first),
        DayText::Unreadable => return None,
    };
    let message = format!("`{text}` lies before the newest change on `{}`", newest.date_text.value);
    let finding = Diagnostic::at(Code::PageDateOlderThanRefresh, meta.date_span?, message);
    let finding = finding.related(newest.date_text.span, "the newest change");
    let behind = newest.date?.since(own).ok()?.get_days();
    (behind > GRACE).then(|| finding.help("write the day of the newest change"))
}

/// `stale-page`, where the project says after how many days.
pub(super) fn stale(page: &OnePage<'_>) -> Vec<Diagnostic> {
    left_alone(page).into_iter().collect()
}

fn left_alone(page: &OnePage<'_>) -> Option<Diagnostic> {
    let most = page.library.inputs.config.rules.stale_page_days?;
    let (last, span) = last_change(page)?;
    let age = page.today.since(last).ok()?.get_days();
    let span = span.unwrap_or_else(|| heading(page.library, page.entry.file));
    let message = format!("the page was last changed {age} days ago");
    let help = "read it anew, and note the day in the refresh summary";
    (i64::from(age) > i64::from(most)).then(|| Diagnostic::at(Code::StalePage, span, message).help(help))
}

/// The day of the last change of a page, and where that stands.
fn last_change(page: &OnePage<'_>) -> Option<(Date, Option<Span>)> {
    let entry = newest(&page.process.refreshes);
    let noted = entry.and_then(|entry| Some((entry.date?, Some(entry.date_text.span))));
    let meta = &page.entry.meta;
    let own = meta.date.as_deref().and_then(page_date).map(|date| (date, meta.date_span));
    noted.into_iter().chain(own).max_by_key(|(date, _)| *date)
}

/// The date of front matter, which is written with the month first.
pub(super) fn page_date(text: &str) -> Option<Date> {
    match day(text) {
        DayText::Certain { date, .. } => Some(date),
        DayText::Either { month_first, .. } => Some(month_first),
        DayText::Unreadable => None,
    }
}

/// The newest entry whose day is no guess.
pub(super) fn newest(entries: &[RefreshEntry]) -> Option<&RefreshEntry> {
    let sure = |entry: &&RefreshEntry| entry.date.is_some() && entry.reading != DateReading::Assumed;
    entries.iter().filter(sure).max_by_key(|entry| entry.date)
}
