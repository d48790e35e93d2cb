//! Rows for other programs as one table: the exports of the playbook.

use std::borrow::Cow;

use serde_json::Value;

use super::book::{Book, Identity};
use super::cell::Cell;
use super::table::{Table, column};
use super::{Failure, Workbook};
use crate::view::parts::Day;

/// Rows with the same fields as a workbook of one table; lists are joined with semicolons.
pub fn rows(title: &str, columns: &[&str], rows: &[Value], day: &Day) -> Result<Workbook, Failure> {
    let mut book = Book::new();
    let cells = |row: &Value| columns.iter().map(|column| cell(&row[*column])).collect();
    let mut cells: Vec<Vec<Cell<'static>>> = rows.iter().map(cells).collect();
    if cells.is_empty() {
        cells.push(columns.iter().map(|_| Cell::Empty).collect());
    }
    let heads = columns.iter().map(|name| column(*name)).collect();
    book.table(Table::new(title, "Rows", heads).with(cells))?;
    book.finish(&Identity { title: title.to_owned(), subject: "", company: "", day })
}

fn cell(value: &Value) -> Cell<'static> {
    match value {
        Value::Null => Cell::Empty,
        Value::Number(number) => number.as_f64().map_or(Cell::Empty, Cell::Whole),
        Value::Array(items) => Cell::from(items.iter().map(plain).collect::<Vec<_>>().join("; ")),
        other => Cell::Text(Cow::Owned(plain(other))),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
