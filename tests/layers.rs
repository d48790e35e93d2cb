//! The walls of the house. Inside one crate only a test keeps them up; ARCHITECTURE.md holds the table of who may import
//! whom, with the reasons. A wall that turns out wrong is moved there.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// What only one room may do: what it is, the words that show it, the room.
const DOORS: &[(&str, &[&str], &str)] = &[
    ("touches files", &["std::fs"], "system"),
    ("touches the environment", &["std::env", "current_dir("], "system"),
    ("touches the network", &["std::net", "TcpStream", "TcpListener"], "system"),
    ("reads the clock", &["SystemTime", "Zoned::now", "Timestamp::now"], "system"),
    ("prints", &["println!(", "eprintln!(", "print!(", "eprint!(", "anstream::"], "cli"),
];

/// Names that say nothing of what is behind them.
const EMPTY_NAMES: &[&str] = &["util", "utils", "common", "helper", "helpers", "misc", "shared", "manager"];
/// Ends of type names that say nothing.
const EMPTY_ENDS: &[&str] = &["Manager", "Helper", "Util", "Utils", "Data"];

/// One source file of the crate.
struct Room {
    /// Relative to the crate, with `/`.
    path: String,
    /// The path of its module: `["diagnostic", "render", "full"]`.
    module: Vec<String>,
    text: String,
}

#[test]
fn every_module_imports_only_what_its_row_names() {
    let rows = rows();
    let mut found = String::new();
    for room in rooms() {
        let Some(own) = room.module.first() else { continue };
        let Some((_, allowed)) = rows.iter().find(|(name, _)| name == own) else {
            let _ = writeln!(found, "{}: `{own}` has no row in the table of ARCHITECTURE.md", room.path);
            continue;
        };
        for (line, used) in room.imports() {
            let known = rows.iter().any(|(name, _)| *name == used);
            if known && used != *own && !allowed.contains(&used) {
                let allowed = allowed.join(", ");
                let _ = writeln!(found, "{}:{line}: `{own}` may not use `{used}`, only: {allowed}", room.path);
            }
        }
    }
    assert!(found.is_empty(), "a wall is broken (see ARCHITECTURE.md)\n{found}");
}

#[test]
fn the_table_names_every_room_and_no_other() {
    let rows = rows();
    let named: BTreeSet<&str> = rows.iter().map(|(name, _)| name.as_str()).collect();
    let rooms = rooms();
    let built: BTreeSet<&str> = rooms.iter().filter_map(|room| room.module.first()).map(String::as_str).collect();
    assert_eq!(named, built, "the table of ARCHITECTURE.md and the folders of src/ differ");
    let unknown: Vec<&String> =
        rows.iter().flat_map(|(_, used)| used).filter(|used| !named.contains(used.as_str())).collect();
    assert!(unknown.is_empty(), "the table of ARCHITECTURE.md names {unknown:?}");
}

#[test]
fn each_door_to_the_outside_has_one_room() {
    let mut found = String::new();
    for room in rooms() {
        for (line, code) in room.code() {
            for (what, words, owner) in DOORS {
                let own = room.module.first().is_some_and(|name| name == owner);
                if let Some(word) = words.iter().find(|word| !own && has_word(code, word)) {
                    let _ = writeln!(found, "{}:{line}: only `{owner}` {what}, this says `{word}`", room.path);
                }
            }
        }
    }
    assert!(found.is_empty(), "a door is in the wrong room (see ARCHITECTURE.md)\n{found}");
}

#[test]
fn every_file_opens_with_what_it_is() {
    let mut found = String::new();
    for room in rooms() {
        let header = room.text.lines().take_while(|line| line.starts_with("//!")).count();
        if header == 0 || header > 10 {
            let _ = writeln!(found, "{}:1: has {header} lines of `//!`, not one to ten", room.path);
        }
    }
    assert!(found.is_empty(), "say what each file is (see CONTRIBUTING.md)\n{found}");
}

#[test]
fn nothing_unwraps() {
    let mut found = String::new();
    for room in rooms() {
        for (line, _) in room.code().filter(|(_, code)| code.contains(".unwrap()")) {
            let _ = writeln!(found, "{}:{line}: `unwrap`; an `expect` says why it holds", room.path);
        }
    }
    assert!(found.is_empty(), "{found}");
}

#[test]
fn names_say_what_they_name() {
    let mut found = String::new();
    for room in rooms() {
        if let Some(name) = room.module.last().filter(|name| EMPTY_NAMES.contains(&name.as_str())) {
            let _ = writeln!(found, "{}: a module named `{name}`", room.path);
        }
        for (line, code) in room.code() {
            if let Some(name) = declared(code).filter(|name| is_empty_name(name)) {
                let _ = writeln!(found, "{}:{line}: `{name}` says nothing", room.path);
            }
        }
    }
    assert!(found.is_empty(), "name it after what it is\n{found}");
}

