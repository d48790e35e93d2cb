//! The columns of a table of statuses: their names, the other names that portals give them, and where they stand.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::syntax::csv::{Cell, Row, Slice, Table, plain};

/// What a column of a table of statuses means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Tenant,
    Service,
    TaskId,
    Status,
    Percent,
    Role,
    Owner,
    Updated,
    Note,
    Evidence,
    WaiverBy,
    WaiverDate,
    WaiverReason,
}

/// The columns of a table of statuses in the order of their meanings: the name, then other names that portals give it.
pub(super) const COLUMNS: [(Column, &str, &[&str]); 13] = [
    (Column::Tenant, "tenant", &["tenant name", "tenant id", "customer"]),
    (Column::Service, "service", &["workload"]),
    (Column::TaskId, "task_id", &["id", "task", "ftop task id", "task number"]),
    (Column::Status, "status", &["task status"]),
    (Column::Percent, "percent_complete", &["percent", "% complete", "%"]),
    (Column::Role, "role", &["fasttrack role"]),
    (Column::Owner, "owner", &["assigned to"]),
    (Column::Updated, "updated", &["last updated", "date", "on", "updated on"]),
    (Column::Note, "note", &["notes", "comment", "comments"]),
    (Column::Evidence, "evidence", &[]),
    (Column::WaiverBy, "waiver_by", &["approved by", "waiver approved by"]),
    (Column::WaiverDate, "waiver_date", &["approved on", "waiver approved on"]),
    (Column::WaiverReason, "waiver_reason", &["reason"]),
];

/// The columns by all their names in plain form.
static BY_NAME: LazyLock<HashMap<String, Column>> = LazyLock::new(|| {
    let names = |(column, name, others): &(Column, &'static str, &'static [&'static str])| {
        let all = std::iter::once(*name).chain(others.iter().copied());
        all.map(|name| (plain(name), *column)).collect::<Vec<_>>()
    };
    COLUMNS.iter().flat_map(names).collect()
});

pub(super) fn named(cell: &Cell) -> Option<Column> {
    BY_NAME.get(&plain(&cell.text)).copied()
}

impl Column {
    pub(super) fn name(self) -> &'static str {
        COLUMNS[self as usize].1
    }
}

/// Where each known column stands.
pub(super) struct Columns {
    places: [Option<usize>; COLUMNS.len()],
    /// How many cells the header has.
    pub(super) count: usize,
}

impl Columns {
    pub(super) fn of(table: &Table<'_>) -> Self {
        let mut places = [None; COLUMNS.len()];
        for (index, cell) in table.header.iter().enumerate() {
            if let Some(column) = named(cell) {
                places[column as usize].get_or_insert(index);
            }
        }
        Self { places, count: table.header.len() }
    }

    pub(super) fn at(&self, column: Column) -> Option<usize> {
        self.places[column as usize]
    }

    /// A cell that holds something.
    pub(super) fn cell<'r, 't>(&self, row: &'r Row<'t>, column: Column) -> Option<&'r Slice<'t>> {
        row.cells.get(self.at(column)?).filter(|cell| !cell.text.is_empty())
    }
}
