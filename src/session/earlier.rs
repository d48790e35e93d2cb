//! What earlier builds left behind: reports, in the output folder, in the folder that the project keeps them in, in a file that
//! was named; and the addresses that were published. A twin that cannot be read is as good as none.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Before, Session};
use crate::error::Error;
use crate::inputs::{Inputs, Reporting, Twin};
use crate::output::Origin;
use crate::publish::{self, MANIFEST};
use crate::system::{Kind, locate};
use crate::text::VirtualPath;

impl Session<'_> {
    /// The addresses at which the last build published pages.
    pub(super) fn published(&self, folder: &Path) -> Result<BTreeMap<VirtualPath, Origin>, Error> {
        match &self.request.published {
            Before::Unasked => Ok(BTreeMap::new()),
            Before::In(named) => {
                let manifest = publish::published(&self.system.read(&self.system.resolve(named))?);
                manifest.ok_or_else(|| {
                    Error::at("could not read what is published", named, "it is no manifest of a build")
                        .help("name the `manifest.json` that lies at the top of what was published")
                })
            }
            Before::InFolder => match self.system.kind(&folder.join(MANIFEST)) {
                // One that is not ours is a file like any other, which publishing then leaves alone.
                Some(Kind::File) => {
                    Ok(publish::published(&self.system.read(&folder.join(MANIFEST))?).unwrap_or_default())
                }
                _ => Ok(BTreeMap::new()),
            },
        }
    }

    /// What was asked of the reports, and the twins of the last ones.
    pub(super) fn reporting(&self, inputs: &Inputs, root: &Path, folder: &Path) -> Result<Reporting, Error> {
        let mut reporting =
            Reporting { as_of: self.request.as_of, wanted: self.request.wanted.clone(), ..Reporting::default() };
        let folder = match &self.request.reports {
            Some(folder) => self.system.resolve(folder),
            None => folder.join("reports"),
        };
        for file in &inputs.engagements {
            let id = inputs.sources.get(*file).path.stem();
            let twin = folder.join(id).join("status.json");
            if self.system.kind(&twin) == Some(Kind::File) {
                // A twin that cannot be read is as good as none: the report then has nothing to compare with.
                let text = self.system.read(&twin).ok().and_then(|bytes| String::from_utf8(bytes).ok());
                reporting.twins.extend(text.map(|text| Twin { text, engagement: Some(id.to_owned()) }));
            }
        }
        if let Some(kept) = &inputs.config.earlier_reports {
            let ids: Vec<&str> = inputs.engagements.iter().map(|file| inputs.sources.get(*file).path.stem()).collect();
            reporting.twins.extend(self.kept_twins(&locate(root, kept)?, &ids));
        }
        if let Some(since) = &self.request.since {
            reporting.since = Some(self.since(since, &mut reporting.twins)?);
        }
        Ok(reporting)
    }

    /// The twins that the project keeps, in order of their paths; of those of one day the last one read counts.
    fn kept_twins(&self, folder: &Path, ids: &[&str]) -> Vec<Twin> {
        if self.system.kind(folder) != Some(Kind::Folder) {
            return Vec::new();
        }
        let files = self.system.walk(folder, &|_, _| true).files;
        let twins = files.iter().filter(|met| met.path.extension().is_some_and(|extension| extension == "json"));
        let twin = |path: &Path| {
            let text = String::from_utf8(self.system.read(path).ok()?).ok()?;
            Some(Twin { text, engagement: named_by(path.strip_prefix(folder).unwrap_or(path), ids) })
        };
        twins.filter_map(|met| twin(&met.path)).collect()
    }

    /// The day of the report to compare with; a file is read and put beside the other twins.
    fn since(&self, since: &str, twins: &mut Vec<Twin>) -> Result<String, Error> {
        if since.parse::<jiff::civil::Date>().is_ok() {
            return Ok(since.to_owned());
        }
        let bytes = self.system.read(&self.system.resolve(Path::new(since)))?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let twin: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        let Some(day) = twin["snapshot"]["as_of"].as_str() else {
            return Err(Error::at("could not compare with", since, "it is no twin of a status report")
                .help("name a `status.json`, or the day of a report as `2020-03-09`"));
        };
        twins.push(Twin { text, engagement: None });
        Ok(day.to_owned())
    }
}

/// The engagement that the path of a kept twin names: a folder or a file of its very name, the deepest first, else one whose
/// name begins with it, as `contoso-2020-03-09.json`; of several the longest. None where the path names none.
fn named_by(path: &Path, ids: &[&str]) -> Option<String> {
    let stem = path.with_extension("");
    let parts: Vec<String> = stem.iter().rev().map(|part| part.to_string_lossy().into_owned()).collect();
    let is = |part: &String| ids.iter().find(|id| *id == part);
    let begins = |part: &String| {
        let rest = |id: &str| part.strip_prefix(id).and_then(|rest| rest.chars().next());
        let named = ids.iter().filter(|id| rest(id).is_some_and(|next| !next.is_alphanumeric()));
        named.max_by_key(|id| id.len())
    };
    let named = parts.iter().find_map(is).or_else(|| parts.iter().find_map(begins));
    named.map(|id| (*id).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_a_kept_twin_names_its_engagement() {
        let ids = ["contoso", "contoso-eu", "fabrikam", "2020"];
        let cases = [
            ("contoso-2020-03-09.json", Some("contoso")),
            ("contoso-eu-2020-03-09.json", Some("contoso-eu")),
            ("contoso.json", Some("contoso")),
            ("contosoeu-1.json", None),
            ("fabrikam/2020-03-09.json", Some("fabrikam")),
            ("contoso-eu/week-11/status.json", Some("contoso-eu")),
            ("contoso/fabrikam.json", Some("fabrikam")),
            ("week-11/status.json", None),
        ];
        for (path, expected) in cases {
            assert_eq!(named_by(Path::new(path), &ids).as_deref(), expected, "{path}");
        }
    }
}
