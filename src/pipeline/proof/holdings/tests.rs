//! The proof over outputs that a test makes up. A build would publish most of them only by a bug of ours, so that no project on
//! the disk can show what the proof does with them.

use std::collections::BTreeMap;

use super::super::leaks;
use crate::inputs::{FileKind, Inputs};
use crate::load::tests::inputs_of;
use crate::memo::Memo;
use crate::output::{Content, OutputFiles};
use crate::pipeline::languages::Languages;
use crate::pipeline::press::Press;
use crate::pipeline::versions::Tools;
use crate::pipeline::{Stage, build, model, templates};
use crate::text::{QuickMap, VirtualPath};
use crate::view::basis::Said;

const SETTINGS: &str = "editions:\n  partner: [partner]\n  internal: [internal]\n";

/// A project in memory, with settings for two editions unless it has its own.
fn project(files: &[(&str, &str)]) -> Inputs {
    let settings = [("waybook.yml", SETTINGS)];
    inputs_of(&settings.into_iter().chain(files.iter().copied()).collect::<Vec<_>>())
}

/// What the proof says of some outputs of a project, each message with its place.
fn leaks_in(inputs: &Inputs, outputs: &OutputFiles) -> Vec<String> {
    let mut memo = Memo::default();
    memo.begin(inputs);
    let model = model(inputs, &mut memo).value;
    let (templates, _) = templates(inputs, &mut memo);
    let press = Press::new(QuickMap::default(), Default::default());
    let said = Said::new(&model.facts.processes, &mut memo.said);
    let texts = Languages::new(&inputs.theme, BTreeMap::new());
    let tools = Tools { templates: &templates, texts: &texts, versions: &[], done: &|| {} };
    let stage = Stage::new((inputs, &model), (&press, &said), tools, &mut memo);
    let found = leaks(&stage, outputs, None);
    crate::diagnostic::render::concise(&found, &inputs.sources).lines().map(str::to_owned).collect()
}

fn path(path: &str) -> VirtualPath {
    VirtualPath::new(path).expect("a plain path")
}

/// What the proof says of one file.
fn leaks_of(files: &[(&str, &str)], name: &str, content: &str) -> Vec<String> {
    let mut outputs = OutputFiles::default();
    outputs.insert(path(name), content.to_owned());
    leaks_in(&project(files), &outputs)
}

/// Whether the proof finds a word on a page of the partner edition.
fn leaks_word(files: &[(&str, &str)], word: &str) -> bool {
    !leaks_of(files, "partner/open.html", &format!("<p>{word}</p>")).is_empty()
}

/// A page for both editions.
fn open(body: &str) -> String {
    format!("---\nft.audience: [partner, internal]\n---\n\n# Open\n\n{body}\n")
}

/// A page for the internal edition.
fn closed(body: &str) -> String {
    format!("---\nft.audience: internal\n---\n\n# Closed\n\n{body}\n")
}

/// The files of the project that are published as they are, by their path.
fn copied(inputs: &Inputs, from: &str) -> Content {
    match &inputs.files[&path(from)] {
        FileKind::Published(resource) => Content::Copy(resource.clone()),
        FileKind::Present => panic!("`{from}` is published"),
    }
}

#[test]
fn a_leak_is_found_in_the_search_index_alone() {
    let public = project(&[("content/open.md", &open("The QZboard4 and its governance."))]);
    let secret = project(&[
        ("content/open.md", &open("A board and its governance.")),
        ("content/closed.md", &closed("The QZboard4 will govern.")),
    ]);
    let built = build(&public, &mut Memo::default()).value.outputs;
    let index = |holds: &str| {
        let mut files = OutputFiles::default();
        let all = built.iter().filter(|(path, _)| path.as_str().starts_with(holds));
        for (path, content) in all {
            files.insert(path.clone(), content.clone());
        }
        files
    };
    // The word stands whole in the records and in short in the dictionary.
    for part in ["partner/search/w", "partner/search/r"] {
        let found = leaks_in(&secret, &index(part));
        assert_eq!(found.len(), 1, "{part}: {found:?}");
        assert!(found[0].contains("closed.md:7:5") && found[0].to_lowercase().contains("qzboard4"), "{found:?}");
    }
    assert_eq!(leaks_in(&public, &index("partner/search/")), Vec::<String>::new());
    // The stem of a word of one's own is no leak in the index, and is one on a page.
    let stem = "partner/search/w0.js";
    let dictionary = "f(`govern \tA\nqzboar d4 ds\tA\n`)";
    let files =
        [("content/open.md", &*open("Our governance.")), ("content/closed.md", &closed("QZboard4 will govern."))];
    let found = leaks_of(&files, stem, dictionary);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("qzboard4"), "{found:?}");
    assert!(leaks_word(&files, "govern"));
}

