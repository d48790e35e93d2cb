//! Publishing into a world in memory.

use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::output::Resource;
use crate::system::Memory;

/// The site of a project in memory.
fn target() -> Target<'static> {
    let (project, folder) = (Path::new("/p"), Path::new("/p/site"));
    let maker = Maker {
        title: "Northwind",
        has_own_title: true,
        content: "content",
        place: Place::Own,
        above: Some(".."),
        has_editions: false,
    };
    let (foreign, scope) = (Foreign::Keep, Scope::Whole);
    Target { project, folder, foreign, scope, maker, take_over: false, stays: Stays::default() }
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
    let entry = r#"{"path":"old.html","hash":"","len":1}"#;
    for (generator, is_ours) in [("waybook 0.1.0", true), ("hugo 0.140", false), ("my-waybook 1", false)] {
        let manifest = format!(r#"{{"generator":"{generator}","files":[{entry}]}}"#);
        let world = world().with("/p/site/manifest.json", manifest).with("/p/site/old.html", "x");
        let done = publish(&world, target(), &files(&[("a.html", "a")]));
        assert_eq!(done.is_ok(), is_ours, "{generator}");
        assert_eq!(world.paths().contains(&PathBuf::from("/p/site/old.html")), !is_ours, "{generator}");
    }
    let other = world().with("/p/site/manifest.json", r#"{"name":"an app"}"#);
    assert!(publish(&other, target(), &files(&[("a.html", "a")])).is_err());
    assert_eq!(other.read(Path::new("/p/site/manifest.json")).expect("it is there"), br#"{"name":"an app"}"#);
}

#[test]
fn an_entry_that_is_no_longer_made_leaves_the_manifest() {
    let world = world();
    published(&world, &[("a.html", "a"), ("b.html", "b")]);
    published(&world, &[("a.html", "a")]);
    let manifest = String::from_utf8(world.read(Path::new("/p/site/manifest.json")).expect("it is there"));
    assert!(manifest.is_ok_and(|text| text.contains("a.html") && !text.contains("b.html")));
    // Else the next build would take a stranger's file of that name for its own.
    world.write(Path::new("/p/site/b.html"), b"mine").expect("memory takes all");
    published(&world, &[("a.html", "a")]);
    assert_eq!(world.read(Path::new("/p/site/b.html")).expect("it is there"), b"mine");
}

#[test]
fn a_name_that_changes_its_case_alone_is_removed_before_the_new_one_is_written() {
    let world = world();
    published(&world, &[("plan.html", "x"), ("z.html", "z")]);
    let before = manifest_in(&world, target()).expect("it is ours");
    let plan = Plan::make(&world, target(), &files(&[("PLAN.html", "x")]), &before).expect("nothing is in the way");
    assert!(plan.stands_in_the_way(&path("plan.html")), "a disk that knows no case takes the two for one");
    assert!(!plan.stands_in_the_way(&path("z.html")));
    published(&world, &[("PLAN.html", "x")]);
    let left: Vec<_> = world.paths().iter().map(|path| path.display().to_string()).collect();
    assert_eq!(left, ["/p/site/PLAN.html", "/p/site/manifest.json"]);
}

/// A build of one picture with these bytes.
fn picture(bytes: &[u8]) -> (Memory, OutputFiles) {
    let Fingerprint { hash, len } = Fingerprint::of(bytes);
    let resource = Resource { path: path("content/a.png"), hash: Arc::from(hash), len, extent: None };
    let mut files = OutputFiles::default();
    files.insert(path("media/a.png"), Content::Copy(resource));
    (world().with("/p/content/a.png", bytes), files)
}

#[test]
fn a_resource_that_changed_at_equal_length_is_copied() {
    let (world, before) = picture(b"image");
    publish(&world, target(), &before).expect("it can be published");
    world.write(Path::new("/p/content/a.png"), b"IMAGE").expect("memory takes all");
    let (_, after) = picture(b"IMAGE");
    let done = publish(&world, target(), &after).expect("it can be published");
    assert_eq!((names(&done.written), done.unchanged), (vec!["media/a.png"], 0));
    assert_eq!(world.read(Path::new("/p/site/media/a.png")).expect("it is there"), b"IMAGE");
    assert_eq!(differences(&world, Path::new("/p/site"), &before).expect("it can be read"), [path("media/a.png")]);
    assert_eq!(differences(&world, Path::new("/p/site"), &after).expect("it can be read"), []);
}

/// Files with what the manifest says of them: edition, source and text of the page.
fn pages(list: &[(&str, Option<&str>, &str, &str)]) -> OutputFiles {
    let mut files = OutputFiles::default();
    for (name, edition, source, text) in list {
        files.insert(path(name), (*text).to_owned());
        let page = crate::output::Identity { text: (*text).to_owned(), ..Default::default() };
        let origin = crate::output::Origin {
            edition: edition.map(str::to_owned),
            sources: vec![path(source)],
            page: Some(page),
            ..Default::default()
        };
        files.came_from(path(name), origin);
    }
    files
}

#[test]
fn one_site_for_everybody_does_not_take_the_place_of_editions() {
    let world = world().with("/p/content/a.md", "").with("/p/content/b.md", "");
    let editions = pages(&[
        ("partner/a.html", Some("partner"), "content/a.md", "1"),
        ("internal/a.html", Some("internal"), "content/a.md", "1"),
    ]);
    publish(&world, target(), &editions).expect("it can be published");
    let all = pages(&[("a.html", None, "content/a.md", "1")]);
    let writes = world.writes().len();
    let said = publish(&world, target(), &all).expect_err("the editions were lost").to_string();
    assert!(said.contains("`internal`, `partner`"), "{said}");
    assert_eq!(world.writes().len(), writes, "nothing is changed");
    let fewer = pages(&[("partner/a.html", Some("partner"), "content/a.md", "1")]);
    publish(&world, target(), &fewer).expect("an edition may go");
    let forced = Target { foreign: Foreign::Overwrite, ..target() };
    publish(&world, forced, &all).expect("it was asked for");
    let part = Target { scope: Scope::Part, ..target() };
    publish(&world, part, &pages(&[("reports/x.html", None, "e/x.yml", "2")])).expect("reports have no edition");
}

/// Publishes what one project made from `content/a.md` with the text `1`, then lets another try with one page of its own.
fn second(world: &Memory, makers: [Maker<'_>; 2], page: (&str, &str), take_over: bool) -> Result<Published, Error> {
    let by = |maker| Target { maker, ..target() };
    publish(world, by(makers[0]), &pages(&[("a.html", None, "content/a.md", "1")])).expect("the folder is empty");
    world.write(&Path::new("/p").join(page.0), b"").expect("memory takes all");
    let now = Target { take_over, foreign: Foreign::Overwrite, ..by(makers[1]) };
    publish(world, now, &pages(&[("b.html", None, page.0, page.1)]))
}

#[test]
fn the_folder_of_another_project_is_left_alone() {
    let own = target().maker;
    let outside = Maker { place: Place::Elsewhere, above: None, ..own };
    let guest = Maker { place: Place::Another, above: None, ..own };
    let renamed = |maker| Maker { title: "Contoso", ..maker };
    let moved = |maker| Maker { content: "docs", ..maker };
    let unnamed = |maker| Maker { title: "Playbook", has_own_title: false, ..maker };
    // Who published, who does now, the source of the one page and its text: the same are `content/a.md` and `1`.
    let cases = [
        (own, own, "content/x.md", "2", true),
        (own, renamed(own), "content/a.md", "1", true),
        (own, renamed(own), "content/a.md", "2", false),
        (own, renamed(own), "content/x.md", "1", true),
        (own, moved(own), "docs/a.md", "1", true),
        (own, moved(own), "docs/a.md", "2", false),
        (own, moved(renamed(own)), "docs/a.md", "1", false),
        (own, Maker { above: Some("../.."), ..own }, "content/a.md", "1", false),
        (own, outside, "content/a.md", "1", false),
        (own, guest, "content/a.md", "1", false),
        (outside, own, "content/a.md", "1", false),
        (outside, outside, "content/a.md", "2", true),
        (outside, outside, "content/x.md", "1", true),
        (outside, outside, "content/x.md", "2", false),
        (outside, renamed(outside), "content/a.md", "1", false),
        (outside, moved(outside), "docs/a.md", "1", false),
        (unnamed(outside), unnamed(outside), "content/a.md", "2", false),
        (unnamed(outside), unnamed(outside), "content/a.md", "1", true),
        (unnamed(outside), unnamed(outside), "content/x.md", "1", true),
        (guest, guest, "content/a.md", "1", true),
        (guest, guest, "content/a.md", "2", false),
        (guest, renamed(guest), "content/a.md", "1", false),
    ];
    for (first, now, source, text, is_owner) in cases {
        let world = world();
        let done = second(&world, [first, now], (source, text), false);
        assert_eq!(done.is_ok(), is_owner, "{first:?} {now:?} {source} {text}");
        let kept = world.paths().contains(&PathBuf::from("/p/site/a.html"));
        assert_eq!(kept, !is_owner, "{now:?}: nothing is changed");
        let world = self::world();
        second(&world, [first, now], (source, text), true).expect("it was asked for");
        assert!(!world.paths().contains(&PathBuf::from("/p/site/a.html")), "what the other one made is gone");
    }
}

#[test]
fn what_contradicts_and_the_way_out_are_named() {
    let own = target().maker;
    let other = Maker { title: "Contoso", content: "docs", place: Place::Elsewhere, above: None, ..own };
    let error = second(&world(), [own, other], ("docs/a.md", "2"), false).expect_err("it is another project's");
    assert_eq!(
        error.to_string(),
        "will not build into `/p/site`: another project `Northwind` made what is there (another title, another content \
         folder, another project folder)"
    );
    assert!(error.help.is_some_and(|help| help.contains("`waybook build --take-over`")));
}

#[test]
fn a_manifest_that_names_no_project_is_judged_by_its_pages() {
    let outside = Maker { place: Place::Elsewhere, above: None, ..target().maker };
    let guest = Maker { place: Place::Another, ..outside };
    // `content/a.md` is there, and the text of its page was `1`.
    for (maker, source, text, is_owner) in [
        (target().maker, "content/a.md", "1", true),
        (target().maker, "content/a.md", "2", false),
        (target().maker, "content/x.md", "1", false),
        (outside, "content/x.md", "1", true),
        (outside, "content/a.md", "2", false),
        (guest, "content/a.md", "1", false),
    ] {
        let world = world();
        publish(&world, target(), &pages(&[("a.html", None, "content/a.md", "1")])).expect("it can be published");
        let manifest = String::from_utf8(world.read(Path::new("/p/site/manifest.json")).expect("it is there"));
        let lines = manifest.expect("JSON is text");
        let nameless: Vec<&str> = lines.lines().filter(|line| !line.contains("\"project\"")).collect();
        world.write(Path::new("/p/site/manifest.json"), nameless.join("\n").as_bytes()).expect("memory takes all");
        world.write(&Path::new("/p").join(source), b"").expect("memory takes all");
        let done = publish(&world, Target { maker, ..target() }, &pages(&[("b.html", None, source, text)]));
        assert_eq!(done.is_ok(), is_owner, "{maker:?} {source} {text}");
    }
}

#[test]
fn what_could_not_be_made_anew_stays() {
    let world = world();
    let all = [("a.html", "a"), ("v/2024/a.html", "a"), ("v/2023/a.html", "a"), ("reports/x/status.html", "x")];
    published(&world, &all);
    let (versions, folders) = (["2024".to_owned()], [path("reports/x")]);
    let stays = Target { stays: Stays { versions: &versions, folders: &folders }, ..target() };
    let done = publish(&world, stays, &files(&[("a.html", "b")])).expect("it can be published");
    assert_eq!(names(&done.removed), ["v/2023/a.html"]);
    // The manifest still knows them, so that they go when they are no longer made.
    assert_eq!(names(&published(&world, &[("a.html", "b")]).removed), ["reports/x/status.html", "v/2024/a.html"]);
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
        "{{\n  \"generator\": \"waybook {}\",\n  \"project\": {{\"title\":\"Northwind\",\"content\":\"content\",\"folder\":\"..\"}},\n  \"files\": [\n    {{\"path\":\"a.html\",\"hash\":\"{}\",\"len\":1}},\n    {{\"path\":\"b.html\",\"hash\":\"{}\",\"len\":1}}\n  ]\n}}\n",
        env!("CARGO_PKG_VERSION"),
        blake3::hash(b"a").to_hex(),
        blake3::hash(b"b").to_hex()
    );
    assert_eq!(text.as_deref(), Ok(expected.as_str()));
}
