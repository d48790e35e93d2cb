//! What an edition has and what only others have, for the proof of its files. It is found from the raw texts and whom their lines
//! are for, by the raw reading of the proof and not by what the site was made from: an error there must not be repeated here.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::super::{Model, RawReadings};
use crate::config::{Config, Edition};
use crate::corpus::{Library, Target, TocEntry};
use crate::extract::Vocabulary;
use crate::inputs::{FileKind, Inputs};
use crate::model::{ALL_SERVICES, CORE_ONBOARDING};
use crate::proof::{Form, Proof};
use crate::render::built_in_theme;
use crate::syntax::markdown::{Document, Link, LinkKind};
use crate::text::{FileId, QuickMap, VirtualPath};
use crate::view::dates;

/// Words that we write ourselves, in names of files and in files that no template makes.
const OURS: &str = "User-agent Allow Sitemap index html tasks roles services phases changes assets logo favicon feed \
                    task tabpanel mailto https http mandatory optional site redirect parity manifest search";

/// A text of others and where it begins in its file.
pub(super) struct Secret<'a> {
    pub(super) text: &'a str,
    pub(super) place: Option<(FileId, usize)>,
}

/// A playbook of which editions have parts: the current one or an older version.
#[derive(Clone, Copy)]
pub(super) struct Playbook<'a> {
    pub(super) inputs: &'a Inputs,
    pub(super) model: &'a Model<'a>,
    pub(super) links: &'a Destinations<'a>,
}

/// What every link of a project leads to.
pub(super) struct Destinations<'a> {
    /// Those of whole files, found once for all editions.
    whole: Led<'a>,
    /// Those of files with blocks for some readers as an edition has them, by the name of the edition. Where a label is defined
    /// in a block for others and again outside of it, the two differ.
    of_editions: BTreeMap<&'a str, Led<'a>>,
}

/// The links of some files and what each leads to.
type Led<'a> = QuickMap<FileId, Vec<(&'a Link, Destination)>>;

/// What a link leads to that not every edition may have.
enum Destination {
    /// Pages, by their indexes.
    Pages(Vec<usize>),
    /// A file that is published as it is.
    Published(VirtualPath),
    /// A file that is included.
    Included(FileId),
    /// A file that is quoted.
    Quoted(FileId),
}

impl<'a> Destinations<'a> {
    pub(super) fn of(library: &'a Library<'a>) -> Self {
        let whole = led(library, library.documents());
        let own = |edition: &'a Edition| {
            let documents = library.documents().filter(|document| !document.audiences.is_empty());
            let own = documents.filter_map(|document| library.document_in(document.file, Some(edition)));
            (edition.name.as_str(), led(library, own))
        };
        Self { whole, of_editions: library.inputs.config.editions.iter().map(own).collect() }
    }

    /// The links of a file, as a whole and as an edition has it.
    fn in_file(&self, file: FileId, edition: &Edition) -> impl Iterator<Item = &(&'a Link, Destination)> {
        let whole = self.whole.get(&file);
        let own = self.of_editions.get(edition.name.as_str()).and_then(|own| own.get(&file));
        let known = move |link: &Link| whole.is_some_and(|whole| whole.iter().any(|(other, _)| *other == link));
        let further = own.into_iter().flatten().filter(move |(link, _)| !known(link));
        whole.into_iter().flatten().chain(further)
    }
}

fn led<'a>(library: &'a Library<'a>, documents: impl Iterator<Item = &'a Arc<Document>>) -> Led<'a> {
    let all = documents.collect::<Vec<_>>().into_par_iter().map(|document| {
        let led = document.links.iter().filter_map(|link| Some((link, destination(library, link)?)));
        (document.file, led.collect())
    });
    all.collect::<Vec<_>>().into_iter().collect()
}

fn destination(library: &Library<'_>, link: &Link) -> Option<Destination> {
    let (file, address) = (link.span.file, &link.target.value);
    match link.kind {
        LinkKind::Include => library.include(file, address).map(Destination::Included),
        LinkKind::Snippet => library.snippet(file, address).map(Destination::Quoted),
        LinkKind::Link | LinkKind::Image => match library.resolve(file, address).target {
            Target::Pages(pages) => Some(Destination::Pages(pages)),
            Target::File(path) => Some(Destination::Published(path)),
            _ => None,
        },
    }
}

/// An edition, what it has, and what only others have.
pub(super) struct Holdings<'a> {
    pub(super) inputs: &'a Inputs,
    pub(super) library: &'a Library<'a>,
    pub(super) edition: &'a Edition,
    readings: &'a RawReadings,
    links: &'a Destinations<'a>,
    pub(super) own: Vec<(&'a str, Form)>,
    /// Own texts with gaps where something is hidden, as the edition joins them.
    pub(super) joined: Vec<String>,
    pub(super) secrets: Vec<Secret<'a>>,
    /// Hashes of files that only other editions show, with a path of each.
    pub(super) files: BTreeMap<&'a str, &'a VirtualPath>,
    /// Texts put together from settings and vocabulary.
    words: String,
}

