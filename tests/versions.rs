//! A site that carries several versions of the playbook: the current one, one in a folder, one in a git revision.

mod project;

use project::Project;

const ROW: &str =
    "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n| --- | --- | --- | --- | --- |\n";

const SETTINGS: &str = "base_url: https://example.com/\neditions:\n  partner: [partner]\n  internal: [internal]\n";

fn page(title: &str, audience: &str, tasks: &[(u32, &str)]) -> String {
    let rows: String =
        tasks.iter().map(|(id, name)| format!("| {id} | {name} | M | FastTrack Engineer | Exchange |\n")).collect();
    format!(
        "---\nft.audience: {audience}\n---\n\n# {title}\n\nPhase: **Assess**\n\n## Approach\n\n### Ask\n\n{ROW}{rows}"
    )
}

fn git(project: &Project, arguments: &[&str]) {
    let mut command = std::process::Command::new("git");
    let identity = ["-c", "user.name=Robin Vega", "-c", "user.email=robin@example.com"];
    let ran = command.arg("-C").arg(project.path("")).args(identity).args(arguments).output();
    assert!(ran.is_ok_and(|ran| ran.status.success()), "git {arguments:?}");
}

/// 2024 is a revision, 2025 a folder, 2026 the current one.
fn project() -> Project {
    let both = "[partner, internal]";
    let project = Project::with(&[
        ("waybook.yml", SETTINGS),
        ("content/index.md", &page("Home", both, &[])),
        ("content/assess.md", &(page("Assess", both, &[(1001, "Ask"), (1002, "Look")]) + "\n![a](media/old.png)\n")),
        ("content/gone.md", &page("Gone", both, &[(1009, "Wave")])),
        ("content/plans.md", &page("Plans", "internal", &[(1777, "Qzplan")])),
    ]);
    project.write("content/media/old.png", b"\x89PNG of 2024");
    git(&project, &["init", "-q"]);
    git(&project, &["add", "-A"]);
    git(&project, &["commit", "-q", "-m", "one"]);
    git(&project, &["tag", "v2024"]);
    for name in ["gone.md", "media/old.png"] {
        std::fs::remove_file(project.path(&format!("content/{name}"))).expect("it is there");
    }
    project.write("content/assess.md", page("Assess all", both, &[(1001, "Ask them"), (1003, "New")]));
    // The page of 2025 has another name and no task of its own but one of the current page.
    project.write("content/archive/2025/index.md", page("Home", both, &[]));
    project.write("content/archive/2025/survey.md", page("Survey", both, &[(1001, "Ask"), (1001, "Ask")]));
    project.write("content/new.md", page("New", both, &[]));
    let versions = "versions:\n  \"2026\":\n  \"2025\": content/archive/2025\n  \"2024\": { revision: v2024 }\n";
    project.write("waybook.yml", format!("{SETTINGS}{versions}"));
    project
}

fn version_menu(html: &str) -> Vec<String> {
    let menu = html.split("id=\"versions\"").nth(1).and_then(|rest| rest.split("</ul>").next()).unwrap_or_default();
    menu.lines().filter(|line| line.contains("<a ")).map(|line| line.trim().to_owned()).collect()
}

#[test]
fn a_page_leads_to_itself_in_each_version() {
    let project = project();
    project.run(&["build"]).exits(0);
    assert_eq!(
        version_menu(&project.text("site/partner/assess.html")),
        [
            "<li><a href=\"assess.html\" aria-current=\"true\">2026</a></li>",
            "<li><a href=\"v/2025/survey.html\">2025</a></li>",
            "<li><a href=\"v/2024/assess.html\">2024</a></li>",
        ],
        "the page of 2025 is found by its task"
    );
    assert_eq!(
        version_menu(&project.text("site/partner/v/2024/gone.html")),
        [
            "<li><a href=\"../../index.html\">2026 <small>(not in this version)</small></a></li>",
            "<li><a href=\"../2025/index.html\">2025 <small>(not in this version)</small></a></li>",
            "<li><a href=\"gone.html\" aria-current=\"true\">2024</a></li>",
        ]
    );
    assert_eq!(
        version_menu(&project.text("site/partner/tasks/1003.html"))[1..],
        [
            "<li><a href=\"../v/2025/index.html\">2025 <small>(not in this version)</small></a></li>",
            "<li><a href=\"../v/2024/index.html\">2024 <small>(not in this version)</small></a></li>",
        ]
    );
}

