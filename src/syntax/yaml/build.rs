//! Parser events to a tree, with bounds: bombs of aliases and towers of brackets end in a finding.

use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, StructureStyle};

use super::{Codes, Key, Node, Place, Value};
use crate::diagnostic::Diagnostic;
use crate::text::Span;

/// How many values aliases may stand for, all together.
const MOST_ALIASED: usize = 100_000;
/// How deep a tree may become.
const DEEPEST: usize = 500;

/// A tree, whole or up to the first error.
pub(super) struct Read {
    pub(super) root: Option<Node>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Whether the text was read to its end.
    pub(super) complete: bool,
}

/// Reads the first document of a text.
pub(super) fn read(place: Place, text: &str, codes: Codes) -> Read {
    let mut builder = Builder {
        text,
        place,
        codes,
        open: Vec::new(),
        anchors: HashMap::new(),
        aliased: 0,
        root: None,
        documents: 0,
        diagnostics: Vec::new(),
    };
    let complete = builder.run();
    while let Some(collection) = builder.open.pop() {
        builder.finish(collection, None);
    }
    let root = builder.root.filter(|node| !node.is_null());
    Read { root, diagnostics: builder.diagnostics, complete }
}

struct Builder<'t> {
    text: &'t str,
    place: Place,
    codes: Codes,
    open: Vec<Collection>,
    anchors: HashMap<usize, Anchored>,
    aliased: usize,
    root: Option<Node>,
    documents: usize,
    diagnostics: Vec<Diagnostic>,
}

/// A list or map whose end has not come yet.
struct Collection {
    start: usize,
    anchor: usize,
    flow: bool,
    size: Size,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map(Vec<(Key, Node)>, Option<Key>),
}

/// How many values a tree holds and how deep it is.
#[derive(Clone, Copy)]
struct Size {
    nodes: usize,
    depth: usize,
}

const LEAF: Size = Size { nodes: 1, depth: 1 };

struct Anchored {
    node: Node,
    size: Size,
}

