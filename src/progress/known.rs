//! What was known of an engagement by a day: every fact with a later date is taken back, before anything is counted.
//!
//! A report as of a day in the past must not show what happened after it. This is the one place that knows the rule:
//!
//! * What has a later date has not happened: issues, decisions, dispositions, pauses, statuses, waivers, migrations.
//! * Where a unit stood is said by its latest row up to the day. Without one it had not started, if its batch or its own
//!   start lies ahead; else it is not known where it stood.
//! * A state without a date is as old as its file: the latest day that the file speaks of. If that has no date either, it
//!   counts, unless the batch lies ahead.
//! * What stands in the engagement file without a date always counts: nothing says when it was written.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::civil::Date;

use crate::model::{
    Amounts, Batch, BatchCounts, BatchFacts, Engagement, Exports, Group, MigrationState, TaskStatus, ToolStatus, Unit,
    UnitDays,
};
use crate::text::{FileId, Spanned, comparable};

/// Whether anything is dated after a day, so that [`known_by`] would change something.
pub fn has_later(engagement: &Engagement, day: Date) -> bool {
    let later = |date: &Option<Spanned<Date>>| date.as_ref().is_some_and(|date| date.value > day);
    let batch = |batch: &Batch| {
        let decided = batch.go_no_go.as_ref().is_some_and(|decision| later(&decision.on));
        decided || later(&batch.migrated) || state_is_ahead(batch, day)
    };
    engagement.exports.latest().is_some_and(|latest| latest > day)
        || engagement.imports.iter().any(|import| import.latest.is_some_and(|latest| latest > day))
        || engagement.tasks.values().any(|status| later(&status.on) || later(&status.waiver.on))
        || engagement.batches.iter().any(batch)
        || engagement.issues.iter().any(|issue| later(&issue.opened) || later(&issue.resolved))
        || engagement.decisions.iter().any(|decision| later(&decision.on))
        || engagement.dispositions.iter().any(|disposition| later(&disposition.on))
        || engagement.bulk_dispositions.iter().any(|disposition| disposition.on.value > day)
        || engagement.pauses.iter().any(|pause| later(&pause.from) || later(&pause.to))
        || engagement.risks.iter().any(|risk| later(&risk.closed))
        || engagement.cleanup.iter().any(|cleanup| later(&cleanup.on))
        || engagement.health.as_ref().is_some_and(|health| later(&health.on))
}

/// The engagement as it was known by a day.
pub fn known_by(mut engagement: Engagement, day: Date) -> Engagement {
    let later = |date: &Option<Spanned<Date>>| date.as_ref().is_some_and(|date| date.value > day);
    let until = |date: &mut Option<Spanned<Date>>| *date = date.take().filter(|date| date.value <= day);
    let ages: HashMap<FileId, Date> =
        engagement.imports.iter().filter_map(|import| Some((import.file, import.latest?))).collect();
    let own = engagement.file;
    engagement.tasks.retain(|_, status| is_known(status, own, &ages, day));
    engagement.tasks.values_mut().for_each(|status| until(&mut status.waiver.on));
    for import in engagement.imports.iter_mut().filter(|import| import.latest.is_some_and(|latest| latest > day)) {
        let days = engagement.tasks.values().filter(|status| status.span.file == import.file);
        import.latest = days.filter_map(|status| status.on.as_ref()).map(|on| on.value).max();
    }
    let ahead = ahead(&engagement.batches, day);
    exports(&mut engagement.exports, &ahead, day);
    engagement.batches.iter_mut().for_each(|batch| self::batch(batch, day));
    engagement.issues.retain(|issue| !later(&issue.opened));
    engagement.issues.iter_mut().for_each(|issue| until(&mut issue.resolved));
    engagement.decisions.retain(|decision| !later(&decision.on));
    engagement.dispositions.retain(|disposition| !later(&disposition.on));
    engagement.bulk_dispositions.retain(|disposition| disposition.on.value <= day);
    engagement.pauses.retain(|pause| !later(&pause.from));
    engagement.pauses.iter_mut().for_each(|pause| until(&mut pause.to));
    engagement.risks.iter_mut().for_each(|risk| until(&mut risk.closed));
    engagement.cleanup.iter_mut().for_each(|cleanup| until(&mut cleanup.on));
    engagement.health = engagement.health.take().filter(|health| !later(&health.on));
    engagement
}

