//! Finding the project: where it is and which file describes it.

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::system::{Kind, System};

/// The file that Waybook's own projects have.
pub const PROJECT_FILE: &str = "waybook.yml";
/// The file that DocFX's projects have.
pub const DOCFX_FILE: &str = "docfx.json";

/// A folder that can be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// The project folder.
    pub root: PathBuf,
    /// What describes it.
    pub settings: Settings,
}

/// Where a project's settings come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settings {
    /// A `waybook.yml`.
    Waybook,
    /// A `docfx.json`.
    Docfx,
    /// No file: pages lie in `content/` or in the folder itself.
    Defaults,
}

/// Finds the project: in `given`, or in the working directory; a `waybook.yml` also in the folders above that.
pub fn find(system: &dyn System, given: Option<&Path>) -> Result<Project, Error> {
    let start = match given {
        Some(folder) if system.kind(folder) != Some(Kind::Folder) => {
            return Err(Error::at("could not find the project folder", folder, "no such folder"));
        }
        Some(folder) => system.resolve(folder),
        None => system.working_folder()?,
    };
    if is_file(system, &start, PROJECT_FILE) {
        return Ok(Project { root: start, settings: Settings::Waybook });
    }
    let above = start.ancestors().skip(1).filter(|_| given.is_none());
    let above = above.into_iter().find(|folder| is_file(system, folder, PROJECT_FILE));
    match (beside(system, &start), above) {
        (Some(settings), _) if settings == Settings::Docfx => Ok(Project { root: start, settings }),
        (_, Some(root)) => Ok(Project { root: root.to_owned(), settings: Settings::Waybook }),
        (Some(settings), None) => Ok(Project { root: start, settings }),
        (None, None) => Err(nothing_found(&start)),
    }
}

/// What a folder without a `waybook.yml` is built from.
fn beside(system: &dyn System, folder: &Path) -> Option<Settings> {
    if is_file(system, folder, DOCFX_FILE) {
        return Some(Settings::Docfx);
    }
    let has_content = system.kind(&folder.join("content")) == Some(Kind::Folder);
    (has_content || has_pages(system, folder)).then_some(Settings::Defaults)
}

/// Whether a Markdown file lies in the folder itself.
fn has_pages(system: &dyn System, folder: &Path) -> bool {
    let files = system.walk(folder, &|_, kind| kind == Kind::File).files;
    files.iter().any(|met| met.path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md")))
}

fn is_file(system: &dyn System, folder: &Path, name: &str) -> bool {
    system.kind(&folder.join(name)) == Some(Kind::File)
}

fn nothing_found(folder: &Path) -> Error {
    let looked = "no `waybook.yml` here or above, no `docfx.json`, no `content` folder, no Markdown file";
    Error::at("could not find a playbook in", folder, looked).help("run `waybook init DIR` for a project to start from")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::Memory;

    fn world(paths: &[&str]) -> Memory {
        let world = Memory::new(jiff::civil::date(2020, 6, 30));
        paths.iter().fold(world, |world, path| world.with(path, ""))
    }

    fn found(paths: &[&str], folder: &str) -> Option<(PathBuf, Settings)> {
        find(&world(paths), Some(Path::new(folder))).ok().map(|project| (project.root, project.settings))
    }

    #[test]
    fn a_project_is_known_by_its_file_its_folder_or_its_pages() {
        let at = |settings| Some((PathBuf::from("/p"), settings));
        assert_eq!(found(&["/p/waybook.yml", "/p/docfx.json"], "/p"), at(Settings::Waybook));
        assert_eq!(found(&["/p/docfx.json"], "/p"), at(Settings::Docfx));
        assert_eq!(found(&["/p/content/a.md"], "/p"), at(Settings::Defaults));
        assert_eq!(found(&["/p/Migration.MD"], "/p"), at(Settings::Defaults));
        assert_eq!(found(&["/p/a/b.txt"], "/p"), None);
    }

    #[test]
    fn what_was_looked_for_is_said() {
        let error = find(&world(&["/p/a.txt"]), Some(Path::new("/p"))).expect_err("there is nothing to build");
        assert!(error.to_string().starts_with("could not find a playbook in `/p`: no `waybook.yml`"), "{error}");
        assert_eq!(error.help.as_deref(), Some("run `waybook init DIR` for a project to start from"));
    }
}
