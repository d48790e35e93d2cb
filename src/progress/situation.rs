//! Everything that health, readiness and reports judge an engagement by, on one day.

use jiff::civil::Date;

use super::decided::{self, Decided};
use super::evidence::{Evidence, evidence};
use super::migration::{Failed, Migration, migration};
use super::readiness::EXIT_TASKS;
use super::velocity::{Velocity, velocity};
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
    /// How good the data is that this is made from.
    pub evidence: Evidence,
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
        let evidence = evidence(engagement, &progress, &migration);
        Self {
            playbook,
            engagement,
            progress,
            migration,
            evidence,
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

    /// The day on which the work ends as far as it can be told: the latest of the forecast, the last planned batch that is
    /// not done and, while work remains, the day of the report.
    pub fn expected_end(&self) -> Option<Date> {
        let today = Some(self.as_of).filter(|_| self.work_remains());
        self.velocity.forecast.expected().max(self.migration.last_planned()).max(today)
    }

    /// Working days by which that end lies after the target.
    pub fn working_days_late(&self) -> Option<u32> {
        let target = self.engagement.scope.target.as_ref()?.value;
        Some(self.calendar.between(target, self.expected_end()?))
    }

    /// What was decided on units of which someone must decide what becomes of them.
    pub fn decided(&self, failed: &Failed<'a>) -> Decided<'a> {
        let batch = &self.migration.batches[failed.batch].name;
        match failed.unit {
            Some(unit) => decided::on_unit(self.engagement, unit, batch, self.as_of),
            None => decided::on_name(self.engagement, batch, self.as_of).map_or(Decided::Nothing, Decided::Unit),
        }
    }

    /// Whether units are to be moved or mandatory tasks to be done.
    pub fn work_remains(&self) -> bool {
        let tasks = self.progress.total.mandatory;
        tasks.open + tasks.no_data > 0 || self.velocity.remaining > 0
    }

    /// The last day of T+5 after an issue's batch was migrated.
    pub fn window_of(&self, issue: &Issue) -> Option<Date> {
        let name = comparable(&issue.batch.as_ref()?.value);
        let batches = self.migration.batches.iter().filter(|batch| comparable(&batch.name) == name);
        // Of two services that have a batch of the name, the later one gives the customer more time.
        Some(self.calendar.after(batches.filter_map(|batch| batch.migrated).max()?, REPORTING_WINDOW))
    }

    /// Whether an issue is not solved on the day.
    pub fn is_open(&self, issue: &Issue) -> bool {
        issue.resolved.as_ref().is_none_or(|day| day.value > self.as_of)
    }
}
