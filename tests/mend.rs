//! Mending as authors meet it: findings, tables and front matter, on the disk and at random.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use waybook::diagnostic::Safety;
use waybook::session::{Changed, Findings, Request, Session, mend, write};
use waybook::system::{Memory, System};

use project::Project;

mod project;

const HEAD: &str =
    "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n| --- | --- | --- | --- | --- |\n";

/// A project of one page.
fn page(text: impl AsRef<[u8]>) -> Project {
    let project = Project::with(&[("waybook.yml", "")]);
    project.write("content/index.md", text);
    project
}

#[test]
fn what_has_one_answer_is_mended_and_the_rest_is_counted() {
    let project = page(format!(
        "# Start\n\n{HEAD}| 1001 | One | M | FM | Exchange | 1002 | Two | O | FastTrak Manager | Exchange |\n\n[x](gone.md)\n"
    ));
    let ran = project.run(&["check", "--fix", "--format", "concise"]).exits(0);
    let expected = format!(
        "# Start\n\n{HEAD}| 1001 | One | M | FastTrack Manager | Exchange |\n| 1002 | Two | O | FastTrak Manager | Exchange |\n\n[x](gone.md)\n"
    );
    assert_eq!(project.text("content/index.md"), expected);
    assert!(ran.err().ends_with("mended 2 in 1 file; 2 left, of which 1 need --unsafe\n"), "{}", ran.err());
    assert!(ran.out().contains("unknown-role") && !ran.out().contains("run-on-row"), "{}", ran.out());
    project.run(&["check", "--fix", "--unsafe"]).exits(0);
    assert_eq!(project.text("content/index.md"), expected.replace("FastTrak", "FastTrack"));
    let ran = project.run(&["check", "--fix", "--unsafe"]).exits(0);
    assert!(ran.err().contains("mended 0 in 0 files; 1 left, of which 0 need --unsafe"), "{}", ran.err());
}

#[test]
fn a_diff_writes_nothing_and_fails_where_something_would_change() {
    let text = "# Start\r\n\r\nOne\u{200b} word\r\n";
    let project = page(text);
    let ran = project.run(&["check", "--diff"]).exits(1);
    assert!(
        ran.out().starts_with("--- a/content/index.md\n+++ b/content/index.md\n@@ -1,3 +1,3 @@\n"),
        "{}",
        ran.out()
    );
    assert!(ran.out().contains("-One\u{200b} word\r\n+One word\r\n"), "{}", ran.out());
    assert_eq!(project.text("content/index.md"), text);
    project.run(&["check", "--fix"]).exits(0);
    assert_eq!(project.text("content/index.md"), "# Start\r\n\r\nOne word\r\n");
    assert!(project.run(&["check", "--diff"]).exits(0).out().is_empty());
}

#[test]
fn links_keep_all_but_what_was_wrong() {
    let project = page(
        "# Start\n\n[a](guides\\Setup.md#steps) [b](Guides/setup.md?view=x#steps) [c](~/Guides/setup.md \"Guides/setup.md\")\n\
         [d](old/setup.md#steps) [e](old/setup.md#none) <a href=\"old/setup.md\">f</a> [g][setup]\n\n[setup]: old/setup.md\n",
    );
    project.write("content/guides/setup.md", "# Setup\n\n## Steps\n");
    project.run(&["check", "--fix"]).exits(0);
    assert_eq!(
        project.text("content/index.md"),
        "# Start\n\n[a](guides/setup.md#steps) [b](guides/setup.md?view=x#steps) [c](~/guides/setup.md \"Guides/setup.md\")\n\
         [d](guides/setup.md#steps) [e](old/setup.md#none) <a href=\"guides/setup.md\">f</a> [g][setup]\n\n[setup]: old/setup.md\n"
    );
}

#[test]
fn a_link_on_a_translated_page_probably_means_the_translated_page() {
    let text = "# Start\n\n[a](setup.md#steps) [b](setup)\n";
    let project = Project::with(&[
        ("waybook.yml", ""),
        ("content/de/start-de.md", text),
        ("content/de/setup-de.md", "# Einrichtung\n\n## Steps\n"),
        ("content/en/setup.md", "# Setup\n\n## Steps\n"),
    ]);
    let ran = project.run(&["check", "--fix"]).exits(0);
    assert!(ran.out().contains("did you mean `setup-de.md`?"), "{}", ran.out());
    assert_eq!(project.text("content/de/start-de.md"), text);
    project.run(&["check", "--fix", "--unsafe"]).exits(0);
    assert_eq!(
        project.text("content/de/start-de.md"),
        text.replace("setup.md", "setup-de.md").replace("(setup)", "(setup-de.md)")
    );
}

