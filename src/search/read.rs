//! Reads the words that files of the index write in short, for those who look for something in them.

/// The words of a part of the dictionary (`w0`) or of the list of words (`words`), each a sentence of its own; none for
/// any other file.
pub fn words(name: &str, text: &str) -> Option<String> {
    let inside = text.split('`').nth(1)?;
    let is_part = name.strip_prefix('w').is_some_and(|number| number.parse::<usize>().is_ok());
    match name {
        "words" => Some(listed(inside)),
        _ if is_part => Some(inside.lines().map(line).collect()),
        _ => None,
    }
}

/// `migrat e ed<tab>AE`
fn line(line: &str) -> String {
    let words = line.split('\t').next().unwrap_or_default();
    let (shared, rest) = words.split_once(' ').unwrap_or((words, ""));
    rest.split(' ').map(|rest| format!("{shared}{rest}.\n")).collect()
}

/// `AexchangeIsAmail`
fn listed(text: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    for c in text.chars() {
        if c.is_ascii_uppercase() {
            out.push_str(&word);
            out.push_str(".\n");
            word = word.chars().take((c as u8 - b'A').into()).collect();
        } else {
            word.push(c);
        }
    }
    out + &word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_written_in_short_are_read_whole() {
        let part = words("w0", "waybookSearch(\"w0\",`migrat e ing\tAE\nplan \tB`)\n");
        assert_eq!(part.as_deref(), Some("migrate.\nmigrating.\nplan.\n"));
        let list = words("words", "waybookSearch(\"words\",`AexchangeIsAmail`)\n");
        assert_eq!(list.as_deref(), Some(".\nexchange.\nexchanges.\nmail"));
        assert_eq!(words("r0", "waybookSearch(\"r0\",[\"`a`\"])"), None);
    }
}
