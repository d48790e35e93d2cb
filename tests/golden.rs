//! Whole folders in, whole folders out: each folder of `tests/golden/` holds a project in `in/` and the site that is
//! made of it in `out/`, compared byte for byte, with what was found in `findings.txt`.
//!
//! `WAYBOOK_BLESS=1 cargo test --test golden` writes what is made. Read the diff.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use waybook::diagnostic::render::concise;
use waybook::publish::Foreign;
use waybook::session::{Publishing, Request, Session};
use waybook::system::Os;

/// What a case comes to: every file by its path, and what is found as a file beside them.
type Files = BTreeMap<String, Vec<u8>>;

#[test]
fn every_case_makes_its_folder() {
    let bless = std::env::var_os("WAYBOOK_BLESS").is_some();
    let mut failures = String::new();
    for case in folders(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")) {
        let made = made(&case.join("in"));
        if bless {
            write(&case, &made);
        }
        let name = case.file_name().unwrap_or_default().to_string_lossy();
        failures.extend(differences(&expected(&case), &made).into_iter().map(|line| format!("{name}: {line}\n")));
    }
    assert!(failures.is_empty(), "\n{failures}`WAYBOOK_BLESS=1 cargo test --test golden` accepts what was made");
}

/// Builds a project away from its sources; the day is fixed, the manifest left out, since it repeats every hash.
fn made(project: &Path) -> Files {
    let place = tempfile::tempdir().expect("a folder for the test");
    let out = place.path().join("out");
    let request = Request {
        project: Some(project.to_owned()),
        out: Some(out.clone()),
        as_of: Some(date(2020, 6, 30)),
        ..Request::default()
    };
    let mut session = Session::new(&Os, request);
    let publishing = Publishing { foreign: Foreign::Keep, edition: None, compress: false, take_over: false };
    let build = session.build().expect("it can be built");
    session.publish(&build, &publishing).expect("it can be written");
    let mut files = files(&out, "out");
    files.remove("out/manifest.json");
    if !project.join("waybook.yml").exists() {
        files = without_theme(files);
    }
    let found = concise(&build.findings.diagnostics, &build.findings.sources);
    files.insert("findings.txt".to_owned(), found.into_bytes());
    files
}

fn expected(case: &Path) -> Files {
    let mut files = files(&case.join("out"), "out");
    files.insert("findings.txt".to_owned(), fs::read(case.join("findings.txt")).unwrap_or_default());
    files
}

fn write(case: &Path, made: &Files) {
    fs::remove_dir_all(case.join("out")).ok();
    for (path, bytes) in made {
        let path = case.join(path);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("folders can be made");
        fs::write(path, bytes).expect("files can be written");
    }
}

/// A line on each file that is not as expected, with the first line in which a text differs.
fn differences(expected: &Files, made: &Files) -> Vec<String> {
    let gone = expected.keys().filter(|path| !made.contains_key(*path)).map(|path| format!("{path} is not made"));
    let other = made.iter().filter_map(|(path, bytes)| match expected.get(path) {
        None => Some(format!("{path} should not be made")),
        Some(known) if known != bytes => Some(format!("{path}{}", first_difference(known, bytes))),
        Some(_) => None,
    });
    gone.chain(other).collect()
}

fn first_difference(expected: &[u8], made: &[u8]) -> String {
    let (expected, made) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(made));
    let line = expected.lines().zip(made.lines()).position(|(one, other)| one != other);
    let line = line.unwrap_or_else(|| expected.lines().count().min(made.lines().count()));
    let at = |text: &str| text.lines().nth(line).unwrap_or("the end").to_owned();
    format!(":{}:\n  expected {}\n  made     {}", line + 1, at(&expected), at(&made))
}

/// A project that is only a `docfx.json` has the default theme, which no golden case depends on: of its pages and assets
/// only that they are there.
fn without_theme(files: Files) -> Files {
    let is_theme = |path: &str| path.ends_with(".html") || path.starts_with("out/assets/");
    let own = |(path, bytes): (String, Vec<u8>)| if is_theme(&path) { (path, Vec::new()) } else { (path, bytes) };
    files.into_iter().map(own).collect()
}

/// Every file below a folder by its path, which begins with `name`.
fn files(folder: &Path, name: &str) -> Files {
    let mut found = Files::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("the folder can be read").path();
        let name = format!("{name}/{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            found.extend(files(&path, &name));
        } else {
            found.insert(name, fs::read(&path).expect("the file can be read"));
        }
    }
    found
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the cases are there")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    found
}
