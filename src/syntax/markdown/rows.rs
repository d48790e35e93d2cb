//! Rows and their columns: which blanks at the start of their lines a Markdown reader must not see. Authors indent what stands
//! in a column, and the reader would take it for code. The indentation of the row itself stays: it is that of the item of a
//! list that the row stands in.

use std::ops::Range;

use super::directive::{Directive, DirectiveKind};
use super::prepared::Replacement;

/// The blanks to be left out: those before the markers of a row and those before what stands in its columns.
pub(super) fn indented(directives: &[Directive], text: &str) -> Vec<Replacement> {
    let mut grid = Grid { text, rows: Vec::new(), columns: Vec::new(), open: Vec::new(), from: 0, found: Vec::new() };
    for directive in directives.iter().filter(|directive| directive.alone) {
        let span = directive.span.range();
        match directive.kind {
            DirectiveKind::Row => grid.row(span),
            DirectiveKind::Column { .. } => grid.column(span),
            DirectiveKind::End => grid.end(span),
            _ => {}
        }
    }
    grid.finish()
}

/// A row.
struct Row<'a> {
    /// What stands before it on its line.
    before: &'a str,
    /// The column that it stands in.
    column: Option<usize>,
}

/// A column.
struct Column<'a> {
    /// What stands before it on its line.
    before: &'a str,
    /// The row that it is a part of.
    row: Option<usize>,
    /// Its text, the insides of rows left out.
    text: Vec<Range<usize>>,
    /// The blanks that each of its lines loses, counted from the start of the line.
    lost: Range<usize>,
}

#[derive(Clone, Copy)]
enum Open {
    Row(usize),
    Column(usize),
}

/// The rows of a page with their columns, in order of their first lines.
struct Grid<'a> {
    text: &'a str,
    rows: Vec<Row<'a>>,
    columns: Vec<Column<'a>>,
    open: Vec<Open>,
    /// Where the text of the column begins that is open.
    from: usize,
    /// The markers of columns and ends with their row.
    found: Vec<(Range<usize>, usize)>,
}

impl<'a> Grid<'a> {
    fn row(&mut self, span: Range<usize>) {
        let column = self.leave(span.end);
        self.open.push(Open::Row(self.rows.len()));
        self.rows.push(Row { before: self.before(&span), column });
    }

    fn column(&mut self, span: Range<usize>) {
        if self.leave(self.line(&span)).is_some() {
            self.open.pop();
        }
        let row = self.marker(&span);
        self.open.push(Open::Column(self.columns.len()));
        self.columns.push(Column { before: self.before(&span), row, text: Vec::new(), lost: 0..0 });
        self.from = span.end;
    }

    fn end(&mut self, span: Range<usize>) {
        if self.leave(self.line(&span)).is_some() {
            self.open.pop();
        }
        self.marker(&span);
        if self.text[span.clone()].to_lowercase().contains("row-end") {
            self.open.pop();
        }
        self.from = span.end;
    }

    /// Keeps the text of the column that is open, if one is.
    fn leave(&mut self, end: usize) -> Option<usize> {
        let Some(Open::Column(column)) = self.open.last().copied() else { return None };
        self.columns[column].text.push(self.from..end.max(self.from));
        Some(column)
    }

    /// The row that a marker is a part of.
    fn marker(&mut self, span: &Range<usize>) -> Option<usize> {
        let Some(Open::Row(row)) = self.open.last().copied() else { return None };
        self.found.push((span.clone(), row));
        Some(row)
    }

    /// Where the line of a directive begins.
    fn line(&self, span: &Range<usize>) -> usize {
        self.text[..span.start].rfind(['\n', '\r']).map_or(0, |at| at + 1)
    }

    fn before(&self, span: &Range<usize>) -> &'a str {
        &self.text[self.line(span)..span.start]
    }

    fn finish(mut self) -> Vec<Replacement> {
        self.leave(self.text.len());
        let mut out = Vec::new();
        // Those around come before those within.
        for at in 0..self.columns.len() {
            let column = &self.columns[at];
            let kept = column.row.map_or(usize::MAX, |row| self.depth(row)).min(depth(column.before));
            let lines: Vec<usize> = column.text.iter().flat_map(|range| filled_lines(self.text, range)).collect();
            let shared = lines.iter().map(|line| blanks(&self.text[*line..])).min().unwrap_or(0);
            let lost = kept..shared.max(kept);
            out.extend(lines.into_iter().map(|line| (line, lost.clone())));
            self.columns[at].lost = lost;
        }
        for (span, row) in &self.found {
            let (line, before, row) = (self.line(span), self.before(span), &self.rows[*row]);
            // A list in a column would take a marker for its own that is indented deeper than the row.
            if let Some(rest) = before.strip_prefix(row.before).filter(|rest| rest.trim().is_empty()) {
                out.push((line, before.len() - rest.len()..before.len()));
                out.extend(row.column.map(|column| (line, self.columns[column].lost.clone())));
            }
        }
        let out = out.into_iter().filter(|(_, lost)| !lost.is_empty());
        out.map(|(line, lost)| Replacement { range: line + lost.start..line + lost.end, text: String::new() }).collect()
    }

    /// How deep a row is indented when the column around it has lost its blanks.
    fn depth(&self, row: usize) -> usize {
        let row = &self.rows[row];
        depth(row.before) - row.column.map_or(0, |column| self.columns[column].lost.len())
    }
}

