//! Tables of tasks: which tables they are, what their columns hold, and their rows, damaged ones too.
//! Each row is a task, or a diagnostic says which row is none and why.

use super::task_row::{Columns, Flaw, Piece, Reading, id_of, read, sub};
use super::vocabulary::{Column, Vocabulary};
use crate::diagnostic::{Code, Diagnostic, Edit};
use crate::model::{Task, TaskId};
use crate::syntax::markdown::{Row, RowKind, Table, plain};
use crate::text::{Span, Spanned, folded, nearest};

/// How a table's columns were told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// What the columns hold.
    pub columns: Columns,
    /// Index of the header row, if the table has one.
    pub header: Option<usize>,
    /// How many cells of the header row belong to it; more stand there when lines were joined.
    pub header_cells: usize,
}

/// What a table of tasks holds.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Its tasks in order.
    pub tasks: Vec<Task>,
    /// Lines that are no task though they stand among tasks.
    pub unread: Vec<Span>,
}

/// Tells whether a table holds tasks, by its header words or, where those are not known, by its shape.
pub fn shape(table: &Table, text: &str, vocabulary: &Vocabulary) -> Option<Shape> {
    let candidates = table.rows.iter().take(4).enumerate().filter(|(_, row)| row.kind == RowKind::Cells);
    candidates
        .filter_map(|(index, row)| header(index, row, table, text, vocabulary))
        .next()
        .or_else(|| by_rows(table, text, vocabulary))
}

/// A row is the header if it names the id and one more column, or three others.
fn header(index: usize, row: &Row, table: &Table, text: &str, vocabulary: &Vocabulary) -> Option<Shape> {
    let words: Vec<String> = row.cells.iter().map(|cell| plain(&text[cell.span.range()])).collect();
    let end = words.iter().position(|word| is_rule(word) || id_of(word).is_some()).unwrap_or(words.len());
    let named = |column: Column| words[..end].iter().position(|word| is_column(word, column, vocabulary));
    let id = named(Column::Id);
    let others = [Column::Name, Column::Requirement, Column::Role, Column::Services];
    let found = others.iter().filter(|column| named(**column).is_some()).count();
    let dated = named(Column::Date).is_some() && id.is_none();
    if dated || found + usize::from(id.is_some()) < if id.is_some() { 2 } else { 3 } {
        return None;
    }
    let rows_hold_ids =
        table.rows.iter().any(|row| row.cells.iter().any(|cell| id_of(&text[cell.span.range()]).is_some()));
    if id.is_none() && !rows_hold_ids {
        return None;
    }
    let usual = Columns::usual(end);
    let free = |column: Option<usize>| column.filter(|at| others.iter().all(|other| named(*other) != Some(*at)));
    let columns = Columns {
        width: end,
        id: id.unwrap_or(0),
        name: named(Column::Name).or(free(usual.name)),
        requirement: named(Column::Requirement).or(free(usual.requirement)),
        role: named(Column::Role).or(free(usual.role)),
        services: named(Column::Services).or(free(usual.services)),
    };
    Some(Shape { columns, header: Some(index), header_cells: end })
}

fn is_rule(word: &str) -> bool {
    !word.is_empty() && word.trim_matches(':').bytes().all(|byte| byte == b'-') && word.contains('-')
}

/// `(M)andatory / (O)ptional` is known by its letters in any language.
fn is_column(word: &str, column: Column, vocabulary: &Vocabulary) -> bool {
    let lettered =
        word.matches(['(', '（']).count() >= 2 && word.contains("(O") | word.contains("（O") | word.contains("(o");
    vocabulary.columns(word).contains(&column) || (column == Column::Requirement && lettered)
}

