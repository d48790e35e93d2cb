//! One page as a tree of facts with places: front matter, headings, tables, links, directives.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Parser, Tag, TagEnd};

use super::address::addresses;
use super::anchor::{AnchorSet, Anchors};
use super::audience::{AudienceBlock, Audiences, DoubtfulLine, audiences};
use super::directive::{Directive, DirectiveKind, directives};
use super::front_matter::{FrontMatter, cut};
use super::html::{attribute, tag_name, tags};
use super::inline::push_plain;
use super::lines::{Line, lines};
use super::prepared::{Prepared, Replacement};
use super::rows;
use super::table::{RowKind, Table, tables};
use crate::text::{Digest, FileId, Source, Span, Spanned, comparable, folded};

/// What was read from one Markdown file.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The file.
    pub file: FileId,
    /// Hash of the file's text.
    pub hash: u64,
    /// Its front matter, if it has one.
    pub front_matter: Option<FrontMatter>,
    /// Where the body begins.
    pub body: usize,
    /// Its headings in order.
    pub headings: Vec<Heading>,
    /// Every run of lines that looks like a table.
    pub tables: Vec<Table>,
    /// Every link, image, include and snippet.
    pub links: Vec<Link>,
    /// What DocFX adds to Markdown.
    pub directives: Vec<Directive>,
    /// Stretches for some readers only, in order of their openings.
    pub audiences: Vec<AudienceBlock>,
    /// Lines that look like those of such a stretch and are none.
    pub doubtful: Vec<DoubtfulLine>,
    /// Anchors of its headings and those set by hand in raw HTML.
    pub anchors: AnchorSet,
    /// Stands for the headings that have a name in common, and where they stand; the default where there are none.
    pub repeated: Digest,
    /// Whether it includes other files.
    pub includes: bool,
    /// Anchors set by hand, each at its place.
    pub by_hand: Vec<Spanned<String>>,
    /// Whether there is raw HTML besides comments and line breaks.
    pub raw_html: bool,
    /// Every opening tag of raw HTML.
    pub tags: Vec<HtmlTag>,
    /// Web addresses that stand in the text as they are.
    pub bare: Vec<Spanned<String>>,
}

/// An opening tag of raw HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HtmlTag {
    /// Its name in lower case.
    pub name: String,
    /// From `<` to `>`.
    pub span: Span,
    /// Whether it stands amid text, where a `\` before it makes it text as well; not so in a block of HTML.
    pub amid_text: bool,
}

/// What stands for the headings that have a name in common.
fn repeated(headings: &[Heading]) -> Digest {
    let names: Vec<String> = headings.iter().map(|heading| comparable(&heading.text)).collect();
    let mut sorted: Vec<&String> = names.iter().collect();
    sorted.sort_unstable();
    let several: BTreeSet<&String> = sorted.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    if several.is_empty() {
        return Digest::default();
    }
    let all = headings.iter().zip(&names).filter(|(_, name)| several.contains(name));
    Digest::of(&all.map(|(heading, name)| (&heading.anchor, heading.span, name)).collect::<Vec<_>>())
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its plain text.
    pub text: String,
    /// Its anchor, unique on the page.
    pub anchor: String,
    /// The whole heading.
    pub span: Span,
}

/// Something that points to another place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What it is.
    pub kind: LinkKind,
    /// The address as written, at its place.
    pub target: Spanned<String>,
    /// What is read.
    pub text: String,
    /// The whole link.
    pub span: Span,
}

/// What kind of thing points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// A link.
    Link,
    /// An image.
    Image,
    /// An include.
    Include,
    /// A code snippet.
    Snippet,
}

impl Document {
    /// Whether it has lines of blocks for some readers, or any that look like these.
    pub fn has_audience_lines(&self) -> bool {
        !self.audiences.is_empty() || !self.doubtful.is_empty()
    }

    /// The lines of its body.
    pub fn lines(&self, text: &str) -> Vec<Line> {
        lines(text, self.body)
    }

