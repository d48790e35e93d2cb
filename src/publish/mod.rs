//! From output files to a folder: writes what is new, leaves what is equal alone, removes what the last build made and
//! this one does not.
//!
//! A file that we did not make is neither overwritten nor removed. Each file is replaced in one step. Before the first
//! change a manifest of old and new files together is written, so that an interrupted build leaves nothing unknown.

mod compress;
mod manifest;
mod owner;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::error::Error;
use crate::output::{Content, OutputFiles};
use crate::system::{Fingerprint, Kind, System, locate};
use crate::text::VirtualPath;

use manifest::{Manifest, Print};

pub use compress::with_compressed;
pub use manifest::{MANIFEST, files_made, published};
pub use owner::{Maker, Place};

/// Where to publish and what may be done there.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The project folder, which resources are copied from.
    pub project: &'a Path,
    /// The output folder.
    pub folder: &'a Path,
    /// What to do with files in the way that no build made.
    pub foreign: Foreign,
    /// What the files are of the whole.
    pub scope: Scope<'a>,
    /// The project that publishes.
    pub maker: Maker<'a>,
    /// Whether the project takes over what another one made by its manifest, as after it was renamed or moved.
    pub take_over: bool,
    /// What of the last build stays although it is not made now.
    pub stays: Stays<'a>,
}

/// What of the last build stays although it is not made now: what could not be made anew is not taken from its readers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stays<'a> {
    /// Versions of the playbook, by name.
    pub versions: &'a [String],
    /// Folders of the output.
    pub folders: &'a [VirtualPath],
}

impl Stays<'_> {
    /// Whether a file of the last build stays.
    fn covers(self, path: &VirtualPath, print: &Print) -> bool {
        let of_version = |name: &String| {
            print.origin.version.as_ref() == Some(name) || format!("/{path}").contains(&format!("/v/{name}/"))
        };
        self.folders.iter().any(|folder| path.is_below(folder)) || self.versions.iter().any(of_version)
    }
}

/// What to do with files in the way that no build made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// Stop before anything is written.
    Keep,
    /// Overwrite them.
    Overwrite,
}

/// What a set of files is of the whole output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope<'a> {
    /// All of it: what is no longer made is removed.
    Whole,
    /// All that lies below this folder.
    Below(&'a VirtualPath),
    /// Some files beside those that are there.
    Part,
}

impl Target<'_> {
    /// Whether a file of the last build is to go if it is not made now.
    fn drops(&self, path: &VirtualPath, print: &Print) -> bool {
        self.scope.covers(path) && !self.stays.covers(path, print)
    }
}

impl Scope<'_> {
    /// Whether a file of the last build is to go if it is not made now.
    fn covers(self, path: &VirtualPath) -> bool {
        match self {
            Scope::Whole => true,
            Scope::Below(folder) => path.is_below(folder),
            Scope::Part => false,
        }
    }
}

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files that are new or have other bytes.
    pub written: Vec<VirtualPath>,
    /// How many files were equal already.
    pub unchanged: usize,
    /// Files of the last build that are gone.
    pub removed: Vec<VirtualPath>,
}

/// Brings a folder to hold the files.
pub fn publish(system: &dyn System, target: Target, files: &OutputFiles) -> Result<Published, Error> {
    let before = manifest_in(system, target)?;
    owner::refuse_other_owner(system, target, &before, files)?;
    let plan = Plan::make(system, target, files, &before)?;
    owner::refuse_links(system, target.folder, plan.written.iter().chain(&plan.gone))?;
    if !plan.is_empty() {
        let either = before.clone().with(&plan.after);
        write_manifest(system, target, &either)?;
    }
    remove(system, target, plan.gone.iter().filter(|path| plan.stands_in_the_way(path)))?;
    write(system, target, files, &plan.written)?;
    remove(system, target, plan.gone.iter().filter(|path| !plan.stands_in_the_way(path)))?;
    write_manifest(system, target, &plan.after)?;
    let unchanged = files.len() - plan.written.len();
    Ok(Published { written: plan.written, unchanged, removed: plan.gone })
}

