//! The rows of one export by what its columns mean: texts, numbers, moments. A cell that can be read in two ways is settled by
//! a survey of the whole file, which is made when the first of them is met.

use std::borrow::Cow;

use crate::diagnostic::Code;
use crate::extract::cells::{self, AMBIGUOUS, Doubt, Kind, Mark, Moment, Order, Reading, Scale, Survey, Use};
use crate::model::Amount;
use crate::syntax::csv::{self, Cell, Slice, Slices, Stream};
use crate::text::{FileId, Source, Span};

use super::Hints;
use super::format::{Field, Format};
use super::header;
use super::reasons::{About, Reason, Reasons};

/// One export under a format, row by row.
pub(super) struct Table<'t> {
    pub(super) file: FileId,
    pub(super) header: Vec<Cell>,
    text: &'t str,
    /// The whole table, for those who look at it from its beginning.
    whole: Stream<'t>,
    stream: Stream<'t>,
    row: Slices<'t>,
    slots: Vec<Vec<Slot>>,
    kinds: Vec<(usize, Kind)>,
    /// What the engagement or the format says of the order of day and month.
    dates: Option<Order>,
    /// What the engagement says of the mark that separates decimals.
    decimals: Option<Mark>,
    survey: Option<Survey>,
    damaged: bool,
    reasons: Reasons,
}

/// Where a meaning stands in a row.
#[derive(Clone, Copy)]
struct Slot {
    at: usize,
    rank: u8,
    scale: Scale,
    /// Whether its numbers are those of one round, and no totals.
    of_round: bool,
}

/// How the header of such a column ends, in its plain form.
const OF_ROUND: &str = "incurrentround";

/// Why a cell was not read.
pub(super) struct Unread {
    code: Code,
    pub(super) message: String,
    help: &'static str,
}

impl<'t> Table<'t> {
    /// Begins to read a file under a format that recognises it.
    pub(super) fn new(source: &'t Source, format: &Format, hints: &Hints) -> Self {
        let stream = header::table(source, format);
        let header = header::cells(&stream);
        let mut table = Self {
            file: source.id,
            slots: slots(&header, format),
            kinds: kinds(&header, format),
            header,
            text: &source.text,
            whole: stream.clone(),
            stream,
            row: Slices::default(),
            dates: hints.dates.or(format.dates),
            decimals: hints.decimals.or(format.decimals),
            survey: None,
            damaged: source.text.contains('\0'),
            reasons: Reasons::default(),
        };
        table.check_header(format);
        table
    }

    /// Columns that stand twice, and bytes that no text has.
    fn check_header(&mut self, format: &Format) {
        let mut seen: Vec<String> = Vec::new();
        for cell in self.header.clone().iter().filter(|cell| format.column(&cell.text).is_some()) {
            let name = csv::plain(&cell.text);
            if seen.contains(&name) {
                let message = format!("a second column `{}`", cell.text);
                self.complain(message, cell.span, "remove one of them; the first one counts");
            }
            seen.push(name);
        }
        if let Some(at) = self.text.find('\0').filter(|_| self.damaged) {
            let place = Span::new(self.file, at, at + 1);
            let message = "NUL bytes in the file".to_owned();
            self.complain(message, place, "save the file as UTF-8; it is read without them");
        }
    }

    /// Takes the next row; says whether there was one.
    pub(super) fn next(&mut self) -> bool {
        while self.stream.next(&mut self.row) {
            if !self.damaged || self.mend() {
                return true;
            }
        }
        false
    }

    /// Takes NUL bytes out of a row; says whether anything is left.
    fn mend(&mut self) -> bool {
        for cell in self.row.cells.iter_mut().filter(|cell| cell.text.contains('\0')) {
            cell.text = Cow::Owned(cell.text.replace('\0', "").trim().to_owned());
        }
        self.row.cells.iter().any(|cell| !cell.text.is_empty())
    }

    /// The whole row.
    pub(super) fn span(&self) -> Span {
        self.row.span(self.file)
    }

    /// Why the row as a whole cannot be used, if so.
    pub(super) fn broken(&self) -> Option<String> {
        if let Some(problem) = self.row.problem {
            return Some(problem.as_str().to_owned());
        }
        let beyond = self.row.cells.iter().skip(self.header.len()).any(|cell| !cell.text.is_empty());
        beyond.then(|| format!("a row of {} cells in a table of {}", self.row.cells.len(), self.header.len()))
    }

    /// Whether the row ends before the last of these columns: it was cut off.
    pub(super) fn ends_before(&self, field: Field) -> bool {
        let slots = &self.slots[field as usize];
        !slots.is_empty() && slots.iter().all(|slot| slot.at >= self.row.cells.len())
    }