impl<'a> Holdings<'a> {
    /// What an edition has of a playbook.
    pub(super) fn new(playbook: Playbook<'a>, edition: &'a Edition) -> Self {
        let Playbook { inputs, model, links } = playbook;
        let library = &model.library;
        let mut all = Self {
            inputs,
            library,
            edition,
            readings: &model.readings,
            links,
            own: Vec::new(),
            joined: Vec::new(),
            secrets: Vec::new(),
            files: BTreeMap::new(),
            words: settings(&inputs.config, &model.vocabulary),
        };
        let pages: BTreeSet<usize> = (0..library.pages.len()).filter(|page| all.has_page(*page)).collect();
        let files = all.readable(pages.iter().map(|page| library.pages[*page].file).collect());
        let used = library.files_of(0..library.pages.len(), None);
        let fragments = inputs.fragments.iter().copied().filter(|file| !used.contains(file));
        let (quotable, kept_back): (Vec<FileId>, Vec<FileId>) = fragments.partition(|file| all.may_have(*file));
        for file in used.iter().copied().chain(kept_back) {
            all.text(file, files.contains(&file));
        }
        // Of a file that is at most quoted, only what lies in blocks for others is a secret.
        quotable.into_iter().for_each(|file| all.secrets_of(file, all.readings.hidden(file, edition)));
        for toc in &model.tocs.all {
            let named = toc.edition.as_ref().is_none_or(|name| edition.name.eq_ignore_ascii_case(name));
            all.entries(&toc.entries, &pages, named);
        }
        all.names(&files);
        all
    }

    fn allows(&self, file: FileId) -> bool {
        self.readings.allows(file, self.edition, &self.inputs.config)
    }

    fn has_page(&self, page: usize) -> bool {
        let page = &self.library.pages[page];
        let may_read = page.editions.contains(&self.edition.name) || page.replaced_in.contains(&self.edition.name);
        may_read && self.allows(page.file)
    }

    /// Some files and all that these include, where the include lies outside of blocks for others and the included file does
    /// not say that it is for others.
    fn readable(&self, files: Vec<FileId>) -> BTreeSet<FileId> {
        let mut seen: BTreeSet<FileId> = files.iter().copied().collect();
        let mut open = files;
        while let Some(file) = open.pop() {
            let included = self.visible_links(file).filter_map(|(_, leads)| match leads {
                Destination::Included(file) => Some(*file),
                _ => None,
            });
            let allowed: Vec<FileId> = included.filter(|file| self.may_have(*file)).collect();
            open.extend(allowed.into_iter().filter(|file| seen.insert(*file)));
        }
        seen
    }

    /// Whether a file may be included or quoted in the edition, by its own word.
    fn may_have(&self, file: FileId) -> bool {
        self.allows(file) && self.library.may_have(file, Some(self.edition))
    }

