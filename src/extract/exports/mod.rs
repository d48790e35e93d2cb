//! What migration tools export to units and batches. A file is recognised by its header row, not by its name; each format
//! has a file of its own, the project can add others. Words and numbers are kept as the tool has them where we do not know
//! them, and every row is used, overruled or reported.

mod batches;
mod custom;
mod exchange;
mod explain;
mod field;
mod files;
mod format;
mod graph;
mod header;
mod joins;
mod listed;
mod merge;
mod migration_manager;
mod migrationwiz;
mod other_output;
mod quest;
mod read;
mod reasons;
mod recognise;
mod rounds;
mod rows;
mod services;
mod sharepoint_cross_tenant;
mod spmt;
mod statuses;
mod unneeded;

use std::collections::BTreeMap;

use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::model::{DateOrder, DecimalMark, Exports};
use crate::syntax::csv::Cell;
use crate::text::{Source, Span};

pub use explain::{ColumnReading, Explanation, StateTotals, StatusReading, explain};
pub use files::{Glob, places};
pub(crate) use files::{meant, named, nothing};
pub use format::{Format, Rows};
pub(crate) use recognise::unknown_name;
use recognise::{Fit, fit, missing, near, possible};

/// What is known of a file beyond what it says itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// The batch of units whose rows name none.
    pub batch: Option<String>,
    /// The service of units whose rows do not tell it.
    pub service: Option<String>,
    /// The order of day and month.
    pub dates: Option<DateOrder>,
    /// What separates decimals.
    pub decimals: Option<DecimalMark>,
    /// The name of its format, where its columns fit several.
    pub format: Option<String>,
}

impl Hints {
    /// Hints of which only words for the order of day and month, and for what separates decimals, are known.
    pub fn of_words(dates: Option<&str>, decimals: Option<&str>) -> Self {
        let (dates, decimals) = (dates.and_then(DateOrder::parse), decimals.and_then(DecimalMark::parse));
        Self { dates, decimals, ..Self::default() }
    }
}

/// Every format: those of the project first, so that they can overrule the built-in ones.
pub fn formats(config: &crate::config::Config) -> Vec<Format> {
    let own = config.exports.iter().map(custom::format);
    let built_in = [
        exchange::formats(),
        sharepoint_cross_tenant::formats(),
        graph::formats(),
        spmt::formats(),
        migration_manager::formats(),
        migrationwiz::formats(),
        quest::formats(),
        unneeded::formats(),
    ];
    own.chain(built_in.into_iter().flatten()).collect()
}

/// Reads the exports of one engagement and merges them; units that stand in several count once.
pub fn units(files: &[(&Source, Hints)], formats: &[Format]) -> Checked<Exports> {
    let mut found = Vec::new();
    let mut merged = merge::Merged::default();
    let (mut imports, mut without_format) = (Vec::new(), Vec::new());
    for (source, hints) in files {
        let formats = &*possible(formats, hints);
        let header = header::header(source, formats);
        let Some(format) = header::recognised(source, formats, &header) else {
            if !is_further_sheet(source, files, formats) {
                found.extend((!is_unread_workbook(source)).then(|| unknown(source, &header, formats)));
                without_format.push(source.id);
            }
            continue;
        };
        if format.rows == Rows::Unneeded {
            found.push(unneeded(&header, format));
            continue;
        }
        let (import, findings) = read::read(source, format, hints, &mut merged);
        found.extend(findings);
        imports.push(import);
    }
    let ages: BTreeMap<_, _> = imports.iter().map(|import| (import.file, import.latest)).collect();
    let (mut exports, mut overruled) = merged.finish(&ages, &mut found);
    for import in &mut imports {
        import.overruled = overruled.remove(&import.file).unwrap_or(0);
    }
    exports.imports = imports;
    exports.unknown = without_format;
    Checked::new(exports, found)
}

