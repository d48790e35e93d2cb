//! Where the migration itself stands: batches, and the units in them, counted by stage.
//!
//! As of a day: a migration event that lies ahead has not happened. Where an engagement file says no state, its days do.

mod counted;
mod listing;

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::stage::{Amounts, Sizes, Stage};
use crate::model::{Batch, Engagement, Failure, LeftCounts, MigrationState, Unit};
use crate::text::comparable;

use counted::Counted;
pub use counted::stage_of;
use listing::{Exported, Listing};

/// The migration of one engagement on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Migration<'e> {
    /// The batches in the order of the engagement file.
    pub batches: Vec<BatchProgress>,
    /// Their units by service, in the order of the engagement's services; units of no service last, without a name.
    pub workloads: Vec<Workload>,
    /// All units.
    pub units: Amounts,
    /// How large they are; nothing where no source says it.
    pub sizes: Sizes,
    /// Items that they left behind.
    pub left: LeftCounts,
    /// Units completed, by the day on which they were.
    pub finished: BTreeMap<Date, u64>,
    /// Units of which someone must decide what becomes of them. There may be a million, so they are told when asked for:
    /// [`Migration::told`].
    pub failed: Vec<Failed<'e>>,
}

/// Units of which someone must decide what becomes of them, as they stand in the engagement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Failed<'e> {
    /// The unit, where an export names it.
    pub(super) unit: Option<&'e Unit>,
    /// The place of its batch.
    pub(super) batch: usize,
    /// How many: one, or those of a batch of which only the number is known.
    pub count: u64,
}

impl<'e> Failed<'e> {
    /// Where they stand.
    pub fn state(&self) -> &'e MigrationState {
        self.unit.map_or(&MigrationState::Failed, Unit::state)
    }

    /// Why, in the words of the tool.
    pub fn cause(&self) -> Option<&'e str> {
        let words = |failure: &'e Failure| failure.category.as_deref().or(failure.message.as_deref());
        self.unit.and_then(|unit| unit.failure()).and_then(words)
    }
}

/// A batch on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct BatchProgress {
    /// Its name.
    pub name: String,
    /// Its service.
    pub service: Option<String>,
    /// Where it stands.
    pub state: BatchState,
    /// Its units by stage.
    pub units: Amounts,
    /// Those of them that no export names: they stand here by their number alone.
    pub unnamed: Amounts,
    /// Of units of no batch: how many are counted among the units that batches of their service declare.
    pub loose: u64,
    /// How large they are; nothing where no source says it.
    pub sizes: Sizes,
    /// Items that its units left behind.
    pub left: LeftCounts,
    /// The first day planned for it.
    pub planned: Option<Date>,
    /// The last day planned for it.
    pub planned_to: Option<Date>,
    /// The day of its migration, if that has come.
    pub migrated: Option<Date>,
}

impl BatchProgress {
    /// Whether none of its units is still to be moved: it is completed or taken out, or every unit that is known of is.
    fn is_done(&self) -> bool {
        use MigrationState::{Completed, CompletedWithIssues, Removed};
        let all_moved = self.units.total() > 0 && self.units.remaining() == 0;
        all_moved || matches!(self.state, BatchState::Is(Completed | CompletedWithIssues | Removed))
    }
}

/// Where a batch stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BatchState {
    /// A state that the file or an export says.
    Is(MigrationState),
    /// No state is said, and a day is planned.
    Planned,
    /// Neither state nor day is said.
    NoData,
}

impl BatchState {
    /// The word in class names and data; `unknown` for what the vocabulary does not have.
    pub fn as_str(&self) -> String {
        match self {
            BatchState::Is(MigrationState::Unknown(_)) => "unknown".to_owned(),
            BatchState::Is(state) => state.as_str().replace(' ', "-"),
            BatchState::Planned => "planned".to_owned(),
            BatchState::NoData => "no-data".to_owned(),
        }
    }

    /// The stage of its units; none for what was taken out.
    pub fn stage(&self) -> Option<Stage> {
        match self {
            BatchState::Is(state) => Stage::of(state),
            BatchState::Planned => Some(Stage::NotStarted),
            BatchState::NoData => Some(Stage::Unknown),
        }
    }

    /// Whether it needs nothing more: completed, failed for good or taken out.
    pub fn is_over(&self) -> bool {
        use MigrationState::{Completed, CompletedWithIssues, Failed, Removed};
        matches!(self, BatchState::Is(Completed | CompletedWithIssues | Failed | Removed))
    }
}

/// The units of one service.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workload {
    /// The service; none for batches without one.
    pub service: Option<String>,
    /// Its units.
    pub units: Amounts,
    /// How large they are; nothing where no source says it.
    pub sizes: Sizes,
}

/// The same, told in full.
#[derive(Clone, Debug, PartialEq)]
pub struct FailedUnits {
    /// The unit, where an export names it.
    pub unit: Option<String>,
    /// The service.
    pub service: Option<String>,
    /// The batch.
    pub batch: Option<String>,
    /// How many: one, or those of a batch of which only the number is known.
    pub count: u64,
    /// Items left behind, where the tool counts them.
    pub left_behind: Option<u64>,
    /// Where it stands.
    pub state: MigrationState,
    /// Why, in the words of the tool.
    pub cause: Option<String>,
}

