//! Two editions from one source: nothing of the one reaches the other, and if an error lets it, nothing is published.

#[path = "project/files.rs"]
mod files;
mod project;

use std::path::{Path, PathBuf};

use files::{files, unpacked};
use project::Project;

/// Marks in every place that only the internal edition has. No two share a word.
const MARKS: [&str; 14] = [
    "qzpagetitle",
    "qzbody",
    "qzfront",
    "qzfilename",
    "qzinclude",
    "qzblock",
    "qzblockheading",
    "qzrefresh",
    "qztoc",
    "qzalt",
    "qzimage",
    "qztask",
    "qzdescription",
    "qznested",
];

/// A project with all of them.
fn project() -> Project {
    let row = "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n| --- | --- | --- | --- | --- |\n";
    let refresh = "| Date | Who Changed | What Changed |\n| --- | --- | --- |\n";
    let shared = format!(
        "---\nft.audience: [internal, partner]\n---\n\n# Assess\n\nPhase: **Assess**\n\nSee [more](qzfilename.md) and [up](#qzblockheading).\n\n\
         ## Approach\n\n### Ask\n\n{row}| 1001 | Ask | M | FastTrack Engineer | Exchange |\n\n\
         :::audience internal\n\n## qzblockheading\n\nA qzblock.\n\n![qzalt](media/qzimage.png)\n\n\
         :::audience internal\nqznested\n:::\n\n[!INCLUDE [x](includes/more.md)]\n\n\
         {row}| 1777 | qztask | M | FastTrack Manager | Teams |\n\n:::\n\n\
         ## Refresh Summary\n\n{refresh}| 3/20/2020 | Robin Vega | First words. |\n\n\
         :::audience internal\n\n{refresh}| 3/25/2020 | Dana Ruiz | Added qzrefresh. |\n\n:::\n"
    );
    let secret = "---\ntitle: qzfront\ndescription: A qzdescription.\nft.audience: internal\n---\n\n# qzpagetitle\n\nThe qzbody.\n\n\
                  ![x](media/qzimage.png)\n";
    let project = Project::with(&[
        (
            "waybook.yml",
            "base_url: https://example.com/\nexclude: [\"includes/**\"]\neditions:\n  partner: { audiences: [partner] }\n  internal: { audiences: [internal] }\n",
        ),
        ("content/assess.md", &shared),
        ("content/qzfilename.md", secret),
        ("content/includes/more.md", "Taken in: qzinclude.\n"),
        ("content/toc.yml", "- name: Assess\n  href: assess.md\n- name: qztoc\n  href: qzfilename.md\n"),
    ]);
    project.write("content/media/qzimage.png", b"\x89PNG qzbytes");
    project
}

/// The files whose name or content holds a mark.
fn holding(folder: &Path, mark: &str) -> Vec<PathBuf> {
    let has = |path: &PathBuf| {
        let bytes = unpacked(path);
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        text.contains(mark) || path.to_string_lossy().to_lowercase().contains(mark)
    };
    files(folder).into_iter().filter(has).collect()
}

#[test]
fn no_byte_of_the_internal_edition_is_in_the_other() {
    let project = project();
    project.run(&["build", "--compress"]).exits(0);
    let nowhere: Vec<PathBuf> = Vec::new();
    for mark in MARKS.iter().chain(&["qzbytes", "1777"]) {
        assert_eq!(holding(&project.path("site/partner"), mark), nowhere, "{mark}");
    }
    // The marks of texts that a reader sees are where they belong, or the test would prove nothing.
    for mark in MARKS.iter().filter(|mark| !["qzfront"].contains(mark)) {
        assert_ne!(holding(&project.path("site/internal"), mark), nowhere, "{mark}");
    }
    assert!(project.text("site/partner/assess.html").contains("See more and up."), "the links are plain text");
}

#[test]
fn what_our_pages_say_of_a_name_is_nobodys_secret() {
    let row = "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n| --- | --- | --- | --- | --- |\n\
               | 1001 | Ask | M | FastTrack Engineer | OneDrive for Business |\n";
    let shared =
        format!("---\nft.audience: partner\n---\n\n# Assess\n\nPhase: **Assess**\n\n## Approach\n\n### Ask\n\n{row}");
    let before = [
        "Where there is intent",
        "It is done",
        "What is done",
        "All of it",
        "The processes and tasks of the phase",
        "What",
    ];
    let names = ["for OneDrive for Business", "FastTrack Engineer does", "Assess"];
    let sentences: String =
        before.iter().flat_map(|before| names.map(|name| format!("{before} {name}: ask.\n\n"))).collect();
    let secret = format!("---\nft.audience: internal\n---\n\n# Ours\n\n{sentences}");
    for language in ["en", "de", "es", "ja", "pt", "zh-Hans"] {
        let settings =
            format!("editions:\n  partner: [partner]\n  internal: [internal]\nlanguages:\n  {language}: ''\n");
        let project =
            Project::with(&[("waybook.yml", &settings), ("content/assess.md", &shared), ("content/ours.md", &secret)]);
        let built = project.run(&["build"]).exits(0);
        assert!(!built.err().contains("edition-leak"), "{language}: {}", built.err());
    }
}

