//! Stretches of a page that are for some readers only: `:::audience internal` up to a line of `:::`.
//! Who these readers are is not known here.
//!
//! Blocks are found on the lines, before anything else that begins with three colons is read, so that no directive can take
//! the line of a block for its own. They nest by counting: a line such as `:::note` opens a container that its own `:::`
//! closes. A line that looks as if it opened a block, and does not, is kept as a [`DoubtfulLine`]: what follows it would be
//! published to everybody.

use super::code_span::in_code_span;
use super::directive::{Directive, DirectiveKind};
use super::lines::Line;
use crate::text::{FileId, Span, Spanned, is_invisible};

/// One such stretch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AudienceBlock {
    /// Whom it is for, as written, in lower case.
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

/// A line that may have been meant to open or close a block and does neither.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoubtfulLine {
    /// The line without its indentation.
    pub span: Span,
    /// What is doubtful about it.
    pub doubt: Doubt,
}

/// What is doubtful about a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It looks like the first line of a block: a misspelling, other colons, braces, text before it.
    Opening,
    /// It looks like the last line of a block, and no block is open.
    Closing,
}

/// The blocks of a page and the lines that were read for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Audiences {
    /// In order of their openings.
    pub(super) blocks: Vec<AudienceBlock>,
    /// The opening and closing lines as directives, in order.
    pub(super) lines: Vec<Directive>,
    /// Lines that look like one of these.
    pub(super) doubtful: Vec<DoubtfulLine>,
}

/// DocFX's own directives with a body that a second `:::` ends, on the same line or on one below.
const LEAVES: [&str; 3] = ["image", "code", "video"];
/// DocFX's own directives that end with their line. Those of the list and [`LEAVES`] also have a line `NAME-end`.
const SINGLE_LINES: [&str; 4] = ["row", "column", "moniker", "zone"];

/// Whether a word behind three colons is one of DocFX's own.
fn is_docfx(word: &str) -> bool {
    let name = word.strip_suffix("-end").unwrap_or(word);
    LEAVES.contains(&name) || SINGLE_LINES.contains(&name)
}

/// What a line is to the blocks.
enum Mark {
    /// `:::audience NAMES`; the names begin at this offset of the line.
    Opening(usize),
    /// `:::`
    End,
    /// `:::audience-end`
    AudienceEnd,
    /// `:::note`: something else that a line of `:::` closes.
    Container,
    /// A directive of DocFX whose closing colons stand on a line below.
    OpenLeaf,
    /// Nothing.
    Text,
}

fn mark(body: &str) -> Mark {
    let Some(rest) = body.strip_prefix(":::").filter(|rest| !rest.starts_with(':')) else { return open_leaf(body) };
    let inner = rest.trim();
    let word: String = inner.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
    let after = &inner[word.len()..];
    let apart = after.is_empty() || after.starts_with([' ', '\t']) || after.trim() == ":::";
    match word.to_lowercase().as_str() {
        "" if inner.is_empty() => Mark::End,
        "audience" if apart => Mark::Opening(body.len() - rest.trim_start().len() + word.len()),
        "audience-end" if after.trim_matches([':', ' ', '\t']).is_empty() => Mark::AudienceEnd,
        name if is_docfx(name) => open_leaf(body),
        _ if inner.ends_with(":::") => open_leaf(body),
        _ => Mark::Container,
    }
}

/// Whether a line begins a directive with a body and does not end it.
fn open_leaf(body: &str) -> Mark {
    let Some(at) = body.rfind(":::") else { return Mark::Text };
    let word: String =
        body[at + 3..].trim_start().chars().take_while(|c| c.is_ascii_alphabetic() || *c == '-').collect();
    let leaf = LEAVES.contains(&word.to_lowercase().as_str()) && !in_code_span(body, at);
    if leaf { Mark::OpenLeaf } else { Mark::Text }
}

