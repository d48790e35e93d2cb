//! Pages that move between two builds: their old address leads on to the new one, as long as the manifest of before is known.

mod project;

use project::Project;

const ROW: &str =
    "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n| --- | --- | --- | --- | --- |\n";

fn page(title: &str, tasks: &[u32]) -> String {
    let rows: String = tasks.iter().map(|id| format!("| {id} | Ask | M | FastTrack Engineer | Exchange |\n")).collect();
    format!("# {title}\n\nPhase: **Assess**\n\n## Approach\n\n### Ask\n\n{ROW}{rows}")
}

fn project(files: &[(&str, &str)]) -> Project {
    let project = Project::with(files);
    project.write("content/index.md", "# Home\n");
    project
}

fn rename(project: &Project, from: &str, to: &str) {
    let to = project.path(to);
    std::fs::create_dir_all(to.parent().expect("it has a folder")).expect("folders can be made");
    std::fs::rename(project.path(from), to).expect("it is there");
}

/// Where a published file leads on to.
#[track_caller]
fn leads(project: &Project, path: &str) -> Option<String> {
    if !project.path(path).exists() {
        return None;
    }
    let text = project.text(path);
    let (_, rest) = text.split_once("content=\"0; url=")?;
    rest.split_once('"').map(|(to, _)| to.to_owned())
}

#[test]
fn a_page_is_found_again_by_each_thing_it_is_known_by() {
    let project = project(&[
        ("content/a/named.md", "---\nuid: the-page\n---\n\n# Old name\n\nOld words.\n"),
        ("content/a/same.md", "# Same\n\nThe very same words.\n"),
        ("content/a/tasks.md", &page("Assess", &[1001, 1002, 1003])),
        ("content/a/title.md", "# A title of its own\n\nWords.\n"),
        ("content/a/gone.md", "# Gone\n\nNobody needs it.\n"),
        ("content/a/stays.md", "# Stays\n\nWhere it is.\n"),
    ]);
    project.run(&["build", "--out", "site"]).exits(0);
    for name in ["named", "same", "tasks", "title", "gone"] {
        std::fs::remove_file(project.path(&format!("content/a/{name}.md"))).expect("it is there");
    }
    project.write("content/b/named.md", "---\nuid: the-page\n---\n\n# New name\n\nNew words.\n");
    project.write("content/b/same.md", "# Same\n\nThe very same words.\n");
    project.write("content/b/survey.md", page("Survey", &[1002, 1003, 1004]));
    project.write("content/b/other.md", "# A title of its own\n\nOther words.\n");
    let ran = project.run(&["build", "--out", "site", "--verify"]).exits(0);
    assert_eq!(leads(&project, "site/a/named.html").as_deref(), Some("../b/named.html"));
    assert_eq!(leads(&project, "site/a/same.html").as_deref(), Some("../b/same.html"));
    assert_eq!(leads(&project, "site/a/tasks.html").as_deref(), Some("../b/survey.html"));
    assert_eq!(leads(&project, "site/a/title.html").as_deref(), Some("../b/other.html"));
    assert!(!project.path("site/a/gone.html").exists(), "a page that went leads nowhere");
    assert_eq!(leads(&project, "site/a/stays.html"), None);
    assert!(
        ran.err().contains("moved            4   a/named.html leads on to b/named.html, and 3 more"),
        "{}",
        ran.err()
    );
    // It is no news any more, and the addresses still lead on.
    let ran = project.run(&["build", "--out", "site", "--verify"]).exits(0);
    assert!(!ran.err().contains("  moved") && ran.err().contains("0 written"), "{}", ran.err());
    assert_eq!(leads(&project, "site/a/same.html").as_deref(), Some("../b/same.html"));
}

#[test]
fn an_address_leads_to_where_the_page_is_now_however_often_it_moved() {
    let project = project(&[("content/one.md", "# Page\n\nWords.\n")]);
    project.run(&["build", "--out", "site"]).exits(0);
    for (from, to) in [("one.md", "two.md"), ("two.md", "sub/three.md")] {
        rename(&project, &format!("content/{from}"), &format!("content/{to}"));
        project.run(&["build", "--out", "site", "--verify"]).exits(0);
    }
    assert_eq!(leads(&project, "site/one.html").as_deref(), Some("sub/three.html"));
    assert_eq!(leads(&project, "site/two.html").as_deref(), Some("sub/three.html"));
    // Back again: the page itself stands where it was first.
    rename(&project, "content/sub/three.md", "content/one.md");
    project.run(&["build", "--out", "site", "--verify"]).exits(0);
    assert_eq!(leads(&project, "site/one.html"), None);
    assert_eq!(leads(&project, "site/sub/three.html").as_deref(), Some("../one.html"));
    // And when it goes for good, nothing leads to where it is not.
    std::fs::remove_file(project.path("content/one.md")).expect("it is there");
    project.run(&["build", "--out", "site"]).exits(0);
    for path in ["site/one.html", "site/two.html", "site/sub/three.html"] {
        assert!(!project.path(path).exists(), "{path}");
    }
}