    /// The cell of a meaning: the first that is not blank, by rank.
    pub(super) fn cell(&self, field: Field) -> Option<&Slice<'t>> {
        let cells = self.slots[field as usize].iter().filter_map(|slot| self.row.cells.get(slot.at));
        cells.into_iter().find(|cell| !cell.text.is_empty())
    }

    /// The text of a meaning.
    pub(super) fn text(&self, field: Field) -> Option<&str> {
        self.cell(field).map(|cell| cells::value_of(&cell.text))
    }

    /// Whether a column of the file has a meaning.
    pub(super) fn has(&self, field: Field) -> bool {
        !self.slots[field as usize].is_empty()
    }

    /// The texts of all columns of a meaning.
    pub(super) fn texts(&self, field: Field) -> impl Iterator<Item = &str> {
        let cells = self.slots[field as usize].iter().filter_map(|slot| self.row.cells.get(slot.at));
        cells.map(|cell| cells::value_of(&cell.text)).filter(|text| !text.is_empty())
    }

    /// Whether the number of a meaning is that of one round.
    pub(super) fn is_of_round(&self, field: Field) -> bool {
        let filled = |slot: &&Slot| self.row.cells.get(slot.at).is_some_and(|cell| !cell.text.is_empty());
        self.slots[field as usize].iter().find(filled).is_some_and(|slot| slot.of_round)
    }

    /// The number of a meaning: the sum over the columns of the first rank that has one.
    pub(super) fn amount(&mut self, field: Field) -> Amount {
        self.sum(field, 0)
    }

    /// The same over columns of this rank and later ones alone.
    pub(super) fn amount_of(&mut self, field: Field, first: u8) -> Amount {
        self.sum(field, first)
    }

    fn sum(&mut self, field: Field, first: u8) -> Amount {
        let mut sum = Amount::UNKNOWN;
        let mut rank = None;
        for index in 0..self.slots[field as usize].len() {
            let slot = self.slots[field as usize][index];
            if slot.rank < first {
                continue;
            }
            if rank.is_some_and(|rank| rank != slot.rank) && sum.get().is_some() {
                break;
            }
            rank = Some(slot.rank);
            let Some(cell) = self.row.cells.get(slot.at) else { continue };
            if let Some(number) = cells::digits(&cell.text).and_then(|number| number.checked_mul(slot.scale.factor)) {
                sum = sum.plus(Some(number).into());
                continue;
            }
            let cell = cell.clone();
            match self.number(slot.at, field, slot.scale, &cell.text) {
                Ok(number) => sum = sum.plus(number.into()),
                Err(why) => self.unread(why, cell.span),
            }
        }
        sum
    }

    /// The number that a cell of a column stands for, none if it says nothing.
    pub(super) fn number(&mut self, at: usize, field: Field, scale: Scale, text: &str) -> Result<Option<u64>, Unread> {
        let text = cells::value_of(text);
        let read =
            if field == Field::Seconds { cells::seconds(text, scale.factor) } else { cells::amount(text, scale) };
        let value = match read {
            Ok(Reading::Blank) => return Ok(None),
            Ok(Reading::Certain(number)) => Ok(number),
            Ok(Reading::Either { mark, whole, decimal, grouped }) => match self.used(at, mark, whole) {
                Ok(Use::Decimals) => decimal,
                Ok(Use::Thousands) => grouped,
                Err(doubt) => return Err(self.open_number(at, mark, doubt)),
            },
            Err(why) => Err(why),
        };
        value.map(Some).map_err(|why| self.unreadable(at, why))
    }

    /// The moment of a meaning.
    pub(super) fn moment(&mut self, field: Field) -> Option<Moment> {
        let slots = &self.slots[field as usize];
        let filled = slots.iter().find(|slot| self.row.cells.get(slot.at).is_some_and(|cell| !cell.text.is_empty()))?;
        let at = filled.at;
        let cell = self.row.cells[at].clone();
        self.date(at, &cell.text).unwrap_or_else(|why| {
            self.unread(why, cell.span);
            None
        })
    }

    /// The moment that a cell of a column stands for, none if it says nothing.
    pub(super) fn date(&mut self, at: usize, text: &str) -> Result<Option<Moment>, Unread> {
        let text = cells::value_of(text);
        let known = self.dates.or_else(|| self.survey.as_ref()?.order(at).ok());
        match cells::moment(text, known) {
            Err(AMBIGUOUS) => match self.survey().order(at) {
                Ok(order) => cells::moment(text, Some(order)).map_err(|why| self.unreadable(at, why)),
                Err(doubt) => Err(self.open_date(at, doubt)),
            },
            read => read.map_err(|why| self.unreadable(at, why)),
        }
    }

    /// What a mark separates in a column.
    fn used(&mut self, at: usize, mark: Mark, whole: bool) -> Result<Use, Doubt> {
        match self.decimals {
            Some(decimals) => Ok(if decimals == mark { Use::Decimals } else { Use::Thousands }),
            None => self.survey().mark(at, mark, whole),
        }
    }

    /// What the whole file shows, looked at when it is first asked for.
    fn survey(&mut self) -> &Survey {
        let (whole, kinds, width, damaged) = (&self.whole, &self.kinds, self.header.len(), self.damaged);
        self.survey.get_or_insert_with(|| {
            let mut stream = whole.clone();
            let mut survey = Survey::new(stream.separator(), kinds.iter().copied());
            let mut row = Slices::default();
            while stream.next(&mut row) {
                // A row that is cut wrongly has its cells in other columns.
                if row.problem.is_some() || row.cells.len() > width {
                    continue;
                }
                for (at, _) in kinds {
                    let Some(cell) = row.cells.get(*at) else { continue };
                    let clean =
                        if damaged { Cow::Owned(cell.text.replace('\0', "")) } else { Cow::Borrowed(&*cell.text) };
                    survey.add(*at, cells::value_of(&clean));
                }
            }
            survey
        })
    }

    fn name(&self, at: usize) -> &str {
        self.header.get(at).map_or("", |cell| cell.text.as_str())
    }

    fn unreadable(&self, at: usize, why: &str) -> Unread {
        Unread {
            code: Code::UnreadableExportRow,
            message: format!("{why} in `{}`", self.name(at)),
            help: "correct the cell, or empty it; it counts as unknown",
        }
    }

    fn open_number(&self, at: usize, mark: Mark, doubt: Doubt) -> Unread {
        let (mark, name) = (mark.character(), self.name(at));
        let message = match doubt {
            Doubt::Open => format!("`{mark}` in `{name}` may separate decimals or thousands"),
            Doubt::Contradiction => {
                format!("`{mark}` in `{name}` separates decimals in some cells and thousands in others")
            }
        };
        let help = "say `decimals: comma` or `decimals: point` where the engagement names the file";
        Unread { code: Code::ExportNumberAmbiguous, message, help }
    }

    fn open_date(&self, at: usize, doubt: Doubt) -> Unread {
        let name = self.name(at);
        let message = match doubt {
            Doubt::Open => format!("day and month cannot be told apart in `{name}`"),
            Doubt::Contradiction => format!("some dates in `{name}` have the day first and some the month"),
        };
        let help = "say `dates: day-first` or `dates: month-first` where the engagement names the file";
        Unread { code: Code::ExportDateAmbiguous, message, help }
    }

    /// Notes a cell that counts as unknown.
    fn unread(&mut self, why: Unread, place: Span) {
        self.reasons.add(About::Cell, Reason { code: why.code, message: why.message }, place, why.help);
    }

    /// Notes something about the file that a reader should fix but that costs no row.
    fn complain(&mut self, message: String, place: Span, help: &'static str) {
        self.reasons.add(About::File, Reason { code: Code::UnreadableExportRow, message }, place, help);
    }

    /// Notes a row that cannot be used.
    pub(super) fn reject(&mut self, reason: &str) {
        let place = self.span();
        let help = "correct the row; as it stands it is left out";
        let reason = Reason { code: Code::UnreadableExportRow, message: reason.to_owned() };
        self.reasons.add(About::Row, reason, place, help);
    }

    /// What was not read.
    pub(super) fn into_reasons(self) -> Reasons {
        self.reasons
    }
}

/// Where each meaning stands, by rank; of a header that stands twice the first counts.
fn slots(header: &[Cell], format: &Format) -> Vec<Vec<Slot>> {
    let mut slots: Vec<Vec<Slot>> = vec![Vec::new(); Field::Personal as usize + 1];
    let mut seen: Vec<String> = Vec::new();
    for (at, cell) in header.iter().enumerate() {
        let name = csv::plain(&cell.text);
        let Some(column) = format.column(&cell.text).filter(|_| !seen.contains(&name)) else { continue };
        slots[column.field as usize].push(Slot {
            at,
            rank: column.rank,
            scale: column.scale(),
            of_round: name.ends_with(OF_ROUND),
        });
        seen.push(name);
    }
    for slots in &mut slots {
        slots.sort_by_key(|slot| slot.rank);
    }
    slots
}

/// The columns whose cells are numbers or dates.
fn kinds(header: &[Cell], format: &Format) -> Vec<(usize, Kind)> {
    let kind = |(at, cell): (usize, &Cell)| Some((at, format.column(&cell.text)?.kind()?));
    header.iter().enumerate().filter_map(kind).collect()
}
