//! What must hold for a damaged page: every row is a task, or a finding names its line; and nothing is made up.

use std::ops::Range;
use std::sync::OnceLock;

use waybook::config::Config;
use waybook::diagnostic::{Code, Diagnostic, Edit, Fix, Safety};
use waybook::extract::{Page, Vocabulary, page};
use waybook::model::Task;
use waybook::syntax::markdown::{Document, parse};
use waybook::text::{FileId, Source, VirtualPath};

use crate::sample::{Part, Sample};

/// A page as it was read.
pub(crate) struct Read {
    source: Source,
    document: Document,
    page: Page,
}

/// Reads a text as the pipeline does.
pub(crate) fn read(text: &str) -> Read {
    static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
    let vocabulary = VOCABULARY.get_or_init(|| Vocabulary::new(&Config::default()));
    let path = VirtualPath::new("page.md").expect("the path stays inside");
    let source = Source::new(FileId(0), path, text);
    let document = parse(&source);
    let page = page(&document, &source, vocabulary);
    Read { source, document, page }
}

impl Read {
    fn tasks(&self) -> impl Iterator<Item = &Task> {
        self.page.tasks.iter().map(|(_, task)| task)
    }

    /// The lines, from 1, that a range of bytes touches.
    fn lines(&self, range: Range<usize>) -> Range<u32> {
        let last = range.end.saturating_sub(1).max(range.start);
        self.source.line(range.start as u32)..self.source.line(last as u32) + 1
    }

    /// Whether a finding about the row names the line of an offset, or one about a cell names the cell.
    fn is_named(&self, offset: usize) -> bool {
        let line = self.source.line(offset as u32);
        let about_cells = [Code::UnknownRole, Code::UnknownService, Code::UnknownRequirement, Code::DetachedTable];
        self.page.diagnostics.iter().any(|finding| {
            let about_cell = about_cells.contains(&finding.code);
            let names = |range: Range<usize>| {
                if about_cell { range.contains(&offset) } else { self.lines(range).contains(&line) }
            };
            finding.primary.iter().chain(&finding.related).any(|label| names(label.span.range()))
        })
    }

    /// Whether a line is shown as code or hidden as a comment that has an end, where no task can stand.
    fn is_hidden(&self, offset: usize) -> bool {
        let lines = self.document.lines(&self.source.text);
        let at = lines.iter().position(|line| line.start <= offset && offset <= line.end);
        let hidden = |at: &usize| !lines[*at].is_prose();
        at.is_some_and(|at| hidden(&at) && (at..lines.len()).any(|later| !hidden(&later)))
    }
}

/// Holds a damaged page against the law, and tells whether its fixes leave something to mend.
pub(crate) fn hold(sound: &Read, damaged: &Sample) -> Result<bool, String> {
    let found = read(&damaged.text());
    ids_are_kept(&found, damaged)?;
    nothing_is_invented(&found, damaged)?;
    neighbours_stay(sound, &found, damaged)?;
    refreshes_are_kept(&found, damaged)?;
    fixes_hold(&found)
}

/// A sound page is read whole and without a finding.
pub(crate) fn hold_sound(sound: &Read, page: &Sample) -> Result<(), String> {
    let ids: Vec<String> = sound.tasks().map(|task| task.id.value.to_string()).collect();
    ensure(ids == page.ids, || format!("sound: read {ids:?} of {:?}", page.ids))?;
    ensure(sound.page.refreshes.len() == page.dates.len(), || "sound: refresh rows differ".to_owned())?;
    ensure(sound.page.diagnostics.is_empty(), || format!("sound: {:#?}", sound.page.diagnostics))
}

fn ensure(holds: bool, complaint: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(complaint()) }
}

/// Every id that still stands as a number of its own is read there, or a finding names its line.
fn ids_are_kept(found: &Read, damaged: &Sample) -> Result<(), String> {
    for id in &damaged.ids {
        for at in tokens(&found.source.text, id) {
            let read = found.tasks().any(|task| {
                task.id.value.to_string() == *id
                    && (task.span.range().contains(&at) || task.id.span.range().contains(&at))
            });
            let kept = read || found.is_named(at) || found.is_hidden(at);
            ensure(kept, || format!("lost: {id} on line {}", found.source.line(at as u32)))?;
        }
    }
    Ok(())
}

/// Where a number stands that is not a part of a longer word or number.
fn tokens<'a>(text: &'a str, number: &'a str) -> impl Iterator<Item = usize> + 'a {
    let glue = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(number)
        .map(|(at, _)| at)
        .filter(move |at| !glue(text[..*at].chars().next_back()) && !glue(text[at + number.len()..].chars().next()))
}

/// Each task read has an id that stands on its line: that of a row, a part of one that was torn, or else a finding says
/// that the row was mended.
fn nothing_is_invented(found: &Read, damaged: &Sample) -> Result<(), String> {
    for task in found.tasks() {
        let id = task.id.value.to_string();
        let lines = found.lines(task.span.range());
        let text = &found.source.text;
        let place = lines.map(|line| text[found.source.lines().range(line, text.len())].to_owned()).collect::<String>();
        let bare: String =
            place.chars().filter(|c| !waybook::text::is_invisible(*c) && !"*_`\\".contains(*c)).collect();
        ensure(bare.contains(&id), || format!("invented: {id} stands nowhere in {place:?}"))?;
        let torn = damaged.ids.iter().any(|known| known.contains(&id));
        ensure(torn || found.is_named(task.id.span.range().start), || format!("invented: {id} was the id of no row"))?;
    }
    Ok(())
}

