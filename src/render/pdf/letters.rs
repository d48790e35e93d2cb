//! The characters of a report: which need a glyph, which are left out, and where long words may break.

use std::collections::BTreeSet;

use serde_json::Value;
use typst::text::is_default_ignorable;

use super::super::manuscript::Manuscript;
use super::{Fonts, Unprinted};

/// Texts up to this length fit on a page, however narrow their column.
const UNBROKEN: usize = 800;
/// What stands for a sign without a glyph, the first that there is one of.
const BOXES: [char; 3] = ['\u{25a1}', '\u{fffd}', '?'];
/// From this length on, a word may break at its punctuation; from the second on, anywhere.
const LONG: [usize; 2] = [16, 32];
/// How often a word that may break anywhere may break.
const PIECE: usize = 8;
/// Where a line may break without a sign that it did.
const BREAK: char = '\u{200b}';
/// No text of a report is longer; what is, is cut off with an ellipsis.
const LONGEST: usize = 4000;

/// A report whose every character has a glyph.
pub(super) struct Prepared {
    pub(super) content: Value,
    pub(super) replaced: BTreeSet<char>,
    /// Whether a text of it may not fit on a page.
    pub(super) long: bool,
}

/// The characters of reports that need a glyph.
pub fn letters<'m>(manuscripts: impl IntoIterator<Item = &'m Manuscript>) -> BTreeSet<char> {
    let mut found = BTreeSet::new();
    for manuscript in manuscripts {
        collect(&manuscript.content, &mut found);
    }
    found
}

/// A manuscript as it can be typeset with some fonts; a letter that none of them has is an error, a sign becomes a box.
pub(super) fn prepared(manuscript: &Manuscript, fonts: &Fonts) -> Result<Prepared, Unprinted> {
    let lacking = fonts.lacking(&letters([manuscript]));
    let letters: Vec<char> = lacking.iter().copied().filter(|lacking| lacking.is_alphabetic()).collect();
    if !letters.is_empty() {
        return Err(without_letters(&letters));
    }
    let instead = BOXES.into_iter().find(|instead| fonts.covers(*instead)).unwrap_or('?');
    let mut content = manuscript.content.clone();
    for part in ["page", "site"] {
        if let Some(value) = content.get_mut(part) {
            rewrite(value, &|text| spaced(&legible(text, &lacking, instead)));
        }
    }
    let long = is_long(&content["page"]);
    Ok(Prepared { content, replaced: lacking, long })
}

fn without_letters(letters: &[char]) -> Unprinted {
    let mut scripts: Vec<&str> = letters.iter().map(|letter| script(*letter)).collect();
    scripts.dedup();
    let shown: Vec<String> = letters.iter().take(8).map(|letter| format!("`{letter}`")).collect();
    let more = if letters.len() > shown.len() { " and others" } else { "" };
    Unprinted {
        reason: format!("no font has {}{more} ({})", shown.join(", "), scripts.join(", ")),
        help:
            "install a font for that script, or name a folder with one as `--fonts DIR` or as `fonts` in `waybook.yml`"
                .to_owned(),
    }
}

fn collect(value: &Value, found: &mut BTreeSet<char>) {
    match value {
        Value::String(text) => found.extend(text.chars().filter(|character| needs_glyph(*character))),
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(fields) => fields.values().for_each(|item| collect(item, found)),
        _ => {}
    }
}

fn rewrite(value: &mut Value, to: &dyn Fn(&str) -> String) {
    match value {
        Value::String(text) => *text = to(text),
        Value::Array(items) => items.iter_mut().for_each(|item| rewrite(item, to)),
        Value::Object(fields) => fields.values_mut().for_each(|item| rewrite(item, to)),
        _ => {}
    }
}

fn is_long(value: &Value) -> bool {
    match value {
        Value::String(text) => text.len() > UNBROKEN,
        Value::Array(items) => items.iter().any(is_long),
        Value::Object(fields) => fields.values().any(is_long),
        _ => false,
    }
}

fn needs_glyph(character: char) -> bool {
    !character.is_whitespace() && !character.is_control() && !is_default_ignorable(character)
}

/// A text with a box for each sign that is lacking; without control characters, and without those that turn the
/// direction of what stands around the text.
fn legible(text: &str, lacking: &BTreeSet<char>, instead: char) -> String {
    let turns = |character: char| matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let keeps = |character: &char| !turns(*character) && (!character.is_control() || matches!(character, '\n' | '\t'));
    let mut out: String = text
        .chars()
        .filter(keeps)
        .take(LONGEST)
        .map(|character| if lacking.contains(&character) { instead } else { character })
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        out.push('…');
    }
    out
}

/// A text whose long words may break: a cell of a table is narrow.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        let length = word.chars().filter(char::is_ascii).count();
        let mut since = 0;
        for character in word.chars() {
            out.push(character);
            since += 1;
            let joint = length >= LONG[0] && matches!(character, '/' | '\\' | '.' | '@' | '_' | '-' | ':' | '=' | '&');
            if joint || length >= LONG[1] && since == PIECE {
                out.push(BREAK);
                since = 0;
            }
        }
    }
    out
}

/// The script of a letter, as its readers call it; what we do not know has its number.
fn script(letter: char) -> &'static str {
    match u32::from(letter) {
        0x0370..=0x03ff | 0x1f00..=0x1fff => "Greek",
        0x0400..=0x052f => "Cyrillic",
        0x0530..=0x058f => "Armenian",
        0x0590..=0x05ff => "Hebrew",
        0x0600..=0x06ff | 0x0750..=0x077f | 0x08a0..=0x08ff | 0xfb50..=0xfdff | 0xfe70..=0xfeff => "Arabic",
        0x0900..=0x097f => "Devanagari",
        0x0980..=0x09ff => "Bengali",
        0x0b80..=0x0bff => "Tamil",
        0x0e00..=0x0e7f => "Thai",
        0x10a0..=0x10ff => "Georgian",
        0x3040..=0x30ff | 0x31f0..=0x31ff | 0xff66..=0xff9f => "Japanese",
        0x1100..=0x11ff | 0x3130..=0x318f | 0xac00..=0xd7ff => "Korean",
        0x2e80..=0x2fdf | 0x3005..=0x3007 | 0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x323af => {
            "Chinese characters"
        }
        _ => "another script",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_may_break_and_short_ones_stay() {
        assert_eq!(spaced("a short text"), "a short text");
        let address = spaced("adele.vance@contoso.example.com");
        assert_eq!(address.replace(BREAK, "|"), "adele.|vance@|contoso.|example.|com");
        assert_eq!(spaced(&"a".repeat(40)).matches(BREAK).count(), 5);
    }

    #[test]
    fn a_text_cannot_turn_its_surroundings_or_hide_in_controls() {
        let none = BTreeSet::new();
        assert_eq!(legible("a\u{202e}b\u{0}c\u{1b}\nd", &none, '?'), "abc\nd");
        assert_eq!(legible("a🚀b", &BTreeSet::from(['🚀']), '□'), "a□b");
        assert_eq!(legible(&"x".repeat(LONGEST + 1), &none, '?').chars().count(), LONGEST + 1);
    }

    #[test]
    fn a_letter_without_a_font_is_named_with_its_script() {
        let found = without_letters(&['한', '글']);
        assert_eq!(found.reason, "no font has `한`, `글` (Korean)");
    }
}
