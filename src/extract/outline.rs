//! One page as the playbook's words tell it: title, phases, steps, tasks, refresh entries, task details.

use super::next_steps::next_steps;
use super::refresh_table::{self, Days, Draft};
use super::stray;
use super::task_row::id_of;
use super::task_table::{self, unknown};
use super::vocabulary::{LabelKind, PhaseName, Section, Vocabulary};
use crate::diagnostic::{Code, Diagnostic, Edit};
use crate::model::{Role, ServiceScope, Step, Task, TaskDetails, TaskId};
use crate::syntax::markdown::{
    Cell, DirectiveKind, Document, Heading, Line, Replacement, RowKind, Table, is_delimiter, plain,
};
use crate::text::{FileId, Source, Span, Spanned, is_invisible, newline};

/// What one page says, before its dates are settled and it is joined with the others.
#[derive(Clone, Debug)]
pub struct Page {
    /// The file.
    pub file: FileId,
    /// The first heading of the first level, if there is one.
    pub heading: Option<String>,
    /// The phases it names, in its order; unknown ones by their own words.
    pub phases: Vec<String>,
    /// Every label line.
    pub labels: Vec<Label>,
    /// The sections under Approach.
    pub steps: Vec<Step>,
    /// Its tasks, each with the index of its step.
    pub tasks: Vec<(Option<usize>, Task)>,
    /// Its tables of tasks.
    pub blocks: Vec<TaskBlock>,
    /// Its refresh rows.
    pub refreshes: Vec<Draft>,
    /// What their dates say.
    pub days: Days,
    /// Its sections about single tasks.
    pub details: Vec<TaskDetails>,
    /// Its Next Steps as plain sentences.
    pub next_steps: Vec<Spanned<String>>,
    /// The addresses that it links to there, as written.
    pub next_links: Vec<Spanned<String>>,
    /// Ranges that a Markdown reader would not understand, and how to write them.
    pub mended: Vec<Replacement>,
    /// The language of its labels and headers, where they tell one.
    pub language: Option<&'static str>,
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
}

/// A label with its value: `Primary Role: **FastTrack Manager**`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Which label.
    pub kind: LabelKind,
    /// The label in the words of the page.
    pub word: String,
    /// The value as plain text.
    pub value: String,
    /// The names it lists, canonical where the vocabulary knows them.
    pub names: Vec<Name>,
    /// From the label to the end of its value.
    pub span: Span,
    /// The line it stands on.
    pub line: Span,
}

/// One of the names that a label lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The canonical name, or the words of the page.
    pub text: String,
    /// Whether the vocabulary knows it.
    pub known: bool,
}

/// One table of tasks: where it stands and which of the page's tasks are in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskBlock {
    /// From the first row to the end of the last.
    pub span: Span,
    /// Indices into [`Page::tasks`].
    pub tasks: std::ops::Range<usize>,
    /// Lines in it that are no task.
    pub unread: Vec<Span>,
}

/// Reads one page.
pub fn page(document: &Document, source: &Source, vocabulary: &Vocabulary) -> Page {
    let text = &*source.text;
    let lines = document.lines(text);
    let next = next_steps(document, text, &lines, vocabulary);
    let labels = labels(document.file, text, &lines, vocabulary);
    let for_all = |heading: &&Heading| !document.audiences.iter().any(|block| block.holds(heading.span.start));
    let mut titles = document.headings.iter().filter(|heading| heading.level == 1).filter(for_all);
    let heading = titles.next().map(|heading| heading.text.clone());
    let mut page = Page {
        file: document.file,
        heading,
        phases: Vec::new(),
        steps: steps(document, &labels, vocabulary),
        labels,
        tasks: Vec::new(),
        blocks: Vec::new(),
        refreshes: Vec::new(),
        days: Days::default(),
        details: details(document, text),
        next_steps: next.sentences,
        next_links: next.links,
        mended: Vec::new(),
        language: None,
        diagnostics: Vec::new(),
    };
    let mut reader = Reader { document, text, vocabulary, page: &mut page };
    reader.phases();
    reader.tables();
    reader.conflicts();
    let strays = stray::Search::new(document, (text, &lines), vocabulary, &page).strays();
    page.diagnostics.extend(strays);
    page.language = language(document, text, &page.labels, vocabulary);
    page.days = Days::of(&page.refreshes);
    page
}

