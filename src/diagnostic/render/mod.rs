//! Findings as text for people and programs. Each renderer takes sorted findings and the sources, and gives a string.

mod concise;
mod full;
mod json;

pub use concise::concise;
pub use full::full;
pub use json::json;
