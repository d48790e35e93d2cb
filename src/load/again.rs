//! Loads a project again of which only some texts were written to. What lies where is as it was, so that no folder is
//! walked; who asks for it must know that from elsewhere.

use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::Arc;

use super::shelf::{KeptText, Shelf};
use super::texts::{quotes_code, text};
use crate::inputs::{FileKind, Inputs};
use crate::system::System;
use crate::text::{FileId, Source, VirtualPath};

/// Brings the inputs of the last load to what some files hold now. Says no, and changes nothing, where one of them is not
/// a text that says nothing of what else is to be read: then everything is to be looked at.
pub fn again(system: &dyn System, root: &Path, changed: &[PathBuf], inputs: &mut Inputs, shelf: &mut Shelf) -> bool {
    let read: Option<Vec<Arc<Source>>> = changed.iter().map(|disk| read(system, root, disk, inputs, shelf)).collect();
    let Some(read) = read else { return false };
    for source in read {
        if let Some(kept) = shelf.texts.get_mut(&source.path) {
            *kept = KeptText { stamp: None, source: source.clone(), ..kept.clone() };
        }
        inputs.sources.replace(source);
    }
    true
}

/// What a file holds now; the known source if that is the same.
fn read(system: &dyn System, root: &Path, disk: &Path, inputs: &Inputs, shelf: &Shelf) -> Option<Arc<Source>> {
    let inside = disk.strip_prefix(root).ok()?.to_str()?.replace(MAIN_SEPARATOR, "/");
    let known = shelf.texts.get(&VirtualPath::new(&inside)?)?;
    let path = &known.source.path;
    if !inputs.sources.is_alone(path) || !is_plain(inputs, known.source.id, path) {
        return None;
    }
    let decoded = text(system, path, disk).ok()?;
    if decoded.problem.is_some() || known.problem.is_some() || quotes_code(&decoded.text) != known.quotes {
        return None;
    }
    if *decoded.text == *known.source.text {
        return Some(known.source.clone());
    }
    Some(Arc::new(Source::new(known.source.id, path.clone(), decoded.text)))
}

/// Whether a text says nothing of what else is to be read, as settings and engagements do.
fn is_plain(inputs: &Inputs, file: FileId, path: &VirtualPath) -> bool {
    // The bytes of a file that is published as it is are not among the texts.
    if matches!(inputs.files.get(path), Some(FileKind::Published(_))) {
        return false;
    }
    let lists = [&inputs.pages, &inputs.fragments, &inputs.tocs];
    lists.iter().any(|files| files.contains(&file)) || path.extension().eq_ignore_ascii_case("csv")
}
