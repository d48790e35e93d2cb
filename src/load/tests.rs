//! Loading projects that lie in memory.

use std::path::Path;

use super::*;
use crate::inputs::FileKind;
use crate::system::Memory;

/// A project at `/p` with these files.
fn world(files: &[(&str, &str)]) -> Memory {
    let world = Memory::new(jiff::civil::date(2020, 6, 30));
    files.iter().fold(world, |world, (path, text)| world.with(Path::new("/p").join(path), *text))
}

fn loaded(world: &Memory) -> Checked<Inputs> {
    let project = find(world, Some(Path::new("/p"))).expect("there is a project");
    let mut shelf = Shelf::default();
    let opened = open(world, project, &shelf).expect("it can be opened");
    let output = opened.output_folder().expect("a plain name");
    load(world, opened, &output, &mut shelf).expect("it can be loaded")
}

/// The inputs of a project that lies in memory, whatever is wrong with it.
pub(crate) fn inputs_of(files: &[(&str, &str)]) -> Inputs {
    loaded(&world(files)).value
}

fn paths(inputs: &Inputs, files: &[FileId]) -> Vec<String> {
    files.iter().map(|file| inputs.sources.get(*file).path.to_string()).collect()
}

fn messages(checked: &Checked<Inputs>) -> Vec<String> {
    let sources = &checked.value.sources;
    crate::diagnostic::render::concise(&checked.diagnostics, sources).lines().map(str::to_owned).collect()
}

#[test]
fn each_file_is_loaded_for_what_it_is() {
    let world = world(&[
        ("waybook.yml", "exclude: ['archive/**', 'includes/**']"),
        ("content/index.md", "# Hi"),
        ("content/b/TOC.yml", ""),
        ("content/toc--partner.yml", ""),
        ("content/includes/note.md", ""),
        ("content/archive/old.md", ""),
        ("content/media/a.PNG", "image"),
        ("content/script.ps1", "Get-Mailbox"),
        ("content/.git/x.md", ""),
        ("content/node_modules/x/readme.md", ""),
        ("engagements/contoso.yml", "task_status: portal/all.csv"),
        ("portal/all.csv", ""),
        ("engagements/exports/a/batch.csv", ""),
        ("site/index.md", ""),
        ("README.md", ""),
    ]);
    let Checked { value: inputs, diagnostics } = loaded(&world);
    assert_eq!(diagnostics, []);
    assert_eq!(paths(&inputs, &inputs.pages), ["content/index.md"]);
    assert_eq!(paths(&inputs, &inputs.fragments), ["content/archive/old.md", "content/includes/note.md"]);
    assert_eq!(paths(&inputs, &inputs.tocs), ["content/b/TOC.yml", "content/toc--partner.yml"]);
    assert_eq!(paths(&inputs, &inputs.engagements), ["engagements/contoso.yml"]);
    let files: Vec<_> = inputs.files.iter().map(|(path, kind)| (path.as_str(), *kind == FileKind::Present)).collect();
    assert_eq!(files, [("content/media/a.PNG", false), ("content/script.ps1", true)]);
    let path = |text| VirtualPath::new(text).expect("inside the root");
    assert!(inputs.sources.at(&path("engagements/exports/a/batch.csv")).is_some());
    assert!(inputs.sources.at(&path("portal/all.csv")).is_some(), "an engagement names it");
    assert!(inputs.sources.at(&path("content/script.ps1")).is_none(), "no page quotes code");
}

