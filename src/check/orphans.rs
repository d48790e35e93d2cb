//! Pages that nobody finds.

use std::collections::HashSet;

use rayon::prelude::*;

use super::Subject;
use crate::corpus::{Library, Target, TocEntry};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::markdown::LinkKind;
use crate::text::{FileId, Span};

/// `orphan-page`: a page below a table of contents that no table names and no other page leads to. The index of a folder
/// is found by the folder's address.
pub(super) fn orphans(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let library = subject.library;
    let mut named = HashSet::new();
    subject.tocs.iter().for_each(|toc| take(&toc.entries, &mut named));
    let is_below = |page: usize| {
        subject.tocs.iter().any(|toc| !toc.entries.is_empty() && library.pages[page].path.is_below(&toc.folder))
    };
    let is_index = |page: usize| {
        let page = &library.pages[page];
        page.path.stem() == "index" || page.variant.as_ref().is_some_and(|variant| variant.plain.stem() == "index")
    };
    let all = 0..library.pages.len();
    let lost: Vec<usize> = all.filter(|page| !named.contains(page) && !is_index(*page) && is_below(*page)).collect();
    let found = if lost.is_empty() { HashSet::new() } else { led_to(subject, &lost) };
    let finding = |page: usize| {
        let span = heading(library, library.pages[page].file);
        Diagnostic::at(Code::OrphanPage, span, "no table of contents and no page leads to this page")
            .help("name it in `toc.yml`, or delete it if nobody needs it")
    };
    lost.into_iter().filter(|page| !found.contains(page)).map(finding).collect()
}

fn take(entries: &[TocEntry], named: &mut HashSet<usize>) {
    for entry in entries {
        named.extend(&entry.pages);
        take(&entry.children, named);
    }
}

/// The pages of some that another page leads to. Only links that name one of their files are followed.
fn led_to(subject: &Subject<'_>, wanted: &[usize]) -> HashSet<usize> {
    let library = subject.library;
    let plain = |page: usize| {
        let page = &library.pages[page];
        let path = page.variant.as_ref().map_or(&page.path, |variant| &variant.plain);
        [page.path.stem().to_lowercase(), path.stem().to_lowercase()]
    };
    let stems: HashSet<String> = wanted.iter().flat_map(|page| plain(*page)).collect();
    let names = |address: &str| {
        let path = address.split(['#', '?']).next().unwrap_or(address);
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_lowercase();
        stems.contains(name.rsplit_once('.').map_or(&*name, |(stem, _)| stem))
    };
    let files: Vec<_> = library.pages.iter().map(|page| page.file).chain(library.included_files()).collect();
    let of_file = |file: &FileId| -> Vec<usize> {
        let links = library.document(*file).map(|document| document.links.as_slice()).unwrap_or_default();
        let links = links.iter().filter(|link| names(&link.target.value));
        let led = links.flat_map(|link| match link.kind {
            LinkKind::Include => {
                library.include(*file, &link.target.value).and_then(|to| library.page_of(to)).into_iter().collect()
            }
            _ => match library.resolve(*file, &link.target.value).target {
                Target::Pages(pages) => pages,
                _ => Vec::new(),
            },
        });
        led.filter(|page| library.pages[*page].file != *file).collect()
    };
    files.par_iter().flat_map(of_file).collect()
}

/// The first heading of a page, or its start.
pub(super) fn heading(library: &Library<'_>, file: FileId) -> Span {
    let first = library.document(file).and_then(|document| document.headings.first());
    first.map_or_else(|| Span::start_of(file), |heading| heading.span)
}
