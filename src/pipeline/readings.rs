//! Two readings of whom each line is for: the parser's, which sites are made from, and the raw one of the proof, which knows no
//! Markdown. Where they differ we do not know who may read a line; that is an error, and nothing is published.

use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;

use crate::config::{Config, Edition};
use crate::corpus::{Library, hidden};
use crate::diagnostic::{Code, Diagnostic};
use crate::inputs::FileKind;
use crate::proof::{Hint, RawBlock, RawReading};
use crate::syntax::markdown::Document;
use crate::text::{FileId, QuickMap, Span};

/// The raw readings of all files that say whom they or their lines are for; of any other file everything is for everyone.
#[derive(Debug, Default)]
pub struct RawReadings(QuickMap<FileId, RawReading>);

/// The key in front matter that names audiences.
const KEY: &str = "ft.audience";

impl RawReadings {
    /// Reads all Markdown files and what they quote, tables of contents and texts that are published as they are. A project without editions has nothing to tell apart.
    pub(super) fn new(library: &Library<'_>) -> Self {
        if library.inputs.config.editions.is_empty() {
            return Self::default();
        }
        let quoted: BTreeSet<FileId> = library.documents().flat_map(|document| library.quoted(document.file)).collect();
        let mut files: Vec<FileId> = library.documents().map(|document| document.file).collect();
        let tocs = library.inputs.tocs.iter().copied();
        let others: BTreeSet<FileId> = quoted.into_iter().chain(tocs).chain(published(library)).collect();
        files.extend(others.into_iter().filter(|file| library.document(*file).is_none()));
        let read = |file: &FileId| (*file, RawReading::of(&library.source(*file).text));
        let says = |(_, reading): &(FileId, RawReading)| *reading != RawReading::default();
        Self(files.par_iter().map(read).filter(says).collect::<Vec<_>>().into_iter().collect())
    }

    /// The bytes of a file that lie in blocks for others than an edition's readers.
    pub(super) fn hidden(&self, file: FileId, edition: &Edition) -> Vec<Range<usize>> {
        let reading = self.0.get(&file);
        reading.map(|reading| reading.hidden(&|names| edition.is_for(names))).unwrap_or_default()
    }

    /// Whether the front matter of a file allows an edition to have it.
    pub(super) fn allows(&self, file: FileId, edition: &Edition, config: &Config) -> bool {
        let mut stated = self.stated(file, config).peekable();
        stated.peek().is_none() || stated.any(|(_, names)| edition.is_for(names))
    }

    /// The keys under which a file says whom it is for, with the names. A key `audience` is common elsewhere and counts only
    /// where it names an audience of the project.
    fn stated<'r>(&'r self, file: FileId, config: &Config) -> impl Iterator<Item = &'r (String, Vec<String>)> {
        let front = self.0.get(&file).map(|reading| reading.front.as_slice()).unwrap_or_default();
        front.iter().filter(|(key, names)| {
            let known = || config.editions.iter().any(|edition| edition.is_for(names));
            !names.is_empty() && (!unquoted(key).eq_ignore_ascii_case("audience") || known())
        })
    }

    /// An error wherever the raw reading and the parser differ about who may read a line or a file.
    pub(super) fn doubts(&self, library: &Library<'_>) -> Vec<Diagnostic> {
        let mut files: Vec<(&FileId, &RawReading)> = self.0.iter().collect();
        files.sort_unstable_by_key(|(file, _)| **file);
        let of_file = |(file, reading): (&FileId, &RawReading)| {
            let stated: Vec<_> = self.stated(*file, &library.inputs.config).collect();
            let doubt = Doubt { library, file: *file, reading };
            let front = doubt.front(&stated).or_else(|| doubt.for_nobody());
            front.into_iter().chain(doubt.lines()).chain(doubt.hints()).collect::<Vec<_>>()
        };
        files.into_iter().flat_map(of_file).collect()
    }
}

/// The texts that are published as they are.
fn published(library: &Library<'_>) -> impl Iterator<Item = FileId> {
    let files = library.inputs.files.iter().filter(|(_, kind)| matches!(kind, FileKind::Published(_)));
    files.filter_map(|(path, _)| library.inputs.sources.at(path)).map(|source| source.id)
}

/// A key without the quotes that YAML allows around it.
fn unquoted(key: &str) -> &str {
    key.trim_matches(['"', '\''])
}

fn listed(names: &BTreeSet<String>) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "nobody".to_owned() } else { names.join(", ") }
}

/// A file of which two readings are compared.
struct Doubt<'a> {
    library: &'a Library<'a>,
    file: FileId,
    reading: &'a RawReading,
}

