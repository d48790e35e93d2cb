//! Which page of one language is which of another, and in what the two differ. The first language is the source; a
//! translation has the same file name, with the suffix of its language or without, else mostly the same task ids.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use crate::config::Edition;
use crate::corpus::Library;
use crate::extract::dates::{DayText, day};
use crate::extract::playbook::Facts;
use crate::model::{ALL_SERVICES, Process, Task, TaskId};
use crate::text::{Span, VirtualPath};

/// Pages that are one page in several languages.
#[derive(Clone, Debug, Default)]
pub struct Pairs {
    /// The page of the first language that a translation is one of.
    source: HashMap<usize, usize>,
    /// The translations of a page of the first language by language.
    translations: HashMap<usize, BTreeMap<usize, usize>>,
}

/// One difference between a language and the first.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// What it is.
    pub kind: Kind,
    /// The task, if it is about one.
    pub task: Option<TaskId>,
    /// The name of the task or page, in the language if it has it.
    pub name: String,
    /// What the source says.
    pub expected: String,
    /// What the language says.
    pub found: String,
    /// Page and place in the first language.
    pub source: Option<(usize, Span)>,
    /// Page and place in the language.
    pub own: Option<(usize, Span)>,
}

/// What may differ, in the order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A page of the source that is not translated.
    PageMissing,
    /// A page without a source.
    PageExtra,
    /// A page whose last change is before that of its source.
    Older,
    /// A task of the source that its translation does not have.
    TaskMissing,
    /// A task that the source of the page does not have.
    TaskExtra,
    /// Mandatory on one side only.
    Requirement,
    /// Other roles.
    Roles,
    /// Other services.
    Services,
}

impl Kind {
    /// The word in exports and class names.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::PageMissing => "page-missing",
            Kind::PageExtra => "page-extra",
            Kind::Older => "older",
            Kind::TaskMissing => "task-missing",
            Kind::TaskExtra => "task-extra",
            Kind::Requirement => "requirement",
            Kind::Roles => "roles",
            Kind::Services => "services",
        }
    }
}

/// A page without its language, as pages of all languages share it.
type Key = String;

impl Pairs {
    /// Pairs the pages of a library.
    pub fn new(library: &Library<'_>, facts: &Facts) -> Self {
        let languages = &library.inputs.config.languages;
        let mut pairs = Self::default();
        let sources: Vec<usize> = (0..library.pages.len()).filter(|page| is_of(library, *page, 0)).collect();
        let by_key: BTreeMap<Key, usize> =
            sources.iter().rev().map(|page| (keys(library, *page, 0).remove(0), *page)).collect();
        for language in 1..languages.len() {
            let own: Vec<usize> = (0..library.pages.len()).filter(|page| is_of(library, *page, language)).collect();
            let mut open = Vec::new();
            for page in own {
                let found = keys(library, page, language).into_iter().find_map(|key| by_key.get(&key).copied());
                match found.filter(|source| !pairs.has(*source, language)) {
                    Some(source) => pairs.join(source, language, page),
                    None => open.push(page),
                }
            }
            for page in open {
                let free = sources.iter().filter(|source| !pairs.has(**source, language));
                let best = free.map(|source| (likeness(facts, *source, page), std::cmp::Reverse(*source))).max();
                if let Some((_, std::cmp::Reverse(source))) = best.filter(|(share, _)| *share >= HALF) {
                    pairs.join(source, language, page);
                }
            }
        }
        pairs
    }

    fn has(&self, source: usize, language: usize) -> bool {
        self.translations.get(&source).is_some_and(|all| all.contains_key(&language))
    }

    fn join(&mut self, source: usize, language: usize, page: usize) {
        self.source.insert(page, source);
        self.translations.entry(source).or_default().insert(language, page);
    }

    /// The page of the first language that a page is a translation of.
    pub fn source_of(&self, page: usize) -> Option<usize> {
        self.source.get(&page).copied()
    }