    /// The body with every directive replaced by a comment that names its number, and further ranges replaced.
    pub fn prepared(&self, text: &str, further: Vec<Replacement>) -> Prepared {
        let covered =
            |span: Span| further.iter().any(|r| r.range.start <= span.range().start && span.range().end <= r.range.end);
        let comments = self.directives.iter().enumerate().filter(|(_, directive)| !covered(directive.span));
        let mut replacements: Vec<Replacement> =
            comments.map(|(number, directive)| comment(number, directive)).collect();
        replacements.extend(further);
        replacements.extend(rows::indented(&self.directives, text));
        Prepared::new(text, self.body, replacements)
    }

    /// Gives headings the anchors that they have in another reading of the same file, where they stand there too: the anchor of
    /// a heading does not hang on how many of its name are hidden before it.
    pub fn keep_anchors_of(&mut self, whole: &Document) {
        for heading in &mut self.headings {
            let same = |other: &&Heading| other.span.start == heading.span.start && other.text == heading.text;
            if let Some(other) = whole.headings.iter().find(same) {
                heading.anchor = other.anchor.clone();
            }
        }
        self.collect_anchors();
    }

    fn collect_anchors(&mut self) {
        let of_headings = self.headings.iter().map(|heading| heading.anchor.clone());
        let by_hand = self.by_hand.iter().map(|anchor| anchor.value.clone());
        self.anchors = AnchorSet::new(of_headings.chain(by_hand));
    }
}

/// What stands for a directive; see [`marker`]. Alone on its line it is a comment, which makes a block of its own;
/// amid text it is a word between two characters that no text has.
fn comment(number: usize, directive: &Directive) -> Replacement {
    let text = if directive.alone { block_marker("d", number) } else { format!("{OPEN}d{number}{CLOSE}") };
    Replacement { range: directive.span.range(), text: text + &directive.after }
}

/// First and last character of a marker amid text, from the private use area.
pub const OPEN: char = '\u{e0f0}';
/// See [`OPEN`].
pub const CLOSE: char = '\u{e0f1}';

/// A comment that marks a place: `kind` is a word, `number` counts within the kind.
pub fn block_marker(kind: &str, number: usize) -> String {
    format!("<!--wb:{kind}{number}-->")
}

/// Kind and number of the marker that a comment is, if it is one.
pub fn marker(html: &str) -> Option<(&str, usize)> {
    let inner = html.trim().strip_prefix("<!--wb:")?.strip_suffix("-->")?;
    inline_marker(inner)
}

/// Kind and number of a marker without what is around it.
pub fn inline_marker(inner: &str) -> Option<(&str, usize)> {
    let digits = inner.find(|c: char| c.is_ascii_digit())?;
    Some((&inner[..digits], inner[digits..].parse().ok()?))
}

/// Reads a Markdown file.
pub fn parse(source: &Source) -> Document {
    let text = &*source.text;
    let front_matter = cut(source.id, text);
    let bom = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let body = front_matter.filter(|found| found.closed).map_or(bom, |found| found.span.range().end);
    let lines = lines(text, body);
    let Audiences { blocks, lines: opening_and_closing, doubtful } = audiences(source.id, text, &lines);
    let directives = directives(source.id, text, &lines, &opening_and_closing);
    let mut document = Document {
        file: source.id,
        hash: source.hash,
        front_matter,
        body,
        headings: Vec::new(),
        tables: tables(source.id, text, &lines),
        links: Vec::new(),
        audiences: blocks,
        doubtful,
        directives,
        anchors: AnchorSet::default(),
        repeated: Digest::default(),
        includes: false,
        by_hand: Vec::new(),
        raw_html: false,
        tags: Vec::new(),
        bare: Vec::new(),
    };
    let prepared = document.prepared(text, Vec::new());
    Reader {
        document: &mut document,
        text,
        prepared: &prepared,
        anchors: Anchors::default(),
        heading: None,
        open: Vec::new(),
        in_code: false,
        commented: false,
        prose: None,
    }
    .read();
    document.collect_anchors();
    document.repeated = repeated(&document.headings);
    document.directive_links();
    document.links_past_the_header(text);
    document.links.sort_by_key(|link| link.span.start);
    document.includes = document.links.iter().any(|link| link.kind == LinkKind::Include);
    document
}

