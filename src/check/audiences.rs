//! Pages that name audiences in a project without editions: everybody reads all of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Subject;
use crate::corpus::{Library, PageEntry};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{FileId, Span, VirtualPath};

/// How many audiences are named.
const MAX_NAMED: usize = 4;

/// One finding for the project, at the first page that names an audience.
pub(super) fn without_editions(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let library = subject.library;
    if !library.inputs.config.editions.is_empty() {
        return Vec::new();
    }
    let of_pages = library.pages.iter().filter_map(|page| audiences_of(library, page.file, Some(page)));
    let included =
        library.included_files().into_iter().filter(|file| library.pages.iter().all(|page| page.file != *file));
    let of_included = included.filter_map(|file| audiences_of(library, file, None));
    let mut naming: Vec<Naming<'_>> = of_pages.chain(of_included).collect();
    naming.sort_by(|one, other| one.path.cmp(other.path));
    let Some(first) = naming.first() else { return Vec::new() };
    let names: BTreeSet<&String> = naming.iter().flat_map(|naming| &naming.names).collect();
    let shown: Vec<String> = names.iter().take(MAX_NAMED).map(|name| format!("`{name}`")).collect();
    let more = if names.len() > MAX_NAMED { " and others" } else { "" };
    let files = if naming.len() == 1 { "1 file names".to_owned() } else { format!("{} files name", naming.len()) };
    let message = format!(
        "{files} audiences ({}{more}), and the project has no `editions`: everybody reads everything",
        shown.join(", ")
    );
    let help = "name under `editions` in `waybook.yml` who reads what, or switch this off if all may be read by all";
    vec![Diagnostic::at(Code::AudiencesWithoutEditions, first.place, message).help(help)]
}

/// A file that names audiences, and where it does first.
struct Naming<'l> {
    path: &'l VirtualPath,
    place: Span,
    names: Vec<String>,
}

/// What a page or an included file names, in its front matter or in blocks.
fn audiences_of<'l>(library: &'l Library<'_>, file: FileId, page: Option<&Arc<PageEntry>>) -> Option<Naming<'l>> {
    let blocks = library.document(file).map(|document| document.audiences.as_slice()).unwrap_or_default();
    let of_page = page.map(|page| page.meta.audiences.as_slice()).unwrap_or_default();
    let of_front_matter = page.and_then(|page| page.meta.audience_span).unwrap_or(Span::start_of(file));
    let place = if of_page.is_empty() { blocks.first()?.opening } else { of_front_matter };
    let of_blocks = blocks.iter().flat_map(|block| block.names.iter().map(|name| name.value.clone()));
    let names: Vec<String> = of_page.iter().cloned().chain(of_blocks).collect();
    Some(Naming { path: &library.source(file).path, place, names })
}
