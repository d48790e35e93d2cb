//! What each page says, as digests: of all, of what reports show, of what is counted, of its changes.

use std::collections::BTreeSet;
use std::hash::Hash;
use std::sync::Arc;

use rayon::prelude::*;

use super::AT_ONCE;
use crate::model::{ALL_SERVICES, Process, RefreshEntry, Step, Task, TaskDetails};
use crate::text::{Digest, Digester, FileId, QuickMap};

/// What stands for all that each page says, by its file, with the process it stands for.
pub type Known = QuickMap<FileId, (Arc<Process>, Words)>;

/// What stands for all that a page says.
#[derive(Clone, Debug)]
pub struct Words {
    pub(super) said: Digest,
    /// What reports show of it.
    pub(super) reported: Digest,
    /// What pages show that only count and name.
    pub(super) counted: Digest,
    pub(super) refreshed: Digest,
    pub(super) names: Arc<Names>,
}

/// What a page has to do with.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) roles: Vec<String>,
    pub(super) services: Vec<String>,
}

/// What stands for all that each page of a project says, in their order.
#[derive(Debug)]
pub struct Said(pub(super) Vec<Words>);

impl Said {
    /// The digests of all pages; of the last build where the process is the very same.
    pub fn new(processes: &[Arc<Process>], known: &mut Known) -> Self {
        let words = |process: &Arc<Process>| {
            let same = known.get(&process.file).filter(|(before, _)| Arc::ptr_eq(before, process));
            let owned = |names: BTreeSet<&str>| names.into_iter().map(str::to_owned).collect();
            let new = || Words {
                said: said(process),
                reported: reported(process),
                counted: counted(process),
                refreshed: refreshed(&process.refreshes),
                names: Arc::new(Names { roles: owned(roles_of(process)), services: owned(services_of(process)) }),
            };
            same.map_or_else(new, |(_, words)| words.clone())
        };
        let all: Vec<Words> = processes.par_iter().with_min_len(AT_ONCE).map(words).collect();
        if known.len() != processes.len() {
            known.clear();
        }
        for (process, words) in processes.iter().zip(&all) {
            if known.get(&process.file).is_none_or(|(before, _)| !Arc::ptr_eq(before, process)) {
                known.insert(process.file, (process.clone(), words.clone()));
            }
        }
        Self(all)
    }

    /// What stands for all that the pages say but of their own changes.
    pub fn of_tasks(&self) -> Digest {
        Digest::of(&self.0.iter().map(|words| words.said).collect::<Vec<_>>())
    }

    /// What stands for all that reports show of the pages, and for what engagements are held against.
    pub fn of_reports(&self) -> Digest {
        Digest::of(&self.0.iter().map(|words| words.reported).collect::<Vec<_>>())
    }
}

/// The roles that a page has to do with.
fn roles_of(process: &Process) -> BTreeSet<&str> {
    let of_tasks = process.tasks.iter().flat_map(|(_, task)| &task.roles);
    let of_steps = process.steps.iter().flat_map(|step| &step.primary_roles);
    of_tasks.chain(of_steps).map(|role| role.name.as_str()).collect()
}

/// The services that a page has to do with.
fn services_of(process: &Process) -> BTreeSet<&str> {
    let scopes = || {
        let of_tasks = process.tasks.iter().map(|(_, task)| &task.services);
        of_tasks.chain(process.steps.iter().map(|step| &step.scope))
    };
    let all = scopes().any(|scope| scope.all).then_some(ALL_SERVICES);
    scopes().flat_map(|scope| &scope.services).map(String::as_str).chain(all).collect()
}

/// What a page says, without where on the page that stands.
fn said(process: &Process) -> Digest {
    let Process { file, title, phases, steps, tasks, refreshes: _, details, next_steps, next_links } = process;
    let mut digest = Digester::default();
    (file, title, phases, steps.len(), tasks.len(), next_steps, next_links).hash(&mut digest);
    for Step { title, anchor, primary_roles, scope, motions, span: _ } in steps {
        (title, anchor, primary_roles, scope, motions).hash(&mut digest);
    }
    for (step, task) in tasks {
        let Task { id, name, name_markdown, requirement, roles, services, places: _, span: _, recovered } = task;
        (step, id.value, name, name_markdown.span.file, &name_markdown.value).hash(&mut digest);
        (requirement, roles, services, recovered).hash(&mut digest);
    }
    for TaskDetails { id, title, anchor, span: _ } in details {
        (id, title, anchor).hash(&mut digest);
    }
    digest.digest()
}

/// What reports show of a page: its tasks and where they belong. Headings, roles and how a name is set are not among it.
fn reported(process: &Process) -> Digest {
    let Process { file: _, title, phases, steps, tasks, refreshes: _, details, next_steps, next_links: _ } = process;
    let mut digest = Digester::default();
    (phases, steps.len(), tasks.len()).hash(&mut digest);
    for Step { title: _, anchor: _, primary_roles: _, scope, motions: _, span: _ } in steps {
        scope.hash(&mut digest);
    }
    for (step, task) in tasks {
        let Task { id, name, name_markdown: _, requirement, roles: _, services, places: _, span: _, recovered: _ } =
            task;
        (step, id.value, name, requirement, services).hash(&mut digest);
    }
    for TaskDetails { id, title: _, anchor: _, span: _ } in details {
        id.hash(&mut digest);
    }
    // Only pages with tasks are named.
    if !tasks.is_empty() {
        (title, next_steps).hash(&mut digest);
    }
    digest.digest()
}

/// What pages show that only count tasks and name pages: nothing of what tasks and steps are called.
fn counted(process: &Process) -> Digest {
    let Process { file, title, phases, steps: _, tasks, refreshes: _, details: _, next_steps: _, next_links } = process;
    let mut digest = Digester::default();
    (file, title, phases, next_links, tasks.len()).hash(&mut digest);
    for (_, task) in tasks {
        let Task { id, name: _, name_markdown: _, requirement, roles, services, places: _, span: _, recovered: _ } =
            task;
        (id.value, requirement, roles, services).hash(&mut digest);
    }
    digest.digest()
}

fn refreshed(entries: &[RefreshEntry]) -> Digest {
    let mut digest = Digester::default();
    for entry in entries {
        let RefreshEntry { date, date_text, reading: _, who, what, what_markdown, notes, span } = entry;
        (date, &date_text.value, who, what, what_markdown, notes, span.file).hash(&mut digest);
    }
    digest.digest()
}
