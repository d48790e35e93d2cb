//! Includes that include themselves.

use super::library::Library;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::markdown::LinkKind;
use crate::text::{FileId, Span};

/// One finding for each include that closes a circle.
pub fn cycles(library: &Library<'_>) -> Vec<Diagnostic> {
    let mut search = Search { library, done: Vec::new(), path: Vec::new(), found: Vec::new() };
    let inputs = library.inputs;
    for file in inputs.pages.iter().chain(&inputs.fragments) {
        search.visit(*file);
    }
    search.found
}

struct Search<'a> {
    library: &'a Library<'a>,
    done: Vec<FileId>,
    path: Vec<FileId>,
    found: Vec<Diagnostic>,
}

impl Search<'_> {
    fn visit(&mut self, file: FileId) {
        let Some(document) = self.library.document(file).cloned() else { return };
        let includes: Vec<_> = document.links.iter().filter(|link| link.kind == LinkKind::Include).collect();
        if includes.is_empty() || self.done.contains(&file) {
            return;
        }
        self.path.push(file);
        for link in includes {
            let Some(next) = self.library.include(file, &link.target.value) else { continue };
            match self.path.iter().position(|open| *open == next) {
                Some(start) => self.report(link.span, start),
                None => self.visit(next),
            }
        }
        self.path.pop();
        self.done.push(file);
    }

    fn report(&mut self, span: Span, start: usize) {
        let names = self.path[start..].iter().map(|file| format!("`{}`", self.library.address(*file).file_name()));
        let circle: Vec<String> = names.collect();
        let message = match circle.as_slice() {
            [own] => format!("{own} includes itself"),
            _ => format!("{} include each other in a circle", circle.join(", ")),
        };
        let finding =
            Diagnostic::at(Code::IncludeCycle, span, message).help("drop one of the includes; this one is left out");
        self.found.push(finding);
    }
}
