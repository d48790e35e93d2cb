//! Adds a file to the `exports` of an engagement file. The rest of the text stays as it is, comments and form too.

use super::export_globs;
use crate::syntax::yaml::{self, Node, Value};
use crate::text::{FileId, Source, VirtualPath, newline};

/// The text with one more export; none if the text is such that this cannot be done safely.
pub fn with_export(file: &Source, path: &str) -> Option<String> {
    let root = yaml::parse(file.id, &file.text, 0).value?;
    let known = root.entries().into_iter().find(|(key, _)| key.text == "exports");
    let (at, end, inserted) = match known {
        None => (file.text.len(), file.text.len(), appended(&file.text, path)),
        Some((key, node)) if node.is_null() => {
            let colon = key.span.range().end + file.text[key.span.range().end..].find(':')? + 1;
            let rest = file.text[colon..].trim_start_matches([' ', '\t']);
            let written = ["~", "null"].into_iter().find(|word| rest.starts_with(word)).map_or(0, str::len);
            let end = if written > 0 { file.text.len() - rest.len() + written } else { colon };
            (colon, end, format!(" [{}]", scalar(path)))
        }
        Some((_, node)) => change(&file.text, node, path)?,
    };
    let mut text = file.text.to_string();
    text.replace_range(at..end, &inserted);
    // What was written must be read again as what was there and the new file.
    let mut expected = export_globs(file);
    expected.push(path.to_owned());
    let again = Source::new(FileId(0), VirtualPath::root(), text.clone());
    (export_globs(&again) == expected).then_some(text)
}

fn appended(text: &str, path: &str) -> String {
    let end = newline(text);
    let before = if text.is_empty() || text.ends_with(['\n', '\r']) { "" } else { end };
    format!("{before}exports: [{}]{end}", scalar(path))
}

/// What to replace, and by what.
fn change(text: &str, node: &Node, path: &str) -> Option<(usize, usize, String)> {
    let range = node.span.range();
    let item = scalar(path);
    let is_flow = text[range.clone()].starts_with('[');
    match &node.value {
        Value::List(items) if is_flow => {
            let Some(last) = items.last() else {
                let close = range.start + text[range.clone()].rfind(']')?;
                return Some((close, close, item));
            };
            let end = last.span.range().end;
            let apart = line_of(text, last).map_or_else(|| " ".to_owned(), |indent| newline(text).to_owned() + indent);
            Some((end, end, format!(",{apart}{item}")))
        }
        Value::List(items) => {
            let last = items.last()?.span.range();
            let line = text[..last.start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
            let dash = text[line..].find('-')?;
            let indent = text[line..line + dash].to_owned();
            let end = text[last.end..].find(['\n', '\r']).map_or(text.len(), |at| last.end + at);
            Some((end, end, format!("{}{indent}- {item}", newline(text))))
        }
        Value::Map(_) | Value::Null => None,
        _ => Some((range.start, range.end, format!("[{}, {item}]", &text[range.clone()]))),
    }
}

/// What stands before a value on its line, if that is blanks alone.
fn line_of<'t>(text: &'t str, node: &Node) -> Option<&'t str> {
    let start = node.span.range().start;
    let line = text[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    Some(&text[line..start]).filter(|before| before.trim().is_empty())
}

/// A path as YAML writes it, in quotes where it must be.
fn scalar(path: &str) -> String {
    let plain = path.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c));
    let letter = path.starts_with(|c: char| c.is_alphabetic());
    if plain && letter { path.to_owned() } else { serde_json::Value::from(path).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_added_and_the_rest_stays() {
        let cases = [
            ("customer: A", "customer: A\nexports: [new.csv]\n"),
            ("exports: [a.csv] # ours\ncustomer: A\n", "exports: [a.csv, new.csv] # ours\ncustomer: A\n"),
            ("exports: []\n", "exports: [new.csv]\n"),
            ("exports: [\n  a.csv,\n]\n", "exports: [\n  a.csv,\n  new.csv,\n]\n"),
            ("exports: [a.csv, # old\n  b.csv] # b\n", "exports: [a.csv, # old\n  b.csv,\n  new.csv] # b\n"),
            ("exports: [ ]\t# x\n", "exports: [ new.csv]\t# x\n"),
            ("exports:\ncustomer: A\n", "exports: [new.csv]\ncustomer: A\n"),
            ("exports: ~ # none\n", "exports: [new.csv] # none\n"),
            ("exports: a.csv\n", "exports: [a.csv, new.csv]\n"),
            (
                "exports:\n  - a.csv  # old\n  - b.csv  # newer\nx: 1\n",
                "exports:\n  - a.csv  # old\n  - b.csv  # newer\n  - new.csv\nx: 1\n",
            ),
        ];
        for (text, expected) in cases {
            let added = |text: &str| with_export(&Source::new(FileId(0), VirtualPath::root(), text), "new.csv");
            assert_eq!(added(text).as_deref(), Some(expected), "{text}");
            // The ends of lines, the mark of byte order and blanks at the ends of lines stay what they are.
            let with_crlf = |text: &str| format!("\u{feff}# x \t\r\n{}", text.replace('\n', "\r\n"));
            assert_eq!(added(&with_crlf(text)), Some(with_crlf(expected)), "{text:?}");
        }
    }
}
