//! The outline of a page: headings within each other, and the tasks of each.

use super::facts::Text;
use super::tasks::summary;
use crate::text::{Source, Span};

/// A heading or a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// What is shown.
    pub name: String,
    /// What is shown beside it.
    pub detail: String,
    /// Whether it is a task.
    pub is_task: bool,
    /// The whole of it: of a heading all that stands under it.
    pub span: Span,
    /// Its own words.
    pub words: Span,
    /// What it holds, in order.
    pub children: Vec<Symbol>,
}

/// The outline of a text.
pub fn symbols(text: &Text, source: &Source) -> Vec<Symbol> {
    let file = source.id;
    let headings = &text.document.headings;
    let end_of = |at: usize| {
        let after = headings[at + 1..].iter().find(|next| next.level <= headings[at].level);
        after.map_or(source.text.len(), |next| next.span.range().start)
    };
    let heading = |at: usize| {
        let found = &headings[at];
        let name = if found.text.trim().is_empty() { "…".to_owned() } else { found.text.clone() };
        let span = Span::new(file, found.span.range().start, end_of(at).max(found.span.range().end));
        let symbol =
            Symbol { name, detail: String::new(), is_task: false, span, words: found.span, children: Vec::new() };
        (found.span.start, found.level, symbol)
    };
    let task = |task: &crate::model::Task| {
        let name = format!("{} {}", task.id.value, task.name).trim_end().to_owned();
        let (span, words) = (task.span.to(task.id.span), task.id.span);
        let symbol = Symbol { name, detail: summary(task), is_task: true, span, words, children: Vec::new() };
        (task.id.span.start, u8::MAX, symbol)
    };
    let mut all: Vec<(u32, u8, Symbol)> = (0..headings.len()).map(heading).collect();
    all.extend(text.page.tasks.iter().filter(|(_, one)| one.span.file == file).map(|(_, one)| task(one)));
    all.sort_by_key(|(start, ..)| *start);
    nested(all)
}

/// Puts each below the last one of a smaller level before it.
fn nested(all: Vec<(u32, u8, Symbol)>) -> Vec<Symbol> {
    let mut roots: Vec<Symbol> = Vec::new();
    let mut open: Vec<(u8, Symbol)> = Vec::new();
    let mut close = |open: &mut Vec<(u8, Symbol)>| {
        if let Some((_, done)) = open.pop() {
            match open.last_mut() {
                Some((_, above)) => above.children.push(done),
                None => roots.push(done),
            }
        }
    };
    for (_, level, symbol) in all {
        while open.last().is_some_and(|(above, _)| *above >= level) {
            close(&mut open);
        }
        open.push((level, symbol));
    }
    while !open.is_empty() {
        close(&mut open);
    }
    roots
}
