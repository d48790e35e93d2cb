//! The figures of a build: how many pages, phases and tasks there are.

use super::Model;
use crate::extract::playbook::playbook;
use crate::memo::Summary;
use crate::model::Requirement;
use crate::text::Digest;
use crate::view::basis::Said;

/// The figures of all pages; those of the last build where they say the same.
pub(super) fn summary(model: &Model<'_>, said: &Said, known: &mut Option<(Digest, Summary)>) -> Summary {
    let basis = Digest::of(&(said.of_tasks(), model.library.signs(), model.tocs.digest()));
    let same = known.take().filter(|(before, _)| *before == basis).map(|(_, summary)| summary);
    let summary = same.unwrap_or_else(|| counted(model));
    *known = Some((basis, summary.clone()));
    summary
}

fn counted(model: &Model<'_>) -> Summary {
    let all: Vec<usize> = (0..model.library.pages.len()).collect();
    let playbook = playbook(&model.library, &model.facts, (&all, &model.tocs.all), None);
    let is_mandatory = |entry: &&crate::model::TaskEntry| {
        entry
            .occurrences
            .iter()
            .any(|(process, at)| playbook.processes[*process].tasks[*at].1.requirement == Some(Requirement::Mandatory))
    };
    let tasks = playbook.tasks.tasks.values().filter(|entry| !entry.occurrences.is_empty());
    Summary {
        pages: all.len(),
        phases: playbook.phases.len(),
        tasks: tasks.clone().count(),
        mandatory: tasks.filter(is_mandatory).count(),
        ..Summary::default()
    }
}
