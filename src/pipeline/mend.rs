//! What mending asks of the pipeline beside its findings: tables that are not aligned, and the tasks that no fix may lose.

use std::sync::Arc;

use rayon::prelude::*;

use super::model;
use crate::check::switch::{self, Switch};
use crate::check::table_layout::table_layout;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::inputs::Inputs;
use crate::memo::Memo;
use crate::model::TaskId;
use crate::syntax::markdown::Document;
use crate::text::{FileId, QuickMap, Sources};

/// The tables of pages and fragments that are not aligned, but those that their authors left out.
pub fn layout(inputs: &Inputs, memo: &mut Memo) -> Vec<Diagnostic> {
    memo.begin(inputs);
    let files: Vec<FileId> = inputs.pages.iter().chain(&inputs.fragments).copied().collect();
    let documents = memo.documents(&inputs.sources, &files);
    let look = |file: &FileId| Some(layout_of(documents.get(file)?, *file, &inputs.sources));
    let found: Vec<Option<Vec<Diagnostic>>> = files.par_iter().map(look).collect();
    found.into_iter().flatten().flatten().collect()
}

/// The tables of one document that are not aligned, but those that its author left out.
pub fn layout_of(document: &Document, file: FileId, sources: &Sources) -> Vec<Diagnostic> {
    let source = sources.get(file);
    let found = table_layout(document, source);
    let found = found.into_iter().map(|found| Diagnostic { severity: Severity::Info, ..found });
    let own: Arc<[Switch]> = switch::switches(document, source).into();
    let mut found = switch::applied(found.collect(), &QuickMap::from_iter([(file, own)]), sources);
    found.retain(|found| found.code == Code::TableLayout);
    found
}

/// The id of every task, with the file of its row.
pub fn task_ids(inputs: &Inputs, memo: &mut Memo) -> Vec<(FileId, TaskId)> {
    memo.begin(inputs);
    let processes = model(inputs, memo).value.facts.processes;
    processes.iter().flat_map(|process| &process.tasks).map(|(_, task)| (task.id.span.file, task.id.value)).collect()
}