#[test]
fn the_walls_would_be_noticed_if_they_broke() {
    let text = "use crate::text::Span;\n// crate::cli\nuse super::super::model::Task;\nuse crate::{config, view::{Page}};\n\
                #[cfg(test)]\nuse crate::system;";
    let module = ["syntax", "markdown"].map(str::to_owned).to_vec();
    let room = Room { path: String::new(), module, text: text.to_owned() };
    let imports: Vec<(usize, String)> = room.imports();
    let expected = [(1, "text"), (3, "model"), (4, "config"), (4, "view")];
    assert_eq!(imports, expected.map(|(line, name)| (line, name.to_owned())));
    assert!(has_word("let x = std::fs::read(p);", "std::fs") && !has_word("my_std::fs", "std::fs"));
    assert_eq!(declared("pub(super) struct PlanManager<'a> {"), Some("PlanManager"));
}

impl Room {
    /// The lines that are code and no test, with their numbers.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
        lines.take_while(|(_, line)| *line != "#[cfg(test)]").filter(|(_, line)| !line.starts_with("//"))
    }

    /// The top-level modules that the code names, with the lines.
    fn imports(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        for (line, code) in self.code() {
            found.extend(after(code, "crate::").into_iter().flat_map(names).map(|name| (line, name.to_owned())));
            found.extend(self.above(code).map(|name| (line, name)));
        }
        found
    }

    /// What `super::super::…` leads to, where it leaves the room's own module.
    fn above(&self, code: &str) -> Option<String> {
        let start = code.find("super::")?;
        let mut rest = &code[start..];
        let mut climbed = 0;
        while let Some(further) = rest.strip_prefix("super::") {
            rest = further;
            climbed += 1;
        }
        let leaves = climbed == self.module.len();
        leaves.then(|| names(rest).into_iter().next().map(str::to_owned))?
    }
}

/// Who may import whom: the table of ARCHITECTURE.md, a module and what stands in its row.
fn rows() -> Vec<(String, Vec<String>)> {
    let text = include_str!("../ARCHITECTURE.md");
    let table = text.lines().skip_while(|line| !line.starts_with("| module | may use |")).skip(2);
    let row = |line: &str| {
        let (name, used) = line.trim_matches('|').split_once('|').expect("a row has two cells");
        let used = used.split(',').map(|name| name.trim().to_owned()).filter(|name| name != "–");
        (name.trim().to_owned(), used.collect())
    };
    table.take_while(|line| line.starts_with('|')).map(row).collect()
}

/// Every source file outside tests, in order of path.
fn rooms() -> Vec<Room> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    collect(&root.join("src"), &mut paths);
    paths.sort();
    let rooms = paths.into_iter().filter_map(|path| {
        let relative = path.strip_prefix(root).ok()?.components();
        let parts: Vec<String> = relative.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        let text = fs::read_to_string(&path).expect("sources are UTF-8");
        let module = parts[1..].iter().map(|part| part.trim_end_matches(".rs").to_owned());
        let module = module.filter(|part| !["mod", "lib", "main"].contains(&part.as_str())).collect();
        Some(Room { path: parts.join("/"), module, text })
    });
    rooms.filter(|room| room.module.last().is_none_or(|name| name != "tests")).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

/// What follows each occurrence of a word.
fn after<'a>(code: &'a str, word: &str) -> Vec<&'a str> {
    let starts = code.match_indices(word).filter(|(at, _)| starts_word(code, *at));
    starts.map(|(at, _)| &code[at + word.len()..]).collect()
}

/// The first names of `a::b`, or of each item of `{a::b, c}`.
fn names(path: &str) -> Vec<&str> {
    let Some(group) = path.strip_prefix('{') else {
        return vec![word_at(path)];
    };
    let mut depth = 0;
    let mut items = vec![word_at(group.trim_start())];
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => items.push(word_at(group[at + 1..].trim_start())),
            _ => {}
        }
    }
    items
}

fn word_at(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

fn has_word(code: &str, word: &str) -> bool {
    !after(code, word).is_empty()
}

fn starts_word(code: &str, at: usize) -> bool {
    !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// The name that a line declares, if it declares one.
fn declared(code: &str) -> Option<&str> {
    let keyword = ["struct ", "enum ", "trait ", "mod ", "fn "];
    let start = keyword.iter().find_map(|word| after(code, word).into_iter().next())?;
    Some(word_at(start)).filter(|name| !name.is_empty())
}

fn is_empty_name(name: &str) -> bool {
    EMPTY_NAMES.contains(&name) || EMPTY_ENDS.iter().any(|end| name.ends_with(end))
}
