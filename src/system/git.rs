//! A revision of a git repository as a world of its own, read through the `git` command. Nothing is checked out.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::{Memory, System};
use crate::error::Error;

/// Where the files of a revision lie in its world.
const ROOT: &str = "/revision";
/// Extensions of files whose bytes nobody compares; they are there by name.
const LARGE: [&str; 14] =
    ["png", "jpg", "jpeg", "gif", "webp", "ico", "mp4", "mov", "pdf", "pptx", "docx", "zip", "vsdx", "psd"];

/// The files of a revision.
#[derive(Debug)]
pub struct Revision {
    /// The world that holds them.
    pub world: Memory,
    /// The folder that was asked for.
    pub folder: PathBuf,
}

/// What is read of files such as pictures, whose bytes no comparison asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pictures {
    /// That they are there.
    ByName,
    /// Their bytes.
    Whole,
}

/// The number of the tree that `REV` or `REV:PATH` is: while it is the same, so are the files.
pub fn tree(folder: &Path, name: &str) -> Result<String, Error> {
    Ok(text(&git(folder, &["rev-parse", "--verify", "--end-of-options", &spelled(folder, name)?], name)?)
        .trim()
        .to_owned())
}

/// Reads `REV` or `REV:PATH` of the repository that holds a folder; without a path, that folder as it was then.
pub fn revision(system: &dyn System, folder: &Path, name: &str, pictures: Pictures) -> Result<Revision, Error> {
    let tree = spelled(folder, name)?;
    let listed = git(folder, &["ls-tree", "-r", "-z", "--full-tree", &tree], name)?;
    let blobs = blobs(&listed);
    let left_out = |blob: &Blob| pictures == Pictures::ByName && blob.is_large();
    let wanted: Vec<&Blob> = blobs.iter().filter(|blob| !left_out(blob)).collect();
    let bytes = contents(folder, &wanted, name)?;
    let mut world = Memory::new(system.today());
    for blob in blobs.iter().filter(|blob| left_out(blob)) {
        world = world.with(Path::new(ROOT).join(&blob.path), Vec::new());
    }
    for (blob, bytes) in wanted.into_iter().zip(bytes) {
        world = world.with(Path::new(ROOT).join(&blob.path), bytes);
    }
    Ok(Revision { world, folder: PathBuf::from(ROOT) })
}

/// A revision and a path in it as git wants them. `REV:` is the top of the tree, `REV:path` what lies below; both are trees.
fn spelled(folder: &Path, name: &str) -> Result<String, Error> {
    let (rev, path) = match name.split_once(':') {
        Some((rev, path)) => (rev, path.trim_matches('/').trim_start_matches("./").to_owned()),
        None => (name, text(&git(folder, &["rev-parse", "--show-prefix"], name)?).trim_matches(['/', '\n']).to_owned()),
    };
    if rev.is_empty() || rev.starts_with('-') {
        return Err(Error::new(format!("could not read the revision `{name}`"), "it is no name of a revision"));
    }
    Ok(format!("{rev}:{path}"))
}

/// A file of a tree.
struct Blob {
    id: String,
    path: String,
}

impl Blob {
    fn is_large(&self) -> bool {
        let extension = self.path.rsplit_once('.').map_or("", |(_, extension)| extension);
        LARGE.iter().any(|large| extension.eq_ignore_ascii_case(large))
    }
}

/// `<mode> blob <id>\t<path>\0` …; links and other repositories are left out.
fn blobs(listed: &[u8]) -> Vec<Blob> {
    let entry = |entry: &[u8]| {
        let entry = std::str::from_utf8(entry).ok()?;
        let (about, path) = entry.split_once('\t')?;
        let mut about = about.split(' ');
        let is_file = about.next()?.starts_with("100") && about.next()? == "blob";
        let id = about.next()?.to_owned();
        is_file.then(|| Blob { id, path: path.to_owned() })
    };
    listed.split(|byte| *byte == 0).filter_map(entry).collect()
}

/// The bytes of files, in their order, from one run of `git cat-file`.
fn contents(folder: &Path, blobs: &[&Blob], name: &str) -> Result<Vec<Vec<u8>>, Error> {
    let ids: String = blobs.iter().map(|blob| format!("{}\n", blob.id)).collect();
    let mut child = command(folder, &["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|why| failed(name, &why.to_string()))?;
    let stdin = child.stdin.take();
    // The ids are written while the answers are read: neither side waits for a full pipe.
    let writer = std::thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(ids.as_bytes())));
    let output = child.wait_with_output().map_err(|why| failed(name, &why.to_string()))?;
    let _ = writer.join();
    let read = split(&succeeded(output, name)?, blobs.len());
    read.ok_or_else(|| failed(name, "git gave other files than were asked for"))
}

/// `<id> blob <len>\n<bytes>\n` for each file.
fn split(mut answer: &[u8], count: usize) -> Option<Vec<Vec<u8>>> {
    let mut all = Vec::with_capacity(count);
    for _ in 0..count {
        let end = answer.iter().position(|byte| *byte == b'\n')?;
        let len: usize = std::str::from_utf8(&answer[..end]).ok()?.rsplit(' ').next()?.parse().ok()?;
        let bytes = answer.get(end + 1..end + 1 + len)?;
        all.push(bytes.to_vec());
        answer = answer.get(end + 2 + len..)?;
    }
    Some(all)
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments).stdin(Stdio::null());
    command
}

fn git(folder: &Path, arguments: &[&str], name: &str) -> Result<Vec<u8>, Error> {
    let output = command(folder, arguments).output();
    succeeded(output.map_err(|why| failed(name, &format!("could not run `git`: {why}")))?, name)
}

fn succeeded(output: Output, name: &str) -> Result<Vec<u8>, Error> {
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = text(&output.stderr);
    let said = said.lines().next().unwrap_or("git failed").trim_start_matches("fatal: ");
    Err(failed(name, said))
}

fn failed(name: &str, why: &str) -> Error {
    Error::new(format!("could not read the revision `{name}`"), why)
        .help("name a folder, a JSON file, or a revision as `main` or `v1:docs/playbook`")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_are_taken_from_a_tree() {
        let listed = b"100644 blob aa11\ta.md\x00120000 blob bb22\tlink\x00160000 commit cc33\tother\x00100755 blob dd44\tb c/d.MD\x00";
        let found: Vec<(String, String)> = blobs(listed).into_iter().map(|blob| (blob.id, blob.path)).collect();
        let of = |id: &str, path: &str| (id.to_owned(), path.to_owned());
        assert_eq!(found, [of("aa11", "a.md"), of("dd44", "b c/d.MD")]);
    }

    #[test]
    fn an_answer_is_cut_by_its_lengths() {
        assert_eq!(split(b"aa blob 3\na\nb\nbb blob 0\n\n", 2), Some(vec![b"a\nb".to_vec(), Vec::new()]));
        assert_eq!(split(b"aa missing\n", 1), None);
    }
}
