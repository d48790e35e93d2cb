//! What earlier reports left behind, by engagement. A twin that cannot be read is no past.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Deserialize;

use crate::progress::delta::Snapshot;

/// What of a twin the next report needs.
#[derive(Deserialize)]
struct Twin {
    snapshot: Option<Snapshot>,
    #[serde(default)]
    history: Vec<Snapshot>,
}

/// The snapshots of some twins, each under the engagement that it says it is of.
pub(super) fn snapshots(twins: &[String]) -> BTreeMap<String, Vec<Snapshot>> {
    let mut past: BTreeMap<String, Vec<Snapshot>> = BTreeMap::new();
    let read: Vec<Twin> = twins.par_iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
    for twin in read {
        for snapshot in twin.snapshot.into_iter().chain(twin.history) {
            past.entry(snapshot.engagement.clone()).or_default().push(snapshot);
        }
    }
    past
}
