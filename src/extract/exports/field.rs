//! What a column of an export can mean.

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
    /// The tool's word for another unit of the same row, which another format reads.
    OtherStatus,
    /// What became of an item.
    ItemStatus,
    /// The tool's word for the service.
    Service,
    /// A further name of the unit that nothing else has: a GUID, a distinguished name.
    Key,
    /// How complete the tool holds the unit's data to be.
    Score,
    /// What that comes from.
    Factors,
    /// Whether items were skipped that nobody has approved.
    Unapproved,
    /// The address of the next page of a list: the file holds only part of it.
    NextPage,
    /// Items there are.
    ItemsTotal,
    /// Items moved.
    ItemsDone,
    /// Items not moved.
    ItemsFailed,
    /// Items left out.
    ItemsSkipped,
    /// Items left out because they are corrupt.
    ItemsCorrupt,
    /// Items left out because they are too large.
    ItemsLarge,
    /// Items not found at the destination.
    ItemsMissing,
    /// Items left out by a filter.
    ItemsFiltered,
    /// What was moved that is no item: permissions.
    OthersDone,
    /// What was not moved that is no item.
    OthersFailed,
    /// The size of what was moved that is no item.
    OthersBytes,
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
    /// The name or place of an item: tells two of them apart, and is not kept.
    Item,
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

    /// Whether its cells are about what people wrote, so that none is shown or kept.
    pub fn is_personal(self) -> bool {
        matches!(self, Field::Item | Field::Personal)
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

const NAMES: [(Field, &str); 49] = [
    (Field::Identity, "identity"),
    (Field::Batch, "batch"),
    (Field::Kind, "kind"),
    (Field::Destination, "destination"),
    (Field::Status, "status"),
    (Field::Code, "code"),
    (Field::OtherStatus, "status of another unit"),
    (Field::ItemStatus, "status of the item"),
    (Field::Service, "service"),
    (Field::Key, "further name"),
    (Field::Score, "data consistency"),
    (Field::Factors, "reasons for the data consistency"),
    (Field::Unapproved, "unapproved skipped items"),
    (Field::NextPage, "next page"),
    (Field::ItemsTotal, "items"),
    (Field::ItemsDone, "items_done"),
    (Field::ItemsFailed, "items_failed"),
    (Field::ItemsSkipped, "items_skipped"),
    (Field::ItemsCorrupt, "items_corrupt"),
    (Field::ItemsLarge, "items_large"),
    (Field::ItemsMissing, "items_missing"),
    (Field::ItemsFiltered, "items_filtered"),
    (Field::OthersDone, "other things moved"),
    (Field::OthersFailed, "other things not moved"),
    (Field::OthersBytes, "size of other things moved"),
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
    (Field::Item, "left out: personal data"),
    (Field::Personal, "left out: personal data"),
];
