//! What a format of exports is: its columns by the names of their headers, what each of them means, and what a header must
//! have to be one of it. The formats themselves have a file each.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::extract::cells::{Kind, Mark, Order, Scale};
use crate::model::MigrationState;
use crate::syntax::csv::plain;

pub(super) use super::field::Field;

/// A kind of file that a migration tool writes.
#[derive(Clone, Debug, PartialEq)]
pub struct Format {
    /// Tool and report: `Exchange Get-MigrationUser`.
    pub name: String,
    /// What its rows are about.
    pub rows: Rows,
    /// How the service of a row is known.
    pub service: ServiceRule,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Columns of which one of each group must be there, by their headers.
    pub required: Vec<Vec<String>>,
    /// Columns that only this format has, of which one must be there. None where the others tell enough.
    pub marks: Vec<String>,
    /// Words of its statuses in plain spelling.
    pub words: Vec<(String, MigrationState)>,
    /// Whether statuses are the numbers of Migration Manager.
    pub codes: bool,
    /// Whether a completed row with failed items is one with issues.
    pub errors_count: bool,
    /// Whether the items that it lists may have been moved since.
    pub errors_ever: bool,
    /// The order of day and month, if it is known beforehand.
    pub dates: Option<Order>,
    /// What separates decimals, if it is known beforehand.
    pub decimals: Option<Mark>,
    /// What the tool writes before the names of batches in this export, and in no other.
    pub batch_prefixes: &'static [&'static str],
    /// A second unit that each row may be about, in another service.
    pub second: Option<Box<Format>>,
    /// For a report that is not needed: the one to take instead.
    pub instead: &'static str,
    /// Whether the project describes it; such a format goes before the built-in ones.
    pub own: bool,
    /// Where its columns are by their plain headers; follows from the columns.
    pub(super) index: Index,
}

/// The places of columns by their headers in plain form, worked out when it is first asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Index(OnceLock<HashMap<String, Vec<usize>>>);

impl PartialEq for Index {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// What the rows of a format are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// A mailbox, site or drive each.
    Units,
    /// A batch each.
    Batches,
    /// An item each that could not be moved.
    FailedItems,
    /// An item each that the tool left out.
    SkippedItems,
    /// Nothing that a report counts.
    Unneeded,
}

impl Rows {
    /// The word for one row, or several.
    pub fn as_str(self) -> &'static str {
        match self {
            Rows::Units => "units",
            Rows::Batches => "batches",
            Rows::FailedItems => "failed items",
            Rows::SkippedItems => "skipped items",
            Rows::Unneeded => "nothing that is needed",
        }
    }
}

/// How the service of a row is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServiceRule {
    /// Always this one.
    Named(String),
    /// By the address it goes to: a personal site, or a site.
    Destination,
    /// By the kind of project: mailboxes, documents.
    Project,
    /// By the word of the row.
    Column,
}

/// A column of a format.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its header, then other spellings of it.
    pub headers: Vec<String>,
    /// What it means.
    pub field: Field,
    /// Columns of the same meaning: those of the first rank with a value are summed up, others stand back.
    pub rank: u8,
    /// What one of its numbers stands for: bytes of a gigabyte, seconds of a minute.
    pub factor: u64,
}

impl Column {
    /// What its cells are, where they are no texts.
    pub(super) fn kind(&self) -> Option<Kind> {
        match self.field {
            field if field.is_date() => Some(Kind::Date),
            field if field.is_number() || field == Field::Seconds => {
                Some(if self.scale().whole { Kind::Whole } else { Kind::Fraction })
            }
            _ => None,
        }
    }

    /// What its numbers count. Items and bytes have no fractions; gigabytes and all durations may have.
    pub(super) fn scale(&self) -> Scale {
        Scale { factor: self.factor, whole: self.factor == 1 && self.field != Field::Seconds }
    }
}

/// Bytes of a megabyte, as the tools count.
pub(super) const MB: u64 = 1024 * 1024;
/// Bytes of a gigabyte, as the tools count.
pub(super) const GB: u64 = 1024 * MB;
/// Seconds of a minute.
pub(super) const MINUTE: u64 = 60;

/// A line of a built-in table: header and other spellings with `|` between them, meaning, rank, factor.
pub(super) type Line = (&'static str, Field, u8, u64);

/// What a header must have to be that of a format: of each group one column, and one of the marks.
pub(super) struct Needs<'n> {
    pub(super) groups: &'n [&'n [&'n str]],
    pub(super) marks: &'n [&'n str],
}

/// A built-in format from its tables.
pub(super) fn format(name: &str, rows: Rows, service: ServiceRule, lines: &[Line], needs: &Needs<'_>) -> Format {
    let texts = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let column = |(headers, field, rank, factor): &Line| Column {
        headers: headers.split('|').map(str::to_owned).collect(),
        field: *field,
        rank: *rank,
        factor: *factor,
    };
    Format {
        name: name.to_owned(),
        rows,
        service,
        columns: lines.iter().map(column).collect(),
        required: needs.groups.iter().map(|group| texts(group)).collect(),
        marks: texts(needs.marks),
        words: Vec::new(),
        codes: false,
        errors_count: false,
        errors_ever: false,
        dates: None,
        decimals: None,
        batch_prefixes: &[],
        second: None,
        instead: "",
        own: false,
        index: Index::default(),
    }
}

impl Format {
    /// The column that a header names.
    pub(super) fn column(&self, header: &str) -> Option<&Column> {
        self.column_of(&plain(header))
    }

    fn column_of(&self, plain: &str) -> Option<&Column> {
        self.columns_of(plain).first().map(|at| &self.columns[*at])
    }

    /// Which columns a header names in its plain form. Looked up for every file of every engagement, so worked out once.
    fn columns_of(&self, plain: &str) -> &[usize] {
        let index = self.index.0.get_or_init(|| {
            let mut index: HashMap<String, Vec<usize>> = HashMap::new();
            for (at, column) in self.columns.iter().enumerate() {
                for header in &column.headers {
                    index.entry(self::plain(header)).or_default().push(at);
                }
            }
            index
        });
        index.get(plain).map(Vec::as_slice).unwrap_or_default()
    }

    /// The state that a word or number of this format means. A word of our own vocabulary is always understood.
    pub(super) fn state(&self, word: &str) -> MigrationState {
        let spelling = plain(word);
        let own = self.words.iter().find(|(known, _)| *known == spelling).map(|(_, state)| state.clone());
        let code = || word.trim().parse().ok().filter(|_| self.codes).and_then(super::statuses::of_code);
        own.or_else(code).unwrap_or_else(|| MigrationState::parse(word))
    }

    /// Of what the format must have, the groups of which the header, in its plain form, has no column. Another spelling
    /// of a column is as good as its own, but for a mark: other tools may use it too.
    pub(super) fn missing_of(&self, header: &[String]) -> Vec<&[String]> {
        let has = |name: &String| {
            let column = self.columns_of(&plain(name)).first();
            column.is_some_and(|column| header.iter().any(|cell| self.columns_of(cell).contains(column)))
        };
        let required = self.required.iter().filter(|group| !group.iter().any(has)).map(Vec::as_slice);
        let is_marked = self.marks.is_empty() || self.marks.iter().any(|mark| header.contains(&plain(mark)));
        required.chain((!is_marked).then_some(self.marks.as_slice())).collect()
    }

    /// How many columns of the header, in its plain form, this format knows.
    pub(super) fn known_of(&self, header: &[String]) -> usize {
        header.iter().filter(|cell| self.column_of(cell).is_some()).count()
    }
}
