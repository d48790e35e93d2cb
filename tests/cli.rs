//! The binary as people and scripts meet it: exit codes, streams, files on the disk.

use std::fs;
use std::process::Stdio;

use project::{Project, ran, waybook};

mod project;

/// A page with a byte that is not UTF-8: an error whatever the rules are.
const BAD: &[u8] = b"# Start\n\n2019 \x96 2020\n";

#[test]
fn without_a_project_it_says_what_it_looked_for_and_the_way_out() {
    let ran = Project::with(&[("notes.txt", "")]).run(&[]).exits(2);
    assert!(ran.out().is_empty());
    assert!(
        ran.err().contains("no `waybook.yml` here or above") && ran.err().contains("waybook init DIR"),
        "{}",
        ran.err()
    );
}

#[test]
fn a_key_that_nearly_all_pages_have_is_missed() {
    let project = Project::with(&[]);
    project.write("waybook.yml", "");
    for number in 0..24 {
        let owner = if number == 7 { "" } else { "ft.owner: danar\n" };
        let rare = if number % 2 == 0 { "author: Dana\n" } else { "" };
        project.write(&format!("content/page-{number}.md"), format!("---\ntitle: Page\n{owner}{rare}---\n# Page\n"));
    }
    let out = project.run(&["check", "--format", "concise"]).exits(0).out();
    assert_eq!(out, "content/page-7.md:1:1: info[front-matter-missing-key] the front matter has no `ft.owner`\n");
}

#[test]
fn a_usage_error_is_no_finding() {
    Project::with(&[]).run(&["biuld"]).exits(2);
    Project::with(&[]).run(&["check", "--only", "broken-lnik"]).exits(2);
}

#[test]
fn a_second_build_touches_nothing() {
    let project = Project::with(&[("content/index.md", "# Start\n"), ("content/media/a.png", "image")]);
    project.run(&[]).exits(0);
    let times = || -> Vec<_> {
        let stamp =
            |path: &str| fs::metadata(project.path(path)).and_then(|found| found.modified()).expect("it is there");
        ["site/index.html", "site/media/a.png", "site/manifest.json"].map(stamp).to_vec()
    };
    let before = times();
    let ran = project.run(&["build", "--verify"]).exits(0);
    assert_eq!(times(), before);
    assert!(ran.err().contains(" 0 written") && ran.out().is_empty(), "{}", ran.err());
}

#[test]
fn a_page_that_goes_takes_its_file_along_and_nothing_else() {
    let project = Project::with(&[("content/index.md", "# Start\n"), ("content/old/page.md", "# Old\n")]);
    project.run(&[]).exits(0);
    project.write("site/CNAME", "playbook.example.com");
    fs::remove_file(project.path("content/old/page.md")).expect("it is there");
    project.run(&[]).exits(0);
    assert!(!project.path("site/old").exists() && project.path("site/CNAME").exists());
}

#[test]
fn a_file_that_no_build_made_is_kept_unless_forced() {
    let project = Project::with(&[("content/index.md", "# Start\n"), ("site/index.html", "mine")]);
    let ran = project.run(&[]).exits(2);
    assert!(ran.err().contains("no build made it") && ran.err().contains("--force"), "{}", ran.err());
    assert_eq!(project.text("site/index.html"), "mine");
    assert!(!project.path("site/manifest.json").exists());
    project.run(&["build", "--force"]).exits(0);
}

#[test]
fn it_builds_from_within_its_folders_and_from_without() {
    let project = Project::with(&[("waybook.yml", "title: Northwind\n"), ("content/a/index.md", "# Start\n")]);
    ran(&mut waybook(&project.path("content/a"))).exits(0);
    assert!(project.path("site/manifest.json").exists());
    let elsewhere = Project::with(&[]);
    let folder = project.folder.path().to_string_lossy().into_owned();
    let ran = elsewhere.run(&["build", "--project", &folder, "--out", "public"]).exits(0);
    assert!(elsewhere.path("public/manifest.json").exists(), "{}", ran.err());
}

