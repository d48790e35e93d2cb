//! Workbooks to tables of text, a line for each row of the sheet, so that a place in the text is a place in the sheet.
//! Only values are read: no formula is run, no style looked at.

use std::fmt::Write;
use std::io::Cursor;

use calamine::{Data, Range, Reader, SheetVisible};

/// A sheet as text: cells between tabs, line 7 is row 7.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its cells.
    pub text: String,
    /// Whether nobody sees it who opens the workbook.
    pub hidden: bool,
}

/// The sheets of a workbook that hold anything.
pub fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, String> {
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|reason| reason.to_string())?;
    let mut sheets = Vec::new();
    let all: Vec<_> = book.sheets_metadata().iter().map(|sheet| (sheet.name.clone(), sheet.visible)).collect();
    for (name, visible) in all {
        let range = book.worksheet_range(&name).map_err(|reason| format!("sheet `{name}`: {reason}"))?;
        let text = table(&range);
        if !text.trim().is_empty() {
            sheets.push(Sheet { name, text, hidden: visible != SheetVisible::Visible });
        }
    }
    Ok(sheets)
}

fn table(range: &Range<Data>) -> String {
    let (row, column) = range.start().unwrap_or_default();
    let mut out = "\n".repeat(row as usize);
    for cells in range.rows() {
        out += &"\t".repeat(column as usize);
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                out.push('\t');
            }
            write_cell(cell, &mut out);
        }
        out.push('\n');
    }
    out
}

fn write_cell(cell: &Data, out: &mut String) {
    match cell {
        Data::Empty => {}
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            let _ = write!(out, "{number:.0}");
        }
        Data::Float(number) => *out += &decimal(*number),
        Data::DateTime(at) if at.is_duration() => {
            let seconds = (at.as_f64() * 86_400.0).round() as i64;
            let _ = write!(out, "{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        }
        Data::DateTime(at) => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            let _ = write!(out, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}");
        }
        other => {
            let text = other.to_string().replace(['\t', '\n', '\r'], " ");
            let quoted = text.trim_start().starts_with('"');
            *out += &if quoted { format!("\"{}\"", text.replace('"', "\"\"")) } else { text };
        }
    }
}

/// A number with decimals, as nobody can take for thousands: `1.234` gets a fourth decimal.
fn decimal(number: f64) -> String {
    let text = number.to_string();
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    if decimals == 3 { text + "0" } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::Cell;

    #[test]
    fn a_row_of_the_sheet_is_a_line_of_the_text() {
        let cell = |row, column, value| Cell::new((row, column), value);
        let range = Range::from_sparse(vec![
            cell(1, 1, Data::String("Identity".into())),
            cell(1, 2, Data::String("Count\nof files".into())),
            cell(2, 1, Data::String("\"quoted\"".into())),
            cell(2, 2, Data::Float(134_751.0)),
            cell(3, 2, Data::Float(0.5)),
            cell(4, 2, Data::Float(1.234)),
        ]);
        let expected = "\n\tIdentity\tCount of files\n\t\"\"\"quoted\"\"\"\t134751\n\t\t0.5\n\t\t1.2340\n";
        assert_eq!(table(&range), expected);
    }

    #[test]
    fn what_is_no_workbook_is_said() {
        assert!(sheets(b"Identity,Status\n").is_err());
    }
}
