//! Findings as an author reads them: the line, the place under it, what belongs to it and the way out.
//!
//! Drawn by rustc's own renderer. It reads the text it is given anew for each finding and panics on places outside it,
//! so it gets a window of a few lines and places clamped to it.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::text::{Source, Sources};

/// More lines than this are not shown of one place.
const MOST_LINES: u32 = 40;
/// A second place this near is shown in the same window.
const NEAR_LINES: u32 = 12;
/// Lines longer than this are named and not shown.
const MOST_BYTES: usize = 16 * 1024;

/// Renders findings with the lines they stand on, in the order given, a blank line after each.
pub fn full(diagnostics: &[Diagnostic], sources: &Sources, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&renderer.render(&[group(diagnostic, sources)]));
        out.push_str("\n\n");
    }
    out
}

/// A finding as the renderer takes it.
fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let title = level(diagnostic.severity).primary_title(&diagnostic.message).id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    for part in parts(diagnostic, sources) {
        let window = Window::around(&part, sources);
        group = if window.lines.len() > MOST_BYTES {
            group.element(window.origin(&part))
        } else {
            group.element(window.snippet(&part))
        };
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help)),
        None => group,
    }
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info | Severity::Off => Level::INFO,
    }
}

/// Places of one file that are shown together, the main one first.
type Part<'a> = Vec<(AnnotationKind, &'a Label)>;

/// The places of a finding, those that lie near the first one joined to it.
fn parts<'a>(diagnostic: &'a Diagnostic, sources: &Sources) -> Vec<Part<'a>> {
    let mut parts: Vec<Part> = diagnostic.primary.iter().map(|label| vec![(AnnotationKind::Primary, label)]).collect();
    for label in &diagnostic.related {
        let context = (AnnotationKind::Context, label);
        match parts.first_mut().filter(|part| near(part[0].1, label, sources)) {
            Some(part) => part.push(context),
            None => parts.push(vec![context]),
        }
    }
    parts
}

/// Whether two places are few enough lines apart to be shown together.
fn near(one: &Label, other: &Label, sources: &Sources) -> bool {
    let source = sources.get(one.span.file);
    one.span.file == other.span.file
        && source.line(one.span.start).abs_diff(source.line(other.span.start)) <= NEAR_LINES
}

/// The lines that hold some places of one file.
struct Window<'a> {
    source: &'a Source,
    /// The number of the first line.
    first: u32,
    /// Offset of the window's text in the source.
    start: usize,
    /// The text of the lines.
    lines: Cow<'a, str>,
}

impl<'a> Window<'a> {
    fn around(part: &Part, sources: &'a Sources) -> Self {
        let source: &Source = sources.get(part[0].1.span.file);
        let last_byte = |label: &Label| label.span.end.saturating_sub(1).max(label.span.start);
        let first = part.iter().map(|(_, label)| source.line(label.span.start)).min().unwrap_or(1);
        let last = part.iter().map(|(_, label)| source.line(last_byte(label))).max().unwrap_or(first);
        Self::of_lines(source, first, last.min(first + MOST_LINES))
    }

    fn of_lines(source: &'a Source, first: u32, last: u32) -> Self {
        let len = source.text.len();
        let mut start = source.lines().range(first, len).start;
        let end = source.lines().range(last, len).end;
        if source.text[start..].starts_with('\u{feff}') {
            start += '\u{feff}'.len_utf8();
        }
        Self { source, first, start, lines: with_line_feeds(&source.text[start..end.max(start)]) }
    }

    /// The window with its places underlined.
    fn snippet(self, part: &Part<'a>) -> Snippet<'a, Annotation<'a>> {
        let marks: Vec<Annotation> = part
            .iter()
            .map(|(kind, label)| {
                let text = (!label.text.is_empty()).then_some(label.text.as_str());
                kind.span(self.clamped(label.span.range())).label(text)
            })
            .collect();
        Snippet::source(self.lines).line_start(self.first as usize).path(self.source.path.as_str()).annotations(marks)
    }

