//! The versions of the playbook: each is a build of its own, with a memo of its own. What they know of each other is which
//! addresses the others have.

use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::Arc;

use super::languages::Languages;
use super::press::Press;
use super::{Done, Model, Stage, choices, model, proof, sites};
use crate::config::{Edition, Language};
use crate::diagnostic::{Checked, Diagnostic};
use crate::inputs::{Inputs, Older};
use crate::memo::{Grounds, Memo, Work};
use crate::output::{Content, OutputFiles};
use crate::render::html::{TemplateProblem, Templates};
use crate::text::{Digest, Digester, VirtualPath};
use crate::view::basis::Said;
use crate::view::scope::Material;
use crate::view::versions::{Catalogue, Side};
use crate::view::{Ground, Scope};

/// The edition and the language of a site.
pub(super) type SiteKey = (Option<String>, Option<String>);

/// What tells the site of an edition in a language from the others.
pub(super) fn site_key(edition: Option<&Edition>, language: Option<&Language>) -> SiteKey {
    (edition.map(|edition| edition.name.clone()), language.map(|language| language.tag.clone()))
}

/// What the sites of a version have.
pub(super) struct Catalogues {
    /// The version's name.
    name: String,
    sites: BTreeMap<SiteKey, Catalogue>,
}

/// An older version that was read.
pub(super) struct Past<'a> {
    pub(super) older: &'a Older,
    pub(super) model: Model<'a>,
    /// Lines of which it is not certain who may read them.
    pub(super) doubts: Vec<Diagnostic>,
}

impl Past<'_> {
    /// The version's name.
    pub(super) fn name(&self) -> &str {
        self.older.inputs.version.as_deref().unwrap_or_default()
    }

    /// Stands for its name and all its texts.
    pub(super) fn digest(&self) -> Digest {
        let mut digest = Digester::default();
        self.name().hash(&mut digest);
        self.older.inputs.sources.iter().for_each(|source| (&source.path, source.hash).hash(&mut digest));
        digest.digest()
    }
}

/// Reads the older versions. Nobody fixes their texts any more, so that only what stops publishing is reported.
pub(super) fn read<'a>(inputs: &'a Inputs, memos: &mut BTreeMap<String, Memo>) -> Vec<Past<'a>> {
    memos.retain(|name, _| inputs.older.iter().any(|older| older.inputs.version.as_ref() == Some(name)));
    let read = |older: &'a Older| {
        let memo = memos.entry(older.inputs.version.clone().unwrap_or_default()).or_default();
        memo.begin(&older.inputs);
        let Checked { value: model, diagnostics } = model(&older.inputs, memo);
        let name = older.inputs.version.as_deref().unwrap_or_default();
        let doubts = diagnostics.into_iter().filter(|found| found.code.stops_publishing());
        let doubts = doubts.map(|doubt| told(doubt, name, &older.inputs)).collect();
        Past { older, model, doubts }
    };
    inputs.older.iter().map(read).collect()
}

/// What every version has, the current one first; nothing where there is only one. The ground of each site is found once:
/// it stands in the memo of its version for when the site is made.
pub(super) fn catalogues(
    model: &Model<'_>,
    grounds: &mut Grounds,
    past: &[Past<'_>],
    memos: &mut BTreeMap<String, Memo>,
) -> Vec<Catalogues> {
    let current = model.library.inputs.config.versions.first().filter(|_| !past.is_empty());
    let Some(current) = current else { return Vec::new() };
    let mut all = vec![Catalogues { name: current.name.clone(), sites: sites_of(model, grounds) }];
    for past in past {
        let memo = memos.entry(past.name().to_owned()).or_default();
        all.push(Catalogues { name: past.name().to_owned(), sites: sites_of(&past.model, &mut memo.grounds) });
    }
    all
}

fn sites_of(model: &Model<'_>, grounds: &mut Grounds) -> BTreeMap<SiteKey, Catalogue> {
    let Model { library, facts, fragments, tocs, pairs, vocabulary, .. } = model;
    let material = Material { library, facts, fragments, tocs: &tocs.all, pairs, vocabulary };
    let config = &library.inputs.config;
    let mut sites = BTreeMap::new();
    for edition in choices(&config.editions).into_iter().map(|edition| edition.map(|(_, edition)| edition)) {
        for language in choices(&config.languages) {
            let tongue = language.map(|(_, language)| language);
            let key = site_key(edition, tongue);
            let ground = Ground::new(material, edition, language, tocs.digest(), grounds.remove(&key));
            grounds.insert(key.clone(), ground.clone());
            let scope = Scope::new(material, ground, (edition, tongue), &str::to_owned);
            sites.insert(key, Catalogue::of(&scope));
        }
    }
    sites
}

/// The versions as a site sees them.
pub(super) fn sides<'a>(stage: &Stage<'a>, key: &SiteKey) -> Vec<Side<'a>> {
    let all: &'a [Catalogues] = stage.versions;
    let side = |(index, version): (usize, &'a Catalogues)| {
        version.sites.get(key).map(|catalogue| Side { name: &version.name, index, catalogue })
    };
    all.iter().enumerate().filter_map(side).collect()
}

