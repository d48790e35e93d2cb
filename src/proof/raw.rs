//! Whom the lines of a Markdown file are for, read from its raw text in the simplest way.
//!
//! The proof of editions must not believe the parser: where the parser overlooks the beginning of a block, it would publish the
//! block and take it for public at the same time. So the proof reads the text itself, and shares no code with the parser. It
//! knows no Markdown: no fences, no lists, no comments, no directives but those whose second `:::` could be taken for the end
//! of a block. Whatever looks like the first line of a block opens one. It may hide too much, never too little; where it
//! differs from the parser, the build stops and shows both lines.

use std::ops::Range;

use crate::text::is_invisible;

/// What was read of one file.
///
/// ```
/// use waybook::proof::RawReading;
///
/// let text = "Open.\n:::audience internal\nOurs.\n:::\nOpen again.\n";
/// let reading = RawReading::of(text);
/// let hidden = reading.hidden(&|names| names.iter().any(|name| name == "partner"));
/// assert_eq!(&text[hidden[0].clone()], ":::audience internal\nOurs.\n:::\n");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawReading {
    /// Keys of the front matter like `ft.audience`, as written, each with the audiences that it names, in lower case.
    pub front: Vec<(String, Vec<String>)>,
    /// The blocks, in order of their first lines. They may lie in each other.
    pub blocks: Vec<RawBlock>,
    /// Lines that hide nothing, but may have been meant to if one of their words is the name of an audience.
    pub hints: Vec<Hint>,
}

/// A line such as `:::internal` or `<!-- audience: internal -->`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The words by which it may name an audience, in lower case.
    pub words: Vec<String>,
    /// Its bytes.
    pub range: Range<usize>,
}

/// What looks like a block for some readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawBlock {
    /// Whom it is for, in lower case.
    pub names: Vec<String>,
    /// Its bytes, from the start of its first line to the end of its last one.
    pub range: Range<usize>,
}

impl RawReading {
    /// Reads a file.
    pub fn of(text: &str) -> Self {
        let mut lines = Vec::new();
        let mut start = 0;
        while start < text.len() {
            let ends = |byte: &u8| matches!(byte, b'\r' | b'\n');
            let end = text.as_bytes()[start..].iter().position(ends).map_or(text.len(), |at| start + at);
            let next = end + if text[end..].starts_with("\r\n") { 2 } else { 1 };
            lines.push(start..next.min(text.len()));
            start = next;
        }
        Self { front: front(text, &lines), blocks: blocks(text, &lines), hints: hints(text, &lines) }
    }

    /// The bytes that are in a block for others, in order, none within another; `is_for` tells whether a block with some names
    /// is for the reader.
    pub fn hidden(&self, is_for: &dyn Fn(&[String]) -> bool) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for block in self.blocks.iter().filter(|block| !is_for(&block.names)) {
            match found.last_mut().filter(|last| block.range.start < last.end) {
                Some(last) => last.end = last.end.max(block.range.end),
                None => found.push(block.range.clone()),
            }
        }
        found
    }
}

/// The audiences that the front matter names. It may begin below blank lines, and goes to the first
/// one of its own where no line ends it.
fn front(text: &str, lines: &[Range<usize>]) -> Vec<(String, Vec<String>)> {
    let invisible = |c: char| c.is_whitespace() || is_invisible(c);
    let line = |at: usize| text[lines[at].clone()].trim_start_matches('\u{feff}').trim_end();
    // Something before it, seen or not, keeps the parser from reading it.
    let opens = |at: &usize| line(*at).trim_matches(invisible) == "---";
    let Some(first) = (0..lines.len().min(MAX_LINES_BEFORE)).find(opens) else {
        return Vec::new();
    };
    let closing = (first + 1..lines.len()).find(|at| matches!(line(*at), "---" | "..."));
    let blank = || (first + 1..lines.len()).find(|at| line(*at).is_empty());
    let end = closing.or_else(blank).unwrap_or(lines.len());
    let (mut found, mut at) = (Vec::new(), first + 1);
    while at < end {
        let key = line(at);
        at += 1;
        let Some((name, value)) = entry(key) else { continue };
        let mut names = listed(value);
        while at < end && !is_key(line(at)) {
            names.extend(listed(line(at)));
            at += 1;
        }
        found.push((name.trim().to_owned(), names));
    }
    found
}

/// How many lines may come before what looks like front matter.
const MAX_LINES_BEFORE: usize = 8;

/// The key and the value of a line that names audiences, or is meant to: `ft.audience= x`, `ft.audience x`, `ft: {audience: x}`.
fn entry(line: &str) -> Option<(&str, &str)> {
    if let Some((name, value)) = line.split_once(':').filter(|(name, _)| is_audience_key(name)) {
        return Some((name, value));
    }
    let (name, value) = line.split_once([':', '=', ' '])?;
    let nested = || value.find("audience").map(|at| value[at..].trim_start_matches(char::is_alphanumeric));
    match name.trim_matches(['"', '\'']) {
        "ft" => nested().map(|value| (name, value.trim_start_matches([':', ' ']).trim_end_matches(['}', ' ']))),
        name if name.starts_with("ft") && is_audience_key(name) => Some((name, value)),
        _ => None,
    }
}

