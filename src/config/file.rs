//! A project file as it was read: the settings, and the places in the file that are needed after it was read. Whether a
//! folder that it names exists is known only to `load`, and whether a revision can be read only to `session`; both
//! report at these places.

use std::collections::BTreeMap;

use super::Config;
use crate::text::{Span, VirtualPath};

/// A project file: its settings and where it says what.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProjectFile {
    /// The settings.
    pub config: Config,
    /// The folders and files that it names, in the order of the file's reference.
    pub named: Vec<NamedPath>,
    /// The name of each version, where it is written.
    pub versions: BTreeMap<String, Span>,
    /// The audiences of the editions.
    pub audiences: Vec<NamedAudience>,
}

/// An audience that an edition is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedAudience {
    /// The edition.
    pub edition: String,
    /// The audience.
    pub name: String,
    /// Where it is named: the edition's own key where that has no list.
    pub span: Span,
}

/// A folder or file that a setting names and that must exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPath {
    /// Where it lies, relative to the project folder or, for a language, to the content folder.
    pub path: VirtualPath,
    /// The value that names it.
    pub span: Span,
    /// Which setting it is.
    pub role: PathRole,
}

/// Which setting a path belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathRole {
    /// `content`.
    Content,
    /// `engagements`.
    Engagements,
    /// `theme`.
    Theme,
    /// The folder of a version that lies in the project.
    Version,
    /// The folder of a version inside a git revision, which is not on the disk.
    InRevision,
    /// The folder of a language, relative to the content folder.
    Language,
    /// `reports.earlier`.
    Earlier,
    /// One of `fonts`.
    Fonts,
    /// `brand.logo`, the only file among these.
    Logo,
    /// `output`, which a build makes.
    Output,
}

impl PathRole {
    /// Whether the path must be on the disk before a build.
    pub fn must_exist(self) -> bool {
        !matches!(self, PathRole::InRevision | PathRole::Output)
    }

    /// Whether everything below the folder is kept from the sites, so that it must not hold the pages.
    pub fn is_kept_apart(self) -> bool {
        matches!(
            self,
            PathRole::Engagements | PathRole::Theme | PathRole::Version | PathRole::Earlier | PathRole::Fonts
        )
    }
}

impl ProjectFile {
    /// Where a version is named, if the file names it.
    pub fn version(&self, name: &str) -> Option<Span> {
        self.versions.get(name).copied()
    }

    /// Where a setting names its path, if it does.
    pub fn place_of(&self, role: PathRole) -> Option<Span> {
        self.named.iter().find(|named| named.role == role).map(|named| named.span)
    }
}
