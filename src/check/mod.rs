//! Rules: each looks at finished values and returns what it found.

pub mod engagement;
