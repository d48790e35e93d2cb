//! How far a language is from the first: for those who keep the translations, in the internal edition only.

use super::frame::{frame, made};
use super::html::encoded;
use super::pages::{Parity, ParityGroup, ParityRow};
use super::parts::Link;
use super::scope::{Scope, fixed};
use super::switcher::own_name;
use crate::config::Edition;
use crate::parity::{Difference, Kind};
use crate::text::{Span, VirtualPath};

/// The kinds in their order, with the text that names each.
const KINDS: [(Kind, &str); 8] = [
    (Kind::PageMissing, "parity_page_missing"),
    (Kind::PageExtra, "parity_page_extra"),
    (Kind::Older, "parity_older"),
    (Kind::TaskMissing, "parity_task_missing"),
    (Kind::TaskExtra, "parity_task_extra"),
    (Kind::Requirement, "parity_requirement"),
    (Kind::Roles, "parity_roles"),
    (Kind::Services, "parity_services"),
];

/// The page of a language beside the first, where its readers may see file names: without editions, or in one that is
/// for the audience `internal`.
pub fn parity(scope: &Scope<'_>) -> Option<(VirtualPath, Parity)> {
    let index = has_parity(scope)?;
    let path = fixed("parity.html");
    let differences = scope.pairs.differences(scope.library, scope.facts, index, scope.edition);
    let group = |(kind, key): (Kind, &str)| {
        let own = differences.iter().filter(|one| one.kind == kind);
        let rows: Vec<ParityRow> = own.map(|one| row(scope, one, &path)).collect();
        ParityGroup {
            kind: kind.as_str().to_owned(),
            title: scope.word(key),
            count: rows.len(),
            of_tasks: rows.iter().any(|row| row.id.is_some()),
            there: rows.iter().any(|row| row.source.is_some()),
            here: rows.iter().any(|row| row.own.is_some()),
            rows,
        }
    };
    let title = scope.word("parity");
    let groups: Vec<ParityGroup> = KINDS.map(group).into_iter().filter(|group| group.count > 0).collect();
    let source = scope.library.inputs.config.languages.first();
    let source = source.map(|language| own_name(&language.tag).to_owned()).unwrap_or_default();
    let language = own_name(scope.language_tag()).to_owned();
    let view = Parity {
        frame: frame(scope, made(&title, &path, "", &[])),
        source,
        language,
        count: differences.len(),
        groups,
    };
    Some((path, view))
}

/// The index of the scope's language if some edition may have such a page in it.
pub(super) fn can_have_parity(scope: &Scope<'_>) -> Option<usize> {
    let languages = &scope.library.inputs.config.languages;
    let own = scope.language?;
    languages.iter().position(|language| language.tag == own.tag).filter(|index| *index > 0)
}

/// The index of the scope's language if it has such a page.
pub fn has_parity(scope: &Scope<'_>) -> Option<usize> {
    let internal = |edition: &Edition| {
        edition.name.eq_ignore_ascii_case("internal")
            || edition.audiences.iter().any(|name| name.eq_ignore_ascii_case("internal"))
    };
    can_have_parity(scope).filter(|_| scope.edition.is_none_or(internal))
}

fn row(scope: &Scope<'_>, one: &Difference, shown_at: &VirtualPath) -> ParityRow {
    let anchor = one.task.map(|id| format!("#task-{id}")).unwrap_or_default();
    let place = |place: Option<(usize, Span)>| {
        let (page, span) = place?;
        let source = scope.library.source(span.file);
        let own = scope.address(page).map(|path| encoded(&path.relative_from(shown_at)));
        let href = own.or_else(|| scope.in_other_language(&[page], shown_at).map(|path| encoded(&path)));
        let text = format!("{}:{}", scope.library.address(span.file), source.line(span.start));
        Some(Link { text, href: href.map(|href| href + &anchor).unwrap_or_default(), current: false })
    };
    ParityRow {
        id: one.task.map(|id| id.0),
        name: one.name.clone(),
        expected: one.expected.clone(),
        found: one.found.clone(),
        source: place(one.source),
        own: place(one.own),
    }
}
