//! What a page says to the readers of one edition, where that is not what it says to all: its blocks and what it includes may
//! be for some readers only. Such a page is read once more for each edition, from the text that the edition has.

use std::collections::HashMap;
use std::sync::Arc;

use super::outline::{Page, page};
use super::playbook::{Doubts, Facts, included, process};
use super::vocabulary::Vocabulary;
use crate::config::Edition;
use crate::corpus::{Library, PageEntry};
use crate::model::{Process, RefreshEntry};
use crate::text::{FileId, QuickMap};

/// What differs from edition to edition.
#[derive(Debug, Default)]
pub(super) struct Divided {
    /// Processes by page and name of the edition.
    processes: HashMap<(usize, String), Arc<Process>>,
    /// What pages and included files with blocks say, by file and name of the edition.
    outlines: HashMap<(FileId, String), Arc<Page>>,
}

/// What pages are divided from.
pub(super) struct Division<'a> {
    pub(super) library: &'a Library<'a>,
    pub(super) vocabulary: &'a Vocabulary,
    /// What all pages say to all readers together.
    pub(super) pages: &'a [Arc<Page>],
    /// The same as processes.
    pub(super) processes: &'a [Arc<Process>],
    /// What included files say.
    pub(super) fragments: &'a QuickMap<FileId, Arc<Page>>,
    pub(super) doubts: &'a Doubts<'a>,
}

impl Division<'_> {
    /// The processes of pages that are not the same for all, one for each edition that has the page.
    pub(super) fn divided(&self) -> Divided {
        let mut found = Divided::default();
        if !self.library.has_divided() {
            return found;
        }
        let divided = self.library.pages.iter().enumerate().filter(|(_, page)| self.library.is_divided(page.file));
        for (index, entry) in divided {
            let editions = self.library.inputs.config.editions.iter();
            for edition in editions.filter(|edition| entry.editions.contains(&edition.name)) {
                let process = self.process(index, entry, edition, &mut found.outlines);
                found.processes.insert((index, edition.name.clone()), Arc::new(process));
            }
        }
        found
    }

    fn process(
        &self,
        index: usize,
        entry: &PageEntry,
        edition: &Edition,
        outlines: &mut HashMap<(FileId, String), Arc<Page>>,
    ) -> Process {
        for file in self.library.files_of(std::iter::once(index), Some(edition)) {
            let key = (file, edition.name.clone());
            if !outlines.contains_key(&key) {
                outlines.extend(self.outline(file, edition).map(|outline| (key, outline)));
            }
        }
        let own = |file: FileId| outlines.get(&(file, edition.name.clone())).cloned();
        let page = own(entry.file).unwrap_or_else(|| self.pages[index].clone());
        let included = included(self.library, &page, Some(edition), |file| {
            self.fragments.get(&file).map(|whole| own(file).unwrap_or_else(|| whole.clone()))
        });
        process(&page, &included, entry.title.clone(), self.refreshes(index, entry, &page))
    }

    /// What a file says to the readers of an edition, if it has blocks.
    fn outline(&self, file: FileId, edition: &Edition) -> Option<Arc<Page>> {
        let (document, source) =
            (self.library.document_in(file, Some(edition))?, self.library.source_in(file, Some(edition)));
        let whole = self.library.document(file)?;
        (!Arc::ptr_eq(document, whole)).then(|| Arc::new(page(document, source, self.vocabulary)))
    }

    /// The refresh entries of a page in an edition. A date is the same day for all readers, so it is settled with what the
    /// whole page says.
    fn refreshes(&self, index: usize, entry: &PageEntry, page: &Page) -> Vec<RefreshEntry> {
        let mut own = self.doubts.settled(entry, page);
        for refresh in &mut own {
            let whole = self.processes[index].refreshes.iter().find(|whole| whole.span == refresh.span);
            if let Some(whole) = whole {
                (refresh.date, refresh.reading) = (whole.date, whole.reading);
            }
        }
        own
    }
}

impl Facts {
    /// What a page says to the readers of an edition; to all where there are none.
    pub fn process(&self, page: usize, edition: Option<&str>) -> &Arc<Process> {
        let own = edition.and_then(|edition| self.divided.processes.get(&(page, edition.to_owned())));
        own.unwrap_or(&self.processes[page])
    }

    /// What a file with blocks for some readers says to those of an edition; `None` for any other file.
    pub fn outline_in(&self, file: FileId, edition: Option<&Edition>) -> Option<&Arc<Page>> {
        self.divided.outlines.get(&(file, edition?.name.clone()))
    }
}

#[cfg(test)]
mod tests;
