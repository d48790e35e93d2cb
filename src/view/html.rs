//! Inline HTML from inline Markdown, links led to their pages, and the cleaning of raw HTML.

use std::collections::HashSet;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd, TextMergeStream, html};

use super::scope::Scope;
use crate::corpus::{LinkStatus, Target};
use crate::syntax::markdown::{self, events_of_inline, plain};
use crate::text::{FileId, VirtualPath};

/// Text made safe for HTML, in text and in attributes.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Where a link written in a file leads from the page that shows it.
pub(super) enum Lead {
    /// To an address.
    To(String),
    /// Nowhere; the text stays. `said` tells the reader so; between editions nothing is said.
    Nowhere {
        /// Whether the reader is told.
        said: bool,
    },
}

/// Leads links of one shown page.
#[derive(Clone, Copy)]
pub(super) struct Leader<'a> {
    /// The edition and language.
    pub scope: &'a Scope<'a>,
    /// The address of the page that shows the link.
    pub shown_at: &'a VirtualPath,
    /// Whether links stay on the page that they are written in: true there, false where a row is shown elsewhere.
    pub at_home: bool,
}

impl Leader<'_> {
    /// Where an address written in `file` leads.
    pub(super) fn lead(&self, file: FileId, address: &str) -> Lead {
        let resolved = self.scope.library.resolve(file, address);
        let fragment = resolved.fragment.as_ref().map(|fragment| format!("#{fragment}")).unwrap_or_default();
        match &resolved.target {
            Target::Here if !self.shows(file, resolved.fragment.as_deref()) => Lead::Nowhere { said: false },
            Target::Here if self.at_home => Lead::To(format!("#{}", resolved.fragment.unwrap_or_default())),
            Target::Here => self.page(&self.scope.library.page_of(file).into_iter().collect::<Vec<_>>(), &fragment),
            Target::Pages(pages) => self.page(pages, &fragment),
            Target::File(path) => {
                Lead::To(encoded(&self.scope.site_path(path).relative_from(self.shown_at)) + &fragment)
            }
            Target::External | Target::Mail => {
                let meant = resolved.suggestion.filter(|_| resolved.status == LinkStatus::NoScheme);
                safe(meant.as_deref().unwrap_or(address))
            }
            Target::Nothing(_) => Lead::Nowhere { said: true },
        }
    }

    /// The attributes that keep the place of a picture free until it comes; nothing where its size is not known.
    pub(super) fn extent(&self, file: FileId, address: &str) -> String {
        let extent = self.scope.library.extent(file, address);
        extent.map(|(width, height)| format!(" width=\"{width}\" height=\"{height}\"")).unwrap_or_default()
    }

    /// Whether this edition has the heading that a link leads to.
    fn shows(&self, file: FileId, anchor: Option<&str>) -> bool {
        anchor.is_none_or(|anchor| self.scope.library.shows_anchor(file, anchor, self.scope.edition))
    }

    fn page(&self, pages: &[usize], fragment: &str) -> Lead {
        let first = self.scope.first_of(pages);
        let anchor = fragment.strip_prefix('#');
        if first.is_some_and(|page| !self.shows(self.scope.library.pages[page].file, anchor)) {
            return Lead::Nowhere { said: false };
        }
        let page = first.and_then(|page| self.scope.address(page));
        match page {
            Some(path) => Lead::To(encoded(&path.relative_from(self.shown_at)) + fragment),
            None => match self.scope.in_other_language(pages, self.shown_at) {
                Some(path) => Lead::To(encoded(&path) + fragment),
                None => Lead::Nowhere { said: false },
            },
        }
    }

    /// Inline Markdown of a file as safe inline HTML: raw HTML is dropped, line breaks stay.
    pub(super) fn inline(&self, file: FileId, markdown: &str) -> String {
        if !markdown.contains(['*', '_', '[', '<', '\\', '&', '`', '~', '!']) && !markdown.contains("http") {
            return escaped(&plain(markdown));
        }
        let mut closers = Vec::new();
        let events = TextMergeStream::new(events_of_inline(markdown).into_iter());
        let events: Vec<Event<'_>> = events.flat_map(|event| self.inline_event(file, event, &mut closers)).collect();
        let mut out = String::new();
        html::push_html(&mut out, events.into_iter());
        out
    }

    fn inline_event(
        &self,
        file: FileId,
        event: Event<'static>,
        closers: &mut Vec<&'static str>,
    ) -> Vec<Event<'static>> {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                let (open, close) = self.anchor(file, &dest_url, "");
                closers.push(close);
                vec![raw(open)]
            }
            Event::End(TagEnd::Link) => vec![raw(closers.pop().unwrap_or_default())],
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => Vec::new(),
            Event::InlineHtml(tag) if tag.to_lowercase().starts_with("<br") => vec![raw("<br>")],
            Event::InlineHtml(tag) if !is_element(&tag) => vec![Event::Text(tag)],
            Event::InlineHtml(_) | Event::Html(_) => Vec::new(),
            Event::Text(text) if closers.is_empty() && text.contains("http") => autolinked(&text),
            event => vec![event],
        }
    }

    /// The opening and closing tag of a link.
    pub(super) fn anchor(&self, file: FileId, address: &str, title: &str) -> (String, &'static str) {
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escaped(title)) };
        match self.lead(file, address) {
            Lead::To(href) => (format!("<a href=\"{}\"{title}>", escaped(&href)), "</a>"),
            Lead::Nowhere { said: true } => (
                format!("<span class=\"broken-link\" title=\"{}\">", escaped(&self.scope.word("broken_link"))),
                "</span>",
            ),
            Lead::Nowhere { said: false } => (String::new(), ""),
        }
    }
}

