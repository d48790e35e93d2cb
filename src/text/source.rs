//! One text file as it was read, and all of them by number.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use super::{Lines, Position, Span, VirtualPath};

/// The number of a source within one load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A text file: its address in the project, its text to the byte (BOM and line ends included), its hash.
#[derive(Debug)]
pub struct Source {
    /// The number that spans refer to.
    pub id: FileId,
    /// Where it lies, relative to the root it was loaded from.
    pub path: VirtualPath,
    /// The text as read; never altered.
    pub text: Arc<str>,
    /// Hash of the text; equal hashes mean equal texts.
    pub hash: u64,
    lines: OnceLock<Lines>,
}

impl Source {
    /// A source from its parts; the hash is computed here.
    pub fn new(id: FileId, path: VirtualPath, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let hash = hash(text.as_bytes());
        Self { id, path, text, hash, lines: OnceLock::new() }
    }

    /// The starts of its lines, found once.
    pub fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::of(&self.text))
    }

    /// Line and column, both from 1, of a byte offset.
    pub fn position(&self, offset: u32) -> Position {
        self.lines().position(&self.text, offset)
    }

    /// The line, from 1, that a byte offset lies in.
    pub fn line(&self, offset: u32) -> u32 {
        self.lines().line(offset)
    }

    /// The text of a span of this source.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }
}

/// The first eight bytes of a BLAKE3 hash.
fn hash(bytes: &[u8]) -> u64 {
    let hash = blake3::hash(bytes);
    let (head, _) = hash.as_bytes().split_at(8);
    head.iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}

/// Every source of one load, addressed by [`FileId`] or path.
#[derive(Debug, Default)]
pub struct Sources {
    all: Vec<Arc<Source>>,
    by_path: HashMap<VirtualPath, FileId>,
}

impl Sources {
    /// Adds a text and gives it the next number. A second text for a path takes its place in look-ups.
    pub fn add(&mut self, path: VirtualPath, text: impl Into<Arc<str>>) -> FileId {
        let id = FileId(self.all.len() as u32);
        self.by_path.insert(path.clone(), id);
        self.all.push(Arc::new(Source::new(id, path, text)));
        id
    }

    /// The source with a number given out by [`Sources::add`].
    pub fn get(&self, id: FileId) -> &Arc<Source> {
        &self.all[id.0 as usize]
    }

    /// The source at a path, if there is one.
    pub fn at(&self, path: &VirtualPath) -> Option<&Arc<Source>> {
        self.by_path.get(path).map(|id| self.get(*id))
    }

    /// All sources in order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.all.iter()
    }

    /// The path that a span lies in.
    pub fn path(&self, span: Span) -> &VirtualPath {
        &self.get(span.file).path
    }

    /// The line, from 1, at which a span begins.
    pub fn line(&self, span: Span) -> u32 {
        self.get(span.file).line(span.start)
    }
}
