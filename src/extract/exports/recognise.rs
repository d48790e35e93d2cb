//! Which format a header belongs to. A format is known by what only it has; where two fit equally, the user is asked.

use std::borrow::Cow;

use super::Hints;
use super::format::{Format, Rows};
use crate::syntax::csv::{Cell, plain};
use crate::text::{comparable, nearest};

/// The format of a header.
#[derive(Debug)]
pub(super) enum Fit<'f> {
    /// No format fits.
    None,
    /// This one.
    One(&'f Format),
    /// Several fit equally.
    Several(Vec<&'f Format>),
}

impl<'f> Fit<'f> {
    /// The format, if there is no doubt.
    pub(super) fn one(self) -> Option<&'f Format> {
        match self {
            Fit::One(format) => Some(format),
            Fit::None | Fit::Several(_) => None,
        }
    }

    /// Whether at least one format fits.
    pub(super) fn is_any(&self) -> bool {
        !matches!(self, Fit::None)
    }
}

/// The format of a header: of those that miss nothing the project's own, then those that say anything, then the one that knows
/// most of its columns.
pub(super) fn fit<'f>(formats: &'f [Format], header: &[Cell]) -> Fit<'f> {
    let header = plains(header);
    let complete: Vec<&Format> = formats.iter().filter(|format| format.missing_of(&header).is_empty()).collect();
    let measure = |format: &Format| (format.own, format.rows != Rows::Unneeded, format.known_of(&header));
    let Some(best) = complete.iter().map(|format| measure(format)).max() else { return Fit::None };
    let best: Vec<&Format> = complete.into_iter().filter(|format| measure(format) == best).collect();
    match best[..] {
        [format] => Fit::One(format),
        _ => Fit::Several(best),
    }
}

/// The format that a header comes nearest to; none if no format knows a column of it.
pub(super) fn near<'f>(formats: &'f [Format], header: &[Cell]) -> Option<&'f Format> {
    let header = plains(header);
    let measure = |format: &&Format| (format.known_of(&header), usize::MAX - format.missing_of(&header).len());
    formats.iter().rev().max_by_key(measure).filter(|format| format.known_of(&header) > 0)
}

/// What a header misses to be that of a format: of each group, one column.
pub(super) fn missing<'f>(format: &'f Format, header: &[Cell]) -> Vec<&'f [String]> {
    format.missing_of(&plains(header))
}

/// How many columns of a header the format knows that knows most of them.
pub(super) fn known(formats: &[Format], header: &[Cell]) -> usize {
    let header = plains(header);
    formats.iter().map(|format| format.known_of(&header)).max().unwrap_or(0)
}

/// The formats that a file may have: the one that the engagement names for it, else all.
pub(super) fn possible<'f>(formats: &'f [Format], hints: &Hints) -> Cow<'f, [Format]> {
    let Some(name) = &hints.format else { return Cow::Borrowed(formats) };
    let name = comparable(name);
    Cow::Owned(formats.iter().filter(|format| comparable(&format.name) == name).cloned().collect())
}

/// What to say of a format that an engagement names and that does not exist; none if it does.
pub(crate) fn unknown_name(formats: &[Format], name: &str) -> Option<String> {
    let wanted = comparable(name);
    let names = || formats.iter().map(|format| format.name.as_str());
    if names().any(|known| comparable(known) == wanted) {
        return None;
    }
    let near = nearest(name, names());
    Some(near.map_or_else(|| "the manual lists all formats".to_owned(), |near| format!("did you mean `{near}`?")))
}

/// The cells of a header as they are compared.
fn plains(header: &[Cell]) -> Vec<String> {
    header.iter().map(|cell| plain(&cell.text)).collect()
}