#[test]
fn a_folder_of_pages_is_a_project_and_its_output_is_no_input() {
    let world = world(&[
        ("migration.md", "[!code-ps[](scripts/batch.ps1)]"),
        ("scripts/batch.ps1", "Get-Mailbox"),
        ("site/a.png", ""),
        ("elsewhere/manifest.json", r#"{"generator":"waybook 0.1.0","files":[]}"#),
        ("elsewhere/a.png", ""),
    ]);
    let Checked { value: inputs, diagnostics } = loaded(&world);
    assert_eq!(diagnostics, []);
    assert_eq!(paths(&inputs, &inputs.pages), ["migration.md"]);
    let files: Vec<_> = inputs.files.keys().map(VirtualPath::as_str).collect();
    assert_eq!(files, ["scripts/batch.ps1"]);
    let script = VirtualPath::new("scripts/batch.ps1").expect("inside the root");
    assert!(inputs.sources.at(&script).is_some(), "a page quotes code");
}

#[test]
fn a_docfx_project_builds_with_its_own_globs() {
    let docfx = r#"{"build":{"content":[{"files":["**/*.md","**/**.yml"],"exclude":["**/includes/**","README.md"]}],
        "resource":[{"files":["**/*.png"],"exclude":["**/obj/**"]}],"dest":"ftdocs_site"}}"#;
    let world = world(&[
        ("docfx.json", docfx),
        ("index.md", ""),
        ("README.md", ""),
        ("a/includes/x.md", ""),
        ("breadcrumb/toc.yml", ""),
        ("media/a.png", ""),
        ("media/a.svg", ""),
        ("ftdocs_site/a.md", ""),
    ]);
    let Checked { value: inputs, .. } = loaded(&world);
    assert_eq!(paths(&inputs, &inputs.pages), ["index.md"]);
    assert_eq!(paths(&inputs, &inputs.fragments), ["README.md", "a/includes/x.md"]);
    assert_eq!(paths(&inputs, &inputs.tocs), ["breadcrumb/toc.yml"]);
    let published = inputs.files.iter().filter(|(_, kind)| **kind != FileKind::Present).map(|(path, _)| path.as_str());
    assert_eq!(published.collect::<Vec<_>>(), ["media/a.png"]);
}

#[test]
fn a_file_that_cannot_be_read_is_said_and_the_rest_is_built() {
    let world = world(&[("a.md", "# A"), ("b.md", "")]).locked("/p/b.md");
    let checked = loaded(&world);
    assert_eq!(messages(&checked), ["b.md:1:1: error[unreadable-file] the file could not be read: permission denied"]);
    assert_eq!(paths(&checked.value, &checked.value.pages), ["a.md"]);
}

#[test]
fn a_text_too_large_to_be_one_is_refused() {
    let world = world(&[("a.md", "# A")]).with("/p/b.md", vec![b'x'; 64 * 1024 * 1024 + 1]);
    let expected = ["b.md:1:1: error[unreadable-file] the file could not be read: it is larger than 64 MB"];
    assert_eq!(messages(&loaded(&world)), expected);
}

#[test]
fn other_encodings_are_read_and_said() {
    let utf16: Vec<u8> = "\u{feff}tenant,status".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let world = world(&[("content/x.md", "")])
        .with("/p/content/a.md", b"# A\n\n2019 \x96 2020".to_vec())
        .with("/p/content/b.md", utf16.clone())
        .with("/p/engagements/status.csv", utf16);
    let checked = loaded(&world);
    let expected = [
        "content/a.md:3:6: error[not-utf8] byte 0x96 is not UTF-8, read as Windows-1252",
        "content/b.md:1:1: error[not-utf8] the file is UTF-16 little-endian, not UTF-8",
    ];
    assert_eq!(messages(&checked), expected);
    let text =
        |path| checked.value.sources.at(&VirtualPath::new(path).expect("inside")).map(|file| file.text.to_string());
    assert_eq!(text("content/a.md").as_deref(), Some("# A\n\n2019 – 2020"));
    assert_eq!(text("engagements/status.csv").as_deref(), Some("tenant,status"));
}

#[test]
fn folders_that_are_named_must_be_there() {
    let missing = world(&[("waybook.yml", "title: x\nengagements: customers\n"), ("content/a.md", "")]);
    let expected = ["waybook.yml:2:1: error[invalid-config] folder `customers` is not there"];
    assert_eq!(messages(&loaded(&missing)), expected);
    let nothing = world(&[("waybook.yml", "content: pages\n")]);
    let project = find(&nothing, Some(Path::new("/p"))).expect("there is a project");
    let mut shelf = Shelf::default();
    let opened = open(&nothing, project, &shelf).expect("it opens");
    let error = load(&nothing, opened, Path::new("/p/site"), &mut shelf).expect_err("there is no content");
    assert_eq!(error.to_string(), "could not find the content folder `pages`: no such folder");
}
