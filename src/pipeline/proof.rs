//! The proof of editions: the finished files of each are searched for what only other editions have.

mod holdings;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::Stage;
use crate::diagnostic::{Code, Diagnostic};
use crate::output::{Content, OutputFiles};
use crate::proof::{Form, Hit, Proof, Reading};
use crate::search;
use crate::syntax::markdown::anchor::slug;
use crate::syntax::markdown::reader_text;
use crate::text::{Span, VirtualPath};

use holdings::{Destinations, Holdings};

/// What Markdown writes between words.
const MARKUP: [char; 11] = ['[', ']', '|', '\n', '\r', '#', '*', '_', '`', '>', '<'];
/// How many leaks of an edition are reported one by one.
const MAX_REPORTED: usize = 50;

/// What any edition publishes that only others have.
pub(super) fn leaks(stage: &Stage<'_>, outputs: &OutputFiles) -> Vec<Diagnostic> {
    if stage.inputs.config.editions.is_empty() {
        return Vec::new();
    }
    let links = Destinations::of(&stage.model.library);
    let editions = stage.inputs.config.editions.iter().map(|edition| Holdings::new(stage, &links, edition));
    let editions: Vec<Holdings<'_>> = editions.filter(|holdings| !holdings.secrets.is_empty()).collect();
    let mut proofs: Vec<Proof> = editions.iter().map(Holdings::proof).collect();
    let reading = Reading::of(&proofs);
    editions.iter().zip(&mut proofs).flat_map(|(holdings, proof)| holdings.leaks(proof, &reading, outputs)).collect()
}

impl Holdings<'_> {
    /// Every leak once, with the first file that has it.
    fn leaks(&self, proof: &mut Proof, reading: &Reading, outputs: &OutputFiles) -> Vec<Diagnostic> {
        let several = self.inputs.config.editions.len() > 1;
        let folder = VirtualPath::new(&self.edition.name).filter(|_| several).unwrap_or_else(VirtualPath::root);
        let files: Vec<(&VirtualPath, &Content)> = outputs.iter().filter(|(path, _)| path.is_below(&folder)).collect();
        let mut found: Vec<(&VirtualPath, Vec<Hit>)> = files
            .par_iter()
            .map(|(path, content)| {
                let mut hits = proof.search(path.as_str(), Form::Data);
                if let Content::Bytes(bytes) = content {
                    let (told, form) = (told(path, bytes), form(path));
                    if reading.finds(proof, &told, form) {
                        hits.extend(proof.search(&told, form));
                    }
                }
                (*path, hits)
            })
            .collect();
        if found.iter().any(|(_, hits)| !hits.is_empty()) {
            self.search_again(proof, outputs, &mut found);
        }
        let mut leaks: BTreeMap<String, (Hit, &VirtualPath, usize)> = BTreeMap::new();
        for (path, hits) in found {
            for hit in hits {
                leaks.entry(hit.text.to_lowercase()).or_insert((hit, path, 0)).2 += 1;
            }
        }
        let texts =
            leaks.into_values().take(MAX_REPORTED).map(|(hit, path, count)| self.finding(proof, &hit, path, count));
        let copies = files.iter().filter_map(|(path, content)| self.copied(path, content));
        texts.chain(copies).collect()
    }

    /// What we make of an edition's own texts has other markup between the words: descriptions and the search index have none,
    /// a line break becomes a blank. So where something was found, the search is repeated, and what an own text says when its
    /// markup is left out is no leak. The search index also has parts of words.
    fn search_again(&self, proof: &mut Proof, outputs: &OutputFiles, found: &mut [(&VirtualPath, Vec<Hit>)]) {
        let joined = self.joined.par_iter().map(|text| bare(text));
        let bare: Vec<String> = self.own.par_iter().map(|(text, _)| bare(text)).chain(joined).collect();
        let words: BTreeSet<String> = bare.iter().flat_map(|text| words(text)).collect();
        let words = words.into_iter().collect::<Vec<_>>().join(" ");
        let texts: Vec<(&str, Form)> = bare.iter().map(|text| (text.as_str(), Form::Data)).collect();
        proof.pardon(&texts);
        let part = |word: &str| words.contains(&word.to_lowercase());
        for (path, hits) in found.iter_mut().filter(|(_, hits)| !hits.is_empty()) {
            let mut again = proof.search(path.as_str(), Form::Data);
            match outputs.get(path) {
                Some(Content::Bytes(bytes)) if is_of_search(path) => {
                    again.extend(proof.search_but(&told(path, bytes), Form::Data, &part));
                }
                Some(Content::Bytes(bytes)) => again.extend(proof.search(&told(path, bytes), form(path))),
                _ => {}
            }
            *hits = again;
        }
    }

    fn finding(&self, proof: &Proof, hit: &Hit, path: &VirtualPath, count: usize) -> Diagnostic {
        let more = if count > 1 { format!(" and {} more", count - 1) } else { String::new() };
        let message = format!("`{}` of another edition is in `{path}`{more}", hit.text);
        let place = self.secrets.iter().find_map(|secret| {
            let range = proof.place(hit, secret.text, Form::Prose)?;
            let (file, start) = secret.place?;
            let whole = &self.library.source(file).text;
            // What is known by its name alone is shown at the start of its file.
            let inside = whole.get(start + range.start..start + range.end) == secret.text.get(range.clone());
            Some(if inside { Span::new(file, start + range.start, start + range.end) } else { Span::start_of(file) })
        });
        leak(place, message)
    }

    /// A file of another edition, whatever its name.
    fn copied(&self, path: &VirtualPath, content: &Content) -> Option<Diagnostic> {
        let Content::Copy(resource) = content else { return None };
        let theirs = self.files.get(&*resource.hash)?;
        Some(leak(None, format!("the file `{theirs}` of another edition is in `{path}`")))
    }
}

