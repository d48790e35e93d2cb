//! Settings fail closed: whatever is wrong with them, and wherever a build is to write, nothing that was published changes
//! and nothing is published to those it was not meant for.

mod project;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use project::{Project, Ran};

const GOOD: &str = "title: Playbook\ncontent: content\nengagements: customers\ntheme: look\noutput: site\n\
                    editions:\n  partner: [partner]\n  internal: [internal, partner]\n";

/// Two editions, a customer with an export, and what was published of them.
fn published() -> Project {
    let project = Project::with(&[
        ("waybook.yml", GOOD),
        ("content/index.md", "---\nft.audience: [partner, internal]\n---\n# Start\n\n![a](media/a.png)\n"),
        ("content/secret.md", "---\nft.audience: internal\n---\n# Qzsecret\n"),
        ("content/media/a.png", "picture"),
        (
            "customers/contoso.yml",
            "customer: Contoso\nservices: [Exchange]\nedition: partner\nexports: [exports/*.csv]\n",
        ),
        ("customers/exports/batch.csv", "Identity,Status\nqzperson@contoso.com,Synced\n"),
        ("look/readme.txt", "A theme that overrides nothing yet.\n"),
    ]);
    project.run(&["build"]).exits(0);
    project
}

/// Every file below a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path => drop(found.insert(path.clone(), fs::read(path).expect("it can be read"))),
            }
        }
    }
    found
}

/// Runs a command that must change nothing on the disk and end with 2.
#[track_caller]
fn refused(project: &Project, arguments: &[&str]) -> Ran {
    let before = files(&project.path(""));
    let ran = project.run(arguments).exits(2);
    assert_eq!(files(&project.path("")), before, "{arguments:?} changed something");
    ran
}

