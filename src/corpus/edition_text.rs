//! Files with blocks for some readers, as the readers of each edition have them.
//!
//! What an edition shows of such a file is read from a text of its own: the source with blanks in the place of the blocks that
//! are for others. So nothing can be carried out of a hidden block: no title of a step, no definition of a link, no footnote,
//! no anchor. The text has the length of the source, so that all places in it are places in the source.

use std::ops::Range;
use std::sync::Arc;

use super::audience::hidden;
use crate::config::Edition;
use crate::syntax::markdown::{self, Document};
use crate::text::Source;

/// A file as the readers of an edition have it.
#[derive(Debug)]
pub(super) struct EditionText {
    /// The text, with blanks for what is hidden. It has the number and the path of the file.
    pub(super) source: Source,
    /// What was read from it.
    pub(super) document: Arc<Document>,
}

impl EditionText {
    /// The file as an edition has it; `whole` is what was read from all of it.
    pub(super) fn new(source: &Source, whole: &Document, edition: &Edition) -> Self {
        Self::without(source, whole, &hidden(whole, Some(edition)))
    }

    /// The file as everybody has it, without any block.
    pub(super) fn for_everyone(source: &Source, whole: &Document) -> Self {
        let blocks: Vec<Range<usize>> = whole.audiences.iter().map(|block| block.span.range()).collect();
        Self::without(source, whole, &blocks)
    }

    fn without(source: &Source, whole: &Document, hidden: &[Range<usize>]) -> Self {
        let source = Source::new(source.id, source.path.clone(), blanked(&source.text, hidden));
        let mut document = markdown::parse(&source);
        document.keep_anchors_of(whole);
        Self { source, document: Arc::new(document) }
    }
}

/// A text with blanks in the place of ranges. Line ends stay, and so do the quote marks before a range that begins in a quote.
fn blanked(text: &str, ranges: &[Range<usize>]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for range in ranges {
        let line = text[..range.start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let quotes = text[line..range.start].matches('>').count();
        let mut left = 0;
        for at in range.clone() {
            match bytes[at] {
                b'\n' | b'\r' => left = quotes,
                b' ' | b'\t' => {}
                b'>' if left > 0 => left -= 1,
                _ => {
                    left = 0;
                    bytes[at] = b' ';
                }
            }
        }
    }
    String::from_utf8(bytes).expect("whole lines of a text became blanks")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_becomes_blanks_and_quotes_go_on() {
        assert_eq!(blanked("a\r\nbö c\nd", std::slice::from_ref(&(3..8))), "a\r\n     \nd");
        assert_eq!(blanked("> a\r> :::x\r> b\r> c", std::slice::from_ref(&(6..14))), "> a\r>     \r>  \r> c");
        let quoted = "> a\n> :::x\n> > b>\n> :::\n> c";
        assert_eq!(blanked(quoted, std::slice::from_ref(&(6..23))), "> a\n>     \n>     \n>    \n> c");
    }
}