/// Without known header words: most rows begin with an id and have a requirement's letter and a known role or service.
fn by_rows(table: &Table, text: &str, vocabulary: &Vocabulary) -> Option<Shape> {
    let rows: Vec<&Row> = table.rows.iter().filter(|row| row.kind == RowKind::Cells).collect();
    let alike = rows.iter().filter(|row| looks_like_task(row, text, vocabulary)).count();
    if alike == 0 || alike * 2 < rows.len().saturating_sub(1) {
        return None;
    }
    let header = table.delimiter.filter(|at| *at > 0).map(|at| at - 1);
    let header = header.filter(|at| !looks_like_task(&table.rows[*at], text, vocabulary));
    let usual_width =
        || rows.iter().filter(|row| looks_like_task(row, text, vocabulary)).map(|row| row.cells.len()).min();
    let width = header.map(|at| table.rows[at].cells.len()).or_else(usual_width).unwrap_or(5).clamp(2, 5);
    Some(Shape { columns: Columns::usual(width), header, header_cells: width })
}

/// A first cell with an id, a letter, and a role or service that is known.
pub(super) fn looks_like_task(row: &Row, text: &str, vocabulary: &Vocabulary) -> bool {
    let cells: Vec<&str> = row.cells.iter().map(|cell| &text[cell.span.range()]).collect();
    let Some(first) = cells.iter().position(|cell| !cell.is_empty()) else { return false };
    let rest = &cells[first + 1..];
    let letter = |cell: &&&str| vocabulary.requirement(&plain(cell)).is_some();
    let named = |cell: &&str| {
        let words = plain(cell);
        vocabulary.role(&words).is_some()
            || vocabulary.roles(&words).iter().any(|role| role.known)
            || vocabulary.services(&words).1.is_empty()
    };
    id_of(cells[first]).is_some()
        && rest.iter().any(|cell| letter(&cell))
        && rest.iter().any(|cell| !cell.is_empty() && named(cell))
}

/// Reads all rows of a table of tasks.
pub fn rows(
    table: &Table,
    shape: &Shape,
    text: &str,
    vocabulary: &Vocabulary,
    diagnostics: &mut Vec<Diagnostic>,
) -> Rows {
    let seen = table.is_gfm() && shape.header == Some(0);
    let mut reader = Reader { table, shape, text, vocabulary, diagnostics, mended: !seen, out: Rows::default() };
    let mut at = 0;
    while at < table.rows.len() {
        at += reader.row(at);
    }
    reader.out
}

struct Reader<'a> {
    table: &'a Table,
    shape: &'a Shape,
    text: &'a str,
    vocabulary: &'a Vocabulary,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// Whether a Markdown reader would not see the table at all.
    mended: bool,
    out: Rows,
}

impl<'a> Reader<'a> {
    /// Reads the row at an index and tells how many rows that took.
    fn row(&mut self, at: usize) -> usize {
        let row = &self.table.rows[at];
        match row.kind {
            RowKind::Delimiter | RowKind::Conflict => return 1,
            RowKind::Text => {
                self.unreadable(row.span, "text without pipes amid task rows".to_owned());
                return 1;
            }
            RowKind::Cells => {}
        }
        let mut pieces = self.pieces(row);
        if Some(at) == self.shape.header {
            pieces.drain(..self.shape.header_cells.min(pieces.len()));
        }
        let first = pieces.iter().position(|piece| !is_rule(piece.text)).unwrap_or(pieces.len());
        let pieces = &pieces[first..];
        if pieces.iter().all(|piece| piece.text.is_empty()) {
            return 1;
        }
        if let Some(taken) = self.broken(at, pieces) {
            return taken;
        }
        let ids = self.ids(pieces);
        match ids.as_slice() {
            [] => self.without_id(row, pieces),
            [only] => self.single(row, pieces, *only),
            many => self.run_on(row, pieces, many),
        }
        1
    }

