//! One cell written into a page: the smallest range that holds its value is replaced, and the result is read back.

use std::ops::Range;

use super::{Said, by_column, root};
use crate::syntax::markdown::cut;
use crate::syntax::yaml::{self, Key, Node, Value};
use crate::text::{FileId, Span, newline};

/// The text of the page with a cell changed; an empty cell removes the key. Says why it cannot be.
pub fn set(text: &str, column: &str, cell: &str) -> Result<String, String> {
    let found = cut(FileId(0), text);
    if found.is_some_and(|found| !found.closed) {
        return Err("the front matter has no closing `---`".to_owned());
    }
    let root = root(text);
    let holds = found.is_some_and(|found| !text[found.yaml.range()].trim().is_empty());
    if root.is_none() && holds && !only_comments(super::block(text)) {
        return Err("the front matter is not valid YAML".to_owned());
    }
    let place = root.as_ref().and_then(|root| find(root, column));
    let page = Page { text, newline: newline(text) };
    let (range, written) = match (place, cell.is_empty()) {
        (None, true) => return Ok(text.to_owned()),
        (Some((key, node)), true) => (page.entry(key, node)?, String::new()),
        (Some((key, node)), false) => page.value(key, node, &Said::of(cell))?,
        (None, false) => page.new_key(root.as_ref(), column, &Said::of(cell)),
    };
    let changed = format!("{}{written}{}", &text[..range.start], &text[range.end..]);
    let mut expected = by_column(text);
    match cell.is_empty() {
        true => drop(expected.remove(column)),
        false => drop(expected.insert(column.to_owned(), cell.to_owned())),
    }
    let read = by_column(&changed);
    let same = read.len() == expected.len()
        && read.iter().zip(&expected).all(|(one, other)| one.0 == other.0 && Said::of(one.1) == Said::of(other.1));
    if same { Ok(changed) } else { Err("it cannot be written without touching other keys".to_owned()) }
}

fn only_comments(yaml: &str) -> bool {
    yaml.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
}

/// The entry of a column: a key of that very name before one that is reached through maps.
fn find<'n>(map: &'n Node, column: &str) -> Option<(&'n Key, &'n Node)> {
    let entries = map.entries();
    let own = entries.iter().find(|(key, _)| key.text == column).copied();
    own.or_else(|| {
        let inner = |(key, node): &(&'n Key, &'n Node)| {
            let rest = column.strip_prefix(&key.text)?.strip_prefix('.')?;
            find(node, rest)
        };
        entries.iter().find_map(inner)
    })
}

struct Page<'t> {
    text: &'t str,
    newline: &'static str,
}

