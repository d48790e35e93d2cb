//! What a build produces: virtual paths and contents, and the difference of two such sets.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::text::VirtualPath;

/// What a file of the output holds.
#[derive(Clone, Debug, Eq)]
pub enum Content {
    /// Bytes that the build made.
    Bytes(Arc<[u8]>),
    /// The bytes of a file of the project, which are never all held in memory at once.
    Copy(Resource),
}

/// A file of the project that is published as it is: an image, a PDF.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Resource {
    /// Where it lies, relative to the project folder.
    pub path: VirtualPath,
    /// BLAKE3 of its bytes, in hexadecimal.
    pub hash: Arc<str>,
    /// How many bytes it has.
    pub len: u64,
    /// How large it is drawn, if it is a picture.
    pub extent: Option<Extent>,
}

/// The size of a picture in pixels of CSS, so that a page keeps its place free until it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Extent {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            // Most files of a build are the very bytes of the last one.
            (Content::Bytes(own), Content::Bytes(other)) => Arc::ptr_eq(own, other) || own == other,
            (Content::Copy(own), Content::Copy(other)) => own == other,
            _ => false,
        }
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Content::Bytes(bytes.into())
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Content::Bytes(text.into_bytes().into())
    }
}

/// The files of one build in order of their paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutputFiles {
    files: BTreeMap<VirtualPath, Content>,
    origins: BTreeMap<VirtualPath, Origin>,
}

/// Whose a file of the output is and what it was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The edition that it belongs to, where there are editions.
    pub edition: Option<String>,
    /// Its language, where they are configured.
    pub language: Option<String>,
    /// The older version of the playbook that it belongs to, if it is not of the current one.
    pub version: Option<String>,
    /// The files of the project that it was made from; none where that is all of its site, or the theme.
    pub sources: Vec<VirtualPath>,
    /// By what the page of an author is known again at another address.
    pub page: Option<Identity>,
    /// Where the file leads on to, if it stands at the address of a page that moved.
    pub leads_to: Option<VirtualPath>,
}

/// By what a page is known again when its address changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// `uid` of its front matter, which authors give a page so that it can be named wherever it lies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uid: Option<String>,
    /// What it is called.
    pub title: String,
    /// A hash of its text, in hexadecimal.
    pub text: String,
    /// The ids of the tasks in its tables, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<u32>,
}

impl OutputFiles {
    /// Adds a file; gives back what stood there before, if anything.
    pub fn insert(&mut self, path: VirtualPath, content: impl Into<Content>) -> Option<Content> {
        self.files.insert(path, content.into())
    }

    /// The content at a path.
    pub fn get(&self, path: &VirtualPath) -> Option<&Content> {
        self.files.get(path)
    }

    /// All files in order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&VirtualPath, &Content)> {
        self.files.iter()
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Says where the file at a path comes from.
    pub fn came_from(&mut self, path: VirtualPath, origin: Origin) {
        self.origins.insert(path, origin);
    }

    /// Where the file at a path comes from, if that was said.
    pub fn origin(&self, path: &VirtualPath) -> Option<&Origin> {
        self.origins.get(path)
    }

    /// All files of some sets; of those at one path that of the last set. Quicker than one set after the other.
    pub fn of(sets: Vec<OutputFiles>) -> Self {
        let (mut files, mut origins) = (Vec::new(), Vec::new());
        for set in sets {
            files.extend(set.files);
            origins.extend(set.origins);
        }
        Self { files: files.into_iter().collect(), origins: origins.into_iter().collect() }
    }

    /// The same files below a folder.
    pub fn below(self, folder: &VirtualPath) -> Self {
        if folder.as_str().is_empty() {
            return self;
        }
        fn moved<T>(all: BTreeMap<VirtualPath, T>, folder: &VirtualPath) -> BTreeMap<VirtualPath, T> {
            all.into_iter().filter_map(|(path, value)| Some((folder.join(path.as_str())?, value))).collect()
        }
        Self { files: moved(self.files, folder), origins: moved(self.origins, folder) }
    }

    /// Takes over all files of another set.
    pub fn extend(&mut self, mut other: OutputFiles) {
        self.files.append(&mut other.files);
        self.origins.append(&mut other.origins);
    }

    /// What must change to come from `before` to this set.
    pub fn changes_since(&self, before: &OutputFiles) -> Changes {
        let mut changes = Changes::default();
        let mut old = before.files.iter().peekable();
        for (path, content) in &self.files {
            while let Some((gone, _)) = old.next_if(|(known, _)| *known < path) {
                changes.removed.push(gone.clone());
            }
            let known = old.next_if(|(known, _)| *known == path);
            if known.is_none_or(|(_, known)| known != content) {
                changes.written.push(path.clone());
            }
        }
        changes.removed.extend(old.map(|(gone, _)| gone.clone()));
        changes
    }
}

impl FromIterator<(VirtualPath, Content)> for OutputFiles {
    fn from_iter<T: IntoIterator<Item = (VirtualPath, Content)>>(files: T) -> Self {
        Self { files: files.into_iter().collect(), origins: BTreeMap::new() }
    }
}

/// The difference between two sets of files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// New files and files with other bytes.
    pub written: Vec<VirtualPath>,
    /// Files that are no longer there.
    pub removed: Vec<VirtualPath>,
}
