//! Includes that include themselves, and includes without measure: how deep and how many a page may take in.
//! Searches without recursion, since a chain of files may be as long as an author likes.

use super::library::Library;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::markdown::LinkKind;
use crate::text::{FileId, QuickMap, Span};

/// How deep includes may nest.
pub const MOST_DEEP: usize = 64;
/// How many files a page may take in, each as often as it stands there.
pub const MOST_TAKEN_IN: usize = 1000;

/// One finding for each include that closes a circle, and for each page that takes in more than is shown.
pub fn include_findings(library: &Library<'_>) -> Vec<Diagnostic> {
    let mut search = Search { library, sizes: QuickMap::default(), path: Vec::new(), found: Vec::new() };
    let inputs = library.inputs;
    for file in inputs.pages.iter().chain(&inputs.fragments) {
        search.visit(*file);
    }
    search.too_large()
}

/// What a file takes in.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    /// How many includes lie between it and the deepest.
    deep: usize,
    /// How many files, each as often as it stands there.
    files: usize,
}

/// A file whose includes are being followed.
struct Open {
    file: FileId,
    includes: std::vec::IntoIter<(Span, FileId)>,
    size: Size,
}

struct Search<'a> {
    library: &'a Library<'a>,
    sizes: QuickMap<FileId, Size>,
    path: Vec<Open>,
    found: Vec<Diagnostic>,
}

impl Search<'_> {
    fn visit(&mut self, file: FileId) {
        self.open(file);
        while let Some(open) = self.path.last_mut() {
            let Some((span, next)) = open.includes.next() else {
                self.close();
                continue;
            };
            match (self.sizes.get(&next).copied(), self.path.iter().position(|open| open.file == next)) {
                (_, Some(start)) => self.report(span, start),
                (Some(size), None) => self.add(size),
                (None, None) => self.open(next),
            }
        }
    }

    fn open(&mut self, file: FileId) {
        if !self.sizes.contains_key(&file) {
            let includes = includes(self.library, file).into_iter();
            self.path.push(Open { file, includes, size: Size::default() });
        }
    }

    fn close(&mut self) {
        if let Some(open) = self.path.pop() {
            self.sizes.insert(open.file, open.size);
            self.add(open.size);
        }
    }

    /// Counts an included file and what it takes in to the file that includes it.
    fn add(&mut self, size: Size) {
        if let Some(open) = self.path.last_mut() {
            open.size.deep = open.size.deep.max(size.deep + 1);
            open.size.files = open.size.files.saturating_add(size.files).saturating_add(1);
        }
    }

    fn report(&mut self, span: Span, start: usize) {
        let names = self.path[start..].iter().map(|open| format!("`{}`", self.library.address(open.file).file_name()));
        let circle: Vec<String> = names.collect();
        let message = match circle.as_slice() {
            [own] => format!("{own} includes itself"),
            [_, _, _, _, _, ..] => format!("{} files include each other in a circle", circle.len()),
            _ => format!("{} include each other in a circle", circle.join(", ")),
        };
        let finding =
            Diagnostic::at(Code::IncludeCycle, span, message).help("drop one of the includes; this one is left out");
        self.found.push(finding);
    }

    /// The findings, with those on pages that take in too much, each at the include that does.
    fn too_large(mut self) -> Vec<Diagnostic> {
        for page in &self.library.inputs.pages {
            let size = self.sizes.get(page).copied().unwrap_or_default();
            let message = if size.deep > MOST_DEEP {
                format!("includes nest deeper than {MOST_DEEP} files")
            } else if size.files > MOST_TAKEN_IN {
                format!("the page takes in more than {MOST_TAKEN_IN} files")
            } else {
                continue;
            };
            let weight = |(_, file): &(Span, FileId)| self.sizes.get(file).map_or(0, |size| size.deep.max(size.files));
            let heaviest = includes(self.library, *page).into_iter().max_by_key(weight);
            let span = heaviest.map_or_else(|| Span::start_of(*page), |(span, _)| span);
            let finding = Diagnostic::at(Code::TooManyIncludes, span, message);
            self.found.push(finding.help("include less; what goes beyond is left out"));
        }
        self.found
    }
}

/// The includes of a file that lead to one, with their places.
fn includes(library: &Library<'_>, file: FileId) -> Vec<(Span, FileId)> {
    let Some(document) = library.document(file).filter(|document| document.includes) else { return Vec::new() };
    let links = document.links.iter().filter(|link| link.kind == LinkKind::Include);
    links.filter_map(|link| Some((link.span, library.include(file, &link.target.value)?))).collect()
}
