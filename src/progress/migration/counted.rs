//! One batch counted: by the units that exports name, by the counts of an export, or by what the engagement file says.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::listing::Exported;
use super::{BatchProgress, BatchState};
use crate::model::{Amount, Batch, BatchCounts, BatchFacts, LeftCounts, MigrationState, Unit};
use crate::progress::stage::{Amounts, Sizes, Stage};

/// A batch, the units that exports name, and when units of it were completed.
pub(super) struct Counted<'e> {
    pub(super) batch: BatchProgress,
    pub(super) units: Vec<&'e Unit>,
    pub(super) finished: BTreeMap<Date, u64>,
}

/// The stage of a unit; none for what was taken out.
pub fn stage_of(unit: &Unit) -> Option<Stage> {
    Stage::of(unit.state())
}

/// A batch of the engagement file.
pub(super) fn of_batch<'e>(batch: &'e Batch, exported: Exported<'e>, as_of: Date) -> Counted<'e> {
    let Exported { mut units, facts, .. } = exported;
    let said = batch.migrated.as_ref().map(|day| day.value);
    let migrated = said.or_else(|| end_of(facts, &units)).filter(|day| *day <= as_of);
    let taken_out = batch.state.as_ref().is_some_and(|state| state.value == MigrationState::Removed);
    let state = match (&batch.state, facts) {
        // That a batch is taken out is decided by people; no tool knows it.
        _ if taken_out => BatchState::Is(MigrationState::Removed),
        (_, Some(facts)) => BatchState::Is(facts.status.state.clone()),
        (Some(state), None) => BatchState::Is(state.value.clone()),
        (None, None) if !units.is_empty() => BatchState::Is(state_of(&units)),
        (None, None) if migrated.is_some() => BatchState::Is(MigrationState::Completed),
        (None, None) if batch.planned.is_some() || said.is_some() => BatchState::Planned,
        (None, None) => BatchState::NoData,
    };
    if taken_out {
        // What was moved before stays moved; the rest is not to be moved any more.
        units.retain(|unit| stage_of(unit) == Some(Stage::Completed));
    }
    let planned = batch.planned.as_ref().map(|day| day.value);
    let service = batch.service.as_ref().map(|service| service.value.clone());
    let (amounts, unnamed) = amounts(&units, facts, batch.units, &state);
    let progress = BatchProgress {
        name: batch.name.value.clone(),
        service: service.or_else(|| service_of(facts, &units)),
        units: amounts,
        unnamed,
        loose: 0,
        sizes: sizes(&units),
        left: LeftCounts::of(&units),
        planned,
        planned_to: batch.planned_to.as_ref().map(|day| day.value).or(planned),
        migrated,
        state,
    };
    // The day of the migration event counts for all its units: single units may have been copied long before.
    counted(progress, units, said.is_some())
}

/// A batch of exports alone.
pub(super) fn of_exports<'e>(exported: Exported<'e>, as_of: Date) -> Counted<'e> {
    let Exported { name, units, facts } = exported;
    let state = facts.map_or_else(|| state_of(&units), |facts| facts.status.state.clone());
    let state = BatchState::Is(state);
    let (amounts, unnamed) = amounts(&units, facts, None, &state);
    let progress = BatchProgress {
        name: name.to_owned(),
        service: service_of(facts, &units),
        units: amounts,
        unnamed,
        loose: 0,
        sizes: sizes(&units),
        left: LeftCounts::of(&units),
        planned: None,
        planned_to: None,
        migrated: end_of(facts, &units).filter(|day| *day <= as_of),
        state,
    };
    counted(progress, units, false)
}

fn counted(batch: BatchProgress, units: Vec<&Unit>, all_on_one_day: bool) -> Counted<'_> {
    let mut finished = BTreeMap::new();
    let mut left = batch.units.of(Stage::Completed);
    if !all_on_one_day {
        for unit in units.iter().filter(|unit| stage_of(unit) == Some(Stage::Completed)) {
            if let Some(day) = unit.days.done() {
                *finished.entry(day).or_default() += 1;
                left = left.saturating_sub(1);
            }
        }
    }
    if let Some(day) = batch.migrated.filter(|_| left > 0) {
        *finished.entry(day).or_default() += left;
    }
    Counted { batch, units, finished }
}

fn service_of(facts: Option<&BatchFacts>, units: &[&Unit]) -> Option<String> {
    let own = facts.and_then(|facts| facts.service.as_deref());
    own.or_else(|| units.first().and_then(|unit| unit.service().map(AsRef::as_ref))).map(str::to_owned)
}

