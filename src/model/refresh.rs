//! Rows of a Refresh Summary.

use crate::text::{Span, Spanned};

/// One change of a page as its author noted it.
#[derive(Clone, Debug, PartialEq)]
pub struct RefreshEntry {
    /// The day, if the cell could be read.
    pub date: Option<jiff::civil::Date>,
    /// The cell as written, at its place.
    pub date_text: Spanned<String>,
    /// How the day was read.
    pub reading: DateReading,
    /// Who changed the page.
    pub who: String,
    /// What changed, as plain text.
    pub what: String,
    /// What changed, as the author wrote it.
    pub what_markdown: String,
    /// Further notes, or nothing.
    pub notes: String,
    /// The whole row.
    pub span: Span,
}

/// What settled the order of day and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateReading {
    /// Only one order gives a day of the calendar, or the form names the parts.
    Unambiguous,
    /// Dots: day first.
    DottedForm,
    /// The other dates of the page settle it.
    PageStyle,
    /// The same row of the page in another language settles it.
    Counterpart,
    /// The other pages of the folder settle it.
    FolderStyle,
    /// Nothing settles it; month first was taken.
    Assumed,
    /// It is no day of any calendar.
    Unreadable,
}
