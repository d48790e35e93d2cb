//! One line of inline Markdown, as in a cell or a heading, without the block structure around it.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::document::{CLOSE, OPEN};
use crate::text::folded;

/// A no-break space before the text keeps `1.`, `-` and `#` from beginning a block, and does not touch emphasis.
const GUARD: &str = "\u{a0}";

/// The events of a line of inline Markdown, without the paragraph around them.
pub fn events_of_inline(markdown: &str) -> Vec<Event<'static>> {
    let guarded = format!("{GUARD}{}", markdown.replace(['\n', '\r'], " ").trim());
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

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn marks_and_targets_go_and_the_words_stay() {
        assert_eq!(plain("[Preflight](https://example.com)  **check**"), "Preflight check");
        assert_eq!(plain("Send Email \\#1<br>twice"), "Send Email #1 twice");
        assert_eq!(plain("1. not a list"), "1. not a list");
        assert_eq!(plain("- *neither* this"), "- neither this");
        assert_eq!(plain("pre\u{200b}vent\u{a0}it"), "prevent it");
    }
}
