//! Whether an output folder is that of the project which is to be published into it. A build removes what the manifest
//! names and it does not make, so that the manifest of another project would cost that project its site.
//!
//! A project has no name that is sure to be its own. So three things together stand for one: its title, the folder of its
//! pages, and how far its folder lies above the output. Where one of them contradicts the manifest, another project made what
//! is there; the texts of the pages tell a project that was renamed in its own folder from another one. What cannot be told
//! apart is refused, and `--take-over` is the way out.

use std::collections::BTreeSet;
use std::path::Path;

use super::manifest::{MANIFEST, Manifest, ProjectName};
use super::{Foreign, Target};
use crate::error::Error;
use crate::output::OutputFiles;
use crate::system::{Kind, System};
use crate::text::VirtualPath;

/// The project that publishes.
#[derive(Clone, Copy, Debug)]
pub struct Maker<'a> {
    /// Its title.
    pub title: &'a str,
    /// Whether the title is its own: the one that projects have by default says nothing of whose an output is.
    pub has_own_title: bool,
    /// The folder of its pages, relative to the project folder.
    pub content: &'a str,
    /// Whose folder the output lies in.
    pub place: Place,
    /// How far the project's folder lies above the output (`..`), if the output lies inside of it. A path from elsewhere would
    /// be one of this machine, and would differ between checkouts that publish to one place.
    pub above: Option<&'a str>,
    /// Whether its settings have editions.
    pub has_editions: bool,
}

/// Whose folder an output lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In that of the project itself.
    Own,
    /// In that of another project.
    Another,
    /// In that of no project.
    Elsewhere,
}

impl Maker<'_> {
    /// The name for the manifest.
    pub(super) fn name(&self) -> ProjectName {
        let folder = self.above.unwrap_or(ELSEWHERE).to_owned();
        ProjectName { title: self.title.to_owned(), content: self.content.to_owned(), folder: Some(folder) }
    }
}

/// What a manifest says of the project folder where the output lies outside of it.
const ELSEWHERE: &str = "elsewhere";

/// Stops where the folder holds what another project made, or would lose its editions.
pub(super) fn refuse_other_owner(
    system: &dyn System,
    target: Target,
    before: &Manifest,
    files: &OutputFiles,
) -> Result<(), Error> {
    if before.files.is_empty() {
        return Ok(());
    }
    let contradictions = Contradictions::between(before, target.maker);
    if !target.take_over && !is_owner(system, target, before, files, contradictions) {
        let name = before.project.as_ref().map(|project| format!(" `{}`", project.title)).unwrap_or_default();
        return Err(Error::at(
            "will not build into",
            target.folder,
            format!("another project{name} made what is there{}", contradictions.listed()),
        )
        .help(
            "choose another folder with `--out DIR`; if it is this project, renamed or moved, \
             run `waybook build --take-over` once; nothing was changed",
        ));
    }
    refuse_loss_of_editions(target, before, files)
}

/// In what a manifest contradicts the project that publishes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Contradictions {
    title: bool,
    content: bool,
    folder: bool,
}

impl Contradictions {
    fn between(before: &Manifest, maker: Maker<'_>) -> Self {
        let (Some(then), now) = (&before.project, maker.name()) else { return Self::default() };
        let folder = then.folder.is_some() && then.folder != now.folder;
        Self { title: then.title != now.title, content: then.content != now.content, folder }
    }

    /// What differs, for the message; nothing where the names are the same and only the pages are others.
    fn listed(self) -> String {
        let all = [(self.title, "title"), (self.content, "content folder"), (self.folder, "project folder")];
        let differing: Vec<&str> = all.into_iter().filter(|(differs, _)| *differs).map(|(_, name)| name).collect();
        if differing.is_empty() { String::new() } else { format!(" (another {})", differing.join(", another ")) }
    }
}

