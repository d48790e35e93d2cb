//! Tables of contents: `toc.yml` in the shapes that occur, and `toc.md`.

use std::sync::Arc;

use super::library::{Library, Variant};
use super::links::{Target, has_scheme};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::markdown::LinkKind;
use crate::syntax::yaml::{self, Node};
use crate::text::{Digest, FileId, Span, VirtualPath};

/// One table of contents.
#[derive(Clone, Debug)]
pub struct Toc {
    /// Its folder, relative to the content folder.
    pub folder: VirtualPath,
    /// The edition that its file name says it is for.
    pub edition: Option<String>,
    /// Its entries.
    pub entries: Vec<TocEntry>,
}

/// One entry: a name, perhaps a page, perhaps entries below it.
#[derive(Clone, Debug, Default)]
pub struct TocEntry {
    /// What is read.
    pub name: String,
    /// The pages it leads to; the variants of a plain name are several.
    pub pages: Vec<usize>,
    /// An address outside the site.
    pub external: Option<String>,
    /// The entries below it.
    pub children: Vec<TocEntry>,
}

/// All tables of contents, and what they were read from.
#[derive(Debug)]
pub struct Tocs {
    /// The tables in order of their paths.
    pub all: Vec<Toc>,
    /// Their texts, and what lies at which address.
    basis: Digest,
    /// Titles of pages that stand for names which the tables do not give.
    titles: Vec<(usize, String)>,
    /// What was found.
    diagnostics: Vec<Diagnostic>,
}

/// Reads every table of contents, unless the known ones would be read again. Where one refers to another, the other's
/// entries are taken in.
pub fn tocs(library: &Library<'_>, known: &mut Option<Arc<Tocs>>, diagnostics: &mut Vec<Diagnostic>) -> Arc<Tocs> {
    let tocs = known.take().filter(|known| known.is_of(library)).unwrap_or_else(|| Arc::new(Tocs::read(library)));
    diagnostics.extend(tocs.diagnostics.iter().cloned());
    *known = Some(tocs.clone());
    tocs
}

impl Tocs {
    fn read(library: &Library<'_>) -> Self {
        let files = library.inputs.tocs.iter().filter(|file| !is_breadcrumb(&library.address(**file)));
        let mut tocs = Self { all: Vec::new(), basis: basis(library), titles: Vec::new(), diagnostics: Vec::new() };
        for file in files {
            let toc = toc(library, *file, &mut tocs);
            tocs.all.push(toc);
        }
        tocs
    }

    /// Equal for equal tables.
    pub fn digest(&self) -> Digest {
        Digest::of(&(self.basis, &self.titles))
    }

    /// Whether these would be read again.
    fn is_of(&self, library: &Library<'_>) -> bool {
        let title = |page: usize| library.pages.get(page).map(|page| &page.title);
        self.basis == basis(library) && self.titles.iter().all(|(page, known)| title(*page) == Some(known))
    }
}

/// The texts of the tables, and what lies at which address.
fn basis(library: &Library<'_>) -> Digest {
    let text = |file: &FileId| (*file, library.source(*file).hash);
    let texts: Vec<(FileId, u64)> = library.inputs.tocs.iter().map(text).collect();
    Digest::of(&(library.signs(), texts))
}

/// DocFX keeps its breadcrumbs in a file of the same shape; they name no pages.
fn is_breadcrumb(path: &VirtualPath) -> bool {
    path.parent().file_name() == "breadcrumb"
}

/// `toc.yml`, `toc.md`, `toc--partner.yml`.
fn is_toc(address: &str) -> bool {
    let name = address.rsplit('/').next().unwrap_or(address).to_lowercase();
    let stem = name.strip_suffix(".yml").or_else(|| name.strip_suffix(".md")).unwrap_or_default();
    stem == "toc" || stem.starts_with("toc--")
}

fn toc(library: &Library<'_>, file: FileId, tocs: &mut Tocs) -> Toc {
    let path = library.address(file);
    let variant = Variant::of(&path);
    let Tocs { titles, diagnostics, .. } = tocs;
    let mut reader = Reader { library, file, titles, diagnostics, open: vec![file], taken_in: 0 };
    let entries = if path.extension() == "md" { reader.markdown(file) } else { reader.yaml(file) };
    Toc { folder: path.parent(), edition: variant.map(|variant| variant.edition), entries }
}

struct Reader<'a> {
    library: &'a Library<'a>,
    file: FileId,
    titles: &'a mut Vec<(usize, String)>,
    diagnostics: &'a mut Vec<Diagnostic>,
    open: Vec<FileId>,
    /// How many other tables were taken in.
    taken_in: usize,
}

/// How many other tables of contents one may take in, each as often as it is named.
const MOST_TOCS: usize = 1000;

