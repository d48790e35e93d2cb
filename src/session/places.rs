//! Where a build may write. An output folder must neither hold files of the project nor lie among them: the next build
//! would take its own files for sources, or sources for files of its own.

use std::path::{Path, PathBuf};

use super::Build;
use crate::config::Config;
use crate::error::Error;
use crate::load::{self, DOCFX_FILE, PROJECT_FILE, Project};
use crate::publish::{self, Foreign, Maker, Place, Scope, Stays, Target};
use crate::system::{Kind, System};
use crate::text::VirtualPath;

/// Extensions of files that are sources wherever they lie among the pages.
const TEXTS: [&str; 4] = ["md", "markdown", "yml", "yaml"];
/// Extensions of tables that are sources wherever no build made them: an engagement may name them in any folder.
const TABLES: [&str; 5] = ["csv", "tsv", "xlsx", "xlsm", "xls"];
/// Extensions of files that are sources where no build wrote.
const FILES: [&str; 13] =
    ["png", "jpg", "jpeg", "gif", "svg", "webp", "pdf", "pptx", "docx", "xlsx", "zip", "mp4", "csv"];

/// What is written into a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum For {
    /// A site or reports, which take the folder over.
    Files,
    /// A site in the folder that a `docfx.json` names, where DocFX may have left files.
    DocfxSite,
}

/// An output folder must not hold the project's files, nor lie among those that are read from a folder of their own.
pub(super) fn refuse_output(
    system: &dyn System,
    project: &Project,
    config: &Config,
    folder: &Path,
    written: For,
) -> Result<(), Error> {
    let root = system.resolve(&project.root);
    let at = |path: &VirtualPath| system.resolve(&root.join(path.as_str()));
    let apart: Vec<PathBuf> = apart(config).iter().map(&at).chain([root.join(".git")]).collect();
    let mut sources = vec![root.clone(), at(&config.content)];
    sources.extend(config.languages.iter().filter_map(|one| config.content.join(one.folder.as_str())).map(|p| at(&p)));
    sources.extend(config.brand.logo.iter().map(&at));
    let held = sources.iter().chain(&apart).find(|source| source.starts_with(folder));
    let around = apart.iter().find(|source| folder.starts_with(source));
    if let Some(source) = held.or(around) {
        let source = Some(shown(source, &root)).filter(|source| source != "." && *source != config.content.as_str());
        let source = source.map(|source| format!(" (`{source}`)")).unwrap_or_default();
        return Err(refused(folder, &format!("the project's own files lie there{source}")));
    }
    if written == For::DocfxSite {
        return Ok(());
    }
    if let Some(around) = sources_around(system, config, &root, folder) {
        return Err(refused(folder, &format!("it lies among the project's own files (`{around}`)")));
    }
    match source_among(system, config, &root, folder) {
        Some(source) => Err(refused(folder, &format!("no build made `{source}`, which lies there"))),
        None => Ok(()),
    }
}

/// A folder or file of the project's sources between which an output would lie. Where the project folder itself is that of
/// the pages, only a folder of it that holds pages is.
fn sources_around(system: &dyn System, config: &Config, root: &Path, folder: &Path) -> Option<String> {
    let content = system.resolve(&root.join(config.content.as_str()));
    if folder.starts_with(&content) && content != root {
        return Some(shown(&content, root));
    }
    let top = root.join(folder.strip_prefix(root).ok()?.components().next()?);
    let is_page = load::pages(config);
    let within = |path: &Path| path.strip_prefix(&content).ok().and_then(Path::to_str).and_then(VirtualPath::new);
    let is_source = |path: &&PathBuf| {
        let beside = path.parent().is_some_and(|parent| folder.starts_with(parent)) && has_extension(path, &TABLES);
        within(path).is_some_and(|inside| is_page(&inside)) || beside
    };
    let files = if top == *folder { Vec::new() } else { files_below(system, &top) };
    let outside = files.iter().filter(|path| !path.starts_with(folder) && !is_made(system, &top, path));
    outside.into_iter().find(is_source).map(|path| shown(path, root))
}

/// Whether a build made a file, by the manifest of a folder above it.
fn is_made(system: &dyn System, top: &Path, path: &Path) -> bool {
    let above = path.ancestors().skip(1).take_while(|folder| folder.starts_with(top));
    let made = |folder: &Path| {
        let inside = VirtualPath::new(&path.strip_prefix(folder).ok()?.to_str()?.replace('\\', "/"))?;
        Some(publish::files_made(system, folder)?.contains(&inside))
    };
    above.into_iter().any(|folder| made(folder) == Some(true))
}