/// Whether a status was known by a day: by its own day, else by that of its table.
fn is_known(status: &TaskStatus, own: FileId, ages: &HashMap<FileId, Date>, day: Date) -> bool {
    let file = status.span.file;
    let table = ages.get(&file).copied().filter(|_| file != own);
    status.on.as_ref().map(|on| on.value).or(table).is_none_or(|on| on <= day)
}

/// Batches of which a day lies ahead, by comparable name.
type Ahead = HashMap<String, Vec<Later>>;

/// A batch of which a day lies ahead.
struct Later {
    service: Option<String>,
    /// Whether it is the day of its migration, and not only the planned one: that may be brought forward.
    is_fact: bool,
}

fn ahead(batches: &[Batch], day: Date) -> Ahead {
    let mut ahead = Ahead::new();
    for batch in batches {
        let is_later = |date: &Option<Spanned<Date>>| date.as_ref().is_some_and(|date| date.value > day);
        let is_fact = is_later(&batch.migrated);
        if is_fact || batch.migrated.is_none() && is_later(&batch.planned) {
            let service = batch.service.as_ref().map(|service| comparable(&service.value));
            ahead.entry(comparable(&batch.name.value)).or_default().push(Later { service, is_fact });
        }
    }
    ahead
}

/// Whether a state without a date says that a batch is over that was migrated later.
fn state_is_ahead(batch: &Batch, day: Date) -> bool {
    use MigrationState::{Completed, CompletedWithIssues, Completing};
    let over =
        batch.state.as_ref().is_some_and(|state| matches!(state.value, Completed | CompletedWithIssues | Completing));
    over && batch.migrated.as_ref().is_some_and(|migrated| migrated.value > day)
}

fn batch(batch: &mut Batch, day: Date) {
    if state_is_ahead(batch, day) {
        batch.state = None;
    }
    if let Some(migrated) = batch.migrated.take_if(|migrated| migrated.value > day) {
        // What came about later was at the best planned on the day.
        batch.planned.get_or_insert(migrated);
    }
    batch.go_no_go.take_if(|decision| decision.on.as_ref().is_some_and(|on| on.value > day));
}

fn exports(exports: &mut Exports, ahead: &Ahead, day: Date) {
    let ages: HashMap<FileId, Date> =
        exports.imports.iter().filter_map(|import| Some((import.file, import.latest?))).collect();
    if ahead.is_empty() && ages.values().all(|latest| *latest <= day) {
        exports.units.iter_mut().filter_map(|unit| unit.more.as_mut()).for_each(|more| {
            more.disposition.take_if(|one| one.on.as_ref().is_some_and(|on| on.value > day));
        });
        return;
    }
    let is_old = |file: FileId| ages.get(&file).is_none_or(|latest| *latest <= day);
    let mut states = States::default();
    for unit in &mut exports.units {
        self::unit(unit, &is_old, ahead, day, &mut states);
    }
    for facts in &mut exports.batches {
        self::facts(facts, &is_old, day, &mut states);
    }
    exports.failures.retain(|failed| is_old(failed.span.file));
    let latest = latest(exports, day);
    for import in exports.imports.iter_mut().filter(|import| import.latest.is_some_and(|latest| latest > day)) {
        import.latest = latest.get(&import.file).copied();
    }
}

