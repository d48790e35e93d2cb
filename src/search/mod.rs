//! The search index of a site: small files that the browser loads one by one, from a server or from a disk. Made from views
//! alone, so that an index knows what its edition shows and nothing else.
//!
//! Each file is a script that calls `waybookSearch(name, value)`, since a page opened from a disk may load nothing else:
//! `search/index.js` says what there is, `w0.js` … are the dictionary in order of words, `r0.js` … the records of tasks
//! and pages, `words.js` is the list of words for slips. The manual tells the format (`book/pages/search.md`);
//! `themes/default/js/find.js` reads it.

mod cell;
mod code;
mod dictionary;
mod entry;
mod pieces;
mod plain;
mod read;
mod stems;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

pub use entry::{Entry, Searched};
pub use read::words;

use crate::output::OutputFiles;
use crate::text::{Digest, VirtualPath};
use dictionary::Dictionary;
use pieces::{Piece, Records, Shards};

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

/// The search index of a site, and what the next build may use of it.
#[derive(Debug, Default)]
pub struct Index {
    /// What each record was made from.
    entries: Vec<Arc<Entry>>,
    dictionary: Dictionary,
    shards: Shards,
    records: Records,
    list: Option<Piece>,
}

impl Index {
    /// The files of the index, from the entries of a site's pages. Whatever is made from the same as before is kept.
    pub fn files<'e>(
        &mut self,
        pages: impl IntoIterator<Item = (&'e VirtualPath, &'e Arc<Entry>)>,
        word: impl Fn(&str) -> String,
    ) -> OutputFiles {
        self.renew(pages);
        let list = cell::list(self.dictionary.cells.values().map(|cell| &**cell));
        let list = Piece::renewed(self.list.take(), "words", &format!("`{list}`"));
        let pieces = || self.shards.pieces().chain(self.records.pieces()).chain([&list]);
        let contents = Contents {
            version: Digest::of(&pieces().map(|piece| piece.digest).collect::<Vec<_>>()).short(),
            tasks: self.entries.iter().filter(|entry| entry.task.is_some()).count(),
            titles: self.entries.iter().map(|entry| code::digit(entry.title)).collect(),
            records: self.records.firsts().collect(),
            words: self.shards.firsts().collect(),
            texts: TEXTS.iter().map(|key| (*key, word(key))).collect(),
        };
        let index = Piece::new("index", &serde_json::to_string(&contents).unwrap_or_default());
        let mut files = OutputFiles::default();
        pieces().chain([&index]).for_each(|piece| piece.put(&mut files));
        self.list = Some(list);
        files
    }

    /// Takes the entries of this build, each that is the same as before in the shape of before.
    fn renew<'e>(&mut self, pages: impl IntoIterator<Item = (&'e VirtualPath, &'e Arc<Entry>)>) {
        let mut pages: Vec<(&VirtualPath, &Arc<Entry>)> = pages.into_iter().collect();
        if !pages.is_sorted_by_key(|(path, _)| *path) {
            pages.sort_by_key(|(path, _)| *path);
        }
        // Of those of one number each stays where its path has it.
        pages.sort_by_cached_key(|(_, entry)| entry.task.unwrap_or(u32::MAX));
        let before = std::mem::take(&mut self.entries);
        let known = before.iter().map(Some).chain(std::iter::repeat(None));
        let same = |(entry, known): (&Arc<Entry>, Option<&Arc<Entry>>)| match known {
            Some(known) if Arc::ptr_eq(entry, known) || entry == known => known.clone(),
            _ => entry.clone(),
        };
        self.entries = pages.into_iter().map(|(_, entry)| entry).zip(known).map(same).collect();
        self.dictionary.renew(&before, &self.entries);
        self.shards.renew(&self.dictionary.cells);
        self.records.renew(&before, &self.entries);
    }
}

#[cfg(test)]
mod tests;
