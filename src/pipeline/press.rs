//! Prints pages, or takes them from the last build: a page whose view is made from the same as then is not even viewed,
//! a page whose view is the same is not printed again. A page that several editions have is printed once (`reprint`).

use std::collections::BTreeSet;
use std::hash::Hash;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

use super::entries::{EntryPress, SetAside};
use super::reprint::{Imprint, Reprints};
use crate::memo::{KnownEntries, Sheet, Work};
use crate::render::html::{Printer, TemplateProblem};
use crate::search::Searched;
use crate::text::{Digest, Digester, QuickMap, VirtualPath};
use crate::view::Lists;

/// A page as it shall be.
pub(super) struct Shown<View> {
    /// Its address.
    pub(super) path: VirtualPath,
    /// What it shows.
    pub(super) view: View,
    /// Whether it can be searched for.
    pub(super) searched: bool,
}

/// What prints the pages of one build.
pub(super) struct Press {
    before: QuickMap<Digest, Arc<Sheet>>,
    now: Mutex<Vec<(Digest, Arc<Sheet>)>>,
    entries: EntryPress,
    reprints: Reprints,
    viewed: AtomicUsize,
    printed: AtomicUsize,
}

/// A page to be printed: which it is, what its view is made from if that is known, and by which template.
#[derive(Clone, Copy)]
pub(super) struct Order<'t> {
    /// The same for the same page in every build.
    pub(super) place: Digest,
    /// What its view is made from.
    pub(super) basis: Option<Digest>,
    /// The template.
    pub(super) template: &'t str,
    /// What the edition puts in place of the marks, if the view has any.
    pub(super) imprint: Option<Imprint<'t>>,
}

impl Press {
    /// A press that knows the pages of the last build, made with the same settings and theme.
    pub(super) fn new(before: QuickMap<Digest, Arc<Sheet>>, entries: KnownEntries) -> Self {
        let now = Mutex::new(Vec::with_capacity(before.len()));
        let entries = EntryPress::new(entries);
        let reprints = Reprints::default();
        Self { before, now, entries, reprints, viewed: AtomicUsize::new(0), printed: AtomicUsize::new(0) }
    }

    /// What the next build may use, and how much was done.
    pub(super) fn finish(self) -> (QuickMap<Digest, Arc<Sheet>>, KnownEntries, Work) {
        let work = Work { parsed: 0, viewed: self.viewed.into_inner(), printed: self.printed.into_inner() };
        let now = self.now.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut sheets = self.before;
        for (place, sheet) in &now {
            if sheets.get(place).is_none_or(|known| !Arc::ptr_eq(known, sheet)) {
                sheets.insert(*place, sheet.clone());
            }
        }
        if sheets.len() != now.len() {
            let own: BTreeSet<Digest> = now.iter().map(|(place, _)| *place).collect();
            sheets.retain(|place, _| own.contains(place));
        }
        (sheets, self.entries.finish(), work)
    }

    /// A page, of the last build where that is the same, of another edition where it is the same there.
    pub(super) fn page<View: Serialize + Lists + Searched>(
        &self,
        printer: &Printer<'_>,
        order: Order<'_>,
        path: &VirtualPath,
        view: impl FnOnce() -> Option<Shown<View>>,
    ) -> Option<Arc<Sheet>> {
        let before = self.before.get(&order.place).filter(|sheet| order.basis.is_some() && sheet.basis == order.basis);
        let elsewhere = || self.reprints.made_from_the_same(order, path);
        let sheet = match before.cloned().or_else(elsewhere) {
            Some(sheet) => sheet,
            None => {
                let shown = view()?;
                self.viewed.fetch_add(1, Ordering::Relaxed);
                self.print(printer, order, path, shown)
            }
        };
        self.keep(order.place, sheet.clone());
        Some(sheet)
    }

    /// A file that no template prints, of the last build where it shows the same.
    pub(super) fn file(
        &self,
        place: Digest,
        view: Digest,
        path: VirtualPath,
        make: impl FnOnce() -> (Vec<u8>, Vec<TemplateProblem>),
    ) -> Arc<Sheet> {
        let before = self.before.get(&place).filter(|sheet| sheet.view == view && sheet.path == path);
        let sheet = before.cloned().unwrap_or_else(|| {
            self.printed.fetch_add(1, Ordering::Relaxed);
            let (bytes, problems) = make();
            Arc::new(Sheet { basis: None, view, path, bytes: bytes.into(), problems, entry: None, listed: Vec::new() })
        });
        self.viewed.fetch_add(1, Ordering::Relaxed);
        self.keep(place, sheet.clone());
        sheet
    }

    /// Keeps a page of the last build for the next.
    pub(super) fn keep(&self, place: Digest, sheet: Arc<Sheet>) {
        self.now.lock().unwrap_or_else(PoisonError::into_inner).push((place, sheet));
    }

    fn print<View: Serialize + Lists + Searched>(
        &self,
        printer: &Printer<'_>,
        order: Order<'_>,
        known_as: &VirtualPath,
        page: Shown<View>,
    ) -> Arc<Sheet> {
        let Order { place, basis, template, imprint: _ } = order;
        let Shown { path, view: mut page, searched } = page;
        let mut aside = Some(SetAside::from(&mut page, printer)).filter(|aside| !aside.is_empty());
        let view = shown(printer, template, &page);
        let view = aside.as_ref().map_or(view, |aside| Digest::of(&(view, &aside.digests)));
        if let Some(before) = self.before.get(&place).filter(|sheet| sheet.view == view && sheet.path == path) {
            let Sheet { bytes, problems, entry, listed, .. } = before.as_ref();
            let (bytes, problems, entry, listed) = (bytes.clone(), problems.clone(), entry.clone(), listed.clone());
            return Arc::new(Sheet { basis, view, path, bytes, problems, entry, listed });
        }
        if let Some(sheet) = self.reprints.showing_the_same(order, view, &path) {
            return sheet;
        }
        self.printed.fetch_add(1, Ordering::Relaxed);
        let entry_of = |page: &View| if searched { page.entry().map(Arc::new) } else { None };
        let entry = match &mut aside {
            Some(aside) => aside.with_all(&mut page, entry_of),
            None => entry_of(&page),
        };
        let (html, listed, problems) = match aside {
            Some(aside) => self.entries.print(printer, template, &mut page, &aside),
            None => {
                let (html, problems) = printed(printer, template, &page);
                (html, Vec::new(), problems)
            }
        };
        let sheet = Sheet { basis, view, path, bytes: html.into_bytes().into(), problems, entry, listed };
        self.reprints.keep(order, known_as, sheet)
    }
}

/// The digest of all that a page shows.
pub(super) fn shown(printer: &Printer<'_>, template: &str, page: &impl Serialize) -> Digest {
    let mut digest = Digester::default();
    (printer.digest(), template).hash(&mut digest);
    let written = serde_json::to_writer(std::io::BufWriter::new(&mut digest), page);
    // Plain fields can always be written; if one day a view cannot, the reason is part of it.
    written.err().map(|error| error.to_string()).hash(&mut digest);
    digest.digest()
}

/// Prints by the theme; where an override fails, by the built-in template of its name.
pub(super) fn printed(printer: &Printer<'_>, template: &str, page: &impl Serialize) -> (String, Vec<TemplateProblem>) {
    match printer.render(template, page) {
        Ok(html) => (html, Vec::new()),
        Err(problem) => {
            let html = printer.render_built_in(template, page);
            let second = html.as_ref().err().cloned();
            (html.unwrap_or_default(), std::iter::once(problem).chain(second).collect())
        }
    }
}