/// Addresses of schemes that run code are not followed.
fn safe(address: &str) -> Lead {
    let scheme = address.trim().split(':').next().unwrap_or_default().to_lowercase();
    if matches!(scheme.as_str(), "javascript" | "vbscript" | "data" | "file") {
        return Lead::Nowhere { said: true };
    }
    Lead::To(address.trim().to_owned())
}

/// A path as an address: what an address cannot hold is percent-encoded, letters of every script stay.
pub(super) fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            ' ' => out.push_str("%20"),
            '%' => out.push_str("%25"),
            '#' => out.push_str("%23"),
            '?' => out.push_str("%3F"),
            '"' => out.push_str("%22"),
            c => out.push(c),
        }
    }
    out
}

/// The tag that keeps the place of a part while the HTML around it is cleaned.
pub(super) const PLACE: &str = "wb-part";

/// Raw HTML of authors without what could do harm; what our own writer makes passes.
pub(super) fn cleaned(dirty: &str) -> String {
    let mut builder = ammonia::Builder::default();
    builder
        .add_tags([PLACE, "section", "figure", "figcaption", "input", "details", "summary", "mark"])
        .add_tag_attributes(PLACE, ["n"])
        .add_tag_attributes("input", ["type", "checked", "disabled"])
        .add_tag_attributes("img", ["loading", "width", "height"])
        .add_tag_attributes("a", ["name"])
        .add_tag_attributes("ol", ["start"])
        .add_tag_attributes("details", ["open"])
        .add_generic_attributes([
            "class",
            "id",
            "role",
            "tabindex",
            "style",
            "lang",
            "dir",
            "title",
            "aria-label",
            "aria-hidden",
        ])
        .add_generic_attribute_prefixes(["data-"])
        .filter_style_properties(HashSet::from(["text-align"]))
        .link_rel(None)
        .strip_comments(true);
    builder.clean(dirty).to_string()
}

/// Text with bare web addresses as links, as DocFX shows them.
pub(super) fn autolinked(text: &str) -> Vec<Event<'static>> {
    let mut events = Vec::new();
    let mut done = 0;
    for range in markdown::addresses(text) {
        let shown = escaped(&text[range.clone()]);
        events.push(Event::Text(text[done..range.start].to_owned().into()));
        events.push(raw(format!("<a href=\"{shown}\">{shown}</a>")));
        done = range.end;
    }
    events.push(Event::Text(text[done..].to_owned().into()));
    events
}

/// A piece of HTML as an event of the writer.
pub(super) fn raw<'e>(html: impl Into<CowStr<'e>>) -> Event<'e> {
    Event::InlineHtml(html.into())
}

/// `<tenant>` and the like are words and no HTML: shown as they stand, since a browser would drop them.
pub(super) fn words_in_brackets(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find('>').map_or(rest.len(), |end| end + 1);
        if is_element(rest) {
            out.push_str(&rest[..end]);
        } else {
            out.push_str(&escaped(&rest[..end]));
        }
        rest = &rest[end..];
    }
    out + rest
}

/// Whether a tag is one of HTML's.
fn is_element(tag: &str) -> bool {
    let name = tag.trim_start_matches('<').trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric);
    markdown::is_element(&name.collect::<String>().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        let mut out = String::new();
        html::push_html(&mut out, autolinked(text).into_iter());
        out
    }

    #[test]
    fn bare_addresses_become_links_without_the_sentence_around_them() {
        assert_eq!(
            html("(see https://example.com/a_(b)?c=1&d.) End"),
            "(see <a href=\"https://example.com/a_(b)?c=1&amp;d\">https://example.com/a_(b)?c=1&amp;d</a>.) End"
        );
        assert_eq!(html("https://example.com。次"), "<a href=\"https://example.com\">https://example.com</a>。次");
        assert_eq!(html("http is no address, nor xhttps://a"), "http is no address, nor xhttps://a");
    }

    #[test]
    fn what_runs_code_is_cleaned_away() {
        let dirty = "<p onclick=\"x()\">a<script>b</script><img src=x onerror=y><a href=\"javascript:z\">c</a></p>";
        assert_eq!(cleaned(dirty), "<p>a<img src=\"x\"><a>c</a></p>");
    }

    #[test]
    fn what_is_called_shown_is_what_the_cleaner_keeps() {
        for name in markdown::elements() {
            let inside = match name {
                "caption" | "colgroup" | "tbody" | "thead" => format!("<table><{name}></{name}></table>"),
                "col" => "<table><colgroup><col></colgroup></table>".to_owned(),
                "tr" => "<table><tbody><tr></tr></tbody></table>".to_owned(),
                "td" | "th" => format!("<table><tbody><tr><{name}></{name}></tr></tbody></table>"),
                _ => format!("<{name}>x</{name}>"),
            };
            let out = cleaned(&inside);
            let kept = out.contains(&format!("<{name}>")) || out.contains(&format!("<{name} "));
            assert_eq!(kept, markdown::is_shown(name), "{name}: {out}");
        }
    }

    #[test]
    fn words_in_brackets_stay_and_elements_pass() {
        assert_eq!(words_in_brackets("<b>at</b> <tenant>.example.com"), "<b>at</b> &lt;tenant&gt;.example.com");
        assert_eq!(words_in_brackets("</Customer Name>"), "&lt;/Customer Name&gt;");
        assert_eq!(words_in_brackets("a < b"), "a &lt; b");
    }
}
