//! Units and batches over batches, rounds and files: each once, with what was said of it before. Nothing is counted twice,
//! and where two exports contradict each other without one being newer, both places are shown.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Attempt, BatchFacts, Exports, FailedItems, Failure, Group, LeftBehind, MigrationState, More, ToolStatus, Unit,
    unit_name,
};
use crate::text::{FileId, Span, comparable};

use super::batches;
use super::joins;
use super::listed::{Item, Listed};
use super::rounds::{Round, Rounds};

/// What tells rows about one unit apart, and which of two is the newer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rank {
    /// The latest moment of the row in seconds; [`Rank::NEVER`] without one.
    pub(super) stamp: i64,
    /// The number of the round, or 0.
    pub(super) round: u32,
    /// Stands for where the unit goes; 0 where the row does not say it. One source may go to two places.
    pub(super) to: u32,
}

impl Rank {
    /// The stamp of a row without a date.
    pub(super) const NEVER: i64 = i64::MIN;
}

/// Which of two rows counts.
enum Newer {
    This,
    Other,
    Nobody,
}

/// What was read so far.
#[derive(Default)]
pub(super) struct Merged {
    units: Vec<Unit>,
    ranks: Vec<Rank>,
    /// Places of units by their keys; half a key is enough, since equal ones are told apart.
    index: HashMap<u32, u32>,
    rounds: Rounds,
    undecided: Vec<(usize, Unit, Rank)>,
    batches: Vec<(BatchFacts, Rank)>,
    listed: Listed,
    /// What stands for further names of units, with the place of the unit.
    keys: Vec<(u64, u32)>,
    overruled: BTreeMap<FileId, usize>,
}

impl Merged {
    /// Adds a row about a unit, what it says of one round, and what stands for further names of the unit.
    pub(super) fn unit(&mut self, unit: Unit, rank: Rank, round: Option<Round>, keys: &[u64]) {
        let mut key = key(&unit);
        loop {
            let Some(at) = self.index.get(&key).map(|at| *at as usize) else {
                self.index.insert(key, self.units.len() as u32);
                self.note(self.units.len(), round, keys);
                self.units.push(unit);
                self.ranks.push(rank);
                return;
            };
            let to = self.ranks[at].to;
            if (to == rank.to || to == 0 || rank.to == 0) && is_same(&self.units[at], &unit) {
                self.note(at, round, keys);
                return self.again(at, unit, rank);
            }
            // Two names with one key, or one name that goes to two places: the next place.
            key = key.wrapping_add(1);
        }
    }

    fn note(&mut self, at: usize, round: Option<Round>, keys: &[u64]) {
        round.into_iter().for_each(|round| self.rounds.add(at, round));
        self.keys.extend(keys.iter().map(|key| (*key, at as u32)));
    }

    /// Joins a row to the unit that is known from another row.
    fn again(&mut self, at: usize, unit: Unit, rank: Rank) {
        match newer((rank, unit.span.file), (self.ranks[at], self.units[at].span.file)) {
            Newer::This => self.replace(at, unit, rank),
            Newer::Other => self.keep(at, unit),
            Newer::Nobody => self.undecided.push((at, unit, rank)),
        }
    }

    fn replace(&mut self, at: usize, mut unit: Unit, rank: Rank) {
        let before = &mut self.units[at];
        let mut history = std::mem::take(&mut before.more().history);
        history.push(attempt(before));
        complete(&mut unit, before);
        unit.more().history = history;
        *self.overruled.entry(before.span.file).or_default() += 1;
        *before = unit;
        let to = if rank.to == 0 { self.ranks[at].to } else { rank.to };
        self.ranks[at] = Rank { to, ..rank };
    }

    fn keep(&mut self, at: usize, unit: Unit) {
        *self.overruled.entry(unit.span.file).or_default() += 1;
        let known = &mut self.units[at];
        complete(known, &unit);
        let history = &mut known.more().history;
        history.push(attempt(&unit));
        history.sort_by_key(|attempt| attempt.on);
    }

    /// Adds a row about a batch as a whole.
    pub(super) fn batch(&mut self, batch: BatchFacts, rank: Rank) {
        let name = comparable(&batch.name);
        match self
            .batches
            .iter_mut()
            .find(|(known, _)| comparable(&known.name) == name && known.service == batch.service)
        {
            None => self.batches.push((batch, rank)),
            Some(known) => {
                let counts =
                    matches!(newer((rank, batch.span.file), (known.1, known.0.span.file)), Newer::This | Newer::Nobody);
                *self.overruled.entry(if counts { known.0.span.file } else { batch.span.file }).or_default() += 1;
                if counts {
                    *known = (batch, rank);
                }
            }
        }
    }

