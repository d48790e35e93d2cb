//! Task ids that stand where no task was read: rows without pipes, rows of tables that nobody knows, rows that an open
//! fence hides. Each such line is named, so that no task is lost unseen.

use std::cell::{LazyCell, OnceCell};

use super::outline::{Page, headings, section_at};
use super::refresh_table;
use super::task_table;
use super::vocabulary::{Section, Vocabulary};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::TaskId;
use crate::syntax::markdown::{Document, Line, Row};
use crate::text::Span;

/// A page whose tables were read.
pub(super) struct Search<'a> {
    /// Its tree.
    document: &'a Document,
    /// Its text.
    text: &'a str,
    /// Its lines.
    lines: &'a [Line],
    /// The words of rows.
    vocabulary: &'a Vocabulary,
    /// What was read.
    page: &'a Page,
    /// Whether a row of each table looks like a task's, found where it is asked for.
    among_tasks: Vec<OnceCell<bool>>,
}

impl<'a> Search<'a> {
    /// A search over a page.
    pub(super) fn new(
        document: &'a Document,
        (text, lines): (&'a str, &'a [Line]),
        vocabulary: &'a Vocabulary,
        page: &'a Page,
    ) -> Self {
        Self { document, text, lines, vocabulary, page, among_tasks: vec![OnceCell::new(); document.tables.len()] }
    }

    /// Lines that look like rows where no row was read.
    pub(super) fn strays(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let open = self.never_closed();
        for (at, line) in self.lines.iter().enumerate().filter(|(at, line)| line.is_prose() || *at >= open) {
            let body = line.text(self.text).trim_end();
            if !body.contains(|c: char| c.is_ascii_digit()) || self.is_accounted(*line) {
                continue;
            }
            found.extend(self.stray_task(at, body, at >= open).or_else(|| self.stray_refresh(*line, body, at >= open)));
        }
        found
    }

    /// The line from which on a fence or a comment hides the page because it has no end.
    fn never_closed(&self) -> usize {
        let open = self.lines.iter().rposition(|line| line.is_prose()).map_or(0, |at| at + 1);
        let closed = self.lines[open..].iter().skip(1).rfind(|line| !line.is_blank(self.text)).is_some_and(|line| {
            let body = line.text(self.text).trim_end();
            body.ends_with("-->") || body.ends_with("```") || body.ends_with("~~~")
        });
        if closed { self.lines.len() } else { open }
    }

    /// Whether a line was read already, or is named.
    fn is_accounted(&self, line: Line) -> bool {
        let span = self.span(line);
        let meets = |other: Span| other.start <= span.end && span.start < other.end.max(other.start + 1);
        self.page.blocks.iter().any(|block| meets(block.span))
            || self.page.refreshes.iter().any(|draft| meets(draft.entry.span))
            || self.page.diagnostics.iter().any(|found| found.primary.as_ref().is_some_and(|label| meets(label.span)))
    }

    fn stray_task(&self, at: usize, body: &str, hidden: bool) -> Option<Diagnostic> {
        let line = self.lines[at];
        let sign = sign(body)?;
        if headings(self.document).any(|heading| heading.span.contains(self.span(line))) {
            return None;
        }
        let section = || section_at(self.document, self.vocabulary, line.start as u32);
        let expected = || hidden || section() == Some(Section::FtopTasks);
        let beside = || self.is_beside_tasks(line);
        let touching = || self.touches_tasks(at);
        // Words are looked for last, and once: that takes longest.
        let words = LazyCell::new(|| self.vocabulary.mentions(body));
        let speaks = |needed: usize| needed == 0 || *words >= needed;
        let is_row = match () {
            () if sign.leads && sign.ruled => expected() || beside() || speaks(self.words_needed(line)),
            () if sign.leads => (sign.alone || body.len() > 7 || speaks(1)) && (expected() || touching()) || speaks(3),
            () => touching() && (sign.ruled || speaks(1)) || (expected() || beside()) && speaks(2),
        };
        let what = if sign.ruled { "a row" } else { "a line" };
        let message = format!("{what} with the task id `{}` outside a table of tasks", sign.id);
        let help = "write it as a row of the table of tasks";
        is_row.then(|| Diagnostic::at(Code::UnreadableRow, self.span(line), message).help(help))
    }

