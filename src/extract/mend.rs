//! Writing damaged tables of tasks anew: what their head lacks, and the fixes of rows. A fix is offered only if what it
//! writes reads as the same tasks, none of them in need of mending.

use super::task_row::{Columns, Reading};
use super::task_table::{self, Shape};
use super::vocabulary::Vocabulary;
use crate::diagnostic::{Code, Diagnostic, Edit};
use crate::model::Task;
use crate::syntax::markdown::{Table, plain, tables_of};
use crate::text::{Span, newline};

/// The codes of rows that had to be mended.
const FLAWS: [Code; 5] = [Code::RunOnRow, Code::ShiftedRow, Code::RowCellCount, Code::BrokenRow, Code::UnreadableRow];

/// What one line of a table came to.
#[derive(Clone, Debug)]
pub(super) enum Entry<'a> {
    /// A task.
    Task(Reading<'a>),
    /// A line that stays as it is.
    Raw(Span),
}

/// A table and how it is read.
#[derive(Clone, Copy)]
pub(super) struct Mend<'a> {
    pub(super) table: &'a Table,
    pub(super) shape: &'a Shape,
    pub(super) text: &'a str,
    pub(super) vocabulary: &'a Vocabulary,
    /// Whether this is a second reading of what a fix would write, which offers no fixes itself.
    pub(super) trial: bool,
}

/// What is wrong with the head of a table.
struct Flaw {
    code: Code,
    span: Span,
    message: String,
    help: &'static str,
}

