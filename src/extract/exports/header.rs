//! The header row of an export, by which its format is known. Reports have titles above it, so that it is the first row that a
//! format recognises. Rows above it that are as wide as itself are no titles: then the file is refused, since they would be lost.

use crate::syntax::csv::{self, Cell, Stream};
use crate::text::Source;

use super::format::Format;
use super::recognise::{fit, known, missing};

/// The header row: the first that one of the formats recognises, else the one that comes nearest to one, else the first.
pub(super) fn header(source: &Source, formats: &[Format]) -> Vec<Cell> {
    let mut nearest: Option<(usize, Vec<Cell>)> = None;
    for stream in csv::openings(source.id, &source.text) {
        let header = cells(&stream);
        if fit(formats, &header).is_any() {
            return header;
        }
        let known = known(formats, &header);
        if nearest.as_ref().is_none_or(|(most, _)| known > *most) {
            nearest = Some((known, header));
        }
    }
    nearest.map_or_else(Vec::new, |(_, header)| header)
}

/// The format of a file whose header row this is.
pub(super) fn recognised<'f>(source: &Source, formats: &'f [Format], header: &[Cell]) -> Option<&'f Format> {
    fit(formats, header).one().filter(|_| !is_below_rows(source, header))
}

/// Whether a row above the header is as wide as the header itself.
pub(super) fn is_below_rows(source: &Source, header: &[Cell]) -> bool {
    let Some(first) = header.first() else { return false };
    let above = csv::openings(source.id, &source.text);
    let mut above =
        above.take_while(|stream| stream.header.first().is_some_and(|cell| cell.span.start < first.span.start));
    above.any(|stream| width(&stream.header) >= width(header))
}

fn width(cells: &[Cell]) -> usize {
    cells.iter().filter(|cell| !cell.text.is_empty()).count()
}

/// The table below the header row of a format that recognises the file.
pub(super) fn table<'t>(source: &'t Source, format: &Format) -> Stream<'t> {
    let is_header = |stream: &Stream<'_>| missing(format, &cells(stream)).is_empty();
    let found = csv::openings(source.id, &source.text).find(is_header);
    found.unwrap_or_else(|| csv::stream(source.id, &source.text))
}

/// The cells of a header row without bytes that no text has.
pub(super) fn cells(stream: &Stream<'_>) -> Vec<Cell> {
    let mut header = stream.header.clone();
    for cell in header.iter_mut().filter(|cell| cell.text.contains('\0')) {
        cell.text = cell.text.replace('\0', "");
    }
    header
}