    /// Adds what a row says of one item.
    pub(super) fn item(&mut self, item: Item) {
        self.listed.add(item);
    }

    /// Settles what is open. `ages` holds the latest day of each file. Gives how many rows of each file are overruled, too.
    pub(super) fn finish(
        mut self,
        ages: &BTreeMap<FileId, Option<Date>>,
        found: &mut Vec<Diagnostic>,
    ) -> (Exports, BTreeMap<FileId, usize>) {
        for (at, unit, rank) in std::mem::take(&mut self.undecided) {
            let age = |file| ages.get(&file).copied().flatten();
            match (age(unit.span.file), age(self.units[at].span.file)) {
                (Some(this), Some(other)) if this > other => self.replace(at, unit, rank),
                (Some(this), Some(other)) if this < other => self.keep(at, unit),
                _ => self.settle(at, unit, rank, found),
            }
        }
        std::mem::take(&mut self.rounds).settle(&mut self.units);
        let others = self.join(found);
        let rounds: Vec<u32> = self.ranks.iter().map(|rank| rank.round).collect();
        let failures = self.listed.settle(&mut self.units, &rounds, &others);
        give_reasons(&mut self.units, &failures);
        let batches: Vec<BatchFacts> = self.batches.into_iter().map(|(batch, _)| batch).collect();
        let exports = Exports { units: self.units, batches, failures, imports: Vec::new(), unknown: Vec::new() };
        found.extend(batches::against_units(&exports));
        (exports, self.overruled)
    }

    /// Joins units that tools name differently; gives the names of those that became part of another, with its place.
    fn join(&mut self, found: &mut Vec<Diagnostic>) -> HashMap<String, usize> {
        let joins = joins::joins(&self.units, std::mem::take(&mut self.keys));
        if joins.is_empty() {
            return HashMap::new();
        }
        let mut others = Vec::new();
        // A later unit first: it may go to one that itself goes to another.
        for from in joins.keys().rev().copied() {
            let mut to = joins[&from];
            while let Some(further) = joins.get(&to) {
                to = *further;
            }
            others.push((unit_name(&self.units[from].identity), to));
            let (identity, rank) = (self.units[to].identity.clone(), self.ranks[from]);
            let unit = Unit { identity, ..self.units[from].clone() };
            match newer((rank, unit.span.file), (self.ranks[to], self.units[to].span.file)) {
                Newer::This => self.replace(to, unit, rank),
                Newer::Other => self.keep(to, unit),
                Newer::Nobody => self.settle(to, unit, rank, found),
            }
        }
        let stays = |at: &usize| !joins.contains_key(at);
        let mut at = 0..;
        self.units.retain(|_| at.next().is_some_and(|at| stays(&at)));
        let mut at = 0..;
        self.ranks.retain(|_| at.next().is_some_and(|at| stays(&at)));
        let moved = |to: usize| to - joins.range(..to).count();
        others.into_iter().map(|(name, to)| (name, moved(to))).collect()
    }

    /// Of two rows without an order the one counts that says less is done; if they differ, that is a finding.
    fn settle(&mut self, at: usize, unit: Unit, rank: Rank, found: &mut Vec<Diagnostic>) {
        let known = &self.units[at];
        if known.state() != unit.state() {
            let less = progress(unit.state()) < progress(known.state());
            let (counts, other) = if less { (&unit, known) } else { (known, &unit) };
            found.push(conflict(&counts.identity, (&counts.status, counts.span), (&other.status, other.span)));
            if !less {
                return self.keep(at, unit);
            }
        }
        self.replace(at, unit, rank);
    }
}

/// Gives units that failed without a word why: the reason that most of their items failed for.
fn give_reasons(units: &mut [Unit], failures: &[FailedItems]) {
    let mut reasons: HashMap<String, &FailedItems> = HashMap::new();
    for items in failures {
        let reason = reasons.entry(unit_name(&items.unit)).or_insert(items);
        if items.count > reason.count {
            *reason = items;
        }
    }
    let failed = |unit: &&mut Unit| matches!(unit.state(), MigrationState::Failed | MigrationState::Stopped);
    let silent = units.iter_mut().filter(|unit| !reasons.is_empty() && unit.failure().is_none());
    for unit in silent.filter(failed) {
        if let Some(items) = reasons.get(&unit_name(&unit.identity)) {
            let failure = Failure { category: Some(items.category.clone()), message: None };
            unit.more().failure = Some(failure.into());
        }
    }
}

