//! The folders, the open files and the projects that they belong to. A project is the nearest folder above a file that has
//! a `waybook.yml` or a `docfx.json`; a file that has none above it is nobody's.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lsp_types::{Diagnostic as Shown, DiagnosticSeverity, PublishDiagnosticsParams, Uri};

use super::documents::Open;
use super::facts::Facts;
use super::place::Encoding;
use super::view::{SOURCE, View};
use super::{actions, address};
use crate::load::{DOCFX_FILE, PROJECT_FILE};
use crate::model::TaskId;
use crate::session::{Findings, Request, Session, Studied};
use crate::system::{Kind, Overlay, System};
use crate::text::{FileId, Source, VirtualPath};

/// No chain of fixes is this long; a loop of fixes would be.
const MOST_ROUNDS: usize = 16;

/// Everything that the editor has to do with us.
pub(super) struct Workspace<'a> {
    over: &'a Overlay<'a>,
    /// What a column counts.
    pub encoding: Encoding,
    folders: BTreeSet<PathBuf>,
    open: BTreeMap<String, Open>,
    projects: BTreeMap<PathBuf, Project<'a>>,
}

/// A project and what is known of it.
struct Project<'a> {
    /// Its folder as it lies on the disk; the key of the project is the folder in the editor's words.
    disk: PathBuf,
    session: Session<'a>,
    /// Whether something changed since it was looked at.
    stale: bool,
    known: Option<Known>,
    /// Why it could not be read.
    trouble: Option<String>,
    /// What the editor was told of each file, and of which state.
    told: BTreeMap<String, (Option<i32>, Vec<Shown>)>,
}

/// A project as it was when it was last looked at.
struct Known {
    facts: Facts,
    findings: Findings,
    settings: VirtualPath,
}

/// A file of a project, and what is known of both.
pub(super) struct Seen<'w> {
    /// What can be told.
    pub facts: &'w Facts,
    /// What is wrong.
    pub findings: &'w Findings,
    /// The file.
    pub file: FileId,
    /// Its text in the editor.
    pub view: View<'w>,
}

impl<'a> Workspace<'a> {
    /// Nothing is open yet.
    pub(super) fn new(over: &'a Overlay<'a>) -> Self {
        let (folders, open, projects) = (BTreeSet::new(), BTreeMap::new(), BTreeMap::new());
        Self { over, encoding: Encoding::default(), folders, open, projects }
    }

    /// Takes a folder in; the project that it is or lies in is looked at from now on.
    pub(super) fn add_folder(&mut self, folder: PathBuf) {
        self.find_project(&folder);
        self.folders.insert(folder);
    }

    /// Lets a folder go.
    pub(super) fn remove_folder(&mut self, folder: &Path) {
        self.folders.remove(folder);
    }

    /// Takes a file in.
    pub(super) fn open(&mut self, file: Open) {
        if let Some(folder) = file.path.parent() {
            self.find_project(folder);
        }
        self.cover(&file);
        self.open.insert(file.uri.as_str().to_owned(), file);
    }

    /// Changes an open file; tells whether it is open.
    pub(super) fn change(&mut self, uri: &Uri, change: impl FnOnce(&mut Open)) -> bool {
        let Some(mut file) = self.open.remove(uri.as_str()) else { return false };
        change(&mut file);
        self.cover(&file);
        self.open.insert(uri.as_str().to_owned(), file);
        true
    }

    /// Lets a file go: what lies on the disk counts again.
    pub(super) fn close(&mut self, uri: &Uri) {
        let Some(file) = self.open.remove(uri.as_str()) else { return };
        if let Some((project, disk)) = self.disk(&file.path) {
            self.over.uncover(&disk);
            self.projects.entry(project).and_modify(|project| project.stale = true);
        }
    }

    /// Files changed on the disk: every project is looked at again, and may have come or gone.
    pub(super) fn changed_outside(&mut self) {
        let folders: Vec<PathBuf> =
            self.open.values().filter_map(|file| file.path.parent()).map(Path::to_owned).collect();
        for folder in folders.iter().chain(&self.folders.clone()) {
            self.find_project(folder);
        }
        let files: Vec<String> = self.open.keys().cloned().collect();
        for uri in files {
            if let Some(file) = self.open.remove(&uri) {
                self.cover(&file);
                self.open.insert(uri, file);
            }
        }
        self.projects.values_mut().for_each(|project| project.stale = true);
    }

