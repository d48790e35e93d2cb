//! The words of the theme in each language that a site or a report speaks, read once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::inputs::Theme;
use crate::memo::Spoken;
use crate::render::html::Texts;

/// The words of a theme, read when they are asked for.
pub(super) struct Languages<'a> {
    theme: &'a Theme,
    read: Mutex<BTreeMap<String, Arc<Spoken>>>,
}

impl<'a> Languages<'a> {
    /// Words of which some were read by an earlier build with the same theme.
    pub(super) fn new(theme: &'a Theme, read: BTreeMap<String, Arc<Spoken>>) -> Self {
        Self { theme, read: Mutex::new(read) }
    }

    /// The words in a language.
    pub(super) fn get(&self, tag: &str) -> Arc<Spoken> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let words = || {
            let (texts, problems) = Texts::new(&self.theme.files, tag);
            Arc::new(Spoken { texts, problems })
        };
        read.entry(tag.to_owned()).or_insert_with(words).clone()
    }

    /// What the next build may use.
    pub(super) fn finish(self) -> BTreeMap<String, Arc<Spoken>> {
        self.read.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
