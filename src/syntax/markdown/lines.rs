//! The lines of a body with what the block structure makes of them: code and comments are marked, quote marks stripped.

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
    let mut state = State::default();
    let mut start = from;
    while start < text.len() {
        let end = text[start..].find(['\n', '\r']).map_or(text.len(), |at| start + at);
        found.push(state.line(text, start, end));
        start = end + if text[end..].starts_with("\r\n") { 2 } else { 1 };
    }
    found
}

/// Whether a comment that begins within a line ends in the same paragraph; else Markdown sees no comment.
fn ends_in_paragraph(rest: &str) -> bool {
    let end = rest.find("-->");
    end.is_some_and(|end| rest[..end].lines().skip(1).all(|line| !line.trim().is_empty()))
}

#[derive(Default)]
struct State {
    fence: Option<(char, usize)>,
    in_comment: bool,
}

impl State {
    fn line(&mut self, text: &str, start: usize, end: usize) -> Line {
        let (content, quotes) = strip(text, start, end);
        let body = &text[content..end];
        let code = self.is_code(body);
        let comment = !code && self.is_comment(body, &text[content..]);
        Line { start, content, end, quotes, code, comment }
    }

    fn is_code(&mut self, body: &str) -> bool {
        if self.in_comment {
            return false;
        }
        let mark = body.chars().next().filter(|c| matches!(c, '`' | '~'));
        let run = mark.map_or(0, |mark| body.chars().take_while(|c| *c == mark).count());
        match (self.fence, mark) {
            (Some((fence, length)), Some(mark)) if mark == fence && run >= length && body[run..].trim().is_empty() => {
                self.fence = None;
                true
            }
            (Some(_), _) => true,
            (None, Some(mark)) if run >= 3 && !(mark == '`' && body[run..].contains('`')) => {
                self.fence = Some((mark, run));
                true
            }
            _ => false,
        }
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
