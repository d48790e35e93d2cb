//! Waybook: playbook Markdown in; linked sites, status reports and portfolios out.
//!
//! The modules are the pipeline; data walks through them once, in one direction. ARCHITECTURE.md tells the whole.

pub mod diagnostic;
pub mod error;
pub mod output;
pub mod text;

pub mod syntax;

pub mod config;
pub mod inputs;

pub mod model;

pub mod corpus;
pub mod extract;

pub mod parity;
pub mod progress;

pub mod drift;

pub mod check;
pub mod inventory;
pub mod schema;
pub mod view;

pub mod render;
pub mod search;

pub mod proof;

pub mod mend;

pub mod memo;
pub mod pipeline;

pub mod embedded;
pub mod load;
pub mod publish;
pub mod session;
pub mod preview;
pub mod system;

pub mod cli;