struct Reader<'a> {
    document: &'a Document,
    text: &'a str,
    vocabulary: &'a Vocabulary,
    page: &'a mut Page,
}

impl Reader<'_> {
    fn phases(&mut self) {
        let labels: Vec<Label> =
            self.page.labels.iter().filter(|label| label.kind == LabelKind::Phase).cloned().collect();
        for label in labels {
            for phase in self.vocabulary.phases(&label.value) {
                let name = match phase {
                    PhaseName::Known(name) => name,
                    PhaseName::None => continue,
                    PhaseName::Unknown(name) => {
                        let span = within(self.text, label.span, &name);
                        let known = &self.vocabulary.phase_names;
                        self.page.diagnostics.push(unknown(Code::UnknownPhase, "phase", &name, span, known));
                        name
                    }
                };
                if !self.page.phases.contains(&name) {
                    self.page.phases.push(name);
                }
            }
        }
    }

    /// Tables of tasks and refresh summaries; what is neither is left to the Markdown reader.
    fn tables(&mut self) {
        let mut last: Option<(task_table::Shape, u32)> = None;
        let mut tables = self.document.tables.iter().peekable();
        while let Some(table) = tables.next() {
            let Some(shape) = self.shape(table, last.as_ref()) else {
                self.other_table(table);
                continue;
            };
            let mut table = table.clone();
            while let Some(more) = tables.next_if(|next| self.belongs(next, &table, &shape)) {
                table = table.and(more);
            }
            self.task_table(&table, &shape);
            last = Some((shape, table.span.end));
        }
    }

    fn shape(&self, table: &Table, last: Option<&(task_table::Shape, u32)>) -> Option<task_table::Shape> {
        let own = task_table::shape(table, self.text, self.vocabulary);
        let headed = own.clone().filter(|shape| shape.header.is_some());
        headed.or_else(|| self.adopted(table, last)).or(own)
    }

    /// Whether a table goes on with the rows of the one before: nothing but blank lines between, and no header.
    fn belongs(&self, next: &Table, table: &Table, shape: &task_table::Shape) -> bool {
        let between = &self.text[table.span.end as usize..next.span.start as usize];
        let blank = between.chars().all(|c| c.is_whitespace() || c == '>' || is_invisible(c));
        let headed = || task_table::shape(next, self.text, self.vocabulary).is_some_and(|shape| shape.header.is_some());
        let rest = match next.delimiter {
            None => self.holds_rows(next, shape),
            Some(0) => table.delimiter.is_none(),
            Some(_) => false,
        };
        blank && rest && !headed()
    }

    fn holds_rows(&self, table: &Table, shape: &task_table::Shape) -> bool {
        table.rows.iter().any(|row| {
            let wide = row.cells.len() + 1 >= shape.columns.width;
            wide && row.cells.iter().any(|cell| id_of(&self.text[cell.span.range()]).is_some())
                || task_table::looks_like_task(row, self.text, self.vocabulary)
        })
    }

    /// Task rows that something parted from their table.
    fn adopted(&self, table: &Table, last: Option<&(task_table::Shape, u32)>) -> Option<task_table::Shape> {
        let (shape, end) = last?;
        let near = !headings(self.document).any(|h| h.span.start >= *end && h.span.start < table.span.start);
        let headless = table.delimiter.is_none_or(|at| at == 0);
        let inherited = || task_table::Shape { header: None, header_cells: 0, inherited: true, ..shape.clone() };
        (near && headless && self.holds_rows(table, shape)).then(inherited)
    }

    fn task_table(&mut self, table: &Table, shape: &task_table::Shape) {
        if table.delimiter == Some(1) && shape.header == Some(0) {
            self.delimiter(table, shape.columns.width);
            if table.glued {
                self.glued(table);
            }
        }
        let rows = task_table::rows(table, shape, self.text, self.vocabulary, &mut self.page.diagnostics);
        let step = self.step_at(table.span.start);
        let start = self.page.tasks.len();
        self.page.tasks.extend(rows.tasks.into_iter().map(|task| (step, task)));
        let tasks = start..self.page.tasks.len();
        self.page.blocks.push(TaskBlock { span: table.span, tasks, unread: rows.unread });
    }

    fn glued(&mut self, table: &Table) {
        let span = Span { end: table.span.start, ..table.span };
        let line = self.text[..span.range().start].rfind(['\n', '\r']).map_or(0, |newline| newline + 1);
        let replacement = format!("{}{}", newline(self.text), &self.text[line..span.range().start]);
        let finding = Diagnostic::at(Code::DetachedTable, table.rows[0].span, "no blank line before the table")
            .help("put a blank line before the table")
            .fix("put a blank line before the table", vec![Edit { span, replacement }]);
        self.page.diagnostics.push(finding);
    }

    /// A delimiter row must have as many cells as the header, or a Markdown reader sees no table at all.
    fn delimiter(&mut self, table: &Table, width: usize) {
        let Some(delimiter) = table.delimiter.filter(|at| *at > 0) else { return };
        let row = &table.rows[delimiter];
        if row.cells.len() == width {
            return;
        }
        let cells = row.cells.iter().map(|cell| &self.text[cell.span.range()]).filter(|cell| is_delimiter(cell));
        let cells: Vec<&str> = cells.chain(std::iter::repeat("---")).take(width).collect();
        let replacement = format!("| {} |", cells.join(" | "));
        let cells = row.cells.len();
        let noun = if cells == 1 { "cell" } else { "cells" };
        let message = format!("the delimiter row has {cells} {noun}, the header {width}");
        let finding = Diagnostic::at(Code::DelimiterMismatch, row.span, message)
            .related(table.rows[table.header()].span, "the header")
            .help("give the delimiter row as many cells as the header")
            .fix("complete the delimiter row", vec![Edit { span: row.span, replacement: replacement.clone() }]);
        self.page.diagnostics.push(finding);
        self.page.mended.push(Replacement { range: row.span.range(), text: replacement });
    }

    /// A refresh summary, or something that is no concern of ours.
    fn other_table(&mut self, table: &Table) {
        let under_heading = self.section_at(table.span.start) == Some(Section::Refresh);
        if let Some(columns) = refresh_table::columns(table, self.text, under_heading, self.vocabulary) {
            self.page.refreshes.extend(refresh_table::rows(table, &columns, self.text));
        }
        self.delimiter(table, table.columns());
        self.cells_past_the_header(table);
    }

    /// A Markdown reader drops the cells of a row beyond the header's; shown in the last cell, they are not lost.
    fn cells_past_the_header(&mut self, table: &Table) {
        let columns = table.columns();
        if table.delimiter.is_none() || columns == 0 {
            return;
        }
        for row in table.rows.iter().filter(|row| row.kind == RowKind::Cells && row.cells.len() > columns) {
            let filled = |cell: &Cell| !self.text[cell.span.range()].is_empty();
            if !row.cells[columns..].iter().any(filled) {
                continue;
            }
            let message = format!("the row has {} cells, the header {columns}", row.cells.len());
            let help = "write a pipe inside a cell as `\\|`, or add the column to the header";
            let past = row.cells[columns].span.to(row.span);
            let past = Span { start: row.cells[columns].span.start, ..past };
            self.page.diagnostics.push(Diagnostic::at(Code::RowCellCount, past, message).help(help));
            let pairs = row.cells[columns - 1..].windows(2);
            let pipes = pairs.filter_map(|pair| {
                let (from, to) = (pair[0].span.range().end, pair[1].span.range().start);
                self.text[from..to].find('|').map(|at| from + at)
            });
            self.page.mended.extend(pipes.map(|at| Replacement { range: at..at + 1, text: "\\|".to_owned() }));
        }
    }

    fn conflicts(&mut self) {
        let markers = self.document.directives.iter().filter(|directive| directive.kind == DirectiveKind::Conflict);
        for marker in markers {
            let raw = &self.text[marker.span.range()];
            let shown: String = raw.chars().take(7).collect();
            let finding = Diagnostic::at(Code::MergeConflict, marker.span, format!("`{shown}` of an unfinished merge"))
                .help("keep one of the two sides and delete the markers");
            self.page.diagnostics.push(finding);
        }
    }

    /// The section of the nearest heading above an offset.
    fn section_at(&self, offset: u32) -> Option<Section> {
        section_at(self.document, self.vocabulary, offset)
    }

    /// The step whose section holds an offset.
    fn step_at(&self, offset: u32) -> Option<usize> {
        let headings = &self.document.headings;
        let above = &headings[..headings.partition_point(|heading| heading.span.start < offset)];
        let chapter = above.iter().rev().find(|heading| heading.level <= 2).map_or(0, |heading| heading.span.start);
        self.page.steps.iter().rposition(|step| step.span.start < offset && step.span.start > chapter)
    }
}

