//! What is wrong in an engagement file although each value by itself is of the right kind: values left empty, names that
//! stand twice, names of batches and issues that nothing else in the file or in an export has.
//!
//! A value that decides what is counted is never guessed: `batch:` without a name would settle the units of all batches.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Batch, Engagement};
use crate::syntax::yaml::{Key, Node, Value};
use crate::text::{Span, Spanned, comparable, nearest};

/// Keys that say whose data is read, or what is counted. Left empty, nobody can tell what was meant.
const NEVER_EMPTY: [&str; 6] = ["tenant", "language", "phases", "edition", "version", "task_status"];

/// Keys of a disposition of items left behind that narrow it.
const NARROWING: [&str; 3] = ["up_to", "batch", "service"];

/// What Exchange puts before the names of batches in its reports on moves.
const EXCHANGE_PREFIX: &str = "migrationservice:";

/// Every slip of an engagement file whose exports are read.
pub(super) fn slips(root: &Node, engagement: &Engagement) -> Vec<Diagnostic> {
    let mut found = empty_values(root);
    found.extend(repeated_batches(&engagement.batches));
    found.extend(repeated_issues(engagement));
    found.extend(unknown_batches(engagement));
    found.extend(unknown_issues(engagement));
    found
}

fn empty_values(root: &Node) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = empty_keys(root, &NEVER_EMPTY).map(empty).collect();
    for node in root.get("left_behind").map(Node::items).unwrap_or_default() {
        found.extend(empty_keys(node, &NARROWING).map(empty));
    }
    for key in ["services", "phases"] {
        let items = root.get(key).map(Node::items).unwrap_or_default();
        // A single empty text is the value of the key.
        let list = root.get(key).is_some_and(|node| matches!(node.value, Value::List(_)));
        for item in items.iter().filter(|item| list && is_empty(item)) {
            let finding = Diagnostic::at(Code::InvalidConfig, item.span, format!("an empty name in `{key}`"));
            found.push(finding.help("write a name, or remove the item"));
        }
    }
    found
}

/// The keys among some that are there and have no value.
fn empty_keys<'n>(node: &'n Node, keys: &'static [&str]) -> impl Iterator<Item = &'n Key> {
    let entries = node.entries().into_iter().filter(|(key, node)| keys.contains(&key.text.as_str()) && is_empty(node));
    entries.map(|(key, _)| key)
}

fn is_empty(node: &Node) -> bool {
    let nothing = matches!(&node.value, Value::List(items) if items.is_empty());
    node.is_null() || nothing || node.text().is_some_and(|text| text.trim().is_empty())
}

fn empty(key: &Key) -> Diagnostic {
    let finding = Diagnostic::at(Code::InvalidConfig, key.span, format!("`{}` has no value", key.text));
    finding.help("give it a value, or remove the line")
}

/// The name of a batch by which two spellings are compared: without the prefix of Exchange.
pub(super) fn batch_key(name: &str) -> String {
    let name = comparable(name);
    name.strip_prefix(EXCHANGE_PREFIX).map(|rest| rest.trim().to_owned()).unwrap_or(name)
}

/// Batches of one name. Of two services they are two batches; where one of them has no service, units of that name would
/// count in both.
fn repeated_batches(batches: &[Batch]) -> Vec<Diagnostic> {
    let mut known: BTreeMap<String, Vec<&Batch>> = BTreeMap::new();
    let mut found = Vec::new();
    for batch in batches {
        let same = known.entry(batch_key(&batch.name.value)).or_default();
        if let Some(first) = same.iter().find(|first| may_share_units(first, batch)) {
            let help = match (&first.service, &batch.service) {
                (Some(_), Some(_)) | (None, None) => "make one batch of the two, or give one of them another name",
                _ => "name the service of each, or give one of them another name",
            };
            found.push(twice("batch", &batch.name, first.name.span).help(help));
        }
        same.push(batch);
    }
    found
}

fn may_share_units(one: &Batch, other: &Batch) -> bool {
    match (&one.service, &other.service) {
        (Some(one), Some(other)) => comparable(&one.value) == comparable(&other.value),
        _ => true,
    }
}

/// Issues of one id: an item of the handover that names it would take over both.
fn repeated_issues(engagement: &Engagement) -> Vec<Diagnostic> {
    let mut known: BTreeMap<String, Span> = BTreeMap::new();
    let mut found = Vec::new();
    for issue in &engagement.issues {
        let Some(id) = &issue.id else { continue };
        match known.get(&comparable(id)) {
            Some(first) => {
                let finding = twice("issue", &Spanned::new(id.clone(), issue.span), *first);
                found.push(finding.help("give each issue an id of its own"));
            }
            None => drop(known.insert(comparable(id), issue.span)),
        }
    }
    found
}

