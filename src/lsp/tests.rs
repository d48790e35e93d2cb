//! What is answered from a project in memory, without an editor and without the protocol.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::actions::actions;
use super::complete::complete;
use super::facts::Facts;
use super::symbols::symbols;
use super::tasks::{definition, hover, references, task_at};
use crate::session::{Request, Session, Studied};
use crate::system::Memory;
use crate::text::{Source, Span, VirtualPath};

const ROWS: &str = "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n\
    | --- | --- | --- | --- | --- |\n| 1699 | Assess | M | SME | Exchange |\n";

fn studied(files: &[(&str, &str)]) -> Studied<Facts> {
    let world = Memory::new(jiff::civil::date(2020, 6, 30)).with("/p/waybook.yml", "title: Playbook\n");
    let world = files.iter().fold(world, |world, (path, text)| world.with(Path::new("/p").join(path), *text));
    let request = Request { project: Some(PathBuf::from("/p")), ..Request::default() };
    let open: BTreeSet<VirtualPath> = files.iter().filter_map(|(path, _)| VirtualPath::new(path)).collect();
    Session::new(&world, request).study(|model| Facts::of(model, &open)).expect("it is a project")
}

fn source<'s>(seen: &'s Studied<Facts>, path: &str) -> &'s Source {
    seen.findings.sources.at(&VirtualPath::new(path).expect("it lies inside")).expect("it was read")
}

/// What is offered at the end of a line that is added to a page.
fn offered(line: &str) -> Vec<String> {
    let text = format!("# A\n\n{ROWS}{line}");
    let seen = studied(&[
        ("content/a.md", &text),
        ("content/sub/b c.md", "# Budget\n\n## Plan\n"),
        ("content/media/a.png", ""),
        ("content/toc.yml", "- href: a.md\n"),
    ]);
    let found = complete(&seen.value, source(&seen, "content/a.md"), text.len());
    found.offers.into_iter().map(|offer| offer.text).collect()
}

#[test]
fn an_id_is_a_number_of_its_own() {
    let seen = studied(&[("content/a.md", ROWS)]);
    let known = |text: &str| {
        let at = text.find("1699").expect("it is there");
        (at..=at + 4).map(|at| task_at(&seen.value, text, at).map(|(id, ..)| id.0)).collect::<BTreeSet<_>>()
    };
    for text in ["1699", "Task 1699.", "(1699)", "任务1699的", "1699: { status: Complete }", "1699,Complete", "|1699|"]
    {
        assert_eq!(known(text), BTreeSet::from([Some(1699)]), "{text}");
    }
    for text in ["1699-01-02", "02/01/1699", "11699", "a1699", "1699b", "1.1699", "1699,50", "_1699"] {
        assert_eq!(known(text), BTreeSet::from([None]), "{text}");
    }
}

#[test]
fn a_task_of_an_included_file_is_known_where_it_stands() {
    let seen = studied(&[
        ("waybook.yml", "exclude: [includes/**]\n"),
        ("content/a.md", "# A\n\n[!INCLUDE [rows](includes/rows.md)]\n"),
        ("content/includes/rows.md", ROWS),
    ]);
    let rows = source(&seen, "content/includes/rows.md");
    let (id, places, _) =
        task_at(&seen.value, &rows.text, rows.text.find("1699").expect("it is there")).expect("known");
    let sources = &seen.findings.sources;
    assert_eq!(references(sources, places).len(), 1, "the row is there once, however many pages include it");
    assert_eq!(sources.path(definition(sources, places)[0]).as_str(), "content/includes/rows.md");
    let told = hover(&seen.value, sources, (id, places, rows.id), &|_| None);
    assert!(told.contains("Mandatory · SME · Exchange") && told.contains("`content/includes/rows.md:3`"), "{told}");
    let page = source(&seen, "content/a.md");
    let lead = &seen.value.leads[&page.id][0];
    assert_eq!(
        (page.slice(lead.span).contains("rows.md"), lead.to[0].path.as_str()),
        (true, "content/includes/rows.md")
    );
}

