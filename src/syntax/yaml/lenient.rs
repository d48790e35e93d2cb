//! Front matter as people write it: what strict YAML rejects is read line by line, and every line is accounted for.

use std::collections::HashMap;
use std::ops::Range;

use super::build;
use super::{Codes, Key, Node, Place, Value};
use crate::diagnostic::{Checked, Code, Diagnostic, Edit};
use crate::text::{FileId, is_invisible};

const CODES: Codes = Codes { invalid: Code::FrontMatterInvalid, duplicate: Code::FrontMatterDuplicateKey };

/// Reads front matter: `text` is what stands between the fences, beginning at byte `offset` of the file.
///
/// Valid YAML is read as [`super::parse`] reads it. Where it is not valid, each stretch from one key at the left margin
/// to the next is read by itself; a stretch that is not valid either is read as `key: rest of the line`, with `- item`
/// lines below it as a list. The root of the value is always a map. What could only be read so is reported as
/// `front-matter-invalid`, a key that stands twice as `front-matter-duplicate-key`; of its values the last counts.
pub fn parse_lenient(file: FileId, text: &str, offset: usize) -> Checked<Option<Node>> {
    let place = Place { file, offset };
    let strict = build::read(place, text, CODES);
    let is_map = strict.root.as_ref().is_none_or(|root| matches!(root.value, Value::Map(_)));
    if strict.complete && is_map {
        return Checked::new(strict.root, strict.diagnostics);
    }
    let mut reading = Reading { place, text, entries: Vec::new(), diagnostics: Vec::new() };
    for stretch in stretches(text) {
        reading.stretch(stretch);
    }
    reading.finish(strict.diagnostics)
}

/// What was read so far.
struct Reading<'t> {
    place: Place,
    text: &'t str,
    entries: Vec<(Key, Node)>,
    diagnostics: Vec<Diagnostic>,
}

impl Reading<'_> {
    /// Reads from one key at the left margin to the next.
    fn stretch(&mut self, range: Range<usize>) {
        let text = &self.text[range.clone()];
        let place = Place { offset: self.place.offset + range.start, ..self.place };
        let strict = build::read(place, text, CODES);
        match strict.root {
            None if strict.complete => self.diagnostics.extend(strict.diagnostics),
            Some(Node { value: Value::Map(entries), .. }) if strict.complete => {
                self.entries.extend(entries);
                self.diagnostics.extend(strict.diagnostics);
            }
            _ => self.lines(range),
        }
    }

    fn lines(&mut self, range: Range<usize>) {
        for line in lines(self.text, range) {
            self.line(line);
        }
    }

    /// Reads one line: `key: value`, `- item`, or the rest of the value above it.
    fn line(&mut self, range: Range<usize>) {
        let line = trimmed(self.text, range);
        let text = &self.text[line.clone()];
        if text.is_empty() || text.starts_with('#') || matches!(text, "---" | "...") {
            return;
        }
        if let Some(item) = text.strip_prefix('-').filter(|rest| rest.starts_with([' ', '\t'])) {
            let start = line.end - item.trim_start().len();
            if self.item(start..line.end) {
                return;
            }
        } else if let Some((key, value)) = split(text) {
            let key_range = line.start..line.start + key;
            self.check_colon(line.start + key..line.start + value);
            return self.entry(key_range, line.start + value..line.end);
        }
        self.unreadable(line);
    }

    /// Between a key and its value stands a colon and a blank.
    fn check_colon(&mut self, gap: Range<usize>) {
        let text = &self.text[gap.clone()];
        let at_end = self.text[gap.end..].chars().next().is_none_or(|c| c == '\n' || c == '\r');
        if text.starts_with(':') && (at_end || text.ends_with(char::is_whitespace)) {
            return;
        }
        let span = self.place.span(gap.start, gap.end);
        let finding =
            Diagnostic::at(CODES.invalid, span, "no colon with a blank after the key").help("write `key: value`");
        self.diagnostics.push(finding.fix("write `: `", vec![Edit { span, replacement: ": ".to_owned() }]));
    }

    /// An entry of its own, whose value is taken as it stands where it is no YAML.
    fn entry(&mut self, key: Range<usize>, value: Range<usize>) {
        let name = self.text[key.clone()].trim_matches(['"', '\'']).to_owned();
        let key = Key { text: name, span: self.place.span(key.start, key.end) };
        let source = without_comment(&self.text[value.clone()]);
        let value_span = self.place.span(value.start, value.start + source.len());
        let place = Place { offset: self.place.offset + value.start, ..self.place };
        let strict = build::read(place, source, CODES);
        let flat =
            strict.root.as_ref().is_none_or(|node| !matches!(node.value, Value::Map(_)) || source.starts_with('{'));
        let node = match strict.root {
            Some(node) if strict.complete && flat => node,
            None if strict.complete => Node { value: Value::Null, span: value_span },
            _ => {
                self.diagnostics.push(unquoted(&key, source, value_span));
                Node { value: Value::String(source.to_owned()), span: value_span }
            }
        };
        self.entries.push((key, node));
    }

    /// Adds an item to the list under the last key; false if there is no such list.
    fn item(&mut self, range: Range<usize>) -> bool {
        let span = self.place.span(range.start, range.end);
        let Some((_, node)) = self.entries.last_mut() else { return false };
        if node.is_null() {
            *node = Node { value: Value::List(Vec::new()), span };
        }
        let Value::List(items) = &mut node.value else { return false };
        let text = self.text[range].trim_matches(['"', '\'']).to_owned();
        items.push(Node { value: build::scalar(text, true), span });
        node.span = node.span.to(span);
        true
    }

    fn unreadable(&mut self, line: Range<usize>) {
        let span = self.place.span(line.start, line.end);
        let finding = Diagnostic::at(CODES.invalid, span, "a line that is no `key: value`");
        self.diagnostics.push(finding.help("write `key: value`, or begin the line with `#`"));
    }

    /// Joins the entries to a map. If no line shows why strict YAML failed, its own words are the finding.
    fn finish(mut self, strict: Vec<Diagnostic>) -> Checked<Option<Node>> {
        self.report_duplicates();
        if !self.diagnostics.iter().any(|finding| finding.code == CODES.invalid) {
            self.diagnostics.extend(strict.into_iter().filter(|finding| finding.code == CODES.invalid));
        }
        self.diagnostics.sort_by_key(|finding| finding.primary.as_ref().map(|label| label.span));
        let (Some((first, _)), Some((_, last))) = (self.entries.first(), self.entries.last()) else {
            return Checked::new(None, self.diagnostics);
        };
        let span = first.span.to(last.span);
        Checked::new(Some(Node { value: Value::Map(self.entries), span }), self.diagnostics)
    }

    fn report_duplicates(&mut self) {
        let mut first = HashMap::new();
        for (key, _) in &self.entries {
            if let Some(before) = first.insert(&key.text, key.span) {
                let finding = super::duplicate(CODES.duplicate, key, before);
                if !self.diagnostics.contains(&finding) {
                    self.diagnostics.push(finding);
                }
            }
        }
    }
}