fn leak(place: Option<Span>, message: String) -> Diagnostic {
    let finding = match place {
        Some(place) => Diagnostic::at(Code::EditionLeak, place, message),
        None => Diagnostic::new(Code::EditionLeak, message),
    };
    finding.help("find the page, template or setting that prints it there; nothing is published until then")
}

/// Whether a file belongs to the search index.
fn is_of_search(path: &VirtualPath) -> bool {
    path.extension() == "js" && path.parent().file_name() == "search"
}

/// What a file tells: its text, and of the dictionary of the search its words, which stand there in short.
fn told<'b>(path: &VirtualPath, bytes: &'b [u8]) -> Cow<'b, str> {
    // What we print is valid, and this is how it is known fastest.
    let text = std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed);
    let words = is_of_search(path).then(|| search::words(path.stem(), &text)).flatten();
    words.map_or(text, Cow::Owned)
}

/// A text of Markdown in all the ways in which its words can come to stand side by side: without marks, tags and addresses, with
/// and without its pictures; with tags as text; as a reader sees it; and each line as the address of a heading.
fn bare(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(without_bullet).collect();
    let lines = lines.join("\n");
    let mut out = String::with_capacity(text.len() * 4);
    plain_words(&lines, true, &mut out);
    if lines.contains("![") {
        out.push_str(". ");
        plain_words(&lines, false, &mut out);
    }
    if lines.contains(":::") {
        out.push_str(". ");
        let without: Vec<String> = lines.lines().map(without_directives).collect();
        plain_words(&without.join("\n"), true, &mut out);
    }
    out.extend([". ", &lines.replace(MARKUP, " "), ". ", &reader_text(&lines)]);
    let slugs = text.lines().map(|line| slug(line.trim_start_matches(['#', ' '])));
    slugs.for_each(|slug| out.extend([". ", slug.as_str()]));
    out
}

/// A line without the directives that may stand amid text.
fn without_directives(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(":::") {
        let (before, inner) = (&rest[..at], &rest[at + 3..]);
        let amid_text = ["image", "code", "video"].iter().any(|word| inner.trim_start().starts_with(word));
        match inner.find(":::").filter(|_| amid_text) {
            Some(end) => {
                out.push_str(before);
                rest = &inner[end + 3..];
            }
            None => {
                out.push_str(&rest[..at + 3]);
                rest = inner;
            }
        }
    }
    out + rest
}

/// Appends the words of a text: no marks, tags or addresses between them.
fn plain_words(text: &str, with_pictures: bool, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(MARKUP) {
        let from = &rest[at..];
        let picture = rest[..at].ends_with('!') && from.starts_with('[');
        out.push_str(rest[..at].trim_end_matches(if picture { '!' } else { '\0' }));
        out.push(' ');
        let skipped = match from.as_bytes() {
            [b'[', ..] if picture && !with_pictures => from.find(']').unwrap_or(0),
            [b']', b'(', ..] => from.find(')').unwrap_or(0),
            [b']', b'[', ..] => from[1..].find(']').map_or(0, |end| end + 1),
            [b'<', next, ..] if next.is_ascii_alphabetic() || matches!(next, b'/' | b'!') => {
                from.find('>').unwrap_or(0)
            }
            _ => 0,
        };
        rest = &from[skipped + from[skipped..].chars().next().map_or(0, char::len_utf8)..];
        // What closed a picture that is left out may go on with its address.
        if picture && !with_pictures && skipped > 0 && rest.starts_with('(') {
            rest = rest.find(')').map_or(rest, |end| &rest[end + 1..]);
        }
    }
    out.push_str(rest);
}

/// A line without what makes it an item of a list.
fn without_bullet(line: &str) -> &str {
    let line = line.trim_start();
    let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let item =
        if numbered.len() < line.len() { numbered.strip_prefix(['.', ')']) } else { line.strip_prefix(['-', '+']) };
    item.filter(|rest| rest.starts_with(' ')).unwrap_or(line)
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

fn form(path: &VirtualPath) -> Form {
    match path.extension() {
        "html" | "xml" | "svg" => Form::Markup,
        _ => Form::Data,
    }
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn a_bare_text_has_no_marks_tags_nor_addresses() {
        let words = |text: &str| {
            let all = bare(text);
            let bare = all.split(". ").next().unwrap_or_default().to_owned();
            bare.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(words("Hybrid guidance<br>Customers check"), "Hybrid guidance Customers check");
        assert_eq!(words("a [b *c*](x.md \"t\") d [e][f] g"), "a b c d e g");
        assert_eq!(words("- a\n2) b ![c](d.png) e"), "a b c e");
        assert!(bare("b ![c](d.png) e").split(". ").any(|part| part.split_whitespace().eq(["b", "e"])));
        assert!(bare("## Ready, set").ends_with(". ready-set"));
        assert_eq!(words("a < b > c <é <"), "a b c é");
        assert!(
            bare("a `:::x` :::image type=\"icon\":::b")
                .split(". ")
                .any(|part| part.split_whitespace().eq(["a", ":::x", "b"]))
        );
        let has = |text: &str, part: &str| bare(text).split_whitespace().collect::<Vec<_>>().join(" ").contains(part);
        assert!(has("Caf&eacute; *o*pen", ". Café open"));
        assert!(has("<span title", "span title"));
        assert!(has("see <tenant name> now", "see tenant name now"));
    }
}
