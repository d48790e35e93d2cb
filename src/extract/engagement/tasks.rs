//! Statuses that stand in the engagement file itself, and what all statuses have in common.

use super::{blocks, slips};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Engagement, FtopStatus, Import, TaskId, TaskStatus, Waiver};
use crate::syntax::yaml::{Key, Node};
use crate::text::{Span, Spanned, folded, nearest};

/// Reads the block `tasks`.
pub(super) fn listed(root: &Node, engagement: &mut Engagement, found: &mut Vec<Diagnostic>) {
    let entries = root.get("tasks").map(Node::entries).unwrap_or_default();
    let rows = entries.len();
    for (key, node) in entries {
        let Some(status) = entry(key, node, found) else { continue };
        // `1330` and `01330` are two keys and one task.
        if let Some(first) = engagement.tasks.get(&status.id.value) {
            let name = Spanned::new(status.id.value.to_string(), status.id.span);
            found.push(slips::twice("status for task", &name, first.id.span).help("remove one of the two"));
            continue;
        }
        engagement.tasks.insert(status.id.value, status);
    }
    let used = engagement.tasks.len();
    let latest = engagement.tasks.values().filter_map(|status| status.on.as_ref()).map(|on| on.value).max();
    let file = engagement.file;
    engagement.imports.push(Import { file, rows, used, elsewhere: 0, rejected: rows - used, latest, unusable: false });
}

fn entry(key: &Key, node: &Node, found: &mut Vec<Diagnostic>) -> Option<TaskStatus> {
    let Some(id) = TaskId::parse(&key.text) else {
        let finding = Diagnostic::at(Code::InvalidConfig, key.span, format!("`{}` is no task id", key.text));
        found.push(finding.help("write the three to five digits of the task"));
        return None;
    };
    let word = if node.text().is_some() { Some(node) } else { node.get("status") };
    let Some(word) = word.filter(|word| word.text().is_some()) else {
        if node.is_null() {
            let finding = Diagnostic::at(Code::InvalidConfig, key.span, format!("task `{id}` has no status"));
            found.push(finding.help("write a status, or remove the task: without one it has no data"));
        }
        return None;
    };
    let status = status(word.text().unwrap_or_default(), word.span, found);
    let on = blocks::date(node, "on");
    let waiver = Waiver {
        reason: blocks::text(node, "reason"),
        approved_by: blocks::text(node, "approved_by"),
        on: on.clone().filter(|_| status.value.sets_aside()),
    };
    Some(TaskStatus {
        id: Spanned::new(id, key.span),
        status,
        percent: node.get("percent").and_then(percent),
        on: on.or_else(|| blocks::date(node, "updated")),
        by: blocks::text(node, "by"),
        owner: blocks::text(node, "owner"),
        role: blocks::spanned(node, "role"),
        service: None,
        note: blocks::text(node, "note"),
        evidence: blocks::text(node, "evidence"),
        waiver,
        span: key.span.to(node.span),
    })
}

fn percent(node: &Node) -> Option<Spanned<u8>> {
    let percent = blocks::whole(node).filter(|percent| *percent <= 100)?;
    Some(Spanned::new(percent as u8, node.span))
}

/// A status; a word that FTOP does not have is kept and reported.
pub(super) fn status(text: &str, span: Span, found: &mut Vec<Diagnostic>) -> Spanned<FtopStatus> {
    let status = FtopStatus::parse(text);
    if let FtopStatus::Unknown(word) = &status {
        let near = abbreviated(word).or_else(|| nearest(word, FtopStatus::WORDS));
        let finding = Diagnostic::at(Code::UnknownStatus, span, format!("unknown status `{word}`"));
        found.push(finding.help(near.map_or_else(words, |near| format!("did you mean `{near}`?"))));
    }
    Spanned::new(status, span)
}

/// The only status that begins with a word: `Paused`, `Deferred`.
fn abbreviated(word: &str) -> Option<&'static str> {
    let word = folded(word).to_lowercase();
    let mut with = FtopStatus::WORDS.iter().filter(|status| status.to_lowercase().starts_with(&word));
    with.next().filter(|_| with.next().is_none() && word.len() >= 4).copied()
}

fn words() -> String {
    let words = FtopStatus::WORDS.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>();
    format!("use one of {}", words.join(", "))
}

/// The finding about two statuses of one task: the first counts, the second does not.
pub(super) fn conflict(counts: &TaskStatus, other: &TaskStatus) -> Diagnostic {
    let said = |status: &TaskStatus| match &status.percent {
        Some(percent) if counts.status.value == other.status.value => format!("{} %", percent.value),
        _ => status.status.value.as_str().to_owned(),
    };
    let (first, second) = (said(counts), said(other));
    let message = format!("task `{}` is `{first}` here and `{second}` elsewhere", counts.id.value);
    Diagnostic::at(Code::StatusConflict, counts.status.span, message)
        .label("this one counts")
        .related(other.status.span, format!("`{second}`"))
        .help("correct one of the two")
}

/// Whether two statuses of one task contradict each other.
pub(super) fn disagree(a: &TaskStatus, b: &TaskStatus) -> bool {
    let percents = (a.percent.as_ref().map(|p| p.value), b.percent.as_ref().map(|p| p.value));
    a.status.value != b.status.value || matches!(percents, (Some(a), Some(b)) if a != b)
}

/// Takes from another status of the same task what this one does not say.
pub(super) fn complete(status: &mut TaskStatus, other: TaskStatus) {
    status.percent = status.percent.take().or(other.percent);
    status.on = status.on.take().or(other.on);
    status.by = status.by.take().or(other.by);
    status.owner = status.owner.take().or(other.owner);
    status.role = status.role.take().or(other.role);
    status.service = status.service.take().or(other.service);
    status.note = status.note.take().or(other.note);
    status.evidence = status.evidence.take().or(other.evidence);
    let waiver = &mut status.waiver;
    waiver.reason = waiver.reason.take().or(other.waiver.reason);
    waiver.approved_by = waiver.approved_by.take().or(other.waiver.approved_by);
    waiver.on = waiver.on.take().or(other.waiver.on);
}