#[test]
fn what_is_told_of_a_task_begins_where_one_reads() {
    let german = "| Aufgaben-ID | Name der Aufgabe | (E) Erforderlich (O) Optional | FastTrack-Rolle | Dienste |\n\
        | --- | --- | --- | --- | --- |\n| 1699 | Bewerten | O | SME | Exchange |\n";
    let seen = studied(&[
        ("content/a.md", german),
        ("content/b.md", ROWS),
        ("content/c.md", &ROWS.replace("Assess", "Asses")),
    ]);
    let told = |path: &str| {
        let source = source(&seen, path);
        let at = source.text.find("1699").expect("it is there");
        let (id, places, _) = task_at(&seen.value, &source.text, at).expect("known");
        hover(&seen.value, &seen.findings.sources, (id, places, source.id), &|_| None)
    };
    let english = told("content/b.md");
    assert!(english.starts_with("**1699** Assess\n\nMandatory · SME"), "{english}");
    assert!(
        english.contains("a.md:3` a, with another requirement: Optional"),
        "a translation has its own name: {english}"
    );
    assert!(english.contains("c.md:3` c, with another name: Mandatory"), "{english}");
    assert!(told("content/a.md").starts_with("**1699** Bewerten\n\nOptional"));
}

#[test]
fn a_table_of_contents_leads_to_its_pages() {
    let seen = studied(&[("content/toc.yml", "- name: A\n  href: a.md#b\n"), ("content/a.md", "# A\n\n## B\n")]);
    let toc = source(&seen, "content/toc.yml");
    let lead = &seen.value.leads[&toc.id][0];
    assert_eq!(toc.slice(lead.span), "a.md#b");
    let heading = lead.to[0].span.expect("the anchor is there");
    assert_eq!(seen.findings.sources.get(heading.file).slice(heading).trim_end(), "## B");
}

#[test]
fn a_cell_wants_what_its_header_says() {
    assert_eq!(offered("| 16"), ["1699"]);
    assert_eq!(offered("| asse"), ["1699"], "by its name");
    assert_eq!(offered("| 1 | x | "), ["M", "O"]);
    assert_eq!(offered("| 1 | x | M | FastTrack Manager / fasttrack eng"), ["FastTrack Engineer"]);
    assert_eq!(offered("| 1 | 16"), Vec::<String>::new(), "a name can be anything");
    assert!(offered("\n| 16").is_empty(), "an empty line ends the table");
    assert_eq!(offered("\n## 16"), ["1699"]);
    assert_eq!(offered("\nSee task 1"), ["1699"]);
    assert!(offered("\nIn the year 16").is_empty());
    assert_eq!(offered("\nPhase: **Asse"), ["Assess"]);
}

#[test]
fn a_link_wants_what_can_be_linked() {
    assert_eq!(offered("\n[x]("), ["media/a.png", "sub/b%20c.md"]);
    assert_eq!(offered("\n[x](budg"), ["sub/b%20c.md"], "by its title");
    assert_eq!(offered("\n[x](~/sub"), ["~/sub/b%20c.md"]);
    assert_eq!(offered("\n[x](sub/b%20c.md#"), ["budget", "plan"]);
    assert_eq!(offered("\n[x](#"), ["a"]);
    assert!(offered("\n[x](https://example.com/a").is_empty());
}

#[test]
fn no_place_of_any_text_is_too_much() {
    let nasty = "\u{feff}---\ntitle: [\n---\n# 😀 1699\n##\n| Task ID | a\\| |\n|---|\n| 1699 || 任务 | [x](\n> | 1699 |\r[y]: ~/\n\
                 Phase：**任\n[!INCLUDE [a](a.md)]\r\n| | | |\n-|-\n|\n<a name=\"\">[![i](b.png)](#1699)\n1699: 1699:\n### 1699: 任";
    for path in ["content/a.md", "content/toc.yml", "content/toc.md", "engagements/a.yml", "waybook.yml"] {
        let mut files = vec![("content/b.md", ROWS), (path, nasty)];
        files.retain(|(other, text)| *other != "waybook.yml" || *text == nasty);
        let seen = studied(&files);
        let source = source(&seen, path);
        for at in 0..=nasty.len() + 1 {
            let found = complete(&seen.value, source, at);
            for offer in &found.offers {
                assert!(offer.span.range().end <= at.min(nasty.len()), "what is replaced ends at the cursor");
                assert!(source.text.get(offer.span.range()).is_some(), "it cuts no character");
            }
            if let Some((id, places, range)) = task_at(&seen.value, &source.text, at) {
                assert_eq!(source.text[range], id.to_string());
                hover(&seen.value, &seen.findings.sources, (id, places, source.id), &|_| None);
                definition(&seen.findings.sources, places);
            }
            actions(&seen.findings.diagnostics, source, Span::new(source.id, at, at));
        }
        if let Some(text) = seen.value.texts.get(&source.id) {
            symbols(text, source);
        }
    }
}
