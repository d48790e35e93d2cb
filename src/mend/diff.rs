//! What lies between two states of a file, as `diff -u`, `git apply` and people read it.

use std::ops::Range;

use similar::{ChangeTag, TextDiff};

/// A unified diff of a file, or nothing where nothing changed. `path` stands in both headers.
pub fn unified(path: &str, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let diff = TextDiff::from_lines(before, after);
    let (old, new) = (format!("a/{path}"), format!("b/{path}"));
    diff.unified_diff().context_radius(3).header(&old, &new).to_string()
}

/// The stretches of lines that differ: which bytes of the first text become what, in order and apart.
pub fn changes(before: &str, after: &str) -> Vec<(Range<usize>, String)> {
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    let (mut at, mut open) = (0, false);
    for change in TextDiff::from_lines(before, after).iter_all_changes() {
        let value = change.value();
        if change.tag() == ChangeTag::Equal {
            at += value.len();
            open = false;
            continue;
        }
        if !open {
            found.push((at..at, String::new()));
            open = true;
        }
        let Some((range, text)) = found.last_mut() else { continue };
        if change.tag() == ChangeTag::Delete {
            at += value.len();
            range.end = at;
        } else {
            text.push_str(value);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{changes, unified};

    #[test]
    fn stretches_of_lines_that_differ_make_the_other_text() {
        let (before, after) = ("a\r\nb\nc\nd", "a\r\nB\nB\nc\n");
        let found = changes(before, after);
        assert_eq!(found, [(3..5, "B\nB\n".to_owned()), (7..8, String::new())]);
        assert_eq!(changes(before, before), []);
        assert_eq!(changes("", "x\n"), [(0..0, "x\n".to_owned())]);
    }

    #[test]
    fn the_lines_that_change_stand_amid_their_neighbours() {
        let out = unified("content/a.md", "one\ntwo\nthree\n", "one\n2\nthree\n");
        assert_eq!(out, "--- a/content/a.md\n+++ b/content/a.md\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n");
        assert_eq!(unified("a", "x", "x"), "");
    }

    #[test]
    fn line_ends_are_part_of_a_line() {
        let out = unified("a", "one\r\ntwo\r\n", "one\r\n2\r\n");
        assert!(out.contains(" one\r\n-two\r\n+2\r\n"), "{out:?}");
    }
}
