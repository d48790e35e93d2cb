//! Finished HTML as plain text, divided at its headings. Reads only what our own writer makes: balanced, escaped.

/// A stretch of a page under one heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Section {
    /// Element id of the heading; empty for what stands before the first.
    pub(super) anchor: String,
    /// The heading.
    pub(super) heading: String,
    /// What stands below it.
    pub(super) text: String,
}

/// Collects the sections of a page.
#[derive(Debug, Default)]
pub(super) struct Sections {
    done: Vec<Section>,
    open: Section,
    title: String,
    place: Place,
    silent: usize,
}

/// What the text that is read belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Text,
    Heading,
    Title,
}

impl Sections {
    /// Takes in a stretch of HTML.
    pub(super) fn html(&mut self, html: &str) {
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            self.text(&rest[..at]);
            let Some(end) = end_of_tag(&rest[at..]) else { return };
            self.tag(&rest[at + 1..at + end]);
            rest = &rest[at + end + 1..];
        }
        self.text(rest);
    }

    /// Takes in plain text as a piece of its own.
    pub(super) fn piece(&mut self, text: &str) {
        self.gap();
        self.open.text.push_str(text);
        self.gap();
    }

    /// The sections, without those that say nothing.
    pub(super) fn finish(mut self) -> Vec<Section> {
        self.done.push(std::mem::take(&mut self.open));
        for section in &mut self.done {
            section.heading = blanks_folded(&section.heading);
            section.text = blanks_folded(&section.text);
        }
        self.done.retain(|section| !(section.heading.is_empty() && section.text.is_empty()));
        self.done
    }

    fn tag(&mut self, tag: &str) {
        let (closes, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let name = tag.split([' ', '\n', '\t', '/']).next().unwrap_or_default();
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if closes => self.place = Place::Text,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(name, tag),
            "script" | "style" | "svg" | "iframe" => self.silence(closes),
            "a" if !closes && tag.contains("class=\"anchor\"") => self.silent += 1,
            "a" if closes && self.silent > 0 => self.silent -= 1,
            "a" | "b" | "i" | "em" | "strong" | "code" | "span" | "del" | "mark" | "u" | "small" | "sub" | "sup"
            | "abbr" | "kbd" | "wbr" => {}
            _ => self.gap(),
        }
    }

    fn silence(&mut self, closes: bool) {
        self.silent = if closes { self.silent.saturating_sub(1) } else { self.silent + 1 };
    }

    /// The first heading of the first level names the page, so what follows it stands under no heading yet.
    fn heading(&mut self, name: &str, tag: &str) {
        if name == "h1" && self.title.is_empty() && self.done.is_empty() && self.open.heading.is_empty() {
            self.place = Place::Title;
            return;
        }
        let anchor = decoded(attribute(tag, "id").unwrap_or_default());
        let before = std::mem::replace(&mut self.open, Section { anchor, ..Section::default() });
        self.done.push(before);
        self.place = Place::Heading;
    }

    fn text(&mut self, text: &str) {
        if self.silent == 0 && !text.is_empty() {
            let text = decoded(text);
            self.here().push_str(&text);
        }
    }

    fn gap(&mut self) {
        let here = self.here();
        if !here.is_empty() && !here.ends_with(' ') {
            here.push(' ');
        }
    }

    fn here(&mut self) -> &mut String {
        match self.place {
            Place::Text => &mut self.open.text,
            Place::Heading => &mut self.open.heading,
            Place::Title => &mut self.title,
        }
    }
}

/// Where the tag that a text begins with ends; `>` within quotes does not end it.
fn end_of_tag(text: &str) -> Option<usize> {
    if text.starts_with("<!--") {
        return text.find("-->").map(|at| at + 2);
    }
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            (None, b'>') => return Some(at),
            _ => {}
        }
    }
    None
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, after) = tag.split_once(&format!(" {name}=\""))?;
    after.split_once('"').map(|(value, _)| value)
}

/// Text of HTML with its entities as characters.
fn decoded(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = rest.find(';').filter(|end| *end < 12).and_then(|end| Some((entity(&rest[1..end])?, end)));
        let (c, end) = entity.unwrap_or(('&', 0));
        out.push(c);
        rest = &rest[end + 1..];
    }
    out + rest
}

fn entity(name: &str) -> Option<char> {
    let number = name.strip_prefix('#');
    let hexadecimal = number.and_then(|number| number.strip_prefix(['x', 'X']));
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => match (hexadecimal, number) {
            (Some(digits), _) => u32::from_str_radix(digits, 16).ok().and_then(char::from_u32),
            (None, Some(digits)) => digits.parse().ok().and_then(char::from_u32),
            (None, None) => None,
        },
    }
}

/// One blank between words, none at the ends, nothing invisible.
pub(super) fn blanks_folded(text: &str) -> String {
    let visible = |c: &char| !matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}');
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        match word.is_ascii() {
            true => out.push_str(word),
            false => out.extend(word.chars().filter(visible)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sections(html: &str) -> Vec<(String, String, String)> {
        let mut sections = Sections::default();
        sections.html(html);
        sections.finish().into_iter().map(|section| (section.anchor, section.heading, section.text)).collect()
    }

    fn section(anchor: &str, heading: &str, text: &str) -> (String, String, String) {
        (anchor.to_owned(), heading.to_owned(), text.to_owned())
    }

    #[test]
    fn a_page_is_divided_at_its_headings_and_the_title_is_no_section() {
        let html = "<h1 id=\"a\">Title <a class=\"anchor\" href=\"#a\">#</a></h1>\n<p>One\ntwo</p><h2 id=\"b\">The <em>B</em>\
                    <a class=\"anchor\" href=\"#b\">#</a></h2><ul><li>x</li><li>y<b>z</b></li></ul>";
        assert_eq!(sections(html), [section("", "", "One two"), section("b", "The B", "x yz")]);
    }

    #[test]
    fn a_second_heading_of_the_first_level_is_a_section() {
        let html = "<h1>A</h1>x<h1 id=\"b\">B</h1>y";
        assert_eq!(sections(html), [section("", "", "x"), section("b", "B", "y")]);
    }

    #[test]
    fn entities_are_characters_and_tags_within_quotes_no_tags() {
        let html = "<p title=\"a > b\">R&amp;D &lt;x&gt; &#39;q&#x27; &nbsp;&unknown; AT&T</p>";
        assert_eq!(sections(html), [section("", "", "R&D <x> 'q' &unknown; AT&T")]);
    }

    #[test]
    fn comments_styles_and_what_cannot_be_seen_say_nothing() {
        let html = "a<!-- b > c -->d<style>e{}</style> f\u{200b}g";
        assert_eq!(sections(html), [section("", "", "a d fg")]);
    }

    #[test]
    fn a_broken_tag_ends_the_text() {
        assert_eq!(sections("a <b"), [section("", "", "a")]);
        assert_eq!(sections("<p>a &#1114112; &"), [section("", "", "a &#1114112; &")]);
    }
}