impl Page<'_> {
    /// The lines of an entry that stands on lines of its own.
    fn entry(&self, key: &Key, node: &Node) -> Result<Range<usize>, String> {
        let start = self.line_start(key.span.range().start);
        if !self.text[start..key.span.range().start].trim().is_empty() {
            return Err("its key does not stand on a line of its own".to_owned());
        }
        Ok(start..self.line_end(node.span.range().end.max(key.span.range().end)))
    }

    /// The place of a value and what to write there.
    fn value(&self, key: &Key, node: &Node, said: &Said) -> Result<(Range<usize>, String), String> {
        let flat = |node: &Node| node.items().iter().all(|item| item.text().is_some());
        match &node.value {
            Value::Map(_) => Err("its value is a map".to_owned()),
            Value::List(_) if !flat(node) => Err("its value is a list of more than texts".to_owned()),
            Value::Null => Ok(self.nothing(key, said)),
            Value::List(items) if !self.text[node.span.range()].starts_with('[') => self.block_list(items, said),
            _ => Ok((node.span.range(), self.flow(said, &self.text[node.span.range()]))),
        }
    }

    /// A list with an item a line: from its first dash to the end of its last item.
    fn block_list(&self, items: &[Node], said: &Said) -> Result<(Range<usize>, String), String> {
        let place = items.first().zip(items.last()).and_then(|(first, last)| {
            let dash = self.text[..first.span.range().start].rfind('-')?;
            Some(dash..last.span.range().end)
        });
        let place = place.ok_or("its list has no items")?;
        let indent = &self.text[self.line_start(place.start)..place.start];
        match said {
            Said::List(items) if !items.is_empty() && indent.trim().is_empty() => {
                let lines: Vec<String> = items.iter().map(|item| format!("- {}", scalar(item, "", false))).collect();
                Ok((place, lines.join(&format!("{}{indent}", self.newline))))
            }
            // What follows a key on a line of its own must stand further to the right.
            _ => Ok((place, format!("  {}", self.flow(said, "")))),
        }
    }

    /// A key without a value: what stands behind its colon.
    fn nothing(&self, key: &Key, said: &Said) -> (Range<usize>, String) {
        let end = key.span.range().end;
        let colon = self.text[end..].find(':').map_or(end, |at| end + at + 1);
        let line = &self.text[colon..self.line_end(colon)];
        let value = line.split('#').next().unwrap_or_default().trim_end();
        (colon..colon + value.len(), format!(" {}", self.flow(said, "")))
    }

    fn new_key(&self, root: Option<&Node>, column: &str, said: &Said) -> (Range<usize>, String) {
        let value = self.flow(said, "");
        let Some(found) = cut(FileId(0), self.text) else {
            let at = self.text.len() - self.text.trim_start_matches('\u{feff}').len();
            let (newline, key) = (self.newline, name(column));
            return (at..at, format!("---{newline}{key}: {value}{newline}---{newline}"));
        };
        if let Some((map, rest)) = root.and_then(|root| parent(root, column)) {
            let indent = &self.text[self.line_start(map.span.range().start)..map.span.range().start];
            let at = self.line_end(map.span.range().end);
            return (at..at, format!("{indent}{}: {value}{}", name(rest), self.newline));
        }
        let at = found.yaml.range().end;
        (at..at, format!("{}: {value}{}", name(column), self.newline))
    }

    /// A value on one line, in the quotes of what stood there.
    fn flow(&self, said: &Said, before: &str) -> String {
        match said {
            Said::Text(text) => scalar(text, before, false),
            Said::List(items) => {
                let items: Vec<String> = items.iter().map(|item| scalar(item, "", true)).collect();
                format!("[{}]", items.join(", "))
            }
        }
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// After the line end of the line that holds a byte.
    fn line_end(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline + 1)
    }
}

/// The innermost map that a column leads into, and what is left of the column.
fn parent<'n, 'c>(map: &'n Node, column: &'c str) -> Option<(&'n Node, &'c str)> {
    map.entries().into_iter().find_map(|(key, node)| {
        let rest = column.strip_prefix(&key.text)?.strip_prefix('.').filter(|rest| !rest.is_empty())?;
        let filled = matches!(&node.value, Value::Map(entries) if !entries.is_empty());
        filled.then(|| parent(node, rest).unwrap_or((node, rest)))
    })
}

fn name(key: &str) -> String {
    let plain = key.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
        && key.starts_with(|c: char| c.is_ascii_alphabetic());
    if plain { key.to_owned() } else { double_quoted(key) }
}

/// A text in the quotes that stood there, without any where it then reads the same.
fn scalar(text: &str, before: &str, in_list: bool) -> String {
    let one_line = !text.contains(['\n', '\r']);
    match before.chars().next() {
        Some('"') => double_quoted(text),
        Some('\'') if one_line => format!("'{}'", text.replace('\'', "''")),
        _ if one_line && is_plain(text) && !(in_list && text.contains([',', '[', ']', '{', '}'])) => text.to_owned(),
        _ => double_quoted(text),
    }
}

/// Whether a text reads as itself without quotes, in a line with a comment behind it.
fn is_plain(text: &str) -> bool {
    let line = format!("key: {text} # comment\n");
    let read = yaml::parse(FileId(0), &line, 0);
    let same = |node: &Node| node.get("key").is_some_and(|node| node.text() == Some(text) && node.span == whole(text));
    !text.is_empty() && !text.contains('\t') && read.diagnostics.is_empty() && read.value.as_ref().is_some_and(same)
}

fn whole(text: &str) -> Span {
    Span::new(FileId(0), "key: ".len(), "key: ".len() + text.len())
}

fn double_quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out + "\""
}
