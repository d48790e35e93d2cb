//! Tables read from the raw lines, so that what a renderer drops (run-on rows, rows with too many cells, tables whose
//! delimiter row does not fit) is still seen, each cell with its place.

use super::lines::Line;
use crate::text::{FileId, Span};

/// A run of lines that looks like a table: rows of cells, perhaps with a delimiter row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// All its rows, the delimiter row too, in order of lines.
    pub rows: Vec<Row>,
    /// Index of the delimiter row.
    pub delimiter: Option<usize>,
    /// Whether a line of text stands directly above the first row.
    pub glued: bool,
    /// Indices of rows that blank lines part from the row before; see [`Table::and`].
    pub gaps: Vec<usize>,
    /// From the first row's content to the end of the last.
    pub span: Span,
}

/// One line of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line without indentation, quote marks and line end.
    pub span: Span,
    /// Its cells without the blanks around them.
    pub cells: Vec<Cell>,
    /// Whether it begins with a pipe.
    pub opened: bool,
    /// Whether it ends with a pipe.
    pub closed: bool,
    /// What kind of line it is.
    pub kind: RowKind,
}

/// What kind of line a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// Cells with content.
    Cells,
    /// `--- | :-: | ---`
    Delimiter,
    /// `<<<<<<<`, `=======` or `>>>>>>>` of an unfinished merge.
    Conflict,
    /// Text without any pipe amid the rows.
    Text,
}

/// One cell: the place of its trimmed text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The trimmed text; empty where the cell is.
    pub span: Span,
}

impl Table {
    /// How many cells the header has, taken from the row above the delimiter row, or the first row.
    pub fn columns(&self) -> usize {
        self.rows[self.header()].cells.len()
    }

    /// Index of the header: the row above the delimiter row, or the first.
    pub fn header(&self) -> usize {
        self.delimiter.map_or(0, |delimiter| delimiter.saturating_sub(1))
    }

    /// This table and the rows of another that blank lines part from it, as one.
    pub fn and(mut self, other: &Table) -> Self {
        let rows = self.rows.len();
        self.delimiter = self.delimiter.or(other.delimiter.map(|at| at + rows));
        self.gaps.push(rows);
        self.rows.extend(other.rows.iter().cloned());
        self.span = self.span.to(other.span);
        self
    }

    /// Whether a GFM reader sees a table here: a header directly over a delimiter row of as many cells.
    pub fn is_gfm(&self) -> bool {
        let Some(delimiter) = self.delimiter else { return false };
        delimiter == 1 && self.rows[0].kind == RowKind::Cells && self.rows[0].cells.len() == self.rows[1].cells.len()
    }
}

/// The tables of a text that is nothing but Markdown, as when a mended table is read again.
pub fn tables_of(file: FileId, text: &str) -> Vec<Table> {
    tables(file, text, &super::lines::lines(text, 0))
}

/// Finds every run of lines with pipes, outside code and comments.
pub(super) fn tables(file: FileId, text: &str, lines: &[Line]) -> Vec<Table> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if !begins(text, lines[at]) {
            at += 1;
            continue;
        }
        let end = (at..lines.len()).find(|i| !goes_on(text, lines, at, *i)).unwrap_or(lines.len());
        let glued = at > 0 && is_text(text, lines[at - 1]);
        if let Some(table) = table(file, text, &lines[at..end], glued) {
            found.push(table);
        }
        at = end;
    }
    found
}

fn begins(text: &str, line: Line) -> bool {
    line.is_prose() && has_pipe(line.text(text)) && !is_heading(line.text(text))
}

