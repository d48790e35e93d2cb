//! The two streams. A reader that has seen enough (`| head`) ends the output, not the program.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anstyle::{AnsiColor, Style};

use crate::error::Error;

/// Headings and titles.
pub(super) const STRONG: Style = Style::new().bold();
/// What went wrong.
const ERROR: Style = AnsiColor::Red.on_default().bold();
/// What to do about it.
const HELP: Style = AnsiColor::Cyan.on_default().bold();

/// Prints data to standard output.
pub(super) fn data(text: &str) -> Result<(), Error> {
    let mut stream = anstream::stdout().lock();
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Err(reason) if reason.kind() != io::ErrorKind::BrokenPipe => Err(Error::new("could not print", reason)),
        _ => Ok(()),
    }
}

/// Prints what is not data to standard error; if nobody listens, nothing is lost.
pub(super) fn note(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Prints what could not be done and the way out.
pub(super) fn error(error: &Error) {
    let mut text = format!("{ERROR}error{ERROR:#}: {error}\n");
    if let Some(help) = &error.help {
        text += &format!(" {HELP}help{HELP:#}: {help}\n");
    }
    note(&text);
}

/// Whether standard output shows colours and the user wants them.
pub(super) fn shows_colour() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

/// A path as seen from a folder, as short as it can be said.
pub(super) fn shown(path: &Path, from: &Path) -> String {
    let path: PathBuf = path.components().collect();
    let inside = path.strip_prefix(from).unwrap_or(&path);
    if inside.as_os_str().is_empty() { ".".to_owned() } else { inside.display().to_string() }
}
