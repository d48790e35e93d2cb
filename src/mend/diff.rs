//! What lies between two states of a file, as `diff -u`, `git apply` and people read it.

use similar::TextDiff;

/// A unified diff of a file, or nothing where nothing changed. `path` stands in both headers.
pub fn unified(path: &str, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let diff = TextDiff::from_lines(before, after);
    let (old, new) = (format!("a/{path}"), format!("b/{path}"));
    diff.unified_diff().context_radius(3).header(&old, &new).to_string()
}

#[cfg(test)]
mod tests {
    use super::unified;

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
