//! The proof of editions: the finished files of each are held against what only other editions have. What an edition
//! has is found here anew, from the texts and their audiences, not from what the site was made of: an error there must
//! not be repeated here.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::{Stage, versions};
use crate::config::{Config, Edition};
use crate::corpus::{Library, TocEntry, hidden};
use crate::diagnostic::{Code, Diagnostic};
use crate::extract::Vocabulary;
use crate::inputs::{FileKind, Inputs};
use crate::model::{ALL_SERVICES, CORE_ONBOARDING};
use crate::output::{Content, OutputFiles};
use crate::proof::{Form, Hit, Proof, Reading};
use crate::render::built_in_theme;
use crate::search;
use crate::syntax::markdown::LinkKind;
use crate::syntax::markdown::anchor::slug;
use crate::text::{FileId, Span, VirtualPath};
use crate::view::dates;

/// Words that we write ourselves, in names of files and in files that no template makes.
const OURS: &str = "User-agent Allow Sitemap index html tasks roles services phases changes assets logo favicon feed \
                    task tabpanel mailto https http mandatory optional site redirect parity manifest search";

/// What Markdown writes between words.
const MARKUP: [char; 11] = ['[', ']', '|', '\n', '\r', '#', '*', '_', '`', '>', '<'];
/// How many leaks of an edition are told one by one.
const MOST_TOLD: usize = 50;

/// What any edition publishes that only others have.
pub(super) fn leaks(stage: &Stage<'_>, outputs: &OutputFiles) -> Vec<Diagnostic> {
    let trials = stage.inputs.config.editions.iter().map(|edition| Trial::new(stage, edition));
    let trials: Vec<Trial<'_>> = trials.filter(|trial| !trial.secrets.is_empty()).collect();
    let mut proofs: Vec<Proof> = trials.iter().map(Trial::proof).collect();
    let reading = Reading::of(&proofs);
    trials.iter().zip(&mut proofs).flat_map(|(trial, proof)| trial.judged(proof, &reading, outputs)).collect()
}

/// A text of others and where it begins in its file.
struct Secret<'a> {
    text: &'a str,
    place: Option<(FileId, usize)>,
}

/// An edition and what is its own.
struct Trial<'a> {
    inputs: &'a Inputs,
    library: &'a Library<'a>,
    edition: &'a Edition,
    own: Vec<(&'a str, Form)>,
    secrets: Vec<Secret<'a>>,
    /// Hashes of files that only other editions show, with a path of each.
    files: BTreeMap<&'a str, &'a VirtualPath>,
    /// Texts put together from settings and vocabulary.
    words: String,
}

impl<'a> Trial<'a> {
    fn new(stage: &Stage<'a>, edition: &'a Edition) -> Self {
        let library = &stage.model.library;
        let words = settings(&stage.inputs.config, &stage.model.vocabulary);
        let mut trial = Self {
            inputs: stage.inputs,
            library,
            edition,
            own: Vec::new(),
            secrets: Vec::new(),
            files: BTreeMap::new(),
            words,
        };
        let pages = (0..library.pages.len()).filter(|page| library.pages[*page].editions.contains(&edition.name));
        let pages: BTreeSet<usize> = pages.collect();
        let files = library.files_of(pages.iter().copied(), Some(edition));
        for file in library.files_of(0..library.pages.len(), None) {
            trial.text(file, files.contains(&file));
        }
        for toc in &stage.model.tocs.all {
            let named = toc.edition.as_ref().is_none_or(|name| edition.name.eq_ignore_ascii_case(name));
            trial.entries(&toc.entries, &pages, named);
        }
        trial.names(&files);
        trial.own.extend(versions::addresses(stage, &edition.name).map(|address| (address, Form::Data)));
        trial
    }

