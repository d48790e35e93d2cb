//! Adds a file to the `exports` of an engagement file. The rest of the text stays as it is, comments and form too.

use super::export_globs;
use crate::syntax::yaml::{self, Node, Value};
use crate::text::{FileId, Source, VirtualPath};

/// The text with one more export; none if the text is such that this cannot be done safely.
pub fn with_export(file: &Source, path: &str) -> Option<String> {
    let root = yaml::parse(file.id, &file.text, 0).value?;
    let (at, end, inserted) = match root.get("exports") {
        None => (file.text.len(), file.text.len(), appended(&file.text, path)),
        Some(node) => change(&file.text, node, path)?,
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
    let line_end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    format!("{line_end}exports: [{}]\n", scalar(path))
}

/// What to replace, and by what.
fn change(text: &str, node: &Node, path: &str) -> Option<(usize, usize, String)> {
    let range = node.span.range();
    let item = scalar(path);
    match &node.value {
        Value::Null => Some((range.end, range.end, format!(" [{item}]"))),
        Value::List(items) if text[range.clone()].starts_with('[') => {
            let close = range.start + text[range.clone()].rfind(']')?;
            let before = text[..close].trim_end();
            let comma = if items.is_empty() || before.ends_with(',') { "" } else { ", " };
            Some((before.len(), close, format!("{comma}{item}")))
        }
        Value::List(items) => {
            let last = items.last()?.span.range();
            let line = text[..last.start].rfind('\n').map_or(0, |at| at + 1);
            let dash = text[line..].find('-')?;
            let indent = text[line..line + dash].to_owned();
            let end = text[last.end..].find('\n').map_or(text.len(), |at| last.end + at);
            Some((end, end, format!("\n{indent}- {item}")))
        }
        Value::Map(_) => None,
        _ => Some((range.start, range.end, format!("[{}, {item}]", &text[range.clone()]))),
    }
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
            ("exports: [\n  a.csv,\n]\n", "exports: [\n  a.csv,new.csv]\n"),
            ("exports: a.csv\n", "exports: [a.csv, new.csv]\n"),
            (
                "exports:\n  - a.csv  # old\n  - b.csv  # newer\nx: 1\n",
                "exports:\n  - a.csv  # old\n  - b.csv  # newer\n  - new.csv\nx: 1\n",
            ),
        ];
        for (text, expected) in cases {
            let file = Source::new(FileId(0), VirtualPath::root(), text);
            assert_eq!(with_export(&file, "new.csv").as_deref(), Some(expected), "{text}");
        }
    }
}