/// Where the lines of a range begin that are not blank, the rest of the line that it begins on left out.
fn filled_lines(text: &str, range: &Range<usize>) -> Vec<usize> {
    let mut start = range.start;
    let mut found = Vec::new();
    for line in text[range.clone()].split_inclusive('\n') {
        if start > range.start && !line.trim().is_empty() {
            found.push(start);
        }
        start += line.len();
    }
    found
}

/// How many blanks a text begins with.
fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

/// How many columns of blanks a line begins with.
fn depth(line: &str) -> usize {
    let blanks = line.chars().take_while(|c| matches!(c, ' ' | '\t'));
    blanks.fold(0, |depth, c| if c == '\t' { depth / 4 * 4 + 4 } else { depth + 1 })
}

#[cfg(test)]
mod tests {
    use crate::syntax::markdown::parse;
    use crate::text::{FileId, Source, VirtualPath};

    /// What a Markdown reader sees of a page, without the numbers of the markers.
    fn read(text: &str) -> String {
        let path = VirtualPath::new("a.md").expect("it is a path");
        let source = Source::new(FileId(0), path, text.to_owned());
        let prepared = parse(&source).prepared(text, Vec::new()).text;
        prepared.split("<!--wb:d").map(|part| part.split_once("-->").map_or(part, |(_, rest)| rest)).collect()
    }

    #[test]
    fn a_column_at_the_margin_loses_its_indentation() {
        let text = ":::row:::\n   :::column:::\n      a\n        b\n\n   :::column-end:::\n:::row-end:::\n";
        assert_eq!(read(text), "\n\na\n  b\n\n\n\n");
    }

    #[test]
    fn a_column_in_an_item_keeps_the_indentation_of_its_row() {
        let text = "+   x\n\n    :::row:::\n    :::column:::\n\n    a\n    :::column-end:::\n    :::row-end:::\n";
        assert_eq!(read(text), "+   x\n\n    \n    \n\n    a\n    \n    \n");
        let deeper = "- x\n\n  :::row:::\n      :::column:::\n       a\n      :::column-end:::\n  :::row-end:::\n  b\n";
        assert_eq!(read(deeper), "- x\n\n  \n  \n  a\n  \n  \n  b\n");
        let quoted = "1) > x\n   >\n   > :::row:::\n   >   :::column:::\n   >   a\n   >   :::column-end:::\n   > :::row-end:::\n";
        assert_eq!(read(quoted), "1) > x\n   >\n   > \n   > \n   >   a\n   > \n   > \n");
        let tab = "- x\n\n\t:::row:::\n\t:::column:::\n      a\n\t:::column-end:::\n\t:::row-end:::\n";
        assert_eq!(read(tab), "- x\n\n\t\n\t\n    a\n\t\n\t\n");
    }

    #[test]
    fn a_row_in_a_column_loses_what_the_column_loses() {
        let text = ":::row:::\n  :::column:::\n    a\n    :::row:::\n      :::column:::\n        b\n      :::column-end:::\n    \
                    :::row-end:::\n    c\n  :::column-end:::\n  :::column:::\n    d\n:::row-end:::\n    e\n";
        assert_eq!(read(text), "\n\na\n\n\nb\n\n\nc\n\n\nd\n\n    e\n");
    }

    #[test]
    fn what_nothing_ends_is_read_as_well_as_can_be() {
        assert_eq!(read(":::row:::\n :::column:::\n  a\n:::row:::\n :::column:::\n  b\n"), "\n\n  a\n\n\nb\n");
        assert_eq!(read(" :::column:::\n  a\n :::column:::\n  b\n :::row-end:::\n"), " \n a\n \n b\n \n");
        assert_eq!(read(":::column-end:::\n:::row-end:::\n  a\n"), "\n\n  a\n");
    }
}
