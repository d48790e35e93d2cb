//! Texts and places in them: sources, spans, lines, virtual paths, near misses.
//! Knows neither Markdown nor the domain; everything else may use it.

mod lines;
mod nearest;
mod source;
mod span;
mod virtual_path;

pub use lines::{Lines, Position};
pub use nearest::nearest;
pub use source::{FileId, Source, Sources};
pub use span::{Span, Spanned};
pub use virtual_path::VirtualPath;

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
    let visible = without_invisible(text);
    let mut out = String::with_capacity(visible.len());
    for word in visible.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The form in which two spellings of a name are compared: folded, lower case, composed (NFC).
pub fn comparable(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    folded(text).to_lowercase().nfc().collect()
}
