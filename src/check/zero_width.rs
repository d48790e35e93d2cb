//! Characters that nobody sees and every search trips over.

use super::Text;
use crate::diagnostic::{Code, Diagnostic, Edit};
use crate::text::Span;

/// `zero-width-character`, once a line, at the first of them.
pub(super) fn characters(text: &Text<'_>) -> Vec<Diagnostic> {
    let all = &*text.source.text;
    if all.is_ascii() {
        return Vec::new();
    }
    let mut found: Vec<(u32, Vec<(Span, char)>)> = Vec::new();
    for (at, c) in all.char_indices().filter(|(at, c)| is_stray(all, *at, *c)) {
        let span = Span::new(text.source.id, at, at + c.len_utf8());
        let line = text.source.line(span.start);
        match found.last_mut() {
            Some((last, places)) if *last == line => places.push((span, c)),
            _ => found.push((line, vec![(span, c)])),
        }
    }
    found.into_iter().map(|(_, places)| finding(&places)).collect()
}

/// A character without width that joins nothing: no mark of the encoding at the start of a file, no joiner within a
/// script that needs it, no hyphen that only shows at a line's end.
fn is_stray(all: &str, at: usize, c: char) -> bool {
    match c {
        '\u{feff}' => at > 0,
        '\u{200b}' | '\u{2060}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        '\u{200c}' | '\u{200d}' => {
            let plain = |c: Option<char>| c.is_none_or(|c| c.is_ascii() || c.is_whitespace());
            plain(all[..at].chars().next_back()) && plain(all[at + c.len_utf8()..].chars().next())
        }
        _ => false,
    }
}

fn finding(places: &[(Span, char)]) -> Diagnostic {
    let mut names: Vec<String> = places.iter().map(|(_, c)| format!("U+{:04X}", u32::from(*c))).collect();
    names.sort();
    names.dedup();
    let names = names.join(", ");
    let message = match places.len() {
        1 => format!("a character without width ({names})"),
        many => format!("{many} characters without width on this line ({names})"),
    };
    let edits = places.iter().map(|(span, _)| Edit { span: *span, replacement: String::new() });
    Diagnostic::at(Code::ZeroWidthCharacter, places[0].0, message)
        .help("delete what nobody sees: it parts words for searches and links")
        .fix("delete it", edits.collect())
}
