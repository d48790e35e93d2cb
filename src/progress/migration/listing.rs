//! The units that exports name, by batch and service. Each is looked at once, however many batches there are: an export
//! may have a million units.
//!
//! A batch is its name and its service: two services may each have a batch of one name. A unit or an export of which the
//! service is not known belongs to the first batch of that name.

use std::collections::{BTreeMap, HashMap};

use crate::model::{Batch, BatchFacts, Engagement, Unit};
use crate::text::comparable;

/// A batch by its comparable name and service.
type Key = (String, Option<String>);

/// What exports say of one batch.
#[derive(Default)]
pub(super) struct Exported<'e> {
    /// The name as exports spell it at first mention; empty for units of no batch.
    pub(super) name: &'e str,
    /// The units that they name.
    pub(super) units: Vec<&'e Unit>,
    /// What they say of it as a whole.
    pub(super) facts: Option<&'e BatchFacts>,
}

/// The units of an engagement by batch.
pub(super) struct Listing<'e> {
    /// What exports say of batches that no batch of the engagement file has taken yet.
    left: BTreeMap<Key, Exported<'e>>,
}

impl<'e> Listing<'e> {
    /// Sorts the units of an engagement.
    pub(super) fn new(engagement: &'e Engagement) -> Self {
        let exports = &engagement.exports;
        let mut left: BTreeMap<Key, Exported<'e>> = BTreeMap::new();
        for facts in &exports.batches {
            let key = (comparable(&facts.name), facts.service.as_deref().map(comparable));
            let own = left.entry(key).or_insert_with(|| Exported { name: &facts.name, ..Exported::default() });
            own.facts.get_or_insert(facts);
        }
        // Groups are shared by many units, so that a name is made comparable once for all of them.
        let mut places: HashMap<(&str, &str), usize> = HashMap::new();
        let mut groups: Vec<(&'e Unit, Vec<&'e Unit>)> = Vec::new();
        for unit in &exports.units {
            let names = (unit.batch().map_or("", AsRef::as_ref), unit.service().map_or("", AsRef::as_ref));
            let place = *places.entry(names).or_insert_with(|| {
                groups.push((unit, Vec::new()));
                groups.len() - 1
            });
            groups[place].1.push(unit);
        }
        for (first, units) in groups {
            let name = first.batch().map_or("", AsRef::as_ref);
            let key = (comparable(name), first.service().map(|service| comparable(service)));
            left.entry(key).or_insert_with(|| Exported { name, ..Exported::default() }).units.extend(units);
        }
        Self { left }
    }

    /// Takes what exports say of a batch of the engagement file. `others` are the services of the other batches of its name.
    pub(super) fn take(&mut self, batch: &Batch, others: &[Option<String>]) -> Exported<'e> {
        let name = comparable(&batch.name.value);
        let service = batch.service.as_ref().map(|service| comparable(&service.value));
        let mut own = Exported::default();
        let is_own = |theirs: &Option<String>| match (&service, theirs) {
            (Some(own), Some(theirs)) => own == theirs,
            // Without a service of its own it takes what no other batch of the name is for.
            (None, Some(_)) => !others.contains(theirs),
            (_, None) => true,
        };
        let fits = |key: &&Key| key.0 == name && is_own(&key.1);
        let keys: Vec<Key> = self.left.keys().filter(fits).cloned().collect();
        for found in keys.iter().filter_map(|key| self.left.remove(key)) {
            own.units.extend(found.units);
            own.facts = own.facts.or(found.facts);
        }
        own
    }

    /// Takes the units of no batch that are of a service: those that exactly one batch of the service without figures of its
    /// own can be meant by.
    pub(super) fn adopt(&mut self, service: &str) -> Vec<&'e Unit> {
        self.left.remove(&(String::new(), Some(comparable(service)))).map(|own| own.units).unwrap_or_default()
    }

    /// What no batch of the engagement file has taken, by name and service; units of no batch under no name, first.
    pub(super) fn rest(self) -> impl Iterator<Item = Exported<'e>> {
        self.left.into_values()
    }
}
