//! Which stretches of a file an edition has, and which files: pages for its audiences, what these include outside of
//! blocks for others. Where the project has no editions everything is for everyone.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;
use std::ops::Range;
use std::sync::Arc;

use super::edition_text::EditionText;
use super::library::{Library, Variant};
use super::meta::Meta;
use crate::config::{Config, Edition};
use crate::diagnostic::{Code, Diagnostic};
use crate::inputs::Inputs;
use crate::syntax::markdown::{AudienceBlock, Document, Doubt, LinkKind};
use crate::text::{Digest, Digester, FileId, QuickMap, Source, Span};

/// Whether a block is for an edition: it names one of its audiences.
fn fits(block: &AudienceBlock, edition: &Edition) -> bool {
    edition.is_for(block.names.iter().map(|name| &name.value))
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

/// Whom Markdown files are for that say so themselves, by `ft.audience` or by a name such as `index--partner.md`. Such a file
/// keeps its audience wherever it is included or quoted. Empty where the project has no editions.
#[derive(Debug, Default)]
pub(super) struct OwnAudiences(QuickMap<FileId, OwnAudience>);

/// Whom a file is for.
#[derive(Debug)]
struct OwnAudience {
    /// The audiences that it names; of a page also those that the settings give it.
    names: Vec<String>,
    /// Whether its front matter names them.
    stated: bool,
    /// The edition in its file name.
    edition: Option<String>,
}

impl OwnAudiences {
    /// Those of all Markdown files; `metas` is the front matter of the pages, in their order.
    pub(super) fn new(
        inputs: &Inputs,
        documents: &QuickMap<FileId, Arc<Document>>,
        metas: &[Arc<Meta>],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        if inputs.config.editions.is_empty() {
            return Self::default();
        }
        let stated = |meta: &Meta| meta.audience_span.is_some();
        let pages = inputs.pages.iter().zip(metas).map(|(file, meta)| (*file, meta.audiences.clone(), stated(meta)));
        let mut all: Vec<(FileId, Vec<String>, bool)> = pages.collect();
        for file in inputs.fragments.iter().filter(|file| inputs.sources.get(**file).text.contains("ft.audience")) {
            let (Some(document), source) = (documents.get(file), inputs.sources.get(*file)) else { continue };
            let meta = Meta::read(document, source, &Config::default(), &mut Vec::new());
            let span = meta.audience_span.unwrap_or_else(|| Span::start_of(*file));
            diagnostics.extend(unknown_names(&meta.audiences, span, &inputs.config));
            all.push((*file, meta.audiences, true));
        }
        let own = |(file, names, stated): (FileId, Vec<String>, bool)| {
            let edition = Variant::of(&inputs.sources.get(file).path).map(|variant| variant.edition);
            let says = !names.is_empty() || edition.is_some();
            says.then_some((file, OwnAudience { names, stated, edition }))
        };
        let named: BTreeSet<FileId> = all.iter().map(|(file, ..)| *file).collect();
        let others =
            inputs.fragments.iter().filter(|file| !named.contains(file)).map(|file| (*file, Vec::new(), false));
        Self(all.into_iter().chain(others).filter_map(own).collect())
    }
}

/// What the content says of whom it is for, in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Audiences in front matter, in the settings' metadata for pages, and in blocks.
    pub audiences: BTreeSet<String>,
    /// Editions in names of files, as `index--partner.md`.
    pub editions: BTreeSet<String>,
}

impl<'a> Library<'a> {
    /// Whether an edition has what stands at a span of a file, the file itself taken for granted.
    pub fn shows(&self, span: Span, edition: Option<&Edition>) -> bool {
        let Some((document, edition)) = self.document(span.file).zip(edition) else { return true };
        document.audiences.iter().all(|block| !block.holds(span.start) || fits(block, edition))
    }

