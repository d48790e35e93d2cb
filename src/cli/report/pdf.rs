//! Reports as PDF, where this build of waybook can make them.

use std::path::PathBuf;

use crate::error::Error;
use crate::session::{Build, Session};
use crate::text::VirtualPath;

/// An error that says how to get PDF, where this build cannot make it.
pub(super) fn available() -> Result<(), Error> {
    if cfg!(feature = "pdf") {
        return Ok(());
    }
    Err(Error::new("could not write the report", "this build of waybook makes no PDF").help(
        "take a released binary, build with `cargo install --path . --features pdf`, or print `--format html` from a browser",
    ))
}

/// Typesets the reports at these paths; says what is not as it should be, and whether there is a PDF of each.
#[cfg(feature = "pdf")]
pub(super) fn typeset(
    session: &Session<'_>,
    build: &mut Build,
    paths: &[VirtualPath],
    fonts: &[PathBuf],
) -> Result<bool, Error> {
    let misprints = session.typeset(build, paths, fonts)?;
    for misprint in &misprints {
        let (path, reason) = (&misprint.path, &misprint.reason);
        match &misprint.help {
            Some(help) => crate::cli::terminal::note(&format!("{path}: no PDF: {reason}\n  help: {help}\n")),
            None => crate::cli::terminal::note(&format!("{path}: {reason}\n")),
        }
    }
    Ok(misprints.iter().all(|misprint| misprint.help.is_none()))
}

/// Refuses, as [`available`] does.
#[cfg(not(feature = "pdf"))]
pub(super) fn typeset(_: &Session<'_>, _: &mut Build, _: &[VirtualPath], _: &[PathBuf]) -> Result<bool, Error> {
    available().map(|()| false)
}
