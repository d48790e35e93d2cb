//! Where a finding stands, in the terms of other programs: a path from the folder that they run in, lines and columns
//! from 1, the end behind the last character.

use crate::diagnostic::Label;
use crate::text::{Sources, VirtualPath};

/// A place for programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) file: String,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
}

impl Place {
    /// The place of a label; `root` is the project folder from where the programs run, empty or with a slash at its end.
    pub(super) fn of(label: &Label, sources: &Sources, root: &str) -> Self {
        let source = sources.get(label.span.file);
        let (start, end) = (source.position(label.span.start), source.position(label.span.end));
        Self {
            file: path(&source.path, root),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

fn path(path: &VirtualPath, root: &str) -> String {
    format!("{root}{path}")
}

/// A path as a relative URI.
pub(super) fn uri(path: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet =
        &percent_encoding::NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    percent_encoding::utf8_percent_encode(path, KEPT).to_string()
}
