//! Finished files as several proofs read them: a stretch that many pages have is read once, whoever it must be held against.
//!
//! A file of markup is taken apart where a line begins with a tag that ends any row of words. What stands before such a place
//! and what stands behind it can be read apart, if all that was opened before it is closed there; where it is not, the rest of
//! the file is read in one piece.

use std::sync::{Mutex, PoisonError};

use super::words::{Form, Mark, Side, marks};
use super::{Marks, Proof, Sieve, tags};
use crate::text::{Digest, QuickMap};

/// In how many parts the known stretches lie, so that threads seldom wait for each other.
const SHELVES: usize = 64;

/// What stretches of finished files say that is a secret for anyone.
pub struct Reading {
    marks: Marks,
    sieve: Sieve,
    known: Vec<Mutex<QuickMap<Digest, Stretch>>>,
}

/// What is known of a stretch.
#[derive(Clone)]
enum Stretch {
    /// Nothing in it is anyone's secret.
    Plain,
    /// What in it is the secret of someone.
    Marked(Box<[Mark]>),
    /// What is opened in it goes on behind it.
    Open,
}

impl Reading {
    /// A reading for some proofs.
    pub fn of(proofs: &[Proof]) -> Self {
        let marks: Marks = proofs.iter().flat_map(|proof| &proof.marks).copied().collect();
        let sieve = Sieve::of(&marks);
        Self { marks, sieve, known: (0..SHELVES).map(|_| Mutex::default()).collect() }
    }

    /// Whether a proof finds anything in a text: exactly where [`Proof::search`] gives a hit.
    pub fn finds(&self, proof: &Proof, text: &str, form: Form) -> bool {
        if proof.is_empty() {
            return false;
        }
        let mut start = 0;
        while start < text.len() {
            let end = if form == Form::Markup { next_stretch(text, start) } else { text.len() };
            match self.holds(proof, &text[start..end], form) {
                Some(true) => return true,
                Some(false) => start = end,
                None => {
                    let (rest, _) = self.read(&text[start..], form);
                    return rest.iter().any(|mark| proof.marks.contains(mark));
                }
            }
        }
        false
    }

    /// Whether a stretch has a secret of a proof; nothing, where it is open.
    fn holds(&self, proof: &Proof, stretch: &str, form: Form) -> Option<bool> {
        let digest = Digest::of(&(form as u8, stretch));
        let shelf = || self.known[digest.among(SHELVES)].lock().unwrap_or_else(PoisonError::into_inner);
        let judged = |known: &Stretch| match known {
            Stretch::Plain => Some(false),
            Stretch::Marked(marks) => Some(marks.iter().any(|mark| proof.marks.contains(mark))),
            Stretch::Open => None,
        };
        if let Some(known) = shelf().get(&digest) {
            return judged(known);
        }
        let new = match self.read(stretch, form) {
            (_, false) => Stretch::Open,
            (marks, true) if marks.is_empty() => Stretch::Plain,
            (marks, true) => Stretch::Marked(marks.into_boxed_slice()),
        };
        let judgement = judged(&new);
        shelf().insert(digest, new);
        judgement
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
        if text[at..].starts_with('<') && !tags::is_inline_at(text, at) {
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