#[test]
fn what_is_packed_is_looked_into() {
    let project = project();
    let settings = project.text("waybook.yml");
    project.write("waybook.yml", format!("theme: theme\ncheck: {{ edition-leak: off }}\n{settings}"));
    project.write("theme/404.html", "{% extends \"built-in/404.html\" %}{% block title %}qzbody{% endblock %}");
    project.run(&["build", "--compress"]).exits(0);
    let found = holding(&project.path("site/partner"), "qzbody");
    let names: Vec<_> = found.iter().filter_map(|path| path.file_name()?.to_str()).collect();
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(["404.html", "404.html.br", "404.html.gz"].iter().all(|name| names.contains(name)), "{names:?}");
    let index = holding(&project.path("site/internal/search"), "qzbody");
    let has =
        |start: &str| index.iter().any(|path| path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(start)));
    assert!(has("r") && has("w"), "records and dictionary: {index:?}");
}

#[test]
fn the_search_index_joins_and_cuts_words_of_ones_own_and_leaks_nothing() {
    let project = Project::with(&[
        ("waybook.yml", "editions:\n  partner: [partner]\n  internal: [internal]\n"),
        (
            "content/open.md",
            "---\nft.audience: partner\n---\n\n# Governance\n\nTake the [remediation checklist](https://example.com) and\nremove it.\n\n\
             - a list that you work with\n- Customer data of the onboarding\n\n## Ready Partner (FRP)\n",
        ),
        (
            "content/closed.md",
            "---\nft.audience: internal\n---\n\n# Inside\n\nThe board will govern the remediation checklist and remove ready-partner-frp.\n\n\
             Those you work with Customer data for.\n",
        ),
    ]);
    let said = project.run(&["build"]).exits(0);
    assert!(project.path("site/partner/open.html").exists(), "{}", said.err());
    assert!(!holding(&project.path("site/partner/search"), "governance").is_empty(), "there is an index to search");
}

#[test]
fn an_error_that_lets_something_through_is_caught_before_anything_is_published() {
    for (file, text) in [
        ("theme/404.html", "{% extends \"built-in/404.html\" %}{% block title %}QZbody4{% endblock %}"),
        ("theme/404.html", "{% extends \"built-in/404.html\" %}{% block title %}words of their own here{% endblock %}"),
        (
            "theme/404.html",
            "{% extends \"built-in/404.html\" %}{% block title %}<a href=\"tasks/1777.html\">x</a>{% endblock %}",
        ),
        ("theme/js/site.js", "const names = [\"QZbody4\"];"),
    ] {
        let project = project();
        let settings = project.text("waybook.yml");
        project.write("waybook.yml", format!("theme: theme\n{settings}"));
        project.write(
            "content/qzfilename.md",
            "---\nft.audience: internal\n---\n\n# More\n\nQZbody4 has words of their own here.\n",
        );
        project.write(file, text);
        let said = project.run(&["build"]).exits(1).err();
        assert!(said.contains("edition-leak") && said.contains("in `partner/"), "{text}: {said}");
        assert!(said.contains("qzfilename.md:") || said.contains("assess.md:"), "it names the source: {said}");
        assert!(!project.path("site").exists(), "nothing is published");
    }
}

#[test]
fn a_picture_of_another_edition_is_known_by_its_bytes() {
    let project = project();
    project.write("content/media/steps.png", b"\x89PNG qzbytes");
    let shown = project.text("content/assess.md").replace("# Assess\n", "# Assess\n\n![Steps](media/steps.png)\n");
    project.write("content/assess.md", shown);
    // The same bytes under a name of its own are the partner edition's own: no leak.
    project.run(&["build"]).exits(0);
    assert!(project.path("site/partner/media/steps.png").exists());
    assert!(!project.path("site/partner/media/qzimage.png").exists());
}

