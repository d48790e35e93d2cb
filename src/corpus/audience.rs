//! Which stretches of a file an edition has, and which files: pages for its audiences, what these include outside of
//! blocks for others. Where the project has no editions everything is for everyone.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;
use std::ops::Range;

use super::library::Library;
use crate::config::{Config, Edition};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::markdown::{AudienceBlock, Document, LinkKind};
use crate::text::{Digest, Digester, FileId, Span};

/// Whether a block is for an edition: it names one of its audiences.
fn fits(block: &AudienceBlock, edition: &Edition) -> bool {
    block.names.iter().any(|name| edition.audiences.iter().any(|known| known.eq_ignore_ascii_case(&name.value)))
}

/// The stretches of a document that an edition does not have, in order, none within another.
pub fn hidden(document: &Document, edition: Option<&Edition>) -> Vec<Range<usize>> {
    let Some(edition) = edition else { return Vec::new() };
    let mut found: Vec<Range<usize>> = Vec::new();
    for block in document.audiences.iter().filter(|block| !fits(block, edition)) {
        let range = block.span.range();
        if found.last().is_none_or(|last| last.end <= range.start) {
            found.push(range);
        }
    }
    found
}

impl<'a> Library<'a> {
    /// Whether an edition has what stands at a span of a file, the file itself taken for granted.
    pub fn shows(&self, span: Span, edition: Option<&Edition>) -> bool {
        let Some((document, edition)) = self.document(span.file).zip(edition) else { return true };
        document.audiences.iter().all(|block| !block.holds(span.start) || fits(block, edition))
    }

    /// Whether a file has stretches for some readers only, or takes in one that has.
    pub fn is_divided(&self, file: FileId) -> bool {
        let mut seen = BTreeSet::from([file]);
        let mut open = vec![file];
        while let Some(file) = open.pop() {
            if self.document(file).is_some_and(|document| !document.audiences.is_empty()) {
                return true;
            }
            open.extend(self.included(file).into_iter().filter(|file| seen.insert(*file)));
        }
        false
    }

    /// The files that a file takes in where an edition has the include.
    pub fn included_in(&self, file: FileId, edition: Option<&Edition>) -> Vec<FileId> {
        let Some(document) = self.document(file) else { return Vec::new() };
        let includes = document.links.iter().filter(|link| link.kind == LinkKind::Include);
        let shown = includes.filter(|link| self.shows(link.span, edition));
        shown.filter_map(|link| self.include(file, &link.target.value)).collect()
    }

    /// The files that some pages are made from in an edition: the pages and all that they take in.
    pub fn files_of(&self, pages: impl Iterator<Item = usize>, edition: Option<&Edition>) -> BTreeSet<FileId> {
        let mut open: Vec<FileId> = pages.map(|page| self.pages[page].file).collect();
        let mut seen: BTreeSet<FileId> = open.iter().copied().collect();
        while let Some(file) = open.pop() {
            open.extend(self.included_in(file, edition).into_iter().filter(|file| seen.insert(*file)));
        }
        seen
    }

    /// The names of the editions that have each file, whether as a page or taken in by one.
    pub(super) fn readers(&self) -> BTreeMap<FileId, Vec<&'a str>> {
        let config: &'a Config = &self.inputs.config;
        let mut readers: BTreeMap<FileId, Vec<&str>> = BTreeMap::new();
        for edition in &config.editions {
            let pages = (0..self.pages.len()).filter(|page| self.pages[*page].editions.contains(&edition.name));
            for file in self.files_of(pages, Some(edition)) {
                readers.entry(file).or_default().push(&edition.name);
            }
        }
        readers
    }

    /// What [`Library::division`] stands for.
    pub(super) fn division_of(&self) -> Digest {
        let mut digest = Digester::default();
        let texts = self.inputs.pages.iter().chain(&self.inputs.fragments);
        for document in texts.filter_map(|file| self.document(*file)).filter(|found| !found.audiences.is_empty()) {
            document.file.hash(&mut digest);
            for block in &document.audiences {
                block.names.iter().for_each(|name| name.value.hash(&mut digest));
                (block.span.start, block.span.end).hash(&mut digest);
            }
        }
        for (file, names) in self.readers.iter().filter(|(file, _)| self.page_of(**file).is_none()) {
            (file, names).hash(&mut digest);
        }
        digest.digest()
    }

    /// The editions that have what stands at a span, in the order of the configuration.
    pub fn editions_at(&self, span: Span) -> Vec<&'a Edition> {
        let config: &'a Config = &self.inputs.config;
        let has_file = |edition: &&Edition| {
            self.readers.get(&span.file).is_some_and(|names| names.contains(&edition.name.as_str()))
        };
        config.editions.iter().filter(has_file).filter(|edition| self.shows(span, Some(edition))).collect()
    }

    /// Whether an edition has an anchor of a page: a heading outside of blocks for others. Anchors of raw HTML, whose
    /// places are not known, count as shown.
    pub fn shows_anchor(&self, file: FileId, anchor: &str, edition: Option<&Edition>) -> bool {
        if edition.is_none() || !self.has_anchor(file, anchor) || !self.is_divided(file) {
            return true;
        }
        let mut seen = BTreeSet::from([file]);
        let mut open = vec![file];
        while let Some(file) = open.pop() {
            let Some(document) = self.document(file) else { continue };
            let heading = document.headings.iter().find(|heading| heading.anchor == anchor);
            let shown = match heading {
                Some(heading) => self.shows(heading.span, edition),
                None => document.anchors.contains(anchor),
            };
            if shown {
                return true;
            }
            open.extend(self.included_in(file, edition).into_iter().filter(|file| seen.insert(*file)));
        }
        false
    }
}

/// What is wrong with the blocks of a document: never closed, for nobody.
pub(super) fn findings(document: &Document, config: &Config) -> Vec<Diagnostic> {
    let known: Vec<&str> = config.editions.iter().flat_map(|edition| &edition.audiences).map(String::as_str).collect();
    let mut found = Vec::new();
    for block in &document.audiences {
        if !block.closed {
            let finding = Diagnostic::at(Code::UnclosedAudience, block.opening, "no `:::` closes the block");
            found.push(finding.help("close it with a line of `:::`; until then it goes to the end of the page"));
        }
        if config.editions.is_empty() {
            continue;
        }
        let help =
            || format!("use one of {}", known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "));
        if block.names.is_empty() {
            let finding =
                Diagnostic::at(Code::UnknownEdition, block.opening, "the block names no audience, so nobody has it");
            found.push(finding.help(help()));
        }
        for name in block.names.iter().filter(|name| !known.iter().any(|known| known.eq_ignore_ascii_case(&name.value)))
        {
            let message = format!("no edition is for the audience `{}`", name.value);
            let near = crate::text::nearest(&name.value, known.iter().copied());
            let help = near.map_or_else(help, |near| format!("did you mean `{near}`?"));
            found.push(Diagnostic::at(Code::UnknownEdition, name.span, message).help(help));
        }
    }
    found
}
