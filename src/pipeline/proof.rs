//! The proof of editions: the finished files of each are searched for what only other editions have.

mod holdings;
mod reports;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::reports::Reports;
use super::{Stage, versions};
use crate::diagnostic::{Code, Diagnostic};
use crate::output::{Content, OutputFiles};
use crate::proof::{Form, Hit, Proof, Reading};
use crate::search;
use crate::syntax::markdown::anchor::slug;
use crate::syntax::markdown::reader_text;
use crate::text::{Span, VirtualPath};

use holdings::{Destinations, Holdings, Playbook};

/// What Markdown writes between words.
const MARKUP: [char; 11] = ['[', ']', '|', '\n', '\r', '#', '*', '_', '`', '>', '<'];
/// How many leaks of an edition are reported one by one.
const MAX_REPORTED: usize = 50;

/// What any edition publishes that only others have: in its site, and in the reports that are made from it.
pub(super) fn leaks(stage: &Stage<'_>, outputs: &OutputFiles, reports: Option<&Reports>) -> Vec<Diagnostic> {
    if stage.inputs.config.editions.is_empty() {
        return Vec::new();
    }
    let links = Destinations::of(&stage.model.library);
    let playbook = Playbook { inputs: stage.inputs, model: stage.model, links: &links };
    let mut editions: Vec<Holdings<'_>> =
        stage.inputs.config.editions.iter().map(|edition| Holdings::new(playbook, edition)).collect();
    for holdings in &mut editions {
        let addresses = versions::addresses(stage, &holdings.edition.name);
        holdings.own.extend(addresses.map(|address| (address, Form::Data)));
    }
    let mut proofs: Vec<Proof> = editions.iter().map(Holdings::proof).collect();
    let mut found = reports.map(|reports| reports::leaks(stage, reports, (&editions, &proofs))).unwrap_or_default();
    let reading = Reading::of(&proofs);
    let sites = editions.iter().zip(&mut proofs).filter(|(holdings, _)| !holdings.secrets.is_empty());
    found.extend(sites.flat_map(|(holdings, proof)| holdings.leaks(proof, &reading, outputs)));
    found
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
    /// markup is left out is no leak. The search index also has parts of words. Most is settled without marks and addresses; what
    /// is left is compared with all the ways in which words can come to stand side by side.
    fn search_again(&self, proof: &mut Proof, outputs: &OutputFiles, found: &mut [(&VirtualPath, Vec<Hit>)]) {
        let mut words = String::new();
        for bare in [bare as fn(&str) -> String, bare_in_all_ways] {
            let bare = self.bare(bare);
            if words.is_empty() {
                let own: BTreeSet<String> = bare.iter().flat_map(|text| words_of(text)).collect();
                words = own.into_iter().collect::<Vec<_>>().join(" ");
            }
            let texts: Vec<(&str, Form)> = bare.iter().map(|text| (text.as_str(), Form::Data)).collect();
            proof.pardon(&texts);
            let part = |word: &str| words.contains(&word.to_lowercase());
            for (path, hits) in found.iter_mut().filter(|(_, hits)| !hits.is_empty()) {
                *hits = search(proof, path, outputs.get(path), &part);
            }
            if found.iter().all(|(_, hits)| hits.is_empty()) {
                return;
            }
        }
    }

    /// The own texts in another form.
    fn bare(&self, form: fn(&str) -> String) -> Vec<String> {
        let joined = self.joined.par_iter().map(|text| form(text));
        self.own.par_iter().map(|(text, _)| form(text)).chain(joined).collect()
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

/// A text of Markdown as it reads without marks, tags and addresses, and each line as the address of a heading.
fn bare(text: &str) -> String {
    let lines = without_bullets(text);
    let mut out = String::with_capacity(text.len() * 2);
    plain_words(&lines, true, &mut out);
    let slugs = text.lines().map(|line| slug(line.trim_start_matches(['#', ' '])));
    slugs.for_each(|slug| out.extend([". ", slug.as_str()]));
    out
}

/// A text of Markdown in all other ways in which its words can come to stand side by side: without its pictures, without
/// directives amid text, without both, with tags as text, and as a reader sees it.
fn bare_in_all_ways(text: &str) -> String {
    let lines = without_bullets(text);
    let mut out = lines.replace(MARKUP, " ");
    let directives =
        lines.contains(":::").then(|| lines.lines().map(without_directives).collect::<Vec<_>>().join("\n"));
    for (at, lines) in [Some(lines), directives].into_iter().flatten().enumerate() {
        let pictures: &[bool] = if lines.contains("![") { &[true, false] } else { &[true] };
        for with_pictures in pictures.iter().copied() {
            // With its pictures and directives it was compared before.
            if at > 0 || !with_pictures {
                out.push_str(". ");
                plain_words(&lines, with_pictures, &mut out);
            }
            out.extend([". ", &reader_text(&lines, with_pictures)]);
        }
    }
    out
}

fn without_bullets(text: &str) -> String {
    text.lines().map(without_bullet).collect::<Vec<_>>().join("\n")
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
            // Between ticks it begins no comment.
            [b'<', b'!', b'-', b'-', ..] if text[..text.len() - from.len()].ends_with('`') => 0,
            [b'<', b'!', b'-', b'-', ..] => from.find("-->").map_or(0, |end| end + 2),
            [b'<', next, ..] if next.is_ascii_alphabetic() || matches!(next, b'/' | b'!') => {
                from.find('>').unwrap_or(0)
            }
            _ => 0,
        };
        rest = &from[skipped + from[skipped..].chars().next().map_or(0, char::len_utf8)..];
        // What closed a picture that is left out may go on with its address or its label.
        let close = if rest.starts_with('(') { ')' } else { ']' };
        if picture && !with_pictures && skipped > 0 && rest.starts_with(['(', '[']) {
            rest = rest.find(close).map_or(rest, |end| &rest[end + 1..]);
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

/// What a finished file and its name hold that only others have; of the search index single words that are `part` of own ones
/// do not count.
fn search(proof: &Proof, path: &VirtualPath, content: Option<&Content>, part: &dyn Fn(&str) -> bool) -> Vec<Hit> {
    let mut hits = proof.search(path.as_str(), Form::Data);
    if let Some(Content::Bytes(bytes)) = content {
        let text = told(path, bytes);
        let inside = match is_of_search(path) {
            true => proof.search_but(&text, Form::Data, part),
            false => proof.search(&text, form(path)),
        };
        hits.extend(inside);
    }
    hits
}

fn words_of(text: &str) -> impl Iterator<Item = String> {
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
    use super::{bare, bare_in_all_ways};

    /// The words of a text between two breaks of rows.
    fn rows(bare: &str) -> Vec<String> {
        bare.split(". ").map(|row| row.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn a_bare_text_has_no_marks_tags_nor_addresses() {
        for (text, plain) in [
            ("Hybrid guidance<br>Customers check", "Hybrid guidance Customers check"),
            ("a [b *c*](x.md \"t\") d [e][f] g", "a b c d e g"),
            ("- a\n2) b ![c](d.png) e", "a b c e"),
            ("a < b > c <é <", "a b c é"),
            ("a <!-- b > c --> d `<!--` e<br>f <!-- g", "a d !-- e f !-- g"),
        ] {
            assert_eq!(rows(&bare(text))[0], plain);
        }
        assert!(bare("## Ready, set").ends_with(". ready-set"));
    }

    #[test]
    fn words_may_stand_side_by_side_in_other_ways() {
        for (text, row) in [
            ("b ![c](d.png) e", "b e"),
            ("b ![c][d] e", "b e"),
            ("b ![c](d.png) :::image type=\"icon\"::: e ![f][g]", "b e"),
            ("`<!--` a<br>b :::image type=\"icon\"::: c", "<!-- a b c"),
            ("a `:::x` :::image type=\"icon\":::b", "a :::x b"),
            ("Caf&eacute; *o*pen", "Café open"),
            ("<span title", "span title"),
            ("see <tenant name> now", "see tenant name now"),
        ] {
            assert!(rows(&bare_in_all_ways(text)).contains(&row.to_owned()), "{text}");
        }
    }
}
