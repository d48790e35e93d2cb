//! From files to [`Inputs`]: finds the project, reads its settings, texts and resources.
//!
//! Everything is read here, once, before the first stage. A file that cannot be read is a finding and the build goes
//! on; only a project that cannot be found is an error.

mod again;
mod apart;
mod customers;
mod decode;
mod files;
mod gate;
mod globs;
mod outputs;
mod picture;
mod project;
mod shelf;
mod texts;
mod theme;
mod versions;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::config::{Config, NamedAudience, PathRole, ProjectFile};
use crate::diagnostic::{Checked, Diagnostic, Severity};
use crate::error::Error;
use crate::inputs::{Inputs, Reporting};
use crate::system::{Kind, System, locate};
use crate::text::{Sources, Span, VirtualPath};

pub use again::again;
pub use project::{DOCFX_FILE, PROJECT_FILE, Project, Settings, find};
pub use shelf::Shelf;
pub use versions::{At, older};

use apart::Apart;
use files::Surroundings;
use texts::Reader;

/// The settings of a project and the texts they came from.
#[derive(Debug)]
pub struct Opened {
    /// The project.
    pub project: Project,
    /// Its settings.
    pub config: Config,
    /// The sources so far.
    sources: Sources,
    /// What was found on the way.
    diagnostics: Vec<Diagnostic>,
    /// Where the project file names each version.
    pub versions: BTreeMap<String, Span>,
    /// The audiences of the editions, where the project file names them.
    pub audiences: Vec<NamedAudience>,
    /// What is never published, if the settings alone do not tell.
    apart: Option<Apart>,
}

/// Reads the settings of a project for a command that acts on them: settings with an error of their own are an error.
pub fn open(system: &dyn System, project: Project, shelf: &Shelf) -> Result<Opened, Error> {
    look(system, project, shelf)?.usable()
}

/// Reads the settings of a project for those who only look at it, as an editor does: what cannot be used has its default.
pub fn look(system: &dyn System, project: Project, shelf: &Shelf) -> Result<Opened, Error> {
    let mut sources = Sources::numbered(shelf.numbers.clone());
    let mut diagnostics = Vec::new();
    let mut file = match project.settings {
        Settings::Defaults => ProjectFile::default(),
        settings => read_file(system, &project.root, settings, &mut sources, &mut diagnostics)?,
    };
    settle(system, &project, &mut file);
    let content = file.config.content.clone();
    gate::check(system, &project, &file, &content, &mut diagnostics);
    let ProjectFile { config, versions, audiences, .. } = file;
    Ok(Opened { project, config, sources, diagnostics, versions, audiences, apart: None })
}

impl Opened {
    /// Where the output goes unless the command says otherwise.
    pub fn output_folder(&self) -> Result<PathBuf, Error> {
        locate(&self.project.root, &self.config.output)
    }
}

/// Reads everything else, but what the shelf has and did not change. What lies in `output` is no input.
pub fn load(system: &dyn System, opened: Opened, output: &Path, shelf: &mut Shelf) -> Result<Checked<Inputs>, Error> {
    let Opened { project, config, mut sources, mut diagnostics, apart, .. } = opened;
    let mut apart = apart.unwrap_or_else(|| Apart::of(&config));
    let surroundings = Surroundings::new(&project.root, &config, &apart, output);
    if system.kind(&locate(&project.root, &config.content)?) != Some(Kind::Folder) {
        return Err(Error::at("could not find the content folder", config.content.as_str(), "no such folder")
            .help("name the folder of the pages as `content` in `waybook.yml`"));
    }
    let mut found = files::content(system, &surroundings, &mut diagnostics);
    let undeclared = customers::undeclared(system, &surroundings, &found, &mut sources);
    for customers::Undeclared { folder, withheld, finding } in undeclared {
        diagnostics.push(finding);
        apart.add(folder, &config.content, &withheld);
    }
    found.leave_out(&apart);
    let surroundings = Surroundings::new(&project.root, &config, &apart, output);
    files::add_logo(system, &surroundings, &mut found);
    let mut reader = Reader::new(system, shelf, sources, diagnostics);
    let pages = reader.texts(&found.pages);
    let fragments = reader.texts(&found.fragments);
    let tocs = reader.texts(&found.tocs);
    if reader.quotes_code() {
        reader.texts(&found.snippets);
    }
    let engagement_files = files::engagements(system, &surroundings, &mut reader.diagnostics);
    let engagements = reader.texts(&engagement_files.engagements);
    reader.texts(&engagement_files.tables);
    let (sources, diagnostics) = (&reader.sources, &mut reader.diagnostics);
    let named = files::tables_elsewhere(system, &surroundings, sources, &engagements, diagnostics);
    reader.texts(&named);
    let exports = files::exports(system, &surroundings, &reader.sources, &engagements, &mut reader.diagnostics);
    reader.tables(&exports);
    let data = files::data_of_customers(&reader.sources, &engagements, &mut found);
    if !config.editions.is_empty() {
        reader.published(&found.texts_to_publish());
    }
    let files = reader.resources(found.resources, found.present);
    let built_in = theme::built_in(&config.base_theme, shelf);
    let kept_theme = Some((config.base_theme.clone(), built_in.clone()));
    let theme = theme::theme(system, &surroundings, built_in, &mut reader.sources, &mut reader.diagnostics);
    let apart = apart.folders().iter().cloned().chain(data).collect();
    let Reader { sources, diagnostics, kept, .. } = reader;
    *shelf = Shelf { numbers: sources.numbers().clone(), theme: kept_theme, ..kept };
    let inputs = Inputs {
        config,
        sources,
        pages,
        fragments,
        tocs,
        engagements,
        files,
        theme,
        apart,
        today: system.today(),
        reporting: Reporting::default(),
        origins: true,
        published: BTreeMap::new(),
        version: None,
        older: Vec::new(),
    };
    Ok(Checked::new(inputs, diagnostics))
}