    /// Only where it is, for lines too long to show.
    fn origin(self, part: &Part<'a>) -> Origin<'a> {
        let at = self.source.position(part[0].1.span.start);
        Origin::path(self.source.path.as_str()).line(at.line as usize).char_column(at.column as usize)
    }

    /// A range of the source as a range of the window, moved to the nearest characters inside it.
    fn clamped(&self, range: Range<usize>) -> Range<usize> {
        let inside = |offset: usize| {
            let mut offset = offset.saturating_sub(self.start).min(self.lines.len());
            while !self.lines.is_char_boundary(offset) {
                offset -= 1;
            }
            offset
        };
        inside(range.start)..inside(range.end).max(inside(range.start))
    }
}

/// The text with each lone `\r`, which ends a line as well, as the `\n` that the renderer knows; lengths stay.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    let lone = |(at, _): (usize, &str)| text.as_bytes().get(at + 1).is_none_or(|next| *next != b'\n');
    if !text.match_indices('\r').any(lone) {
        return Cow::Borrowed(text);
    }
    let mut rest = text.chars().peekable();
    let mut out = String::with_capacity(text.len());
    while let Some(c) = rest.next() {
        let lone = c == '\r' && rest.peek() != Some(&'\n');
        out.push(if lone { '\n' } else { c });
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::full;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::text::{FileId, Sources, Span, VirtualPath};

    fn page(text: &str) -> (Sources, FileId) {
        let mut sources = Sources::default();
        let file = sources.add(VirtualPath::new("content/a.md").expect("inside the root"), text);
        (sources, file)
    }

    fn span(file: FileId, text: &str, part: &str) -> Span {
        let start = text.find(part).expect("it is there");
        Span::new(file, start, start + part.len())
    }

    #[test]
    fn the_cell_is_underlined_and_the_way_out_told() {
        let text = "# Assess\n\n| 1699 | Assess | M | FastTrak Engineer | All |\n";
        let (sources, file) = page(text);
        let found = Diagnostic::at(Code::UnknownRole, span(file, text, "FastTrak Engineer"), "unknown role")
            .help("did you mean `FastTrack Engineer`?");
        let expected = "\
warning[unknown-role]: unknown role
 --> content/a.md:3:23
  |
3 | | 1699 | Assess | M | FastTrak Engineer | All |
  |                       ^^^^^^^^^^^^^^^^^
  |
  = help: did you mean `FastTrack Engineer`?

";
        assert_eq!(full(&[found], &sources, false), expected);
    }

    #[test]
    fn bom_crlf_and_wide_letters_keep_their_columns() {
        let text = "\u{feff}| 任务 | FE |\r\n| x |\r\n";
        let (sources, file) = page(text);
        let out = full(&[Diagnostic::at(Code::UnknownRole, span(file, text, "FE"), "x")], &sources, false);
        assert!(out.contains("content/a.md:1:8"), "{out}");
        assert!(out.contains("1 | | 任务 | FE |\n  |          ^^"), "{out}");
    }

    #[test]
    fn a_place_past_the_end_is_shown_at_the_end() {
        for text in ["", "ab", "ab\n", "\u{feff}", "任"] {
            let (sources, file) = page(text);
            let found = Diagnostic::at(Code::BrokenRow, Span::new(file, 1, 99), "x");
            assert!(full(&[found], &sources, false).starts_with("warning[broken-row]: x\n"));
        }
    }

    #[test]
    fn a_lone_carriage_return_ends_a_line_here_too() {
        let text = "one\rtwo\r\nthree\r";
        let (sources, file) = page(text);
        let out = full(&[Diagnostic::at(Code::BrokenRow, span(file, text, "two"), "x")], &sources, false);
        assert!(out.contains("content/a.md:2:1") && out.contains("2 | two\n"), "{out}");
    }

    #[test]
    fn a_second_place_stands_below_the_first() {
        let text = "| 983 | a |\n\n| 983 | b |\n";
        let (sources, file) = page(text);
        let second = Span::new(file, 15, 18);
        let found = Diagnostic::at(Code::DuplicateTaskId, second, "task 983 stands twice")
            .related(span(file, text, "983"), "first here");
        let out = full(&[found], &sources, false);
        assert!(out.contains("first here") && out.contains("3 | | 983 | b |"), "{out}");
    }

    #[test]
    fn a_place_in_another_file_names_that_file() {
        let (mut sources, file) = page("a\n");
        let other = sources.add(VirtualPath::new("content/b.md").expect("inside the root"), "b\n");
        let found = Diagnostic::at(Code::UrlConflict, Span::new(file, 0, 1), "x").related(Span::new(other, 0, 1), "");
        assert!(full(&[found], &sources, false).contains("::: content/b.md:1:1"));
    }

    #[test]
    fn several_lines_and_characters_that_hide_are_shown() {
        let text = "one\ntwo\u{202e}\u{7}\nthree\n";
        let (sources, file) = page(text);
        let out = full(&[Diagnostic::at(Code::MergeConflict, Span::new(file, 0, 14), "x")], &sources, false);
        assert!(out.contains("1 |") && !out.contains('\u{202e}') && !out.contains('\u{7}'), "{out}");
    }

    #[test]
    fn a_line_too_long_to_show_is_named() {
        let (sources, file) = page(&"x".repeat(100_000));
        let out = full(&[Diagnostic::at(Code::BrokenRow, Span::new(file, 500, 501), "x")], &sources, false);
        assert!(out.contains("content/a.md:1:501") && out.len() < 200, "{out}");
    }

    proptest::proptest! {
        #[test]
        fn no_place_in_no_text_is_too_much(
            text in r"[a|\t\r\n\u{0}\u{feff}\u{202e}\u{200b}\u{301}任😀]{0,60}",
            places in proptest::collection::vec((0..200usize, 0..200usize), 1..4),
        ) {
            let (sources, file) = page(&text);
            let span = |(start, len): (usize, usize)| Span::new(file, start, start + len);
            let found = Diagnostic::at(Code::BrokenRow, span(places[0]), "x").label("here");
            let found = places[1..].iter().fold(found, |found, place| found.related(span(*place), "there"));
            let all = [found];
            proptest::prop_assert!(full(&all, &sources, false).contains("content/a.md:"));
            crate::diagnostic::render::concise(&all, &sources);
            crate::diagnostic::render::json(&all, &sources, &VirtualPath::root());
        }
    }

    #[test]
    fn colour_only_when_asked() {
        let (sources, file) = page("a\n");
        let found = [Diagnostic::at(Code::BrokenRow, Span::new(file, 0, 1), "x")];
        assert!(full(&found, &sources, true).contains('\u{1b}'));
        assert!(!full(&found, &sources, false).contains('\u{1b}'));
    }
}
