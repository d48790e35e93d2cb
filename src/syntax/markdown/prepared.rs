//! A text with some of its ranges replaced, and the way back from its offsets to the source's.

use std::ops::Range;

/// A range of the source and what stands in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// Bytes of the source.
    pub range: Range<usize>,
    /// What is read instead.
    pub text: String,
}

/// A text made from a source by replacements.
#[derive(Clone, Debug, Default)]
pub struct Prepared {
    /// The text to read.
    pub text: String,
    /// Where copied stretches begin: offset in the text, offset in the source.
    pieces: Vec<(usize, usize)>,
}

impl Prepared {
    /// Copies `source[from..]`, each replacement in its place. Replacements that overlap an earlier one are left out.
    pub fn new(source: &str, from: usize, mut replacements: Vec<Replacement>) -> Self {
        replacements.sort_by_key(|replacement| (replacement.range.start, replacement.range.end));
        let mut prepared = Self { text: String::with_capacity(source.len() - from), pieces: Vec::new() };
        let mut at = from;
        for replacement in replacements {
            if replacement.range.start < at {
                continue;
            }
            prepared.copy(source, at..replacement.range.start);
            prepared.pieces.push((prepared.text.len(), replacement.range.start));
            prepared.text.push_str(&replacement.text);
            at = replacement.range.end;
        }
        prepared.copy(source, at..source.len());
        prepared
    }

    fn copy(&mut self, source: &str, range: Range<usize>) {
        self.pieces.push((self.text.len(), range.start));
        self.text.push_str(&source[range]);
    }

    /// The offset in the source of an offset in the text; inside a replacement, where it begins.
    pub fn source_offset(&self, offset: usize) -> usize {
        let piece = self.pieces.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
        let Some((start, source)) = self.pieces.get(piece) else { return offset };
        let next = self.pieces.get(piece + 1).map_or(usize::MAX, |(_, source)| *source);
        (source + (offset - start)).min(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back_to_the_source() {
        let source = "0123456789";
        let replacements = vec![Replacement { range: 2..4, text: "abcdef".to_owned() }];
        let prepared = Prepared::new(source, 1, replacements);
        assert_eq!(prepared.text, "1abcdef456789");
        let back: Vec<usize> = [0, 1, 7, 12].map(|offset| prepared.source_offset(offset)).to_vec();
        assert_eq!(back, [1, 2, 4, 9]);
    }
}