/// Holds a published folder against the files it should have; gives the paths that differ.
pub fn differences(system: &dyn System, folder: &Path, files: &OutputFiles) -> Result<Vec<VirtualPath>, Error> {
    let all: Vec<_> = files.iter().collect();
    let states = all.into_par_iter().map(|(path, content)| Ok((state(system, folder, path, content)?, path)));
    let states = states.collect::<Result<Vec<_>, Error>>()?;
    Ok(states.into_iter().filter(|(state, _)| *state != State::Equal).map(|(_, path)| path.clone()).collect())
}

/// What is to be done, found before anything is.
struct Plan {
    written: Vec<VirtualPath>,
    gone: Vec<VirtualPath>,
    after: Manifest,
}

impl Plan {
    fn make(system: &dyn System, target: Target, files: &OutputFiles, before: &Manifest) -> Result<Self, Error> {
        let all: Vec<_> = files.iter().collect();
        let states = all.par_iter().map(|(path, content)| state(system, target.folder, path, content));
        let states = states.collect::<Result<Vec<State>, Error>>()?;
        let mut written = Vec::new();
        let mut foreign = Vec::new();
        for ((path, _), state) in all.iter().zip(&states) {
            let known = before.files.contains_key(*path) || target.foreign == Foreign::Overwrite;
            match state {
                State::Equal => {}
                State::Other if !known => foreign.push((*path).clone()),
                State::Missing | State::Other => written.push((*path).clone()),
            }
        }
        refuse_foreign(target, &foreign)?;
        let made = Manifest { project: Some(target.maker.name()), ..manifest_of(&all, files) };
        let gone = gone(system, target, before, &made)?;
        refuse_blocked(system, target, &written, &gone)?;
        let after = before.clone().without(|path, print| target.drops(path, print)).with(&made);
        Ok(Self { written, gone, after })
    }

    fn is_empty(&self) -> bool {
        self.written.is_empty() && self.gone.is_empty()
    }

    /// Whether a file to remove must go before the new ones come: it lies where they want a folder, its folder lies
    /// where they want a file, or a disk that knows no case takes them for one.
    fn stands_in_the_way(&self, gone: &VirtualPath) -> bool {
        let folded = gone.as_str().to_lowercase();
        self.written
            .iter()
            .any(|path| path.is_below(gone) || gone.is_below(path) || path.as_str().to_lowercase() == folded)
    }
}

/// How a file on the disk stands to the one that is to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Missing,
    Equal,
    Other,
}

fn state(system: &dyn System, folder: &Path, path: &VirtualPath, content: &Content) -> Result<State, Error> {
    let disk = locate(folder, path)?;
    match system.kind(&disk) {
        None => return Ok(State::Missing),
        // A folder that goes away with its files; if it does not, the write says so.
        Some(Kind::Folder) => return Ok(State::Missing),
        Some(Kind::File) => {}
    }
    let equal = match content {
        Content::Bytes(bytes) => system.read(&disk)?.as_slice() == &**bytes,
        Content::Copy(resource) => {
            system.fingerprint(&disk)? == Fingerprint { hash: resource.hash.to_string(), len: resource.len }
        }
    };
    Ok(if equal { State::Equal } else { State::Other })
}

/// What the last build made, is not made now and is still there.
fn gone(system: &dyn System, target: Target, before: &Manifest, made: &Manifest) -> Result<Vec<VirtualPath>, Error> {
    let mut gone = Vec::new();
    let is_gone = |path: &VirtualPath, print: &Print| target.drops(path, print) && !made.files.contains_key(path);
    for (path, _) in before.files.iter().filter(|(path, print)| is_gone(path, print)) {
        if system.kind(&locate(target.folder, path)?) == Some(Kind::File) {
            gone.push(path.clone());
        }
    }
    Ok(gone)
}

