//! Tables with separators to rows of cells, each with its bytes in the file.
//!
//! The csv crate says where a record begins, not where its cells do, and a finding points at a cell; so the records are
//! taken apart here, by RFC 4180 and what Excel and PowerShell make of it: BOM, `;` or tab, `sep=;` and `#TYPE` lines.

mod scan;

use std::borrow::Cow;

use crate::text::{FileId, Span};
use scan::{Scan, ending, line_end};

/// A table with its header row.
#[derive(Clone, Debug)]
pub struct Table<'t> {
    /// The names of the columns as written; empty for an empty file.
    pub header: Vec<Cell>,
    /// What stands between cells: `,` `;` or a tab.
    pub separator: u8,
    /// Every row below the header that holds a character.
    pub rows: Vec<Row<'t>>,
}

/// One row.
#[derive(Clone, Debug)]
pub struct Row<'t> {
    /// The cells; there may be more or fewer than the header has.
    pub cells: Vec<Slice<'t>>,
    /// The whole row without its line end.
    pub span: Span,
    /// Why the row may be cut wrongly, if it may.
    pub problem: Option<Problem>,
}

/// One cell of a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its text, quotes resolved, blanks around it removed.
    pub text: String,
    /// Its bytes in the file, quotes included.
    pub span: Span,
}

/// What is wrong with the quotes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A quote is never closed; the row was ended with its line.
    UnclosedQuote,
    /// Text stands between a closing quote and the separator.
    TextAfterQuote,
}

impl Problem {
    /// What is wrong, as a phrase.
    pub fn as_str(self) -> &'static str {
        match self {
            Problem::UnclosedQuote => "a quote that is never closed",
            Problem::TextAfterQuote => "text after a closing quote",
        }
    }
}

impl Table<'_> {
    /// The column whose name is one of these, without regard to case and blanks.
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        let names: Vec<String> = names.iter().map(|name| plain(name)).collect();
        self.header.iter().position(|cell| names.contains(&plain(&cell.text)))
    }
}

/// A column's name for comparison: lower case; blanks, `_` and `-` do not count.
pub fn plain(name: &str) -> String {
    crate::text::comparable(name).chars().filter(|c| !c.is_whitespace() && !"_-".contains(*c)).collect()
}

/// Reads a table. The separator is the one of `,` `;` and tab that the header row has most of.
pub fn parse(file: FileId, text: &str) -> Table<'_> {
    stream(file, text).table()
}

/// A table that is read row by row, without a value for each cell: exports may have a million rows.
#[derive(Clone, Debug)]
pub struct Stream<'t> {
    /// The names of the columns as written; empty for an empty file.
    pub header: Vec<Cell>,
    scan: Scan<'t>,
}

/// One row of a [`Stream`], used again for the next.
#[derive(Debug, Default)]
pub struct Slices<'t> {
    /// The cells; there may be more or fewer than the header has.
    pub cells: Vec<Slice<'t>>,
    /// Why the row may be cut wrongly, if it may.
    pub problem: Option<Problem>,
    start: usize,
    end: usize,
}

/// One cell of a row.
#[derive(Clone, Debug)]
pub struct Slice<'t> {
    /// Its text, quotes resolved, blanks around it removed.
    pub text: Cow<'t, str>,
    /// Its bytes in the file, quotes included.
    pub span: Span,
}

impl Slice<'_> {
    fn to_cell(&self) -> Cell {
        Cell { text: self.text.clone().into_owned(), span: self.span }
    }
}

impl Slices<'_> {
    /// The whole row without its line end.
    pub fn span(&self, file: FileId) -> Span {
        Span::new(file, self.start, self.end)
    }
}

/// How many lines are looked at for the header row; reports have a few lines of titles above it.
const MAX_TITLE_LINES: usize = 30;

/// Begins to read a table: its header row is read, the rows are to come.
pub fn stream(file: FileId, text: &str) -> Stream<'_> {
    Stream::at(file, text, body(text))
}

/// The table as it is if its header row is the first line, the second, and so on: titles may stand above it. What is a header
/// row, the caller knows. There is at least one, of an empty text too.
pub fn openings(file: FileId, text: &str) -> impl Iterator<Item = Stream<'_>> {
    let next = move |start: &usize| {
        let end = line_end(text, *start);
        let next = end + ending(text, end);
        (next < text.len()).then_some(next)
    };
    let first = body(text);
    let lines = std::iter::successors(Some(first), next).take(MAX_TITLE_LINES);
    let filled = move |start: &usize| *start == first || !text[*start..line_end(text, *start)].trim().is_empty();
    lines.filter(filled).map(move |start| Stream::at(file, text, start))
}

impl<'t> Stream<'t> {
    /// The table whose header row begins at an offset.
    fn at(file: FileId, text: &'t str, start: usize) -> Self {
        let first = line_end(text, start);
        let scan = Scan { file, text, separator: separator(&text[start..first]), at: start };
        let mut stream = Self { header: Vec::new(), scan };
        let mut header = Slices::default();
        if stream.next(&mut header) {
            stream.header = header.cells.iter().map(Slice::to_cell).collect();
        }
        stream
    }

    /// What stands between cells: `,` `;` or a tab.
    pub fn separator(&self) -> u8 {
        self.scan.separator
    }

