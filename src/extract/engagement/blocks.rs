//! The blocks of an engagement file besides its tasks. Values of the wrong kind are reported already and left out here.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Project, slips};
use crate::diagnostic::Diagnostic;
use crate::model::{
    Action, Batch, BulkDisposition, DateOrder, DecimalMark, Decision, Disposition, ENTITLEMENT_STATUSES, Entitlement,
    EntitlementShare, ExportSource, GoDecision, GoNoGo, Issue, LeftBehind, Lesson, Member, MigrationState, Pause, Risk,
    Settlement, Signoff,
};
use crate::syntax::shape;
use crate::syntax::yaml::{Key, Node, Value};
use crate::text::{Span, Spanned, comparable, folded};

/// A text, blanks and line ends folded.
pub(super) fn text(node: &Node, key: &str) -> Option<String> {
    let text = folded(node.get(key)?.text()?);
    (!text.is_empty()).then_some(text)
}

/// A text at its place.
pub(super) fn spanned(node: &Node, key: &str) -> Option<Spanned<String>> {
    Some(Spanned::new(text(node, key)?, node.get(key)?.span))
}

/// The texts of a list, each at its place.
pub(super) fn texts(node: &Node, key: &str) -> Vec<Spanned<String>> {
    let texts = items(node, key).iter().filter_map(|item| Some(Spanned::new(folded(item.text()?), item.span)));
    texts.filter(|text| !text.value.is_empty()).collect()
}

/// A day at its place.
pub(super) fn date(node: &Node, key: &str) -> Option<Spanned<Date>> {
    day(node.get(key)?)
}

/// A whole number.
pub(super) fn whole(node: &Node) -> Option<u32> {
    node.text()?.parse().ok()
}

fn day(node: &Node) -> Option<Spanned<Date>> {
    Some(Spanned::new(shape::date(node.text()?)?, node.span))
}

pub(super) fn items<'n>(node: &'n Node, key: &str) -> &'n [Node] {
    node.get(key).map(Node::items).unwrap_or_default()
}

/// The text that an entry is about: its short form, or the value of a key.
pub(super) fn subject(node: &Node, key: &str) -> Option<String> {
    node.text().map(folded).or_else(|| text(node, key))
}

pub(super) fn team(root: &Node) -> Vec<Member> {
    let entries = root.get("team").map(Node::entries).unwrap_or_default();
    let member = |(role, node): (&Key, &Node)| {
        let role = Spanned::new(folded(&role.text), role.span);
        Some(Member { role, name: subject(node, "name")?, email: text(node, "email") })
    };
    entries.into_iter().filter_map(member).collect()
}

pub(super) fn actions(root: &Node, key: &str) -> Vec<Action> {
    let action = |node: &Node| {
        let what = subject(node, "what")?;
        let (owner, due, issue) = (text(node, "owner"), date(node, "due"), text(node, "issue"));
        Some(Action { what, owner, due, issue, span: node.span })
    };
    items(root, key).iter().filter_map(action).collect()
}

pub(super) fn batches(root: &Node, project: &Project<'_>) -> Vec<Batch> {
    items(root, "batches").iter().filter_map(|node| batch(node, project)).collect()
}

fn batch(node: &Node, project: &Project<'_>) -> Option<Batch> {
    let planned = node.get("planned");
    let window = planned.filter(|planned| matches!(planned.value, Value::Map(_)));
    Some(Batch {
        name: spanned(node, "name")?,
        service: spanned(node, "service").map(|name| project.service(name)),
        planned: window.map_or_else(|| planned.and_then(day), |window| date(window, "from")),
        planned_to: window.and_then(|window| date(window, "to")),
        migrated: date(node, "migrated"),
        units: node.get("units").and_then(whole),
        state: spanned(node, "state").map(|word| Spanned::new(MigrationState::parse(&word.value), word.span)),
        go_no_go: node.get("go_no_go").map(go_no_go),
        note: text(node, "note"),
        span: node.span,
    })
}

fn go_no_go(node: &Node) -> GoNoGo {
    let decision = spanned(node, "decision");
    GoNoGo {
        decision: decision.and_then(|word| Some(Spanned::new(GoDecision::parse(&word.value)?, word.span))),
        on: date(node, "on"),
        by: text(node, "by"),
        conditions: text(node, "conditions").filter(|text| !matches!(text.to_lowercase().as_str(), "none" | "-")),
    }
}

pub(super) fn export_sources(root: &Node, project: &Project<'_>) -> Vec<ExportSource> {
    let source = |node: &Node| {
        let short = node.text().map(|text| Spanned::new(folded(text), node.span));
        Some(ExportSource {
            files: short.or_else(|| spanned(node, "files"))?,
            batch: spanned(node, "batch"),
            service: spanned(node, "service").map(|name| project.service(name)),
            dates: text(node, "dates").and_then(|word| DateOrder::parse(&word)),
            decimals: text(node, "decimals").and_then(|word| DecimalMark::parse(&word)),
            format: spanned(node, "format"),
        })
    };
    items(root, "exports").iter().filter_map(source).collect()
}

