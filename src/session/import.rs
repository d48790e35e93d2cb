//! Exports one by one: how they are read, and to which engagement they belong.

use std::path::{Path, PathBuf};

use super::{Findings, Session};
use crate::config::Config;
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::error::Error;
use crate::extract::engagement::{export_places, with_export};
use crate::extract::exports::{Hints, explain, formats};
use crate::load::{self, Opened, Shelf};
use crate::system::{System, locate};
use crate::text::{FileId, Source, VirtualPath, nearest};

pub use crate::extract::exports::{ColumnReading, Explanation, StateTotals, StatusReading};

/// What became of a file that was to be added to an engagement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The file as the engagement names it.
    pub file: String,
    /// What it was recognised as.
    pub formats: Vec<String>,
    /// Whether the engagement named it already.
    pub known: bool,
}

impl Session<'_> {
    /// Reads files as exports and tells how.
    pub fn explain(&self, files: &[PathBuf], hints: &Hints) -> Result<(Vec<Explanation>, Findings), Error> {
        let project = load::find(self.system, self.request.project.as_deref());
        let config = match project {
            Ok(project) => load::open(self.system, project, &Shelf::default())?.config,
            Err(error) if self.request.project.is_some() => return Err(error),
            Err(_) => Config::default(),
        };
        let Checked { value: sources, mut diagnostics } = load::exports(self.system, files)?;
        let formats = formats(&config);
        let read = |source: &Source| explain(source, hints, &formats).unpack(&mut diagnostics);
        let explanations: Vec<Explanation> = sources.iter().map(std::sync::Arc::as_ref).map(read).collect();
        let (explanations, further) = without_notes(explanations);
        diagnostics.retain(|found| {
            let place = found.primary.as_ref().map(|label| sources.path(label.span).to_string());
            found.code != Code::UnknownExport || place.is_none_or(|place| !further.contains(&place))
        });
        let findings = Findings::of(sources, diagnostics, &config);
        Ok((explanations, findings))
    }

    /// Adds files to the `exports` of an engagement file; nothing is written unless all of them are recognised.
    pub fn add_exports(&self, files: &[PathBuf], engagement: &str) -> Result<Vec<Added>, Error> {
        let project = load::find(self.system, self.request.project.as_deref())?;
        let opened = load::open(self.system, project, &Shelf::default())?;
        let path = engagement_file(self.system, &opened, engagement)?;
        let disk = locate(&opened.project.root, &path)?;
        let formats = formats(&opened.config);
        let text = String::from_utf8(self.system.read(&disk)?);
        let text = text.map_err(|_| Error::at("could not change", &disk, "it is not UTF-8"))?;
        let mut file = Source::new(FileId(0), path.clone(), text);
        let mut added = Vec::new();
        for export in files {
            let Checked { value: sources, diagnostics } = load::exports(self.system, std::slice::from_ref(export))?;
            let read: Vec<_> = sources.iter().map(|source| explain(source, &Hints::default(), &formats)).collect();
            let needed = read.iter().filter(|read| !read.value.is_unneeded());
            let known: Vec<String> = needed.filter_map(|read| read.value.format.clone()).collect();
            if known.is_empty() {
                return Err(refused(export, read.into_iter().flat_map(|read| read.diagnostics).chain(diagnostics)));
            }
            let (inside, name) = named(self.system, &opened, &path, export)?;
            let is_known = export_places(&file).iter().any(|glob| glob.matches(&inside));
            if !is_known {
                let by_hand = || Error::at("could not change", &disk, "its `exports` have a form that we do not write");
                let text = with_export(&file, &name).ok_or_else(|| by_hand().help(format!("add `{name}` by hand")))?;
                file = Source::new(FileId(0), path.clone(), text);
            }
            added.push(Added { file: name, formats: known, known: is_known });
        }
        if added.iter().any(|added| !added.known) {
            self.system.write(&disk, file.text.as_bytes())?;
        }
        Ok(added)
    }
}

