//! Single items that could not be moved or were left out, counted by unit and reason. An item may stand in several reports of
//! one task, and in one for each round: it counts once, as its last round says. What it is called is not kept.

use std::collections::{BTreeMap, HashMap};

use super::joins;
use crate::model::{Amount, FailedItems, LeftBehind, Unit, unit_name};
use crate::text::{FileId, Span};

/// What one row says of one item.
pub(super) struct Item {
    /// The unit, as the row names it: perhaps by the path of the item.
    pub(super) unit: Box<str>,
    /// The same without its last part, where that is the item.
    pub(super) above: Option<Box<str>>,
    /// Stands for the item.
    pub(super) key: u64,
    /// The round, or 0.
    pub(super) round: u32,
    /// The reason; none if the item was moved after all.
    pub(super) category: Option<String>,
    /// What kind of list it stands in.
    pub(super) list: ListKind,
    /// The row.
    pub(super) span: Span,
}

/// A kind of list of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum ListKind {
    /// Items that failed in the rounds that were made last.
    Failed,
    /// Items that ever failed: what a unit says of itself is newer.
    EverFailed,
    /// Items that the tool left out.
    Skipped,
}

/// The items of one unit, reason and kind of list.
struct List {
    unit: Box<str>,
    above: Option<Box<str>>,
    category: String,
    kind: ListKind,
    round: u32,
    count: u64,
    span: Span,
}

/// What is known of an item that failed, or that a later round moved.
struct Known {
    list: Option<u32>,
    round: u32,
    file: FileId,
    /// How many times it stands in the file that is read.
    current: u32,
    /// The most that it stands in one file.
    most: u32,
}

/// All items so far.
#[derive(Default)]
pub(super) struct Listed {
    lists: Vec<List>,
    places: HashMap<(String, String, ListKind), u32>,
    items: HashMap<u64, Known>,
}

impl Listed {
    /// Adds a row.
    pub(super) fn add(&mut self, item: Item) {
        let (key, round, file) = (item.key, item.round, item.span.file);
        let list = item.category.is_some().then(|| self.list(item));
        match self.items.get_mut(&key) {
            // An item that was moved in the first round needs no place: most are.
            None if list.is_some() || round > 1 => {
                self.items.insert(key, Known { list, round, file, current: 1, most: 1 });
            }
            Some(known) if round > known.round => *known = Known { list, round, file, current: 1, most: 1 },
            Some(known) if round == known.round && list.is_some() => {
                known.current = if known.file == file && known.list.is_some() { known.current + 1 } else { 1 };
                known.most = known.most.max(known.current);
                known.file = file;
                known.list = known.list.or(list);
            }
            _ => {}
        }
    }

    /// The place of the list that an item belongs to.
    fn list(&mut self, item: Item) -> u32 {
        let category = item.category.unwrap_or_default();
        let key = (unit_name(&item.unit), category, item.list);
        if let Some(at) = self.places.get(&key) {
            let list = &mut self.lists[*at as usize];
            list.round = list.round.max(item.round);
            return *at;
        }
        let at = self.lists.len() as u32;
        self.lists.push(List {
            unit: item.unit,
            above: item.above,
            category: key.1.clone(),
            kind: item.list,
            round: item.round,
            count: 0,
            span: item.span,
        });
        self.places.insert(key, at);
        at
    }

