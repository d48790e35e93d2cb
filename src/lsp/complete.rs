//! What can be written at a place: task ids, roles, services, requirements and phases where a table or a label wants them,
//! files and anchors in links. What is wanted is told by the line alone, since a half-written row is no row yet.

use super::facts::Facts;
use super::targets;
use super::tasks::summary;
use crate::extract::vocabulary::{Column, LabelKind};
use crate::syntax::markdown::{is_delimiter, plain};
use crate::text::{Source, Span, comparable};

/// No more than these are sent; the editor asks again as more is written.
const MOST: usize = 200;
/// What parts names in a cell or a label.
const SEPARATORS: [char; 8] = ['/', ',', ';', '、', '，', '；', '／', '*'];
/// Before a task's id in a sentence.
const TASK: [&str; 7] = ["task", "aufgabe", "tarea", "tarefa", "任务", "タスク", "tasks"];

/// What can be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// In order.
    pub offers: Vec<Offer>,
    /// Whether there are more.
    pub cut: bool,
}

/// One thing that can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What is written in the place of the span.
    pub text: String,
    /// What is shown beside it.
    pub detail: String,
    /// What kind of thing it is.
    pub kind: OfferKind,
    /// What is replaced.
    pub span: Span,
}

/// What kind of thing is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferKind {
    /// A task.
    Task,
    /// A role, service, phase or requirement.
    Name,
    /// A file.
    File,
    /// An anchor.
    Anchor,
}

/// A line of a text with the cursor in it.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'t> {
    /// The text.
    pub source: &'t Source,
    /// Where the line begins.
    pub start: usize,
    /// Where the cursor stands.
    pub at: usize,
}

impl<'t> Cursor<'t> {
    /// The cursor at an offset.
    pub fn new(source: &'t Source, offset: usize) -> Self {
        let mut at = offset.min(source.text.len());
        while !source.text.is_char_boundary(at) {
            at -= 1;
        }
        let start = source.lines().range(source.line(at as u32), source.text.len()).start.min(at);
        Self { source, start, at }
    }

    /// The line up to the cursor.
    pub fn before(self) -> &'t str {
        &self.source.text[self.start..self.at]
    }

    /// The line from the cursor on.
    pub fn after(self) -> &'t str {
        self.source.text[self.at..].split(['\n', '\r']).next().unwrap_or_default()
    }

    /// The last `length` bytes before the cursor.
    pub fn last(self, length: usize) -> Span {
        Span::new(self.source.id, self.at - length.min(self.at - self.start), self.at)
    }
}

/// What can be written at an offset of a text.
pub fn complete(facts: &Facts, source: &Source, offset: usize) -> Completions {
    let cursor = Cursor::new(source, offset);
    let mut offers = targets::offers(facts, cursor)
        .or_else(|| in_row(facts, cursor))
        .or_else(|| after_label(facts, cursor))
        .or_else(|| id_in_text(facts, cursor))
        .unwrap_or_default();
    let cut = offers.len() > MOST;
    offers.truncate(MOST);
    Completions { offers, cut }
}

/// In a cell of a table whose header says what belongs there.
fn in_row(facts: &Facts, cursor: Cursor<'_>) -> Option<Vec<Offer>> {
    let before = cursor.before();
    let cells = cells(before);
    let header = header_above(cursor)?;
    let column = cells.len().checked_sub(1)?;
    let title = plain(header.get(column)?.trim());
    let known = facts.vocabulary.columns(&title);
    let cell = cells[column].trim_start();
    let has = |wanted: Column| known.contains(&wanted);
    if has(Column::Id) {
        return Some(tasks(facts, cell, cursor.last(cell.len())));
    }
    if has(Column::Role) {
        return Some(names(&facts.vocabulary.role_names, cell, cursor, "role"));
    }
    if has(Column::Services) {
        return Some(names(&facts.vocabulary.service_names, cell, cursor, "service"));
    }
    // `(M)andatory / (O)ptional` is known by its letters in any language.
    if has(Column::Requirement) || title.matches(['(', '（']).count() >= 2 {
        return Some(names(&letters(&title), cell, cursor, "requirement"));
    }
    Some(Vec::new())
}

/// The letters that a header puts in brackets, `M` and `O` where it has none.
fn letters(header: &str) -> Vec<String> {
    let marks = header.split(['(', '（']).skip(1).filter_map(|rest| rest.split([')', '）']).next());
    let letters: Vec<String> = marks.filter(|mark| mark.chars().count() == 1).map(str::to_owned).collect();
    if letters.len() < 2 { ["M", "O"].map(str::to_owned).to_vec() } else { letters }
}

