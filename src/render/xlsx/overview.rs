//! The first sheet: labels and values one below the other, beside them the charts.

use rust_xlsxwriter::Worksheet;

use super::Failure;
use super::book::{Book, emphasise, make_room};
use super::cell::Cell;
use super::lists::Words;
use super::table::{Column, Tone};
use crate::view::status_report::DataLine;

/// The first sheet while it is being written.
pub(super) struct Overview<'b> {
    book: &'b mut Book,
    sheet: Worksheet,
    row: u32,
}

/// How wide the columns of labels and of values are.
const LABELS: usize = 32;
const VALUES: usize = 64;
/// Points of a heading and of the title. Not every program makes room for what it opens.
const HEADING_HEIGHT: f64 = 19.0;
const TITLE_HEIGHT: f64 = 27.0;

/// The column where charts begin.
const CHARTS: u16 = 3;

impl<'b> Overview<'b> {
    /// A sheet with a title and what it is.
    pub(super) fn new(book: &'b mut Book, name: &str, title: &str, kind: &str) -> Result<Self, Failure> {
        let mut sheet = book.sheet(name)?;
        sheet.set_screen_gridlines(false).set_column_width(0, LABELS as f64)?;
        sheet.set_column_width(1, VALUES as f64)?;
        sheet.set_row_height(0, TITLE_HEIGHT)?;
        let mut overview = Self { book, sheet, row: 0 };
        let format = overview.book.formats().title.clone();
        overview.book.words(&mut overview.sheet, (0, 0), title, Some(&format))?;
        let format = overview.book.formats().label.clone();
        overview.book.words(&mut overview.sheet, (1, 0), kind, Some(&format))?;
        overview.row = 3;
        Ok(overview)
    }

    /// A label and a value; nothing without a value.
    pub(super) fn line(&mut self, label: &str, value: Cell<'_>) -> Result<(), Failure> {
        if matches!(&value, Cell::Empty) || matches!(&value, Cell::Text(text) if text.is_empty()) {
            return Ok(());
        }
        let format = self.book.formats().label.clone();
        self.book.words(&mut self.sheet, (self.row, 0), label, Some(&format))?;
        make_room(&mut self.sheet, self.row, value.lines(VALUES))?;
        // Numbers stand at the left here, below the words.
        self.book.put(&mut self.sheet, (self.row, 1), &value)?;
        self.row += 1;
        Ok(())
    }

    /// A label and a word that stands out.
    pub(super) fn toned(&mut self, label: &str, word: &str, words: Vec<(String, Tone)>) -> Result<(), Failure> {
        let row = self.row;
        self.line(label, word.into())?;
        emphasise(&mut self.sheet, &Column { words, ..Column::default() }, (row, 1, row, 1))
    }

    /// How good the data is, and what of it is missing.
    pub(super) fn data(&mut self, words: Words<'_>, data: &DataLine) -> Result<(), Failure> {
        let tones = [("partial", Tone::Wait), ("none", Tone::Wait)];
        self.toned(words.say("report_data"), &data.label, words.toned("data", &tones))?;
        let lines = [&data.text].into_iter().filter(|text| !text.is_empty());
        lines.chain(data.gaps.iter().map(|gap| &gap.text)).try_for_each(|text| self.line("", text.into()))
    }

    /// A line of its own that nobody can overlook.
    pub(super) fn warning(&mut self, text: &str) -> Result<(), Failure> {
        let format = self.book.formats().warning.clone();
        self.sheet.merge_range(self.row, 0, self.row, 1, "", &format)?;
        make_room(&mut self.sheet, self.row, Cell::from(text).lines(LABELS + VALUES))?;
        self.book.words(&mut self.sheet, (self.row, 0), text, Some(&format))?;
        self.row += 1;
        Ok(())
    }

    /// A heading, after an empty row.
    pub(super) fn heading(&mut self, text: &str) -> Result<(), Failure> {
        let format = self.book.formats().heading.clone();
        self.row += 1;
        self.sheet.set_row_height(self.row, HEADING_HEIGHT)?;
        self.book.words(&mut self.sheet, (self.row, 0), text, Some(&format))?;
        self.row += 1;
        Ok(())
    }

    /// Charts one below the other, beside the values.
    pub(super) fn charts(&mut self, charts: Vec<rust_xlsxwriter::Chart>) -> Result<(), Failure> {
        let mut row = 0;
        for mut chart in charts {
            chart.set_width(620).set_height(300);
            self.sheet.insert_chart(row, CHARTS, &chart)?;
            row += 16;
        }
        Ok(())
    }

    /// Says what was cut from the other sheets, and puts this one before them.
    pub(super) fn finish(mut self, say: impl Fn(&str, usize) -> String) -> Result<(), Failure> {
        let (texts, rows) = (self.book.cut_texts, self.book.cut_rows);
        for (key, number) in [("report_cut_texts", texts), ("report_cut_rows", rows)] {
            if number > 0 {
                self.row += 1;
                self.warning(&say(key, number))?;
            }
        }
        self.book.take_first(self.sheet);
        Ok(())
    }
}
