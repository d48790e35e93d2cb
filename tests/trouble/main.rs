//! Trouble: pages made at random and shapes written by hand, with words of their own inside and outside of blocks for
//! some readers. No such word may be in an edition that it is not for, and none that a reader must see may be missing.
//! Shares no code with the parser: what is hidden is known from how a page was made.
//!
//! `WAYBOOK_TROUBLE=100000 cargo test --test trouble` makes that many pages, `WAYBOOK_TROUBLE_FROM=5000` begins at that
//! seed, `WAYBOOK_TROUBLE_SEED=17` makes, shows and builds one; `WAYBOOK=target/release/waybook` runs that binary.

mod blocks;
mod campaign;
mod canary;
#[path = "../project/files.rs"]
mod files;
mod outputs;
mod pen;
#[expect(dead_code, reason = "shared with tests that look at texts and exit codes")]
#[path = "../project/mod.rs"]
mod project;
mod report;
mod scribe;
mod sentences;
mod shapes;
mod shrink;
mod world;

use campaign::{Failure, campaign};
use rayon::prelude::*;
use world::Build;

/// How many pages an ordinary run makes.
const PAGES: u64 = 2000;
/// How many pages one project has.
pub(crate) const PROJECT: usize = 150;
/// Seeds that failed once, a line each.
const SEEDS: &str = include_str!("seeds.txt");

#[test]
fn no_canary_is_in_the_wrong_edition() {
    if let Some(seed) = number("WAYBOOK_TROUBLE_SEED") {
        println!("{}", scribe::page(&blocks::grown(seed), seed, 0));
        let found = judge(&[seed]);
        assert!(found.is_empty(), "{}: {}", found[0].way, found[0].detail);
        return;
    }
    let from = number("WAYBOOK_TROUBLE_FROM").unwrap_or(0);
    let count = number("WAYBOOK_TROUBLE").unwrap_or(PAGES);
    let kept: Vec<u64> = SEEDS.lines().filter_map(|line| line.split('#').next()?.trim().parse().ok()).collect();
    let fresh: Vec<u64> = (from..from + count).collect();
    let projects: Vec<&[u64]> = kept.chunks(PROJECT).chain(fresh.chunks(PROJECT)).collect();
    let failures: Vec<Failure> = projects.into_par_iter().flat_map_iter(judge).collect();
    assert!(failures.is_empty(), "{}", report::summary(failures, kept.len() + fresh.len()));
}

#[test]
fn every_shape_ends_as_it_must() {
    let failures = shapes::failures();
    assert!(failures.is_empty(), "{} shapes do not hold\n\n{}", failures.len(), failures.join("\n\n"));
}

/// What does not hold of the pages of some seeds, built together.
fn judge(seeds: &[u64]) -> Vec<Failure> {
    let pages: Vec<canary::Page> =
        seeds.iter().enumerate().map(|(at, seed)| scribe::page(&blocks::grown(*seed), *seed, at)).collect();
    // A third of the projects is compressed as well: the archives are read like all else.
    let compress = seeds.first().is_some_and(|seed| (seed / PROJECT as u64).is_multiple_of(3));
    campaign(&Build { pages: pages.iter().collect(), compress })
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}
