//! How each block of a page looks as text, and what that does to what readers see.

use crate::blocks::{Block, Dress, End, Title, Tree};
use crate::canary::{Page, editions_for};
use crate::pen::Pen;
use crate::sentences::{defined, definition, paragraph};

/// The header of a table of tasks.
pub(crate) const HEADER: [&str; 2] = [
    "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |",
    "| --- | --- | --- | --- | --- |",
];

/// The page of a tree, at a place of its project.
pub(crate) fn page(tree: &Tree, seed: u64, at: usize) -> Page {
    let audiences: Vec<&str> = tree.audience.trim_matches(['[', ']']).split(", ").collect();
    let mut pen = Pen::new(seed, at, tree.newline, editions_for(&audiences));
    let name = if audiences == ["internal"] { pen.loose("page name") } else { format!("p{seed}-{at}") };
    pen.lines(&["---", &format!("ft.audience: {}", tree.audience)]);
    if tree.title == Title::Metadata {
        let (title, description) = (pen.loose("title"), pen.loose("description"));
        pen.line(&format!("title: The {title}"));
        pen.line(&format!("description: About {description}"));
    }
    pen.lines(&["---", ""]);
    title(&mut pen, tree.title);
    blocks(&mut pen, &tree.blocks);
    // What was used is defined at the end, whoever reads that.
    for label in std::mem::take(&mut pen.wanted) {
        pen.gap();
        definition(&mut pen, label);
    }
    pen.finished(format!("content/{name}.md"), tree.bom)
}

fn title(pen: &mut Pen, title: Title) {
    if title == Title::Hidden {
        pen.line(":::audience internal");
        pen.open_audience(&["internal"]);
    }
    if title != Title::Metadata {
        let word = pen.plain("title");
        pen.line(&format!("# The {word}"));
    }
    if title == Title::Hidden {
        pen.line(":::");
        pen.close();
    }
}

fn blocks(pen: &mut Pen, blocks: &[Block]) {
    blocks.iter().for_each(|inner| block(pen, inner));
}

fn block(pen: &mut Pen, block: &Block) {
    // What is not a directive at the beginning of a line is none, or an error: it comes behind a word.
    let colons = matches!(
        block,
        Block::Straddle { .. }
            | Block::QuotedPage(_)
            | Block::Around(..)
            | Block::Container(..)
            | Block::Audience(..)
            | Block::Leaf(_)
    );
    if colons && pen.is_at_marker() {
        let word = pen.plain("item");
        pen.line(&format!("First {word}"));
    }
    if !matches!(block, Block::Audience(..)) {
        pen.gap();
    }
    match block {
        Block::Paragraph(parts) => paragraph(pen, parts),
        Block::Heading(level, setext) => heading(pen, *level, *setext),
        Block::List(mark, items) => items.iter().for_each(|inner| item(pen, mark, inner)),
        Block::Quote(first, inner) => quote(pen, first, inner),
        Block::Fence { mark, info, lines, closed, indent } => fence(pen, (mark, info, lines), *closed, *indent),
        Block::Indented => indented(pen),
        Block::Table => table(pen),
        Block::Tasks(rows) => tasks(pen, *rows),
        Block::Refresh => refresh(pen),
        Block::Step(labelled) => step(pen, *labelled),
        Block::Html(open, close, inner) => html(pen, open, close, inner),
        Block::Pre(tag, hidden) => pre(pen, tag, *hidden),
        Block::Comment(lines) => comment(pen, lines),
        Block::Leaf(lines) => leaf(pen, lines),
        Block::Around(open, close, inner) => around(pen, open, close, inner),
        Block::Container(word, closed, inner) => container(pen, word, *closed, inner),
        Block::Include(audience, inner) => include(pen, *audience, inner),
        Block::QuotedPage(line) => quoted_page(pen, line),
        Block::Definition(used) => defined(pen, *used),
        Block::Audience(names, dress, end, inner) => audience(pen, names, (dress, *end), inner),
        Block::Straddle { mark, begins_inside, first, second } => straddle(pen, mark, *begins_inside, [first, second]),
        Block::Lookalike(line) => doubtful(pen, &[line], true),
        Block::Fenced(mark, lead) => fenced(pen, mark, lead),
        Block::Stray(line) => stray(pen, line),
    }
}

fn heading(pen: &mut Pen, level: usize, setext: bool) {
    let word = pen.plain("heading");
    if setext {
        pen.line(&format!("About {word}"));
        pen.line("-----");
    } else {
        pen.line(&format!("{} About {word}", "#".repeat(level)));
    }
}

