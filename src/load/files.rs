//! Which files there are and what each is for. Reads none of them.

use std::collections::BTreeSet;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::extract::engagement::{export_places, tables};
use crate::publish::is_output_folder;
use crate::system::{Kind, Met, Stamp, System};
use crate::text::{FileId, Sources, VirtualPath};

use super::globs::Globs;

/// Folders that never hold content, at any depth.
const NEVER: [&str; 3] = ["node_modules", "_site", "obj"];
/// Extensions of files from which `[!code]` may quote.
const CODE: [&str; 32] = [
    "ps1", "psm1", "psd1", "json", "xml", "cs", "csproj", "vb", "fs", "py", "js", "ts", "sh", "bash", "cmd", "bat",
    "sql", "yaml", "yml", "txt", "csv", "html", "css", "java", "go", "rs", "c", "h", "cpp", "rb", "php", "kql",
];
/// Extensions of files that migration tools and their users save.
const EXPORTS: [&str; 6] = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls"];
/// Files larger than this are no snippets.
const MOST_SNIPPET_BYTES: u64 = 256 * 1024;

/// A file and where it lies.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Relative to the project folder.
    pub(super) path: VirtualPath,
    /// On the disk.
    pub(super) disk: PathBuf,
    /// How many bytes.
    pub(super) len: u64,
    /// What tells that it did not change since the last load.
    pub(super) stamp: Option<Stamp>,
}

/// The files of the content folder by what they are for, each list in order of path.
#[derive(Debug, Default)]
pub(super) struct ContentFiles {
    pub(super) pages: Vec<Found>,
    pub(super) fragments: Vec<Found>,
    pub(super) tocs: Vec<Found>,
    pub(super) snippets: Vec<Found>,
    pub(super) resources: Vec<Found>,
    pub(super) present: Vec<VirtualPath>,
}

/// Engagement files and the tables beside them.
#[derive(Debug, Default)]
pub(super) struct EngagementFiles {
    pub(super) engagements: Vec<Found>,
    pub(super) tables: Vec<Found>,
}

/// What a walk must know of its project.
#[derive(Debug)]
pub(super) struct Surroundings<'a> {
    pub(super) root: &'a Path,
    pub(super) config: &'a Config,
    output: &'a Path,
}

impl<'a> Surroundings<'a> {
    /// A project and the folder its output goes to.
    pub(super) fn new(root: &'a Path, config: &'a Config, output: &'a Path) -> Self {
        Self { root, config, output }
    }