fn manifest_of(files: &[(&VirtualPath, &Content)], outputs: &OutputFiles) -> Manifest {
    let print = |path: &VirtualPath, content: &Content| {
        let Fingerprint { hash, len } = match content {
            Content::Bytes(bytes) => Fingerprint::of(bytes),
            Content::Copy(resource) => Fingerprint { hash: resource.hash.to_string(), len: resource.len },
        };
        Print { hash, len, origin: outputs.origin(path).cloned().unwrap_or_default() }
    };
    let project = None;
    Manifest {
        project,
        files: files.par_iter().map(|(path, content)| ((*path).clone(), print(path, content))).collect(),
    }
}

fn refuse_foreign(target: Target, foreign: &[VirtualPath]) -> Result<(), Error> {
    let [first, others @ ..] = foreign else { return Ok(()) };
    let more = if others.is_empty() { String::new() } else { format!(", and {} more like it", others.len()) };
    Err(Error::at("did not overwrite", target.folder.join(first.as_str()), format!("no build made it{more}"))
        .help("choose another folder with `--out DIR`, or overwrite with `--force`"))
}

/// Nothing is written where a file that stays lies in the place of a folder, or a folder that stays in that of a file.
fn refuse_blocked(
    system: &dyn System,
    target: Target,
    written: &[VirtualPath],
    gone: &[VirtualPath],
) -> Result<(), Error> {
    let mut folders = BTreeSet::new();
    for path in written {
        let mut folder = path.parent();
        while !folder.as_str().is_empty() && folders.insert(folder.clone()) {
            folder = folder.parent();
        }
    }
    let is_file = |folder: &&VirtualPath| system.kind(&target.folder.join(folder.as_str())) == Some(Kind::File);
    let blocked = folders.iter().filter(|folder| !gone.contains(folder)).find(is_file);
    let Some(path) = blocked else { return Ok(()) };
    Err(Error::at("could not make the folder", target.folder.join(path.as_str()), "a file of that name is there")
        .help("choose another folder with `--out DIR`"))
}

/// The manifest of the last build; empty if there was none.
fn manifest_in(system: &dyn System, target: Target) -> Result<Manifest, Error> {
    let path = target.folder.join(MANIFEST);
    if system.kind(&path).is_none() {
        return Ok(Manifest::default());
    }
    match (Manifest::read(&system.read(&path)?), target.foreign) {
        (Some(manifest), _) => Ok(manifest),
        (None, Foreign::Overwrite) => Ok(Manifest::default()),
        (None, Foreign::Keep) => {
            refuse_foreign(target, &[VirtualPath::root().with_file_name(MANIFEST)]).map(|()| Manifest::default())
        }
    }
}

/// Writes the manifest unless it is there already.
fn write_manifest(system: &dyn System, target: Target, manifest: &Manifest) -> Result<(), Error> {
    let path = target.folder.join(MANIFEST);
    let bytes = manifest.bytes();
    if system.kind(&path).is_some() && system.read(&path)? == bytes {
        return Ok(());
    }
    system.write(&path, &bytes)
}

fn write(system: &dyn System, target: Target, files: &OutputFiles, paths: &[VirtualPath]) -> Result<(), Error> {
    paths.par_iter().try_for_each(|path| {
        let disk = locate(target.folder, path)?;
        match files.get(path) {
            Some(Content::Bytes(bytes)) => system.write(&disk, bytes),
            Some(Content::Copy(resource)) => system.copy(&locate(target.project, &resource.path)?, &disk),
            None => Ok(()),
        }
    })
}

/// Removes files and the folders that are empty then, the deepest first.
fn remove<'a>(system: &dyn System, target: Target, paths: impl Iterator<Item = &'a VirtualPath>) -> Result<(), Error> {
    let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
    for path in paths {
        let disk = locate(target.folder, path)?;
        system.remove(&disk)?;
        folders.extend(disk.ancestors().skip(1).take_while(|above| *above != target.folder).map(Path::to_owned));
    }
    for folder in folders.iter().rev() {
        system.remove_empty_folder(folder);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