/// Rows that nothing has touched, below a head that nothing has touched, read as before.
fn neighbours_stay(sound: &Read, found: &Read, damaged: &Sample) -> Result<(), String> {
    for (at, line) in damaged.lines.iter().enumerate() {
        let Part::Row(table, row) = line.part else { continue };
        let offset: usize = damaged.lines[..at].iter().map(|line| line.text.len() + damaged.newline.len()).sum();
        let end = offset + line.text.len();
        if line.touched || !has_head(damaged, table, at) || found.is_hidden(offset) || in_open_block(found, offset) {
            continue;
        }
        let was = sound.tasks().nth(row).ok_or("sound: too few tasks")?;
        let is = found.tasks().find(|task| {
            let span = task.id.span.range();
            task.id.value == was.id.value && offset <= span.start && span.end <= end
        });
        let same = is.is_some_and(|is| same(was, is));
        ensure(same, || format!("altered: row {} on line {}\n  was {was:?}\n  is {is:?}", was.id.value, at + 1))?;
    }
    Ok(())
}

fn same(one: &Task, other: &Task) -> bool {
    one.id.value == other.id.value
        && one.name == other.name
        && one.requirement == other.requirement
        && one.roles == other.roles
        && one.services == other.services
}

/// Whether header and delimiter row of a table stand untouched, one below the other, above a line.
fn has_head(damaged: &Sample, table: usize, row: usize) -> bool {
    damaged.lines[..row].windows(2).any(|pair| {
        let parts = (pair[0].part, pair[1].part);
        parts == (Part::Header(table), Part::Delimiter(table)) && !pair[0].touched && !pair[1].touched
    })
}

/// Whether code or a comment was opened above and never closed.
fn in_open_block(found: &Read, offset: usize) -> bool {
    let lines = found.document.lines(&found.source.text);
    lines.iter().any(|line| line.start <= offset && offset <= line.end && !line.is_prose())
}

/// Every refresh row that still has its date is an entry or named.
fn refreshes_are_kept(found: &Read, damaged: &Sample) -> Result<(), String> {
    for date in &damaged.dates {
        for at in tokens(&found.source.text, date) {
            let entry = found.page.refreshes.iter().any(|draft| draft.entry.span.range().contains(&at));
            let kept = entry || found.is_named(at) || found.is_hidden(at);
            ensure(kept, || format!("lost: {date} on line {}", found.source.line(at as u32)))?;
        }
    }
    Ok(())
}

/// The fixes of a page, applied, leave the same tasks and nothing more to fix. Tells whether a task is still one that
/// had to be mended, since nobody can know how to write it: a column without a name, a cell that says nothing.
fn fixes_hold(found: &Read) -> Result<bool, String> {
    let mut text = found.source.text.to_string();
    let mut now = read(&text);
    for round in 1..=3 {
        let (fixed, all) = apply(&text, &now.page.diagnostics);
        if fixed == text {
            break;
        }
        let then = read(&fixed);
        let kept =
            now.tasks().count() == then.tasks().count() && now.tasks().zip(then.tasks()).all(|(a, b)| same(a, b));
        ensure(kept, || {
            let (a, b): (Vec<_>, Vec<_>) = (now.tasks().map(brief).collect(), then.tasks().map(brief).collect());
            format!("fix {round}: other tasks\n{a:#?}\n{b:#?}\n--- fixed:\n{fixed}")
        })?;
        let fixable = then.page.diagnostics.iter().find(|finding| mends_rows(finding).is_some());
        ensure(fixable.is_none() || (!all && round < 3), || {
            format!("fix {round}: still {fixable:?}\n--- fixed:\n{fixed}")
        })?;
        (text, now) = (fixed, then);
    }
    Ok(now.tasks().any(|task| task.recovered))
}

fn brief(task: &Task) -> String {
    let roles: Vec<&str> = task.roles.iter().map(|role| role.name.as_str()).collect();
    format!("{} {} {:?} {roles:?} {:?}", task.id.value, task.name, task.requirement, task.services)
}

/// The fix of a finding about a row or table; that of a name writes another name, and is meant to.
fn mends_rows(finding: &Diagnostic) -> Option<&Fix> {
    let named = matches!(finding.code, Code::UnknownRole | Code::UnknownService | Code::UnknownPhase);
    finding.mendable(Safety::Likely).filter(|_| !named)
}

/// The text with every fix of a row or table that overlaps no earlier one, and whether that was all of them.
fn apply(text: &str, diagnostics: &[Diagnostic]) -> (String, bool) {
    let mut taken: Vec<&Edit> = Vec::new();
    let mut all = true;
    for fix in diagnostics.iter().filter_map(mends_rows) {
        let clear = fix.edits.iter().all(|edit| taken.iter().all(|other| apart(edit, other)));
        all &= clear;
        if clear {
            taken.extend(&fix.edits);
        }
    }
    taken.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut fixed = text.to_owned();
    for edit in taken.iter().rev() {
        fixed.replace_range(edit.span.range(), &edit.replacement);
    }
    (fixed, all)
}

fn apart(one: &Edit, other: &Edit) -> bool {
    let clear = one.span.end <= other.span.start || other.span.end <= one.span.start;
    clear && one.span != other.span
}