#[test]
fn an_older_version_says_so_to_readers_and_to_search_engines() {
    let project = project();
    project.run(&["build"]).exits(0);
    let old = project.text("site/partner/v/2024/assess.html");
    assert!(old.contains("This is version 2024. The current one is 2026."), "{old}");
    assert!(old.contains("<a href=\"../../assess.html\">Read this page in version 2026</a>"), "{old}");
    assert!(old.contains("<link rel=\"canonical\" href=\"https://example.com/partner/assess.html\">"), "{old}");
    assert!(!old.contains("feed.xml"), "{old}");
    let gone = project.text("site/partner/v/2024/gone.html");
    assert!(gone.contains("<a href=\"../../index.html\">Version 2026 does not have this page</a>"), "{gone}");
    assert!(!gone.contains("canonical"), "{gone}");
    assert!(!project.text("site/partner/assess.html").contains("This is version"));
    let sitemap = project.text("site/partner/sitemap.xml");
    assert!(sitemap.contains("/partner/assess.html") && !sitemap.contains("/v/"), "{sitemap}");
    assert!(!project.path("site/partner/v/2024/sitemap.xml").exists());
    assert!(project.path("site/partner/v/2024/search").is_dir(), "each version has a search of its own");
}

#[test]
fn each_version_is_made_of_its_own_pages_and_files() {
    let project = project();
    let said = project.run(&["build"]).exits(0);
    assert!(!said.err().contains("1001"), "that a task of 2025 stands twice is no longer told: {}", said.err());
    assert_eq!(
        std::fs::read(project.path("site/partner/v/2024/media/old.png")).expect("it is there"),
        b"\x89PNG of 2024"
    );
    assert!(!project.path("site/partner/media/old.png").exists());
    assert!(!project.path("site/partner/archive/2025/survey.html").exists(), "what is a version is no page");
    assert!(project.text("site/partner/v/2024/tasks/1001.html").contains("Ask"));
    assert!(!project.text("site/partner/v/2024/tasks/1001.html").contains("Ask them"));
    assert!(project.path("site/internal/v/2024/plans.html").exists());
    assert!(!project.path("site/partner/v/2024/plans.html").exists());
    project.run(&["build", "--verify"]).exits(0);
}

#[test]
fn the_proof_of_editions_covers_every_version() {
    let project = project();
    // What 2025 kept for our own people; a page of the theme tells it to all.
    project.write("content/archive/2025/plans.md", page("Qzsecret", "internal", &[]));
    project.write("theme/404.html", "{% extends \"built-in/404.html\" %}{% block title %}Qzsecret4{% endblock %}");
    project.write("content/archive/2025/more.md", page("Qzsecret4", "internal", &[]));
    let settings = project.text("waybook.yml");
    project.write("waybook.yml", format!("theme: theme\n{settings}"));
    let said = project.run(&["build"]).exits(1).err();
    let leak = "version `2025`: `Qzsecret4` of another edition is in `partner/v/2025/404.html`";
    assert!(said.contains(leak) && said.contains("more.md"), "{said}");
    assert!(!project.path("site").exists(), "nothing is published");
}

#[test]
fn an_engagement_may_follow_an_older_version() {
    let project = project();
    let engagement = "customer: Contoso Ltd\nservices: [Exchange]\nedition: partner\n";
    project.write("engagements/now.yml", engagement);
    project.write("engagements/then.yml", format!("{engagement}version: \"2024\"\n"));
    project.write("engagements/slip.yml", format!("{engagement}version: \"2023\"\n"));
    let said = project.run(&["build"]).exits(2).err();
    assert!(said.contains("slip: no report: version `2023` is none of the playbook's; did you mean `20"), "{said}");
    assert!(!project.path("site/reports/slip/status.html").exists());
    let said = project.run(&["check"]).exits(1).out();
    assert!(said.contains("the playbook has no version `2023`"), "{said}");
    let names = |id: &str| project.text(&format!("site/reports/{id}/status.html"));
    assert!(names("now").contains("Ask them") && !names("now").contains("Wave"));
    assert!(names("then").contains("Wave") && !names("then").contains("Ask them"));
    assert!(names("then").contains("Playbook 2024"), "the report says which version it is held against");
    std::fs::remove_file(project.path("engagements/slip.yml")).expect("it is there");
    project.run(&["report", "status", "then", "--out", "alone"]).exits(0);
}

