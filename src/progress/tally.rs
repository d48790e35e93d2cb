//! Tasks counted by state.

use std::collections::HashMap;
use std::hash::Hash;

use super::{State, TaskProgress};

/// A part of a whole in percent, rounded half up, but 100 only where the part is the whole; none of nothing. The one
/// function by which every share of a report is worked out.
pub fn percent(part: u64, all: u64) -> Option<u32> {
    if part >= all {
        return (all > 0).then_some(100);
    }
    let (part, all) = (u128::from(part), u128::from(all));
    let rounded = (part * 200 + all) / (all * 2);
    Some(rounded.min(99) as u32)
}

/// How many tasks are in which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Complete.
    pub done: usize,
    /// Set aside with reason, approver and date.
    pub waived: usize,
    /// Optional tasks set aside.
    pub not_required: usize,
    /// Begun or to begin.
    pub open: usize,
    /// Nothing was reported.
    pub no_data: usize,
}

impl Tally {
    /// Tasks in scope.
    pub fn total(&self) -> usize {
        self.waived + self.not_required + self.denominator()
    }

    /// Tasks that count: those that were not set aside.
    pub fn denominator(&self) -> usize {
        self.done + self.open + self.no_data
    }

    /// How many are in one state.
    pub fn of(&self, state: State) -> usize {
        match state {
            State::Done => self.done,
            State::Waived => self.waived,
            State::NotRequired => self.not_required,
            State::Open => self.open,
            State::NoData => self.no_data,
        }
    }

    /// Done of those that count, as [`percent`] has it; none if nothing counts or nothing was reported of what counts.
    pub fn percent(&self) -> Option<u32> {
        let all = self.denominator();
        (all > self.no_data).then(|| percent(self.done as u64, all as u64)).flatten()
    }

    fn add(&mut self, state: State) {
        match state {
            State::Done => self.done += 1,
            State::Waived => self.waived += 1,
            State::NotRequired => self.not_required += 1,
            State::Open => self.open += 1,
            State::NoData => self.no_data += 1,
        }
    }
}

/// The tasks of one phase, process or service, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Its name; none for everything, or for what has no phase.
    pub name: Option<String>,
    /// The mandatory tasks.
    pub mandatory: Tally,
    /// All tasks.
    pub all: Tally,
}

impl Share {
    /// Counts tasks.
    pub fn of<'t>(name: Option<String>, tasks: impl IntoIterator<Item = &'t TaskProgress>) -> Self {
        let mut share = Share { name, ..Share::default() };
        tasks.into_iter().for_each(|task| share.add(task));
        share
    }

    fn add(&mut self, task: &TaskProgress) {
        self.all.add(task.state);
        if task.mandatory {
            self.mandatory.add(task.state);
        }
    }
}

/// Counts tasks by what `group` says of each, in the order in which the groups first occur; a group's name is the last part.
pub(super) fn grouped<K: Eq + Hash>(
    tasks: &[TaskProgress],
    group: impl Fn(&TaskProgress) -> (K, Option<String>),
) -> Vec<Share> {
    let mut groups: Vec<Share> = Vec::new();
    let mut places: HashMap<K, usize> = HashMap::new();
    for task in tasks {
        let (key, name) = group(task);
        let place = *places.entry(key).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Share { name, ..Share::default() });
        }
        groups[place].add(task);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn a_hundred_percent_is_the_whole_and_nothing_less() {
        let cases =
            [(0, 0, None), (0, 3, Some(0)), (1, 3, Some(33)), (2, 3, Some(67)), (1, 8, Some(13)), (1, 200, Some(1))];
        for (part, all, expected) in cases {
            assert_eq!(percent(part, all), expected, "{part} of {all}");
        }
        assert_eq!(
            [percent(999, 1000), percent(1000, 1000), percent(u64::MAX - 1, u64::MAX)],
            [Some(99), Some(100), Some(99)]
        );
    }
}
