//! The body of an article: what the Markdown says, with tasks as tables, labels as facts, DocFX's constructs as HTML,
//! links led to their pages.

use std::collections::HashSet;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Parser, Tag, TagEnd, TextMergeWithOffset, html};

use super::html::{Lead, Leader, PLACE, autolinked, cleaned, escaped, raw};
use super::parts::{Chip, Fact, Heading, Part};
use super::rows::{Rows, table};
use super::scope::Scope;
use super::snippet;
use crate::corpus::{MOST_DEEP, MOST_TAKEN_IN};
use crate::extract::vocabulary::LabelKind;
use crate::extract::{Label, Page};
use crate::model::TaskId;
use crate::syntax::markdown::{
    CLOSE, DirectiveKind, Document, OPEN, Prepared, Replacement, block_marker, inline_marker, marker, options, plain,
};
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
        let Some(document) = scope.library.document(file) else { return };
        if self.stack.contains(&file) || self.stack.len() > MOST_DEEP || self.taken_in > MOST_TAKEN_IN {
            return;
        }
        if self.stack.is_empty() {
            self.anchors.extend(document.headings.iter().map(|heading| heading.anchor.clone()));
        }
        self.taken_in += usize::from(!self.stack.is_empty());
        self.stack.push(file);
        let source = scope.library.source(file);
        let page =
            scope.library.page_of(file).map(|index| &scope.facts.pages[index]).or_else(|| scope.fragments.get(&file));
        let facts = page.map(|page| groups(&source.text, &page.labels)).unwrap_or_default();
        let current = Current { file, text: &source.text, document, page, facts };
        let prepared = current.prepared(range.clone());
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

    fn tab(&mut self, title: &str, id: &str) {
        match self.tabs {
            None => {
                self.tab_groups += 1;
                self.raw(format!("<div class=\"tabs\" data-group=\"{}\">\n", self.tab_groups));
            }
            Some(true) => self.raw("</section>\n"),
            Some(false) => {}
        }
        self.tabs = Some(true);
        let id = id.split('/').next().unwrap_or(id);
        let title = plain(title);
        self.raw(format!(
            "<section class=\"tab\" id=\"tabpanel_{}_{}\" data-tab=\"{}\">\n<h3 class=\"tab-title\">{}</h3>\n",
            self.tab_groups,
            escaped(id),
            escaped(id),
            escaped(&title)
        ));
    }

    /// Closes the innermost open element of a kind and what is open within it.
    fn close(&mut self, kinds: &[Kind]) {
        if self.open.iter().any(|open| kinds.contains(&open.kind)) {
            while let Some(open) = self.open.pop() {
                self.raw(open.close);
                if kinds.contains(&open.kind) {
                    break;
                }
            }
        }
    }

    fn tasks(&mut self, current: &Current<'_>, number: usize) {
        let Some((page, block)) = current.page.and_then(|page| Some((page, page.blocks.get(number)?))) else { return };
        let rows = Rows { scope: self.scope, shown_at: self.shown_at };
        let mut shown = Vec::new();
        for (_, task) in &page.tasks[block.tasks.clone()] {
            let mut row = rows.row(task, self.at_home);
            if self.seen_tasks.insert(task.id.value) {
                row.anchor = format!("task-{}", task.id.value);
            }
            shown.push(row);
        }
        self.blocks += 1;
        let step = page.steps.iter().rev().find(|step| step.span.start < block.span.start);
        let caption = step.map_or_else(|| self.scope.word("tasks"), |step| step.title.clone());
        if !shown.is_empty() {
            self.place(Part::Tasks { table: table(&format!("tasks-{}", self.blocks), caption, shown) });
        }
        for span in &block.unread {
            let text = &current.text[span.range()];
            self.raw(format!("<p class=\"unread-row\">{}</p>\n", escaped(text)));
        }
    }

    fn facts(&mut self, labels: &[&Label]) {
        let rows = Rows { scope: self.scope, shown_at: self.shown_at };
        let facts = labels.iter().map(|label| Fact {
            kind: label.kind.as_str().to_owned(),
            label: label.word.clone(),
            chips: label.names.iter().map(|name| chip(&rows, label.kind, &name.text, name.known)).collect(),
        });
        self.place(Part::Facts { facts: facts.collect() });
    }

    /// What a directive becomes. `inline` is set where it stands amid text.
    fn directive(&mut self, current: &Current<'_>, number: usize, inline: bool) {
        let Some(directive) = current.document.directives.get(number) else { return };
        match &directive.kind {
            DirectiveKind::Include { path, block } => {
                if let Some(file) = self.scope.library.include(current.file, &path.value) {
                    if *block && !inline { self.file(file, None) } else { self.inline_file(file) }
                }
            }
            DirectiveKind::Snippet { path, language } => self.snippet(current.file, &path.value, language),
            DirectiveKind::Alert { class, word } => self.alert(class, word),
            DirectiveKind::Div { class } => self.requote(&format!("<div class=\"{}\">\n", escaped(&div_class(class)))),
            DirectiveKind::Video { address } => self.video(&address.value),
            DirectiveKind::Image { source, alt, class, link } => {
                let image = self.image(current.file, &source.value, alt, "");
                let image = match link {
                    Some(to) => {
                        let (open, close) = self.leader().anchor(current.file, &to.value, "");
                        format!("{open}{image}{close}")
                    }
                    None => image,
                };
                let block = !inline && class != "icon";
                self.raw(if block { format!("<figure>{image}</figure>\n") } else { image });
            }
            DirectiveKind::Row => {
                self.raw("<div class=\"row\">\n");
                self.open.push(Open { close: "</div>\n".to_owned(), kind: Kind::Row });
            }
            DirectiveKind::Column { span } => {
                self.raw(format!("<div class=\"column span-{span}\">\n"));
                self.open.push(Open { close: "</div>\n".to_owned(), kind: Kind::Column });
            }
            DirectiveKind::End => self.close(&[Kind::Column, Kind::Row]),
            DirectiveKind::Tab { title, id } => self.tab(title, id),
            DirectiveKind::TabsEnd => self.close_tabs(),
            DirectiveKind::Conflict | DirectiveKind::Nothing => {}
        }
    }

    /// An included file amid text: its text without the paragraphs around it.
    fn inline_file(&mut self, file: FileId) {
        let Some(document) = self.scope.library.document(file) else { return };
        let source = self.scope.library.source(file);
        let html = self.leader().inline(file, source.text[document.body..].trim());
        self.raw(html);
    }

    fn snippet(&mut self, file: FileId, address: &str, language: &str) {
        let Some(text) = self.scope.library.snippet(file, address) else { return };
        let Some(chosen) = snippet::select(text, address) else { return };
        let language = if language.is_empty() { extension(address) } else { language };
        let class =
            if language.is_empty() { String::new() } else { format!(" class=\"language-{}\"", escaped(language)) };
        self.raw(format!("<pre><code{class}>{}\n</code></pre>\n", escaped(&chosen)));
    }

    /// The quote that holds an alert becomes the alert; a second alert in the same quote begins another.
    fn alert(&mut self, class: &str, word: &str) {
        let own = word.to_lowercase() != class;
        let title = if own { capitalised(word) } else { self.scope.word(&format!("alert_{class}")) };
        self.requote(&format!(
            "<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">{}</p>\n",
            escaped(&title)
        ));
    }

    /// Replaces the innermost open quote by another element.
    fn requote(&mut self, tag: &str) {
        let Some(at) = self.open.iter().rposition(|open| open.kind == Kind::Quote) else { return };
        if self.quote_is_fresh() {
            self.events.pop();
        } else {
            let close = self.open[at].close.clone();
            self.raw(close);
        }
        self.raw(tag);
        self.open[at].close = "</div>\n".to_owned();
    }

    /// Whether a quote was opened and nothing is in it yet.
    fn quote_is_fresh(&self) -> bool {
        matches!(self.events.last(), Some(Event::InlineHtml(html)) if &**html == QUOTE)
    }

    /// A video takes the place of the quote that it begins. What is not encrypted is linked and not shown.
    fn video(&mut self, address: &str) {
        if self.quote_is_fresh() {
            self.events.pop();
            if let Some(open) = self.open.last_mut() {
                open.close = String::new();
            }
        }
        if !address.starts_with("https://") {
            let href = escaped(address);
            let link = if address.starts_with("http://") { format!("<a href=\"{href}\">{href}</a>") } else { href };
            self.raw(format!("<p>{link}</p>\n"));
            return;
        }
        let title = escaped(&self.scope.word("video"));
        let html = format!(
            "<div class=\"video\"><iframe src=\"{}\" title=\"{title}\" loading=\"lazy\" allowfullscreen></iframe></div>\n",
            escaped(address)
        );
        self.place(Part::Html { html });
    }

    fn image(&self, file: FileId, address: &str, alt: &str, title: &str) -> String {
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escaped(title)) };
        match self.leader().lead(file, address) {
            Lead::To(src) => {
                format!("<img src=\"{}\" alt=\"{}\"{title} loading=\"lazy\">", escaped(&src), escaped(alt))
            }
            Lead::Nowhere { .. } => format!("<span class=\"missing-image\">{}</span>", escaped(alt)),
        }
    }
}

