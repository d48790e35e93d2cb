//! The rows of one export by what its columns mean: texts, numbers, moments. What cannot be read is said once per reason,
//! with the number of rows, since an export may have a million of them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Amount;
use crate::syntax::csv::{self, Cell, Slice, Slices, Stream};
use crate::text::{FileId, Source, Span};

use super::format::{Field, Format};
use super::moments::{self, AMBIGUOUS, Moment, Order};
use super::values;

/// Places shown for one reason.
const MOST_PLACES: usize = 5;

/// One export under a format, row by row.
pub(super) struct Table<'t> {
    pub(super) file: FileId,
    pub(super) header: Vec<Cell>,
    text: &'t str,
    stream: Stream<'t>,
    row: Slices<'t>,
    slots: Vec<Vec<Slot>>,
    fixed: Option<Order>,
    orders: HashMap<usize, Option<Order>>,
    damaged: bool,
    reasons: BTreeMap<(Code, String), Reason>,
}

/// Where a meaning stands in a row.
#[derive(Clone, Copy)]
struct Slot {
    at: usize,
    rank: u8,
    factor: u64,
    /// Whether its numbers are those of one round, and no totals.
    of_round: bool,
}

/// How the header of such a column ends, in its plain form.
const OF_ROUND: &str = "incurrentround";

/// Why rows or cells were not read.
struct Reason {
    severity: Severity,
    places: Vec<Span>,
    count: usize,
    help: &'static str,
}

/// The header row of a table, as the formats look at it.
pub(super) fn header(source: &Source) -> Vec<Cell> {
    let mut header = csv::stream(source.id, &source.text).header;
    for cell in header.iter_mut().filter(|cell| cell.text.contains('\0')) {
        cell.text = cell.text.replace('\0', "");
    }
    header
}

impl<'t> Table<'t> {
    /// Begins to read a file under a format. `order` is what the engagement says of its dates.
    pub(super) fn new(source: &'t Source, format: &Format, order: Option<Order>) -> Self {
        let stream = csv::stream(source.id, &source.text);
        let header = header(source);
        let damaged = source.text.contains('\0');
        let mut table = Self {
            file: source.id,
            slots: slots(&header, format),
            header,
            text: &source.text,
            stream,
            row: Slices::default(),
            fixed: order.or(format.dates),
            orders: HashMap::new(),
            damaged,
            reasons: BTreeMap::new(),
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
                self.complain(
                    Code::UnreadableExportRow,
                    message,
                    cell.span,
                    "remove one of them; the first one counts",
                );
            }
            seen.push(name);
        }
        if let Some(at) = self.text.find('\0').filter(|_| self.damaged) {
            let place = Span::new(self.file, at, at + 1);
            let message = "NUL bytes in the file".to_owned();
            self.complain(Code::UnreadableExportRow, message, place, "save the file as UTF-8; it is read without them");
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
        self.cell(field).map(|cell| cell.text.as_ref())
    }

    /// The number of a meaning: the sum over the columns of the first rank that has one.
    pub(super) fn amount(&mut self, field: Field) -> Amount {
        self.sum(field, values::amount)
    }

    /// Whether the number of a meaning is that of one round.
    pub(super) fn is_of_round(&self, field: Field) -> bool {
        let filled = |slot: &&Slot| self.row.cells.get(slot.at).is_some_and(|cell| !cell.text.is_empty());
        self.slots[field as usize].iter().find(filled).is_some_and(|slot| slot.of_round)
    }

    /// The seconds of a meaning.
    pub(super) fn seconds(&mut self) -> Amount {
        self.sum(Field::Seconds, values::seconds)
    }

    fn sum(&mut self, field: Field, read: fn(&str, u64) -> Result<Option<u64>, &'static str>) -> Amount {
        let mut sum = Amount::UNKNOWN;
        let mut rank = None;
        for index in 0..self.slots[field as usize].len() {
            let slot = self.slots[field as usize][index];
            if rank.is_some_and(|rank| rank != slot.rank) && sum.get().is_some() {
                break;
            }
            rank = Some(slot.rank);
            let Some(cell) = self.row.cells.get(slot.at) else { continue };
            match read(&cell.text, slot.factor) {
                Ok(number) => sum = sum.plus(number.into()),
                Err(why) => {
                    let cell = cell.clone();
                    self.unreadable(slot.at, &cell, why);
                }
            }
        }
        sum
    }

