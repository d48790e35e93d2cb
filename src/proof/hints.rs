//! Lines that hide nothing and may have been meant to: containers named after readers, fences and tags with the word
//! `audience`. They count where one of their words is the name of an audience of the project, which is not known here.

use std::ops::Range;

use super::raw::{is_audience_word, is_docfx, letters};

/// A line such as `:::internal`, `:::only internal` or `<!-- audience: internal -->`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The words by which it may name an audience, in lower case.
    pub words: Vec<String>,
    /// Its bytes.
    pub range: Range<usize>,
}

/// Containers and alerts whose other words are a title, not readers.
const ADMONITIONS: [&str; 15] = [
    "note",
    "tip",
    "important",
    "warning",
    "caution",
    "info",
    "danger",
    "success",
    "error",
    "example",
    "question",
    "details",
    "tabs",
    "tab",
    "include",
];

/// Words that begin a line for some readers, other than `audience`.
const ONLY: [&str; 8] = ["aud", "only", "for", "show", "visible", "visibility", "readers", "restricted"];

/// The lines of a text that may be meant to hide something.
pub(super) fn hints(text: &str, lines: &[Range<usize>]) -> Vec<Hint> {
    let hint = |range: &Range<usize>| {
        let line = text[range.clone()].trim_end();
        let words = if may_be_one(line) { words_of(line) } else { Vec::new() };
        (!words.is_empty()).then(|| Hint { words, range: range.start..range.start + line.len() })
    };
    lines.iter().filter_map(hint).collect()
}

/// A quick look: most lines have none of the marks.
fn may_be_one(line: &str) -> bool {
    let bytes = line.as_bytes();
    bytes.iter().any(|byte| matches!(byte, b':' | b'`' | b'~' | b'!' | b'<' | b'{')) || !line.is_ascii()
}

/// The words of a line by which it may name an audience; none for most lines.
fn words_of(line: &str) -> Vec<String> {
    let line: String = letters(line).into_iter().collect();
    let rest = unquoted(&line);
    let named = match rest.as_bytes() {
        [b':', b':', b':', ..] => container(rest.trim_start_matches(':')),
        [b'`', b'`', b'`', ..] => fence(rest.trim_start_matches('`')),
        [b'~', b'~', b'~', ..] => fence(rest.trim_start_matches('~')),
        [b'[', b'!', ..] => alert(&rest[2..]),
        _ => None,
    };
    named.or_else(|| marked_up(&line)).unwrap_or_default()
}

/// A line without the marks of quotations, lists, headings and comments before it.
fn unquoted(line: &str) -> &str {
    let mut rest = line;
    loop {
        let blank = rest.trim_start_matches([' ', '\t', '>', '#', '/', '"', '\'']);
        let digits = blank.trim_start_matches(|c: char| c.is_ascii_digit());
        let marked = if digits.len() < blank.len() {
            digits.strip_prefix(['.', ')'])
        } else {
            blank.strip_prefix(['-', '*', '+'])
        };
        match marked.filter(|after| after.starts_with([' ', '\t'])) {
            Some(after) => rest = after,
            None => return blank,
        }
    }
}

/// What follows the colons of a container that we do not know. A zone or moniker may name readers in any of its values.
fn container(inner: &str) -> Option<Vec<String>> {
    let words = words(inner);
    let first = words.first()?;
    let says_audience = || words.iter().any(|word| is_audience(word));
    let is_read = first.starts_with("audience") || !first.contains(['-', '_']) && is_audience_word(first);
    let is_read = is_read || is_docfx(first) && !matches!(first.as_str(), "zone" | "moniker");
    let is_title = ADMONITIONS.contains(&first.as_str()) && !says_audience();
    (!is_read && !is_title).then_some(words)
}

/// What follows the marks of a fence: `audience internal`, or the name of readers alone. Any other word is a language.
fn fence(info: &str) -> Option<Vec<String>> {
    let words = words(info);
    let first = words.first()?;
    let is_meant = words.len() == 1 || ONLY.contains(&first.as_str()) || words.iter().any(|word| is_audience(word));
    is_meant.then_some(words)
}

/// What stands between the brackets of an alert: `[!internal]`, `[!div class="audience internal"]`.
fn alert(rest: &str) -> Option<Vec<String>> {
    let inner = &rest[..rest.find(']')?];
    if !inner.starts_with(char::is_alphabetic) {
        return None;
    }
    let words = words(inner);
    let first = words.first()?.as_str();
    let is_alone = words.len() == 1 && !ADMONITIONS.contains(&first);
    let is_meant = words.iter().any(|word| is_audience(word)) || ONLY.contains(&first) || is_alone;
    is_meant.then_some(words)
}