impl Document {
    fn directive_links(&mut self) {
        for directive in &self.directives {
            let link = |kind, target: &Spanned<String>, text: &str| Link {
                kind,
                target: target.clone(),
                text: text.to_owned(),
                span: directive.span,
            };
            match &directive.kind {
                DirectiveKind::Include { path, .. } => self.links.push(link(LinkKind::Include, path, "")),
                DirectiveKind::Snippet { path, .. } => self.links.push(link(LinkKind::Snippet, path, "")),
                DirectiveKind::Image { source, alt, link: leads, .. } => {
                    self.links.push(link(LinkKind::Image, source, alt));
                    self.links.extend(leads.iter().map(|to| link(LinkKind::Link, to, alt)));
                }
                _ => {}
            }
        }
    }

    /// A Markdown reader drops the cells of a row beyond the header's, links and all.
    fn links_past_the_header(&mut self, text: &str) {
        let mut found = Vec::new();
        for table in self.tables.iter().filter(|table| table.is_gfm()) {
            let columns = table.columns();
            for row in table.rows.iter().filter(|row| row.kind == RowKind::Cells && row.cells.len() > columns) {
                let end = row.span.end;
                found.extend(inline_links(text, Span { start: row.cells[columns].span.start, end, ..row.span }));
            }
        }
        self.links.extend(found);
    }
}

/// Links and images in a stretch of one line.
fn inline_links(text: &str, span: Span) -> Vec<Link> {
    let slice = &text[span.range()];
    let mut found = Vec::new();
    for (event, range) in Parser::new_ext(slice, super::options()).into_offset_iter() {
        let (kind, target) = match event {
            Event::Start(Tag::Link { dest_url, .. }) => (LinkKind::Link, dest_url),
            Event::Start(Tag::Image { dest_url, .. }) => (LinkKind::Image, dest_url),
            _ => continue,
        };
        let start = span.start as usize + range.start;
        let whole = Span::new(span.file, start, span.start as usize + range.end);
        let place = target_span(text, whole, &target);
        let label = super::inline::plain(&slice[range]);
        found.push(Link { kind, target: Spanned::new(target.to_string(), place), text: label, span: whole });
    }
    found
}

struct Reader<'a> {
    document: &'a mut Document,
    text: &'a str,
    prepared: &'a Prepared,
    anchors: Anchors,
    heading: Option<String>,
    open: Vec<Link>,
    in_code: bool,
    /// Whether a block of HTML, which comes line by line, is in a comment.
    commented: bool,
    /// The stretch of text that is being read.
    prose: Option<Span>,
}

