//! What a format of exports is: its columns by the names of their headers, what each of them means, and how the format
//! is told from others. The formats themselves have a file each.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::extract::cells::{Kind, Mark, Order, Scale};
use crate::model::MigrationState;
use crate::syntax::csv::{Cell, plain};

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
    /// Words of its statuses in plain spelling.
    pub words: Vec<(String, MigrationState)>,
    /// Whether statuses are the numbers of Migration Manager.
    pub codes: bool,
    /// Whether a completed row with failed items is one with issues.
    pub errors_count: bool,
    /// The order of day and month, if it is known beforehand.
    pub dates: Option<Order>,
    /// What separates decimals, if it is known beforehand.
    pub decimals: Option<Mark>,
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
}

impl Rows {
    /// The word for one row, or several.
    pub fn as_str(self) -> &'static str {
        match self {
            Rows::Units => "units",
            Rows::Batches => "batches",
            Rows::FailedItems => "failed items",
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

/// What a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// By which the unit, batch or unit of the failed item is named.
    Identity,
    /// The batch or project of a unit.
    Batch,
    /// The kind of project.
    Kind,
    /// Where it goes.
    Destination,
    /// The tool's word for where it stands.
    Status,
    /// The tool's number for that.
    Code,
    /// Items there are.
    ItemsTotal,
    /// Items moved.
    ItemsDone,
    /// Items not moved.
    ItemsFailed,
    /// Items left out.
    ItemsSkipped,
    /// Bytes there are.
    BytesTotal,
    /// Bytes moved.
    BytesDone,
    /// Bytes not moved.
    BytesFailed,
    /// Bytes left out.
    BytesSkipped,
    /// When it began.
    Started,
    /// When it ended.
    Finished,
    /// When it was last synchronized.
    Synced,
    /// When a batch was created.
    Created,
    /// From when on a batch may be cut over.
    CompleteAfter,
    /// How long it took.
    Seconds,
    /// The number of the round.
    Round,
    /// What went wrong, in words.
    Error,
    /// What went wrong, as a code or kind.
    ErrorKind,
    /// Units of a batch.
    UnitsTotal,
    /// Units being copied.
    UnitsActive,
    /// Units stopped.
    UnitsStopped,
    /// Units copied, not cut over.
    UnitsSynced,
    /// Units done.
    UnitsFinalized,
    /// Units failed.
    UnitsFailed,
    /// Units waiting.
    UnitsPending,
    /// Units provisioned.
    UnitsProvisioned,
    /// Known, and not needed.
    Unused,
    /// Known, and not kept: it is about what people wrote.
    Personal,
}

impl Field {
    /// What it means, as `waybook import --explain` says it.
    pub fn as_str(self) -> &'static str {
        NAMES.iter().find(|(field, _)| *field == self).map_or("unused", |(_, name)| name)
    }

    /// The field that a mapping names.
    pub fn parse(text: &str) -> Option<Self> {
        NAMES.iter().find(|(_, name)| *name == text).map(|(field, _)| *field)
    }

    /// Whether its cells are dates.
    pub fn is_date(self) -> bool {
        matches!(self, Field::Started | Field::Finished | Field::Synced | Field::Created | Field::CompleteAfter)
    }

