//! Where names are to be had, for links that lead nowhere: by the name of a file, and by the folder.

use std::collections::HashMap;

use crate::text::VirtualPath;

/// Everything that a link may lead to, by its name and by its folder.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_name: HashMap<String, Vec<VirtualPath>>,
    by_folder: HashMap<VirtualPath, Vec<VirtualPath>>,
}

impl Names {
    /// The names of these paths; they keep their order.
    pub(super) fn new<'p>(paths: impl Iterator<Item = &'p VirtualPath>) -> Self {
        let mut names = Self::default();
        for path in paths {
            names.by_name.entry(path.file_name().to_lowercase()).or_default().push(path.clone());
            names.by_folder.entry(path.parent()).or_default().push(path.clone());
        }
        names
    }

    /// The paths whose file has this name, in upper or lower case.
    pub(super) fn named(&self, name: &str) -> &[VirtualPath] {
        self.by_name.get(&name.to_lowercase()).map(Vec::as_slice).unwrap_or_default()
    }

    /// The paths in a folder.
    pub(super) fn beside(&self, folder: &VirtualPath) -> &[VirtualPath] {
        self.by_folder.get(folder).map(Vec::as_slice).unwrap_or_default()
    }
}
