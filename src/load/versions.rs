//! Loads an older version of the playbook: the pages of another folder, in the world that holds them, with the settings,
//! the theme and the logo of the current one.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::apart::Apart;
use super::{Opened, Project, Settings, Shelf, load};
use crate::config::Version;
use crate::error::Error;
use crate::inputs::{FileKind, Inputs, Older};
use crate::output::Resource;
use crate::system::{System, locate};
use crate::text::{Sources, VirtualPath};

/// Where a version lies.
#[derive(Clone, Copy)]
pub struct At<'a> {
    /// The world that holds it.
    pub system: &'a dyn System,
    /// The project folder in that world.
    pub root: &'a Path,
    /// The output folder of the current version.
    pub output: &'a Path,
}

/// Reads an older version of a project. What is wrong with its texts is no longer told: nobody mends them.
pub fn older(current: &Inputs, version: &Version, at: At<'_>, shelf: &mut Shelf) -> Result<Older, Error> {
    let config = current.config.of_version(version);
    let apart = Some(Apart::from(current.apart.clone()).of_version(&config.content));
    let opened = Opened {
        project: Project { root: at.root.to_owned(), settings: Settings::Waybook },
        config,
        sources: Sources::numbered(shelf.numbers.clone()),
        diagnostics: Vec::new(),
        versions: BTreeMap::new(),
        audiences: Vec::new(),
        apart,
    };
    let mut inputs = load(at.system, opened, at.output, shelf)?.value;
    inputs.theme = current.theme.clone();
    inputs.today = current.today;
    inputs.version = Some(version.name.clone());
    let held = if version.revision.is_some() { held(&inputs, at) } else { BTreeMap::new() };
    let logo = current.config.brand.logo.as_ref().and_then(|path| current.files.get_key_value(path));
    inputs.files.extend(logo.map(|(path, kind)| (path.clone(), kind.clone())));
    Ok(Older { inputs, held })
}

/// The bytes of what a revision publishes.
fn held(inputs: &Inputs, at: At<'_>) -> BTreeMap<VirtualPath, Arc<[u8]>> {
    let published = inputs.files.values().filter_map(|kind| match kind {
        FileKind::Published(Resource { path, .. }) => Some(path),
        FileKind::Present => None,
    });
    let read = |path: &VirtualPath| {
        let bytes = at.system.read(&locate(at.root, path).ok()?).ok()?;
        Some((path.clone(), bytes.into()))
    };
    let logo = inputs.config.brand.logo.as_ref();
    published.filter(|path| Some(*path) != logo).filter_map(read).collect()
}
