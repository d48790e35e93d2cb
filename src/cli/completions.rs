//! `waybook completions`: for the shells that clap knows.

use clap::CommandFactory;

use crate::error::Error;

use super::{Cli, Outcome, terminal};

/// Print completions for a shell
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Example:\n  waybook completions bash > ~/.local/share/bash-completion/completions/waybook")]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

impl Completions {
    /// Prints the script.
    pub(super) fn run(self) -> Result<Outcome, Error> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "waybook", &mut script);
        terminal::data(&String::from_utf8_lossy(&script))?;
        Ok(Outcome::Fine)
    }
}
