//! Which files there are and what each is for. Reads none of them.

use std::collections::BTreeSet;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::extract::engagement::{export_places, tables};
use crate::system::{Kind, Met, Stamp, System};
use crate::text::{FileId, Sources, VirtualPath};

use super::apart::Apart;
use super::globs::Globs;
use super::outputs::without_outputs;

/// Folders that never hold content, at any depth.
const NEVER: [&str; 3] = ["node_modules", "_site", "obj"];
/// Extensions of files from which `[!code]` may quote.
const CODE: [&str; 32] = [
    "ps1", "psm1", "psd1", "json", "xml", "cs", "csproj", "vb", "fs", "py", "js", "ts", "sh", "bash", "cmd", "bat",
    "sql", "yaml", "yml", "txt", "csv", "html", "css", "java", "go", "rs", "c", "h", "cpp", "rb", "php", "kql",
];
/// Further extensions of texts that are published as they are.
const DATA: [&str; 6] = ["tsv", "md", "markdown", "htm", "log", "ini"];
/// Extensions of files that migration tools and their users save.
pub(super) const EXPORTS: [&str; 8] = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "xml", "json"];
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
    /// What is never published.
    pub(super) apart: &'a Apart,
    output: &'a Path,
}

impl<'a> Surroundings<'a> {
    /// A project, what of it is never published, and the folder its output goes to.
    pub(super) fn new(root: &'a Path, config: &'a Config, apart: &'a Apart, output: &'a Path) -> Self {
        Self { root, config, apart, output }
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
        let real = system.resolve(self.root);
        let follow = |_: &Path, place: &Path| self.may_follow(place.strip_prefix(&real).ok(), folder);
        let walk = system.walk_guarded(&start, &|path, kind| self.enters(path, kind, &built), &follow);
        diagnostics.extend(walk.problems.iter().map(|problem| unreadable(self.shown(problem))));
        diagnostics.extend(walk.unfollowed.iter().map(|link| unfollowed(self.inside(link), system, &real, link)));
        let named: Vec<Result<Found, PathBuf>> = walk.files.into_par_iter().map(|met| self.named(met)).collect();
        let mut found = Vec::with_capacity(named.len());
        for named in named {
            match named {
                Ok(file) => found.push(file),
                Err(disk) => diagnostics.push(unreadable(format!("file name `{}` cannot be used", self.inside(&disk)))),
            }
        }
        found.sort_by(|one, other| one.path.cmp(&other.path));
        without_outputs(system, found, diagnostics)
    }

    /// Whether a walk of a folder may follow a link to a place inside the project: it must not come by a detour to what
    /// is never published, nor to hidden files.
    fn may_follow(&self, place: Option<&Path>, walked: &VirtualPath) -> bool {
        let Some(path) = place.and_then(Path::to_str).and_then(VirtualPath::new) else { return false };
        let hidden = path.as_str().split('/').any(|part| part.starts_with('.'));
        !hidden && !self.apart.is_reached_from(&path, walked) && !self.root.join(path.as_str()).starts_with(self.output)
    }

    /// Whether a file that is named by its path, not met by a walk, lies in the project once links are followed.
    fn is_inside(&self, system: &dyn System, disk: &Path) -> bool {
        system.resolve(disk).starts_with(system.resolve(self.root))
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
    let sorted = |found: Found| {
        let path = found.path.strip(&config.content).filter(|_| !at.apart.holds(&found.path))?;
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
    /// Leaves out what is kept apart.
    pub(super) fn leave_out(&mut self, apart: &Apart) {
        let Self { pages, fragments, tocs, snippets, resources, present } = self;
        for list in [pages, fragments, tocs, snippets, resources] {
            list.retain(|found| !apart.holds(&found.path));
        }
        present.retain(|path| !apart.holds(path));
    }

    /// The files to publish as they are that are texts.
    pub(super) fn texts_to_publish(&self) -> Vec<Found> {
        let is_text = |found: &&Found| has_extension(&found.path, &CODE) || has_extension(&found.path, &DATA);
        self.resources.iter().filter(is_text).cloned().collect()
    }

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
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Found> {
    let named = engagements.par_iter().flat_map_iter(|file| tables(sources.get(*file)));
    let unread: BTreeSet<VirtualPath> = named.filter(|path| sources.at(path).is_none()).collect();
    let found = unread.into_iter().map(|path| Found { disk: at.root.join(path.as_str()), path, len: 0, stamp: None });
    let (inside, outside): (Vec<_>, Vec<_>) = found
        .filter(|found| system.kind(&found.disk) == Some(Kind::File))
        .partition(|found| at.is_inside(system, &found.disk));
    let real = system.resolve(at.root);
    diagnostics.extend(outside.iter().map(|found| unfollowed(found.path.to_string(), system, &real, &found.disk)));
    inside
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

/// The files that engagements name, which are data of customers wherever they lie; they are no longer published.
pub(super) fn data_of_customers(
    sources: &Sources,
    engagements: &[FileId],
    files: &mut ContentFiles,
) -> Vec<VirtualPath> {
    let named: BTreeSet<VirtualPath> = engagements.iter().flat_map(|file| tables(sources.get(*file))).collect();
    let globs: Vec<_> = engagements.iter().flat_map(|file| export_places(sources.get(*file))).collect();
    let is_data = |path: &VirtualPath| {
        named.contains(path) || has_extension(path, &EXPORTS) && globs.iter().any(|glob| glob.matches(path))
    };
    let (data, others): (Vec<_>, Vec<_>) =
        std::mem::take(&mut files.resources).into_iter().partition(|found| is_data(&found.path));
    files.resources = others;
    files.present.extend(data.into_iter().map(|found| found.path));
    let read = sources.iter().map(|source| &source.path);
    read.filter(|path| is_data(path)).cloned().collect()
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

pub(super) fn has_extension(path: &VirtualPath, extensions: &[&str]) -> bool {
    extensions.iter().any(|extension| path.extension().eq_ignore_ascii_case(extension))
}

fn unreadable(message: String) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, message)
}

/// A link that was not followed, and where it leads.
fn unfollowed(link: String, system: &dyn System, root: &Path, disk: &Path) -> Diagnostic {
    let place = system.resolve(disk);
    let message = match place.strip_prefix(root) {
        Ok(inside) => {
            let inside = if inside.as_os_str().is_empty() { Path::new(".") } else { inside };
            let inside = inside.display();
            format!("the link `{link}` leads to `{inside}`, where files are never published; it is not followed")
        }
        Err(_) => format!("the link `{link}` leads out of the project; it is not followed"),
    };
    Diagnostic::new(Code::UnfollowedLink, message).help("put the file or folder itself in the place of the link")
}