/// The latest day up to a day that each file speaks of.
fn latest(exports: &Exports, day: Date) -> BTreeMap<FileId, Date> {
    let mut latest: BTreeMap<FileId, Date> = BTreeMap::new();
    let mut seen = |file: FileId, on: Option<Date>| {
        if let Some(on) = on.filter(|on| *on <= day) {
            latest.entry(file).and_modify(|known| *known = on.max(*known)).or_insert(on);
        }
    };
    for unit in &exports.units {
        seen(unit.span.file, unit.days.latest());
        unit.history().iter().for_each(|attempt| seen(attempt.span.file, attempt.on));
    }
    for batch in &exports.batches {
        seen(batch.span.file, batch.days.latest().max(batch.created.filter(|created| *created <= day)));
    }
    latest
}

/// States that units get on the day; few, and shared by many.
#[derive(Default)]
struct States(HashMap<bool, Arc<ToolStatus>>);

impl States {
    /// Not started, or not known.
    fn of(&mut self, not_started: bool) -> Arc<ToolStatus> {
        let state = if not_started { MigrationState::NotStarted } else { MigrationState::Unknown(String::new()) };
        let made = || Arc::new(ToolStatus { state, word: String::new() });
        self.0.entry(not_started).or_insert_with(made).clone()
    }
}

fn unit(unit: &mut Unit, is_old: &dyn Fn(FileId) -> bool, ahead: &Ahead, day: Date, states: &mut States) {
    let days = unit.days;
    let known = match days.latest() {
        Some(latest) => latest <= day,
        // Not even its file has a date: what its batch says is all there is.
        None => is_old(unit.span.file) && !later(unit, ahead).is_some_and(|batch| batch.is_fact),
    };
    if let Some(more) = unit.more.as_mut() {
        more.disposition.take_if(|one| one.on.as_ref().is_some_and(|on| on.value > day));
        more.history.retain(|attempt| attempt.on.map_or_else(|| is_old(attempt.span.file), |on| on <= day));
    }
    if known {
        return;
    }
    let begins_later = days.started.is_some_and(|started| started > day) || later(unit, ahead).is_some();
    unit.days = trimmed(days, day);
    unit.items = Amounts { total: unit.items.total, ..Amounts::default() };
    unit.bytes = Amounts { total: unit.bytes.total, ..Amounts::default() };
    let before = unit.more.as_mut().and_then(|more| {
        (more.failure, more.consistency) = (None, None);
        more.left_behind.clear();
        more.history.pop()
    });
    match before {
        Some(before) => {
            unit.group = Group { service: unit.service().cloned(), batch: before.batch }.into();
            unit.days.synced = before.on.or(unit.days.synced);
            (unit.status, unit.span) = (before.status, before.span);
        }
        None => unit.status = states.of(begins_later),
    }
}

/// The unit's batch, if a day of it lies ahead.
fn later<'a>(unit: &Unit, ahead: &'a Ahead) -> Option<&'a Later> {
    let service = unit.service().map(|service| comparable(service));
    let batches = ahead.get(&comparable(unit.batch()?))?;
    batches.iter().find(|batch| batch.service.is_none() || service.is_none() || batch.service == service)
}

fn trimmed(days: UnitDays, day: Date) -> UnitDays {
    let until = |date: Option<Date>| date.filter(|date| *date <= day);
    UnitDays { started: until(days.started), finished: until(days.finished), synced: until(days.synced) }
}

/// A batch as a tool reports it as a whole: of what was reported later only its size was known.
fn facts(facts: &mut BatchFacts, is_old: &dyn Fn(FileId) -> bool, day: Date, states: &mut States) {
    let known = match facts.days.latest() {
        Some(latest) => latest <= day,
        None => is_old(facts.span.file),
    };
    if known {
        return;
    }
    let begun = [facts.created, facts.days.started].into_iter().flatten().any(|begun| begun <= day);
    facts.status = states.of(!begun);
    facts.counts = BatchCounts { total: facts.counts.total, ..BatchCounts::default() };
    facts.days = trimmed(facts.days, day);
    facts.created = facts.created.filter(|created| *created <= day);
}

#[cfg(test)]
mod tests;