/// What opens a quote until it is known to be more than that.
const QUOTE: &str = "<blockquote>\n";

struct Reader<'w, 'a, 'd> {
    writer: &'w mut Writer<'a>,
    current: &'d Current<'d>,
    /// The lines of the HTML block being read.
    block: Option<String>,
    /// The heading being read: its plain text and its anchor.
    heading: Option<(String, String)>,
    /// The image being read: address, title, text so far.
    image: Option<(String, String, String)>,
    links: Vec<&'static str>,
    in_code: bool,
}

impl Reader<'_, '_, '_> {
    fn event(&mut self, event: Event<'_>, offset: usize) {
        if let Some((_, _, alt)) = &mut self.image {
            match event {
                Event::Text(text) | Event::Code(text) => alt.push_str(&text),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                Event::End(TagEnd::Image) => self.end_image(),
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, offset),
            Event::End(tag) => self.end(tag),
            Event::Html(html) => match &mut self.block {
                Some(block) => block.push_str(&html),
                None => self.html(&html),
            },
            Event::InlineHtml(html) => self.html(&html),
            Event::Text(text) if text.contains(OPEN) => self.text(&text),
            Event::Text(text) if self.links.is_empty() && !self.in_code && text.contains("http") => {
                autolinked(&text).into_iter().for_each(|event| self.writer.push(event));
            }
            Event::TaskListMarker(done) => self.box_of_list(done),
            event => self.writer.push(event),
        }
    }

    fn start(&mut self, tag: Tag<'_>, offset: usize) {
        match tag {
            Tag::Heading { level, .. } => self.start_heading(level, offset),
            Tag::HtmlBlock => self.block = Some(String::new()),
            Tag::BlockQuote(_) => {
                self.writer.raw(QUOTE);
                self.writer.open.push(Open { close: "</blockquote>\n".to_owned(), kind: Kind::Quote });
            }
            Tag::Link { dest_url, title, .. } => {
                let (open, close) = self.writer.leader().anchor(self.current.file, &dest_url, &title);
                self.links.push(close);
                self.writer.raw(open);
            }
            Tag::Image { dest_url, title, .. } => {
                self.image = Some((dest_url.to_string(), title.to_string(), String::new()));
            }
            Tag::Table(alignments) => {
                let label =
                    self.writer.contents.last().map_or_else(|| self.writer.scope.word("table"), |h| h.text.clone());
                self.writer.raw(format!(
                    "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\n",
                    escaped(&label)
                ));
                self.writer.push(Event::Start(Tag::Table(alignments)));
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                let language = info.split([' ', ',']).next().unwrap_or_default().to_owned();
                self.in_code = true;
                self.writer.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language.into()))));
            }
            Tag::CodeBlock(kind) => {
                self.in_code = true;
                self.writer.push(Event::Start(Tag::CodeBlock(kind)));
            }
            tag => self.writer.push(Event::Start(tag)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::HtmlBlock => {
                let block = self.block.take().unwrap_or_default();
                self.html(&block);
            }
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.writer.push(Event::End(TagEnd::CodeBlock));
            }
            TagEnd::BlockQuote(_) => self.writer.close(&[Kind::Quote]),
            TagEnd::Link => {
                let close = self.links.pop().unwrap_or_default();
                self.writer.raw(close);
            }
            TagEnd::Table => {
                self.writer.push(Event::End(TagEnd::Table));
                self.writer.raw("</div>\n");
            }
            tag => self.writer.push(Event::End(tag)),
        }
    }

    fn start_heading(&mut self, level: HeadingLevel, offset: usize) {
        if level <= HeadingLevel::H2 {
            self.writer.close_tabs();
        }
        let headings = &self.current.document.headings;
        let found = headings.binary_search_by_key(&offset, |heading| heading.span.start as usize);
        let known = found.ok().map(|at| &headings[at]);
        let anchor = known.map(|heading| heading.anchor.clone()).unwrap_or_default();
        let anchor = if self.writer.stack.len() > 1 { self.writer.unique(anchor) } else { anchor };
        self.writer.raw(format!("<{level} id=\"{}\">", escaped(&anchor)));
        let text = known.map(|heading| heading.text.clone()).unwrap_or_default();
        self.heading = Some((text, anchor));
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        let (text, anchor) = self.heading.take().unwrap_or_default();
        if level == HeadingLevel::H1 {
            self.writer.raw("</h1>\n");
            return;
        }
        let label = escaped(&self.writer.scope.word("link_to").replace("{name}", &text));
        self.writer.raw(format!(
            "<a class=\"anchor\" href=\"#{}\" aria-label=\"{label}\">#</a></{level}>\n",
            escaped(&anchor)
        ));
        if matches!(level, HeadingLevel::H2 | HeadingLevel::H3) && !text.is_empty() {
            self.writer.contents.push(Heading { text, href: format!("#{anchor}"), level: level as u8 });
        }
    }

    /// A box of a list of things to do, with a name for those who do not see it.
    fn box_of_list(&mut self, done: bool) {
        let label = escaped(&self.writer.scope.word(if done { "item_done" } else { "item_open" }));
        let checked = if done { " checked" } else { "" };
        self.writer.raw(format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> "));
    }

    fn end_image(&mut self) {
        let (address, title, alt) = self.image.take().unwrap_or_default();
        let image = self.writer.image(self.current.file, &address, crate::text::folded(&alt).as_str(), &title);
        self.writer.raw(image);
    }

    /// Raw HTML: our markers become what they stand for, comments go, links are led, the rest is cleaned at the end.
    fn html(&mut self, html: &str) {
        if let Some((kind, number)) = marker(html) {
            match kind {
                "t" => self.writer.tasks(self.current, number),
                "f" => self.writer.facts(&self.current.facts[number]),
                _ => self.writer.directive(self.current, number, false),
            }
            return;
        }
        let visible = without_comments(html);
        if visible.trim().is_empty() {
            return;
        }
        let is_break = visible.trim().to_lowercase().starts_with("<br") && visible.matches('<').count() == 1;
        if is_break {
            self.writer.raw("<br>");
            return;
        }
        self.writer.has_raw = true;
        let led = self.led(&visible);
        self.writer.push(Event::InlineHtml(led.into()));
    }

    /// Raw links and images lead where Markdown's would.
    fn led(&self, html: &str) -> String {
        let mut out = html.to_owned();
        for attr in ["href", "src"] {
            let mut from = 0;
            while let Some((at, value)) =
                out.get(from..).and_then(|rest| crate::syntax::markdown::attribute(rest, attr))
            {
                let (start, value) = (from + at, value.to_owned());
                let to = match self.writer.leader().lead(self.current.file, &value.replace("&amp;", "&")) {
                    Lead::To(to) => escaped(&to),
                    Lead::Nowhere { .. } => String::new(),
                };
                out.replace_range(start..start + value.len(), &to);
                from = start + to.len();
            }
        }
        out
    }

    /// Text with markers of directives amid it.
    fn text(&mut self, text: &str) {
        let mut parts = text.split(OPEN);
        if let Some(first) = parts.next().filter(|first| !first.is_empty()) {
            self.writer.push(Event::Text(first.into()));
        }
        for part in parts {
            let (inner, rest) = part.split_once(CLOSE).unwrap_or(("", part));
            if let Some(("d", number)) = inline_marker(inner) {
                self.writer.directive(self.current, number, true);
            }
            if !rest.is_empty() {
                self.writer.push(Event::Text(rest.into()));
            }
        }
    }
}

