//! States of the playbook that the site carries beside each other: `versions` in `waybook.yml`. The first is what the
//! project's own pages say; the others are older and lie below `v/<name>/`.

use super::values::Reader;
use super::{Config, FindingsPage, PathRole};
use crate::syntax::shape::{Field, Record, Shape};
use crate::syntax::yaml::{Key, Node};
use crate::text::VirtualPath;

/// A state of the playbook that the site carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its name, which is also the name of its folder.
    pub name: String,
    /// Its content folder; that of the project, if left out.
    pub folder: Option<VirtualPath>,
    /// The git revision that holds it; without one it lies in the project.
    pub revision: Option<String>,
}

/// The keys of a version.
pub(super) static VERSION: Record = Record {
    name: "version",
    keys: &[
        Field::new(
            "folder",
            Shape::Text,
            "Folder of its pages, relative to the project folder; `content`, if left out.",
        ),
        Field::new("revision", Shape::Text, "Revision of the git repository that holds it: a tag, a branch, a commit."),
    ],
};

impl Config {
    /// The versions beside the current one.
    pub fn older_versions(&self) -> &[Version] {
        self.versions.get(1..).unwrap_or_default()
    }

    /// The settings with which an older version is built: the same, but for where its pages lie and for what only the
    /// current one has.
    pub fn of_version(&self, version: &Version) -> Config {
        let edit_url = self.edit_url.clone().filter(|_| version.revision.is_none());
        Config {
            content: version.folder.clone().unwrap_or_else(|| self.content.clone()),
            engagements: None,
            theme: None,
            findings: FindingsPage::Nowhere,
            edit_url,
            ..self.clone()
        }
    }
}

/// The versions in the order of the file.
pub(super) fn versions(root: &Node, reader: &mut Reader) -> Vec<Version> {
    let entries = root.get("versions").map(Node::entries).unwrap_or_default();
    let keys: Vec<&Key> = entries.iter().map(|(key, _)| *key).collect();
    reader.report_collisions(&keys, "version");
    entries.iter().enumerate().filter_map(|(at, (key, node))| version(key, node, at, reader)).collect()
}

fn version(key: &Key, node: &Node, at: usize, reader: &mut Reader) -> Option<Version> {
    if !names_a_folder(&key.text) {
        let message = format!("`{}` cannot name a folder", key.text);
        report(reader, key, message, "use letters, digits, `.`, `-` and `_` for the version");
        return None;
    }
    if !reader.is_free(key, "version", &[]) {
        return None;
    }
    reader.versions.insert(key.text.clone(), key.span);
    let folder = node.get("folder").or_else(|| node.text().map(|_| node));
    let in_revision = node.get("revision").is_some();
    let role = if in_revision { PathRole::InRevision } else { PathRole::Version };
    let folder = reader.path(folder, role);
    let revision = node.get("revision").and_then(Node::text).map(str::to_owned);
    if at == 0 && (folder.is_some() || revision.is_some()) {
        let message = format!("version `{}` is the current one", key.text);
        report(reader, key, message, "leave its value empty: its pages are those of `content`");
    }
    if at > 0 && folder.is_none() && revision.is_none() {
        let message = format!("nothing says where the pages of version `{}` lie", key.text);
        report(reader, key, message, "add `folder: …` or `revision: …`");
        return None;
    }
    let (folder, revision) = if at == 0 { (None, None) } else { (folder, revision) };
    Some(Version { name: key.text.clone(), folder, revision })
}

fn names_a_folder(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    !name.is_empty() && !name.starts_with('.') && !name.ends_with('.') && name.chars().all(fits)
}

fn report(reader: &mut Reader, key: &Key, message: String, help: &str) {
    reader.report_at(key.span, message, help.to_owned());
}
