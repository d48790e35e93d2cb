//! What one load keeps for the next: texts and hashes of files that did not change meanwhile.
//!
//! A file is known to be unchanged by its stamp (times, length, number). A file that changed within the last two seconds
//! has none and is read again, since another change in the same tick of the clock would not show.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::decode::Problem;
use crate::output::Resource;
use crate::system::Stamp;
use crate::text::{Numbers, Source, VirtualPath};

/// The files of a theme by name.
pub(super) type ThemeFiles = BTreeMap<String, Arc<[u8]>>;

/// What one load keeps for the next.
#[derive(Debug, Default)]
pub struct Shelf {
    /// The numbers of files.
    pub(super) numbers: Arc<Numbers>,
    /// The built-in theme by its name.
    pub(super) theme: Option<(String, ThemeFiles)>,
    /// Texts by path.
    pub(super) texts: HashMap<VirtualPath, KeptText>,
    /// Files that are published as they are, by path.
    pub(super) resources: HashMap<VirtualPath, KeptResource>,
}

/// A text that was read.
#[derive(Clone, Debug)]
pub(super) struct KeptText {
    pub(super) stamp: Option<Stamp>,
    pub(super) source: Arc<Source>,
    pub(super) problem: Option<Problem>,
    /// Whether it quotes code of other files.
    pub(super) quotes: bool,
}

/// The hash of a file that is published as it is.
#[derive(Clone, Debug)]
pub(super) struct KeptResource {
    pub(super) stamp: Stamp,
    pub(super) resource: Resource,
}
