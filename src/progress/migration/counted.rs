//! One batch counted: by the units that exports name, by the counts of an export, or by what the engagement file says.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::listing::Listing;
use super::{BatchProgress, BatchState};
use crate::model::{Amount, Batch, BatchCounts, BatchFacts, Engagement, MigrationState, Unit};
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
pub(super) fn of_batch<'e>(
    engagement: &'e Engagement,
    batch: &'e Batch,
    listing: &Listing<'e>,
    as_of: Date,
) -> Counted<'e> {
    let name = &batch.name.value;
    let facts = engagement.exports.batch(name);
    let units = listing.units(batch);
    let said = batch.migrated.as_ref().map(|day| day.value);
    let migrated = said.or_else(|| end_of(facts, &units)).filter(|day| *day <= as_of);
    let state = match (&batch.state, facts) {
        (_, Some(facts)) => BatchState::Is(facts.status.state.clone()),
        (Some(state), None) => BatchState::Is(state.value.clone()),
        (None, None) if !units.is_empty() => BatchState::Is(state_of(&units)),
        (None, None) if migrated.is_some() => BatchState::Is(MigrationState::Completed),
        (None, None) if batch.planned.is_some() || said.is_some() => BatchState::Planned,
        (None, None) => BatchState::NoData,
    };
    let planned = batch.planned.as_ref().map(|day| day.value);
    let service = batch.service.as_ref().map(|service| service.value.clone());
    let progress = BatchProgress {
        name: name.clone(),
        service: service.or_else(|| service_of(facts, &units)),
        units: amounts(&units, facts, batch.units, &state),
        sizes: sizes(&units),
        planned,
        planned_to: batch.planned_to.as_ref().map(|day| day.value).or(planned),
        migrated,
        state,
    };
    // The day of the migration event counts for all its units: single units may have been copied long before.
    counted(progress, units, said.is_some())
}

/// A batch of exports alone, apart by service: two services of one name are not one batch.
pub(super) fn of_name<'e>(
    engagement: &'e Engagement,
    name: &'e str,
    listing: &Listing<'e>,
    as_of: Date,
) -> Vec<Counted<'e>> {
    let facts = engagement.exports.batch(name);
    let mut services: BTreeMap<Option<&Arc<str>>, Vec<&Unit>> = BTreeMap::new();
    for unit in listing.left(name) {
        services.entry(unit.service()).or_default().push(unit);
    }
    if services.is_empty() && facts.is_none() {
        return Vec::new();
    }
    if services.is_empty() {
        services.insert(None, Vec::new());
    }
    let several = services.len() > 1;
    let one = |units: Vec<&'e Unit>| {
        let facts = facts.filter(|_| !several);
        let state = facts.map_or_else(|| state_of(&units), |facts| facts.status.state.clone());
        let state = BatchState::Is(state);
        let progress = BatchProgress {
            name: name.to_owned(),
            service: service_of(facts, &units),
            units: amounts(&units, facts, None, &state),
            sizes: sizes(&units),
            planned: None,
            planned_to: None,
            migrated: end_of(facts, &units).filter(|day| *day <= as_of),
            state,
        };
        counted(progress, units, false)
    };
    services.into_values().map(one).collect()
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

/// Units by stage. What the file expects and no export names counts by the state of the batch.
fn amounts(units: &[&Unit], facts: Option<&BatchFacts>, expected: Option<u32>, state: &BatchState) -> Amounts {
    let mut out = Amounts::default();
    let stage = state.stage();
    if !units.is_empty() {
        for stage in units.iter().filter_map(|unit| stage_of(unit)) {
            out.add(stage, 1);
        }
        let total = facts.and_then(|facts| facts.counts.total.get()).or(expected.map(u64::from)).unwrap_or(0);
        let missing = total.saturating_sub(units.len() as u64);
        // Half a batch in an export does not make the other half complete.
        let stage = stage.map(|stage| if stage == Stage::Completed { Stage::Unknown } else { stage });
        out.add(stage.unwrap_or(Stage::Unknown), missing);
        return out;
    }
    if let Some(counts) = facts.map(|facts| &facts.counts).filter(|counts| counts.total.get().is_some()) {
        return by_counts(counts, stage);
    }
    if let (Some(stage), Some(count)) = (stage, expected) {
        out.add(stage, u64::from(count));
    }
    out
}

/// The counts of an export of batches. What they leave open counts by the state of the batch.
fn by_counts(counts: &BatchCounts, stage: Option<Stage>) -> Amounts {
    let mut out = Amounts::default();
    let Some(stage) = stage else { return out };
    let known = |amount: Amount| amount.get().unwrap_or(0);
    out.add(Stage::Completed, known(counts.finalized));
    out.add(Stage::Failed, known(counts.failed).saturating_add(known(counts.stopped)));
    out.add(Stage::InFlight, known(counts.active).saturating_add(known(counts.synced)));
    out.add(Stage::NotStarted, known(counts.pending));
    let left = known(counts.total).saturating_sub(out.total());
    out.add(stage, left);
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