#[test]
fn a_file_that_only_others_show_is_known_by_its_bytes_whatever_its_name() {
    let shown = |with: &str| {
        project(&[
            ("content/open.md", &open(with)),
            ("content/closed.md", &closed("![x](media/prices.png)")),
            ("content/media/prices.png", "picture of prices"),
            ("content/media/steps.png", "picture of prices"),
            ("content/media/other.png", "another picture"),
        ])
    };
    let leaks = |inputs: &Inputs, from: &str| {
        let mut outputs = OutputFiles::default();
        outputs.insert(path("partner/media/plan.png"), copied(inputs, from));
        leaks_in(inputs, &outputs)
    };
    let hidden = shown("Text.");
    assert_eq!(leaks(&hidden, "content/media/prices.png").len(), 1);
    assert_eq!(leaks(&hidden, "content/media/steps.png").len(), 1, "the same bytes under another name");
    let own = shown("![Steps](media/steps.png)");
    assert_eq!(
        leaks(&own, "content/media/prices.png"),
        Vec::<String>::new(),
        "the edition shows the same bytes itself"
    );
    assert_eq!(leaks(&own, "content/media/other.png").len(), 1, "that are not the bytes of one's own");
    let found = leaks(&hidden, "content/media/other.png");
    assert!(
        found[0].contains("`content/media/other.png`") && found[0].contains("`partner/media/plan.png`"),
        "{found:?}"
    );
}

#[test]
fn a_picture_whose_address_is_defined_in_a_hidden_block_is_not_ones_own() {
    let body = |hidden: &str, public: &str| {
        open(&format!("![x][pic]\n\n:::audience internal\nOurs. ![y](other.png)\n\n{hidden}\n\n:::\n\n{public}"))
    };
    let escaped = body("", "![z](prices\\.png)");
    for (page, count) in [(body("[pic]: prices.png", ""), 1), (body("", "[pic]: prices.png"), 0), (escaped, 0)] {
        let inputs =
            project(&[("content/open.md", &page), ("content/prices.png", "picture"), ("content/other.png", "ours")]);
        let mut outputs = OutputFiles::default();
        outputs.insert(path("partner/a.png"), copied(&inputs, "content/prices.png"));
        assert_eq!(leaks_in(&inputs, &outputs).len(), count, "{page}");
    }
}

#[test]
fn the_logo_is_everybodys() {
    let settings = format!("{SETTINGS}brand: {{ logo: content/qzlogo.png, footer: Qzfooter of Contoso }}\n");
    let inputs = project(&[
        ("waybook.yml", &settings),
        ("content/open.md", &open("Text.")),
        ("content/closed.md", &closed("Qzfooter of Contoso. ![x](qzlogo.png)")),
        ("content/qzlogo.png", "logo"),
    ]);
    let mut outputs = OutputFiles::default();
    outputs.insert(path("partner/assets/qzlogo.png"), copied(&inputs, "content/qzlogo.png"));
    outputs.insert(path("partner/open.html"), "<footer>Qzfooter of Contoso</footer>".to_owned());
    assert_eq!(leaks_in(&inputs, &outputs), Vec::<String>::new());
}

