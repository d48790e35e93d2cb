//! Tables of tasks: which tables they are, what their columns hold, and their rows, damaged ones too.
//! Each row is a task, or a diagnostic says which row is none and why.

use super::mend::{Entry, Mend};
use super::task_row::{Columns, Flaw, Piece, Reading, id_of, in_order, read, sub};
use super::vocabulary::{Column, Vocabulary};
use crate::diagnostic::{Checked, Code, Diagnostic, Edit};
use crate::model::{Places, Task, TaskId};
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
    /// Whether the header stands elsewhere, with text between.
    pub inherited: bool,
}

impl Shape {
    /// Whether a Markdown reader sees the row at an index as a row of the table.
    fn shows(&self, table: &Table, at: usize) -> bool {
        let head = table.is_gfm() && self.header == Some(0);
        head && table.gaps.iter().all(|gap| at < *gap)
    }
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
    let names: Vec<Named<'_>> = words[..end].iter().map(|word| Named::new(word, vocabulary)).collect();
    let named = |column: Column| names.iter().position(|name| name.is(column));
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
    let joined = end < words.len();
    let filled = words[..end].iter().rposition(|word| !word.is_empty() && word != ">").map_or(end, |last| last + 1);
    let width = if joined { filled } else { end };
    let usual = Columns::usual(width);
    let free = |column: Option<usize>| column.filter(|at| others.iter().all(|other| named(*other) != Some(*at)));
    let columns = Columns {
        width,
        id: id.unwrap_or(0),
        name: named(Column::Name).or(free(usual.name)),
        requirement: named(Column::Requirement).or(free(usual.requirement)),
        role: named(Column::Role).or(free(usual.role)),
        services: named(Column::Services).or(free(usual.services)),
    };
    Some(Shape { columns, header: Some(index), header_cells: end, inherited: false })
}

fn is_rule(word: &str) -> bool {
    !word.is_empty() && word.trim_matches(':').bytes().all(|byte| byte == b'-') && word.contains('-')
}

/// What a header word may name.
struct Named<'v> {
    columns: &'v [Column],
    /// `(M)andatory / (O)ptional` is known by its letters in any language.
    lettered: bool,
}

impl<'v> Named<'v> {
    fn new(word: &str, vocabulary: &'v Vocabulary) -> Self {
        let optional = word.contains("(O") | word.contains("（O") | word.contains("(o");
        let lettered = optional && word.matches(['(', '（']).count() >= 2;
        Self { columns: vocabulary.columns(word), lettered }
    }

    fn is(&self, column: Column) -> bool {
        self.columns.contains(&column) || (column == Column::Requirement && self.lettered)
    }
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
    Some(Shape { columns: Columns::usual(width), header, header_cells: width, inherited: false })
}

/// A cell with an id, and two of: a letter, a known role, known services.
pub(super) fn looks_like_task(row: &Row, text: &str, vocabulary: &Vocabulary) -> bool {
    let cells: Vec<&str> = row.cells.iter().map(|cell| &text[cell.span.range()]).collect();
    let Some(id) = cells.iter().position(|cell| id_of(cell).is_some()) else { return false };
    let rest =
        || cells.iter().enumerate().filter(|(at, cell)| *at != id && !cell.is_empty()).map(|(_, cell)| plain(cell));
    let letter = rest().any(|cell| vocabulary.requirement(&cell).is_some());
    let role = rest().any(|cell| vocabulary.roles(&cell).iter().any(|role| role.known));
    let services = rest().any(|cell| {
        let (scope, unknown) = vocabulary.services(&cell);
        unknown.is_empty() && !scope.is_empty()
    });
    usize::from(letter) + usize::from(role) + usize::from(services) >= 2
}

/// How many cells of a row are headers of a table of tasks.
pub(super) fn named_columns(row: &Row, text: &str, vocabulary: &Vocabulary) -> usize {
    let of_tasks = [Column::Id, Column::Name, Column::Requirement, Column::Role, Column::Services];
    let words = row.cells.iter().map(|cell| plain(&text[cell.span.range()]));
    let names = words.map(|word| Named::new(&word, vocabulary));
    names.filter(|name| of_tasks.iter().any(|column| name.is(*column))).count()
}

/// Reads all rows of a table of tasks.
pub fn rows(
    table: &Table,
    shape: &Shape,
    text: &str,
    vocabulary: &Vocabulary,
    diagnostics: &mut Vec<Diagnostic>,
) -> Rows {
    let mend = Mend { table, shape, text, vocabulary, trial: false };
    let read = read_rows(mend);
    diagnostics.extend(read.diagnostics);
    read.value
}