/// The files below a folder, but hidden ones.
fn files_below(system: &dyn System, folder: &Path) -> Vec<PathBuf> {
    let hidden = |path: &Path| path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    let walk = system.walk_guarded(folder, &|path, _| !hidden(path), &|_, _| false);
    walk.files.into_iter().map(|met| met.path).collect()
}

fn has_extension(path: &Path, list: &[&str]) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    list.iter().any(|one| extension.eq_ignore_ascii_case(one))
}

/// Folders whose files are read and never published.
fn apart(config: &Config) -> Vec<VirtualPath> {
    let named = [&config.engagements, &config.theme, &config.earlier_reports].into_iter().flatten();
    let versions = config.versions.iter().filter(|version| version.revision.is_none());
    named.chain(versions.filter_map(|version| version.folder.as_ref())).chain(&config.fonts).cloned().collect()
}

/// A source in an output folder inside of the project: a table that no build made, and among the pages any file of theirs.
fn source_among(system: &dyn System, config: &Config, root: &Path, folder: &Path) -> Option<String> {
    if !folder.starts_with(root) || system.kind(folder) != Some(Kind::Folder) {
        return None;
    }
    let among_pages = folder.starts_with(system.resolve(&root.join(config.content.as_str())));
    let made = publish::files_made(system, folder);
    let is_source = |path: &&PathBuf| {
        let inside = || VirtualPath::new(&path.strip_prefix(folder).ok()?.to_str()?.replace('\\', "/"));
        match &made {
            Some(made) => {
                among_pages && has_extension(path, &TEXTS) && inside().is_some_and(|path| !made.contains(&path))
            }
            None => has_extension(path, &TABLES) || among_pages && has_extension(path, &[&TEXTS[..], &FILES].concat()),
        }
    };
    files_below(system, folder).iter().find(is_source).map(|path| shown(path, root))
}

fn refused(folder: &Path, reason: &str) -> Error {
    Error::at("will not build into", folder, reason)
        .help("choose another folder with `--out DIR` or as `output` in `waybook.yml`")
}

/// A path as seen from the project folder.
fn shown(path: &Path, root: &Path) -> String {
    match path.strip_prefix(root) {
        Ok(inside) if inside.as_os_str().is_empty() => ".".to_owned(),
        Ok(inside) => inside.to_string_lossy().replace('\\', "/"),
        Err(_) => path.display().to_string(),
    }
}

/// Who made a build, and what of the last one stays whatever this one made.
pub(super) struct Made {
    content: String,
    place: Place,
    above: Option<String>,
    /// Folders of reports that could not be made anew.
    reports: Vec<VirtualPath>,
}

impl Made {
    /// What is to be known of a build to publish it.
    pub(super) fn of(system: &dyn System, build: &Build) -> Self {
        let refused = build.built.reports.iter().filter(|one| one.refused);
        let reports = refused.filter_map(|one| VirtualPath::new(&format!("reports/{}", one.id))).collect();
        let place = place(system, &build.project, &build.folder);
        let above = above(system, &build.project, &build.folder);
        Self { content: build.config.content.to_string(), place, above, reports }
    }

    /// Where and how to publish it.
    pub(super) fn target<'t>(&'t self, build: &'t Build, foreign: Foreign, scope: Scope<'t>) -> Target<'t> {
        let (title, has_editions) = (build.config.title.as_str(), !build.config.editions.is_empty());
        let above = self.above.as_deref();
        let has_own_title = title != Config::default().title;
        let maker = Maker { title, has_own_title, content: &self.content, place: self.place, above, has_editions };
        let stays = Stays { versions: &build.unread, folders: &self.reports };
        let (project, folder) = (build.project.root.as_path(), build.folder.as_path());
        Target { project, folder, foreign, scope, maker, take_over: false, stays }
    }
}

/// The way from an output inside of the project up to the project folder, as `..` or `../..`.
fn above(system: &dyn System, project: &Project, folder: &Path) -> Option<String> {
    let inside = folder.strip_prefix(system.resolve(&project.root)).ok()?;
    let steps: Vec<&str> = inside.components().map(|_| "..").collect();
    (!steps.is_empty()).then(|| steps.join("/"))
}

/// Whose folder an output lies in: that of the nearest project around it.
fn place(system: &dyn System, project: &Project, folder: &Path) -> Place {
    let root = system.resolve(&project.root);
    let describes = |folder: &Path, name: &str| system.kind(&folder.join(name)) == Some(Kind::File);
    let is_project =
        |folder: &&Path| *folder == root || [PROJECT_FILE, DOCFX_FILE].iter().any(|name| describes(folder, name));
    match folder.ancestors().find(is_project) {
        Some(found) if found == root => Place::Own,
        Some(_) => Place::Another,
        None => Place::Elsewhere,
    }
}