#[test]
fn only_the_settings_let_through_what_another_edition_may_read() {
    let leak = ("theme/404.html", "{% extends \"built-in/404.html\" %}{% block title %}QZbody4{% endblock %}");
    let off = "<!-- waybook-disable edition-leak doubtful-audience -->\n\n";
    let doubt = format!("---\nft.audience: [internal, partner]\n---\n\n{off}# Doubt\n\nText.\n\n::::\n");
    let page = format!("---\nft.audience: internal\n---\n\n{off}# More\n\nThe QZbody4.\n");
    for (files, code) in [
        ([leak, ("content/qzfilename.md", &*page)], "edition-leak"),
        ([("content/doubt.md", &*doubt), ("content/other.md", &page)], "doubtful-audience"),
    ] {
        for (severity, exit) in [("error", 1), ("warning", 0), ("off", 0)] {
            let project = project();
            let settings = project.text("waybook.yml");
            project.write("waybook.yml", format!("theme: theme\ncheck: {{ {code}: {severity} }}\n{settings}"));
            project.write("theme/css/own.css", "");
            files.iter().for_each(|(path, text)| project.write(path, text));
            project.run(&["build"]).exits(exit);
            assert_eq!(project.path("site").exists(), exit == 0, "{code}: {severity}");
        }
    }
}

#[test]
fn a_doubt_that_is_let_through_does_not_end_the_search_for_leaks() {
    let project = project();
    let settings = project.text("waybook.yml");
    project.write("waybook.yml", format!("theme: theme\ncheck: {{ doubtful-audience: warning }}\n{settings}"));
    project.write("theme/404.html", "{% extends \"built-in/404.html\" %}{% block title %}QZbody4{% endblock %}");
    project.write("content/qzfilename.md", "---\nft.audience: internal\n---\n\n# More\n\nThe QZbody4.\n");
    project.write("content/doubt.md", "---\nft.audience: [internal, partner]\n---\n\n# Doubt\n\n::::\n");
    let said = project.run(&["build"]).exits(1).err();
    assert!(said.contains("edition-leak"), "{said}");
    // Where it stops the build, its lines are not reported once more as leaks.
    project.write("waybook.yml", format!("theme: theme\n{settings}"));
    let said = project.run(&["build"]).exits(1).err();
    assert!(said.contains("doubtful-audience") && !said.contains("edition-leak"), "{said}");
}

#[test]
fn the_manifest_says_what_went_where() {
    let project = project();
    project.run(&["build"]).exits(0);
    let manifest: serde_json::Value = serde_json::from_str(&project.text("site/manifest.json")).expect("JSON");
    let entry = |path: &str| {
        let files = manifest["files"].as_array().expect("a list");
        files.iter().find(|file| file["path"] == path).unwrap_or_else(|| panic!("`{path}` is in the manifest")).clone()
    };
    let (partner, internal) = (entry("partner/assess.html"), entry("internal/assess.html"));
    assert_eq!((&partner["edition"], &internal["edition"]), (&"partner".into(), &"internal".into()));
    assert_eq!(partner["sources"], serde_json::json!(["content/assess.md"]));
    assert_eq!(internal["sources"].as_array().map(Vec::len), Some(2), "the include is named: {internal}");
    assert_eq!(entry("internal/tasks/1777.html")["edition"], "internal");
}

