//! The torture of bad input, on real files with the real binary: each a finding or an error with its place, no panic,
//! no hang, nothing half written.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use project::{Project, Ran};

mod project;

/// A project with one page.
fn page(text: impl AsRef<[u8]>) -> Project {
    let project = Project::with(&[("waybook.yml", "title: Torture\n")]);
    project.write("content/index.md", text);
    project
}

/// A build that ends with a site, whatever was found.
#[track_caller]
fn built(project: &Project) -> Ran {
    let ran = project.run(&["build"]).exits(0);
    assert!(!ran.err().contains("panicked"), "{}", ran.err());
    assert!(project.text("site/index.html").contains("</html>"));
    assert_eq!(scratch_files(&project.path("site")), Vec::<String>::new());
    ran
}

/// What `check` finds, in the concise form.
#[track_caller]
fn found(project: &Project) -> String {
    let ran = project.run(&["check", "--format", "concise"]);
    assert!(!ran.err().contains("panicked"), "{}", ran.err());
    ran.out()
}

/// Every file below a folder with its bytes.
fn bytes_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            found.extend(bytes_below(&path));
        } else {
            found.insert(path.to_string_lossy().into_owned(), fs::read(&path).expect("the file can be read"));
        }
    }
    found
}

fn scratch_files(folder: &Path) -> Vec<String> {
    bytes_below(folder).into_keys().filter(|path| path.contains(".waybook-")).collect()
}

#[test]
fn a_missing_folder_is_an_error_with_its_name() {
    let project = Project::with(&[]);
    let ran = project.run(&["build", "--project", "nowhere"]).exits(2);
    assert!(ran.err().contains("could not find the project folder `nowhere`: no such folder"), "{}", ran.err());
    project.write("waybook.yml", "content: pages\n");
    let ran = project.run(&["build"]).exits(2);
    assert!(ran.err().contains("could not find the content folder `pages`"), "{}", ran.err());
    assert!(!project.path("site").exists());
}

#[test]
fn empty_files_are_built_and_an_empty_project_is_not() {
    let project = Project::with(&[("waybook.yml", ""), ("content/.keep", "")]);
    let ran = project.run(&["build"]).exits(2);
    assert!(ran.err().contains("found no page in the content folder"), "{}", ran.err());
    for path in ["content/index.md", "content/toc.yml", "content/a.png", "engagements/status.csv"] {
        project.write(path, "");
    }
    built(&project);
    project.write("engagements/contoso.yml", "");
    let found = found(&project);
    assert!(found.contains("engagements/contoso.yml:1:1: error[invalid-config]"), "{found}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_said_and_not_read() {
    let project = page("# Start\n");
    for name in ["pipe.md", "pipe.png"] {
        let made = std::process::Command::new("mkfifo").arg(project.path("content").join(name)).status();
        assert!(made.expect("mkfifo runs").success());
    }
    std::os::unix::fs::symlink("/dev/zero", project.path("content/zero.md")).expect("a link can be made");
    std::os::unix::fs::symlink("nowhere.md", project.path("content/lost.md")).expect("a link can be made");
    std::os::unix::fs::symlink(".", project.path("content/again")).expect("a link can be made");
    built(&project);
    let found = found(&project);
    assert!(found.contains("warning[unfollowed-link] the link `content/zero.md` leads out of the project"), "{found}");
    for name in ["pipe.md", "pipe.png"] {
        assert!(found.contains(&format!("did not read `content/{name}`: it is a pipe or a device")), "{found}");
    }
    assert!(found.contains("could not read `content/lost.md`: no such file or folder"), "{found}");
    assert!(found.contains("did not follow the link `content/again`: it leads back"), "{found}");
}

#[test]
fn bytes_of_every_kind_are_read_as_well_as_can_be() {
    let mut utf16: Vec<u8> = vec![0xff, 0xfe];
    utf16.extend("# Überblick\n".encode_utf16().flat_map(u16::to_le_bytes));
    let project = page(utf16);
    project.write("content/latin.md", b"# Caf\xe9\n");
    project.write("content/nul.md", "# A\0B\n\n[x](\0)\n\n| a\0 | b |\n| - | - |\n| \0 | \0 |\n");
    project.write("content/noise.md", (0..=255u8).cycle().take(20_000).collect::<Vec<u8>>());
    built(&project);
    assert!(project.text("site/index.html").contains("Überblick") && project.text("site/latin.html").contains("Café"));
    let found = found(&project);
    assert!(found.contains("content/index.md:1:1: error[not-utf8] the file is UTF-16 little-endian"), "{found}");
    assert!(found.contains("content/latin.md:1:6: error[not-utf8] byte 0xe9"), "{found}");
}

#[test]
fn windows_line_ends_change_nothing() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("content/playbook/migration.md"))
        .expect("the sample is there");
    let text = text.replace("\r\n", "\n");
    let (unix, windows) = (page(&text), page(text.replace('\n', "\r\n")));
    built(&unix);
    built(&windows);
    let html = |project: &Project| project.text("site/index.html").replace("\r\n", "\n");
    assert_eq!(html(&unix), html(&windows));
    assert_eq!(found(&unix), found(&windows));
}

