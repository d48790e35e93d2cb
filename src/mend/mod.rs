//! Texts mended: which of the edits that findings offer can be made together, and what comes of it. Functions from texts
//! to texts; which findings are to be mended, and what is written where, is not decided here.

mod apply;
mod diff;
pub mod metadata;

pub use apply::{Applied, applied};
pub use diff::unified;