/// Where the migration of an engagement stands on a day.
///
/// Units that an export names count as the export says, those of later batches after the listed ones. Where a batch has
/// no such units, its own counts in an export do; where it has none of these either, its number of units and its state.
pub fn migration(engagement: &Engagement, as_of: Date) -> Migration<'_> {
    let mut out = Migration::default();
    for service in &engagement.scope.services {
        out.workloads.push(Workload { service: Some(service.value.clone()), ..Workload::default() });
    }
    let mut listing = Listing::new(engagement);
    let mut exported: Vec<Exported<'_>> = Vec::new();
    for batch in &engagement.batches {
        exported.push(listing.take(batch, &others(engagement, batch)));
    }
    // Units of no batch are those of the one batch of their service of which no export says anything, if it is one.
    let bare: Vec<(usize, &str)> = engagement
        .batches
        .iter()
        .enumerate()
        .filter_map(|(at, batch)| {
            let is_bare = exported[at].units.is_empty() && exported[at].facts.is_none();
            Some((at, batch.service.as_ref()?.value.as_str())).filter(|_| is_bare)
        })
        .collect();
    for (at, service) in &bare {
        if bare.iter().filter(|(_, other)| comparable(other) == comparable(service)).count() == 1 {
            exported[*at].units = listing.adopt(service);
        }
    }
    for (batch, exported) in engagement.batches.iter().zip(exported) {
        out.take(counted::of_batch(batch, exported, as_of));
    }
    for exported in listing.rest() {
        let counted = counted::of_exports(exported, as_of);
        if counted.batch.name.is_empty() { out.take_loose(counted) } else { out.take(counted) }
    }
    out.workloads.retain(|workload| workload.units.total() > 0);
    out
}

/// The services of the other batches of one name.
fn others(engagement: &Engagement, batch: &Batch) -> Vec<Option<String>> {
    let name = comparable(&batch.name.value);
    let others = engagement.batches.iter().filter(|other| !std::ptr::eq(*other, batch));
    let of_name = others.filter(|other| comparable(&other.name.value) == name);
    of_name.map(|other| other.service.as_ref().map(|service| comparable(&service.value))).collect()
}

impl<'e> Migration<'e> {
    /// The last day planned for a batch that is not done on the day: one that failed and has a day to come is not.
    pub fn last_planned(&self) -> Option<Date> {
        let waiting = self.batches.iter().filter(|batch| !batch.is_done());
        waiting.filter_map(|batch| batch.planned_to).max()
    }

    /// What there is to say of units of which someone must decide what becomes of them.
    pub fn told(&self, failed: &Failed<'e>) -> FailedUnits {
        let batch = &self.batches[failed.batch];
        let unit = failed.unit;
        let service = unit.and_then(|unit| unit.service().map(AsRef::as_ref)).map(str::to_owned);
        FailedUnits {
            unit: unit.map(|unit| unit.identity.to_string()),
            service: service.or_else(|| batch.service.clone()),
            batch: Some(batch.name.clone()).filter(|name| unit.is_none() || !name.is_empty()),
            count: failed.count,
            left_behind: unit.map(Unit::left_in_all),
            state: failed.state().clone(),
            cause: failed.cause().map(str::to_owned),
        }
    }

    fn take(&mut self, counted: Counted<'e>) {
        let Counted { batch, units, finished } = counted;
        self.count(&batch);
        for (day, count) in finished {
            *self.finished.entry(day).or_default() += count;
        }
        let at = self.batches.len();
        for unit in units.iter().filter(|unit| unit.needs_disposition()) {
            self.failed.push(Failed { unit: Some(unit), batch: at, count: 1 });
        }
        let unnamed = batch.units.of(Stage::Failed).saturating_sub(named_failed(&units));
        if unnamed > 0 && batch.state != BatchState::Is(MigrationState::Stopped) {
            self.failed.push(Failed { unit: None, batch: at, count: unnamed });
        }
        self.batches.push(batch);
    }

    /// Takes units of no batch. Where batches of their service declare units that no export names, these are among them, and
    /// count once: each takes the place of one that stood there by its number alone.
    fn take_loose(&mut self, mut counted: Counted<'e>) {
        let service = counted.batch.service.as_deref().map(comparable);
        let of_service = |batch: &&BatchProgress| {
            let own = batch.service.as_deref().map(comparable);
            own.is_none() || service.is_none() || own == service
        };
        let mut room = Amounts::default();
        self.batches.iter().filter(of_service).for_each(|batch| room.extend(&batch.unnamed));
        let loose = counted.batch.units.total().min(room.total());
        if loose > 0 {
            let replaced = room.replaced(&counted.batch.units);
            let at = self.workload(&counted.batch.service);
            self.units.take_out(&replaced);
            self.workloads[at].units.take_out(&replaced);
            counted.batch.loose = loose;
        }
        self.take(counted);
    }

    fn count(&mut self, batch: &BatchProgress) {
        self.units.extend(&batch.units);
        self.sizes.extend(&batch.sizes);
        self.left.extend(&batch.left);
        let at = self.workload(&batch.service);
        self.workloads[at].units.extend(&batch.units);
        self.workloads[at].sizes.extend(&batch.sizes);
    }

    /// The place of the units of a service.
    fn workload(&mut self, service: &Option<String>) -> usize {
        let same = |workload: &Workload| match (&workload.service, service) {
            (Some(a), Some(b)) => comparable(a) == comparable(b),
            (a, b) => a == b,
        };
        self.workloads.iter().position(same).unwrap_or_else(|| {
            self.workloads.push(Workload { service: service.clone(), ..Workload::default() });
            self.workloads.len() - 1
        })
    }
}

fn named_failed(units: &[&Unit]) -> u64 {
    units.iter().filter(|unit| counted::stage_of(unit) == Some(Stage::Failed)).count() as u64
}