    /// A file: what the edition has of it, what not.
    fn text(&mut self, file: FileId, has: bool) {
        let source = self.library.source(file);
        let text: &'a str = &source.text;
        let document = self.library.document(file);
        let whole = std::iter::once(0..text.len());
        let hidden = match document {
            Some(document) if has => hidden(document, Some(self.edition)),
            _ => whole.collect(),
        };
        let mut at = 0;
        for range in &hidden {
            self.own.push((&text[at..range.start], Form::Prose));
            self.secrets.push(Secret { text: &text[range.clone()], place: Some((file, range.start)) });
            at = range.end;
        }
        self.own.push((&text[at..], Form::Prose));
        let links = document.map(|document| document.links.as_slice()).unwrap_or_default();
        let quoted = links.iter().filter(|link| link.kind == LinkKind::Snippet);
        let shown = quoted.filter(|link| has && self.library.shows(link.span, Some(self.edition)));
        let snippets: Vec<_> = shown.filter_map(|link| self.library.snippet(file, &link.target.value)).collect();
        for text in snippets {
            let inputs = self.inputs;
            let source = inputs.sources.iter().find(|source| std::ptr::eq(&*source.text, text));
            self.own.extend(source.map(|source| (&*source.text, Form::Prose)));
        }
    }

    /// The names of a table of contents: the edition's own where they lead to what it has.
    fn entries(&mut self, entries: &'a [TocEntry], pages: &BTreeSet<usize>, named: bool) {
        for entry in entries {
            if named && leads(entry, pages) {
                self.own.push((&entry.name, Form::Prose));
            } else {
                self.secrets.push(Secret { text: &entry.name, place: None });
            }
            self.entries(&entry.children, pages, named);
        }
    }

    /// The names of pages and files.
    fn names(&mut self, files: &BTreeSet<FileId>) {
        for page in &self.library.pages {
            if files.contains(&page.file) {
                self.own.push((page.path.as_str(), Form::Data));
                self.own.push((&page.title, Form::Prose));
            } else {
                self.secrets.push(Secret { text: page.path.stem(), place: Some((page.file, 0)) });
                self.secrets.push(Secret { text: &page.title, place: Some((page.file, 0)) });
            }
        }
        let shown = self.library.shown_files(files, Some(self.edition));
        let mut own = BTreeSet::new();
        let content = &self.inputs.config.content;
        let published = self.inputs.files.iter().filter_map(|(path, kind)| match kind {
            FileKind::Published(resource) => Some((path, &*resource.hash)),
            FileKind::Present => None,
        });
        for (path, hash) in published {
            let inside = path.strip(content);
            let logo = self.inputs.config.brand.logo.as_ref() == Some(path);
            if logo || inside.is_some_and(|path| shown.contains(&path)) {
                self.own.push((path.as_str(), Form::Data));
                own.insert(hash);
            } else {
                self.secrets.push(Secret { text: path.stem(), place: None });
                self.files.insert(hash, path);
            }
        }
        self.files.retain(|hash, _| !own.contains(hash));
    }

    /// What no file of the edition may hold.
    fn proof(&self) -> Proof {
        let secrets: Vec<(&str, Form)> = self.secrets.iter().map(|secret| (secret.text, Form::Prose)).collect();
        let theme = self.inputs.theme.files.iter();
        let built_in = built_in_theme(&self.inputs.config.base_theme).unwrap_or_default();
        let default = built_in_theme("default").unwrap_or_default();
        let texts: Vec<(&str, Form)> = built_in.iter().chain(&default).filter_map(theme_text).collect();
        let own: Vec<(&str, Form)> = self
            .own
            .iter()
            .copied()
            .chain(texts)
            .chain([(self.words.as_str(), Form::Prose), (OURS, Form::Prose)])
            .collect();
        let mut proof = Proof::new(&secrets, &own);
        for (text, form) in theme.filter(|(name, bytes)| built_in.get(*name) != Some(*bytes)).filter_map(theme_text) {
            proof.allow_words(text, form);
        }
        proof
    }

    /// Every leak once, with the first file that has it.
    fn judged(&self, proof: &mut Proof, reading: &Reading, outputs: &OutputFiles) -> Vec<Diagnostic> {
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
        if found.iter().any(|(path, hits)| is_of_search(path) && !hits.is_empty()) {
            self.look_again(proof, outputs, &mut found);
        }
        let mut leaks: BTreeMap<String, (Hit, &VirtualPath, usize)> = BTreeMap::new();
        for (path, hits) in found {
            for hit in hits {
                leaks.entry(hit.text.to_lowercase()).or_insert((hit, path, 0)).2 += 1;
            }
        }
        let texts =
            leaks.into_values().take(MOST_TOLD).map(|(hit, path, count)| self.finding(proof, &hit, path, count));
        let copies = files.iter().filter_map(|(path, content)| self.copied(path, content));
        texts.chain(copies).collect()
    }

