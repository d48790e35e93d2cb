//! Roles and services under another name than the vocabulary's own.

use super::Text;
use crate::diagnostic::{Code, Diagnostic, Edit};
use crate::extract::vocabulary::LabelKind;
use crate::syntax::markdown::plain;
use crate::text::Span;

/// `alias-used`. In a page of another language only abbreviations are other names: the rest is translated.
pub(super) fn used(text: &Text<'_>) -> Vec<Diagnostic> {
    let vocabulary = text.vocabulary;
    let tasks = || text.page.tasks.iter().map(|(_, task)| task.places);
    let of_labels = |kinds: &'static [LabelKind]| {
        let labels = text.page.labels.iter().filter(move |label| kinds.contains(&label.kind));
        labels.map(|label| label.span)
    };
    let roles = tasks().filter_map(|places| places.role);
    let roles = roles.chain(of_labels(&[LabelKind::PrimaryRole, LabelKind::SecondaryRole]));
    let services = tasks().filter_map(|places| places.services).chain(of_labels(&[LabelKind::AppliesTo]));
    let mut found: Vec<Diagnostic> =
        roles.flat_map(|cell| findings(text, cell, |words| vocabulary.other_names_of_roles(words))).collect();
    found.extend(services.flat_map(|cell| findings(text, cell, |words| vocabulary.other_names_of_services(words))));
    found
}

fn findings<'v>(text: &Text<'_>, cell: Span, names: impl Fn(&str) -> Vec<(String, &'v str)>) -> Vec<Diagnostic> {
    let english = text.page.language.is_none_or(|language| language == "en");
    let raw = text.source.slice(cell);
    let (skipped, value) = raw.split_once([':', '：']).map_or((0, raw), |(_, value)| (raw.len() - value.len(), value));
    let other = names(plain(value).trim_matches('*')).into_iter().filter(|(name, _)| english || is_short(name));
    other
        .map(|(name, canonical)| {
            let place = alone(value, &name);
            let span = place.or_else(|| value.find(&name)).map_or(cell, |at| {
                let start = cell.range().start + skipped + at;
                Span::new(cell.file, start, start + name.len())
            });
            let finding = Diagnostic::at(Code::AliasUsed, span, format!("`{name}` is `{canonical}`"));
            let help = match english {
                true => format!("write `{canonical}`, the one name that all pages share"),
                false => "write the name in full".to_owned(),
            };
            let finding = finding.help(help);
            let edit = Edit { span, replacement: canonical.to_owned() };
            if english && place.is_some() { finding.fix("write the canonical name", vec![edit]) } else { finding }
        })
        .collect()
}

/// Where a name stands that is no part of another: nothing but marks between names around it.
fn alone(value: &str, name: &str) -> Option<usize> {
    let parts = |c: char| ",;/&+、，；：".contains(c);
    let places = value.match_indices(name).map(|(at, _)| at);
    let before = |text: &str| text.is_empty() || text.ends_with(parts) || text.ends_with('>');
    let after = |text: &str| text.is_empty() || text.starts_with(parts) || text.starts_with("<br");
    places.into_iter().find(|at| before(value[..*at].trim_end()) && after(value[at + name.len()..].trim_start()))
}

/// `FM`, `FTAv2`
fn is_short(name: &str) -> bool {
    let capitals = name.chars().filter(char::is_ascii_uppercase).count();
    name.len() <= 6 && capitals >= 2 && name.chars().all(|c| c.is_ascii_alphanumeric())
}
