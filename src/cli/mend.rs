//! What `check --fix`, `fmt` and `meta apply` have in common: a diff that writes nothing, or files that are written, and
//! a word on those that were left alone.

use crate::error::Error;
use crate::mend::unified;
use crate::session::{Changed, LeftAlone, write};
use crate::system::System;

use super::summary::counted;
use super::terminal;

/// Prints what would change.
pub(super) fn show(files: &[Changed]) -> Result<(), Error> {
    let diffs: String = files.iter().map(|file| unified(file.path.as_str(), &file.before, &file.after)).collect();
    terminal::data(&diffs)
}

/// Writes the files and tells how many were written; those that could not be are added to the ones left alone.
pub(super) fn store(system: &dyn System, files: &[Changed], alone: &mut Vec<LeftAlone>) -> usize {
    let (written, further) = write(system, files);
    alone.extend(further);
    written
}

/// Why some files stay as they are, a line each.
pub(super) fn tell(alone: &[LeftAlone]) {
    let lines: String = alone.iter().map(|file| format!("{}: left alone, {}\n", file.path, file.reason)).collect();
    terminal::note(&lines);
}

/// `3 files`, also where there are none.
pub(super) fn files(count: usize) -> String {
    if count == 0 { "0 files".to_owned() } else { counted(count, "file") }
}