/// A comment, tag or template with the word `audience`; not where that may be a part of an address.
fn marked_up(line: &str) -> Option<Vec<String>> {
    let within = |(open, close): &(&str, &str)| {
        let mut marks = line.match_indices(open).map(|(at, _)| at);
        let start = marks.find(|at| !is_between_ticks(line, *at, open.len()))? + open.len();
        let inner = &line[start..start + line[start..].find(close)?];
        let words = if ["://", "href", "src"].iter().any(|of| inner.contains(of)) { Vec::new() } else { words(inner) };
        words.iter().any(|word| is_audience(word)).then_some(words)
    };
    MARKS.iter().find_map(within)
}

/// Whether what stands at an offset of a line is quoted as code: ``write `<!--` ``.
fn is_between_ticks(line: &str, at: usize, len: usize) -> bool {
    let (before, after) = (&line[..at], &line[at + len..]);
    let near = before.trim_end().ends_with('`') && after.trim_start().starts_with('`');
    near || after.contains('`') && before.matches('`').count() % 2 == 1
}

/// What comments, tags and templates begin and end with.
const MARKS: [(&str, &str); 5] = [("<!--", "-->"), ("[!div", "]"), ("<", ">"), ("{%", "%}"), ("{{", "}}")];

/// `audience`, a slip of it, or one with a hyphen in it: `aud-ience`, `data-audience`.
fn is_audience(word: &str) -> bool {
    let joined: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
    is_audience_word(&joined) || word.split(['-', '_']).any(is_audience_word)
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_');
    words.filter(|word| word.chars().any(char::is_alphanumeric)).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::super::RawReading;
    use super::Hint;

    #[test]
    fn lines_that_may_name_an_audience_are_kept() {
        for (line, words) in [
            (":::internal", "internal"),
            ("> ::: Internal only", "internal only"),
            (":::only internal", "only internal"),
            (":::aud internal", "aud internal"),
            (":::aud-ience internal", "aud-ience internal"),
            ("::::for internal, partner", "for internal partner"),
            ("- :::only internal", "only internal"),
            ("2. ::: {only internal}", "only internal"),
            ("# :::only internal", "only internal"),
            ("- \":::only internal\"", "only internal"),
            ("// :::only internal", "only internal"),
            ("：：：only internal", "only internal"),
            (":::{.internal}", "internal"),
            (":::note audience=\"internal\"", "note audience internal"),
            ("```audience internal", "audience internal"),
            ("> ~~~~ {audience=internal}", "audience internal"),
            ("```only internal", "only internal"),
            ("```internal", "internal"),
            ("[!internal]", "internal"),
            ("> [!only internal]", "only internal"),
            ("> [!div class=\"audience internal\"]", "div class audience internal"),
            ("<!-- audience: internal -->", "audience internal"),
            ("<div data-audience=\"internal\">", "div data-audience internal"),
            ("{% audience internal %}", "audience internal"),
            ("{{< audience internal >}}", "audience internal"),
            ("::: zone pivot=\"internal\"", "zone pivot internal"),
            ("`<!--` and `` <!-- `` <!-- audience x -->", "audience x"),
            ("`a` <!-- audience x --> `b`", "audience x"),
            ("a` <!-- audience x -->", "audience x"),
        ] {
            let hints = RawReading::of(&format!("a\n{line}\n")).hints;
            let words = words.split(' ').map(str::to_owned).collect();
            assert_eq!(hints, [Hint { words, range: 2..2 + line.len() }], "{line}");
        }
    }

    #[test]
    fn lines_that_name_something_else_are_not() {
        for line in [
            "",
            ":::",
            ":::image source=\"internal.png\":::",
            ":::audience internal",
            ":::note Internal",
            ":::row internal",
            "<!-- internal -->",
            "> [!div class=\"internal\"]",
            "> [!NOTE] internal",
            "[!INCLUDE [internal](internal.md)]",
            "[![internal](a.png)](b)",
            "```",
            "```powershell internal",
            "`:::only internal`",
            "internal: audience",
            "a <br> internal audience",
            "<https://example.com/audience/internal>",
            "<a href=\"audience/internal.md\">",
            "use `<!--` here, `:::audience internal` there <!-- x -->",
            "write `<!-- audience: internal -->`",
            "a",
        ] {
            assert_eq!(RawReading::of(line).hints, [], "{line}");
        }
    }
}
