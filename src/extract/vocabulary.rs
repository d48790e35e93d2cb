//! The words by which tables, labels, roles, services and phases are recognised, in the languages of the playbooks.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use crate::config::Config;
use crate::model::{ALL_SERVICES, Requirement, Role, ServiceScope};
use crate::text::{comparable, folded};

/// What a column of a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// The task id.
    Id,
    /// The task's name.
    Name,
    /// Mandatory or optional.
    Requirement,
    /// Who does it.
    Role,
    /// What it is for.
    Services,
    /// The day of a change.
    Date,
    /// Who changed.
    Who,
    /// What changed.
    What,
    /// Further notes.
    Notes,
}

/// A section with a meaning of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// The steps.
    Approach,
    /// A table of tasks.
    FtopTasks,
    /// What changed.
    Refresh,
    /// What the process needs.
    KeyInputs,
    /// What the process gives.
    KeyOutputs,
    /// What follows.
    NextSteps,
}

/// A label in front of a value: `Primary Role: **FastTrack Manager**`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelKind {
    /// The phases of a page.
    Phase,
    /// Who leads a step.
    PrimaryRole,
    /// Who helps.
    SecondaryRole,
    /// Which services it is for.
    AppliesTo,
    /// The motions it belongs to.
    Motions,
}

impl LabelKind {
    /// The name in views and class names.
    pub fn as_str(self) -> &'static str {
        match self {
            LabelKind::Phase => "phase",
            LabelKind::PrimaryRole => "primary_role",
            LabelKind::SecondaryRole => "secondary_role",
            LabelKind::AppliesTo => "applies_to",
            LabelKind::Motions => "motions",
        }
    }
}

/// What a phase label names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhaseName {
    /// A phase of the configuration, by its canonical name.
    Known(String),
    /// Words for no phase in particular.
    None,
    /// Words that the vocabulary does not know.
    Unknown(String),
}

/// Every word that is known, in the form of [`comparable`].
#[derive(Debug)]
pub struct Vocabulary {
    headers: HashMap<String, Vec<Column>>,
    headings: HashMap<String, Section>,
    labels: HashMap<String, LabelKind>,
    letters: HashMap<String, Requirement>,
    roles: HashMap<String, String>,
    services: HashMap<String, String>,
    phases: HashMap<String, PhaseName>,
    tongues: HashMap<String, Vec<&'static str>>,
    /// What each language calls a phase.
    phase_words: BTreeMap<String, BTreeMap<String, String>>,
    /// Canonical role names, for "did you mean".
    pub role_names: Vec<String>,
    /// Canonical service names.
    pub service_names: Vec<String>,
    /// Canonical phase names in lifecycle order.
    pub phase_names: Vec<String>,
}

#[derive(Deserialize)]
struct Words {
    languages: BTreeMap<String, Language>,
    roles: BTreeMap<String, Vec<String>>,
    services: BTreeMap<String, Vec<String>>,
    phases: BTreeMap<String, Vec<String>>,
    phase_words: BTreeMap<String, BTreeMap<String, String>>,
    no_phase: Vec<String>,
}

#[derive(Deserialize)]
struct Language {
    headers: BTreeMap<Column, Vec<String>>,
    headings: BTreeMap<Section, Vec<String>>,
    labels: BTreeMap<LabelKind, Vec<String>>,
    letters: BTreeMap<Requirement, Vec<String>>,
}

/// No header word is longer, in bytes; longer cells are text and need not be looked up.
const LONGEST_HEADER: usize = 80;

const LANGUAGES: [&str; 6] = ["de", "en", "es", "ja", "pt", "zh-Hans"];

/// What a language calls the phases.
#[derive(Clone, Copy, Debug, Default)]
pub struct PhaseWords<'v>(Option<&'v BTreeMap<String, String>>);

impl<'v> PhaseWords<'v> {
    /// The language's own word for a phase, if it has one.
    pub fn own(self, phase: &str) -> Option<&'v str> {
        self.0?.get(phase).map(String::as_str)
    }

    /// The word for a phase: the language's own, else the name that all languages share.
    pub fn of<'n>(self, phase: &'n str) -> &'n str
    where
        'v: 'n,
    {
        self.own(phase).unwrap_or(phase)
    }
}