#[test]
fn names_that_only_others_have_are_secrets() {
    let closed_page = closed("Text.");
    let overview = "---\nft.audience: internal\n---\n\n# Qz**over**view\n";
    let toc = "- name: Open\n  href: open.md\n- name: Qztoc\n  href: closed.md\n  items:\n  - name: Qzchild\n    href: closed.md\n";
    let files = [
        ("content/open.md", &*open("Text.")),
        ("content/closed.md", &closed_page),
        ("content/the-qzstem.md", &closed_page),
        ("content/over.md", overview),
        ("content/a--internal.md", "---\nft.audience: [partner, internal]\n---\n\n# Qzvariant\n"),
        ("content/toc.yml", toc),
        ("content/toc--internal.yml", "- name: Qzours\n  href: open.md\n"),
        ("content/qzfile.png", "picture"),
    ];
    for word in ["Qzstem", "Qzoverview", "Qztoc", "Qzchild", "Qzours", "Qzfile", "Qzvariant"] {
        assert!(leaks_word(&files, word), "{word}");
        let named = format!("partner/{}.html", word.to_lowercase());
        assert_eq!(leaks_of(&files, &named, "<p>text</p>").len(), 1, "{named}");
    }
    assert!(!leaks_word(&files, "Open"));
    assert_eq!(leaks_of(&files, "internal/the-qzstem.html", "<p>Qzours</p>"), Vec::<String>::new(), "they are its own");
    // What is known by its name alone is shown where its file begins.
    let found = leaks_of(&files, "partner/open.html", "<p>Qzstem</p>");
    assert!(found[0].starts_with("content/the-qzstem.md:1:1:"), "{found:?}");
}

#[test]
fn names_of_a_menu_are_ones_own_where_they_lead_somewhere() {
    let toc = "- name: Qzgroup\n  items:\n  - name: Qzinner\n    href: open.md\n- name: Qzaway\n  href: https://example.com/\n";
    let files = [
        ("content/open.md", &*open("Text.")),
        ("content/closed.md", &closed("Qzgroup, Qzinner, Qzaway.")),
        ("content/toc.yml", toc),
    ];
    for word in ["Qzgroup", "Qzinner", "Qzaway"] {
        assert!(!leaks_word(&files, word), "{word}");
    }
}

#[test]
fn the_name_of_ones_own_page_is_no_phrase_of_others() {
    let files =
        [("content/ready-check.md", &*open("Text.")), ("content/closed.md", &closed("## Ready check\n\nText."))];
    assert_eq!(leaks_of(&files, "partner/ready-check.html", "<p>text</p>"), Vec::<String>::new());
    assert_eq!(leaks_of(&[files[1], ("content/open.md", &open("Text."))], "partner/ready-check.html", "").len(), 1);
}

#[test]
fn what_is_taken_in_is_for_whom_it_says_and_where_it_is_taken_in() {
    let settings = format!("exclude: ['includes/**']\n{SETTINGS}");
    for (include, fragment, text, leaks) in [
        ("[!INCLUDE [x](includes/part.md)]", "part.md", "Qzpart.", false),
        ("[!INCLUDE [x](includes/part.md)]", "part.md", "---\nft.audience: internal\n---\n\nQzpart.", true),
        ("[!INCLUDE [x](includes/part.md)]", "part.md", "---\nft.audience: \"i\\x6eternal\"\n---\n\nQzpart.", true),
        ("[!INCLUDE [x](includes/part.md)]", "part.md", "---\nft.audience: \"p\\x61rtner\"\n---\n\nQzpart.", true),
        ("[!INCLUDE [x](includes/part--internal.md)]", "part--internal.md", "Qzpart.", true),
        ("[!INCLUDE [x](includes/part--partner.md)]", "part--partner.md", "Qzpart.", false),
        (":::audience internal\n[!INCLUDE [x](includes/part.md)]\n:::", "part.md", "Qzpart.", true),
        ("", "part.md", "---\nft.audience: internal\n---\n\nQzpart.", true),
        ("", "part.md", ":::audience internal\nQzpart.\n:::", true),
        ("", "part--internal.md", "Qzpart.", true),
        ("[!code[x](includes/part--internal.md)]", "part--internal.md", "Qzpart.", true),
        ("[!code[x](includes/part.md)]", "part.md", "Qzpart.", false),
        ("[!code[x](includes/part.md)]", "part.md", "Open.\n\n:::audience internal\nQzpart.\n:::", true),
        ("[!code[x](includes/part.md)]", "part.md", "---\nft.audience: internal\n---\n\nQzpart.", true),
    ] {
        let files = [
            ("waybook.yml", &*settings),
            ("content/open.md", &open(include)),
            ("content/closed.md", &closed(if leaks { "Text." } else { "Qzpart." })),
            (&*format!("content/includes/{fragment}"), text),
        ];
        assert_eq!(leaks_word(&files, "Qzpart"), leaks, "{include}: {text}");
    }
}

