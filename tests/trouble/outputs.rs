//! What an edition's folder holds: every word that may be a canary, with the files that have it, archives unpacked and
//! the search dictionary spelled out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

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

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.expect("it can be read").path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn unpacked(path: &Path) -> Vec<u8> {
    let bytes = fs::read(path).expect("it can be read");
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut out = Vec::new();
    let plain = match path.extension().and_then(|extension| extension.to_str()) {
        Some("gz") => flate2::read::GzDecoder::new(&*bytes).read_to_end(&mut out).map(|_| out).expect("gzip"),
        Some("br") => brotli::Decompressor::new(&*bytes, 4096).read_to_end(&mut out).map(|_| out).expect("brotli"),
        _ => bytes,
    };
    let of_search = path.parent().is_some_and(|folder| folder.ends_with("search"));
    if of_search && name.starts_with('w') { spelled(&String::from_utf8_lossy(&plain)).into_bytes() } else { plain }
}

/// The words of the dictionary, which stand there in short: `migrat e ed` a line, `AexchangeIsAmail` in the list.
fn spelled(text: &str) -> String {
    let mut out = text.to_owned();
    let list = text.split('`').nth(1).unwrap_or_default();
    for line in list.lines() {
        let words = line.split('\t').next().unwrap_or_default();
        let (shared, rest) = words.split_once(' ').unwrap_or((words, ""));
        rest.split(' ').for_each(|rest| out.push_str(&format!("\n{shared}{rest}")));
    }
    let mut word = String::new();
    for c in list.chars() {
        match c {
            'A'..='Z' => {
                out.push_str(&format!("\n{word}"));
                word = word.chars().take((c as u8 - b'A').into()).collect();
            }
            _ => word.push(c),
        }
    }
    out + "\n" + &word
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
