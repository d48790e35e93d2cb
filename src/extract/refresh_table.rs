//! Refresh Summaries: which tables they are, their rows, and the days their cells name.

use std::collections::HashMap;

use jiff::civil::Date;

use super::dates::{DayText, Order, day};
use super::vocabulary::{Column, Vocabulary};
use crate::model::{DateReading, RefreshEntry};
use crate::syntax::markdown::{Cell, Row, RowKind, Table, plain};
use crate::text::{Span, Spanned};

/// Which column of a table holds what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Index of the header row; none where every row has a date.
    header: Option<usize>,
    width: usize,
    date: usize,
    who: Option<usize>,
    what: Option<usize>,
    notes: Option<usize>,
}

/// Tells whether a table is a refresh summary: by its header words, or by its first cells under a heading that says so.
pub fn columns(table: &Table, text: &str, under_heading: bool, vocabulary: &Vocabulary) -> Option<Columns> {
    let first = table.rows.iter().position(|row| row.kind == RowKind::Cells)?;
    let words_of = |at: usize| -> Vec<String> {
        table.rows[at].cells.iter().map(|cell| plain(&text[cell.span.range()])).collect()
    };
    let known = |at: usize| words_of(at).iter().any(|word| vocabulary.columns(word).contains(&Column::Date));
    let header = [table.header(), first].into_iter().find(|at| known(*at)).unwrap_or(first);
    let words = words_of(header);
    let named = |column: Column| words.iter().position(|word| vocabulary.columns(word).contains(&column));
    let (date, who, what) = (named(Column::Date), named(Column::Who), named(Column::What));
    let by_words = date.is_some() && (who.is_some() || what.is_some() && words.len() <= 5);
    let dated = || table.rows.iter().any(|row| is_dated(row, text));
    if !(by_words || under_heading && dated()) {
        return None;
    }
    let headed = by_words || !is_dated(&table.rows[header], text);
    let date = date.unwrap_or(0);
    let width = words.len();
    let header = headed.then_some(header);
    let mut columns = Columns { header, width, date, who, what, notes: named(Column::Notes) };
    columns.fill();
    Some(columns)
}

impl Columns {
    /// Columns without a known name hold what usually stands at their place: who, what, notes.
    fn fill(&mut self) {
        let free = |columns: &Columns| {
            let taken = [Some(columns.date), columns.who, columns.what, columns.notes];
            (0..columns.width).find(|at| !taken.contains(&Some(*at)))
        };
        let lone_what = self.what.is_some() && self.what == Some(self.date + 1);
        if self.who.is_none() && !lone_what {
            self.who = free(self);
        }
        if self.what.is_none() {
            self.what = free(self);
        }
        if self.notes.is_none() {
            self.notes = free(self);
        }
    }
}

fn is_dated(row: &Row, text: &str) -> bool {
    row.cells.first().is_some_and(|cell| day(&plain(&text[cell.span.range()])) != DayText::Unreadable)
}

/// The first date among the words of a line.
pub fn date_in(line: &str) -> Option<&str> {
    let words = line.split(|c: char| c.is_whitespace() || c == '|').filter(|word| word.len() < 30);
    words.map(|word| word.trim_matches('*')).find(|word| day(word) != DayText::Unreadable)
}

/// A row before the order of its day and month is settled.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The entry; its date is still open where `either` is set.
    pub entry: RefreshEntry,
    /// What its date cell says.
    pub day: DayText,
}

/// Reads the rows below the header.
pub fn rows(table: &Table, columns: &Columns, text: &str) -> Vec<Draft> {
    let body =
        table.rows.iter().enumerate().filter(|(at, row)| row.kind == RowKind::Cells && Some(*at) != columns.header);
    body.flat_map(|(_, row)| split(row, columns, text))
        .filter_map(|(cells, span)| draft(&cells, span, columns, text))
        .collect()
}

/// Two entries on one line part at the second date.
fn split(row: &Row, columns: &Columns, text: &str) -> Vec<(Vec<Cell>, Span)> {
    let is_date = |cell: &Cell| day(&plain(&text[cell.span.range()])) != DayText::Unreadable;
    let second = (columns.width..row.cells.len()).find(|at| is_date(&row.cells[*at]));
    match second {
        Some(at) if row.cells.len() > at + 1 => {
            let (first, rest) = row.cells.split_at(at);
            let span = |cells: &[Cell]| cells[0].span.to(cells[cells.len() - 1].span);
            vec![(first.to_vec(), span(first)), (rest.to_vec(), span(rest))]
        }
        _ => vec![(row.cells.clone(), row.span)],
    }
}

