//! A text as the words that are searched for. The browser reads what is typed by the same rules (`search.js`): a word is
//! a stretch of letters and digits, without case, width and accents; Chinese and Japanese have no blanks between words
//! and go in pairs of characters.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// The longest word that is kept, in characters; what is longer is no word that anyone types.
const LONGEST: usize = 40;

/// A text without case, width and accents. `ß` is `ss`, as in a word typed on another keyboard.
pub(super) fn folded(text: &str) -> Cow<'_, str> {
    let lowered = lowered(text);
    if lowered.is_ascii() {
        return lowered;
    }
    let mut out = String::with_capacity(lowered.len());
    for c in lowered.nfd().filter(|c| !is_accent(*c)).nfc() {
        match letters(c) {
            Some(plain) => out.push_str(plain),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// A text without case and width.
fn lowered(text: &str) -> Cow<'_, str> {
    match text.is_ascii() {
        true if text.bytes().any(|byte| byte.is_ascii_uppercase()) => Cow::Owned(text.to_ascii_lowercase()),
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.nfkc().flat_map(char::to_lowercase).nfc().collect()),
    }
}

/// Accents of European letters. Voicing marks of kana are no accents: が is another letter than か.
fn is_accent(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Letters that are typed as others where the keyboard has none.
fn letters(c: char) -> Option<&'static str> {
    match c {
        'ß' => Some("ss"),
        'æ' => Some("ae"),
        'œ' => Some("oe"),
        'ø' => Some("o"),
        'ł' => Some("l"),
        'ı' => Some("i"),
        _ => None,
    }
}

/// Whether a character belongs to a script that is written without blanks.
pub(super) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// How many classes of first characters there are: digits, each Latin letter, all others.
pub(super) const CLASSES: usize = 28;

/// The class of a word by its first character, in the order of words.
pub(super) fn class(word: &str) -> usize {
    match word.bytes().next() {
        Some(byte @ b'a'..=b'z') => usize::from(byte - b'a') + 1,
        Some(byte) if byte < b'a' => 0,
        _ => CLASSES - 1,
    }
}

/// Calls `found` with each word of a text in order, and with the same as it is written, accents and all.
pub(super) fn each(text: &str, mut found: impl FnMut(&str, &str)) {
    if text.is_ascii() {
        return each_plain(text, &mut found);
    }
    // Folding makes letters of ™.
    for stretch in text.split(|c: char| c.is_whitespace() || matches!(c, '™' | '℠')).filter(|text| !text.is_empty())
    {
        if stretch.is_ascii() {
            each_plain(stretch, &mut found);
            continue;
        }
        let stretch = lowered(stretch);
        let runs = stretch.split(|c: char| !c.is_alphanumeric() && !is_accent(c));
        runs.filter(|run| !run.is_empty()).for_each(|run| of_run(run, &mut found));
    }
}

/// The same where there are no letters beyond ASCII, which is most text and has nothing to be folded but case.
fn each_plain(text: &str, found: &mut impl FnMut(&str, &str)) {
    let mut word = String::with_capacity(LONGEST);
    for run in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        if (2..=LONGEST).contains(&run.len()) {
            word.clear();
            word.push_str(run);
            word.make_ascii_lowercase();
            found(&word, &word);
        }
    }
}

/// The words of a stretch of letters: at changes of script there is a new one.
fn of_run(run: &str, found: &mut impl FnMut(&str, &str)) {
    let mut rest = run;
    while let Some(first) = rest.chars().next() {
        let same = |c: char| is_ideograph(c) == is_ideograph(first);
        let end = rest.find(|c| !same(c)).unwrap_or(rest.len());
        let (written, after) = rest.split_at(end);
        rest = after;
        let word = folded(written);
        if is_ideograph(first) {
            pairs(&word, found);
        } else if (2..=LONGEST).contains(&word.chars().count()) {
            found(&word, written);
        }
    }
}

/// Each character with the next, and the last alone, so that a single character is found as the beginning of something.
fn pairs(run: &str, found: &mut impl FnMut(&str, &str)) {
    let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
    let ends = starts.iter().skip(2).copied().chain([run.len()]);
    for (start, end) in starts.iter().copied().zip(ends) {
        found(&run[start..end], &run[start..end]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        each(text, |word, _| words.push(word.to_owned()));
        words
    }

    #[test]
    fn case_accents_and_width_are_no_difference() {
        assert_eq!(words("Überprüfen: MIGRAÇÃO, Straße"), ["uberprufen", "migracao", "strasse"]);
        assert_eq!(words("ＦＴＯＰ １３２８"), ["ftop", "1328"]);
        assert_eq!(words("u\u{308}ber"), ["uber"]);
    }

    #[test]
    fn a_word_is_also_told_as_it_is_written() {
        let mut written = Vec::new();
        each("As CONFIGURAÇÕES", |_, word| written.push(word.to_owned()));
        assert_eq!(written, ["as", "configurações"]);
    }

    #[test]
    fn words_end_where_letters_and_digits_end() {
        assert_eq!(words("Pre-sales (O365) e-mail/IMAP4"), ["pre", "sales", "o365", "mail", "imap4"]);
        assert_eq!(words("customer’s a 1"), ["customer"]);
    }

    #[test]
    fn chinese_and_japanese_go_in_pairs() {
        assert_eq!(words("邮箱迁移"), ["邮箱", "箱迁", "迁移", "移"]);
        assert_eq!(words("移"), ["移"]);
        assert_eq!(words("Exchange移行を"), ["exchange", "移行", "行を", "を"]);
        assert_eq!(words("メール"), ["メー", "ール", "ル"]);
    }

    #[test]
    fn voiced_kana_are_letters_of_their_own() {
        assert_eq!(words("が"), ["が"]);
        assert_ne!(words("か"), words("か\u{3099}"));
    }

    #[test]
    fn what_is_longer_than_a_word_is_none() {
        assert_eq!(words(&"a".repeat(41)), Vec::<String>::new());
        assert_eq!(words(&"a".repeat(40)).len(), 1);
    }
}
