//! The same page in the other languages of its edition, or that it is missing there.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};

use super::frame::{About, shown_edition_folder};
use super::html::encoded;
use super::parts::Translation;
use super::scope::{Scope, fixed};
use crate::config::{Edition, Language};
use crate::corpus::Library;
use crate::extract::playbook::Facts;
use crate::text::VirtualPath;

/// What the site of another language has beside the pages that authors wrote.
pub(super) struct Elsewhere<'a> {
    /// Its place in the configuration.
    pub(super) index: usize,
    /// The language itself.
    pub(super) language: &'a Language,
    /// Ids of its tasks.
    pub(super) tasks: BTreeSet<String>,
    /// Names of its roles, services and phases.
    names: BTreeSet<&'a str>,
    /// Whether it has phases, and so a map of them.
    mapped: bool,
}

impl Hash for Elsewhere<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Its tasks count for the pages of tasks alone; see `Basis::task`.
        let Self { index, language, tasks: _, names, mapped } = self;
        (index, &language.tag, names, mapped).hash(state);
    }
}

/// Every language of the configuration as one edition has it; nothing where there is only one.
pub(super) fn elsewhere<'a>(
    library: &'a Library<'a>,
    facts: &'a Facts,
    edition: Option<&Edition>,
) -> Vec<Elsewhere<'a>> {
    let languages = &library.inputs.config.languages;
    if languages.len() < 2 {
        return Vec::new();
    }
    let mut all: Vec<Elsewhere<'_>> = languages
        .iter()
        .enumerate()
        .map(|(index, language)| Elsewhere {
            index,
            language,
            tasks: BTreeSet::new(),
            names: BTreeSet::new(),
            mapped: false,
        })
        .collect();
    for (index, page) in library.pages.iter().enumerate() {
        if edition.is_some_and(|edition| !page.editions.contains(&edition.name)) {
            continue;
        }
        let process = facts.process(index, edition.map(|edition| edition.name.as_str()));
        let site = &mut all[page.language];
        site.names.extend(process.phases.iter().map(String::as_str));
        site.mapped |= !process.phases.is_empty();
        for (_, task) in &process.tasks {
            site.tasks.insert(task.id.value.to_string());
            site.names.extend(task.roles.iter().map(|role| role.name.as_str()));
            site.names.extend(task.services.services.iter().map(String::as_str));
        }
    }
    all
}

/// The languages of a page.
pub(super) fn languages(scope: &Scope<'_>, about: &About<'_>) -> Vec<Translation> {
    let prefix = |language: &Language| fixed(&format!("{}/", language.tag));
    let Some(own) = scope.language else { return Vec::new() };
    let from = prefix(own).join(about.path.as_str()).unwrap_or_else(|| about.path.clone());
    // Search engines are told of the current version alone.
    let inputs = scope.library.inputs;
    let base = inputs.config.base_url.as_ref().filter(|_| inputs.version.is_none());
    let above = shown_edition_folder(scope);
    let translation = |other: &Elsewhere<'_>| {
        let current = other.language.tag == own.tag;
        let found = if current { Some(about.path.clone()) } else { same_page(scope, about, other) };
        let to = prefix(other.language).join(found.as_ref().map_or("index.html", VirtualPath::as_str));
        let to = to.unwrap_or_else(|| fixed("index.html"));
        let absolute = base.filter(|_| found.is_some()).map(|base| format!("{base}{above}{}", encoded(to.as_str())));
        Translation {
            text: own_name(&other.language.tag).to_owned(),
            language: other.language.tag.clone(),
            href: encoded(&to.relative_from(&from)),
            current,
            missing: found.is_none(),
            absolute,
        }
    };
    scope.elsewhere.iter().map(translation).collect()
}

/// The address of a page in the site of another language, if that has it.
fn same_page(scope: &Scope<'_>, about: &About<'_>, other: &Elsewhere<'_>) -> Option<VirtualPath> {
    if let Some(page) = about.page {
        let there = scope.pairs.in_language(page, other.index);
        let in_edition = |page: &usize| {
            scope.edition.is_none_or(|edition| scope.library.pages[*page].editions.contains(&edition.name))
        };
        let home = (about.path.as_str() == "index.html").then(|| fixed("index.html"));
        return there.filter(in_edition).map(|page| scope.address_in(page, other.language)).or(home);
    }
    let (folder, _) = about.path.as_str().split_once('/').unwrap_or(("", about.path.as_str()));
    let has = match folder {
        "tasks" => about.path.stem() == "index" || other.tasks.contains(about.path.stem()),
        "phases" => about.phases.first().is_some_and(|phase| other.names.contains(phase.as_str())),
        "roles" | "services" => about.path.stem() == "index" || other.names.contains(about.title),
        _ => match about.path.as_str() {
            "parity.html" => other.index > 0,
            "lifecycle.html" => other.mapped,
            _ => true,
        },
    };
    has.then(|| about.path.clone())
}

/// What a language calls itself.
pub(super) fn own_name(tag: &str) -> &str {
    let primary = tag.split('-').next().unwrap_or(tag);
    match primary {
        "en" => "English",
        "de" => "Deutsch",
        "es" => "Español",
        "fr" => "Français",
        "it" => "Italiano",
        "pt" => "Português",
        "ja" => "日本語",
        "zh" if tag.to_lowercase().contains("hant") => "繁體中文",
        "zh" => "简体中文",
        _ => tag,
    }
}