    /// Gives each unit what is listed of it. `rounds` are those of the units, `others` the names of units that became part
    /// of another. Items that were left out and whose unit nothing else names are kept with those that failed.
    pub(super) fn settle(
        mut self,
        units: &mut [Unit],
        rounds: &[u32],
        others: &HashMap<String, usize>,
    ) -> Vec<FailedItems> {
        for known in self.items.into_values() {
            if let Some(list) = known.list {
                self.lists[list as usize].count += u64::from(known.most);
            }
        }
        self.lists.retain(|list| list.count > 0);
        if self.lists.is_empty() {
            return Vec::new();
        }
        let owners = Owners::new(units, others);
        let mut failures: BTreeMap<(String, String), FailedItems> = BTreeMap::new();
        let mut left: BTreeMap<(usize, ListKind), Left> = BTreeMap::new();
        for list in self.lists {
            let owner = owners.of(&list.unit);
            if let Some(at) = owner {
                left.entry((at, list.kind)).or_default().add(&list);
            }
            if owner.is_none() || list.kind != ListKind::Skipped {
                let unit = owner.map(|at| units[at].identity.clone()).or(list.above).unwrap_or(list.unit);
                let key = (unit_name(&unit), list.category.clone());
                let items = failures.entry(key).or_insert(FailedItems {
                    unit,
                    category: list.category,
                    count: 0,
                    span: list.span,
                });
                items.count += list.count;
            }
        }
        for ((at, kind), left) in left {
            left.give(&mut units[at], kind, rounds[at]);
        }
        failures.into_values().collect()
    }
}

/// How many items of a unit one kind of list has.
#[derive(Default)]
struct Left {
    count: u64,
    round: u32,
    kinds: BTreeMap<LeftBehind, u64>,
}

impl Left {
    fn add(&mut self, list: &List) {
        self.count += list.count;
        self.round = self.round.max(list.round);
        if let Some(kind) = kind_of(&list.category) {
            *self.kinds.entry(kind).or_default() += list.count;
        }
    }

    /// A unit's own count stays where it is the larger, or newer: the same items are in both.
    fn give(self, unit: &mut Unit, kind: ListKind, round: u32) {
        let most = |known: Amount| Amount::of(known.get().unwrap_or(0).max(self.count));
        match kind {
            ListKind::Skipped => {
                unit.items.skipped = most(unit.items.skipped);
                let known = &mut unit.more().left_behind;
                for (kind, count) in self.kinds {
                    match known.iter_mut().find(|(own, _)| *own == kind) {
                        Some((_, own)) => *own = (*own).max(count),
                        None => known.push((kind, count)),
                    }
                }
            }
            ListKind::EverFailed if unit.items.failed.get().is_some() => {}
            ListKind::Failed if unit.items.failed.get().is_some() && self.round > 0 && self.round < round => {}
            ListKind::Failed | ListKind::EverFailed => unit.items.failed = most(unit.items.failed),
        }
    }
}

/// The kind of items that a word of Exchange names: `CorruptItem`, `CorruptFolderACL`, `LargeItem`, `MissingItem`.
fn kind_of(word: &str) -> Option<LeftBehind> {
    let word = word.trim().to_ascii_lowercase();
    let kinds = [
        ("corrupt", LeftBehind::Corrupt),
        ("bad", LeftBehind::Corrupt),
        ("large", LeftBehind::Large),
        ("missing", LeftBehind::Missing),
    ];
    kinds.into_iter().find(|(start, _)| word.starts_with(start)).map(|(_, kind)| kind)
}

/// Which unit an item belongs to: the one that its row names, or the one whose path it lies below.
struct Owners {
    places: HashMap<u64, u32>,
}

impl Owners {
    fn new(units: &[Unit], others: &HashMap<String, usize>) -> Self {
        let others = others.iter().filter_map(|(name, at)| Some((joins::key(name)?, *at as u32)));
        let mut places: HashMap<u64, u32> = others.collect();
        for (at, unit) in units.iter().enumerate().rev() {
            places.extend(joins::key(&unit.identity).map(|key| (key, at as u32)));
        }
        Self { places }
    }

    fn of(&self, name: &str) -> Option<usize> {
        let mut name = name;
        loop {
            let known = joins::key(name).and_then(|key| self.places.get(&key));
            if let Some(at) = known {
                return Some(*at as usize);
            }
            let end = name.rfind(['/', '\\'])?;
            name = &name[..end];
        }
    }
}
