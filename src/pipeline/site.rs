//! One site: the pages of an edition in a language, its assets, feeds and files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::addresses::{self, MANIFEST};
use super::press::{Order, Press, Shown};
use super::reprint::{Imprint, MARKS};
use super::{Model, Stage, versions};
use crate::config::{Edition, Language};
use crate::diagnostic::{Code, Diagnostic};
use crate::inputs::FileKind;
use crate::memo::Sheet;
use crate::output::{Content, Identity, Origin, OutputFiles};
use crate::render::feed;
use crate::render::html::Printer;
use crate::search::Searched;
use crate::text::{Digest, VirtualPath};
use crate::view::pages::Site;
use crate::view::scope::{Material, fixed};
use crate::view::{self, Basis, Ground, Lists, Scope, color};

/// How many changes the feed holds.
const FEED_ENTRIES: usize = 50;

/// A page to be made.
#[derive(Clone, Copy)]
enum Job<'a> {
    Article(usize),
    Home,
    TaskIndex,
    Task(crate::model::TaskId),
    Roles,
    Role(&'a str),
    Services,
    Service(&'a str),
    Phase(usize),
    Map,
    Changes,
    Parity,
    NotFound,
}

/// Makes the site of an edition in a language.
pub(super) fn site(
    stage: &mut Stage<'_>,
    edition: Option<(usize, &Edition)>,
    language: Option<(usize, &Language)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> OutputFiles {
    let tag = language.map_or("en", |(_, language)| language.tag.as_str());
    let spoken = stage.texts.get(tag);
    let texts = &spoken.texts;
    stage.problems.extend(spoken.problems.iter().cloned());
    let words = |key: &str| texts.get(key).to_owned();
    let model = stage.model;
    let edition = edition.map(|(_, edition)| edition);
    let Model { library, facts, fragments, tocs, pairs, vocabulary, .. } = model;
    let material = Material { library, facts, fragments, tocs: &tocs.all, pairs, vocabulary };
    let tongue = language.map(|(_, language)| language);
    let key = versions::site_key(edition, tongue);
    let versions = versions::sides(stage, &key);
    let ground = Ground::new(material, edition, language, tocs.digest(), stage.grounds_before.remove(&key));
    stage.grounds_made.insert(key, ground.clone());
    let scope = Scope::new(material, ground, (edition, tongue), &words).among(versions);
    let marked = scope.edition.map(|edition| edition.name.as_str()).filter(|name| is_shared(stage, &scope, name));
    let scope = scope.with_marks(marked.map(|_| MARKS));
    let imprint = marked.map(|edition| Imprint { edition, parity: view::has_parity(&scope).is_some() });
    let site = about_site(stage, &scope);
    let printer = stage.templates.printer(&site, texts);
    let basis = Basis::new(&scope, stage.said, printer.digest());
    let prefix = view::prefix(&scope);
    let (press, searched) = (stage.press, site.search);
    let maker = Maker { scope: &scope, prefix: &prefix, imprint, basis, printer, press, searched };
    let Sheets { written, mut made } = sheets(&maker);

    let prefix = VirtualPath::new(&prefix).unwrap_or_else(VirtualPath::root);
    let origin = |page: &usize| {
        let below = |path: &VirtualPath| prefix.join(path.as_str());
        let at = scope.address(*page);
        let at = if prefix.as_str().is_empty() { at.cloned() } else { at.and_then(below) };
        Some((at?, scope.library.source(scope.library.pages[*page].file).path.clone()))
    };
    let mut own: BTreeMap<VirtualPath, VirtualPath> = scope.pages.iter().filter_map(origin).collect();
    stage.origins.append(&mut own);
    let mut inside = OutputFiles::default();
    resources(stage, &scope, &mut inside);
    let mut ours: BTreeSet<VirtualPath> = made.iter().map(|sheet| sheet.path.clone()).collect();
    // Of pages that want one address the first has it, and those that every site has come before those of authors.
    let taken: BTreeSet<String> = ours.iter().map(addresses::folded).collect();
    made.extend(written.into_iter().filter(|sheet| !taken.contains(&addresses::folded(&sheet.path))));
    stage.problems.extend(made.iter().flat_map(|sheet| sheet.problems.iter().cloned()));
    made.sort_by(|one, other| one.path.cmp(&other.path));
    made.dedup_by(|later, first| later.path == first.path);
    inside.extend(made.iter().map(|sheet| (sheet.path.clone(), Content::Bytes(sheet.bytes.clone()))).collect());
    if site.search {
        let entries = made.iter().filter_map(|sheet| Some((&sheet.path, sheet.entry.as_ref()?)));
        let mut index = stage.searches_before.remove(&view::prefix(&scope)).unwrap_or_default();
        let files = index.files(entries, |key| scope.word(key));
        ours.extend(files.iter().map(|(path, _)| path.clone()));
        inside.extend(files);
        stage.searches_made.insert(view::prefix(&scope), index);
    }
    for (path, link) in view::redirects(&scope) {
        inside.insert(path, feed::redirect(&link));
    }
    old_addresses(&scope, &mut inside, diagnostics);
    let mut own = OutputFiles::default();
    extras(stage, &scope, &made, &mut own);
    ours.extend(own.iter().map(|(path, _)| path.clone()));
    ours.extend(super::place_of_findings(&stage.inputs.config).and_then(|path| path.strip(&prefix)));
    addresses::conflicts(stage.inputs, &scope, &ours, diagnostics);
    inside.extend(own);
    if stage.inputs.origins {
        origins(stage, &scope, &mut inside);
    }
    inside.below(&prefix)
}

/// Whether pages of an edition are printed with a mark for its name, so that other editions may have them: where each template
/// prints the name whole, and as it is.
fn is_shared(stage: &Stage<'_>, scope: &Scope<'_>, name: &str) -> bool {
    let several = stage.inputs.config.editions.len() > 1;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.');
    several && scope.is_only_version() && stage.templates.prints_edition_whole() && name.chars().all(plain)
}

/// Says of each file whose it is; of pages and tasks also what they were made from.
fn origins(stage: &Stage<'_>, scope: &Scope<'_>, files: &mut OutputFiles) {
    let library = scope.library;
    let made_from = |pages: &mut dyn Iterator<Item = usize>| -> Vec<VirtualPath> {
        library.files_of(pages, scope.edition).iter().map(|file| library.source(*file).path.clone()).collect()
    };
    let mut sources: BTreeMap<VirtualPath, Vec<VirtualPath>> = BTreeMap::new();
    for page in &scope.pages {
        let path = scope.address(*page).cloned();
        sources.extend(path.map(|path| (path, made_from(&mut std::iter::once(*page)))));
    }
    for (id, entry) in &scope.playbook.tasks.tasks {
        let mut places = entry.occurrences.iter().chain(&entry.details).map(|(process, _)| scope.page_of(*process));
        sources.insert(Scope::task(*id), made_from(&mut places));
    }
    // An older version does not change.
    let mut identities = if stage.inputs.version.is_none() { identities(scope) } else { BTreeMap::new() };
    let paths: Vec<(VirtualPath, Option<VirtualPath>)> = files
        .iter()
        .map(|(path, content)| match content {
            Content::Copy(resource) => (path.clone(), Some(resource.path.clone())),
            Content::Bytes(_) => (path.clone(), None),
        })
        .collect();
    for (path, copied) in paths {
        let origin = Origin {
            edition: scope.edition.map(|edition| edition.name.clone()),
            language: scope.language.map(|language| language.tag.clone()),
            version: stage.inputs.version.clone(),
            sources: copied.map(|path| vec![path]).or_else(|| sources.remove(&path)).unwrap_or_default(),
            page: identities.remove(&path),
            leads_to: None,
        };
        files.came_from(path, origin);
    }
}

/// By what each page of authors is known again when it moves.
fn identities(scope: &Scope<'_>) -> BTreeMap<VirtualPath, Identity> {
    let mut tasks: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for (id, entry) in &scope.playbook.tasks.tasks {
        for (process, _) in &entry.occurrences {
            tasks.entry(scope.page_of(*process)).or_default().push(id.0);
        }
    }
    let identity = |page: &usize| {
        let address = scope.address(*page)?.clone();
        let entry = &scope.library.pages[*page];
        let uid = entry.meta.all.get("uid").and_then(|uid| uid.as_str()).map(str::to_owned);
        let text = format!("{:016x}", scope.library.source(entry.file).hash);
        let mut tasks = tasks.get(page).cloned().unwrap_or_default();
        tasks.dedup();
        Some((address, Identity { uid, title: entry.title.clone(), text, tasks }))
    };
    scope.pages.iter().filter_map(identity).collect()
}

/// The pages of a site.
struct Sheets {
    /// Those of authors.
    written: Vec<Arc<Sheet>>,
    /// Those that every site has.
    made: Vec<Arc<Sheet>>,
}

/// All pages. Those that gather from all others take longest and are handed out one by one, beside the many short ones.
fn sheets(maker: &Maker<'_>) -> Sheets {
    let make = |job: &Job<'_>| maker.make(*job);
    let (long, short) = (gatherings(maker.scope), pages(maker.scope));
    let long = || long.par_iter().with_max_len(1).filter_map(make).collect::<Vec<_>>();
    let of_author = |job: &Job<'_>| Some((matches!(job, Job::Article(_)), make(job)?));
    let (long, short) = rayon::join(long, || short.par_iter().filter_map(of_author).collect::<Vec<_>>());
    let (written, made): (Vec<_>, Vec<_>) = short.into_iter().partition(|(is_written, _)| *is_written);
    let sheets = |list: Vec<(bool, Arc<Sheet>)>| list.into_iter().map(|(_, sheet)| sheet);
    Sheets { written: sheets(written).collect(), made: sheets(made).chain(long).collect() }
}

/// A page for each page of authors and each task.
fn pages<'a>(scope: &'a Scope<'_>) -> Vec<Job<'a>> {
    let tasks = scope.playbook.tasks.tasks.keys().map(|id| Job::Task(*id));
    (0..scope.pages.len()).map(Job::Article).chain(tasks).collect()
}

/// The pages that gather from all over the playbook, the longest first.
fn gatherings<'a>(scope: &'a Scope<'_>) -> Vec<Job<'a>> {
    let mut jobs = vec![Job::TaskIndex];
    jobs.extend(scope.role_names().map(Job::Role));
    jobs.extend(scope.service_names().map(Job::Service));
    jobs.extend((0..view::phases(scope)).map(Job::Phase));
    jobs.extend([Job::Changes, Job::Map, Job::Home, Job::Roles, Job::Services, Job::Parity, Job::NotFound]);
    jobs
}

/// Makes the pages of one site.
struct Maker<'a> {
    scope: &'a Scope<'a>,
    /// The folder of the site.
    prefix: &'a str,
    /// What the edition puts in place of the marks, if its pages have any.
    imprint: Option<Imprint<'a>>,
    basis: Basis,
    printer: Printer<'a>,
    press: &'a Press,
    searched: bool,
}

impl Maker<'_> {
    fn make(&self, job: Job<'_>) -> Option<Arc<Sheet>> {
        let scope = self.scope;
        match job {
            Job::Article(at) => {
                let path = scope.address(scope.page_of(at))?;
                let basis = self.basis.article(scope, at);
                self.page(("article.html", basis), path, || view::article(scope, at))
            }
            Job::Home => self.page(("article.html", self.basis.overview()), &fixed("home"), || view::home(scope)),
            Job::TaskIndex => self.fixed("tasks.html", self.basis.tasks(), || view::task_index(scope)),
            Job::Task(id) => {
                let basis = self.basis.task(scope, id);
                self.page(("task.html", basis), &Scope::task(id), || view::task(scope, id))
            }
            Job::Roles => self.fixed("roles.html", self.basis.figures(), || view::roles(scope)),
            Job::Role(name) => {
                self.page(("role.html", self.basis.role(name)), scope.role(name)?, || view::role(scope, name))
            }
            Job::Services => self.fixed("services.html", self.basis.figures(), || view::services(scope)),
            Job::Service(name) => self
                .page(("service.html", self.basis.service(name)), scope.service(name)?, || view::service(scope, name)),
            Job::Phase(at) => {
                let path = scope.phase(&scope.playbook.phases.get(at)?.name)?;
                self.page(("phase.html", self.basis.phase(scope, at)), path, || view::phase(scope, at))
            }
            Job::Map => {
                let basis = self.basis.overview();
                self.page(("lifecycle.html", basis), &fixed("lifecycle.html"), || view::map(scope))
            }
            Job::Changes => self.fixed("changes.html", self.basis.changes(), || view::changes(scope)),
            Job::Parity => {
                // It shows places in both languages; it is made anew each time and printed where it changed.
                let place = Digest::of(&(view::prefix(scope), "parity.html"));
                let order = Order { place, basis: None, template: "parity.html", imprint: self.imprint };
                let shown = || view::parity(scope).map(|(path, view)| Shown { path, view, searched: false });
                self.press.page(&self.printer, order, &fixed("parity.html"), shown)
            }
            Job::NotFound => {
                // Its links begin at the root of the host, so that it says where the site lies.
                let basis = Digest::of(&(self.basis.frame(), self.prefix));
                self.fixed("404.html", basis, || view::not_found(scope))
            }
        }
    }

    /// A page that every site has once.
    fn fixed<View: Serialize + Searched + Lists>(
        &self,
        template: &str,
        basis: Digest,
        view: impl FnOnce() -> (VirtualPath, View),
    ) -> Option<Arc<Sheet>> {
        self.page((template, basis), &fixed(template), || Some(view()))
    }

    fn page<View: Serialize + Searched + Lists>(
        &self,
        (template, basis): (&str, Digest),
        path: &VirtualPath,
        view: impl FnOnce() -> Option<(VirtualPath, View)>,
    ) -> Option<Arc<Sheet>> {
        let place = Digest::of(&(self.prefix, template, path));
        let shown = || {
            let (path, view) = view()?;
            Some(Shown { path, view, searched: self.searched })
        };
        let order = Order { place, basis: Some(basis), template, imprint: self.imprint };
        self.press.page(&self.printer, order, path, shown)
    }
}