impl Builder<'_> {
    /// Takes events until the first document ends; false after an error.
    fn run(&mut self) -> bool {
        let options = granit_parser::options! { emit_comments: false };
        for event in Parser::new_from_str_with_options(self.text, options) {
            let went_on = match event {
                Ok((event, span)) => self.take(event, span.byte_range().unwrap_or(0..0)),
                Err(error) => self.broken(&error),
            };
            if !went_on {
                return false;
            }
        }
        true
    }

    fn take(&mut self, event: Event<'_>, range: std::ops::Range<usize>) -> bool {
        match event {
            Event::DocumentStart(..) => return self.document(range),
            Event::Scalar(text, style, anchor, tag) => {
                let is_text = tag.is_some_and(|tag| tag.is_yaml_core_schema_tag("str"));
                let value = scalar(text.into_owned(), style == ScalarStyle::Plain && !is_text);
                let node = Node { value, span: self.scalar_span(range) };
                self.define(anchor, &node, LEAF);
                self.add(node, LEAF);
            }
            Event::SequenceStart(style, anchor, _) => self.begin(range.start, anchor, style, Content::List(Vec::new())),
            Event::MappingStart(style, anchor, _) => {
                self.begin(range.start, anchor, style, Content::Map(Vec::new(), None));
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(collection) = self.open.pop() {
                    self.finish(collection, Some(range.end));
                }
            }
            Event::Alias(anchor) => return self.alias(anchor, range),
            _ => {}
        }
        true
    }

    fn document(&mut self, range: std::ops::Range<usize>) -> bool {
        self.documents += 1;
        if self.documents == 1 {
            return true;
        }
        let span = self.place.span(range.start, range.end);
        self.report(span, "a second document in the same file", "remove the line `---` or what follows it");
        false
    }

    fn begin(&mut self, start: usize, anchor: usize, style: StructureStyle, content: Content) {
        let flow = style == StructureStyle::Flow;
        self.open.push(Collection { start, anchor, flow, size: LEAF, content });
    }

    /// Closes a list or map. A block's own end lies wherever the next thing begins, so its last value ends it.
    fn finish(&mut self, collection: Collection, end: Option<usize>) {
        let Collection { start, anchor, flow, size, content } = collection;
        let place = self.place;
        let last = |span: Span| span.end as usize - place.offset;
        let (value, inner_end) = match content {
            Content::List(items) => {
                let end = items.last().map(|node| last(node.span));
                (Value::List(items), end)
            }
            Content::Map(mut entries, pending) => {
                if let Some(key) = pending {
                    let value = seated(Node { value: Value::Null, span: key.span }, key.span);
                    entries.push((key, value));
                }
                self.report_duplicates(&entries);
                let end = entries.last().map(|(_, node)| last(node.span));
                (Value::Map(entries), end)
            }
        };
        let end = end.filter(|_| flow).or(inner_end).unwrap_or(start);
        let node = Node { value, span: self.place.span(start, end) };
        self.define(anchor, &node, size);
        self.add(node, size);
    }

    fn alias(&mut self, anchor: usize, range: std::ops::Range<usize>) -> bool {
        let span = self.place.span(range.start, range.end);
        let Some(target) = self.anchors.get(&anchor) else {
            self.report(span, "an alias inside of what it stands for", "write the value out");
            self.add(Node { value: Value::Null, span }, LEAF);
            return true;
        };
        self.aliased += target.size.nodes;
        if self.aliased > MOST_ALIASED || self.open.len() + target.size.depth > DEEPEST {
            self.report(span, "aliases stand for too many values", "write the values out");
            return false;
        }
        let (node, size) = (Node { value: target.node.value.clone(), span }, target.size);
        self.add(node, size);
        true
    }

    fn define(&mut self, anchor: usize, node: &Node, size: Size) {
        if anchor != 0 {
            self.anchors.insert(anchor, Anchored { node: node.clone(), size });
        }
    }

    /// Puts a finished value into the collection it belongs to.
    fn add(&mut self, node: Node, size: Size) {
        let Some(parent) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        parent.size.nodes += size.nodes;
        parent.size.depth = parent.size.depth.max(size.depth + 1);
        match &mut parent.content {
            Content::List(items) => items.push(node),
            Content::Map(entries, pending) => match pending.take() {
                Some(key) => {
                    let value = seated(node, key.span);
                    entries.push((key, value));
                }
                None => {
                    let (key, whole) = key(node, self.place, self.text);
                    let span = key.span;
                    *pending = Some(key);
                    if !whole {
                        self.report(span, "a key must be one word or text", "put quotes around the key");
                    }
                }
            },
        }
    }

    /// Block scalars end with their last visible character.
    fn scalar_span(&self, range: std::ops::Range<usize>) -> Span {
        let text = self.text.get(range.clone()).unwrap_or_default();
        self.place.span(range.start, range.start + text.trim_end().len())
    }

    fn report_duplicates(&mut self, entries: &[(Key, Node)]) {
        let mut first: HashMap<&str, Span> = HashMap::new();
        for (key, _) in entries {
            if let Some(before) = first.insert(&key.text, key.span) {
                self.diagnostics.push(super::duplicate(self.codes.duplicate, key, before));
            }
        }
    }

    fn broken(&mut self, error: &ScanError) -> bool {
        let marker = error.marker();
        let at = marker.byte_offset().unwrap_or_else(|| {
            self.text.char_indices().nth(marker.index()).map_or(self.text.len(), |(offset, _)| offset)
        });
        let at = at.min(self.text.len());
        let end = self.text[at..].chars().next().filter(|c| !c.is_control()).map_or(at, |c| at + c.len_utf8());
        let message = format!("not valid YAML: {}", error.info());
        self.diagnostics.push(Diagnostic::at(self.codes.invalid, self.place.span(at, end), message));
        false
    }

    fn report(&mut self, span: Span, message: &str, help: &str) {
        self.diagnostics.push(Diagnostic::at(self.codes.invalid, span, message).help(help));
    }
}

/// A key from a node, and whether the node was a scalar. Anything else is kept as its source.
fn key(node: Node, place: Place, text: &str) -> (Key, bool) {
    let span = node.span;
    if let Some(text) = node.text() {
        return (Key { text: text.to_owned(), span }, true);
    }
    let range = span.start as usize - place.offset..span.end as usize - place.offset;
    let source = text.get(range).unwrap_or_default();
    let whole = node.is_null();
    (Key { text: crate::text::folded(source), span }, whole)
}

/// An empty value has no place of its own, the parser may put it on a later line: it stands at the end of its key.
fn seated(mut node: Node, key: Span) -> Node {
    if node.is_null() {
        node.span = Span { start: key.end, ..key };
    }
    node
}

/// A scalar's value: text, unless it is plain and reads as nothing, a truth value or a number.
pub(super) fn scalar(text: String, plain: bool) -> Value {
    if !plain {
        return Value::String(text);
    }
    match text.as_str() {
        "" | "~" | "null" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ if is_number(&text) => Value::Number(text),
        _ => Value::String(text),
    }
}

/// Whether a text is a number as JSON writes it: no leading zero, no underscore, no plus sign.
fn is_number(text: &str) -> bool {
    let may_be = text.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    may_be && serde_json::from_str::<serde_json::Number>(text).is_ok() && !text.ends_with(char::is_whitespace)
}
