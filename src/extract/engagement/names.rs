//! Canonical names of services and phases as the project knows them.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::extract::exports::{Format, formats};
use crate::text::{FileId, Sources, Spanned, comparable, nearest};

/// What reading an engagement needs to know of the project.
#[derive(Debug)]
pub struct Project<'a> {
    /// Every text, the tables of statuses among them.
    pub sources: &'a Sources,
    /// Spellings of services in comparable form, with the canonical name of each.
    pub services: BTreeMap<String, String>,
    /// Spellings of phases in comparable form, with the canonical name of each.
    pub phases: BTreeMap<String, String>,
    /// Every format of exports.
    pub formats: Vec<Format>,
    /// Names of the playbook's versions.
    pub versions: Vec<String>,
    /// Tables of statuses that engagements of several customers name: their rows need a tenant.
    pub shared_tables: BTreeSet<FileId>,
}

impl<'a> Project<'a> {
    /// The names that the configuration lists. The built-in vocabulary's are added by the caller.
    pub fn new(sources: &'a Sources, config: &Config) -> Self {
        let own = config.services.keys().map(|name| (comparable(name), name.clone()));
        let others = config
            .services
            .iter()
            .flat_map(|(name, spellings)| spellings.iter().map(move |s| (comparable(s), name.clone())));
        let phases = config.phases.iter().map(|name| (comparable(name), name.clone()));
        Self {
            sources,
            services: own.chain(others).collect(),
            phases: phases.collect(),
            formats: formats(config),
            versions: config.versions.iter().map(|version| version.name.clone()).collect(),
            shared_tables: BTreeSet::new(),
        }
    }

    /// The service's canonical name, or the name as written.
    pub(super) fn service(&self, name: Spanned<String>) -> Spanned<String> {
        canonical(&self.services, name)
    }

    /// What is wrong with the name of a version.
    pub(super) fn unknown_version(&self, name: &Spanned<String>) -> Option<Diagnostic> {
        if self.versions.contains(&name.value) {
            return None;
        }
        let message = format!("the playbook has no version `{}`", name.value);
        let near = nearest(&name.value, self.versions.iter().map(String::as_str));
        let help = near.map(|near| format!("did you mean `{near}`?"));
        let help = help.unwrap_or_else(|| "name one of `versions` in `waybook.yml`".to_owned());
        Some(Diagnostic::at(Code::InvalidConfig, name.span, message).help(help))
    }

    /// The phase's canonical name, or the name as written.
    pub(super) fn phase(&self, name: Spanned<String>) -> Spanned<String> {
        canonical(&self.phases, name)
    }
}

fn canonical(spellings: &BTreeMap<String, String>, name: Spanned<String>) -> Spanned<String> {
    match spellings.get(&comparable(&name.value)) {
        Some(canonical) => Spanned::new(canonical.clone(), name.span),
        None => name,
    }
}
