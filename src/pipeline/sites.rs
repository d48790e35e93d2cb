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
    let mut sites = Vec::new();
    for edition in choices(&config.editions) {
        for language in choices(&config.languages) {
            sites.push(site::site(stage, edition, language, diagnostics));
        }
    }
    let mut outputs = OutputFiles::of(sites);
    outputs.extend(doors(stage.inputs));
    let robots = robots(stage.inputs, &outputs);
    outputs.extend(robots);
    outputs
}

/// `robots.txt` counts only at the top of a host: at that of the output, and of each edition, which may have a host of its own.
fn robots(inputs: &Inputs, outputs: &OutputFiles) -> OutputFiles {
    let mut files = OutputFiles::default();
    let Some(base) = &inputs.config.base_url else { return files };
    let sitemaps = || outputs.iter().map(|(path, _)| path).filter(|path| path.file_name() == "sitemap.xml");
    let editions = inputs.config.editions.iter().filter_map(|edition| VirtualPath::new(&edition.name));
    for top in std::iter::once(VirtualPath::root()).chain(editions) {
        let named: Vec<String> =
            sitemaps().filter(|path| path.is_below(&top)).map(|path| format!("Sitemap: {base}{path}\n")).collect();
        if let Some(path) = top.join("robots.txt").filter(|_| !named.is_empty()) {
            files.insert(path, format!("User-agent: *\nAllow: /\n{}", named.concat()));
        }
    }
    files
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
