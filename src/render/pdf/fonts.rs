//! The fonts of a report: the ones that the binary carries, those that were given, and as many of the machine as its
//! letters ask for.

use std::collections::BTreeSet;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

/// The faces that the binary carries.
const BUILT_IN: [&[u8]; 2] = [
    include_bytes!("../../../fonts/Inter-Regular.otf").as_slice(),
    include_bytes!("../../../fonts/Inter-SemiBold.otf").as_slice(),
];

/// Fonts in the order in which they are asked for a glyph.
#[derive(Clone, Debug, Default)]
pub struct Fonts {
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
}

impl Fonts {
    /// The fonts that the binary carries.
    pub fn built_in() -> Self {
        let mut fonts = Self::default();
        fonts.put(BUILT_IN.into_iter().flat_map(|bytes| Font::iter(Bytes::new(bytes))));
        fonts
    }

    /// Takes every face of a file.
    pub fn add(&mut self, bytes: Vec<u8>) {
        self.put(Font::iter(Bytes::new(bytes)).collect::<Vec<_>>());
    }

    /// The characters for which there is no glyph.
    pub fn lacking(&self, characters: &BTreeSet<char>) -> BTreeSet<char> {
        characters.iter().copied().filter(|character| !self.covers(*character)).collect()
    }

    /// Whether there is a glyph for a character.
    pub fn covers(&self, character: char) -> bool {
        self.fonts.iter().any(|font| font.info().coverage.contains(character.into()))
    }

    /// Takes from a file the face that has most of some characters, if it has any; says which of them it does not have.
    /// Of faces that have equally many, the one made for the language is taken.
    pub fn add_useful(&mut self, bytes: &[u8], lacking: &BTreeSet<char>, language: &str) -> BTreeSet<char> {
        let has = |info: &FontInfo, character: &char| info.coverage.contains(u32::from(*character));
        let count = |info: &FontInfo| lacking.iter().filter(|character| has(info, character)).count();
        let rank = |(at, info): &(usize, FontInfo)| (count(info), is_for(&info.family, language), usize::MAX - at);
        let best = FontInfo::iter(bytes).enumerate().max_by_key(rank).filter(|(_, info)| count(info) > 0);
        let Some((at, info)) = best else { return lacking.clone() };
        self.put(Font::new(Bytes::new(bytes.to_vec()), at as u32));
        lacking.iter().copied().filter(|character| !has(&info, character)).collect()
    }

    /// Takes from a file the faces of families that are there already: their other weights.
    pub fn add_relatives(&mut self, bytes: &[u8]) {
        let known = |info: &FontInfo| self.book.contains_family(&info.family.to_lowercase());
        let faces: Vec<usize> =
            FontInfo::iter(bytes).enumerate().filter(|(_, info)| known(info)).map(|(at, _)| at).collect();
        let bytes = Bytes::new(bytes.to_vec());
        self.put(faces.into_iter().filter_map(|at| Font::new(bytes.clone(), at as u32)));
    }

    /// The families, each once, in order.
    pub fn families(&self) -> Vec<&str> {
        let mut families: Vec<&str> = Vec::new();
        for font in &self.fonts {
            let family = font.info().family.as_str();
            if !families.contains(&family) {
                families.push(family);
            }
        }
        families
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(super) fn get(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn put(&mut self, fonts: impl IntoIterator<Item = Font>) {
        self.fonts.extend(fonts);
        self.book = LazyHash::new(FontBook::from_fonts(&self.fonts));
    }
}

/// Whether a family is made for a language that shares its letters with others: `Noto Sans CJK SC`.
fn is_for(family: &str, language: &str) -> bool {
    let tag = language.to_ascii_lowercase();
    let traditional = ["hant", "tw", "hk", "mo"].iter().any(|part| tag.split('-').any(|own| own == *part));
    let marks: &[&str] = match tag.split('-').next() {
        Some("ja") => &["JP", "J", "Gothic", "Mincho"],
        Some("ko") => &["KR", "K"],
        Some("zh") if traditional => &["TC", "TW", "HK", "JhengHei"],
        Some("zh") => &["SC", "CN", "YaHei"],
        _ => return false,
    };
    !family.contains("Mono") && family.split(' ').any(|word| marks.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_languages_share_are_drawn_as_in_theirs() {
        let families = ["Noto Sans CJK JP", "Noto Sans CJK KR", "Noto Sans CJK SC", "Noto Sans CJK TC"];
        let chosen = |tag: &str| families.iter().copied().filter(|family| is_for(family, tag)).collect::<Vec<_>>();
        assert_eq!(chosen("ja"), ["Noto Sans CJK JP"]);
        assert_eq!(chosen("zh-Hans"), ["Noto Sans CJK SC"]);
        assert_eq!(chosen("zh-TW"), ["Noto Sans CJK TC"]);
        assert_eq!(chosen("de"), [""; 0]);
        assert!(!is_for("Noto Sans Mono CJK SC", "zh"));
    }
}