fn item(pen: &mut Pen, mark: &'static str, inner: &[Block]) {
    pen.item(mark, |pen| {
        if mark.contains('[') {
            let word = pen.plain("item");
            pen.line(&format!("Box {word}"));
        }
        blocks(pen, inner);
    });
}

fn quote(pen: &mut Pen, first: &str, inner: &[Block]) {
    pen.quote(|pen| {
        if !first.is_empty() {
            pen.line(first);
        }
        blocks(pen, inner);
    });
    pen.gap();
}

fn fence(pen: &mut Pen, (mark, info, lines): (&str, &str, &[&str]), closed: bool, indent: usize) {
    let indent = " ".repeat(if pen.is_at_marker() || pen.needs_margin() { 0 } else { indent });
    // At the margin nothing would ever close it.
    let closed = closed || pen.is_at_margin();
    pen.line(&format!("{indent}{mark}{info}"));
    for line in lines {
        let line = line.replace("WORD", &pen.loose("code"));
        pen.line(&format!("{indent}{line}"));
    }
    if closed {
        pen.line(&format!("{indent}{mark}"));
    } else {
        pen.leave_fence_open(format!("{indent}{mark}"));
    }
}

fn indented(pen: &mut Pen) {
    let margin = if pen.needs_margin() { "" } else { "    " };
    let word = pen.loose("indented code");
    pen.line(&format!("{margin}code {word}"));
}

fn table(pen: &mut Pen) {
    let cells = ["table head", "table cell", "table cell"].map(|what| pen.plain(what));
    pen.line(&format!("| {} | B |", cells[0]));
    pen.line("| --- | --- |");
    pen.line(&format!("| {} | a {} |", cells[1], cells[2]));
}

fn tasks(pen: &mut Pen, rows: usize) {
    if !pen.is_at_margin() {
        return table(pen);
    }
    pen.lines(&HEADER);
    for _ in 0..rows {
        let (id, name) = (pen.task(), pen.plain("task name"));
        pen.line(&format!("| {id} | Ask {name} | M | FastTrack Engineer | Exchange |"));
    }
}

fn refresh(pen: &mut Pen) {
    if !pen.is_at_margin() {
        return table(pen);
    }
    let (who, what) = (pen.loose("author"), pen.loose("change"));
    pen.lines(&["## Refresh Summary", "", "| Date | Who Changed | What Changed |", "| --- | --- | --- |"]);
    pen.line(&format!("| 3/20/2020 | Robin {who} | Added {what}. |"));
}

fn step(pen: &mut Pen, labelled: bool) {
    if pen.is_at_margin() {
        pen.line("## Approach");
        pen.gap();
    }
    let word = pen.plain("step");
    pen.line(&format!("### Do {word}"));
    if labelled {
        pen.gap();
        pen.line("Primary Role: **FastTrack Engineer**");
    }
}

fn html(pen: &mut Pen, open: &str, close: &str, inner: &[Block]) {
    let open = open.replace("WORD", &pen.loose("raw HTML"));
    pen.line(&open);
    if open == "<div" {
        let title = pen.loose("attribute");
        pen.line(&format!("  title=\"{title}\">"));
    }
    pen.gap();
    blocks(pen, inner);
    if !close.is_empty() {
        pen.gap();
        pen.line(close);
    }
}

/// HTML that goes on over empty lines, with a block for some readers in it.
fn pre(pen: &mut Pen, tag: &str, hidden: bool) {
    let word = pen.loose("raw HTML");
    pen.line(&format!("<{tag}>"));
    pen.line(&word);
    if hidden && !pen.is_at_marker() {
        pen.line(":::audience internal");
        pen.open_audience(&["internal"]);
        let word = pen.loose("raw HTML");
        pen.line(&word);
        pen.line(":::");
        pen.close();
    }
    pen.line(&format!("</{tag}>"));
}

fn comment(pen: &mut Pen, lines: &[&str]) {
    if lines.iter().any(|line| line.trim_start().starts_with(":::")) {
        pen.may();
    }
    for line in lines {
        let line = line.replace("WORD", &pen.loose("comment"));
        pen.line(&line);
    }
}

fn leaf(pen: &mut Pen, lines: &[&str]) {
    for line in lines {
        let line = if line.contains("PIC") { line.replace("PIC", &pen.picture()) } else { (*line).to_owned() };
        let line = if line.contains("CODE") { line.replace("CODE", &pen.code()) } else { line };
        let line = if line.contains("WORD") { line.replace("WORD", &pen.loose("directive")) } else { line };
        pen.line(&line);
    }
    if lines[0].starts_with(":::") && lines.last().is_some_and(|line| !line.ends_with(":::")) {
        pen.leave_leaf_open();
    }
}

