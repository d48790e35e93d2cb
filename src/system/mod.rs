//! The outside world: files, folders, the clock, sockets, news of changes. The only room that touches them.
//!
//! [`Os`] is the machine, [`Memory`] is a project in a test. What went wrong comes back as an [`Error`] that says
//! what was being done to which path.

pub mod browser;
pub mod coalesce;
pub mod git;
mod font_folders;
pub mod http;
mod memory;
pub mod messages;
mod os;
mod overlay;
pub mod server;
mod walk;
pub mod watch;

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::text::VirtualPath;

pub use memory::Memory;
pub use os::Os;
pub use overlay::Overlay;

/// The one door to the outside.
pub trait System: Sync {
    /// The bytes of a file.
    fn read(&self, path: &Path) -> Result<Vec<u8>, Error>;

    /// The first bytes of a file, not more than `most`.
    fn opening(&self, path: &Path, most: usize) -> Result<Vec<u8>, Error> {
        let mut bytes = self.read(path)?;
        bytes.truncate(most);
        Ok(bytes)
    }

    /// Length and BLAKE3 hash of a file, whose bytes are never all in memory.
    fn fingerprint(&self, path: &Path) -> Result<Fingerprint, Error>;

    /// What lies at a path; links are followed.
    fn kind(&self, path: &Path) -> Option<Kind>;

    /// Every file below a folder in order of path, without entering what `enter` refuses (called for files too).
    fn walk(&self, folder: &Path, enter: Enter<'_>) -> Walk;

    /// The same, but links are followed only where `follow` allows it, given the link and the place that it leads to.
    fn walk_guarded(&self, folder: &Path, enter: Enter<'_>, _follow: Follow<'_>) -> Walk {
        self.walk(folder, enter)
    }

    /// Writes a file whole or not at all, with the folders above it.
    fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), Error>;

    /// Copies a file whole or not at all, with the folders above the copy.
    fn copy(&self, from: &Path, to: &Path) -> Result<(), Error>;

    /// Removes a file.
    fn remove(&self, path: &Path) -> Result<(), Error>;

    /// Removes a folder if nothing is in it; says whether it did.
    fn remove_empty_folder(&self, path: &Path) -> bool;

    /// The one absolute path of a place, links resolved as far as it exists; relative ones start at the working directory.
    fn resolve(&self, path: &Path) -> PathBuf;

    /// The working directory.
    fn working_folder(&self) -> Result<PathBuf, Error>;

    /// The folders that hold the fonts of the machine, those of the system before those of the user.
    fn font_folders(&self) -> Vec<PathBuf> {
        Vec::new()
    }

    /// The date of today where the machine stands.
    fn today(&self) -> jiff::civil::Date;
}

/// Says of a file or folder whether a walk enters it.
pub type Enter<'a> = &'a (dyn Fn(&Path, Kind) -> bool + Sync);

/// Says of a link, and of the place that it leads to, whether a walk follows it.
pub type Follow<'a> = &'a (dyn Fn(&Path, &Path) -> bool + Sync);

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file.
    File,
    /// A folder.
    Folder,
}

/// What tells one content from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// BLAKE3 in hexadecimal.
    pub hash: String,
    /// How many bytes.
    pub len: u64,
}

impl Fingerprint {
    /// The fingerprint of bytes at hand.
    pub fn of(bytes: &[u8]) -> Self {
        Self { hash: blake3::hash(bytes).to_hex().to_string(), len: bytes.len() as u64 }
    }
}

/// What a walk met.
#[derive(Debug, Default)]
pub struct Walk {
    /// Every file in order of path.
    pub files: Vec<Met>,
    /// Folders that could not be read, links that lead in a circle or nowhere.
    pub problems: Vec<Error>,
    /// Links that were not followed, in order of path.
    pub unfollowed: Vec<PathBuf>,
}

/// A file that a walk met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// Where it lies.
    pub path: PathBuf,
    /// How many bytes it has.
    pub len: u64,
    /// What tells that it is the same as before; none where it changed so lately that nothing could.
    pub stamp: Option<Stamp>,
}

/// Changes when a file does: times, length and number of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp(pub [u128; 4]);

/// Where a virtual path lies on the disk. An error if one of its parts is no plain name on this machine.
pub fn locate(root: &Path, path: &VirtualPath) -> Result<PathBuf, Error> {
    let plain = Path::new(path.as_str()).components().all(|part| matches!(part, std::path::Component::Normal(_)));
    if !plain {
        return Err(Error::at("could not use the file name", path.as_str(), "it leads out of its folder"));
    }
    Ok(path.as_str().split('/').filter(|part| !part.is_empty()).fold(root.to_owned(), |at, part| at.join(part)))
}
