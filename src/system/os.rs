//! The machine we run on.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{Enter, Fingerprint, Follow, Kind, Stamp, System, Walk, walk};
use crate::error::Error;

/// Files, folders and clock of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Os;

impl System for Os {
    fn read(&self, path: &Path) -> Result<Vec<u8>, Error> {
        fs::read(path).map_err(failed("could not read", path))
    }

    fn opening(&self, path: &Path, most: usize) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        let file = fs::File::open(path).map_err(failed("could not read", path))?;
        file.take(most as u64).read_to_end(&mut bytes).map_err(failed("could not read", path))?;
        Ok(bytes)
    }

    fn fingerprint(&self, path: &Path) -> Result<Fingerprint, Error> {
        let mut file = fs::File::open(path).map_err(failed("could not read", path))?;
        let mut hasher = blake3::Hasher::new();
        let len = io::copy(&mut file, &mut hasher).map_err(failed("could not read", path))?;
        Ok(Fingerprint { hash: hasher.finalize().to_hex().to_string(), len })
    }

    fn kind(&self, path: &Path) -> Option<Kind> {
        let found = fs::metadata(path).ok()?;
        let file = found.is_file().then_some(Kind::File);
        if found.is_dir() { Some(Kind::Folder) } else { file }
    }

    fn walk(&self, folder: &Path, enter: Enter<'_>) -> Walk {
        walk::walk(folder, enter, &|_, _| true)
    }

    fn walk_guarded(&self, folder: &Path, enter: Enter<'_>, follow: Follow<'_>) -> Walk {
        walk::walk(folder, enter, follow)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), Error> {
        replace(path, |scratch| fs::write(scratch, bytes))
    }

    fn copy(&self, from: &Path, to: &Path) -> Result<(), Error> {
        let mut source = fs::File::open(from).map_err(failed("could not read", from))?;
        replace(to, |scratch| io::copy(&mut source, &mut fs::File::create(scratch)?).map(drop))
    }

    fn remove(&self, path: &Path) -> Result<(), Error> {
        fs::remove_file(path).map_err(failed("could not remove", path))
    }

    fn remove_empty_folder(&self, path: &Path) -> bool {
        fs::remove_dir(path).is_ok()
    }

    fn resolve(&self, path: &Path) -> PathBuf {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let real = |above: &Path| Some((above.canonicalize().ok()?, absolute.strip_prefix(above).ok()?.to_owned()));
        match absolute.ancestors().find_map(real) {
            Some((real, rest)) => real.join(rest).components().collect(),
            None => absolute,
        }
    }

    fn working_folder(&self) -> Result<PathBuf, Error> {
        std::env::current_dir().map_err(|reason| Error::new("could not find the working directory", reason))
    }

    fn font_folders(&self) -> Vec<PathBuf> {
        super::font_folders::of_machine()
    }

    fn today(&self) -> jiff::civil::Date {
        jiff::Zoned::now().date()
    }
}

/// How long ago a file must have changed for its times to tell two contents apart: the coarsest clock of a file
/// system (FAT) ticks every two seconds.
const SETTLED: Duration = Duration::from_secs(2);

/// What tells that a file is as it was; nothing for one that changed just now.
pub(super) fn stamp(found: &fs::Metadata, now: SystemTime) -> Option<Stamp> {
    let modified = found.modified().ok()?;
    let settled = now.duration_since(modified).is_ok_and(|age| age > SETTLED);
    let since = |time: SystemTime| time.duration_since(UNIX_EPOCH).map_or(0, |age| age.as_nanos());
    let [changed, number] = identity(found);
    settled.then(|| Stamp([since(modified), changed, number, u128::from(found.len())]))
}

/// When the file's own record changed, and which record it is: both are new when another file takes its name.
#[cfg(unix)]
fn identity(found: &fs::Metadata) -> [u128; 2] {
    use std::os::unix::fs::MetadataExt;
    let changed = i128::from(found.ctime()) * 1_000_000_000 + i128::from(found.ctime_nsec());
    [changed.unsigned_abs(), u128::from(found.ino())]
}

#[cfg(not(unix))]
fn identity(found: &fs::Metadata) -> [u128; 2] {
    let created = found.created().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    [created.map_or(0, |age| age.as_nanos()), 0]
}

/// Fills a scratch file beside `path` and moves it there in one step, so that a reader sees the old bytes or the new.
fn replace(path: &Path, fill: impl FnOnce(&Path) -> io::Result<()>) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed("could not create the folder", folder))?;
    }
    let scratch = scratch_beside(path);
    let done = fill(&scratch).and_then(|()| like(path, &scratch)).and_then(|()| fs::rename(&scratch, path));
    done.map_err(|reason| {
        // The reason to report is why it failed, not that the remains could not be removed as well.
        let _ = fs::remove_file(&scratch);
        failed("could not write", path)(reason)
    })
}

/// Gives a scratch file the permissions of the file whose place it takes, if there is one.
fn like(path: &Path, scratch: &Path) -> io::Result<()> {
    fs::metadata(path).map_or(Ok(()), |found| fs::set_permissions(scratch, found.permissions()))
}

/// A hidden name in the same folder that no other file or process uses.
fn scratch_beside(path: &Path) -> PathBuf {
    let name = blake3::hash(path.as_os_str().as_encoded_bytes()).to_hex();
    path.with_file_name(format!(".waybook-{}-{}.tmp", std::process::id(), &name[..16]))
}

/// Turns what the system said into an error with what was done to what.
fn failed(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
    move |reason| Error::at(action, path, words(&reason))
}

/// The reason in words, without the system's number and lower-case as all our messages.
pub(super) fn words(reason: &io::Error) -> String {
    match reason.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::NotADirectory => "a part of the path is a file".to_owned(),
        _ => reason.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_makes_its_folders_and_leaves_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("a/b/c.txt");
        Os.write(&path, b"one").expect("it can be written");
        Os.write(&path, b"two").expect("it can be replaced");
        Os.copy(&path, &folder.path().join("a/d.txt")).expect("it can be copied");
        let names: Vec<PathBuf> = Os.walk(folder.path(), &|_, _| true).files.into_iter().map(|met| met.path).collect();
        assert_eq!(names, [path.clone(), folder.path().join("a/d.txt")]);
        assert_eq!(Os.read(&path).expect("it is there"), b"two");
    }

    #[test]
    fn an_error_says_what_was_done_to_what() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("missing.md");
        let said = Os.read(&path).expect_err("it is not there").to_string();
        assert_eq!(said, format!("could not read `{}`: no such file or folder", path.display()));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_a_circle_is_reported_and_not_followed() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        Os.write(&folder.path().join("a/b.md"), b"").expect("it can be written");
        std::os::unix::fs::symlink(folder.path(), folder.path().join("a/again")).expect("a link can be made");
        let walk = Os.walk(folder.path(), &|_, _| true);
        assert_eq!((walk.files.len(), walk.problems.len()), (1, 1), "{walk:?}");
        assert!(walk.problems[0].to_string().contains("leads back"), "{walk:?}");
    }

    #[test]
    fn fingerprints_are_those_of_the_bytes() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("a.png");
        Os.write(&path, b"image").expect("it can be written");
        assert_eq!(Os.fingerprint(&path).expect("it is there"), Fingerprint::of(b"image"));
    }
}