/// Leaves out sheets that are no exports, of workbooks that have one; gives their names, too.
fn without_notes(explanations: Vec<Explanation>) -> (Vec<Explanation>, Vec<String>) {
    let book = |read: &Explanation| read.file.split_once('#').map(|(book, _)| book.to_owned());
    let known: Vec<String> = explanations.iter().filter(|read| read.format.is_some()).filter_map(book).collect();
    let is_note = |read: &Explanation| read.format.is_none() && book(read).is_some_and(|book| known.contains(&book));
    let (notes, others): (Vec<_>, Vec<_>) = explanations.into_iter().partition(is_note);
    (others, notes.into_iter().map(|read| read.file).collect())
}

fn refused(export: &Path, mut found: impl Iterator<Item = Diagnostic>) -> Error {
    let unknown = found.find(|found| matches!(found.code, Code::UnknownExport | Code::UnreadableFile));
    let (reason, help) = unknown.map_or_else(Default::default, |found| (found.message, found.help.unwrap_or_default()));
    let name = export.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Error::at("did not recognise", name, reason).help(help)
}

/// The engagement file of a customer, by name or path.
fn engagement_file(system: &dyn System, opened: &Opened, name: &str) -> Result<VirtualPath, Error> {
    let missing = || Error::new("could not find an engagement", "the project has no folder of engagements");
    let folder = opened.config.engagements.clone().ok_or_else(missing)?;
    let plain = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let wanted = plain(Path::new(name));
    let top = locate(&opened.project.root, &folder)?;
    let files = system.walk(&top, &|_, _| true).files;
    let named = |end: &std::ffi::OsStr| ["yml", "yaml"].iter().any(|known| end.eq_ignore_ascii_case(known));
    let is_yaml = |path: &Path| path.extension().is_some_and(named);
    let files: Vec<PathBuf> =
        files.into_iter().map(|met| met.path).filter(|path| path.parent() == Some(&top) && is_yaml(path)).collect();
    let names: Vec<String> = files.iter().map(|path| plain(path)).collect();
    let mut same = (0..names.len()).filter(|at| names[*at] == wanted);
    if let (Some(first), Some(second)) = (same.next(), same.next()) {
        let of = |at: usize| files[at].file_name().unwrap_or_default().to_string_lossy().into_owned();
        let error = Error::at("could not choose the engagement", name, format!("`{}` and `{}`", of(first), of(second)));
        return Err(error.help("give one of the two files another name: their reports would lie in the same folder"));
    }
    let Some(at) = names.iter().position(|name| *name == wanted) else {
        let error = Error::at("could not find the engagement", name, "no engagement file has this name");
        let near = nearest(&wanted, names.iter().map(String::as_str));
        return Err(match near {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help("write one, see `waybook schema engagement`"),
        });
    };
    let file = files[at].file_name().unwrap_or_default().to_string_lossy().into_owned();
    folder.join(&file).ok_or_else(missing)
}

/// An export inside the project, and by what name the engagement can name it.
fn named(
    system: &dyn System,
    opened: &Opened,
    engagement: &VirtualPath,
    export: &Path,
) -> Result<(VirtualPath, String), Error> {
    let outside = || {
        let error = Error::at("could not add", export, "it lies outside of the project folder");
        error.help("move it into the project, beside the engagement file")
    };
    let root = system.resolve(&opened.project.root);
    let whole = system.resolve(export);
    let inside = whole.strip_prefix(&root).map_err(|_| outside())?.to_string_lossy().replace('\\', "/");
    let inside = VirtualPath::new(&inside).ok_or_else(outside)?;
    let near = inside.strip(&engagement.parent()).filter(|_| inside.is_below(&engagement.parent()));
    // Letters that mean something in a glob stand for themselves as `?`.
    let name = near.as_ref().unwrap_or(&inside).as_str().replace(['*', '[', ']', '{', '}'], "?");
    Ok((inside, name))
}
