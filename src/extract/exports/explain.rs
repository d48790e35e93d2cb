//! How one export was read: every column, every status word, the sums of each state. For people who doubt a number.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::{Checked, Diagnostic};
use crate::extract::cells::value_of;
use crate::model::{Amount, Exports, LeftBehind, MigrationState, Unit};
use crate::syntax::csv::Slices;
use crate::text::Source;

use super::format::{Column, Field, Format, Rows};
use super::header;
use super::rows::Table;
use super::{Hints, units};

/// How a file was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Explanation {
    /// The file.
    pub file: String,
    /// The format it was recognised as; none if it is not known.
    pub format: Option<String>,
    /// What its rows are about.
    pub about: Option<&'static str>,
    /// Rows read.
    pub rows: usize,
    /// Those used.
    pub used: usize,
    /// Those that a later row about the same unit overrules.
    pub overruled: usize,
    /// Those rejected, by reason.
    pub rejected: BTreeMap<String, usize>,
    /// The latest day in the file.
    pub latest: Option<String>,
    /// Every column of the header.
    pub columns: Vec<ColumnReading>,
    /// Every status word.
    pub statuses: Vec<StatusReading>,
    /// The sums of each state.
    pub totals: Vec<StateTotals>,
    /// Items that were left behind, by kind, over all units.
    pub left_behind: BTreeMap<&'static str, u64>,
    /// Items of a list of items, by reason.
    pub items: BTreeMap<String, u64>,
}

impl Explanation {
    /// Whether it is a report that says nothing of any unit.
    pub fn is_unneeded(&self) -> bool {
        self.about == Some(Rows::Unneeded.as_str())
    }
}

/// How a column was read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ColumnReading {
    /// The header as written.
    pub header: String,
    /// What it means; none if the format does not know it.
    pub means: Option<&'static str>,
    /// Its first value, unless it is personal.
    pub example: Option<String>,
    /// How that value was read.
    pub read_as: Option<String>,
    /// Cells without a value.
    pub blank: usize,
}

/// How a status word was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatusReading {
    /// The tool's word.
    pub word: String,
    /// In the one vocabulary; `unknown` if it is not in it.
    pub state: String,
    /// How many units or batches have it now.
    pub count: usize,
}

/// The sums of the units of one state; what no unit tells is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StateTotals {
    /// The state.
    pub state: String,
    /// How many units.
    pub units: usize,
    /// Their items: all, moved, failed, skipped.
    pub items: [Option<u64>; 4],
    /// Their bytes: all, moved, failed, skipped.
    pub bytes: [Option<u64>; 4],
}

/// Reads a file and tells how.
pub fn explain(source: &Source, hints: &Hints, formats: &[Format]) -> Checked<Explanation> {
    let header = header::header(source, formats);
    let mut explanation = Explanation { file: source.path.to_string(), ..Explanation::default() };
    let Checked { value: exports, diagnostics } = units(&[(source, hints.clone())], formats);
    if let Some(format) = header::recognised(source, formats, &header) {
        explanation.format = Some(format.name.clone());
        explanation.about = Some(format.rows.as_str());
        explanation.columns = columns(source, format, hints);
        explanation.statuses = statuses(&exports);
        explanation.totals = totals(&exports, format);
        explanation.left_behind = left_behind(&exports);
        for items in &exports.failures {
            *explanation.items.entry(items.category.clone()).or_default() += items.count;
        }
    }
    if let Some(import) = exports.imports.first() {
        explanation.rows = import.rows;
        explanation.used = import.used;
        explanation.overruled = import.overruled;
        explanation.rejected = import.reasons.clone();
        explanation.latest = import.latest.map(|day| day.to_string());
    }
    Checked::new(explanation, diagnostics as Vec<Diagnostic>)
}

/// Every column with its first value; one pass over the file.
fn columns(source: &Source, format: &Format, hints: &Hints) -> Vec<ColumnReading> {
    let mut stream = header::table(source, format);
    let mut table = Table::new(source, format, hints);
    let mut row = Slices::default();
    let mut firsts: Vec<(Option<String>, usize)> = vec![(None, 0); table.header.len()];
    while stream.next(&mut row) {
        for (at, (first, blank)) in firsts.iter_mut().enumerate() {
            match row.cells.get(at).filter(|cell| !cell.text.is_empty()) {
                Some(cell) if first.is_none() => *first = Some(cell.text.replace('\0', "")),
                Some(_) => {}
                None => *blank += 1,
            }
        }
    }
    let header = table.header.clone();
    let readings = header.iter().zip(firsts).enumerate().map(|(at, (cell, (first, blank)))| {
        let column = format.column(&cell.text);
        let first = if is_personal(format, column) { None } else { first };
        let read_as =
            column.zip(first.as_deref()).and_then(|(column, text)| read_as(&mut table, (format, column), at, text));
        ColumnReading {
            header: cell.text.clone(),
            means: column.map(|column| column.field.as_str()),
            example: first,
            read_as,
            blank,
        }
    });
    readings.collect()
}

