//! One line a finding, for terminals, logs and the literate tests: `file:line:column: severity[code] message`.

use crate::diagnostic::Diagnostic;
use crate::text::{Sources, Span};

/// Renders findings as one line each, in the order given. Paths are those of the sources.
pub fn concise(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    diagnostics.iter().map(|diagnostic| line(diagnostic, sources) + "\n").collect()
}

/// One finding as one line, without its line end.
fn line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let Diagnostic { code, severity, message, .. } = diagnostic;
    let place = diagnostic.primary.as_ref().map(|label| place(label.span, sources)).unwrap_or_default();
    format!("{place}{}[{code}] {}", severity.as_str(), printable(message))
}

/// `file:line:column: `.
fn place(span: Span, sources: &Sources) -> String {
    let source = sources.get(span.file);
    let at = source.position(span.start);
    format!("{}:{}:{}: ", source.path, at.line, at.column)
}

/// The text with control and direction characters written out, so that no message can move the cursor or hide itself.
fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_control() || is_direction(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

/// Whether a character changes the direction in which others are shown.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::concise;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::text::{Sources, Span, VirtualPath};

    #[test]
    fn columns_count_characters_after_the_bom() {
        let mut sources = Sources::default();
        let text = "\u{feff}# 任务\r\n| 任务 | FE |\r\n";
        let file = sources.add(VirtualPath::new("content/a.md").expect("inside"), text);
        let start = text.find("FE").expect("it is there");
        let found = Diagnostic::at(Code::UnknownRole, Span::new(file, start, start + 2), "unknown role `FE`");
        assert_eq!(concise(&[found], &sources), "content/a.md:2:8: warning[unknown-role] unknown role `FE`\n");
    }

    #[test]
    fn a_finding_without_a_place_stands_alone_and_keeps_to_its_line() {
        let found = Diagnostic::new(Code::UrlConflict, "two\nlines \u{202e}and a turn");
        let line = concise(&[found], &Sources::default());
        assert_eq!(line, "error[url-conflict] two\\u{a}lines \\u{202e}and a turn\n");
    }
}
