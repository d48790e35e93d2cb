//! A project in a folder of its own, and the binary that is run on it. Every run is bounded: nothing may hang.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// No run takes longer, not even of a debug build on a busy machine.
const LONGEST: Duration = Duration::from_secs(300);

/// A project in a folder of its own.
pub(crate) struct Project {
    /// The project folder; it goes when this goes.
    pub(crate) folder: tempfile::TempDir,
}

impl Project {
    /// A project of some files.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let project = Self { folder: tempfile::tempdir().expect("a folder for the test") };
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    /// A path inside the project.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file and the folders above it.
    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }

    /// The text of a file.
    #[track_caller]
    pub(crate) fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|reason| panic!("`{path}`: {reason}"))
    }

    /// Runs the binary in the project folder.
    #[track_caller]
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        ran(waybook(self.folder.path()).args(arguments))
    }
}

/// What a run left behind.
pub(crate) struct Ran(pub(crate) Output);

impl Ran {
    /// Standard output.
    pub(crate) fn out(&self) -> String {
        String::from_utf8_lossy(&self.0.stdout).into_owned()
    }

    /// Standard error.
    pub(crate) fn err(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }

    /// Holds that the run ended with a code.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.0.status.code(), Some(code), "\n{}{}", self.out(), self.err());
        self
    }
}

/// The binary, about to be run in a folder: the one that `WAYBOOK` names, or the one that was built with the tests.
pub(crate) fn waybook(folder: &Path) -> Command {
    let named = std::env::var_os("WAYBOOK").and_then(|named| fs::canonicalize(named).ok());
    let mut command = Command::new(named.unwrap_or_else(|| env!("CARGO_BIN_EXE_waybook").into()));
    command.current_dir(folder).env_remove("CLICOLOR_FORCE");
    command
}

/// Runs a command to its end, or fails where it does not come.
#[track_caller]
pub(crate) fn ran(command: &mut Command) -> Ran {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("waybook runs");
    let out = drained(child.stdout.take().expect("it is piped"));
    let err = drained(child.stderr.take().expect("it is piped"));
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("it can be waited for") {
            break status;
        }
        if start.elapsed() > LONGEST {
            child.kill().expect("it can be ended");
            panic!("it hangs: {command:?}");
        }
        thread::sleep(Duration::from_millis(5));
    };
    let bytes = |reader: thread::JoinHandle<Vec<u8>>| reader.join().expect("the reader ends");
    Ran(Output { status, stdout: bytes(out), stderr: bytes(err) })
}

fn drained(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).expect("pipes can be read");
        bytes
    })
}
