//! The proof of reports: what the documents of customers and the portfolio show that only editions have which they are not made
//! from. What a customer's own files say may be in that customer's documents.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::super::Stage;
use super::super::reports::Reports;
use super::holdings::{Destinations, Holdings, Playbook, proof_of};
use super::{bare, bare_in_all_ways};
use crate::diagnostic::Diagnostic;
use crate::memo::ReportSources;
use crate::model::FtopStatus;
use crate::output::Content;
use crate::proof::{Form, Hit, Proof};
use crate::syntax::workbook;
use crate::text::{FileId, VirtualPath};

/// An edition by the version of the playbook, if that is an older one, and its name.
type EditionKey<'a> = (Option<&'a str>, &'a str);

/// What reports show that they must not; `editions` are those of the current playbook, each with its proof.
pub(super) fn leaks(stage: &Stage<'_>, reports: &Reports, editions: (&[Holdings<'_>], &[Proof])) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<BTreeSet<EditionKey<'_>>, Vec<(&VirtualPath, &ReportSources)>> = BTreeMap::new();
    for (path, sources) in &reports.sources {
        let keys = sources.playbooks.iter().filter_map(|one| Some((one.version.as_deref(), one.edition.as_deref()?)));
        groups.entry(keys.collect()).or_default().push((path, sources));
    }
    let older: Vec<(&str, Destinations<'_>)> =
        stage.past.iter().map(|past| (past.name(), Destinations::of(&past.model.library))).collect();
    let group = |(keys, files): (BTreeSet<EditionKey<'_>>, Vec<(&VirtualPath, &ReportSources)>)| {
        let past: Vec<Holdings<'_>> = keys.iter().filter_map(|key| older_edition(stage, &older, *key)).collect();
        let current = editions.0.iter().filter(|one| keys.contains(&(None, one.edition.name.as_str())));
        let all: Vec<&Holdings<'_>> = current.chain(&past).collect();
        let own = editions.0.iter().position(|one| keys.contains(&(None, one.edition.name.as_str())));
        let known = own.filter(|_| keys.len() == 1).map(|at| editions.1[at].clone());
        ReportProof { stage, reports, proof: known.unwrap_or_else(|| proof_of(&all)), editions: all }.leaks(&files)
    };
    groups.into_iter().filter(|(keys, _)| !keys.is_empty()).flat_map(group).collect()
}

/// What an edition has of an older version.
fn older_edition<'a>(
    stage: &Stage<'a>,
    older: &'a [(&str, Destinations<'a>)],
    (version, edition): EditionKey<'_>,
) -> Option<Holdings<'a>> {
    let past = stage.past.iter().find(|past| Some(past.name()) == version)?;
    let (_, links) = older.iter().find(|(name, _)| Some(*name) == version)?;
    let edition = past.older.inputs.config.editions.iter().find(|one| one.name == edition)?;
    Some(Holdings::new(Playbook { inputs: &past.older.inputs, model: &past.model, links }, edition))
}

/// Reports that are made from the same editions.
struct ReportProof<'a> {
    stage: &'a Stage<'a>,
    reports: &'a Reports,
    editions: Vec<&'a Holdings<'a>>,
    proof: Proof,
}

impl ReportProof<'_> {
    fn leaks(&self, files: &[(&VirtualPath, &ReportSources)]) -> Vec<Diagnostic> {
        let found = files.par_iter().filter_map(|(path, sources)| {
            let texts = self.texts(path);
            let hits = search(&self.proof, &texts);
            let hits = if hits.is_empty() { hits } else { self.search_again(&texts, sources) };
            hits.into_iter().next().map(|hit| (*path, hit))
        });
        let found: Vec<(&VirtualPath, Hit)> = found.collect();
        found
            .into_iter()
            .filter_map(|(path, hit)| Some(self.editions.first()?.finding(&self.proof, &hit, path, 1)))
            .collect()
    }

    /// The search without what the customer's own files say, then without all that the editions' texts say in other forms.
    fn search_again(&self, texts: &[(Cow<'_, str>, Form)], sources: &ReportSources) -> Vec<Hit> {
        let mut proof = self.proof.clone();
        let own = |file: &FileId| self.stage.inputs.sources.find(*file).map(|source| &*source.text);
        let customer: Vec<&str> = sources.own.iter().filter_map(own).collect();
        let as_prose = customer.iter().map(|text| (*text, Form::Prose));
        let ours = FtopStatus::WORDS.join(". ");
        let as_data = customer.iter().copied().chain([ours.as_str()]).map(|text| (text, Form::Data));
        proof.pardon(&as_prose.chain(as_data).collect::<Vec<_>>());
        for form in [bare as fn(&str) -> String, bare_in_all_ways] {
            if search(&proof, texts).is_empty() {
                return Vec::new();
            }
            let bare: Vec<String> = self.editions.iter().flat_map(|one| one.bare(form)).collect();
            proof.pardon(&bare.iter().map(|text| (text.as_str(), Form::Data)).collect::<Vec<_>>());
        }
        search(&proof, texts)
    }

    /// What a report says to its readers. A PDF is searched before it is typeset.
    fn texts(&self, path: &VirtualPath) -> Vec<(Cow<'_, str>, Form)> {
        let manuscripts = self.reports.manuscripts.iter().filter(|manuscript| manuscript.path == *path);
        let mut texts: Vec<(Cow<'_, str>, Form)> =
            manuscripts.map(|manuscript| (Cow::Owned(manuscript.texts().join(". ")), Form::Data)).collect();
        if let Some(Content::Bytes(bytes)) = self.reports.files.get(path) {
            match path.extension() {
                "xlsx" => {
                    let sheets = workbook::sheets(bytes).unwrap_or_default().into_iter();
                    texts.extend(
                        sheets.map(|sheet| (Cow::Owned(format!("{}. {}", sheet.name, sheet.text)), Form::Data)),
                    );
                }
                "json" => texts.push((Cow::Owned(values(bytes)), Form::Data)),
                _ => texts.push((String::from_utf8_lossy(bytes), Form::Markup)),
            }
        }
        texts
    }
}

fn search(proof: &Proof, texts: &[(Cow<'_, str>, Form)]) -> Vec<Hit> {
    texts.iter().flat_map(|(text, form)| proof.search(text, *form)).collect()
}

/// The texts of a JSON file. Names of fields and words such as `mandatory` are ours, and so no texts.
fn values(json: &[u8]) -> String {
    let mut out = String::new();
    let mut open = vec![serde_json::from_slice::<serde_json::Value>(json).unwrap_or_default()];
    let is_ours = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-'));
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::String(text) if !is_ours(&text) => out.extend([text.as_str(), ". "]),
            serde_json::Value::Array(items) => open.extend(items),
            serde_json::Value::Object(fields) => {
                if let Some(id) = fields.get("id").and_then(serde_json::Value::as_u64) {
                    out.push_str(&format!("\"id\":{id}. "));
                }
                open.extend(fields.into_iter().map(|(_, value)| value));
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::values;

    #[test]
    fn names_of_fields_and_our_own_words_are_no_texts() {
        let json = br#"{"burn_up": [{"state": "on-track", "id": 1002, "title": "Ask them", "n": 7, "name": "Teams"}]}"#;
        let found = values(json);
        let mut texts: Vec<&str> = found.split(". ").filter(|text| !text.is_empty()).collect();
        texts.sort_unstable();
        assert_eq!(texts, ["\"id\":1002", "Ask them", "Teams"]);
        assert_eq!(values(b"no json"), "");
    }
}
