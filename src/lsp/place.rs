//! Places as an editor counts them: lines from 0, and in a line bytes, UTF-16 units or characters, as was agreed on.

use lsp_types::{Position, PositionEncodingKind, Range};

use crate::text::{Lines, Span};

/// What a column counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// What most editors count, and all must know: an emoji is two.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The first that an editor offers and we know.
    pub fn agreed(offered: &[PositionEncodingKind]) -> Self {
        offered.iter().find_map(Self::of).unwrap_or_default()
    }

    fn of(kind: &PositionEncodingKind) -> Option<Self> {
        [Self::Utf8, Self::Utf16, Self::Utf32].into_iter().find(|known| known.kind() == *kind)
    }

    /// Its name in the protocol.
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn width(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// A text and how places in it are counted.
#[derive(Clone, Copy, Debug)]
pub struct Measured<'t> {
    /// The text.
    pub text: &'t str,
    /// Where its lines begin.
    pub lines: &'t Lines,
    /// What a column counts.
    pub encoding: Encoding,
    /// Whether the editor's text has the byte order mark that this text begins with. It takes it away when it opens a file.
    pub keeps_bom: bool,
}

impl Measured<'_> {
    /// The place of a byte; that of the character around it, and the end for what lies behind it.
    pub fn position(&self, offset: usize) -> Position {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let line = self.lines.line(end as u32);
        let start = self.lines.range(line, self.text.len()).start.max(self.unseen()).min(end);
        let units: usize = self.text[start..end].chars().map(|c| self.encoding.width(c)).sum();
        Position::new(line.saturating_sub(1), units as u32)
    }

    /// The places of a span.
    pub fn range(&self, span: Span) -> Range {
        let range = span.range();
        Range::new(self.position(range.start), self.position(range.end))
    }

    /// The byte at a place; the end of its line for what lies behind that, and the end of the text likewise.
    pub fn offset(&self, place: Position) -> usize {
        if place.line >= self.lines.count() {
            return self.text.len();
        }
        let range = self.lines.range(place.line + 1, self.text.len());
        let range = range.start.max(self.unseen()).min(range.end)..range.end;
        let line = self.text[range.clone()].trim_end_matches(['\n', '\r']);
        let mut units = 0;
        for (at, c) in line.char_indices() {
            units += self.encoding.width(c);
            if units > place.character as usize {
                return range.start + at;
            }
        }
        range.start + line.len()
    }

    /// How many bytes at the beginning the editor does not have.
    fn unseen(&self) -> usize {
        if !self.keeps_bom && self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\u{feff}任务 😀x\r\nä|b\n";

    fn columns(text: &str, encoding: Encoding, keeps_bom: bool, word: &str) -> (u32, u32) {
        let lines = Lines::of(text);
        let measured = Measured { text, lines: &lines, encoding, keeps_bom };
        let offset = text.find(word).expect("the word is there");
        let place = measured.position(offset);
        assert_eq!(measured.offset(place), offset, "there and back");
        (place.line, place.character)
    }

    #[test]
    fn columns_count_what_was_agreed_on() {
        let of = |encoding, word| columns(TEXT, encoding, false, word);
        assert_eq!(of(Encoding::Utf16, "x"), (0, 5));
        assert_eq!(of(Encoding::Utf32, "x"), (0, 4));
        assert_eq!(of(Encoding::Utf8, "x"), (0, 11));
        assert_eq!(of(Encoding::Utf16, "b"), (1, 2));
        assert_eq!(columns(TEXT, Encoding::Utf16, true, "x"), (0, 6));
    }

    #[test]
    fn places_that_are_not_there_are_the_nearest_that_are() {
        let lines = Lines::of(TEXT);
        let measured = Measured { text: TEXT, lines: &lines, encoding: Encoding::Utf16, keeps_bom: false };
        let at = |line, character| &TEXT[measured.offset(Position::new(line, character))..];
        assert_eq!(at(0, 99), "\r\nä|b\n", "before the line's end");
        assert_eq!(at(0, 4), "😀x\r\nä|b\n", "before a character that the place lies in");
        assert_eq!(at(0, 0), &TEXT[3..]);
        assert_eq!(at(9, 0), "");
        assert_eq!(at(u32::MAX, u32::MAX), "");
        assert_eq!(measured.position(usize::MAX), Position::new(2, 0));
        assert_eq!(measured.position(4), measured.position(3));
    }

    #[test]
    fn the_first_known_encoding_is_taken() {
        let kinds = |names: &[&str]| -> Vec<PositionEncodingKind> {
            names.iter().map(|name| PositionEncodingKind::from((*name).to_owned())).collect()
        };
        assert_eq!(Encoding::agreed(&kinds(&["utf-7", "utf-8", "utf-16"])), Encoding::Utf8);
        assert_eq!(Encoding::agreed(&[]), Encoding::Utf16);
    }
}
