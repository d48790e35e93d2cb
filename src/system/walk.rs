//! Walks folders of this machine. Names come from `walkdir`, in order and without circles; what else is asked of each
//! file is one call to the system, and those are made on all cores.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::os::{stamp, words};
use super::{Enter, Follow, Kind, Met, Walk};
use crate::error::Error;

/// Files that one core looks at in one go.
const AT_ONCE: usize = 128;

/// Every file below a folder in order of path. Links are followed where `follow` allows it, unless they lead back.
pub(super) fn walk(folder: &Path, enter: Enter<'_>, follow: Follow<'_>) -> Walk {
    let unfollowed = Mutex::new(Vec::new());
    let walker = WalkDir::new(folder).follow_links(true).min_depth(1).sort_by_file_name();
    let kind = |entry: &DirEntry| if entry.file_type().is_dir() { Kind::Folder } else { Kind::File };
    let follows = |entry: &DirEntry| {
        let leads_away = entry.path_is_symlink() && entry.depth() > 0 && !is_followed(entry.path(), follow);
        if leads_away {
            unfollowed.lock().unwrap_or_else(PoisonError::into_inner).push(entry.path().to_owned());
        }
        !leads_away
    };
    let entries = walker.into_iter().filter_entry(|entry| enter(entry.path(), kind(entry)) && follows(entry));
    let named: Vec<_> =
        entries.filter(|entry| entry.as_ref().map_or(true, |entry| !entry.file_type().is_dir())).collect();
    let now = SystemTime::now();
    let met = |entry: Result<DirEntry, walkdir::Error>| match entry {
        Ok(entry) => file(entry, now),
        Err(problem) => self::problem(folder, &problem, enter).map(Err),
    };
    let met: Vec<Result<Met, Error>> = named.into_par_iter().with_min_len(AT_ONCE).filter_map(met).collect();
    let mut walk =
        Walk { unfollowed: unfollowed.into_inner().unwrap_or_else(PoisonError::into_inner), ..Walk::default() };
    for one in met {
        match one {
            Ok(met) => walk.files.push(met),
            Err(problem) => walk.problems.push(problem),
        }
    }
    walk.files.sort_by(|one, other| one.path.cmp(&other.path));
    walk
}

/// Whether a link leads to a place that may be read. One that leads nowhere is met as a problem later.
fn is_followed(link: &Path, follow: Follow<'_>) -> bool {
    link.canonicalize().map_or(true, |place| follow(link, &place))
}

/// What is known of a file; nothing of one that went since its name was read.
fn file(entry: DirEntry, now: SystemTime) -> Option<Result<Met, Error>> {
    let is_file = entry.file_type().is_file();
    let path: PathBuf = entry.path().to_owned();
    if !is_file {
        return Some(Err(Error::at("did not read", path, "it is a pipe or a device, not a file")));
    }
    let found = entry.metadata().ok()?;
    Some(Ok(Met { len: found.len(), stamp: stamp(&found, now), path }))
}

/// What could not be walked, if it was to be entered and is still there.
fn problem(top: &Path, problem: &walkdir::Error, enter: Enter<'_>) -> Option<Error> {
    let path = problem.path().unwrap_or(top);
    if problem.loop_ancestor().is_some() {
        return Some(Error::at("did not follow the link", path, "it leads back to a folder that holds it"));
    }
    // A link that leads nowhere is still there itself.
    let is_gone = path != top && path.symlink_metadata().is_err();
    let reason = problem.io_error().map_or_else(|| problem.to_string(), words);
    (!is_gone && enter(path, Kind::File)).then(|| Error::at("could not read", path, reason))
}
