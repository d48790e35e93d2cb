//! The text of an open file as the editor has it, and the changes that it tells.

use std::path::PathBuf;

use lsp_types::{TextDocumentContentChangeEvent, Uri};

use super::place::{Encoding, Measured};
use crate::text::Lines;

/// A file that is open in the editor.
#[derive(Debug)]
pub struct Open {
    /// Its address in the editor's words.
    pub uri: Uri,
    /// Where it lies in the editor's words.
    pub path: PathBuf,
    /// The editor's number of this state of it.
    pub version: i32,
    /// Its text.
    pub text: String,
}

impl Open {
    /// Makes changes one after another. A range that ends before it begins, or lies behind the end, is cut to what there is.
    pub fn change(&mut self, changes: Vec<TextDocumentContentChangeEvent>, encoding: Encoding) {
        for change in changes {
            let Some(range) = change.range else {
                self.text = change.text;
                continue;
            };
            let lines = Lines::of(&self.text);
            let measured = Measured { text: &self.text, lines: &lines, encoding, keeps_bom: true };
            let start = measured.offset(range.start);
            let end = measured.offset(range.end).max(start);
            self.text.replace_range(start..end, &change.text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lsp_types::{Position, Range};
    use std::str::FromStr;

    fn changed(text: &str, changes: &[(u32, u32, u32, u32, &str)]) -> String {
        let uri = Uri::from_str("file:///a.md").expect("it is an address");
        let mut open = Open { uri, path: PathBuf::from("/a.md"), version: 0, text: text.to_owned() };
        let change = |(from, from_column, to, to_column, text): &(u32, u32, u32, u32, &str)| {
            let range = Range::new(Position::new(*from, *from_column), Position::new(*to, *to_column));
            TextDocumentContentChangeEvent { range: Some(range), range_length: None, text: (*text).to_owned() }
        };
        open.change(changes.iter().map(change).collect(), Encoding::Utf16);
        open.text
    }

    #[test]
    fn changes_are_made_in_their_order() {
        assert_eq!(changed("a\r\nb😀c\r\n", &[(1, 3, 1, 4, "X"), (0, 0, 0, 1, "")]), "\r\nb😀X\r\n");
        assert_eq!(changed("ab", &[(0, 1, 0, 1, "\n"), (1, 0, 1, 0, "任")]), "a\n任b");
    }

    #[test]
    fn a_range_that_cannot_be_is_cut() {
        assert_eq!(changed("ab", &[(0, 2, 0, 0, "x")]), "abx");
        assert_eq!(changed("ab", &[(7, 0, 9, 0, "x")]), "abx");
        assert_eq!(changed("😀", &[(0, 1, 0, 1, "x")]), "x😀");
    }

    proptest::proptest! {
        #[test]
        fn no_change_panics(text in "[a😀任\r\n|]{0,20}", places in proptest::collection::vec((0..6u32, 0..9u32, 0..6u32, 0..9u32), 0..5)) {
            let changes: Vec<(u32, u32, u32, u32, &str)> = places.iter().map(|(a, b, c, d)| (*a, *b, *c, *d, "ä\n")).collect();
            changed(&text, &changes);
        }
    }
}