pub(super) fn dispositions(root: &Node, found: &mut Vec<Diagnostic>) -> Vec<Disposition> {
    let entries = root.get("dispositions").map(Node::entries).unwrap_or_default();
    found.extend(repeated(entries.iter().map(|(key, _)| named(key)), "disposition of the unit"));
    let disposition = |(key, node): (&Key, &Node)| {
        Some(Disposition {
            unit: named(key),
            decision: Settlement::parse(&subject(node, "decision")?)?,
            by: text(node, "by"),
            on: date(node, "on"),
            reason: text(node, "reason"),
        })
    };
    entries.into_iter().filter_map(disposition).collect()
}

pub(super) fn bulk_dispositions(root: &Node, project: &Project<'_>) -> Vec<BulkDisposition> {
    let disposition = |node: &Node| {
        Some(BulkDisposition {
            kind: LeftBehind::parse(node.get("kind")?.text()?)?,
            up_to: node.get("up_to").and_then(whole).map(u64::from),
            batch: spanned(node, "batch"),
            service: spanned(node, "service").map(|name| project.service(name)),
            decision: Settlement::parse(node.get("decision")?.text()?)?,
            by: text(node, "by")?,
            on: date(node, "on")?,
            reason: text(node, "reason"),
            span: node.span,
        })
    };
    items(root, "left_behind").iter().filter_map(disposition).collect()
}

pub(super) fn issues(root: &Node) -> Vec<Issue> {
    let issue = |node: &Node| {
        Some(Issue {
            id: text(node, "id"),
            title: text(node, "title")?,
            batch: spanned(node, "batch"),
            opened: date(node, "opened"),
            severity: text(node, "severity"),
            owner: text(node, "owner"),
            due: date(node, "due"),
            resolved: date(node, "resolved"),
            resolution: text(node, "resolution"),
            span: node.span,
        })
    };
    items(root, "issues").iter().filter_map(issue).collect()
}

pub(super) fn entitlements(root: &Node, project: &Project<'_>, found: &mut Vec<Diagnostic>) -> Vec<Entitlement> {
    let entries = root.get("entitlements").map(Node::entries).unwrap_or_default();
    found.extend(repeated(entries.iter().map(|(key, _)| project.service(named(key))), "entry for the service"));
    let entitlement = |(key, node): (&Key, &Node)| Entitlement {
        service: project.service(named(key)),
        available: node.get("available").and_then(|node| Some(Spanned::new(whole(node)?, node.span))),
        shares: node.entries().into_iter().filter_map(|(key, node)| share(&key.text, node)).collect(),
    };
    entries.into_iter().map(entitlement).collect()
}

fn share(status: &str, node: &Node) -> Option<EntitlementShare> {
    let known = ENTITLEMENT_STATUSES.contains(&status);
    let count = whole(node).or_else(|| node.get("count").and_then(whole)).filter(|_| known)?;
    let reason = text(node, "reason");
    Some(EntitlementShare {
        status: status.to_owned(),
        count,
        reason,
        engineering_reason: text(node, "engineering_reason"),
    })
}

/// The text of a key as a name.
fn named(key: &Key) -> Spanned<String> {
    Spanned::new(folded(&key.text), key.span)
}

/// A finding for each name that stands twice in other letters or under another spelling; YAML takes only the same text for
/// the same key.
fn repeated(names: impl Iterator<Item = Spanned<String>>, what: &str) -> Vec<Diagnostic> {
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    let mut found = Vec::new();
    for name in names {
        if let Some(first) = first.insert(comparable(&name.value), name.span) {
            found.push(slips::twice(what, &name, first).help("remove one of the two"));
        }
    }
    found
}

pub(super) fn risks(root: &Node) -> Vec<Risk> {
    let risk = |node: &Node| {
        Some(Risk {
            what: subject(node, "what")?,
            likelihood: text(node, "likelihood"),
            impact: text(node, "impact"),
            mitigation: text(node, "mitigation"),
            owner: text(node, "owner"),
            due: date(node, "due"),
            closed: date(node, "closed"),
        })
    };
    items(root, "risks").iter().filter_map(risk).collect()
}

pub(super) fn decisions(root: &Node) -> Vec<Decision> {
    let decision = |node: &Node| {
        let what = subject(node, "what")?;
        Some(Decision { what, by: text(node, "by"), on: date(node, "on"), reason: text(node, "reason") })
    };
    items(root, "decisions").iter().filter_map(decision).collect()
}

pub(super) fn pauses(root: &Node) -> Vec<Pause> {
    let pause = |node: &Node| Pause { from: date(node, "from"), to: date(node, "to"), reason: text(node, "reason") };
    items(root, "pauses").iter().filter(|node| !node.entries().is_empty()).map(pause).collect()
}

pub(super) fn lessons(root: &Node) -> Vec<Lesson> {
    let lesson = |node: &Node| Some(Lesson { what: subject(node, "what")?, advice: text(node, "advice") });
    items(root, "lessons").iter().filter_map(lesson).collect()
}

pub(super) fn signoff(root: &Node) -> Option<Signoff> {
    let node = root.get("signoff")?;
    Some(Signoff { by: text(node, "by"), role: text(node, "role"), on: date(node, "on") })
}
