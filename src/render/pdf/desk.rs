//! The world that typst sees: theme files, fonts, the report as `/report.json`. It has no disk, no network, no clock and
//! no packages.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use super::super::manuscript::Manuscript;
use super::fonts::Fonts;
use super::letters::Prepared;

/// Where a template finds the report.
const REPORT: &str = "/report.json";

/// The files that all reports share, by where typst finds them.
#[derive(Debug, Default)]
pub(super) struct Drawer {
    sources: BTreeMap<String, Source>,
    files: BTreeMap<String, Bytes>,
    logo: Option<String>,
}

impl Drawer {
    /// The files of themes, the later over the earlier, and the logo.
    pub(super) fn new(themes: &[&BTreeMap<String, Arc<[u8]>>], logo: Option<(&str, Vec<u8>)>) -> Self {
        let mut drawer = Self::default();
        for (name, bytes) in themes.iter().flat_map(|theme| theme.iter()) {
            let path = format!("/{name}");
            if let Some((id, text)) = id(&path).filter(|_| name.ends_with(".typ")).zip(std::str::from_utf8(bytes).ok())
            {
                drawer.sources.insert(path.clone(), Source::new(id, text.to_owned()));
            }
            drawer.files.insert(path, Bytes::new(bytes.clone()));
        }
        if let Some((extension, bytes)) = logo {
            let path = format!("/logo.{extension}");
            drawer.files.insert(path.clone(), Bytes::new(bytes));
            drawer.logo = Some(path);
        }
        drawer
    }

    /// Whether reports would come out the same from both.
    pub(super) fn is_like(&self, other: &Drawer) -> bool {
        let text = |(path, source): (&String, &Source)| (path.clone(), source.text().to_owned());
        let texts = |drawer: &Drawer| drawer.sources.iter().map(text).collect::<Vec<_>>();
        self.logo == other.logo && texts(self) == texts(other)
    }
}

/// One report on the desk.
pub(super) struct Desk<'a> {
    library: &'a LazyHash<Library>,
    drawer: &'a Drawer,
    fonts: &'a Fonts,
    report: Bytes,
    main: FileId,
}

impl<'a> Desk<'a> {
    /// A report with all that it is typeset from.
    pub(super) fn new(
        library: &'a LazyHash<Library>,
        drawer: &'a Drawer,
        fonts: &'a Fonts,
        manuscript: &Manuscript,
        prepared: &Prepared,
    ) -> Self {
        let mut content = prepared.content.clone();
        if let Some(site) = content.get_mut("site").and_then(Value::as_object_mut) {
            site.insert("fonts".to_owned(), json!(fonts.families()));
            site.insert("logo".to_owned(), json!(drawer.logo));
            site.insert("long".to_owned(), json!(prepared.long));
        }
        let main = id(&format!("/{}", manuscript.template)).expect("the names of our templates are plain paths");
        Self { library, drawer, fonts, report: Bytes::from_string(content.to_string()), main }
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let path = path(id)?;
        self.drawer.sources.get(path).cloned().ok_or_else(|| FileError::NotFound(path.into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = path(id)?;
        if path == REPORT {
            return Ok(self.report.clone());
        }
        self.drawer.files.get(path).cloned().ok_or_else(|| FileError::NotFound(path.into()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The path of a file of the project; packages are refused.
fn path(id: FileId) -> FileResult<&'static str> {
    let place = id.get();
    match place.root() {
        VirtualRoot::Project => Ok(place.vpath().get_with_slash()),
        VirtualRoot::Package(_) => Err(FileError::AccessDenied),
    }
}

fn id(path: &str) -> Option<FileId> {
    Some(FileId::new(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?)))
}
