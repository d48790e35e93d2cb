//! Tables with separators to rows of cells, each with its bytes in the file.
//!
//! The csv crate says where a record begins, not where its cells do, and a finding points at a cell; so the records are
//! taken apart here, by RFC 4180 and what Excel and PowerShell make of it: BOM, `;` or tab, `sep=;` and `#TYPE` lines.

use std::borrow::Cow;
use std::ops::Range;

use crate::text::{FileId, Span};

/// A table with its header row.
#[derive(Clone, Debug)]
pub struct Table<'t> {
    /// The names of the columns as written; empty for an empty file.
    pub header: Vec<Cell>,
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
    let mut stream = stream(file, text);
    let mut rows = Vec::new();
    let mut slices = Slices::default();
    while stream.next(&mut slices) {
        let (span, problem) = (slices.span(file), slices.problem);
        let room = Vec::with_capacity(slices.cells.len());
        rows.push(Row { cells: std::mem::replace(&mut slices.cells, room), span, problem });
    }
    Table { header: stream.header, rows }
}

/// A table that is read row by row, without a value for each cell: exports may have a million rows.
#[derive(Debug)]
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

/// Begins to read a table: its header row is read, the rows are to come.
pub fn stream(file: FileId, text: &str) -> Stream<'_> {
    let start = body(text);
    let first = line_end(text, start);
    let scan = Scan { file, text, separator: separator(&text[start..first]), at: start };
    let mut stream = Stream { header: Vec::new(), scan };
    let mut header = Slices::default();
    if stream.next(&mut header) {
        stream.header = header.cells.iter().map(Slice::to_cell).collect();
    }
    stream
}

impl<'t> Stream<'t> {
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

/// The offset of the next line end, or of the end of the text.
fn line_end(text: &str, from: usize) -> usize {
    let bytes = &text.as_bytes()[from..];
    bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')).map_or(text.len(), |at| from + at)
}

/// How many bytes the line end at an offset has.
fn ending(text: &str, at: usize) -> usize {
    match &text.as_bytes()[at..] {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

#[derive(Debug)]
struct Scan<'t> {
    file: FileId,
    text: &'t str,
    separator: u8,
    at: usize,
}

impl<'t> Scan<'t> {
    /// Takes one row with its line end.
    fn row(&mut self, row: &mut Slices<'t>) {
        row.cells.clear();
        row.problem = None;
        row.start = self.at;
        loop {
            let (cell, found) = self.cell();
            row.cells.push(cell);
            row.problem = row.problem.or(found);
            if self.text.as_bytes().get(self.at) != Some(&self.separator) {
                break;
            }
            self.at += 1;
        }
        row.end = self.at;
        self.at += ending(self.text, self.at);
    }

    /// Takes one cell up to the separator or line end behind it.
    fn cell(&mut self) -> (Slice<'t>, Option<Problem>) {
        let start = self.at;
        let blanks = self.text.as_bytes()[start..].iter().take_while(|b| **b == b' ').count();
        if self.text.as_bytes().get(start + blanks) != Some(&b'"') {
            let end = self.cell_end(start);
            self.at = end;
            return (self.plain(start..end), None);
        }
        match self.quoted(start + blanks + 1) {
            Some((text, close)) => {
                let end = self.cell_end(close);
                let behind = self.text[close..end].trim_end();
                let rest = behind.trim_start();
                self.at = end;
                let problem = (!rest.is_empty()).then_some(Problem::TextAfterQuote);
                let text =
                    if rest.is_empty() { trimmed(text) } else { format!("{text}{rest}").trim().to_owned().into() };
                (Slice { text, span: Span::new(self.file, start + blanks, close + behind.len()) }, problem)
            }
            None => {
                let end = line_end(self.text, start);
                self.at = end;
                (self.plain(start..end), Some(Problem::UnclosedQuote))
            }
        }
    }

    /// The text from an offset behind an opening quote, and the offset behind the closing one.
    fn quoted(&self, from: usize) -> Option<(Cow<'t, str>, usize)> {
        let mut text = Cow::Borrowed("");
        let mut at = from;
        loop {
            let close = at + self.text[at..].find('"')?;
            text += &self.text[at..close];
            if self.text.as_bytes().get(close + 1) != Some(&b'"') {
                return Some((text, close + 1));
            }
            text += "\"";
            at = close + 2;
        }
    }

    fn cell_end(&self, from: usize) -> usize {
        let ends = |byte: &u8| *byte == self.separator || matches!(byte, b'\n' | b'\r');
        self.text.as_bytes()[from..].iter().position(ends).map_or(self.text.len(), |at| from + at)
    }

    fn plain(&self, range: Range<usize>) -> Slice<'t> {
        let source = &self.text[range.clone()];
        // Most cells have no blanks around them, and looking for those of all scripts takes longer than this.
        let ends = source.as_bytes().first().zip(source.as_bytes().last());
        if source.is_empty() || ends.is_some_and(|(a, b)| a.is_ascii_graphic() && b.is_ascii_graphic()) {
            return Slice { text: Cow::Borrowed(source), span: Span::new(self.file, range.start, range.end) };
        }
        let text = source.trim();
        let start = range.start + source.len() - source.trim_start().len();
        Slice { text: Cow::Borrowed(text), span: Span::new(self.file, start, start + text.len()) }
    }
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
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
