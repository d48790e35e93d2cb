//! What an edition's folder holds: every word that may be a canary, with the files that have it, archives unpacked and
//! the search dictionary spelled out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::files::{files, unpacked};

/// The canaries of a folder.
#[derive(Default)]
pub(crate) struct Outputs {
    /// Where each stands: some of the files.
    places: BTreeMap<String, Vec<String>>,
    /// What each HTML file has.
    pages: BTreeMap<String, BTreeSet<String>>,
}

impl Outputs {
    /// Reads a folder.
    pub(crate) fn of(folder: &Path) -> Self {
        let mut outputs = Self::default();
        for path in files(folder) {
            let name = path.strip_prefix(folder).expect("it lies in the folder").to_string_lossy().into_owned();
            let bytes = unpacked(&path);
            let mut words = canaries(&String::from_utf8_lossy(&bytes));
            if name.ends_with(".html") {
                outputs.pages.insert(name.clone(), words.clone());
            }
            words.extend(canaries(&name));
            for word in words {
                let places = outputs.places.entry(word).or_default();
                if places.len() < 4 {
                    places.push(name.clone());
                }
            }
        }
        outputs
    }

    /// Some of the files that have a canary.
    pub(crate) fn places(&self, canary: &str) -> &[String] {
        self.places.get(canary).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether an HTML file has a canary.
    pub(crate) fn page_has(&self, html: &str, canary: &str) -> bool {
        self.pages.get(html).is_some_and(|words| words.contains(canary))
    }
}

/// What may be a canary: ten letters from `qz` on, eight digits that stand alone.
fn canaries(text: &str) -> BTreeSet<String> {
    let text = text.to_ascii_lowercase();
    let words = text.match_indices("qz").filter_map(|(at, _)| text.get(at..at + 10));
    let mut found: BTreeSet<String> = words.map(str::to_owned).collect();
    let numbers = text.split(|c: char| !c.is_ascii_alphanumeric());
    found.extend(numbers.filter(|part| part.len() == 8 && part.starts_with("73")).map(str::to_owned));
    found
}
