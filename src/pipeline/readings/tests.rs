//! Where the raw reading and the parser differ, and where they only seem to.

use super::*;
use crate::load::tests::inputs_of;
use crate::memo::Memo;
use crate::pipeline::model;

const SETTINGS: &str = "exclude: ['includes/**']\neditions:\n  Partner: [partner]\n  staff: [internal]\n";

/// The doubts about some files, each as `file:line:column: message`.
fn doubts(files: &[(&str, &str)]) -> Vec<String> {
    let settings = [("waybook.yml", SETTINGS)];
    let inputs = inputs_of(&settings.into_iter().chain(files.iter().copied()).collect::<Vec<_>>());
    let found = model(&inputs, &mut Memo::default()).diagnostics;
    let found: Vec<Diagnostic> = found.into_iter().filter(|one| one.code == Code::DoubtfulAudience).collect();
    crate::diagnostic::render::concise(&found, &inputs.sources).lines().map(str::to_owned).collect()
}

/// The lines at which a page for both editions is doubtful.
fn at(body: &str) -> Vec<usize> {
    let page = format!("---\nft.audience: [partner, internal]\n---\n{body}\n");
    let place = |line: &String| line.split(':').nth(1)?.parse::<usize>().ok();
    doubts(&[("content/a.md", &page)]).iter().filter_map(place).map(|line| line - 3).collect()
}

#[test]
fn a_line_that_one_reading_shows_and_the_other_hides_is_doubtful() {
    for (body, lines) in [
        ("a\n:::audience internal\nb\n:::\nc", &[][..]),
        ("```\n:::audience internal\nb\n:::\n```", &[2]),
        // Hidden from the second edition only.
        ("```\n:::audience partner\nb\n:::\n```", &[2]),
        // The same for all, whoever reads it.
        ("```\n:::audience partner, internal\nb\n:::\n```", &[]),
        // A comment is shown to nobody; what follows it is.
        ("<!--\n:::audience internal\nb\n:::\n-->\nc", &[]),
        ("<!--\n:::audience internal\nb\n-->\nc", &[5]),
        // The parser hides more: its block is not ended by what the raw reading takes for its end.
        (":::audience internal\n```\n:::\n```\nb\n:::\nc", &[4]),
        // Empty lines say nothing.
        ("```\n:::audience internal\n\n```", &[2]),
        (":::audience internal\nb\n:::\n\n\nc", &[]),
    ] {
        assert_eq!(at(body), lines, "{body}");
    }
}

#[test]
fn a_line_of_which_the_parser_is_not_sure_is_reported_once() {
    assert_eq!(at(":::audiences internal\nb\n:::"), [1]);
}

#[test]
fn front_matter_means_what_stands_in_it() {
    for (front, doubtful) in [
        ("ft.audience: internal", false),
        ("ft.audience: [Internal, PARTNER]", false),
        ("\"ft.audience\": internal", false),
        ("ft.audience: \"in\\x74ernal\"", true),
        ("ft.audiance: internal", true),
        ("ft.audience: internal\nft.audiance: partner", true),
        ("ft.audience: internal\nft.audiance: internal", true),
        ("ft.audience: \"internal #x partner\"", true),
        ("ft.audience: internal\nFT_Audience: partner", true),
        ("audience: internal\nft.audience: internal", true),
        ("audience: developers\nft.audience: internal", false),
        ("ft.audience: &a internal", true),
        ("ft.audience: internal # partner", false),
        ("ft.audience: internal\nft.audience: partner", true),
    ] {
        let page = format!("---\n{front}\n---\n\nText.\n");
        assert_eq!(!doubts(&[("content/a.md", &page)]).is_empty(), doubtful, "{front}");
    }
}

#[test]
fn only_a_file_that_goes_wherever_it_is_included_must_name_somebody() {
    let nobody = "---\nft.audience:\n---\n\nText.\n";
    assert_eq!(doubts(&[("content/includes/a.md", nobody)]).len(), 1);
    assert_eq!(doubts(&[("content/a.md", nobody)]), Vec::<String>::new(), "a page for nobody is in no edition");
}

#[test]
fn a_line_that_names_an_audience_and_hides_nothing_is_doubtful() {
    for (line, doubtful) in [
        (":::internal", true),
        (":::Staff", true),
        (":::PARTNER only", true),
        ("::: zone pivot=\"internal\"", true),
        ("<!-- audience: internal -->", true),
        ("<!-- audience: developers -->", false),
        (":::warning internal", false),
        ("<!-- internal -->", false),
    ] {
        let body =
            if line.starts_with(":::") && !line.contains("zone") { format!("{line}\nx\n:::") } else { line.to_owned() };
        assert_eq!(!at(&body).is_empty(), doubtful, "{line}");
    }
}

#[test]
fn files_that_cannot_have_blocks_must_not_look_as_if_they_had() {
    let page = "---\nft.audience: [partner, internal]\n---\n\n[!code[x](run.ps1)]\n";
    let code = "# :::audience internal\nGet-Item\n# :::\n";
    let found = doubts(&[("content/a.md", page), ("content/run.ps1", code)]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("content/run.ps1:1:1:"), "{found:?}");
    assert_eq!(doubts(&[("content/run.ps1", code)]), Vec::<String>::new(), "nobody quotes it");
    let toc = "# [A](a.md)\n\n:::audience internal\n# [B](b.md)\n:::\n";
    let found = doubts(&[("content/a.md", page), ("content/run.ps1", ""), ("content/toc.md", toc)]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("content/toc.md:3:1:"), "{found:?}");
}
