//! What happens to tables: pipes go astray, lines are joined and split, headers change, strange characters come in.

use crate::rng::Rng;
use crate::sample::{Line, Part, Sample};

type Damage = fn(&mut Sample, usize, &mut Rng);

const KINDS: &[(&str, Damage)] = &[
    ("drop a pipe", drop_pipe),
    ("double a pipe", double_pipe),
    ("move a pipe", move_pipe),
    ("drop all pipes", drop_pipes),
    ("join two lines", join),
    ("split a line", split),
    ("swap cells", swap_cells),
    ("swap two lines", swap_lines),
    ("change the header", change_header),
    ("remove a line of the head", remove_head),
    ("change the delimiter row", change_delimiter),
    ("insert a line", insert_line),
    ("insert characters", insert_characters),
    ("change blanks", change_blanks),
    ("dress the id", dress_id),
];

/// Damages a page in one to three ways and tells which.
pub(crate) fn damage(page: &mut Sample, rng: &mut Rng) -> Vec<&'static str> {
    let mut done = Vec::new();
    for _ in 0..1 + rng.below(3) {
        let refresh = rng.chance(12);
        let lines: Vec<usize> = (0..page.lines.len()).filter(|at| is_target(page.lines[*at].part, refresh)).collect();
        if lines.is_empty() {
            continue;
        }
        let (name, kind) = KINDS[rng.below(KINDS.len())];
        kind(page, lines[rng.below(lines.len())], rng);
        done.push(name);
    }
    done
}

fn is_target(part: Part, refresh: bool) -> bool {
    match part {
        Part::Other => false,
        Part::RefreshHead | Part::RefreshRow => refresh,
        _ => !refresh,
    }
}

fn pipes(line: &Line) -> Vec<usize> {
    line.text.match_indices('|').map(|(at, _)| at).collect()
}

fn any<T: Copy>(from: &[T], rng: &mut Rng) -> Option<T> {
    from.get(rng.below(from.len())).copied()
}

/// An offset between two characters of a text, its ends too.
fn place(text: &str, rng: &mut Rng) -> usize {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    places[rng.below(places.len())]
}

fn touch(page: &mut Sample, at: usize, text: String) {
    page.lines[at].touched |= page.lines[at].text != text;
    page.lines[at].text = text;
}

fn drop_pipe(page: &mut Sample, at: usize, rng: &mut Rng) {
    let Some(pipe) = any(&pipes(&page.lines[at]), rng) else { return };
    let mut text = page.lines[at].text.clone();
    text.remove(pipe);
    touch(page, at, text);
}

fn double_pipe(page: &mut Sample, at: usize, rng: &mut Rng) {
    let Some(pipe) = any(&pipes(&page.lines[at]), rng) else { return };
    let mut text = page.lines[at].text.clone();
    text.insert_str(pipe, rng.pick(&["|", "| ", "|  |"]));
    touch(page, at, text);
}

fn move_pipe(page: &mut Sample, at: usize, rng: &mut Rng) {
    let Some(pipe) = any(&pipes(&page.lines[at]), rng) else { return };
    let mut text = page.lines[at].text.clone();
    text.remove(pipe);
    let to = place(&text, rng);
    text.insert(to, '|');
    touch(page, at, text);
}

fn drop_pipes(page: &mut Sample, at: usize, rng: &mut Rng) {
    let with = if rng.chance(50) { "" } else { " " };
    let text = page.lines[at].text.replace('|', with);
    touch(page, at, text);
}

/// Joins a line with the one below it or above it.
fn join(page: &mut Sample, at: usize, rng: &mut Rng) {
    let at = if rng.chance(30) { at.saturating_sub(1) } else { at };
    if at + 1 >= page.lines.len() {
        return;
    }
    let below = page.lines.remove(at + 1);
    let own = &page.lines[at];
    if below.text.is_empty() {
        return;
    }
    let part = if own.part == Part::Other { below.part } else { own.part };
    let text = format!("{}{}{}", own.text, rng.pick(&["", "", " "]), below.text);
    page.lines[at] = Line { text, part, touched: true };
}

fn split(page: &mut Sample, at: usize, rng: &mut Rng) {
    let Line { text, part, .. } = page.lines[at].clone();
    let (left, right) = text.split_at(place(&text, rng));
    let prefix: String = text.chars().take_while(|c| matches!(c, '>' | ' ')).collect();
    let lead = if rng.chance(50) { prefix.as_str() } else { "" };
    let below = Line { text: format!("{lead}{right}"), part, touched: true };
    page.lines[at] = Line { text: left.to_owned(), part, touched: true };
    page.lines.insert(at + 1, below);
}

fn swap_cells(page: &mut Sample, at: usize, rng: &mut Rng) {
    let mut cells: Vec<&str> = page.lines[at].text.split('|').collect();
    let (one, two) = (rng.below(cells.len()), rng.below(cells.len()));
    cells.swap(one, two);
    let text = cells.join("|");
    touch(page, at, text);
}

/// Swaps a line with one of its neighbours, text or table.
fn swap_lines(page: &mut Sample, at: usize, rng: &mut Rng) {
    let other = if rng.chance(50) { at + 1 } else { at.saturating_sub(1) };
    let table = |line: Option<&Line>| line.is_some_and(|line| line.part != Part::Other);
    if other != at && table(page.lines.get(other)) {
        page.lines.swap(at, other);
        for swapped in [at, other] {
            page.lines[swapped].touched |= !matches!(page.lines[swapped].part, Part::Row(..) | Part::RefreshRow);
        }
    }
}

