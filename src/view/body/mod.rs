//! The body of an article: what the Markdown says, with tasks as tables, labels as facts, DocFX's constructs as HTML,
//! links led to their pages.

mod directive;
mod reader;

use std::collections::HashSet;

use pulldown_cmark::{CowStr, Event, Parser, TextMergeWithOffset, html};

use reader::Reader;

use super::html::{Leader, PLACE, cleaned, raw};
use super::parts::{Heading, Part};
use super::scope::Scope;
use crate::corpus::{MOST_DEEP, MOST_TAKEN_IN};
use crate::extract::{Label, Page};
use crate::model::TaskId;
use crate::syntax::markdown::{Document, Prepared, Replacement, block_marker, options};
use crate::text::{FileId, VirtualPath};

/// A body and its headings.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// The stretches of the body.
    pub parts: Vec<Part>,
    /// Headings of the second and third level.
    pub contents: Vec<Heading>,
}

/// Writes the body of a page of the library.
pub(super) fn body(scope: &Scope<'_>, page: usize, shown_at: &VirtualPath) -> Body {
    let file = scope.library.pages[page].file;
    let mut writer = Writer::new(scope, shown_at);
    writer.file(file, None);
    writer.finish()
}

/// Writes a stretch of a page, as for the description of a task.
pub(super) fn section(
    scope: &Scope<'_>,
    file: FileId,
    range: std::ops::Range<usize>,
    shown_at: &VirtualPath,
) -> String {
    let mut writer = Writer::new(scope, shown_at);
    writer.at_home = false;
    writer.file(file, Some(range));
    let parts = writer.finish().parts;
    let html = |part: Part| if let Part::Html { html } = part { html } else { String::new() };
    parts.into_iter().map(html).collect()
}

/// What closes an open element.
struct Open {
    close: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Quote,
    Row,
    Column,
}

struct Writer<'a> {
    scope: &'a Scope<'a>,
    shown_at: &'a VirtualPath,
    at_home: bool,
    html: String,
    events: Vec<Event<'static>>,
    /// Parts that are made by us and need no cleaning, by the number of their place.
    places: Vec<Part>,
    contents: Vec<Heading>,
    has_raw: bool,
    stack: Vec<FileId>,
    /// How many files were taken in.
    taken_in: usize,
    seen_tasks: HashSet<TaskId>,
    /// Anchors of headings that were written or will be.
    anchors: HashSet<String>,
    blocks: usize,
    open: Vec<Open>,
    /// Whether tabs are open, and whether one of them is.
    tabs: Option<bool>,
    tab_groups: usize,
}

/// One file while it is being written.
struct Current<'d> {
    file: FileId,
    text: &'d str,
    document: &'d Document,
    page: Option<&'d Page>,
    facts: Vec<Vec<&'d Label>>,
}

impl<'a> Writer<'a> {
    fn new(scope: &'a Scope<'a>, shown_at: &'a VirtualPath) -> Self {
        Self {
            scope,
            shown_at,
            at_home: true,
            html: String::new(),
            events: Vec::new(),
            places: Vec::new(),
            contents: Vec::new(),
            has_raw: false,
            stack: Vec::new(),
            taken_in: 0,
            seen_tasks: HashSet::new(),
            anchors: HashSet::new(),
            blocks: 0,
            open: Vec::new(),
            tabs: None,
            tab_groups: 0,
        }
    }