#[test]
fn nesting_ten_thousand_deep_is_no_trouble() {
    let n = 10_000;
    let repeated = |part: &str| part.repeat(n);
    let pages = [
        repeated(">"),
        repeated("["),
        repeated("![") + &repeated("](a)"),
        repeated("[") + "a" + &repeated("](b)"),
        repeated("*a "),
        repeated("**a _b "),
        repeated("`a``b```"),
        repeated("~~a "),
        repeated("- ") + "a",
        repeated("1. "),
        repeated("<div>"),
        repeated("a <b>"),
        repeated("<font><p>"),
        repeated("<!--"),
        repeated(":::"),
        repeated(":::row:::\n"),
        repeated(":::column:::\n\n"),
        repeated("[!INCLUDE ["),
        repeated("> [!NOTE]\n"),
        repeated("# [T](#tab/t)\n\nx\n\n"),
        repeated("|") + "\n" + &repeated("|-") + "|\n" + &repeated("|"),
        (0..1000).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect(),
    ];
    let project = page("# Start\n");
    for (number, text) in pages.iter().enumerate() {
        project.write(&format!("content/nested-{number}.md"), format!("# A\n\n{text}\n\nthe end\n"));
    }
    built(&project);
    for number in 0..pages.len() {
        assert!(project.path(&format!("site/nested-{number}.html")).exists(), "nested-{number}");
    }
}

#[test]
fn yaml_that_explodes_or_never_ends_is_a_finding() {
    let nine = |name: char| vec![format!("*{name}"); 9].join(", ");
    let bomb: String =
        ('b'..='j').map(|name| format!("{name}: &{name} [{}]\n", nine((name as u8 - 1) as char))).collect();
    let texts = [
        format!("a: &a [x, x, x]\n{bomb}"),
        format!("x: {}", "{a: ".repeat(50_000)),
        format!("x: {}", "[".repeat(50_000)),
    ];
    for text in texts {
        let project = page(format!("---\ntitle: Front\n{text}\n---\n# Start\n\nthe body\n"));
        built(&project);
        assert!(project.text("site/index.html").contains("the body"));
        assert!(found(&project).contains("content/index.md:"), "{}", found(&project));
        for path in ["content/toc.yml", "waybook.yml", "engagements/contoso.yml", "docfx.json"] {
            let project = Project::with(&[("content/index.md", "# Start\n")]);
            project.write(path, format!("customer: A\n{text}"));
            let code = if path == "content/toc.yml" { 0 } else { 2 };
            project.run(&["build"]).exits(code);
            let found = found(&project);
            assert!(found.contains(&format!("{path}:")), "{path}: {found}\n{:.80}", text);
        }
    }
}

#[test]
fn two_pages_for_one_address_are_said_and_the_first_has_it() {
    let project = page("# Start\n");
    project.write("waybook.yml", "include: [\"**/*.md\", \"**/*.markdown\"]\nresources: [\"**/*.html\"]\n");
    project.write("content/guide.markdown", "# One\n");
    project.write("content/guide.md", "# Two\n");
    project.write("content/Guide.md", "# Three\n");
    project.write("content/index.html", "mine");
    built(&project);
    let found = found(&project);
    assert!(found.contains("content/guide.markdown:1:1: error[url-conflict] address `guide.html`"), "{found}");
    assert!(found.contains("content/guide.md:1:1: error[url-conflict] address `guide.html`"), "{found}");
    assert!(found.contains("content/index.md:1:1: error[url-conflict] address `index.html` is also that"), "{found}");
    assert!(project.text("site/guide.html").contains("One"));
}