    /// Forgets what was made so far, after something went wrong amid it.
    pub(super) fn begin_anew(&mut self) {
        for project in self.projects.values_mut() {
            project.session = session(self.over, &project.disk);
            project.stale = true;
            project.known = None;
        }
    }

    /// Lays the text of an open file over the disk.
    fn cover(&mut self, file: &Open) {
        let Some((project, disk)) = self.disk(&file.path) else { return };
        // Nothing is written to a disk here, and memory takes all.
        let _ = self.over.write(&disk, file.text.as_bytes());
        self.projects.entry(project).and_modify(|project| project.stale = true);
    }

    /// The project that a file belongs to, and where the file lies on the disk.
    fn disk(&self, path: &Path) -> Option<(PathBuf, PathBuf)> {
        let (root, project) = self.project_of(path)?;
        Some((root.clone(), project.disk.join(path.strip_prefix(root).ok()?)))
    }

    /// The innermost project around a file.
    fn project_of(&self, path: &Path) -> Option<(&PathBuf, &Project<'a>)> {
        path.ancestors().find_map(|folder| self.projects.get_key_value(folder))
    }

    /// Makes the nearest project at or above a folder known, if there is one.
    fn find_project(&mut self, folder: &Path) {
        let is_file = |path: PathBuf| self.over.kind(&path) == Some(Kind::File);
        let is_project = |folder: &&Path| [PROJECT_FILE, DOCFX_FILE].iter().any(|name| is_file(folder.join(name)));
        let Some(root) = folder.ancestors().find(is_project) else { return };
        if !self.projects.contains_key(root) {
            let disk = self.over.resolve(root);
            let session = session(self.over, &disk);
            let (known, trouble, told) = (None, None, BTreeMap::new());
            let project = Project { disk, session, stale: true, known, trouble, told };
            self.projects.insert(root.to_owned(), project);
        }
    }

    /// The open files below a project, by their paths in it, but not those of projects within it.
    fn open_in(&self, root: &Path) -> BTreeMap<VirtualPath, &Open> {
        let own = self.open.values().filter(|file| self.project_of(&file.path).is_some_and(|(found, _)| found == root));
        own.filter_map(|file| Some((inside(root, &file.path)?, file))).collect()
    }

    /// Looks at a project again if something changed.
    fn refresh(&mut self, root: &Path) {
        let open: BTreeSet<VirtualPath> = self.open_in(root).into_keys().collect();
        let Some(project) = self.projects.get_mut(root).filter(|project| project.stale) else { return };
        project.stale = false;
        match project.session.study(|model| Facts::of(model, &open)) {
            Ok(Studied { value: facts, findings, settings, .. }) => {
                project.known = Some(Known { facts, findings, settings });
                project.trouble = None;
            }
            Err(error) => {
                project.known = None;
                let help = error.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
                project.trouble = Some(format!("{error}{help}"));
            }
        }
    }