impl Vocabulary {
    /// What a language calls the phases, if the playbooks in it have words of their own.
    pub fn phase_words(&self, language: &str) -> PhaseWords<'_> {
        let primary = language.split('-').next().unwrap_or(language);
        let known = |tag: &str| tag == language || tag.split('-').next() == Some(primary);
        PhaseWords(self.phase_words.iter().find(|(tag, _)| known(tag)).map(|(_, words)| words))
    }

    /// The built-in words and those of the project.
    pub fn new(config: &Config) -> Self {
        let words: Words =
            serde_yaml::from_str(include_str!("vocabulary.yml")).expect("the built-in vocabulary is valid");
        let mut vocabulary = Self {
            headers: HashMap::new(),
            headings: HashMap::new(),
            labels: HashMap::new(),
            letters: HashMap::new(),
            roles: names(&words.roles, &config.roles),
            services: names(&words.services, &config.services),
            phases: phases(&words, config),
            tongues: HashMap::new(),
            phase_words: words.phase_words.clone(),
            role_names: words.roles.keys().chain(config.roles.keys()).cloned().collect(),
            service_names: words.services.keys().chain(config.services.keys()).cloned().collect(),
            phase_names: config.phases.clone(),
        };
        for (tag, language) in &words.languages {
            vocabulary.add(tag, language);
        }
        vocabulary
    }

    fn add(&mut self, tag: &str, language: &Language) {
        let tag = LANGUAGES.iter().copied().find(|known| *known == tag).unwrap_or("en");
        for (column, words) in &language.headers {
            for word in words {
                let columns = self.headers.entry(header(word)).or_default();
                if !columns.contains(column) {
                    columns.push(*column);
                }
                self.tongue(word, tag);
            }
        }
        for (section, words) in &language.headings {
            for word in words {
                self.headings.entry(comparable(word)).or_insert(*section);
                self.tongue(word, tag);
            }
        }
        for (label, words) in &language.labels {
            for word in words {
                self.labels.entry(comparable(word)).or_insert(*label);
                self.tongue(word, tag);
            }
        }
        for (requirement, words) in &language.letters {
            for word in words {
                self.letters.entry(comparable(word)).or_insert(*requirement);
            }
        }
    }

    fn tongue(&mut self, word: &str, tag: &'static str) {
        let tongues = self.tongues.entry(comparable(word)).or_default();
        if !tongues.contains(&tag) {
            tongues.push(tag);
        }
    }

    /// The languages that a word of a page belongs to, if it is one of ours.
    pub fn languages_of(&self, word: &str) -> &[&'static str] {
        self.tongues.get(&comparable(word)).map_or(&[], Vec::as_slice)
    }

    /// What a header word may stand for; more than one where languages and tables share it.
    pub fn columns(&self, plain: &str) -> &[Column] {
        if plain.len() > LONGEST_HEADER {
            return &[];
        }
        self.headers.get(&header(plain)).map_or(&[], Vec::as_slice)
    }

    /// What a heading begins.
    pub fn section(&self, plain: &str) -> Option<Section> {
        self.headings.get(comparable(plain).trim_end_matches([':', '：', ' '])).copied()
    }

    /// What a label names.
    pub fn label(&self, plain: &str) -> Option<LabelKind> {
        self.labels.get(&comparable(plain)).copied()
    }

    /// Mandatory or optional, from the letter or the word of a cell.
    pub fn requirement(&self, plain: &str) -> Option<Requirement> {
        let word = comparable(plain);
        self.letters.get(word.trim_matches(|c: char| !c.is_alphanumeric())).copied()
    }

    /// The canonical name of a role.
    pub fn role(&self, plain: &str) -> Option<&str> {
        self.roles.get(&comparable(plain)).map(String::as_str)
    }

    /// The canonical name of a service.
    pub fn service(&self, plain: &str) -> Option<&str> {
        self.services.get(&comparable(plain)).map(String::as_str)
    }

    /// How many of these a line of text speaks of: a letter of the requirement, a role, a service.
    pub fn mentions(&self, line: &str) -> usize {
        let letter = line
            .split(|c: char| c.is_whitespace() || matches!(c, '|' | '*'))
            .any(|word| self.requirement(word).is_some() && !word.starts_with(char::is_lowercase));
        let line = comparable(line);
        let spoken = |names: &HashMap<String, String>| names.keys().any(|name| speaks_of(&line, name));
        usize::from(letter) + usize::from(spoken(&self.roles)) + usize::from(spoken(&self.services))
    }

    /// Every spelling of a service in comparable form, with its canonical name.
    pub fn service_spellings(&self) -> impl Iterator<Item = (&String, &String)> {
        self.services.iter()
    }

    /// Every spelling of a phase of the configuration in comparable form, with its canonical name.
    pub fn phase_spellings(&self) -> impl Iterator<Item = (&String, &String)> {
        self.phases.iter().filter_map(|(spelling, phase)| match phase {
            PhaseName::Known(name) => Some((spelling, name)),
            _ => None,
        })
    }

    /// The phases that a label names.
    pub fn phases(&self, plain: &str) -> Vec<PhaseName> {
        let known = |text: &str| self.phases.get(&comparable(text)).cloned();
        let parts = list(plain, &|text| known(text).is_some());
        parts.iter().map(|part| known(part).unwrap_or_else(|| PhaseName::Unknown(part.clone()))).collect()
    }

    /// The roles of a cell or a label, in its order. A lone hyphen is nobody.
    pub fn roles(&self, plain: &str) -> Vec<Role> {
        let parts = list(plain, &|text| self.role(text).is_some());
        let role = |part: &String| match self.role(part) {
            Some(name) => Role { name: name.to_owned(), known: true },
            None => Role { name: part.clone(), known: false },
        };
        parts.iter().filter(|part| *part != "-").map(role).collect()
    }

    /// The names of roles in a cell as written, each with its canonical name, where the two differ.
    pub fn other_names_of_roles(&self, plain: &str) -> Vec<(String, &str)> {
        other_names(plain, &|text| self.role(text))
    }

    /// The names of services in a cell as written, each with its canonical name, where the two differ.
    pub fn other_names_of_services(&self, plain: &str) -> Vec<(String, &str)> {
        other_names(plain, &|text| self.service(text))
    }

    /// The services of a cell or a label, and the words that are none.
    pub fn services(&self, plain: &str) -> (ServiceScope, Vec<String>) {
        let parts = list(plain, &|text| self.service(text).is_some());
        let mut scope = ServiceScope::default();
        let mut unknown = Vec::new();
        for part in parts.into_iter().filter(|part| part != "-") {
            match self.service(&part) {
                Some(ALL_SERVICES) => scope.all = true,
                Some(name) => scope.services.push(name.to_owned()),
                None => {
                    scope.services.push(part.clone());
                    unknown.push(part);
                }
            }
        }
        scope.services.sort();
        scope.services.dedup();
        (scope, unknown)
    }
}

