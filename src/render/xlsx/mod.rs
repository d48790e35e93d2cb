//! Views to workbooks of Excel: the same values as in the page, as tables that can be filtered and calculated with.
//!
//! Days are dates and amounts are numbers. A text is never taken for a formula or a link. The same view gives the same
//! bytes: a workbook says that it was made on the day it is for.

mod book;
mod cell;
mod charts;
mod closure;
mod lists;
mod overview;
mod portfolio;
mod rows;
mod status;
mod table;

pub use closure::closure;
pub use portfolio::portfolio;
pub use rows::rows;
pub use status::status;

/// A finished workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workbook {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many texts and rows were left out because a sheet cannot hold them; the workbook says so itself.
    pub cut: usize,
}

/// What went wrong, in the words of the writer.
pub type Failure = rust_xlsxwriter::XlsxError;
