//! `waybook init`: a project to start from.

use std::path::PathBuf;

use crate::embedded;
use crate::error::Error;
use crate::system::{Kind, System};

use super::summary::counted;
use super::{Outcome, terminal};

/// Make a project to start from
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    waybook init my-playbook && cd my-playbook && waybook\n\n\
    Files that are there are never overwritten.")]
pub(super) struct Init {
    /// The folder to make it in
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Also into a folder that is not empty
    #[arg(long)]
    force: bool,
}

impl Init {
    /// Writes the sample project and says how to go on.
    pub(super) fn run(self, system: &dyn System) -> Result<Outcome, Error> {
        let folder = system.resolve(&self.folder);
        if !self.force && is_occupied(system, &folder) {
            return Err(Error::at("did not make a project in", &self.folder, "something lies there")
                .help("choose another folder, or add to this one with `--force`"));
        }
        let written = embedded::plant(system, &folder)?;
        let shown = self.folder.display();
        let build =
            if self.folder.as_os_str() == "." { "waybook".to_owned() } else { format!("cd {shown} && waybook") };
        terminal::note(&format!("{} written into {shown}\nbuild it with: {build}\n", counted(written.len(), "file")));
        Ok(Outcome::Fine)
    }
}

/// Whether anything lies in the folder, hidden or not.
fn is_occupied(system: &dyn System, folder: &std::path::Path) -> bool {
    match system.kind(folder) {
        None => false,
        Some(Kind::File) => true,
        Some(Kind::Folder) => !system.walk(folder, &|_, _| true).files.is_empty(),
    }
}
