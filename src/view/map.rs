//! The map of the lifecycle: a column for each phase, a box for each process, an arrow to each page that its Next Steps
//! name. Geometry only; the template draws it. Words in SVG do not wrap, so titles are broken into lines here.

use std::collections::{BTreeMap, BTreeSet};

use super::article::process_link;
use super::frame::{frame, made};
use super::pages::{Arrow, Follows, Map, MapBox, MapColumn, MapLine};
use super::parts::Link;
use super::scope::{Scope, fixed};
use crate::corpus::Target;
use crate::text::VirtualPath;

/// Width of a box, in pixels as all that follows.
const WIDTH: f32 = 184.0;
/// Between two columns, where the arrows run.
const ALLEY: f32 = 72.0;
/// Between two boxes of a column.
const GAP: f32 = 18.0;
/// Around everything.
const MARGIN: f32 = 8.0;
/// From the top to the first boxes; the names of the phases stand above.
const HEAD: f32 = 52.0;
/// From one line of a title to the next.
const LINE: f32 = 18.0;
/// Above the first and below the last line of a box.
const PADDING: f32 = 12.0;
/// How far an arrow inside a column bends out.
const BEND: f32 = 34.0;
/// Letters of a line; those of Chinese and Japanese count twice.
const LETTERS: usize = 22;
/// Lines of a title before it is cut.
const LINES: usize = 4;

/// The page of the map; none for a playbook without phases.
pub fn map(scope: &Scope<'_>) -> Option<(VirtualPath, Map)> {
    let path = fixed("lifecycle.html");
    let placed = placed(scope);
    if placed.is_empty() {
        return None;
    }
    let (columns, boxes) = drawn(scope, &placed, &path);
    let follows = follows(scope);
    let at: BTreeMap<usize, &MapBox> = placed.iter().map(|(process, _)| *process).zip(&boxes).collect();
    let arrows = |(from, to): (&usize, &Vec<usize>)| {
        let start = *at.get(from)?;
        Some(to.iter().filter_map(|to| Some(arrow(start, at.get(to)?))).collect::<Vec<_>>())
    };
    let arrows: Vec<Arrow> = follows.iter().filter_map(arrows).flatten().collect();
    let bottom = boxes.iter().map(|one| one.y + one.height).fold(HEAD, f32::max);
    let right = columns.last().map_or(0.0, |column| column.x + WIDTH);
    let title = scope.word("lifecycle_map");
    let view = Map {
        frame: frame(scope, made(&title, &path, "playbook", &[])),
        width: right + BEND + MARGIN,
        height: bottom + MARGIN,
        columns,
        boxes,
        arrows,
        follows: told(scope, &placed, &follows, &path),
    };
    Some((path, view))
}

/// Each process of a phase with the number of its column: that of its first phase.
fn placed(scope: &Scope<'_>) -> Vec<(usize, usize)> {
    let mut placed: Vec<(usize, usize)> = Vec::new();
    let mut known = BTreeSet::new();
    for (column, phase) in scope.playbook.phases.iter().enumerate() {
        for process in &phase.processes {
            if known.insert(*process) {
                placed.push((*process, column));
            }
        }
    }
    placed
}

fn drawn(scope: &Scope<'_>, placed: &[(usize, usize)], path: &VirtualPath) -> (Vec<MapColumn>, Vec<MapBox>) {
    let left = |column: usize| MARGIN + BEND + column as f32 * (WIDTH + ALLEY);
    let phases = scope.playbook.phases.iter().enumerate();
    let columns = phases.map(|(at, phase)| MapColumn {
        link: Link {
            text: scope.phase_word(&phase.name).to_owned(),
            href: scope.phase(&phase.name).map(|to| super::html::encoded(&to.relative_from(path))).unwrap_or_default(),
            current: false,
        },
        number: at + 1,
        x: left(at),
    });
    let columns: Vec<MapColumn> = columns.collect();
    let mut next: Vec<f32> = vec![HEAD; columns.len()];
    let boxes = placed.iter().map(|(process, column)| {
        let link = process_link(scope, *process, path);
        let titles = broken(&link.text);
        let height = PADDING * 2.0 + LINE * titles.len() as f32;
        let y = next[*column];
        next[*column] += height + GAP;
        let line = |(at, text)| MapLine { y: y + PADDING + LINE * (at as f32 + 0.75), text };
        let lines = titles.into_iter().enumerate().map(line).collect();
        MapBox { link, x: left(*column), y, width: WIDTH, height, lines }
    });
    let boxes = boxes.collect();
    (columns, boxes)
}

