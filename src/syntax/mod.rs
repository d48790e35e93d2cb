//! Text to trees with places. Knows no word of the domain.

pub mod csv;
pub mod shape;
pub mod yaml;
