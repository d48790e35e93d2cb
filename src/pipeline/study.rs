//! What an editor needs: the model to ask and everything that is wrong, without any output. Findings on customers are kept
//! until something that they are held against changes.

use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::Arc;

use super::reports::{
    Followed, FollowedPlaybook, Sharing, followed, no_pages, playbook_of, project, situation, unspoken, untranslated,
};
use super::{Model, model};
use crate::check::engagement as rules;
use crate::check::switch;
use crate::diagnostic::{Checked, Diagnostic};
use crate::extract::engagement::{Claims, Project, engagement};
use crate::inputs::Inputs;
use crate::memo::Memo;
use crate::text::{Digest, Digester};
use crate::view::basis::Said;

/// Reads everything, applies all rules but those on finished files, and shows the model to `look`.
pub fn study<T>(inputs: &Inputs, memo: &mut Memo, look: impl FnOnce(&Model<'_>) -> T) -> Checked<T> {
    memo.begin(inputs);
    let Checked { value: model, mut diagnostics } = model(inputs, memo);
    diagnostics.extend(of_customers(inputs, &model, memo));
    let diagnostics = switch::applied(diagnostics, &model.switches, &inputs.sources);
    Checked::new(look(&model), diagnostics)
}

/// What is wrong with the data of customers; of the last time if nothing that it depends on changed.
fn of_customers(inputs: &Inputs, model: &Model<'_>, memo: &mut Memo) -> Vec<Diagnostic> {
    if inputs.engagements.is_empty() {
        return Vec::new();
    }
    let said = Said::new(&model.facts.processes, &mut memo.said);
    let mut digest = Digester::default();
    (inputs.report_day(), said.of_tasks(), model.library.signs(), model.library.division()).hash(&mut digest);
    model.tocs.digest().hash(&mut digest);
    for source in inputs.sources.iter().filter(|source| model.library.document(source.id).is_none()) {
        (&source.path, source.hash).hash(&mut digest);
    }
    let basis: Digest = digest.digest();
    let known = memo.customers.take().filter(|(before, _)| *before == basis);
    let (_, found) = memo.customers.insert(known.unwrap_or_else(|| (basis, findings(inputs, model))));
    found.clone()
}

fn findings(inputs: &Inputs, model: &Model<'_>) -> Vec<Diagnostic> {
    let claims = inputs.engagements.iter().map(|file| Arc::new(Claims::of(inputs.sources.get(*file), &inputs.sources)));
    let sharing = Sharing::new(inputs, &claims.collect::<Vec<_>>());
    let project = Project { shared_tables: sharing.tables.clone(), ..project(inputs, &model.vocabulary) };
    let mut playbooks: BTreeMap<Followed, Option<FollowedPlaybook>> = BTreeMap::new();
    let mut found = Vec::new();
    for file in &inputs.engagements {
        let read = engagement(inputs.sources.get(*file), &project).unpack(&mut found);
        let Some(engagement) = read else { continue };
        let followed = match sharing.allows(*file).and_then(|()| followed(inputs, &engagement)) {
            Ok(followed) => followed,
            Err(refusal) => {
                found.extend(refusal.finding());
                continue;
            }
        };
        if followed.version.is_some() {
            // The pages of older versions are not read here; a build tells what is wrong.
            continue;
        }
        let playbook = playbooks.entry(followed.clone());
        let playbook = playbook.or_insert_with_key(|followed| playbook_of(model, followed));
        let Some(FollowedPlaybook { playbook, language, known, version: _ }) = playbook else {
            found.extend(no_pages(&engagement, &followed).finding());
            continue;
        };
        found.extend(unspoken(inputs, &engagement));
        found.extend(untranslated(inputs, &engagement, &followed, *language));
        found.extend(rules::engagement(&situation(inputs, playbook, &engagement), known));
    }
    found
}