/// What all pages of the site share.
fn about_site(stage: &Stage<'_>, scope: &Scope<'_>) -> Site {
    let config = &stage.inputs.config;
    let brand = &config.brand;
    let several = config.editions.len() > 1;
    Site {
        title: config.title.clone(),
        language: scope.language_tag().to_owned(),
        direction: "ltr".to_owned(),
        edition: scope.shown_edition().filter(|_| several).map(str::to_owned),
        brand: brand.name.clone().unwrap_or_else(|| config.title.clone()),
        logo: logo(stage).map(|(path, _)| path.to_string()),
        accent: brand.color.as_deref().and_then(color::accent),
        footer: brand.footer.clone(),
        base_url: feeds(stage).cloned(),
        search: config.search && stage.inputs.theme.files.contains_key(SEARCH[0]),
    }
}

/// The logo as an asset of the site.
fn logo(stage: &Stage<'_>) -> Option<(VirtualPath, Content)> {
    let path = stage.inputs.config.brand.logo.as_ref()?;
    match stage.inputs.files.get(path)? {
        FileKind::Published(resource) => {
            let asset = VirtualPath::new(&format!("assets/logo.{}", path.extension()))?;
            Some((asset, Content::Copy(resource.clone())))
        }
        FileKind::Present => None,
    }
}

