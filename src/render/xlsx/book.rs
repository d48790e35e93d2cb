//! A workbook while it is being written: sheets under names that Excel accepts, tables with filters, what had to be cut.

use std::collections::HashSet;

use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatDataBar, DocProperties, ExcelDateTime, Format,
    FormatAlign, TableColumn, TableStyle, Worksheet,
};

use super::cell::{self, Cell};
use super::table::{Column, Table, Tone};
use super::{Failure, Workbook};
use crate::view::parts::Day;

/// How many rows a table may have. Excel could hold ten times as many, but nobody could open it.
pub(super) const MOST_ROWS: usize = 100_000;
/// How many rows are looked at for the width of a column.
const ROWS_MEASURED: usize = 300;
/// How long the name of a sheet may be, in units of UTF-16.
const LONGEST_NAME: usize = 31;
/// Points of a line of text. Not every program makes room for the lines of what it opens.
pub(super) const LINE_HEIGHT: f64 = 15.0;
/// More lines than this do not fit into a row.
const MOST_LINES: usize = 27;
/// How a part of one is shown: only all is 100%.
pub(super) const SHARE: &str = "[<0.9995]0.0%;[<1]\"<100%\";0%";

/// A workbook while it is being written.
pub(super) struct Book {
    sheets: Vec<Worksheet>,
    names: HashSet<String>,
    formats: Formats,
    /// Texts that were cut.
    pub(super) cut_texts: usize,
    /// Rows that were left out.
    pub(super) cut_rows: usize,
}

/// Where a table stands, for charts.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub(super) sheet: String,
    pub(super) rows: u32,
}

/// What a workbook is called and by whom.
pub(super) struct Identity<'a> {
    pub(super) title: String,
    pub(super) subject: &'a str,
    pub(super) company: &'a str,
    pub(super) day: &'a Day,
}

/// How cells look.
pub(super) struct Formats {
    pub(super) text: Format,
    pub(super) day: Format,
    pub(super) whole: Format,
    pub(super) decimal: Format,
    pub(super) share: Format,
    pub(super) title: Format,
    pub(super) label: Format,
    pub(super) heading: Format,
    pub(super) warning: Format,
}

impl Formats {
    fn new() -> Self {
        let cell = || Format::new().set_align(FormatAlign::Top);
        let left = || cell().set_align(FormatAlign::Left);
        Self {
            text: left().set_text_wrap(),
            day: left().set_num_format("yyyy-mm-dd"),
            whole: cell().set_num_format("#,##0"),
            decimal: cell().set_num_format("#,##0.0"),
            share: cell().set_num_format(SHARE),
            title: left().set_bold().set_font_size(18),
            label: left().set_font_color(0x59_59_59),
            heading: left().set_bold().set_font_size(13),
            warning: left().set_bold().set_text_wrap().set_background_color(0xC0_00_00).set_font_color(0xFF_FF_FF),
        }
    }
}

/// How a word of this tone looks.
fn toned(tone: Tone) -> Format {
    let (fill, ink) = match tone {
        Tone::Good => (0xC6_EF_CE, 0x00_61_00),
        Tone::Wait => (0xFF_EB_9C, 0x7F_49_00),
        Tone::Bad => (0xFF_C7_CE, 0x9C_00_06),
        Tone::Quiet => (0xE7_E6_E6, 0x59_59_59),
    };
    let format = Format::new().set_background_color(fill).set_font_color(ink);
    if tone == Tone::Bad { format.set_bold() } else { format }
}

impl Book {
    /// A workbook without sheets.
    pub(super) fn new() -> Self {
        Self { sheets: Vec::new(), names: HashSet::new(), formats: Formats::new(), cut_texts: 0, cut_rows: 0 }
    }

    /// How cells look.
    pub(super) fn formats(&self) -> &Formats {
        &self.formats
    }

    /// A sheet under a name that Excel accepts and that no other sheet has.
    pub(super) fn sheet(&mut self, title: &str) -> Result<Worksheet, Failure> {
        let name = sheet_name(title, &mut self.names);
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        Ok(sheet)
    }

    /// Takes a finished sheet, behind those that are there.
    pub(super) fn take(&mut self, sheet: Worksheet) {
        self.sheets.push(sheet);
    }