#[test]
fn what_is_switched_off_known_or_not_asked_for_stays() {
    let text = "# Start\n\n<!-- waybook-disable-next-line zero-width-character -->\na\u{200b}b\n\nhttps://example.com/x and c\u{200b}d\n";
    let project = page(text);
    project.run(&["check", "--write-baseline", "known.json", "--only", "bare-url"]).exits(0);
    project.run(&["check", "--fix", "--only", "broken-link"]).exits(0);
    project.run(&["check", "--fix", "--rule", "zero-width-character=off,bare-url=off"]).exits(0);
    assert_eq!(project.text("content/index.md"), text);
    // The line that the baseline knows is another one after the first round; what stands on it is known all the same.
    project.run(&["check", "--fix", "--baseline", "known.json"]).exits(0);
    assert_eq!(project.text("content/index.md"), text.replace("c\u{200b}d", "cd"));
}

#[test]
fn a_file_in_another_encoding_is_left_alone_and_named() {
    let bytes = [b"# Start \x96\n\n".as_slice(), "a\u{200b}b\n".as_bytes()].concat();
    let project = page(&bytes);
    let ran = project.run(&["check", "--fix"]).exits(1);
    assert!(ran.err().contains("content/index.md: left alone, it is not UTF-8"), "{}", ran.err());
    assert_eq!(fs::read(project.path("content/index.md")).expect("it is there"), bytes);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_outside_the_project_and_permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let outside = tempfile::tempdir().expect("a folder for the test");
    let text = "# Page\n\na\u{200b}b\n";
    fs::write(outside.path().join("page.md"), text).expect("it can be written");
    let project = page(text);
    let index = project.path("content/index.md");
    fs::set_permissions(&index, fs::Permissions::from_mode(0o640)).expect("it is ours");
    std::os::unix::fs::symlink(outside.path().join("page.md"), project.path("content/page.md"))
        .expect("a link can be made");
    let ran = project.run(&["check", "--fix"]).exits(0);
    assert!(ran.out().contains("the link `content/page.md` leads out of the project"), "{}", ran.out());
    assert_eq!(fs::read_to_string(outside.path().join("page.md")).expect("it is there"), text);
    assert_eq!(fs::metadata(&index).expect("it is there").permissions().mode() & 0o777, 0o640);
    assert_eq!(project.text("content/index.md"), "# Page\n\nab\n");
}

#[test]
fn a_file_that_changed_meanwhile_is_left_alone() {
    let world = world("a\u{200b}b\n");
    let mended = mended(&world, Safety::Safe);
    world.write(Path::new(PAGE), "somebody wrote this".as_bytes()).expect("memory takes all");
    let (written, alone) = write(&world, &mended);
    assert_eq!((written, alone.len(), alone[0].reason.as_str()), (0, 1, "it changed since it was read"));
    assert_eq!(text(&world), "somebody wrote this");
}

#[test]
fn tables_are_aligned_by_what_is_seen() {
    let project = page(
        "\u{feff}# Start\r\n\r\n|Name|Zahl|Mitte|\r\n|---|--:|:-:|\r\n| 任务 | 1 | x |\r\n|abcd\\|e|22|y|\r\n\r\n> |a|b|\r\n> |-|-|\r\n> |1|2|\r\n",
    );
    let ran = project.run(&["fmt", "--check"]).exits(1);
    assert_eq!(ran.out().lines().count(), 2, "{}", ran.out());
    project.run(&["fmt", "--diff"]).exits(1);
    project.run(&["fmt"]).exits(0);
    assert_eq!(
        project.text("content/index.md"),
        "\u{feff}# Start\r\n\r\n| Name    | Zahl | Mitte |\r\n| ------- | ---: | :---: |\r\n| 任务    |    1 |   x   |\r\n| abcd\\|e |   22 |   y   |\r\n\r\n> | a   | b   |\r\n> | --- | --- |\r\n> | 1   | 2   |\r\n"
    );
    project.run(&["fmt", "--check"]).exits(0);
}

