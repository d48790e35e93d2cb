//! The cells of one row to one task, by position where the row is whole and by content where it is not.

use super::vocabulary::Vocabulary;
use crate::model::{Requirement, TaskId};
use crate::syntax::markdown::plain;
use crate::text::Span;

/// Which column of a table holds what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// How many columns the table has.
    pub width: usize,
    /// Column of the task id.
    pub id: usize,
    /// Column of the name.
    pub name: Option<usize>,
    /// Column of the requirement.
    pub requirement: Option<usize>,
    /// Column of the role.
    pub role: Option<usize>,
    /// Column of the services.
    pub services: Option<usize>,
}

impl Columns {
    /// The order in which the playbooks write them, as far as `width` goes.
    pub fn usual(width: usize) -> Self {
        let column = |index: usize| (index < width).then_some(index);
        Self { width, id: 0, name: column(1), requirement: column(2), role: column(3), services: column(4) }
    }
}

/// The words of a header where the page's own cannot be kept.
const WORDS: [&str; 5] = ["Task ID", "Task Name", "(M)andatory / (O)ptional", "FastTrack Role", "Services"];

impl Columns {
    /// Each column with the word that stands for it: id, name, requirement, role, services.
    pub fn named(&self) -> impl Iterator<Item = (usize, &'static str)> {
        let places = [Some(self.id), self.name, self.requirement, self.role, self.services];
        places.into_iter().zip(WORDS).filter_map(|(at, word)| at.map(|at| (at, word)))
    }

    /// These columns without those of which it is not known what they hold.
    pub fn compact(&self) -> Self {
        let mut places: Vec<usize> = self.named().map(|(at, _)| at).collect();
        places.sort_unstable();
        places.dedup();
        let place = |column: Option<usize>| column.and_then(|at| places.iter().position(|place| *place == at));
        Self {
            width: places.len(),
            id: place(Some(self.id)).unwrap_or(0),
            name: place(self.name),
            requirement: place(self.requirement),
            role: place(self.role),
            services: place(self.services),
        }
    }

    /// These columns and those that a reading needs besides.
    pub fn and_those_of(mut self, reading: &Reading<'_>) -> Self {
        let filled = |piece: Option<Piece<'_>>| piece.is_some_and(|piece| !piece.text.is_empty());
        let needed = [
            (&mut self.name, !reading.name.is_empty()),
            (&mut self.requirement, filled(reading.requirement)),
            (&mut self.role, filled(reading.role)),
            (&mut self.services, filled(reading.services)),
        ];
        for (column, needed) in needed {
            if needed && column.is_none() {
                *column = Some(self.width);
                self.width += 1;
            }
        }
        self
    }

    /// The row as it should be written.
    pub fn line(&self, reading: &Reading<'_>) -> String {
        let mut cells = vec![String::new(); self.width];
        let mut set = |column: Option<usize>, text: String| {
            if let Some(cell) = column.and_then(|at| cells.get_mut(at)) {
                *cell = text;
            }
        };
        let text = |piece: Piece<'_>| piece.text.replace(['\r', '\n'], " ");
        let name: Vec<String> = reading.name.iter().map(|piece| text(*piece)).collect();
        set(Some(self.id), text(reading.id_piece));
        set(self.name, name.join(" \\| "));
        set(self.requirement, reading.requirement.map(text).unwrap_or_default());
        set(self.role, reading.role.map(text).unwrap_or_default());
        set(self.services, reading.services.map(text).unwrap_or_default());
        format!("| {} |", cells.join(" | "))
    }
}

/// A piece of a line: its place and its text without blanks around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Where it stands.
    pub span: Span,
    /// What it says, as written.
    pub text: &'a str,
}

/// The cells of one task in the order of the columns, and how they came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading<'a> {
    /// The id.
    pub id: TaskId,
    /// The cell of the id.
    pub id_piece: Piece<'a>,
    /// The name, in one or more pieces.
    pub name: Vec<Piece<'a>>,
    /// The requirement.
    pub requirement: Option<Piece<'a>>,
    /// The role.
    pub role: Option<Piece<'a>>,
    /// The services.
    pub services: Option<Piece<'a>>,
    /// What was wrong with the row, if anything.
    pub flaw: Option<Flaw>,
}