    /// Takes a finished sheet before all others.
    pub(super) fn take_first(&mut self, sheet: Worksheet) {
        self.sheets.insert(0, sheet);
    }

    /// Writes a table on a sheet of its own; none if it has no rows.
    pub(super) fn table(&mut self, table: Table<'_>) -> Result<Option<Placed>, Failure> {
        let Table { title, name, columns, mut rows } = table;
        if rows.is_empty() {
            return Ok(None);
        }
        self.cut_rows += rows.len().saturating_sub(MOST_ROWS);
        rows.truncate(MOST_ROWS);
        let mut sheet = self.sheet(&title)?;
        let (last_row, last_column) = (rows.len() as u32, columns.len().saturating_sub(1) as u16);
        for (row, cells) in (1..).zip(&rows) {
            for (column, cell) in (0..).zip(cells) {
                self.put(&mut sheet, (row, column), cell)?;
            }
        }
        let heads = headers(&columns);
        let table_columns: Vec<TableColumn> = heads.iter().map(|head| TableColumn::new().set_header(head)).collect();
        let style = rust_xlsxwriter::Table::new().set_name(name).set_style(TableStyle::Light9);
        sheet.add_table(0, 0, last_row, last_column, &style.set_columns(&table_columns))?;
        sheet.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
        let widths: Vec<usize> = (0..).zip(&heads).map(|(at, head)| column_width(head, &rows, at)).collect();
        for ((at, column), width) in (0..).zip(&columns).zip(&widths) {
            sheet.set_column_width(at, *width as f64)?;
            emphasise(&mut sheet, column, (1, at, last_row, at))?;
        }
        for (row, cells) in (1..).zip(&rows) {
            let lines = cells.iter().zip(&widths).map(|(cell, width)| cell.lines(*width)).max();
            make_room(&mut sheet, row, lines.unwrap_or(1))?;
        }
        let placed = Placed { sheet: sheet.name(), rows: last_row };
        self.take(sheet);
        Ok(Some(placed))
    }

    /// Writes a cell.
    pub(super) fn put(&mut self, sheet: &mut Worksheet, at: (u32, u16), cell: &Cell<'_>) -> Result<(), Failure> {
        let (row, column) = at;
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => return self.words(sheet, at, text, None),
            Cell::Whole(number) => {
                sheet.write_number_with_format(row, column, *number, &self.formats.whole)?;
            }
            Cell::Decimal(number) => {
                sheet.write_number_with_format(row, column, *number, &self.formats.decimal)?;
            }
            Cell::Share(number) => {
                sheet.write_number_with_format(row, column, *number, &self.formats.share)?;
            }
            Cell::Day(day) => match cell::date(day) {
                Some(date) => {
                    sheet.write_datetime_with_format(row, column, &date, &self.formats.day)?;
                }
                None => return self.words(sheet, at, &day.text, None),
            },
        }
        Ok(())
    }

    /// Writes words; nothing for an empty text.
    pub(super) fn words(
        &mut self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        text: &str,
        format: Option<&Format>,
    ) -> Result<(), Failure> {
        let (text, lost) = cell::fitting(text);
        self.cut_texts += usize::from(lost);
        if !text.is_empty() {
            sheet.write_string_with_format(row, column, text, format.unwrap_or(&self.formats.text))?;
        }
        Ok(())
    }

    /// The file.
    pub(super) fn finish(self, identity: &Identity<'_>) -> Result<Workbook, Failure> {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let clean = |text: &str| cell::fitting(text).0.chars().take(200).collect::<String>();
        let mut properties = DocProperties::new()
            .set_title(clean(&identity.title))
            .set_subject(clean(identity.subject))
            .set_author(clean(identity.company))
            .set_company(clean(identity.company));
        // Without a day of its own the file would tell when it was made, and be another one each time.
        let first = ExcelDateTime::from_ymd(1900, 1, 1)?;
        properties = properties.set_creation_datetime(&cell::date(identity.day).unwrap_or(first));
        workbook.set_properties(&properties);
        for sheet in self.sheets {
            workbook.push_worksheet(sheet);
        }
        Ok(Workbook { bytes: workbook.save_to_buffer()?, cut: self.cut_texts + self.cut_rows })
    }
}