fn draft(cells: &[Cell], span: Span, columns: &Columns, text: &str) -> Option<Draft> {
    let filled = |cell: &Cell| !text[cell.span.range()].is_empty();
    let shift = usize::from(cells.len() > columns.width && cells.first().is_some_and(|cell| !filled(cell)));
    if !cells.iter().any(filled) {
        return None;
    }
    let raw = |column: Option<usize>| {
        column.and_then(|at| cells.get(at + shift)).map(|cell| &text[cell.span.range()]).unwrap_or_default()
    };
    let date_cell = cells.get(columns.date + shift).map_or(span, |cell| cell.span);
    let date_text = plain(raw(Some(columns.date)));
    let day = day(&date_text);
    let entry = RefreshEntry {
        date: None,
        date_text: Spanned::new(date_text, date_cell),
        reading: DateReading::Unreadable,
        who: plain(raw(columns.who)),
        what: plain(raw(columns.what)),
        what_markdown: raw(columns.what).to_owned(),
        notes: plain(raw(columns.notes)),
        span,
    };
    Some(Draft { entry, day })
}

/// Which order the certain dates of a page or a folder show.
#[derive(Clone, Copy, Debug, Default)]
pub struct Orders {
    month_first: usize,
    day_first: usize,
}

impl Orders {
    /// Counts the dates that leave no doubt.
    pub fn of<'a>(days: impl IntoIterator<Item = &'a DayText>) -> Self {
        let mut orders = Self::default();
        for day in days {
            match day {
                DayText::Certain { order: Some(Order::MonthFirst), .. } => orders.month_first += 1,
                DayText::Certain { order: Some(Order::DayFirst), .. } => orders.day_first += 1,
                _ => {}
            }
        }
        orders
    }

    /// Adds the counts of another page.
    pub fn add(&mut self, other: Orders) {
        self.month_first += other.month_first;
        self.day_first += other.day_first;
    }

    /// The order, if all that is certain agrees on one.
    pub fn agreed(self) -> Option<Order> {
        match (self.month_first, self.day_first) {
            (0, 0) => None,
            (_, 0) => Some(Order::MonthFirst),
            (0, _) => Some(Order::DayFirst),
            _ => None,
        }
    }

    /// The order that most of what is certain shows.
    pub fn usual(self) -> Option<Order> {
        match self.month_first.cmp(&self.day_first) {
            std::cmp::Ordering::Greater => Some(Order::MonthFirst),
            std::cmp::Ordering::Less => Some(Order::DayFirst),
            std::cmp::Ordering::Equal => None,
        }
    }
}

/// What the dates of one page say, whatever other pages say.
#[derive(Clone, Debug, Default)]
pub struct Days {
    /// The orders that its certain dates show.
    pub orders: Orders,
    /// The days that the page settles alone.
    pub certain: Vec<Date>,
    /// Whether there is a date that it does not settle alone.
    pub open: bool,
}

impl Days {
    /// What some rows say.
    pub fn of(drafts: &[Draft]) -> Self {
        let orders = Orders::of(drafts.iter().map(|draft| &draft.day));
        let evidence = Evidence { page: orders, ..Evidence::default() };
        let mut days = Self { orders, ..Self::default() };
        for draft in drafts {
            let entry = settle(draft, evidence);
            let is_certain = matches!(entry.reading, DateReading::Unambiguous | DateReading::PageStyle);
            days.certain.extend(entry.date.filter(|_| is_certain));
            days.open |= entry.date.is_some() && !is_certain;
        }
        days
    }
}

/// What is known beside a cell when its order is in doubt.
#[derive(Clone, Copy, Debug, Default)]
pub struct Evidence<'a> {
    /// The certain dates of the page.
    pub page: Orders,
    /// The certain dates of the folder.
    pub folder: Orders,
    /// The days of the same page in another language.
    pub counterpart: Option<&'a HashMap<Date, ()>>,
}

/// Settles the day of a row. In order: the cell itself, the page's other dates, the same page in another language,
/// dots, the folder's other pages; month first where nothing settles it.
pub fn settle(draft: &Draft, evidence: Evidence<'_>) -> RefreshEntry {
    let (date, reading) = match draft.day {
        DayText::Certain { date, .. } => (Some(date), DateReading::Unambiguous),
        DayText::Unreadable => (None, DateReading::Unreadable),
        DayText::Either { month_first, day_first, dotted } => {
            let pick = |order: Order| if order == Order::MonthFirst { month_first } else { day_first };
            let known = |date: Date| evidence.counterpart.is_some_and(|days| days.contains_key(&date));
            let (date, reading) = match (known(month_first), known(day_first)) {
                _ if evidence.page.agreed().is_some() => (evidence.page.agreed().map(pick), DateReading::PageStyle),
                (true, false) => (Some(month_first), DateReading::Counterpart),
                (false, true) => (Some(day_first), DateReading::Counterpart),
                _ if dotted => (Some(day_first), DateReading::DottedForm),
                _ => match evidence.folder.usual() {
                    Some(order) => (Some(pick(order)), DateReading::FolderStyle),
                    None => (Some(month_first), DateReading::Assumed),
                },
            };
            (date, reading)
        }
    };
    RefreshEntry { date, reading, ..draft.entry.clone() }
}