    fn stray_refresh(&self, line: Line, body: &str, hidden: bool) -> Option<Diagnostic> {
        let expected = hidden && body.contains('|')
            || section_at(self.document, self.vocabulary, line.start as u32) == Some(Section::Refresh);
        let date = expected.then(|| refresh_table::date_in(body))??;
        let message = format!("a line with the date `{date}` outside the table");
        let help = "write it as a row of the refresh summary";
        Some(Diagnostic::at(Code::UnreadableRow, self.span(line), message).help(help))
    }

    /// Whether a table of tasks stands under the same heading.
    fn is_beside_tasks(&self, line: Line) -> bool {
        let offset = line.start as u32;
        let from =
            headings(self.document).map(|heading| heading.span.start).take_while(|at| *at < offset).last().unwrap_or(0);
        let to = headings(self.document).map(|heading| heading.span.start).find(|at| *at > offset).unwrap_or(u32::MAX);
        self.page.blocks.iter().any(|block| (from..to).contains(&block.span.start))
    }

    /// Whether no blank line parts a line from a table of tasks, or from a delimiter row without a header.
    fn touches_tasks(&self, at: usize) -> bool {
        let filled = |line: &&Line| !line.is_blank(self.text);
        let rubble = self.document.tables.iter().filter(|table| table.delimiter == Some(0)).map(|table| table.span);
        let spans: Vec<Span> = self.page.blocks.iter().map(|block| block.span).chain(rubble).collect();
        let in_table = |line: &Line| spans.iter().any(|span| span.contains(self.span(*line)));
        self.lines[at + 1..].iter().take_while(filled).any(in_table)
            || self.lines[..at].iter().rev().take_while(filled).any(in_table)
    }

    /// How many words of a task row tell one in a table that nobody knows: none where its header is gone or half known or
    /// another row is a task's, two where it has one and might be of something else.
    fn words_needed(&self, line: Line) -> usize {
        let at = self.document.tables.iter().position(|table| table.span.contains(self.span(line)));
        let Some(at) = at else { return 1 };
        match self.document.tables[at].delimiter {
            Some(0) => 0,
            _ if self.is_among_tasks(at) => 0,
            Some(_) => 2,
            None => 1,
        }
    }

    fn is_among_tasks(&self, table: usize) -> bool {
        let is_task = |row: &Row| task_table::looks_like_task(row, self.text, self.vocabulary);
        let rows = &self.document.tables[table].rows;
        let half_known =
            || rows.first().is_some_and(|row| task_table::named_columns(row, self.text, self.vocabulary) >= 2);
        *self.among_tasks[table].get_or_init(|| rows.iter().any(is_task) || half_known())
    }

    fn span(&self, line: Line) -> Span {
        Span::new(self.document.file, line.content, line.end)
    }
}

/// Words whose numbers are a part of a name: Office 365.
const PRODUCTS: [&str; 4] = ["Office", "Microsoft", "Dynamics", "Windows"];

/// The numbers of a text that may be task ids, with their offsets: three to five digits, no part of a word or a date.
pub(super) fn ids(text: &str) -> impl Iterator<Item = (usize, TaskId)> + '_ {
    let runs = text
        .char_indices()
        .filter(|(at, c)| c.is_ascii_digit() && !text[..*at].ends_with(|before: char| before.is_ascii_digit()));
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
struct Sign {
    /// The first id on it.
    id: TaskId,
    /// Whether nothing but marks stands before the id on the line or in its cell.
    leads: bool,
    /// Whether the id is all there is.
    alone: bool,
    /// Whether pipes or hyphens of a delimiter row stand on it.
    ruled: bool,
}

/// Looks for the signs of a row on a line.
fn sign(line: &str) -> Option<Sign> {
    let (first, id) = ids(line).next()?;
    let mark = |c: char| !c.is_alphanumeric();
    let leads = ids(line).any(|(at, _)| line[..at].rsplit('|').next().is_some_and(|before| before.chars().all(mark)));
    let digits = line[first..].find(|c: char| !c.is_ascii_digit()).unwrap_or(line.len() - first);
    let alone = line[..first].chars().all(mark) && line[first + digits..].chars().all(mark);
    let ruled = line.contains('|') || line.contains("---");
    Some(Sign { id, leads, alone, ruled })
}
