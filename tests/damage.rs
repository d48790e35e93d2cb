//! Damage to tables of tasks: thousands of pages, each hurt in one to three ways. Whatever happens, a row is a task, or
//! a finding names its line; what was not touched reads as before; and the fixes mend what they say they mend.
//!
//! `WAYBOOK_DAMAGE=200000 cargo test --test damage` runs that many cases; `WAYBOOK_DAMAGE_SEED=17` runs and shows one.

#[path = "damage/damage.rs"]
mod damage;
#[path = "damage/law.rs"]
mod law;
#[path = "damage/rng.rs"]
mod rng;
#[path = "damage/sample.rs"]
mod sample;

use std::collections::BTreeMap;
use std::panic::catch_unwind;

use rayon::prelude::*;

use rng::Rng;

/// How many cases an ordinary run has.
const CASES: u64 = 1000;
/// In how many of a thousand cases a task may be left that no fix can mend. Most are rows that go on after their last
/// cell: where the rest belongs only the author knows.
const UNMENDED: u64 = 35;

#[test]
fn no_row_is_lost() {
    if let Some(seed) = number("WAYBOOK_DAMAGE_SEED") {
        println!(
            "{}",
            case(seed).map_or_else(|complaint| complaint, |left| format!("the case holds; left unmended: {left}"))
        );
        return;
    }
    let from = number("WAYBOOK_DAMAGE_FROM").unwrap_or(0);
    let count = number("WAYBOOK_DAMAGE").unwrap_or(CASES);
    let outcomes: Vec<(u64, Result<bool, String>)> =
        (from..from + count).into_par_iter().map(|seed| (seed, case(seed))).collect();
    let unmended = outcomes.iter().filter(|(_, outcome)| *outcome == Ok(true)).count() as u64;
    let failures: Vec<(u64, String)> =
        outcomes.into_iter().filter_map(|(seed, outcome)| outcome.err().map(|text| (seed, text))).collect();
    println!("{count} cases, {} do not hold, {unmended} are left unmended", failures.len());
    assert!(failures.is_empty(), "{}", summary(&failures, count));
    assert!(unmended * 1000 <= count * UNMENDED, "{unmended} of {count} cases are left unmended");
}

/// Runs the case of a seed and tells what does not hold, or whether its fixes leave something to mend.
fn case(seed: u64) -> Result<bool, String> {
    let mut rng = Rng::new(seed);
    let page = sample::sample(&mut rng);
    let sound = law::read(&page.text());
    law::hold_sound(&sound, &page)?;
    let mut damaged = page.clone();
    let done = damage::damage(&mut damaged, &mut rng);
    let outcome = catch_unwind(|| law::hold(&sound, &damaged)).unwrap_or_else(|_| Err("panic".to_owned()));
    outcome.map_err(|complaint| format!("{complaint}\n--- {}\n{}", done.join(", "), damaged.text()))
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// How many cases fail in which way, and the shortest of each way.
fn summary(failures: &[(u64, String)], count: u64) -> String {
    let mut ways: BTreeMap<&str, Vec<&(u64, String)>> = BTreeMap::new();
    for failure in failures {
        ways.entry(failure.1.split(':').next().unwrap_or_default()).or_default().push(failure);
    }
    let mut out = format!("{} of {count} cases do not hold\n", failures.len());
    for (way, cases) in ways {
        out += &format!("\n##### {way}: {} cases\n", cases.len());
        let mut shortest = cases;
        shortest.sort_by_key(|(_, text)| text.len());
        out.extend(
            shortest
                .iter()
                .take(number("WAYBOOK_DAMAGE_SHOW").unwrap_or(3) as usize)
                .map(|(seed, text)| format!("\n=== seed {seed}: {text}\n")),
        );
    }
    out
}
