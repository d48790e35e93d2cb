//! Builds many pages as one project until it is published, and compares what came of it with what each page must do.

use std::collections::{BTreeMap, BTreeSet};

use crate::canary::{Doubt, EDITIONS, Page};
use crate::outputs::Outputs;
use crate::world::{Build, Ended, Reported, World, owners};

/// How often a project is built at most; each time at least one page is taken out.
const ROUNDS: usize = 200;

/// A page that does not hold.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    /// The seed of the page.
    pub(crate) seed: u64,
    /// Its name where a person wrote it.
    pub(crate) name: String,
    /// In which way: `leak`, `missing`, `false finding`, `no finding` …
    pub(crate) way: &'static str,
    /// What was found.
    pub(crate) detail: String,
}

impl Failure {
    fn of(page: &Page, way: &'static str, detail: String) -> Self {
        Self { seed: page.seed, name: page.name.clone(), way, detail }
    }
}

/// What does not hold of some pages.
pub(crate) fn campaign(build: &Build) -> Vec<Failure> {
    let world = World::of(build);
    let owners = owners(&build.pages);
    let mut failures = Vec::new();
    let mut left: BTreeSet<usize> = (0..build.pages.len()).collect();
    for _ in 0..ROUNDS {
        let ended = world.build();
        if ended.published {
            failures.extend(published(&world, left.iter().map(|at| build.pages[*at])));
            return failures;
        }
        if world.site().exists() {
            failures.push(Failure::of(build.pages[0], "published though stopped", ended.stderr.clone()));
        }
        let named = named(&ended, &owners, &left);
        if named.is_empty() {
            failures.push(Failure::of(build.pages[0], "stopped at no page", ended.stderr));
            return failures;
        }
        for (at, reported) in named {
            failures.extend(stopped(build.pages[at], &reported));
            world.remove(build.pages[at]);
            left.remove(&at);
        }
    }
    failures.push(Failure::of(build.pages[0], "never published", format!("{ROUNDS} rounds")));
    failures
}

/// The pages that errors name, and these errors.
fn named(ended: &Ended, owners: &BTreeMap<String, usize>, left: &BTreeSet<usize>) -> BTreeMap<usize, Vec<Reported>> {
    let mut named: BTreeMap<usize, Vec<Reported>> = BTreeMap::new();
    for reported in &ended.errors {
        if let Some(at) = owners.get(&reported.path).filter(|at| left.contains(at)) {
            named.entry(*at).or_default().push(reported.clone());
        }
    }
    named
}

/// What is wrong with stopping at a page.
fn stopped(page: &Page, reported: &[Reported]) -> Option<Failure> {
    let texts: Vec<String> =
        reported.iter().map(|error| format!("{}:{}: {}", error.path, error.line, error.message)).collect();
    let way = match page.doubt {
        Doubt::No => "false finding",
        Doubt::Must(Some(line)) if !reported.iter().any(|error| error.line == line) => "finding at another line",
        Doubt::May | Doubt::Must(_) => return None,
    };
    Some(Failure::of(page, way, texts.join("\n")))
}

/// What is wrong with what was published.
fn published<'a>(world: &World, pages: impl Iterator<Item = &'a Page>) -> Vec<Failure> {
    let outputs = EDITIONS.map(|(name, _)| Outputs::of(&world.site().join(name)));
    pages.flat_map(|page| judged(page, &outputs)).collect()
}

fn judged(page: &Page, outputs: &[Outputs; EDITIONS.len()]) -> Option<Failure> {
    let mut leaks = Vec::new();
    let mut missing = Vec::new();
    for (at, outputs) in outputs.iter().enumerate() {
        let edition = EDITIONS[at].0;
        for canary in &page.canaries {
            let places = outputs.places(&canary.word);
            if !canary.shown[at] && !places.is_empty() {
                leaks.push(format!("{} ({}) is in {edition}: {}", canary.word, canary.what, places.join(", ")));
            }
            if canary.shown[at] && canary.plain && !outputs.page_has(&page.html(), &canary.word) {
                missing.push(format!("{} ({}) is not in {edition}/{}", canary.word, canary.what, page.html()));
            }
        }
    }
    match page.doubt {
        _ if !leaks.is_empty() => Some(Failure::of(page, "leak", leaks.join("\n"))),
        Doubt::Must(_) => Some(Failure::of(page, "no finding", String::new())),
        _ if !missing.is_empty() => Some(Failure::of(page, "missing", missing.join("\n"))),
        _ => None,
    }
}
