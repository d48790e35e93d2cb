//! Which playbook an engagement follows: of which version, in which edition, in which language. Pages of another edition never
//! take the place of those that are not there.
//!
//! What is counted comes from one language, the first in which the edition has pages: which tasks there are, for which
//! services and phases, which of them are mandatory. A translation that lags behind lends its names and nothing else, so
//! that the language of a report never changes a figure.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use super::edition::edition_of;
use super::refusal::Refusal;
use crate::check::engagement::KnownNames;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::extract::playbook::playbook;
use crate::inputs::Inputs;
pub(in crate::pipeline) use crate::memo::Followed;
use crate::model::{Engagement, Playbook, Process, Requirement, TaskId};
use crate::pipeline::Model;
use crate::render::html::Texts;
use crate::text::{Digester, Span, nearest};

/// Which playbook an engagement follows: that of its edition, in its own language where the playbook has it.
pub(in crate::pipeline) fn followed(inputs: &Inputs, engagement: &Engagement) -> Result<Followed, Refusal> {
    let languages = &inputs.config.languages;
    let own = engagement.language.as_ref();
    let language = own.and_then(|own| languages.iter().position(|one| one.tag.eq_ignore_ascii_case(&own.value)));
    let older = |name: &&String| inputs.config.older_versions().iter().any(|version| version.name == **name);
    Ok(Followed {
        version: engagement.scope.version.as_ref().map(|version| &version.value).filter(older).cloned(),
        edition: edition_of(&inputs.config, engagement)?.map(|edition| edition.name.clone()),
        language: language.unwrap_or(0),
    })
}

/// A playbook of an edition, with names in the language of a report.
pub(in crate::pipeline) struct FollowedPlaybook {
    /// What is counted, from the first language; titles, names of tasks and next steps from the language that is followed.
    pub(in crate::pipeline) playbook: Playbook,
    /// Tells its tasks from those of any other playbook, whatever the language.
    pub(in crate::pipeline) version: String,
    /// The place of the language of its names in the settings.
    pub(in crate::pipeline) language: usize,
    /// What an engagement may name, whatever its edition.
    pub(in crate::pipeline) known: KnownNames,
}

/// The playbook that is followed. None where the edition has no page in any language: pages of another edition never take
/// their place.
pub(in crate::pipeline) fn playbook_of(model: &Model<'_>, followed: &Followed) -> Option<FollowedPlaybook> {
    let pages = Pages { model, edition: followed.edition.as_deref() };
    let counted = pages.first_language()?;
    let selection = pages.of(counted);
    let mut own = playbook(&model.library, &model.facts, (&selection, &model.tocs.all), pages.edition);
    let version = version(&own);
    let is_translated = followed.language != counted && !pages.of(followed.language).is_empty();
    if is_translated {
        pages.translate(&mut own, &selection, followed.language);
    }
    let language = if is_translated { followed.language } else { counted };
    Some(FollowedPlaybook { playbook: own, version, language, known: known_names(model) })
}

/// What an engagement may name: what the pages of the first language have in any edition, and what the settings and the
/// vocabulary add.
pub(super) fn known_names(model: &Model<'_>) -> KnownNames {
    let everyone = Pages { model, edition: None };
    let selection = everyone.first_language().map(|language| everyone.of(language)).unwrap_or_default();
    let all = playbook(&model.library, &model.facts, (&selection, &model.tocs.all), None);
    let config = &model.library.inputs.config;
    let of_exports = config.exports.iter().filter_map(|format| format.service.clone());
    let services: Vec<String> = model.vocabulary.service_names.iter().cloned().chain(of_exports).collect();
    KnownNames::new(&all, &services, &config.phases)
}

/// The pages of an edition; all pages where none is named.
struct Pages<'a> {
    model: &'a Model<'a>,
    edition: Option<&'a str>,
}

