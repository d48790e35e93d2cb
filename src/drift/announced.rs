//! Changed ids that nobody announced: no refresh entry and no line of a change log that is new names them.

use std::collections::BTreeSet;

use serde::Serialize;

use super::state::{LoggedRow, RefreshRow, State};
use super::{Drift, Place};

/// A changed task that its authors forgot to announce.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unannounced {
    /// Its number.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// What happened to it: `added`, `removed`, `renamed`, …
    pub what: Vec<String>,
    /// The first place of a change.
    pub place: Option<Place>,
}

/// The changed ids that no new words name, in order.
pub(super) fn unannounced(old: &State, new: &State, drift: &Drift) -> Vec<Unannounced> {
    let named = named(old, new);
    drift.ids().into_iter().filter(|id| !named.contains(id)).map(|id| one(drift, id)).collect()
}

/// The ids that a refresh entry or a line of a change log names which the earlier state does not have.
fn named(old: &State, new: &State) -> BTreeSet<u32> {
    let words = |row: &RefreshRow| (row.file.clone(), row.date_text.clone(), row.what.clone(), row.notes.clone());
    let known: BTreeSet<_> = old.refreshes.iter().map(words).collect();
    let fresh = new.refreshes.iter().filter(|row| !known.contains(&words(row)));
    let mut named: BTreeSet<u32> = fresh.flat_map(|row| numbers(&row.what).chain(numbers(&row.notes))).collect();
    let count = |state: &State, row: &LoggedRow| {
        state.logged.iter().filter(|other| (&other.file, other.id) == (&row.file, row.id)).count()
    };
    let logged = new.logged.iter().filter(|row| count(new, row) > count(old, row));
    named.extend(logged.map(|row| row.id));
    named
}

/// The numbers in a text that may be ids of tasks.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = u32> {
    let words = text.split(|c: char| !c.is_ascii_digit()).filter(|word| (3..=5).contains(&word.len()));
    words.filter_map(|word| word.parse().ok())
}

fn one(drift: &Drift, id: u32) -> Unannounced {
    let seen = |list: &[super::TaskSeen], word: &str| {
        let task = list.iter().find(|task| task.id == id)?;
        Some((task.name.clone(), word.to_owned(), task.places.first().cloned()))
    };
    let changes = drift.changed.iter().filter(|change| change.id == id).map(|change| {
        let word = serde_json::to_value(change.kind).ok().and_then(|word| word.as_str().map(str::to_owned));
        (change.name.clone(), word.unwrap_or_default(), change.is.clone().or_else(|| change.was.clone()))
    });
    let all = seen(&drift.added, "added").into_iter().chain(seen(&drift.removed, "removed")).chain(changes);
    let mut found = Unannounced { id, name: String::new(), what: Vec::new(), place: None };
    for (name, word, place) in all {
        found.name = name;
        found.place = found.place.or(place);
        if !found.what.contains(&word) {
            found.what.push(word);
        }
    }
    found
}
