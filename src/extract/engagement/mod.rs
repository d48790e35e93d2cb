//! An engagement file, and the table of statuses it names, to an [`Engagement`].
//!
//! Kinds of values are held against [`ENGAGEMENT`] first, so that what follows takes what is right and leaves the rest.
//! Whether a task is in the playbook is not known here: that is a check.

mod add_export;
mod blocks;
mod claims;
mod closing;
mod exports;
mod keys;
mod names;
mod slips;
mod states;
mod status_columns;
mod table;
mod tasks;

pub use add_export::with_export;
pub use claims::Claims;
pub use keys::ENGAGEMENT;
pub use names::Project;

use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::model::{Engagement, Gap, GapKind, Scope};
use crate::syntax::shape::{self, Shape};
use crate::syntax::yaml::{self, Node};
use crate::text::{FileId, Source, Sources, Spanned, VirtualPath, folded, nearest};

/// Reads an engagement; none if the file holds no keys at all.
///
/// The table that `task_status` names is looked for in the folder of the engagement file first, then in the project
/// folder; see [`tables`] for what to load before.
pub fn engagement(file: &Source, project: &Project<'_>) -> Checked<Option<Engagement>> {
    let mut found = Vec::new();
    let root = yaml::parse(file.id, &file.text, 0).unpack(&mut found);
    let Some(root) = root.filter(|root| !root.entries().is_empty()) else {
        if found.is_empty() {
            let place = crate::text::Span::start_of(file.id);
            found.push(
                Diagnostic::at(Code::InvalidConfig, place, "an engagement without a key").help("add `customer: …`"),
            );
        }
        return Checked::new(None, found);
    };
    found.extend(shape::check(&root, &Shape::Record(&ENGAGEMENT)));
    let mut engagement = read(file, &root, project, &mut found);
    found.extend(engagement.scope.version.as_ref().and_then(|version| project.unknown_version(version)));
    tasks::listed(&root, &mut engagement, &mut found);
    if let Some(node) = root.get("task_status") {
        table(node, file, project, &mut engagement, &mut found);
    }
    exports::attach(file, project, &mut engagement, &mut found);
    found.extend(slips::slips(&root, &engagement));
    Checked::new(Some(engagement), found)
}

/// Where the exports of an engagement file may lie.
pub fn export_places(file: &Source) -> Vec<super::exports::Glob> {
    export_globs(file).iter().flat_map(|glob| super::exports::places(file, glob)).collect()
}

/// The globs of `exports` in an engagement file.
fn export_globs(file: &Source) -> Vec<String> {
    let root = yaml::parse(file.id, &file.text, 0).value;
    let entries = root.as_ref().and_then(|root| root.get("exports")).map(Node::items).unwrap_or_default();
    let globs = entries.iter().filter_map(|entry| entry.text().or_else(|| entry.get("files")?.text()));
    globs.map(str::to_owned).collect()
}

/// Where the table of statuses of an engagement file may lie, in order of preference. Paths that climb out of the
/// project are left out.
pub fn tables(file: &Source) -> Vec<VirtualPath> {
    let root = yaml::parse(file.id, &file.text, 0).value;
    let name = root.as_ref().and_then(|root| root.get("task_status")).and_then(Node::text);
    name.map(|name| places(file, name)).unwrap_or_default()
}

/// The tables that were read for an engagement, its statuses and its exports, with the hashes of their texts.
pub fn tables_of(file: &Source, engagement: &Engagement, sources: &Sources) -> Vec<(FileId, u64)> {
    let statuses = tables(file).iter().find_map(|place| sources.at(place));
    let exports = super::exports::named(file, engagement, sources);
    let read = statuses.map(AsRef::as_ref).into_iter().chain(exports.into_iter().map(|(source, _)| source));
    read.map(|source| (source.id, source.hash)).collect()
}

fn places(file: &Source, name: &str) -> Vec<VirtualPath> {
    let mut places: Vec<_> = [file.path.parent().join(name), VirtualPath::new(name)].into_iter().flatten().collect();
    places.dedup();
    places
}

fn table(node: &Node, file: &Source, project: &Project<'_>, engagement: &mut Engagement, found: &mut Vec<Diagnostic>) {
    let Some(name) = node.text() else { return };
    let places = places(file, name);
    let Some(source) = places.iter().find_map(|place| project.sources.at(place)) else {
        let tables = project.sources.iter().map(|source| source.path.as_str()).filter(|path| path.ends_with(".csv"));
        let help = nearest(name, tables).map(|path| format!("did you mean `{path}`?"));
        let looked = places.iter().map(|place| format!("`{place}`")).collect::<Vec<_>>().join(" and ");
        let finding = Diagnostic::at(Code::UnreadableFile, node.span, format!("no table of statuses at {looked}"));
        let named = Spanned::new(name.to_owned(), node.span);
        engagement.gaps.push(Gap { kind: GapKind::NoStatuses, named, file: None });
        found.push(
            finding.help(help.unwrap_or_else(|| "name a CSV file from this folder or the project folder".to_owned())),
        );
        return;
    };
    table::read(source, node.span, project, engagement, found);
}

fn read(file: &Source, root: &Node, project: &Project<'_>, found: &mut Vec<Diagnostic>) -> Engagement {
    Engagement {
        file: file.id,
        id: file.path.stem().to_owned(),
        customer: blocks::text(root, "customer").unwrap_or_else(|| file.path.stem().to_owned()),
        tenant: blocks::spanned(root, "tenant"),
        language: blocks::spanned(root, "language"),
        scope: scope(root, project, found),
        health: closing::health(root),
        objectives: closing::objectives(root),
        team: blocks::team(root),
        summary: blocks::text(root, "summary"),
        next_actions: blocks::actions(root, "next_actions"),
        tasks: std::collections::BTreeMap::new(),
        imports: Vec::new(),
        batches: blocks::batches(root, project),
        export_sources: blocks::export_sources(root, project),
        exports: crate::model::Exports::default(),
        gaps: Vec::new(),
        dispositions: blocks::dispositions(root, found),
        bulk_dispositions: blocks::bulk_dispositions(root, project),
        issues: blocks::issues(root),
        entitlements: blocks::entitlements(root, project, found),
        risks: blocks::risks(root),
        decisions: blocks::decisions(root),
        pauses: blocks::pauses(root),
        lessons: blocks::lessons(root),
        handover: blocks::actions(root, "handover"),
        cleanup: closing::cleanup(root),
        data_handling: blocks::text(root, "data_handling"),
        signoff: blocks::signoff(root),
    }
}

fn scope(root: &Node, project: &Project<'_>, found: &mut Vec<Diagnostic>) -> Scope {
    let services = blocks::texts(root, "services").into_iter().map(|name| project.service(name));
    let phases = blocks::texts(root, "phases").into_iter().map(|name| project.phase(name));
    Scope {
        services: slips::once(services.collect(), "service", found),
        phases: slips::once(phases.collect(), "phase", found),
        opened: blocks::date(root, "opened"),
        target: blocks::date(root, "target"),
        // A value that is no name stays a name that no edition has: another edition must not take its place.
        edition: named(root, "edition"),
        version: blocks::spanned(root, "version"),
    }
}

/// The name under a key; empty where the value is no text.
fn named(root: &Node, key: &str) -> Option<Spanned<String>> {
    let node = root.get(key).filter(|node| !node.is_null())?;
    Some(Spanned::new(node.text().map(folded).unwrap_or_default(), node.span))
}

#[cfg(test)]
mod tests;
