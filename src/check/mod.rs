//! What is wrong with the pages beyond what reading them already showed. One rule a function, one subject a file; rules
//! of one text are told by that text alone, those of one page by what it says, so that their findings are kept as long as
//! that stays the same.

pub mod engagement;
pub mod units;
pub mod links;
pub mod switch;
pub mod table_layout;

mod addresses;
mod aliases;
mod anchors;
mod audiences;
mod details;
mod front_matter;
mod html;
mod markup;
mod orphans;
mod page_dates;
mod refresh_forms;
mod refreshes;
mod tasks;
mod translations;
mod zero_width;

use rayon::prelude::*;

use crate::corpus::{Library, PageEntry, Toc};
use crate::diagnostic::Diagnostic;
use crate::extract::playbook::Facts;
use crate::extract::{Page, Vocabulary};
use crate::model::Process;
use crate::syntax::markdown::Document;
use crate::text::Source;

/// What the rules look at.
pub struct Subject<'a> {
    /// All documents.
    pub library: &'a Library<'a>,
    /// What they say.
    pub facts: &'a Facts,
    /// The tables of contents.
    pub tocs: &'a [Toc],
    /// The day of the build.
    pub today: jiff::civil::Date,
}

/// A rule: what it looks at, what it finds.
type Rule = fn(&Subject<'_>) -> Vec<Diagnostic>;

/// Every rule that looks at more than one page.
const RULES: [Rule; 11] = [
    audiences::without_editions,
    links::includes,
    orphans::orphans,
    front_matter::missing_keys,
    tasks::conflicts,
    details::tasks_without,
    details::without_task,
    translations::missing_tasks,
    translations::extra_tasks,
    translations::requirements,
    translations::outdated,
];

/// One page and all that it says, what it includes among that.
pub struct OnePage<'a> {
    /// All documents.
    pub library: &'a Library<'a>,
    /// The page.
    pub entry: &'a PageEntry,
    /// What it says.
    pub process: &'a Process,
    /// The day of the build.
    pub today: jiff::civil::Date,
}

/// A rule that looks at one page.
type PageRule = fn(&OnePage<'_>) -> Vec<Diagnostic>;

/// Every rule that looks at one page and at nothing beyond what it says and the day.
const PAGE_RULES: [PageRule; 8] = [
    refreshes::unreadable,
    refreshes::ambiguous,
    refreshes::in_future,
    refresh_forms::odd,
    refreshes::out_of_order,
    page_dates::older_than_refresh,
    page_dates::stale,
    tasks::duplicates,
];

/// Applies every rule that looks at one page.
pub fn of_page(page: &OnePage<'_>) -> Vec<Diagnostic> {
    PAGE_RULES.iter().flat_map(|rule| rule(page)).collect()
}

/// Applies every rule that looks at more than one page; for the links of each file there is [`links`], for the others
/// [`of_page`] and [`of_text`].
pub fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    RULES.par_iter().flat_map(|rule| rule(subject)).collect()
}

/// One text and what was read from it.
pub struct Text<'a> {
    /// Its tree.
    pub document: &'a Document,
    /// Its bytes.
    pub source: &'a Source,
    /// What it says.
    pub page: &'a Page,
    /// The words of the playbook.
    pub vocabulary: &'a Vocabulary,
}

/// A rule that looks at one text.
type TextRule = fn(&Text<'_>) -> Vec<Diagnostic>;

/// Every rule that looks at one text.
const TEXT_RULES: [TextRule; 8] = [
    markup::empty_links,
    markup::safelinks,
    markup::bare_urls,
    markup::missing_alt_text,
    zero_width::characters,
    html::not_allowed,
    anchors::set_twice,
    aliases::used,
];

/// Applies every rule that looks at one text.
pub fn of_text(text: &Text<'_>) -> Vec<Diagnostic> {
    TEXT_RULES.iter().flat_map(|rule| rule(text)).collect()
}
