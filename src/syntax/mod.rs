//! Texts to trees with places. Knows no word of the domain.

pub mod markdown;