fn around(pen: &mut Pen, open: &[&str], close: &[&str], inner: &[Block]) {
    for line in open {
        let word = if line.contains("WORD") { pen.loose("tab") } else { String::new() };
        if line.is_empty() { pen.gap() } else { pen.line(&line.replace("WORD", &word)) }
    }
    blocks(pen, inner);
    for line in close {
        if line.is_empty() { pen.gap() } else { pen.line(line) }
    }
}

fn container(pen: &mut Pen, word: &str, closed: bool, inner: &[Block]) {
    pen.line(word);
    pen.open_other();
    blocks(pen, inner);
    if closed {
        pen.line(":::");
        pen.close();
    }
}

fn include(pen: &mut Pen, audience: Option<&'static str>, inner: &[Block]) {
    // Behind a marker it stands amid text, and a file amid text shows no further files.
    let amid_text = pen.is_at_marker();
    let path = pen.included(audience, |pen| {
        if amid_text {
            pen.loosely(|pen| blocks(pen, inner));
        } else {
            blocks(pen, inner);
        }
    });
    let word = pen.loose("include title");
    pen.line(&format!("[!INCLUDE [{word}]({path})]"));
}

fn quoted_page(pen: &mut Pen, line: &str) {
    let path = pen.internal_page();
    pen.line(&line.replace("PAGE", &path));
}

fn audience(pen: &mut Pen, names: &str, (dress, end): (&Dress, End), inner: &[Block]) {
    let indent = |pen: &Pen| if pen.needs_margin() { "" } else { dress.indent };
    if !dress.tight[0] {
        pen.gap();
    }
    let line = format!("{}{}{names}{}", indent(pen), dress.word, dress.tail);
    pen.line(&line);
    let audiences: Vec<String> = names.split([',', ';', ' ']).map(str::to_lowercase).collect();
    pen.open_audience(&audiences.iter().map(String::as_str).collect::<Vec<_>>());
    if !dress.tight[1] {
        pen.gap();
    }
    blocks(pen, inner);
    if !dress.tight[2] {
        pen.gap();
    }
    match end {
        End::Bare => {
            let line = format!("{}:::", indent(pen));
            pen.line(&line);
            pen.close();
        }
        End::Named(text) => {
            let line = format!("{}{text}", indent(pen));
            pen.line(&line);
            pen.close_audience();
        }
        End::Never => {}
    }
}

fn straddle(pen: &mut Pen, mark: &'static str, begins_inside: bool, [first, second]: [&[Block]; 2]) {
    let inside = |pen: &mut Pen, write: &dyn Fn(&mut Pen)| {
        if mark == "> " { pen.quote(write) } else { pen.item(mark, write) }
    };
    let begin = |pen: &mut Pen| {
        pen.line(":::audience internal");
        pen.open_audience(&["internal"]);
    };
    let end = |pen: &mut Pen| {
        pen.line(":::");
        pen.close();
    };
    let word = |pen: &mut Pen| {
        let word = pen.plain("item");
        pen.line(&format!("Before or after {word}"));
    };
    if begins_inside {
        inside(pen, &|pen| {
            word(pen);
            begin(pen);
            blocks(pen, first);
        });
        pen.gap();
        blocks(pen, second);
        pen.gap();
        end(pen);
    } else {
        begin(pen);
        blocks(pen, first);
        pen.gap();
        inside(pen, &|pen| {
            word(pen);
            blocks(pen, second);
            end(pen);
            pen.gap();
            word(pen);
        });
    }
    pen.gap();
}

/// Lines at which the build must stop; within a block for some readers it may.
fn doubtful(pen: &mut Pen, lines: &[&str], for_sure: bool) {
    if for_sure && pen.is_outside() {
        pen.must()
    } else {
        pen.set_free()
    }
    for line in lines {
        pen.line(line);
    }
    pen.gap();
    let word = pen.loose("after a lookalike");
    pen.line(&format!("Then {word}"));
}

fn fenced(pen: &mut Pen, mark: &str, lead: &str) {
    let blanks: String = if lead == "> " { lead.to_owned() } else { lead.chars().map(|_| ' ').collect() };
    let lines = [
        format!("{lead}{mark}"),
        format!("{blanks}:::audience internal"),
        format!("{blanks}code"),
        format!("{blanks}:::"),
        format!("{blanks}{mark}"),
    ];
    let partners_read_it = pen.shown()[0];
    doubtful(pen, &lines.each_ref().map(String::as_str), partners_read_it);
}

fn stray(pen: &mut Pen, line: &str) {
    pen.line(line);
    if line.to_lowercase().contains("audience") {
        pen.close_audience()
    } else {
        pen.close()
    }
    pen.gap();
    let word = pen.loose("after an end");
    pen.line(&format!("Then {word}"));
}
