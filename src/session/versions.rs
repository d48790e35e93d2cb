//! The older versions that a site carries: read from folders of the project or from revisions of its repository.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Loaded, Session};
use crate::config::Version;
use crate::diagnostic::{Code, Diagnostic};
use crate::error::Error;
use crate::inputs::{Inputs, Older};
use crate::load::{self, At, Shelf};
use crate::system::git::{self, Pictures, Revision};
use crate::text::Span;

/// What was read of older versions, by their names.
#[derive(Default)]
pub(super) struct Archive {
    shelves: BTreeMap<String, Shelf>,
    /// Revisions with the number of their tree: they are read again only when a name came to mean something else.
    revisions: BTreeMap<String, (String, Revision)>,
}

impl Session<'_> {
    /// Adds the older versions to what was loaded. One that cannot be read is a finding, and left out.
    pub(super) fn with_versions(&mut self, mut loaded: Loaded) -> Loaded {
        let Loaded { project, folder, inputs, diagnostics, versions, unread, .. } = &mut loaded;
        for version in inputs.config.older_versions().to_vec() {
            match self.older(&project.root, folder, inputs, &version) {
                Ok(older) if older.inputs.pages.is_empty() => {
                    let error = Error::new("found no page", "its content folder has none");
                    diagnostics.push(unreadable(&version, versions.get(&version.name).copied(), error));
                    unread.push(version.name);
                }
                Ok(older) => inputs.older.push(older),
                Err(error) => {
                    diagnostics.push(unreadable(&version, versions.get(&version.name).copied(), error));
                    unread.push(version.name);
                }
            }
        }
        loaded
    }

    fn older(&mut self, root: &Path, output: &Path, inputs: &Inputs, version: &Version) -> Result<Older, Error> {
        let Archive { shelves, revisions } = &mut self.archive;
        let shelf = shelves.entry(version.name.clone()).or_default();
        let Some(name) = &version.revision else {
            return load::older(inputs, version, At { system: self.system, root, output }, shelf);
        };
        let tree = git::tree(root, name)?;
        if revisions.get(name).is_none_or(|(known, _)| *known != tree) {
            let read = git::revision(self.system, root, name, Pictures::Whole)?;
            revisions.insert(name.clone(), (tree, read));
        }
        let (_, Revision { world, folder }) = &revisions[name];
        load::older(inputs, version, At { system: world, root: folder, output }, shelf)
    }
}

/// A version that cannot be read, where the project file names it.
fn unreadable(version: &Version, place: Option<Span>, error: Error) -> Diagnostic {
    let message = format!("version `{}` could not be read: {error}", version.name);
    let finding = place.map_or_else(
        || Diagnostic::new(Code::InvalidConfig, message.clone()),
        |place| Diagnostic::at(Code::InvalidConfig, place, message.clone()),
    );
    finding
        .help("what was published of it stays; a shallow clone lacks old revisions: fetch them")
        .maybe_help(error.help)
}