/// Takes from another row about the unit what this one does not say of where it belongs.
fn complete(unit: &mut Unit, other: &Unit) {
    if unit.batch().is_none() && other.batch().is_some() {
        unit.group = match unit.service() == other.service() {
            true => other.group.clone(),
            false => Group { service: unit.service().cloned(), batch: other.batch().cloned() }.into(),
        };
    }
    unit.items.total = unit.items.total.get().or(other.items.total.get()).into();
    unit.bytes.total = unit.bytes.total.get().or(other.bytes.total.get()).into();
    unit.days.started = [unit.days.started, other.days.started].into_iter().flatten().min();
    left_behind(unit, other);
}

/// Takes from another row what was skipped, where this one does not say it: what a tool skipped stays skipped. Kinds that do
/// not fit into the number of this row are from another time.
fn left_behind(unit: &mut Unit, other: &Unit) {
    let own = unit.items.skipped.get();
    unit.items.skipped = own.or(other.items.skipped.get()).into();
    let Some(more) = other.more.as_deref() else { return };
    // What a filter left out is counted anew by each run.
    let kinds =
        |more: &More| more.left_behind.iter().copied().filter(|(kind, _)| *kind != LeftBehind::Filtered).collect();
    let known: Vec<(LeftBehind, u64)> = unit.more.as_deref().map(kinds).unwrap_or_default();
    let others: Vec<(LeftBehind, u64)> = kinds(more);
    let sum = others.iter().map(|(_, count)| *count).fold(0, u64::saturating_add);
    if sum > 0 && known.is_empty() && own.is_none_or(|own| own >= sum) {
        unit.more().left_behind.extend(others);
    }
    if more.consistency.is_some() && unit.consistency().is_none() {
        unit.more().consistency = more.consistency.clone();
    }
}

fn attempt(unit: &Unit) -> Attempt {
    Attempt { batch: unit.batch().cloned(), status: unit.status.clone(), on: unit.days.latest(), span: unit.span }
}

/// The key of a unit: its name and its service, however the name is spelt.
fn key(unit: &Unit) -> u32 {
    let mut hasher = DefaultHasher::new();
    unit_name(&unit.identity).hash(&mut hasher);
    unit.service().hash(&mut hasher);
    hasher.finish() as u32
}

/// Stands for the place that a unit goes to; never 0.
pub(super) fn destination(address: &str) -> u32 {
    let mut hasher = DefaultHasher::new();
    unit_name(address).hash(&mut hasher);
    (hasher.finish() as u32).max(1)
}

fn is_same(one: &Unit, other: &Unit) -> bool {
    one.service() == other.service()
        && (one.identity == other.identity || unit_name(&one.identity) == unit_name(&other.identity))
}

/// Which row is the newer: by round and row within a file, by the latest moment across files.
fn newer((this, file): (Rank, FileId), (other, other_file): (Rank, FileId)) -> Newer {
    let same_file = file == other_file;
    if same_file && this.round != other.round && this.round > 0 && other.round > 0 {
        return if this.round > other.round { Newer::This } else { Newer::Other };
    }
    let stamp = |rank: Rank| Some(rank.stamp).filter(|stamp| *stamp != Rank::NEVER);
    match (stamp(this), stamp(other)) {
        (Some(this), Some(other)) if this > other => Newer::This,
        (Some(this), Some(other)) if this < other => Newer::Other,
        _ if same_file => Newer::This,
        _ => Newer::Nobody,
    }
}

/// How far a state is from done, for choosing between rows that contradict each other.
fn progress(state: &MigrationState) -> u8 {
    match state {
        MigrationState::Failed | MigrationState::Unknown(_) => 0,
        MigrationState::Stopped | MigrationState::Removed => 1,
        MigrationState::NotStarted => 2,
        MigrationState::Queued => 3,
        MigrationState::Preparing => 4,
        MigrationState::Syncing => 5,
        MigrationState::SyncedWithErrors => 6,
        MigrationState::Synced => 7,
        MigrationState::Completing => 8,
        MigrationState::CompletedWithIssues => 9,
        MigrationState::Completed => 10,
    }
}

/// The finding about two exports that say different things; the first one counts.
pub(super) fn conflict(name: &str, counts: (&ToolStatus, Span), other: (&ToolStatus, Span)) -> Diagnostic {
    let (first, second) = (&counts.0.word, &other.0.word);
    let message = format!("`{name}` is `{first}` here and `{second}` in another export");
    Diagnostic::at(Code::ExportConflict, counts.1, message)
        .label("this one counts")
        .related(other.1, format!("`{second}`"))
        .help("remove the older of the two exports")
}
