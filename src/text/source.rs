//! One text file as it was read, and all of them by number.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::{Lines, Position, QuickMap, Span, VirtualPath};

/// The number of a source within one load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A text that many may hold. It takes over the string that was read, without a copy: an export may have 150 MB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text(Arc<String>);

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(Arc::new(text))
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// A text file: its address in the project, its text to the byte (BOM and line ends included), its hash.
#[derive(Debug)]
pub struct Source {
    /// The number that spans refer to.
    pub id: FileId,
    /// Where it lies, relative to the root it was loaded from.
    pub path: VirtualPath,
    /// The text as read; never altered.
    pub text: Text,
    /// Hash of the text; equal hashes mean equal texts.
    pub hash: u64,
    lines: OnceLock<Lines>,
}

impl Source {
    /// A source from its parts; the hash is computed here.
    pub fn new(id: FileId, path: VirtualPath, text: impl Into<Text>) -> Self {
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
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// By number; a number whose file is gone has none.
    all: Vec<Option<Arc<Source>>>,
    by_path: Arc<QuickMap<VirtualPath, FileId>>,
    numbers: Arc<Numbers>,
}

/// The numbers given out so far: a path keeps its number from one load to the next, so that what was made from its
/// text can be kept as well.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    of: QuickMap<VirtualPath, Vec<FileId>>,
    count: u32,
}

impl Numbers {
    /// The number of the `nth` text at a path that had fewer so far.
    fn number(&mut self, path: &VirtualPath, nth: usize) -> FileId {
        let known = self.of.entry(path.clone()).or_default();
        if let Some(id) = known.get(nth) {
            return *id;
        }
        let id = FileId(self.count);
        self.count += 1;
        known.push(id);
        id
    }
}

impl Sources {
    /// No sources yet, but the numbers of earlier loads.
    pub fn numbered(numbers: Arc<Numbers>) -> Self {
        Self { numbers, ..Self::default() }
    }

    /// The numbers given out so far.
    pub fn numbers(&self) -> &Arc<Numbers> {
        &self.numbers
    }

    /// Adds a text and gives it its number, or the next. A second text for a path takes its place in look-ups.
    pub fn add(&mut self, path: VirtualPath, text: impl Into<Text>) -> FileId {
        let id = self.number(&path);
        self.insert(Arc::new(Source::new(id, path, text)))
    }

    /// Adds a source of an earlier load again.
    pub fn add_known(&mut self, source: &Arc<Source>) -> FileId {
        let id = self.number(&source.path);
        if id == source.id {
            return self.insert(source.clone());
        }
        self.insert(Arc::new(Source::new(id, source.path.clone(), source.text.clone())))
    }

    fn number(&mut self, path: &VirtualPath) -> FileId {
        let before = self.by_path.get(path);
        let nth = before.and_then(|last| self.numbers.of.get(path)?.iter().position(|id| id == last));
        let nth = nth.map_or(0, |nth| nth + 1);
        let known = self.numbers.of.get(path).and_then(|known| known.get(nth)).copied();
        known.unwrap_or_else(|| Arc::make_mut(&mut self.numbers).number(path, nth))
    }

    fn insert(&mut self, source: Arc<Source>) -> FileId {
        let (id, at) = (source.id, source.id.0 as usize);
        Arc::make_mut(&mut self.by_path).insert(source.path.clone(), id);
        if self.all.len() <= at {
            self.all.resize(at + 1, None);
        }
        self.all[at] = Some(source);
        id
    }

    /// Puts another text in the place of one; nothing happens unless it is the only one at its path.
    pub fn replace(&mut self, source: Arc<Source>) {
        if self.is_alone(&source.path) && self.by_path.get(&source.path) == Some(&source.id) {
            let at = source.id.0 as usize;
            self.all[at] = Some(source);
        }
    }

    /// Whether there was never more than one text at a path.
    pub fn is_alone(&self, path: &VirtualPath) -> bool {
        self.numbers.of.get(path).is_some_and(|numbers| numbers.len() == 1)
    }

    /// The source with a number, if there is one.
    pub fn find(&self, id: FileId) -> Option<&Arc<Source>> {
        self.all.get(id.0 as usize)?.as_ref()
    }

    /// The source with a number given out by [`Sources::add`].
    pub fn get(&self, id: FileId) -> &Arc<Source> {
        self.all[id.0 as usize].as_ref().expect("only numbers of this load are asked for")
    }

    /// The source at a path, if there is one.
    pub fn at(&self, path: &VirtualPath) -> Option<&Arc<Source>> {
        self.by_path.get(path).map(|id| self.get(*id))
    }

    /// All sources in order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.all.iter().flatten()
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
