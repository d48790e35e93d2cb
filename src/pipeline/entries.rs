//! Entries of long lists, printed once: where a page shows an entry that some page of this build or the last one showed too,
//! in a list of the same shape, its bytes are taken from there. The template prints the page with the other entries alone and
//! a mark before each, and after the last; where the marks do not come out as they went in, the page is printed whole.

use std::any::Any;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use serde::Serialize;

use super::press::printed;
use crate::memo::KnownEntries;
use crate::render::html::{Printer, TemplateProblem};
use crate::text::Digest;
use crate::view::Lists;

/// What a mark begins and ends with: characters of the private use area, which no text means.
const MARK: (char, char) = ('\u{f8e0}', '\u{f8e1}');

/// The entries of all pages of a build, and of those of the last.
pub(super) struct EntryPress(Mutex<KnownEntries>);

/// The entries of a page, taken out of it.
pub(super) struct SetAside {
    /// Of each list its entries, if they were taken out.
    taken: Vec<Option<Box<dyn Any>>>,
    /// What stands for each of them, by list.
    pub(super) digests: Vec<Vec<Digest>>,
}

/// A page that was printed: its text, the entries in it, and what went wrong.
pub(super) type Made = (String, Vec<Arc<str>>, Vec<TemplateProblem>);

impl SetAside {
    /// Takes the entries out of a page, of the lists that the theme lets be printed apart.
    pub(super) fn from(page: &mut impl Lists, printer: &Printer<'_>) -> Self {
        let mut aside = Self { taken: Vec::new(), digests: Vec::new() };
        for list in page.lists() {
            let apart = printer.prints_apart(list.name);
            let shape = Digest::of(&(printer.digest(), list.shape));
            aside.digests.push(if apart { list.entries.digests(shape) } else { Vec::new() });
            aside.taken.push(apart.then(|| list.entries.take()));
        }
        aside
    }

    /// Does something with a page whose entries are in place.
    pub(super) fn with_all<P: Lists, T>(&mut self, page: &mut P, work: impl FnOnce(&P) -> T) -> T {
        for (list, taken) in page.lists().into_iter().zip(&mut self.taken) {
            taken.take().into_iter().for_each(|taken| list.entries.give_back(taken));
        }
        let done = work(page);
        for (list, (taken, digests)) in page.lists().into_iter().zip(self.taken.iter_mut().zip(&self.digests)) {
            *taken = (!digests.is_empty()).then(|| list.entries.take());
        }
        done
    }

    /// Whether there are any.
    pub(super) fn is_empty(&self) -> bool {
        self.digests.iter().all(Vec::is_empty)
    }

    /// Puts some of the entries of each list back into the page, with a mark for each list that has any.
    fn put(&self, page: &mut impl Lists, chosen: &[Vec<bool>], marked: bool) {
        for (number, ((list, taken), chosen)) in page.lists().into_iter().zip(&self.taken).zip(chosen).enumerate() {
            let Some(taken) = taken else { continue };
            list.entries.put(taken.as_ref(), chosen);
            *list.mark = if marked && !chosen.is_empty() { mark(number) } else { String::new() };
        }
    }
}

impl EntryPress {
    pub(super) fn new(known: KnownEntries) -> Self {
        Self(Mutex::new(known))
    }

    /// What the next build may use.
    pub(super) fn finish(self) -> KnownEntries {
        let mut known = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        known.forget();
        known
    }

    /// Prints a page whose entries were taken out of it.
    pub(super) fn print<View: Serialize + Lists>(
        &self,
        printer: &Printer<'_>,
        template: &str,
        page: &mut View,
        aside: &SetAside,
    ) -> Made {
        let mut entries = self.known(&aside.digests);
        let missing: Vec<Vec<bool>> = entries.iter().map(|list| list.iter().map(Option::is_none).collect()).collect();
        aside.put(page, &missing, true);
        let (html, problems) = printed(printer, template, page);
        if let Some(html) = joined(&html, &mut entries).filter(|_| problems.is_empty()) {
            let all: Vec<Arc<str>> = entries.into_iter().flatten().flatten().collect();
            self.learn(&aside.digests, &all, &missing);
            return (html, all, problems);
        }
        let every: Vec<Vec<bool>> = missing.iter().map(|list| vec![true; list.len()]).collect();
        aside.put(page, &every, false);
        let (html, problems) = printed(printer, template, page);
        (html, Vec::new(), problems)
    }

