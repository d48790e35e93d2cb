//! Units that cannot be counted as their sources say: `batch-count-mismatch` where units belong to no batch, or where a batch
//! holds more units than the engagement file says.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Batch, Unit};
use crate::progress::migration::BatchProgress;
use crate::progress::situation::Situation;
use crate::progress::stage::Amounts;
use crate::text::comparable;

/// Every finding on how the units of an engagement are counted.
pub fn units(situation: &Situation<'_>) -> Vec<Diagnostic> {
    let batches = &situation.migration.batches;
    let listed = situation.engagement.batches.iter().zip(batches);
    let loose = batches.iter().filter(|batch| batch.loose > 0).filter_map(|batch| of_no_batch(situation, batch));
    listed.filter_map(|(batch, progress)| too_many(situation, batch, progress)).chain(loose).collect()
}

/// Units of no batch that are counted among those that batches of their service declare.
fn of_no_batch(situation: &Situation<'_>, batch: &BatchProgress) -> Option<Diagnostic> {
    let service = batch.service.as_deref().map(comparable);
    let is_one = |unit: &&Unit| unit.batch().is_none() && unit.service().map(|own| comparable(own)) == service;
    let first = situation.engagement.exports.units.iter().find(is_one)?;
    let units = match batch.units.total() {
        1 => "1 unit belongs".to_owned(),
        count => format!("{count} units belong"),
    };
    let message = format!("{units} to no batch, and {} of them are counted among the units of batches", batch.loose);
    let finding = Diagnostic::at(Code::BatchCountMismatch, first.span, message);
    Some(finding.help("name their batch where the engagement names the export: `{ files: …, batch: … }`"))
}

/// A batch with more units in exports than the engagement file says. Where a tool tells the total, that is compared with the
/// file already.
fn too_many(situation: &Situation<'_>, batch: &Batch, progress: &BatchProgress) -> Option<Diagnostic> {
    let said = u64::from(batch.units?);
    let named = progress.units.total() - progress.unnamed.total();
    let has_total =
        situation.engagement.exports.batch(&progress.name).is_some_and(|facts| facts.counts.total.get().is_some());
    if named <= said || has_total || progress.unnamed != Amounts::default() {
        return None;
    }
    let message = format!("batch `{}` has {said} units here and {named} in exports", progress.name);
    let finding = Diagnostic::at(Code::BatchCountMismatch, batch.span, message);
    Some(finding.help("correct `units`, or see whether rows belong to another batch; the exports count"))
}
