//! The date of a page against its history and today.

use std::sync::Arc;

use jiff::civil::Date;

use super::Subject;
use super::orphans::heading;
use crate::diagnostic::{Code, Diagnostic};
use crate::extract::dates::{DayText, day};
use crate::model::{DateReading, RefreshEntry};

/// Days that the date of a page may lie behind its history: the two are seldom written in one go.
const GRACE: i32 = 7;

/// `page-date-older-than-refresh`
pub(super) fn older_than_refresh(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let pages = subject.library.pages.iter().zip(&subject.facts.processes);
    let finding = |(page, process): (&Arc<crate::corpus::PageEntry>, &Arc<crate::model::Process>)| {
        let text = page.meta.date.as_deref()?;
        let newest = newest(&process.refreshes).filter(|entry| entry.date <= Some(subject.today))?;
        // Where the date may be read in two ways, both must be older.
        let own = match day(text) {
            DayText::Certain { date, .. } => date,
            DayText::Either { month_first, day_first, .. } => month_first.max(day_first),
            DayText::Unreadable => return None,
        };
        let message = format!("`{text}` lies before the newest change on `{}`", newest.date_text.value);
        let finding = Diagnostic::at(Code::PageDateOlderThanRefresh, page.meta.date_span?, message);
        let finding = finding.related(newest.date_text.span, "the newest change");
        let behind = newest.date?.since(own).ok()?.get_days();
        (behind > GRACE).then(|| finding.help("write the day of the newest change"))
    };
    pages.filter_map(finding).collect()
}

/// `stale-page`, where the project says after how many days.
pub(super) fn stale(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(most) = subject.library.inputs.config.rules.stale_page_days else { return Vec::new() };
    let finding = |page: usize| {
        let (last, span) = last_change(subject, page)?;
        let age = subject.today.since(last).ok()?.get_days();
        let span = span.unwrap_or_else(|| heading(subject, page));
        let message = format!("the page was last changed {age} days ago");
        let help = "read it anew, and note the day in the refresh summary";
        (i64::from(age) > i64::from(most)).then(|| Diagnostic::at(Code::StalePage, span, message).help(help))
    };
    (0..subject.library.pages.len()).filter_map(finding).collect()
}

/// The day of the last change of a page, and where that stands.
fn last_change(subject: &Subject<'_>, page: usize) -> Option<(Date, Option<crate::text::Span>)> {
    let entry = newest(&subject.facts.processes[page].refreshes);
    let noted = entry.and_then(|entry| Some((entry.date?, Some(entry.date_text.span))));
    let meta = &subject.library.pages[page].meta;
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