    fn leader(&self) -> Leader<'a> {
        Leader { scope: self.scope, shown_at: self.shown_at, at_home: self.at_home }
    }

    /// Writes a file, or a range of it.
    fn file(&mut self, file: FileId, range: Option<std::ops::Range<usize>>) {
        let scope = self.scope;
        let Some(document) = scope.library.document_in(file, scope.edition) else { return };
        if self.stack.contains(&file) || self.stack.len() > MOST_DEEP || self.taken_in > MOST_TAKEN_IN {
            return;
        }
        if self.stack.is_empty() {
            self.anchors.extend(document.headings.iter().map(|heading| heading.anchor.clone()));
        }
        self.taken_in += usize::from(!self.stack.is_empty());
        self.stack.push(file);
        let source = scope.library.source_in(file, scope.edition);
        let whole = || match scope.library.page_of(file) {
            Some(index) => Some(&scope.facts.pages[index]),
            None => scope.fragments.get(&file),
        };
        let page = scope.facts.outline_in(file, scope.edition).or_else(whole).map(|page| &**page);
        let facts = page.map(|page| groups(&source.text, &page.labels)).unwrap_or_default();
        let current = Current { file, text: &source.text, document, page, facts };
        let prepared = current.prepared(range);
        self.read(&current, &prepared);
        self.close_tabs();
        self.stack.pop();
    }

    fn read(&mut self, current: &Current<'_>, prepared: &Prepared) {
        let mut reader = Reader {
            writer: self,
            current,
            block: None,
            heading: None,
            image: None,
            links: Vec::new(),
            in_code: false,
            indented: None,
        };
        let events = Parser::new_ext(&prepared.text, options()).into_offset_iter();
        for (event, range) in TextMergeWithOffset::new(events) {
            reader.event(event, prepared.source_offset(range.start));
        }
    }

    fn push(&mut self, event: Event<'_>) {
        self.events.push(event.into_static());
    }

    fn raw(&mut self, html: impl Into<String>) {
        self.events.push(raw(CowStr::from(html.into())));
    }

    /// Leaves a place in the HTML for a part that is made by us.
    fn place(&mut self, part: Part) {
        let number = self.places.len();
        self.places.push(part);
        self.raw(format!("<{PLACE} n=\"{number}\"></{PLACE}>"));
    }

    fn finish(mut self) -> Body {
        while let Some(open) = self.open.pop() {
            self.raw(open.close);
        }
        html::push_html(&mut self.html, self.events.drain(..));
        let html = if self.has_raw { cleaned(&self.html) } else { std::mem::take(&mut self.html) };
        Body { parts: parts(&html, self.places), contents: self.contents }
    }

    /// An anchor of an included file, numbered where the page has it already.
    fn unique(&mut self, anchor: String) -> String {
        let numbered = (1..).map(|number| format!("{anchor}-{number}"));
        let free = std::iter::once(anchor.clone()).chain(numbered).find(|name| !self.anchors.contains(name));
        let free = free.unwrap_or(anchor);
        self.anchors.insert(free.clone());
        free
    }

    fn close_tabs(&mut self) {
        if let Some(one_open) = self.tabs.take() {
            self.raw(if one_open { "</section>\n</div>\n" } else { "</div>\n" });
        }
    }
}

impl Current<'_> {
    /// The text to read: tables of tasks, labels and directives replaced by markers, damaged tables fixed.
    fn prepared(&self, range: Option<std::ops::Range<usize>>) -> Prepared {
        let mut replacements: Vec<Replacement> = Vec::new();
        if let Some(page) = self.page {
            replacements.extend(page.mended.iter().cloned());
            for (number, block) in page.blocks.iter().enumerate() {
                replacements.push(Replacement { range: block.span.range(), text: block_marker("t", number) });
            }
        }
        for (number, labels) in self.facts.iter().enumerate() {
            let (Some(first), Some(last)) = (labels.first(), labels.last()) else { continue };
            let range = first.line.range().start..last.line.range().end;
            replacements.push(Replacement { range, text: block_marker("f", number) });
        }
        if let Some(range) = range {
            let end = Replacement { range: range.end..self.text.len(), text: String::new() };
            let start = Replacement { range: self.document.body..range.start, text: String::new() };
            replacements.extend([start, end]);
        }
        self.document.prepared(self.text, replacements)
    }
}
/// Labels on lines that follow each other, outside lists and quotes.
fn groups<'d>(text: &str, labels: &'d [Label]) -> Vec<Vec<&'d Label>> {
    let mut groups: Vec<Vec<&Label>> = Vec::new();
    for label in labels {
        let near = |last: &&Label| {
            label.line == last.line || text[last.line.range().end..label.line.range().start].trim().is_empty()
        };
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(near) => group.push(label),
            _ => groups.push(vec![label]),
        }
    }
    groups
}
/// Splits finished HTML at the places of the parts made by us.
fn parts(html: &str, places: Vec<Part>) -> Vec<Part> {
    let mut places: Vec<Option<Part>> = places.into_iter().map(Some).collect();
    let mut out = Vec::new();
    let push_html = |out: &mut Vec<Part>, html: &str| {
        if !html.trim().is_empty() {
            out.push(Part::Html { html: html.to_owned() });
        }
    };
    let open = format!("<{PLACE} n=\"");
    let close = format!("\"></{PLACE}>");
    let mut pieces = html.split(open.as_str());
    push_html(&mut out, pieces.next().unwrap_or_default());
    for piece in pieces {
        let (number, rest) = piece.split_once(close.as_str()).unwrap_or(("", piece));
        let place = number.parse::<usize>().ok().and_then(|number| places.get_mut(number)?.take());
        out.extend(place);
        push_html(&mut out, rest);
    }
    out
}
