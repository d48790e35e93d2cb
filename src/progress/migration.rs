//! Where the migration itself stands: batches, and the units in them, counted by stage.
//!
//! As of a day: a migration event that lies ahead has not happened. Where an engagement file says no state, its days do.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::model::{Batch, Engagement, MigrationState};
use crate::text::comparable;

/// The five stages that units are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Moved, with or without something left behind.
    Completed,
    /// Somewhere between queue and cut-over.
    InFlight,
    /// Failed, or stopped.
    Failed,
    /// Not begun.
    NotStarted,
    /// Nothing is known of it, or a word that the vocabulary does not have.
    Unknown,
}

impl Stage {
    /// Every stage, in the order in which bars and tables show them.
    pub const ALL: [Stage; 5] =
        [Stage::Completed, Stage::InFlight, Stage::Failed, Stage::NotStarted, Stage::Unknown];

    /// The stage of a state; none for what was taken out.
    pub fn of(state: &MigrationState) -> Option<Stage> {
        use MigrationState as State;
        match state {
            State::Completed | State::CompletedWithIssues => Some(Stage::Completed),
            State::Failed | State::Stopped => Some(Stage::Failed),
            State::NotStarted => Some(Stage::NotStarted),
            State::Unknown(_) => Some(Stage::Unknown),
            State::Removed => None,
            State::Queued
            | State::Preparing
            | State::Syncing
            | State::Synced
            | State::SyncedWithErrors
            | State::Completing => Some(Stage::InFlight),
        }
    }

    /// The word in class names and data.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Completed => "completed",
            Stage::InFlight => "in-flight",
            Stage::Failed => "failed",
            Stage::NotStarted => "not-started",
            Stage::Unknown => "unknown",
        }
    }
}

/// Units or bytes by stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts([u64; 5]);

impl Amounts {
    /// How much is in a stage.
    pub fn of(&self, stage: Stage) -> u64 {
        self.0[stage as usize]
    }

    /// All of it.
    pub fn total(&self) -> u64 {
        self.0.iter().fold(0, |sum, amount| sum.saturating_add(*amount))
    }

    /// Adds to a stage.
    pub fn add(&mut self, stage: Stage, amount: u64) {
        self.0[stage as usize] = self.0[stage as usize].saturating_add(amount);
    }

    /// Adds another's stages to this one's.
    pub fn extend(&mut self, other: &Amounts) {
        Stage::ALL.into_iter().for_each(|stage| self.add(stage, other.of(stage)));
    }

    /// What is not moved yet.
    pub fn remaining(&self) -> u64 {
        self.total() - self.of(Stage::Completed)
    }
}

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

/// Units that failed together.
#[derive(Clone, Debug, PartialEq)]
pub struct FailedUnits {
    /// The unit, where an export names it.
    pub unit: Option<String>,
    /// The batch.
    pub batch: Option<String>,
    /// How many: one, or those of a batch of which only the number is known.
    pub count: u64,
    /// Why, in the words of the tool.
    pub cause: Option<String>,
    /// Which of the engagement's dispositions is about it.
    pub disposition: Option<usize>,
}

/// Where the migration of an engagement stands on a day.
pub fn migration(engagement: &Engagement, as_of: Date) -> Migration {
    let batches: Vec<BatchProgress> = engagement.batches.iter().map(|batch| of_batch(batch, as_of)).collect();
    let mut out = Migration::default();
    for service in &engagement.scope.services {
        out.workloads.push(Workload { service: Some(service.value.clone()), ..Workload::default() });
    }
    for batch in &batches {
        out.count(batch);
        let failed = batch.units.of(Stage::Failed);
        if failed > 0 && batch.state == BatchState::Is(MigrationState::Failed) {
            let batch = Some(batch.name.clone());
            let disposition = disposition(engagement, None, batch.as_deref());
            out.failed.push(FailedUnits { unit: None, batch, count: failed, cause: None, disposition });
        }
    }
    out.workloads.retain(|workload| workload.units.total() > 0);
    out.batches = batches;
    out
}

impl Migration {
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
        let completed = batch.units.of(Stage::Completed);
        if let Some(day) = batch.migrated.filter(|_| completed > 0) {
            *self.finished.entry(day).or_default() += completed;
        }
    }
}

fn of_batch(batch: &Batch, as_of: Date) -> BatchProgress {
    let migrated = batch.migrated.as_ref().map(|day| day.value).filter(|day| *day <= as_of);
    let state = match &batch.state {
        Some(state) => BatchState::Is(state.value.clone()),
        None if migrated.is_some() => BatchState::Is(MigrationState::Completed),
        None if batch.planned.is_some() || batch.migrated.is_some() => BatchState::Planned,
        None => BatchState::NoData,
    };
    let mut units = Amounts::default();
    if let (Some(stage), Some(count)) = (state.stage(), batch.units) {
        units.add(stage, u64::from(count));
    }
    let planned = batch.planned.as_ref().map(|day| day.value);
    BatchProgress {
        name: batch.name.value.clone(),
        service: batch.service.as_ref().map(|service| service.value.clone()),
        units,
        bytes: Amounts::default(),
        planned,
        planned_to: batch.planned_to.as_ref().map(|day| day.value).or(planned),
        migrated,
        state,
    }
}

/// The disposition of a unit: its own before that of its whole batch.
fn disposition(engagement: &Engagement, unit: Option<&str>, batch: Option<&str>) -> Option<usize> {
    let same = |a: &str, b: Option<&str>| b.is_some_and(|b| comparable(a) == comparable(b));
    let decided = engagement.dispositions.iter().enumerate().filter(|(_, one)| one.decision.is_some());
    let own = decided.clone().find(|(_, one)| {
        let in_batch = one.batch.as_ref().is_none_or(|name| same(&name.value, batch));
        in_batch && one.unit.as_ref().is_some_and(|name| same(&name.value, unit))
    });
    let whole = || {
        let mut of_batch = decided.clone().filter(|(_, one)| one.unit.is_none());
        of_batch.find(|(_, one)| one.batch.as_ref().is_some_and(|name| same(&name.value, batch)))
    };
    own.or_else(whole).map(|(index, _)| index)
}