    /// The audiences and editions that the content names.
    pub fn named(&self) -> Named {
        let files = || self.own_audiences.0.values();
        let blocks = self.documents().flat_map(|document| &document.audiences);
        let of_blocks = blocks.flat_map(|block| block.names.iter().map(|name| &name.value));
        let audiences = files().flat_map(|own| &own.names).chain(of_blocks).map(|name| name.to_lowercase()).collect();
        Named { audiences, editions: files().filter_map(|own| own.edition.clone()).collect() }
    }

    /// Whether an edition may have a file, where a page of it includes or quotes the file: the file is for its audiences, or
    /// does not say whom it is for.
    pub fn may_have(&self, file: FileId, edition: Option<&Edition>) -> bool {
        let Some((own, edition)) = self.own_audiences.0.get(&file).zip(edition) else { return true };
        let named = own.edition.as_ref().is_none_or(|name| edition.name.eq_ignore_ascii_case(name));
        named && (own.names.is_empty() || edition.is_for(&own.names))
    }

    /// The audiences that the front matter of a file was read to name.
    pub fn stated_audiences(&self, file: FileId) -> &[String] {
        let own = self.own_audiences.0.get(&file).filter(|own| own.stated);
        own.map(|own| own.names.as_slice()).unwrap_or_default()
    }

    /// A file with blocks for some readers as an edition has it; `None` where the edition has all of it.
    pub(super) fn edition_text(&self, file: FileId, edition: Option<&Edition>) -> Option<&EditionText> {
        let name = &edition?.name;
        let number = self.inputs.config.editions.iter().position(|edition| edition.name == *name)?;
        self.edition_texts.get(&file)?.get(number)
    }

    /// What was read from a file as an edition has it.
    pub fn document_in(&self, file: FileId, edition: Option<&Edition>) -> Option<&Arc<Document>> {
        self.edition_text(file, edition).map(|text| &text.document).or_else(|| self.document(file))
    }

    /// The text of a file as an edition has it.
    pub fn source_in(&self, file: FileId, edition: Option<&Edition>) -> &Source {
        self.edition_text(file, edition).map_or_else(|| &**self.source(file), |text| &text.source)
    }

    /// The Markdown file that an include names, if the edition may have it.
    pub fn include_in(&self, from: FileId, address: &str, edition: Option<&Edition>) -> Option<FileId> {
        self.include(from, address).filter(|file| self.may_have(*file, edition))
    }

    /// The text that a snippet names, as far as the edition has it.
    pub fn snippet_in(&self, from: FileId, address: &str, edition: Option<&Edition>) -> Option<&str> {
        let file = self.snippet(from, address)?;
        self.may_have(file, edition).then(|| &*self.source_in(file, edition).text)
    }

    /// Whether a file has stretches for some readers only, or takes in or quotes one that has, or that is for some only.
    pub fn is_divided(&self, file: FileId) -> bool {
        let mut seen = BTreeSet::from([file]);
        let mut open = vec![file];
        while let Some(next) = open.pop() {
            let has_blocks = self.document(next).is_some_and(|document| !document.audiences.is_empty());
            if has_blocks || next != file && self.own_audiences.0.contains_key(&next) {
                return true;
            }
            open.extend(self.included(next).into_iter().filter(|file| seen.insert(*file)));
        }
        false
    }

    /// Whether some file takes in or quotes a file that is for some readers only.
    pub(super) fn includes_for_some(&self) -> bool {
        let files = self.inputs.pages.iter().chain(&self.inputs.fragments);
        let mut taken = files.flat_map(|file| self.included(*file).into_iter().chain(self.quoted(*file)));
        !self.own_audiences.0.is_empty() && taken.any(|file| self.own_audiences.0.contains_key(&file))
    }

    /// The files that a file quotes.
    pub fn quoted(&self, file: FileId) -> Vec<FileId> {
        let links = self.document(file).map(|document| document.links.as_slice()).unwrap_or_default();
        let quotes = links.iter().filter(|link| link.kind == LinkKind::Snippet);
        quotes.filter_map(|link| self.snippet(file, &link.target.value)).collect()
    }