impl<'a> Reading<'a> {
    /// Every piece that it takes in.
    pub fn pieces(&self) -> impl Iterator<Item = Piece<'a>> {
        let others = [Some(self.id_piece), self.requirement, self.role, self.services];
        others.into_iter().flatten().chain(self.name.to_vec())
    }
}

/// What is wrong with a row that could be read all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A pipe is missing between two cells.
    MissingPipe,
    /// A pipe stands twice.
    DoubledPipe,
    /// The row begins with an empty cell.
    Shifted,
    /// The cells stand in another order than the header's.
    Misplaced,
    /// The row ends before its last cells; what is there stands in order, as any Markdown reader sees it.
    Cut,
    /// The row has fewer cells than its table, and which are missing was told by what the others say.
    Short,
    /// The row has more cells than its table.
    Long,
}

/// The id that a cell holds, whatever emphasis or link is around it.
pub fn id_of(cell: &str) -> Option<TaskId> {
    if !cell.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    TaskId::parse(cell).or_else(|| TaskId::parse(plain(cell).trim()))
}

/// Reads the pieces from one id up to the next. The first piece is the id's.
pub fn read<'a>(pieces: &[Piece<'a>], columns: &Columns, vocabulary: &Vocabulary) -> Option<Reading<'a>> {
    let row = Row { pieces, columns, vocabulary };
    let mut trimmed = pieces;
    while trimmed.len() > columns.width && trimmed.last().is_some_and(|piece| piece.text.is_empty()) {
        trimmed = &trimmed[..trimmed.len() - 1];
    }
    if columns.id != 0 {
        return row.by_content(trimmed, Flaw::Misplaced);
    }
    if trimmed.len() == columns.width {
        let reading = row.by_position(trimmed)?;
        if row.fits(&reading) {
            return Some(reading);
        }
        return row.by_content(trimmed, Flaw::Misplaced).filter(|found| found.requirement.is_some()).or(Some(reading));
    }
    if trimmed.len() < columns.width {
        let in_order = || row.in_order(trimmed, Flaw::Cut);
        return row.with_missing_pipe(trimmed).or_else(in_order).or_else(|| row.by_content(trimmed, Flaw::Short));
    }
    let in_order = || row.in_order(&trimmed[..columns.width], Flaw::Long);
    row.without_doubled_pipe(trimmed).or_else(in_order).or_else(|| row.by_content(trimmed, Flaw::Long))
}

/// Reads a row as wide as its table whose id stands where the header says, though not first.
pub fn in_order<'a>(pieces: &[Piece<'a>], columns: &Columns, vocabulary: &Vocabulary) -> Option<Reading<'a>> {
    let id_piece = *pieces.get(columns.id)?;
    let row = Row { pieces: &[id_piece], columns, vocabulary };
    row.by_position(pieces).filter(|reading| row.fits(reading))
}

struct Row<'a, 'b> {
    pieces: &'b [Piece<'a>],
    columns: &'b Columns,
    vocabulary: &'b Vocabulary,
}

