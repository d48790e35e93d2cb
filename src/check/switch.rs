//! Comments by which an author switches rules off: `<!-- waybook-disable broken-link -->`, and those of markdownlint for
//! rules of the same meaning.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Edit};
use crate::syntax::markdown::{Document, in_code_span};
use crate::text::{FileId, QuickMap, Source, Sources, Span, Spanned, nearest};

/// One comment that switches rules off or on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    /// What it does.
    act: Act,
    /// Which rules.
    rules: Rules,
    /// The comment.
    span: Span,
    /// The line it stands on.
    line: u32,
    /// Words that name no rule.
    unknown: Vec<Spanned<String>>,
    /// Whether it can be deleted: not where it ends a comment that began before it.
    apart: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    /// Off from this line on.
    Disable,
    /// On again from this line on.
    Enable,
    /// Off in the whole file.
    DisableFile,
    /// Off on one line.
    DisableLine(u32),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Rules {
    /// All of them.
    All,
    /// Those of markdownlint that have a code of ours.
    Foreign(BTreeSet<Code>),
    /// These, each at its word.
    Named(Vec<(Code, Span)>),
}

impl Rules {
    fn covers(&self, code: Code) -> bool {
        match self {
            Rules::All => true,
            Rules::Foreign(codes) => codes.contains(&code),
            Rules::Named(codes) => codes.iter().any(|(named, _)| *named == code),
        }
    }
}

/// The rules of markdownlint, by number and name, and our codes of the same meaning.
const MARKDOWNLINT: [(&str, &str, &[Code]); 12] = [
    ("md024", "no-duplicate-heading", &[Code::DuplicateAnchor]),
    ("md033", "no-inline-html", &[Code::HtmlNotAllowed]),
    ("md034", "no-bare-urls", &[Code::BareUrl]),
    ("md042", "no-empty-links", &[Code::EmptyLink]),
    ("md045", "no-alt-text", &[Code::MissingAltText]),
    ("md051", "link-fragments", &[Code::BrokenAnchor]),
    ("md055", "table-pipe-style", &[Code::ShiftedRow, Code::TableLayout]),
    ("md056", "table-column-count", &[Code::RowCellCount, Code::DelimiterMismatch, Code::RunOnRow, Code::BrokenRow]),
    ("md058", "blanks-around-tables", &[Code::DetachedTable]),
    ("md060", "table-column-style", &[Code::TableLayout]),
    ("md011", "no-reversed-links", &[Code::EmptyLink]),
    ("relative-links", "relative-links", &[Code::BrokenLink, Code::MissingImage]),
];

/// Every switch of a text in order.
pub fn switches(document: &Document, source: &Source) -> Vec<Switch> {
    let text = &*source.text;
    if !text.contains("waybook-") && !text.contains("markdownlint-") {
        return Vec::new();
    }
    let lines = document.lines(text);
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.code) {
        let next = lines[at + 1..].iter().find(|line| !line.is_blank(text)).map(|line| line.start as u32);
        let body = line.text(text);
        for (start, _) in body.match_indices("<!--").filter(|(start, _)| !in_code_span(body, *start)) {
            let Some(end) = body[start..].find("-->").map(|end| start + end) else { break };
            let inner = Span::new(source.id, line.content + start + 4, line.content + end);
            found.extend(switch(source, inner, next.map(|offset| source.line(offset))));
        }
    }
    found
}

/// What a comment switches, `inner` being what stands between its marks.
fn switch(source: &Source, inner: Span, next: Option<u32>) -> Option<Switch> {
    let words = words(source, inner);
    let (first, names) = words.split_first()?;
    let line = source.line(inner.start);
    let (foreign, verb) = match first.value.split_once('-')? {
        ("waybook", verb) => (false, verb),
        ("markdownlint", verb) => (true, verb),
        _ => return None,
    };
    let act = match verb {
        "disable" => Act::Disable,
        "enable" => Act::Enable,
        "disable-file" => Act::DisableFile,
        "disable-line" => Act::DisableLine(line),
        "disable-next-line" => Act::DisableLine(next.unwrap_or(line + 1)),
        _ => return None,
    };
    let mut unknown = Vec::new();
    let rules = if foreign { of_markdownlint(names) } else { of_waybook(names, &mut unknown) };
    let span = Span { start: inner.start - 4, end: inner.end + 3, ..inner };
    let before = &source.text[..span.range().start];
    let apart = before.rfind("<!--").is_none_or(|open| before[open..].contains("-->"));
    Some(Switch { act, rules, span, line, unknown, apart })
}

/// The words of a comment; commas part them as blanks do.
fn words(source: &Source, inner: Span) -> Vec<Spanned<String>> {
    let text = source.slice(inner);
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, c.is_whitespace() || c == ',') {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                let offset = inner.start as usize;
                let span = Span::new(inner.file, offset + from, offset + at);
                found.push(Spanned::new(text[from..at].to_owned(), span));
                start = None;
            }
            _ => {}
        }
    }
    found
}