/// The project's published files, under the addresses that pages link to. Where there are several editions or
/// languages, a site has only what its own pages show, so that no picture of another edition slips in.
fn resources(stage: &Stage<'_>, scope: &Scope<'_>, files: &mut OutputFiles) {
    let config = &stage.inputs.config;
    let several = !config.editions.is_empty() || config.languages.len() > 1;
    let shown = if several { scope.shown_files() } else { BTreeSet::new() };
    for (path, kind) in &stage.inputs.files {
        let address = path.strip(&config.content).filter(|address| !several || shown.contains(address));
        if let (FileKind::Published(resource), Some(address)) = (kind, address) {
            let place = scope.site_path(&address);
            // The manifest of the build lies there.
            if place.as_str() != MANIFEST || !view::prefix(scope).is_empty() {
                files.insert(place, Content::Copy(resource.clone()));
            }
        }
    }
}

/// The files of the theme that only the search needs.
const SEARCH: [&str; 3] = ["js/search.js", "js/find.js", "css/search.css"];

/// Assets of the theme, the logo, sitemap, feed.
fn extras(stage: &Stage<'_>, scope: &Scope<'_>, pages: &[Arc<Sheet>], files: &mut OutputFiles) {
    for (name, bytes) in &stage.inputs.theme.files {
        let published = match name.as_str() {
            name if SEARCH.contains(&name) => stage.inputs.config.search,
            // Printed into each report
            "css/report.css" => false,
            name => ["css/", "js/", "favicon.svg", "assets/"].iter().any(|start| name.starts_with(start)),
        };
        let asset = name.rsplit('/').next().and_then(|file| VirtualPath::new(&format!("assets/{file}")));
        if let Some(asset) = asset.filter(|_| published) {
            files.insert(asset, Content::Bytes(bytes.clone()));
        }
    }
    if let Some((path, content)) = logo(stage) {
        files.insert(path, content);
    }
    if let Some(base) = feeds(stage) {
        let base = format!("{base}{}", view::prefix(scope));
        let days = view::last_changes(scope);
        let pages = pages.iter().map(|sheet| &sheet.path).map(|path| (path, days.get(path).map(String::as_str)));
        insert(files, "sitemap.xml", feed::sitemap(&base, pages));
        let home = VirtualPath::root();
        let changes = view::latest(scope, FEED_ENTRIES, &home);
        insert(files, "feed.xml", feed::feed(&base, &stage.inputs.config.title, &changes));
    }
}

/// The base address of sitemap and feed, which only the current version has.
fn feeds<'a>(stage: &Stage<'a>) -> Option<&'a String> {
    stage.inputs.config.base_url.as_ref().filter(|_| stage.inputs.version.is_none())
}

fn insert(files: &mut OutputFiles, name: &str, text: String) {
    if let Some(path) = VirtualPath::new(name) {
        files.insert(path, text);
    }
}

/// Files at the addresses that pages had before. What is there already stays, and the author is told.
fn old_addresses(scope: &Scope<'_>, files: &mut OutputFiles, diagnostics: &mut Vec<Diagnostic>) {
    for view::Moved { written, span, from, link } in view::moved(scope) {
        let finding = |message: String| Diagnostic::at(Code::UrlConflict, span, message);
        match from {
            None => diagnostics.push(
                finding(format!("`{written}` is no address inside the site"))
                    .help("write it from the top of the site, as `old/page.html`"),
            ),
            Some(from) if files.get(&from).is_some() => diagnostics.push(
                finding(format!("nothing can lead on from `{from}`, there is a page or a file"))
                    .help("take it out of `redirect_from`, or rename what is there"),
            ),
            Some(from) => {
                files.insert(from, feed::redirect(&link));
            }
        }
    }
}