/// `## Title`; a `#` that is glued to what follows begins no heading.
fn is_heading(body: &str) -> bool {
    let rest = body.trim_start_matches('#');
    (1..=6).contains(&(body.len() - rest.len())) && (rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// A line without a pipe goes on a table only between two lines with pipes: half of a broken row, a merge marker, or a
/// delimiter row that has lost its pipes.
fn goes_on(text: &str, lines: &[Line], first: usize, at: usize) -> bool {
    let line = lines[at];
    if !line.is_prose() || line.is_blank(text) || is_heading(line.text(text)) || line.quotes != lines[first].quotes {
        return false;
    }
    let body = line.text(text);
    if has_pipe(body) || is_conflict(&text[line.start..line.end]) {
        return true;
    }
    let next = lines.get(at + 1).is_some_and(|next| next.is_prose() && has_pipe(next.text(text)));
    next && (is_bare_delimiter(body) || !starts_block(body))
}

/// A delimiter row without pipes: `--- --- ---`.
fn is_bare_delimiter(body: &str) -> bool {
    body.contains("--") && body.split_whitespace().all(is_delimiter)
}

fn starts_block(body: &str) -> bool {
    body.starts_with(['-', '*', '+', '#', '>']) || body.starts_with(":::") || body.starts_with("[!")
}

fn is_text(text: &str, line: Line) -> bool {
    line.is_prose() && !line.is_blank(text) && !starts_block(line.text(text))
}

fn has_pipe(body: &str) -> bool {
    pipes(body).next().is_some()
}

/// Markers of an unfinished merge stand at the very start of a line.
pub(super) fn is_conflict(line: &str) -> bool {
    ["<<<<<<<", "=======", ">>>>>>>", "|||||||"]
        .iter()
        .any(|mark| line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

/// A single row is no table, unless it is a delimiter row or fills its line between two pipes.
fn table(file: FileId, text: &str, lines: &[Line], glued: bool) -> Option<Table> {
    let rows: Vec<Row> = lines.iter().map(|line| row(file, text, *line)).collect();
    let delimiter = rows.iter().position(|row| row.kind == RowKind::Delimiter);
    let span = rows.first()?.span.to(rows.last()?.span);
    Some(Table { rows, delimiter, glued, gaps: Vec::new(), span })
}

fn row(file: FileId, text: &str, line: Line) -> Row {
    let body = line.text(text);
    let trimmed = body.trim_end();
    let span = Span::new(file, line.content, line.content + trimmed.len());
    if is_conflict(&text[line.start..line.end]) {
        return Row { span, cells: Vec::new(), opened: false, closed: false, kind: RowKind::Conflict };
    }
    let cells = cells(trimmed, line.content, file);
    let opened = trimmed.starts_with('|');
    let closed = trimmed.len() > 1 && pipes(trimmed).last() == Some(trimmed.len() - 1);
    let kind = match () {
        () if is_bare_delimiter(trimmed) => RowKind::Delimiter,
        () if !has_pipe(trimmed) => RowKind::Text,
        () if cells.iter().all(|cell| is_delimiter(&text[cell.span.range()])) && trimmed.contains('-') => {
            RowKind::Delimiter
        }
        () => RowKind::Cells,
    };
    Row { span, cells, opened, closed, kind }
}

/// `---`, `:-:` and the like.
pub fn is_delimiter(cell: &str) -> bool {
    let inner = cell.strip_prefix(':').unwrap_or(cell);
    let inner = inner.strip_suffix(':').unwrap_or(inner);
    !inner.is_empty() && inner.bytes().all(|byte| byte == b'-')
}

/// Offsets of the pipes that part cells: those not escaped by a backslash.
fn pipes(body: &str) -> impl DoubleEndedIterator<Item = usize> + '_ {
    body.match_indices('|').map(|(at, _)| at).filter(|at| {
        let escapes = body[..*at].bytes().rev().take_while(|byte| *byte == b'\\').count();
        escapes % 2 == 0
    })
}

/// Splits a row; the pipe at its start and the one at its end part nothing.
fn cells(body: &str, offset: usize, file: FileId) -> Vec<Cell> {
    let inner_start = usize::from(body.starts_with('|'));
    let mut inner_end = body.len();
    if inner_end > inner_start && pipes(body).next_back() == Some(body.len() - 1) {
        inner_end -= 1;
    }
    let mut bounds: Vec<usize> = vec![inner_start];
    for pipe in pipes(body).filter(|pipe| (inner_start..inner_end).contains(pipe)) {
        bounds.extend([pipe, pipe + 1]);
    }
    bounds.push(inner_end.max(inner_start));
    bounds.chunks(2).map(|bound| Cell { span: trimmed(body, bound[0], bound[1], offset, file) }).collect()
}

fn trimmed(body: &str, start: usize, end: usize, offset: usize, file: FileId) -> Span {
    let blank = |c: char| c.is_whitespace() || crate::text::is_invisible(c);
    let text = &body[start..end];
    let lead = text.len() - text.trim_start_matches(blank).len();
    let trail = text.len() - text.trim_end_matches(blank).len();
    if lead == text.len() {
        return Span::new(file, offset + start, offset + start);
    }
    Span::new(file, offset + start + lead, offset + end - trail)
}