#[test]
fn findings_fail_a_check_and_a_build_only_if_denied() {
    let project = Project::with(&[("waybook.yml", "")]);
    project.write("content/index.md", BAD);
    let ran = project.run(&["build"]).exits(0);
    assert!(ran.err().starts_with("content/index.md:3:6: error[not-utf8]"), "{}", ran.err());
    project.run(&["build", "--deny", "not-utf8"]).exits(1);
    let ran = project.run(&["check", "--format", "concise"]).exits(1);
    assert!(ran.out().starts_with("content/index.md:3:6: error[not-utf8]"), "{}", ran.out());
    project.run(&["check", "--only", "broken-link"]).exits(0);
}

#[test]
fn json_findings_are_an_object_a_line() {
    let project = Project::with(&[("waybook.yml", "")]);
    project.write("content/index.md", BAD);
    let ran = project.run(&["check", "--format", "json", "--only", "not-utf8"]).exits(1);
    let found: serde_json::Value = serde_json::from_str(&ran.out()).expect("one object");
    assert_eq!((&found["file"], &found["line"], &found["column"]), (&"index.md".into(), &3.into(), &6.into()));
    assert!(ran.err().is_empty());
}

#[test]
fn colour_is_for_terminals() {
    let project = Project::with(&[("waybook.yml", "")]);
    project.write("content/index.md", BAD);
    assert!(!project.run(&["check"]).out().contains('\u{1b}'));
    let forced = ran(waybook(project.folder.path()).arg("check").env("CLICOLOR_FORCE", "1"));
    assert!(forced.out().contains('\u{1b}'));
    let plain = ran(waybook(project.folder.path()).arg("check").env("NO_COLOR", "1"));
    assert!(!plain.out().contains('\u{1b}'));
}

#[test]
fn exports_are_data_and_nothing_else() {
    let project = Project::with(&[("content/index.md", "# Start\n")]);
    let ran = project.run(&["export", "pages"]).exits(0);
    let rows: Vec<serde_json::Value> = serde_json::from_str(&ran.out()).expect("an array");
    assert_eq!(rows[0]["file"], "index.md");
    assert!(project.run(&["export", "pages", "--format", "csv"]).exits(0).out().starts_with("file,title"));
    for what in ["tasks", "refreshes", "links"] {
        let ran = project.run(&["export", what]).exits(0);
        serde_json::from_str::<Vec<serde_json::Value>>(&ran.out()).expect("an array");
    }
    assert!(!project.path("site").exists());
}

