//! What the files of an index hold, read as the browser reads them.

use super::*;
use crate::output::Content;
use crate::view::pages::{Article, Frame, NotFound, TaskPage};
use crate::view::parts::{Chip, Link, Part, TaskRow};

fn page(path: &str, title: &str, html: &str) -> Article {
    let frame = Frame {
        path: path.to_owned(),
        title: title.to_owned(),
        language: "en".to_owned(),
        crumbs: vec![Link::default(), Link { text: "Migrate".to_owned(), ..Link::default() }],
        ..Frame::default()
    };
    Article { frame, body: vec![Part::Html { html: html.to_owned() }], ..Article::default() }
}

fn task(id: u32, name: &str) -> TaskPage {
    let chip = |text: &str| Chip { text: text.to_owned(), ..Chip::default() };
    let row = TaskRow {
        id,
        name: name.to_owned(),
        requirement: "mandatory".to_owned(),
        roles: vec![chip("Customer")],
        services: vec![chip("Exchange")],
        ..TaskRow::default()
    };
    let frame = Frame { path: format!("tasks/{id}.html"), language: "en".to_owned(), ..Frame::default() };
    TaskPage { frame, row, ..TaskPage::default() }
}

fn index(pages: &[&dyn Searched]) -> OutputFiles {
    let entries: Vec<(VirtualPath, Arc<Entry>)> = pages
        .iter()
        .enumerate()
        .filter_map(|(at, page)| Some((VirtualPath::new(&format!("p{at}.html"))?, Arc::new(page.entry()?))))
        .collect();
    Index::default().files(entries.iter().map(|(path, entry)| (path, entry)), str::to_owned)
}

fn text(files: &OutputFiles, name: &str) -> String {
    let path = VirtualPath::new(&format!("search/{name}.js")).expect("it is inside");
    match files.get(&path) {
        Some(Content::Bytes(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
        _ => String::new(),
    }
}

fn value(files: &OutputFiles, name: &str) -> serde_json::Value {
    let text = text(files, name);
    let json = text.strip_prefix(&format!("waybookSearch(\"{name}\",")).and_then(|text| text.strip_suffix(")\n"));
    serde_json::from_str(json.unwrap_or("null")).expect("it is JSON")
}

#[test]
fn tasks_come_first_by_id_and_then_pages_by_address() {
    let pages = index(&[&page("b.html", "B", "x"), &task(1330, "Later"), &task(983, "First")]);
    let contents = value(&pages, "index");
    assert_eq!(contents["tasks"], 2);
    assert_eq!(contents["records"], serde_json::json!([0, 2]));
    assert_eq!(value(&pages, "r0")[0]["i"], 983);
    assert_eq!(value(&pages, "r0")[1]["t"], "Later");
    assert_eq!(value(&pages, "r2")[0]["t"], "B");
}

#[test]
fn the_record_of_a_page_has_its_sections() {
    let files = index(&[&page(
        "m/b.html",
        "Move",
        "<h1 id=\"move\">Move</h1><p>In &lt;waves&gt;</p><h2 id=\"go\">Go</h2><p>Now</p>",
    )]);
    let expected = serde_json::json!([{
        "u": "m/b.html", "t": "Move", "l": "en", "c": "Migrate", "s": [["", "", "In <waves>"], ["go", "Go", "Now"]]
    }]);
    assert_eq!(value(&files, "r0"), expected);
}

#[test]
fn the_record_of_a_task_has_its_facts() {
    let files = index(&[&task(1328, "Remediate mailboxes")]);
    let expected = serde_json::json!([{
        "u": "tasks/1328.html", "t": "Remediate mailboxes", "i": 1328, "m": "m", "r": ["Customer"], "v": ["Exchange"]
    }]);
    assert_eq!(value(&files, "r0"), expected);
}

#[test]
fn a_page_that_is_not_to_be_found_is_not_in_the_index() {
    let files = index(&[&NotFound::default(), &page("a.html", "A page", "x")]);
    assert_eq!(value(&files, "index")["titles"], "B");
}

#[test]
fn the_same_pages_in_another_order_make_the_same_files() {
    let (a, b) = (page("p0.html", "One", "alpha beta"), task(7, "Two"));
    let entry = |page: &dyn Searched| page.entry().map(Arc::new).expect("it is found");
    let (path, other) = (VirtualPath::new("a.html").expect("inside"), VirtualPath::new("b.html").expect("inside"));
    let one = Index::default().files([(&path, &entry(&a)), (&other, &entry(&b))], str::to_owned);
    let two = Index::default().files([(&other, &entry(&b)), (&path, &entry(&a))], str::to_owned);
    assert_eq!(one, two);
}

#[test]
fn another_text_is_another_version() {
    let version = |text: &str| value(&index(&[&page("a.html", "A", text)]), "index")["version"].clone();
    assert_ne!(version("alpha"), version("beta"));
    assert_eq!(version("alpha"), version("alpha"));
}

#[test]
fn a_long_page_is_found_by_its_last_word_though_its_record_is_cut() {
    let html = format!("<p>{}zebra</p>", "word ".repeat(10_000));
    let files = index(&[&page("a.html", "A", &html)]);
    assert!(text(&files, "w0").contains("zebra"));
    assert!(text(&files, "r0").len() < 17_000);
}

#[test]
fn a_script_cannot_be_broken_out_of() {
    let files = index(&[&page("a.html", "A`${alert(1)}\\", "<p>`${x}` \\ \"q\" &lt;/script&gt;</p>")]);
    assert!(!text(&files, "w0")[20..].trim_end_matches("`)\n").contains(['`', '$', '\\']));
    assert_eq!(value(&files, "r0")[0]["s"][0][2], "`${x}` \\ \"q\" </script>");
}
