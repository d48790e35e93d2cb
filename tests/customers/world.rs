//! The sample project in memory, and the reports made from it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::date;
use serde_json::Value;
use waybook::output::Content;
use waybook::session::{Build, ReportKind, Request, Session, Shape, WantedReports};
use waybook::system::Memory;

/// The folder of this project.
const HERE: &str = env!("CARGO_MANIFEST_DIR");

/// A text of the sample.
pub(crate) fn sample_text(path: &str) -> String {
    fs::read_to_string(Path::new(HERE).join(path)).unwrap_or_else(|reason| panic!("{path}: {reason}"))
}

/// Every file of the sample below a folder, by its path in the project.
pub(crate) fn sample_files(folder: &str) -> BTreeMap<String, Vec<u8>> {
    let walk = walkdir::WalkDir::new(Path::new(HERE).join(folder)).into_iter();
    let files = walk.map(|entry| entry.expect("it can be walked")).filter(|entry| entry.file_type().is_file());
    let path = |path: &Path| path.strip_prefix(HERE).expect("inside").to_string_lossy().replace('\\', "/");
    files.map(|file| (path(file.path()), fs::read(file.path()).expect("it can be read"))).collect()
}

/// The sample project; its reports are for 16 March 2020.
pub(crate) fn sample() -> Memory {
    let mut world = Memory::new(date(2020, 3, 16)).with("/p/waybook.yml", sample_text("waybook.yml"));
    for (path, bytes) in sample_files("content") {
        world = world.with(Path::new("/p").join(path), bytes);
    }
    world
}

/// The playbook of the sample with other engagements: names and bytes of files below `content/engagements`.
pub(crate) fn playbook_with(files: &[(&str, Vec<u8>)]) -> Memory {
    let mut world = Memory::new(date(2020, 3, 16)).with("/p/waybook.yml", sample_text("waybook.yml"));
    for (path, bytes) in sample_files("content/playbook") {
        world = world.with(Path::new("/p").join(path), bytes);
    }
    // The settings name this folder, so that it must be there.
    world = world.with("/p/content/engagements/earlier/none.json", "{}");
    for (name, bytes) in files {
        world = world.with(Path::new("/p/content/engagements").join(name), bytes.clone());
    }
    world
}

/// What a build makes of reports; of one kind as workbooks, if a kind is named.
pub(crate) fn built(world: &Memory, workbooks: Option<ReportKind>) -> Build {
    let wanted = workbooks.map(|kind| WantedReports { kind: Some(kind), shape: Shape::Workbook });
    let request = Request { project: Some("/p".into()), wanted, ..Request::default() };
    Session::new(world, request).report().expect("reports are made")
}

/// Its files by their paths.
pub(crate) fn files(build: &Build) -> BTreeMap<String, Vec<u8>> {
    let bytes = |content: &Content| match content {
        Content::Bytes(bytes) => bytes.to_vec(),
        Content::Copy(_) => panic!("reports copy nothing"),
    };
    build.built.outputs.iter().map(|(path, content)| (path.to_string(), bytes(content))).collect()
}

/// The workbooks of one kind by their paths.
pub(crate) fn workbooks(world: &Memory, kind: ReportKind) -> BTreeMap<String, Vec<u8>> {
    files(&built(world, Some(kind)))
}

/// A twin.
pub(crate) fn twin(files: &BTreeMap<String, Vec<u8>>, path: &str) -> Value {
    let bytes = files.get(path).unwrap_or_else(|| panic!("{path} is not among {:?}", files.keys()));
    serde_json::from_slice(bytes).expect("a twin is JSON")
}

/// The files inside a workbook by their names.
pub(crate) fn unzipped(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a workbook is an archive");
    let mut out = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("it can be read");
        let mut text = String::new();
        std::io::Read::read_to_string(&mut file, &mut text).expect("it is text");
        out.insert(file.name().expect("it has a name").into_owned(), text);
    }
    out
}

/// Every file as text, workbooks taken apart.
pub(crate) fn texts(files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for (path, bytes) in files {
        if path.ends_with(".xlsx") {
            for (name, text) in unzipped(&bytes) {
                out.insert(format!("{path}/{name}"), text);
            }
        } else {
            out.insert(path, String::from_utf8(bytes).expect("it is UTF-8"));
        }
    }
    out
}

/// What a build makes of all reports as documents, before they are typeset: all that a PDF can show, but for fixed words.
pub(crate) fn manuscripts(world: &Memory) -> BTreeMap<String, String> {
    let wanted = Some(WantedReports { kind: None, shape: Shape::Document });
    let request = Request { project: Some("/p".into()), wanted, ..Request::default() };
    let build = Session::new(world, request).report().expect("reports are made");
    let reports = build.built.manuscripts.reports.iter();
    reports
        .map(|report| (report.path.to_string(), format!("{}{}", report.content["page"], report.content["site"])))
        .collect()
}

/// Every report in every shape as text.
pub(crate) fn all_shapes(world: &Memory) -> BTreeMap<String, String> {
    let mut all = texts(files(&built(world, None)));
    for kind in [ReportKind::Status, ReportKind::Closure, ReportKind::Portfolio] {
        all.extend(texts(workbooks(world, kind)));
    }
    all.extend(manuscripts(world));
    all
}
