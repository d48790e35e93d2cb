//! Texts to trees with places. Knows no word of the domain.

pub mod csv;
pub mod json_table;
pub mod markdown;
pub mod shape;
pub mod workbook;
pub mod yaml;
