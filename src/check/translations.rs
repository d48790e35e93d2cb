//! Translations against the page that they were made of: the page of the same name in the project's first language.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Subject;
use super::orphans::heading;
use super::page_dates::{newest, page_date};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Aspect, Process, Requirement, Task, TaskId};
use crate::text::Span;

/// Days that a translation may lie behind unless the project says otherwise.
const PATIENCE: u32 = 30;

/// A page and the one that it was translated from, by their indices.
#[derive(Clone, Copy)]
struct Pair {
    page: usize,
    original: usize,
}

fn pairs<'a>(subject: &'a Subject<'_>) -> impl Iterator<Item = Pair> + 'a {
    let pages = 0..subject.library.pages.len();
    pages.filter_map(|page| Some(Pair { page, original: subject.library.original_of(page)? }))
}

fn tasks(process: &Process) -> BTreeMap<TaskId, &Task> {
    let mut tasks = BTreeMap::new();
    for (_, task) in &process.tasks {
        tasks.entry(task.id.value).or_insert(task);
    }
    tasks
}

/// `translation-missing-task`, at the task that it should follow; once for a page that has none of them.
pub(super) fn missing_tasks(subject: &Subject<'_>) -> Vec<Diagnostic> {
    pairs(subject).flat_map(|pair| missing_of(subject, pair)).collect()
}

fn missing_of(subject: &Subject<'_>, pair: Pair) -> Vec<Diagnostic> {
    let (original, own) = (&subject.facts.processes[pair.original], tasks(&subject.facts.processes[pair.page]));
    let named = &subject.library.pages[pair.original].path;
    let place = heading(subject.library, subject.library.pages[pair.page].file);
    let mut found = Vec::new();
    let mut before = place;
    let mut seen = std::collections::BTreeSet::new();
    for (_, task) in &original.tasks {
        let id = task.id.value;
        if let Some(same) = own.get(&id) {
            before = same.id.span;
        } else if seen.insert(id) {
            let message = format!("task `{id}` of `{}` is not in this translation", named.file_name());
            let finding = Diagnostic::at(Code::TranslationMissingTask, before, message);
            found.push(
                finding.related(task.id.span, "the task").help("translate its row, which belongs below this one"),
            );
        }
    }
    if own.is_empty() && found.len() > 1 {
        let message = format!("this translation has none of the {} tasks of `{}`", found.len(), named.file_name());
        let finding = Diagnostic::at(Code::TranslationMissingTask, place, message);
        let first = original.tasks.first().map_or(place, |(_, task)| task.id.span);
        return vec![finding.related(first, "the first of them").help("translate the tables of tasks")];
    }
    found
}

/// `translation-extra-task`
pub(super) fn extra_tasks(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let of_pair = |pair: Pair| {
        let known = tasks(&subject.facts.processes[pair.original]);
        let named = subject.library.pages[pair.original].path.file_name().to_owned();
        let place = heading(subject.library, subject.library.pages[pair.original].file);
        let own = tasks(&subject.facts.processes[pair.page]);
        let extra: Vec<Diagnostic> = own
            .values()
            .filter(|task| !known.contains_key(&task.id.value))
            .map(|task| {
                let message = format!("`{named}` has no task `{}`", task.id.value);
                let finding = Diagnostic::at(Code::TranslationExtraTask, task.id.span, message);
                finding.related(place, "the original").help("delete the row, or put it into the original too")
            })
            .collect();
        extra
    };
    pairs(subject).flat_map(of_pair).collect()
}

/// `translation-requirement-differs`
pub(super) fn requirements(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let of_pair = |pair: Pair| {
        let known = tasks(&subject.facts.processes[pair.original]);
        let own = tasks(&subject.facts.processes[pair.page]);
        let differing: Vec<Diagnostic> = own
            .values()
            .filter_map(|task| {
                let other = known.get(&task.id.value)?;
                let (is, was) = (task.requirement?, other.requirement?);
                let words = |requirement: Requirement| requirement.as_str();
                let message =
                    format!("task `{}` is {} here and {} in the original", task.id.value, words(is), words(was));
                let finding =
                    Diagnostic::at(Code::TranslationRequirementDiffers, task.place_of(Aspect::Requirement), message);
                let finding = finding.related(other.place_of(Aspect::Requirement), "the original");
                (is != was).then(|| finding.help("make the two agree"))
            })
            .collect();
        differing
    };
    pairs(subject).flat_map(of_pair).collect()
}

/// `translation-outdated`
pub(super) fn outdated(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let patience = subject.library.inputs.config.rules.translation_days.unwrap_or(PATIENCE);
    let of_pair = |pair: Pair| {
        let (own, original) = dates(subject, pair)?;
        let behind = original.0.since(own.0).ok()?.get_days();
        let message = format!("the original was changed {behind} days after this translation");
        let finding = Diagnostic::at(Code::TranslationOutdated, own.1, message);
        let finding = finding.related(original.1, "the change").help("translate what changed, and note the day");
        (i64::from(behind) > i64::from(patience)).then_some(finding)
    };
    pairs(subject).filter_map(of_pair).collect()
}

/// The last day of the translation and of the original, by what both have: refresh summaries, else front matter.
fn dates(subject: &Subject<'_>, pair: Pair) -> Option<((Date, Span), (Date, Span))> {
    let noted = |page: usize| {
        let entry = newest(&subject.facts.processes[page].refreshes)?;
        Some((entry.date?, entry.date_text.span))
    };
    let stated = |page: usize| {
        let meta = &subject.library.pages[page].meta;
        Some((page_date(meta.date.as_deref()?)?, meta.date_span?))
    };
    noted(pair.page).zip(noted(pair.original)).or_else(|| stated(pair.page).zip(stated(pair.original)))
}