/// The known names of an enumeration that are not written as the vocabulary's own.
fn other_names<'v>(plain: &str, known: &dyn Fn(&str) -> Option<&'v str>) -> Vec<(String, &'v str)> {
    // Most cells hold one name, written as it should be.
    if known(plain).is_some_and(|name| name == plain) {
        return Vec::new();
    }
    let parts = list(plain, &|text| known(text).is_some()).into_iter();
    let named = parts.filter_map(|part| known(&part).map(|name| (part, name)));
    named.filter(|(part, name)| comparable(part) != comparable(name)).collect()
}

/// Whether a name stands in a text as words of its own.
fn speaks_of(text: &str, name: &str) -> bool {
    let glued = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(name)
        .any(|(at, _)| !glued(text[..at].chars().next_back()) && !glued(text[at + name.len()..].chars().next()))
}

/// A header without the stars, colons and blanks that authors put around and into it.
fn header(plain: &str) -> String {
    let mut name = comparable(plain);
    if name.contains(['*', ':', '：', '（', '）']) {
        name = name.replace(['*', ':', '：'], "").replace('（', "(").replace('）', ")");
    }
    if name.contains('/') { name.replace(" /", "/").replace("/ ", "/") } else { name }
}

fn names(builtin: &BTreeMap<String, Vec<String>>, project: &BTreeMap<String, Vec<String>>) -> HashMap<String, String> {
    let mut names = HashMap::new();
    for (canonical, spellings) in project.iter().chain(builtin) {
        for spelling in std::iter::once(canonical).chain(spellings) {
            names.entry(comparable(spelling)).or_insert_with(|| canonical.clone());
        }
    }
    names
}