/// The headings but those that a stray mark made of a row.
pub(super) fn headings(document: &Document) -> impl Iterator<Item = &Heading> {
    document.headings.iter().filter(|heading| !heading.text.contains('|'))
}

/// The section of the nearest heading above an offset.
pub(super) fn section_at(document: &Document, vocabulary: &Vocabulary, offset: u32) -> Option<Section> {
    let above = headings(document).take_while(|heading| heading.span.start < offset);
    above.last().and_then(|heading| vocabulary.section(&heading.text))
}

/// The place of a word within a span, or the span.
fn within(text: &str, span: Span, word: &str) -> Span {
    text[span.range()].find(word).map_or(span, |at| {
        let start = span.start as usize + at;
        Span::new(span.file, start, start + word.len())
    })
}

/// Steps are the headings that carry labels, and below Approach the headings of the third level. One without labels
/// that follows one with labels is a heading within that step.
fn steps(document: &Document, labels: &[Label], vocabulary: &Vocabulary) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut chapter: Option<(Option<Section>, bool)> = None;
    for (at, heading) in document.headings.iter().enumerate() {
        if heading.level <= 2 {
            chapter = Some((vocabulary.section(&heading.text), false));
            continue;
        }
        let end = document.headings.get(at + 1).map_or(u32::MAX, |next| next.span.start);
        let own: Vec<&Label> = labels
            .iter()
            .filter(|label| {
                label.span.start > heading.span.start && label.span.start < end && label.kind != LabelKind::Phase
            })
            .collect();
        let (section, labelled) = chapter.unwrap_or((None, false));
        let is_step = !own.is_empty() || (section == Some(Section::Approach) && heading.level == 3 && !labelled);
        if is_step && vocabulary.section(&heading.text).is_none() {
            steps.push(step(heading, &own, vocabulary));
            chapter = Some((section, labelled || !own.is_empty()));
        }
    }
    steps
}

