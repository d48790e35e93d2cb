//! The methodology of one edition in one language: phases, processes, steps and their tasks.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{RefreshEntry, Role, ServiceScope, Task, TaskDetails, TaskId};
use crate::text::{FileId, Span};

/// Everything that the pages of one edition say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Playbook {
    /// The phases in lifecycle order; those without a process are left out.
    pub phases: Vec<Phase>,
    /// Every process, in order of file; phases refer to these by index.
    pub processes: Vec<Arc<Process>>,
    /// Every task by its id.
    pub tasks: TaskRegistry,
}

/// A stage of the lifecycle.
#[derive(Clone, Debug, PartialEq)]
pub struct Phase {
    /// Its canonical name: `Migrate`.
    pub name: String,
    /// Indices into [`Playbook::processes`], in lifecycle order.
    pub processes: Vec<usize>,
}

/// What one page says of the playbook. Pages without steps or tasks have one too.
#[derive(Clone, Debug, PartialEq)]
pub struct Process {
    /// The page.
    pub file: FileId,
    /// Its title.
    pub title: String,
    /// Canonical names of the phases it belongs to; empty for pages outside the lifecycle.
    pub phases: Vec<String>,
    /// The sections under Approach.
    pub steps: Vec<Step>,
    /// Tasks in order of their lines, each with the index of its step.
    pub tasks: Vec<(Option<usize>, Task)>,
    /// The Refresh Summary, in order of its lines.
    pub refreshes: Vec<RefreshEntry>,
    /// Sections that describe single tasks.
    pub details: Vec<TaskDetails>,
    /// What the page says under Next Steps, a plain sentence each.
    pub next_steps: Vec<String>,
    /// The addresses that it links to there, as written.
    pub next_links: Vec<String>,
}

/// A section under Approach.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The heading.
    pub title: String,
    /// The heading's anchor on its page.
    pub anchor: String,
    /// Who leads it.
    pub primary_roles: Vec<Role>,
    /// Which services it applies to.
    pub scope: ServiceScope,
    /// The motions it belongs to, as written.
    pub motions: Vec<String>,
    /// The heading line.
    pub span: Span,
}

/// Every task by its id, with all its occurrences.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TaskRegistry {
    /// In order of ids.
    pub tasks: BTreeMap<TaskId, TaskEntry>,
}

/// One task: where it occurs and where it is described.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TaskEntry {
    /// Process index and index into its tasks, in order of file and line.
    pub occurrences: Vec<(usize, usize)>,
    /// Process index and index into its details.
    pub details: Vec<(usize, usize)>,
}