    /// The same page in a language, by the language's index.
    pub fn in_language(&self, page: usize, language: usize) -> Option<usize> {
        let source = self.source_of(page).unwrap_or(page);
        match language {
            0 => self.source_of(page),
            other => self.translations.get(&source)?.get(&other).copied(),
        }
    }

    /// In what a language differs from the first, of the pages that an edition has; of all where none is named.
    pub fn differences(
        &self,
        library: &Library<'_>,
        facts: &Facts,
        language: usize,
        edition: Option<&Edition>,
    ) -> Vec<Difference> {
        let sides = Sides { library, facts, edition };
        let mut found = Vec::new();
        for page in (0..library.pages.len()).filter(|page| sides.has(*page)) {
            if is_of(library, page, 0) {
                match self.in_language(page, language).filter(|own| sides.has(*own)) {
                    Some(own) => sides.pages(page, own, &mut found),
                    None => found.push(sides.page(Kind::PageMissing, Some(page), None)),
                }
            } else if is_of(library, page, language) && !self.source_of(page).is_some_and(|page| sides.has(page)) {
                found.push(sides.page(Kind::PageExtra, None, Some(page)));
            }
        }
        found.sort_by_key(|one| (one.kind, one.source.or(one.own).map(|(page, span)| (page, span.start)), one.task));
        found
    }
}

/// Whether a page is one of a language: it lies in its folder, or the language has none of its own.
fn is_of(library: &Library<'_>, page: usize, language: usize) -> bool {
    let entry = &library.pages[page];
    let folder = library.inputs.config.languages.get(language).map(|language| &language.folder);
    entry.language == language && folder.is_some_and(|folder| entry.path.is_below(folder))
}

/// Half of [`WHOLE`]: the part of their ids that two pages must share to be one.
const HALF: usize = 500;
const WHOLE: usize = 1000;

/// The part of their task ids that two pages share, out of [`WHOLE`].
fn likeness(facts: &Facts, one: usize, other: usize) -> usize {
    let ids = |page: usize| facts.processes[page].tasks.iter().map(|(_, task)| task.id.value).collect::<BTreeSet<_>>();
    let (one, other) = (ids(one), ids(other));
    (one.intersection(&other).count() * WHOLE).checked_div(one.union(&other).count()).unwrap_or(0)
}

/// What a page may be called without its language, the likeliest first.
fn keys(library: &Library<'_>, page: usize, language: usize) -> Vec<Key> {
    let entry = &library.pages[page];
    let Some(own) = library.inputs.config.languages.get(language) else { return vec![entry.path.to_string()] };
    let inside = entry.path.strip(&own.folder).unwrap_or_else(|| entry.path.clone());
    let (name, variant) = match inside.stem().split_once("--") {
        Some((name, variant)) => (name, format!("--{variant}")),
        None => (inside.stem(), String::new()),
    };
    let key = |name: &str| with_stem(&inside, &format!("{name}{variant}"));
    if language == 0 {
        return vec![key(name.strip_suffix(own.suffix.as_str()).filter(|rest| !rest.is_empty()).unwrap_or(name))];
    }
    let by_suffix =
        Some(own.suffix.as_str()).filter(|suffix| !suffix.is_empty()).and_then(|end| name.strip_suffix(end));
    let by_tag = name.strip_suffix(&format!("-{}", own.tag));
    let by_letters = name.rsplit_once('-').filter(|(_, tag)| tag.len() == 2).map(|(rest, _)| rest);
    let all = [by_suffix, by_tag, Some(name), by_letters].into_iter().flatten();
    all.filter(|name| !name.is_empty()).map(key).collect()
}

fn with_stem(path: &VirtualPath, stem: &str) -> Key {
    path.with_file_name(&format!("{stem}.{}", path.extension())).as_str().to_lowercase()
}

/// Both languages in one edition.
struct Sides<'a> {
    library: &'a Library<'a>,
    facts: &'a Facts,
    edition: Option<&'a Edition>,
}