fn step(heading: &Heading, labels: &[&Label], vocabulary: &Vocabulary) -> Step {
    let value = |kind: LabelKind| labels.iter().find(|label| label.kind == kind).map(|label| label.value.as_str());
    let primary_roles: Vec<Role> = value(LabelKind::PrimaryRole).map(|text| vocabulary.roles(text)).unwrap_or_default();
    let scope: ServiceScope = value(LabelKind::AppliesTo).map(|text| vocabulary.services(text).0).unwrap_or_default();
    let motions = value(LabelKind::Motions).unwrap_or_default().split('/').map(|motion| motion.trim().to_owned());
    Step {
        title: heading.text.clone(),
        anchor: heading.anchor.clone(),
        primary_roles,
        scope,
        motions: motions.filter(|motion| !motion.is_empty()).collect(),
        span: heading.span,
    }
}

/// Every `Label: value` at the start of a line; further labels may follow on the same line.
fn labels(file: FileId, text: &str, lines: &[Line], vocabulary: &Vocabulary) -> Vec<Label> {
    let mut found = Vec::new();
    for line in lines.iter().filter(|line| line.is_prose()) {
        let body = line.text(text);
        if body.len() < 400 && body.contains([':', '：']) && !body.starts_with(['|', '#', '-']) {
            labels_of_line(file, line, body, vocabulary, &mut found);
        }
    }
    found
}

fn labels_of_line(file: FileId, line: &Line, body: &str, vocabulary: &Vocabulary, found: &mut Vec<Label>) {
    let colons: Vec<usize> = body.match_indices([':', '：']).map(|(at, _)| at).collect();
    let mut starts: Vec<(usize, usize, LabelKind, String)> = Vec::new();
    for colon in colons {
        let begin = starts.last().map_or(0, |(_, after, ..)| *after);
        if let Some((at, kind, word)) = label_before(&body[begin..colon], starts.is_empty(), vocabulary) {
            let after = colon + body[colon..].chars().next().map_or(1, char::len_utf8);
            starts.push((begin + at, after, kind, word));
        } else if starts.is_empty() {
            return;
        }
    }
    let whole = Span::new(file, line.content, line.end);
    for (index, (start, after, kind, word)) in starts.iter().enumerate() {
        let end = starts.get(index + 1).map_or(body.len(), |(next, ..)| *next);
        let raw = body[*after..end].trim().trim_end_matches('\\');
        let value = plain(raw).trim_matches('*').trim().to_owned();
        let span = Span::new(file, line.content + start, line.content + end.max(*after));
        let names = names(*kind, &value, vocabulary);
        found.push(Label { kind: *kind, word: word.clone(), value, names, span, line: whole });
    }
}

