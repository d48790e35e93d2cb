//! The lines of a body with what the block structure makes of them: code and comments are marked, quote marks stripped.
//!
//! Where a fence ends depends on the list item or quote that holds it, and where it begins on what stands before. Only a
//! Markdown parser knows both, so a text with fences is read by one, and the lines take from it which of them are code.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

/// One line of a text.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Offset of its first byte.
    pub start: usize,
    /// Offset of its first byte after indentation and quote marks.
    pub content: usize,
    /// Offset after its last byte, the line end not included.
    pub end: usize,
    /// How many `>` stand before the content.
    pub quotes: usize,
    /// Whether it lies in a fenced code block, fences included.
    pub code: bool,
    /// Whether it lies wholly in an HTML comment.
    pub comment: bool,
}

impl Line {
    /// The line without indentation and quote marks.
    pub fn text(self, all: &str) -> &str {
        &all[self.content..self.end]
    }

    /// Whether nothing stands on it.
    pub fn is_blank(self, all: &str) -> bool {
        self.text(all).trim().is_empty()
    }

    /// Whether it is prose: neither code nor comment.
    pub fn is_prose(self) -> bool {
        !self.code && !self.comment
    }
}

/// Splits a text from an offset on. `\n`, `\r\n` and a lone `\r` each end a line.
pub fn lines(text: &str, from: usize) -> Vec<Line> {
    let mut found = Vec::new();
    let mut state = State { fences: fences(text, from), in_comment: false };
    let mut start = from;
    while start < text.len() {
        let end = line_end(text, start);
        found.push(state.line(text, start, end));
        start = end + if text[end..].starts_with("\r\n") { 2 } else { 1 };
    }
    found
}

fn line_end(text: &str, start: usize) -> usize {
    text[start..].find(['\n', '\r']).map_or(text.len(), |at| start + at)
}

/// The fenced code blocks of a text, fences included, in order.
fn fences(text: &str, from: usize) -> Vec<Range<usize>> {
    if !text[from..].contains("```") && !text[from..].contains("~~~") {
        return Vec::new();
    }
    let masked = masked(text, from);
    let fenced = |(event, range): (Event<'_>, Range<usize>)| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => Some(from + range.start..from + range.end),
        _ => None,
    };
    Parser::new_ext(&masked, super::options()).into_offset_iter().filter_map(fenced).collect()
}

/// The text with an empty heading of the same length in the place of each line that begins with three colons. A Markdown
/// parser would take such a line for a part of the paragraph before it; we replace it by a block of its own, as the
/// heading is, and all offsets stay. A lone `\r`, which the parser does not take for the end of a line, becomes one.
fn masked(text: &str, from: usize) -> String {
    let mut out = String::with_capacity(text.len() - from);
    let mut start = from;
    while start < text.len() {
        let end = line_end(text, start);
        let (content, _) = strip(text, start, end);
        if text[content..end].starts_with(":::") {
            out.push_str(&text[start..content]);
            out.push('#');
            out.extend(std::iter::repeat_n(' ', end - content - 1));
        } else {
            out.push_str(&text[start..end]);
        }
        let ending = if text[end..].starts_with("\r\n") { "\r\n" } else { "\n" };
        out.push_str(ending);
        start = end + ending.len();
    }
    out
}

/// Whether a comment that begins within a line ends in the same paragraph; else Markdown sees no comment.
fn ends_in_paragraph(rest: &str) -> bool {
    let end = rest.find("-->");
    end.is_some_and(|end| rest[..end].lines().skip(1).all(|line| !line.trim().is_empty()))
}

struct State {
    /// Fenced code, in order.
    fences: Vec<Range<usize>>,
    in_comment: bool,
}

impl State {
    fn line(&mut self, text: &str, start: usize, end: usize) -> Line {
        let (content, quotes) = strip(text, start, end);
        let body = &text[content..end];
        let code = self.is_code(start..end);
        let comment = !code && self.is_comment(body, &text[content..]);
        Line { start, content, end, quotes, code, comment }
    }

    fn is_code(&self, line: Range<usize>) -> bool {
        let past = self.fences.partition_point(|fence| fence.end <= line.start);
        self.fences.get(past).is_some_and(|fence| fence.start < line.end.max(line.start + 1))
    }

    /// A comment that begins or ends on a line with other text leaves that line prose.
    fn is_comment(&mut self, body: &str, all: &str) -> bool {
        let was_in = self.in_comment;
        let mut rest = body;
        let mut seen = false;
        loop {
            let mark = if self.in_comment { "-->" } else { "<!--" };
            let Some(at) = rest.find(mark) else { break };
            let after = body.len() - rest.len() + at + mark.len();
            seen |= !self.in_comment && !rest[..at].trim().is_empty();
            if !self.in_comment && seen && !ends_in_paragraph(&all[after..]) {
                break;
            }
            self.in_comment = !self.in_comment;
            rest = &rest[at + mark.len()..];
        }
        let outside = !self.in_comment && !rest.trim().is_empty();
        !(seen || outside) && (was_in || self.in_comment || body.trim_start().starts_with("<!--"))
    }
}

/// Skips indentation and `>` marks.
fn strip(text: &str, start: usize, end: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let (mut at, mut quotes) = (start, 0);
    while at < end {
        match bytes[at] {
            b' ' | b'\t' => at += 1,
            b'>' => {
                quotes += 1;
                at += 1;
            }
            0xef if text[at..].starts_with('\u{feff}') => at += 3,
            _ => break,
        }
    }
    (at, quotes)
}

#[cfg(test)]
mod tests {
    use super::lines;

    /// The lines that are code, as they stand.
    fn code(text: &str) -> Vec<&str> {
        lines(text, 0).into_iter().filter(|line| line.code).map(|line| &text[line.start..line.end]).collect()
    }

    #[test]
    fn a_fence_ends_with_its_container() {
        assert_eq!(code("- Run:\n\n  ```\n  code\n\n:::audience a\nx\n"), ["  ```", "  code", ""]);
        assert_eq!(code("> ~~~\n> code\n\nx\n"), ["> ~~~", "> code"]);
        assert_eq!(code("1. ```ps\n   x\n   ```\n\ny\n"), ["1. ```ps", "   x", "   ```"]);
        assert_eq!(code("x\n\n    ```\n\ny\n"), Vec::<&str>::new(), "indented code is no fence");
        assert_eq!(code("<div>\n```\n</div>\n\ny\n"), Vec::<&str>::new(), "nor is a line of HTML");
        assert_eq!(code("```\na\n"), ["```", "a"], "one without an end goes to the end of the text");
        assert_eq!(code("````\n```\n````\nx ``` y\n"), ["````", "```", "````"]);
    }

    #[test]
    fn a_line_of_colons_is_a_block_of_its_own() {
        let text = "- item\n:::row:::\n  ```\nx\n:::audience a\n  ```\n";
        assert_eq!(code(text), ["  ```", "x", ":::audience a", "  ```"]);
    }

    #[test]
    fn lines_keep_their_offsets_whatever_ends_them() {
        let text = "---\r\n```\r\na\r```\r\nb";
        let found: Vec<(&str, bool)> =
            lines(text, 5).into_iter().map(|line| (&text[line.start..line.end], line.code)).collect();
        assert_eq!(found, [("```", true), ("a", true), ("```", true), ("b", false)]);
    }
}
