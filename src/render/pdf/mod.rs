//! Manuscripts to PDF, by typst and the theme's `report/*.typ`. A report is always PDF/UA-1: tagged, and never with a
//! glyph that is not there. The same manuscript, theme, logo and fonts give the same bytes.
//!
//! Typesetting runs on threads of its own: typst nests deeper than the stacks of rayon's threads reach.

mod desk;
mod fonts;
mod letters;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::thread;

use typst::diag::SourceDiagnostic;
use typst::{Feature, Library, LibraryExt, WorldExt, utils::LazyHash};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::manuscript::Manuscript;
use desk::{Desk, Drawer};
use letters::Prepared;

pub use fonts::Fonts;
pub use letters::letters;

/// Enough for what a report nests, also in a build without optimisation.
const STACK: usize = 16 << 20;

/// What typst made and no report needed for so many reports is forgotten.
const UNUSED_REPORTS: usize = 2;

/// A report that was typeset.
#[derive(Clone, Debug)]
pub struct Printed {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// Signs for which no font had a glyph; a box stands in their place.
    pub replaced: BTreeSet<char>,
    /// What was wrong with the theme's own files, so that the built-in ones stood in.
    pub problem: Option<String>,
}

/// Why a report could not be typeset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unprinted {
    /// What was found.
    pub reason: String,
    /// The way out.
    pub help: String,
}

/// Typesets reports with one theme and one logo.
pub struct Typesetter {
    own: Drawer,
    built_in: Option<Drawer>,
    library: LazyHash<Library>,
    options: PdfOptions,
}

impl Typesetter {
    /// What typesets with the files of a theme and a logo, given by its extension and bytes.
    pub fn new(theme: &BTreeMap<String, Arc<[u8]>>, logo: Option<(&str, Vec<u8>)>) -> Self {
        let default = super::built_in_theme("default").unwrap_or_default();
        let built_in = Drawer::new(&[&default], None);
        let own = Drawer::new(&[&default, theme], logo);
        let features = [Feature::A11yExtras].into_iter().collect();
        let library = LazyHash::new(Library::builder().with_features(features).build());
        let standards = PdfStandards::new(&[PdfStandard::Ua_1]).unwrap_or_default();
        let options = PdfOptions { standards, ..PdfOptions::default() };
        Self { built_in: Some(built_in).filter(|built_in| !built_in.is_like(&own)), own, library, options }
    }

    /// Typesets manuscripts, each for itself, in their order: one that fails does not stop the others. Calls `told` after
    /// each.
    pub fn print(
        &self,
        manuscripts: &[&Manuscript],
        fonts: &Fonts,
        told: &(dyn Fn() + Sync),
    ) -> Vec<Result<Printed, Unprinted>> {
        let queue = Mutex::new(manuscripts.iter().enumerate());
        let next = || queue.lock().ok().and_then(|mut queue| queue.next());
        let work = || {
            let one = |manuscript| catch_unwind(AssertUnwindSafe(|| self.one(manuscript, fonts)));
            let mut done = Vec::new();
            while let Some((at, manuscript)) = next() {
                done.push((at, one(manuscript).unwrap_or_else(|_| Err(Unprinted::broken_off()))));
                // Of what typst remembers, other reports need the theme and the words that all have; the rest would stay.
                comemo::evict(UNUSED_REPORTS);
                told();
            }
            done
        };
        let workers = thread::available_parallelism().map_or(1, usize::from).min(manuscripts.len());
        let mut done: BTreeMap<usize, Result<Printed, Unprinted>> = thread::scope(|scope| {
            let spawn = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok();
            let workers: Vec<_> = (0..workers).filter_map(spawn).collect();
            workers.into_iter().filter_map(|worker| worker.join().ok()).flatten().collect()
        });
        (0..manuscripts.len()).map(|at| done.remove(&at).unwrap_or_else(|| Err(Unprinted::broken_off()))).collect()
    }

    fn one(&self, manuscript: &Manuscript, fonts: &Fonts) -> Result<Printed, Unprinted> {
        let prepared = letters::prepared(manuscript, fonts)?;
        let printed = |bytes, problem| Printed { bytes, replaced: prepared.replaced.clone(), problem };
        match (self.with(&self.own, manuscript, &prepared, fonts), &self.built_in) {
            (Ok(bytes), _) => Ok(printed(bytes, None)),
            (Err(reason), Some(built_in)) => {
                let bytes = self.with(built_in, manuscript, &prepared, fonts);
                bytes.map(|bytes| printed(bytes, Some(reason))).map_err(Unprinted::template)
            }
            (Err(reason), None) => Err(Unprinted::template(reason)),
        }
    }

    /// The bytes of a report, or what typst says is wrong and where.
    fn with(&self, drawer: &Drawer, of: &Manuscript, prepared: &Prepared, fonts: &Fonts) -> Result<Vec<u8>, String> {
        let desk = Desk::new(&self.library, drawer, fonts, of, prepared);
        let document = typst::compile::<PagedDocument>(&desk).output;
        let bytes = document.and_then(|document| typst_pdf::pdf(&document, &self.options));
        bytes.map_err(|found| found.first().map_or_else(String::new, |first| said(&desk, first)))
    }
}

impl Unprinted {
    fn template(reason: String) -> Self {
        Self { reason, help: "use `--format html`; this is a bug of ours if the theme is the built-in one".to_owned() }
    }

    fn broken_off() -> Self {
        Self::template("typesetting broke off".to_owned())
    }
}

/// `report/status.typ:12:3: unknown variable: x`
fn said(desk: &Desk<'_>, found: &SourceDiagnostic) -> String {
    let place = || {
        let file = found.span.id()?;
        let range = desk.range(found.span)?;
        let (line, column) = typst::World::source(desk, file).ok()?.lines().byte_to_line_column(range.start)?;
        Some(format!("{}:{}:{}: ", file.vpath().get_without_slash(), line + 1, column + 1))
    };
    format!("{}{}", place().unwrap_or_default(), found.message)
}
