//! What makes a finding the same one tomorrow, when lines above it have come or gone: its file, its code, the text of
//! its line, and the how manieth of these it is.

use std::collections::HashMap;

use super::{Code, Diagnostic};
use crate::text::{Sources, folded};

/// Longer lines are told by their beginning and a hash of the whole.
const MOST_LETTERS: usize = 160;

/// What a finding is known by, but for its number among its like.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Identity {
    /// The file, relative to the project folder; empty where it is about no file.
    pub file: String,
    /// The code.
    pub code: Code,
    /// The text of the line with blanks folded; the message where there is no line.
    pub text: String,
}

impl Identity {
    /// What a finding is known by.
    pub fn of(diagnostic: &Diagnostic, sources: &Sources) -> Self {
        let span = diagnostic.primary.as_ref().map(|label| label.span);
        let source = span.map(|span| sources.get(span.file));
        let line = span.zip(source).map(|(span, source)| {
            let range = source.lines().range(source.line(span.start), source.text.len());
            folded(&source.text[range])
        });
        // The start of a file stands for the whole file, whatever its first line says.
        let whole = span.is_none_or(|span| span.start == span.end && span.start == 0);
        let text = line.filter(|text| !whole && !text.is_empty()).unwrap_or_else(|| diagnostic.message.clone());
        let file = source.map(|source| source.path.to_string()).unwrap_or_default();
        Self { file, code: diagnostic.code, text: shortened(text) }
    }

    /// A name of hexadecimal digits for programs, the `nth` of its like.
    pub fn fingerprint(&self, nth: usize) -> String {
        let whole = format!("{}\n{}\n{}\n{nth}", self.file, self.code, self.text);
        blake3::hash(whole.as_bytes()).to_hex()[..32].to_owned()
    }
}

fn shortened(text: String) -> String {
    match text.char_indices().nth(MOST_LETTERS) {
        Some((end, _)) => format!("{}… {}", &text[..end], &blake3::hash(text.as_bytes()).to_hex()[..16]),
        None => text,
    }
}

/// The fingerprint of each finding, no two alike.
pub fn fingerprints(diagnostics: &[Diagnostic], sources: &Sources) -> Vec<String> {
    let mut counts: HashMap<Identity, usize> = HashMap::new();
    let fingerprint = |diagnostic: &Diagnostic| {
        let identity = Identity::of(diagnostic, sources);
        let nth = counts.entry(identity.clone()).or_default();
        *nth += 1;
        identity.fingerprint(*nth)
    };
    diagnostics.iter().map(fingerprint).collect()
}
