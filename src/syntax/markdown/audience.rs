//! Stretches of a page that are for some readers only: `:::audience internal` up to a line of `:::`.
//! Who these readers are is not known here.

use super::directive::{Directive, DirectiveKind};
use crate::text::{FileId, Span, Spanned};

/// One such stretch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AudienceBlock {
    /// Whom it is for, as written.
    pub names: Vec<Spanned<String>>,
    /// The line that opens it.
    pub opening: Span,
    /// From the line that opens it to the end of the one that closes it; to the end of the page if none does.
    pub span: Span,
    /// Whether a line closes it.
    pub closed: bool,
}

impl AudienceBlock {
    /// Whether an offset lies in it.
    pub fn holds(&self, offset: u32) -> bool {
        self.span.start <= offset && offset < self.span.end
    }
}

/// The blocks of a page, in order of their openings; each is closed by the next line that closes and is still free.
pub(super) fn blocks(file: FileId, len: usize, directives: &[Directive]) -> Vec<AudienceBlock> {
    let mut found: Vec<AudienceBlock> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for directive in directives {
        match &directive.kind {
            DirectiveKind::Audience { names } => {
                open.push(found.len());
                let span = Span::new(file, directive.span.range().start, len);
                let names = names.clone();
                found.push(AudienceBlock { names, opening: directive.span, span, closed: false });
            }
            DirectiveKind::AudienceEnd => {
                if let Some(at) = open.pop() {
                    found[at].span.end = directive.span.end;
                    found[at].closed = true;
                }
            }
            _ => {}
        }
    }
    found
}

/// The names behind `:::audience`, parted by commas, semicolons or blanks, in lower case.
pub(super) fn names(file: FileId, text: &str, start: usize, end: usize) -> Vec<Spanned<String>> {
    let mut found = Vec::new();
    let mut at = start;
    for part in text[start..end].split([',', ';', ' ', '\t']) {
        let name = part.trim_end_matches(':');
        if !name.is_empty() {
            found.push(Spanned::new(name.to_lowercase(), Span::new(file, at, at + name.len())));
        }
        at += part.len() + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::syntax::markdown::parse;
    use crate::text::{FileId, Source, VirtualPath};

    /// Names, text and whether it is closed, of each block.
    fn shown(text: &str) -> Vec<(String, String, bool)> {
        let source = Source::new(FileId(0), VirtualPath::root(), text);
        let block = |block: &super::AudienceBlock| {
            let names: Vec<&str> = block.names.iter().map(|name| name.value.as_str()).collect();
            (names.join("+"), source.slice(block.span).to_owned(), block.closed)
        };
        parse(&source).audiences.iter().map(block).collect()
    }

    #[test]
    fn a_block_ends_at_its_own_colons() {
        let inner = ":::audience b, C\ny\n:::";
        let outer = format!(":::audience a:::\nx\n\n{inner}\n\nz\n::: ");
        let found = shown(&format!("one\n{outer}\ntwo\n:::\n"));
        let expected = [("a", outer.trim_end(), true), ("b+c", inner, true)];
        assert_eq!(found, expected.map(|(names, text, closed)| (names.to_owned(), text.to_owned(), closed)));
    }

    #[test]
    fn what_is_never_closed_goes_to_the_end() {
        assert_eq!(shown(":::audience a\nx\n"), [("a".to_owned(), ":::audience a\nx\n".to_owned(), false)]);
    }

    #[test]
    fn colons_in_code_or_without_a_block_are_text() {
        assert_eq!(shown("```\n:::audience a\n:::\n```\n\n:::\n\n`:::audience a`\n"), []);
    }

    #[test]
    fn other_colons_within_a_block_do_not_end_it() {
        let text = ":::audience a\n:::row:::\n:::column:::\nx\n:::column-end:::\n:::row-end:::\n:::image source=\"a.png\":::\n:::";
        assert_eq!(shown(text), [("a".to_owned(), text.to_owned(), true)]);
    }
}
