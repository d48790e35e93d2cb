//! Two states of a playbook and what lies between them: folders, revisions of a git repository, exported rows.

use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::drift::{Drift, Questions, State};
use crate::error::Error;
use crate::inputs::Inputs;
use crate::inventory::Inventory;
use crate::load::{self, Project, Settings, Shelf};
use crate::model::Engagement;
use crate::pipeline;
use crate::system::{Kind, System, git};
use crate::text::VirtualPath;

use super::{Request, Session};

/// What is to be compared.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// The earlier state: a folder, a JSON file, `REV` or `REV:PATH`.
    pub old: String,
    /// The later one.
    pub new: String,
    /// The project folder, if it was named.
    pub project: Option<PathBuf>,
    /// Whether to list changes that nobody announced.
    pub announced: bool,
    /// Whose engagements to look at.
    pub engagements: EngagementsAt,
}

/// Whose engagements a comparison looks at.
#[derive(Clone, Debug, Default)]
pub enum EngagementsAt {
    /// Nobody's.
    #[default]
    Nowhere,
    /// Those of the project.
    Project,
    /// Those in a folder.
    Folder(PathBuf),
}

impl Comparison {
    /// Reads both states and holds them against each other.
    pub fn run(&self, system: &dyn System) -> Result<Drift, Error> {
        let old = self.state(system, &self.old)?;
        let new = self.state(system, &self.new)?;
        let engagements = match &self.engagements {
            EngagementsAt::Nowhere => None,
            EngagementsAt::Project => Some(self.read_engagements(system, None)?),
            EngagementsAt::Folder(folder) => Some(self.read_engagements(system, Some(folder))?),
        };
        let questions = Questions {
            announced: self.announced,
            engagements: engagements.as_ref().map(|(all, _)| all.as_slice()),
            language: engagements.as_ref().and_then(|(_, language)| language.as_deref()),
        };
        Ok(Drift::between(&old, &new, questions))
    }

    fn state(&self, system: &dyn System, name: &str) -> Result<State, Error> {
        let path = system.resolve(Path::new(name));
        match system.kind(&path) {
            Some(Kind::Folder) => folder(system, name, path),
            Some(Kind::File) => {
                let text = String::from_utf8_lossy(&system.read(&path)?).into_owned();
                State::from_json(name, &text).map_err(|why| {
                    Error::at("could not read the tasks in", name, why)
                        .help("name what `waybook export tasks` printed, a folder or a revision")
                })
            }
            None => {
                let at = match load::find(system, self.project.as_deref()) {
                    Ok(project) => project.root,
                    Err(_) => system.working_folder()?,
                };
                let revision = git::revision(system, &at, name, git::Pictures::ByName)?;
                folder(&revision.world, name, revision.folder)
            }
        }
    }

    /// The engagements of the project or of a folder, and the first language of the project.
    fn read_engagements(
        &self,
        system: &dyn System,
        at: Option<&Path>,
    ) -> Result<(Vec<Engagement>, Option<String>), Error> {
        let new = system.resolve(Path::new(&self.new));
        let beside = Some(new).filter(|path| system.kind(path) == Some(Kind::Folder) && self.project.is_none());
        let project = load::find(system, self.project.as_deref().or(beside.as_deref()))?;
        let own = load::open(system, project.clone(), &Shelf::default())?.config;
        let language = own.languages.first().map(|language| language.tag.clone());
        let inputs = inputs(system, project, own, at)?;
        if inputs.config.engagements.is_none() {
            return Err(Error::new("could not find engagements", "the project has no folder of engagements")
                .help("name their folder with `--engagements DIR`"));
        }
        Ok((pipeline::engagements(&inputs).value, language))
    }
}

/// The inputs with the engagements of a folder, wherever it lies, and without pages.
fn inputs(system: &dyn System, project: Project, config: Config, at: Option<&Path>) -> Result<Inputs, Error> {
    let folder = at.map(|folder| system.resolve(folder));
    if let Some(folder) = folder.as_deref().filter(|folder| system.kind(folder) != Some(Kind::Folder)) {
        return Err(Error::at("could not find the engagements", folder, "no such folder"));
    }
    let inside = |folder: &Path| {
        let inside = folder.strip_prefix(&project.root).ok()?.to_str()?.replace('\\', "/");
        VirtualPath::new(&inside)
    };
    let (project, engagements) = match folder {
        None => (project, config.engagements.clone()),
        Some(folder) => match inside(&folder) {
            Some(path) => (project, Some(path)),
            None => (Project { root: folder, settings: Settings::Defaults }, Some(VirtualPath::root())),
        },
    };
    let content = engagements.clone().unwrap_or_else(VirtualPath::root);
    let mut opened = load::open(system, project, &Shelf::default())?;
    opened.config = Config { content, engagements, include: Vec::new(), resources: Vec::new(), theme: None, ..config };
    let output = opened.output_folder()?;
    Ok(load::load(system, opened, &output, &mut Shelf::default())?.value)
}

fn folder(system: &dyn System, name: &str, folder: PathBuf) -> Result<State, Error> {
    let request = Request { project: Some(folder), ..Request::default() };
    let inventory = Session::new(system, request).for_looking().read()?.0;
    Ok(State { name: name.to_owned(), ..state(inventory) })
}

/// The rows of an inventory, read back.
fn state(inventory: Inventory) -> State {
    let Inventory { tasks, refreshes, links: _, pages, steps, parity: _, logged } = inventory;
    let rows = serde_json::json!({
        "tasks": tasks, "refreshes": refreshes, "pages": pages, "steps": steps, "logged": logged,
    });
    serde_json::from_value(rows).expect("what an export writes can be read")
}