impl Pages<'_> {
    fn is_shown(&self, page: usize) -> bool {
        let editions = &self.model.library.pages[page].editions;
        self.edition.is_none_or(|edition| editions.iter().any(|name| name == edition))
    }

    /// The pages in a language, by its place in the settings.
    fn of(&self, language: usize) -> Vec<usize> {
        let pages = &self.model.library.pages;
        (0..pages.len()).filter(|page| pages[*page].language == language && self.is_shown(*page)).collect()
    }

    /// The first language in which there are pages.
    fn first_language(&self) -> Option<usize> {
        let languages = 0..self.model.library.inputs.config.languages.len().max(1);
        let first = languages.into_iter().find(|language| !self.of(*language).is_empty());
        // A project without editions may have no pages yet: its reports show what the engagement files say.
        first.or_else(|| self.edition.is_none().then_some(0))
    }

    /// Gives a playbook the names that a language has for its pages and tasks.
    fn translate(&self, playbook: &mut Playbook, selection: &[usize], language: usize) {
        let facts = &self.model.facts;
        let all: Vec<&Arc<Process>> =
            self.of(language).into_iter().map(|page| facts.process(page, self.edition)).collect();
        let elsewhere = task_names(all.iter().map(AsRef::as_ref));
        for (process, page) in playbook.processes.iter_mut().zip(selection) {
            let own = self.model.pairs.in_language(*page, language).filter(|own| self.is_shown(*own));
            let own = own.map(|own| facts.process(own, self.edition));
            let names = task_names(own.into_iter().map(AsRef::as_ref));
            let process = Arc::make_mut(process);
            for (_, task) in &mut process.tasks {
                let name = names.get(&task.id.value).or_else(|| elsewhere.get(&task.id.value));
                task.name = name.map_or_else(|| task.name.clone(), |name| (*name).to_owned());
            }
            let Some(own) = own else { continue };
            process.title.clone_from(&own.title);
            if !own.next_steps.is_empty() {
                process.next_steps.clone_from(&own.next_steps);
            }
        }
    }
}

/// What pages call their tasks; the first name of each that is not empty.
fn task_names<'p>(processes: impl Iterator<Item = &'p Process>) -> HashMap<TaskId, &'p str> {
    let mut names = HashMap::new();
    for (_, task) in processes.flat_map(|process| &process.tasks).filter(|(_, task)| !task.name.is_empty()) {
        names.entry(task.id.value).or_insert(task.name.as_str());
    }
    names
}

/// What tells the tasks of a playbook from those of any other: each one's id, name and requirement, in the order of the ids.
fn version(playbook: &Playbook) -> String {
    let mut digest = Digester::default();
    for (id, entry) in &playbook.tasks.tasks {
        for (process, at) in &entry.occurrences {
            let task = &playbook.processes[*process].tasks[*at].1;
            (id.0, &task.name, task.requirement == Some(Requirement::Mandatory)).hash(&mut digest);
        }
    }
    digest.digest().short()
}

/// What to say where neither the project nor the theme knows the language of an engagement: its reports are in English.
pub(in crate::pipeline) fn unspoken(inputs: &Inputs, engagement: &Engagement) -> Option<Diagnostic> {
    let own = engagement.language.as_ref()?;
    let theme = &inputs.theme.files;
    let of_project = || inputs.config.languages.iter().map(|language| language.tag.as_str());
    if of_project().any(|tag| tag.eq_ignore_ascii_case(&own.value)) || Texts::speaks(theme, &own.value) {
        return None;
    }
    let of_theme = theme.keys().filter_map(|name| name.strip_prefix("messages/")?.strip_suffix(".yml"));
    let near = nearest(&own.value, of_project().chain(of_theme)).map(|near| format!("did you mean `{near}`?"));
    let message = format!("neither project nor theme has the language `{}`", own.value);
    let finding = Diagnostic::at(Code::InvalidConfig, own.span, message);
    let help = near
        .unwrap_or_else(|| format!("add `messages/{}.yml` to the theme; until then reports are in English", own.value));
    Some(Diagnostic { severity: Severity::Warning, ..finding.help(help) })
}

/// The refusal where the edition of an engagement has no page.
pub(in crate::pipeline) fn no_pages(engagement: &Engagement, followed: &Followed) -> Refusal {
    let named = engagement.scope.edition.as_ref();
    let place = named.map_or(Span::start_of(engagement.file), |edition| edition.span);
    Refusal::NoPages { edition: followed.edition.clone().unwrap_or_default(), place }
}

/// What to say where an edition has no page in the language of an engagement, and its names are those of another one.
pub(in crate::pipeline) fn untranslated(
    inputs: &Inputs,
    engagement: &Engagement,
    followed: &Followed,
    language: usize,
) -> Option<Diagnostic> {
    let tag = |at: usize| inputs.config.languages.get(at).map(|language| language.tag.as_str());
    let (wanted, taken) = tag(followed.language).filter(|_| followed.language != language).zip(tag(language))?;
    let of_edition =
        followed.edition.as_ref().map_or("the playbook".to_owned(), |name| format!("the edition `{name}`"));
    let place = engagement.language.as_ref().map_or(Span::start_of(engagement.file), |language| language.span);
    let finding = Diagnostic::at(Code::InvalidConfig, place, format!("{of_edition} has no page in `{wanted}`"));
    let help = format!("the report takes its names in `{taken}`; translate the pages, or name that language");
    Some(Diagnostic { severity: Severity::Warning, ..finding.help(help) })
}
