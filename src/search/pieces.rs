//! The files of an index: parts of the dictionary, records. A file that holds the same as before is that of before.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::cell::Cell;
use super::entry::Entry;
use super::words::class;
use crate::output::{Content, OutputFiles};
use crate::text::{Digest, VirtualPath};

/// How large a part of the dictionary gets before the next begins, in bytes.
const SHARD: usize = 8_000;

/// How large a file of records gets before the next begins, in bytes.
const RECORDS: usize = 8_000;

/// A file of records begins after so many at the latest, so that a record that grows moves only the next few.
const TOGETHER: usize = 64;

/// A file of the index.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    path: VirtualPath,
    bytes: Arc<[u8]>,
    /// What stands for its name and its contents.
    pub(super) digest: Digest,
}

impl Piece {
    pub(super) fn new(name: &str, value: &str) -> Self {
        let path = VirtualPath::root().with_file_name("search").join(&format!("{name}.js"));
        let text = format!("waybookSearch(\"{name}\",{value})\n");
        let digest = Digest::of(&text);
        Self { path: path.unwrap_or_else(VirtualPath::root), bytes: text.into_bytes().into(), digest }
    }

    /// A piece, the known one if it has the same contents.
    pub(super) fn renewed(known: Option<Self>, name: &str, value: &str) -> Self {
        let new = Self::new(name, value);
        known.filter(|known| known.digest == new.digest).unwrap_or(new)
    }

    pub(super) fn put(&self, files: &mut OutputFiles) {
        files.insert(self.path.clone(), Content::Bytes(self.bytes.clone()));
    }
}

/// The dictionary in parts.
#[derive(Debug, Default)]
pub(super) struct Shards(Vec<Shard>);

/// A part of the dictionary.
#[derive(Debug)]
struct Shard {
    /// The first characters of its first word.
    first: String,
    cells: Vec<Arc<Cell>>,
    piece: Piece,
}

/// Cells that are to be a part, with the characters that the first one's words begin with.
struct Plan<'c> {
    first: &'c str,
    cells: Vec<&'c Arc<Cell>>,
    len: usize,
}

impl Shards {
    pub(super) fn pieces(&self) -> impl Iterator<Item = &Piece> {
        self.0.iter().map(|shard| &shard.piece)
    }

    pub(super) fn firsts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|shard| shard.first.as_str())
    }

    pub(super) fn renew(&mut self, cells: &BTreeMap<String, Arc<Cell>>) {
        let mut before = std::mem::take(&mut self.0).into_iter().map(Some).collect::<Vec<_>>();
        for (number, plan) in joined(shards(cells)).into_iter().enumerate() {
            let same = |shard: &Shard| {
                shard.cells.len() == plan.cells.len()
                    && shard.cells.iter().zip(&plan.cells).all(|(a, b)| Arc::ptr_eq(a, b))
            };
            let known = before.get_mut(number).and_then(Option::take).filter(same);
            self.0.push(known.unwrap_or_else(|| Shard::new(number, plan)));
        }
    }
}

impl Shard {
    fn new(number: usize, plan: Plan<'_>) -> Self {
        let lines: Vec<&str> = plan.cells.iter().map(|cell| cell.text.as_str()).collect();
        let piece = Piece::new(&format!("w{number}"), &format!("`{}`", lines.join("\n")));
        Self { first: plan.first.to_owned(), cells: plan.cells.into_iter().cloned().collect(), piece }
    }
}

/// The cells in parts: words that begin with different letters are apart.
fn shards(cells: &BTreeMap<String, Arc<Cell>>) -> Vec<Plan<'_>> {
    let mut shards: Vec<Plan<'_>> = Vec::new();
    for (key, cell) in cells {
        let begun = shards.last_mut().filter(|shard| class(shard.first) == class(key) && shard.len < SHARD);
        match begun {
            Some(shard) => shard.add([cell]),
            None => shards.push(Plan { first: key, cells: vec![cell], len: cell.text.len() }),
        }
    }
    shards
}