    /// The search index has texts without their markup, parts of words and addresses of headings: what one's own texts
    /// are without it is nobody's secret there.
    fn look_again(&self, proof: &mut Proof, outputs: &OutputFiles, found: &mut [(&VirtualPath, Vec<Hit>)]) {
        let bare: Vec<String> = self.own.par_iter().map(|(text, _)| bare(text)).collect();
        let words: BTreeSet<String> = bare.iter().flat_map(|text| words(text)).collect();
        let words = words.into_iter().collect::<Vec<_>>().join(" ");
        let texts: Vec<(&str, Form)> = bare.iter().map(|text| (text.as_str(), Form::Data)).collect();
        proof.pardon(&texts);
        let part = |word: &str| words.contains(&word.to_lowercase());
        for (path, hits) in found.iter_mut().filter(|(path, hits)| is_of_search(path) && !hits.is_empty()) {
            if let Some(Content::Bytes(bytes)) = outputs.get(path) {
                *hits = proof.search_but(&told(path, bytes), Form::Data, &part);
            }
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

/// Whether an entry leads to something that an edition has, itself or below.
fn leads(entry: &TocEntry, pages: &BTreeSet<usize>) -> bool {
    let own = entry.pages.iter().any(|page| pages.contains(page));
    let elsewhere = entry.pages.is_empty() && entry.external.is_some();
    let below = entry.pages.is_empty() && entry.children.iter().any(|child| leads(child, pages));
    own || elsewhere || below
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

/// A text of Markdown as it reads without markup, and below it each line as the address of a heading.
fn bare(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let lines: Vec<&str> = text.lines().map(without_bullet).collect();
    let lines = lines.join("\n");
    let mut rest = lines.as_str();
    while let Some(at) = rest.find(MARKUP) {
        out.push_str(&rest[..at]);
        out.push(' ');
        rest = match rest[at..].starts_with("](") {
            true => rest[at..].find(')').map_or("", |end| &rest[at + end + 1..]),
            false => &rest[at + 1..],
        };
    }
    out.push_str(rest);
    let slugs = text.lines().map(|line| slug(line.trim_start_matches(['#', ' '])));
    slugs.for_each(|slug| out.extend([". ", slug.as_str()]));
    out
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

fn theme_text<'t>((name, bytes): (&'t String, &'t std::sync::Arc<[u8]>)) -> Option<(&'t str, Form)> {
    let form = if name.ends_with(".html") || name.ends_with(".svg") { Form::Prose } else { Form::Data };
    Some((std::str::from_utf8(bytes).ok()?, form))
}

/// What every page may say because of the settings, the vocabulary or the calendar, a line each.
fn settings(config: &Config, vocabulary: &Vocabulary) -> String {
    let mut lines = vec![config.title.clone()];
    lines.extend([&config.base_url, &config.edit_url, &config.editor_url].into_iter().flatten().cloned());
    lines.extend([&config.brand.name, &config.brand.footer].into_iter().flatten().cloned());
    lines.extend(config.editions.iter().map(|edition| edition.name.clone()));
    lines.extend(config.versions.iter().map(|version| version.name.clone()));
    for language in &config.languages {
        lines.push(language.tag.clone());
        lines.push(language.folder.to_string());
    }
    lines.extend(config.phases.iter().chain(config.roles.keys()).chain(config.services.keys()).cloned());
    for names in [&vocabulary.role_names, &vocabulary.service_names, &vocabulary.phase_names] {
        lines.extend(names.iter().cloned());
    }
    lines.extend([ALL_SERVICES, CORE_ONBOARDING].map(str::to_owned));
    for tag in config.languages.iter().map(|language| language.tag.as_str()).chain(["en"]) {
        let days = (1..=12).map(|month| jiff::civil::date(2020, month, 1));
        let phases = vocabulary.phase_words(tag);
        lines.extend(vocabulary.phase_names.iter().filter_map(|name| phases.own(name).map(str::to_owned)));
        lines.extend(days.flat_map(|day| [dates::month(day, tag), dates::text(day, tag)]));
    }
    lines.join("\n\n")
}