/// Whether a line of front matter begins a key of the outermost level.
fn is_key(line: &str) -> bool {
    let indented = line.starts_with([' ', '\t', '-', ']', '#']);
    !indented && line.contains(':')
}

/// Whether a key is `ft.audience`, or may be meant as that. `ms.audience` is a key of its own.
fn is_audience_key(name: &str) -> bool {
    let letters: String = name.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    letters == "audience" || letters.starts_with(['f', 't']) && strsim::osa_distance(&letters, "ftaudience") <= 2
}

/// The names in a value, be it a text, a list between brackets or an item of a list.
fn listed(value: &str) -> Vec<String> {
    let value = value.split(" #").next().unwrap_or_default();
    let names = value.split([',', ';', ' ', '\t', '[', ']', '"', '\'']).map(|name| name.trim().to_lowercase());
    names.filter(|name| !matches!(name.as_str(), "" | "-" | "|" | ">" | "|-" | ">-")).collect()
}

/// Lines that name something for somebody in a way that nothing reads: containers and zones named after an audience, a class or
/// comment with the word.
fn hints(text: &str, lines: &[Range<usize>]) -> Vec<Hint> {
    let hint = |range: &Range<usize>| {
        let line = text[range.clone()].trim_end();
        let rest = line.trim_start_matches([' ', '\t', '>']);
        if !rest.starts_with(":::") && !rest.starts_with("[!") && !line.bytes().any(|byte| byte == b'<') {
            return None;
        }
        let lower = rest.to_lowercase();
        let words = |text: &str| -> Vec<String> {
            let words = text.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_');
            words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        let named = match colons(rest).as_deref() {
            Some("zone" | "moniker") => words(&lower[3..]),
            Some("") => Vec::new(),
            Some(word) if !is_docfx(word) => words(&lower[3..]).into_iter().take(1).collect(),
            _ => {
                let within = |open: &str, close: &str| {
                    let mut marks = lower.match_indices(open).map(|(at, _)| at);
                    let start = marks.find(|at| !is_between_ticks(&lower, *at, open.len()))? + open.len();
                    Some(&lower[start..start + lower[start..].find(close)?])
                };
                let inside = within("[!div", "]").or_else(|| within("<!--", "-->")).unwrap_or_default();
                let words = words(inside);
                if words.iter().any(|word| is_audience_word(word)) { words } else { Vec::new() }
            }
        };
        (!named.is_empty()).then(|| Hint { words: named, range: range.start..range.start + line.len() })
    };
    lines.iter().filter_map(hint).collect()
}

/// Whether what stands at an offset of a line is quoted as code: ``write `<!--` ``.
fn is_between_ticks(line: &str, at: usize, len: usize) -> bool {
    let (before, after) = (&line[..at], &line[at + len..]);
    let near = before.trim_end().ends_with('`') && after.trim_start().starts_with('`');
    near || after.contains('`') && before.matches('`').count() % 2 == 1
}

/// What is open while blocks are read.
enum Open {
    Block(usize),
    Container,
}

fn blocks(text: &str, lines: &[Range<usize>]) -> Vec<RawBlock> {
    let mut found: Vec<RawBlock> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut in_image = false;
    for range in lines {
        let line = text[range.clone()].trim_end();
        let rest = line.trim_start_matches([' ', '\t', '>', '\u{feff}']);
        if !has_colon(line) {
            in_image &= !rest.is_empty();
            continue;
        }
        if let Some(names) = opening(line) {
            open.push(Open::Block(found.len()));
            found.push(RawBlock { names, range: range.start..text.len() });
        } else if let Some(word) = colons(rest) {
            match word.as_str() {
                "" if in_image => {}
                "" => close(open.pop(), &mut found, range.end),
                "audience-end" => {
                    while let Some(last) = open.pop() {
                        let is_block = matches!(last, Open::Block(_));
                        close(Some(last), &mut found, range.end);
                        if is_block {
                            break;
                        }
                    }
                }
                word if !is_docfx(word) && !rest[3..].contains(":::") => open.push(Open::Container),
                _ => {}
            }
        }
        in_image = goes_on(rest, in_image);
    }
    found
}

/// Whether a line has a colon or an exclamation mark, or what looks like one.
fn has_colon(line: &str) -> bool {
    let byte = |byte: u8| line.bytes().any(|other| other == byte);
    byte(b':') || byte(b'!') || !line.is_ascii() && line.contains(|c| c == '！' || COLONS.contains(&c))
}

fn close(open: Option<Open>, found: &mut [RawBlock], end: usize) {
    if let Some(Open::Block(number)) = open {
        found[number].range.end = end;
    }
}

/// The word behind exactly three colons at the start of a line, in lower case; nothing where nothing follows.
fn colons(rest: &str) -> Option<String> {
    let inner = rest.strip_prefix(":::")?;
    if inner.starts_with(':') {
        return None;
    }
    let inner = inner.trim();
    let word = inner.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or_default();
    if word.is_empty() && !inner.is_empty() {
        return Some("?".to_owned());
    }
    Some(word.to_lowercase())
}

fn is_docfx(word: &str) -> bool {
    let word = word.trim_end_matches("-end");
    ["row", "column", "image", "code", "video", "moniker", "zone"].contains(&word)
}

/// Whether the closing colons of an image, a quotation of code or a video are still to come after a line: they may stand alone
/// on a line and are not the end of a block then.
fn goes_on(rest: &str, in_image: bool) -> bool {
    let last = rest.rfind(":::").filter(|at| rest[..*at].matches('`').count().is_multiple_of(2));
    match last {
        Some(at) => {
            let word = rest[at + 3..].trim_start().to_lowercase();
            ["image", "code", "video"].iter().any(|name| {
                word.strip_prefix(name)
                    .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-'))
            })
        }
        None => in_image && !rest.is_empty(),
    }
}

/// The names on a line that looks like the first one of a block.
fn opening(line: &str) -> Option<Vec<String>> {
    let letters = letters(line);
    (0..letters.len()).find_map(|at| {
        let after = &letters[at + 1..];
        let bracket = letters[at] == '!' && at > 0 && letters[at - 1] == '[';
        if !bracket && (letters[at] != ':' || after.first() == Some(&':')) {
            return None;
        }
        let gap = after.iter().take_while(|c| !c.is_alphanumeric()).count();
        let word: String = after[gap..].iter().take_while(|c| c.is_alphanumeric()).collect();
        let names: String = after[gap + word.chars().count()..].iter().collect();
        if !is_audience_word(&word) || names.starts_with("-end") {
            return None;
        }
        let run = letters[..=at].iter().rev().take_while(|c| **c == ':').count();
        let before = &letters[..at + 1 - if bracket { 2 } else { run }];
        let tick = before.iter().rev().find(|c| !c.is_whitespace()) == Some(&'`');
        let quoted = after.contains(&'`') && (tick || before.iter().filter(|c| **c == '`').count() % 2 == 1);
        let first = !before.iter().any(|c| c.is_alphabetic() && *c != 'x') || is_tag(before);
        let near = bracket || run >= 3 && gap <= 8 || run == 2 && first || run == 1 && first && gap == 0;
        (near && !quoted).then(|| listed(&names.replace(['{', '}', '(', ')', '=', ':', '|', '*', '.'], " ")))
    })
}

/// The characters of a line as Latin letters in lower case, without invisible ones and without blanks between colons.
fn letters(line: &str) -> Vec<char> {
    let all = line.chars().filter(|c| !is_invisible(*c)).flat_map(|c| latin(c).to_lowercase());
    let mut found: Vec<char> = Vec::with_capacity(line.len());
    for c in all {
        if c == ':' {
            let len = found.iter().rposition(|c| !c.is_whitespace()).map_or(0, |last| last + 1);
            if len > 0 && found[len - 1] == ':' {
                found.truncate(len);
            }
        }
        found.push(c);
    }
    found
}

/// Whether all that stands before a line's colons is tags.
fn is_tag(before: &[char]) -> bool {
    let text: String = before.iter().collect();
    let text = text.trim();
    text.starts_with('<') && text.ends_with('>')
}

/// `audience`, a form of it, or a slip of the pen.
fn is_audience_word(word: &str) -> bool {
    let len = word.chars().count();
    word.starts_with("audience") || (6..=10).contains(&len) && strsim::osa_distance(word, "audience") <= 2
}

/// What looks like a colon.
const COLONS: [char; 9] = ['：', '﹕', '︓', 'ː', '˸', '∶', '꞉', '։', '׃'];

/// A character as the Latin letter or colon that it looks like.
fn latin(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    if COLONS.contains(&c) {
        return ':';
    }
    const ALIKE: [(&str, char); 8] =
        [("аАαΑ", 'a'), ("еЕΕ", 'e'), ("іІιΙİı", 'i'), ("сС", 'c'), ("ԁ", 'd'), ("ոп", 'n'), ("սυ", 'u'), ("［", '[')];
    let known = ALIKE.iter().find(|(letters, _)| letters.contains(c)).map(|(_, letter)| *letter);
    let wide = || Some(u32::from(c)).filter(|code| (0xff01..=0xff5e).contains(code)).map(|code| code - 0xfee0);
    known.or_else(|| wide().and_then(char::from_u32)).unwrap_or(c)
}

#[cfg(test)]
mod tests;
