//! Texts and places in them: sources, spans, lines, virtual paths, near misses.
//! Knows neither Markdown nor the domain; everything else may use it.

mod digest;
mod lines;
mod nearest;
mod quick;
mod source;
mod span;
mod virtual_path;
mod xml;

pub use digest::{Digest, Digester};
pub use lines::{Lines, Position, newline};
pub use nearest::nearest;
pub use quick::QuickMap;
pub use source::{FileId, Numbers, Source, Sources, Text};
pub use span::{Span, Spanned};
pub use virtual_path::VirtualPath;
pub use xml::xml_escaped;

/// Removes characters that are not seen (zero-width blanks, soft hyphens, marks of byte order).
pub fn without_invisible(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).collect()
}

/// Whether a character takes no room and carries no meaning in a name or a link target.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{202a}'..='\u{202e}')
}

/// Folds every run of blanks (no-break spaces too) to one space and drops the invisible.
pub fn folded(text: &str) -> String {
    if is_folded(text.as_bytes()) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut apart = false;
    for c in text.chars() {
        if c.is_whitespace() {
            apart = !out.is_empty();
        } else if c.is_ascii() || !is_invisible(c) {
            if apart {
                out.push(' ');
                apart = false;
            }
            out.push(c);
        }
    }
    out
}

/// Whether a text is plain ASCII without blanks to fold, as most cells are.
fn is_folded(text: &[u8]) -> bool {
    let plain = |byte: &u8| matches!(byte, 0x21..=0x7e | b' ');
    let apart = text.first() != Some(&b' ') && text.last() != Some(&b' ');
    apart && text.iter().all(plain) && !text.windows(2).any(|pair| pair == b"  ")
}

/// The form in which two spellings of a name are compared: folded, lower case, composed (NFC).
pub fn comparable(text: &str) -> String {
    use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
    let mut folded = folded(text);
    if folded.is_ascii() {
        folded.make_ascii_lowercase();
        return folded;
    }
    let lower = folded.to_lowercase();
    // Nearly all that people type is composed already.
    if is_nfc_quick(lower.chars()) == IsNormalized::Yes { lower } else { lower.nfc().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_folded_and_the_invisible_goes() {
        assert_eq!(folded(" pre\u{200b}vent\u{a0}\t it \r\n"), "prevent it");
        assert_eq!(folded("\u{200b} \u{ad}"), "");
        for (text, expected) in
            [("", ""), (" ", ""), ("a b", "a b"), ("a  b", "a b"), ("a ", "a"), (" a", "a"), ("a\tb", "a b")]
        {
            assert_eq!(folded(text), expected, "{text:?}");
        }
    }

    #[test]
    fn spellings_of_one_name_compare_equal() {
        assert_eq!(comparable("Geändert  Durch"), comparable("gea\u{308}ndert durch"));
        assert_eq!(comparable("Task\u{a0}ID"), "task id");
    }
}
