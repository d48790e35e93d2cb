//! The marks of a text: its words, words in a row between two breaks, the ids of tasks. Case, emphasis and inline tags
//! do not part words; punctuation, numbers and all other tags break a row.

use std::ops::Range;

use super::tags::{self, Tag};
use crate::text::is_invisible;

/// How many words in a row are a phrase wherever they stand.
const GRAM: usize = 4;
/// Words with fewer letters are everywhere.
const SHORTEST: usize = 4;
/// Longer numbers are numbers of something; shorter ones may be a year, an amount or a measure.
const LONG_NUMBER: usize = 6;

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Markdown, YAML and all that people write; tags may occur.
    Prose,
    /// HTML, XML, SVG: of a tag only what is shown or leads somewhere counts.
    Markup,
    /// JSON, scripts, style sheets: strings with escapes.
    Data,
}

/// Whose text it is, which decides what of it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// That of others: every number may be an id, a short row counts where it stands alone.
    Theirs,
    /// One's own: every row and number of it is nobody's secret.
    Ours,
    /// A finished file: a number counts where it can only be the id of a task.
    Finished,
}

/// What a text is known by: hashes of words in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Mark {
    /// A word that is no small one.
    Word(u64),
    /// Some words in a row.
    Row(u64),
    /// A number of three to five digits.
    Id(u64),
}

impl Mark {
    /// The hash in it.
    pub(super) fn hash(self) -> u64 {
        match self {
            Mark::Word(hash) | Mark::Row(hash) | Mark::Id(hash) => hash,
        }
    }
}

/// Calls `visit` for each mark of a text with the range that it was found at. Says whether all tags, comments and scripts that
/// begin in the text also end in it.
pub(super) fn marks(text: &str, form: Form, side: Side, visit: &mut dyn FnMut(Mark, Range<usize>)) -> bool {
    let (row, word) = (Vec::with_capacity(GRAM), Word::default());
    let mut scan = Scan { text, side, visit, row, whole: 0, word, rows: true, closed: true };
    scan.stretch(0..text.len(), form);
    scan.finish();
    scan.closed
}

/// The word that is being read.
#[derive(Clone, Copy, Default)]
struct Word {
    hash: u64,
    start: usize,
    end: usize,
    letters: usize,
    digits: usize,
}

struct Scan<'a> {
    text: &'a str,
    side: Side,
    visit: &'a mut dyn FnMut(Mark, Range<usize>),
    /// The last words of the row, at most [`GRAM`] of them.
    row: Vec<(u64, Range<usize>)>,
    /// How many words the row has so far.
    whole: usize,
    word: Word,
    /// Whether words in a row mean something where we are.
    rows: bool,
    /// Whether every tag, comment and script so far has its end.
    closed: bool,
}

