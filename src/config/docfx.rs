//! Reads a `docfx.json` in place of a `waybook.yml`: content and exclude globs, resources, global metadata, destination.
//!
//! Each of `content` and `resource` may be a text, a list of texts, or groups with `files`, `exclude` and `src` (`cwd` in
//! old files). The exclude globs of all groups count together. Keys that Waybook has no use for are passed over.

use super::values::{self, Reader};
use super::{Config, PathRole, ProjectFile};
use crate::diagnostic::{Checked, Severity};
use crate::syntax::yaml::{self, Key, Node, Value};
use crate::text::{FileId, Span, nearest};

impl ProjectFile {
    /// Reads a `docfx.json`, with comments, trailing commas and a BOM if it has them.
    ///
    /// The file is another program's, so that unknown keys and a destination elsewhere are no errors. What says which
    /// files are published must be readable, or nothing is.
    pub fn from_docfx(file: FileId, text: &str) -> Checked<ProjectFile> {
        let mut diagnostics = Vec::new();
        let root = yaml::parse(file, &uncommented(text), 0).unpack(&mut diagnostics);
        let mut reader = Reader { diagnostics, ..Reader::default() };
        let config = match root {
            Some(root) if matches!(root.value, Value::Map(_)) => build(&root, &mut reader),
            root => {
                let span = root.map_or(Span::start_of(file), |root| root.span);
                reader.report_at(span, "not a JSON object".to_owned(), "begin it with `{ \"build\": {`".to_owned());
                Config::default()
            }
        };
        let Reader { diagnostics, named, versions, audiences } = reader;
        Checked::new(ProjectFile { config, named, versions, audiences }, diagnostics)
    }
}

fn build(root: &Node, reader: &mut Reader) -> Config {
    let build = root.get("build").unwrap_or(root);
    let default = Config::default();
    let content = build.get("content");
    if content.is_none_or(|content| content.items().is_empty()) {
        report_missing_content(build, reader);
    }
    let (include, exclude) = groups(content, reader);
    let (resources, exclude_resources) = groups(build.get("resource"), reader);
    let metadata = build.get("globalMetadata").map(Node::entries).unwrap_or_default();
    super::metadata::check(build.get("globalMetadata"), &[], reader);
    let title = ["_appTitle", "_appName"].iter().find_map(|key| build.get("globalMetadata")?.get(key)?.text());
    let output = as_warnings(reader, |reader| reader.path(build.get("dest"), PathRole::Output));
    Config {
        title: title.map_or(default.title, str::to_owned),
        include,
        exclude,
        resources,
        exclude_resources,
        metadata: metadata.into_iter().map(|(key, node)| (key.text.clone(), node.to_json())).collect(),
        output: output.unwrap_or(default.output),
        ..Config::default()
    }
}

/// A slip in `content` must not publish every Markdown file there is.
fn report_missing_content(build: &Node, reader: &mut Reader) {
    let keys: Vec<&Key> = build.entries().into_iter().map(|(key, _)| key).collect();
    let slip = nearest("content", keys.iter().map(|key| key.text.as_str()).filter(|key| *key != "content"));
    let near = slip.and_then(|name| keys.iter().find(|key| key.text == name));
    let help = match slip {
        Some(name) => format!("did you mean `content` by `{name}`?"),
        None => "add `\"content\": [{ \"files\": [\"**/*.md\"] }]` to `build`".to_owned(),
    };
    let span = near.map_or(build.span, |key| key.span);
    reader.report_at(span, "no `content`: nothing says which pages are published".to_owned(), help);
}

/// Reads a value of which an unusable one has a harmless default.
fn as_warnings<T>(reader: &mut Reader, read: impl FnOnce(&mut Reader) -> T) -> T {
    let before = reader.diagnostics.len();
    let value = read(reader);
    for finding in &mut reader.diagnostics[before..] {
        finding.severity = Severity::Warning;
    }
    value
}

/// The globs of files and of what is left out, over all groups. A group outside of the project is passed over, with all
/// that it says.
fn groups(node: Option<&Node>, reader: &mut Reader) -> (Vec<String>, Vec<String>) {
    let (mut files, mut exclude) = (Vec::new(), Vec::new());
    for group in node.map_or(&[][..], Node::items) {
        match &group.value {
            Value::Map(_) => {
                let source = group.get("src").or_else(|| group.get("cwd"));
                let folder = match source {
                    Some(source) => as_warnings(reader, |reader| folder(source, reader)),
                    None => Some(String::new()),
                };
                let Some(folder) = folder else { continue };
                files.extend(globs(group, "files", reader).iter().map(|glob| below(&folder, glob)));
                exclude.extend(globs(group, "exclude", reader).iter().map(|glob| below(&folder, glob)));
            }
            _ => files.extend(texts(group, reader)),
        }
    }
    (files, exclude)
}

/// The folder of a group.
fn folder(source: &Node, reader: &mut Reader) -> Option<String> {
    if source.text().is_none() {
        reader.report(source, "expected a folder".to_owned(), "write it as a text, `\"docs\"`");
        return None;
    }
    let before = reader.named.len();
    let folder = if source.text() == Some("") { Some(String::new()) } else { None };
    let folder = folder.or_else(|| reader.path(Some(source), PathRole::Content).map(|folder| folder.to_string()));
    // Globs match where the folder is not there as well: nothing.
    reader.named.truncate(before);
    folder
}

