//! Where the migration itself stands: batches, and the units in them, counted by stage.
//!
//! As of a day: a migration event that lies ahead has not happened. Where an engagement file says no state, its days do.

mod counted;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::stage::{Amounts, Stage};
use crate::model::{Disposition, Engagement, Failure, MigrationState, Unit};
use crate::text::comparable;

use counted::Counted;
pub use counted::stage_of;

/// The migration of one engagement on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Migration {
    /// The batches in the order of the engagement file.
    pub batches: Vec<BatchProgress>,
    /// Their units by service, in the order of the engagement's services; units of no service last, without a name.
    pub workloads: Vec<Workload>,
    /// All units.
    pub units: Amounts,
    /// How large they are; nothing where no source says it.
    pub bytes: Amounts,
    /// Units completed, by the day on which they were.
    pub finished: BTreeMap<Date, u64>,
    /// Units that failed.
    pub failed: Vec<FailedUnits>,
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
    /// How large they are; nothing where no source says it.
    pub bytes: Amounts,
    /// The first day planned for it.
    pub planned: Option<Date>,
    /// The last day planned for it.
    pub planned_to: Option<Date>,
    /// The day of its migration, if that has come.
    pub migrated: Option<Date>,
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
    pub bytes: Amounts,
}

/// Units of which someone must decide what becomes of them.
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
    /// What was decided.
    pub disposition: Option<Disposition>,
}

/// Where the migration of an engagement stands on a day.
///
/// Units that an export names count as the export says, those of later batches after the listed ones. Where a batch has
/// no such units, its own counts in an export do; where it has none of these either, its number of units and its state.
pub fn migration(engagement: &Engagement, as_of: Date) -> Migration {
    let mut out = Migration::default();
    for service in &engagement.scope.services {
        out.workloads.push(Workload { service: Some(service.value.clone()), ..Workload::default() });
    }
    let mut known = BTreeSet::new();
    for batch in &engagement.batches {
        known.insert(comparable(&batch.name.value));
        let batch = counted::of_batch(engagement, batch, as_of);
        out.take(batch, engagement);
    }
    for batch in counted::unlisted(engagement, &known, as_of) {
        out.take(batch, engagement);
    }
    out.workloads.retain(|workload| workload.units.total() > 0);
    out
}

impl Migration {
    fn take(&mut self, counted: Counted<'_>, engagement: &Engagement) {
        let Counted { batch, units, finished } = counted;
        self.count(&batch);
        for (day, count) in finished {
            *self.finished.entry(day).or_default() += count;
        }
        for unit in &units {
            if unit.needs_disposition() {
                self.failed.push(failed_unit(unit, &batch));
            }
        }
        let unnamed = batch.units.of(Stage::Failed).saturating_sub(named_failed(&units));
        if unnamed > 0 && batch.state != BatchState::Is(MigrationState::Stopped) {
            self.failed.push(FailedUnits {
                unit: None,
                service: batch.service.clone(),
                batch: Some(batch.name.clone()),
                count: unnamed,
                left_behind: None,
                state: MigrationState::Failed,
                cause: None,
                disposition: whole_batch(engagement, &batch.name),
            });
        }
        self.batches.push(batch);
    }

    fn count(&mut self, batch: &BatchProgress) {
        self.units.extend(&batch.units);
        self.bytes.extend(&batch.bytes);
        let same = |workload: &Workload| match (&workload.service, &batch.service) {
            (Some(a), Some(b)) => comparable(a) == comparable(b),
            (a, b) => a == b,
        };
        let at = self.workloads.iter().position(same).unwrap_or_else(|| {
            self.workloads.push(Workload { service: batch.service.clone(), ..Workload::default() });
            self.workloads.len() - 1
        });
        self.workloads[at].units.extend(&batch.units);
        self.workloads[at].bytes.extend(&batch.bytes);
    }
}

fn named_failed(units: &[&Unit]) -> u64 {
    units.iter().filter(|unit| counted::stage_of(unit) == Some(Stage::Failed)).count() as u64
}

fn failed_unit(unit: &Unit, batch: &BatchProgress) -> FailedUnits {
    let words = |failure: &Failure| failure.category.clone().or_else(|| failure.message.clone());
    FailedUnits {
        unit: Some(unit.identity.to_string()),
        service: unit.service.as_deref().map(str::to_owned).or_else(|| batch.service.clone()),
        batch: Some(batch.name.clone()).filter(|name| !name.is_empty()),
        count: 1,
        left_behind: unit.items.failed.get(),
        state: unit.state().clone(),
        cause: unit.failure.as_deref().and_then(words),
        disposition: unit.disposition.as_deref().cloned(),
    }
}

/// The disposition that names a batch where it might name a unit: it is about all its failed units.
fn whole_batch(engagement: &Engagement, batch: &str) -> Option<Disposition> {
    let name = comparable(batch);
    engagement.dispositions.iter().find(|one| comparable(&one.unit.value) == name).cloned()
}
