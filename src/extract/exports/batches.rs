//! Batches that a tool reports as a whole, compared with the units that are known of them.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{BatchFacts, Exports, MigrationState};
use crate::text::{Span, comparable};

/// Batches whose own counts do not fit the units that are known of them.
pub(super) fn against_units(exports: &Exports) -> Vec<Diagnostic> {
    let mut of_batch: HashMap<String, (u64, u64, Span)> = HashMap::new();
    if exports.batches.is_empty() {
        return Vec::new();
    }
    let mut names: HashMap<&str, String> = HashMap::new();
    for unit in &exports.units {
        let Some(batch) = unit.batch() else { continue };
        let name = names.entry(batch).or_insert_with(|| comparable(batch)).clone();
        let counts = of_batch.entry(name).or_insert((0, 0, unit.span));
        counts.0 += 1;
        counts.1 += u64::from(matches!(unit.state(), MigrationState::Completed | MigrationState::CompletedWithIssues));
    }
    exports
        .batches
        .iter()
        .filter_map(|batch| contradiction(batch, of_batch.get(&comparable(&batch.name)).copied()?))
        .collect()
}

fn contradiction(batch: &BatchFacts, (units, done, place): (u64, u64, Span)) -> Option<Diagnostic> {
    let total = batch.counts.total.get()?;
    let finalized = batch.counts.finalized.get();
    let says = if units > total {
        format!("batch `{}` has {total} units here and {units} in another export", batch.name)
    } else if units == total && finalized.is_some_and(|count| count != done) {
        let count = finalized.unwrap_or_default();
        format!("batch `{}` has {count} completed units here and {done} in another export", batch.name)
    } else {
        return None;
    };
    let finding = Diagnostic::at(Code::ExportConflict, batch.span, says).related(place, "its units; these count");
    Some(finding.help("save both exports anew, at the same time"))
}
