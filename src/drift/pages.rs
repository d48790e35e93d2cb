//! Which page and step of the earlier state is which of the later one, and what became of them.

use std::collections::{BTreeMap, BTreeSet};

use super::state::{PageRow, State, StepRow};
use super::{PageChange, StepChange};
use crate::model::ALL_SERVICES;
use crate::text::comparable;

/// Two pages are one that moved if they share at least this part of their task ids, out of [`WHOLE`].
const SHARED: usize = 5;
/// See [`SHARED`].
const WHOLE: usize = 10;

/// Pages and steps of both states, paired.
pub(super) struct Pairs {
    pages: Vec<(Option<PageRow>, Option<PageRow>)>,
    steps: Vec<(Option<StepRow>, Option<StepRow>)>,
    /// The file of a page now, by its file then.
    now: BTreeMap<String, String>,
    /// The title of a step now, by file and title then.
    step_now: BTreeMap<(String, String), String>,
}

impl Pairs {
    /// Pairs what both states have; `from_tasks` where one of them knows only its tasks.
    pub(super) fn new(old: &State, new: &State, from_tasks: bool) -> Self {
        let (old_pages, old_steps) = old.filled(from_tasks);
        let (new_pages, new_steps) = new.filled(from_tasks);
        let (old_ids, new_ids) = (ids(old, |row| row.file.clone()), ids(new, |row| row.file.clone()));
        let pages = paired(
            old_pages,
            new_pages,
            &[
                &|old, new| old.file == new.file,
                &|old, new| old.language == new.language && alike(old_ids.get(&old.file), new_ids.get(&new.file)),
                &|old, new| {
                    let name = |page: &PageRow| page.file.rsplit('/').next().unwrap_or_default().to_owned();
                    old.language == new.language && old.title == new.title && name(old) == name(new)
                },
            ],
        );
        let both = pages.iter().filter_map(|(old, new)| Some((old.as_ref()?.file.clone(), new.as_ref()?.file.clone())));
        let now: BTreeMap<String, String> = both.collect();
        let at_step = |row: &super::state::TaskRow| (row.file.clone(), row.step.clone());
        let (old_ids, new_ids) = (ids(old, at_step), ids(new, at_step));
        let same_page = |old: &StepRow, new: &StepRow| now.get(&old.file) == Some(&new.file);
        let steps = paired(
            old_steps,
            new_steps,
            &[
                &|old, new| same_page(old, new) && old.title == new.title,
                &|old, new| same_page(old, new) && bare(&old.title) == bare(&new.title),
                &|old, new| {
                    let of = |step: &StepRow| (step.file.clone(), step.title.clone());
                    same_page(old, new) && alike(old_ids.get(&of(old)), new_ids.get(&of(new)))
                },
            ],
        );
        let step_now = steps.iter().filter_map(|(old, new)| {
            let (old, new) = (old.as_ref()?, new.as_ref()?);
            Some(((old.file.clone(), old.title.clone()), new.title.clone()))
        });
        Self { step_now: step_now.collect(), pages, steps, now }
    }

    /// The file now of a page that was at `file`; the same where nothing is known of it.
    pub(super) fn file_now<'a>(&'a self, file: &'a str) -> &'a str {
        self.now.get(file).map_or(file, String::as_str)
    }

    /// The title now of a step.
    pub(super) fn step_now<'a>(&'a self, file: &str, title: &'a str) -> &'a str {
        self.step_now.get(&(file.to_owned(), title.to_owned())).map_or(title, String::as_str)
    }