/// Parts that are small by themselves, together.
fn joined(shards: Vec<Plan<'_>>) -> Vec<Plan<'_>> {
    let mut joined: Vec<Plan<'_>> = Vec::new();
    for shard in shards {
        match joined.last_mut().filter(|last| last.len + shard.len <= SHARD) {
            Some(last) => last.add(shard.cells),
            None => joined.push(shard),
        }
    }
    joined
}

impl<'c> Plan<'c> {
    fn add(&mut self, cells: impl IntoIterator<Item = &'c Arc<Cell>>) {
        for cell in cells {
            self.len += 1 + cell.text.len();
            self.cells.push(cell);
        }
    }
}

/// The records in files, each named by the number of its first.
#[derive(Debug, Default)]
pub(super) struct Records(Vec<(Range<usize>, Piece)>);

impl Records {
    pub(super) fn pieces(&self) -> impl Iterator<Item = &Piece> {
        self.0.iter().map(|(_, piece)| piece)
    }

    pub(super) fn firsts(&self) -> impl Iterator<Item = usize> {
        self.0.iter().map(|(range, _)| range.start)
    }

    /// The files of some entries, where those of others are known.
    pub(super) fn renew(&mut self, before: &[Arc<Entry>], entries: &[Arc<Entry>]) {
        let known = std::mem::take(&mut self.0).into_iter();
        let mut known: HashMap<Range<usize>, Piece> = known.collect();
        let same = |range: &Range<usize>| {
            let mut pairs = before[range.clone()].iter().zip(&entries[range.clone()]);
            pairs.all(|(one, other)| Arc::ptr_eq(one, other))
        };
        let file = |range: Range<usize>| {
            let piece = known.remove(&range).filter(|_| same(&range)).unwrap_or_else(|| {
                let records: Vec<&str> = entries[range.clone()].iter().map(|entry| entry.record.as_str()).collect();
                Piece::new(&format!("r{}", range.start), &format!("[{}]", records.join(",\n")))
            });
            (range, piece)
        };
        self.0 = ranges(entries).into_iter().map(file).collect();
    }
}

/// Which records stand in which file: tasks apart from pages.
fn ranges(entries: &[Arc<Entry>]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let (mut len, mut begun) = (0, 0);
    for (number, entry) in entries.iter().enumerate() {
        let first_page = number > 0 && entry.task.is_none() && entries[number - 1].task.is_some();
        if first_page {
            begun = number;
        }
        let fits = len + entry.record.len() <= RECORDS && !(number - begun).is_multiple_of(TOGETHER);
        match ranges.last_mut().filter(|_| fits) {
            Some(range) => range.end = number + 1,
            None => {
                ranges.push(number..number + 1);
                len = 0;
            }
        }
        len += 2 + entry.record.len();
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Searched;
    use crate::view::pages::{Article, Frame};
    use crate::view::parts::Part;

    fn entry(title: &str, html: &str) -> Arc<Entry> {
        let frame = Frame { title: title.to_owned(), language: "ja".to_owned(), ..Frame::default() };
        let body = vec![Part::Html { html: html.to_owned() }];
        Article { frame, body, ..Article::default() }.entry().map(Arc::new).expect("an article is found")
    }

    #[test]
    fn a_part_begins_where_the_first_characters_change_and_not_within() {
        let words = |start: &str| (0..1200).map(|n| format!("{start}{n:04}")).collect::<Vec<_>>().join(" ");
        let mut dictionary = crate::search::Dictionary::default();
        dictionary.renew(&[], &[entry("x", &format!("{} {} {}", words("aab"), words("aac"), words("zzz")))]);
        let mut shards = Shards::default();
        shards.renew(&dictionary.cells);
        assert_eq!(shards.firsts().collect::<Vec<_>>(), ["aab", "aac", "zzz"]);
        for shard in &shards.0 {
            let mut lines = shard.cells.iter().flat_map(|cell| cell.text.lines());
            assert!(lines.all(|line| line.starts_with(&shard.first)), "{}", shard.first);
        }
    }

    #[test]
    fn a_record_that_grows_moves_only_those_that_stand_together() {
        let mut entries: Vec<Arc<Entry>> =
            (0..300).map(|n| entry(&format!("Page {n}"), &format!("<p>{}</p>", "word ".repeat(300 + n)))).collect();
        let mut records = Records::default();
        records.renew(&[], &entries);
        let pieces = |records: &Records| records.pieces().map(|piece| piece.bytes.clone()).collect::<Vec<_>>();
        let (before, known) = (entries.clone(), pieces(&records));
        entries[70] = entry("Page 70", &format!("<p>{}</p>", "word ".repeat(1200)));
        records.renew(&before, &entries);
        let mut anew = Records::default();
        anew.renew(&[], &entries);
        assert_eq!(pieces(&records), pieces(&anew));
        assert_eq!(records.firsts().collect::<Vec<_>>(), anew.firsts().collect::<Vec<_>>());
        let moved = pieces(&records).iter().filter(|own| !known.iter().any(|known| Arc::ptr_eq(own, known))).count();
        assert!((1..=TOGETHER / 2).contains(&moved), "{moved} of {} files", known.len());
    }
}
