//! Units that tools name differently: by an alias and by an address, by a GUID, by the address of a personal site and by its
//! owner. Two are one unit only where this is sure: the name fits one other unit of the same service, and no second one.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::model::{Unit, unit_name};
use crate::text::comparable;

/// A GUID that stands for none.
const NO_GUID: &str = "00000000-0000-0000-0000-000000000000";

/// What stands for a further name of a unit that nothing else has; none for a blank and for the GUID of zeros.
pub(super) fn key(text: &str) -> Option<u64> {
    let name = unit_name(text);
    if name.is_empty() || name == NO_GUID {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    Some(hasher.finish())
}

/// Whether an identity is itself such a name.
pub(super) fn is_key(identity: &str) -> bool {
    let bare = identity.trim_matches(['{', '}']);
    let is_guid = bare.len() == NO_GUID.len()
        && bare
            .bytes()
            .zip(NO_GUID.bytes())
            .all(|(own, form)| if form == b'-' { own == b'-' } else { own.is_ascii_hexdigit() });
    let start = identity.trim_start_matches('/').get(..5).unwrap_or_default().to_ascii_lowercase();
    is_guid || start == "x500:" || start.starts_with("o=")
}

/// Which units are the same as another: by the place of the one that goes, that of the one that stays.
pub(super) fn joins(units: &[Unit], keys: Vec<(u64, u32)>) -> BTreeMap<usize, usize> {
    let mut joins = BTreeMap::new();
    by_keys(units, keys, &mut joins);
    by_alias(units, &mut joins);
    by_personal_site(units, &mut joins);
    joins
}

/// The unit that another one became.
fn last(joins: &BTreeMap<usize, usize>, at: usize) -> usize {
    joins.get(&at).map_or(at, |to| last(joins, *to))
}

fn is_address(unit: &Unit) -> bool {
    unit.identity.contains('@')
}

/// Joins units that share a GUID or a distinguished name. Of several the one that is named by an address stays.
fn by_keys(units: &[Unit], mut keys: Vec<(u64, u32)>, joins: &mut BTreeMap<usize, usize>) {
    keys.sort_unstable();
    keys.dedup();
    for group in keys.chunk_by(|one, other| one.0 == other.0).filter(|group| group.len() > 1) {
        let mut places: Vec<usize> = group.iter().map(|(_, at)| last(joins, *at as usize)).collect();
        places.sort_unstable();
        places.dedup();
        let Some(stays) = places.iter().copied().find(|at| is_address(&units[*at])).or(places.first().copied()) else {
            continue;
        };
        let same = |at: &usize| *at != stays && units[*at].service() == units[stays].service();
        joins.extend(places.into_iter().filter(same).map(|at| (at, stays)));
    }
}

/// Joins move requests, which know an alias only, to the one mailbox whose address begins with it.
fn by_alias(units: &[Unit], joins: &mut BTreeMap<usize, usize>) {
    let is_mailbox = |unit: &Unit| unit.service().map(AsRef::as_ref) == Some("Exchange");
    let is_alias = |unit: &Unit| !unit.identity.contains(['@', '/', '\\']) && is_mailbox(unit);
    if !units.iter().any(is_alias) {
        return;
    }
    let mut addresses: HashMap<String, Option<usize>> = HashMap::new();
    for (at, unit) in staying(units, joins).filter(|(_, unit)| is_mailbox(unit)) {
        if let Some((local, _)) = unit_name(&unit.identity).split_once('@') {
            once(&mut addresses, local.to_owned(), at);
        }
    }
    let found: Vec<(usize, usize)> = staying(units, joins)
        .filter(|(_, unit)| is_alias(unit))
        .filter_map(|(at, unit)| Some((at, addresses.get(&comparable(&unit.identity)).copied().flatten()?)))
        .collect();
    joins.extend(found);
}

/// Joins a personal site, `…/personal/ana_contoso_example`, to the one owner whose name it is made from.
fn by_personal_site(units: &[Unit], joins: &mut BTreeMap<usize, usize>) {
    let is_drive = |unit: &Unit| unit.service().map(AsRef::as_ref) == Some("OneDrive for Business");
    let mut sites: HashMap<String, Option<usize>> = HashMap::new();
    for (at, unit) in staying(units, joins).filter(|(_, unit)| is_drive(unit)) {
        let name = unit_name(&unit.identity);
        if let Some((_, folder)) = name.split_once("/personal/").filter(|(_, folder)| !folder.contains('/')) {
            once(&mut sites, folder.to_owned(), at);
        }
    }
    if sites.is_empty() {
        return;
    }
    let mut owners: HashMap<String, Option<usize>> = HashMap::new();
    for (at, unit) in staying(units, joins).filter(|(_, unit)| is_drive(unit) && is_address(unit)) {
        let name = unit_name(&unit.identity);
        if !name.contains("//") {
            once(&mut owners, name.replace(|c: char| !c.is_alphanumeric(), "_"), at);
        }
    }
    let pairs = sites.into_iter().filter_map(|(folder, site)| Some((site?, owners.get(&folder).copied().flatten()?)));
    joins.extend(pairs.collect::<Vec<_>>());
}

fn staying<'u>(units: &'u [Unit], joins: &BTreeMap<usize, usize>) -> impl Iterator<Item = (usize, &'u Unit)> {
    units.iter().enumerate().filter(|(at, _)| !joins.contains_key(at))
}

/// Notes the place of a name; none where a second unit has it.
fn once(places: &mut HashMap<String, Option<usize>>, name: String, at: usize) {
    places.entry(name).and_modify(|known| *known = None).or_insert(Some(at));
}
