//! Tags, as far as one must know them to read what stands between and within them.

use std::ops::Range;

/// Tags that stand amid a sentence.
const INLINE: [&str; 14] =
    ["b", "i", "u", "s", "em", "strong", "code", "del", "mark", "sub", "sup", "small", "wbr", "bdi"];
/// Attributes that are read, or that lead somewhere.
const TOLD: [&str; 13] = [
    "href",
    "src",
    "srcset",
    "alt",
    "title",
    "content",
    "aria-label",
    "aria-description",
    "id",
    "value",
    "label",
    "placeholder",
    "poster",
];

/// A tag or a comment.
pub(super) struct Tag<'t> {
    name: &'t str,
    inside: Range<usize>,
    comment: bool,
    closing: bool,
    /// The offset behind it.
    pub(super) end: usize,
}

impl<'t> Tag<'t> {
    /// The tag that begins at an offset, if one does.
    pub(super) fn at(text: &'t str, at: usize) -> Option<Self> {
        let rest = &text[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            let len = comment.find("-->")?;
            let start = at + 4;
            return Some(Self {
                name: "",
                inside: start..start + len,
                comment: true,
                closing: false,
                end: start + len + 3,
            });
        }
        let bare = rest.trim_start_matches(['/', '!', '?']);
        let name_start = at + 1 + rest.len() - bare.len();
        let len = bare.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != ':').unwrap_or(bare.len());
        let named = bare.starts_with(|c: char| c.is_ascii_alphabetic());
        let parted = bare[len..].starts_with(['>', '/', ' ', '\n', '\t', '\r']);
        if !named || !parted {
            return None;
        }
        let mut quote = None;
        for (offset, byte) in text.as_bytes()[name_start + len..].iter().enumerate() {
            match (quote, byte) {
                (None, b'"' | b'\'') => quote = Some(*byte),
                (Some(open), byte) if open == *byte => quote = None,
                (None, b'>') => {
                    let inside = name_start + len..name_start + len + offset;
                    let end = inside.end + 1;
                    let name = &text[name_start..name_start + len];
                    let closing = rest.starts_with('/');
                    return Some(Self { name, inside, comment: false, closing, end });
                }
                _ => {}
            }
        }
        None
    }

    /// Whether words on both sides of it may stand in a row.
    pub(super) fn is_inline(&self) -> bool {
        !self.comment && INLINE.iter().any(|name| name.eq_ignore_ascii_case(self.name))
    }

    /// What closes an element whose content is no markup.
    pub(super) fn holds_code(&self) -> Option<&'static str> {
        let known = [("script", "</script"), ("style", "</style")];
        known.iter().find(|(name, _)| self.name == *name && !self.closing).map(|(_, end)| *end)
    }

    /// The values that are read or lead somewhere, each with whether words in a row mean something there; of a
    /// comment all of it. An anchor is words of a heading without what parts them, a label is put together by us.
    pub(super) fn told(&self, text: &str) -> Vec<(Range<usize>, bool)> {
        if self.comment {
            return vec![(self.inside.clone(), true)];
        }
        let mut found = Vec::new();
        let mut at = self.inside.start;
        while let Some(equals) = text[at..self.inside.end].find('=').map(|offset| at + offset) {
            let name = text[at..equals].trim_end().rsplit([' ', '\n', '\t', '\r', '/']).next().unwrap_or_default();
            let start = equals + 1;
            let value = match text.as_bytes().get(start) {
                Some(quote @ (b'"' | b'\'')) => {
                    let inner = start + 1;
                    let close = text[inner..self.inside.end].find(char::from(*quote));
                    inner..close.map_or(self.inside.end, |offset| inner + offset)
                }
                _ => {
                    let close = text[start..self.inside.end].find([' ', '\n', '\t', '\r']);
                    start..close.map_or(self.inside.end, |offset| start + offset)
                }
            };
            at = value.end;
            let name = name.trim_start_matches(['"', '\'']);
            if name.starts_with("data-") || TOLD.iter().any(|told| told.eq_ignore_ascii_case(name)) {
                let anchor = text[value.clone()].find('#').filter(|_| name.eq_ignore_ascii_case("href"));
                let rows = !["id", "aria-label"].iter().any(|label| label.eq_ignore_ascii_case(name));
                match anchor.map(|at| value.start + at) {
                    Some(at) => found.extend([(value.start..at, true), (at..value.end, false)]),
                    None => found.push((value, rows)),
                }
            }
        }
        found
    }
}

/// Whether a tag stands at an offset that no row of words goes on behind; with capitals in its name it is not asked further.
pub(super) fn breaks_rows_at(text: &str, at: usize) -> bool {
    let Some(rest) = text.as_bytes()[at..].strip_prefix(b"<") else { return false };
    let rest = rest.strip_prefix(b"/").unwrap_or(rest);
    let len = rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let name = &rest[..len];
    name.first().is_some_and(u8::is_ascii_lowercase)
        && !name.iter().any(u8::is_ascii_uppercase)
        && !INLINE.iter().any(|inline| inline.as_bytes() == name)
}

/// The offset at which `close` begins, from an offset on.
pub(super) fn until(text: &str, from: usize, close: &str) -> usize {
    text[from..].find(close).map_or(text.len(), |at| from + at)
}

/// The character of an entity and the length of its name.
pub(super) fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.as_bytes().iter().take(12).position(|byte| *byte == b';')?;
    let name = text.get(1..end)?;
    let number = |text: &str, radix| u32::from_str_radix(text, radix).ok().and_then(char::from_u32);
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => match name.strip_prefix('#')?.strip_prefix(['x', 'X']) {
            Some(hex) => number(hex, 16)?,
            None => number(&name[1..], 10)?,
        },
    };
    Some((c, end + 1))
}

/// The bytes that a run of percent signs stands for, and its length.
pub(super) fn percent(text: &str) -> (Vec<u8>, usize) {
    let mut bytes = Vec::new();
    let mut at = 0;
    while let Some(code) = text[at..].strip_prefix('%').and_then(|rest| rest.get(..2)) {
        let Ok(byte) = u8::from_str_radix(code, 16) else { break };
        bytes.push(byte);
        at += 3;
    }
    (bytes, at)
}
