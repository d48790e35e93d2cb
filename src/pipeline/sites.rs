//! All sites of a version: one for each edition in each language, and the ways into them.

use super::{Stage, choices, site};
use crate::diagnostic::Diagnostic;
use crate::inputs::Inputs;
use crate::output::OutputFiles;
use crate::render::feed;
use crate::text::VirtualPath;
use crate::view;
use crate::view::parts::Link;

/// Makes the sites of all editions in all languages.
pub(super) fn sites(stage: &mut Stage<'_>, diagnostics: &mut Vec<Diagnostic>) -> OutputFiles {
    let config = &stage.inputs.config;
    let mut outputs = OutputFiles::default();
    for edition in choices(&config.editions) {
        for language in choices(&config.languages) {
            outputs.extend(site::site(stage, edition, language, diagnostics));
        }
    }
    outputs.extend(doors(stage.inputs));
    outputs
}

/// Where there are several languages, the folder above them leads to the first.
fn doors(inputs: &Inputs) -> OutputFiles {
    let mut files = OutputFiles::default();
    let (Some(first), true) = (inputs.config.languages.first(), inputs.config.languages.len() > 1) else {
        return files;
    };
    let text = inputs.config.title.clone();
    let link = Link { text, href: format!("{}/index.html", first.tag), current: false };
    let editions: Vec<&str> = match inputs.config.editions.as_slice() {
        [] | [_] => vec![""],
        several => several.iter().map(|edition| edition.name.as_str()).collect(),
    };
    let version = inputs.version.as_deref().map(view::version_folder).unwrap_or_default();
    for edition in editions {
        if let Some(path) = VirtualPath::new(&format!("{edition}/{version}index.html")) {
            files.insert(path, feed::redirect(&link));
        }
    }
    files
}
