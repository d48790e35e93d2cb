//! What *we* could not do, with the path it was tried on. Findings about the input are diagnostics, not errors; but an
//! error may carry the findings for which a command stopped, so that each command shows them in its own form.

use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::text::Sources;

/// Why a command could not do its work.
#[derive(Debug)]
pub struct Error {
    /// What was being done, as a phrase: `could not read`.
    pub action: String,
    /// The file or folder it was done to, if there is one.
    pub path: Option<PathBuf>,
    /// What the system said.
    pub reason: String,
    /// What the user can do about it.
    pub help: Option<String>,
    /// The findings for which nothing was done, if that is why.
    pub refusal: Option<Box<Refusal>>,
}

/// The findings for which a command did nothing.
pub struct Refusal {
    /// The findings, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that they point into.
    pub sources: Sources,
}

/// The messages alone; whole texts would bury them.
impl std::fmt::Debug for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.diagnostics.iter().map(|found| &found.message)).finish()
    }
}

impl Error {
    /// An error without a path.
    pub fn new(action: impl Into<String>, reason: impl ToString) -> Self {
        Self { action: action.into(), path: None, reason: reason.to_string(), help: None, refusal: None }
    }

    /// An error about a file or folder.
    pub fn at(action: impl Into<String>, path: impl Into<PathBuf>, reason: impl ToString) -> Self {
        Self { path: Some(path.into()), ..Self::new(action, reason) }
    }

    /// Adds the findings for which nothing was done.
    pub fn refused_for(mut self, diagnostics: Vec<Diagnostic>, sources: Sources) -> Self {
        self.refusal = Some(Box::new(Refusal { diagnostics, sources }));
        self
    }

    /// Adds the way out.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.action)?;
        if let Some(path) = &self.path {
            write!(f, " `{}`", path.display())?;
        }
        if !self.reason.is_empty() {
            write!(f, ": {}", self.reason)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