#[test]
fn nothing_is_guessed_where_two_pages_fit_or_the_page_is_an_old_one() {
    let project = project(&[
        ("content/twin.md", "# Twin\n\nOne.\n"),
        ("content/kept.md", "# Kept\n\nWords.\n"),
        ("content/copy.md", "# Kept\n\nWords.\n"),
    ]);
    project.run(&["build", "--out", "site"]).exits(0);
    std::fs::remove_file(project.path("content/twin.md")).expect("it is there");
    std::fs::remove_file(project.path("content/copy.md")).expect("it is there");
    project.write("content/one.md", "# Twin\n\nTwo.\n");
    project.write("content/other.md", "# Twin\n\nThree.\n");
    project.run(&["build", "--out", "site"]).exits(0);
    assert!(!project.path("site/twin.html").exists(), "two pages are called so");
    assert!(!project.path("site/copy.html").exists(), "the page with its words was there before");
}

#[test]
fn an_edition_leads_on_only_to_pages_of_its_own() {
    let settings = "editions:\n  partner: [partner]\n  internal: [internal]\n";
    let both = "---\nft.audience: [partner, internal]\n---\n\n# Plan\n\nQzwords.\n";
    let project = project(&[("waybook.yml", settings), ("content/plan.md", both)]);
    project.write("content/index.md", "---\nft.audience: [partner, internal]\n---\n\n# Home\n");
    project.run(&["build", "--out", "site"]).exits(0);
    std::fs::remove_file(project.path("content/plan.md")).expect("it is there");
    project.write("content/secret.md", "---\nft.audience: internal\n---\n\n# Plan\n\nQzwords.\n");
    project.run(&["build", "--out", "site"]).exits(0);
    assert_eq!(leads(&project, "site/internal/plan.html").as_deref(), Some("secret.html"));
    assert!(!project.path("site/partner/plan.html").exists());
}

#[test]
fn the_manifest_of_what_is_online_stands_in_for_the_folder() {
    let project = project(&[("content/one.md", "# Page\n\nWords.\n")]);
    project.run(&["build", "--out", "site"]).exits(0);
    rename(&project, "content/one.md", "content/two.md");
    project.run(&["build", "--out", "empty", "--published", "site/manifest.json", "--verify"]).exits(0);
    assert_eq!(leads(&project, "empty/one.html").as_deref(), Some("two.html"));
    // What it published is known to the next one in turn.
    project.run(&["build", "--out", "next", "--published", "empty/manifest.json"]).exits(0);
    assert_eq!(leads(&project, "next/one.html").as_deref(), Some("two.html"));
    let ran = project.run(&["build", "--out", "third", "--published", "waybook.yml"]).exits(2);
    assert!(ran.err().contains("waybook.yml"), "{}", ran.err());
    project.write("other.json", "{}");
    let ran = project.run(&["build", "--out", "third", "--published", "other.json"]).exits(2);
    assert!(ran.err().contains("it is no manifest of a build"), "{}", ran.err());
    assert!(!project.path("third").exists(), "nothing was written");
}

#[test]
fn what_an_author_says_and_what_is_there_comes_first() {
    let project = project(&[("content/one.md", "# Page\n\nWords.\n"), ("content/other.md", "# Other\n\nOther.\n")]);
    project.run(&["build", "--out", "site"]).exits(0);
    rename(&project, "content/one.md", "content/two.md");
    project.write("content/other.md", "---\nredirect_from: one.html\n---\n\n# Other\n\nOther.\n");
    project.run(&["build", "--out", "site", "--verify"]).exits(0);
    assert_eq!(leads(&project, "site/one.html").as_deref(), Some("other.html"));
}

#[test]
fn an_address_with_signs_of_its_own_is_led_to_all_the_same() {
    let project = project(&[("content/one.md", "# Page\n\nWords.\n")]);
    project.run(&["build", "--out", "site"]).exits(0);
    rename(&project, "content/one.md", "content/100% #2 done?.md");
    project.run(&["build", "--out", "site", "--verify"]).exits(0);
    assert_eq!(leads(&project, "site/one.html").as_deref(), Some("100%25%20%232%20done%3F.html"));
}
