//! Reads the files that were found: texts into sources, resources into hashes, on all cores and in order of path.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic};
use crate::error::Error;
use crate::inputs::FileKind;
use crate::output::Resource;
use crate::syntax::{json_table, workbook};
use crate::system::System;
use crate::text::{FileId, Sources, Span, VirtualPath};

use super::decode::{Decoded, Problem, decode};
use super::files::{Found, has_extension};
use super::picture;
use super::shelf::{KeptResource, KeptText, Shelf};

/// Texts larger than this are refused; places in a text are 32 bits wide, and no author wrote this much.
const MOST_TEXT_BYTES: u64 = 64 * 1024 * 1024;
/// Files to publish that are larger are data, which nobody wrote for some readers by hand.
const MOST_PUBLISHED_BYTES: u64 = 16 * 1024 * 1024;
/// Tables may be larger: an export may have a million rows.
const MOST_TABLE_BYTES: u64 = 1024 * 1024 * 1024;

/// What begins a quotation of code.
const QUOTATIONS: [&str; 3] = ["[!code", "[!Code", "[!CODE"];

/// Collects what is read.
pub(super) struct Reader<'a> {
    system: &'a dyn System,
    /// What the last load kept.
    before: &'a Shelf,
    /// What this one keeps.
    pub(super) kept: Shelf,
    pub(super) sources: Sources,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// Continues with what was read so far.
    pub(super) fn new(
        system: &'a dyn System,
        before: &'a Shelf,
        sources: Sources,
        diagnostics: Vec<Diagnostic>,
    ) -> Self {
        Self { system, before, kept: Shelf::default(), sources, diagnostics }
    }

    /// Reads texts and gives the numbers of those that could be read, in the order given.
    pub(super) fn texts(&mut self, found: &[Found]) -> Vec<FileId> {
        let read: Vec<Result<Read, Error>> = found.par_iter().map(|found| self.text(found)).collect();
        let added = found.iter().zip(read).map(|(found, read)| self.add(found, read));
        added.collect::<Vec<_>>().into_iter().flatten().collect()
    }

    /// Reads texts that are published as they are, for the lines in them that may be meant for some readers. Neither their
    /// encoding nor a text that cannot be read is anything to report here: their bytes are not changed.
    pub(super) fn published(&mut self, found: &[Found]) {
        let is_new = |found: &&Found| found.len <= MOST_PUBLISHED_BYTES && self.sources.at(&found.path).is_none();
        let fresh: Vec<Found> = found.iter().filter(is_new).cloned().collect();
        let read: Vec<Option<Read>> = fresh.par_iter().map(|found| self.text(found).ok()).collect();
        let before = self.diagnostics.len();
        for (found, read) in fresh.iter().zip(read) {
            read.and_then(|read| self.add(found, Ok(read)));
        }
        self.diagnostics.truncate(before);
    }

    /// Reads tables; a workbook becomes a text for each of its sheets, `book.xlsx#Sheet`, a list in JSON the text of a table.
    pub(super) fn tables(&mut self, found: &[Found]) {
        let (books, others): (Vec<Found>, Vec<Found>) =
            found.iter().cloned().partition(|found| is_workbook(&found.path));
        let (lists, texts): (Vec<Found>, Vec<Found>) =
            others.into_iter().partition(|found| has_extension(&found.path, &["json"]));
        self.texts(&texts);
        lists.iter().for_each(|found| self.list(found));
        for found in &books {
            let sheets = self.system.read(&found.disk).and_then(|bytes| {
                workbook::sheets(&bytes).map_err(|reason| Error::at("could not read", &found.disk, reason))
            });
            match sheets {
                Err(error) => self.report(&found.path, error),
                Ok(sheets) => self.sheets(&found.path, sheets),
            }
        }
    }

    /// Adds a list in JSON as a table. Its places are those in the table: `users.json#rows`.
    fn list(&mut self, found: &Found) {
        let decoded = text(self.system, &found.path, &found.disk);
        let table = decoded.and_then(|decoded| {
            json_table::table(&decoded.text).map_err(|reason| Error::at("could not read", &found.disk, reason))
        });
        match table {
            Err(error) => self.report(&found.path, error),
            Ok(table) => {
                let path = found.path.with_file_name(&format!("{}#rows", found.path.file_name()));
                self.sources.add(path, table);
            }
        }
    }

    /// Adds the sheets of a workbook. Hidden ones are left out: they hold what was put aside, and nobody sees their numbers.
    fn sheets(&mut self, path: &VirtualPath, sheets: Vec<workbook::Sheet>) {
        if sheets.iter().all(|sheet| sheet.hidden) && !sheets.is_empty() {
            let file = self.sources.add(path.clone(), "");
            let message = "every sheet of the workbook that holds anything is hidden";
            let finding = Diagnostic::at(Code::UnreadableFile, Span::start_of(file), message);
            self.diagnostics.push(finding.help("unhide the sheet that is meant; hidden ones are not read"));
        }
        for sheet in sheets.into_iter().filter(|sheet| !sheet.hidden) {
            let name = sheet.name.replace(['/', '\\', '#'], "-");
            let path = path.with_file_name(&format!("{}#{name}", path.file_name()));
            self.sources.add(path, sheet.text);
        }
    }

    /// Whether one of the texts read so far quotes code of other files.
    pub(super) fn quotes_code(&self) -> bool {
        self.kept.texts.values().any(|text| text.quotes)
    }

    /// A text of the last load if its file did not change since, else the text of the file.
    fn text(&self, found: &Found) -> Result<Read, Error> {
        let known = self.before.texts.get(&found.path);
        if let Some(known) = known.filter(|known| known.stamp.is_some() && known.stamp == found.stamp) {
            return Ok(Read::Known(known.clone()));
        }
        let Decoded { text, problem } = match found.len > most(&found.path).0 {
            true => return Err(too_large(&found.path, &found.disk)),
            false => text(self.system, &found.path, &found.disk)?,
        };
        match known.filter(|known| *known.source.text == *text && known.problem == problem) {
            Some(known) => Ok(Read::Known(KeptText { stamp: found.stamp, ..known.clone() })),
            None => Ok(Read::New(text, problem)),
        }
    }

    /// The files that are no texts, with the hashes of those to publish.
    pub(super) fn resources(
        &mut self,
        resources: Vec<Found>,
        present: Vec<VirtualPath>,
    ) -> BTreeMap<VirtualPath, FileKind> {
        let read: Vec<_> = resources.into_par_iter().map(|found| (self.resource(&found), found)).collect();
        let mut files: BTreeMap<_, _> = present.into_iter().map(|path| (path, FileKind::Present)).collect();
        for (resource, found) in read {
            let kind = match resource {
                Ok(resource) => {
                    if let Some(stamp) = found.stamp {
                        let kept = KeptResource { stamp, resource: resource.clone() };
                        self.kept.resources.insert(found.path.clone(), kept);
                    }
                    FileKind::Published(resource)
                }
                Err(error) => {
                    self.report(&found.path, error);
                    FileKind::Present
                }
            };
            files.insert(found.path, kind);
        }
        files
    }

    fn resource(&self, found: &Found) -> Result<Resource, Error> {
        let known = self.before.resources.get(&found.path).filter(|known| found.stamp == Some(known.stamp));
        known.map_or_else(|| resource(self.system, found), |known| Ok(known.resource.clone()))
    }

    fn add(&mut self, found: &Found, read: Result<Read, Error>) -> Option<FileId> {
        let kept = match read {
            Ok(Read::Known(kept)) => {
                let file = self.sources.add_known(&kept.source);
                KeptText { source: self.sources.get(file).clone(), ..kept }
            }
            Ok(Read::New(text, problem)) => {
                let quotes = quotes_code(&text);
                let file = self.sources.add(found.path.clone(), text);
                KeptText { stamp: found.stamp, source: self.sources.get(file).clone(), problem, quotes }
            }
            Err(error) => {
                self.report(&found.path, error);
                return None;
            }
        };
        let file = kept.source.id;
        let problem = kept.problem.as_ref().filter(|problem| !is_expected(problem, &found.path));
        self.diagnostics.extend(problem.map(|problem| problem.diagnostic(file)));
        self.kept.texts.insert(found.path.clone(), kept);
        Some(file)
    }

    /// Reports that a file could not be read; an empty text stands for it, so that the finding has a place.
    fn report(&mut self, path: &VirtualPath, error: Error) {
        let file = self.sources.add(path.clone(), "");
        let message = format!("the file could not be read: {}", error.reason);
        let finding = Diagnostic::at(Code::UnreadableFile, Span::start_of(file), message);
        self.diagnostics.push(finding.maybe_help(error.help));
    }
}

