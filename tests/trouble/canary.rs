//! A page as a test knows it: its files, its canaries with the editions that they belong to, and whether a build must
//! stop at it.

use std::fmt;

/// The editions of every project, and the audiences that each is for.
pub(crate) const EDITIONS: [(&str, &[&str]); 2] = [("partner", &["partner"]), ("internal", &["internal", "partner"])];

/// Which of the editions have something.
pub(crate) type Shown = [bool; EDITIONS.len()];

/// The editions that are for one of some audiences.
pub(crate) fn editions_for(audiences: &[&str]) -> Shown {
    EDITIONS.map(|(_, own)| audiences.iter().any(|audience| own.contains(audience)))
}

/// The editions that two sets have in common.
pub(crate) fn both(one: Shown, other: Shown) -> Shown {
    std::array::from_fn(|at| one[at] && other[at])
}

/// A word, id or name that stands at one place only.
#[derive(Clone, Debug)]
pub(crate) struct Canary {
    /// As it is written.
    pub(crate) word: String,
    /// What it is: `paragraph`, `task id`, `picture` …
    pub(crate) what: &'static str,
    /// The editions that may have it.
    pub(crate) shown: Shown,
    /// Whether those editions must have it in the page's HTML.
    pub(crate) plain: bool,
}

/// Whether a build stops at a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// It is published.
    No,
    /// Either is right, as long as nothing leaks.
    May,
    /// A finding names a line of the page, this one where it is known.
    Must(Option<usize>),
}

/// A page with everything that belongs to it.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// What made it.
    pub(crate) seed: u64,
    /// Its name where a person wrote it.
    pub(crate) name: String,
    /// Path and content of its files; the first is the page.
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// Its canaries.
    pub(crate) canaries: Vec<Canary>,
    /// Whether a build stops at it.
    pub(crate) doubt: Doubt,
}

impl Page {
    /// The path of its HTML below the folder of an edition.
    pub(crate) fn html(&self) -> String {
        self.files[0].0.trim_start_matches("content/").replace(".md", ".html")
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "doubt: {:?}", self.doubt)?;
        for (path, bytes) in self.files.iter().filter(|(path, _)| path.ends_with(".md")) {
            // Blanks at line ends, carriage returns and the like are to be seen.
            let text = String::from_utf8_lossy(bytes);
            let text: String = text.chars().map(shown).collect();
            writeln!(f, "~~~~~~ {path}\n{text}")?;
        }
        Ok(())
    }
}

fn shown(c: char) -> String {
    match c {
        '\n' => "\n".to_owned(),
        '\r' => "␍".to_owned(),
        '\t' => "␉".to_owned(),
        c if c.is_control() || (c as u32) > 0x2000 && !c.is_alphanumeric() => c.escape_unicode().to_string(),
        c => c.to_string(),
    }
}

/// Letters without vowels, so that no stemmer cuts them, and without those that every canary begins with.
const LETTERS: &[u8] = b"bcdfghjklmnprtvwx";

/// The canary of a number on a page of a number: ten letters, no two alike, none within another.
pub(crate) fn word(page: usize, number: usize) -> String {
    let letter = |value: usize| char::from(LETTERS[value % LETTERS.len()]);
    let base = LETTERS.len();
    let page = [page / (base * base), page / base, page].map(letter);
    let number = [number / (base * base), number / base, number].map(letter);
    ["qz".to_owned(), page.iter().collect(), number.iter().collect(), "bk".to_owned()].concat()
}

/// The task id of a number on a page of a number.
pub(crate) fn task(page: usize, number: usize) -> String {
    (73_000_000 + page * 1000 + number % 1000).to_string()
}