impl Mend<'_> {
    /// The edit that writes rows anew, each on a line of its own.
    pub(super) fn rows(&self, span: Span, readings: &[Reading<'_>], tasks: &[Task]) -> Option<Edit> {
        let columns = &self.shape.columns;
        let lines: Vec<String> = readings.iter().map(|reading| columns.line(reading)).collect();
        let alone = Shape { header: None, header_cells: 0, inherited: true, columns: columns.clone() };
        let whole = !self.holds_header(span) && self.letters(span) == letters_of(readings);
        let sound = !self.trial && whole && self.reads_as(&lines.join("\n"), Some(&alone), tasks);
        let between = format!("{}{}", newline(self.text), self.prefix(span));
        sound.then(|| Edit { span, replacement: lines.join(&between) })
    }

    /// Findings about the head of the table and the gaps in it; the first has the edit that writes the table anew.
    pub(super) fn head(&self, entries: &[Entry<'_>], tasks: &[Task]) -> Vec<Diagnostic> {
        let columns = self.columns(entries);
        let mut flaws: Vec<Flaw> = self.flaw(&columns, tasks).into_iter().collect();
        flaws.extend(self.table.gaps.iter().map(|gap| Flaw {
            code: Code::DetachedTable,
            span: self.table.rows[*gap].span,
            message: "task rows apart from their table".to_owned(),
            help: "drop the blank line before them",
        }));
        let mut fix = if flaws.is_empty() { None } else { self.whole(&columns, entries, tasks) };
        let finding = |flaw: Flaw| {
            let finding = Diagnostic::at(flaw.code, flaw.span, flaw.message).help(flaw.help);
            match fix.take() {
                Some((edit, true)) => finding.fix("write the table anew", vec![edit]),
                Some((edit, false)) => finding.likely_fix("write the table anew, with a header of ours", vec![edit]),
                None => finding,
            }
        };
        flaws.into_iter().map(finding).collect()
    }

    /// What keeps a Markdown reader from seeing the table as it is read here.
    fn flaw(&self, columns: &Columns, tasks: &[Task]) -> Option<Flaw> {
        let rows = &self.table.rows;
        let flaw = |code, span, message: &str, help| Some(Flaw { code, span, message: message.to_owned(), help });
        let Some(header) = self.shape.header else {
            let (message, help) = match self.shape.inherited {
                true => ("task rows apart from their table", "move the rows into their table"),
                false => ("task rows without a header", "write the header and the delimiter row"),
            };
            return flaw(Code::DetachedTable, rows[0].span, message, help);
        };
        let row = &rows[header];
        let help = "write the delimiter row on the line below the header";
        match self.table.delimiter {
            _ if row.cells.len() > self.shape.header_cells => {
                flaw(Code::DelimiterMismatch, row.span, "more than the header stands on its line", help)
            }
            None => flaw(Code::DelimiterMismatch, row.span, "no delimiter row below the header", help),
            Some(delimiter) if (header, delimiter) != (0, 1) => {
                flaw(Code::DelimiterMismatch, rows[delimiter].span, "the delimiter row is not below the header", help)
            }
            Some(_) if tasks.iter().any(|task| task.recovered) && *columns != self.shape.columns => {
                let help = "give each column of the rows a header, and no other";
                flaw(Code::RowCellCount, row.span, "the header has other columns than its rows", help)
            }
            Some(_) => None,
        }
    }

    /// The edit that writes the whole table anew, and whether the words of its own header did.
    fn whole(&self, columns: &Columns, entries: &[Entry<'_>], tasks: &[Task]) -> Option<(Edit, bool)> {
        if self.trial || !self.loses_nothing(entries) {
            return None;
        }
        let prefix = self.prefix(self.table.span);
        let delimiter = format!("|{}", " --- |".repeat(columns.width));
        let body: Vec<String> = entries.iter().map(|entry| self.written(entry, columns, prefix)).collect();
        let written = |own: bool| {
            let head = [format!("{prefix}{}", self.header(columns, own)), format!("{prefix}{delimiter}")];
            head.into_iter().chain(body.iter().cloned()).collect::<Vec<String>>()
        };
        let sound = |lines: &Vec<String>| self.reads_as(&lines.join("\n"), None, tasks);
        let own = self.shape.header.is_some() && sound(&written(true));
        let lines = Some(written(own)).filter(|lines| own || sound(lines))?;
        let start = self.table.span.start - prefix.len() as u32;
        let above = if self.table.glued { format!("{prefix}{}", newline(self.text)) } else { String::new() };
        let replacement = format!("{above}{}", lines.join(newline(self.text)));
        Some((Edit { span: Span { start, ..self.table.span }, replacement }, own))
    }

    fn written(&self, entry: &Entry<'_>, columns: &Columns, prefix: &str) -> String {
        match entry {
            Entry::Task(reading) => format!("{prefix}{}", columns.line(reading)),
            Entry::Raw(span) => format!("{}{}", self.prefix(*span), &self.text[span.range()]),
        }
    }

    fn header(&self, columns: &Columns, own: bool) -> String {
        let mut cells = vec![String::new(); columns.width];
        for (at, word) in columns.named() {
            let place = self.shape.columns.named().find(|(_, same)| *same == word);
            let kept = place.and_then(|(at, _)| self.header_word(at)).filter(|_| own);
            cells[at] = kept.unwrap_or(word).to_owned();
        }
        format!("| {} |", cells.join(" | "))
    }

    fn header_word(&self, at: usize) -> Option<&str> {
        let row = &self.table.rows[self.shape.header?];
        let cell = row.cells[..self.shape.header_cells.min(row.cells.len())].get(at)?;
        let word = &self.text[cell.span.range()];
        (!plain(word).is_empty()).then_some(word)
    }

    /// The columns that the rows need: those of the header, without the empty ones, and those that it lacks.
    fn columns(&self, entries: &[Entry<'_>]) -> Columns {
        let columns = &self.shape.columns;
        let columns = if self.loses_nothing(entries) { columns.compact() } else { columns.clone() };
        let readings = entries.iter().filter_map(|entry| match entry {
            Entry::Task(reading) => Some(reading),
            Entry::Raw(_) => None,
        });
        readings.fold(columns, Columns::and_those_of)
    }

    /// Whether all that the lines below the header say is in what they came to.
    fn loses_nothing(&self, entries: &[Entry<'_>]) -> bool {
        let header = self.shape.header.map_or(0, |at| {
            let cells = self.table.rows[at].cells.iter().take(self.shape.header_cells);
            cells.map(|cell| self.letters(cell.span)).sum()
        });
        let kept = entries.iter().map(|entry| match entry {
            Entry::Task(reading) => letters_of(std::slice::from_ref(reading)),
            Entry::Raw(span) => self.letters(*span),
        });
        self.letters(self.table.span) == header + kept.sum::<usize>()
    }

    fn holds_header(&self, span: Span) -> bool {
        self.shape.header.is_some_and(|at| span.contains(self.table.rows[at].span))
    }

    fn letters(&self, span: Span) -> usize {
        letters(&self.text[span.range()])
    }

    /// Whether lines read as these tasks, all of them sound. With a shape they are rows only.
    fn reads_as(&self, lines: &str, shape: Option<&Shape>, tasks: &[Task]) -> bool {
        let tables = tables_of(self.table.span.file, lines);
        let [table] = tables.as_slice() else { return false };
        let Some(found) = shape.cloned().or_else(|| task_table::shape(table, lines, self.vocabulary)) else {
            return false;
        };
        let read = task_table::trial(table, &found, lines, self.vocabulary);
        let rows_only = shape.is_some();
        let named = |code: Code| read.diagnostics.iter().any(|finding| finding.code == code);
        let sound =
            if rows_only { !FLAWS.into_iter().any(named) } else { read.value.iter().all(|task| !task.recovered) };
        sound && read.value.len() == tasks.len() && read.value.iter().zip(tasks).all(|(now, was)| same(now, was))
    }

    /// What stands before a row on its line: indentation and quote marks.
    fn prefix(&self, row: Span) -> &str {
        let start = row.start as usize;
        let line = self.text[..start].rfind(['\n', '\r']).map_or(0, |newline| newline + 1);
        &self.text[line..start]
    }
}

fn letters_of(readings: &[Reading<'_>]) -> usize {
    readings.iter().flat_map(Reading::pieces).map(|piece| letters(piece.text)).sum()
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Whether two readings of a row say the same.
fn same(one: &Task, other: &Task) -> bool {
    one.id.value == other.id.value
        && one.name == other.name
        && one.requirement == other.requirement
        && one.roles == other.roles
        && one.services == other.services
}
