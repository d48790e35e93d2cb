//! What is wrong with the pages beyond what reading them already showed. One rule a function, one subject a file.

pub mod engagement;
pub mod links;

mod refreshes;
mod tasks;

use rayon::prelude::*;

use crate::corpus::Library;
use crate::diagnostic::Diagnostic;
use crate::extract::playbook::Facts;

/// What the rules look at.
pub struct Subject<'a> {
    /// All documents.
    pub library: &'a Library<'a>,
    /// What they say.
    pub facts: &'a Facts,
    /// The day of the build.
    pub today: jiff::civil::Date,
}

/// A rule: what it looks at, what it finds.
type Rule = fn(&Subject<'_>) -> Vec<Diagnostic>;

/// Every rule.
const RULES: [Rule; 7] = [
    links::includes,
    refreshes::unreadable,
    refreshes::ambiguous,
    refreshes::in_future,
    refreshes::out_of_order,
    tasks::duplicates,
    tasks::conflicts,
];

/// Applies every rule that looks at more than one file; for the links of each file there is [`links`].
pub fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    RULES.par_iter().flat_map(|rule| rule(subject)).collect()
}
