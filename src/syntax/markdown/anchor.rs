//! Heading anchors by GitHub's rule, letters of every script kept.

use std::collections::{BTreeSet, HashMap};

use crate::text::Digest;

/// The anchor of a heading's plain text: lower case, punctuation dropped, blanks to hyphens.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            ' ' | '\u{a0}' | '\u{3000}' | '-' => out.push('-'),
            '_' => out.push('_'),
            c if c.is_alphanumeric() || is_mark(c) => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out
}

/// Combining marks belong to the letters they follow.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Gives each heading of a page an anchor of its own: the second `overview` is `overview-1`.
#[derive(Default)]
pub struct Anchors {
    seen: HashMap<String, usize>,
}

impl Anchors {
    /// The anchor for a heading's text.
    pub fn anchor(&mut self, text: &str) -> String {
        self.unique(slug(text))
    }

    /// An anchor that the author chose, made unique.
    pub fn unique(&mut self, base: String) -> String {
        let count = self.seen.entry(base.clone()).or_insert(0);
        *count += 1;
        if *count == 1 {
            return base;
        }
        let mut next = *count - 1;
        loop {
            let candidate = format!("{base}-{next}");
            if !self.seen.contains_key(&candidate) {
                self.seen.insert(candidate.clone(), 1);
                return candidate;
            }
            next += 1;
        }
    }
}

/// Every anchor of a page, and what stands for them all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnchorSet {
    names: BTreeSet<String>,
    digest: Digest,
}

impl AnchorSet {
    /// Collects anchors.
    pub fn new(names: impl IntoIterator<Item = String>) -> Self {
        let names: BTreeSet<String> = names.into_iter().collect();
        let digest = Digest::of(&names);
        Self { names, digest }
    }

    /// Whether there is such an anchor.
    pub fn contains(&self, anchor: &str) -> bool {
        self.names.contains(anchor)
    }

    /// All anchors in order of their letters.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Equal for equal anchors.
    pub fn digest(&self) -> Digest {
        self.digest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_follow_github() {
        assert_eq!(slug("Test Migration (Pilot) & Co."), "test-migration-pilot--co");
        assert_eq!(slug("概要の更新"), "概要の更新");
        assert_eq!(slug("Übersicht"), "übersicht");
        assert_eq!(slug("1. What's new?"), "1-whats-new");
    }

    #[test]
    fn the_second_of_a_name_is_numbered() {
        let mut anchors = Anchors::default();
        let found: Vec<String> = ["Overview", "Overview", "Overview 1", "Overview"].map(|t| anchors.anchor(t)).to_vec();
        assert_eq!(found, ["overview", "overview-1", "overview-1-1", "overview-2"]);
    }
}
