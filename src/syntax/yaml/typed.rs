//! YAML straight to a type, for files of which only the values matter: messages of a theme, mappings of columns.

use serde::de::DeserializeOwned;

use crate::diagnostic::{Code, Diagnostic};
use crate::text::{FileId, Lines, Span};

/// Reads a whole file into a type; the first thing that does not fit is the finding. Scalars are as in the tree: `yes`,
/// `0123` and `1_000` are texts.
pub fn typed<T: DeserializeOwned>(file: FileId, text: &str) -> Result<T, Box<Diagnostic>> {
    let options = serde_yaml::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
    };
    serde_yaml::from_str_with_options(text, options).map_err(|error| {
        let at = error.location().map_or(0, |place| offset(text, place.line(), place.column()));
        // The first line says what; a location and an excerpt follow it, which a diagnostic has itself.
        let words = error.without_snippet().to_string();
        let words = words.lines().next().unwrap_or_default();
        let words = words.split(" at line ").next().unwrap_or_default();
        Box::new(Diagnostic::at(Code::InvalidConfig, Span::new(file, at, at), format!("not valid: {words}")))
    })
}

/// The offset of a line and column, both from 1.
fn offset(text: &str, line: u64, column: u64) -> usize {
    let lines = Lines::of(text);
    let line = u32::try_from(line).unwrap_or(u32::MAX).clamp(1, lines.count());
    let range = lines.range(line, text.len());
    let skipped = usize::try_from(column.saturating_sub(1)).unwrap_or(usize::MAX);
    let mut letters = text[range.clone()].char_indices();
    letters.nth(skipped).map_or(range.end, |(at, _)| range.start + at)
}
