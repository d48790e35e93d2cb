//! What the settings say closes an engagement. A task that no page has would never be done, and one misspelt id among several
//! would be one task less to wait for: where the settings name such a task, no customer gets a report.

use super::followed::known_names;
use super::refusal::Refusal;
use crate::config::Config;
use crate::inputs::Inputs;
use crate::model::TaskId;
use crate::pipeline::Stage;
use crate::progress::situation::Closure;
use crate::syntax::yaml;
use crate::text::{Span, VirtualPath};

/// What closes the engagements of a project.
pub(super) fn closure(config: &Config) -> Closure {
    let named = |ids: &Vec<u32>| Closure { exit_tasks: ids.iter().copied().map(TaskId).collect() };
    config.exit_tasks.as_ref().map(named).unwrap_or_default()
}

/// The refusal where the settings name a task that no version of the playbook has.
pub(super) fn unknown_exit_task(stage: &Stage<'_>) -> Option<Refusal> {
    let ids = stage.inputs.config.exit_tasks.as_deref().unwrap_or_default();
    if ids.is_empty() || stage.inputs.engagements.is_empty() {
        return None;
    }
    let current = known_names(stage.model);
    let older: Vec<_> = stage.past.iter().map(|past| known_names(&past.model)).collect();
    let is_known = |id: TaskId| current.has_task(id) || older.iter().any(|known| known.has_task(id));
    let id = ids.iter().copied().map(TaskId).find(|id| !is_known(*id))?;
    Some(Refusal::UnknownExitTask { id, near: current.nearest_task(id), place: place_of(stage.inputs, id) })
}

/// Where the settings name a task.
fn place_of(inputs: &Inputs, id: TaskId) -> Option<Span> {
    let settings = inputs.sources.at(&VirtualPath::new("waybook.yml")?)?;
    let root = yaml::parse(settings.id, &settings.text, 0).value?;
    let ids = root.get("closure")?.get("exit_tasks")?.items();
    let named = ids.iter().find(|item| item.text().and_then(|text| text.parse().ok()) == Some(id.0));
    named.map(|item| item.span)
}
