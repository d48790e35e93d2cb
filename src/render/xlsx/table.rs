//! A table before it stands on a sheet: columns with the colours of their words, and rows of cells.

use super::cell::Cell;

/// A table with a header row.
pub(super) struct Table<'v> {
    /// The name of the sheet, in the language of the report.
    pub(super) title: String,
    /// The name by which formulas know it; letters only.
    pub(super) name: &'static str,
    /// Its columns.
    pub(super) columns: Vec<Column>,
    /// Its rows; each has a cell for each column.
    pub(super) rows: Vec<Vec<Cell<'v>>>,
}

/// A column of a table.
#[derive(Default)]
pub(super) struct Column {
    /// What stands at its head.
    pub(super) header: String,
    /// Words that stand out, with how.
    pub(super) words: Vec<(String, Tone)>,
    /// Whether its numbers are drawn as bars.
    pub(super) bars: bool,
}

/// How a word stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// Green.
    Good,
    /// Amber.
    Wait,
    /// Red.
    Bad,
    /// Grey.
    Quiet,
}

impl Column {
    /// A column whose words stand out.
    pub(super) fn toned(mut self, words: impl IntoIterator<Item = (String, Tone)>) -> Self {
        self.words.extend(words);
        self
    }

    /// A column whose numbers are drawn as bars.
    pub(super) fn barred(mut self) -> Self {
        self.bars = true;
        self
    }
}

/// A column of this header.
pub(super) fn column(header: impl Into<String>) -> Column {
    Column { header: header.into(), ..Column::default() }
}

impl<'v> Table<'v> {
    /// A table that is still empty.
    pub(super) fn new(title: impl Into<String>, name: &'static str, columns: Vec<Column>) -> Self {
        Self { title: title.into(), name, columns, rows: Vec::new() }
    }

    /// The same with rows.
    pub(super) fn with(mut self, rows: impl IntoIterator<Item = Vec<Cell<'v>>>) -> Self {
        self.rows.extend(rows);
        self
    }
}