/// The cells of a line that begins or goes on as a row, without what stands before the first pipe; the last is where the
/// line ends.
fn cells(line: &str) -> Vec<&str> {
    let mut cells = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        if c == '|' && !escaped {
            cells.push(&line[start..at]);
            start = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    cells.push(&line[start..]);
    if cells.len() > 1 && cells[0].trim_matches([' ', '\t', '>', '\u{feff}']).is_empty() {
        cells.remove(0);
    }
    if cells.len() == 1 && start == 0 { Vec::new() } else { cells }
}

/// The header of the table that the line above the cursor belongs to.
fn header_above(cursor: Cursor<'_>) -> Option<Vec<&str>> {
    let above = cursor.source.text[..cursor.start].lines().rev();
    let mut rows = above.take_while(|line| line.contains('|') || line.contains("---"));
    let is_rule = |row: &&str| row.split('|').map(str::trim).all(|cell| cell.is_empty() || is_delimiter(cell));
    rows.find(is_rule)?;
    rows.next().map(cells)
}

/// Behind `Primary Role:` and its like.
fn after_label(facts: &Facts, cursor: Cursor<'_>) -> Option<Vec<Offer>> {
    let (word, value) = cursor.before().split_once([':', '：'])?;
    let word = word.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '>' | '-' | '+'));
    let value = value.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
    let vocabulary = &facts.vocabulary;
    match vocabulary.label(word)? {
        LabelKind::PrimaryRole | LabelKind::SecondaryRole => Some(names(&vocabulary.role_names, value, cursor, "role")),
        LabelKind::AppliesTo => Some(names(&vocabulary.service_names, value, cursor, "service")),
        LabelKind::Phase => Some(names(&vocabulary.phase_names, value, cursor, "phase")),
        LabelKind::Motions => None,
    }
}

/// The beginning of an id in a heading, behind the word for a task, or first on a line of a customer's file.
fn id_in_text(facts: &Facts, cursor: Cursor<'_>) -> Option<Vec<Offer>> {
    let before = cursor.before();
    let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let rest = before[..before.len() - digits].trim_end();
    let written = &before[before.len() - digits..];
    let markdown = ["md", "markdown"].iter().any(|end| cursor.source.path.extension().eq_ignore_ascii_case(end));
    let heading = markdown && !rest.is_empty() && rest.trim_start().bytes().all(|byte| byte == b'#');
    let lower = rest.to_lowercase();
    let spoken = TASK.iter().any(|word| lower.ends_with(word));
    let first = !markdown && digits > 0 && rest.chars().all(|c| matches!(c, ' ' | '"' | '\'' | '-'));
    (digits <= 5 && (heading || spoken || first)).then(|| tasks(facts, written, cursor.last(digits)))
}

/// Tasks whose id begins, or whose name goes, as what is written.
fn tasks(facts: &Facts, written: &str, span: Span) -> Vec<Offer> {
    let wanted = comparable(written);
    let fits =
        |id: &str, name: &str| id.starts_with(&wanted) || !wanted.is_empty() && comparable(name).contains(&wanted);
    let offer = |(id, places): (&crate::model::TaskId, &super::facts::Places)| {
        let id = id.to_string();
        let row = places.rows().next();
        let name = row.map(|task| task.name.as_str()).or(places.details().next().map(|found| found.title.as_str()))?;
        // What is just being written is no proposal.
        let only_here = places.rows().count() == 1
            && row.is_some_and(|task| task.id.span.file == span.file && task.id.span.start == span.start)
            && places.details().next().is_none();
        let detail = row.map(summary).filter(|said| !said.is_empty());
        let detail = detail.map_or_else(|| name.to_owned(), |said| format!("{name} ({said})"));
        (fits(&id, name) && !only_here).then_some(Offer { text: id, detail, kind: OfferKind::Task, span })
    };
    facts.tasks.iter().filter_map(offer).collect()
}

/// Names of an enumeration, of which the last is being written.
fn names(known: &[String], written: &str, cursor: Cursor<'_>, what: &str) -> Vec<Offer> {
    let last = written.rsplit(SEPARATORS).next().unwrap_or(written).trim_start();
    let wanted = comparable(last);
    let span = cursor.last(last.len());
    let mut fitting: Vec<&String> = known.iter().filter(|name| comparable(name).contains(&wanted)).collect();
    fitting.sort_by_key(|name| (!comparable(name).starts_with(&wanted), name.to_lowercase()));
    fitting.dedup();
    let offer = |name: &String| Offer { text: name.clone(), detail: what.to_owned(), kind: OfferKind::Name, span };
    fitting.into_iter().map(offer).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{FileId, VirtualPath};

    #[test]
    fn a_line_is_cut_at_its_pipes() {
        assert_eq!(cells("| a \\| b | c"), [" a \\| b ", " c"]);
        assert_eq!(cells("a | b"), ["a ", " b"]);
        assert_eq!(cells("> | a"), [" a"]);
        assert!(cells("no row").is_empty());
    }

    #[test]
    fn the_header_tells_the_letters() {
        assert_eq!(letters("(E) Erforderlich (O) Optional"), ["E", "O"]);
        assert_eq!(letters("Mandatory/Optional"), ["M", "O"]);
    }

    #[test]
    fn the_header_stands_over_the_dashes() {
        let text = "x\n| Task ID | Role |\r\n| --- | --- |\r\n| 1 | FE |\r\n| 2 | F";
        let source = Source::new(FileId(0), VirtualPath::root(), text);
        let header = header_above(Cursor::new(&source, text.len())).expect("there is a header");
        assert_eq!(header.iter().map(|cell| cell.trim()).collect::<Vec<_>>(), ["Task ID", "Role", ""]);
        let apart = "| A | B |\n| --- | --- |\n\n| 2 | F";
        let source = Source::new(FileId(0), VirtualPath::root(), apart);
        assert!(header_above(Cursor::new(&source, apart.len())).is_none());
    }
}