impl Current<'_> {
    /// The text to read: tables of tasks, labels and directives replaced by markers, damaged tables mended.
    fn prepared(&self, range: Option<std::ops::Range<usize>>) -> Prepared {
        let mut replacements = Vec::new();
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

fn chip(rows: &Rows<'_>, kind: LabelKind, text: &str, known: bool) -> Chip {
    match kind {
        LabelKind::Phase => rows.phase(text, known),
        LabelKind::PrimaryRole | LabelKind::SecondaryRole => rows.role(text, known),
        LabelKind::AppliesTo => rows.service(text, known),
        LabelKind::Motions => Chip { text: text.to_owned(), href: None, known: true },
    }
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

fn without_comments(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find("<!--") {
        out.push_str(&rest[..start]);
        rest = rest[start..].find("-->").map_or("", |end| &rest[start + end + 3..]);
    }
    out + rest
}

/// The classes that DocFX names in quotes; anything else becomes a class of no meaning here.
fn div_class(class: &str) -> String {
    match class.to_lowercase().as_str() {
        "nextstepaction" => "nextstepaction".to_owned(),
        "checklist" => "checklist".to_owned(),
        other => other.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ' ')).collect(),
    }
}

fn extension(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn capitalised(word: &str) -> String {
    let lower = word.to_lowercase();
    let mut chars = lower.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
