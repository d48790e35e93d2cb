//! The same words in two editions with other markup between them: no leak, and the project is published. Each is built
//! alone, so that no other page excuses it.

use super::Ends::Hidden;
use super::{Shape, shape};

/// A page of the internal edition that says the same as a public one, otherwise; and a picture for both.
macro_rules! said_twice {
    ($name:literal, $public:literal, $internal:literal) => {
        shape($name, Hidden, $public).with(&[
            ("SECRET.md", concat!("---\nft.audience: internal\n---\n\n# Ours\n\n", $internal)),
            ("media/drawing.png", "\u{89}PNG"),
        ])
    };
}

pub(super) const SHAPES: &[Shape] = &[
    said_twice!("a line break", "SHOWN Hybrid guidance<br>Customers check.\n", "Hybrid guidance Customers check.\n"),
    said_twice!(
        "a line break the other way round",
        "SHOWN Hybrid guidance Customers check.\n",
        "Hybrid guidance<br />Customers check.\n"
    ),
    said_twice!(
        "a link",
        "SHOWN Take the [remediation checklist](https://example.com) and go.\n",
        "Take the remediation checklist and go.\n"
    ),
    said_twice!(
        "a link the other way round",
        "SHOWN Take the remediation checklist and go.\n",
        "Take the [remediation checklist](https://example.com/SECRET2) and go.\n"
    ),
    said_twice!("emphasis", "SHOWN Weigh **margin** of _every_ project.\n", "Weigh margin of every project.\n"),
    said_twice!(
        "emphasis within a word",
        "SHOWN un**believ**able margin of projects.\n",
        "unbelievable margin of projects.\n"
    ),
    said_twice!("entities", "SHOWN Check plans &amp; licences today.\n", "Check plans & licences today.\n"),
    said_twice!("an entity for a letter", "SHOWN Caf&eacute; opening hours today.\n", "Café opening hours today.\n"),
    said_twice!(
        "a picture between",
        "SHOWN Weigh ![x](media/drawing.png) margin every project.\n",
        "Weigh margin every project.\n"
    ),
    said_twice!(
        "an icon between",
        "SHOWN Weigh :::image type=\"icon\" source=\"media/drawing.png\"::: margin every project.\n",
        "Weigh margin every project.\n"
    ),
    said_twice!(
        "a picture by its label between",
        "SHOWN Weigh ![schema][pic] margin every project.\n\n[pic]: media/drawing.png\n",
        "Weigh margin every project.\n"
    ),
    said_twice!(
        "a picture and an icon between",
        "SHOWN Weigh ![schema](media/drawing.png) :::image type=\"icon\" source=\"media/drawing.png\"::: margin every project.\n",
        "Weigh margin every project.\n"
    ),
    said_twice!(
        "the mark of a comment in code before",
        "SHOWN Write `<!--` here. Weigh margin<br>of every project.\n",
        "Weigh margin of every project.\n"
    ),
    said_twice!(
        "the mark of a comment in code before an icon",
        "SHOWN Write `<!--` here. Weigh :::image type=\"icon\" source=\"media/drawing.png\"::: margin of every project.\n",
        "Weigh margin of every project.\n"
    ),
    said_twice!("lines", "SHOWN Weigh margin\nof every project.\n", "Weigh margin of every project.\n"),
    said_twice!("lines of a quote", "> SHOWN Weigh margin\n> of every project.\n", "Weigh margin of every project.\n"),
    said_twice!("lines of an item", "- SHOWN Weigh margin\n  of every project.\n", "Weigh margin of every project.\n"),
    said_twice!(
        "cells",
        "| A | B |\n| --- | --- |\n| SHOWN Weigh margin | of every project |\n",
        "Weigh margin of every project.\n"
    ),
    said_twice!("a comment between", "SHOWN Weigh <!-- x --> margin of projects.\n", "Weigh margin of projects.\n"),
    said_twice!("code", "SHOWN Run `Get-Mailbox` `-All` for everybody.\n", "Run Get-Mailbox -All for everybody.\n"),
    said_twice!(
        "escapes",
        "SHOWN Migrate \\> Migration \\> Execute batches.\n",
        "Migrate > Migration > Execute batches.\n"
    ),
    said_twice!("a heading and its anchor", "## Weigh margin today\n\nSHOWN\n", "See weigh-margin-today.\n"),
    said_twice!(
        "a title in front matter",
        "---\ntitle: Weigh margin today\ndescription: About margin of every project\nft.audience: [partner, internal]\n---\n\nSHOWN\n",
        "Weigh margin today. About margin of every project.\n"
    ),
    said_twice!(
        "a footnote between",
        "SHOWN Weigh margin[^1] of projects.\n\n[^1]: See there.\n",
        "Weigh margin of projects.\n"
    ),
    said_twice!(
        "raw HTML between",
        "SHOWN Weigh <span class=\"x\">margin</span> of <kbd>every</kbd> project.\n",
        "Weigh margin of every project.\n"
    ),
    said_twice!(
        "other dashes, quotes and blanks",
        "SHOWN Weigh “margin” of\u{a0}every project.\n",
        "Weigh \"margin\" of every project.\n"
    ),
    shape(
        "a block between two words",
        Hidden,
        "SHOWN Weigh margin\n:::audience internal\nSECRET\n:::\nof every project.\n\n:::audience internal\nWeigh margin of every project SECRET2.\n:::\n",
    ),
    shape(
        "what a block and the page both say",
        Hidden,
        "SHOWN Weigh margin of every project.\n\n:::audience internal\nWeigh *margin* of every<br>project.\n:::\n",
    ),
    shape(
        "code with the words of a sentence",
        Hidden,
        "SHOWN\n\n```\nWeigh margin of every project\n```\n\n:::audience internal\nWeigh margin of every project.\n:::\n",
    ),
    shape(
        "a mention over the end of a line",
        Hidden,
        "SHOWN use `:::audience internal` here\nand `:::` there.\n\n:::audience internal\nUse audience internal here and there.\n:::\n",
    ),
    shape(
        "what our own pages say",
        Hidden,
        "SHOWN\n\n:::audience internal\nSearch on this page. Link to home. No results. The tasks of this phase. Skip to content.\n:::\n",
    ),
];