impl Sides<'_> {
    fn has(&self, page: usize) -> bool {
        self.edition.is_none_or(|edition| self.library.pages[page].editions.contains(&edition.name))
    }

    fn process(&self, page: usize) -> &Process {
        self.facts.process(page, self.edition.map(|edition| edition.name.as_str()))
    }

    fn start(&self, page: usize) -> (usize, Span) {
        (page, Span::start_of(self.library.pages[page].file))
    }

    fn page(&self, kind: Kind, source: Option<usize>, own: Option<usize>) -> Difference {
        let name = own.or(source).map(|page| self.library.pages[page].title.clone()).unwrap_or_default();
        let date = |page: Option<usize>| page.and_then(|page| self.changed(page)).map(|date| date.to_string());
        Difference {
            kind,
            task: None,
            name,
            expected: date(source).unwrap_or_default(),
            found: date(own).unwrap_or_default(),
            source: source.map(|page| self.start(page)),
            own: own.map(|page| self.start(page)),
        }
    }

    /// The day of the last change: of the refresh summary, else of the front matter.
    fn changed(&self, page: usize) -> Option<Date> {
        let latest = self.process(page).refreshes.iter().filter_map(|entry| entry.date).max();
        latest.or_else(|| match day(self.library.pages[page].meta.date.as_deref()?) {
            DayText::Certain { date, .. } => Some(date),
            DayText::Either { month_first, .. } => Some(month_first),
            DayText::Unreadable => None,
        })
    }

    fn pages(&self, source: usize, own: usize, found: &mut Vec<Difference>) {
        if let (Some(expected), Some(changed)) = (self.changed(source), self.changed(own))
            && changed < expected
        {
            found.push(self.page(Kind::Older, Some(source), Some(own)));
        }
        let tasks = |page: usize| -> BTreeMap<TaskId, &Task> {
            self.process(page).tasks.iter().rev().map(|(_, task)| (task.id.value, task)).collect()
        };
        let (theirs, ours) = (tasks(source), tasks(own));
        for (id, task) in &theirs {
            match ours.get(id) {
                Some(other) => self.cells((source, task), (own, other), found),
                None => found.push(one(Kind::TaskMissing, Some((source, task)), None)),
            }
        }
        let extra = ours.iter().filter(|(id, _)| !theirs.contains_key(id));
        found.extend(extra.map(|(_, task)| one(Kind::TaskExtra, None, Some((own, task)))));
    }

    fn cells(&self, source: (usize, &Task), own: (usize, &Task), found: &mut Vec<Difference>) {
        let requirement = |task: &Task| task.requirement.map(|word| word.as_str().to_owned()).unwrap_or_default();
        let roles = |task: &Task| sorted(task.roles.iter().map(|role| role.name.as_str()));
        let services = |task: &Task| {
            let all = task.services.all.then_some(ALL_SERVICES);
            sorted(all.into_iter().chain(task.services.services.iter().map(String::as_str)))
        };
        let pairs = [
            (Kind::Requirement, requirement(source.1), requirement(own.1)),
            (Kind::Roles, roles(source.1), roles(own.1)),
            (Kind::Services, services(source.1), services(own.1)),
        ];
        for (kind, expected, said) in pairs {
            if expected != said {
                found.push(Difference { expected, found: said, ..one(kind, Some(source), Some(own)) });
            }
        }
    }
}

fn one(kind: Kind, source: Option<(usize, &Task)>, own: Option<(usize, &Task)>) -> Difference {
    let task = own.or(source).map(|(_, task)| task);
    Difference {
        kind,
        task: task.map(|task| task.id.value),
        name: task.map(|task| task.name.clone()).unwrap_or_default(),
        expected: String::new(),
        found: String::new(),
        source: source.map(|(page, task)| (page, task.span)),
        own: own.map(|(page, task)| (page, task.span)),
    }
}

fn sorted<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: BTreeSet<&str> = names.collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}
