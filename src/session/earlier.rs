//! What earlier builds left behind: reports, in the output folder, in the folder that the project keeps them in, in a file that
//! was named; and the addresses that were published. A twin that cannot be read is as good as none.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Before, Session};
use crate::error::Error;
use crate::inputs::{Inputs, Reporting};
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
            let twin = folder.join(inputs.sources.get(*file).path.stem()).join("status.json");
            if self.system.kind(&twin) == Some(Kind::File) {
                // A twin that cannot be read is as good as none: the report then has nothing to compare with.
                let text = self.system.read(&twin).ok().and_then(|bytes| String::from_utf8(bytes).ok());
                reporting.twins.extend(text);
            }
        }
        if let Some(kept) = &inputs.config.earlier_reports {
            reporting.twins.extend(self.kept_twins(&locate(root, kept)?));
        }
        if let Some(since) = &self.request.since {
            reporting.since = Some(self.since(since, &mut reporting.twins)?);
        }
        Ok(reporting)
    }

    /// The twins that the project keeps, in order of their paths; of those of one day the last one read counts.
    fn kept_twins(&self, folder: &Path) -> Vec<String> {
        if self.system.kind(folder) != Some(Kind::Folder) {
            return Vec::new();
        }
        let files = self.system.walk(folder, &|_, _| true).files;
        let twins = files.iter().filter(|met| met.path.extension().is_some_and(|extension| extension == "json"));
        twins.filter_map(|met| String::from_utf8(self.system.read(&met.path).ok()?).ok()).collect()
    }

    /// The day of the report to compare with; a file is read and put beside the other twins.
    fn since(&self, since: &str, twins: &mut Vec<String>) -> Result<String, Error> {
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
        twins.push(text);
        Ok(day.to_owned())
    }
}