/// Makes a row as high as so many lines of text.
pub(super) fn make_room(sheet: &mut Worksheet, row: u32, lines: usize) -> Result<(), Failure> {
    if lines > 1 {
        sheet.set_row_height(row, LINE_HEIGHT * lines.min(MOST_LINES) as f64)?;
    }
    Ok(())
}

/// Words of a column stand out wherever they stand, also in rows that somebody adds.
pub(super) fn emphasise(
    sheet: &mut Worksheet,
    column: &Column,
    (top, left, bottom, right): (u32, u16, u32, u16),
) -> Result<(), Failure> {
    for (word, tone) in &column.words {
        let rule = ConditionalFormatCellRule::EqualTo(word.as_str());
        let rule = ConditionalFormatCell::new().set_rule(rule).set_format(toned(*tone));
        sheet.add_conditional_format(top, left, bottom, right, &rule)?;
    }
    if column.bars {
        use rust_xlsxwriter::ConditionalFormatType::Number;
        let bars = ConditionalFormatDataBar::new().set_fill_color(0x9B_C2_E6).set_solid_fill(true);
        let bars = bars.set_minimum(Number, 0).set_maximum(Number, 1);
        sheet.add_conditional_format(top, left, bottom, right, &bars)?;
    }
    Ok(())
}

/// Headers, each once: a table of Excel takes no two of one name.
fn headers(columns: &[Column]) -> Vec<String> {
    let mut taken = HashSet::new();
    columns.iter().map(|column| unique(&cell::fitting(&column.header).0, 250, &mut taken)).collect()
}

/// As wide as what stands in it, within reason.
fn column_width(header: &str, rows: &[Vec<Cell<'_>>], at: usize) -> usize {
    let of_cell = |cell: &Cell<'_>| match cell {
        Cell::Empty => 0,
        Cell::Text(text) => cell::width(text),
        Cell::Whole(number) => number.abs().max(1.0).log10() as usize * 4 / 3 + 2,
        Cell::Decimal(_) | Cell::Share(_) => 8,
        Cell::Day(_) => 10,
    };
    let widest = rows.iter().take(ROWS_MEASURED).filter_map(|row| row.get(at)).map(of_cell).max().unwrap_or(0);
    // Beside the header stands the arrow of its filter.
    (widest + 2).max(cell::width(header) + 4).clamp(8, 60)
}

/// A name for a sheet.
fn sheet_name(title: &str, taken: &mut HashSet<String>) -> String {
    let plain =
        |character: char| if r"[]:*?/\".contains(character) || character.is_control() { ' ' } else { character };
    let name: String = title.chars().map(plain).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_matches(['\'', ' ']);
    // Excel keeps this name for itself.
    let name = if name.eq_ignore_ascii_case("history") { "History of it" } else { name };
    unique(if name.is_empty() { "Sheet" } else { name }, LONGEST_NAME, taken)
}

/// A name of at most so many units of UTF-16 that no other has, whatever its case.
fn unique(name: &str, longest: usize, taken: &mut HashSet<String>) -> String {
    for number in 1.. {
        let end = if number == 1 { String::new() } else { format!(" ({number})") };
        let mut cut = name.to_owned();
        while cut.encode_utf16().count() + end.len() > longest {
            cut.pop();
        }
        let cut = format!("{}{end}", cut.trim_end_matches(['\'', ' ']));
        if taken.insert(cut.to_lowercase()) {
            return cut;
        }
    }
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_such_as_excel_accepts() {
        let mut taken = HashSet::new();
        let mut name = |title: &str| sheet_name(title, &mut taken);
        assert_eq!(name("Units [all]: a/b\\c*?"), "Units all a b c");
        assert_eq!(name("units ALL a b c"), "units ALL a b c (2)");
        assert_eq!((name("''"), name("history")), ("Sheet".to_owned(), "History of it".to_owned()));
        let long = "Migrationsergebnis und Abgleich je Arbeitslast";
        assert_eq!(name(long), "Migrationsergebnis und Abgleich");
        assert_eq!(name(long), "Migrationsergebnis und Abgl (2)");
        assert_eq!(name(&"🙂".repeat(20)).encode_utf16().count(), 30);
    }
}