    /// The links of a file that lie outside of blocks for others, and what they lead to.
    fn visible_links(&self, file: FileId) -> impl Iterator<Item = &'a (&'a Link, Destination)> + use<'a> {
        let hidden = self.readings.hidden(file, self.edition);
        let links: &'a Destinations<'a> = self.links;
        let is_hidden = move |link: &Link| hidden.iter().any(|range| range.contains(&link.span.range().start));
        links.in_file(file, self.edition).filter(move |(link, _)| !is_hidden(link))
    }

    /// The addresses in a file, outside of blocks for others, that lead to what the edition does not have: no reader sees them.
    fn kept_back(&self, file: FileId) -> Vec<Range<usize>> {
        let leads_out = |leads: &Destination| match leads {
            Destination::Pages(pages) => !pages.iter().any(|page| self.has_page(*page)),
            Destination::Included(file) | Destination::Quoted(file) => !self.may_have(*file),
            Destination::Published(_) => false,
        };
        let away = self.visible_links(file).filter(|(link, leads)| link.target.span != link.span && leads_out(leads));
        away.map(|(link, _)| link.target.span.range()).collect()
    }

    /// A file: what the edition has of it, what not.
    fn text(&mut self, file: FileId, has: bool) {
        let text: &'a str = &self.library.source(file).text;
        let whole = || std::iter::once(0..text.len()).collect();
        let hidden = if has { self.readings.hidden(file, self.edition) } else { whole() };
        if has {
            let mut left_out = [hidden.clone(), self.kept_back(file)].concat();
            left_out.sort_unstable_by_key(|range| range.start);
            let visible = visible(&left_out, text.len());
            if visible.len() > 1 {
                self.joined.push(visible.iter().map(|range| &text[range.clone()]).collect());
            }
            self.own.extend(visible.into_iter().map(|range| (&text[range], Form::Prose)));
            self.quoted(file);
        }
        self.secrets_of(file, hidden);
    }

    /// Keeps ranges of a file as secrets.
    fn secrets_of(&mut self, file: FileId, hidden: Vec<Range<usize>>) {
        let text: &'a str = &self.library.source(file).text;
        let secret = |range: Range<usize>| Secret { text: &text[range.clone()], place: Some((file, range.start)) };
        self.secrets.extend(hidden.into_iter().map(secret));
    }

    /// What a file of the edition quotes; the names of what it may not include or quote.
    fn quoted(&mut self, file: FileId) {
        let library: &'a Library<'a> = self.library;
        for (link, leads) in self.visible_links(file) {
            let (Destination::Included(other) | Destination::Quoted(other)) = leads else { continue };
            let source = library.source(*other);
            if !self.may_have(*other) {
                self.secrets.push(Secret { text: source.path.stem(), place: Some((*other, 0)) });
            } else if link.kind == LinkKind::Snippet {
                let hidden = self.readings.hidden(*other, self.edition);
                let visible = visible(&hidden, source.text.len()).into_iter();
                self.own.extend(visible.map(|range| (&source.text[range], Form::Prose)));
            }
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
        let library: &'a Library<'a> = self.library;
        for page in &library.pages {
            if files.contains(&page.file) {
                self.own.push((page.path.as_str(), Form::Data));
                self.own.push((&page.title, Form::Prose));
            } else {
                self.secrets.push(Secret { text: page.path.stem(), place: Some((page.file, 0)) });
                self.secrets.push(Secret { text: &page.title, place: Some((page.file, 0)) });
            }
        }
        let shown = self.shown(files);
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

    /// The files that texts of the edition show or link to. The address of a reference link stands elsewhere in the file, and
    /// counts only if that is outside of blocks for others.
    fn shown(&self, files: &BTreeSet<FileId>) -> BTreeSet<VirtualPath> {
        let links = files.iter().flat_map(|file| self.visible_links(*file));
        let shown = links.filter_map(|(link, leads)| match leads {
            Destination::Published(path) if self.is_visible_address(link) => Some(path.clone()),
            // What is quoted may also be published as it is.
            Destination::Quoted(file) if self.may_have(*file) => Some(self.library.address(*file)),
            _ => None,
        });
        shown.collect()
    }

    fn is_visible_address(&self, link: &Link) -> bool {
        let file = link.span.file;
        let text = &self.library.source(file).text;
        let hidden = self.readings.hidden(file, self.edition);
        if hidden.is_empty() || !text[link.span.range()].ends_with(']') {
            return true;
        }
        let name = link.target.value.rsplit(['/', '\\']).next().unwrap_or_default();
        visible(&hidden, text.len()).into_iter().any(|range| text[range].contains(name))
    }

    /// What no file of the edition may hold.
    pub(super) fn proof(&self) -> Proof {
        proof_of(&[self])
    }
}

/// What only other editions have than some, of which each may have what the others have.
pub(super) fn proof_of(editions: &[&Holdings<'_>]) -> Proof {
    let Some(inputs) = editions.first().map(|one| one.inputs) else { return Proof::default() };
    let built_in = built_in_theme(&inputs.config.base_theme).unwrap_or_default();
    let default = built_in_theme("default").unwrap_or_default();
    let secrets = editions.iter().flat_map(|one| &one.secrets).map(|secret| (secret.text, Form::Prose));
    let own = editions.iter().flat_map(|one| one.own.iter().copied().chain([(one.words.as_str(), Form::Prose)]));
    let texts = built_in.iter().chain(&default).filter_map(theme_text);
    let own: Vec<(&str, Form)> = own.chain(texts).chain([(OURS, Form::Prose)]).collect();
    let mut proof = Proof::new(&secrets.collect::<Vec<_>>(), &own);
    let theme = inputs.theme.files.iter().filter(|(name, bytes)| built_in.get(*name) != Some(*bytes));
    for (text, form) in theme.filter_map(theme_text) {
        proof.allow_words(text, form);
    }
    proof
}

/// What lies between hidden ranges of a text.
fn visible(hidden: &[Range<usize>], len: usize) -> Vec<Range<usize>> {
    let starts = std::iter::once(0).chain(hidden.iter().map(|range| range.end));
    let ends = hidden.iter().map(|range| range.start).chain([len]);
    starts.zip(ends).map(|(start, end)| start..end).collect()
}

/// Whether an entry leads to something that an edition has, itself or below.
fn leads(entry: &TocEntry, pages: &BTreeSet<usize>) -> bool {
    let own = entry.pages.iter().any(|page| pages.contains(page));
    let elsewhere = entry.pages.is_empty() && entry.external.is_some();
    let below = entry.pages.is_empty() && entry.children.iter().any(|child| leads(child, pages));
    own || elsewhere || below
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

#[cfg(test)]
mod tests;