impl<'a> Row<'a, '_> {
    fn id(&self) -> Option<(TaskId, Piece<'a>)> {
        let piece = *self.pieces.first()?;
        Some((id_of(piece.text)?, piece))
    }

    fn empty(&self) -> Option<Reading<'a>> {
        let (id, id_piece) = self.id()?;
        Some(Reading { id, id_piece, name: Vec::new(), requirement: None, role: None, services: None, flaw: None })
    }

    fn by_position(&self, pieces: &[Piece<'a>]) -> Option<Reading<'a>> {
        let at = |column: Option<usize>| column.and_then(|index| pieces.get(index).copied());
        let mut reading = self.empty()?;
        reading.name = at(self.columns.name).into_iter().collect();
        reading.requirement = at(self.columns.requirement);
        reading.role = at(self.columns.role);
        reading.services = at(self.columns.services);
        Some(reading)
    }

    /// Cells that stand where the header says, though the row ends before its last cells or goes on after them.
    fn in_order(&self, pieces: &[Piece<'a>], flaw: Flaw) -> Option<Reading<'a>> {
        let reading = self.by_position(pieces)?;
        let said = |piece: Option<Piece<'_>>, is: &dyn Fn(&str) -> bool| piece.is_none_or(|piece| is(piece.text));
        let sound = said(reading.requirement, &|text| self.requirement(text).is_some())
            && said(reading.role, &|text| self.is_role(text))
            && said(reading.services, &|text| self.is_services(text));
        (sound && reading.requirement.is_some()).then_some(Reading { flaw: Some(flaw), ..reading })
    }

    /// Whether the requirement's cell says one, if anything.
    fn fits(&self, reading: &Reading<'_>) -> bool {
        reading.requirement.is_none_or(|piece| piece.text.is_empty() || self.requirement(piece.text).is_some())
    }

    fn requirement(&self, text: &str) -> Option<Requirement> {
        self.vocabulary.requirement(&plain(text))
    }

    fn is_role(&self, text: &str) -> bool {
        let roles = self.vocabulary.roles(&plain(text));
        !roles.is_empty() && roles.iter().all(|role| role.known)
    }

    fn is_services(&self, text: &str) -> bool {
        let (scope, unknown) = self.vocabulary.services(&plain(text));
        unknown.is_empty() && !scope.is_empty()
    }

    /// Looks for the one cell that holds two: `O FastTrack Engineer`, `1330 Validate`, `Validate O`.
    fn with_missing_pipe(&self, pieces: &[Piece<'a>]) -> Option<Reading<'a>> {
        if pieces.len() + 1 != self.columns.width || self.columns.compact().width != self.columns.width {
            return None;
        }
        (0..pieces.len()).find_map(|at| {
            self.halves(pieces[at]).into_iter().find_map(|(left, right)| {
                let mut whole = pieces[..at].to_vec();
                whole.extend([left, right]);
                whole.extend(&pieces[at + 1..]);
                let row = Row { pieces: &whole, ..*self };
                let reading = row.by_position(&whole)?;
                let sound = reading.requirement.is_some_and(|piece| self.requirement(piece.text).is_some())
                    && reading.role.is_none_or(|piece| self.is_role(piece.text))
                    && reading.services.is_none_or(|piece| piece.text.is_empty() || self.is_services(piece.text));
                sound.then_some(Reading { flaw: Some(Flaw::MissingPipe), ..reading })
            })
        })
    }

    /// Every way to part a cell at a blank.
    fn halves(&self, piece: Piece<'a>) -> Vec<(Piece<'a>, Piece<'a>)> {
        let blanks = piece.text.char_indices().filter(|(_, c)| c.is_whitespace());
        blanks
            .map(|(at, c)| (sub(piece, 0, at), sub(piece, at + c.len_utf8(), piece.text.len())))
            .filter(|(left, right)| !left.text.is_empty() && !right.text.is_empty())
            .collect()
    }

    fn without_doubled_pipe(&self, pieces: &[Piece<'a>]) -> Option<Reading<'a>> {
        let full: Vec<Piece<'a>> = pieces.iter().copied().filter(|piece| !piece.text.is_empty()).collect();
        if full.len() != self.columns.width {
            return None;
        }
        let reading = self.by_position(&full).filter(|reading| self.fits(reading))?;
        Some(Reading { flaw: Some(Flaw::DoubledPipe), ..reading })
    }

    /// Tells the cells by what they say: a letter, a known role, known services; the rest is the name.
    fn by_content(&self, pieces: &[Piece<'a>], flaw: Flaw) -> Option<Reading<'a>> {
        let mut reading = Reading { flaw: Some(flaw), ..self.empty()? };
        for piece in pieces.iter().skip(1).filter(|piece| !piece.text.is_empty()) {
            let text = piece.text;
            match () {
                () if reading.requirement.is_none() && self.requirement(text).is_some() => {
                    reading.requirement = Some(*piece)
                }
                () if reading.role.is_none() && self.is_role(text) => reading.role = Some(*piece),
                () if reading.services.is_none() && self.is_services(text) => reading.services = Some(*piece),
                () => reading.name.push(*piece),
            }
        }
        Some(reading)
    }
}

/// Part of a piece, trimmed.
pub(super) fn sub<'a>(piece: Piece<'a>, start: usize, end: usize) -> Piece<'a> {
    let text = &piece.text[start..end];
    let lead = text.len() - text.trim_start().len();
    let text = text.trim();
    let from = piece.span.start as usize + start + lead;
    Piece { span: Span::new(piece.span.file, from, from + text.len()), text }
}