    fn pieces(&self, row: &Row) -> Vec<Piece<'a>> {
        row.cells.iter().map(|cell| Piece { span: cell.span, text: &self.text[cell.span.range()] }).collect()
    }

    /// Where tasks begin in a row: at each id with the better part of a row before the next.
    fn ids(&self, pieces: &[Piece<'_>]) -> Vec<usize> {
        let least = self.shape.columns.width.saturating_sub(2).max(2);
        let mut found: Vec<usize> = Vec::new();
        for (at, piece) in pieces.iter().enumerate() {
            let far = found.last().is_none_or(|last| at - last >= least);
            if far && id_of(piece.text).is_some() {
                found.push(at);
            }
        }
        found
    }

    fn single(&mut self, row: &Row, pieces: &[Piece<'a>], at: usize) {
        let before = &pieces[..at];
        let shifted = at == 1 && before[0].text.is_empty();
        let span = row.span;
        if shifted || before.iter().all(|piece| piece.text.is_empty()) {
            let Some(mut reading) = read(&pieces[at..], &self.shape.columns, self.vocabulary) else { return };
            let fits = at == self.shape.columns.id;
            if !fits {
                reading.flaw = Some(Flaw::Shifted);
            }
            self.report_flaw(row, &reading);
            self.push(&reading, span, reading.flaw.is_some());
            return;
        }
        if at == self.shape.columns.id && pieces.len() == self.shape.columns.width {
            self.elsewhere(row, pieces, at, None);
            return;
        }
        self.elsewhere(row, pieces, at, Some(Flaw::Misplaced));
    }

    /// The id does not come first: by the header's will, or because cells were swapped.
    fn elsewhere(&mut self, row: &Row, pieces: &[Piece<'a>], at: usize, flaw: Option<Flaw>) {
        let mut ordered = vec![pieces[at]];
        ordered.extend(pieces.iter().enumerate().filter(|(index, _)| *index != at).map(|(_, piece)| *piece));
        let columns = Columns::usual(self.shape.columns.width.max(2));
        let Some(reading) = read(&ordered, &columns, self.vocabulary) else { return };
        let reading = Reading { flaw: flaw.or(reading.flaw), ..reading };
        self.report_flaw(row, &reading);
        self.push(&reading, row.span, reading.flaw.is_some());
    }

    /// Several tasks on one line: each from its id up to the next.
    fn run_on(&mut self, row: &Row, pieces: &[Piece<'a>], starts: &[usize]) {
        let mut readings = Vec::new();
        for (index, start) in starts.iter().enumerate() {
            let mut end = starts.get(index + 1).copied().unwrap_or(pieces.len());
            while end > start + 1 && pieces[end - 1].text.is_empty() {
                end -= 1;
            }
            readings.extend(read(&pieces[*start..end], &self.shape.columns, self.vocabulary));
        }
        let Some(last) = readings.last() else { return };
        let count = match readings.len() {
            2 => "two".to_owned(),
            3 => "three".to_owned(),
            many => many.to_string(),
        };
        let help = if readings.len() == 2 {
            format!("put task `{}` on a line of its own", last.id)
        } else {
            "put each task on a line of its own".to_owned()
        };
        let prefix = self.prefix(row.span);
        let lines: Vec<String> = readings.iter().map(|reading| self.line(reading)).collect();
        let edit = Edit { span: row.span, replacement: lines.join(&format!("{}{prefix}", self.newline())) };
        let finding = Diagnostic::at(Code::RunOnRow, row.span, format!("{count} task rows on one line"))
            .help(help)
            .fix("put each row on a line of its own", vec![edit]);
        self.diagnostics.push(finding);
        for reading in &readings {
            let end = reading.services.or(reading.role).or(reading.requirement).or(reading.name.last().copied());
            let span = reading.id_piece.span.to(end.unwrap_or(reading.id_piece).span);
            self.push(reading, span, true);
        }
    }

    /// Half a row here and its other half on the next line.
    fn broken(&mut self, at: usize, pieces: &[Piece<'a>]) -> Option<usize> {
        let width = self.shape.columns.width;
        let next = self.table.rows.get(at + 1)?;
        let first = pieces.iter().position(|piece| !piece.text.is_empty())?;
        let here = &pieces[first..];
        let short =
            here.len() < width && id_of(here[0].text).is_some() && matches!(next.kind, RowKind::Cells | RowKind::Text);
        let more = if short { self.pieces(next) } else { return None };
        if more.iter().any(|piece| id_of(piece.text).is_some()) || self.is_header_like(&more) {
            return None;
        }
        let closed = self.table.rows[at].closed;
        let joined = match here.len() + more.len() {
            total if total == width && (closed || next.opened) => [here, &more].concat(),
            total if total == width + 1 => {
                let last = here[here.len() - 1];
                let glued =
                    Piece { span: last.span.to(more[0].span), text: &self.text[last.span.to(more[0].span).range()] };
                [&here[..here.len() - 1], &[glued], &more[1..]].concat()
            }
            total if total == width => [here, &more].concat(),
            _ => return None,
        };
        let reading = read(&joined, &self.shape.columns, self.vocabulary)?;
        let span = self.table.rows[at].span.to(next.span);
        let edit = Edit { span, replacement: self.line(&reading) };
        let finding =
            Diagnostic::at(Code::BrokenRow, span, format!("the row of task `{}` is broken over two lines", reading.id))
                .help("put the whole row on one line")
                .fix("join the lines", vec![edit]);
        self.diagnostics.push(finding);
        self.push(&reading, span, true);
        Some(2)
    }

    fn is_header_like(&self, pieces: &[Piece<'_>]) -> bool {
        let known = pieces.iter().filter(|piece| !self.vocabulary.columns(&plain(piece.text)).is_empty()).count();
        known >= 2
    }

    /// No cell is an id: perhaps one begins with it, else the row is no task.
    fn without_id(&mut self, row: &Row, pieces: &[Piece<'a>]) {
        if self.is_header_like(pieces) {
            return;
        }
        if let Some(whole) = split_id(pieces)
            && let Some(mut reading) = read(&whole, &self.shape.columns, self.vocabulary)
        {
            reading.flaw = reading.flaw.or(Some(Flaw::MissingPipe));
            self.report_flaw(row, &reading);
            self.push(&reading, row.span, true);
            return;
        }
        let cell = pieces.iter().find(|piece| !piece.text.is_empty()).or(pieces.first());
        let place = pieces.get(self.shape.columns.id).filter(|piece| !piece.text.is_empty()).or(cell);
        let words = place.map(|piece| folded(piece.text)).unwrap_or_default();
        let shown: String = words.chars().take(40).collect();
        self.unreadable(row.span, format!("no task id in the row of `{shown}`"));
    }

    fn unreadable(&mut self, span: Span, message: String) {
        let finding = Diagnostic::at(Code::UnreadableRow, span, message)
            .help("give the row its task id, or move it out of the table of tasks");
        self.diagnostics.push(finding);
        self.out.unread.push(span);
    }

    fn report_flaw(&mut self, row: &Row, reading: &Reading<'_>) {
        let Some(flaw) = reading.flaw else { return };
        let id = reading.id;
        let width = self.shape.columns.width;
        let (code, message, help) = match flaw {
            Flaw::Shifted => {
                (Code::ShiftedRow, format!("the row of task `{id}` begins with an empty cell"), "drop the doubled pipe")
            }
            Flaw::Misplaced => (
                Code::ShiftedRow,
                format!("the cells of task `{id}` are not in the order of the header"),
                "put the cells in the order of the header",
            ),
            Flaw::MissingPipe => (
                Code::RowCellCount,
                format!("a pipe is missing in the row of task `{id}`"),
                "part the two cells with a pipe",
            ),
            Flaw::DoubledPipe => {
                (Code::RowCellCount, format!("a pipe stands twice in the row of task `{id}`"), "drop the doubled pipe")
            }
            Flaw::Short => (
                Code::RowCellCount,
                format!("the row of task `{id}` has fewer than {width} cells"),
                "add the missing cells",
            ),
            Flaw::Long => (
                Code::RowCellCount,
                format!("the row of task `{id}` has more than {width} cells"),
                "write a pipe inside a cell as `\\|`",
            ),
        };
        let mut finding = Diagnostic::at(code, row.span, message).help(help);
        if !matches!(flaw, Flaw::Short | Flaw::Misplaced) {
            finding = finding.fix("write the row anew", vec![Edit { span: row.span, replacement: self.line(reading) }]);
        }
        self.diagnostics.push(finding);
    }

    /// The row as it should be written.
    fn line(&self, reading: &Reading<'_>) -> String {
        let columns = &self.shape.columns;
        let mut cells = vec![String::new(); columns.width];
        let mut set = |column: Option<usize>, text: String| {
            if let Some(cell) = column.and_then(|at| cells.get_mut(at)) {
                *cell = text;
            }
        };
        let text =
            |piece: Option<Piece<'_>>| piece.map(|piece| piece.text.replace(['\r', '\n'], " ")).unwrap_or_default();
        let name: Vec<String> = reading.name.iter().map(|piece| text(Some(*piece))).collect();
        set(Some(columns.id), text(Some(reading.id_piece)));
        set(columns.name, name.join(" \\| "));
        set(columns.requirement, text(reading.requirement));
        set(columns.role, text(reading.role));
        set(columns.services, text(reading.services));
        format!("| {} |", cells.join(" | "))
    }

    /// What stands before a row on its line: indentation and quote marks.
    fn prefix(&self, row: Span) -> &str {
        let start = row.start as usize;
        let line = self.text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        &self.text[line..start]
    }

    fn newline(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }

    fn push(&mut self, reading: &Reading<'_>, span: Span, mended: bool) {
        let name: Vec<&str> = reading.name.iter().map(|piece| piece.text).collect();
        let name_markdown = name.join(" | ");
        let name_span = reading.name.iter().map(|piece| piece.span).reduce(Span::to).unwrap_or(reading.id_piece.span);
        let requirement = reading.requirement.and_then(|piece| self.vocabulary.requirement(&plain(piece.text)));
        let roles = reading.role.map(|piece| self.vocabulary.roles(&plain(piece.text))).unwrap_or_default();
        let (services, unknown) =
            reading.services.map(|piece| self.vocabulary.services(&plain(piece.text))).unwrap_or_default();
        self.unknown_cells(reading, &unknown);
        self.out.tasks.push(Task {
            id: Spanned::new(reading.id, reading.id_piece.span),
            name: plain(&name_markdown),
            name_markdown: Spanned::new(name_markdown, name_span),
            requirement,
            roles,
            services,
            span,
            recovered: mended || self.mended,
        });
    }

    fn unknown_cells(&mut self, reading: &Reading<'_>, unknown_services: &[String]) {
        let vocabulary = self.vocabulary;
        if let Some(piece) = reading.requirement.filter(|piece| !piece.text.is_empty())
            && vocabulary.requirement(&plain(piece.text)).is_none()
        {
            let message = format!("`{}` is neither mandatory nor optional", plain(piece.text));
            self.diagnostics
                .push(Diagnostic::at(Code::UnknownRequirement, piece.span, message).help("write `M` or `O`"));
        }
        if let Some(piece) = reading.role {
            for role in vocabulary.roles(&plain(piece.text)).iter().filter(|role| !role.known) {
                self.diagnostics.push(unknown(
                    Code::UnknownRole,
                    "role",
                    &role.name,
                    part(piece, &role.name),
                    &vocabulary.role_names,
                ));
            }
        }
        if let Some(piece) = reading.services {
            for name in unknown_services {
                self.diagnostics.push(unknown(
                    Code::UnknownService,
                    "service",
                    name,
                    part(piece, name),
                    &vocabulary.service_names,
                ));
            }
        }
    }
}

/// An unknown name at its place, with the nearest known one.
pub(super) fn unknown(code: Code, what: &str, name: &str, span: Span, known: &[String]) -> Diagnostic {
    let help = match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("add it under `{what}s` in `waybook.yml` if it is right"),
    };
    Diagnostic::at(code, span, format!("unknown {what} `{name}`")).help(help)
}

/// The place of a name within its cell.
fn part(piece: Piece<'_>, name: &str) -> Span {
    piece.text.find(name).map_or(piece.span, |at| sub(piece, at, at + name.len()).span)
}

/// `| 1330 Validate mail | O | …` and `| 1330: Validate mail | …`: the id and the name in one cell.
fn split_id<'a>(pieces: &[Piece<'a>]) -> Option<Vec<Piece<'a>>> {
    let first = pieces.iter().position(|piece| !piece.text.is_empty())?;
    let piece = pieces[first];
    let digits = piece.text.find(|c: char| !c.is_ascii_digit())?;
    TaskId::parse(&piece.text[..digits])?;
    let rest = piece.text[digits..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '.'));
    let at = piece.text.len() - rest.len();
    let apart = at > digits && !rest.is_empty();
    let mut whole = vec![sub(piece, 0, digits), sub(piece, at, piece.text.len())];
    whole.extend(&pieces[first + 1..]);
    apart.then_some(whole)
}