/// Spoilt settings, and where and what is said of them.
const SPOILT: [(&str, &str); 53] = [
    ("title: P\neditions:\n\tpartner: [partner]\n", "waybook.yml:3:"),
    ("title: a: b\n", "waybook.yml:1:"),
    ("title: [x\n", "not valid YAML"),
    ("title: \"x\n", "not valid YAML"),
    ("{{\n", "waybook.yml:"),
    ("- a\n- b\n", "expected keys and values, found a list"),
    ("playbook\n", "expected keys and values, found a text"),
    ("title: P\n---\ntitle: Q\n", "a second document"),
    ("title: P\ntitle: Q\n", "waybook.yml:2:1: error[invalid-config] the key `title` stands twice"),
    ("editions: { a: [x], a: [y] }\n", "the key `a` stands twice"),
    ("editons:\n  partner: [partner]\n", "waybook.yml:1:1: error[unknown-key] unknown key `editons`"),
    ("Editions:\n  partner: [partner]\n", "unknown key `Editions`"),
    ("editions:\n  partner: { audience: [partner] }\n", "unknown key `audience` in the edition"),
    ("reports: { format: [xlsx] }\n", "unknown key `format`"),
    ("check: { stale-page: { day: 3 } }\n", "unknown key `day` in the rule"),
    ("check: { borken-link: off }\n", "no rule has the code `borken-link`"),
    ("check: { broken-link: fatal }\n", "`fatal` is none of"),
    ("check: [broken-link]\n", "expected keys and values"),
    ("editions:\n", "waybook.yml:1:1: error[invalid-config] `editions` has no value"),
    ("editions: ~\n", "`editions` has no value"),
    ("editions: {}\n", "`editions` has no value"),
    ("editions: []\n", "expected keys and values, found a list"),
    ("editions: [partner, internal]\n", "expected keys and values, found a list"),
    ("editions: partner\n", "expected keys and values, found a text"),
    ("editions: { partner: [] }\n", "empty list of audiences"),
    ("editions: { partner: { audiences: } }\n", "empty list of audiences"),
    ("editions: { partner: [partner, ''] }\n", "empty name in it"),
    ("editions: { partner: [[a]] }\n", "expected a text, found a list"),
    ("editions: { partner: [a], Partner: [b] }\n", "`partner` and `Partner` would share a folder"),
    ("editions: { ../x: [a] }\n", "`../x` cannot name a folder"),
    ("editions: { reports: [a] }\n", "the name is taken"),
    ("editions: { a: [a] }\nfindings: b\n", "`findings` names `b`"),
    ("content: contnet\n", "waybook.yml:1:10: error[invalid-config] could not find the content folder `contnet`"),
    ("content: ../elsewhere\n", "lies outside of the project folder"),
    ("content:\n", "`content` has no value"),
    ("engagements: customer\n", "waybook.yml:1:14: error[invalid-config] no folder `customer`"),
    ("engagements: .\n", "lies in this folder"),
    ("theme: lok\n", "no folder `lok`"),
    ("languages: { en: ., de: de }\n", "no folder `content/de`"),
    ("versions: { new: , old: archive }\n", "no folder `archive`"),
    ("fonts: [letters]\n", "no folder `letters`"),
    ("brand: { logo: logo.svg }\n", "no file `logo.svg`"),
    ("include: 'a{b'\n", "not a glob"),
    ("search: flase\n", "neither `true` nor `false`"),
    ("reports:\n", "waybook.yml:1:1: error[invalid-config] `reports` has no value"),
    (
        "editions: { a: [internal] }\nreports: { edition: }\n",
        "waybook.yml:2:12: error[invalid-config] `reports.edition` has no value",
    ),
    ("fonts: content\n", "waybook.yml:1:8: error[invalid-config] the content folder `content` lies in this folder"),
    ("fonts: [.]\n", "lies in this folder"),
    (
        "languages: { en: ., de: media }\nengagements: content/media\n",
        "the folder of a language `content/media` lies in this folder",
    ),
    (
        "metadata: { ft.audiance: internal }\n",
        "waybook.yml:1:13: error[invalid-config] `ft.audiance` looks like `ft.audience`",
    ),
    ("metadata: { ft.audience: }\n", "waybook.yml:1:13: error[invalid-config] `ft.audience` names nobody"),
    (
        "metadata:\n  ft:\n    audience: internal\n",
        "waybook.yml:2:3: error[invalid-config] `ft` looks like `ft.audience`",
    ),
    (
        "editions: { a: [internal] }\nmetadata: { ft.audience: staff }\n",
        "waybook.yml:2:26: error[invalid-config] no edition is for the audience `staff`",
    ),
];

#[test]
fn spoilt_settings_change_nothing_and_say_why() {
    let project = published();
    for (settings, said) in SPOILT {
        let off = "check: { invalid-config: off, unknown-key: off }\n";
        let switched = if settings.contains("check:") { settings.to_owned() } else { format!("{settings}{off}") };
        for text in [settings, &switched] {
            project.write("waybook.yml", text);
            let build = refused(&project, &["build"]).err();
            assert!(build.contains("did not use the settings"), "{text}: {build}");
            let check = refused(&project, &["check", "--format", "concise"]).out();
            assert!(check.contains(said) || text != settings, "{text}: {check}");
        }
        refused(&project, &["report", "status", "--all"]);
        refused(&project, &["serve", "--port", "42700"]);
        refused(&project, &["build", "--force", "--out", "site"]);
    }
    project.write("waybook.yml", GOOD);
    assert!(project.run(&["build"]).exits(0).err().contains(" 0 written"));
}