fn of_waybook(names: &[Spanned<String>], unknown: &mut Vec<Spanned<String>>) -> Rules {
    let mut codes = Vec::new();
    for name in names {
        match name.value.parse() {
            Ok(code) => codes.push((code, name.span)),
            Err(()) => unknown.push(name.clone()),
        }
    }
    if names.is_empty() { Rules::All } else { Rules::Named(codes) }
}

fn of_markdownlint(names: &[Spanned<String>]) -> Rules {
    let named = |rule: &&(&str, &str, &[Code])| {
        let is = |name: &Spanned<String>| {
            let name = name.value.to_lowercase();
            name == rule.0 || name == rule.1
        };
        names.is_empty() || names.iter().any(is)
    };
    Rules::Foreign(MARKDOWNLINT.iter().filter(named).flat_map(|(_, _, codes)| *codes).copied().collect())
}

/// The findings that are not switched off, and those about switches that switch nothing off.
pub fn applied(
    found: Vec<Diagnostic>,
    switches: &QuickMap<FileId, Arc<[Switch]>>,
    sources: &Sources,
) -> Vec<Diagnostic> {
    let mut used: BTreeSet<(FileId, usize, Code)> = BTreeSet::new();
    let mut kept = Vec::with_capacity(found.len());
    for finding in found {
        let place = finding.primary.as_ref().map(|label| label.span).filter(|_| !finding.code.stops_publishing());
        let by = place.and_then(|span| {
            let own = switches.get(&span.file).filter(|own| !own.is_empty())?;
            Some((span.file, switch_of(own, finding.code, sources.line(span))?))
        });
        match by {
            Some((file, index)) => {
                used.insert((file, index, finding.code));
            }
            None => kept.push(finding),
        }
    }
    let is_used = |file: FileId, index: usize, code: Option<Code>| {
        used.iter().any(|(f, i, c)| (*f, *i) == (file, index) && code.is_none_or(|code| code == *c))
    };
    let idle = switches.iter().flat_map(|(file, own)| {
        own.iter().enumerate().flat_map(|(index, switch)| idle(switch, &|code| is_used(*file, index, code)))
    });
    kept.extend(idle);
    kept
}

/// Which switch, if any, has a rule off on a line.
fn switch_of(switches: &[Switch], code: Code, line: u32) -> Option<usize> {
    let mut by = None;
    for (index, switch) in switches.iter().enumerate().filter(|(_, switch)| switch.rules.covers(code)) {
        match switch.act {
            Act::DisableFile => return Some(index),
            Act::DisableLine(on) if on == line => return Some(index),
            Act::Disable if switch.line <= line => by = by.or(Some(index)),
            Act::Enable if switch.line <= line => by = None,
            _ => {}
        }
    }
    by
}

/// What a switch of ours names in vain.
fn idle(switch: &Switch, is_used: &dyn Fn(Option<Code>) -> bool) -> Vec<Diagnostic> {
    let finding = |span, message: String| Diagnostic::at(Code::UnusedDisable, span, message);
    let unknown = switch.unknown.iter().map(|name| {
        let near = nearest(&name.value, Code::ALL.iter().map(|code| code.as_str()));
        let help =
            near.map_or("`waybook explain` lists the rules".to_owned(), |near| format!("did you mean `{near}`?"));
        finding(name.span, format!("no rule has the code `{}`", name.value)).help(help)
    });
    let mut found: Vec<Diagnostic> = unknown.collect();
    if switch.act == Act::Enable {
        return found;
    }
    let delete = || vec![Edit { span: switch.span, replacement: String::new() }];
    match &switch.rules {
        Rules::Foreign(_) => {}
        Rules::All if is_used(None) => {}
        Rules::All => {
            let nothing = finding(switch.span, "nothing is found here that it switches off".to_owned());
            let nothing = nothing.help("delete the comment");
            found.push(if switch.apart { nothing.fix("delete the comment", delete()) } else { nothing });
        }
        Rules::Named(codes) => {
            // Which addresses clash is only known where whole sites are built, how tables are laid out where it is asked.
            let elsewhere = |code: Code| matches!(code, Code::UrlConflict | Code::TableLayout);
            let vain = codes.iter().filter(|(code, _)| !is_used(Some(*code)) && !elsewhere(*code));
            let alone = codes.len() == 1 && switch.unknown.is_empty() && switch.apart;
            found.extend(vain.map(|(code, span)| {
                let nothing = finding(*span, format!("no `{code}` is found here that it switches off"));
                let nothing = nothing.help("delete it from the comment");
                if alone { nothing.fix("delete the comment", delete()) } else { nothing }
            }));
        }
    }
    found
}