    /// The moment of a meaning.
    pub(super) fn moment(&mut self, field: Field) -> Option<Moment> {
        let slots = &self.slots[field as usize];
        let filled = slots.iter().find(|slot| self.row.cells.get(slot.at).is_some_and(|cell| !cell.text.is_empty()))?;
        let at = filled.at;
        let cell = self.row.cells[at].clone();
        let read = match moments::moment(&cell.text, self.fixed) {
            Err(AMBIGUOUS) => {
                let order = self.order(at);
                moments::moment(&cell.text, order)
            }
            read => read,
        };
        read.unwrap_or_else(|why| {
            self.unreadable(at, &cell, why);
            None
        })
    }

    /// The order that the dates of a column agree on, looked for in the whole file the first time it is needed.
    pub(super) fn order(&mut self, at: usize) -> Option<Order> {
        let (file, text) = (self.file, self.text);
        let fixed = self.fixed;
        *self.orders.entry(at).or_insert_with(|| fixed.or_else(|| column_order(file, text, at)))
    }

    fn unreadable(&mut self, at: usize, cell: &Slice<'t>, why: &'static str) {
        let name = self.header.get(at).map_or_else(String::new, |cell| cell.text.clone());
        if why == AMBIGUOUS {
            let message = format!("day and month cannot be told apart in `{name}`");
            let help = "say `dates: day-first` or `dates: month-first` where the engagement names the file";
            self.complain(Code::ExportDateAmbiguous, message, cell.span, help);
        } else {
            let message = format!("{why} in `{name}`");
            self.complain(
                Code::UnreadableExportRow,
                message,
                cell.span,
                "correct the cell, or empty it; it counts as unknown",
            );
        }
    }

    /// Notes something that a reader should mend but that costs no row.
    pub(super) fn complain(&mut self, code: Code, message: String, place: Span, help: &'static str) {
        let severity = if code == Code::UnreadableExportRow { Severity::Warning } else { code.severity() };
        self.note((code, message), severity, place, help);
    }

    /// Notes a row that cannot be used.
    pub(super) fn reject(&mut self, reason: &str) {
        let place = self.span();
        let help = "correct the row; as it stands it is left out";
        self.note((Code::UnreadableExportRow, reason.to_owned()), Severity::Error, place, help);
    }

    fn note(&mut self, key: (Code, String), severity: Severity, place: Span, help: &'static str) {
        let reason = self.reasons.entry(key).or_insert(Reason { severity, places: Vec::new(), count: 0, help });
        reason.count += 1;
        if reason.places.len() < MOST_PLACES {
            reason.places.push(place);
        }
    }

    /// What was found, each reason at its first places.
    pub(super) fn findings(self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for ((code, message), reason) in self.reasons {
            let one = |place: &Span, message: String| {
                let finding = Diagnostic::at(code, *place, message).help(reason.help);
                Diagnostic { severity: reason.severity, ..finding }
            };
            let more = reason.count - reason.places.len();
            let alone = reason.severity != Severity::Error;
            if alone && reason.count > 1 {
                found.push(one(&reason.places[0], format!("{message}, {} rows", reason.count)));
                continue;
            }
            let last = reason.places.len() - 1;
            for (index, place) in reason.places.iter().enumerate() {
                let rest = if index == last && more > 0 { format!(", and {more} more rows") } else { String::new() };
                found.push(one(place, format!("{message}{rest}")));
            }
        }
        found
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
            factor: column.factor,
            of_round: name.ends_with(OF_ROUND),
        });
        seen.push(name);
    }
    for slots in &mut slots {
        slots.sort_by_key(|slot| slot.rank);
    }
    slots
}

/// The order that the dates of a column agree on; none if none of them shows it, or two contradict each other.
fn column_order(file: FileId, text: &str, at: usize) -> Option<Order> {
    let mut stream = csv::stream(file, text);
    let mut row = Slices::default();
    let mut settled = None;
    while stream.next(&mut row) {
        let shown = row.cells.get(at).and_then(|cell| moments::shown_order(&cell.text));
        match (settled, shown) {
            (Some(before), Some(now)) if before != now => return None,
            (_, Some(_)) => settled = shown,
            _ => {}
        }
    }
    settled
}
