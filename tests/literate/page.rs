//! A page of literate tests: its cases with their files and expectations, and where each stands in the text.

use std::ops::Range;

use crate::case::{Case, Form, Given};
use crate::expectation::{Expectation, Kind};

/// A page and its cases.
pub(crate) struct Page<'a> {
    text: &'a str,
    pub(crate) cases: Vec<Case>,
    /// The tags of blocks that are neither files nor expectations.
    pub(crate) others: Vec<String>,
}

/// A fenced block.
struct Block {
    /// What follows the opening fence.
    info: String,
    /// The last line with text before the block.
    before: String,
    /// The lines inside it, in the page.
    inside: Range<usize>,
    /// Where the line after the closing fence begins.
    end: usize,
}

/// What a page is made of, for its cases.
enum Part {
    Title(String, usize),
    Block(Block),
}

impl<'a> Page<'a> {
    /// Finds the cases of a page. What stands before the first `##` is a case as well.
    pub(crate) fn parse(text: &'a str) -> Self {
        let mut cases = vec![Case::new("the page", 1)];
        let mut others = Vec::new();
        for part in parts(text) {
            match part {
                Part::Title(title, line) => cases.push(Case::new(&title, line)),
                Part::Block(block) => {
                    if let Some(case) = cases.last_mut() {
                        others.extend(add(case, text, block));
                    }
                }
            }
        }
        cases.retain(|case| !case.is_prose());
        Self { text, cases, others }
    }

    /// The page with what is found in place of what was expected.
    pub(crate) fn blessed(&self) -> String {
        let mut edits: Vec<(Range<usize>, String)> = self.cases.iter().flat_map(Case::blessings).collect();
        edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        let mut text = self.text.to_owned();
        for (range, replacement) in edits {
            text.replace_range(range, &replacement);
        }
        text
    }
}

/// Adds a block to its case; gives its tag if it is nothing of a case.
fn add(case: &mut Case, text: &str, block: Block) -> Option<String> {
    let body = text[block.inside.clone()].to_owned();
    case.end = block.end;
    if let Some((path, form)) = file_of(&block.before) {
        case.files.push(Given { path: path.to_owned(), text: body, form });
    } else if let Some(kind) = Kind::parse(&block.info) {
        case.expectations.push(Expectation { kind, body, place: block.inside });
    } else {
        return Some(block.info);
    }
    None
}

/// The path and form in a line such as `` `content/a.md`: `` or `` `content/a.md` (UTF-16): ``.
fn file_of(line: &str) -> Option<(&str, Form)> {
    let (path, form) = line.trim().strip_prefix('`')?.strip_suffix(':')?.split_once('`')?;
    let form = match form.trim() {
        "" => Form::Utf8,
        "(UTF-16)" => Form::Utf16,
        "(Windows-1252)" => Form::Windows1252,
        "(unreadable)" => Form::Unreadable,
        "(link)" => Form::Link,
        _ => return None,
    };
    (!path.is_empty()).then_some((path, form))
}

/// The titles and fenced blocks of a page in order.
fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut open: Option<(String, Block)> = None;
    let mut before = String::new();
    let mut start = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let (at, trimmed) = (start, line.trim_end());
        start += line.len();
        if let Some((ticks, mut block)) = open.take() {
            if closes(trimmed, &ticks) {
                (block.inside.end, block.end) = (at, start);
                parts.push(Part::Block(block));
            } else {
                open = Some((ticks, block));
            }
        } else if let Some((ticks, info)) = opens(trimmed) {
            let before = std::mem::take(&mut before);
            open = Some((ticks, Block { info, before, inside: start..start, end: start }));
        } else if let Some(title) = trimmed.strip_prefix("## ") {
            parts.push(Part::Title(title.to_owned(), number + 1));
        } else if !trimmed.is_empty() {
            before = trimmed.to_owned();
        }
    }
    parts
}

/// The fence and the words after it.
fn opens(line: &str) -> Option<(String, String)> {
    let mark = line.chars().next().filter(|c| ['`', '~'].contains(c))?;
    let ticks: String = line.chars().take_while(|c| *c == mark).collect();
    let info = line[ticks.len()..].trim();
    (ticks.len() >= 3 && !info.contains('`')).then(|| (ticks, info.to_owned()))
}

fn closes(line: &str, ticks: &str) -> bool {
    line.starts_with(ticks) && line.chars().all(|c| ticks.starts_with(c))
}
