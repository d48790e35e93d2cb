//! A world as it would be if some files had other bytes. What is written goes into memory; the world below stays as it is.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use super::{Enter, Fingerprint, Follow, Kind, Met, System, Walk};
use crate::error::Error;

/// Files over those of another world.
pub struct Overlay<'a> {
    below: &'a dyn System,
    files: Mutex<BTreeMap<PathBuf, Vec<u8>>>,
}

impl<'a> Overlay<'a> {
    /// Nothing yet over a world.
    pub fn new(below: &'a dyn System) -> Self {
        Self { below, files: Mutex::default() }
    }

    /// Takes a file away again, so that the world below is seen there.
    pub fn uncover(&self, path: &Path) {
        self.files().remove(path);
    }

    /// What a walk of the world below met, and the files over it, which have no stamp, so that they are read anew.
    fn with_own(&self, mut walk: Walk, folder: &Path, enter: Enter<'_>) -> Walk {
        let files = self.files();
        for met in &mut walk.files {
            if let Some(bytes) = files.get(&met.path) {
                met.len = bytes.len() as u64;
                met.stamp = None;
            }
        }
        let known: HashSet<PathBuf> = walk.files.iter().map(|met| met.path.clone()).collect();
        let new = files.iter().filter(|(path, _)| !known.contains(*path) && is_met(folder, path, enter));
        let new: Vec<Met> =
            new.map(|(path, bytes)| Met { path: path.clone(), len: bytes.len() as u64, stamp: None }).collect();
        if !new.is_empty() {
            walk.files.extend(new);
            walk.files.sort_by(|one, other| one.path.cmp(&other.path));
        }
        walk
    }

    fn files(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Vec<u8>>> {
        self.files.lock().expect("no holder of the lock panics")
    }
}

impl System for Overlay<'_> {
    fn read(&self, path: &Path) -> Result<Vec<u8>, Error> {
        let over = self.files().get(path).cloned();
        over.map_or_else(|| self.below.read(path), Ok)
    }

    fn opening(&self, path: &Path, most: usize) -> Result<Vec<u8>, Error> {
        let over = self.files().get(path).map(|bytes| bytes[..bytes.len().min(most)].to_vec());
        over.map_or_else(|| self.below.opening(path, most), Ok)
    }

    fn fingerprint(&self, path: &Path) -> Result<Fingerprint, Error> {
        let over = self.files().get(path).map(|bytes| Fingerprint::of(bytes));
        over.map_or_else(|| self.below.fingerprint(path), Ok)
    }

    fn kind(&self, path: &Path) -> Option<Kind> {
        let over = self.files().contains_key(path).then_some(Kind::File);
        over.or_else(|| self.below.kind(path))
    }

    fn walk(&self, folder: &Path, enter: Enter<'_>) -> Walk {
        self.with_own(self.below.walk(folder, enter), folder, enter)
    }

    fn walk_guarded(&self, folder: &Path, enter: Enter<'_>, follow: Follow<'_>) -> Walk {
        self.with_own(self.below.walk_guarded(folder, enter, follow), folder, enter)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), Error> {
        self.files().insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn copy(&self, from: &Path, to: &Path) -> Result<(), Error> {
        let bytes = self.read(from)?;
        self.write(to, &bytes)
    }

    fn remove(&self, path: &Path) -> Result<(), Error> {
        Err(Error::at("could not remove", path, "nothing is removed from a world that is only looked at"))
    }

    fn remove_empty_folder(&self, _: &Path) -> bool {
        false
    }

    fn resolve(&self, path: &Path) -> PathBuf {
        self.below.resolve(path)
    }

    fn working_folder(&self) -> Result<PathBuf, Error> {
        self.below.working_folder()
    }

    fn font_folders(&self) -> Vec<PathBuf> {
        self.below.font_folders()
    }

    fn today(&self) -> jiff::civil::Date {
        self.below.today()
    }
}

/// Whether a walk of a folder would come to a file.
fn is_met(folder: &Path, path: &Path, enter: Enter<'_>) -> bool {
    let below = path.starts_with(folder) && path != folder;
    let mut between = path.ancestors().skip(1).take_while(|above| *above != folder);
    below && enter(path, Kind::File) && between.all(|above| enter(above, Kind::Folder))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::Memory;

    #[test]
    fn what_is_written_lies_over_the_world_and_not_in_it() {
        let world = Memory::new(jiff::civil::date(2020, 6, 30)).with("/a.md", "old").with("/b.md", "b");
        let over = Overlay::new(&world);
        over.write(Path::new("/a.md"), b"newer").expect("memory takes all");
        let walk = over.walk(Path::new("/"), &|_, _| true);
        let stamps: Vec<(u64, bool)> = walk.files.iter().map(|met| (met.len, met.stamp.is_some())).collect();
        assert_eq!(stamps, [(5, false), (1, true)]);
        assert_eq!(over.read(Path::new("/a.md")).expect("it is there"), b"newer");
        assert_eq!(world.read(Path::new("/a.md")).expect("it is there"), b"old");
        assert!(world.writes().is_empty());
    }

    #[test]
    fn a_file_that_is_nowhere_else_is_met_where_a_walk_may_enter() {
        let world = Memory::new(jiff::civil::date(2020, 6, 30)).with("/p/b.md", "b").with("/p/_site/x.md", "x");
        let over = Overlay::new(&world);
        for path in ["/p/a/new.md", "/p/_site/new.md", "/q/new.md"] {
            over.write(Path::new(path), b"new").expect("memory takes all");
        }
        let enter = |path: &Path, _: Kind| !path.ends_with("_site");
        let met = |over: &Overlay<'_>| -> Vec<PathBuf> {
            over.walk(Path::new("/p"), &enter).files.into_iter().map(|met| met.path).collect()
        };
        assert_eq!(met(&over), [PathBuf::from("/p/a/new.md"), PathBuf::from("/p/b.md")]);
        over.uncover(Path::new("/p/a/new.md"));
        assert_eq!(met(&over), [PathBuf::from("/p/b.md")]);
    }
}