/// The finding about a second thing of one name.
pub(super) fn twice(what: &str, name: &Spanned<String>, first: Span) -> Diagnostic {
    let message = format!("a second {what} `{}`", name.value);
    Diagnostic::at(Code::InvalidConfig, name.span, message).related(first, "the first one")
}

/// Names of services or phases without those that stand twice, which are reported.
pub(super) fn once(names: Vec<Spanned<String>>, what: &str, found: &mut Vec<Diagnostic>) -> Vec<Spanned<String>> {
    let mut known: BTreeMap<String, Span> = BTreeMap::new();
    let mut kept = Vec::new();
    for name in names {
        if let Some(first) = known.get(&comparable(&name.value)) {
            let finding = twice(what, &name, *first).help("remove one of the two; it counts once");
            found.push(Diagnostic { severity: Severity::Warning, ..finding });
            continue;
        }
        known.insert(comparable(&name.value), name.span);
        kept.push(name);
    }
    kept
}

/// Batches that exports, issues and dispositions name and that are nowhere else.
fn unknown_batches(engagement: &Engagement) -> Vec<Diagnostic> {
    let listed: BTreeSet<String> = engagement.batches.iter().map(|batch| batch_key(&batch.name.value)).collect();
    let mut found = Vec::new();
    // Not every batch has to be listed, and without a list the entry of an export is where a batch is named first.
    let of_entries = engagement.export_sources.iter().filter_map(|entry| entry.batch.as_ref());
    for name in of_entries.filter(|name| !listed.is_empty() && !listed.contains(&batch_key(&name.value))) {
        let finding = unknown_batch(name, engagement.batches.iter().map(|batch| batch.name.value.as_str()));
        found.push(match finding.help {
            Some(_) => finding,
            None => Diagnostic { severity: Severity::Warning, ..finding.help("add it to `batches`") },
        });
    }
    found.extend(unknown_elsewhere(engagement, &listed));
    found
}

/// Batches that issues and dispositions name and that neither the file nor an export has.
fn unknown_elsewhere(engagement: &Engagement, listed: &BTreeSet<String>) -> Vec<Diagnostic> {
    let exports = &engagement.exports;
    let of_units: BTreeSet<&str> = exports.units.iter().filter_map(|unit| unit.batch()).map(AsRef::as_ref).collect();
    let of_exports: Vec<&str> =
        of_units.into_iter().chain(exports.batches.iter().map(|batch| batch.name.as_str())).collect();
    let is_known = |name: &str| {
        let key = batch_key(name);
        listed.contains(&key) || of_exports.iter().any(|known| batch_key(known) == key)
    };
    // The export that has it may be the one that could not be read.
    let may_be_unread = !engagement.export_sources.is_empty() && of_exports.is_empty();
    let severity = if may_be_unread { Severity::Warning } else { Severity::Error };
    let of_issues = engagement.issues.iter().filter_map(|issue| issue.batch.as_ref());
    let of_dispositions = engagement.bulk_dispositions.iter().filter_map(|one| one.batch.as_ref());
    let unknown = of_issues.chain(of_dispositions).filter(|name| !is_known(&name.value));
    let names = || engagement.batches.iter().map(|batch| batch.name.value.as_str()).chain(of_exports.iter().copied());
    unknown.map(|name| Diagnostic { severity, ..unknown_batch(name, names()) }).collect()
}

fn unknown_batch<'n>(name: &Spanned<String>, known: impl Iterator<Item = &'n str>) -> Diagnostic {
    // `Wave 2` is no slip for `Wave 1`.
    let digits = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
    let near = nearest(&name.value, known.filter(|known| digits(known) == digits(&name.value)));
    let near = near.map(|near| format!("did you mean `{near}`?"));
    Diagnostic::at(Code::InvalidConfig, name.span, format!("no batch is named `{}`", name.value)).maybe_help(near)
}

/// Issues that the handover names and that are not there: nothing is handed over.
fn unknown_issues(engagement: &Engagement) -> Vec<Diagnostic> {
    let names =
        || engagement.issues.iter().flat_map(|issue| issue.id.as_deref().into_iter().chain([issue.title.as_str()]));
    let is_known = |name: &str| names().any(|known| comparable(known) == comparable(name));
    let finding = |item: &crate::model::Action| {
        let name = item.issue.as_deref().filter(|name| !is_known(name))?;
        let near = nearest(name, names()).map(|near| format!("did you mean `{near}`?"));
        let finding = Diagnostic::at(Code::InvalidConfig, item.span, format!("no issue has the id or title `{name}`"));
        Some(Diagnostic { severity: Severity::Warning, ..finding.maybe_help(near) })
    };
    engagement.handover.iter().filter_map(finding).collect()
}
