//! What one build remembers for the next: documents by the hash of their source.
//! Nothing in it can be stale, since what is looked up by a hash was made from a text of that hash.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::syntax::markdown::{self, Document};
use crate::text::{FileId, Sources};

/// What one build remembers for the next.
#[derive(Debug, Default)]
pub struct Memo {
    documents: HashMap<(FileId, u64), Arc<Document>>,
}

impl Memo {
    /// The documents of some files, read anew only where the text changed.
    pub fn documents(&mut self, sources: &Sources, files: &[FileId]) -> HashMap<FileId, Arc<Document>> {
        let document = |file: &FileId| {
            let source = sources.get(*file);
            let known = self.documents.get(&(*file, source.hash)).cloned();
            (*file, known.unwrap_or_else(|| Arc::new(markdown::parse(source))))
        };
        let documents: HashMap<FileId, Arc<Document>> = files.par_iter().map(document).collect();
        self.documents = documents.iter().map(|(file, document)| ((*file, document.hash), document.clone())).collect();
        documents
    }
}
