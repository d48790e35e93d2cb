//! Reads the files that were found: texts into sources, resources into hashes, on all cores and in order of path.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic};
use crate::error::Error;
use crate::inputs::FileKind;
use crate::output::Resource;
use crate::syntax::workbook;
use crate::system::System;
use crate::text::{FileId, Sources, Span, VirtualPath};

use super::decode::{Decoded, Problem, decode};
use super::files::Found;

/// Texts larger than this are refused; places in a text are 32 bits wide, and no author wrote this much.
const MOST_TEXT_BYTES: u64 = 64 * 1024 * 1024;
/// Tables may be larger: an export may have a million rows.
const MOST_TABLE_BYTES: u64 = 1024 * 1024 * 1024;

/// Collects what is read.
pub(super) struct Reader<'a> {
    system: &'a dyn System,
    pub(super) sources: Sources,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// Continues with what was read so far.
    pub(super) fn new(system: &'a dyn System, sources: Sources, diagnostics: Vec<Diagnostic>) -> Self {
        Self { system, sources, diagnostics }
    }

    /// Reads texts and gives the numbers of those that could be read, in the order given.
    pub(super) fn texts(&mut self, found: &[Found]) -> Vec<FileId> {
        let read: Vec<Result<Decoded, Error>> = found.par_iter().map(|found| text(self.system, found)).collect();
        let added = found.iter().zip(read).map(|(found, read)| self.add(found, read));
        added.collect::<Vec<_>>().into_iter().flatten().collect()
    }

    /// Reads tables; a workbook becomes a text for each of its sheets, `book.xlsx#Sheet`.
    pub(super) fn tables(&mut self, found: &[Found]) {
        let (books, texts): (Vec<Found>, Vec<Found>) =
            found.iter().cloned().partition(|found| is_workbook(&found.path));
        self.texts(&texts);
        for found in &books {
            let sheets = self.system.read(&found.disk).and_then(|bytes| {
                workbook::sheets(&bytes).map_err(|reason| Error::at("could not read", &found.disk, reason))
            });
            match sheets {
                Err(error) => self.report(&found.path, error),
                Ok(sheets) => {
                    for sheet in sheets {
                        let name = sheet.name.replace(['/', '\\', '#'], "-");
                        let path = found.path.with_file_name(&format!("{}#{name}", found.path.file_name()));
                        self.sources.add(path, sheet.text);
                    }
                }
            }
        }
    }

    /// Whether one of the texts read so far holds one of these strings.
    pub(super) fn mentions(&self, any: &[&str]) -> bool {
        self.sources.iter().any(|source| any.iter().any(|part| source.text.contains(part)))
    }

    /// The files that are no texts, with the hashes of those to publish.
    pub(super) fn resources(
        &mut self,
        resources: Vec<Found>,
        present: Vec<VirtualPath>,
    ) -> BTreeMap<VirtualPath, FileKind> {
        let system = self.system;
        let read: Vec<_> = resources.into_par_iter().map(|found| (resource(system, &found), found.path)).collect();
        let mut files: BTreeMap<_, _> = present.into_iter().map(|path| (path, FileKind::Present)).collect();
        for (resource, path) in read {
            let kind = match resource {
                Ok(resource) => FileKind::Published(resource),
                Err(error) => {
                    self.report(&path, error);
                    FileKind::Present
                }
            };
            files.insert(path, kind);
        }
        files
    }

    fn add(&mut self, found: &Found, read: Result<Decoded, Error>) -> Option<FileId> {
        match read {
            Ok(Decoded { text, problem }) => {
                let file = self.sources.add(found.path.clone(), text);
                let problem = problem.filter(|problem| !is_expected(problem, &found.path));
                self.diagnostics.extend(problem.map(|problem| problem.diagnostic(file)));
                Some(file)
            }
            Err(error) => {
                self.report(&found.path, error);
                None
            }
        }
    }

    /// Reports that a file could not be read; an empty text stands for it, so that the finding has a place.
    fn report(&mut self, path: &VirtualPath, error: Error) {
        let file = self.sources.add(path.clone(), "");
        let message = format!("the file could not be read: {}", error.reason);
        let finding = Diagnostic::at(Code::UnreadableFile, Span::start_of(file), message);
        self.diagnostics.push(finding.maybe_help(error.help));
    }
}

fn is_workbook(path: &VirtualPath) -> bool {
    ["xlsx", "xlsm", "xls"].iter().any(|extension| path.extension().eq_ignore_ascii_case(extension))
}

/// Whether the encoding is how such files commonly come: Windows tools write their tables as UTF-16.
fn is_expected(problem: &Problem, path: &VirtualPath) -> bool {
    matches!(problem, Problem::Utf16(_))
        && ["csv", "tsv", "txt"].iter().any(|end| path.extension().eq_ignore_ascii_case(end))
}

fn text(system: &dyn System, found: &Found) -> Result<Decoded, Error> {
    let table = found.path.extension().eq_ignore_ascii_case("csv");
    let (most, words) = if table { (MOST_TABLE_BYTES, "1 GB") } else { (MOST_TEXT_BYTES, "64 MB") };
    if found.len > most {
        let error = Error::at("could not read", &found.disk, format!("it is larger than {words}"));
        return Err(error.help("split it, or exclude it in `waybook.yml`"));
    }
    system.read(&found.disk).map(decode)
}

fn resource(system: &dyn System, found: &Found) -> Result<Resource, Error> {
    let print = system.fingerprint(&found.disk)?;
    Ok(Resource { path: found.path.clone(), hash: print.hash.into(), len: print.len })
}
