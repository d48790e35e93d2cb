//! One line of inline Markdown, as in a cell or a heading, without the block structure around it.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::document::{CLOSE, OPEN};
use crate::text::folded;

/// A no-break space before the text keeps `1.`, `-` and `#` from beginning a block, and does not touch emphasis.
const GUARD: &str = "\u{a0}";

/// The events of a line of inline Markdown, without the paragraph around them.
pub fn events_of_inline(markdown: &str) -> Vec<Event<'static>> {
    let line = titles_of_includes(markdown).replace(['\n', '\r'], " ");
    let guarded = format!("{GUARD}{}", line.trim());
    let mut first = true;
    let mut events = Vec::new();
    for event in Parser::new_ext(&guarded, super::options()) {
        match event {
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
            Event::Text(text) if first => {
                first = false;
                events.push(Event::Text(text.trim_start_matches('\u{a0}').to_owned().into()));
            }
            event => events.push(event.into_static()),
        }
    }
    events
}

/// A line with the title of each include in the place of the include: a cell takes no file in, and its address is for nobody.
fn titles_of_includes(markdown: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = markdown;
    while let Some(at) = rest.find("[!") {
        let include = rest.get(at + 2..at + 9).is_some_and(|word| word.eq_ignore_ascii_case("include"));
        let inner = &rest[at + 2..];
        let parts = || {
            let title = inner.find('[')?;
            let link = title + inner[title..].find("](")?;
            let close = link + inner[link..].find(')')?;
            Some((&inner[title + 1..link], &inner[close + 1 + inner[close + 1..].find(']')? + 1..]))
        };
        let Some((title, after)) = parts().filter(|_| include) else {
            out.push_str(&rest[..at + 2]);
            rest = inner;
            continue;
        };
        out.push_str(&rest[..at]);
        out.push_str(title);
        rest = after;
    }
    if out.is_empty() { Cow::Borrowed(rest) } else { Cow::Owned(out + rest) }
}

/// The plain text of inline Markdown: marks, tags and link targets gone, blanks folded, nothing invisible.
pub fn plain(markdown: &str) -> String {
    if !markdown.contains(['*', '_', '[', '<', '\\', '&', '`', '~', '!']) {
        return folded(markdown);
    }
    let mut out = String::with_capacity(markdown.len());
    for event in events_of_inline(markdown) {
        push_plain(&mut out, &event);
    }
    folded(&out)
}

/// Adds what an event says to a reader.
pub(super) fn push_plain(out: &mut String, event: &Event<'_>) {
    match event {
        Event::Text(text) if text.contains(OPEN) => out.push_str(&without_markers(text)),
        Event::Text(text) | Event::Code(text) => out.push_str(text),
        Event::SoftBreak | Event::HardBreak => out.push(' '),
        Event::InlineHtml(tag) if is_break(tag) => out.push(' '),
        _ => {}
    }
}

/// Text without the markers that stand for directives.
fn without_markers(text: &str) -> String {
    let mut parts = text.split(OPEN);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| out + part.split_once(CLOSE).map_or(part, |(_, rest)| rest))
}

fn is_break(tag: &str) -> bool {
    tag.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<br"))
}

/// A text of Markdown as a reader sees its words: marks, addresses and tags gone, entities as characters, blocks apart by blanks.
/// What tells of pictures is a part of it or not.
pub fn reader_text(text: &str, with_pictures: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut pictures = 0;
    for event in Parser::new_ext(text, super::options()) {
        match event {
            Event::Start(Tag::Image { .. }) => pictures += 1,
            Event::End(TagEnd::Image) => pictures -= 1,
            _ if pictures > 0 && !with_pictures => {}
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::TableCell | TagEnd::Item) => {
                out.push(' ');
            }
            Event::InlineHtml(tag) if is_break(&tag) => out.push(' '),
            Event::Start(tag) if !is_inline(&tag) => out.push(' '),
            _ => {}
        }
    }
    out
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::Event;

    use super::{CLOSE, OPEN, plain, push_plain, reader_text};

    #[test]
    fn marks_and_targets_go_and_the_words_stay() {
        assert_eq!(plain("[Preflight](https://example.com)  **check**"), "Preflight check");
        assert_eq!(plain("Send Email \\#1<br>twice"), "Send Email #1 twice");
        assert_eq!(plain("1. not a list"), "1. not a list");
        assert_eq!(plain("Ask [!INCLUDE [the *price*](a/b.md)] now [!x"), "Ask the price now [!x");
        assert_eq!(plain("see [!include[the price](a/b.md)] and [!Include [x](y.md)]"), "see the price and x");
        assert_eq!(plain("- *neither* this"), "- neither this");
        assert_eq!(plain("pre\u{200b}vent\u{a0}it"), "prevent it");
    }

    #[test]
    fn a_reader_sees_no_marks_within_a_word_and_blocks_apart() {
        let told = |text: &str, pictures| reader_text(text, pictures).split_whitespace().collect::<Vec<_>>().join(" ");
        let words = |text: &str| told(text, true);
        assert_eq!(words("Qz*over*view [a](b.md)c ~~d~~e ![f](g.png)h"), "Qzoverview ac de fh");
        assert_eq!(words("`<!--` a<br>b<BR/>c <b>d</b>e <!-- f -->"), "<!-- a b c de");
        assert_eq!(told("a ![b *c*](d.png) e ![f][g] h\n\n[g]: i.png", false), "a e h");
        assert_eq!(words("a\n\nb\n- c\n- d\n\n| e | f |\n| - | - |\n| g | h |\n"), "a b c d e f g h");
    }

    #[test]
    fn markers_of_directives_are_no_words() {
        let mut out = String::new();
        push_plain(&mut out, &Event::Text(format!("a {OPEN}d3{CLOSE}b").into()));
        assert_eq!(out, "a b");
    }
}
