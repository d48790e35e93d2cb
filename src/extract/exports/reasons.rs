//! Why rows and cells of an export were not read: each reason once, with the number of rows, since an export may have a million.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::text::Span;

/// Places shown for one reason.
const MAX_PLACES: usize = 5;

/// What a reason is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// The file as a whole: nothing is lost.
    File,
    /// A row that is left out.
    Row,
    /// A cell that counts as unknown.
    Cell,
}

/// A reason.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reason {
    pub(super) code: Code,
    pub(super) message: String,
}

/// Where a reason was met.
struct Met {
    about: About,
    places: Vec<Span>,
    count: usize,
    help: &'static str,
}

/// All reasons of a file.
#[derive(Default)]
pub(super) struct Reasons(BTreeMap<Reason, Met>);

impl Reasons {
    /// Notes a reason at a place.
    pub(super) fn add(&mut self, about: About, reason: Reason, place: Span, help: &'static str) {
        let met = self.0.entry(reason).or_insert(Met { about, places: Vec::new(), count: 0, help });
        met.count += 1;
        if met.places.len() < MAX_PLACES {
            met.places.push(place);
        }
    }

    /// How many cells could not be read, by reason.
    pub(super) fn unread(&self) -> BTreeMap<String, usize> {
        let cells = self.0.iter().filter(|(_, met)| met.about == About::Cell);
        cells.map(|(reason, met)| (reason.message.clone(), met.count)).collect()
    }

    /// What was found. Rows that are left out are shown at their first places, everything else once.
    pub(super) fn findings(self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (reason, met) in self.0 {
            if met.about == About::Row {
                found.extend(rows(&reason, &met));
            } else {
                let rows = if met.count > 1 { format!(", {} rows", met.count) } else { String::new() };
                let severity =
                    if reason.code == Code::UnreadableExportRow { Severity::Warning } else { reason.code.severity() };
                let message = format!("{}{rows}", reason.message);
                let finding = Diagnostic::at(reason.code, met.places[0], message).help(met.help);
                found.push(Diagnostic { severity, ..finding });
            }
        }
        found
    }
}

/// The findings about rows that are left out.
fn rows(reason: &Reason, met: &Met) -> Vec<Diagnostic> {
    let more = met.count - met.places.len();
    let last = met.places.len() - 1;
    let finding = |(index, place): (usize, &Span)| {
        let rest = if index == last && more > 0 { format!(", and {more} more rows") } else { String::new() };
        let finding = Diagnostic::at(reason.code, *place, format!("{}{rest}", reason.message)).help(met.help);
        Diagnostic { severity: Severity::Error, ..finding }
    };
    met.places.iter().enumerate().map(finding).collect()
}