impl Reader<'_> {
    /// Reads to the end and gives the anchors set by hand.
    fn read(mut self) {
        let parser = Parser::new_ext(&self.prepared.text, super::options()).into_offset_iter();
        for (event, range) in parser {
            let start = self.prepared.source_offset(range.start);
            let end = self.prepared.source_offset(range.end).max(start);
            let span = Span::new(self.document.file, start, end);
            self.event(event, span);
        }
        self.end_of_prose();
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        if let Some(heading) = &mut self.heading {
            push_plain(heading, &event);
        }
        for link in &mut self.open {
            push_plain(&mut link.text, &event);
        }
        match event {
            Event::Text(_) if self.open.is_empty() && !self.in_code => return self.prose(span),
            _ => self.end_of_prose(),
        }
        match event {
            Event::Start(Tag::CodeBlock(_)) => self.in_code = true,
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            Event::Start(Tag::Heading { .. }) => self.heading = Some(String::new()),
            Event::End(TagEnd::Heading(level)) => self.heading(level, span),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                self.start(LinkKind::Link, link_type, &dest_url, span)
            }
            Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                self.start(LinkKind::Image, link_type, &dest_url, span)
            }
            Event::End(TagEnd::Link | TagEnd::Image) => self.end(),
            Event::Html(html) => self.html(&html, span, false),
            Event::Start(Tag::HtmlBlock) => self.commented = false,
            Event::InlineHtml(html) => {
                self.commented = false;
                self.html(&html, span, true);
            }
            _ => {}
        }
    }

    /// Adds to the stretch of text that is being read; a Markdown reader parts text at every mark that might mean more.
    fn prose(&mut self, span: Span) {
        match &mut self.prose {
            Some(prose) if prose.end == span.start => prose.end = span.end,
            _ => {
                self.end_of_prose();
                self.prose = Some(span);
            }
        }
    }

    fn end_of_prose(&mut self) {
        let Some(prose) = self.prose.take() else { return };
        let text = &self.text[prose.range()];
        for range in addresses(text) {
            let start = prose.start as usize + range.start;
            let place = Span::new(prose.file, start, start + range.len());
            self.document.bare.push(Spanned::new(text[range].to_owned(), place));
        }
    }

    fn heading(&mut self, level: HeadingLevel, span: Span) {
        let text = folded(&self.heading.take().unwrap_or_default());
        let anchor = self.anchors.anchor(&text);
        let raw = &self.text[span.range()];
        let span = Span { end: span.start + raw.trim_end().len() as u32, ..span };
        self.document.headings.push(Heading { level: level as u8, text, anchor, span });
    }

    fn start(&mut self, kind: LinkKind, link_type: LinkType, target: &str, span: Span) {
        let target = match link_type {
            LinkType::Email => format!("mailto:{target}"),
            _ => target.to_owned(),
        };
        let place = target_span(self.text, span, &target);
        let link = Link { kind, target: Spanned::new(target, place), text: String::new(), span };
        self.open.push(link);
    }

    fn end(&mut self) {
        if let Some(mut link) = self.open.pop() {
            link.text = folded(&link.text);
            self.document.links.push(link);
        }
    }

    fn html(&mut self, html: &str, span: Span, amid_text: bool) {
        if marker(html).is_some() {
            return;
        }
        for (at, tag) in tags(html, &mut self.commented) {
            let name = tag_name(tag);
            self.document.raw_html |= name != "br";
            let start = span.start as usize + at;
            let place = Span::new(span.file, start, start + tag.len());
            self.document.tags.push(HtmlTag { name: name.clone(), span: place, amid_text });
            let found = [("href", LinkKind::Link), ("src", LinkKind::Image)];
            for (attr, kind) in found.into_iter().filter(|(attr, _)| *attr == "href" || name == "img") {
                let Some((offset, value)) = attribute(tag, attr) else { continue };
                let start = span.start as usize + at + offset;
                let place = Span::new(span.file, start, start + value.len());
                let link =
                    Link { kind, target: Spanned::new(value.to_owned(), place), text: String::new(), span: place };
                self.document.links.push(link);
            }
            let named = ["id", "name"].iter().filter_map(|attr| attribute(tag, attr));
            let spanned = named.map(|(offset, value)| {
                let span = Span::new(span.file, start + offset, start + offset + value.len());
                Spanned::new(value.to_owned(), span)
            });
            self.document.by_hand.extend(spanned);
        }
    }
}

/// Where the address stands in a link, or the whole link where it cannot be told.
fn target_span(text: &str, link: Span, target: &str) -> Span {
    let raw = &text[link.range()];
    // The words or the title of a link may hold its address as well.
    let inline = ["](", "](<"].into_iter().find_map(|open| Some(raw.rfind(&format!("{open}{target}"))? + open.len()));
    match inline.or_else(|| raw.rfind(target)) {
        Some(at) if !target.is_empty() => {
            let start = link.start as usize + at;
            Span::new(link.file, start, start + target.len())
        }
        _ => link,
    }
}
