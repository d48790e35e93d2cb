//! Walks folders of this machine on all cores. A walk looks at every file, so its time is that of the system's calls;
//! all else is kept small: entries come in order, so that nothing has to be sorted as a whole.

use std::ffi::OsString;
use std::fs::{self, DirEntry, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;

use super::os::{stamp, words};
use super::{Kind, Met, Walk};
use crate::error::Error;

/// Files of a folder that one core looks at in one go.
const AT_ONCE: usize = 128;

/// What a walk enters.
type Enter<'a> = &'a (dyn Fn(&Path, Kind) -> bool + Sync);

/// Every file below a folder in order of path. Links are followed, unless they lead back.
pub(super) fn walk(folder: &Path, enter: Enter<'_>) -> Walk {
    Walker { top: folder, enter, now: SystemTime::now() }.folder(folder)
}

struct Walker<'a> {
    top: &'a Path,
    enter: Enter<'a>,
    now: SystemTime,
}

/// What a folder holds under one name.
enum Entry {
    File(Met),
    Folder(PathBuf),
    Problem(Error),
}

impl Walker<'_> {
    fn folder(&self, folder: &Path) -> Walk {
        let named = match named(folder) {
            Ok(named) => named,
            Err(reason) if is_gone(&reason) && folder != self.top => return Walk::default(),
            Err(reason) => return Walk { problems: vec![unreadable(folder, &reason)], ..Walk::default() },
        };
        let entries: Vec<Entry> =
            named.par_iter().with_min_len(AT_ONCE).filter_map(|(_, entry)| self.entry(entry)).collect();
        let below: Vec<Walk> = entries.par_iter().filter_map(Entry::folder).map(|folder| self.folder(folder)).collect();
        let mut below = below.into_iter();
        let mut walk = Walk::default();
        for entry in entries {
            match entry {
                Entry::File(met) => walk.files.push(met),
                Entry::Problem(problem) => walk.problems.push(problem),
                Entry::Folder(_) => {
                    let inside = below.next().unwrap_or_default();
                    walk.files.extend(inside.files);
                    walk.problems.extend(inside.problems);
                }
            }
        }
        walk
    }

    /// What an entry is, if it is to be entered.
    fn entry(&self, entry: &DirEntry) -> Option<Entry> {
        let path = entry.path();
        let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        let found = if is_link { fs::metadata(&path) } else { entry.metadata() };
        let found = match found {
            Ok(found) => found,
            Err(reason) if is_gone(&reason) && !is_link => return None,
            Err(reason) => {
                let wanted = (self.enter)(&path, Kind::File);
                return wanted.then(|| Entry::Problem(unreadable(&path, &reason)));
            }
        };
        let kind = if found.is_dir() { Kind::Folder } else { Kind::File };
        if !(self.enter)(&path, kind) {
            return None;
        }
        Some(match kind {
            Kind::Folder if is_link && self.leads_back(&path) => {
                Entry::Problem(Error::at("did not follow the link", path, "it leads back to a folder that holds it"))
            }
            Kind::Folder => Entry::Folder(path),
            Kind::File => self.file(path, &found),
        })
    }

    fn file(&self, path: PathBuf, found: &Metadata) -> Entry {
        if found.is_file() {
            return Entry::File(Met { path, len: found.len(), stamp: stamp(found, self.now) });
        }
        Entry::Problem(Error::at("did not read", path, "it is a pipe or a device, not a file"))
    }

    /// Whether a link leads to one of the folders above it in this walk.
    fn leads_back(&self, link: &Path) -> bool {
        let Ok(target) = link.canonicalize() else { return false };
        let mut above = link.ancestors().skip(1).take_while(|above| above.starts_with(self.top));
        above.any(|above| above.canonicalize().is_ok_and(|above| above == target))
    }
}

impl Entry {
    fn folder(&self) -> Option<&Path> {
        match self {
            Entry::Folder(path) => Some(path),
            Entry::File(_) | Entry::Problem(_) => None,
        }
    }
}

/// The entries of a folder in order of their names.
fn named(folder: &Path) -> io::Result<Vec<(OsString, DirEntry)>> {
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| (entry.file_name(), entry)));
    let mut entries = entries.collect::<io::Result<Vec<_>>>()?;
    entries.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    Ok(entries)
}

/// Whether it went between the look at its folder and the look at itself.
fn is_gone(reason: &io::Error) -> bool {
    reason.kind() == io::ErrorKind::NotFound
}

fn unreadable(path: &Path, reason: &io::Error) -> Error {
    Error::at("could not read", path, words(reason))
}