/// Whether a file is an export of one of these formats, or of several: an engagement may say which.
pub fn is_export(source: &Source, formats: &[Format]) -> bool {
    let header = header::header(source, formats);
    match fit(formats, &header) {
        Fit::None => false,
        Fit::One(format) => format.rows != Rows::Unneeded && !header::is_below_rows(source, &header),
        Fit::Several(_) => !header::is_below_rows(source, &header),
    }
}

/// Whether a source stands for a workbook of which no sheet could be read; the loader has reported why.
fn is_unread_workbook(source: &Source) -> bool {
    source.text.is_empty()
        && ["xlsx", "xlsm", "xls"].iter().any(|end| source.path.extension().eq_ignore_ascii_case(end))
}

/// Whether a source is a sheet of a workbook of which another sheet is an export: notes, sums, a pivot.
fn is_further_sheet(source: &Source, files: &[(&Source, Hints)], formats: &[Format]) -> bool {
    let Some((book, _)) = source.path.as_str().split_once('#') else { return false };
    let beside = |other: &Source| other.path.as_str().split_once('#').is_some_and(|(own, _)| own == book);
    files.iter().any(|(other, _)| beside(other) && is_export(other, formats))
}

/// The finding about a file that no format fits.
fn unknown(source: &Source, header: &[Cell], formats: &[Format]) -> Diagnostic {
    let start = Span::start_of(source.id);
    if let Some(other) = other_output::recognised(&source.text) {
        return Diagnostic::at(Code::UnknownExport, start, other.what).help(other.help);
    }
    let Some((first, last)) = header.first().zip(header.last()) else {
        let finding = Diagnostic::at(Code::UnknownExport, start, "an export without a header row");
        return finding.help("save it again, with the names of its columns in the first row");
    };
    let place = first.span.to(last.span);
    if let Fit::Several(fitting) = fit(formats, header) {
        return ambiguous(place, &fitting);
    }
    if fit(formats, header).is_any() {
        let finding = Diagnostic::at(Code::UnknownExport, place, "rows of a table stand above the header row");
        return finding.help("remove them, or save the two tables as two files; titles may stay");
    }
    match near(formats, header) {
        None => {
            let help = "map its columns with `exports` in `waybook.yml`, or take the file out of the engagement";
            Diagnostic::at(Code::UnknownExport, place, "no known export has such columns").help(help)
        }
        Some(format) => {
            let missing: Vec<String> = missing(format, header).into_iter().map(one_of).collect();
            let message = format!("not a known export, nearest to {}", format.name);
            Diagnostic::at(Code::UnknownExport, place, message).help(format!("add {}", missing.join(" and ")))
        }
    }
}

/// The finding about a file that several formats fit equally.
fn ambiguous(place: Span, formats: &[&Format]) -> Diagnostic {
    let names: Vec<&str> = formats.iter().map(|format| format.name.as_str()).collect();
    let message = format!("the columns are those of {}", names.join(" as well as of "));
    let say: Vec<String> = names.iter().map(|name| format!("`format: {name}`")).collect();
    let help = format!("say {} where the engagement names the file, or save it with more columns", say.join(" or "));
    Diagnostic::at(Code::UnknownExport, place, message).help(help)
}

/// The finding about a report that is not needed.
fn unneeded(header: &[Cell], format: &Format) -> Diagnostic {
    let place = header.first().zip(header.last()).map(|(first, last)| first.span.to(last.span));
    let message = format!("{} is not needed, and nothing is read from it", format.name);
    let finding = place.map_or_else(
        || Diagnostic::new(Code::UnneededExport, message.clone()),
        |place| Diagnostic::at(Code::UnneededExport, place, message.clone()),
    );
    finding.help(format!("take {} instead, and this file out of the engagement", format.instead))
}

/// A required column, or the choice of columns of which one is required.
fn one_of(names: &[String]) -> String {
    let ticked: Vec<String> = names.iter().take(3).map(|name| format!("`{name}`")).collect();
    format!("the column {}", ticked.join(" or "))
}

#[cfg(test)]
mod tests;