/// A text, from the last load or new.
enum Read {
    Known(KeptText),
    New(String, Option<Problem>),
}

/// Whether a text quotes code of other files.
pub(super) fn quotes_code(text: &str) -> bool {
    QUOTATIONS.iter().any(|part| text.contains(part))
}

fn is_workbook(path: &VirtualPath) -> bool {
    ["xlsx", "xlsm", "xls"].iter().any(|extension| path.extension().eq_ignore_ascii_case(extension))
}

/// Whether the encoding is how such files commonly come: Windows tools write their tables as UTF-16.
fn is_expected(problem: &Problem, path: &VirtualPath) -> bool {
    matches!(problem, Problem::Utf16(_))
        && ["csv", "tsv", "txt"].iter().any(|end| path.extension().eq_ignore_ascii_case(end))
}

/// The text of a file.
pub(super) fn text(system: &dyn System, path: &VirtualPath, disk: &Path) -> Result<Decoded, Error> {
    let bytes = system.read(disk)?;
    if bytes.len() as u64 > most(path).0 { Err(too_large(path, disk)) } else { Ok(decode(bytes)) }
}

/// How many bytes a file may have, and that in words.
fn most(path: &VirtualPath) -> (u64, &'static str) {
    let table = path.extension().eq_ignore_ascii_case("csv");
    if table { (MOST_TABLE_BYTES, "1 GB") } else { (MOST_TEXT_BYTES, "64 MB") }
}

fn too_large(path: &VirtualPath, disk: &Path) -> Error {
    let error = Error::at("could not read", disk, format!("it is larger than {}", most(path).1));
    error.help("split it, or exclude it in `waybook.yml`")
}

fn resource(system: &dyn System, found: &Found) -> Result<Resource, Error> {
    let print = system.fingerprint(&found.disk)?;
    let extent = picture::extent(system, found);
    Ok(Resource { path: found.path.clone(), hash: print.hash.into(), len: print.len, extent })
}