    /// The files that a file takes in where an edition has the include.
    pub fn included_in(&self, file: FileId, edition: Option<&Edition>) -> Vec<FileId> {
        let Some(document) = self.document_in(file, edition).filter(|document| document.includes) else {
            return Vec::new();
        };
        let includes = document.links.iter().filter(|link| link.kind == LinkKind::Include);
        includes.filter_map(|link| self.include_in(file, &link.target.value, edition)).collect()
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
            // Which links and anchors an edition has hangs on its own reading of the file.
            for text in self.inputs.config.editions.iter().filter_map(|one| self.edition_text(document.file, Some(one)))
            {
                text.document.anchors.digest().hash(&mut digest);
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

    /// Whether an edition has an anchor of a page: one that stands outside of blocks for others, in the page or in what it
    /// includes.
    pub fn shows_anchor(&self, file: FileId, anchor: &str, edition: Option<&Edition>) -> bool {
        if edition.is_none() || !self.has_anchor(file, anchor) || !self.is_divided(file) {
            return true;
        }
        let mut seen = BTreeSet::from([file]);
        let mut open = vec![file];
        while let Some(file) = open.pop() {
            let Some(document) = self.document_in(file, edition) else { continue };
            if document.anchors.contains(anchor) {
                return true;
            }
            open.extend(self.included_in(file, edition).into_iter().filter(|file| seen.insert(*file)));
        }
        false
    }
}

/// The audiences that editions are for, as a way out of an unknown one.
pub(super) fn known_names(config: &Config) -> String {
    let names = config.editions.iter().flat_map(|edition| &edition.audiences);
    format!("use one of {}", names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
}

/// A finding for each name that no edition is for.
pub(super) fn unknown_names(names: &[String], span: Span, config: &Config) -> Vec<Diagnostic> {
    let unknown = names.iter().filter(|name| !config.editions.iter().any(|edition| edition.is_for([*name])));
    unknown.map(|name| unknown_name(name, span, config)).collect()
}

fn unknown_name(name: &str, span: Span, config: &Config) -> Diagnostic {
    let known = config.editions.iter().flat_map(|edition| &edition.audiences).map(String::as_str);
    let near = crate::text::nearest(name, known);
    let help = near.map_or_else(|| known_names(config), |near| format!("did you mean `{near}`?"));
    Diagnostic::at(Code::UnknownEdition, span, format!("no edition is for the audience `{name}`")).help(help)
}

/// What is wrong with the blocks of a document: never closed, for nobody, lines that look like those of a block.
pub(super) fn findings(document: &Document, config: &Config) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for block in &document.audiences {
        if !block.closed {
            let finding = Diagnostic::at(Code::UnclosedAudience, block.opening, "no `:::` closes the block");
            found.push(finding.help("close it with a line of `:::`; until then it goes to the end of the page"));
        }
        if config.editions.is_empty() {
            continue;
        }
        if block.names.is_empty() {
            let finding =
                Diagnostic::at(Code::UnknownEdition, block.opening, "the block names no audience, so nobody has it");
            found.push(finding.help(known_names(config)));
        }
        for name in &block.names {
            found.extend(unknown_names(std::slice::from_ref(&name.value), name.span, config));
        }
    }
    if !config.editions.is_empty() {
        found.extend(document.doubtful.iter().map(|line| doubtful(line.span, line.doubt)));
    }
    found
}

fn doubtful(span: Span, doubt: Doubt) -> Diagnostic {
    let (message, help) = match doubt {
        Doubt::Opening => (
            "the line looks like the beginning of an audience block and is none",
            "write `:::audience NAME` alone on its line; to show the syntax, write it as inline code",
        ),
        Doubt::Closing => (
            "the line looks like the end of an audience block, and none is open",
            "delete the line, or write `:::audience NAME` where the block begins",
        ),
    };
    Diagnostic::at(Code::DoubtfulAudience, span, message).help(help)
}

#[cfg(test)]
mod tests;