fn head(page: &Sample, at: usize) -> usize {
    (0..=at).rev().find(|line| matches!(page.lines[*line].part, Part::Header(_) | Part::RefreshHead)).unwrap_or(at)
}

/// Header words in another language, misspelt, or gone.
fn change_header(page: &mut Sample, at: usize, rng: &mut Rng) {
    let at = head(page, at);
    if !matches!(page.lines[at].part, Part::Header(_) | Part::RefreshHead) {
        return;
    }
    let mut cells: Vec<String> = page.lines[at].text.split('|').map(str::to_owned).collect();
    let all = rng.chance(30);
    for cell in &mut cells {
        if cell.trim().is_empty() || !(all || rng.chance(40)) {
            continue;
        }
        *cell = match rng.below(4) {
            0 => "  ".to_owned(),
            1 => cell.replace(['a', 'e', 'ク', '任'], "x"),
            2 => rng.pick(&[" Opgave-ID ", " Navn ", " Rolle ", " Tjenester ", " Id ", " 角色 "]).to_owned(),
            _ => format!(" {}", cell.trim().chars().rev().collect::<String>()),
        };
    }
    let text = cells.join("|");
    touch(page, at, text);
}

fn remove_head(page: &mut Sample, at: usize, rng: &mut Rng) {
    let at = head(page, at) + rng.below(2);
    let is_head = |part| matches!(part, Part::Header(_) | Part::Delimiter(_) | Part::RefreshHead);
    if page.lines.get(at).is_some_and(|line| is_head(line.part)) {
        page.lines.remove(at);
    }
}

fn change_delimiter(page: &mut Sample, at: usize, rng: &mut Rng) {
    let at = head(page, at) + 1;
    let Some(line) = page.lines.get(at) else { return };
    if !matches!(line.part, Part::Delimiter(_) | Part::RefreshHead) {
        return;
    }
    let text = match rng.below(5) {
        0 => format!("{}{}", line.text, if line.text.ends_with('|') { " --- |" } else { " | ---" }),
        1 => line.text.replacen("--- |", "", 1 + rng.below(4)),
        2 => line.text.replacen('-', "", rng.below(4)),
        3 => line.text.replace("---", "-- -"),
        _ => "---".to_owned(),
    };
    touch(page, at, text);
}

/// A blank line, a merge marker, or text amid the table.
fn insert_line(page: &mut Sample, at: usize, rng: &mut Rng) {
    const LINES: [&str; 9] =
        ["", "", "", "<<<<<<< HEAD", "=======", ">>>>>>> 3f2a9c1 (tasks)", "A word between.", "|", "| | | | | |"];
    let line = Line { text: rng.pick(&LINES).to_owned(), part: Part::Other, touched: true };
    let marker = line.text.len() > 6 && !line.text.starts_with(['A', '|']);
    page.lines.insert(at + usize::from(rng.chance(50)), line);
    if marker && rng.chance(50) {
        let end = Line { text: ">>>>>>> theirs".to_owned(), part: Part::Other, touched: true };
        page.lines.insert((at + 2).min(page.lines.len()), end);
    }
}

fn insert_characters(page: &mut Sample, at: usize, rng: &mut Rng) {
    const PIECES: [&str; 40] = [
        "\u{0}", "\u{1}", "\u{8}", "\u{b}", "\u{c}", "\u{1b}", "\u{7f}", "\u{85}", "\u{a0}", "\u{ad}", "\u{200b}",
        "\u{200e}", "\u{2028}", "\u{2060}", "\u{feff}", "\u{fffd}", "\u{202e}", "|", "\\", "`", "``", "```", "~~~",
        "<!--", "-->", "#", "# ", "## ", ">", "- ", "* ", "1. ", "---", ":::", "[", "](", "*", "\t", "\r", "é",
    ];
    let mut text = page.lines[at].text.clone();
    for _ in 0..1 + rng.below(2) {
        let to = if rng.chance(20) { 0 } else { place(&text, rng) };
        text.insert_str(to, rng.pick(&PIECES));
    }
    touch(page, at, text);
}

fn change_blanks(page: &mut Sample, at: usize, rng: &mut Rng) {
    let text = &page.lines[at].text;
    let text = match rng.below(6) {
        0 => text.replace(' ', ""),
        1 => text.replace(' ', "\u{a0}"),
        2 => text.replace(' ', "\t"),
        3 => format!("{}{text}", " ".repeat(1 + rng.below(6))),
        4 => format!("{text}   "),
        _ => text.replace('|', "  |  "),
    };
    touch(page, at, text);
}

/// The id as a link, in bold, with a mark.
fn dress_id(page: &mut Sample, at: usize, rng: &mut Rng) {
    let Part::Row(_, row) = page.lines[at].part else { return };
    let id = page.ids[row].clone();
    let dressed = match rng.below(6) {
        0 => format!("[{id}](../tasks/list.md)"),
        1 => format!("**{id}**"),
        2 => format!("[**{id}**](#task)"),
        3 => format!("`{id}`"),
        4 => format!("{id}:"),
        _ => format!("#{id}"),
    };
    let text = page.lines[at].text.replacen(&id, &dressed, 1);
    touch(page, at, text);
}
