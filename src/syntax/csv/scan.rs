//! Rows and cells of a table with separators, each with its bytes in the file.

use std::borrow::Cow;
use std::ops::Range;

use super::{Problem, Slice, Slices};
use crate::text::{FileId, Span};

/// The offset of the next line end, or of the end of the text.
pub(super) fn line_end(text: &str, from: usize) -> usize {
    let bytes = &text.as_bytes()[from..];
    bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')).map_or(text.len(), |at| from + at)
}

/// How many bytes the line end at an offset has.
pub(super) fn ending(text: &str, at: usize) -> usize {
    match &text.as_bytes()[at..] {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

/// A text that is taken apart from its beginning to its end.
#[derive(Clone, Debug)]
pub(super) struct Scan<'t> {
    pub(super) file: FileId,
    pub(super) text: &'t str,
    pub(super) separator: u8,
    pub(super) at: usize,
}

impl<'t> Scan<'t> {
    /// Takes one row with its line end.
    pub(super) fn row(&mut self, row: &mut Slices<'t>) {
        row.cells.clear();
        row.problem = None;
        row.start = self.at;
        loop {
            let (cell, found) = self.cell();
            row.cells.push(cell);
            row.problem = row.problem.or(found);
            if self.text.as_bytes().get(self.at) != Some(&self.separator) {
                break;
            }
            self.at += 1;
        }
        row.end = self.at;
        self.at += ending(self.text, self.at);
    }

    /// Takes one cell up to the separator or line end behind it.
    fn cell(&mut self) -> (Slice<'t>, Option<Problem>) {
        let start = self.at;
        let blanks = self.text.as_bytes()[start..].iter().take_while(|b| **b == b' ').count();
        if self.text.as_bytes().get(start + blanks) != Some(&b'"') {
            let end = self.cell_end(start);
            self.at = end;
            return (self.plain(start..end), None);
        }
        match self.quoted(start + blanks + 1) {
            Some((text, close)) => {
                let end = self.cell_end(close);
                let behind = self.text[close..end].trim_end();
                let rest = behind.trim_start();
                self.at = end;
                let problem = (!rest.is_empty()).then_some(Problem::TextAfterQuote);
                let text =
                    if rest.is_empty() { trimmed(text) } else { format!("{text}{rest}").trim().to_owned().into() };
                (Slice { text, span: Span::new(self.file, start + blanks, close + behind.len()) }, problem)
            }
            None => {
                let end = line_end(self.text, start);
                self.at = end;
                (self.plain(start..end), Some(Problem::UnclosedQuote))
            }
        }
    }

    /// The text from an offset behind an opening quote, and the offset behind the closing one.
    fn quoted(&self, from: usize) -> Option<(Cow<'t, str>, usize)> {
        let mut text = Cow::Borrowed("");
        let mut at = from;
        loop {
            let close = at + self.text[at..].find('"')?;
            text += &self.text[at..close];
            if self.text.as_bytes().get(close + 1) != Some(&b'"') {
                return Some((text, close + 1));
            }
            text += "\"";
            at = close + 2;
        }
    }

    fn cell_end(&self, from: usize) -> usize {
        let ends = |byte: &u8| *byte == self.separator || matches!(byte, b'\n' | b'\r');
        self.text.as_bytes()[from..].iter().position(ends).map_or(self.text.len(), |at| from + at)
    }

    fn plain(&self, range: Range<usize>) -> Slice<'t> {
        let source = &self.text[range.clone()];
        // Most cells have no blanks around them, and looking for those of all scripts takes longer than this.
        let ends = source.as_bytes().first().zip(source.as_bytes().last());
        if source.is_empty() || ends.is_some_and(|(a, b)| a.is_ascii_graphic() && b.is_ascii_graphic()) {
            return Slice { text: Cow::Borrowed(source), span: Span::new(self.file, range.start, range.end) };
        }
        let text = source.trim();
        let start = range.start + source.len() - source.trim_start().len();
        Slice { text: Cow::Borrowed(text), span: Span::new(self.file, start, start + text.len()) }
    }
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}