impl Reader<'_> {
    fn yaml(&mut self, file: FileId) -> Vec<TocEntry> {
        let source = self.library.source(file).clone();
        let checked = yaml::parse(file, &source.text, 0);
        if file == self.file {
            self.diagnostics.extend(checked.diagnostics);
        }
        let Some(root) = checked.value else { return Vec::new() };
        let items = root.get("items").unwrap_or(&root);
        items.items().iter().map(|item| self.entry(item)).collect()
    }

    fn entry(&mut self, item: &Node) -> TocEntry {
        let text = |key: &str| item.get(key).and_then(Node::text).map(|text| text.trim().to_owned());
        let name = text("name").or_else(|| text("title")).unwrap_or_default();
        let mut entry = TocEntry { name, ..TocEntry::default() };
        for key in ["topicHref", "topichref", "homepage", "href", "tocHref", "tochref"] {
            if let Some(node) = item.get(key) {
                self.address(node, &mut entry);
            }
        }
        let children = item.get("items").map(Node::items).unwrap_or_default();
        let children: Vec<TocEntry> = children.iter().map(|child| self.entry(child)).collect();
        entry.children.extend(children);
        if entry.name.is_empty() {
            let named = entry.pages.first().map(|page| (*page, self.library.pages[*page].title.clone()));
            entry.name = named.iter().map(|(_, title)| title.clone()).collect();
            self.titles.extend(named);
        }
        entry
    }

    fn address(&mut self, node: &Node, entry: &mut TocEntry) {
        let Some(address) = node.text().map(str::trim).filter(|text| !text.is_empty()) else { return };
        if has_scheme(address) {
            entry.external = Some(address.to_owned());
            return;
        }
        if is_toc(address) {
            self.nested(address, node.span, entry);
            return;
        }
        let from = *self.open.last().unwrap_or(&self.file);
        let resolved = self.library.resolve(from, address);
        let meant = |library: &Library<'_>| library.meant(from, &resolved).map(|meant| meant.address);
        match &resolved.target {
            Target::Pages(pages) if entry.pages.is_empty() => entry.pages = pages.clone(),
            Target::Pages(_) | Target::File(_) | Target::External | Target::Mail | Target::Here => {}
            Target::Nothing(_) => self.missing(address, node.span, meant(self.library)),
        }
    }

    fn missing(&mut self, address: &str, span: Span, suggestion: Option<String>) {
        let help = suggestion.map(|near| format!("did you mean `{near}`?"));
        let finding = Diagnostic::at(Code::TocTargetMissing, span, format!("no page `{address}`")).maybe_help(help);
        self.diagnostics.push(finding);
    }

    fn left_out(&mut self, span: Span, message: String) {
        let finding = Diagnostic::at(Code::TocTargetMissing, span, message);
        self.diagnostics.push(finding.help("drop the entry; it is left out"));
    }

    /// Entries of another table of contents, read relative to that one.
    fn nested(&mut self, address: &str, span: Span, entry: &mut TocEntry) {
        let from = *self.open.last().unwrap_or(&self.file);
        let wanted = self.library.address(from).parent().join(address.trim_start_matches("~/"));
        let found = self.library.inputs.tocs.iter().copied().find(|file| Some(self.library.address(*file)) == wanted);
        match found {
            Some(file) if self.open.contains(&file) => self.left_out(span, format!("`{address}` leads back to itself")),
            Some(_) if self.taken_in == MOST_TOCS => {
                self.left_out(span, format!("takes in more than {MOST_TOCS} tables of contents"));
                self.taken_in += 1;
            }
            Some(_) if self.taken_in > MOST_TOCS => {}
            Some(file) => {
                self.taken_in += 1;
                self.open.push(file);
                let markdown = self.library.address(file).extension() == "md";
                let entries = if markdown { self.markdown(file) } else { self.yaml(file) };
                self.open.pop();
                entry.children.extend(entries);
            }
            None => self.missing(address, span, None),
        }
    }

    /// `toc.md`: headings with links, nested by their level.
    fn markdown(&mut self, file: FileId) -> Vec<TocEntry> {
        let Some(document) = self.library.document(file).cloned() else { return Vec::new() };
        let mut flat: Vec<(u8, TocEntry)> = Vec::new();
        for heading in &document.headings {
            let inside = |span: Span| heading.span.start <= span.start && span.start < heading.span.end;
            let link = document.links.iter().find(|link| link.kind == LinkKind::Link && inside(link.span));
            let mut entry = TocEntry { name: heading.text.clone(), ..TocEntry::default() };
            if let Some(link) = link {
                match self.library.resolve(file, &link.target.value).target {
                    Target::Pages(pages) => entry.pages = pages,
                    Target::External => entry.external = Some(link.target.value.clone()),
                    Target::Nothing(_) => self.missing(&link.target.value, link.target.span, None),
                    _ => {}
                }
            }
            flat.push((heading.level, entry));
        }
        nest(&mut flat.into_iter().peekable(), 0)
    }
}

fn nest(flat: &mut std::iter::Peekable<std::vec::IntoIter<(u8, TocEntry)>>, above: u8) -> Vec<TocEntry> {
    let mut entries = Vec::new();
    while let Some((level, mut entry)) = flat.next_if(|(level, _)| *level > above) {
        entry.children = nest(flat, level);
        entries.push(entry);
    }
    entries
}
