//! What a failed run says: how many pages fail in which way, their seeds, and the smallest page of some.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::campaign::Failure;
use crate::{scribe, shrink};

/// How many pages of each way are made smaller and shown, unless `WAYBOOK_TROUBLE_SHOW` says otherwise;
/// `WAYBOOK_TROUBLE_WAY=leak` shows those of one way alone.
const SHOWN: u64 = 2;
/// How many seeds are listed.
const LISTED: usize = 40;

/// The summary of all failures.
pub(crate) fn summary(failures: Vec<Failure>, pages: usize) -> String {
    let mut out = format!("{} of {pages} pages do not hold\n", failures.len());
    let mut ways: BTreeMap<&'static str, Vec<Failure>> = BTreeMap::new();
    for failure in failures {
        ways.entry(failure.way).or_default().push(failure);
    }
    let shown = crate::number("WAYBOOK_TROUBLE_SHOW").unwrap_or(SHOWN) as usize;
    let only = std::env::var("WAYBOOK_TROUBLE_WAY").ok();
    for (way, failures) in ways.into_iter().filter(|(way, _)| only.as_ref().is_none_or(|only| only == way)) {
        let seeds: Vec<String> = failures.iter().take(LISTED).map(|failure| failure.seed.to_string()).collect();
        out += &format!("\n##### {way}: {} pages, seeds {}\n", failures.len(), seeds.join(" "));
        let texts: Vec<String> = failures.par_iter().take(shown).map(example).collect();
        out += &texts.concat();
    }
    out + "\nKeep a seed: write it into tests/trouble/seeds.txt, with `#` and what was wrong.\n"
}

fn example(failure: &Failure) -> String {
    match shrink::smallest(failure) {
        Some((tree, smaller)) => {
            let page = scribe::page(&tree, failure.seed, 0);
            format!("\n=== seed {}: {}\n{page}", failure.seed, smaller.detail)
        }
        None => format!("\n=== seed {}, only together with others: {}\n", failure.seed, failure.detail),
    }
}