    /// Every file below a folder of the project that may be an input, in order of path.
    pub(super) fn walk(
        &self,
        system: &dyn System,
        folder: &VirtualPath,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Found> {
        let start = self.root.join(folder.as_str());
        let built = self.root.join("target");
        let walk = system.walk(&start, &|path, kind| self.enters(path, kind, &built));
        diagnostics.extend(walk.problems.iter().map(|problem| unreadable(self.shown(problem))));
        let named: Vec<Result<Found, PathBuf>> = walk.files.into_par_iter().map(|met| self.named(met)).collect();
        let mut found = Vec::with_capacity(named.len());
        for named in named {
            match named {
                Ok(file) => found.push(file),
                Err(disk) => diagnostics.push(unreadable(format!("file name `{}` cannot be used", self.inside(&disk)))),
            }
        }
        found.sort_by(|one, other| one.path.cmp(&other.path));
        without_outputs(system, found)
    }

    fn enters(&self, path: &Path, kind: Kind, built: &Path) -> bool {
        let name = path.file_name().unwrap_or_default();
        let left_out = || path == self.output || path == built || NEVER.iter().any(|never| name == *never);
        !(name.as_encoded_bytes().starts_with(b".") || kind == Kind::Folder && left_out())
    }

    /// A file with its path inside the project, if its parts are Unicode and stand for themselves; else where it lies.
    fn named(&self, met: Met) -> Result<Found, PathBuf> {
        let Met { path: disk, len, stamp } = met;
        match self.virtual_path(&disk) {
            Some(path) => Ok(Found { path, disk, len, stamp }),
            None => Err(disk),
        }
    }

    fn virtual_path(&self, disk: &Path) -> Option<VirtualPath> {
        let bytes = disk.as_os_str().as_encoded_bytes().strip_prefix(self.root.as_os_str().as_encoded_bytes())?;
        let inside = std::str::from_utf8(bytes).ok()?;
        if MAIN_SEPARATOR == '/' {
            return (!inside.contains('\\')).then(|| VirtualPath::new(inside))?;
        }
        VirtualPath::new(inside)
    }

    /// What went wrong in a walk, with the path as the project sees it.
    fn shown(&self, problem: &crate::error::Error) -> String {
        let path = problem.path.as_deref().unwrap_or(self.root);
        format!("{} `{}`: {}", problem.action, self.inside(path), problem.reason)
    }

    /// A path as the project sees it, for messages.
    fn inside(&self, path: &Path) -> String {
        path.strip_prefix(self.root).unwrap_or(path).to_string_lossy().into_owned()
    }
}

/// The files of the content folder.
pub(super) fn content(system: &dyn System, at: &Surroundings, diagnostics: &mut Vec<Diagnostic>) -> ContentFiles {
    let config = at.config;
    let pages = Globs::new(&config.include, &config.exclude, diagnostics);
    let resources = Globs::new(&config.resources, &config.exclude_resources, diagnostics);
    let versions = config.versions.iter().filter(|version| version.revision.is_none()).map(|version| &version.folder);
    let folders: Vec<_> = [&config.engagements, &config.theme].into_iter().chain(versions).collect();
    let apart = |found: &Found| folders.iter().any(|folder| lies_in(found, folder, &config.content));
    let sorted = |found: Found| {
        let path = found.path.strip(&config.content).filter(|_| !apart(&found))?;
        let purpose = purpose(&path, config, &pages);
        let published = matches!(purpose, Purpose::Other) && resources.matches(&path);
        Some((purpose, published, found))
    };
    let sorted: Vec<_> = at.walk(system, &config.content, diagnostics).into_par_iter().filter_map(sorted).collect();
    let mut files = ContentFiles::default();
    for (purpose, published, found) in sorted {
        match purpose {
            Purpose::Page => files.pages.push(found),
            Purpose::Fragment => files.fragments.push(found),
            Purpose::Toc => files.tocs.push(found),
            Purpose::Other => files.add_other(found, published),
        }
    }
    files
}

impl ContentFiles {
    fn add_other(&mut self, found: Found, published: bool) {
        if found.len <= MOST_SNIPPET_BYTES && has_extension(&found.path, &CODE) {
            self.snippets.push(found.clone());
        }
        if published {
            self.resources.push(found);
        } else {
            self.present.push(found.path);
        }
    }
}

/// Adds the logo to the resources if it lies outside the content folder.
pub(super) fn add_logo(system: &dyn System, at: &Surroundings, files: &mut ContentFiles) {
    let Some(path) = &at.config.brand.logo else { return };
    let disk = at.root.join(path.as_str());
    let known = files.resources.iter().any(|found| found.path == *path);
    if !known && system.kind(&disk) == Some(Kind::File) {
        files.present.retain(|present| present != path);
        files.resources.push(Found { path: path.clone(), disk, len: 0, stamp: None });
    }
}

/// The engagement files of a project and every table below their folder.
pub(super) fn engagements(
    system: &dyn System,
    at: &Surroundings,
    diagnostics: &mut Vec<Diagnostic>,
) -> EngagementFiles {
    let Some(folder) = &at.config.engagements else { return EngagementFiles::default() };
    if system.kind(&at.root.join(folder.as_str())) != Some(Kind::Folder) {
        return EngagementFiles::default();
    }
    let all = at.walk(system, folder, diagnostics);
    let (tables, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|found| has_extension(&found.path, &["csv"]));
    let is_engagement = |found: &Found| found.path.parent() == *folder && has_extension(&found.path, &["yml", "yaml"]);
    EngagementFiles { engagements: others.into_iter().filter(is_engagement).collect(), tables }
}

/// Tables that engagement files name and that lie outside their folder.
pub(super) fn tables_elsewhere(
    system: &dyn System,
    at: &Surroundings,
    sources: &Sources,
    engagements: &[FileId],
) -> Vec<Found> {
    let named = engagements.par_iter().flat_map_iter(|file| tables(sources.get(*file)));
    let unread: BTreeSet<VirtualPath> = named.filter(|path| sources.at(path).is_none()).collect();
    let found = unread.into_iter().map(|path| Found { disk: at.root.join(path.as_str()), path, len: 0, stamp: None });
    found.filter(|found| system.kind(&found.disk) == Some(Kind::File)).collect()
}

/// Exports that engagement files name and that were not read yet, workbooks among them.
pub(super) fn exports(
    system: &dyn System,
    at: &Surroundings,
    sources: &Sources,
    engagements: &[FileId],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Found> {
    let globs: Vec<_> = engagements.par_iter().flat_map_iter(|file| export_places(sources.get(*file))).collect();
    let folders: BTreeSet<&VirtualPath> = globs.iter().map(|glob| &glob.folder).collect();
    let mut found: Vec<Found> = Vec::new();
    for folder in
        folders.iter().filter(|folder| !folders.iter().any(|above| above != *folder && folder.is_below(above)))
    {
        if system.kind(&at.root.join(folder.as_str())) == Some(Kind::Folder) {
            found.extend(at.walk(system, folder, diagnostics));
        }
    }
    // Most were read as tables; every other one is held against the globs of all customers.
    let unread = |found: &Found| has_extension(&found.path, &EXPORTS) && sources.at(&found.path).is_none();
    found.retain(|found| unread(found) && globs.iter().any(|glob| glob.matches(&found.path)));
    found
}

/// What a file below the content folder is for.
enum Purpose {
    Page,
    Fragment,
    Toc,
    Other,
}

fn purpose(path: &VirtualPath, config: &Config, pages: &Globs) -> Purpose {
    let included = pages.matches(path);
    let markdown = has_extension(path, &["md", "markdown"]);
    if is_toc(path, config) && included {
        return Purpose::Toc;
    }
    match (markdown, included) {
        (true, true) => Purpose::Page,
        (true, false) => Purpose::Fragment,
        (false, _) => Purpose::Other,
    }
}

/// Whether a file is a table of contents by its name: `toc`, `toc--partner`, `toc-de` where `-de` is a language's suffix.
fn is_toc(path: &VirtualPath, config: &Config) -> bool {
    if !path.stem().get(..3).is_some_and(|start| start.eq_ignore_ascii_case("toc")) {
        return false;
    }
    let stem = path.stem().to_lowercase();
    let rest = stem.strip_prefix("toc");
    let of_language = |rest: &str| config.languages.iter().any(|language| language.suffix.to_lowercase() == rest);
    let named = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("--") || of_language(rest));
    named && has_extension(path, &["yml", "yaml", "md"])
}

fn has_extension(path: &VirtualPath, extensions: &[&str]) -> bool {
    extensions.iter().any(|extension| path.extension().eq_ignore_ascii_case(extension))
}

/// Whether a file lies in a folder that is not the content folder or above it.
fn lies_in(found: &Found, folder: &Option<VirtualPath>, content: &VirtualPath) -> bool {
    folder.as_ref().is_some_and(|folder| !content.is_below(folder) && found.path.is_below(folder))
}

/// Leaves out folders that an earlier build wrote, wherever it was told to write.
fn without_outputs(system: &dyn System, found: Vec<Found>) -> Vec<Found> {
    let manifests = found.iter().filter(|found| found.path.file_name() == crate::publish::MANIFEST);
    let made: Vec<VirtualPath> = manifests
        .filter(|manifest| manifest.disk.parent().is_some_and(|folder| is_output_folder(system, folder)))
        .map(|manifest| manifest.path.parent())
        .collect();
    if made.is_empty() {
        return found;
    }
    found.into_iter().filter(|found| !made.iter().any(|folder| found.path.is_below(folder))).collect()
}

fn unreadable(message: String) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, message)
}