/// Whether the cells of a column may be about what people wrote. Columns that a list of items has and nobody knows may be.
fn is_personal(format: &Format, column: Option<&Column>) -> bool {
    match format.rows {
        Rows::Units | Rows::Batches => column.is_some_and(|column| column.field.is_personal()),
        Rows::FailedItems | Rows::SkippedItems => column.is_none_or(|column| column.field.is_personal()),
        Rows::Unneeded => true,
    }
}

/// How the value of a column is read.
fn read_as(table: &mut Table<'_>, (format, column): (&Format, &Column), at: usize, text: &str) -> Option<String> {
    let unknown = || "unknown".to_owned();
    Some(match column.field {
        Field::Unused | Field::Personal | Field::Item => return None,
        Field::ItemStatus => match format.state(value_of(text)) {
            MigrationState::Unknown(_) => unknown(),
            MigrationState::Failed => "failed".to_owned(),
            _ => "not failed".to_owned(),
        },
        Field::Status | Field::Code | Field::OtherStatus => state_word(&format.state(value_of(text))).to_owned(),
        field if field.is_date() => match table.date(at, text) {
            Ok(moment) => moment.map_or_else(unknown, |moment| moment.day.to_string()),
            Err(why) => why.message,
        },
        field if field.is_number() || field == Field::Seconds => {
            let unit = if field == Field::Seconds { " s" } else { "" };
            match table.number(at, field, column.scale(), text) {
                Ok(number) => number.map_or_else(unknown, |number| format!("{number}{unit}")),
                Err(why) => why.message,
            }
        }
        _ => value_of(text).to_owned(),
    })
}

fn state_word(state: &MigrationState) -> &str {
    if matches!(state, MigrationState::Unknown(_)) { "unknown" } else { state.as_str() }
}

fn statuses(exports: &Exports) -> Vec<StatusReading> {
    let mut counts: BTreeMap<(&str, &MigrationState), usize> = BTreeMap::new();
    let units = exports.units.iter().map(|unit| &unit.status);
    for status in units.chain(exports.batches.iter().map(|batch| &batch.status)) {
        *counts.entry((&status.word, &status.state)).or_default() += 1;
    }
    let reading = |((word, state), count): ((&str, &MigrationState), usize)| StatusReading {
        word: word.to_owned(),
        state: state_word(state).to_owned(),
        count,
    };
    counts.into_iter().map(reading).collect()
}

fn totals(exports: &Exports, format: &Format) -> Vec<StateTotals> {
    if format.rows != Rows::Units {
        return Vec::new();
    }
    let mut sums: BTreeMap<&str, (usize, [Amount; 4], [Amount; 4])> = BTreeMap::new();
    for unit in &exports.units {
        let (count, items, bytes) = sums.entry(state_word(unit.state())).or_default();
        *count += 1;
        *items = added(*items, unit, |unit| unit.items);
        *bytes = added(*bytes, unit, |unit| unit.bytes);
    }
    let total = |(state, (units, items, bytes)): (&str, (usize, [Amount; 4], [Amount; 4]))| StateTotals {
        state: state.to_owned(),
        units,
        items: items.map(Amount::get),
        bytes: bytes.map(Amount::get),
    };
    sums.into_iter().map(total).collect()
}

/// What all units left behind, by kind; what none did is not there.
fn left_behind(exports: &Exports) -> BTreeMap<&'static str, u64> {
    let sum = |kind| exports.units.iter().map(|unit| unit.left(kind)).fold(0, u64::saturating_add);
    let kinds = LeftBehind::ALL.into_iter().map(|kind| (kind.as_str(), sum(kind)));
    kinds.filter(|(_, count)| *count > 0).collect()
}

fn added(sums: [Amount; 4], unit: &Unit, of: fn(&Unit) -> crate::model::Amounts) -> [Amount; 4] {
    let amounts = of(unit);
    [
        sums[0].plus(amounts.total),
        sums[1].plus(amounts.done),
        sums[2].plus(amounts.failed),
        sums[3].plus(amounts.skipped),
    ]
}
