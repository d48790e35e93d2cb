//! By which names a row calls a unit, a batch and an item.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::Reading;
use crate::extract::exports::format::{Field, Rows};
use crate::extract::exports::joins;
use crate::extract::exports::listed::{Item, ListKind};
use crate::model::{MigrationState, unit_name};
use crate::text::{comparable, folded};

impl Reading<'_> {
    /// What stands for further names of the unit.
    pub(super) fn keys(&self, name: &str) -> Vec<u64> {
        if !self.table.has(Field::Key) && !joins::is_key(name) {
            return Vec::new();
        }
        let own = joins::is_key(name).then_some(name);
        self.table.texts(Field::Key).chain(own).filter_map(joins::key).collect()
    }

    /// The name of a batch without what the tool writes before it.
    pub(super) fn batch_name(&self, name: &str) -> String {
        let name = folded(name);
        let mut bare = name.as_str();
        loop {
            let is_before =
                |prefix: &&&str| bare.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
            match self.format.batch_prefixes.iter().find(is_before) {
                Some(prefix) => bare = bare[prefix.len()..].trim_start(),
                None => break,
            }
        }
        // `contoso.onmicrosoft.com\Wave 1`
        if let Some((tenant, rest)) = bare.split_once('\\').filter(|_| !self.format.batch_prefixes.is_empty())
            && tenant.to_ascii_lowercase().ends_with(".onmicrosoft.com")
        {
            bare = rest;
        }
        if bare.is_empty() { name } else { bare.to_owned() }
    }

    /// What the row says of its item.
    pub(super) fn item(&mut self, unit: Box<str>) -> Item {
        let round = self.table.amount(Field::Round).get().map_or(0, |round| u32::try_from(round).unwrap_or(u32::MAX));
        let reason = self.table.text(Field::ErrorKind).map(folded);
        let word = self.table.text(Field::ItemStatus);
        let failed = match word {
            Some(word) => self.format.state(word) == MigrationState::Failed,
            // Reports of all items say in this column, too, that one was moved.
            None => !reason.as_deref().is_some_and(|reason| reason.eq_ignore_ascii_case("success")),
        };
        let mut hasher = DefaultHasher::new();
        unit_name(&unit).hash(&mut hasher);
        self.table.texts(Field::Item).for_each(|text| text.hash(&mut hasher));
        if !self.table.has(Field::Round) {
            reason.hash(&mut hasher);
        }
        let name = self.table.text(Field::Item).map(comparable);
        let above = unit.rsplit_once(['/', '\\']).filter(|(_, last)| Some(comparable(last)) == name);
        Item {
            above: above.map(|(above, _)| above.into()),
            key: hasher.finish(),
            round,
            category: failed.then(|| reason.unwrap_or_else(|| "unknown".to_owned())),
            list: match self.format.rows {
                Rows::SkippedItems => ListKind::Skipped,
                _ if self.format.errors_ever => ListKind::EverFailed,
                _ => ListKind::Failed,
            },
            span: self.table.span(),
            unit,
        }
    }
}