#[test]
fn damaged_hidden_and_left_out_tables_stay() {
    let text = "# Start\n\n```\n|a|b|\n|-|-|\n```\n\n    |a|b|\n    |-|-|\n\n<!--\n|a|b|\n|-|-|\n-->\n\n|a|b|\n|-|-|\n|1|\n\n\
                <!-- waybook-disable-next-line table-layout -->\n|a|b|\n|-|-|\n\n<!-- markdownlint-disable MD060 -->\n|a|b|\n|-|-|\n";
    let project = page(text);
    project.run(&["fmt"]).exits(0);
    assert_eq!(project.text("content/index.md"), text);
    assert!(!project.run(&["check"]).out().contains("unused-disable"));
}

#[test]
fn only_the_paths_named_are_formatted() {
    let table = "# A\n\n|a|b|\n|-|-|\n";
    let project = page(table);
    project.write("content/in/a.md", table);
    project.run(&["fmt", "content/in"]).exits(0);
    assert_eq!(project.text("content/index.md"), table);
    assert_ne!(project.text("content/in/a.md"), table);
    project.run(&["fmt", "content/nowhere"]).exits(2);
}

#[test]
fn metadata_comes_back_as_it_went_out() {
    let text = "---\ntitle: '=1+1' # sum\nms.date: 5/02/2019\nlist:\n- one\n- two\n---\n# Start\n";
    let project = page(text);
    project.write("content/other.md", "# Other\n");
    project.run(&["meta", "export", "--out", "m.xlsx"]).exits(0);
    project.run(&["meta", "apply", "m.xlsx", "--diff"]).exits(0);
    let csv = project.run(&["meta", "export"]).exits(0).out();
    assert!(csv.contains(",'=1+1"), "{csv}");
    project.write("m.csv", &csv);
    project.run(&["meta", "apply", "m.csv", "--write"]).exits(0);
    assert_eq!(project.text("content/index.md"), text);
    let edited = csv.replace("5/02/2019", "6/02/2019").replace("[one; two]", "[one; three; two]");
    let edited = edited.replacen("ms.date", "ms.date,ft.owner", 1).replace("6/02/2019", "6/02/2019,danar");
    project.write("m.csv", edited);
    let ran = project.run(&["meta", "apply", "m.csv", "--diff"]).exits(1);
    assert!(ran.out().contains("-ms.date: 5/02/2019\n+ms.date: 6/02/2019\n"), "{}", ran.out());
    assert_eq!(project.text("content/index.md"), text);
}

#[test]
fn a_table_changes_only_its_cells_and_tells_what_it_cannot() {
    let project = page("---\r\ntitle: Start # shown\r\nms.date: 5/02/2019\r\n---\r\n# Start\r\n");
    let csv = project.run(&["meta", "export"]).exits(0).out();
    let edited = csv.replace("Start", "\"Begin: here\"").replace("5/02/2019", "");
    project.write("m.csv", format!("{edited}lost.md,r1,x,y\n"));
    let ran = project.run(&["meta", "apply", "m.csv", "--write"]).exits(1);
    assert_eq!(project.text("content/index.md"), "---\r\ntitle: \"Begin: here\" # shown\r\n---\r\n# Start\r\n");
    assert!(
        ran.err().contains("there is no page `lost.md`")
            && ran.err().contains("2 cells changed in 1 file; 1 not applied"),
        "{}",
        ran.err()
    );
    let ran = project.run(&["meta", "apply", "m.csv", "--write"]).exits(1);
    assert!(ran.err().contains("changed since the export"), "{}", ran.err());
}

const PAGE: &str = "/p/content/index.md";

fn world(page: &str) -> Memory {
    let theme = "base_theme: plain\nsearch: false\n";
    let other = "# Setup\n\n## Steps\n";
    Memory::new(jiff::civil::date(2020, 6, 30))
        .with("/p/waybook.yml", theme)
        .with("/p/content/guides/setup.md", other)
        .with(PAGE, page)
}

fn request() -> Request {
    Request { project: Some(PathBuf::from("/p")), ..Request::default() }
}

fn text(world: &Memory) -> String {
    String::from_utf8(world.read(Path::new(PAGE)).expect("it is there")).expect("it is UTF-8")
}