    /// What is known of an open or closed file in its newest state; nothing of files of no project.
    pub(super) fn see(&mut self, uri: &Uri) -> Option<Seen<'_>> {
        let path = self.open.get(uri.as_str()).map(|file| file.path.clone()).or_else(|| address::path(uri))?;
        let root = self.project_of(&path)?.0.clone();
        self.refresh(&root);
        let known = self.projects.get(&root)?.known.as_ref()?;
        let file = known.findings.sources.at(&inside(&root, &path)?)?.id;
        let view = self.view(&root, known)?;
        Some(Seen { facts: &known.facts, findings: &known.findings, file, view })
    }

    /// The text of an open file after all fixes that have one answer, those that come of others too.
    pub(super) fn mended(&mut self, uri: &Uri) -> Option<String> {
        let before = self.open.get(uri.as_str())?.text.clone();
        let tasks = tasks(&self.see(uri)?);
        let mut text = before.clone();
        for _ in 0..MOST_ROUNDS {
            let Some(next) = self.see(uri).and_then(|seen| actions::mended(&seen.findings.diagnostics, seen.source()))
            else {
                break;
            };
            self.change(uri, |file| file.text.clone_from(&next));
            // No fix may lose a task; the fixes before it were fine.
            if self.see(uri).is_none_or(|seen| self::tasks(&seen) != tasks) {
                break;
            }
            text = next;
        }
        self.change(uri, |file| file.text = before);
        Some(text)
    }

    fn view<'v>(&'v self, root: &Path, known: &'v Known) -> Option<View<'v>> {
        let (root, _) = self.projects.get_key_value(root)?;
        Some(View { sources: &known.findings.sources, root, open: self.open_in(root), encoding: self.encoding })
    }

    /// What the editor is to be told that it was not told so far, in order of address. Looks at what changed.
    pub(super) fn news(&mut self) -> Vec<PublishDiagnosticsParams> {
        let mut news = Vec::new();
        for root in self.projects.keys().cloned().collect::<Vec<_>>() {
            let wanted = self.is_wanted(&root);
            if wanted {
                self.refresh(&root);
            }
            let now = if wanted { self.shown(&root) } else { BTreeMap::new() };
            let Some(project) = self.projects.get_mut(&root) else { continue };
            let gone = project.told.keys().filter(|uri| !now.contains_key(*uri)).cloned().collect::<Vec<_>>();
            for uri in gone {
                let told = project.told.remove(&uri).filter(|(_, findings)| !findings.is_empty());
                news.extend(told.and_then(|_| publication(&uri, None, Vec::new())));
            }
            for (uri, shown) in now {
                if project.told.get(&uri) != Some(&shown) {
                    news.extend(publication(&uri, shown.0, shown.1.clone()));
                    project.told.insert(uri, shown);
                }
            }
            if !wanted {
                self.projects.remove(&root);
            }
        }
        news
    }

    /// Why projects cannot be read, for the log.
    pub(super) fn troubles(&self) -> Vec<String> {
        self.projects.values().filter_map(|project| project.trouble.clone()).collect()
    }

    /// Whether a folder or an open file of the editor has to do with a project.
    fn is_wanted(&self, root: &Path) -> bool {
        let file = [PROJECT_FILE, DOCFX_FILE].iter().any(|name| self.over.kind(&root.join(name)) == Some(Kind::File));
        let around = |folder: &PathBuf| folder.starts_with(root) || root.starts_with(folder);
        file && (self.folders.iter().any(around) || self.open.values().any(|file| file.path.starts_with(root)))
    }

    /// The findings of each file, with the state that they are of; every open file is named.
    fn shown(&self, root: &Path) -> BTreeMap<String, (Option<i32>, Vec<Shown>)> {
        let mut all: BTreeMap<String, (Option<i32>, Vec<Shown>)> = BTreeMap::new();
        let open = self.open_in(root);
        for file in open.values() {
            all.insert(file.uri.as_str().to_owned(), (Some(file.version), Vec::new()));
        }
        let Some(project) = self.projects.get(root) else { return all };
        let mut add = |uri: Option<Uri>, shown: Shown| {
            if let Some(uri) = uri {
                all.entry(uri.as_str().to_owned()).or_default().1.push(shown);
            }
        };
        if let Some(trouble) = &project.trouble {
            let name = [PROJECT_FILE, DOCFX_FILE].iter().find(|name| self.over.kind(&root.join(name)).is_some());
            let shown = Shown {
                severity: Some(DiagnosticSeverity::ERROR),
                source: Some(SOURCE.to_owned()),
                message: trouble.clone(),
                ..Shown::default()
            };
            add(name.and_then(|name| address::uri(&root.join(name))), shown);
        }
        if let Some((known, view)) = project.known.as_ref().and_then(|known| Some((known, self.view(root, known)?))) {
            for found in &known.findings.diagnostics {
                let path = found.primary.as_ref().map(|label| view.sources.path(label.span));
                add(view.uri(path.unwrap_or(&known.settings)), view.finding(found));
            }
        }
        all
    }
}

fn session<'a>(over: &'a Overlay<'a>, disk: &Path) -> Session<'a> {
    Session::new(over, Request { project: Some(disk.to_owned()), ..Request::default() })
}

impl Seen<'_> {
    /// The file's text.
    pub(super) fn source(&self) -> &Arc<Source> {
        self.findings.sources.get(self.file)
    }
}

/// The ids of a file's tasks, in order.
fn tasks(seen: &Seen<'_>) -> Vec<TaskId> {
    let page = seen.facts.texts.get(&seen.file).map(|text| &text.page);
    let mut ids: Vec<TaskId> = page.into_iter().flat_map(|page| &page.tasks).map(|(_, task)| task.id.value).collect();
    ids.sort_unstable();
    ids
}

/// A path as a project writes it.
fn inside(root: &Path, path: &Path) -> Option<VirtualPath> {
    let parts: Option<Vec<&str>> =
        path.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
    VirtualPath::new(&parts?.join("/"))
}

fn publication(uri: &str, version: Option<i32>, diagnostics: Vec<Shown>) -> Option<PublishDiagnosticsParams> {
    Some(PublishDiagnosticsParams { uri: uri.parse().ok()?, diagnostics, version })
}
