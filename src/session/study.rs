//! A project looked at without building it: the model, and what is wrong.

use std::path::PathBuf;

use super::{Findings, Loaded, Session};
use crate::error::Error;
use crate::load::{DOCFX_FILE, PROJECT_FILE, Settings};
use crate::pipeline::{self, Model};
use crate::text::VirtualPath;

/// What was seen of a project.
#[derive(Debug)]
pub struct Studied<T> {
    /// What was taken from the model.
    pub value: T,
    /// What is wrong, but for what only finished files show.
    pub findings: Findings,
    /// The project folder.
    pub root: PathBuf,
    /// The file that describes the project, for findings about no file in particular.
    pub settings: VirtualPath,
}

impl Session<'_> {
    /// Reads the project, applies the rules and shows the model to `look`. Settings that cannot be used are findings here: an
    /// editor shows them, and publishes nothing.
    pub fn study<T>(&mut self, look: impl FnOnce(&Model<'_>) -> T) -> Result<Studied<T>, Error> {
        self.only_looks = true;
        let Loaded { project, inputs, mut diagnostics, .. } = self.load()?;
        let value = pipeline::study(&inputs, &mut self.memo, look).unpack(&mut diagnostics);
        let file = if project.settings == Settings::Docfx { DOCFX_FILE } else { PROJECT_FILE };
        let settings = VirtualPath::root().with_file_name(file);
        Ok(Studied { value, findings: Findings::new(inputs, diagnostics), root: project.root, settings })
    }
}
