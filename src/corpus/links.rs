//! What a link leads to.

use percent_encoding::percent_decode_str;

use super::library::Library;
use super::names::Names;
use crate::inputs::FileKind;
use crate::text::{FileId, VirtualPath, nearest, without_invisible};

/// What became of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// Where it leads.
    pub target: Target,
    /// Whether that is there.
    pub status: LinkStatus,
    /// What follows `#`, decoded, without the `#`.
    pub fragment: Option<String>,
    /// The address that was meant, as it would be written, where that is plain to see; else ask [`Library::meant`].
    pub suggestion: Option<String>,
}

/// An address that was meant by another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// A path, `#` and an anchor, or a whole address.
    pub address: String,
    /// How much speaks for it.
    pub certainty: Certainty,
}

/// How much speaks for what was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Nothing else can be meant.
    Sure,
    /// Worth a change that somebody looks at.
    Likely,
    /// Worth a question, not a change.
    Vague,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A page, by its index; the variants of a plain name are several.
    Pages(Vec<usize>),
    /// A file that is published, by its path relative to the content folder.
    File(VirtualPath),
    /// The page that the link stands on.
    Here,
    /// Another site.
    External,
    /// A mail address.
    Mail,
    /// Nothing that is published; the path that was looked for, if it lies in the content folder.
    Nothing(Option<VirtualPath>),
}

/// Whether what a link leads to is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkStatus {
    /// It is.
    Ok,
    /// It is not.
    Missing,
    /// The page is, the heading is not.
    MissingAnchor,
    /// It is, under a name with other upper and lower case.
    CaseMismatch,
    /// It is there, but not published.
    Unpublished,
    /// Outside the project; nobody looked.
    Unchecked,
    /// A mail or web address that lacks its scheme, so that a browser would look for it in the site.
    NoScheme,
}

impl LinkStatus {
    /// The word in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            LinkStatus::Ok => "ok",
            LinkStatus::Missing | LinkStatus::Unpublished => "missing",
            LinkStatus::MissingAnchor => "missing-anchor",
            LinkStatus::CaseMismatch => "case-mismatch",
            LinkStatus::Unchecked | LinkStatus::NoScheme => "unchecked",
        }
    }
}

