//! Units as a report lists them: what needs attention first. Of very many only the first are listed; all are counted.

use crate::model::{LeftBehind, MigrationState, Settlement, Unit};
use crate::progress::decided::{self, Decided};
use crate::progress::migration::{BatchState, FailedUnits, stage_of};
use crate::progress::stage::Stage;
use crate::view::numbers;
use crate::view::parts::Day;
use crate::view::reporting::{Context, readable};
use crate::view::status_report::{LeftLine, UnitLine, Unlisted};

/// How many units a report lists. More than that nobody reads, and no reader of HTML or PDF bears a million.
pub(in crate::view) const MOST_UNITS: usize = 2_000;

/// What units are sorted by before anything is written of them.
type Order<'e> = (bool, u8, Option<&'e str>, &'e str);

/// The units that exports name: what needs a decision first, then by stage, batch and name.
pub(super) fn listed(context: &Context<'_>) -> (Vec<UnitLine>, Option<Unlisted>) {
    let mut units: Vec<&Unit> = context.situation.engagement.exports.units.iter().collect();
    let unlisted = first(&mut units, context, |unit| order(unit, context));
    (units.into_iter().map(|one| unit(one, context)).collect(), unlisted)
}

/// Units of which someone must decide what becomes of them: those first of which nobody has, then in the order of batches.
pub(in crate::view) fn failed(context: &Context<'_>) -> (Vec<UnitLine>, Option<Unlisted>) {
    let migration = &context.situation.migration;
    let mut failed: Vec<_> = migration.failed.iter().enumerate().collect();
    let settled = |units| context.situation.decided(units).is_settled();
    let unlisted = first(&mut failed, context, |(at, units)| (settled(units), *at));
    let line = |(_, units): (usize, _)| failed_unit(&migration.told(units), context.situation.decided(units), context);
    (failed.into_iter().map(line).collect(), unlisted)
}

/// Leaves the first of many in their order, and says how many are left out. Only those that stay are sorted.
fn first<T, K: Ord>(all: &mut Vec<T>, context: &Context<'_>, order: impl Fn(&T) -> K) -> Option<Unlisted> {
    let rest = all.len().saturating_sub(MOST_UNITS) as u64;
    if rest > 0 {
        all.select_nth_unstable_by_key(MOST_UNITS, &order);
        all.truncate(MOST_UNITS);
    }
    all.sort_by_key(order);
    let values = [("listed", context.count(all.len() as u64)), ("n", context.count(rest))];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    (rest > 0).then(|| Unlisted { count: rest, text: context.fill("report_units_unlisted", &values) })
}

fn order<'e>(unit: &&'e Unit, context: &Context<'_>) -> Order<'e> {
    let rank = match stage_of(unit) {
        Some(Stage::Failed) => 0,
        Some(Stage::InFlight) => 1,
        Some(Stage::Unknown) => 2,
        Some(Stage::NotStarted) => 3,
        Some(Stage::Completed) | None => 4,
    };
    (!is_undecided(unit, context), rank, unit.batch().map(AsRef::as_ref), &unit.identity)
}

fn is_undecided(unit: &Unit, context: &Context<'_>) -> bool {
    unit.needs_disposition() && !decided(unit, context).is_settled()
}

fn decided<'u>(unit: &'u Unit, context: &Context<'u>) -> Decided<'u> {
    let batch = unit.batch().map_or("", AsRef::as_ref);
    decided::on_unit(context.situation.engagement, unit, batch, context.situation.as_of)
}

fn unit(unit: &Unit, context: &Context<'_>) -> UnitLine {
    let cause = unit.failure().and_then(|failure| failure.message.as_deref().or(failure.category.as_deref()));
    let line = UnitLine {
        name: unit.identity.to_string(),
        service: unit.service().map(AsRef::as_ref).map(str::to_owned),
        batch: unit.batch().map(AsRef::as_ref).map(str::to_owned),
        count: 1,
        bytes: unit.size(),
        size: unit.size().map(|bytes| numbers::bytes(bytes, context.language)),
        left_behind: Some(unit.left_in_all()).filter(|count| *count > 0),
        left_kinds: left_kinds(|kind| unit.left(kind), context),
        exported: exported(unit, context),
        done: unit.days.done().filter(|_| stage_of(unit) == Some(Stage::Completed)).map(|day| context.on(day)),
        cause: cause.map(readable),
        cause_name: cause.map(str::to_owned),
        undecided: is_undecided(unit, context),
        ..UnitLine::default()
    };
    with_state(line, unit.state(), decided(unit, context), context)
}

/// A unit of which someone must decide what becomes of it.
fn failed_unit(units: &FailedUnits, decided: Decided<'_>, context: &Context<'_>) -> UnitLine {
    let counted = || context.fill("report_units_unnamed", &[("n", &context.count(units.count))]);
    let line = UnitLine {
        name: units.unit.clone().unwrap_or_else(counted),
        service: units.service.clone(),
        batch: units.batch.clone(),
        count: units.count,
        left_behind: units.left_behind.filter(|count| *count > 0),
        cause: units.cause.as_deref().map(readable),
        cause_name: units.cause.clone(),
        undecided: !decided.is_settled(),
        ..UnitLine::default()
    };
    with_state(line, &units.state, decided, context)
}

/// Items left behind by kind; kinds of which there are none are left out.
pub(super) fn left_kinds(count: impl Fn(LeftBehind) -> u64, context: &Context<'_>) -> Vec<LeftLine> {
    let line = |kind: LeftBehind| LeftLine {
        kind: kind.as_str().to_owned(),
        label: context.label("left", kind.as_str()),
        count: count(kind),
    };
    LeftBehind::ALL.into_iter().map(line).filter(|line| line.count > 0).collect()
}

/// The date of the export, where the tool gives the state of a unit no date of its own.
fn exported(unit: &Unit, context: &Context<'_>) -> Option<Day> {
    let import = || {
        let imports = &context.situation.engagement.exports.imports;
        imports.iter().find(|import| import.file == unit.span.file)?.latest
    };
    Some(unit).filter(|unit| unit.days.latest().is_none()).and_then(|_| import()).map(|day| context.on(day))
}

fn with_state(line: UnitLine, state: &MigrationState, decided: Decided<'_>, context: &Context<'_>) -> UnitLine {
    let is = BatchState::Is(state.clone());
    let line = UnitLine {
        stage: Stage::of(state).map_or("removed", Stage::as_str).to_owned(),
        label: super::entries::state_label(&is, context),
        state: is.as_str(),
        ..line
    };
    let decision = |word: Settlement| context.label("disposition", &word.as_str().replace(' ', "-"));
    match decided {
        Decided::Nothing => line,
        Decided::Unit(one) => UnitLine {
            disposition: Some(one.decision.as_str().to_owned()),
            disposition_label: Some(decision(one.decision)),
            decided_by: one.by.clone(),
            decided_on: context.day(&one.on),
            note: one.reason.clone(),
            ..line
        },
        Decided::Bulk(rules) => {
            let Some(first) = rules.first() else { return line };
            let reasons: Vec<&str> = rules.iter().filter_map(|rule| rule.reason.as_deref()).collect();
            UnitLine {
                disposition: Some(first.decision.as_str().to_owned()),
                disposition_label: Some(decision(first.decision)),
                decided_by: Some(first.by.clone()),
                decided_on: Some(context.on(first.on.value)),
                note: Some(reasons.join("; ")).filter(|text| !text.is_empty()),
                ..line
            }
        }
    }
}
