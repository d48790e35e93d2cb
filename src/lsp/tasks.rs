//! What is known of the task under the cursor: where it stands, what it is, where it is described.

use std::fmt::Write;

use super::facts::{Facts, Places};
use crate::model::{Aspect, Requirement, Task, TaskDetails, TaskId};
use crate::text::{FileId, Sources, Span};

/// How much of its details is shown, in lines.
const MOST_LINES: usize = 12;
/// How many of its rows are listed.
const MOST_ROWS: usize = 20;

/// The id of a known task at an offset of a text, and where it begins and ends. Digits that belong to a date, a number with
/// a point or a word are no id.
pub fn task_at<'f>(
    facts: &'f Facts,
    text: &str,
    offset: usize,
) -> Option<(TaskId, &'f Places, std::ops::Range<usize>)> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let at = if is_digit(offset) { offset } else { offset.checked_sub(1).filter(|at| is_digit(*at))? };
    let start = (0..=at).rev().take_while(|at| is_digit(*at)).last()?;
    let end = (at..).take_while(|at| is_digit(*at)).last()? + 1;
    let (before, after) = (text[..start].chars().next_back(), text[end..].chars().next());
    let glues = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let (further, earlier) = (text[end..].chars().nth(1), text[..start].chars().rev().nth(1));
    let number = |mark: Option<char>, beyond: Option<char>| {
        mark.is_some_and(|c| matches!(c, '-' | '/' | '.' | ',' | ':')) && beyond.is_some_and(|c| c.is_ascii_digit())
    };
    if before.is_some_and(glues) || after.is_some_and(glues) || number(before, earlier) || number(after, further) {
        return None;
    }
    let id = TaskId::parse(&text[start..end])?;
    Some((id, facts.tasks.get(&id)?, start..end))
}

/// What a reader of a file wants to know of a task, as Markdown: what its row there says, and in what others differ.
/// `address` gives an address for a place, if there is one.
pub fn hover(
    facts: &Facts,
    sources: &Sources,
    (id, places, from): (TaskId, &Places, FileId),
    address: &dyn Fn(Span) -> Option<String>,
) -> String {
    let mut out = String::new();
    let first = places.rows().find(|task| task.span.file == from).or_else(|| places.rows().next());
    let name = first.map(|task| task.name.as_str()).or(places.details().next().map(|details| details.title.as_str()));
    let _ = writeln!(out, "**{id}** {}\n", escaped(name.unwrap_or_default()));
    if let Some(task) = first {
        let _ = writeln!(out, "{}\n", summary(task));
    }
    let shown = |span: Span| {
        let source = sources.get(span.file);
        let place = format!("{}:{}", source.path, source.line(span.start));
        match address(span) {
            Some(address) => format!("[{}]({address})", escaped(&place)),
            None => format!("`{place}`"),
        }
    };
    let language = |task: &Task| facts.texts.get(&task.span.file).and_then(|text| text.page.language);
    let rows = places.rows().count();
    for task in places.rows().take(MOST_ROWS) {
        let title = facts.texts.get(&task.span.file).map(|text| text.title.as_str()).unwrap_or_default();
        let _ = write!(out, "- {} {}", shown(task.id.span), escaped(title));
        let mut differing = first.map(|first| task.differences(first)).unwrap_or_default();
        // In another language it has another name.
        differing
            .retain(|aspect| *aspect != Aspect::Name || first.is_some_and(|first| language(first) == language(task)));
        if !differing.is_empty() {
            let _ = write!(out, ", with another {}: {}", Aspect::listed(&differing), summary(task));
        }
        out.push('\n');
    }
    if rows > MOST_ROWS {
        let _ = writeln!(out, "- and {} more", rows - MOST_ROWS);
    }
    if rows == 0 {
        out.push_str("No table lists it.\n");
    }
    for details in places.details() {
        let _ = write!(out, "\n---\n\nDetails: {}\n\n{}\n", shown(details.span), excerpt(sources, details));
    }
    out
}

/// `Mandatory · FastTrack Engineer · Exchange`
pub fn summary(task: &Task) -> String {
    let requirement = match task.requirement {
        Some(Requirement::Mandatory) => "Mandatory",
        Some(Requirement::Optional) => "Optional",
        None => "",
    };
    let parts = [requirement.to_owned(), task.says(Aspect::Role), task.says(Aspect::Services)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The first lines below the heading.
fn excerpt(sources: &Sources, details: &TaskDetails) -> String {
    let text = sources.get(details.span.file).slice(details.span);
    let body: Vec<&str> = text.lines().skip(1).skip_while(|line| line.trim().is_empty()).collect();
    let mut shown = body.iter().take(MOST_LINES).copied().collect::<Vec<_>>().join("\n").trim_end().to_owned();
    if body.len() > MOST_LINES {
        shown.push_str("\n\n…");
    }
    shown
}

/// Every place of a task: the id in its rows and the headings of its details.
pub fn references(sources: &Sources, places: &Places) -> Vec<Span> {
    let headings = places.details().map(|details| heading(sources, details));
    let mut all: Vec<Span> = places.rows().map(|task| task.id.span).chain(headings).collect();
    all.sort_by(|one, other| (sources.path(*one), one.start).cmp(&(sources.path(*other), other.start)));
    all
}

/// Where a task is described, else its first row.
pub fn definition(sources: &Sources, places: &Places) -> Vec<Span> {
    let details: Vec<Span> = places.details().map(|details| heading(sources, details)).collect();
    if details.is_empty() { places.first().into_iter().collect() } else { details }
}

/// The line of the heading.
fn heading(sources: &Sources, details: &TaskDetails) -> Span {
    let text = sources.get(details.span.file).slice(details.span);
    let line = text.lines().next().unwrap_or_default().trim_end();
    let start = details.span.range().start;
    Span::new(details.span.file, start, start + line.len())
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
