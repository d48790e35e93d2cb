//! The search index of a site: small files that the browser loads one by one, from a server or from a disk. Made from views
//! alone, so that an index knows what its edition shows and nothing else.
//!
//! Each file is a script that calls `waybookSearch(name, value)`, since a page opened from a disk may load nothing else:
//! `search/index.js` says what there is, `w0.js` … are the dictionary in order of words, `r0.js` … the records of tasks
//! and pages, `words.js` is the list of words for slips. The manual tells the format (`book/pages/search.md`);
//! `themes/default/js/find.js` reads it.

mod code;
mod entry;
mod plain;
mod shards;
mod stems;
mod words;

use std::collections::BTreeMap;

use serde::Serialize;

pub use entry::{Entry, Searched};

use crate::output::OutputFiles;
use crate::text::{Digest, VirtualPath};

/// How large a file of records gets before the next begins, in bytes.
const RECORDS: usize = 8_000;

/// What `search/index.js` says.
#[derive(Serialize)]
struct Contents<'a> {
    /// Changes with the contents; the names of the other files are asked for with it.
    version: String,
    /// How many of the records are tasks.
    tasks: usize,
    /// A digit for each record: how many words its title has.
    titles: String,
    /// The first record of each file of records.
    records: Vec<usize>,
    /// The first characters of the first word of each shard.
    words: Vec<&'a str>,
    /// What the dialog says.
    texts: BTreeMap<&'a str, String>,
}

/// The texts of the dialog, by their keys among the messages of the theme.
const TEXTS: [&str; 17] = [
    "search_label",
    "search_placeholder",
    "search_start",
    "search_none",
    "search_near",
    "search_count",
    "search_tasks_found",
    "search_pages_found",
    "search_sections_found",
    "search_more_found",
    "search_keys_move",
    "search_keys_open",
    "search_keys_close",
    "search_marks",
    "search_marks_clear",
    "mandatory",
    "optional",
];

/// The files of the index of a site, from the entries of its pages.
pub fn files<'e>(
    pages: impl IntoIterator<Item = (&'e VirtualPath, &'e Entry)>,
    word: impl Fn(&str) -> String,
) -> OutputFiles {
    let mut pages: Vec<(&VirtualPath, &Entry)> = pages.into_iter().collect();
    pages.sort_by_key(|(path, entry)| (entry.task.unwrap_or(u32::MAX), *path));
    let entries: Vec<&Entry> = pages.into_iter().map(|(_, entry)| entry).collect();
    let (shards, list) = shards::dictionary(&entries);
    let records = records(&entries);

    let mut out = Files::default();
    for (number, shard) in shards.iter().enumerate() {
        out.add(&format!("w{number}"), &format!("`{}`", shard.text));
    }
    for (number, (_, text)) in records.iter().enumerate() {
        out.add(&format!("r{number}"), text);
    }
    out.add("words", &format!("`{list}`"));
    let contents = Contents {
        version: out.version(),
        tasks: entries.iter().filter(|entry| entry.task.is_some()).count(),
        titles: entries.iter().map(|entry| code::digit(entry.title)).collect(),
        records: records.iter().map(|(first, _)| *first).collect(),
        words: shards.iter().map(|shard| shard.first.as_str()).collect(),
        texts: TEXTS.iter().map(|key| (*key, word(key))).collect(),
    };
    out.add("index", &serde_json::to_string(&contents).unwrap_or_default());
    out.0
}

/// Files being written.
#[derive(Default)]
struct Files(OutputFiles);

impl Files {
    fn add(&mut self, name: &str, value: &str) {
        if let Some(path) = VirtualPath::new(&format!("search/{name}.js")) {
            self.0.insert(path, format!("waybookSearch(\"{name}\",{value})\n"));
        }
    }

    /// What stands for the contents of all files.
    fn version(&self) -> String {
        let bytes = self.0.iter().filter_map(|(_, content)| match content {
            crate::output::Content::Bytes(bytes) => Some(bytes.clone()),
            crate::output::Content::Copy(_) => None,
        });
        Digest::of(&bytes.collect::<Vec<_>>()).short()
    }
}

/// The records in files, each with the number of its first.
fn records(entries: &[&Entry]) -> Vec<(usize, String)> {
    let mut files: Vec<(usize, String)> = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        let first_page = number > 0 && entry.task.is_none() && entries[number - 1].task.is_some();
        let begun = files.last_mut().filter(|(_, text)| text.len() + entry.record.len() <= RECORDS && !first_page);
        match begun {
            Some((_, text)) => {
                text.push_str(",\n");
                text.push_str(&entry.record);
            }
            None => files.push((number, format!("[{}", entry.record))),
        }
    }
    files.iter_mut().for_each(|(_, text)| text.push(']'));
    files
}

#[cfg(test)]
mod tests;