    /// Whether its cells are numbers.
    pub fn is_number(self) -> bool {
        let batch = (Field::UnitsTotal..=Field::UnitsProvisioned).contains(&self);
        batch || (Field::ItemsTotal..=Field::BytesSkipped).contains(&self) || self == Field::Round
    }
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

const NAMES: [(Field, &str); 33] = [
    (Field::Identity, "identity"),
    (Field::Batch, "batch"),
    (Field::Kind, "kind"),
    (Field::Destination, "destination"),
    (Field::Status, "status"),
    (Field::Code, "code"),
    (Field::ItemsTotal, "items"),
    (Field::ItemsDone, "items_done"),
    (Field::ItemsFailed, "items_failed"),
    (Field::ItemsSkipped, "items_skipped"),
    (Field::BytesTotal, "bytes"),
    (Field::BytesDone, "bytes_done"),
    (Field::BytesFailed, "bytes_failed"),
    (Field::BytesSkipped, "bytes_skipped"),
    (Field::Started, "started"),
    (Field::Finished, "finished"),
    (Field::Synced, "synced"),
    (Field::Created, "created"),
    (Field::CompleteAfter, "complete_after"),
    (Field::Seconds, "duration"),
    (Field::Round, "round"),
    (Field::Error, "error"),
    (Field::ErrorKind, "error_kind"),
    (Field::UnitsTotal, "units"),
    (Field::UnitsActive, "units_active"),
    (Field::UnitsStopped, "units_stopped"),
    (Field::UnitsSynced, "units_synced"),
    (Field::UnitsFinalized, "units_finalized"),
    (Field::UnitsFailed, "units_failed"),
    (Field::UnitsPending, "units_pending"),
    (Field::UnitsProvisioned, "units_provisioned"),
    (Field::Unused, "unused"),
    (Field::Personal, "left out: personal data"),
];

/// Bytes of a megabyte, as the tools count.
pub(super) const MB: u64 = 1024 * 1024;
/// Bytes of a gigabyte, as the tools count.
pub(super) const GB: u64 = 1024 * MB;
/// Seconds of a minute.
pub(super) const MINUTE: u64 = 60;

/// A line of a built-in table: header and other spellings with `|` between them, meaning, rank, factor.
pub(super) type Line = (&'static str, Field, u8, u64);

/// A built-in format from its tables. `required` holds groups; of each, one column must be there.
pub(super) fn format(name: &str, rows: Rows, service: ServiceRule, lines: &[Line], required: &[&[&str]]) -> Format {
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
        required: required.iter().map(|group| texts(group)).collect(),
        words: Vec::new(),
        codes: false,
        errors_count: false,
        dates: None,
        decimals: None,
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

    /// The required groups of which no column is in the header.
    pub(super) fn missing(&self, header: &[Cell]) -> Vec<&[String]> {
        self.missing_of(&plains(header))
    }

    fn missing_of(&self, header: &[String]) -> Vec<&[String]> {
        let has = |name: &String| {
            let column = self.columns_of(&plain(name)).first();
            column.is_some_and(|column| header.iter().any(|cell| self.columns_of(cell).contains(column)))
        };
        self.required.iter().filter(|group| !group.iter().any(has)).map(Vec::as_slice).collect()
    }

    /// How many columns of the header this format knows.
    pub(super) fn known(&self, header: &[Cell]) -> usize {
        self.known_of(&plains(header))
    }

    fn known_of(&self, header: &[String]) -> usize {
        header.iter().filter(|cell| self.column_of(cell).is_some()).count()
    }
}

/// The cells of a header as they are compared.
fn plains(header: &[Cell]) -> Vec<String> {
    header.iter().map(|cell| plain(&cell.text)).collect()
}

/// Which format a header belongs to: of those that miss nothing the project's own, then the one
/// that knows most of its columns.
pub(super) fn recognised<'f>(formats: &'f [Format], header: &[Cell]) -> Option<&'f Format> {
    let header = plains(header);
    let complete = formats.iter().filter(|format| format.missing_of(&header).is_empty());
    complete.rev().max_by_key(|format| (format.own, format.known_of(&header)))
}

/// The format that a header comes nearest to, with what it misses; none if it knows no column.
pub(super) fn near<'f>(formats: &'f [Format], header: &[Cell]) -> Option<&'f Format> {
    let header = plains(header);
    let measure = |format: &&Format| (format.known_of(&header), usize::MAX - format.missing_of(&header).len());
    formats.iter().rev().max_by_key(measure).filter(|format| format.known_of(&header) > 0)
}
