//! Tables whose cells stand under each other: `table-layout`, which is off unless the project wants it, and `waybook fmt`.
//!
//! Only blanks around cells and the dashes of the delimiter row change. Width is that on a screen, where a Chinese
//! character takes two columns. A table that is damaged, or that a Markdown reader does not see, stays as it is.

use unicode_width::UnicodeWidthStr;

use crate::diagnostic::{Code, Diagnostic, Edit};
use crate::syntax::markdown::{Document, Row, RowKind, Table, shown_tables};
use crate::text::Source;

/// Where the lines of a table would be wider than this, its cells are not padded: nobody sees them under each other.
const MOST_COLUMNS: usize = 200;
/// `---`
const LEAST: usize = 3;

/// Every table that would be written otherwise, with the edit that does so.
pub fn table_layout(document: &Document, source: &Source) -> Vec<Diagnostic> {
    let text = &*source.text;
    let candidates: Vec<(&Table, Vec<Edit>)> =
        document.tables.iter().filter_map(|table| Some((table, edits(table, text)?))).collect();
    if candidates.is_empty() {
        return Vec::new();
    }
    let shown = shown_tables(document, text);
    let is_shown = |table: &Table| {
        let header = table.rows[0].span.range();
        let line = text[..header.start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        shown.iter().any(|start| (line..=header.start).contains(start))
    };
    let finding = |(table, edits): (&Table, Vec<Edit>)| {
        let span = edits.first().map_or(table.span, |edit| edit.span);
        Diagnostic::at(Code::TableLayout, span, "the cells of the table do not stand under each other")
            .help("`waybook fmt` aligns them")
            .fix("align the table", edits)
    };
    candidates.into_iter().filter(|(table, _)| is_shown(table)).map(finding).collect()
}

/// The edits that align a table, a line each; none where there is nothing to do or it is not whole.
fn edits(table: &Table, text: &str) -> Option<Vec<Edit>> {
    let columns = table.rows.first()?.cells.len();
    let whole =
        |row: &Row| row.opened && row.cells.len() == columns && matches!(row.kind, RowKind::Cells | RowKind::Delimiter);
    let delimiters = table.rows.iter().filter(|row| row.kind == RowKind::Delimiter).count();
    if !table.is_gfm() || table.glued || !table.gaps.is_empty() || delimiters != 1 || !table.rows.iter().all(whole) {
        return None;
    }
    let rows: Vec<Vec<&str>> = table.rows.iter().map(|row| cells(row, text)).collect::<Option<_>>()?;
    let sides: Vec<Side> = rows[1].iter().map(|cell| Side::of(cell)).collect();
    let body = || rows.iter().enumerate().filter(|(at, _)| *at != 1).map(|(_, row)| row);
    let widest = |column: usize| body().map(|row| row[column].width()).max().unwrap_or(0).max(LEAST);
    let widths: Vec<usize> = (0..columns).map(widest).collect();
    let padded = widths.iter().sum::<usize>() + 3 * columns < MOST_COLUMNS;
    let width = |column: usize| if padded { widths[column] } else { 0 };
    let line = |(at, row): (usize, &Vec<&str>)| {
        let cells = row.iter().enumerate().map(|(column, cell)| match at {
            1 => sides[column].rule(width(column).max(LEAST)),
            _ => sides[column].padded(cell, width(column)),
        });
        format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
    };
    let lines = rows.iter().enumerate().map(line).zip(&table.rows);
    let edits = lines.filter(|(line, row)| *line != text[row.span.range()]);
    let edits: Vec<Edit> = edits.map(|(replacement, row)| Edit { span: row.span, replacement }).collect();
    (!edits.is_empty()).then_some(edits)
}

/// The cells of a row with all but the blanks around them: what cannot be seen stays too.
fn cells<'t>(row: &Row, text: &'t str) -> Option<Vec<&'t str>> {
    let mut found = Vec::with_capacity(row.cells.len());
    let mut start = row.span.range().start + 1;
    for (at, cell) in row.cells.iter().enumerate() {
        let from = cell.span.range().end.max(start);
        let end = match row.cells.get(at + 1) {
            Some(next) => from + text.get(from..next.span.range().start)?.find('|')?,
            None => row.span.range().end - usize::from(row.closed),
        };
        found.push(text.get(start..end)?.trim_matches([' ', '\t']));
        start = end + 1;
    }
    Some(found)
}

/// To which side the cells of a column lean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    None,
    Left,
    Middle,
    Right,
}

impl Side {
    fn of(delimiter: &str) -> Self {
        match (delimiter.starts_with(':'), delimiter.ends_with(':')) {
            (true, true) => Side::Middle,
            (true, false) => Side::Left,
            (false, true) => Side::Right,
            (false, false) => Side::None,
        }
    }

    fn rule(self, width: usize) -> String {
        match self {
            Side::None => "-".repeat(width),
            Side::Left => format!(":{}", "-".repeat(width - 1)),
            Side::Middle => format!(":{}:", "-".repeat(width - 2)),
            Side::Right => format!("{}:", "-".repeat(width - 1)),
        }
    }

    fn padded(self, cell: &str, width: usize) -> String {
        let free = width.saturating_sub(cell.width());
        let before = match self {
            Side::None | Side::Left => 0,
            Side::Middle => free / 2,
            Side::Right => free,
        };
        format!("{}{cell}{}", " ".repeat(before), " ".repeat(free - before))
    }
}