#[test]
fn every_reason_is_told_at_once_with_the_way_out() {
    let project = published();
    project.write("waybook.yml", "titel: x\ncontent: contents\neditions: { a: [] }\n");
    let said = refused(&project, &["build"]).err();
    for part in
        ["waybook.yml:1:1", "did you mean `title`?", "waybook.yml:2:10", "did you mean `content`?", "waybook.yml:3:16"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    let json = refused(&project, &["check", "--format", "json"]).out();
    assert_eq!(json.lines().count(), 3, "{json}");
}

#[test]
fn an_edition_that_is_asked_for_must_exist() {
    let project = published();
    let said = refused(&project, &["build", "--edition", "partnr"]).err();
    assert!(said.contains("did you mean `partner`?"), "{said}");
}

#[test]
fn editions_that_are_gone_are_not_replaced_by_one_site() {
    let project = published();
    for settings in ["", "# editions:\n", "title: Playbook\n"] {
        project.write("waybook.yml", settings);
        let said = refused(&project, &["build"]).err();
        assert!(said.contains("has the editions `internal`, `partner`"), "{said}");
    }
    fs::remove_file(project.path("waybook.yml")).expect("it is there");
    refused(&project, &["build"]);
    let said = project.run(&["check", "--format", "concise"]).exits(0).out();
    assert!(
        said.contains("content/index.md:2:14: warning[audiences-without-editions] 2 files name audiences"),
        "{said}"
    );
}

#[test]
fn an_empty_content_folder_changes_nothing() {
    let project = published();
    fs::rename(project.path("content"), project.path("away")).expect("it can be moved");
    project.write("content/media/a.png", "picture");
    let said = refused(&project, &["build"]).err();
    assert!(said.contains("found no page in the content folder"), "{said}");
    refused(&project, &["report", "status", "--all"]);
    project.write("waybook.yml", "include: ['nothing/*.md']\neditions: { a: [a] }\n");
    project.write("content/index.md", "# Start\n");
    refused(&project, &["build"]);
}

#[test]
fn a_docfx_project_publishes_what_it_names_or_nothing() {
    let good = r#"{"build": {"content": [{"files": ["docs/*.md"]}], "dest": "_site", "unknown": 1}}"#;
    let project = Project::with(&[("docfx.json", good), ("docs/a.md", "# A\n"), ("internal/qz.md", "# Qz\n")]);
    project.run(&["build"]).exits(0);
    for spoilt in [
        "",
        "{",
        "[]",
        r#"{"build": {"content": [{"files": ["docs/*.md"]}]"#,
        r#"{"build": {"contents": [{"files": ["docs/*.md"]}]}}"#,
        r#"{"build": {"content": []}}"#,
        r#"{"build": {"content": [{"files": ["*.md"], "src": "../docs"}]}}"#,
        r#"{"build": {"content": [{"files": ["**/*.md"], "exclude": {"a": 1}}]}}"#,
        r#"{"build": {"content": [{"files": [{"a": 1}]}]}}"#,
    ] {
        project.write("docfx.json", spoilt);
        refused(&project, &["build"]);
        refused(&project, &["check"]);
    }
    project.write("docfx.json", good.replace("_site", "../_site"));
    project.run(&["build", "--out", "_site"]).exits(0);
    assert!(!files(&project.path("_site")).keys().any(|path| path.ends_with("qz.html")));
}

#[test]
fn no_byte_of_a_customer_is_published_whatever_the_settings_are() {
    let everything = "content: .\nresources: ['**/*']\ninclude: ['**/*.md']\n";
    for engagements in ["engagements: customers\n", ""] {
        let project = published();
        fs::remove_dir_all(project.path("site")).expect("it is there");
        let editions = "editions:\n  partner: [partner]\n  internal: [internal, partner]\n";
        project.write("waybook.yml", format!("{everything}{engagements}{editions}"));
        let links = "[x](../customers/exports/batch.csv) [!code[y](../customers/exports/batch.csv)]\n\n\
                     [!code[z](../waybook.yml)]\n\n[!INCLUDE[w](../customers/notes.md)]\n\n![v](../customers/qz.png)\n";
        project.write("content/index.md", format!("---\nft.audience: [partner, internal]\n---\n# Start\n\n{links}"));
        project.write("customers/notes.md", "Qznotes of a customer\n");
        project.write("customers/qz.png", "qzpicture");
        project.run(&["build"]).exits(0);
        for (path, bytes) in
            files(&project.path("site/partner")).into_iter().chain(files(&project.path("site/internal")))
        {
            let text = String::from_utf8_lossy(&bytes).to_lowercase();
            let name = path.to_string_lossy().to_lowercase();
            for word in ["qzperson", "qznotes", "qzpicture", "ft.audience: [partner]", "editions:"] {
                assert!(!text.contains(word), "{engagements}{word}: {}", path.display());
            }
            assert!(!name.ends_with(".csv") && !name.ends_with(".yml") && !name.contains("qz.png"), "{name}");
        }
    }
}

#[test]
fn output_folders_among_the_sources_are_refused() {
    let project = published();
    project.write("content/playbook/de/a.md", "---\nft.audience: internal\n---\n# A\n");
    project.write(".git/HEAD", "ref: refs/heads/main\n");
    project.write("exports/users.csv", "User,Status\n");
    project.write("sent/contoso/status.json", "{}");
    project.write("waybook.yml", format!("{GOOD}reports: {{ earlier: sent }}\n"));
    for out in [
        ".",
        "content",
        "content/playbook",
        "content/playbook/de",
        "content/playbook/new",
        "content/new",
        "content/media",
        "sent",
        "sent/new",
        "exports",
        "exports/new",
        "customers",
        "customers/exports",
        "customers/new",
        "look",
        "look/site",
        ".git",
        ".git/site",
        "..",
        "/",
    ] {
        let said = refused(&project, &["build", "--force", "--out", out]).err();
        assert!(said.contains("will not build into"), "{out}: {said}");
        refused(&project, &["report", "status", "--all", "--out", out]);
    }
    project.write("waybook.yml", GOOD.replace("output: site", "output: content/playbook/de"));
    refused(&project, &["build"]);
    // A manifest of ours makes no output of a folder with pages.
    project.write("waybook.yml", GOOD);
    fs::copy(project.path("site/manifest.json"), project.path("content/playbook/de/manifest.json")).expect("a copy");
    refused(&project, &["build", "--out", "content/playbook/de"]);
    project.run(&["build"]).exits(0);
    assert!(project.path("site/internal/playbook/de/a.html").exists(), "the page is not lost");
    fs::remove_file(project.path("content/playbook/de/manifest.json")).expect("it is there");
    // Beside the sources there is room, and what was built is no input afterwards.
    project.run(&["build", "--out", "public/web"]).exits(0);
    project.run(&["report", "status", "--all", "--out", "public/reports"]).exits(0);
    project.run(&["build", "--out", "public/web", "--verify"]).exits(0);
}

#[test]
fn where_the_project_folder_holds_the_pages_an_output_lies_beside_their_folders() {
    let project = Project::with(&[
        ("waybook.yml", "include: ['*.md', 'docs/**/*.md']\n"),
        ("index.md", "# Start\n"),
        ("docs/de/a.md", "# A\n"),
        ("tools/README.md", "# No page\n"),
    ]);
    for out in ["docs", "docs/new", "docs/de", "docs/de/new/site"] {
        let said = refused(&project, &["build", "--out", out]).err();
        assert!(said.contains("will not build into") && said.contains("docs/de/a.md"), "{out}: {said}");
    }
    for out in ["site", "new/site", "tools/site"] {
        project.run(&["build", "--out", out]).exits(0);
        project.run(&["build", "--out", out]).exits(0);
    }
    assert!(!project.path("site/new").exists() && !project.path("site/tools").exists(), "outputs are no inputs");
}

#[test]
fn the_output_of_another_project_is_refused_and_that_of_another_checkout_is_not() {
    let (one, two) = (published(), published());
    two.write("waybook.yml", GOOD.replace("Playbook", "Other"));
    two.write("content/index.md", "---\nft.audience: [partner, internal]\n---\n# Other\n");
    two.write("content/secret.md", "---\nft.audience: internal\n---\n# Hidden\n");
    let site = one.path("site").to_string_lossy().into_owned();
    let before = files(&one.path(""));
    for arguments in [vec!["build", "--out", &site], vec!["build", "--force", "--out", &site]] {
        let said = two.run(&arguments).exits(2).err();
        assert!(said.contains("another project `Playbook` made what is there"), "{said}");
        assert_eq!(files(&one.path("")), before);
    }
    // Both are published to one place, as from a working copy and from another.
    let place = Project::with(&[]);
    let out = place.path("web").to_string_lossy().into_owned();
    let checkout = published();
    one.run(&["build", "--out", &out]).exits(0);
    let manifest = place.text("web/manifest.json");
    assert!(!manifest.contains(&*one.path("").to_string_lossy()), "no path of this machine");
    assert!(checkout.run(&["build", "--out", &out]).exits(0).err().contains(" 0 written"));
    assert_eq!(place.text("web/manifest.json"), manifest);
    two.run(&["build", "--out", &out]).exits(2);
    checkout.write("content/index.md", "---\nft.audience: [partner, internal]\n---\n# Started\n");
    checkout.run(&["build", "--out", &out]).exits(0);
    checkout.write("waybook.yml", GOOD.replace("Playbook", "A new title"));
    let said = checkout.run(&["build", "--out", &out]).exits(2).err();
    assert!(said.contains("another title") && said.contains("waybook build --take-over"), "{said}");
    checkout.run(&["build", "--out", &out, "--take-over"]).exits(0);
    checkout.run(&["build", "--out", &out]).exits(0);
    // In the project's own folder a new title alone is no doubt.
    checkout.run(&["build"]).exits(0);
}

#[test]
fn projects_begun_from_the_same_pages_do_not_take_each_others_output() {
    let page = "# Start\n";
    let titles = [("title: One\n", "title: Two\n"), ("title: One\n", ""), ("", "title: Two\n")];
    for (first, second) in titles {
        let place = Project::with(&[]);
        let out = place.path("web").to_string_lossy().into_owned();
        let one = Project::with(&[("waybook.yml", first), ("content/index.md", page)]);
        let two = Project::with(&[("waybook.yml", second), ("content/index.md", page)]);
        one.run(&["build", "--out", &out]).exits(0);
        let before = files(&place.path(""));
        two.run(&["build", "--out", &out]).exits(2);
        assert_eq!(files(&place.path("")), before);
    }
    // Without settings the folder of a project is nobody's by its files, and still not another project's.
    let one = Project::with(&[("content/index.md", page)]);
    let two = Project::with(&[("content/index.md", page), ("content/other.md", "# Other\n")]);
    one.run(&["build"]).exits(0);
    let site = one.path("site").to_string_lossy().into_owned();
    let before = files(&one.path(""));
    two.run(&["build", "--out", &site]).exits(2);
    assert_eq!(files(&one.path("")), before);
}

#[cfg(unix)]
#[test]
fn links_out_of_the_project_are_not_followed() {
    use std::os::unix::fs::symlink;
    let outside = Project::with(&[("pages/qz.md", "# Qzoutside\n"), ("qz.png", "qzbytes"), ("qz.csv", "Qz\n")]);
    let project = published();
    let link = |to: PathBuf, at: &str| symlink(to, project.path(at)).expect("a link can be made");
    link(outside.path("pages"), "content/more");
    link(outside.path("qz.png"), "content/media/qz.png");
    link(outside.path("qz.csv"), "customers/exports/qz.csv");
    link(outside.path("pages/qz.md"), "look/article.html");
    link(project.path("customers"), "content/data");
    link(project.path("waybook.yml"), "content/settings.txt");
    link(project.path(""), "content/all");
    project.write("content/real/b.md", "---\nft.audience: internal\n---\n# Inside\n");
    link(project.path("content/real"), "content/inside");
    let settings = format!("{GOOD}resources: ['**/*']\n");
    project.write("waybook.yml", settings);
    project.run(&["build"]).exits(0);
    let said = project.run(&["check", "--format", "concise"]).exits(1).out();
    for at in [
        "content/more",
        "content/media/qz.png",
        "customers/exports/qz.csv",
        "look/article.html",
        "content/data",
        "content/settings.txt",
        "content/all",
    ] {
        assert_eq!(said.matches(&format!("warning[unfollowed-link] the link `{at}` ")).count(), 1, "{at}: {said}");
    }
    assert!(project.path("site/internal/inside/b.html").exists(), "links inside of the project work");
    for (path, bytes) in files(&project.path("site")) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Qzoutside") && !text.contains("qzbytes"), "{}", path.display());
        assert!(!path.to_string_lossy().contains("/data/"), "{}", path.display());
    }
    fs::remove_file(project.path("customers/exports/qz.csv")).expect("it is there");
    fs::rename(project.path("content"), outside.path("content")).expect("it can be moved");
    link(outside.path("content"), "content");
    let before = files(&project.path("site"));
    assert!(project.run(&["build"]).exits(2).err().contains("is a link that leads out of the project"));
    assert_eq!(files(&project.path("site")), before);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_in_the_output() {
    let outside = Project::with(&[("precious.html", "mine")]);
    let project = published();
    fs::remove_dir_all(project.path("site/partner/assets")).expect("it is there");
    std::os::unix::fs::symlink(outside.path(""), project.path("site/partner/assets")).expect("a link can be made");
    let said = project.run(&["build"]).exits(2).err();
    assert!(said.contains("will not write through the link"), "{said}");
    assert_eq!(files(&outside.path("")).len(), 1);
}

#[test]
fn a_page_that_wants_an_address_of_the_site_is_reported_and_replaces_nothing() {
    let row = "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n| --- | --- | --- | --- | --- |\n";
    let task = format!(
        "# Assess\n\nPhase: **Assess**\n\n## Approach\n\n### Ask\n\n{row}| 1330 | Ask | M | FastTrack Engineer | Exchange |\n"
    );
    let project = Project::with(&[
        ("waybook.yml", "resources: ['**/*.{png,css,json,js}']\n"),
        ("content/index.md", "# Start\n"),
        ("content/assess.md", &task),
    ]);
    let wanted = [
        "tasks/1330",
        "tasks/index",
        "changes",
        "404",
        "lifecycle",
        "roles/index",
        "roles/fasttrack-engineer",
        "services/exchange",
        "phases/assess",
        "Changes",
    ];
    project.run(&["build", "--out", "plain"]).exits(0);
    for page in wanted {
        project.write(&format!("content/{page}.md"), "# Qzmine\n");
        project.run(&["build"]).exits(0);
        let said = project.run(&["check", "--format", "concise"]).exits(1).out();
        let at =
            format!("content/{page}.md:1:1: error[url-conflict] address `{}.html` is that of", page.to_lowercase());
        assert!(said.contains(&at), "{page}: {said}");
        let path = format!("{}.html", page.to_lowercase());
        assert!(project.path(&format!("plain/{path}")).exists(), "{path} is a page of every site");
        assert!(!project.text(&format!("site/{path}")).contains("<h1>Qzmine"), "{page}");
        fs::remove_file(project.path(&format!("content/{page}.md"))).expect("it is there");
    }
    for file in ["assets/site.css", "manifest.json"] {
        project.write(&format!("content/{file}"), "{}");
        let said = project.run(&["check", "--format", "concise"]).exits(1).out();
        assert!(said.contains(&format!("of the file `content/{file}` is that of")), "{file}: {said}");
        project.run(&["build"]).exits(0);
        project.run(&["build", "--verify"]).exits(0);
        assert_ne!(project.text(&format!("site/{file}")), "{}");
        fs::remove_file(project.path(&format!("content/{file}"))).expect("it is there");
    }
    project.write("engagements/contoso.yml", "customer: Contoso\nservices: [Exchange]\n");
    project.write("content/reports/contoso/status.md", "# Qzmine\n");
    let said = project.run(&["check", "--format", "concise"]).exits(1).out();
    assert!(said.contains("content/reports/contoso/status.md:1:1: error[url-conflict]"), "{said}");
}
