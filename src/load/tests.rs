//! Loading projects that lie in memory.

use std::path::Path;

use super::*;
use crate::inputs::FileKind;
use crate::system::Memory;
use crate::text::FileId;

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

/// A workbook of sheets with one cell each; those whose names begin with `_` are hidden, with `__` very much so.
fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    // A workbook must have one sheet that can be seen.
    book.add_worksheet().set_name("Empty").expect("a name");
    for (name, text) in sheets {
        let sheet = book.add_worksheet().set_name(*name).expect("a name");
        sheet.write(0, 0, *text).expect("a cell");
        if name.starts_with("__") {
            sheet.set_very_hidden(true);
        } else if name.starts_with('_') {
            sheet.set_hidden(true);
        }
    }
    book.save_to_buffer().expect("bytes")
}

#[test]
fn hidden_sheets_are_left_out_and_said_if_there_is_no_other() {
    let engagement = "customer: Contoso\nexports: [a.xlsx, b.xlsx]\n";
    let world = world(&[("content/a.md", "# A"), ("engagements/c.yml", engagement)])
        .with("/p/engagements/a.xlsx", workbook(&[("Users", "x"), ("_Old", "y"), ("__Older", "z")]))
        .with("/p/engagements/b.xlsx", workbook(&[("_Old", "y")]));
    let checked = loaded(&world);
    let read: Vec<&str> = checked.value.sources.iter().map(|source| source.path.as_str()).collect();
    let sheets: Vec<&&str> = read.iter().filter(|path| path.contains("xlsx")).collect();
    assert_eq!(sheets, [&"engagements/a.xlsx#Users", &"engagements/b.xlsx"]);
    let expected =
        ["engagements/b.xlsx:1:1: error[unreadable-file] every sheet of the workbook that holds anything is hidden"];
    assert_eq!(messages(&checked), expected);
}

/// Why a project cannot be used, a line for each reason; nothing if it can.
fn refusal(world: &Memory) -> Vec<String> {
    let project = find(world, Some(Path::new("/p"))).expect("there is a project");
    let Err(error) = open(world, project, &Shelf::default()) else { return Vec::new() };
    let refusal = error.refusal.expect("the findings are there");
    crate::diagnostic::render::concise(&refusal.diagnostics, &refusal.sources).lines().map(str::to_owned).collect()
}

#[test]
fn folders_that_are_named_must_be_there() {
    let cases = [
        ("content: page", "1:10: error[invalid-config] could not find the content folder `page`"),
        ("title: x\nengagements: customers", "2:14: error[invalid-config] no folder `customers`"),
        ("theme: defualt", "1:8: error[invalid-config] no folder `defualt`"),
        ("theme: waybook.yml", "1:8: error[invalid-config] no folder `waybook.yml`"),
        ("versions: { new: , old: gone }", "1:25: error[invalid-config] no folder `gone`"),
        ("content: pages\nlanguages: { de: german }", "2:18: error[invalid-config] no folder `pages/german`"),
        ("fonts: [fonts]", "1:9: error[invalid-config] no folder `fonts`"),
        ("brand: { logo: a.svg }", "1:16: error[invalid-config] no file `a.svg`"),
        ("brand: { logo: pages.svg }", "1:16: error[invalid-config] no file `pages.svg`"),
        ("reports: { earlier: before }", "1:21: error[invalid-config] no folder `before`"),
    ];
    for (settings, expected) in cases {
        let world = world(&[("waybook.yml", settings), ("pages/a.md", "# A")]);
        assert_eq!(refusal(&world), [format!("waybook.yml:{expected}")], "{settings}");
    }
    let revision = "content: pages\nversions: { new: , old: { revision: v1, folder: gone } }\noutput: nowhere";
    assert_eq!(refusal(&world(&[("waybook.yml", revision), ("pages/a.md", "# A")])), [""; 0]);
}

#[test]
fn the_nearest_folder_is_named() {
    let world = world(&[("waybook.yml", "content: pagse\ntheme: defualt\n"), ("pages/a.md", "# A")]);
    let project = find(&world, Some(Path::new("/p"))).expect("there is a project");
    let error = open(&world, project, &Shelf::default()).expect_err("there is no such folder");
    let helps: Vec<_> =
        error.refusal.expect("findings").diagnostics.into_iter().filter_map(|found| found.help).collect();
    assert_eq!(helps, ["did you mean `pages`?", "did you mean `default`?"]);
}

#[test]
fn no_folder_that_is_kept_apart_may_hold_the_pages() {
    for settings in [
        "content: pages/a\nengagements: pages",
        "content: pages/a\nengagements: .",
        "content: pages/a\ntheme: pages/a",
        "content: pages/a\nreports: { earlier: pages }",
        "content: pages/a\nversions: { new: , old: pages/a }",
    ] {
        let world = world(&[("waybook.yml", settings), ("pages/a/x.md", "# A")]);
        assert!(refusal(&world)[0].contains("the content folder `pages/a` lies in this folder"), "{settings}");
    }
}

