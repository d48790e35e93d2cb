//! Exactly what a page or a report shows, in plain fields. The last place with logic: templates neither sort nor count.

pub mod parts;
pub mod pages;
pub mod closure_report;
pub mod findings;
pub mod portfolio;
pub mod status_report;

pub mod chart;
pub mod reporting;

pub mod collation;
pub mod color;
pub mod dates;
pub mod numbers;

pub mod basis;
pub mod ground;
pub mod scope;
pub mod versions;

mod article;
mod body;
mod changes;
mod frame;
mod gathered;
mod html;
mod lists;
mod map;
mod moved;
mod parity;
mod rows;
mod snippet;
mod switcher;

pub use article::{article, home, last_changes, not_found, redirects};
pub use basis::Basis;
pub use changes::{changes, latest};
pub use frame::{prefix, version_folder};
pub use gathered::{phase, phases, role, roles, service, services, task, task_index};
pub use ground::Ground;
pub use lists::{Entries, List, Lists};
pub use map::map;
pub use moved::{Moved, lead, moved};
pub use parity::{has_parity, parity};
pub use scope::Scope;