#[test]
fn a_broken_template_is_said_and_the_built_in_one_used() {
    let cases = [
        ("article.html", "{% if %}\n", ":1:7: error[template-error]"),
        ("article.html", "a\n{{ page.no.such }}\n", ":2:9: error[template-error]"),
        ("article.html", "{% include \"article.html\" %}", ":1:1: error[template-error]"),
        ("article.html", "{% extends \"article.html\" %}", ":1:1: error[template-error]"),
        ("base.html", "{% include \"nothing.html\" %}", ":1:12: error[template-error]"),
        ("messages/en.yml", "a: [\n", ":1:4: error[template-error]"),
    ];
    for (name, text, place) in cases {
        let project = page("# Start\n\nthe body\n");
        project.write("waybook.yml", "theme: mine\n");
        project.write(&format!("mine/{name}"), text);
        built(&project);
        assert!(project.text("site/index.html").contains("the body"), "{name}: {text}");
        let found = found_by_build(&project);
        assert!(found.contains(&format!("mine/{name}{place}")), "{found}");
    }
}

/// What a build says of findings.
fn found_by_build(project: &Project) -> String {
    project.run(&["build"]).exits(0).err()
}

#[test]
fn an_output_that_cannot_be_written_is_left_as_it_was() {
    let project = page("# Start\n");
    project.write("site", "a file where a folder should be");
    let ran = project.run(&["build"]).exits(2);
    assert!(ran.err().contains("site"), "{}", ran.err());
    assert_eq!(project.text("site"), "a file where a folder should be");

    let project = page("# Start\n");
    project.write("site/tasks/index.html/mine.txt", "mine");
    let before = bytes_below(&project.path("site"));
    let ran = project.run(&["build"]).exits(2);
    assert!(ran.err().contains("site/tasks/index.html"), "{}", ran.err());
    let after = bytes_below(&project.path("site"));
    let mine = |files: &BTreeMap<String, Vec<u8>>| {
        files.iter().any(|(path, bytes)| path.ends_with("mine.txt") && bytes == b"mine")
    };
    assert!(mine(&before) && mine(&after) && scratch_files(&project.path("site")).is_empty());
    fs::remove_dir_all(project.path("site/tasks/index.html")).expect("it is there");
    built(&project);
}

#[test]
fn an_error_in_the_settings_of_a_build_leaves_the_last_one() {
    let project = page("# Start\n");
    built(&project);
    let before = bytes_below(&project.path("site"));
    project.write("waybook.yml", "content: nowhere\n");
    project.run(&["build"]).exits(2);
    project.write("waybook.yml", "output: content\n");
    let ran = project.run(&["build"]).exits(2);
    assert!(ran.err().contains("the project's own files lie there"), "{}", ran.err());
    assert_eq!(bytes_below(&project.path("site")), before);
}

#[cfg(unix)]
#[test]
fn names_of_every_kind_have_an_address_and_are_found() {
    let names = [
        "a b",
        "a%20b",
        "a#b",
        "a?b",
        "a\"b",
        "a'b",
        "😀",
        "é",
        "e\u{301}",
        "A",
        "a",
        "a&b",
        "<b>",
        " lead",
        "trail ",
        "a:b",
        "*",
        "..a",
        "-x",
        "{x}",
        "a;b",
        "日本語",
    ];
    let project = page("# Start\n");
    let long = "n".repeat(200);
    for (number, name) in names.iter().copied().chain([long.as_str()]).enumerate() {
        project.write(&format!("content/{name}.md"), format!("# Page {number}\n\n[start](index.md)\n"));
    }
    project.write(
        "content/links.md",
        "# Links\n\n[1](a%20b.md) [2](<a b.md>) [3](a%23b.md) [4](a%3Fb.md) [5](日本語.md) [6](😀.md)\n",
    );
    project.write("content/back\\slash.md", "# Cannot be\n");
    built(&project);
    project.run(&["build", "--verify"]).exits(0);
    let links = project.text("site/links.html");
    for href in ["a%20b.html", "a%23b.html", "a%3Fb.html", "日本語.html", "😀.html"] {
        assert!(links.contains(&format!("href=\"{href}\"")), "{href}\n{links}");
    }
    let found = found(&project);
    assert!(found.contains("file name `content/back\\slash.md` cannot be used"), "{found}");
    assert!(!found.contains("content/links.md"), "{found}");
}

