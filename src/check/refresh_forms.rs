//! Dates of a refresh summary that are written otherwise than the others of their page.

use super::Subject;
use crate::diagnostic::{Code, Diagnostic, Edit};
use crate::extract::dates::{DayText, Order, day};
use crate::model::{DateReading, RefreshEntry};
use crate::text::{FileId, Span};

/// How the days of a page are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// `1/31/2020` or `31/1/2020`
    Slashes(Order),
    /// `31.1.2020`
    Dots,
    /// `2020-01-31`
    Iso,
    /// `2020年1月31日`
    Chinese,
}

/// `refresh-date-form`: where three of four dates of a page have one form, those that have another and would be read as
/// the same day in that one.
pub(super) fn odd(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let text = |span: Span| subject.library.source(span.file).slice(span);
    subject.facts.processes.iter().flat_map(|process| of_page(&process.refreshes, &text)).collect()
}

fn of_page<'t>(entries: &[RefreshEntry], text: &dyn Fn(Span) -> &'t str) -> Vec<Diagnostic> {
    // What an included file says is that file's own.
    let mut files: Vec<FileId> = entries.iter().map(|entry| entry.span.file).collect();
    files.dedup();
    if files.len() != 1 {
        return Vec::new();
    }
    let sure = |entry: &&RefreshEntry| matches!(entry.reading, DateReading::Unambiguous | DateReading::PageStyle);
    let forms: Vec<(&RefreshEntry, Option<Form>)> =
        entries.iter().filter(sure).map(|entry| (entry, form(entry))).collect();
    let all = [Form::Slashes(Order::MonthFirst), Form::Slashes(Order::DayFirst), Form::Dots, Form::Iso, Form::Chinese];
    let count = |wanted: Form| forms.iter().filter(|(_, form)| *form == Some(wanted)).count();
    let usual = all.into_iter().find(|form| count(*form) >= 3 && count(*form) * 4 >= entries.len() * 3);
    let Some(usual) = usual else { return Vec::new() };
    let witnessed = forms.iter().any(|(entry, form)| *form == Some(usual) && entry.reading == DateReading::Unambiguous);
    let others = forms.iter().filter(|(_, form)| *form != Some(usual));
    others.filter_map(|(entry, _)| finding(entry, usual, witnessed, text)).collect()
}

/// The form of a date; none for one that is like no other.
fn form(entry: &RefreshEntry) -> Option<Form> {
    let date = entry.date?;
    let written = entry.date_text.value.trim();
    let forms =
        [Form::Slashes(Order::MonthFirst), Form::Slashes(Order::DayFirst), Form::Dots, Form::Iso, Form::Chinese];
    forms.into_iter().find(|form| [false, true].iter().any(|zeros| same(&form.of(date, *zeros), written)))
}

/// Zeros before a number and blanks make no difference.
fn same(one: &str, other: &str) -> bool {
    let parts = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_ascii_digit()).map(|part| part.trim_start_matches('0').to_owned()).collect()
    };
    let marks = |text: &str| text.chars().filter(|c| !c.is_ascii_digit() && *c != ' ').collect::<String>();
    let wide = |text: &str| text.split(|c: char| !c.is_ascii_digit()).all(|part| part.len() != 3);
    marks(one) == marks(other) && wide(other) && parts(one) == parts(&other.replace(' ', ""))
}

impl Form {
    fn of(self, date: jiff::civil::Date, zeros: bool) -> String {
        let pattern = match (self, zeros) {
            (Form::Slashes(Order::MonthFirst), false) => "%-m/%-d/%Y",
            (Form::Slashes(Order::MonthFirst), true) => "%m/%d/%Y",
            (Form::Slashes(Order::DayFirst), false) => "%-d/%-m/%Y",
            (Form::Slashes(Order::DayFirst), true) => "%d/%m/%Y",
            (Form::Dots, false) => "%-d.%-m.%Y",
            (Form::Dots, true) => "%d.%m.%Y",
            (Form::Iso, _) => "%Y-%m-%d",
            (Form::Chinese, _) => "%Y年%-m月%-d日",
        };
        date.strftime(pattern).to_string()
    }
}

fn finding<'t>(
    entry: &RefreshEntry,
    usual: Form,
    witnessed: bool,
    text: &dyn Fn(Span) -> &'t str,
) -> Option<Diagnostic> {
    let date = entry.date?;
    let meant = usual.of(date, false);
    // Alone or by the other dates of the page it must be the same day.
    let read = match (day(&meant), usual) {
        (DayText::Certain { date: read, .. }, _) => read == date,
        (DayText::Either { month_first, .. }, Form::Slashes(Order::MonthFirst)) => witnessed && month_first == date,
        (DayText::Either { day_first, .. }, _) => witnessed && day_first == date,
        (DayText::Unreadable, _) => false,
    };
    let span = entry.date_text.span;
    let whole = text(span);
    let at = whole.find(&entry.date_text.value).filter(|_| whole.matches(&entry.date_text.value).count() == 1)?;
    let start = span.range().start + at;
    let place = Span::new(span.file, start, start + entry.date_text.value.len());
    let message = format!("`{}` is written otherwise than the other dates of this page", entry.date_text.value);
    let finding = Diagnostic::at(Code::RefreshDateForm, place, message).help(format!("write `{meant}`"));
    let edit = Edit { span: place, replacement: meant };
    (read && !entry.date_text.value.is_empty()).then(|| finding.fix("write it as the others", vec![edit]))
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn zeros_and_blanks_are_no_other_form() {
        assert!(same("4/5/2019", "04/05/2019") && same("13.5.2019", "13. 05. 2019"));
        assert!(!same("4/5/2019", "4/5/19") && !same("10/18/2019", "10/018/2019") && !same("4/5/2019", "4.5.2019"));
    }
}
