//! `waybook lsp`: the language server, for editors.

use crate::error::Error;
use crate::lsp;
use crate::system::System;
use crate::system::messages::Peer;

use super::{Outcome, terminal};

/// Help an editor with a playbook: findings while typing, fixes, hover, completion
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Editors start it by themselves and talk to it over standard input and output:\n  \
    waybook lsp\n\n\
    The manual's page on editors says how in VS Code, Neovim and Helix.\n\n\
    Exit codes: 0 ended as agreed on, 1 the editor went away, 2 could not.")]
pub(super) struct Lsp {
    /// Standard input and output; there is nothing else
    #[arg(long, hide = true)]
    stdio: bool,
}

impl Lsp {
    /// Talks until the editor ends it.
    pub(super) fn run(self, system: &dyn System) -> Result<Outcome, Error> {
        let ended = lsp::run(system, &Peer::stdio(), &|text| terminal::note(&format!("waybook: {text}\n")))?;
        Ok(if ended { Outcome::Fine } else { Outcome::Findings })
    }
}