#[test]
fn includes_in_circles_chains_and_bombs_end() {
    let project = page("# Start\n\n[!INCLUDE [a](parts/0.md)]\n\nthe end\n");
    project.write("waybook.yml", "exclude: [\"parts/**\"]\n");
    project.write("content/parts/0.md", "zero [!INCLUDE [x](1.md)]\n\n[!INCLUDE [x](1.md)]\n");
    project.write("content/parts/1.md", "[!INCLUDE [x](2.md)]\n");
    project.write("content/parts/2.md", "[!INCLUDE [x](0.md)]\n");
    built(&project);
    assert!(project.text("site/index.html").contains("the end"));
    let circle = found(&project);
    assert!(circle.contains("error[include-cycle] `0.md`, `1.md`, `2.md` include each other in a circle"), "{circle}");

    for number in 0..5000 {
        let next = number + 1;
        project.write(&format!("content/parts/{number}.md"), format!("part {number}\n\n[!INCLUDE [x]({next}.md)]\n"));
    }
    project.write("content/parts/5000.md", "the last\n");
    built(&project);
    assert!(found(&project).contains("index.md:3:1: error[too-many-includes] includes nest deeper than 64 files"));

    for number in 0..9 {
        let next = format!("[!INCLUDE [x]({}.md)]\n\n", number + 1);
        project.write(&format!("content/parts/{number}.md"), next.repeat(10));
    }
    project.write("content/parts/9.md", "the last\n");
    built(&project);
    assert!(found(&project).contains("index.md:3:1: error[too-many-includes] the page takes in more than 1000 files"));
}

#[test]
fn tables_of_contents_in_circles_and_bombs_end() {
    let project = page("# Start\n");
    project.write("content/toc.yml", "- name: Start\n  href: index.md\n- name: More\n  href: more/toc.yml\n");
    project.write("content/more/toc.yml", "- name: Back\n  href: ../toc.yml\n");
    built(&project);
    assert!(found(&project).contains("warning[toc-target-missing] `../toc.yml` leads back to itself"));
    project.write("content/toc.yml", "- {name: x, href: 1/toc.yml}\n".repeat(10));
    for number in 1..9 {
        let entries = format!("- {{name: x, href: ../{}/toc.yml}}\n", number + 1).repeat(10);
        project.write(&format!("content/{number}/toc.yml"), entries);
    }
    built(&project);
    assert!(found(&project).contains("takes in more than 1000 tables of contents"));
}

#[test]
fn pages_of_great_size_are_read_or_refused() {
    let row = "| 1328 | Exchange - Remediate | M | FastTrack Engineer | Exchange |\n";
    let header = "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n|-|-|-|-|-|\n";
    let pages = [
        ("rows", format!("{header}{}", row.repeat(2_000))),
        ("plain", format!("| a | b |\n|---|---|\n{}", "| x | y |\n".repeat(100_000))),
        ("line", "word ".repeat(2_000_000)),
        ("word", "x".repeat(1_000_000)),
        ("pipes", "| 1328 ".repeat(100_000)),
        ("headings", "## A heading\n\n".repeat(10_000)),
        ("paragraphs", "Some words and a [link](index.md) in a paragraph.\n\n".repeat(50_000)),
    ];
    for (name, text) in pages {
        let project = page("# Start\n");
        project.write(&format!("content/{name}.md"), format!("# A\n\n## FTOP Tasks\n\n{text}"));
        built(&project);
        assert!(project.text(&format!("site/{name}.html")).contains("</html>"), "{name}");
    }
    let project = page("# Start\n");
    project.write("content/huge.md", "A line of a page that is too large.\n".repeat(2_000_000));
    built(&project);
    assert!(
        found(&project)
            .contains("content/huge.md:1:1: error[unreadable-file] the file could not be read: it is larger")
    );
}
