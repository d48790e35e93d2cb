//! Finished files as several proofs read them: a stretch that many pages have is read once, whoever it must be held against.
//!
//! A file of markup is taken apart where a line begins with a tag that ends any row of words. What stands before such a place
//! and what stands behind it can be read apart, if all that was opened before it is closed there; where it is not, the rest of
//! the file is read in one piece.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::words::{Form, Mark, Side, marks};
use super::{Marks, Proof, Sieve, tags};
use crate::text::{Digest, QuickMap};

/// In how many parts the stretches lie that all threads share.
const SHELVES: usize = 64;

/// What stretches of finished files say that is a secret for anyone.
pub struct Reading {
    marks: Marks,
    sieve: Sieve,
    shared: Vec<Shelf>,
    /// What each thread met itself, so that it need not wait for others, nor take from them what is in all pages.
    own: Vec<Shelf>,
}

/// Stretches by what stands for them; on a line of the cache of its own.
#[derive(Default)]
#[repr(align(128))]
struct Shelf(Mutex<QuickMap<(Digest, bool), Stretch>>);

impl Shelf {
    fn open(&self) -> MutexGuard<'_, QuickMap<(Digest, bool), Stretch>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is known of a stretch.
#[derive(Clone)]
enum Stretch {
    /// Nothing in it is anyone's secret.
    Plain,
    /// What in it is the secret of someone.
    Marked(Arc<[Mark]>),
    /// What is opened in it goes on behind it.
    Open,
}

impl Reading {
    /// A reading for some proofs.
    pub fn of(proofs: &[Proof]) -> Self {
        let marks: Marks = proofs.iter().flat_map(|proof| &proof.marks).copied().collect();
        let sieve = Sieve::of(&marks);
        let shelves = |count| (0..count).map(|_| Shelf::default()).collect();
        Self { marks, sieve, shared: shelves(SHELVES), own: shelves(rayon::current_num_threads()) }
    }

    /// Whether a proof finds anything in a text: exactly where [`Proof::search`] gives a hit.
    pub fn finds(&self, proof: &Proof, text: &str, form: Form) -> bool {
        if proof.is_empty() {
            return false;
        }
        let thread = rayon::current_thread_index().unwrap_or_default();
        let mut own = self.own[thread % self.own.len()].open();
        let mut start = 0;
        while start < text.len() {
            let end = if form == Form::Markup { next_stretch(text, start) } else { text.len() };
            let stretch = &text[start..end];
            let key = (Digest::of_bytes(stretch.as_bytes()), form == Form::Markup);
            let known = own.entry(key).or_insert_with(|| self.met(key, stretch, form));
            match known {
                Stretch::Plain => {}
                Stretch::Marked(marks) if marks.iter().any(|mark| proof.marks.contains(mark)) => return true,
                Stretch::Marked(_) => {}
                Stretch::Open => {
                    let (rest, _) = self.read(&text[start..], form);
                    return rest.iter().any(|mark| proof.marks.contains(mark));
                }
            }
            start = end;
        }
        false
    }

    /// What is known of a stretch that a thread meets for the first time.
    fn met(&self, key: (Digest, bool), stretch: &str, form: Form) -> Stretch {
        let shelf = &self.shared[key.0.among(SHELVES)];
        if let Some(known) = shelf.open().get(&key) {
            return known.clone();
        }
        let new = match self.read(stretch, form) {
            (_, false) => Stretch::Open,
            (marks, true) if marks.is_empty() => Stretch::Plain,
            (marks, true) => Stretch::Marked(marks.into()),
        };
        shelf.open().insert(key, new.clone());
        new
    }

    /// What in a stretch is anyone's secret, and whether all that it opens is closed in it.
    fn read(&self, stretch: &str, form: Form) -> (Vec<Mark>, bool) {
        let mut found = Vec::new();
        let closed = marks(stretch, form, Side::Finished, &mut |mark, _| {
            if self.sieve.may_hold(mark) && self.marks.contains(&mark) {
                found.push(mark);
            }
        });
        found.sort_unstable();
        found.dedup();
        (found, closed)
    }
}

/// Where the stretch that begins at an offset ends: before the next line that begins with a tag which breaks rows.
fn next_stretch(text: &str, start: usize) -> usize {
    let mut at = start;
    while let Some(found) = text[at..].find('\n') {
        at += found + 1;
        if tags::breaks_rows_at(text, at) {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const THEIRS: &str = "The marginale of it. We give half of it back. | 1002 | Größe 内部价格表";

    fn proof() -> Proof {
        Proof::new(&[(THEIRS, Form::Prose)], &[("back give of half", Form::Prose)])
    }

    /// Whether a reading finds what the proof finds, as it must; and what that is.
    fn found(text: &str) -> bool {
        let proofs = [proof(), Proof::new(&[("other words altogether", Form::Prose)], &[])];
        let reading = Reading::of(&proofs);
        for turn in ["new", "known"] {
            for (number, proof) in proofs.iter().enumerate() {
                let whole = !proof.search(text, Form::Markup).is_empty();
                assert_eq!(reading.finds(proof, text, Form::Markup), whole, "{turn}, proof {number}: {text}");
            }
        }
        !proofs[0].search(text, Form::Markup).is_empty()
    }

    #[test]
    fn a_stretch_is_found_wherever_it_stands() {
        assert!(found("<p>a</p>\n<p>the marginale</p>\n<p>b</p>\n"));
        assert!(found("<ul>\n<li>we give\n<b>half</b>\nof it</li>\n</ul>"));
        assert!(found("<td>\n<a>1002</a>\n</td>"));
        assert!(!found("<p>we give\n<p>half of it"));
        assert!(!found("<p>we</p>\n<p>give</p>\n"));
        assert!(!found(""));
    }

    #[test]
    fn what_is_open_at_the_end_of_a_line_is_read_with_what_follows() {
        assert!(found("<script>\nlet a = \"\n<p>Gr\\u00f6\\u00dfe\"</script>\n<p>b</p>"));
        assert!(found("<!-- a\n<p class=\"marginale\">\n-->\n<p>b</p>"));
        assert!(found("<a title=\"x\n<p class='marginale'>\">\n<p>b</p>"));
        assert!(found("<p unclosed\n<p>marginale</p>"));
        assert!(!found("<p class=\"marginale\">\n<p>b</p>"));
    }

    proptest! {
        #[test]
        fn a_reading_finds_what_a_proof_finds(parts in proptest::collection::vec(0..PARTS.len(), 0..40)) {
            found(&parts.iter().map(|part| PARTS[*part]).collect::<String>());
        }
    }

    const PARTS: [&str; 36] = [
        "\n",
        "\n",
        "\n<",
        "<p>",
        "</p>",
        "\n<p>",
        "</p>\n",
        "<b>",
        "</b>",
        "\n<b>",
        "we ",
        "give ",
        "half ",
        "of ",
        "it ",
        "back",
        "marginale",
        "1002",
        "<td>",
        "</td>",
        "\n<td>",
        "<a href=\"",
        "\">",
        "\n<!--",
        "-->",
        "<script>",
        "</script>",
        "\\u00f6",
        "Gr",
        "ße",
        "tasks/",
        "内部价",
        "格表",
        "&#39;",
        " title='",
        "\n<li id=x>",
    ];
}