fn mended(world: &Memory, least: Safety) -> Vec<Changed> {
    let mut all = |_: &mut Findings| Ok(());
    mend(world, request(), least, &mut all).expect("it can be built").files
}

/// What programs read of the project, without places.
fn read(world: &Memory) -> Vec<String> {
    let (inventory, _) = Session::new(world, request()).read().expect("it can be read");
    let tasks = inventory.tasks.iter().map(|row| serde_json::to_value(row).expect("rows serialise"));
    let further = inventory.refreshes.iter().map(|row| serde_json::to_value(row).expect("rows serialise"));
    let links = inventory.links.iter().map(|row| serde_json::to_value(row).expect("rows serialise"));
    let plain = |mut row: serde_json::Value| {
        row.as_object_mut().expect("a row").remove("column");
        row.to_string()
    };
    tasks.chain(further).chain(links).map(plain).collect()
}

fn ids(world: &Memory) -> Vec<String> {
    let (inventory, _) = Session::new(world, request()).read().expect("it can be read");
    let mut ids: Vec<String> = inventory
        .tasks
        .iter()
        .map(|row| serde_json::to_value(row).expect("rows serialise")["id"].to_string())
        .collect();
    ids.sort();
    ids
}

/// Pieces of pages, sound and damaged, in any order and with any line ends.
fn pages() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("# Start\n\n".to_owned()),
        Just(format!("\n{HEAD}")),
        Just(
            "\n| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n| --- | --- |\n"
                .to_owned()
        ),
        Just("\n## Refresh Summary\n\n| Date | Who Changed | What Changed |\n|---|---|---|\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("\n".to_owned()),
        Just("|\n|a|任务|\n|:-:|-|\n|x||\n".to_owned()),
        Just("```\n".to_owned()),
        Just("<!-- ".to_owned()),
        Just("> ".to_owned()),
        Just("<!-- waybook-disable run-on-row -->\n".to_owned()),
        Just("[a](Guides\\Setup.md#steps) [b](old/setup.md) [c](#strat) <tenant> https://example.com/a ".to_owned()),
        (1000..1010u32, "[MO|x]?", "(FM|FE|FM, FE|SME/FM|FastTrak Engineer| )", "(All|Exchange|EXO|)")
            .prop_map(|(id, letter, role, services)| format!("| {id} | Name {id} | {letter} | {role} | {services} |")),
        (1000..1010u32).prop_map(|id| format!("\n|| {id} | Name | M | FE | Exchange |\n")),
        (1000..1010u32).prop_map(|id| format!("\n| {id} Name\n| M | FE | Exchange |\n")),
        "(1|10|31)/(018|4|31)/(19|2019)".prop_map(|day| format!("| {day} | Dana | Done |\n")),
        "[a-z|`\\\\ \u{200b}\u{feff}<>:*_\\[\\]()!-]{0,12}",
    ];
    let ends = prop_oneof![Just("\n"), Just("\r\n"), Just("\r")];
    let bom = prop_oneof![Just(""), Just("\u{feff}")];
    (bom, proptest::collection::vec(piece, 0..14), ends)
        .prop_map(|(bom, pieces, end)| format!("{bom}{}", pieces.concat().replace('\n', end)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_fix_loses_a_task_and_nothing_is_left_to_mend(page in pages()) {
        for least in [Safety::Safe, Safety::Likely] {
            let world = world(&page);
            let before = ids(&world);
            let files = mended(&world, least);
            prop_assert_eq!(write(&world, &files).1, Vec::new());
            prop_assert_eq!(&ids(&world), &before, "{:?}\n{:?}", &page, text(&world));
            prop_assert_eq!(mended(&world, least), Vec::new(), "{:?}\n{:?}", &page, text(&world));
        }
    }

    #[test]
    fn formatting_changes_no_model_and_is_done_at_once(page in pages()) {
        let world = world(&page);
        let before = read(&world);
        let format = || Session::new(&world, request()).layout(&[]).expect("it can be read").1;
        prop_assert_eq!(write(&world, &format()).1, Vec::new());
        prop_assert_eq!(read(&world), before, "{:?}\n{:?}", &page, text(&world));
        prop_assert_eq!(format(), Vec::new(), "{:?}\n{:?}", &page, text(&world));
    }
}