/// Reads what a fix would write, to see whether it is right.
pub(super) fn trial(table: &Table, shape: &Shape, text: &str, vocabulary: &Vocabulary) -> Checked<Vec<Task>> {
    let Checked { value, diagnostics } = read_rows(Mend { table, shape, text, vocabulary, trial: true });
    Checked::new(value.tasks, diagnostics)
}

fn read_rows(mend: Mend<'_>) -> Checked<Rows> {
    let mut reader = Reader { mend, diagnostics: Vec::new(), entries: Vec::new(), out: Rows::default() };
    let mut at = 0;
    while at < mend.table.rows.len() {
        at += reader.row(at);
    }
    let mut diagnostics = mend.head(&reader.entries, &reader.out.tasks);
    diagnostics.append(&mut reader.diagnostics);
    Checked::new(reader.out, diagnostics)
}

struct Reader<'a> {
    mend: Mend<'a>,
    diagnostics: Vec<Diagnostic>,
    /// What each line of the table came to, for writing it anew.
    entries: Vec<Entry<'a>>,
    out: Rows,
}

impl<'a> Reader<'a> {
    /// Reads the row at an index and tells how many rows that took. What is neither a task nor reported stays as it is.
    fn row(&mut self, at: usize) -> usize {
        let row = &self.mend.table.rows[at];
        let is_head = row.kind == RowKind::Delimiter || Some(at) == self.mend.shape.header;
        let before = (self.entries.len(), self.diagnostics.len());
        let taken = self.read_row(at, row);
        if (self.entries.len(), self.diagnostics.len()) == before && row.kind == RowKind::Cells {
            self.unaccounted(at, row);
        }
        if self.entries.len() == before.0 && !is_head {
            self.entries.push(Entry::Raw(row.span));
        }
        taken
    }

    fn read_row(&mut self, at: usize, row: &Row) -> usize {
        match row.kind {
            RowKind::Delimiter | RowKind::Conflict => return 1,
            RowKind::Text => {
                self.unreadable(row.span, "text without pipes amid task rows".to_owned());
                return 1;
            }
            RowKind::Cells => {}
        }
        let pieces = self.body(at, row);
        if pieces.iter().all(|piece| piece.text.is_empty()) {
            return 1;
        }
        if let Some(taken) = self.broken(at, &pieces) {
            return taken;
        }
        let ids = self.ids(&pieces);
        match ids.as_slice() {
            [] => self.without_id(row, &pieces),
            [only] => self.single(row, &pieces, *only),
            many => self.run_on(row, &pieces, many),
        }
        1
    }