/// The line on which a directive that begins on line `at` ends: that of its closing colons, but no line behind a blank one
/// nor one that begins a directive of its own. The same line where none does.
pub(super) fn leaf_end(text: &str, lines: &[Line], at: usize) -> usize {
    for (next, line) in lines.iter().enumerate().skip(at + 1) {
        let body = line.text(text).trim_end();
        let own = body.strip_prefix(":::").is_some_and(|rest| !rest.trim().is_empty());
        if body.is_empty() || own || !line.is_prose() {
            break;
        }
        if body.contains(":::") {
            return next;
        }
    }
    at
}

/// Reads the lines of a page.
pub(super) fn audiences(file: FileId, text: &str, lines: &[Line]) -> Audiences {
    let mut reader = AudienceReader { file, text, open: Vec::new(), found: Audiences::default() };
    let mut past = 0;
    for (at, line) in lines.iter().enumerate() {
        if !line.is_prose() || at < past {
            continue;
        }
        let body = line.text(text).trim_end();
        if !may_be_mark(body) {
            continue;
        }
        let span = Span::new(file, line.content, line.content + body.len());
        match mark(body) {
            Mark::Opening(names) => reader.open(span, line.content + names),
            Mark::End => reader.end(span),
            Mark::AudienceEnd => reader.audience_end(span),
            Mark::Container => {
                reader.doubt_opening(span);
                reader.open.push(Opened::Container);
            }
            Mark::OpenLeaf => past = leaf_end(text, lines, at) + 1,
            Mark::Text => reader.doubt(span),
        }
    }
    reader.found
}

/// Whether a line can be anything to the blocks: most have no colon or exclamation mark, nor what looks like one.
fn may_be_mark(body: &str) -> bool {
    let in_latin = |byte: u8| matches!(byte, b':' | b'!');
    body.bytes().any(in_latin) || !body.is_ascii() && body.contains(|c| is_other_colon(c) || c == '！')
}

/// What is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opened {
    /// A block, by its number.
    Block(usize),
    /// Something else.
    Container,
}

struct AudienceReader<'a> {
    file: FileId,
    text: &'a str,
    open: Vec<Opened>,
    found: Audiences,
}

impl AudienceReader<'_> {
    fn open(&mut self, span: Span, names_start: usize) {
        let names = names(self.file, self.text, names_start, span.range().end);
        self.directive(DirectiveKind::Audience { names: names.clone() }, span);
        self.open.push(Opened::Block(self.found.blocks.len()));
        let whole = Span { end: self.text.len() as u32, ..span };
        self.found.blocks.push(AudienceBlock { names, opening: span, span: whole, closed: false });
    }

    fn end(&mut self, span: Span) {
        match self.open.pop() {
            Some(Opened::Block(number)) => self.close(number, span),
            Some(Opened::Container) => {}
            None => self.found.doubtful.push(DoubtfulLine { span, doubt: Doubt::Closing }),
        }
    }

    /// Closes the innermost block and all that was opened in it.
    fn audience_end(&mut self, span: Span) {
        if !self.open.iter().any(|open| matches!(open, Opened::Block(_))) {
            self.found.doubtful.push(DoubtfulLine { span, doubt: Doubt::Closing });
            return;
        }
        while let Some(open) = self.open.pop() {
            if let Opened::Block(number) = open {
                return self.close(number, span);
            }
        }
    }

    fn close(&mut self, number: usize, span: Span) {
        self.directive(DirectiveKind::AudienceEnd, span);
        let block = &mut self.found.blocks[number];
        block.span.end = span.end;
        block.closed = true;
    }

    fn directive(&mut self, kind: DirectiveKind, span: Span) {
        self.found.lines.push(Directive { kind, span, alone: true, after: String::new() });
    }

    fn doubt(&mut self, span: Span) {
        let body = &self.text[span.range()];
        let colons = |c: char| c == ':' || is_other_colon(c) || is_invisible(c) || c.is_whitespace();
        if body.starts_with("::::") && body.trim_matches(colons).is_empty() {
            self.found.doubtful.push(DoubtfulLine { span, doubt: Doubt::Closing });
        } else {
            self.doubt_opening(span);
        }
    }

    fn doubt_opening(&mut self, span: Span) {
        if looks_like_opening(&self.text[span.range()]) {
            self.found.doubtful.push(DoubtfulLine { span, doubt: Doubt::Opening });
        }
    }
}