#[test]
fn a_version_that_cannot_be_described_stops_everything() {
    let project = project();
    project.run(&["build"]).exits(0);
    let before = files(&project);
    for (versions, told) in [
        (
            "versions:\n  new:\n  old: content/nowhere\n",
            "waybook.yml:7:8: error[invalid-config] no folder `content/nowhere`",
        ),
        ("versions:\n  new: content\n  old: content/archive/2025\n", "version `new` is the current one"),
        ("versions:\n  new:\n  old: {}\n", "nothing says where the pages of version `old` lie"),
        ("versions:\n  new:\n  ../old: content\n", "`../old` cannot name a folder"),
        ("versions:\n  new:\n  ..: content/archive/2025\n", "`..` cannot name a folder"),
        ("versions:\n  new:\n  New: content/archive/2025\n", "`new` and `New` would share a folder"),
    ] {
        project.write("waybook.yml", format!("{SETTINGS}{versions}"));
        let said = project.run(&["check", "--format", "concise"]).exits(2).out();
        assert!(said.contains(told), "{versions}: {said}");
        project.run(&["build"]).exits(2);
        assert_eq!(files(&project), before, "{versions}");
    }
}

/// Every file of the site with its bytes.
fn files(project: &Project) -> std::collections::BTreeMap<std::path::PathBuf, Vec<u8>> {
    let mut found = std::collections::BTreeMap::new();
    let mut folders = vec![project.path("site")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path => drop(found.insert(path.clone(), std::fs::read(path).expect("it can be read"))),
            }
        }
    }
    found
}

#[test]
fn what_was_published_of_a_revision_that_cannot_be_read_stays() {
    let project = project();
    let engagement = "customer: Contoso Ltd\nservices: [Exchange]\nedition: partner\n";
    project.write("engagements/now.yml", engagement);
    project.write("engagements/then.yml", format!("{engagement}version: \"2024\"\n"));
    project.run(&["build"]).exits(0);
    let old = |path: &std::path::PathBuf| {
        let path = path.to_string_lossy();
        path.contains("/v/2024/") || path.contains("/reports/then/")
    };
    let kept = |project: &Project| files(project).into_iter().filter(|(path, _)| old(path)).collect::<Vec<_>>();
    let before = kept(&project);
    assert!(before.len() > 10);
    // As in a clone without tags; `invalid-config: off` hides the finding and nothing else.
    git(&project, &["tag", "-d", "v2024"]);
    let settings = project.text("waybook.yml");
    project.write("content/assess.md", page("Assess once more", "[partner, internal]", &[(1001, "Ask them")]));
    for more in ["", "check: { invalid-config: off }\n"] {
        project.write("waybook.yml", format!("{settings}{more}"));
        let said = project.run(&["build"]).exits(2).err();
        assert!(said.contains("version `2024` could not be read"), "{said}");
        assert!(said.contains("then: no report: version `2024` could not be read"), "{said}");
        assert_eq!(kept(&project), before);
        assert!(project.text("site/partner/assess.html").contains("Assess once more"), "the rest is built");
        let report = project.run(&["report", "status", "--all", "--out", "alone"]).exits(2).err();
        assert!(report.contains("then: no report"), "{report}");
        assert!(project.path("alone/now/status.html").exists() && !project.path("alone/then").exists());
    }
    project.write("waybook.yml", &settings);
    let said = project.run(&["check", "--format", "concise"]).exits(1).out();
    assert!(said.contains("waybook.yml:8:3: error[invalid-config] version `2024` could not be read"), "{said}");
    // It still belongs to us: once it is no longer wanted, it goes.
    let without: String =
        settings.lines().filter(|line| !line.contains("2024")).map(|line| format!("{line}\n")).collect();
    project.write("waybook.yml", without);
    std::fs::remove_file(project.path("engagements/then.yml")).expect("it is there");
    project.run(&["build"]).exits(0);
    assert_eq!(kept(&project), []);
}

#[test]
fn the_manifest_says_of_which_version_a_file_is_and_nothing_leads_on_from_one() {
    let project = project();
    project.run(&["build"]).exits(0);
    let manifest = project.text("site/manifest.json");
    let line =
        |path: &str| manifest.lines().find(|line| line.contains(&format!("\"path\":\"{path}\""))).unwrap_or_default();
    assert!(
        line("partner/v/2025/survey.html").contains("\"version\":\"2025\""),
        "{}",
        line("partner/v/2025/survey.html")
    );
    assert!(!line("partner/assess.html").contains("\"version\""));
    let ran = project.run(&["build", "--verify"]).exits(0);
    assert!(ran.err().contains("0 written") && !ran.err().contains("  moved"), "{}", ran.err());
}