/// The processes that the Next Steps of each process lead to, each once, in the order of the page.
fn follows(scope: &Scope<'_>) -> BTreeMap<usize, Vec<usize>> {
    let by_page: BTreeMap<usize, usize> =
        (0..scope.pages.len()).map(|process| (scope.page_of(process), process)).collect();
    let mut all = BTreeMap::new();
    for (from, process) in scope.playbook.processes.iter().enumerate() {
        let mut found: Vec<usize> = Vec::new();
        for address in &process.next_links {
            let Target::Pages(pages) = scope.library.resolve(process.file, address).target else { continue };
            let to = scope.first_of(&pages).and_then(|page| by_page.get(&page)).copied();
            found.extend(to.filter(|to| *to != from && !found.contains(to)));
        }
        if !found.is_empty() {
            all.insert(from, found);
        }
    }
    all
}

/// The same in words, for those who do not see the map, in the order of the boxes; what stands on no box last.
fn told(
    scope: &Scope<'_>,
    placed: &[(usize, usize)],
    follows: &BTreeMap<usize, Vec<usize>>,
    path: &VirtualPath,
) -> Vec<Follows> {
    let link = |process: &usize| process_link(scope, *process, path);
    let places: BTreeMap<usize, usize> = placed.iter().enumerate().map(|(at, (process, _))| (*process, at)).collect();
    let place = |process: usize| places.get(&process).copied().unwrap_or(usize::MAX);
    let mut ordered: Vec<(&usize, &Vec<usize>)> = follows.iter().collect();
    ordered.sort_by_key(|(from, _)| place(**from));
    ordered.into_iter().map(|(from, to)| Follows { from: link(from), to: to.iter().map(link).collect() }).collect()
}

/// A curve from one box to another, as SVG writes it. What leads back to an earlier phase is told apart.
fn arrow(from: &MapBox, to: &MapBox) -> Arrow {
    let (start, end) = (from.y + from.height / 2.0, to.y + to.height / 2.0);
    let (right, left) = (from.x + from.width, to.x);
    let same = (from.x - to.x).abs() < f32::EPSILON;
    if same {
        // Within a phase: down on the right, back up on the left.
        let down = end > start;
        let side = if down { right } else { from.x };
        let out = if down { side + BEND } else { side - BEND };
        return Arrow { path: format!("M{side} {start}C{out} {start} {out} {end} {side} {end}"), back: !down };
    }
    if left > right {
        let middle = (right + left) / 2.0;
        return Arrow { path: format!("M{right} {start}C{middle} {start} {middle} {end} {left} {end}"), back: false };
    }
    let (side, target) = (from.x, to.x + to.width);
    let middle = (side + target) / 2.0;
    Arrow { path: format!("M{side} {start}C{middle} {start} {middle} {end} {target} {end}"), back: true }
}

/// A title in lines that fit into a box.
fn broken(title: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in title.split_whitespace() {
        match lines.last_mut() {
            Some(line) if letters(line) + 1 + letters(word) <= LETTERS => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.extend(pieces(word)),
        }
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        lines[LINES - 1].push_str(" …");
    }
    if lines.is_empty() { vec![title.to_owned()] } else { lines }
}

/// A word in pieces that fit into a line; Chinese and Japanese sentences are one word.
fn pieces(word: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for letter in word.chars() {
        match pieces.last_mut() {
            Some(piece) if letters(piece) + wide(letter) <= LETTERS => piece.push(letter),
            _ => pieces.push(letter.to_string()),
        }
    }
    pieces
}

fn letters(text: &str) -> usize {
    text.chars().map(wide).sum()
}

fn wide(letter: char) -> usize {
    if letter >= '\u{1100}' { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_broken_between_words_and_cut_after_four_lines() {
        assert_eq!(broken("Migration"), ["Migration"]);
        assert_eq!(broken("Conduct Engagement Completion"), ["Conduct Engagement", "Completion"]);
        let long = broken(&"Discussion ".repeat(12));
        assert_eq!(long.len(), LINES);
        assert!(long[LINES - 1].ends_with('…'), "{long:?}");
    }

    #[test]
    fn letters_of_two_columns_count_twice() {
        let lines = broken("移行の準備を行い、グループを計画して開始する");
        assert!(lines.len() > 1 && lines.iter().all(|line| letters(line) <= LETTERS), "{lines:?}");
        assert_eq!(lines.concat(), "移行の準備を行い、グループを計画して開始する");
    }

    #[test]
    fn an_arrow_to_an_earlier_phase_leads_back() {
        let at = |x, y| MapBox { x, y, width: WIDTH, height: 40.0, ..MapBox::default() };
        assert!(!arrow(&at(0.0, 0.0), &at(300.0, 0.0)).back);
        assert!(arrow(&at(300.0, 0.0), &at(0.0, 0.0)).back);
        assert!(!arrow(&at(0.0, 0.0), &at(0.0, 80.0)).back);
        assert_eq!(arrow(&at(0.0, 0.0), &at(300.0, 0.0)).path, "M184 20C242 20 242 20 300 20");
    }
}
