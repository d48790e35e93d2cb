//! What an engagement file says before it is read as a whole: whose it is, and which tables and exports it reads. Files that
//! several customers read are known from this, before the report of any of them is made.

use super::super::exports;
use super::blocks;
use crate::syntax::yaml::{self, Node};
use crate::text::{FileId, Source, Sources, Span, comparable};

/// Whose an engagement is and which files it reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// The engagement file.
    pub file: FileId,
    customer: String,
    tenant: Option<String>,
    /// The table of statuses.
    pub table: Option<FileId>,
    /// The exports, each at the glob that means it.
    pub exports: Vec<(FileId, Span)>,
}

impl Claims {
    /// Reads what an engagement file claims; of one that cannot be read, nothing but its name.
    pub fn of(file: &Source, sources: &Sources) -> Self {
        let root = yaml::parse(file.id, &file.text, 0).value;
        let root = root.as_ref();
        let name = |key| root.and_then(|root| blocks::text(root, key)).map(|name| comparable(&name));
        let table = root.and_then(|root| root.get("task_status")).and_then(Node::text);
        let places = table.map(|name| super::places(file, name)).unwrap_or_default();
        let entries = root.and_then(|root| root.get("exports")).map(Node::items).unwrap_or_default();
        let meant = |entry: &Node| {
            let glob = entry.text().or_else(|| entry.get("files")?.text()).unwrap_or_default();
            let files = exports::meant(file, glob, sources).into_iter();
            files.map(|source| (source.id, entry.span)).collect::<Vec<_>>()
        };
        Self {
            file: file.id,
            customer: name("customer").unwrap_or_else(|| comparable(file.path.stem())),
            tenant: name("tenant"),
            table: places.iter().find_map(|place| sources.at(place)).map(|source| source.id),
            exports: entries.iter().flat_map(meant).collect(),
        }
    }

    /// Whether two engagements are of one customer: of one tenant, or of one name where a tenant is not known.
    pub fn is_of_same_customer(&self, other: &Self) -> bool {
        match (&self.tenant, &other.tenant) {
            (Some(own), Some(theirs)) => own == theirs,
            _ => self.customer == other.customer,
        }
    }
}
