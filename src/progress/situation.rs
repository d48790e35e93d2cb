//! Everything that health, readiness and reports judge an engagement by, on one day.

use jiff::civil::Date;

use super::migration::{Migration, migration};
use super::readiness::EXIT_TASKS;
use super::velocity::{Forecast, Velocity, velocity};
use super::working_days::{REPORTING_WINDOW, WorkingDays};
use super::{Progress, progress};
use crate::model::{Engagement, Issue, Playbook, TaskId};
use crate::text::comparable;

/// The limits that the project sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// Working days after the target from which a forecast is red.
    pub late_red_days: u32,
    /// Days after which a status is stale.
    pub stale_status_days: u32,
}

/// What closes an engagement beside its mandatory tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closure {
    /// The tasks that must be done; empty where the project says that there are none.
    pub exit_tasks: Vec<TaskId>,
}

impl Default for Closure {
    fn default() -> Self {
        Self { exit_tasks: EXIT_TASKS.to_vec() }
    }
}

/// An engagement on a day, held against its playbook.
#[derive(Clone, Debug)]
pub struct Situation<'a> {
    /// The playbook that it follows.
    pub playbook: &'a Playbook,
    /// What its file says.
    pub engagement: &'a Engagement,
    /// What became of its tasks.
    pub progress: Progress,
    /// What became of its units.
    pub migration: Migration<'a>,
    /// How fast.
    pub velocity: Velocity,
    /// The project's calendar.
    pub calendar: WorkingDays<'a>,
    /// The project's limits.
    pub thresholds: Thresholds,
    /// What closes it.
    pub closure: Closure,
    /// The day.
    pub as_of: Date,
}

impl<'a> Situation<'a> {
    /// Holds an engagement against its playbook.
    pub fn new(
        playbook: &'a Playbook,
        engagement: &'a Engagement,
        calendar: WorkingDays<'a>,
        thresholds: Thresholds,
        as_of: Date,
    ) -> Self {
        let progress = progress(playbook, engagement);
        let migration = migration(engagement, as_of);
        let units = &migration.units;
        let velocity = velocity(&migration.finished, units.total(), units.remaining(), as_of);
        let velocity = match migration.last_planned() {
            Some(planned) => velocity.not_before(planned, as_of),
            None => velocity,
        };
        Self {
            playbook,
            engagement,
            progress,
            migration,
            velocity,
            calendar,
            thresholds,
            closure: Closure::default(),
            as_of,
        }
    }

    /// The same in a project that says what closes an engagement.
    pub fn with_closure(self, closure: Closure) -> Self {
        Self { closure, ..self }
    }

    /// The name of a task in scope.
    pub fn task_name(&self, id: TaskId) -> &'a str {
        let places = self.playbook.tasks.tasks.get(&id).map(|entry| entry.occurrences.as_slice()).unwrap_or_default();
        places.first().map_or("", |(process, task)| &self.playbook.processes[*process].tasks[*task].1.name)
    }

    /// Working days by which the end lies after the target: by the forecast, or by today where work remains.
    pub fn working_days_late(&self) -> Option<u32> {
        let target = self.engagement.scope.target.as_ref()?.value;
        let forecast = match self.velocity.forecast {
            Forecast::Expected { day, .. } => Some(day),
            _ => None,
        };
        let today = Some(self.as_of).filter(|_| self.work_remains());
        let end = forecast.max(today)?;
        Some(self.calendar.between(target, end))
    }

    /// Whether units are to be moved or mandatory tasks to be done.
    pub fn work_remains(&self) -> bool {
        let tasks = self.progress.total.mandatory;
        tasks.open + tasks.no_data > 0 || self.velocity.remaining > 0
    }

    /// The last day of T+5 after an issue's batch was migrated.
    pub fn window_of(&self, issue: &Issue) -> Option<Date> {
        let name = comparable(&issue.batch.as_ref()?.value);
        let batch = self.migration.batches.iter().find(|batch| comparable(&batch.name) == name)?;
        Some(self.calendar.after(batch.migrated?, REPORTING_WINDOW))
    }

    /// Whether an issue is not solved on the day.
    pub fn is_open(&self, issue: &Issue) -> bool {
        issue.resolved.as_ref().is_none_or(|day| day.value > self.as_of)
    }
}
