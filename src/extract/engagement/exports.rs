//! The exports of an engagement, joined with what its own file says of batches and units.

use std::collections::{HashMap, HashSet};

use super::{Project, states};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::extract::exports::{meant, named, nothing, units, unknown_name};
use crate::model::{Batch, BatchFacts, Engagement, Gap, GapKind, MigrationState, unit_name};
use crate::text::{Source, nearest};

/// Reads the exports that an engagement names, and holds them against the engagement file.
pub(super) fn attach(file: &Source, project: &Project<'_>, engagement: &mut Engagement, found: &mut Vec<Diagnostic>) {
    if engagement.export_sources.is_empty() && engagement.dispositions.is_empty() {
        return;
    }
    let files = named(file, engagement, project.sources);
    engagement.exports = units(&files, &project.formats).unpack(found);
    gaps(file, project, engagement, found);
    settle(engagement, found);
    let facts = &engagement.exports;
    for batch in &engagement.batches {
        let of_batch = facts.batch(&batch.name.value);
        let conflict = of_batch.and_then(|facts| against(batch, facts));
        found.extend(conflict.or_else(|| states::against_units(batch, facts)));
    }
}

/// Notes the entries of `exports` that gave nothing: no file is there, or no format fits one.
fn gaps(file: &Source, project: &Project<'_>, engagement: &mut Engagement, found: &mut Vec<Diagnostic>) {
    for entry in &engagement.export_sources {
        if let Some(format) = &entry.format
            && let Some(help) = unknown_name(&project.formats, &format.value)
        {
            let message = format!("no format of exports is called `{}`", format.value);
            found.push(Diagnostic::at(Code::InvalidConfig, format.span, message).help(help));
        }
        let files = meant(file, &entry.files.value, project.sources);
        let gap = |kind, file| Gap { kind, named: entry.files.clone(), file };
        if files.is_empty() {
            found.push(nothing(entry));
            engagement.gaps.push(gap(GapKind::NoExport, None));
        }
        let unknown = files.iter().filter(|source| engagement.exports.unknown.contains(&source.id));
        engagement.gaps.extend(unknown.map(|source| gap(GapKind::UnknownExport, Some(source.id))));
    }
}

/// Gives each unit what was decided on it.
fn settle(engagement: &mut Engagement, found: &mut Vec<Diagnostic>) {
    if engagement.dispositions.is_empty() {
        return;
    }
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, unit) in engagement.exports.units.iter().enumerate() {
        by_name.entry(unit_name(&unit.identity)).or_default().push(at);
    }
    let other_names = names_beside_units(engagement);
    for disposition in &engagement.dispositions {
        let meant = by_name.get(&unit_name(&disposition.unit.value)).cloned().unwrap_or_default();
        if meant.is_empty() && !other_names.contains(&unit_name(&disposition.unit.value)) {
            let names = engagement.exports.units.iter().map(|unit| &*unit.identity);
            let near = nearest(&disposition.unit.value, names).map(|name| format!("did you mean `{name}`?"));
            let message = format!("no export has a unit `{}`", disposition.unit.value);
            let finding = Diagnostic::at(Code::InvalidConfig, disposition.unit.span, message);
            let finding = finding.help("write the name as the export has it").maybe_help(near);
            found.push(Diagnostic { severity: Severity::Warning, ..finding });
        }
        for at in meant {
            engagement.exports.units[at].more().disposition = Some(Box::new(disposition.clone()));
        }
    }
}

/// What else a disposition may be about: a whole batch, or a unit that only lists of failed items name.
fn names_beside_units(engagement: &Engagement) -> HashSet<String> {
    let exports = &engagement.exports;
    let batches = engagement.batches.iter().map(|batch| batch.name.value.as_str());
    let tools = exports.batches.iter().map(|batch| batch.name.as_str());
    let of_units = exports.units.iter().filter_map(|unit| unit.batch().map(AsRef::as_ref));
    let failed = exports.failures.iter().map(|items| &*items.unit);
    batches.chain(tools).chain(of_units).chain(failed).map(unit_name).collect()
}

/// What the engagement file and a tool say differently of a batch.
fn against(batch: &Batch, facts: &BatchFacts) -> Option<Diagnostic> {
    let total = facts.counts.total.get();
    let conflict = |code, span, message: String| {
        let finding = Diagnostic::at(code, span, message).related(facts.span, "the export");
        Some(finding.help("correct the engagement file, or save the export anew"))
    };
    if let (Some(units), Some(total)) = (batch.units, total)
        && u64::from(units) != total
    {
        return conflict(
            Code::BatchCountMismatch,
            batch.span,
            format!("batch `{}` has {units} units here and {total} in the export", batch.name.value),
        );
    }
    let state = batch.state.as_ref()?;
    let known = |state: &MigrationState| !matches!(state, MigrationState::Unknown(_));
    let tool = &facts.status.state;
    if state.value != *tool && known(&state.value) && known(tool) {
        let (own, other) = (state.value.as_str(), tool.as_str());
        let code = Code::ExportConflict;
        return conflict(
            code,
            state.span,
            format!("batch `{}` is {own} here and {other} in the export", batch.name.value),
        );
    }
    None
}
