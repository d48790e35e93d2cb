//! Which playbook an engagement follows: of which version, in which edition, in which language. Pages of another edition never
//! take the place of those that are not there.

use super::edition::edition_of;
use super::refusal::Refusal;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::extract::playbook::playbook;
use crate::inputs::Inputs;
pub(in crate::pipeline) use crate::memo::Followed;
use crate::model::{Engagement, Playbook};
use crate::pipeline::Model;
use crate::text::Span;

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

/// The playbook of an edition with the place of its language in the settings: the language that is followed, else the
/// first in which the edition has pages. None where it has none: pages of another edition never take their place.
pub(in crate::pipeline) fn playbook_of(model: &Model<'_>, followed: &Followed) -> Option<(Playbook, usize)> {
    let Model { library, facts, tocs, .. } = model;
    let edition = followed.edition.as_deref();
    let is_shown =
        |page: &usize| edition.is_none_or(|edition| library.pages[*page].editions.iter().any(|name| name == edition));
    let pages: Vec<usize> = (0..library.pages.len()).filter(is_shown).collect();
    let has = |language: usize| pages.iter().any(|page| library.pages[*page].language == language);
    let others = 0..library.inputs.config.languages.len();
    let language = std::iter::once(followed.language).chain(others).find(|language| has(*language));
    // A project without editions may have no pages yet: its reports show what the engagement files say.
    let language = language.or_else(|| edition.is_none().then_some(followed.language))?;
    let pages: Vec<usize> = pages.into_iter().filter(|page| library.pages[*page].language == language).collect();
    Some((playbook(library, facts, (&pages, &tocs.all), edition), language))
}

/// The refusal where the edition of an engagement has no page.
pub(in crate::pipeline) fn no_pages(engagement: &Engagement, followed: &Followed) -> Refusal {
    let named = engagement.scope.edition.as_ref();
    let place = named.map_or(Span::start_of(engagement.file), |edition| edition.span);
    Refusal::NoPages { edition: followed.edition.clone().unwrap_or_default(), place }
}

/// What to say where an edition has no page in the language of an engagement, and its pages in another one are taken.
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
    let help = format!("the report takes its pages in `{taken}`; translate them, or name that language");
    Some(Diagnostic { severity: Severity::Warning, ..finding.help(help) })
}
