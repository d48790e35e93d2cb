//! The state of a batch in an engagement file against the units that exports name in it.
//!
//! What counts is decided elsewhere: the tool's word, but for `removed`, which is a decision of people. Here the
//! contradiction is reported with both places, so that one of the two is corrected.

use super::slips::batch_key;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Batch, Exports, MigrationState, Unit};
use crate::text::comparable;

/// How far a unit has come, as coarse as a batch and its units must agree.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Course {
    Waiting,
    UnderWay,
    Moved,
    Failed,
    Stopped,
    Removed,
}

fn course(state: &MigrationState) -> Option<Course> {
    use MigrationState::*;
    Some(match state {
        NotStarted | Queued => Course::Waiting,
        Preparing | Syncing | Synced | SyncedWithErrors | Completing => Course::UnderWay,
        Completed | CompletedWithIssues => Course::Moved,
        Failed => Course::Failed,
        Stopped => Course::Stopped,
        Removed => Course::Removed,
        Unknown(_) => return None,
    })
}

/// The finding about a batch whose state in the file and whose units in the exports contradict each other.
pub(super) fn against_units(batch: &Batch, exports: &Exports) -> Option<Diagnostic> {
    let state = batch.state.as_ref()?;
    let units: Vec<&Unit> = units_of(batch, exports).filter(|unit| course(unit.state()).is_some()).collect();
    let contradicting: Vec<&&Unit> = match course(&state.value)? {
        // A batch that is under way may hold units in any state, but not when all of them have moved.
        Course::UnderWay if has_moved(batch, &units) => units.iter().collect(),
        Course::UnderWay => return None,
        _ => units.iter().filter(|unit| course(unit.state()).is_some_and(|unit| !fits(&state.value, unit))).collect(),
    };
    let first = contradicting.first()?;
    let (own, other) = (state.value.as_str(), first.state().as_str());
    let message = match contradicting.len() {
        1 => format!("batch `{}` is {own} here, and a unit of it is {other} in the export", batch.name.value),
        n => format!("batch `{}` is {own} here, and {n} units of it are not, the first is {other}", batch.name.value),
    };
    let finding = Diagnostic::at(Code::ExportConflict, state.span, message).related(first.span, "the export");
    Some(finding.help("correct the engagement file, or save the export anew"))
}

/// Whether a unit in some state may be in a batch of a state that is not under way.
fn fits(state: &MigrationState, unit: Course) -> bool {
    use MigrationState::*;
    match state {
        NotStarted | Queued => unit == Course::Waiting,
        Completed => matches!(unit, Course::Moved | Course::Removed),
        // What failed in a batch that is over is one of its issues.
        CompletedWithIssues => !matches!(unit, Course::Waiting | Course::UnderWay),
        Failed => !matches!(unit, Course::UnderWay | Course::Moved),
        Stopped => unit != Course::UnderWay,
        Removed => unit == Course::Removed,
        Preparing | Syncing | Synced | SyncedWithErrors | Completing | Unknown(_) => true,
    }
}

/// Whether the exports name every unit of a batch and each of them has moved.
fn has_moved(batch: &Batch, units: &[&Unit]) -> bool {
    let all = batch.units.is_none_or(|count| units.len() >= count as usize);
    all && units.iter().all(|unit| course(unit.state()) == Some(Course::Moved))
}

/// The units of a batch; of two batches of one name those of its service.
fn units_of<'e>(batch: &'e Batch, exports: &'e Exports) -> impl Iterator<Item = &'e Unit> {
    let name = batch_key(&batch.name.value);
    let service = batch.service.as_ref().map(|service| comparable(&service.value));
    let is_of_service = move |unit: &Unit| match (&service, unit.service()) {
        (Some(own), Some(other)) => *own == comparable(other),
        _ => true,
    };
    let of_batch = move |unit: &&Unit| unit.batch().is_some_and(|own| batch_key(own) == name) && is_of_service(unit);
    exports.units.iter().filter(of_batch)
}
