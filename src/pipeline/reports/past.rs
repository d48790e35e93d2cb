//! What earlier reports left behind, by engagement. A twin that cannot be read is no past, and neither is one that might be of
//! another customer: what stands in it would stand in this one's report.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Deserialize;

use crate::inputs::Twin;
use crate::model::Engagement;
use crate::progress::delta::Snapshot;
use crate::text::comparable;

/// What of a twin the next report needs.
#[derive(Deserialize)]
struct Earlier {
    #[serde(default)]
    header: Head,
    snapshot: Option<Snapshot>,
    #[serde(default)]
    history: Vec<Snapshot>,
}

/// Whose a twin is.
#[derive(Clone, Default, Deserialize)]
struct Head {
    customer: Option<String>,
    tenant: Option<String>,
}

/// The snapshots of earlier reports by engagement.
#[derive(Default)]
pub(super) struct Past(BTreeMap<String, Vec<(Head, Snapshot)>>);

impl Past {
    /// The snapshots of some twins, each under the engagement that it says it is of.
    pub(super) fn of(twins: &[Twin]) -> Self {
        let mut past = Self::default();
        let read: Vec<Earlier> = twins.par_iter().filter_map(read).collect();
        for Earlier { header, snapshot, history } in read {
            for snapshot in snapshot.into_iter().chain(history) {
                past.0.entry(snapshot.engagement.clone()).or_default().push((header.clone(), snapshot));
            }
        }
        past
    }

    /// The snapshots of an engagement, but for those of another customer that had its file name before.
    pub(super) fn snapshots(&self, engagement: &Engagement) -> Vec<Snapshot> {
        let all = self.0.get(&engagement.id).map(Vec::as_slice).unwrap_or_default();
        all.iter().filter(|(head, _)| head.is_of(engagement)).map(|(_, snapshot)| snapshot.clone()).collect()
    }
}

impl Head {
    /// Whether a twin is of the engagement's customer, as far as it says whose it is.
    fn is_of(&self, engagement: &Engagement) -> bool {
        let same = |one: &str, other: &str| comparable(one) == comparable(other);
        match (&self.tenant, &engagement.tenant) {
            (Some(theirs), Some(own)) => same(theirs, &own.value),
            _ => self.customer.as_ref().is_none_or(|theirs| same(theirs, &engagement.customer)),
        }
    }
}

/// Reads a twin: snapshots of one engagement, the one that its place names if it names one.
fn read(twin: &Twin) -> Option<Earlier> {
    let mut earlier: Earlier = serde_json::from_str(&twin.text).ok()?;
    let mut all = earlier.snapshot.iter().chain(&earlier.history);
    let own = all.next()?.engagement.clone();
    let named = twin.engagement.as_ref().is_none_or(|named| *named == own);
    earlier.history.retain(|snapshot| snapshot.engagement == own);
    named.then_some(earlier)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{FileId, Span, Spanned};

    fn snapshot(engagement: &str, day: &str) -> String {
        format!(
            "{{\"engagement\": \"{engagement}\", \"as_of\": \"{day}\", \"number\": 1, \"health\": \"green\", \"ready\": false, \
             \"tasks\": {{}}, \"batches\": {{}}, \"issues\": [], \"completed\": 0, \"units\": 0}}"
        )
    }

    fn twin(place: Option<&str>, text: String) -> Twin {
        Twin { text, engagement: place.map(str::to_owned) }
    }

    /// The days of the snapshots that an engagement gets.
    fn days(past: &Past, id: &str, customer: &str, tenant: Option<&str>) -> Vec<String> {
        let mut engagement = Engagement::new(FileId(0), id, customer);
        engagement.tenant = tenant.map(|name| Spanned::new(name.to_owned(), Span::start_of(FileId(0))));
        past.snapshots(&engagement).into_iter().map(|snapshot| snapshot.as_of).collect()
    }

    #[test]
    fn a_twin_counts_for_the_engagement_that_both_it_and_its_place_name() {
        let text = |id: &str| format!("{{\"snapshot\": {}}}", snapshot(id, "2020-03-09"));
        for (place, expected) in [(None, 1), (Some("a"), 1), (Some("b"), 0), (Some("A"), 0)] {
            let past = Past::of(&[twin(place, text("a"))]);
            assert_eq!(days(&past, "a", "A", None).len(), expected, "{place:?}");
            assert!(days(&past, "b", "B", None).is_empty(), "{place:?}");
        }
    }

    #[test]
    fn the_history_of_a_twin_is_of_its_own_engagement_alone() {
        let (own, other, older) = (snapshot("a", "3"), snapshot("b", "2"), snapshot("a", "1"));
        let past = Past::of(&[twin(None, format!("{{\"snapshot\": {own}, \"history\": [{other}, {older}]}}"))]);
        assert_eq!(days(&past, "a", "A", None), ["3", "1"]);
        assert!(days(&past, "b", "B", None).is_empty());
        let without = Past::of(&[twin(None, format!("{{\"history\": [{older}, {other}]}}"))]);
        assert_eq!((days(&without, "a", "A", None).len(), days(&without, "b", "B", None).len()), (1, 0));
    }

    #[test]
    fn a_twin_of_another_customer_who_had_the_name_before_does_not_count() {
        let with = |head: &str| {
            Past::of(&[twin(Some("a"), format!("{{\"header\": {{{head}}}, \"snapshot\": {}}}", snapshot("a", "1")))])
        };
        let cases = [
            ("\"customer\": \"A  ltd\"", true),
            ("\"customer\": \"B Ltd\"", false),
            ("\"customer\": \"B Ltd\", \"tenant\": \"a.example\"", true),
            ("\"customer\": \"A Ltd\", \"tenant\": \"b.example\"", false),
            ("", true),
        ];
        for (head, counts) in cases {
            assert_eq!(days(&with(head), "a", "A Ltd", Some("A.example")).len(), usize::from(counts), "{head}");
        }
    }
}
