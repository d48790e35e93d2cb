//! From trees to the model: which heading is a step, which table holds tasks, what a date cell means.

pub mod audience;
mod cells;
pub mod dates;
pub mod engagement;
pub mod exports;
mod mend;
mod next_steps;
pub mod outline;
pub mod playbook;
pub mod refresh_table;
mod stray;
pub mod task_row;
pub mod task_table;
pub mod vocabulary;

pub use outline::{Label, Name, Page, TaskBlock, page};
pub use vocabulary::{PhaseWords, Vocabulary};
