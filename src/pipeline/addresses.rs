//! Addresses that two files want: pages of authors, files to publish, and what every site has of its own. What every site
//! has keeps its address, since other pages lead there; whoever wanted it besides is reported, never silently replaced.
//! Case makes no difference: on many disks and hosts it does not.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::inputs::{FileKind, Inputs};
use crate::output::OutputFiles;
use crate::text::{Span, VirtualPath};
use crate::view::{self, Scope};

/// Where the manifest of a build lies, whatever the sites hold (`publish`).
pub(super) const MANIFEST: &str = "manifest.json";

/// Reports every address of a site that two files want. `ours` is what the site has of its own.
pub(super) fn conflicts(
    inputs: &Inputs,
    scope: &Scope<'_>,
    ours: &BTreeSet<VirtualPath>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    pages(scope, diagnostics);
    let own: BTreeMap<String, &VirtualPath> = ours.iter().map(|path| (folded(path), path)).collect();
    let pages = scope.pages.iter().filter_map(|page| Some((folded(scope.address(*page)?), *page)));
    let pages: BTreeMap<String, usize> = pages.collect();
    for (address, page) in &pages {
        if let Some(taken) = own.get(address) {
            let message = format!("address `{taken}` is that of a page or file that every site has");
            let file = scope.library.pages[*page].file;
            let finding = Diagnostic::at(Code::UrlConflict, Span::start_of(file), message);
            diagnostics.push(finding.help("rename the page; it is not published"));
        }
    }
    for (path, kind) in &inputs.files {
        let address = path.strip(&inputs.config.content).map(|address| scope.site_path(&address));
        let Some(address) = address.filter(|_| *kind != FileKind::Present) else { continue };
        if address.as_str() == MANIFEST && view::prefix(scope).is_empty() {
            let message = format!("address `{MANIFEST}` of the file `{path}` is that of the manifest of the build");
            diagnostics.push(Diagnostic::new(Code::UrlConflict, message).help("rename the file; it is not published"));
        }
        diagnostics.extend(match (pages.get(&folded(&address)), own.get(&folded(&address))) {
            (Some(page), _) => Some(file_and_page(scope, *page, path)),
            (None, Some(taken)) => Some(file_and_own(path, taken)),
            (None, None) => None,
        });
    }
}

/// Reports pages of authors that want the address of an earlier one.
fn pages(scope: &Scope<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for (page, first) in &scope.conflicts {
        let Some(address) = scope.address(*page) else { continue };
        let (file, holder) = (scope.library.pages[*page].file, scope.library.pages[*first].file);
        let owner = &scope.library.source(holder).path;
        let message = format!("address `{address}` belongs to `{owner}`");
        let finding = Diagnostic::at(Code::UrlConflict, Span::start_of(file), message)
            .related(Span::start_of(holder), "the page that has it")
            .help("rename one of the two pages");
        diagnostics.push(finding);
    }
}

/// A file to publish that wants the address of a page; the page has it.
fn file_and_page(scope: &Scope<'_>, page: usize, path: &VirtualPath) -> Diagnostic {
    let address = scope.address(page).map(VirtualPath::as_str).unwrap_or_default();
    let message = format!("address `{address}` is also that of the file `{path}`");
    Diagnostic::at(Code::UrlConflict, Span::start_of(scope.library.pages[page].file), message)
        .help("rename one of the two; the page is published, the file is not")
}

/// A file to publish that wants the address of what every site has.
fn file_and_own(path: &VirtualPath, taken: &VirtualPath) -> Diagnostic {
    let message = format!("address `{taken}` of the file `{path}` is that of a page or file that every site has");
    Diagnostic::new(Code::UrlConflict, message).help("rename the file; it is not published")
}

/// Reports files of sites at addresses that the output needs for reports and older versions.
pub(super) fn beside_sites(
    inputs: &Inputs,
    sites: &OutputFiles,
    others: &[&OutputFiles],
    origins: &BTreeMap<VirtualPath, VirtualPath>,
) -> Vec<Diagnostic> {
    let is_taken = |path: &&VirtualPath| others.iter().any(|files| files.get(path).is_some());
    let taken = sites.iter().map(|(path, _)| path).filter(is_taken);
    let finding = |path: &VirtualPath| {
        let message = format!("address `{path}` is that of a report or of an older version");
        let source = origins.get(path).and_then(|source| inputs.sources.at(source));
        let finding = match source {
            Some(source) => Diagnostic::at(Code::UrlConflict, Span::start_of(source.id), message),
            None => Diagnostic::new(Code::UrlConflict, message),
        };
        finding.help("rename the page or file; it is not published")
    };
    taken.map(finding).collect()
}

/// An address without its case.
pub(super) fn folded(path: &VirtualPath) -> String {
    path.as_str().to_lowercase()
}
