//! The language server: what an editor asks while a playbook is being written. Unsaved texts lie over the disk; what is told
//! of them is what `waybook check` would find once they are saved, but for what only finished files show.
//!
//! `server` holds the conversation, `workspace` what is open, `answers` and `view` speak the protocol. `tasks`, `complete`,
//! `targets`, `symbols` and `actions` know nothing of it: they answer from `facts` and a place.

pub mod actions;
pub mod address;
mod answers;
mod capabilities;
pub mod complete;
pub mod documents;
pub mod facts;
pub mod place;
mod server;
pub mod symbols;
pub mod targets;
pub mod tasks;
mod view;
mod workspace;

use crate::error::Error;
use crate::system::messages::Peer;
use crate::system::{Overlay, System};

/// Talks with the editor at the other side until it ends the conversation; tells whether it ended as agreed on. `say` takes
/// what is meant for the person who reads the log.
pub fn run(system: &dyn System, peer: &Peer, say: &dyn Fn(&str)) -> Result<bool, Error> {
    let over = Overlay::new(system);
    server::Server::new(peer, workspace::Workspace::new(&over), say).talk()
}

#[cfg(test)]
mod tests;
