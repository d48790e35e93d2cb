//! `waybook schema`: for editors that complete and check.

use crate::error::Error;
use crate::schema::schema;

use super::{Outcome, terminal};

/// Print the JSON Schema of a file that people write
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    waybook schema engagement > engagement.schema.json\n\n\
    and as the first line of each engagement file:\n  \
    # yaml-language-server: $schema=../engagement.schema.json")]
pub(super) struct Schema {
    /// Which file
    #[arg(value_parser = ["waybook", "engagement", "status", "closure", "portfolio"])]
    kind: String,
}

impl Schema {
    /// Prints the schema.
    pub(super) fn run(self) -> Result<Outcome, Error> {
        let failed = |reason: &str| Error::new("could not print the schema", reason);
        let kind = self.kind.parse().map_err(|()| failed("there is none of this kind"))?;
        let text = serde_json::to_string_pretty(&schema(kind)).map_err(|reason| failed(&reason.to_string()))?;
        terminal::data(&(text + "\n"))?;
        Ok(Outcome::Fine)
    }
}