fn is_owner(
    system: &dyn System,
    target: Target,
    before: &Manifest,
    files: &OutputFiles,
    contradictions: Contradictions,
) -> bool {
    let texts = SharedTexts::of(before, files);
    let is_same = before.project.is_some() && contradictions == Contradictions::default();
    if contradictions.folder {
        return false;
    }
    let has_sources = || has_most_sources(system, target, before);
    match target.maker.place {
        Place::Own if is_same => true,
        // Renamed, or its pages moved, where it always was; never both at once.
        Place::Own if before.project.is_some() => {
            !(contradictions.title && contradictions.content) && texts.most && texts.known
        }
        Place::Own => has_sources() && texts.some,
        Place::Another => is_same && texts.most,
        Place::Elsewhere if is_same && target.maker.has_own_title => has_sources() || texts.most && texts.known,
        Place::Elsewhere if is_same => has_sources() && texts.some || texts.most && texts.known,
        Place::Elsewhere => before.project.is_none() && texts.most && texts.known,
    }
}

/// Whether most files that an output was made from lie in the project that publishes.
fn has_most_sources(system: &dyn System, target: Target, before: &Manifest) -> bool {
    let sources: BTreeSet<&VirtualPath> = before.files.values().flat_map(|print| &print.origin.sources).collect();
    let here = |path: &&&VirtualPath| system.kind(&target.project.join(path.as_str())) == Some(Kind::File);
    sources.iter().filter(here).count() * 2 >= sources.len()
}

/// How many texts of pages are the same as when the manifest was written.
struct SharedTexts {
    some: bool,
    most: bool,
    /// Whether the manifest says anything of texts.
    known: bool,
}

impl SharedTexts {
    fn of(before: &Manifest, files: &OutputFiles) -> Self {
        let text = |path: &VirtualPath| Some(files.origin(path)?.page.as_ref()?.text.as_str());
        let now: BTreeSet<&str> = files.iter().filter_map(|(path, _)| text(path)).collect();
        let pages = before.files.values().filter_map(|print| print.origin.page.as_ref());
        let then: BTreeSet<&str> = pages.map(|page| page.text.as_str()).collect();
        let shared = then.intersection(&now).count();
        Self { some: then.is_empty() || shared > 0, most: shared * 2 >= then.len(), known: !then.is_empty() }
    }
}

/// One site for everybody in the place of several is mostly a slip: `editions` was lost, and everybody would read all. So are
/// reports on everything beside the sites of editions.
fn refuse_loss_of_editions(target: Target, before: &Manifest, files: &OutputFiles) -> Result<(), Error> {
    let edition = |path: &VirtualPath| files.origin(path).is_some_and(|origin| origin.edition.is_some());
    let part = target.scope == super::Scope::Part;
    let is_one_site = (part || target.scope == super::Scope::Whole) && !files.iter().any(|(path, _)| edition(path));
    let is_one_site = is_one_site && !(part && target.maker.has_editions);
    let lost: BTreeSet<&str> = before.files.values().filter_map(|print| print.origin.edition.as_deref()).collect();
    if !is_one_site || lost.is_empty() || target.foreign == Foreign::Overwrite {
        return Ok(());
    }
    let names = lost.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let reason = format!("its `{MANIFEST}` has the editions {names}, the settings have none");
    Err(Error::at("will not put one site for everybody into", target.folder, reason)
        .help("name the `editions` again; if they are to go, build with `--force`; nothing was changed"))
}

/// Stops where a folder of the output is a link to a place outside of it.
pub(super) fn refuse_links<'p>(
    system: &dyn System,
    folder: &Path,
    paths: impl Iterator<Item = &'p VirtualPath>,
) -> Result<(), Error> {
    let real = system.resolve(folder);
    let folders: BTreeSet<VirtualPath> = paths.map(VirtualPath::parent).collect();
    let leads_out = |path: &&VirtualPath| !system.resolve(&folder.join(path.as_str())).starts_with(&real);
    match folders.iter().find(leads_out) {
        None => Ok(()),
        Some(path) => {
            Err(Error::at("will not write through the link", folder.join(path.as_str()), "it leads elsewhere")
                .help("remove the link; nothing was changed"))
        }
    }
}