fn phases(words: &Words, config: &Config) -> HashMap<String, PhaseName> {
    let mut phases = HashMap::new();
    for phase in &config.phases {
        let canonical = words.phases.keys().find(|name| {
            let same = |text: &str| comparable(text) == comparable(phase);
            same(name) || words.phases[*name].iter().any(|spelling| same(spelling))
        });
        let spellings = canonical.map(|name| std::iter::once(name).chain(&words.phases[name]));
        for spelling in std::iter::once(phase).chain(spellings.into_iter().flatten()) {
            phases.entry(comparable(spelling)).or_insert_with(|| PhaseName::Known(phase.clone()));
        }
    }
    for word in &words.no_phase {
        phases.entry(comparable(word)).or_insert(PhaseName::None);
    }
    phases
}

/// Splits an enumeration. Pieces that only together are a known name (`Classroom/SDS`) stay together.
fn list(plain: &str, known: &dyn Fn(&str) -> bool) -> Vec<String> {
    let plain = folded(plain);
    let plain = plain.trim_matches(|c: char| matches!(c, '*' | '\\' | '.' | ',' | ';' | '/') || c.is_whitespace());
    if plain.is_empty() || known(plain) {
        return if plain.is_empty() { Vec::new() } else { vec![plain.to_owned()] };
    }
    let pieces = pieces(plain);
    let mut out = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let whole = |end: usize| {
            let range = pieces[at].0..pieces[end - 1].1;
            plain[range].trim().trim_matches('*')
        };
        let end = (at + 1..=pieces.len()).rev().find(|end| known(whole(*end))).unwrap_or(at + 1);
        let name = whole(end);
        if !name.is_empty() {
            out.push(name.to_owned());
        }
        at = end;
    }
    out
}

/// The stretches between separators.
fn pieces(plain: &str) -> Vec<(usize, usize)> {
    const WORDS: [&str; 9] = [" and/or ", " and ", " or ", " und ", " oder ", " y ", " e ", " & ", " / "];
    const MARKS: [char; 8] = ['/', ',', ';', '，', '；', '、', '／', '|'];
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < plain.len() {
        let rest = &plain[at..];
        let word = WORDS.iter().find(|word| rest.starts_with(**word)).map(|word| word.len());
        let mark = rest.chars().next().filter(|c| MARKS.contains(c)).map(char::len_utf8);
        match word.or(mark) {
            Some(length) => {
                found.push((start, at));
                at += length;
                start = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    found.push((start, plain.len()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        Vocabulary::new(&Config::default())
    }

    #[test]
    fn a_slash_parts_services_unless_it_is_in_a_name() {
        let (scope, unknown) = vocabulary().services("Exchange/OneDrive for Business / Classroom/SDS");
        assert_eq!(scope.services, ["Classroom/SDS", "Exchange", "OneDrive for Business"]);
        assert!(unknown.is_empty() && !scope.all);
    }

    #[test]
    fn roles_have_one_name_in_every_language() {
        let names: Vec<String> = ["FE", "FastTrack\u{a0}工程师", "ingeniero de FastTrack", "FastTrack-Engineer"]
            .iter()
            .flat_map(|cell| vocabulary().roles(cell))
            .map(|role| role.name)
            .collect();
        assert_eq!(names, ["FastTrack Engineer"; 4]);
        assert!(vocabulary().roles("-").is_empty());
    }

    #[test]
    fn unknown_names_are_kept_and_marked() {
        let roles = vocabulary().roles("FastTrack Architect and/or Gateway");
        assert_eq!(roles[1], Role { name: "Gateway".to_owned(), known: false });
        assert_eq!(vocabulary().services("Exchang").1, ["Exchang"]);
    }

    #[test]
    fn phases_are_read_in_lists_and_translations() {
        let known = |name: &str| PhaseName::Known(name.to_owned());
        assert_eq!(
            vocabulary().phases("Assess, Remediate and Enable"),
            [known("Assess"), known("Remediate"), known("Enable")]
        );
        assert_eq!(vocabulary().phases("迁移"), [known("Migrate")]);
        assert_eq!(vocabulary().phases("Multiple Phases"), [PhaseName::None]);
    }

    #[test]
    fn the_project_adds_spellings() {
        let roles = BTreeMap::from([("FastTrack Engineer".to_owned(), vec!["Wizard".to_owned()])]);
        let vocabulary = Vocabulary::new(&Config { roles, ..Config::default() });
        assert_eq!(vocabulary.role("wizard"), Some("FastTrack Engineer"));
    }
}
