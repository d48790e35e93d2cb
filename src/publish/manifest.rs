//! `manifest.json` at the root of an output: every file a build made, so that the next one knows which are its own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::output::{Identity, Origin};
use crate::system::System;
use crate::text::VirtualPath;

/// The name of the manifest in an output folder.
pub const MANIFEST: &str = "manifest.json";
/// What the generator of every version begins with.
const GENERATOR: &str = "waybook ";

/// The files of an output in order of path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// Which project made it; none in manifests of versions before 0.2, and where there is no manifest.
    pub(super) project: Option<ProjectName>,
    pub(super) files: BTreeMap<VirtualPath, Print>,
}

/// Hash and length of a file, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Print {
    pub(super) hash: String,
    pub(super) len: u64,
    pub(super) origin: Origin,
}

/// By what a project is known again in another checkout: nothing of the machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ProjectName {
    /// Its title.
    pub(super) title: String,
    /// The folder of its pages.
    pub(super) content: String,
    /// Where its folder lies as seen from the output, if it lies above; none in manifests of versions that did not say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) folder: Option<String>,
}

/// The form in which a manifest is written.
#[derive(Serialize, Deserialize)]
struct Written<'a> {
    generator: std::borrow::Cow<'a, str>,
    #[serde(default)]
    project: Option<ProjectName>,
    files: Vec<Entry<'a>>,
}

/// One file as it is written.
#[derive(Serialize, Deserialize)]
struct Entry<'a> {
    path: std::borrow::Cow<'a, str>,
    hash: std::borrow::Cow<'a, str>,
    len: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    edition: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sources: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    page: Option<Identity>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    leads_to: Option<String>,
}

impl Manifest {
    /// Reads what a build wrote; `None` if it is something else.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let written: Written = serde_json::from_slice(bytes).ok().filter(is_ours)?;
        let files = written.files.into_iter().filter_map(|entry| {
            let sources = entry.sources.iter().filter_map(|path| VirtualPath::new(path)).collect();
            let leads_to = entry.leads_to.as_deref().and_then(VirtualPath::new);
            let Entry { edition, language, version, page, .. } = entry;
            let origin = Origin { edition, language, version, sources, page, leads_to };
            Some((VirtualPath::new(&entry.path)?, Print { hash: entry.hash.into_owned(), len: entry.len, origin }))
        });
        Some(Self { project: written.project, files: files.collect() })
    }

    /// The bytes to write: one file a line, always the same for the same files.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let generator = format!("{GENERATOR}{}", env!("CARGO_PKG_VERSION"));
        let mut out = format!("{{\n  \"generator\": \"{generator}\",\n");
        if let Some(project) = &self.project {
            let project = serde_json::to_string(project).expect("strings always serialise");
            out.push_str(&format!("  \"project\": {project},\n"));
        }
        out.push_str("  \"files\": [");
        for (number, (path, print)) in self.files.iter().enumerate() {
            let Origin { edition, language, version, sources, page, leads_to } = print.origin.clone();
            let leads_to = leads_to.map(|path| path.to_string());
            let sources = sources.iter().map(ToString::to_string).collect();
            let (hash, len) = (print.hash.as_str().into(), print.len);
            let entry =
                Entry { path: path.as_str().into(), hash, len, edition, language, version, sources, page, leads_to };
            let line = serde_json::to_string(&entry).expect("strings and numbers always serialise");
            out.push_str(if number == 0 { "\n    " } else { ",\n    " });
            out.push_str(&line);
        }
        out.push_str("\n  ]\n}\n");
        out.into_bytes()
    }

    /// The files for which this does not hold.
    pub(super) fn without(mut self, drop: impl Fn(&VirtualPath, &Print) -> bool) -> Self {
        self.files.retain(|path, print| !drop(path, print));
        self
    }

    /// The files of both; where they differ, those of the other, whose project it is.
    pub(super) fn with(mut self, other: &Manifest) -> Self {
        self.project = other.project.clone();
        self.files.extend(other.files.iter().map(|(path, print)| (path.clone(), print.clone())));
        self
    }
}

fn is_ours(written: &Written) -> bool {
    written.generator.starts_with(GENERATOR)
}

/// The addresses in a manifest at which a page was published, or that led on from one; `None` if it is no manifest.
pub fn published(manifest: &[u8]) -> Option<BTreeMap<VirtualPath, Origin>> {
    let files = Manifest::read(manifest)?.files.into_iter();
    let pages = files.filter(|(_, print)| print.origin.page.is_some() || print.origin.leads_to.is_some());
    Some(pages.map(|(path, print)| (path, print.origin)).collect())
}

/// The files that an earlier build made in a folder by its manifest; `None` if the folder has no manifest of ours.
pub fn files_made(system: &dyn System, folder: &Path) -> Option<BTreeSet<VirtualPath>> {
    let manifest = Manifest::read(&system.read(&folder.join(MANIFEST)).ok()?)?;
    Some(manifest.files.into_keys().collect())
}
