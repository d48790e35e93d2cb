//! Publishing into a world in memory.

use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::output::Resource;
use crate::system::Memory;

/// The site of a project in memory.
fn target() -> Target<'static> {
    let (project, folder) = (Path::new("/p"), Path::new("/p/site"));
    Target { project, folder, foreign: Foreign::Keep, scope: Scope::Whole }
}

fn world() -> Memory {
    Memory::new(jiff::civil::date(2020, 6, 30))
}

fn path(text: &str) -> VirtualPath {
    VirtualPath::new(text).expect("inside the root")
}

fn files(list: &[(&str, &str)]) -> OutputFiles {
    let mut files = OutputFiles::default();
    for (name, text) in list {
        files.insert(path(name), (*text).to_owned());
    }
    files
}

fn names(paths: &[VirtualPath]) -> Vec<&str> {
    paths.iter().map(VirtualPath::as_str).collect()
}

fn published(world: &Memory, list: &[(&str, &str)]) -> Published {
    publish(world, target(), &files(list)).expect("it can be published")
}

#[test]
fn what_is_equal_is_not_touched() {
    let world = world();
    assert_eq!(names(&published(&world, &[("a.html", "a"), ("b/c.html", "c")]).written), ["a.html", "b/c.html"]);
    let writes = world.writes().len();
    let again = published(&world, &[("a.html", "a"), ("b/c.html", "c")]);
    assert_eq!((again.written.len(), again.unchanged, again.removed.len()), (0, 2, 0));
    assert_eq!(world.writes().len(), writes, "not even the manifest");
    let changed = published(&world, &[("a.html", "a"), ("b/c.html", "d")]);
    assert_eq!(names(&changed.written), ["b/c.html"]);
}

#[test]
fn what_is_no_longer_made_goes_and_what_we_did_not_make_stays() {
    let world = world().with("/p/site/notes.txt", "mine");
    published(&world, &[("a.html", "a"), ("b/c.html", "c")]);
    assert_eq!(names(&published(&world, &[("a.html", "a")]).removed), ["b/c.html"]);
    let left: Vec<_> = world.paths().iter().map(|path| path.display().to_string()).collect();
    assert_eq!(left, ["/p/site/a.html", "/p/site/manifest.json", "/p/site/notes.txt"]);
}

#[test]
fn a_file_in_the_place_of_a_folder_stops_all() {
    let world = world().with("/p/site/services", "mine");
    let files = files(&[("a.html", "a"), ("services/x.html", "x")]);
    let error = publish(&world, target(), &files).expect_err("it is in the way");
    assert_eq!(error.to_string(), "could not make the folder `/p/site/services`: a file of that name is there");
    assert!(world.writes().is_empty(), "nothing is half written");
}

#[test]
fn a_file_we_did_not_make_is_not_overwritten() {
    let world = world().with("/p/site/a.html", "mine");
    let error = publish(&world, target(), &files(&[("a.html", "a"), ("b.html", "b")])).expect_err("it is in the way");
    assert_eq!(error.to_string(), "did not overwrite `/p/site/a.html`: no build made it");
    assert!(world.writes().is_empty(), "nothing is half written");
    let forced = Target { foreign: Foreign::Overwrite, ..target() };
    publish(&world, forced, &files(&[("a.html", "a")])).expect("it was asked for");
    assert_eq!(world.read(Path::new("/p/site/a.html")).expect("it is there"), b"a");
}

