//! Task ids that stand where no task was read: rows without pipes, rows of tables that nobody knows, rows that an open
//! fence hides. Each such line is named, so that no task is lost unseen.

use super::vocabulary::Vocabulary;
use crate::model::TaskId;

/// Words whose numbers are a part of a name: Office 365.
const PRODUCTS: [&str; 4] = ["Office", "Microsoft", "Dynamics", "Windows"];

/// The numbers of a text that may be task ids, with their offsets: three to five digits, no part of a word or a date.
pub(super) fn ids(text: &str) -> impl Iterator<Item = (usize, TaskId)> + '_ {
    let runs = text.char_indices().filter(|(at, c)| {
        c.is_ascii_digit() && !text[..*at].ends_with(|before: char| before.is_ascii_digit())
    });
    runs.filter_map(|(at, _)| {
        let rest = &text[at..];
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let id = TaskId::parse(&rest[..end])?;
        let named = PRODUCTS.iter().any(|product| text[..at].trim_end().ends_with(product));
        (!named && !glued(text[..at].chars().rev()) && !glued(rest[end..].chars())).then_some((at, id))
    })
}

/// Whether what follows a number in one direction makes it a part of something longer.
fn glued(mut beside: impl Iterator<Item = char>) -> bool {
    match beside.next() {
        Some(c) if c.is_alphanumeric() => true,
        Some('/' | '.' | ',' | '-') => beside.next().is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    }
}

/// How a line looks like a row, or the rubble of one.
pub(super) struct Sign {
    /// The first id on it.
    pub(super) id: TaskId,
    /// Whether nothing but marks stands before the id on the line or in its cell.
    pub(super) leads: bool,
    /// Whether the id is all there is.
    pub(super) alone: bool,
    /// Whether pipes or hyphens of a delimiter row stand on it.
    pub(super) ruled: bool,
    /// How many of these stand on it: a letter of the requirement, a role, a service.
    pub(super) words: usize,
}

/// Looks for the signs of a row on a line.
pub(super) fn sign(line: &str, vocabulary: &Vocabulary) -> Option<Sign> {
    let (first, id) = ids(line).next()?;
    let mark = |c: char| !c.is_alphanumeric();
    let leads = ids(line).any(|(at, _)| line[..at].rsplit('|').next().is_some_and(|before| before.chars().all(mark)));
    let digits = line[first..].find(|c: char| !c.is_ascii_digit()).unwrap_or(line.len() - first);
    let alone = line[..first].chars().all(mark) && line[first + digits..].chars().all(mark);
    let ruled = line.contains('|') || line.contains("---");
    Some(Sign { id, leads, alone, ruled, words: vocabulary.mentions(line) })
}
