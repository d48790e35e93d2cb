//! Tests written as Markdown: projects and what is expected of them, in `tests/suite/` and in the manual's pages on codes.
//!
//! Each `## title` is a case. A line `` `path`: `` before a fenced block makes it a file; a block tagged with one of the
//! words of [`expectation::Kind`] is an expectation. `WAYBOOK_BLESS=1 cargo test --test suite` writes what is found into
//! the pages; read the diff. CONTRIBUTING.md has the recipe.

#[path = "literate/case.rs"]
mod case;
#[path = "literate/expectation.rs"]
mod expectation;
#[path = "literate/page.rs"]
mod page;

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use waybook::diagnostic::{Code, Fixable};

use page::Page;

#[test]
fn the_suite_holds() {
    hold(&pages_below("tests/suite"));
}

#[test]
fn the_manual_tells_the_truth_about_codes() {
    hold(&pages_below("book/pages/codes"));
}

#[test]
fn no_tag_of_an_expectation_is_misspelt() {
    let mut strays = Vec::new();
    for path in [pages_below("tests/suite"), pages_below("book/pages/codes")].concat() {
        let text = std::fs::read_to_string(&path).expect("pages are UTF-8");
        let others = Page::parse(&text).others.into_iter().filter(|tag| !SHOWN.contains(&tag.as_str()));
        strays.extend(others.map(|tag| format!("{}: `{tag}`", path.display())));
    }
    assert!(strays.is_empty(), "blocks that are neither files nor expectations:\n{}", strays.join("\n"));
}

/// Tags of blocks that only show something.
const SHOWN: [&str; 1] = ["yaml"];

#[test]
fn every_code_has_a_page_that_shows_it() {
    let missing: Vec<String> = Code::ALL.iter().filter_map(|code| lack(*code)).collect();
    assert!(missing.is_empty(), "\n{}\n", missing.join("\n"));
}

/// What is wanting of the page on a code.
fn lack(code: Code) -> Option<String> {
    let name = format!("book/pages/codes/{code}.md");
    let Ok(text) = std::fs::read_to_string(root().join(&name)) else {
        return Some(format!("{name} is not there"));
    };
    let shown = format!("[{code}]");
    let shows = Page::parse(&text).cases.iter().any(|case| case.expects_finding(&shown));
    (!shows).then(|| format!("{name} has no case whose `diagnostics` hold {shown}"))
}

#[test]
fn pages_on_codes_say_whether_a_command_mends_it() {
    let wrong = |code: &&Code| {
        let text = std::fs::read_to_string(root().join(format!("book/pages/codes/{code}.md"))).unwrap_or_default();
        let all = [Fixable::Safely, Fixable::Likely, Fixable::ByFmt, Fixable::No];
        let said: Vec<Fixable> = all.into_iter().filter(|word| text.contains(word.sentence())).collect();
        said != [code.fixable()]
    };
    let wrong: Vec<&Code> = Code::ALL.iter().filter(wrong).collect();
    assert!(wrong.is_empty(), "the pages of these codes say otherwise than `Code::fixable`: {wrong:?}");
}

#[test]
fn fixes_are_what_their_codes_say_and_leave_nothing_to_mend() {
    let pages = [pages_below("tests/suite"), pages_below("book/pages/codes")].concat();
    let look = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).expect("pages are UTF-8");
        let page = Page::parse(&text);
        let complaints: Vec<String> = page.cases.iter().flat_map(|case| case.unmended()).collect();
        let offered: Vec<Code> = page.cases.iter().flat_map(|case| case.fixable()).collect();
        (complaints, offered)
    };
    let (complaints, offered): (Vec<_>, Vec<_>) = pages.par_iter().map(look).unzip();
    assert!(complaints.concat().is_empty(), "{}", complaints.concat().join("\n"));
    let offered = offered.concat();
    let silent = |code: &&Code| code.fixable() != Fixable::No && !offered.contains(code);
    let silent: Vec<&Code> = Code::ALL.iter().filter(silent).collect();
    assert!(silent.is_empty(), "no case offers a fix for {silent:?}");
}

/// Runs every case of every page and reports all that fail at once, or blesses what is found.
fn hold(pages: &[PathBuf]) {
    let bless = std::env::var_os("WAYBOOK_BLESS").is_some();
    let failures: Vec<String> =
        pages.par_iter().map(|path| if bless { rewrite(path) } else { failures(path) }).collect();
    let failures = failures.concat();
    assert!(failures.is_empty(), "\n{failures}\n`WAYBOOK_BLESS=1 cargo test --test suite` accepts what was found");
}

/// What is wrong with the cases of a page.
fn failures(path: &Path) -> String {
    let text = std::fs::read_to_string(path).expect("pages are UTF-8");
    let shown = path.strip_prefix(root()).unwrap_or(path).display().to_string().replace('\\', "/");
    Page::parse(&text).cases.iter().filter_map(|case| case.failure(&shown)).collect()
}

/// Writes what is found into a page; nothing is wrong afterwards.
fn rewrite(path: &Path) -> String {
    let text = std::fs::read_to_string(path).expect("pages are UTF-8");
    let blessed = Page::parse(&text).blessed();
    if blessed != text {
        std::fs::write(path, blessed).expect("the page can be written");
    }
    String::new()
}

/// The Markdown files below a folder of the crate, in order.
fn pages_below(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).into_iter().flatten().filter_map(Result::ok);
        for path in entries.map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty(), "no page below `{folder}`");
    found.sort();
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