impl Scan<'_> {
    fn finish(&mut self) {
        self.end_word();
        self.break_row();
    }

    /// Reads a stretch of the text. Offsets are those of the whole.
    fn stretch(&mut self, range: Range<usize>, form: Form) {
        let mut at = range.start;
        let mut lines = Lines::new(self.text, &range, form);
        while at < range.end {
            let byte = self.text.as_bytes()[at];
            if byte.is_ascii_alphanumeric() {
                self.letter(byte.to_ascii_lowercase().into(), byte.is_ascii_digit(), at..at + 1);
                at += 1;
                continue;
            }
            at = match byte {
                b' ' | b'\t' | b'\r' | b'*' | b'_' | b'`' | b'~' => self.apart(at + 1),
                b'\n' if lines.breaks_at(self.text, at) => self.broken(at + 1),
                b'\n' => self.apart(at + 1),
                b'-' if self.is_hyphen(at, range.end) => self.apart(at + 1),
                b'&' => self.entity(at, range.end),
                b'%' => self.percent(at, range.end),
                b'\\' if form == Form::Data => self.escape(at, range.end),
                b'\\' => self.apart(at + 1),
                b'<' if form != Form::Data => self.tag(at, range.end, form),
                0x80.. => self.wide(at),
                _ => self.broken(at + 1),
            };
        }
    }

    fn apart(&mut self, next: usize) -> usize {
        self.end_word();
        next
    }

    fn broken(&mut self, next: usize) -> usize {
        self.end_word();
        self.break_row();
        next
    }

    fn is_hyphen(&self, at: usize, end: usize) -> bool {
        let letter = |at: usize| self.text.as_bytes().get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80);
        at > 0 && letter(at - 1) && at + 1 < end && letter(at + 1)
    }

    fn letter(&mut self, code: u32, digit: bool, range: Range<usize>) {
        if self.word.letters == 0 {
            self.word = Word { hash: 0xcbf2_9ce4_8422_2325, start: range.start, ..Word::default() };
        }
        self.word.hash = (self.word.hash ^ u64::from(code)).wrapping_mul(0x0100_0000_01b3);
        self.word.letters += 1;
        self.word.digits += usize::from(digit);
        self.word.end = range.end;
    }

    /// A character beyond ASCII.
    fn wide(&mut self, at: usize) -> usize {
        let Some(c) = self.text[at..].chars().next() else { return at + 1 };
        self.character(c, at..at + c.len_utf8())
    }

    fn character(&mut self, c: char, range: Range<usize>) -> usize {
        let next = range.end;
        if is_invisible(c) {
            return next;
        }
        if c.is_whitespace() {
            return self.apart(next);
        }
        if !c.is_alphanumeric() {
            return self.broken(next);
        }
        if stands_alone(c) {
            self.end_word();
            self.row_word(fold(u64::from(u32::from(c))), range);
            return next;
        }
        c.to_lowercase().for_each(|c| self.letter(c.into(), c.is_ascii_digit(), range.clone()));
        next
    }

    /// `&amp;`, `&#39;`, `&nbsp;`
    fn entity(&mut self, at: usize, end: usize) -> usize {
        match tags::entity(&self.text[at..end]) {
            Some((c, len)) => self.character(c, at..at + len),
            None => self.broken(at + 1),
        }
    }

    /// `%20`, `%C3%A4`: as in addresses, so that a phrase in one is the same wherever it stands.
    fn percent(&mut self, at: usize, end: usize) -> usize {
        let (bytes, len) = tags::percent(&self.text[at..end]);
        let decoded = String::from_utf8_lossy(&bytes);
        if len == 0 {
            return self.broken(at + 1);
        }
        decoded.chars().for_each(|c| {
            self.character(c, at..at + len);
        });
        at + len
    }

    /// `\n`, `\u00e4`
    fn escape(&mut self, at: usize, end: usize) -> usize {
        let rest = &self.text[at + 1..end];
        let code = rest.strip_prefix('u').and_then(|hex| u32::from_str_radix(hex.get(..4)?, 16).ok());
        if let Some(code) = code {
            return self.character(char::from_u32(code).unwrap_or('.'), at..at + 6);
        }
        match rest.as_bytes().first() {
            Some(b'n' | b'r' | b't' | b'b' | b'f') => self.broken(at + 2),
            Some(b'\\') => self.apart(at + 2),
            _ => self.apart(at + 1),
        }
    }

    fn tag(&mut self, at: usize, end: usize, form: Form) -> usize {
        let Some(tag) = Tag::at(&self.text[..end], at) else {
            self.closed = false;
            return self.broken(at + 1);
        };
        if tag.is_inline() {
            self.end_word();
        } else {
            self.broken(at);
        }
        for (value, rows) in tag.told(self.text) {
            self.broken(at);
            self.rows = rows || self.side != Side::Finished;
            self.stretch(value, Form::Data);
            self.broken(at);
            self.rows = true;
        }
        match tag.holds_code() {
            Some(close) if form == Form::Markup => {
                let inner = tags::until(&self.text[..end], tag.end, close);
                self.closed &= inner < end;
                self.stretch(tag.end..inner, Form::Data);
                self.broken(inner)
            }
            _ => tag.end,
        }
    }

    fn end_word(&mut self) {
        let Word { hash, start, end, letters, digits } = std::mem::take(&mut self.word);
        if letters == 0 {
            return;
        }
        if digits == letters {
            self.break_row();
            self.number(start..end);
            return;
        }
        let hash = fold(hash);
        if letters >= SHORTEST || digits > 0 && letters + 1 >= SHORTEST {
            (self.visit)(Mark::Word(hash), start..end);
        }
        self.row_word(hash, start..end);
    }

    fn number(&mut self, range: Range<usize>) {
        let digits = &self.text[range.clone()];
        match (digits.len(), digits.parse::<u64>()) {
            (3..=5, Ok(number)) if self.side != Side::Finished || self.is_id(&range) => {
                (self.visit)(Mark::Id(number), range);
            }
            (LONG_NUMBER.., Ok(number)) => (self.visit)(Mark::Word(fold(number)), range),
            _ => {}
        }
    }

    /// Whether a number of a finished file can only be the id of a task.
    fn is_id(&self, range: &Range<usize>) -> bool {
        let (before, after) = (&self.text[..range.start], &self.text[range.end..]);
        let alone = before.ends_with('>') && after.starts_with('<');
        alone || ["tasks/", "task-", "\"id\":", "\"id\": "].iter().any(|opening| before.ends_with(opening))
    }

    fn row_word(&mut self, hash: u64, range: Range<usize>) {
        if self.row.len() == GRAM {
            self.row.remove(0);
        }
        self.row.push((hash, range));
        self.whole += 1;
        for count in 2..=self.row.len() {
            if count == GRAM || self.side == Side::Ours {
                self.last(count);
            }
        }
    }

    /// A short row counts whole.
    fn break_row(&mut self) {
        if self.side != Side::Ours && (2..GRAM).contains(&self.whole) {
            self.last(self.whole);
        }
        self.row.clear();
        self.whole = 0;
    }

    /// Tells the last words of the row.
    fn last(&mut self, count: usize) {
        if !self.rows {
            return;
        }
        let words = &self.row[self.row.len() - count..];
        let joined = words.iter().fold(count as u64, |sum, (hash, _)| fold(sum.rotate_left(7) ^ hash));
        let range = words[0].1.start..words[count - 1].1.end;
        (self.visit)(Mark::Row(joined), range);
    }
}

/// Where lines end what stands in a row: everywhere in front matter, else before and after a line that is a block.
struct Lines {
    prose: bool,
    front_matter: Option<usize>,
}

impl Lines {
    fn new(text: &str, range: &Range<usize>, form: Form) -> Self {
        let inside = text[range.clone()].trim_start_matches('\u{feff}');
        let closing = inside.starts_with("---").then(|| text[range.start + 3..range.end].find("\n---")).flatten();
        Self { prose: form == Form::Prose, front_matter: closing.map(|at| range.start + 3 + at) }
    }

    fn breaks_at(&mut self, text: &str, at: usize) -> bool {
        if !self.prose {
            return false;
        }
        let heading = || text[..at].rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with('#'));
        let next = text[at + 1..].trim_start_matches([' ', '\t']).chars().next();
        let block = next.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '*' | '_' | '`') || c.is_ascii_digit());
        self.front_matter.is_some_and(|end| at <= end) || block || heading()
    }
}

/// Whether a character is a word of its own, as where words are not parted by blanks.
fn stands_alone(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x2ffff)
}

/// Spreads the bits of a number.
fn fold(number: u64) -> u64 {
    let number = (number ^ (number >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    number ^ (number >> 32)
}
