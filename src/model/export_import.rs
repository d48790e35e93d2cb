//! A file of a migration tool as a whole: how its dates are read, and what became of its rows.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::text::{FileId, Spanned};

/// Which number comes first in `2/3/2020`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 2 March.
    DayFirst,
    /// 3 February.
    MonthFirst,
}

impl DateOrder {
    /// The words of project and engagement files; `iso` says that no numbers need an order.
    pub const WORDS: [&'static str; 3] = ["day-first", "month-first", "iso"];

    /// The order that a word names; `iso` names none.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "day-first" => Some(DateOrder::DayFirst),
            "month-first" => Some(DateOrder::MonthFirst),
            _ => None,
        }
    }

    /// The word.
    pub fn as_str(self) -> &'static str {
        DateOrder::WORDS[self as usize]
    }
}

/// The character that separates decimals; the other one of the two separates thousands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalMark {
    /// `12,5`
    Comma,
    /// `12.5`
    Point,
}

impl DecimalMark {
    /// The words of project and engagement files.
    pub const WORDS: [&'static str; 2] = ["comma", "point"];

    /// The mark that a word names.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "comma" => Some(DecimalMark::Comma),
            "point" => Some(DecimalMark::Point),
            _ => None,
        }
    }

    /// The character.
    pub fn character(self) -> char {
        match self {
            DecimalMark::Comma => ',',
            DecimalMark::Point => '.',
        }
    }
}

/// A file that a migration tool wrote, and what became of its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportImport {
    /// The file.
    pub file: FileId,
    /// The format it was recognised as: `Exchange Get-MigrationUser`.
    pub format: String,
    /// Whether it lists failed items alone, so that a file without a row is good news and no gap.
    pub lists_failures: bool,
    /// Rows read.
    pub rows: usize,
    /// Those that were read as a unit, batch or failed item.
    pub used: usize,
    /// Those of the used ones that a later row about the same unit overrules.
    pub overruled: usize,
    /// Those that could not be used; each has a finding.
    pub rejected: usize,
    /// Why, with the number of rows for each reason.
    pub reasons: BTreeMap<String, usize>,
    /// Cells of used rows that could not be read and count as unknown, by reason.
    pub unread: BTreeMap<String, usize>,
    /// The latest day in the file: how old it is.
    pub latest: Option<Date>,
}

/// Data that an engagement file names and that gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// What is wrong with it.
    pub kind: GapKind,
    /// The name or glob as the engagement file has it.
    pub named: Spanned<String>,
    /// The file, where there is one.
    pub file: Option<FileId>,
}

/// Why named data gave nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GapKind {
    /// The table of task statuses is not there.
    NoStatuses,
    /// No export is there.
    NoExport,
    /// A file is there, and no known format fits it.
    UnknownExport,
}