    /// The pieces of a row that belong to tasks: not the header, nor a delimiter row that was joined to it.
    fn body(&self, at: usize, row: &Row) -> Vec<Piece<'a>> {
        let mut pieces = self.pieces(row);
        if Some(at) == self.mend.shape.header {
            pieces.drain(..self.mend.shape.header_cells.min(pieces.len()));
        }
        let first = pieces.iter().position(|piece| !is_rule(piece.text)).unwrap_or(pieces.len());
        pieces.split_off(first)
    }

    /// A row that came to nothing though an id stands in it.
    fn unaccounted(&mut self, at: usize, row: &Row) {
        let id = self.body(at, row).iter().find_map(|piece| super::stray::ids(piece.text).next());
        if let Some((_, id)) = id {
            self.unreadable(row.span, format!("the row with the task id `{id}` cannot be read"));
        }
    }

    fn pieces(&self, row: &Row) -> Vec<Piece<'a>> {
        row.cells.iter().map(|cell| Piece { span: cell.span, text: &self.mend.text[cell.span.range()] }).collect()
    }

    /// Where tasks begin in a row: at each id with the better part of a row before the next.
    fn ids(&self, pieces: &[Piece<'_>]) -> Vec<usize> {
        let least = self.mend.shape.columns.width.saturating_sub(2).max(2);
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
        if shifted || before.iter().all(|piece| piece.text.is_empty()) {
            let Some(mut reading) = read(&pieces[at..], &self.mend.shape.columns, self.mend.vocabulary) else { return };
            let fits = at == self.mend.shape.columns.id;
            if !fits {
                reading.flaw = Some(Flaw::Shifted);
            }
            self.accept(row, &reading);
            return;
        }
        let columns = &self.mend.shape.columns;
        let in_place = at == columns.id && pieces.len() == columns.width;
        let reading = if in_place { in_order(pieces, columns, self.mend.vocabulary) } else { None };
        if let Some(reading) = reading {
            self.accept(row, &reading);
            return;
        }
        self.elsewhere(row, pieces, at);
    }

    /// The id does not stand where the header says.
    fn elsewhere(&mut self, row: &Row, pieces: &[Piece<'a>], at: usize) {
        let mut ordered = vec![pieces[at]];
        ordered.extend(pieces.iter().enumerate().filter(|(index, _)| *index != at).map(|(_, piece)| *piece));
        let columns = Columns::usual(self.mend.shape.columns.width.max(2));
        let Some(reading) = read(&ordered, &columns, self.mend.vocabulary) else { return };
        let reading = Reading { flaw: Some(Flaw::Misplaced), ..reading };
        self.accept(row, &reading);
    }

    /// Several tasks on one line: each from its id up to the next.
    fn run_on(&mut self, row: &Row, pieces: &[Piece<'a>], starts: &[usize]) {
        let mut readings = Vec::new();
        for (index, start) in starts.iter().enumerate() {
            let mut end = starts.get(index + 1).copied().unwrap_or(pieces.len());
            while end > start + 1 && pieces[end - 1].text.is_empty() {
                end -= 1;
            }
            readings.extend(read(&pieces[*start..end], &self.mend.shape.columns, self.mend.vocabulary));
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
        let finding = Diagnostic::at(Code::RunOnRow, row.span, format!("{count} task rows on one line")).help(help);
        let start = self.out.tasks.len();
        let before = self.diagnostics.len();
        for reading in &readings {
            let end = reading.services.or(reading.role).or(reading.requirement).or(reading.name.last().copied());
            let span = reading.id_piece.span.to(end.unwrap_or(reading.id_piece).span);
            self.push(reading, span, true);
        }
        let fix = self.mend.rows(row.span, &readings, &self.out.tasks[start..]);
        self.diagnostics.insert(before, fixed(finding, "put each row on a line of its own", fix));
    }

    /// Half a row here and its other half on the next line.
    fn broken(&mut self, at: usize, pieces: &[Piece<'a>]) -> Option<usize> {
        let width = self.mend.shape.columns.width;
        let next = self.mend.table.rows.get(at + 1)?;
        let first = pieces.iter().position(|piece| !piece.text.is_empty())?;
        let here = &pieces[first..];
        let short =
            here.len() < width && id_of(here[0].text).is_some() && matches!(next.kind, RowKind::Cells | RowKind::Text);
        let more = if short { self.pieces(next) } else { return None };
        let closed = self.mend.table.rows[at].closed;
        let torn = !closed && !next.opened && next.kind == RowKind::Cells;
        let has_id = more.iter().any(|piece| id_of(piece.text).is_some());
        if self.is_header_like(&more) || has_id && !torn {
            return None;
        }
        let joined = self.joined(here, &more, closed || next.opened)?;
        if has_id && !is_sound(&joined, &self.mend) {
            return None;
        }
        let reading = read(&joined, &self.mend.shape.columns, self.mend.vocabulary)?;
        let span = self.mend.table.rows[at].span.to(next.span);
        let message = format!("the row of task `{}` is broken over two lines", reading.id);
        let finding = Diagnostic::at(Code::BrokenRow, span, message).help("put the whole row on one line");
        self.push_mended(finding, "join the lines", &reading, span);
        Some(2)
    }

    /// The pieces of two lines as one row: cell by cell, or with the last of the one and the first of the other as one
    /// cell, whichever makes the row as wide as the table.
    fn joined(&self, here: &[Piece<'a>], more: &[Piece<'a>], apart: bool) -> Option<Vec<Piece<'a>>> {
        let width = self.mend.shape.columns.width;
        let span = here.last()?.span.to(more.first()?.span);
        let glued = || {
            let cell = Piece { span, text: &self.mend.text[span.range()] };
            [&here[..here.len() - 1], &[cell], &more[1..]].concat()
        };
        let filled = || -> Vec<Piece<'a>> { glued().into_iter().filter(|piece| !piece.text.is_empty()).collect() };
        match here.len() + more.len() {
            total if total == width => Some([here, more].concat()),
            total if total == width + 1 => Some(glued()),
            total if total > width && !apart => Some(filled()).filter(|pieces| pieces.len() == width),
            _ => None,
        }
    }

    fn is_header_like(&self, pieces: &[Piece<'_>]) -> bool {
        let known = pieces.iter().filter(|piece| !self.mend.vocabulary.columns(&plain(piece.text)).is_empty()).count();
        known >= 2
    }

    /// No cell is an id: perhaps one begins with it, else the row is no task.
    fn without_id(&mut self, row: &Row, pieces: &[Piece<'a>]) {
        if self.is_header_like(pieces) {
            return;
        }
        let whole = split_id(pieces);
        let reading = whole.and_then(|whole| read(&whole, &self.mend.shape.columns, self.mend.vocabulary));
        if let Some(mut reading) = reading {
            reading.flaw = reading.flaw.or(Some(Flaw::MissingPipe));
            self.accept(row, &reading);
            return;
        }
        let cell = pieces.iter().find(|piece| !piece.text.is_empty()).or(pieces.first());
        let place = pieces.get(self.mend.shape.columns.id).filter(|piece| !piece.text.is_empty()).or(cell);
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

    /// Takes a task, and reports what is wrong with its row.
    fn accept(&mut self, row: &Row, reading: &Reading<'a>) {
        if reading.flaw == Some(Flaw::Long) {
            self.leave_over(row, reading);
        }
        match self.flaw(row, reading) {
            Some(finding) => self.push_mended(finding, "write the row anew", reading, row.span),
            None => self.push(reading, row.span, false),
        }
    }

    /// Cells that no column takes are shown below the table.
    fn leave_over(&mut self, row: &Row, reading: &Reading<'a>) {
        let taken: Vec<Span> = reading.pieces().map(|piece| piece.span).collect();
        let left = row.cells.iter().map(|cell| cell.span).filter(|span| !self.mend.text[span.range()].is_empty());
        self.out.unread.extend(left.filter(|span| !taken.iter().any(|other| other.contains(*span))));
    }

    /// Takes a task from a row that has to be mended; the fix is offered if what it writes reads the same.
    fn push_mended(&mut self, finding: Diagnostic, title: &str, reading: &Reading<'a>, span: Span) {
        let before = self.diagnostics.len();
        self.push(reading, span, reading.flaw != Some(Flaw::Cut));
        let fix = self.mend.rows(
            span,
            std::slice::from_ref(reading),
            self.out.tasks.last().map(std::slice::from_ref).unwrap_or_default(),
        );
        self.diagnostics.insert(before, fixed(finding, title, fix));
    }

    fn flaw(&self, row: &Row, reading: &Reading<'_>) -> Option<Diagnostic> {
        let flaw = reading.flaw?;
        let id = reading.id;
        let width = self.mend.shape.columns.width;
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
            Flaw::Cut | Flaw::Short => (
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
        Some(Diagnostic::at(code, row.span, message).help(help))
    }

    fn push(&mut self, reading: &Reading<'a>, span: Span, mended: bool) {
        let at = self.mend.table.rows.iter().position(|row| row.span.start <= span.start && span.start <= row.span.end);
        let shown = at.is_some_and(|at| self.mend.shape.shows(self.mend.table, at));
        self.entries.push(Entry::Task(reading.clone()));
        let name: Vec<&str> = reading.name.iter().map(|piece| piece.text).collect();
        let name_markdown = name.join(" | ");
        let name_span = reading.name.iter().map(|piece| piece.span).reduce(Span::to).unwrap_or(reading.id_piece.span);
        let requirement = reading.requirement.and_then(|piece| self.mend.vocabulary.requirement(&plain(piece.text)));
        let roles = reading.role.map(|piece| self.mend.vocabulary.roles(&plain(piece.text))).unwrap_or_default();
        let (services, unknown) =
            reading.services.map(|piece| self.mend.vocabulary.services(&plain(piece.text))).unwrap_or_default();
        self.unknown_cells(reading, &unknown);
        self.out.tasks.push(Task {
            id: Spanned::new(reading.id, reading.id_piece.span),
            name: plain(&name_markdown),
            name_markdown: Spanned::new(name_markdown, name_span),
            requirement,
            roles,
            services,
            places: Places {
                requirement: reading.requirement.map(|piece| piece.span),
                role: reading.role.map(|piece| piece.span),
                services: reading.services.map(|piece| piece.span),
            },
            span,
            recovered: mended || !shown,
        });
    }

    fn unknown_cells(&mut self, reading: &Reading<'_>, unknown_services: &[String]) {
        let vocabulary = self.mend.vocabulary;
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

/// Whether pieces are a row with nothing amiss.
fn is_sound(pieces: &[Piece<'_>], mend: &Mend<'_>) -> bool {
    let reading = read(pieces, &mend.shape.columns, mend.vocabulary);
    reading.is_some_and(|reading| {
        reading.flaw.is_none()
            && reading.requirement.is_none_or(|piece| mend.vocabulary.requirement(piece.text).is_some())
    })
}

fn fixed(finding: Diagnostic, title: &str, fix: Option<Edit>) -> Diagnostic {
    match fix {
        Some(edit) => finding.fix(title, vec![edit]),
        None => finding,
    }
}

/// An unknown name at its place, with the nearest known one.
pub(super) fn unknown(code: Code, what: &str, name: &str, span: Span, known: &[String]) -> Diagnostic {
    let finding = Diagnostic::at(code, span, format!("unknown {what} `{name}`"));
    match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => {
            let finding = finding.help(format!("did you mean `{near}`?"));
            let written = span.range().len() == name.len();
            let edit = Edit { span, replacement: near.to_owned() };
            if written { finding.likely_fix("write the nearest name", vec![edit]) } else { finding }
        }
        None => finding.help(format!("add it under `{what}s` in `waybook.yml` if it is right")),
    }
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
