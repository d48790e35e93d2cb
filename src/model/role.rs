//! Who does a task.

/// A role by its canonical name, or the words of the page where the vocabulary does not know them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Role {
    /// `FastTrack Manager`, `SME`, …
    pub name: String,
    /// Whether the vocabulary knows it.
    pub known: bool,
}
