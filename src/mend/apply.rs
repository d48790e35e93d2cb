//! Fixes made in one text. Edits that meet wait for the next round, since the text that they were made for is then gone.

use std::ops::Range;

use crate::diagnostic::{Edit, Fix};
use crate::text::FileId;

/// A text after some fixes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// The text.
    pub text: String,
    /// How many fixes were made.
    pub made: usize,
}

/// Makes the fixes that do not meet an earlier one, each whole or not at all; a fix for another file, beyond the text or
/// that changes nothing is left out.
pub fn applied(file: FileId, text: &str, fixes: &[&Fix]) -> Applied {
    let mut fixes: Vec<&Fix> = fixes.iter().copied().filter(|fix| is_sound(file, text, fix)).collect();
    fixes.sort_by_key(|fix| fix.edits.iter().map(|edit| edit.span).min());
    let mut taken: Vec<&Edit> = Vec::new();
    let mut made = 0;
    for fix in fixes {
        // Edits of one fix stand in order, so only its own can lie behind those of the fixes before it.
        let meets = fix.edits.iter().any(|edit| taken.iter().rev().any(|other| meet(edit, other)));
        if !meets {
            taken.extend(&fix.edits);
            made += 1;
        }
    }
    taken.sort_by_key(|edit| edit.span);
    Applied { text: spliced(text, taken.into_iter().map(|edit| (edit.span.range(), &*edit.replacement))), made }
}

/// The text with ranges replaced, which stand in order and apart.
fn spliced<'e>(text: &str, edits: impl Iterator<Item = (Range<usize>, &'e str)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, replacement) in edits {
        out.push_str(&text[at..range.start]);
        out.push_str(replacement);
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}

/// Whether two edits share a byte or touch: what stands between them would be in doubt.
fn meet(one: &Edit, other: &Edit) -> bool {
    one.span.start <= other.span.end && other.span.start <= one.span.end
}

fn is_sound(file: FileId, text: &str, fix: &Fix) -> bool {
    let inside = |edit: &Edit| edit.span.file == file && text.get(edit.span.range()).is_some();
    let apart =
        |at: usize| fix.edits[..at].iter().all(|other| !meet(other, &fix.edits[at]) || touch(other, &fix.edits[at]));
    let changes = |edit: &Edit| text.get(edit.span.range()) != Some(&*edit.replacement);
    fix.edits.iter().all(inside) && (0..fix.edits.len()).all(apart) && fix.edits.iter().any(changes)
}

/// Whether one of two edits that replace something begins where the other ends: within one fix that is plain.
fn touch(one: &Edit, other: &Edit) -> bool {
    let filled = |edit: &Edit| edit.span.start < edit.span.end;
    filled(one) && filled(other) && (one.span.end == other.span.start || other.span.end == one.span.start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Safety;
    use crate::text::Span;

    const FILE: FileId = FileId(0);

    fn fix(edits: &[(usize, usize, &str)]) -> Fix {
        let edit = |(start, end, text): &(usize, usize, &str)| Edit {
            span: Span::new(FILE, *start, *end),
            replacement: (*text).to_owned(),
        };
        Fix { title: String::new(), edits: edits.iter().map(edit).collect(), safety: Safety::Safe }
    }

    fn made(text: &str, fixes: &[Fix]) -> (String, usize) {
        let Applied { text, made } = applied(FILE, text, &fixes.iter().collect::<Vec<_>>());
        (text, made)
    }

    #[test]
    fn fixes_are_made_in_any_order() {
        let fixes = [fix(&[(4, 5, "E")]), fix(&[(0, 1, "A"), (2, 3, "")])];
        assert_eq!(made("abcdef", &fixes), ("AbdEf".to_owned(), 2));
    }

    #[test]
    fn what_meets_an_earlier_fix_waits_whole() {
        let fixes = [fix(&[(0, 3, "x")]), fix(&[(2, 4, "y"), (5, 6, "z")]), fix(&[(3, 3, "i")])];
        assert_eq!(made("abcdef", &fixes), ("xdef".to_owned(), 1));
    }

    #[test]
    fn what_cannot_be_made_is_left_out() {
        for bad in [fix(&[(5, 9, "x")]), fix(&[(1, 2, "x")]), fix(&[(0, 2, "ä")]), fix(&[])] {
            assert_eq!(made("äb", &[bad]), ("äb".to_owned(), 0));
        }
        let foreign =
            Fix { edits: vec![Edit { span: Span::new(FileId(1), 0, 2), replacement: String::new() }], ..fix(&[]) };
        assert_eq!(made("äb", &[foreign]), ("äb".to_owned(), 0));
    }

    proptest::proptest! {
        #[test]
        fn nothing_outside_the_spans_changes(
            text in "[a-zä任\r\n]{0,40}",
            places in proptest::collection::vec((0..60usize, 0..9usize, "[A-Z]{0,4}"), 0..8),
        ) {
            let fixes: Vec<Fix> = places.iter().map(|(at, len, new)| fix(&[(*at, at + len, new)])).collect();
            let Applied { text: out, .. } = applied(FILE, &text, &fixes.iter().collect::<Vec<_>>());
            // Capitals come from fixes alone: what is left of the text are its characters outside the spans, in order.
            let covered = |at: usize| places.iter().any(|(start, len, _)| (*start..start + len).contains(&at));
            let kept: String = text.char_indices().filter(|(at, _)| !covered(*at)).map(|(_, c)| c).collect();
            let mut left = out.chars().filter(|c| !c.is_ascii_uppercase());
            proptest::prop_assert!(kept.chars().all(|c| left.any(|other| other == c)), "{text:?} {out:?}");
        }
    }
}