#[test]
fn a_reader_that_has_seen_enough_ends_it_quietly() {
    let project = Project::with(&[]);
    for number in 0..3000 {
        project.write(&format!("content/page-{number}.md"), format!("# Page {number}\n"));
    }
    let mut child = waybook(project.folder.path())
        .args(["export", "pages"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("waybook runs");
    drop(child.stdout.take());
    let ended = child.wait_with_output().expect("it ends");
    assert_eq!((ended.status.code(), String::from_utf8_lossy(&ended.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn init_makes_a_project_and_overwrites_nothing() {
    let project = Project::with(&[]);
    project.run(&["init", "new"]).exits(0);
    assert!(project.path("new/waybook.yml").exists());
    let ran = project.run(&["init", "new"]).exits(2);
    assert!(ran.err().contains("something lies there"), "{}", ran.err());
    project.write("new/waybook.yml", "title: Mine\n");
    project.run(&["init", "new", "--force"]).exits(0);
    assert_eq!(project.text("new/waybook.yml"), "title: Mine\n");
}

#[test]
fn every_code_is_explained_and_a_slip_finds_its_name() {
    let project = Project::with(&[]);
    assert!(project.run(&["explain"]).exits(0).out().contains("run-on-row"));
    assert!(!project.run(&["explain", "run-on-row"]).exits(0).out().is_empty());
    let ran = project.run(&["explain", "run-on-rwo"]).exits(2);
    assert!(ran.err().contains("did you mean `run-on-row`?"), "{}", ran.err());
}

#[test]
fn schemas_and_completions_are_printed() {
    let project = Project::with(&[]);
    for kind in ["waybook", "engagement", "status"] {
        let ran = project.run(&["schema", kind]).exits(0);
        serde_json::from_str::<serde_json::Value>(&ran.out()).expect("a JSON Schema");
    }
    assert!(project.run(&["completions", "bash"]).exits(0).out().contains("waybook"));
}

#[test]
fn a_report_names_the_customers_there_are() {
    let project = Project::with(&[("content/index.md", "# Start\n")]);
    let ran = project.run(&["report", "status"]).exits(2);
    assert!(ran.err().contains("the project has no engagements"), "{}", ran.err());
}

#[test]
fn a_customer_without_a_report_is_named_with_the_reason_and_ends_with_two() {
    let row = "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n| --- | --- | --- | --- | --- |\n\
               | 2323 | Close | M | FastTrack Manager | All Services |\n";
    let page = format!("---\nft.audience: partner\n---\n\n# Close\n\n{row}");
    let project = Project::with(&[
        ("waybook.yml", "engagements: engagements\neditions: { partner: [partner], internal: [internal] }\n"),
        ("content/index.md", &page),
        ("engagements/a.yml", "customer: A\nservices: [Exchange]\nedition: partnr\n"),
        ("engagements/b.yml", "customer: B\nservices: [Exchange]\n"),
    ]);
    let reason = "a: no report: no edition is named `partnr`; did you mean `partner`?";
    let ran = project.run(&["build"]).exits(2);
    assert!(ran.err().contains(reason), "{}", ran.err());
    assert!(project.path("site/reports/b/status.html").exists() && !project.path("site/reports/a").exists());
    assert!(project.path("site/partner/index.html").exists(), "the sites are published all the same");
    let ran = project.run(&["report", "status", "--all", "--out", "out"]).exits(2);
    assert!(ran.err().contains(reason) && ran.err().contains("1 customer, 1 without a report"), "{}", ran.err());
    assert!(project.path("out/b/status.html").exists() && !project.path("out/a").exists());
    project.run(&["report", "status", "a", "--format", "json"]).exits(2);
    project.run(&["report", "closure", "--all", "--out", "out", "--require-ready"]).exits(2);
    project.run(&["report", "closure", "b", "--out", "out", "--require-ready"]).exits(1);
    project.run(&["report", "status", "b", "--out", "out"]).exits(0);
}

#[test]
fn a_slip_in_an_engagement_gives_no_report_and_what_was_published_stays() {
    let row = "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n| --- | --- | --- | --- | --- |\n\
               | 2323 | Close | M | FastTrack Manager | Exchange |\n";
    let fine = "customer: A\nservices: [Exchange]\ntasks: { 2323: Complete }\n";
    let project = Project::with(&[
        ("waybook.yml", "engagements: engagements\nas_of: 2020-03-16\n"),
        ("content/index.md", &format!("# Close\n\nPhase: **Migrate**\n\n{row}")),
        ("engagements/a.yml", fine),
        ("engagements/b.yml", "customer: B\nservices: [Exchange]\n"),
    ]);
    project.run(&["build"]).exits(0);
    let before = project.text("site/reports/a/status.json");
    let reason = "a: no report: line 2: the playbook has no service `Exchnge`; did you mean `Exchange`?";
    for slip in [fine.replace("Exchange", "Exchnge"), format!("{fine}phases: [Migrat\n")] {
        project.write("engagements/a.yml", &slip);
        let ran = project.run(&["build"]).exits(2);
        let expected = if slip.contains("phases") { "a: no report: " } else { reason };
        assert!(ran.err().contains(expected) && ran.err().contains("stays"), "{}", ran.err());
        assert_eq!(project.text("site/reports/a/status.json"), before);
        assert!(project.text("site/reports/portfolio.html").contains("engagements/a.yml"));
        project.run(&["check"]).exits(1);
        let ran = project.run(&["report", "closure", "--all", "--out", "out", "--require-ready"]).exits(2);
        assert!(ran.err().contains(expected), "{}", ran.err());
        assert!(!project.path("out/a").exists());
        project.run(&["report", "status", "b", "--out", "out"]).exits(0);
    }
}

#[test]
#[cfg(not(feature = "pdf"))]
fn without_the_feature_pdf_says_how_to_get_it() {
    let project = Project::with(&[("content/index.md", "# Start\n")]);
    let ran = project.run(&["report", "status", "--format", "pdf"]).exits(2);
    assert!(ran.err().contains("makes no PDF") && ran.err().contains("--features pdf"), "{}", ran.err());
}

#[test]
#[cfg(feature = "pdf")]
fn a_pdf_lies_beside_its_twin_and_is_written_once() {
    let files = [
        ("waybook.yml", "engagements: engagements\nas_of: 2020-03-16\n"),
        ("content/index.md", "# Start\n"),
        ("engagements/contoso.yml", "customer: Contoso Ltd\nservices: [Exchange]\n"),
    ];
    let project = Project::with(&files);
    let changed = || fs::metadata(project.path("out/contoso/status.pdf")).and_then(|found| found.modified()).ok();
    let ran = project.run(&["report", "status", "--format", "pdf", "--out", "out"]).exits(0);
    assert_eq!(ran.out().trim().replace('\\', "/"), "out/contoso/status.pdf");
    assert!(project.path("out/contoso/status.json").exists() && !project.path("out/contoso/status.html").exists());
    let before = changed();
    project.run(&["report", "status", "--format", "pdf", "--out", "out"]).exits(0);
    assert_eq!((changed(), before.is_some()), (before, true));
}

#[test]
fn help_shows_examples() {
    let project = Project::with(&[]);
    for command in ["build", "check", "export", "init", "explain", "schema", "completions"] {
        let help = project.run(&[command, "--help"]).exits(0).out();
        assert!(help.contains("Example") && help.contains(&format!("waybook {command}")), "{help}");
    }
}

const USERS: &str = "Identity,BatchId,Status,SyncedItemCount\nana@contoso.example.com,Pilot,Synced,12\n";

#[test]
fn an_export_is_explained_with_and_without_a_project() {
    let project = Project::with(&[("users.csv", USERS), ("other.csv", "a,b\n1,2\n")]);
    let ran = project.run(&["import", "users.csv", "--explain"]).exits(0);
    assert!(ran.out().contains("Exchange Get-MigrationUser") && ran.out().contains("synced"), "{}", ran.out());
    let ran = project.run(&["import", "users.csv", "--format", "json"]).exits(0);
    assert!(ran.out().contains("\"rows\": 1") && ran.err().is_empty(), "{}", ran.out());
    let ran = project.run(&["import", "other.csv"]).exits(1);
    assert!(ran.err().contains("unknown-export"), "{}", ran.err());
    project.run(&["import", "missing.csv"]).exits(2);
}

#[test]
fn an_export_is_added_to_an_engagement_once_and_only_if_it_is_known() {
    let yaml = "customer: Contoso Ltd # a comment\nexports:\n  - old/*.csv  # the first\n";
    let files = [
        ("waybook.yml", "engagements: engagements\n"),
        ("content/index.md", "# Start\n"),
        ("engagements/contoso.yml", yaml),
        ("engagements/new/users.csv", USERS),
        ("data/users.csv", USERS),
        ("data/other.csv", "a,b\n1,2\n"),
    ];
    let project = Project::with(&files);
    let text = || fs::read_to_string(project.path("engagements/contoso.yml")).expect("it is there");
    project.run(&["import", "data/users.csv", "data/other.csv", "--into", "contoso"]).exits(2);
    project.run(&["import", "data/users.csv", "--into", "contsoo"]).exits(2);
    assert_eq!(text(), yaml);
    project.run(&["import", "engagements/new/users.csv", "data/users.csv", "--into", "contoso"]).exits(0);
    let expected = format!("{yaml}  - new/users.csv\n  - data/users.csv\n");
    assert_eq!(text(), expected);
    let ran = project.run(&["import", "data/users.csv", "--into", "contoso"]).exits(0);
    assert!(ran.out().contains("is there already") && text() == expected, "{}", ran.out());
}