    pub(super) fn page_changes(&self) -> Vec<PageChange> {
        let mut found = Vec::new();
        for (old, new) in &self.pages {
            let Some(row) = new.as_ref().or(old.as_ref()) else { continue };
            let mut push = |kind, before: String, after: String| {
                found.push(PageChange { kind, file: row.file.clone(), title: row.title.clone(), before, after });
            };
            match (old, new) {
                (None, _) => push("added", String::new(), row.title.clone()),
                (_, None) => push("removed", row.title.clone(), String::new()),
                (Some(old), Some(new)) => {
                    let editions = |page: &PageRow| page.editions.join(", ");
                    for (kind, before, after) in [
                        ("moved", old.file.clone(), new.file.clone()),
                        ("renamed", old.title.clone(), new.title.clone()),
                        ("phase", old.phase.clone(), new.phase.clone()),
                        ("editions", editions(old), editions(new)),
                    ] {
                        if before != after {
                            push(kind, before, after);
                        }
                    }
                }
            }
        }
        found.sort_by(|one, other| (&one.file, one.kind).cmp(&(&other.file, other.kind)));
        found
    }

    /// What became of the steps of pages that both states have.
    pub(super) fn step_changes(&self) -> Vec<StepChange> {
        let kept: BTreeSet<&String> = self.now.keys().chain(self.now.values()).collect();
        let mut found = Vec::new();
        for (old, new) in &self.steps {
            let Some(row) = new.as_ref().or(old.as_ref()).filter(|row| kept.contains(&row.file)) else { continue };
            let mut push = |kind, before: String, after: String| {
                let StepRow { file, line, title, .. } = row.clone();
                found.push(StepChange { kind, file, line, title, before, after });
            };
            match (old, new) {
                (None, _) => push("added", String::new(), row.title.clone()),
                (_, None) => push("removed", row.title.clone(), String::new()),
                (Some(old), Some(new)) => {
                    for (kind, before, after) in [
                        ("renamed", old.title.clone(), new.title.clone()),
                        ("roles", old.roles.join(", "), new.roles.join(", ")),
                        (
                            "services",
                            services(&old.services, old.all_services),
                            services(&new.services, new.all_services),
                        ),
                    ] {
                        if before != after {
                            push(kind, before, after);
                        }
                    }
                }
            }
        }
        found.sort_by(|one, other| (&one.file, one.line, one.kind).cmp(&(&other.file, other.line, other.kind)));
        found
    }
}

/// Services as text, sorted, `All Services` first.
pub(super) fn services(names: &[String], all: bool) -> String {
    let mut sorted: Vec<&str> = names.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    all.then_some(ALL_SERVICES).into_iter().chain(sorted).collect::<Vec<_>>().join(", ")
}

type Test<'t, Row> = &'t dyn Fn(&Row, &Row) -> bool;

/// Pairs rows by the first test that holds, each row once; what finds nobody stands alone.
fn paired<Row: Clone>(old: Vec<Row>, new: Vec<Row>, tests: &[Test<'_, Row>]) -> Vec<(Option<Row>, Option<Row>)> {
    let mut old: Vec<Option<Row>> = old.into_iter().map(Some).collect();
    let mut new: Vec<Option<Row>> = new.into_iter().map(Some).collect();
    let mut pairs = Vec::new();
    for test in tests {
        for one in &mut old {
            let Some(row) = one.as_ref() else { continue };
            let other = new.iter_mut().find(|other| other.as_ref().is_some_and(|other| test(row, other)));
            if let Some(other) = other {
                pairs.push((one.take(), other.take()));
            }
        }
    }
    pairs.extend(old.into_iter().flatten().map(|row| (Some(row), None)));
    pairs.extend(new.into_iter().flatten().map(|row| (None, Some(row))));
    pairs
}

/// The task ids of a state by some key.
fn ids<K: Ord>(state: &State, key: impl Fn(&super::state::TaskRow) -> K) -> BTreeMap<K, BTreeSet<u32>> {
    let mut found: BTreeMap<K, BTreeSet<u32>> = BTreeMap::new();
    for row in &state.tasks {
        found.entry(key(row)).or_default().insert(row.id);
    }
    found
}

/// Whether two sets of ids are mostly the same.
fn alike(one: Option<&BTreeSet<u32>>, other: Option<&BTreeSet<u32>>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    let both = one.intersection(other).count();
    both > 0 && both * WHOLE >= one.union(other).count() * SHARED
}

/// A heading without the number that it may begin with.
fn bare(title: &str) -> String {
    comparable(title.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' ')))
}
