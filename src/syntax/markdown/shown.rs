//! What a Markdown reader sees as tables: what is indented like code, or stands amid HTML, is none.

use pulldown_cmark::{Event, Parser, Tag};

use super::document::Document;

/// Where the tables begin that a Markdown reader sees, as offsets of the source.
pub fn shown_tables(document: &Document, text: &str) -> Vec<usize> {
    let prepared = document.prepared(text, Vec::new());
    let events = Parser::new_ext(&prepared.text, super::options()).into_offset_iter();
    let tables = events.filter(|(event, _)| matches!(event, Event::Start(Tag::Table(_))));
    tables.map(|(_, range)| prepared.source_offset(range.start)).collect()
}