fn globs(group: &Node, key: &str, reader: &mut Reader) -> Vec<String> {
    group.get(key).map(|node| texts(node, reader)).unwrap_or_default()
}

/// A glob or a list of globs. Anything else is an error: an `exclude` that is dropped publishes what it was to keep.
fn texts(node: &Node, reader: &mut Reader) -> Vec<String> {
    for item in node.items().iter().filter(|item| item.text().is_none()) {
        reader.report(item, "expected a glob".to_owned(), "write it as a text, `\"**/*.md\"`");
    }
    reader.globs(node)
}

fn below(folder: &str, glob: &str) -> String {
    values::glob(&format!("{folder}/{glob}"))
}

/// JSON without its comments and tabs, every other byte at its place.
fn uncommented(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let end = match &bytes[at..] {
            [b'"', ..] => {
                at = string_end(bytes, at);
                continue;
            }
            [b'/', b'/', ..] => find(bytes, at, b"\n"),
            [b'/', b'*', ..] => (find(bytes, at + 2, b"*/") + 2).min(bytes.len()),
            [b'\t', ..] => at + 1,
            _ => {
                at += 1;
                continue;
            }
        };
        out[at..end].iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
        at = end;
    }
    String::from_utf8(out).expect("only whole comments became blanks")
}

/// The offset behind the string that begins at an offset.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> usize {
    let from = from.min(bytes.len());
    bytes[from..].windows(what.len()).position(|window| window == what).map_or(bytes.len(), |at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Folder globs, excludes, resources, title and output in lines, findings below.
    fn shown(text: &str) -> Vec<String> {
        let read = ProjectFile::from_docfx(FileId(0), text);
        let config = read.value.config;
        let mut out = vec![
            config.include.join(" "),
            config.exclude.join(" "),
            config.resources.join(" "),
            format!("{} > {}", config.title, config.output),
        ];
        out.extend(read.diagnostics.into_iter().map(|found| format!("{}: {}", found.severity.as_str(), found.message)));
        out
    }

    #[test]
    fn every_shape_that_docfx_allows_is_read() {
        let cases: [(&str, &[&str]); 9] = [
            ("{}", &["", "", "", "Playbook > site", "error: no `content`: nothing says which pages are published"]),
            (
                r#"{"build": {"contents": ["*.md"]}}"#,
                &["", "", "", "Playbook > site", "error: no `content`: nothing says which pages are published"],
            ),
            (
                r#"{"content": {"files": "*.md", "exclude": [{"a": 1}]}}"#,
                &["*.md", "", "", "Playbook > site", "error: expected a glob"],
            ),
            (
                r#"{"content": {"files": "*.md", "exclude": ["a{b"]}}"#,
                &[
                    "*.md",
                    "",
                    "",
                    "Playbook > site",
                    "error: not a glob: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)",
                ],
            ),
            (
                "\u{feff}{ // the build\n\t\"build\": { \"content\": [ { \"files\": [\"**/*.md\", \"**/**.yml\",], \"exclude\": [\"**/obj/**\"] } ], /* größe */ \
                 \"resource\": [{\"files\": \"**/*.png\"}], \"dest\": \"out//site\", \"globalMetadata\": {\"_appTitle\": \"A // B\"} } }",
                &["**/*.md **/*.yml", "**/obj/**", "**/*.png", "A // B > out/site"],
            ),
            ("{\"build\": {\"content\": \"docs/*.md\"}}", &["docs/*.md", "", "", "Playbook > site"]),
            (
                r#"{"build": {"content": ["*.md", {"files": "**/*.md", "src": "./docs", "exclude": "old/"}, {"files": ["x.md"], "cwd": "b"}]}}"#,
                &["*.md docs/**/*.md b/x.md", "docs/old/**", "", "Playbook > site"],
            ),
            (
                r#"{"content": "*.md", "dest": "../_site"}"#,
                &["*.md", "", "", "Playbook > site", "warning: `../_site` lies outside of the project folder"],
            ),
            (
                r#"{"build": {"content": [{"files": "*.md", "src": "../other"}]}}"#,
                &["", "", "", "Playbook > site", "warning: `../other` lies outside of the project folder"],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_object_is_an_error_and_nothing_is_guessed() {
        for text in
            ["", "[]", "\"docs\"", "{\"build\": {\"content\": \"*.md\"", "{\"a\": 1, \"a\": 2, \"content\": \"*.md\"}"]
        {
            let read = ProjectFile::from_docfx(FileId(0), text);
            assert!(read.diagnostics.iter().any(|found| found.severity == Severity::Error), "{text}");
        }
    }

    #[test]
    fn global_metadata_is_kept_as_it_is() {
        let text = r#"{"build": {"content": "*.md", "globalMetadata": {"a": "true", "b": true, "c": [1]}}}"#;
        let config = ProjectFile::from_docfx(FileId(0), text).value.config;
        let found = serde_json::to_value(&config.metadata).expect("plain data");
        assert_eq!(found, serde_json::json!({"a": "true", "b": true, "c": [1]}));
    }
}
