//! YAML text to a tree in which every key and value keeps its place and its spelling.
//!
//! Scalars stay as written: `5/02/2019`, `0123`, `yes` and `1_000` are texts until somebody asks for more. Keys keep
//! their order, and a key that stands twice stands twice in the tree; looked up, the last one counts, as YAML readers
//! have it. Stands on the event parser under serde_yaml, since serde's data model has no room for places of keys.

mod build;
mod lenient;
mod typed;

use std::collections::HashSet;

pub use lenient::parse_lenient;
pub use typed::typed;

use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::text::{FileId, Span};

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Its bytes in the file, quotes and brackets included.
    pub span: Span,
}

/// What a value is. Only `true`, `false`, `null`, `~` and numbers as JSON has them are more than text.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing, `~` or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it is written.
    Number(String),
    /// Any other scalar, escapes resolved.
    String(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values in order, duplicates included.
    Map(Vec<(Key, Node)>),
}

/// A key of a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The key, escapes resolved.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// Reads the first document of a YAML text. `text` is the part of the file that begins at byte `offset`.
///
/// The value is what stands before the first error, if there is one; none for an empty document. Errors and duplicate
/// keys are findings with the code `invalid-config`.
pub fn parse(file: FileId, text: &str, offset: usize) -> Checked<Option<Node>> {
    let codes = Codes { invalid: Code::InvalidConfig, duplicate: Code::InvalidConfig };
    let read = build::read(Place { file, offset }, text, codes);
    Checked::new(read.root, read.diagnostics)
}

/// Where a stretch of text lies.
#[derive(Clone, Copy, Debug)]
struct Place {
    file: FileId,
    offset: usize,
}

impl Place {
    fn span(self, start: usize, end: usize) -> Span {
        Span::new(self.file, self.offset + start, self.offset + end)
    }
}

/// The codes that findings about one kind of text bear.
#[derive(Clone, Copy, Debug)]
struct Codes {
    invalid: Code,
    duplicate: Code,
}

/// The finding about a key that stands twice.
fn duplicate(code: Code, key: &Key, before: Span) -> Diagnostic {
    Diagnostic::at(code, key.span, format!("the key `{}` stands twice", key.text))
        .related(before, "first here")
        .help("remove one of them; the last one counts")
}

impl Node {
    /// The value of a key; the last one if it stands twice, none if it is empty.
    pub fn get(&self, key: &str) -> Option<&Node> {
        let Value::Map(entries) = &self.value else { return None };
        entries.iter().rev().find(|(k, _)| k.text == key).map(|(_, node)| node).filter(|node| !node.is_null())
    }

    /// Every key with its value in order; of a key that stands twice only the last.
    pub fn entries(&self) -> Vec<(&Key, &Node)> {
        let Value::Map(entries) = &self.value else { return Vec::new() };
        let mut seen = HashSet::new();
        let mut out: Vec<_> = entries.iter().rev().filter(|(k, _)| seen.insert(&k.text)).map(|(k, n)| (k, n)).collect();
        out.reverse();
        out
    }

    /// The items of a list; a single value counts as a list of one, nothing as an empty list.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            Value::Null => &[],
            _ => std::slice::from_ref(self),
        }
    }

    /// A scalar's text as written.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Bool(true) => Some("true"),
            Value::Bool(false) => Some("false"),
            Value::Number(text) | Value::String(text) => Some(text),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The scalars among the items, as texts.
    pub fn texts(&self) -> Vec<String> {
        self.items().iter().filter_map(Node::text).map(str::to_owned).collect()
    }

    /// Whether nothing is said.
    pub fn is_null(&self) -> bool {
        self.value == Value::Null
    }

    /// The same value as JSON, without places. Of duplicate keys the last counts.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(flag) => Json::Bool(*flag),
            Value::Number(text) => serde_json::from_str(text).unwrap_or_else(|_| Json::String(text.clone())),
            Value::String(text) => Json::String(text.clone()),
            Value::List(items) => Json::Array(items.iter().map(Node::to_json).collect()),
            Value::Map(_) => Json::Object(self.entries().iter().map(|(k, n)| (k.text.clone(), n.to_json())).collect()),
        }
    }
}

#[cfg(test)]
mod tests;
