//! The files of an output, as a test reads them.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Every file below a folder.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.expect("it can be read").path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// What a file holds: archives unpacked, the search dictionary spelled out.
pub(crate) fn unpacked(path: &Path) -> Vec<u8> {
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
