//! Links, images, includes and snippets that lead nowhere.

use super::Subject;
use super::addresses::{Written, rewritten};
use crate::corpus::{Certainty, Library, LinkStatus, Resolved, Target, include_findings};
use crate::diagnostic::{Code, Diagnostic, Edit};
use crate::syntax::markdown::{Link, LinkKind};
use crate::text::FileId;

/// `broken-link`, `broken-anchor`, `missing-image`, `missing-include`, `missing-snippet`, `case-mismatch`,
/// `cross-edition-link`, `duplicate-anchor` in one file.
pub fn of_file(library: &Library<'_>, file: FileId) -> Vec<Diagnostic> {
    let Some(document) = library.document(file) else { return Vec::new() };
    let lost = document.links.iter().filter_map(|link| finding(library, file, link));
    lost.chain(super::anchors::ambiguous(library, file)).collect()
}

/// The files whose anchors and headings are looked at for the links of a file, each once.
pub fn consulted(library: &Library<'_>, file: FileId) -> Vec<FileId> {
    let Some(document) = library.document(file) else { return Vec::new() };
    let mut files = Vec::new();
    for link in document.links.iter().filter(|link| link.target.value.contains('#')) {
        let resolved = library.resolve(file, &link.target.value);
        let moved = if resolved.status == LinkStatus::Missing { library.meant(file, &resolved) } else { None };
        let moved = moved.map(|meant| library.resolve(file, &meant.address).target);
        for target in moved.into_iter().chain([resolved.target]) {
            match target {
                Target::Here => files.push(file),
                Target::Pages(pages) => files.extend(pages.iter().map(|page| library.pages[*page].file)),
                _ => {}
            }
        }
    }
    files.sort();
    files.dedup();
    files
}

/// `include-cycle`, `too-many-includes`
pub(super) fn includes(subject: &Subject<'_>) -> Vec<Diagnostic> {
    include_findings(subject.library)
}

fn finding(library: &Library<'_>, file: FileId, link: &Link) -> Option<Diagnostic> {
    let address = &link.target.value;
    let place = link.target.span;
    match link.kind {
        LinkKind::Include => {
            let lost = || {
                Diagnostic::at(Code::MissingInclude, place, format!("no file `{address}` to include"))
                    .help("correct the path, which is relative to this file")
            };
            return library.include(file, address).map_or_else(|| Some(lost()), |to| kept_back(library, link, to));
        }
        LinkKind::Snippet => {
            let lost = || {
                Diagnostic::at(Code::MissingSnippet, place, format!("no file `{address}` to take code from"))
                    .help("correct the path, which is relative to this file")
            };
            return library.snippet(file, address).map_or_else(|| Some(lost()), |to| kept_back(library, link, to));
        }
        LinkKind::Link | LinkKind::Image => {}
    }
    let resolved = library.resolve(file, address);
    let written = Written { library, file, link };
    let mended = |finding: Diagnostic| match library.meant(file, &resolved) {
        Some(meant) => {
            let finding = finding.help(format!("did you mean `{}`?", meant.address));
            match meant.certainty {
                Certainty::Vague => finding,
                certainty => written.mended(finding, &rewritten(address, &meant.address), certainty == Certainty::Sure),
            }
        }
        None => written.with_slashes(finding),
    };
    match resolved.status {
        LinkStatus::Ok => cross_edition(library, file, link, &resolved).or_else(|| written.backslash()),
        LinkStatus::Unchecked => None,
        LinkStatus::NoScheme => {
            let near = resolved.suggestion.unwrap_or_default();
            let finding = Diagnostic::at(code(link), place, format!("`{address}` lacks its scheme"));
            let finding = finding.help(format!("write `{near}`"));
            let edit = vec![Edit { span: place, replacement: near.clone() }];
            Some(match written.stands() {
                true if near.starts_with("mailto:") => finding.fix("write the whole address", edit),
                true => finding.likely_fix("write the whole address", edit),
                false => finding,
            })
        }
        LinkStatus::Unpublished => {
            let message = format!("`{address}` is not part of the site");
            let help = "publish it by the project's `include` and `resources`, or drop the link";
            Some(Diagnostic::at(code(link), place, message).help(help))
        }
        LinkStatus::Missing => {
            let what = if link.kind == LinkKind::Image { "image" } else { "page or file" };
            let shown =
                if address.is_empty() { "the link leads nowhere".to_owned() } else { format!("no {what} `{address}`") };
            Some(mended(Diagnostic::at(code(link), place, shown)))
        }
        LinkStatus::MissingAnchor => {
            let anchor = resolved.fragment.as_deref().unwrap_or_default();
            let message = format!("no heading for `#{anchor}`");
            Some(mended(Diagnostic::at(Code::BrokenAnchor, place, message)))
        }
        LinkStatus::CaseMismatch => {
            let near = resolved.suggestion.unwrap_or_default();
            let finding =
                Diagnostic::at(Code::CaseMismatch, place, format!("`{address}` differs from the file's name in case"));
            let respelled = super::addresses::respelled(address, &near);
            Some(written.mended(finding.help(format!("write `{respelled}`")), &respelled, true))
        }
    }
}

/// What an edition has includes or quotes a file that is for other readers.
fn kept_back(library: &Library<'_>, link: &Link, to: FileId) -> Option<Diagnostic> {
    let edition = library.editions_at(link.span).into_iter().find(|edition| !library.may_have(to, Some(edition)))?;
    let message = format!("the edition `{}` may not have `{}`", edition.name, link.target.value);
    let finding = Diagnostic::at(Code::CrossEditionLink, link.target.span, message);
    Some(finding.help("the file names another audience and is left out there; include it in a block for that audience"))
}

fn code(link: &Link) -> Code {
    if link.kind == LinkKind::Image { Code::MissingImage } else { Code::BrokenLink }
}

/// What an edition has links to a page or heading that the edition does not have.
pub(super) fn cross_edition(
    library: &Library<'_>,
    file: FileId,
    link: &Link,
    resolved: &Resolved,
) -> Option<Diagnostic> {
    let targets = match &resolved.target {
        Target::Pages(targets) => targets.clone(),
        Target::Here => library.page_of(file).into_iter().collect(),
        _ => return None,
    };
    let help = "link to a page of the same edition; in the site the link becomes plain text";
    for edition in library.editions_at(link.span) {
        let target = targets.iter().find(|page| library.pages[**page].editions.contains(&edition.name));
        let shown = |page: &usize| {
            let anchor = resolved.fragment.as_deref();
            anchor.is_none_or(|anchor| library.shows_anchor(library.pages[*page].file, anchor, Some(edition)))
        };
        if target.is_some_and(shown) || (target.is_none() && resolved.target == Target::Here) {
            continue;
        }
        let message = format!("the edition `{}` does not have `{}`", edition.name, link.target.value);
        return Some(Diagnostic::at(Code::CrossEditionLink, link.target.span, message).help(help));
    }
    None
}