/// The addresses that an edition has in all versions: what its pages may name.
pub(super) fn addresses<'a>(stage: &Stage<'a>, edition: &str) -> impl Iterator<Item = &'a str> {
    let all: &'a [Catalogues] = stage.versions;
    let own = |(key, _): &(&SiteKey, &Catalogue)| key.0.as_deref() == Some(edition);
    let sites = all.iter().flat_map(move |version| version.sites.iter().filter(own));
    sites.flat_map(|(_, catalogue)| catalogue.addresses()).map(VirtualPath::as_str)
}

/// What the sites of all versions are printed with.
#[derive(Clone, Copy)]
pub(super) struct Tools<'a> {
    pub(super) templates: &'a Templates,
    pub(super) texts: &'a Languages<'a>,
    pub(super) versions: &'a [Catalogues],
    pub(super) done: Done<'a>,
}

/// What the sites of older versions are.
#[derive(Default)]
pub(super) struct Archived {
    pub(super) outputs: OutputFiles,
    pub(super) leaks: Vec<Diagnostic>,
    pub(super) problems: Vec<TemplateProblem>,
    pub(super) work: Work,
}

/// Makes the sites of all older versions.
pub(super) fn archived(past: &[Past<'_>], tools: Tools<'_>, memos: &mut BTreeMap<String, Memo>) -> Archived {
    let mut all = Archived::default();
    for past in past {
        let memo = memos.entry(past.name().to_owned()).or_default();
        let Archived { outputs, leaks, problems, work } = sites_of_past(past, tools, memo);
        all.outputs.extend(outputs);
        all.leaks.extend(leaks);
        all.problems.extend(problems);
        all.work = all.work.and(work);
    }
    all
}

fn sites_of_past(past: &Past<'_>, tools: Tools<'_>, memo: &mut Memo) -> Archived {
    let Past { older, model, doubts: _ } = past;
    let press = Press::new(std::mem::take(&mut memo.sheets), std::mem::take(&mut memo.entries));
    let said = Said::new(&model.facts.processes, &mut memo.said);
    let inputs = &older.inputs;
    let mut stage = Stage::new((inputs, model), (&press, &said), tools, memo);
    let outputs = sites::sites(&mut stage, &mut Vec::new());
    let leaks = proof::leaks(&stage, &outputs, None);
    let name = inputs.version.as_deref().unwrap_or_default();
    let leaks = leaks.into_iter().map(|leak| told(leak, name, inputs)).collect();
    let problems = stage.keep(memo).0;
    let (sheets, entries, work) = press.finish();
    (memo.sheets, memo.entries) = (sheets, entries);
    Archived { outputs: unfolded(outputs, older), leaks, problems, work: Work { parsed: memo.work.parsed, ..work } }
}

/// A leak of an older version: its texts are not among those that messages can point into.
fn told(leak: Diagnostic, version: &str, inputs: &Inputs) -> Diagnostic {
    let source = leak.primary.map(|label| format!(" (from `{}`)", inputs.sources.get(label.span.file).path));
    let message = format!("version `{version}`: {}{}", leak.message, source.unwrap_or_default());
    Diagnostic::new(leak.code, message).maybe_help(leak.help)
}

/// Files of a revision are not on the disk, so that they cannot be copied from there.
fn unfolded(outputs: OutputFiles, older: &Older) -> OutputFiles {
    let bytes = |content: &Content| match content {
        Content::Copy(resource) => older.held.get(&resource.path).map(Arc::clone),
        Content::Bytes(_) => None,
    };
    let held: Vec<(VirtualPath, Arc<[u8]>)> =
        outputs.iter().filter_map(|(path, content)| Some((path.clone(), bytes(content)?))).collect();
    let mut outputs = outputs;
    for (path, bytes) in held {
        outputs.insert(path, Content::Bytes(bytes));
    }
    outputs
}