/// The finding about a value that only a lenient reader understands; quotes mend it.
fn unquoted(key: &Key, source: &str, span: crate::text::Span) -> Diagnostic {
    let quoted = format!("\"{}\"", source.replace('\\', "\\\\").replace('"', "\\\""));
    Diagnostic::at(CODES.invalid, span, format!("the value of `{}` is not valid YAML", key.text))
        .help("put quotes around the value")
        .fix("quote the value", vec![Edit { span, replacement: quoted }])
}

/// A value without the comment behind it.
fn without_comment(value: &str) -> &str {
    value.find(" #").map_or(value, |at| value[..at].trim_end())
}

/// Where key and value of a line are: the length of the key and the offset of the value. A colon ends a key if a blank
/// or the end of the line follows it; `key:value` is taken too where the key is one word and the value no address.
fn split(line: &str) -> Option<(usize, usize)> {
    let spaced = line.match_indices([':', '：']).find(|(at, colon)| {
        let rest = &line[at + colon.len()..];
        rest.is_empty() || rest.starts_with(char::is_whitespace) || *colon == "："
    });
    let tight = line.match_indices(':').next().filter(|(at, _)| {
        let word = line[..*at].chars().all(|c| c.is_alphanumeric() || "._-".contains(c));
        word && !line[at + 1..].starts_with("//")
    });
    let (at, colon) = spaced.into_iter().chain(tight).min_by_key(|(at, _)| *at)?;
    let key = line[..at].trim_end();
    let rest = &line[at + colon.len()..];
    let value = line.len() - rest.trim_start().len();
    (!key.is_empty() && key.len() <= 64).then_some((key.len(), value))
}

/// The ranges from one line at the left margin to the next; list items and comments do not begin one.
fn stretches(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for line in lines(text, 0..text.len()) {
        let begins = !text[line.clone()].starts_with([' ', '\t', '-', '#', '\r', '\n']);
        match out.last_mut() {
            Some(last) if !begins => last.end = line.end,
            _ => out.push(line),
        }
    }
    out
}

/// The lines of a range, line ends included.
fn lines(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut start = range.start;
    let mut out = Vec::new();
    for line in text[range].split_inclusive('\n') {
        out.push(start..start + line.len());
        start += line.len();
    }
    out
}

/// A line's range without the blanks and unseen characters around it.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let blank = |c: char| c.is_whitespace() || is_invisible(c);
    let line = &text[range.clone()];
    let start = range.start + line.len() - line.trim_start_matches(blank).len();
    let end = start + line.trim_matches(blank).len();
    start..end
}