    fn known(&self, digests: &[Vec<Digest>]) -> Vec<Vec<Option<Arc<str>>>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let text = |digest: &Digest| known.entries.get(digest).and_then(Weak::upgrade);
        digests.iter().map(|list| list.iter().map(text).collect()).collect()
    }

    fn learn(&self, digests: &[Vec<Digest>], texts: &[Arc<str>], missing: &[Vec<bool>]) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all = digests.iter().flatten().zip(texts).zip(missing.iter().flatten());
        known.entries.extend(all.filter(|(_, new)| **new).map(|((digest, text), _)| (*digest, Arc::downgrade(text))));
    }
}

fn mark(number: usize) -> String {
    let mut mark = String::from(MARK.0);
    // Writing to a string cannot fail.
    let _ = write!(mark, "{number}{}", MARK.1);
    mark
}

/// A page with all its entries, from one that has those alone that were not known; they are known then. Nothing, where its
/// marks are not those that the lists should have.
fn joined(html: &str, entries: &mut [Vec<Option<Arc<str>>>]) -> Option<String> {
    let mut parts = html.split(MARK.0);
    let mut page = parts.next()?.to_owned();
    let mut seen = vec![false; entries.len()];
    let mut parts = parts.map(|part| part.split_once(MARK.1));
    while let Some(part) = parts.next() {
        let (mut name, mut text) = part?;
        let number: usize = name.parse().ok()?;
        let list = entries.get_mut(number)?;
        if std::mem::replace(&mut seen[number], true) {
            return None;
        }
        for entry in list.iter_mut() {
            if entry.is_none() {
                *entry = Some(Arc::from(text));
                (name, text) = parts.next()??;
                if name.parse() != Ok(number) {
                    return None;
                }
            }
            page.push_str(entry.as_deref()?);
        }
        page.push_str(text);
    }
    let complete = entries.iter().zip(&seen).all(|(list, seen)| *seen || list.is_empty());
    complete.then_some(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(parts: &[&str]) -> String {
        parts.concat().replace('[', &MARK.0.to_string()).replace(']', &MARK.1.to_string())
    }

    fn entries(lists: &[&[Option<&str>]]) -> Vec<Vec<Option<Arc<str>>>> {
        lists.iter().map(|list| list.iter().map(|entry| entry.map(Arc::from)).collect()).collect()
    }

    #[test]
    fn known_entries_come_to_their_places_and_new_ones_are_learnt() {
        let mut lists = entries(&[&[Some("a"), None, Some("c"), None], &[], &[Some("x")]]);
        let html = page(&["<ul>", "[0]b", "[0]d", "[0]</ul>", "<p>", "[2]</p>"]);
        assert_eq!(joined(&html, &mut lists).as_deref(), Some("<ul>abcd</ul><p>x</p>"));
        assert_eq!(lists, entries(&[&[Some("a"), Some("b"), Some("c"), Some("d")], &[], &[Some("x")]]));
    }

    #[test]
    fn a_page_whose_marks_are_others_is_not_trusted() {
        for parts in [
            &["<ul></ul>"][..],
            &["[0]b[0]d</ul>"],
            &["[0]b[0]d[0]e[0]</ul>"],
            &["[0]b[1]d[0]</ul>"],
            &["[0]b[0]d[0]</ul>[0]"],
            &["[7]b[0]d[0]</ul>"],
            &["[x]b[0]d[0]</ul>"],
            &["[0 b[0]d[0]</ul>"],
        ] {
            let mut lists = entries(&[&[Some("a"), None, None]]);
            assert_eq!(joined(&page(parts), &mut lists), None, "{parts:?}");
        }
    }

    #[test]
    fn a_page_without_lists_is_what_was_printed() {
        assert_eq!(joined("<p>text</p>", &mut []).as_deref(), Some("<p>text</p>"));
        assert_eq!(joined(&page(&["<p>[0]</p>"]), &mut []), None);
    }
}
