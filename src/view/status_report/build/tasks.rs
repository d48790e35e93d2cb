//! Lines of tasks with their statuses.

use super::bars::{bar, label};
use crate::model::{Engagement, Playbook, TaskStatus};
use crate::progress::{Progress, Share, State, TaskProgress};
use crate::view::reporting::Context;
use crate::view::status_report::{TaskGroup, TaskLine, Waiver};

/// Mandatory tasks by phase, what needs attention first.
pub(in crate::view) fn groups(progress: &Progress, lines: &Lines<'_>) -> Vec<TaskGroup> {
    let group = |share: &Share| {
        let of_phase = |task: &&TaskProgress| task.mandatory && task.phase == share.name;
        let mut tasks: Vec<&TaskProgress> = progress.tasks.iter().filter(of_phase).collect();
        tasks.sort_by_key(|task| (urgency(task.state), task.id));
        let tasks = tasks.into_iter().map(|task| lines.line(task)).collect();
        TaskGroup {
            title: super::phase_name(share.name.as_deref(), lines.context),
            bar: bar(&share.mandatory, lines.context),
            tasks,
        }
    };
    progress.phases.iter().map(group).filter(|group| !group.tasks.is_empty()).collect()
}

fn urgency(state: State) -> usize {
    match state {
        State::Open => 0,
        State::NoData => 1,
        State::Done => 2,
        State::Waived => 3,
        State::NotRequired => 4,
    }
}

/// What the line of a task is made from.
pub(in crate::view) struct Lines<'a> {
    pub(in crate::view) playbook: &'a Playbook,
    pub(in crate::view) engagement: &'a Engagement,
    pub(in crate::view) context: &'a Context<'a>,
}

impl Lines<'_> {
    /// The tasks in scope whose status is one of these.
    pub(super) fn reported(&self, progress: &Progress, is: fn(&TaskStatus) -> bool) -> Vec<TaskLine> {
        let has = |task: &&TaskProgress| self.engagement.tasks.get(&task.id).is_some_and(is);
        progress.tasks.iter().filter(has).map(|task| self.line(task)).collect()
    }

    pub(in crate::view) fn line(&self, task: &TaskProgress) -> TaskLine {
        let process = &self.playbook.processes[task.occurrence.0];
        let line = TaskLine {
            id: task.id.0,
            name: process.tasks[task.occurrence.1].1.name.clone(),
            phase: task.phase.as_deref().map(|name| self.context.phase_words.of(name).to_owned()),
            process: process.title.clone(),
            mandatory: task.mandatory,
            state: task.state.as_str().to_owned(),
            label: label(task.state, self.context),
            ..TaskLine::default()
        };
        match self.engagement.tasks.get(&task.id) {
            Some(status) => self.with_status(line, status),
            None => TaskLine { ftop: self.context.say("report_no_data"), ..line },
        }
    }

    fn with_status(&self, line: TaskLine, status: &TaskStatus) -> TaskLine {
        TaskLine {
            ftop: status.status.value.as_str().to_owned(),
            percent: status.percent.as_ref().map(|percent| percent.value),
            on: self.context.day(&status.on),
            by: status.by.clone(),
            owner: status.owner.clone(),
            note: status.note.clone(),
            evidence: status.evidence.clone(),
            waiver: status.status.value.sets_aside().then(|| self.waiver(status)),
            source: Some(super::sources::name_of(status.status.span.file, self.context)),
            ..line
        }
    }

    fn waiver(&self, status: &TaskStatus) -> Waiver {
        let waiver = &status.waiver;
        Waiver {
            reason: waiver.reason.clone(),
            approved_by: waiver.approved_by.clone(),
            on: self.context.day(&waiver.on),
            missing: waiver.missing().into_iter().map(str::to_owned).collect(),
        }
    }
}