#[test]
fn two_states_are_compared_wherever_they_lie() {
    let project = project();
    let git = |arguments: &[&str]| {
        let mut command = std::process::Command::new("git");
        let identity = ["-c", "user.name=Robin Vega", "-c", "user.email=robin@example.com"];
        let ran = command.arg("-C").arg(project.path("")).args(identity).args(arguments).output();
        assert!(ran.is_ok_and(|ran| ran.status.success()), "git {arguments:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "one"]);
    project.run(&["diff", "HEAD", "."]).exits(0);
    let exported = project.run(&["export", "tasks"]).out();
    project.write("tasks.json", exported);
    let text = project.text("content/assess.md").replace("| 1001 | Ask | M |", "| 1001 | Ask them | O |");
    project.write("content/assess.md", text);
    project.write("engagements/contoso.yml", "customer: Contoso Ltd\nservices: [Teams]\n");
    for old in ["HEAD", "HEAD:", "tasks.json"] {
        let out = project.run(&["diff", old, ".", "--unannounced", "--engagements"]).exits(1).out();
        for line in [
            "1001 · Ask them · Ask · Ask them · assess.md:",
            "1001 · Ask them · mandatory · optional · assess.md:",
            "1001 · Ask them · renamed, requirement · assess.md:",
            "What it means for Contoso Ltd (contoso)",
        ] {
            assert!(out.contains(line), "{old}: `{line}` in\n{out}");
        }
    }
    let markdown = project.run(&["diff", "HEAD", ".", "--format", "markdown"]).out();
    assert!(markdown.contains("| 1001 | Ask them | mandatory | optional |"), "{markdown}");
    let json: serde_json::Value =
        serde_json::from_str(&project.run(&["diff", "HEAD", ".", "--format", "json"]).out()).expect("JSON");
    assert_eq!(json["summary"]["renamed"], 1);
    assert!(project.run(&["diff", "HEAD", ".", "--format", "html"]).out().contains("<td>Ask them</td>"));
    project.run(&["diff", "no-such-revision", "."]).exits(2);
}

#[test]
fn no_menu_leads_to_a_map_that_is_not_there() {
    let project = Project::with(&[
        ("waybook.yml", "languages:\n  en: english\n  de: german\n"),
        ("content/english/assess.md", "# Assess\n\nPhase: **Assess**\n"),
        ("content/german/assess.md", "# Bewerten\n"),
    ]);
    project.run(&["build"]).exits(0);
    assert!(!project.path("site/de/lifecycle.html").exists());
    let map = project.text("site/en/lifecycle.html");
    assert!(map.contains("href=\"../de/index.html\" lang=\"de\""), "{map}");
}

#[test]
fn a_phase_has_the_name_that_the_language_gives_it_and_one_address() {
    let row = "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n| --- | --- | --- | --- | --- |\n";
    let page = |title: &str, phase: &str| {
        format!("# {title}\n\nPhase: **{phase}**\n\n{row}| 1001 | Ask | M | FastTrack Engineer | Exchange |\n")
    };
    let project = Project::with(&[
        ("waybook.yml", "languages:\n  en: english\n  de: german\n  zh: chinese\n"),
        ("content/english/assess.md", &page("Assess", "Assess")),
        ("content/german/assess.md", &page("Bewerten", "Analyse")),
        ("content/chinese/assess.md", &page("Chinese", "评估")),
    ]);
    project.run(&["build"]).exits(0);
    for (language, word, other) in [("en", "Assess", "Analyse"), ("de", "Analyse", "Assess"), ("zh", "评估", "Assess")]
    {
        for path in
            ["assess.html", "index.html", "tasks/index.html", "tasks/1001.html", "phases/assess.html", "lifecycle.html"]
        {
            let html = project.text(&format!("site/{language}/{path}"));
            assert!(html.contains(word), "{language}/{path} says {word}");
            let said = html.contains(&format!(">{other}<"));
            assert!(!said || path == "assess.html" && language == "en", "{language}/{path} says {other}");
        }
    }
    let german = project.text("site/de/phases/assess.html");
    assert!(german.contains("href=\"../../en/phases/assess.html\" lang=\"en\""), "{german}");
    let tasks = project.run(&["export", "tasks"]).out();
    assert_eq!(
        tasks.matches("\"phase\":\"Assess\"").count(),
        3,
        "exports keep the name that all languages share: {tasks}"
    );
}

#[test]
fn languages_lead_to_each_other_and_say_what_is_missing() {
    let row = "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n| --- | --- | --- | --- | --- |\n";
    let english = format!(
        "# Assess\n\n{row}| 1001 | Ask | M | FastTrack Engineer | Exchange |\n| 1002 | Look | M | FastTrack Engineer | Teams |\n"
    );
    let german = format!(
        "# Bewerten\n\n{row}| 1001 | Fragen | O | FastTrack Engineer | Exchange |\n| 1003 | Mehr | M | FastTrack Engineer | Teams |\n"
    );
    let project = Project::with(&[
        (
            "waybook.yml",
            "base_url: https://example.com/\nlanguages:\n  en: { folder: english }\n  de: { folder: german, suffix: -de }\n",
        ),
        ("content/english/assess.md", &english),
        ("content/english/enable.md", "# Enable\n"),
        ("content/german/assess-de.md", &german),
    ]);
    project.run(&["build"]).exits(0);
    let page = project.text("site/en/assess.html");
    assert!(page.contains("href=\"../de/assess-de.html\" lang=\"de\""), "the menu leads to the same page: {page}");
    assert!(
        page.contains("<link rel=\"alternate\" hreflang=\"de\" href=\"https://example.com/de/assess-de.html\">"),
        "{page}"
    );
    let alone = project.text("site/en/enable.html");
    assert!(alone.contains("href=\"../de/index.html\" lang=\"de\""), "{alone}");
    assert!(alone.contains("Deutsch <small>(not translated)</small>"), "{alone}");
    assert!(!alone.contains("hreflang=\"de\" href=\"https"), "{alone}");
    let kinds = |rows: &str| -> Vec<(String, Option<u64>)> {
        let rows: Vec<serde_json::Value> = serde_json::from_str(rows).expect("JSON");
        rows.iter().map(|row| (row["kind"].as_str().unwrap_or_default().to_owned(), row["id"].as_u64())).collect()
    };
    let expected = [
        ("page-missing".to_owned(), None),
        ("task-missing".to_owned(), Some(1002)),
        ("task-extra".to_owned(), Some(1003)),
        ("requirement".to_owned(), Some(1001)),
    ];
    assert_eq!(kinds(&project.run(&["export", "parity"]).out()), expected);
    let parity = project.text("site/de/parity.html");
    assert!(parity.contains("href=\"../en/assess.html#task-1001\">english/assess.md:5</a>"), "{parity}");
    assert!(parity.contains("href=\"assess-de.html#task-1001\">german/assess-de.md:5</a>"), "{parity}");
    assert!(!project.path("site/en/parity.html").exists());
}

#[test]
fn the_top_of_the_output_and_of_each_edition_names_the_sitemaps_below_it() {
    let settings = "base_url: https://example.com/\nlanguages:\n  en: .\n  de: { folder: de, suffix: -de }\neditions:\n  partner: [partner]\n  internal: [internal]\n";
    let project = Project::with(&[
        ("waybook.yml", settings),
        ("content/index.md", "---\nft.audience: [partner, internal]\n---\n\n# Home\n"),
        ("content/de/index-de.md", "---\nft.audience: [partner, internal]\n---\n\n# Start\n"),
    ]);
    project.run(&["build", "--out", "site"]).exits(0);
    let named = |path: &str| -> Vec<String> {
        let text = project.text(path);
        text.lines().filter_map(|line| line.strip_prefix("Sitemap: ")).map(str::to_owned).collect()
    };
    let all = ["internal/de", "internal/en", "partner/de", "partner/en"]
        .map(|at| format!("https://example.com/{at}/sitemap.xml"));
    assert_eq!(named("site/robots.txt"), all);
    assert_eq!(named("site/partner/robots.txt"), all[2..]);
    assert!(!project.path("site/partner/en/robots.txt").exists(), "nobody looks for it there");
    for address in all {
        let path = address.replace("https://example.com/", "site/");
        assert!(project.path(&path).exists(), "{path}");
    }
}

#[test]
fn a_variant_takes_the_place_of_the_plain_page_in_its_edition() {
    let page = |audience: &str, text: &str| format!("---\nft.audience: [{audience}]\n---\n# {text}\n\n{text} words.\n");
    let other =
        "---\nft.audience: [partner, internal]\n---\n# Other\n\n[to it](plan.md), [to its own](plan--internal.md)\n";
    let project = Project::with(&[
        ("waybook.yml", "editions: { partner: [partner], internal: [internal] }\n"),
        ("content/plan.md", &page("partner, internal", "Qzplain")),
        ("content/plan--internal.md", &page("internal", "Qzvariant")),
        ("content/other.md", other),
        ("content/toc.yml", "- name: Plan\n  href: plan.md\n- name: Other\n  href: other.md\n"),
    ]);
    let said = project.run(&["check", "--format", "concise"]).out();
    assert!(!said.contains("url-conflict"), "{said}");
    assert_eq!(said.matches("cross-edition-link").count(), 1, "the partners have no variant: {said}");
    project.run(&["build"]).exits(0);
    let words = |edition: &str| {
        let plan = project.text(&format!("site/{edition}/plan.html"));
        let other = project.text(&format!("site/{edition}/other.html"));
        (plan.contains("Qzplain"), plan.contains("Qzvariant"), other.matches("href=\"plan.html\"").count() > 0)
    };
    assert_eq!(words("partner"), (true, false, true));
    assert_eq!(words("internal"), (false, true, true));
    for name in ["plan--internal.html", "plan--partner.html"] {
        assert!(!project.path(&format!("site/internal/{name}")).exists(), "{name}");
    }
    // A variant for readers whom its own audience leaves out takes nobody's place.
    project.write("content/plan--internal.md", page("partner", "Qzvariant"));
    project.run(&["build"]).exits(0);
    assert_eq!(words("internal"), (true, false, true));
}
