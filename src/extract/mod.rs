//! Trees to the model: what the words of pages, engagement files and tables mean.

pub mod engagement;