impl Doubt<'_> {
    /// Front matter that names other audiences than were read.
    fn front(&self, stated: &[&(String, Vec<String>)]) -> Option<Diagnostic> {
        let (key, _) = stated.iter().find(|(key, _)| unquoted(key) != KEY).or(stated.first())?;
        let start = self.library.source(self.file).text.find(key.as_str()).unwrap_or_default();
        let place = Span::new(self.file, start, start + key.len());
        let doubt = |message: String| Diagnostic::at(Code::DoubtfulAudience, place, message);
        if unquoted(key) != KEY {
            return Some(doubt(format!("`{key}` looks like `{KEY}`, and is not read")).help(format!("write `{KEY}`")));
        }
        let read: BTreeSet<String> =
            self.library.stated_audiences(self.file).iter().map(|n| n.to_lowercase()).collect();
        let raw: BTreeSet<String> = stated.iter().flat_map(|(_, names)| names).cloned().collect();
        (read != raw).then(|| {
            let message = format!("the front matter is read as for {}, but names {}", listed(&read), listed(&raw));
            let all: Vec<&str> = raw.iter().map(String::as_str).collect();
            doubt(message).help(format!("write `{KEY}: [{}]` once, as plain YAML", all.join(", ")))
        })
    }

    /// A file that is no page, so that it goes where it is included, and says that it is for nobody.
    fn for_nobody(&self) -> Option<Diagnostic> {
        let fragment = self.library.page_of(self.file).is_none();
        let (key, _) = self.reading.front.iter().find(|(key, names)| unquoted(key) == KEY && names.is_empty())?;
        let start = self.library.source(self.file).text.find(key.as_str()).unwrap_or_default();
        let place = Span::new(self.file, start, start + key.len());
        let finding = Diagnostic::at(Code::DoubtfulAudience, place, format!("`{KEY}` names nobody"));
        fragment
            .then(|| finding.help("name an audience, or delete the key: the file then goes wherever it is included"))
    }

    /// Lines that name an audience of the project in a way that hides nothing.
    fn hints(&self) -> Vec<Diagnostic> {
        let editions = &self.library.inputs.config.editions;
        let known =
            |word: &&String| editions.iter().any(|one| one.is_for([*word]) || one.name.eq_ignore_ascii_case(word));
        let finding = |hint: &Hint| {
            let name = hint.words.iter().find(known)?;
            let place = Span::new(self.file, hint.range.start, hint.range.end);
            let message = format!("the line names the audience `{name}`, and hides nothing");
            let help = format!("write `:::audience {name}` and `:::` around what is for these readers only");
            Some(Diagnostic::at(Code::DoubtfulAudience, place, message).help(help))
        };
        self.reading.hints.iter().filter_map(finding).collect()
    }

    /// The first line that one reading shows to an edition and the other does not. A file with lines that the parser itself
    /// is not sure of has findings already.
    fn lines(&self) -> Option<Diagnostic> {
        if self.library.is_toc(self.file) {
            return self.reading.blocks.first().map(|block| {
                let help = "name the pages of an edition in a table of its own, as `toc--partner.yml`";
                self.at(block, "a table of contents cannot have blocks for some readers").help(help)
            });
        }
        let Some(document) = self.library.document(self.file) else { return self.whole() };
        let no_blocks = self.reading.blocks.is_empty() && document.audiences.is_empty();
        if no_blocks || !document.doubtful.is_empty() {
            return None;
        }
        self.library.inputs.config.editions.iter().find_map(|edition| self.in_edition(document, edition))
    }

    fn in_edition(&self, document: &Document, edition: &Edition) -> Option<Diagnostic> {
        let parsed = hidden(document, Some(edition));
        let raw = self.reading.hidden(&|names| edition.is_for(names));
        let text = &*self.library.source(self.file).text;
        let lines = document.lines(text);
        let holds = |ranges: &[Range<usize>], at: usize| ranges.iter().any(|range| range.contains(&at));
        let differs = lines.iter().filter(|line| !line.is_blank(text)).find(|line| {
            let (by_parser, by_raw) = (holds(&parsed, line.content), holds(&raw, line.content));
            // A comment is shown to nobody.
            by_parser != by_raw && !(by_raw && line.comment)
        })?;
        let place = Span::new(self.file, differs.content, differs.end);
        let around = |block: &&RawBlock| block.range.contains(&differs.content) && !edition.is_for(&block.names);
        let name = &edition.name;
        let Some(block) = self.reading.blocks.iter().find(around) else {
            let message = format!("it is not certain that the edition `{name}` may not have this line");
            let block = document.audiences.iter().find(|block| block.holds(place.start));
            let finding = Diagnostic::at(Code::DoubtfulAudience, place, message);
            let finding = finding.help("end each block by a line of `:::`, outside of code and of other directives");
            return Some(match block {
                Some(block) => finding.related(block.opening, "the block that it is read as a part of"),
                None => finding,
            });
        };
        let why = if differs.code { "since it is code" } else { "since no block is read there" };
        let message =
            format!("the edition `{name}` would show this line, {why}, but it looks like a part of a block for others");
        let finding = Diagnostic::at(Code::DoubtfulAudience, place, message).related(self.opening(block), "the block");
        Some(finding.help("close the fence or directive before the block; to show the syntax, write it as inline code"))
    }

    /// A file of another kind that is quoted or published: nothing in it is left out.
    fn whole(&self) -> Option<Diagnostic> {
        let block = self.reading.blocks.first()?;
        let path = &self.library.source(self.file).path;
        if matches!(self.library.inputs.files.get(path), Some(FileKind::Published(_))) {
            let help = "publish a file that all readers may have, and leave this one out by `exclude_resources`";
            let message = "the file is published as a whole, and this looks like a block for some readers";
            return Some(self.at(block, message).help(help));
        }
        let help = "quote a file that is for all readers of the page";
        Some(self.at(block, "the file is quoted as a whole, and this looks like a block for some readers").help(help))
    }

    fn at(&self, block: &RawBlock, message: &str) -> Diagnostic {
        Diagnostic::at(Code::DoubtfulAudience, self.opening(block), message)
    }

    /// The first line of a block.
    fn opening(&self, block: &RawBlock) -> Span {
        let text = &self.library.source(self.file).text[block.range.clone()];
        let line = text.split(['\r', '\n']).next().unwrap_or_default();
        let start = block.range.start + line.len() - line.trim_start().len();
        Span::new(self.file, start, start + line.trim().len())
    }
}

#[cfg(test)]
mod tests;