impl Library<'_> {
    /// Finds out what an address written in `from` leads to.
    pub fn resolve(&self, from: FileId, address: &str) -> Resolved {
        let found = |target, status| Resolved { target, status, fragment: None, suggestion: None };
        let address = address.trim();
        if is_mail(address) {
            return found(Target::Mail, LinkStatus::Unchecked);
        }
        if has_scheme(address) || address.starts_with("//") {
            return found(Target::External, LinkStatus::Unchecked);
        }
        if let Some((target, meant)) = without_scheme(address) {
            return Resolved { suggestion: Some(meant), ..found(target, LinkStatus::NoScheme) };
        }
        let (path, fragment) = match address.split_once('#') {
            Some((path, fragment)) => (path, Some(decoded(fragment))),
            None => (address, None),
        };
        let path = path.split('?').next().unwrap_or(path);
        if path.is_empty() {
            return self.here(from, fragment.filter(|fragment| !fragment.is_empty()));
        }
        let resolved = self.resolve_path(from, path);
        self.with_fragment(Resolved { fragment: fragment.filter(|fragment| !fragment.is_empty()), ..resolved })
    }

    /// The address that was probably meant by one that leads nowhere: a path, or `#` and an anchor, as it would be
    /// written in `from`.
    pub fn meant(&self, from: FileId, resolved: &Resolved) -> Option<Meant> {
        let near = || match (&resolved.target, resolved.fragment.as_deref()) {
            (Target::Nothing(Some(wanted)), _) if resolved.status == LinkStatus::Missing => {
                self.kin(from, wanted).or_else(|| self.moved(from, wanted)).or_else(|| self.beside(from, wanted))
            }
            (Target::Here, Some(anchor)) => self.near_anchor(from, anchor),
            (Target::Pages(pages), Some(anchor)) => self.near_anchor(self.pages[*pages.first()?].file, anchor),
            _ => None,
        };
        let sure = |address| Meant { address, certainty: Certainty::Sure };
        resolved.suggestion.clone().map(sure).or_else(near)
    }

    fn here(&self, from: FileId, fragment: Option<String>) -> Resolved {
        let missing = fragment.as_ref().is_some_and(|fragment| !self.reaches(from, fragment));
        let status = if missing { LinkStatus::MissingAnchor } else { LinkStatus::Ok };
        Resolved { target: Target::Here, status, fragment, suggestion: None }
    }

    fn with_fragment(&self, resolved: Resolved) -> Resolved {
        let Target::Pages(pages) = &resolved.target else { return resolved };
        let (Some(fragment), LinkStatus::Ok) = (&resolved.fragment, resolved.status) else { return resolved };
        if pages.iter().any(|page| self.reaches(self.pages[*page].file, fragment)) {
            return resolved;
        }
        Resolved { status: LinkStatus::MissingAnchor, ..resolved }
    }

    /// Tabs are reached by `#tab/…` from anywhere on their page.
    fn reaches(&self, file: FileId, fragment: &str) -> bool {
        fragment == "top"
            || fragment.starts_with("tab/")
            || fragment.starts_with("tabpanel_")
            || self.has_anchor(file, fragment)
    }

    fn near_anchor(&self, file: FileId, anchor: &str) -> Option<Meant> {
        let same = self.anchors(file).find(|known| known.to_lowercase() == anchor.to_lowercase());
        let near = same.or_else(|| nearest(anchor, self.anchors(file)))?;
        let certainty = if same.is_some() { Certainty::Sure } else { nearness(anchor, near) };
        Some(Meant { address: format!("#{near}"), certainty })
    }

    fn resolve_path(&self, from: FileId, path: &str) -> Resolved {
        let nothing = |path: Option<VirtualPath>, suggestion| Resolved {
            target: Target::Nothing(path),
            status: LinkStatus::Missing,
            fragment: None,
            suggestion,
        };
        let visible = without_invisible(path);
        if visible != path || path.starts_with("%20") {
            let clean = visible.trim_start_matches("%20").trim();
            return nothing(None, Some(clean.to_owned()));
        }
        let Some(wanted) = self.absolute(from, path) else { return nothing(None, None) };
        let candidates = candidates(&wanted, path);
        for candidate in &candidates {
            if let Some(found) = self.exactly(candidate) {
                return found;
            }
        }
        for candidate in &candidates {
            let Some(spelling) = self.spelling(candidate) else { continue };
            if let Some(found) = self.exactly(spelling) {
                let suggestion = Some(self.written(from, spelling));
                return Resolved { status: LinkStatus::CaseMismatch, suggestion, ..found };
            }
        }
        nothing(Some(wanted), None)
    }

    /// The path relative to the content folder of an address written in `from`.
    fn absolute(&self, from: FileId, path: &str) -> Option<VirtualPath> {
        let path = decoded(path).replace('\\', "/");
        match path.strip_prefix("~/").or_else(|| path.strip_prefix('/')) {
            Some(rooted) => VirtualPath::new(rooted),
            None => self.address(from).parent().join(&path),
        }
    }

    fn exactly(&self, path: &VirtualPath) -> Option<Resolved> {
        let ok = |target| Some(Resolved { target, status: LinkStatus::Ok, fragment: None, suggestion: None });
        let pages: Vec<usize> = self.page_at(path).into_iter().chain(self.variants_of(path).iter().copied()).collect();
        if !pages.is_empty() {
            return ok(Target::Pages(pages));
        }
        let unpublished = Resolved {
            target: Target::Nothing(Some(path.clone())),
            status: LinkStatus::Unpublished,
            fragment: None,
            suggestion: None,
        };
        match self.file_at(path) {
            Some(FileKind::Published(_)) => ok(Target::File(path.clone())),
            Some(FileKind::Present) => Some(unpublished),
            None => self.fragment_at(path).map(|_| unpublished),
        }
    }

    /// The Markdown file that an include names.
    pub fn include(&self, from: FileId, address: &str) -> Option<FileId> {
        let wanted = self.absolute(from, address.split(['#', '?']).next().unwrap_or(address).trim())?;
        let at = |path: &VirtualPath| {
            self.fragment_at(path).or_else(|| self.page_at(path).map(|page| self.pages[page].file))
        };
        at(&wanted).or_else(|| at(self.spelling(&wanted)?))
    }

    /// The text file that a snippet names.
    pub fn snippet(&self, from: FileId, address: &str) -> Option<FileId> {
        let wanted = self.absolute(from, address.split(['#', '?']).next().unwrap_or(address))?;
        let path = self.inputs.config.content.join(wanted.as_str())?;
        let path = Some(path).filter(|path| self.inputs.may_be_quoted(path))?;
        self.inputs.sources.at(&path).map(|source| source.id)
    }

    /// The file of that name in the language of the page: beside a missing `a.md` that `b-de.md` leads to, `a-de.md`.
    fn kin(&self, from: FileId, wanted: &VirtualPath) -> Option<Meant> {
        let own = self.address(from);
        let suffix = &own.stem()[own.stem().rfind('-')?..];
        let path = wanted.with_file_name(&format!("{}{suffix}.{}", wanted.stem(), kind_of(wanted)));
        self.page_at(&path)?;
        Some(Meant { address: self.written(from, &path), certainty: Certainty::Likely })
    }

    /// The one file of that name elsewhere. A name that every folder may have says little.
    fn moved(&self, from: FileId, wanted: &VirtualPath) -> Option<Meant> {
        let [path] = self.names().named(wanted.file_name()) else { return None };
        let common = ["index", "readme", "toc"].contains(&path.stem().to_lowercase().as_str());
        // `a-de.md` beside the page may be meant just as well.
        let sure = !common && !self.kindred(wanted).any(|other| other != path);
        let certainty = if sure { Certainty::Sure } else { Certainty::Likely };
        Some(Meant { address: self.written(from, path), certainty })
    }

    /// Files in the folder of a missing one whose names go on where its name ends, or are nearly the same.
    fn kindred(&self, wanted: &VirtualPath) -> impl Iterator<Item = &VirtualPath> {
        let (folder, stem) = (wanted.parent(), wanted.stem().to_owned());
        let alike = |path: &&VirtualPath| path.extension() == wanted.extension();
        let longer =
            |name: &str, stem: &str| name.strip_prefix(stem).is_some_and(|rest| rest.starts_with(['-', '_', '.']));
        let beside = self.names().beside(&folder).iter().filter(alike);
        beside.filter(move |path| longer(path.stem(), &stem) || is_slip(&stem, path.stem()))
    }

    /// The nearest name of that kind in the same folder.
    fn beside(&self, from: FileId, wanted: &VirtualPath) -> Option<Meant> {
        let kind = kind_of(wanted);
        let folder = wanted.parent();
        let beside = || self.names().beside(&folder).iter().filter(|path| path.extension() == kind);
        let near = nearest(wanted.stem(), beside().map(VirtualPath::stem))?;
        let path = beside().find(|path| path.stem() == near)?;
        Some(Meant { address: self.written(from, path), certainty: nearness(wanted.stem(), near) })
    }

    /// The names of everything that a link may lead to, found at the first link that leads nowhere.
    fn names(&self) -> &Names {
        let published = || self.pages.iter().map(|page| &page.path).chain(self.published_files());
        self.index.names.get_or_init(|| Names::new(published()))
    }

    /// An address as it would be written in `from`.
    fn written(&self, from: FileId, path: &VirtualPath) -> String {
        path.relative_from(&self.address(from))
    }
}