#[test]
fn a_manifest_that_is_not_ours_is_a_file_like_any_other() {
    let world = world().with("/p/site/manifest.json", r#"{"name":"an app"}"#);
    assert!(publish(&world, target(), &files(&[("a.html", "a")])).is_err());
}

#[test]
fn a_manifest_cannot_reach_out_of_its_folder() {
    let evil = r#"{"generator":"waybook 9","files":[{"path":"../keep.md","hash":"","len":0},{"path":"/keep.md","hash":"","len":0}]}"#;
    let world = world().with("/p/site/manifest.json", evil).with("/p/keep.md", "x").with("/keep.md", "x");
    assert!(published(&world, &[("a.html", "a")]).removed.is_empty());
    assert!(world.paths().contains(&PathBuf::from("/p/keep.md")) && world.paths().contains(&PathBuf::from("/keep.md")));
}

#[test]
fn a_file_can_become_a_folder_and_back() {
    let world = world();
    published(&world, &[("a", "x"), ("b/c", "x")]);
    published(&world, &[("a/index.html", "x"), ("b", "x")]);
    let left: Vec<_> = world.paths().iter().map(|path| path.display().to_string()).collect();
    assert_eq!(left, ["/p/site/a/index.html", "/p/site/b", "/p/site/manifest.json"]);
}

#[test]
fn an_interrupted_build_is_finished_by_the_next() {
    let locked = world().locked("/p/site/b.html");
    assert!(publish(&locked, target(), &files(&[("a.html", "a"), ("b.html", "b")])).is_err());
    let next = world()
        .with("/p/site/manifest.json", locked.read(Path::new("/p/site/manifest.json")).expect("it came first"))
        .with("/p/site/a.html", "half of it");
    assert_eq!(published(&next, &[("a.html", "whole"), ("b.html", "b")]).written.len(), 2);
}

#[test]
fn resources_are_copied_once() {
    let world = world().with("/p/content/a.png", "image");
    let Fingerprint { hash, len } = Fingerprint::of(b"image");
    let mut files = OutputFiles::default();
    let resource = Resource { path: path("content/a.png"), hash: Arc::from(hash), len, extent: None };
    files.insert(path("media/a.png"), Content::Copy(resource));
    assert_eq!(publish(&world, target(), &files).expect("it can be published").written.len(), 1);
    assert_eq!(publish(&world, target(), &files).expect("it can be published").unchanged, 1);
    assert_eq!(world.read(Path::new("/p/site/media/a.png")).expect("it is there"), b"image");
}

#[test]
fn a_part_leaves_the_rest_and_is_known_afterwards() {
    let world = world();
    published(&world, &[("index.html", "x"), ("reports/contoso/status.html", "1")]);
    let part = Target { scope: Scope::Part, ..target() };
    let done = publish(&world, part, &files(&[("reports/contoso/status.html", "2"), ("reports/x.html", "3")]));
    assert_eq!(done.map(|done| (done.written.len(), done.removed.len())).ok(), Some((2, 0)));
    assert_eq!(
        names(&published(&world, &[("index.html", "x")]).removed),
        ["reports/contoso/status.html", "reports/x.html"]
    );
}

#[test]
fn an_edition_is_whole_below_its_folder() {
    let world = world();
    published(&world, &[("partner/a.html", "1"), ("partner/b.html", "2"), ("internal/a.html", "3")]);
    let folder = path("partner");
    let edition = Target { scope: Scope::Below(&folder), ..target() };
    let done = publish(&world, edition, &files(&[("partner/a.html", "1")])).expect("it can be published");
    assert_eq!(names(&done.removed), ["partner/b.html"]);
    assert_eq!(published(&world, &[("internal/a.html", "3")]).removed, [path("partner/a.html")]);
}

#[test]
fn the_manifest_is_the_same_for_the_same_files() {
    let world = world();
    published(&world, &[("b.html", "b"), ("a.html", "a")]);
    let text = String::from_utf8(world.read(Path::new("/p/site/manifest.json")).expect("it is there"));
    let expected = format!(
        "{{\n  \"generator\": \"waybook {}\",\n  \"files\": [\n    {{\"path\":\"a.html\",\"hash\":\"{}\",\"len\":1}},\n    {{\"path\":\"b.html\",\"hash\":\"{}\",\"len\":1}}\n  ]\n}}\n",
        env!("CARGO_PKG_VERSION"),
        blake3::hash(b"a").to_hex(),
        blake3::hash(b"b").to_hex()
    );
    assert_eq!(text.as_deref(), Ok(expected.as_str()));
}
