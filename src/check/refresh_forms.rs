//! Dates of a refresh summary that are written otherwise than the others of their page.

use super::OnePage;
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
pub(super) fn odd(page: &OnePage<'_>) -> Vec<Diagnostic> {
    of_page(&page.process.refreshes, &|span: Span| page.library.source(span.file).slice(span))
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

/// The form of a date; none for one that is like no other. Zeros before a number and blanks make no difference.
fn form(entry: &RefreshEntry) -> Option<Form> {
    let (date, text) = (entry.date?, &entry.date_text.value);
    let marks: String = text.chars().filter(|c| !c.is_ascii_digit() && *c != ' ').collect();
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let (first, second, third) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let is = |part: &str, number: i16| {
        let most = if number > 31 { 4 } else { 2 };
        part.len() <= most && part.parse() == Ok(number)
    };
    let (year, month, day) = (date.year(), i16::from(date.month()), i16::from(date.day()));
    let year_last = is(third, year);
    let found = match marks.as_str() {
        "//" if year_last && is(first, month) && is(second, day) => Form::Slashes(Order::MonthFirst),
        "//" if year_last && is(first, day) && is(second, month) => Form::Slashes(Order::DayFirst),
        ".." if year_last && is(first, day) && is(second, month) => Form::Dots,
        "--" if is(first, year) && is(second, month) && is(third, day) => Form::Iso,
        "年月日" if is(first, year) && is(second, month) && is(third, day) => Form::Chinese,
        _ => return None,
    };
    numbers.next().is_none().then_some(found)
}

impl Form {
    fn of(self, date: jiff::civil::Date) -> String {
        let pattern = match self {
            Form::Slashes(Order::MonthFirst) => "%-m/%-d/%Y",
            Form::Slashes(Order::DayFirst) => "%-d/%-m/%Y",
            Form::Dots => "%-d.%-m.%Y",
            Form::Iso => "%Y-%m-%d",
            Form::Chinese => "%Y年%-m月%-d日",
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
    let meant = usual.of(date);
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
    use super::*;
    use crate::text::Spanned;

    fn form_of(text: &str) -> Option<Form> {
        let date = match day(text) {
            DayText::Certain { date, .. } => Some(date),
            DayText::Either { month_first, .. } => Some(month_first),
            DayText::Unreadable => None,
        };
        let span = Span::start_of(FileId(0));
        form(&RefreshEntry {
            date,
            date_text: Spanned::new(text.to_owned(), span),
            reading: DateReading::Unambiguous,
            who: String::new(),
            what: String::new(),
            what_markdown: String::new(),
            notes: String::new(),
            span,
        })
    }

    #[test]
    fn zeros_and_blanks_are_no_other_form() {
        let slashes = Some(Form::Slashes(Order::MonthFirst));
        assert_eq!([form_of("4/25/2019"), form_of("04/25/2019"), form_of("4/5/2019")], [slashes; 3]);
        assert_eq!([form_of("13.5.2019"), form_of("13. 05. 2019")], [Some(Form::Dots); 2]);
        assert_eq!([form_of("2019-04-25"), form_of("2019年4月25日")], [Some(Form::Iso), Some(Form::Chinese)]);
        assert_eq!(form_of("25/4/2019"), Some(Form::Slashes(Order::DayFirst)));
    }

    #[test]
    fn slips_years_of_two_digits_and_words_are_other_forms() {
        for text in ["10/018/2019", "4/25/19", "25 Apr 2019", "4-25-2019", "April 25, 2019", "soon"] {
            assert_eq!(form_of(text), None, "{text}");
        }
    }
}