/// The ending of the files that an address may mean: `md` for pages, however they are written.
fn kind_of(wanted: &VirtualPath) -> &str {
    match wanted.extension() {
        "" | "html" => "md",
        other => other,
    }
}

/// What speaks for a name that is near another.
fn nearness(name: &str, other: &str) -> Certainty {
    if is_slip(name, other) { Certainty::Likely } else { Certainty::Vague }
}

/// Whether one name is the other but for a slip: one letter in five.
fn is_slip(name: &str, other: &str) -> bool {
    strsim::osa_distance(&name.to_lowercase(), &other.to_lowercase()) * 5 <= name.chars().count()
}

/// The paths that an address may mean: itself, the page behind `.html`, the index of a folder.
fn candidates(wanted: &VirtualPath, raw: &str) -> Vec<VirtualPath> {
    let mut found = Vec::with_capacity(3);
    if !raw.ends_with('/') {
        found.push(wanted.clone());
    }
    if wanted.extension() == "html" {
        found.push(wanted.with_extension("md"));
    }
    if raw.ends_with('/') || wanted.as_str().is_empty() || wanted.file_name().starts_with('.') {
        found.extend(wanted.join("index.md"));
    }
    found
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), |text| text.into_owned())
}

fn is_mail(address: &str) -> bool {
    let lower = address.get(..7).unwrap_or_default().to_lowercase();
    lower == "mailto:"
}

/// `name@example.com` and `www.example.com/page`, with what was meant.
fn without_scheme(address: &str) -> Option<(Target, String)> {
    let address = without_invisible(address);
    if address.to_lowercase().starts_with("www.") {
        return Some((Target::External, format!("https://{address}")));
    }
    let (name, host) = address.split_once('@')?;
    let mail = !name.is_empty() && host.contains('.') && !address.contains(['/', '\\', ' ', '#', '=']);
    mail.then(|| (Target::Mail, format!("mailto:{address}")))
}

/// `https:`, `tel:`, `vscode:` …; a single letter is a drive and no scheme.
pub(super) fn has_scheme(address: &str) -> bool {
    let Some((scheme, _)) = address.split_once(':') else { return false };
    let letters = scheme.len() > 1 && scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    letters && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}