/// The names behind `:::audience`, parted by commas, semicolons or blanks, in lower case.
fn names(file: FileId, text: &str, start: usize, end: usize) -> Vec<Spanned<String>> {
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

/// Whether a line that opens no block looks as if its author meant it to: a word like `audience` behind colons, be they too
/// few, too many or of another script, with braces between or text before. Mentions in inline code do not count.
fn looks_like_opening(body: &str) -> bool {
    let line: String = body.chars().filter(|c| !is_invisible(*c)).map(plain_letter).collect();
    let line = joined_colons(&line.to_lowercase());
    let runs = line.match_indices(':').filter(|(at, _)| !line[at + 1..].starts_with(':'));
    let in_brackets = line.match_indices("[!").map(|(at, _)| (at + 1, 3));
    runs.map(|(at, _)| (at, colons_before(&line, at + 1))).chain(in_brackets).any(|(at, colons)| {
        let (before, after) = (&line[..at + 1 - colons.min(at + 1)], &line[at + 1..]);
        let gap = after.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '`');
        let skipped = after.len() - gap.len();
        let word: String = gap.chars().take_while(|c| c.is_alphanumeric()).collect();
        let ticked = before.trim_end().ends_with('`') || before.matches('`').count() % 2 == 1;
        let mention = ticked && after.contains('`');
        let near = match (colons, is_decoration(before)) {
            (3.., _) | (2, true) => skipped <= 8,
            (1, true) => skipped == 0,
            _ => false,
        };
        near && !mention && is_like_audience(&word)
    })
}

/// A line without the blanks between its colons.
fn joined_colons(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(':') {
        out.push_str(&rest[..=at]);
        let after = &rest[at + 1..];
        rest = if after.trim_start().starts_with(':') { after.trim_start() } else { after };
    }
    out + rest
}

/// How many colons end at an offset.
fn colons_before(line: &str, end: usize) -> usize {
    line[..end].len() - line[..end].trim_end_matches(':').len()
}

/// Whether there is nothing before a line's colons but blanks, marks of lists and quotes, tags, numbers of items.
fn is_decoration(before: &str) -> bool {
    let before = before.trim_start_matches(|c: char| c.is_ascii_digit());
    let mut in_tag = false;
    before.chars().all(|c| {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ => {}
        }
        in_tag || !c.is_alphanumeric() || c == 'x'
    })
}

/// `audience` itself, one of its forms, or a word that is off by one or two letters.
fn is_like_audience(word: &str) -> bool {
    word.starts_with("audience") || (6..=10).contains(&word.len()) && strsim::osa_distance(word, "audience") <= 2
}

fn is_other_colon(c: char) -> bool {
    matches!(c, '：' | '﹕' | '︓' | 'ː' | '˸' | '∶' | '꞉' | '։' | '׃')
}

/// A character as the Latin letter or colon that it can be mistaken for.
fn plain_letter(c: char) -> char {
    match c {
        c if is_other_colon(c) => ':',
        'а' | 'А' | 'α' | 'Α' => 'a',
        'е' | 'Е' | 'Ε' => 'e',
        'і' | 'І' | 'ι' | 'Ι' | 'İ' | 'ı' => 'i',
        'с' | 'С' => 'c',
        'ԁ' => 'd',
        'ո' | 'п' => 'n',
        'ս' | 'υ' => 'u',
        // Full-width forms.
        c @ '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    }
}

#[cfg(test)]
mod tests;
