//! What an engagement names, looked for in the playbook: services, phases and task ids.
//!
//! A name that nothing knows is a slip and an error: without it other tasks would be counted than were meant. A name that
//! the vocabulary or another edition knows and the followed playbook does not is a warning: what is counted is right, and
//! perhaps less than was expected.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{ALL_SERVICES, Engagement, Playbook, TaskId, TaskStatus};
use crate::progress::Progress;
use crate::text::{Spanned, comparable, nearest};

/// Every name that an engagement may use, whatever its edition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownNames {
    services: BTreeSet<String>,
    phases: BTreeSet<String>,
    tasks: BTreeSet<TaskId>,
}

impl KnownNames {
    /// The names of a playbook of all editions, and those of the vocabulary and the settings.
    pub fn new(playbook: &Playbook, services: &[String], phases: &[String]) -> Self {
        let own = |names: BTreeSet<&str>| names.into_iter().map(str::to_owned).collect::<BTreeSet<String>>();
        let mut known = Self {
            services: own(services_of(playbook)),
            phases: own(phases_of(playbook)),
            tasks: playbook.tasks.tasks.keys().copied().collect(),
        };
        known.services.extend(services.iter().cloned());
        known.phases.extend(phases.iter().cloned());
        known
    }

    /// Whether a task is in the playbook of some edition.
    pub fn has_task(&self, id: TaskId) -> bool {
        self.tasks.contains(&id)
    }

    /// The task id that is nearest to one that no edition has.
    pub fn nearest_task(&self, id: TaskId) -> Option<String> {
        let known: Vec<String> = self.tasks.iter().map(ToString::to_string).collect();
        nearest(&id.to_string(), known.iter().map(String::as_str)).map(str::to_owned)
    }

    /// Statuses for tasks that the playbook does not have. In the engagement file that is a slip; a table comes from a
    /// portal, which may list more tasks than the playbook has.
    pub(super) fn unknown_tasks(&self, engagement: &Engagement, progress: &Progress) -> Vec<Diagnostic> {
        let statuses = progress.unknown.iter().filter_map(|id| engagement.tasks.get(id));
        statuses.map(|status| self.unknown_task(status, engagement)).collect()
    }

    fn unknown_task(&self, status: &TaskStatus, engagement: &Engagement) -> Diagnostic {
        let id = status.id.value;
        if self.has_task(id) {
            let message = format!("task `{id}` is in no page of the edition, so its status does not count");
            let finding = Diagnostic::at(Code::StatusOutOfScope, status.id.span, message);
            return finding.help("name another edition, or remove the status");
        }
        let is_listed = status.id.span.file == engagement.file;
        let near = self.nearest_task(id).map(|near| format!("did you mean `{near}`?"));
        let help = near.unwrap_or_else(|| "correct the id, or remove the status".to_owned());
        let message = format!("the playbook has no task `{id}`");
        let finding = Diagnostic::at(Code::StatusForUnknownTask, status.id.span, message).help(help);
        if is_listed { finding } else { Diagnostic { severity: Severity::Warning, ..finding } }
    }

    /// Services and phases that the playbook does not have.
    pub(super) fn unknown_scope(&self, playbook: &Playbook, engagement: &Engagement) -> Vec<Diagnostic> {
        let (services, phases) = (services_of(playbook), phases_of(playbook));
        let in_scope = Names { code: Code::UnknownService, what: "service", known: &self.services };
        let mut found = in_scope.unknown(&engagement.scope.services, &services);
        found.extend(engagement.scope.services.iter().filter_map(every_service));
        let elsewhere: Vec<Spanned<String>> = services_elsewhere(engagement).cloned().collect();
        // What is moved may be of a service that no task speaks of.
        found.extend(in_scope.unknown(&elsewhere, &self.services.iter().map(String::as_str).collect()));
        let in_scope = Names { code: Code::UnknownPhase, what: "phase", known: &self.phases };
        found.extend(in_scope.unknown(&engagement.scope.phases, &phases));
        found
    }
}

/// `All Services` is what a task says of itself; as a service of a customer it would leave out the tasks of every single one.
fn every_service(name: &Spanned<String>) -> Option<Diagnostic> {
    let message = format!("`{ALL_SERVICES}` is no service of a customer");
    let finding = Diagnostic::at(Code::UnknownService, name.span, message).help("name the services one by one");
    (comparable(&name.value) == comparable(ALL_SERVICES)).then_some(Diagnostic { severity: Severity::Error, ..finding })
}

/// The services that batches, exports, entitlements and dispositions name.
fn services_elsewhere(engagement: &Engagement) -> impl Iterator<Item = &Spanned<String>> {
    let batches = engagement.batches.iter().filter_map(|batch| batch.service.as_ref());
    let exports = engagement.export_sources.iter().filter_map(|entry| entry.service.as_ref());
    let dispositions = engagement.bulk_dispositions.iter().filter_map(|one| one.service.as_ref());
    let entitlements = engagement.entitlements.iter().map(|entitlement| &entitlement.service);
    batches.chain(exports).chain(dispositions).chain(entitlements)
}

/// One kind of names.
struct Names<'k> {
    code: Code,
    what: &'static str,
    /// Those of all editions, the vocabulary and the settings.
    known: &'k BTreeSet<String>,
}

impl Names<'_> {
    /// A finding for each name that the followed playbook does not have.
    fn unknown(&self, names: &[Spanned<String>], followed: &BTreeSet<&str>) -> Vec<Diagnostic> {
        let finding = |name: &Spanned<String>| {
            let same = |known: &str| comparable(known) == comparable(&name.value);
            if same(ALL_SERVICES) || followed.iter().any(|known| same(known)) {
                return None;
            }
            let message = format!("the playbook has no {} `{}`", self.what, name.value);
            let finding = Diagnostic::at(self.code, name.span, message);
            if self.known.iter().any(|known| same(known)) {
                return Some(Diagnostic { severity: Severity::Warning, ..finding });
            }
            let known = self.known.iter().map(String::as_str);
            let near = nearest(&name.value, known).map(|near| format!("did you mean `{near}`?"));
            let help =
                near.unwrap_or_else(|| format!("add a {} of your own to `{}s` in `waybook.yml`", self.what, self.what));
            Some(Diagnostic { severity: Severity::Error, ..finding.help(help) })
        };
        names.iter().filter_map(finding).collect()
    }
}

fn services_of(playbook: &Playbook) -> BTreeSet<&str> {
    let tasks = playbook.processes.iter().flat_map(|process| &process.tasks);
    let steps = playbook.processes.iter().flat_map(|process| &process.steps);
    let scopes = tasks.map(|(_, task)| &task.services).chain(steps.map(|step| &step.scope));
    scopes.flat_map(|scope| &scope.services).map(String::as_str).collect()
}

fn phases_of(playbook: &Playbook) -> BTreeSet<&str> {
    playbook.processes.iter().flat_map(|process| &process.phases).map(String::as_str).collect()
}
