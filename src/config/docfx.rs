//! Reads a `docfx.json` in place of a `waybook.yml`: content and exclude globs, resources, global metadata, destination.
//!
//! Each of `content` and `resource` may be a text, a list of texts, or groups with `files`, `exclude` and `src` (`cwd` in
//! old files). The exclude globs of all groups count together. Keys that Waybook has no use for are passed over.

use super::Config;
use super::values::{self, Reader, Role};
use crate::diagnostic::{Checked, Severity};
use crate::syntax::yaml::{self, Node, Value};
use crate::text::FileId;

impl Config {
    /// Reads a `docfx.json`, with comments, trailing commas and a BOM if it has them.
    pub fn from_docfx(file: FileId, text: &str) -> Checked<Config> {
        let mut diagnostics = Vec::new();
        let Some(root) = yaml::parse(file, &uncommented(text), 0).unpack(&mut diagnostics) else {
            return Checked::new(Config::default(), diagnostics);
        };
        let mut reader = Reader { diagnostics: Vec::new() };
        let config = build(root.get("build").unwrap_or(&root), &mut reader);
        // The file is another program's: what Waybook cannot use of it is no error of the author's.
        for finding in &mut reader.diagnostics {
            finding.severity = Severity::Warning;
        }
        diagnostics.extend(reader.diagnostics);
        Checked::new(config, diagnostics)
    }
}

fn build(build: &Node, reader: &mut Reader) -> Config {
    let default = Config::default();
    let (include, exclude) = groups(build.get("content"), reader);
    let (resources, exclude_resources) = groups(build.get("resource"), reader);
    let metadata = build.get("globalMetadata").map(Node::entries).unwrap_or_default();
    let title = ["_appTitle", "_appName"].iter().find_map(|key| build.get("globalMetadata")?.get(key)?.text());
    Config {
        title: title.map_or(default.title, str::to_owned),
        include: if include.is_empty() { default.include } else { include },
        exclude,
        resources,
        exclude_resources,
        metadata: metadata.into_iter().map(|(key, node)| (key.text.clone(), node.to_json())).collect(),
        output: reader.path(build.get("dest"), Role::Output).unwrap_or(default.output),
        ..Config::default()
    }
}

/// The globs of files and of what is left out, over all groups.
fn groups(node: Option<&Node>, reader: &mut Reader) -> (Vec<String>, Vec<String>) {
    let (mut files, mut exclude) = (Vec::new(), Vec::new());
    for group in node.map_or(&[][..], Node::items) {
        if !matches!(group.value, Value::Map(_)) {
            files.extend(reader.globs(group));
            continue;
        }
        let source = group.get("src").or_else(|| group.get("cwd"));
        let folder = reader.path(source, Role::Source);
        if source.is_some() && folder.is_none() {
            continue;
        }
        let folder = folder.map(|folder| folder.to_string()).unwrap_or_default();
        let mut globs = |key| group.get(key).map(|node| reader.globs(node)).unwrap_or_default();
        files.extend(globs("files").iter().map(|glob| below(&folder, glob)));
        exclude.extend(globs("exclude").iter().map(|glob| below(&folder, glob)));
    }
    (files, exclude)
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
        let read = Config::from_docfx(FileId(0), text);
        let config = read.value;
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
        let cases: [(&str, &[&str]); 6] = [
            ("{}", &["**/*.md **/*.yml", "", "", "Playbook > site"]),
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
                &[
                    "**/*.md **/*.yml",
                    "",
                    "",
                    "Playbook > site",
                    "warning: `../other` lies outside of the project folder",
                ],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn global_metadata_is_kept_as_it_is() {
        let config =
            Config::from_docfx(FileId(0), r#"{"build": {"globalMetadata": {"a": "true", "b": true, "c": [1]}}}"#).value;
        let found = serde_json::to_value(&config.metadata).expect("plain data");
        assert_eq!(found, serde_json::json!({"a": "true", "b": true, "c": [1]}));
    }
}
