//! The units that exports name, by batch. Each is looked at once, however many batches there are: an export may have a
//! million units.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::model::{Batch, Engagement, Unit};
use crate::text::comparable;

/// The units of an engagement by batch.
pub(super) struct Listing<'e> {
    /// By the comparable name of the batch, in order of first mention; units of no batch under no name.
    units: BTreeMap<String, Vec<&'e Unit>>,
    /// The batches that exports name, spelt as at their first mention.
    names: BTreeMap<String, &'e str>,
    /// Services of which one batch takes in the units of no batch, with that batch.
    adopting: HashMap<String, &'e str>,
}

impl<'e> Listing<'e> {
    /// Sorts the units of an engagement.
    pub(super) fn new(engagement: &'e Engagement) -> Self {
        let exports = &engagement.exports;
        let mut names = BTreeMap::new();
        for batch in &exports.batches {
            names.entry(comparable(&batch.name)).or_insert(batch.name.as_str());
        }
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut groups: Vec<(&'e str, Vec<&'e Unit>)> = Vec::new();
        for unit in &exports.units {
            let name = unit.batch().map_or("", AsRef::as_ref);
            let place = *places.entry(name).or_insert_with(|| {
                groups.push((name, Vec::new()));
                groups.len() - 1
            });
            groups[place].1.push(unit);
        }
        let mut units: BTreeMap<String, Vec<&Unit>> = BTreeMap::new();
        for (name, group) in groups {
            let key = comparable(name);
            names.entry(key.clone()).or_insert(name);
            match units.get_mut(&key) {
                None => _ = units.insert(key, group),
                Some(known) => known.extend(group),
            }
        }
        let mut listing = Self { units, names, adopting: HashMap::new() };
        listing.adopting = listing.adopting(engagement);
        listing
    }

    /// The services of which exactly one batch has no figures of its own in an export. That one takes in the units of no
    /// batch: without this they would count twice, once by themselves and once by the number in the engagement file.
    fn adopting(&self, engagement: &'e Engagement) -> HashMap<String, &'e str> {
        let bare = |batch: &&Batch| {
            let named = self.units.contains_key(&comparable(&batch.name.value));
            !named && engagement.exports.batch(&batch.name.value).is_none()
        };
        let mut of_service: HashMap<String, Vec<&'e str>> = HashMap::new();
        for batch in engagement.batches.iter().filter(bare) {
            if let Some(service) = &batch.service {
                of_service.entry(comparable(&service.value)).or_default().push(&batch.name.value);
            }
        }
        let only = |(service, names): (String, Vec<&'e str>)| match names.as_slice() {
            [name] => Some((service, *name)),
            _ => None,
        };
        of_service.into_iter().filter_map(only).collect()
    }

    /// The units of a batch of the engagement file.
    pub(super) fn units(&self, batch: &Batch) -> Vec<&'e Unit> {
        let service = batch.service.as_ref().map(|service| comparable(&service.value));
        let adopts = |service: &String| self.adopting.get(service).is_some_and(|name| *name == batch.name.value);
        match service.filter(adopts) {
            Some(service) => self.unbatched().filter(|unit| of_service(unit).as_ref() == Some(&service)).collect(),
            None => self.units.get(&comparable(&batch.name.value)).cloned().unwrap_or_default(),
        }
    }

    /// The batches that exports name and the engagement file does not, by name; units of no batch under no name.
    pub(super) fn unlisted(&self, engagement: &Engagement) -> Vec<&'e str> {
        let known: HashSet<String> = engagement.batches.iter().map(|batch| comparable(&batch.name.value)).collect();
        self.names.iter().filter(|(key, _)| !known.contains(*key)).map(|(_, name)| *name).collect()
    }

    /// The units of a batch that only exports name; of no batch those that no other takes in.
    pub(super) fn left(&self, name: &str) -> Vec<&'e Unit> {
        if name.is_empty() {
            let adopted = |unit: &Unit| of_service(unit).is_some_and(|service| self.adopting.contains_key(&service));
            return self.unbatched().filter(|unit| !adopted(unit)).collect();
        }
        self.units.get(&comparable(name)).cloned().unwrap_or_default()
    }

    fn unbatched(&self) -> impl Iterator<Item = &'e Unit> {
        self.units.get("").into_iter().flatten().copied()
    }
}

fn of_service(unit: &Unit) -> Option<String> {
    unit.service().map(AsRef::as_ref).map(comparable)
}
