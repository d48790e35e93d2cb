//! Workbooks to tables of text, a line for each row of the sheet, so that a place in the text is a place in the sheet.
//! Only values are read: no formula is run, no style looked at.

use std::fmt::Write;
use std::io::Cursor;

use calamine::{Data, Range, Reader};

/// A sheet as text: cells between tabs, line 7 is row 7.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its cells.
    pub text: String,
}

/// The sheets of a workbook that hold anything.
pub fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, String> {
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|reason| reason.to_string())?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(|reason| format!("sheet `{name}`: {reason}"))?;
        let text = table(&range);
        if !text.trim().is_empty() {
            sheets.push(Sheet { name, text });
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
        ]);
        assert_eq!(table(&range), "\n\tIdentity\tCount of files\n\t\"\"\"quoted\"\"\"\t134751\n\t\t0.5\n");
    }

    #[test]
    fn what_is_no_workbook_is_said() {
        assert!(sheets(b"Identity,Status\n").is_err());
    }
}