#[test]
fn settings_with_an_error_are_not_used_whatever_check_says() {
    for settings in
        ["editons: {}\n", "a: [", "title: x\ntitle: y\n", "title: a: b", "a\n\tb: c", "title: x\n---\ntitle: y\n"]
    {
        let text = format!("check: {{ invalid-config: off, unknown-key: off }}\n{settings}");
        let world = world(&[("waybook.yml", &text), ("content/a.md", "# A")]);
        assert!(!refusal(&world).is_empty(), "{settings}");
        let project = find(&world, Some(Path::new("/p"))).expect("there is a project");
        assert!(look(&world, project, &Shelf::default()).is_ok(), "an editor reads what it can");
    }
    assert_eq!(refusal(&world(&[("waybook.yml", "title: x\n"), ("content/a.md", "# A")])), [""; 0]);
}

#[test]
fn the_encoding_of_settings_is_certain_or_they_are_not_used() {
    let utf16: Vec<u8> = "\u{feff}title: Übersicht".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let world = world(&[("content/a.md", "# A")]);
    assert_eq!(refusal(&world.with("/p/waybook.yml", utf16)), [""; 0]);
    let bytes = b"editions: { k\xfcnstler: [a] }".to_vec();
    let world = self::world(&[("content/a.md", "# A")]).with("/p/waybook.yml", bytes);
    assert_eq!(refusal(&world).len(), 1);
}

#[test]
fn data_of_customers_and_settings_are_never_published() {
    let everything = "content: .\nresources: ['**/*']\ninclude: ['**/*.md']\nengagements: customers\ntheme: look\n\
                      fonts: [letters]\nreports: { earlier: before }\nversions: { new: , old: archive }\n";
    let world = world(&[
        ("waybook.yml", everything),
        ("docfx.json", "{}"),
        ("a.md", "[!code[](waybook.yml)] [!code[](customers/contoso.yml)]"),
        ("b.png", ""),
        ("customers/contoso.yml", "customer: Contoso\ntask_status: status.csv"),
        ("customers/exports/x.csv", ""),
        ("customers/notes.md", ""),
        ("status.csv", ""),
        ("look/base.html", ""),
        ("letters/a.ttf", ""),
        ("before/x.json", "{}"),
        ("archive/a.md", ""),
    ]);
    let inputs = loaded(&world).value;
    assert_eq!(paths(&inputs, &inputs.pages), ["a.md"]);
    assert_eq!(inputs.fragments, []);
    let shown: Vec<_> = inputs.files.iter().filter(|(_, kind)| **kind != FileKind::Present).collect();
    assert_eq!(shown.into_iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), ["b.png"]);
    let path = |text| VirtualPath::new(text).expect("inside the root");
    for held in ["waybook.yml", "customers/contoso.yml", "customers/exports/x.csv"] {
        assert!(inputs.sources.at(&path(held)).is_some() && !inputs.may_be_quoted(&path(held)), "{held}");
    }
}

#[test]
fn engagements_that_no_setting_names_are_known_by_their_keys() {
    let engagement = "# ours\ncustomer: Contoso\nservices: [Exchange]\n";
    let world = world(&[
        ("waybook.yml", "content: .\n"),
        ("a.md", "# A"),
        ("list.csv", ""),
        ("customers/contoso.yml", engagement),
        ("customers/exports/x.csv", ""),
        ("other/config.yml", "customer: x\n"),
        ("other/y.csv", ""),
    ]);
    let checked = loaded(&world);
    let expected = "customers/contoso.yml:1:1: error[undeclared-engagements] an engagement lies among the pages, and no setting \
                    names its folder; its files are not published";
    assert_eq!(messages(&checked), [expected]);
    let files: Vec<_> = checked.value.files.keys().map(VirtualPath::as_str).collect();
    assert_eq!(files, ["list.csv", "other/config.yml", "other/y.csv"]);
    let among = self::world(&[("a.md", "# A"), ("contoso.yml", engagement), ("x.csv", ""), ("b.png", "")]);
    let files: Vec<_> = loaded(&among).value.files.into_keys().map(|path| path.to_string()).collect();
    assert_eq!(files, ["b.png"]);
}

#[test]
fn a_manifest_among_the_pages_takes_none_away() {
    let manifest = r#"{"generator":"waybook 0.1.0","files":[{"path":"a.html","hash":"","len":1}]}"#;
    let copied = world(&[("content/a/index.md", "# A"), ("content/a/manifest.json", manifest)]);
    let Checked { value: inputs, diagnostics } = loaded(&copied);
    assert_eq!((paths(&inputs, &inputs.pages), diagnostics), (vec!["content/a/index.md".to_owned()], Vec::new()));
    let both = world(&[("content/a/index.md", "# A"), ("content/a/a.html", ""), ("content/a/manifest.json", manifest)]);
    let said = messages(&loaded(&both));
    assert!(said[0].contains("holds the page `content/a/index.md`"), "{said:?}");
}
