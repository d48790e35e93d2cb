//! Markdown as the playbooks write it: one pass over the lines (front matter, tables, directives), one over
//! pulldown-cmark's events (headings, links, label lines). A document is read once and never altered; what the page
//! shows is made later from the same text with some of its ranges replaced.

mod address;
pub mod anchor;
mod audience;
mod code_span;
mod directive;
mod document;
mod front_matter;
mod html;
mod inline;
mod lines;
mod prepared;
mod rows;
mod shown;
mod table;

pub use address::addresses;
pub use audience::{AudienceBlock, Doubt, DoubtfulLine};
pub use code_span::in_code_span;
pub use directive::{Directive, DirectiveKind};
pub use document::{
    CLOSE, Document, Heading, HtmlTag, Link, LinkKind, OPEN, block_marker, inline_marker, marker, parse,
};
pub use front_matter::{FrontMatter, cut};
pub use html::{attribute, comments, elements, is_element, is_shown};
pub use inline::{events_of_inline, plain, reader_text};
pub use lines::{Line, lines};
pub use prepared::{Prepared, Replacement};
pub use shown::shown_tables;
pub use table::{Cell, Row, RowKind, Table, is_delimiter, tables_of};

use pulldown_cmark::Options;

/// The extensions that the playbooks use. Alerts are ours, since they occur in six languages and in any case;
/// smart punctuation would change names, and heading attributes would swallow the `{Wizard}` of a heading.
pub fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}
