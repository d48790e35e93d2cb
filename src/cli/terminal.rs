//! The two streams. A reader that has seen enough (`| head`) ends the output, not the program.

use std::io::{self, IsTerminal, Write};
use std::path::{Component, Path, PathBuf};

use anstyle::{AnsiColor, Style};

use crate::diagnostic::render::full;
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

/// Prints data that is no text.
pub(super) fn bytes(bytes: &[u8]) -> Result<(), Error> {
    let mut stream = io::stdout().lock();
    match stream.write_all(bytes).and_then(|()| stream.flush()) {
        Err(reason) if reason.kind() != io::ErrorKind::BrokenPipe => Err(Error::new("could not print", reason)),
        _ => Ok(()),
    }
}

/// Whether standard output is a terminal.
pub(super) fn is_watched() -> bool {
    io::stdout().is_terminal()
}

/// Prints what is not data to standard error; if nobody listens, nothing is lost.
pub(super) fn note(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Prints what could not be done and the way out; before that the findings for which it was not done, if there are any.
pub(super) fn error(error: &Error) {
    let found = error.refusal.as_ref().map(|refusal| full(&refusal.diagnostics, &refusal.sources, true));
    let said = if found.is_some() { error.action.clone() } else { error.to_string() };
    let mut text = format!("{}{ERROR}error{ERROR:#}: {said}\n", found.unwrap_or_default());
    if let Some(help) = &error.help {
        text += &format!(" {HELP}help{HELP:#}: {help}\n");
    }
    note(&text);
}

/// Whether standard output shows colours and the user wants them.
pub(super) fn shows_colour() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

/// A path as seen from a folder, where that is shorter than the whole of it.
pub(super) fn shown(path: &Path, from: &Path) -> String {
    let whole: PathBuf = path.components().collect();
    let shared = whole.components().zip(from.components()).take_while(|(one, other)| one == other).count();
    let up = from.components().count() - shared;
    let relative: PathBuf =
        std::iter::repeat_n(Component::ParentDir, up).chain(whole.components().skip(shared)).collect();
    match relative.as_os_str().len() {
        0 => ".".to_owned(),
        len if len < whole.as_os_str().len() => relative.display().to_string(),
        _ => whole.display().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_from_where_one_stands() {
        let shown = |path: &str| shown(Path::new(path), Path::new("/home/robin/playbook/content"));
        assert_eq!(shown("/home/robin/playbook/content/site/index.html"), "site/index.html");
        assert_eq!(shown("/home/robin/playbook/site/index.html"), "../site/index.html");
        assert_eq!(shown("/home/robin/playbook/content/"), ".");
        assert_eq!(shown("/tmp/a"), "/tmp/a");
    }
}
