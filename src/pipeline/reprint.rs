//! Pages that several editions have, printed once: with marks where a page names its edition and around the link that not all
//! editions have. What an edition puts in their place makes the page its own.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::press::Order;
use crate::memo::Sheet;
use crate::text::{Digest, QuickMap, VirtualPath};
use crate::view::scope::Marks;

/// No text has them by chance. An author who wrote them would name the edition that the reader has anyway, or hide a stretch from
/// readers of some: nobody would see more than is theirs.
pub(super) const MARKS: Marks = Marks { edition: "\u{f8e2}edition\u{f8e2}", parity: "\u{f8e2}parity\u{f8e2}" };
/// What both begin with.
const BEGIN: char = '\u{f8e2}';

/// What an edition puts in place of the marks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Imprint<'t> {
    /// Its name.
    pub(super) edition: &'t str,
    /// Whether it has the parity page.
    pub(super) parity: bool,
}

/// What was printed so far for one edition or another, by what it is made from and by what it shows.
#[derive(Default)]
pub(super) struct Reprints(Mutex<QuickMap<Digest, Arc<Marked>>>);

impl Reprints {
    /// A page that is made from the same as one of another edition.
    pub(super) fn made_from_the_same(&self, order: Order<'_>, known_as: &VirtualPath) -> Option<Arc<Sheet>> {
        self.page(order, || of_basis(order, known_as))
    }

    /// A page that shows the same as one of another edition.
    pub(super) fn showing_the_same(&self, order: Order<'_>, view: Digest, path: &VirtualPath) -> Option<Arc<Sheet>> {
        self.page(order, || Some(of_view(view, path)))
    }

    fn page(&self, order: Order<'_>, key: impl FnOnce() -> Option<Digest>) -> Option<Arc<Sheet>> {
        let imprint = order.imprint?;
        let marked = self.all().get(&key()?).cloned()?;
        Some(Arc::new(marked.with(imprint, order.basis)))
    }

    /// Keeps a page for other editions, if they may have it; gives the page as its own edition has it.
    pub(super) fn keep(&self, order: Order<'_>, known_as: &VirtualPath, sheet: Sheet) -> Arc<Sheet> {
        let Some(imprint) = order.imprint else { return Arc::new(sheet) };
        let keys = [of_basis(order, known_as), Some(of_view(sheet.view, &sheet.path))];
        let marked = Arc::new(Marked::new(sheet));
        let own = marked.with(imprint, order.basis);
        self.all().extend(keys.into_iter().flatten().map(|key| (key, marked.clone())));
        Arc::new(own)
    }

    fn all(&self) -> MutexGuard<'_, QuickMap<Digest, Arc<Marked>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Stands for all that a page is made from, in whatever edition.
fn of_basis(order: Order<'_>, known_as: &VirtualPath) -> Option<Digest> {
    Some(Digest::of(&(order.basis?, order.template, known_as)))
}

/// Stands for a page and what it shows.
fn of_view(view: Digest, path: &VirtualPath) -> Digest {
    Digest::of(&(view, path))
}

/// A page with marks, and where in its bytes they are.
struct Marked {
    sheet: Sheet,
    marks: Vec<(usize, Mark)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Edition,
    Parity,
}

impl Marked {
    fn new(sheet: Sheet) -> Self {
        let text = std::str::from_utf8(&sheet.bytes).unwrap_or_default();
        let mark = |at: usize| match &text[at..] {
            rest if rest.starts_with(MARKS.edition) => Some((at, Mark::Edition)),
            rest if rest.starts_with(MARKS.parity) => Some((at, Mark::Parity)),
            _ => None,
        };
        // A single character is found much faster than a word.
        let marks = text.match_indices(BEGIN).filter_map(|(at, _)| mark(at)).collect();
        Self { sheet, marks }
    }

    /// The page with what an edition puts in place of the marks.
    fn with(&self, imprint: Imprint<'_>, basis: Option<Digest>) -> Sheet {
        let Sheet { basis: _, view, path, bytes, problems, entry, listed } = &self.sheet;
        let (path, problems, entry, listed) = (path.clone(), problems.clone(), entry.clone(), listed.clone());
        let bytes = if self.marks.is_empty() { bytes.clone() } else { filled(bytes, &self.marks, imprint).into() };
        Sheet { basis, view: *view, path, bytes, problems, entry, listed }
    }
}

/// Bytes with something in place of their marks. What stands between a mark of the parity page and the next is for editions
/// that have one.
fn filled(bytes: &[u8], marks: &[(usize, Mark)], imprint: Imprint<'_>) -> Vec<u8> {
    let mut own = Vec::with_capacity(bytes.len());
    let (mut done, mut shown) = (0, true);
    for (at, mark) in marks {
        if shown {
            own.extend_from_slice(&bytes[done..*at]);
        }
        match mark {
            Mark::Edition => {
                own.extend_from_slice(if shown { imprint.edition.as_bytes() } else { &[] });
                done = at + MARKS.edition.len();
            }
            Mark::Parity => {
                shown = imprint.parity || !shown;
                done = at + MARKS.parity.len();
            }
        }
    }
    own.extend_from_slice(&bytes[done..]);
    own
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str, edition: &str, parity: bool) -> String {
        let text = text.replace('@', MARKS.edition).replace('%', MARKS.parity);
        let sheet = Sheet {
            basis: None,
            view: Digest::default(),
            path: VirtualPath::root(),
            bytes: text.into_bytes().into(),
            problems: Vec::new(),
            entry: None,
            listed: Vec::new(),
        };
        let sheet = Marked::new(sheet).with(Imprint { edition, parity }, None);
        String::from_utf8(sheet.bytes.to_vec()).expect("it is text")
    }

    #[test]
    fn each_edition_has_its_name_and_what_is_meant_for_it() {
        let text = "<b>@</b><ul>%\n<li>parity of @</li>%</ul><i>@/x</i>";
        assert_eq!(
            page(text, "internal", true),
            "<b>internal</b><ul>\n<li>parity of internal</li></ul><i>internal/x</i>"
        );
        assert_eq!(page(text, "partner", false), "<b>partner</b><ul></ul><i>partner/x</i>");
        assert_eq!(page("<p>plain</p>", "partner", false), "<p>plain</p>");
    }
}
