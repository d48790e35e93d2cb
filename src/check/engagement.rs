//! An engagement held against its playbook and against itself.
//!
//! `status-for-unknown-task`, `status-out-of-scope`, `stale-status`, `waiver-incomplete`, `unknown-service`,
//! `unknown-phase`, `date-order`, `entitlements-do-not-add-up`. What one file alone can tell (kinds of values, unknown
//! words, conflicts with its tables and exports) was found when it was read.

mod names;

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Engagement, Entitlement, FtopStatus, TaskStatus};
use crate::progress::situation::Situation;
use crate::progress::{Progress, State};
use crate::text::Spanned;

pub use names::KnownNames;

/// Every finding about one engagement. What it names is looked for among the names of the playbook, whatever its edition.
pub fn engagement(situation: &Situation<'_>, known: &KnownNames) -> Vec<Diagnostic> {
    let Situation { playbook, engagement, progress, .. } = situation;
    let mut found = known.unknown_tasks(engagement, progress);
    found.extend(out_of_scope(engagement, progress));
    found.extend(stale_statuses(situation));
    found.extend(entitlements(engagement));
    found.extend(incomplete_waivers(engagement, progress));
    found.extend(known.unknown_scope(playbook, engagement));
    found.extend(date_order(engagement));
    found.extend(super::units::units(situation));
    found
}

/// Statuses for tasks that the playbook has for other services or phases.
pub fn out_of_scope(engagement: &Engagement, progress: &Progress) -> Vec<Diagnostic> {
    let finding = |id| {
        let status = &engagement.tasks.get(id)?;
        let message = format!("task `{id}` is not in scope, so its status does not count");
        Some(
            Diagnostic::at(Code::StatusOutOfScope, status.id.span, message)
                .help("add its service or phase to the engagement, or remove the status"),
        )
    };
    // Where no service is in scope, that is said once.
    let said = engagement.scope.services.is_empty();
    progress.out_of_scope.iter().filter(|_| !said).filter_map(finding).collect()
}

/// Tasks in work whose last word is older than the project allows.
pub fn stale_statuses(situation: &Situation<'_>) -> Vec<Diagnostic> {
    let most = i64::from(situation.thresholds.stale_status_days);
    let open = situation.progress.tasks.iter().filter(|task| task.state == State::Open);
    let statuses = open.filter_map(|task| situation.engagement.tasks.get(&task.id));
    let in_work = statuses.filter(|status| {
        let word = &status.status.value;
        *word == FtopStatus::InProgress || word.is_blocked()
    });
    let finding = |status: &TaskStatus| {
        let on = status.on.as_ref()?;
        let age = i64::from(situation.as_of.since(on.value).ok()?.get_days());
        let (id, word) = (status.id.value, status.status.value.as_str());
        let message = format!("task `{id}` is `{word}` since {age} days");
        let finding = Diagnostic::at(Code::StaleStatus, on.span, message);
        (age > most).then(|| finding.help("ask how it stands, and report it with the day"))
    };
    in_work.filter_map(finding).collect()
}

/// Entitlements whose parts are more or fewer than the available ones.
pub fn entitlements(engagement: &Engagement) -> Vec<Diagnostic> {
    let finding = |entitlement: &Entitlement| {
        let available = entitlement.available.as_ref()?;
        let sum: u64 = entitlement.shares.iter().map(|share| u64::from(share.count)).sum();
        let wrong = !entitlement.shares.is_empty() && sum != u64::from(available.value);
        let message = format!(
            "{} entitlements of {} are available, their parts are {sum}",
            available.value, entitlement.service.value
        );
        wrong.then(|| Diagnostic::at(Code::EntitlementsDoNotAddUp, available.span, message).help("count them anew"))
    };
    engagement.entitlements.iter().filter_map(finding).collect()
}

/// Mandatory tasks that are set aside without reason, approver or date: they count as open.
pub fn incomplete_waivers(engagement: &Engagement, progress: &Progress) -> Vec<Diagnostic> {
    let mandatory = progress.tasks.iter().filter(|task| task.mandatory);
    let set_aside =
        mandatory.filter_map(|task| engagement.tasks.get(&task.id)).filter(|status| status.status.value.sets_aside());
    let finding = |status: &crate::model::TaskStatus| {
        let missing = status.waiver.missing();
        let message = format!("the waiver of task `{}` has no {}", status.id.value, listed(&missing));
        let finding = Diagnostic::at(Code::WaiverIncomplete, status.status.span, message);
        (!missing.is_empty()).then(|| finding.help("add what is missing: until then the task counts as open"))
    };
    set_aside.filter_map(finding).collect()
}

/// Words joined as in a sentence: `reason, approver and date`.
fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [word] => (*word).to_owned(),
        [words @ .., last] => format!("{} and {last}", words.join(", ")),
    }
}

/// Dates that lie before others that they must follow.
pub fn date_order(engagement: &Engagement) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut check = |earlier: &Option<Spanned<Date>>, later: &Option<Spanned<Date>>, words: (&str, &str)| {
        found.extend(misordered(earlier, later, words));
    };
    check(&engagement.scope.opened, &engagement.scope.target, ("the opening", "the target"));
    for batch in &engagement.batches {
        check(&batch.planned, &batch.planned_to, ("the window's first day", "the window's last day"));
        let decided = batch.go_no_go.as_ref().and_then(|decision| decision.on.clone());
        check(&decided, &batch.migrated, ("the Go/No-Go", "the migration"));
    }
    for issue in &engagement.issues {
        check(&issue.opened, &issue.resolved, ("the issue's opening", "the issue's resolution"));
    }
    for pause in &engagement.pauses {
        check(&pause.from, &pause.to, ("the pause's first day", "the pause's last day"));
    }
    found
}

fn misordered(
    earlier: &Option<Spanned<Date>>,
    later: &Option<Spanned<Date>>,
    words: (&str, &str),
) -> Option<Diagnostic> {
    let (earlier, later) = (earlier.as_ref()?, later.as_ref()?);
    let message = format!("{} lies before {}", words.1, words.0);
    let finding = Diagnostic::at(Code::DateOrder, later.span, message);
    let finding = finding.related(earlier.span, words.0).help("correct one of the two dates");
    (later.value < earlier.value).then_some(finding)
}
