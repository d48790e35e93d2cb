//! The theme of a project: the built-in one, file by file replaced by what the project has in its theme folder.

use crate::diagnostic::{Code, Diagnostic};
use crate::embedded;
use crate::inputs::Theme;
use crate::system::{Kind, System};
use crate::text::Sources;
use crate::text::nearest;

use super::files::Surroundings;
use super::shelf::{Shelf, ThemeFiles};

/// The built-in files of a theme; those of the last load where it was the same.
pub(super) fn built_in(name: &str, before: &Shelf) -> ThemeFiles {
    let known = before.theme.as_ref().filter(|(known, _)| known == name);
    known.map_or_else(|| embedded::theme(name), |(_, files)| files.clone())
}

/// The files of the theme, overrides in place.
pub(super) fn theme(
    system: &dyn System,
    at: &Surroundings,
    built_in: ThemeFiles,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Theme {
    let name = &at.config.base_theme;
    let names = embedded::theme_names();
    if !names.is_empty() && !names.contains(name) {
        let help = nearest(name, names.iter().map(String::as_str)).map(|name| format!("did you mean `{name}`?"));
        let message = format!("unknown theme `{name}`, known are {}", names.join(", "));
        diagnostics.push(Diagnostic::new(Code::InvalidConfig, message).maybe_help(help));
    }
    let mut theme = Theme { files: built_in, ..Theme::default() };
    add_overrides(system, at, &mut theme, sources, diagnostics);
    theme
}

fn add_overrides(
    system: &dyn System,
    at: &Surroundings,
    theme: &mut Theme,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(folder) = &at.config.theme else { return };
    if system.kind(&at.root.join(folder.as_str())) != Some(Kind::Folder) {
        let message = format!("theme folder `{folder}` is not there");
        diagnostics.push(Diagnostic::new(Code::InvalidConfig, message));
        return;
    }
    for found in at.walk(system, folder, diagnostics) {
        let Some(name) = found.path.strip(folder) else { continue };
        match system.read(&found.disk) {
            Ok(bytes) => {
                if let Ok(text) = std::str::from_utf8(&bytes) {
                    sources.add(found.path.clone(), text);
                }
                theme.files.insert(name.to_string(), bytes.into());
                theme.overridden.insert(name.to_string(), found.path);
            }
            Err(error) => {
                let message = format!("theme file `{}` could not be read: {}", found.path, error.reason);
                diagnostics.push(Diagnostic::new(Code::UnreadableFile, message));
            }
        }
    }
}