/// Whether a file is one of the pages, by its path relative to the content folder.
pub fn pages(config: &Config) -> impl Fn(&VirtualPath) -> bool {
    let globs = globs::Globs::new(&config.include, &config.exclude, &mut Vec::new());
    move |path| files::has_extension(path, &["md", "markdown"]) && globs.matches(path)
}

/// Reads exports that a command names, wherever they lie; a workbook gives a source for each of its sheets.
pub fn exports(system: &dyn System, paths: &[PathBuf]) -> Result<Checked<Sources>, Error> {
    let shelf = Shelf::default();
    let mut reader = Reader::new(system, &shelf, Sources::default(), Vec::new());
    for path in paths {
        let shown = path.to_string_lossy();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let path_inside = if path.is_absolute() { VirtualPath::new(&name) } else { VirtualPath::new(&shown) };
        let virtual_path = path_inside.or_else(|| VirtualPath::new(&name)).unwrap_or_else(VirtualPath::root);
        if system.kind(path) != Some(Kind::File) {
            return Err(Error::at("could not read", path, "no such file"));
        }
        reader.tables(&[files::Found { path: virtual_path, disk: path.clone(), len: 0, stamp: None }]);
    }
    Ok(Checked::new(reader.sources, reader.diagnostics))
}

/// Reads the project file. It must be readable: without it we do not know what to build.
fn read_file(
    system: &dyn System,
    root: &Path,
    settings: Settings,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<ProjectFile, Error> {
    let name = if settings == Settings::Docfx { DOCFX_FILE } else { PROJECT_FILE };
    let decoded = decode::decode(system.read(&root.join(name))?);
    let path = VirtualPath::root().with_file_name(name);
    let file = sources.add(path, decoded.text);
    diagnostics.extend(decoded.problem.map(|problem| {
        let finding = problem.diagnostic(file);
        // The text of UTF-16 is certain; a single byte may stand for another letter in the name of an edition.
        let severity = if problem.is_certain() { Severity::Warning } else { finding.severity };
        Diagnostic { severity, ..finding }
    }));
    let text = &sources.get(file).text;
    let file = match settings {
        Settings::Docfx => ProjectFile::from_docfx(file, text),
        _ => ProjectFile::read(file, text),
    };
    Ok(file.unpack(diagnostics))
}

/// Fills in the folders that the settings do not name but the disk has: `content` and `engagements`.
fn settle(system: &dyn System, project: &Project, file: &mut ProjectFile) {
    if project.settings == Settings::Docfx {
        return;
    }
    let has = |folder: &VirtualPath| system.kind(&project.root.join(folder.as_str())) == Some(Kind::Folder);
    let folder = |name: &str| Some(VirtualPath::root().with_file_name(name)).filter(|folder| has(folder));
    if file.place_of(PathRole::Content).is_none() {
        file.config.content = folder("content").unwrap_or_else(VirtualPath::root);
    }
    if file.place_of(PathRole::Engagements).is_none() {
        file.config.engagements = folder("engagements");
    }
}

#[cfg(test)]
pub(crate) mod tests;