    /// All rows that are to come.
    pub fn table(mut self) -> Table<'t> {
        let file = self.scan.file;
        let mut rows = Vec::new();
        let mut slices = Slices::default();
        while self.next(&mut slices) {
            let (span, problem) = (slices.span(file), slices.problem);
            let room = Vec::with_capacity(slices.cells.len());
            rows.push(Row { cells: std::mem::replace(&mut slices.cells, room), span, problem });
        }
        Table { header: self.header, separator: self.scan.separator, rows }
    }

    /// Takes the next row that holds a character; says whether there was one.
    pub fn next(&mut self, row: &mut Slices<'t>) -> bool {
        while self.scan.at < self.scan.text.len() {
            self.scan.row(row);
            if row.cells.iter().any(|cell| !cell.text.is_empty()) {
                return true;
            }
        }
        false
    }
}

/// Where the header row begins: after a BOM, a `#TYPE` line of PowerShell, a `sep=` line of Excel and empty lines.
fn body(text: &str) -> usize {
    let mut start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    loop {
        let end = line_end(text, start);
        let line = text[start..end].trim();
        let foreign = line.is_empty() || line.starts_with("#TYPE") || line.to_ascii_lowercase().starts_with("sep=");
        if !foreign || end >= text.len() {
            return start;
        }
        start = end + ending(text, end);
    }
}

fn separator(header: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in header.bytes() {
        quoted ^= byte == b'"';
        for (separator, count) in &mut counts {
            *count += u32::from(!quoted && byte == *separator);
        }
    }
    // `max_by_key` takes the last of equals: the comma must win a table of one column.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(separator, _)| *separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Header and rows as lists of texts, a problem behind its row.
    fn shown(text: &str) -> Vec<String> {
        let table = parse(FileId(0), text);
        let header = table.header.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|");
        let rows = table.rows.iter().map(|row| {
            let problem = row.problem.map_or(String::new(), |problem| format!(" !{}", problem.as_str()));
            row.cells.iter().map(|cell| &*cell.text).collect::<Vec<_>>().join("|") + &problem
        });
        std::iter::once(header).chain(rows).collect()
    }

    #[test]
    fn tables_are_read_as_programs_write_them() {
        let cases: [(&str, &[&str]); 10] = [
            ("", &[""]),
            ("a,b\n1,2\n", &["a|b", "1|2"]),
            ("\u{feff}a;b\r\n1,5;2\r\n\r\n;;\r\n3;4", &["a|b", "1,5|2", "3|4"]),
            ("a\tb\r1\t2", &["a|b", "1|2"]),
            ("#TYPE Selected.X\n\"a\",\"b\"\n\"1\",\"2\"", &["a|b", "1|2"]),
            ("sep=;\na;b\n1;2", &["a|b", "1|2"]),
            ("a,b\n\"x, \"\"y\"\"\nz\", 2 \n", &["a|b", "x, \"y\"\nz|2"]),
            ("a,b\n1\n1,2,3", &["a|b", "1", "1|2|3"]),
            ("a,b\n\"x\"y,2\n3,4", &["a|b", "xy|2 !text after a closing quote", "3|4"]),
            ("a,b\n1,\"x\n3,4", &["a|b", "1|\"x !a quote that is never closed", "3|4"]),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_header_row_may_stand_below_titles_of_other_separators() {
        let text = "\u{feff}Report, of a day\r\n\r\n;;\r\na;b\r\n1;2\r\n";
        let names =
            |stream: &Stream<'_>| stream.header.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>().join("|");
        let found: Vec<String> = openings(FileId(0), text).map(|stream| names(&stream)).collect();
        assert_eq!(found, ["Report|of a day", "a|b", "a|b", "1|2"]);
        let table = openings(FileId(0), text).find(|stream| names(stream) == "a|b").expect("a header").table();
        assert_eq!((table.separator, table.rows.len()), (b';', 1));
        assert_eq!(openings(FileId(0), "").map(|stream| stream.header.len()).collect::<Vec<_>>(), [0]);
        assert_eq!(openings(FileId(0), &"x\n".repeat(100)).count(), MAX_TITLE_LINES);
    }

    #[test]
    fn every_cell_knows_its_bytes() {
        let text = "\u{feff}id , status\n1328, \"In Progress\" ,\n任务,\"x\"  任 ";
        let table = parse(FileId(0), text);
        let cells = table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.span);
        let header = table.header.iter().map(|cell| cell.span);
        let found: Vec<&str> = header.chain(cells).map(|span| &text[span.range()]).collect();
        assert_eq!(found, ["id", "status", "1328", "\"In Progress\"", "", "任务", "\"x\"  任"]);
    }

    #[test]
    fn a_column_is_found_whatever_its_spelling() {
        let table = parse(FileId(0), " Task ID ,PERCENT_complete\n");
        assert_eq!(table.column(&["task_id"]), Some(0));
        assert_eq!(table.column(&["percent", "percent complete"]), Some(1));
        assert_eq!(table.column(&["status"]), None);
    }

    proptest::proptest! {
        #[test]
        fn no_letter_of_a_table_is_lost(text in "([a-c]|[\",; ]|\t|\n|\r|\r\n|\"\"|任|\u{feff}){0,60}") {
            let table = parse(FileId(0), &text);
            let cells = table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.span);
            let spans = table.header.iter().map(|cell| cell.span).chain(cells);
            let kept: String = spans.map(|span| text.get(span.range()).expect("on letters")).collect();
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
            assert_eq!(letters(&kept), letters(&text));
        }
    }
}