#[test]
fn front_matter_that_the_parser_reads_otherwise_keeps_a_page_a_secret() {
    let page = "---\nft.audience: \"p\\x61rtner\"\n---\n\n# Qzpage\n";
    assert!(leaks_word(&[("content/open.md", &open("Text.")), ("content/a.md", page)], "Qzpage"));
}

#[test]
fn addresses_that_are_kept_back_are_not_ones_own() {
    let settings = format!("exclude: ['includes/**']\n{SETTINGS}");
    for (body, word) in [
        ("See [more](qzname.md) now.", "Qzname"),
        ("[!INCLUDE [x](includes/qzours.md)]", "Qzours"),
        ("[!code[x](includes/qzours.md)]", "Qzours"),
    ] {
        let files = [
            ("waybook.yml", &*settings),
            ("content/open.md", &open(body)),
            ("content/qzname.md", &closed("Text.")),
            ("content/includes/qzours.md", &closed("Text.")),
        ];
        assert!(leaks_word(&files, word), "{body}");
        assert!(!leaks_word(&[("content/open.md", &open(body)), ("content/qzname.md", &open(""))], "Qzname"), "{body}");
    }
}

#[test]
fn words_that_stand_side_by_side_where_an_address_is_kept_back_are_ones_own() {
    let files = [
        ("content/open.md", &*open("See [more of it](closed.md) and go up.")),
        ("content/closed.md", &closed("See more of it and go up. See more of it in there.")),
    ];
    assert!(!leaks_word(&files, "See more of it and go up."));
    assert!(leaks_word(&files, "See more of it in there."));
}

#[test]
fn words_of_the_theme_and_the_settings_are_nobodys_secret() {
    let settings = format!("title: Qztitle of ours\n{SETTINGS}");
    let theme = ("theme/article.html", "<p>Qzimprint</p> Qz7mark");
    let files = [
        ("waybook.yml", &*format!("theme: theme\n{settings}")),
        ("content/open.md", &open("Text.")),
        ("content/closed.md", &closed("Skip to content. Qztitle of ours. Sitemap. Qzimprint, Qz7mark.")),
        theme,
    ];
    for (words, leaks) in [
        ("Skip to content", false),
        ("Qztitle of ours", false),
        ("Sitemap", false),
        ("Qzimprint", false),
        ("Qz7mark", true),
    ] {
        assert_eq!(leaks_word(&files, words), leaks, "{words}");
    }
}

#[test]
fn of_a_drawing_only_what_is_shown_counts() {
    let files = [("content/open.md", &*open("Text.")), ("content/closed.md", &closed("Qzword."))];
    for name in ["partner/a.svg", "partner/a.xml", "partner/a.html"] {
        assert_eq!(leaks_of(&files, name, "<g class=\"qzword\"/>"), Vec::<String>::new(), "{name}");
        assert_eq!(leaks_of(&files, name, "<text>qzword</text>").len(), 1, "{name}");
    }
    assert_eq!(leaks_of(&files, "partner/a.json", "{\"class\":\"qzword\"}").len(), 1);
    let found = leaks_of(&files, "partner/a.html", "<p>qzword</p>");
    assert!(found[0].starts_with("content/closed.md:7:1: "), "{found:?}");
}

#[test]
fn a_picture_is_shown_where_the_edition_defines_its_label() {
    let blocked = ":::audience internal\n\n[pic]: media/prices.png\n\n:::\n\nSee ![x][pic].\n\n[pic]: media/plan.png";
    let inputs = project(&[
        ("content/open.md", &open(blocked)),
        ("content/media/prices.png", "picture of prices"),
        ("content/media/plan.png", "picture of the plan"),
    ]);
    let leaks = |from: &str| {
        let mut outputs = OutputFiles::default();
        outputs.insert(path("partner/media/x.png"), copied(&inputs, from));
        leaks_in(&inputs, &outputs)
    };
    assert_eq!(leaks("content/media/plan.png"), Vec::<String>::new());
    assert_eq!(leaks("content/media/prices.png").len(), 1, "that is what the label leads to for others");
}
