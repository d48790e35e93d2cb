//! What front matter lacks.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::Subject;
use crate::corpus::PageEntry;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Span;

/// How many pages one core takes in one go.
const AT_ONCE: usize = 512;
/// So many pages make a custom.
const CUSTOM_PAGES: usize = 20;
/// A key is the custom if at most one page in this many lacks it.
const CUSTOM_SHARE: usize = 20;

/// `front-matter-missing-key`: the keys that the project asks for; else those that nearly all of its pages have.
pub(super) fn missing_keys(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let library = subject.library;
    let asked = library.inputs.config.rules.front_matter_keys.clone();
    let by_custom = asked.is_none();
    let wanted = asked.unwrap_or_else(|| custom(subject));
    let finding = |page: &Arc<PageEntry>| {
        let empty = |key: &&String| {
            let value = page.meta.all.get(*key);
            value.is_none_or(|value| value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty()))
        };
        let missing: Vec<String> = wanted.iter().filter(empty).map(|key| format!("`{key}`")).collect();
        if missing.is_empty() {
            return None;
        }
        let front_matter = library.document(page.file)?.front_matter;
        let span = front_matter.map_or_else(|| Span::start_of(page.file), |found| first_line(found.span, found.yaml));
        let what = if front_matter.is_some() { "the front matter has" } else { "there is no front matter with" };
        let no = if front_matter.is_some() { " no " } else { " " };
        let message = format!("{what}{no}{}", missing.join(", "));
        let it = if missing.len() == 1 { "it" } else { "them" };
        let help = if by_custom { format!("add {it}: nearly all other pages have {it}") } else { format!("add {it}") };
        Some(Diagnostic::at(Code::FrontMatterMissingKey, span, message).help(help))
    };
    library.pages.par_iter().with_min_len(AT_ONCE).filter_map(finding).collect()
}

/// The opening fence.
fn first_line(whole: Span, yaml: Span) -> Span {
    Span { end: whole.start + 3.min(yaml.start - whole.start), ..whole }
}

/// The keys that nearly all pages have.
fn custom(subject: &Subject<'_>) -> Vec<String> {
    let pages = &subject.library.pages;
    let counted = |mut counts: BTreeMap<String, usize>, page: &Arc<PageEntry>| {
        for key in page.meta.all.keys() {
            match counts.get_mut(key.as_str()) {
                Some(count) => *count += 1,
                None => drop(counts.insert(key.clone(), 1)),
            }
        }
        counts
    };
    let joined = |mut one: BTreeMap<String, usize>, other: BTreeMap<String, usize>| {
        other.into_iter().for_each(|(key, count)| *one.entry(key).or_default() += count);
        one
    };
    let counts = pages.par_iter().with_min_len(AT_ONCE).fold(BTreeMap::new, counted).reduce(BTreeMap::new, joined);
    let many = pages.len() >= CUSTOM_PAGES;
    let usual = |count: usize| many && (pages.len() - count) * CUSTOM_SHARE <= pages.len();
    counts.into_iter().filter(|(_, count)| usual(*count)).map(|(key, _)| key).collect()
}
