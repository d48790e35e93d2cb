//! All documents together: which pages there are, for whom and in which language, and what a link leads to.
//! Knows Markdown files and addresses, no tasks.

mod audience;
mod edition_text;
mod includes;
mod index;
mod library;
mod links;
mod meta;
mod names;
mod toc;
mod translations;

pub use audience::{Named, hidden};
pub use includes::{MOST_DEEP, MOST_TAKEN_IN, include_findings};
pub use index::Index;
pub use library::{KnownPages, Library, PageEntry, Variant};
pub use links::{Certainty, LinkStatus, Meant, Resolved, Target};
pub use meta::Meta;
pub use toc::{Toc, TocEntry, Tocs, tocs};