/// The names that the value of a label lists.
fn names(kind: LabelKind, value: &str, vocabulary: &Vocabulary) -> Vec<Name> {
    let name = |text: String, known: bool| Name { text, known };
    match kind {
        LabelKind::Phase => vocabulary
            .phases(value)
            .into_iter()
            .map(|phase| match phase {
                PhaseName::Known(text) => name(text, true),
                PhaseName::Unknown(text) => name(text, false),
                PhaseName::None => name(value.to_owned(), false),
            })
            .collect(),
        LabelKind::PrimaryRole | LabelKind::SecondaryRole => {
            vocabulary.roles(value).into_iter().map(|role| name(role.name, role.known)).collect()
        }
        LabelKind::AppliesTo => {
            let (scope, unknown) = vocabulary.services(value);
            let all = scope.all.then(|| name(crate::model::ALL_SERVICES.to_owned(), true));
            let services = scope.services.into_iter().map(|text| name(text.clone(), !unknown.contains(&text)));
            all.into_iter().chain(services).collect()
        }
        LabelKind::Motions => value.split('/').map(|part| name(part.trim().to_owned(), false)).collect(),
    }
}

/// The label that a stretch before a colon ends in. The first on a line must fill the stretch.
fn label_before(stretch: &str, first: bool, vocabulary: &Vocabulary) -> Option<(usize, LabelKind, String)> {
    let starts = stretch.char_indices().map(|(at, _)| at);
    let starts: Vec<usize> = if first { starts.take(1).collect() } else { starts.collect() };
    starts.into_iter().find_map(|at| {
        let before = stretch[..at].chars().next_back();
        let apart = before.is_none_or(|c| c.is_whitespace() || c == '*');
        let word = stretch[at..].trim_matches(|c: char| c == '*' || c == '_' || c.is_whitespace());
        let kind = if apart { vocabulary.label(word) } else { None };
        kind.map(|kind| (at, kind, word.to_owned()))
    })
}

/// `## 983: QuickLeads`
fn details(document: &Document, text: &str) -> Vec<TaskDetails> {
    let mut found = Vec::new();
    for (at, heading) in document.headings.iter().enumerate() {
        let digits: String = heading.text.chars().take_while(char::is_ascii_digit).collect();
        let rest = heading.text[digits.len()..].trim_start();
        let Some(title) = rest.strip_prefix([':', '：', '-', '–']) else { continue };
        let Some(id) = TaskId::parse(&digits) else { continue };
        let next = document.headings[at + 1..].iter().find(|next| next.level <= heading.level);
        let end = next.map_or(text.len(), |next| next.span.start as usize);
        let span = Span::new(document.file, heading.span.start as usize, end);
        found.push(TaskDetails { id, title: title.trim().to_owned(), anchor: heading.anchor.clone(), span });
    }
    found
}

/// The language that most label and header words belong to, where they tell one apart.
fn language(document: &Document, text: &str, labels: &[Label], vocabulary: &Vocabulary) -> Option<&'static str> {
    let mut votes: Vec<(&'static str, usize)> = Vec::new();
    let mut vote = |word: &str| {
        for tag in vocabulary.languages_of(word) {
            match votes.iter_mut().find(|(known, _)| known == tag) {
                Some((_, count)) => *count += 1,
                None => votes.push((tag, 1)),
            }
        }
    };
    labels.iter().for_each(|label| vote(&label.word));
    document.headings.iter().for_each(|heading| vote(&heading.text));
    for table in &document.tables {
        table.rows[table.header()].cells.iter().for_each(|cell| vote(&plain(&text[cell.span.range()])));
    }
    let best = votes.iter().map(|(_, count)| *count).max()?;
    let mut leaders = votes.iter().filter(|(_, count)| *count == best);
    let leader = leaders.next()?;
    leaders.next().is_none().then_some(leader.0)
}
