//! Whether settings may be used. Settings with an error of their own never become the settings of something that is
//! published: a slip in `editions` would show internal pages to everybody, one in `engagements` the data of customers.
//!
//! The severities that `check` sets do not count here. They come from the very file that cannot be trusted.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;

use super::{Opened, Project};
use crate::config::{Config, NamedPath, PathRole, ProjectFile};
use crate::diagnostic::{Code, Diagnostic, Severity, render};
use crate::error::Error;
use crate::system::{Kind, System};
use crate::text::{Sources, VirtualPath, nearest};

impl Opened {
    /// The settings, if they may be used; else the findings for which they may not.
    pub fn usable(self) -> Result<Self, Error> {
        if self.diagnostics.iter().any(|found| found.severity == Severity::Error) {
            return Err(refusal(self.diagnostics, self.sources));
        }
        Ok(self)
    }
}

/// The error for settings that may not be used.
fn refusal(mut diagnostics: Vec<Diagnostic>, sources: Sources) -> Error {
    render::sort(&mut diagnostics, &sources);
    let errors = diagnostics.iter().filter(|found| found.severity == Severity::Error).cloned();
    let lines = render::concise(&errors.collect::<Vec<_>>(), &sources);
    let first = lines.lines().next().unwrap_or_default().to_owned();
    let more = lines.lines().count().saturating_sub(1);
    let more = if more == 0 { String::new() } else { format!(" (and {more} more)") };
    Error::new("did not use the settings", format!("{first}{more}"))
        .help("correct them; nothing was changed")
        .refused_for(diagnostics, sources)
}

/// Reports what a project file names and the disk does not have, or not where it may be.
pub(super) fn check(
    system: &dyn System,
    project: &Project,
    file: &ProjectFile,
    content: &VirtualPath,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for named in &file.named {
        let path = match named.role {
            PathRole::Language => content.join(named.path.as_str()).unwrap_or_else(|| named.path.clone()),
            _ => named.path.clone(),
        };
        let found = missing(system, &project.root, named, &path)
            .or_else(|| outside(system, &project.root, named, &path))
            .or_else(|| holds_pages(named, content, &file.config));
        diagnostics.extend(found);
    }
    if file.place_of(PathRole::Content).is_none() && leads_out(system, &project.root, content) {
        let message = format!("the folder `{content}` is a link that leads out of the project");
        diagnostics.push(Diagnostic::new(Code::InvalidConfig, message).help("move the pages into the project"));
    }
}

/// A folder or file that is not there.
fn missing(system: &dyn System, root: &Path, named: &NamedPath, path: &VirtualPath) -> Option<Diagnostic> {
    let (kind, word) = if named.role == PathRole::Logo { (Kind::File, "file") } else { (Kind::Folder, "folder") };
    if !named.role.must_exist() || system.kind(&root.join(path.as_str())) == Some(kind) {
        return None;
    }
    let siblings = names_in(system, root, &path.parent());
    let built_in = ["default", "plain"].into_iter().filter(|_| named.role == PathRole::Theme);
    let near = nearest(path.file_name(), siblings.iter().map(String::as_str).chain(built_in));
    let help = match near {
        Some("default" | "plain") if named.role == PathRole::Theme => near.map(str::to_owned),
        Some(near) => Some(named.path.with_file_name(near).to_string()),
        None => None,
    };
    let help = help.map_or_else(|| format!("name a {word} that exists"), |near| format!("did you mean `{near}`?"));
    let message = match named.role {
        PathRole::Content => format!("could not find the content folder `{path}`"),
        _ => format!("no {word} `{path}`"),
    };
    Some(Diagnostic::at(Code::InvalidConfig, named.span, message).help(help))
}

/// The names of the files and folders in a folder.
fn names_in(system: &dyn System, root: &Path, folder: &VirtualPath) -> BTreeSet<String> {
    let folder = root.join(folder.as_str());
    let names = Mutex::new(BTreeSet::new());
    system.walk(&folder, &|path, _| {
        let name = path.file_name().and_then(|name| name.to_str()).filter(|_| path.parent() == Some(&folder));
        if let (Some(name), Ok(mut names)) = (name, names.lock()) {
            names.insert(name.to_owned());
        }
        false
    });
    names.into_inner().unwrap_or_default()
}

/// A folder or file that is a link to somewhere else.
fn outside(system: &dyn System, root: &Path, named: &NamedPath, path: &VirtualPath) -> Option<Diagnostic> {
    let checked = named.role.must_exist() && named.role != PathRole::Fonts;
    if !checked || !leads_out(system, root, path) {
        return None;
    }
    let message = format!("`{path}` is a link that leads out of the project");
    Some(Diagnostic::at(Code::InvalidConfig, named.span, message).help("name a folder or file inside the project"))
}

/// Whether a path lies outside of the project once links are followed.
fn leads_out(system: &dyn System, root: &Path, path: &VirtualPath) -> bool {
    !system.resolve(&root.join(path.as_str())).starts_with(system.resolve(root))
}

/// A folder whose files are kept from the sites, and that holds the pages, or those of a language.
fn holds_pages(named: &NamedPath, content: &VirtualPath, config: &Config) -> Option<Diagnostic> {
    let languages = config.languages.iter().filter_map(|language| content.join(language.folder.as_str()));
    let held = std::iter::once(content.clone()).chain(languages).find(|folder| folder.is_below(&named.path));
    let folder = held.filter(|_| named.role.is_kept_apart())?;
    let what = if folder == *content { "content folder" } else { "folder of a language" };
    let message = format!("the {what} `{folder}` lies in this folder, whose files are never published as pages");
    Some(Diagnostic::at(Code::InvalidConfig, named.span, message).help("keep the two in folders of their own"))
}
