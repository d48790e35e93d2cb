//! The lines of a body with what the block structure makes of them: code and comments are marked, quote marks stripped.
//!
//! Where a fence or a comment begins and ends depends on what stands before and on the list item or quote that holds it. Only
//! a Markdown parser knows both, so a text that may have one is read by it, and the lines take from it what they are.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

use super::html::comments;

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
    let blocks = Blocks::of(text, from);
    let mut start = from;
    while start < text.len() {
        let end = line_end(text, start);
        found.push(blocks.line(text, start, end));
        start = end + if text[end..].starts_with("\r\n") { 2 } else { 1 };
    }
    found
}

fn line_end(text: &str, start: usize) -> usize {
    let ends = |byte: &u8| matches!(byte, b'\n' | b'\r');
    text.as_bytes()[start..].iter().position(ends).map_or(text.len(), |at| start + at)
}

/// What of a text is no prose, each in order.
#[derive(Default)]
struct Blocks {
    /// Fenced code blocks, fences included.
    fences: Vec<Range<usize>>,
    /// HTML comments.
    comments: Vec<Range<usize>>,
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

impl Blocks {
    fn of(text: &str, from: usize) -> Self {
        let mut blocks = Self::default();
        if !["```", "~~~", "<!--"].iter().any(|mark| text[from..].contains(mark)) {
            return blocks;
        }
        let masked = masked(text, from);
        for (event, range) in Parser::new_ext(&masked, super::options()).into_offset_iter() {
            match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
                    blocks.fences.push(from + range.start..from + range.end);
                }
                Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => {
                    let inside = comments(&masked[range.clone()]).into_iter();
                    let start = from + range.start;
                    blocks.comments.extend(inside.map(|comment| start + comment.start..start + comment.end));
                }
                _ => {}
            }
        }
        blocks
    }

    fn line(&self, text: &str, start: usize, end: usize) -> Line {
        let (content, quotes) = strip(text, start, end);
        let fence = first_not_before(&self.fences, start);
        let code = fence.is_some_and(|fence| fence.start < end.max(start + 1));
        let comment = !code && self.is_comment(text, content..end, start);
        Line { start, content, end, quotes, code, comment }
    }

    /// Whether all that stands on a line lies in comments; a comment that begins or ends on a line with other text leaves it prose.
    fn is_comment(&self, text: &str, line: Range<usize>, start: usize) -> bool {
        let Some(first) = first_not_before(&self.comments, start).filter(|comment| comment.start <= line.start) else {
            return false;
        };
        let at = self.comments.iter().position(|comment| comment == first).unwrap_or_default();
        let mut covered = line.start;
        for comment in self.comments[at..].iter().take_while(|comment| comment.start < line.end.max(line.start + 1)) {
            if comment.start > covered && !text[covered..comment.start].trim().is_empty() {
                return false;
            }
            covered = covered.max(comment.end);
        }
        covered >= line.end || text[covered..line.end].trim().is_empty()
    }
}

/// The first of some ranges that does not end before an offset.
fn first_not_before(ranges: &[Range<usize>], offset: usize) -> Option<&Range<usize>> {
    ranges.get(ranges.partition_point(|range| range.end <= offset))
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

    /// The lines that are comments, as they stand.
    fn commented(text: &str) -> Vec<&str> {
        lines(text, 0).into_iter().filter(|line| line.comment).map(|line| &text[line.start..line.end]).collect()
    }

    #[test]
    fn a_comment_ends_where_it_ends() {
        assert_eq!(commented("a\n\n<!-- b\n\nc -->\n\nd\n"), ["<!-- b", "", "c -->"]);
        assert_eq!(commented("<!-- a --> <!-- b -->\n<!-- c --> d\n"), ["<!-- a --> <!-- b -->"]);
        assert_eq!(commented("<!-- a --> b <!-- c -->\n"), Vec::<&str>::new(), "there is text between them");
        assert_eq!(commented("a <!-- b\nc\nd --> e\n"), ["c"]);
        assert_eq!(commented("a <!-- b\n\nc -->\n"), Vec::<&str>::new(), "it ends in another paragraph");
        assert_eq!(commented("> <!-- a\n\nb\n\n-->\n"), ["> <!-- a"], "its quote ends");
        assert_eq!(commented("<!-->\nb\n-->\n"), ["<!-->"], "it is whole");
        assert_eq!(commented("    <!--\n\nb\n\n    -->\n"), Vec::<&str>::new(), "it is code");
        assert_eq!(commented("```\n<!-- a -->\n```\n`<!-- b -->`\n"), Vec::<&str>::new(), "likewise");
        assert_eq!(commented("<div title=\"<!--\">\nb\n</div>\n"), Vec::<&str>::new(), "it is a title");
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
