//! A world that exists only in memory: files by path, and a date. For tests and for trying things out.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};

use super::{Enter, Fingerprint, Follow, Kind, Met, Stamp, System, Walk};
use crate::error::Error;

/// Files by path. Folders are there as long as a file lies below them.
#[derive(Debug)]
pub struct Memory {
    files: Mutex<BTreeMap<PathBuf, File>>,
    changes: AtomicU64,
    unreadable: Vec<PathBuf>,
    links: Vec<(PathBuf, PathBuf)>,
    writes: Mutex<Vec<PathBuf>>,
    today: jiff::civil::Date,
}

/// Bytes and the number of the change that brought them.
#[derive(Debug)]
struct File {
    bytes: Vec<u8>,
    change: u64,
}

impl Memory {
    /// An empty world on a day.
    pub fn new(today: jiff::civil::Date) -> Self {
        Self {
            files: Mutex::default(),
            changes: AtomicU64::new(0),
            unreadable: Vec::new(),
            links: Vec::new(),
            writes: Mutex::default(),
            today,
        }
    }

    /// Adds a file.
    pub fn with(self, path: impl AsRef<Path>, bytes: impl Into<Vec<u8>>) -> Self {
        self.put(plain(path.as_ref()), bytes.into());
        self
    }

    /// Makes a file fail to be read or replaced.
    pub fn locked(mut self, path: impl AsRef<Path>) -> Self {
        self.unreadable.push(plain(path.as_ref()));
        self
    }

    /// Adds a link to a place outside of this world. Where it is followed, nothing is found.
    pub fn with_link(mut self, path: impl AsRef<Path>, place: impl AsRef<Path>) -> Self {
        self.links.push((plain(path.as_ref()), plain(place.as_ref())));
        self
    }

    /// The paths of all files in order.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.files().keys().cloned().collect()
    }

    /// What was written or copied so far, in order.
    pub fn writes(&self) -> Vec<PathBuf> {
        self.writes.lock().expect("no writer panics").clone()
    }

    fn put(&self, path: PathBuf, bytes: Vec<u8>) {
        let change = self.changes.fetch_add(1, Ordering::Relaxed);
        self.files().insert(path, File { bytes, change });
    }

    fn files(&self) -> MutexGuard<'_, BTreeMap<PathBuf, File>> {
        self.files.lock().expect("no holder of the lock panics")
    }

    fn check(&self, action: &str, path: &Path) -> Result<PathBuf, Error> {
        let path = plain(path);
        if self.unreadable.contains(&path) {
            return Err(Error::at(action, path, "permission denied"));
        }
        Ok(path)
    }
}

impl System for Memory {
    fn read(&self, path: &Path) -> Result<Vec<u8>, Error> {
        let path = self.check("could not read", path)?;
        let found = self.files().get(&path).map(|file| file.bytes.clone());
        found.ok_or_else(|| Error::at("could not read", path, "no such file or folder"))
    }

    fn fingerprint(&self, path: &Path) -> Result<Fingerprint, Error> {
        self.read(path).map(|bytes| Fingerprint::of(&bytes))
    }

    fn kind(&self, path: &Path) -> Option<Kind> {
        let path = plain(path);
        let files = self.files();
        if files.contains_key(&path) {
            return Some(Kind::File);
        }
        files.keys().any(|file| file.starts_with(&path)).then_some(Kind::Folder)
    }

    fn walk(&self, folder: &Path, enter: Enter<'_>) -> Walk {
        let folder = plain(folder);
        let files = self.files();
        let entered = |file: &Path| {
            let above = file.ancestors().skip(1).take_while(|above| *above != folder);
            above.into_iter().all(|above| enter(above, Kind::Folder)) && enter(file, Kind::File)
        };
        let below = files.iter().filter(|(file, _)| file.starts_with(&folder) && entered(file));
        let met = below.map(|(path, File { bytes, change })| {
            let stamp = Some(Stamp([u128::from(*change), 0, 0, 0]));
            Met { path: path.clone(), len: bytes.len() as u64, stamp }
        });
        Walk { files: met.collect(), ..Walk::default() }
    }

    fn walk_guarded(&self, folder: &Path, enter: Enter<'_>, follow: Follow<'_>) -> Walk {
        let met = self.links.iter().filter(|(link, _)| link.starts_with(folder) && enter(link, Kind::File));
        let unfollowed = met.filter(|(link, place)| !follow(link, place)).map(|(link, _)| link.clone()).collect();
        Walk { unfollowed, ..self.walk(folder, enter) }
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), Error> {
        let path = self.check("could not write", path)?;
        self.writes.lock().expect("no writer panics").push(path.clone());
        self.put(path, bytes.to_vec());
        Ok(())
    }

    fn copy(&self, from: &Path, to: &Path) -> Result<(), Error> {
        let bytes = self.read(from)?;
        self.write(to, &bytes)
    }

    fn remove(&self, path: &Path) -> Result<(), Error> {
        let path = plain(path);
        let gone = self.files().remove(&path);
        gone.map(drop).ok_or_else(|| Error::at("could not remove", path, "no such file or folder"))
    }

    fn remove_empty_folder(&self, path: &Path) -> bool {
        self.kind(path).is_none()
    }

    fn resolve(&self, path: &Path) -> PathBuf {
        let path = plain(&Path::new("/").join(path));
        self.links.iter().find(|(link, _)| *link == path).map_or(path, |(_, place)| place.clone())
    }

    fn working_folder(&self) -> Result<PathBuf, Error> {
        Ok(PathBuf::from("/"))
    }

    fn today(&self) -> jiff::civil::Date {
        self.today
    }
}

/// The path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}
