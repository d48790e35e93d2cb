//! What engagements of different customers have in common: folders of reports, tables of statuses, exports. Where nothing
//! says whose a row is, no customer gets it.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;
use std::sync::Arc;

use super::refusal::Refusal;
use crate::extract::engagement::Claims;
use crate::extract::exports::{formats, is_export};
use crate::inputs::Inputs;
use crate::text::{Digest, Digester, FileId, Source, Span, comparable};

/// Who shares what with whom.
#[derive(Debug, Default)]
pub(in crate::pipeline) struct Sharing {
    refusals: BTreeMap<FileId, Refusal>,
    /// Tables of statuses that several customers read.
    pub(in crate::pipeline) tables: BTreeSet<FileId>,
    own_tables: BTreeMap<FileId, FileId>,
}

impl Sharing {
    /// What the engagements of a project share, from what each of them claims.
    pub(in crate::pipeline) fn new(inputs: &Inputs, claims: &[Arc<Claims>]) -> Self {
        let mut sharing = Self::default();
        let mut folders: BTreeMap<String, Vec<&Claims>> = BTreeMap::new();
        let mut tables: BTreeMap<FileId, Vec<&Claims>> = BTreeMap::new();
        let mut exports: BTreeMap<Digest, Vec<Reader<'_>>> = BTreeMap::new();
        for one in claims {
            folders.entry(folder_key(inputs.sources.get(one.file).path.stem())).or_default().push(one);
            one.table.into_iter().for_each(|table| tables.entry(table).or_default().push(one));
            for (export, place) in &one.exports {
                let reader = Reader { claims: one, export: *export, place: *place };
                exports.entry(content(inputs.sources.get(*export))).or_default().push(reader);
            }
        }
        folders.values().for_each(|same| sharing.folder(inputs, same));
        exports.retain(|_, readers| differ(readers.iter().map(|reader| reader.claims)));
        sharing.exports(inputs, &exports);
        for (table, readers) in tables {
            if differ(readers.iter().copied()) {
                sharing.tables.insert(table);
                sharing.own_tables.extend(readers.iter().map(|one| (one.file, table)));
            }
        }
        sharing
    }

    fn folder(&mut self, inputs: &Inputs, same: &[&Claims]) {
        for one in same {
            if let Some(other) = same.iter().find(|other| other.file != one.file) {
                let (other, place) = (inputs.sources.get(other.file).path.clone(), Span::start_of(one.file));
                self.refusals.insert(one.file, Refusal::SameFolder { other, place });
            }
        }
    }

    fn exports(&mut self, inputs: &Inputs, shared: &BTreeMap<Digest, Vec<Reader<'_>>>) {
        if shared.is_empty() {
            return;
        }
        let formats = formats(&inputs.config);
        let path = |file: FileId| inputs.sources.get(file).path.clone();
        let mut all: Vec<&Reader<'_>> = shared.values().flatten().collect();
        all.sort_by_key(|one| (one.claims.file, one.export));
        for one in all {
            let readers = &shared[&content(inputs.sources.get(one.export))];
            let others = || readers.iter().filter(|other| !one.claims.is_of_same_customer(other.claims));
            // The very file is named before a copy of it.
            let Some(other) = others().find(|other| other.export == one.export).or_else(|| others().next()) else {
                continue;
            };
            // A file that is no export gives no units to anyone.
            if !is_export(inputs.sources.get(one.export), &formats) {
                continue;
            }
            let copy = (other.export != one.export).then(|| path(other.export));
            let (export, other) = (path(one.export), path(other.claims.file));
            let refusal = Refusal::SharedExport { export, copy, other, place: one.place };
            self.refusals.entry(one.claims.file).or_insert(refusal);
        }
    }

    /// Why there is no report for an engagement, if it shares what cannot be shared.
    pub(in crate::pipeline) fn allows(&self, file: FileId) -> Result<(), Refusal> {
        self.refusals.get(&file).cloned().map_or(Ok(()), Err)
    }

    /// Stands for all that others change for an engagement.
    pub(in crate::pipeline) fn digest(&self, file: FileId) -> Digest {
        let mut digest = Digester::default();
        (self.refusals.get(&file).map(Refusal::reason), self.own_tables.get(&file)).hash(&mut digest);
        digest.digest()
    }
}

/// What names one folder on every system: some do not tell `Contoso` from `contoso`, some not two ways to write `é`, and some
/// drop a full stop at the end of a name. A copied folder ends up on one of them.
fn folder_key(stem: &str) -> String {
    comparable(stem).trim_end_matches(['.', ' ']).to_owned()
}

/// An engagement that reads an export.
struct Reader<'c> {
    claims: &'c Claims,
    export: FileId,
    /// The glob that means it.
    place: Span,
}

/// Stands for what an export holds: a link or a copy under another name is the same export. One without a row below its
/// first line stands for itself alone, since all such of a format are alike.
fn content(export: &Source) -> Digest {
    let has_rows = export.text.lines().filter(|line| !line.trim().is_empty()).nth(1).is_some();
    if has_rows { Digest::of(&export.hash) } else { Digest::of(&export.path.as_str()) }
}

/// Whether some of these engagements are of different customers.
fn differ<'c>(claims: impl Iterator<Item = &'c Claims> + Clone) -> bool {
    let others = claims.clone();
    claims.into_iter().any(|one| others.clone().any(|other| !one.is_of_same_customer(other)))
}