/// The day on which a batch was done: as the export of batches says it, else the last day of a completed unit of a
/// batch that is over.
fn end_of(facts: Option<&BatchFacts>, units: &[&Unit]) -> Option<Date> {
    use MigrationState::{Completed, CompletedWithIssues};
    if let Some(facts) = facts {
        let over = matches!(facts.status.state, Completed | CompletedWithIssues);
        return facts.days.finished.filter(|_| over);
    }
    let over = !units.is_empty() && matches!(state_of(units), Completed | CompletedWithIssues);
    let done = units.iter().filter(|unit| stage_of(unit) == Some(Stage::Completed));
    done.filter_map(|unit| unit.days.done()).max().filter(|_| over)
}

/// The state of a batch from its units alone: the least that one of them has come to.
fn state_of(units: &[&Unit]) -> MigrationState {
    let has = |stage| units.iter().any(|unit| stage_of(unit) == Some(stage));
    let completed = has(Stage::Completed);
    let begun = completed || has(Stage::Failed);
    if has(Stage::InFlight) || begun && has(Stage::NotStarted) {
        return MigrationState::Syncing;
    }
    if has(Stage::NotStarted) {
        return MigrationState::NotStarted;
    }
    let issues = || units.iter().any(|unit| *unit.state() == MigrationState::CompletedWithIssues);
    match (completed, has(Stage::Failed)) {
        (true, false) if !issues() => MigrationState::Completed,
        (true, _) => MigrationState::CompletedWithIssues,
        (false, _) if has(Stage::Unknown) => MigrationState::Unknown(String::new()),
        (false, true) => MigrationState::Failed,
        (false, false) => MigrationState::Removed,
    }
}

/// Units by stage, and how many of them no export names, by stage.
///
/// The size of a batch is what the tool's own total says, else what the engagement file says, and never less than the units
/// that exports name. Named units count by their own state; the others by the tool's counts where it names no units, else
/// by the state of the batch.
fn amounts(
    units: &[&Unit],
    facts: Option<&BatchFacts>,
    expected: Option<u32>,
    state: &BatchState,
) -> (Amounts, Amounts) {
    let (mut named, mut unnamed) = (Amounts::default(), Amounts::default());
    let stage = state.stage();
    if !units.is_empty() {
        for stage in units.iter().filter_map(|unit| stage_of(unit)) {
            named.add(stage, 1);
        }
        let total = facts.and_then(|facts| facts.counts.total.get()).or(expected.map(u64::from)).unwrap_or(0);
        let missing = total.saturating_sub(units.len() as u64);
        // Half a batch in an export does not make the other half complete. What is taken out needs no more units.
        match stage {
            Some(Stage::Completed) => unnamed.add(Stage::Unknown, missing),
            Some(stage) => unnamed.add(stage, missing),
            None => {}
        }
    } else if let Some(counts) = facts.map(|facts| &facts.counts).filter(|counts| counts.total.get().is_some()) {
        unnamed = by_counts(counts, stage);
    } else if let (Some(stage), Some(count)) = (stage, expected) {
        unnamed.add(stage, u64::from(count));
    }
    named.extend(&unnamed);
    (named, unnamed)
}

/// The counts of an export of batches, never more than its total. What they leave open counts by the state of the batch.
///
/// Some exports count finalized units among the synced ones too: where all counts together are more than the total, they do.
fn by_counts(counts: &BatchCounts, stage: Option<Stage>) -> Amounts {
    let mut out = Amounts::default();
    let known = |amount: Amount| amount.get().unwrap_or(0);
    let total = known(counts.total);
    let (done, failed) = (known(counts.finalized), known(counts.failed).saturating_add(known(counts.stopped)));
    let Some(stage) = stage else {
        out.add(Stage::Completed, done.min(total));
        return out;
    };
    let (active, synced, pending) = (known(counts.active), known(counts.synced), known(counts.pending));
    let sum = [done, failed, active, synced, pending].into_iter().fold(0, u64::saturating_add);
    let synced = if sum > total { synced.saturating_sub(done) } else { synced };
    let parts = [
        (Stage::Completed, done),
        (Stage::Failed, failed),
        (Stage::InFlight, active.saturating_add(synced)),
        (Stage::NotStarted, pending),
        (stage, u64::MAX),
    ];
    for (stage, count) in parts {
        out.add(stage, count.min(total - out.total()));
    }
    out
}

/// The sizes of units that exports know.
fn sizes(units: &[&Unit]) -> Sizes {
    let mut out = Sizes::default();
    for unit in units {
        if let (Some(stage), Some(bytes)) = (stage_of(unit), unit.size()) {
            out.bytes.add(stage, bytes);
            out.units += 1;
        }
    }
    out
}
