//! Who has which file, which line and which heading.

use super::*;
use crate::load::tests::inputs_of;
use crate::memo::Memo;
use crate::pipeline::model;
use crate::text::VirtualPath;

const SETTINGS: &str = "exclude: ['includes/**']\nmetadata: { ft.audience: internal }\n\
                        editions:\n  Partner: [Partner]\n  internal: [internal]\n";

/// Calls a test with the library of a project.
fn with(files: &[(&str, &str)], test: impl FnOnce(&Library<'_>, &[Diagnostic])) {
    let settings = [("waybook.yml", SETTINGS)];
    let inputs = inputs_of(&settings.into_iter().chain(files.iter().copied()).collect::<Vec<_>>());
    let read = model(&inputs, &mut Memo::default());
    test(&read.value.library, &read.diagnostics);
}

fn file(library: &Library<'_>, path: &str) -> FileId {
    let path = VirtualPath::new(&format!("content/{path}")).expect("a plain path");
    library.inputs.sources.at(&path).expect("it is there").id
}

/// The place of a word in a file.
fn span(library: &Library<'_>, path: &str, word: &str) -> Span {
    let file = file(library, path);
    let start = library.source(file).text.find(word).expect("it is there");
    Span::new(file, start, start + word.len())
}

/// The names of the editions for which something holds.
fn editions<'l>(library: &'l Library<'_>, holds: impl Fn(&Edition) -> bool) -> Vec<&'l str> {
    let editions = library.inputs.config.editions.iter();
    editions.filter(|edition| holds(edition)).map(|edition| edition.name.as_str()).collect()
}

const BOTH: &str = "---\nft.audience: [internal, partner]\n---\n";

#[test]
fn a_page_is_in_the_editions_that_it_names() {
    let files = [
        ("content/both.md", BOTH),
        ("content/upper.md", "---\nft.audience: PARTNER\n---\n"),
        ("content/parted.md", "---\nft.audience: partner;other\n---\n"),
        ("content/listed.md", "---\nft.audience: [internal, partner]\n---\n"),
        ("content/plain.md", "# By the settings\n"),
        ("content/a--partner.md", "---\nft.audience: [internal, partner]\n---\n"),
        ("content/b--PARTNER.md", "---\nft.audience: Partner\n---\n"),
        ("content/c--partner.md", "---\nft.audience: internal\n---\n"),
        ("content/--partner.md", "---\nft.audience: internal\n---\n"),
    ];
    with(&files, |library, _| {
        for (path, expected) in [
            ("both.md", &["Partner", "internal"][..]),
            ("upper.md", &["Partner"]),
            ("parted.md", &["Partner"]),
            ("listed.md", &["Partner", "internal"]),
            ("plain.md", &["internal"]),
            ("a--partner.md", &["Partner"]),
            ("b--PARTNER.md", &["Partner"]),
            ("c--partner.md", &[]),
            ("--partner.md", &["internal"]),
        ] {
            let page = library.page_of(file(library, path)).expect("it is a page");
            assert_eq!(library.pages[page].editions, expected, "{path}");
        }
        assert_eq!(
            library.pages[library.page_of(file(library, "upper.md")).expect("a page")].meta.audiences,
            ["partner"]
        );
        let variant = &library.pages[library.page_of(file(library, "b--PARTNER.md")).expect("a page")].variant;
        assert_eq!(variant.as_ref().map(|variant| variant.edition.as_str()), Some("partner"));
    });
}

#[test]
fn a_page_that_names_nobody_is_in_no_edition() {
    let settings = ("waybook.yml", "editions:\n  partner: [partner]\n  internal: [internal]\n");
    let files = [settings, ("content/plain.md", "# Plain\n"), ("content/a--partner.md", "# Variant\n")];
    with(&files, |library, found| {
        let editions = |path| &library.pages[library.page_of(file(library, path)).expect("a page")].editions;
        assert_eq!((editions("plain.md").len(), editions("a--partner.md").join(" ")), (0, "partner".to_owned()));
        let reported: Vec<FileId> = found
            .iter()
            .filter(|one| one.code == Code::UnknownEdition)
            .filter_map(|one| Some(one.primary.as_ref()?.span.file))
            .collect();
        assert_eq!(reported, [file(library, "plain.md")]);
    });
}

#[test]
fn a_file_goes_where_it_says_and_anywhere_if_it_says_nothing() {
    let files = [
        ("content/page.md", BOTH),
        ("content/includes/plain.md", "Text."),
        ("content/includes/mention.md", "Write the key ft.audience into each page."),
        ("content/includes/ours.md", "---\nft.audience: internal\n---\n"),
        ("content/includes/both.md", BOTH),
        ("content/includes/a--partner.md", "Text."),
        ("content/includes/a--INTERNAL.md", "Text."),
        ("content/includes/b--partner.md", "---\nft.audience: internal\n---\n"),
        ("content/includes/c.md", "---\nft.audience: interal\n---\n"),
        ("content/quoting.md", "---\nft.audience: [internal, partner]\n---\n[!code[x](includes/ours.md)]\n"),
        ("content/taking.md", "---\nft.audience: [internal, partner]\n---\n[!INCLUDE [x](includes/ours.md)]\n"),
    ];
    with(&files, |library, found| {
        for (path, expected) in [
            ("includes/plain.md", &["Partner", "internal"][..]),
            ("includes/mention.md", &["Partner", "internal"]),
            ("includes/ours.md", &["internal"]),
            ("includes/both.md", &["Partner", "internal"]),
            ("includes/a--partner.md", &["Partner"]),
            ("includes/a--INTERNAL.md", &["internal"]),
            ("includes/b--partner.md", &[]),
            ("includes/c.md", &[]),
        ] {
            let file = file(library, path);
            assert_eq!(editions(library, |one| library.may_have(file, Some(one))), expected, "{path}");
            assert!(library.may_have(file, None), "{path}");
        }
        let (quoting, taking) = (file(library, "quoting.md"), file(library, "taking.md"));
        let quotes = |one: &Edition| library.snippet_in(quoting, "includes/ours.md", Some(one)).is_some();
        assert_eq!(editions(library, quotes), ["internal"]);
        let takes = |one: &Edition| library.include_in(taking, "includes/ours.md", Some(one)).is_some();
        assert_eq!(editions(library, takes), ["internal"]);
        let unknown = found.iter().filter(|one| one.message.contains("`interal`"));
        assert_eq!(unknown.count(), 1, "an audience that no edition is for is reported in an included file too");
        let crossing = |path| {
            let file = file(library, path);
            let of_file = |one: &&Diagnostic| one.primary.as_ref().is_some_and(|label| label.span.file == file);
            found.iter().filter(|one| one.code == Code::CrossEditionLink).filter(of_file).count()
        };
        assert_eq!((crossing("quoting.md"), crossing("taking.md"), crossing("page.md")), (1, 1, 0));
        assert_eq!(library.stated_audiences(file(library, "includes/ours.md")), ["internal"]);
        assert_eq!(library.stated_audiences(file(library, "includes/a--partner.md")), Vec::<String>::new());
    });
    with(&[("content/plain.md", "# By the settings\n")], |library, _| {
        assert_eq!(library.stated_audiences(file(library, "plain.md")), Vec::<String>::new(), "the settings say it");
    });
}

#[test]
fn a_file_is_divided_by_blocks_and_by_what_it_takes_in() {
    let files = [
        ("content/blocks.md", "---\nft.audience: internal\n---\n:::audience internal\nx\n:::\n"),
        ("content/whole.md", "---\nft.audience: internal\n---\nText.\n"),
        ("content/near.md", "[!INCLUDE [x](includes/ours.md)]\n"),
        ("content/far.md", "[!INCLUDE [x](includes/through.md)]\n"),
        ("content/includes/ours.md", "---\nft.audience: internal\n---\nText.\n"),
        ("content/includes/through.md", "[!INCLUDE [x](ours.md)]\n"),
    ];
    with(&files, |library, _| {
        let divided = ["blocks.md", "near.md", "far.md", "includes/through.md"];
        for path in ["blocks.md", "whole.md", "near.md", "far.md", "includes/ours.md", "includes/through.md"] {
            assert_eq!(library.is_divided(file(library, path)), divided.contains(&path), "{path}");
        }
    });
    let ours = ("content/includes/ours.md", "---\nft.audience: internal\n---\nText.\n");
    for (body, has) in
        [("Text.", false), ("[!INCLUDE [x](includes/ours.md)]", true), ("[!code[x](includes/ours.md)]", true)]
    {
        with(&[ours, ("content/a.md", body)], |library, _| assert_eq!(library.has_divided(), has, "{body}"));
    }
}

#[test]
fn an_edition_has_a_line_where_it_has_the_file_and_every_block_around() {
    let page = "---\nft.audience: [internal, partner]\n---\n\nWordone.\n\n:::audience internal\n\nWordtwo.\n\n\
                :::audience partner\nWordthree.\n:::\n\nWordfour.\n\n:::\n\n:::audience other, partner\nWordfive.\n:::\n\n\
                [!INCLUDE [x](includes/part.md)]\n";
    let nested = ":::audience internal\n:::audience other\nx\n:::\ny\n:::\n";
    let files = [
        ("content/a.md", page),
        ("content/nested.md", nested),
        ("content/ours.md", "---\nft.audience: internal\n---\n\nWordsix.\n"),
        ("content/includes/part.md", "Wordseven.\n\n:::audience internal\n[!INCLUDE [x](deep.md)]\n:::\n"),
        ("content/includes/deep.md", "Wordeight.\n"),
        ("content/includes/loose.md", "Wordnine.\n"),
    ];
    with(&files, |library, _| {
        for (path, word, expected) in [
            ("a.md", "Wordone", &["Partner", "internal"][..]),
            ("a.md", "Wordtwo", &["internal"]),
            ("a.md", "Wordthree", &[]),
            ("a.md", "Wordfour", &["internal"]),
            ("a.md", "Wordfive", &["Partner"]),
            ("ours.md", "Wordsix", &["internal"]),
            ("includes/part.md", "Wordseven", &["Partner", "internal"]),
            ("includes/deep.md", "Wordeight", &["internal"]),
            ("includes/loose.md", "Wordnine", &[]),
        ] {
            let names: Vec<&str> =
                library.editions_at(span(library, path, word)).into_iter().map(|one| one.name.as_str()).collect();
            assert_eq!(names, expected, "{word}");
            let has = |one: &Edition| {
                let source = library.source_in(file(library, path), Some(one));
                source.text.contains(word) && library.editions_at(span(library, path, word)).contains(&one)
            };
            assert_eq!(editions(library, has), expected, "{word} in the text of the edition");
        }
        let partner = &library.inputs.config.editions[0];
        let within = library.document(file(library, "nested.md")).expect("it is read");
        assert_eq!(hidden(within, Some(partner)).len(), 1, "nor is one that is for others too");
        let page = file(library, "a.md");
        let hidden: Vec<&str> = hidden(library.document(page).expect("it is read"), Some(partner))
            .into_iter()
            .map(|range| &library.source(page).text[range])
            .collect();
        assert_eq!(hidden.len(), 1, "a block within a hidden one is no range of its own: {hidden:?}");
        assert!(hidden[0].contains("Wordtwo") && hidden[0].contains("Wordfour"), "{hidden:?}");
        let part = file(library, "includes/part.md");
        let quotes = |one: &Edition| {
            library.snippet_in(page, "includes/part.md", Some(one)).is_some_and(|text| text.contains("deep"))
        };
        assert_eq!(editions(library, quotes), ["internal"]);
        let takes = |one: &Edition| library.included_in(part, Some(one)).len() == 1;
        assert_eq!(editions(library, takes), ["internal"]);
    });
}

#[test]
fn an_edition_has_a_heading_that_stands_in_what_it_has() {
    let page = "---\nft.audience: [internal, partner]\n---\n\n## One\n\n:::audience internal\n## Two\n:::\n\n\
                [!INCLUDE [x](includes/part.md)]\n";
    let part = "## Three\n\n:::audience internal\n## Four\n:::\n";
    let link = "---\nft.audience: [internal, partner]\n---\n\n[x](a.md#two) [y](a.md#three) [z](a.md)\n";
    with(&[("content/a.md", page), ("content/includes/part.md", part), ("content/b.md", link)], |library, found| {
        let page = file(library, "a.md");
        for (anchor, expected) in [
            ("one", &["Partner", "internal"][..]),
            ("two", &["internal"]),
            ("three", &["Partner", "internal"]),
            ("four", &["internal"]),
        ] {
            let shows = |one: &Edition| library.shows_anchor(page, anchor, Some(one));
            assert_eq!(editions(library, shows), expected, "{anchor}");
            assert!(library.shows_anchor(page, anchor, None));
        }
        let crossing: Vec<&str> =
            found.iter().filter(|one| one.code == Code::CrossEditionLink).map(|one| &*one.message).collect();
        assert_eq!(crossing, ["the edition `Partner` does not have `a.md#two`"]);
    });
}

#[test]
fn an_edition_keeps_the_anchors_that_headings_have_in_the_whole_page() {
    let page = "---\nft.audience: [internal, partner]\n---\n\n:::audience internal\n## Plan\n:::\n\n## Plan\n";
    with(&[("content/a.md", page)], |library, _| {
        for edition in &library.inputs.config.editions {
            let document = library.document_in(file(library, "a.md"), Some(edition)).expect("it is read");
            assert_eq!(
                document.headings.last().map(|heading| heading.anchor.as_str()),
                Some("plan-1"),
                "{}",
                edition.name
            );
        }
    });
}
