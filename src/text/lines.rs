//! Byte offsets to lines and columns.

/// Where something stands as people count: from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, counted in characters; a leading BOM takes no column.
    pub column: u32,
}

/// How lines of a text end, for lines that are added to it.
pub fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// The offsets at which the lines of a text begin.
#[derive(Debug)]
pub struct Lines {
    starts: Vec<u32>,
}

impl Lines {
    /// Finds the lines of a text. `\n`, `\r\n` and a lone `\r` each end one.
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (i, byte) in bytes.iter().enumerate() {
            let ends = *byte == b'\n' || (*byte == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
            if ends {
                starts.push(i as u32 + 1);
            }
        }
        Self { starts }
    }

    /// The line, from 1, that holds an offset.
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|start| *start <= offset) as u32
    }

    /// Line and column of an offset into `text`, which must be the text that the lines were found in.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line(offset);
        let start = self.starts[line as usize - 1] as usize;
        let mut end = (offset as usize).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = text.get(start..end).unwrap_or_default();
        let column = before.chars().filter(|c| *c != '\u{feff}').count() as u32 + 1;
        Position { line, column }
    }

    /// The range of bytes of a line (from 1), its line end included.
    pub fn range(&self, line: u32, len: usize) -> std::ops::Range<usize> {
        let index = (line as usize - 1).min(self.starts.len() - 1);
        let start = self.starts[index] as usize;
        let end = self.starts.get(index + 1).map_or(len, |next| *next as usize);
        start..end
    }

    /// How many lines there are; an empty text has one.
    pub fn count(&self) -> u32 {
        self.starts.len() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_begins_a_line() {
        let text = "a\nb\r\nc\rd";
        let lines = Lines::of(text);
        let found: Vec<u32> = [0, 2, 5, 7].map(|offset| lines.line(offset)).to_vec();
        assert_eq!(found, [1, 2, 3, 4]);
    }

    #[test]
    fn columns_count_characters_and_not_the_bom() {
        let text = "\u{feff}任务 1328";
        let lines = Lines::of(text);
        let offset = text.find("1328").expect("it is there") as u32;
        assert_eq!(lines.position(text, offset), Position { line: 1, column: 4 });
    }

    #[test]
    fn an_offset_past_the_end_is_the_end() {
        let lines = Lines::of("ab");
        assert_eq!(lines.position("ab", 99), Position { line: 1, column: 3 });
    }
}
