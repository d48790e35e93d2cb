//! The events of one file, with markers and links on their way to HTML.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use super::directive::QUOTE;
use super::{Current, Kind, Open, Writer};
use crate::syntax::markdown::{CLOSE, OPEN, comments, inline_marker, marker};
use crate::view::html::{Lead, autolinked, escaped, words_in_brackets};
use crate::view::parts::Heading;

/// Reads the events of one file into a writer.
pub(super) struct Reader<'w, 'a, 'd> {
    pub(super) writer: &'w mut Writer<'a>,
    pub(super) current: &'d Current<'d>,
    /// The lines of the HTML block being read.
    pub(super) block: Option<String>,
    /// The heading being read: its plain text and its anchor.
    pub(super) heading: Option<(String, String)>,
    /// The image being read: address, title, text so far.
    pub(super) image: Option<(String, String, String)>,
    pub(super) links: Vec<&'static str>,
    pub(super) in_code: bool,
    /// The indented code being read.
    pub(super) indented: Option<String>,
}

impl Reader<'_, '_, '_> {
    pub(super) fn event(&mut self, event: Event<'_>, offset: usize) {
        if let Some((_, _, alt)) = &mut self.image {
            match event {
                Event::Text(text) | Event::Code(text) => alt.push_str(&text),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                Event::End(TagEnd::Image) => self.end_image(),
                _ => {}
            }
            return;
        }
        if let (Some(code), Event::Text(text)) = (&mut self.indented, &event) {
            code.push_str(text);
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
            Tag::CodeBlock(CodeBlockKind::Indented) => self.indented = Some(String::new()),
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
            TagEnd::CodeBlock => match self.indented.take() {
                Some(code) => self.indented_code(&code),
                None => {
                    self.in_code = false;
                    self.writer.push(Event::End(TagEnd::CodeBlock));
                }
            },
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
        let is_break = visible.trim().to_lowercase().starts_with("<br")
            && visible.trim().find('>') == Some(visible.trim().len() - 1);
        if is_break {
            self.writer.raw("<br>");
            return;
        }
        let visible = words_in_brackets(&visible);
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
                let address = value.replace("&amp;", "&");
                match self.writer.leader().lead(self.current.file, &address) {
                    Lead::To(to) => {
                        let to = escaped(&to);
                        out.replace_range(start..start + value.len(), &to);
                        from = start + to.len();
                        if attr == "src" {
                            from += self.sized(&mut out, start, &address);
                        }
                    }
                    Lead::Nowhere { .. } => {
                        let name = out[..start].to_lowercase().rfind(attr).unwrap_or(start);
                        let quote = usize::from(out[start + value.len()..].starts_with(['"', '\'']));
                        out.replace_range(name..start + value.len() + quote, "");
                        from = name;
                    }
                }
            }
        }
        out
    }

    /// Says how large the picture is whose address begins at an offset, unless its author did. Gives how many
    /// bytes that takes.
    fn sized(&self, html: &mut String, at: usize, address: &str) -> usize {
        let start = html[..at].rfind('<').unwrap_or(at);
        let tag = html[start..].split('>').next().unwrap_or_default();
        let said = |name| crate::syntax::markdown::attribute(tag, name).is_some();
        if !tag.to_lowercase().starts_with("<img") || said("width") || said("height") {
            return 0;
        }
        let extent = self.writer.leader().extent(self.current.file, address);
        html.insert_str(start + "<img".len(), &extent);
        extent.len()
    }

    /// Indented code. What we read as a directive or as tasks is that, however deep it is indented, and no code.
    fn indented_code(&mut self, code: &str) {
        let mut lines = code.split_inclusive('\n').peekable();
        while let Some(line) = lines.next() {
            if marker(line).is_some() {
                self.html(line);
                continue;
            }
            let mut text = line.to_owned();
            while let Some(line) = lines.next_if(|line| marker(line).is_none()) {
                text.push_str(line);
            }
            let text = text.trim_matches('\n');
            if !text.trim().is_empty() {
                self.writer.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)));
                self.text(&format!("{text}\n"));
                self.writer.push(Event::End(TagEnd::CodeBlock));
            }
        }
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
fn without_comments(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut at = 0;
    for comment in comments(html) {
        out.push_str(&html[at..comment.start]);
        at = comment.end;
    }
    out + &html[at..]
}
