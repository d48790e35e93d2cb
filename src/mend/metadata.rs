//! Front matter as cells of a table, and a cell written back into it with all other bytes as they were.
//!
//! A column is a key; `.` leads into maps, unless a key has a dot of its own. A list is `[one; two]`. Text that would be
//! taken for a list, that is empty or has blanks around it stands in quotes. Each change is read back before it is taken.

mod write;

use std::collections::BTreeMap;

use crate::syntax::markdown::cut;
use crate::syntax::yaml::{self, Node, Value};
use crate::text::FileId;

pub use write::set;

/// The cells of one page by column, in the order of the file; empty ones are left out.
pub fn cells(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if let Some(root) = root(text) {
        collect(&root, "", &mut found);
    }
    found
}

/// The bytes of the front matter, which tell whether it changed.
pub fn block(text: &str) -> &str {
    cut(FileId(0), text).filter(|found| found.closed).map_or("", |found| &text[found.yaml.range()])
}

/// The tree of a page's front matter, if it is YAML.
fn root(text: &str) -> Option<Node> {
    let found = cut(FileId(0), text).filter(|found| found.closed)?;
    let read = yaml::parse(FileId(0), &text[found.yaml.range()], found.yaml.range().start);
    // A key that stands twice is no YAML for some readers, but no doubt for us: the last one counts.
    let broken = read.diagnostics.iter().any(|finding| finding.related.is_empty());
    read.value.filter(|root| !broken && matches!(root.value, Value::Map(_)))
}

fn collect(map: &Node, prefix: &str, found: &mut Vec<(String, String)>) {
    for (key, node) in map.entries() {
        let column = format!("{prefix}{}", key.text);
        match &node.value {
            Value::Null => {}
            Value::Map(entries) if !entries.is_empty() => collect(node, &format!("{column}."), found),
            _ => found.push((column, cell(node))),
        }
    }
}

/// A value as the text of a cell.
fn cell(node: &Node) -> String {
    match &node.value {
        Value::List(items) if items.iter().all(|item| item.text().is_some()) => {
            let items: Vec<String> = items.iter().filter_map(Node::text).map(item).collect();
            format!("[{}]", items.join("; "))
        }
        Value::List(_) | Value::Map(_) => node.to_json().to_string(),
        _ => {
            let text = node.text().unwrap_or_default();
            if text.is_empty() || text.starts_with(['[', '"', '\'']) || text.trim() != text {
                quoted(text)
            } else {
                text.to_owned()
            }
        }
    }
}

fn item(text: &str) -> String {
    let plain = !text.is_empty() && text.trim() == text && !text.contains([';', '"', '[', ']']);
    if plain { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Said {
    Text(String),
    List(Vec<String>),
}

impl Said {
    fn of(cell: &str) -> Self {
        match cell.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(inner) => Said::List(items(inner)),
            None => Said::Text(unquoted(cell)),
        }
    }
}

/// The items between the brackets; semicolons in quotes part nothing.
fn items(inner: &str) -> Vec<String> {
    let mut in_quotes = false;
    let parts = inner.split(|c: char| {
        in_quotes ^= c == '"';
        c == ';' && !in_quotes
    });
    let parts: Vec<&str> = parts.map(str::trim).collect();
    if parts == [""] { Vec::new() } else { parts.into_iter().map(unquoted).collect() }
}

fn unquoted(text: &str) -> String {
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).filter(|_| text.len() > 1);
    inner.map_or_else(|| text.to_owned(), |inner| inner.replace("\"\"", "\""))
}

/// The cells that a text has, for comparison.
fn by_column(text: &str) -> BTreeMap<String, String> {
    cells(text).into_iter().collect()
}

#[cfg(test)]
mod tests;
