//! Pages written by hand, one for each way in which a text reached readers that it was not meant for, and its siblings.
//!
//! `SECRET` (also `SECRET2` …) is a word that only internal readers may have, `SHOWN` one that every reader must see
//! on the page, `SECRETID` a task id of the first kind. `@@` begins the line that a finding must name, and `TASKS` stands
//! for the header of a table of tasks.

mod carried;
mod containers;
mod directives;
mod false_leaks;
mod lookalikes;

use rayon::prelude::*;

use crate::campaign::{Failure, campaign};
use crate::canary::{self, Canary, Doubt, Page, editions_for};
use crate::scribe::HEADER;
use crate::world::Build;

/// How a build of a shape ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    /// Published, with every secret kept.
    Hidden,
    /// Nothing is published, and a finding names the place.
    Stops,
    /// Either of the two: nothing leaks.
    Kept,
}

/// A page written by hand.
pub(super) struct Shape {
    name: &'static str,
    ends: Ends,
    page: &'static str,
    files: &'static [(&'static str, &'static str)],
}

/// A shape of one page; front matter for all readers is put before it unless it has its own.
pub(super) const fn shape(name: &'static str, ends: Ends, page: &'static str) -> Shape {
    Shape { name, ends, page, files: &[] }
}

impl Shape {
    /// With further files.
    pub(super) const fn with(self, files: &'static [(&'static str, &'static str)]) -> Self {
        Self { files, ..self }
    }
}

/// The shapes that do not end as they must, each with what was found.
pub(crate) fn failures() -> Vec<String> {
    let tables = [directives::SHAPES, containers::SHAPES, carried::SHAPES, lookalikes::SHAPES, lookalikes::SLIPS];
    let pages: Vec<Page> = tables.into_iter().flatten().enumerate().map(|(at, shape)| page(shape, at)).collect();
    // One project for all of these is quick. A false leak shows only where no other page says the same.
    let mut failures = campaign(&Build { pages: pages.iter().collect(), compress: true });
    let alone: Vec<Page> = false_leaks::SHAPES.iter().enumerate().map(|(at, shape)| page(shape, at)).collect();
    failures.par_extend(alone.par_iter().flat_map_iter(|page| campaign(&Build { pages: vec![page], compress: false })));
    failures.iter().map(|failure| told(failure, pages.iter().chain(&alone))).collect()
}

fn told<'a>(failure: &Failure, mut pages: impl Iterator<Item = &'a Page>) -> String {
    let page = pages.find(|page| page.name == failure.name).map(Page::to_string).unwrap_or_default();
    format!("##### {}: {}\n{}\n{page}", failure.name, failure.way, failure.detail)
}

fn page(shape: &Shape, at: usize) -> Page {
    let front = if shape.page.starts_with("---") { "" } else { "---\nft.audience: [partner, internal]\n---\n\n" };
    let text = format!("{front}{}", shape.page);
    let main = (format!("content/shape-{at}.md"), text);
    let others = shape.files.iter().map(|(path, text)| (format!("content/{path}"), (*text).to_owned()));
    let mut files: Vec<(String, String)> = std::iter::once(main).chain(others).collect();
    let line = files.iter().find_map(|(_, text)| Some(text[..text.find("@@")?].matches('\n').count() + 1));
    let header = HEADER.join("\n");
    files.iter_mut().for_each(|(_, text)| *text = text.replace("@@", "").replace("TASKS", &header));
    let mut canaries = Vec::new();
    for (number, (token, what)) in TOKENS.into_iter().enumerate() {
        if !files.iter().any(|(path, text)| path.contains(token) || text.contains(token)) {
            continue;
        }
        let word = if token.ends_with("ID") { canary::task(at, number) } else { canary::word(at, number) };
        for (path, text) in &mut files {
            *path = path.replace(token, &word);
            *text = text.replace(token, &word);
        }
        let secret = token.starts_with("SECRET");
        let shown = editions_for(if secret { &["internal"] } else { &["partner"] });
        canaries.push(Canary { word, what, shown, plain: !secret });
    }
    let doubt = match shape.ends {
        Ends::Hidden => Doubt::No,
        Ends::Stops => Doubt::Must(line),
        Ends::Kept => Doubt::May,
    };
    let files = files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
    Page { seed: 0, name: shape.name.to_owned(), files, canaries, doubt }
}

/// What stands for a canary; those that others begin with come last.
const TOKENS: [(&str, &str); 7] = [
    ("SECRETID", "secret task id"),
    ("SECRET2", "second secret"),
    ("SECRET3", "third secret"),
    ("SECRET", "secret"),
    ("SHOWN2", "second public word"),
    ("SHOWN3", "third public word"),
    ("SHOWN", "public word"),
];
