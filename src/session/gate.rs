//! What must hold of a project before anything is made of it, beside its settings (`load::gate`).

use super::Loaded;
use crate::diagnostic::render::{concise, sort};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::error::Error;

/// The project, unless something about its settings was found while its files were read.
pub(super) fn usable(loaded: Loaded) -> Result<Loaded, Error> {
    let about_settings = |found: &&Diagnostic| found.code == Code::InvalidConfig && found.severity == Severity::Error;
    let mut found: Vec<Diagnostic> = loaded.diagnostics.iter().filter(about_settings).cloned().collect();
    if found.is_empty() {
        return Ok(loaded);
    }
    let sources = loaded.inputs.sources;
    sort(&mut found, &sources);
    let reason = concise(&found[..1], &sources).trim_end().to_owned();
    Err(Error::new("did not use the project", reason).refused_for(found, sources))
}

/// A project without a page is a slip: its output would be emptied.
pub(super) fn has_pages(loaded: &Loaded) -> Result<(), Error> {
    if !loaded.inputs.pages.is_empty() {
        return Ok(());
    }
    let config = &loaded.inputs.config;
    let folder = loaded.project.root.join(config.content.as_str());
    let reason = format!("no file in it matches {}", ticked(&config.include));
    Err(Error::at("found no page in the content folder", folder, reason)
        .help("name the folder of the pages as `content`, and their files with `include`; nothing was changed"))
}

fn ticked(globs: &[String]) -> String {
    match globs {
        [] => "`include`, which is empty".to_owned(),
        globs => globs.iter().map(|glob| format!("`{glob}`")).collect::<Vec<_>>().join(" or "),
    }
}
