//! Pages as trees of blocks, made at random by proptest, which also makes them smaller. What a block looks like as text
//! is in `scribe.rs`.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// A page before it is written.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    /// Whom the page is for.
    pub(crate) audience: &'static str,
    /// `\n` or `\r\n`.
    pub(crate) newline: &'static str,
    /// Whether a byte order mark begins it.
    pub(crate) bom: bool,
    /// Where its title is.
    pub(crate) title: Title,
    /// Its blocks.
    pub(crate) blocks: Vec<Block>,
}

/// Where the title of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Title {
    Heading,
    /// In front matter, with a description.
    Metadata,
    /// In a heading that only internal readers have.
    Hidden,
}

/// A piece of a sentence.
#[derive(Clone, Debug)]
pub(crate) enum Inline {
    Word,
    Filler(&'static str),
    Dressed(&'static str, &'static str),
    Link,
    PageLink,
    Autolink,
    Picture,
    Icon,
    Comment,
    Span,
    Include,
    Mention(&'static str),
    Reference(Option<bool>),
    Footnote,
}

/// How the last line of a block for some readers looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Bare,
    Named(&'static str),
    Never,
}

/// How the lines of a block for some readers look.
#[derive(Clone, Debug)]
pub(crate) struct Dress {
    /// What stands before the colons.
    pub(crate) indent: &'static str,
    /// The opening line before its names.
    pub(crate) word: &'static str,
    /// What follows the names.
    pub(crate) tail: &'static str,
    /// Whether no empty line parts it from the block before, within, and after.
    pub(crate) tight: [bool; 3],
}

/// What a page is made of.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    Paragraph(Vec<Inline>),
    Heading(usize, bool),
    List(&'static str, Vec<Vec<Block>>),
    Quote(&'static str, Vec<Block>),
    Fence {
        mark: &'static str,
        info: &'static str,
        lines: Vec<&'static str>,
        closed: bool,
        indent: usize,
    },
    Indented,
    Table,
    Tasks(usize),
    Refresh,
    Step(bool),
    Html(&'static str, &'static str, Vec<Block>),
    Pre(&'static str, bool),
    Comment(&'static [&'static str]),
    /// Lines of a directive; `PIC`, `CODE` and `WORD` stand for a file or a word of its own.
    Leaf(&'static [&'static str]),
    Around(&'static [&'static str], &'static [&'static str], Vec<Block>),
    Container(&'static str, bool, Vec<Block>),
    Include(Option<&'static str>, Vec<Block>),
    /// A line that takes in a page of the internal edition, named `PAGE`.
    QuotedPage(&'static str),
    Definition(bool),
    Audience(&'static str, Dress, End, Vec<Block>),
    /// A hidden block that begins in an item or quote and ends outside of it, or the other way round.
    Straddle {
        mark: &'static str,
        begins_inside: bool,
        first: Vec<Block>,
        second: Vec<Block>,
    },
    /// A line at which the build must stop.
    Lookalike(&'static str),
    /// A block for some readers in a fence.
    Fenced(&'static str, &'static str),
    /// An end without a beginning.
    Stray(&'static str),
}

/// Whether pages of a seed may have what stops a build. They are kept together, since such a project is built twice.
fn has_doubts(seed: u64) -> bool {
    (seed / crate::PROJECT as u64).is_multiple_of(3)
}

/// The tree of a seed.
pub(crate) fn grown(seed: u64) -> Tree {
    planted(seed).current()
}

/// The tree of a seed, to be made smaller.
pub(crate) fn planted(seed: u64) -> impl ValueTree<Value = Tree> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    tree(has_doubts(seed)).new_tree(&mut runner).expect("nothing is filtered")
}

fn tree(doubts: bool) -> impl Strategy<Value = Tree> {
    let audience = prop_oneof![8 => Just("[partner, internal]"), 1 => Just("partner"), 1 => Just("internal")];
    let newline = prop_oneof![4 => Just("\n"), 1 => Just("\r\n")];
    let doubtful = if doubts { proptest::option::weighted(0.25, doubtful()).boxed() } else { Just(None).boxed() };
    let blocks = (vec(block(), 1..9), doubtful, any::<u16>());
    let blocks = blocks.prop_map(|(mut blocks, doubtful, at)| {
        if let Some(doubtful) = doubtful {
            blocks.insert(usize::from(at) % (blocks.len() + 1), doubtful);
        }
        blocks
    });
    let title = prop_oneof![4 => Just(Title::Heading), 3 => Just(Title::Metadata), 1 => Just(Title::Hidden)];
    let parts = (audience, newline, proptest::bool::weighted(0.05), title, blocks);
    parts.prop_map(|(audience, newline, bom, title, blocks)| Tree { audience, newline, bom, title, blocks })
}

fn block() -> impl Strategy<Value = Block> {
    leaf().prop_recursive(3, 24, 4, |inner| {
        let some = vec(inner.clone(), 1..4);
        prop_oneof![
            4 => leaf(),
            2 => (one_of(MARKERS), vec(vec(inner.clone(), 1..3), 1..4))
                .prop_map(|(mark, items)| Block::List(mark, items)),
            2 => (one_of(QUOTES), some.clone()).prop_map(|(first, inner)| Block::Quote(first, inner)),
            2 => (one_of(AROUND), some.clone()).prop_map(|((open, close), inner)| Block::Around(open, close, inner)),
            1 => (one_of(CONTAINERS), proptest::bool::weighted(0.9), some.clone())
                .prop_map(|(word, closed, inner)| Block::Container(word, closed, inner)),
            1 => (one_of(HTML), some.clone()).prop_map(|((open, close), inner)| Block::Html(open, close, inner)),
            1 => (one_of(&[None, None, Some("internal"), Some("[partner]"), Some("nobody")]), some.clone())
                .prop_map(|(audience, inner)| Block::Include(audience, inner)),
            1 => (one_of(STRADDLED), any::<bool>(), some.clone(), some.clone()).prop_map(
                |(mark, begins_inside, first, second)| Block::Straddle { mark, begins_inside, first, second }
            ),
            6 => (one_of(NAMES), dress(), end(), some)
                .prop_map(|(names, dress, end, inner)| Block::Audience(names, dress, end, inner)),
        ]
    })
}

fn leaf() -> impl Strategy<Value = Block> {
    prop_oneof![
        6 => vec(inline(), 1..5).prop_map(Block::Paragraph),
        2 => (2..5usize, any::<bool>()).prop_map(|(level, setext)| Block::Heading(level, setext)),
        3 => fence(),
        1 => Just(Block::Indented),
        1 => Just(Block::Table),
        2 => (1..3usize).prop_map(Block::Tasks),
        1 => Just(Block::Refresh),
        2 => any::<bool>().prop_map(Block::Step),
        1 => (one_of(&["pre", "script", "style", "textarea"]), any::<bool>())
            .prop_map(|(tag, inner)| Block::Pre(tag, inner)),
        1 => one_of(COMMENTS).prop_map(Block::Comment),
        4 => one_of(LEAVES).prop_map(Block::Leaf),
        1 => one_of(QUOTED).prop_map(Block::QuotedPage),
        2 => any::<bool>().prop_map(Block::Definition),
    ]
}

fn fence() -> impl Strategy<Value = Block> {
    let info = one_of(&["", "ps", " js {1}", "md"]);
    let parts = (one_of(FENCES), info, vec(one_of(CODE), 0..4), proptest::bool::weighted(0.6), 0..4usize);
    parts.prop_map(|(mark, info, lines, closed, indent)| Block::Fence { mark, info, lines, closed, indent })
}

fn doubtful() -> impl Strategy<Value = Block> {
    prop_oneof![
        3 => one_of(LOOKALIKES).prop_map(Block::Lookalike),
        1 => one_of(HIDING_COMMENTS).prop_map(Block::Comment),
        1 => (one_of(FENCES), one_of(&["- ", "", "> ", "1. "])).prop_map(|(mark, lead)| Block::Fenced(mark, lead)),
        1 => one_of(&[":::", "  :::", "> :::", ":::audience-end", ":::Audience-End :::"]).prop_map(Block::Stray),
    ]
}

fn inline() -> impl Strategy<Value = Inline> {
    prop_oneof![
        6 => Just(Inline::Word),
        4 => one_of(FILLERS).prop_map(Inline::Filler),
        2 => one_of(DRESSES).prop_map(|(open, close)| Inline::Dressed(open, close)),
        1 => Just(Inline::Link),
        1 => Just(Inline::PageLink),
        1 => Just(Inline::Autolink),
        1 => Just(Inline::Picture),
        1 => Just(Inline::Icon),
        1 => Just(Inline::Comment),
        1 => Just(Inline::Span),
        1 => Just(Inline::Include),
        1 => one_of(MENTIONS).prop_map(Inline::Mention),
        1 => one_of(&[None, Some(true), Some(false)]).prop_map(Inline::Reference),
        1 => Just(Inline::Footnote),
    ]
}

fn dress() -> impl Strategy<Value = Dress> {
    let indent = prop_oneof![6 => Just(""), 5 => one_of(&[" ", "   ", "     ", "\t", "> "])];
    let word = prop_oneof![
        5 => Just(":::audience "),
        1 => Just("::: audience "),
        1 => Just(":::Audience  "),
        1 => Just(":::\tAUDIENCE\t"),
    ];
    let tail = prop_oneof![5 => Just(""), 1 => Just("  "), 1 => Just(":::"), 1 => Just(" :::")];
    (indent, word, tail, any::<[bool; 3]>()).prop_map(|(indent, word, tail, tight)| Dress { indent, word, tail, tight })
}

fn end() -> impl Strategy<Value = End> {
    prop_oneof![
        14 => Just(End::Bare),
        4 => one_of(&[":::audience-end", "::: audience-end :::", ":::AUDIENCE-END:::"]).prop_map(End::Named),
        1 => Just(End::Never),
    ]
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(from: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(from)
}

const DRESSES: &[(&str, &str)] =
    &[("**", "**"), ("*", "*"), ("~~", "~~"), ("`", "`"), ("<b>", "</b>"), ("&lt;", "&gt;"), ("**:::", "**")];
const MENTIONS: &[&str] = &["`:::audience internal`", "`` :::audience partner ``", "`:::`", "`<!--`", "`` ``` ``"];
const NAMES: &[&str] = &[
    "internal",
    "internal",
    "internal",
    "internal",
    "Internal",
    "partner",
    "partner, internal",
    "internal;partner",
    "internl",
    "",
];
const MARKERS: &[&str] = &["- ", "* ", "1. ", "10) ", "- [ ] ", "+   "];
const QUOTES: &[&str] = &["", "", "[!NOTE]", "[!IMPORTANT]", "[!div class=\"checklist\"]", "[!CAUTION]"];
const FENCES: &[&str] = &["```", "~~~", "````", "```"];
const CONTAINERS: &[&str] = &[":::note", ":::tip title", "::: warning", ":::details {open}"];
/// Lines of code that a careless reader takes for something.
const CODE: &[&str] = &["WORD", "", "# WORD", "<!--", "| WORD | x |", "``", "~~", "[x]: WORD", "> WORD", "  - WORD"];
const FILLERS: &[&str] = &[
    "Hybrid guidance<br>Customers check the plan.",
    "Hybrid guidance Customers check the plan.",
    "See *the list* of all [open points](https://example.com/x) first.",
    "See the list of all open points first.",
    "Move the test batch &amp; wait for mail.",
    "Move the test batch & wait for mail.",
];
const HTML: &[(&str, &str)] = &[
    ("<div title=\"WORD\">", "</div>"),
    ("<details><summary>WORD</summary>", "</details>"),
    ("<div", "</div>"),
    ("<table><tr><td>WORD", "</td></tr></table>"),
    ("<section class=\"x\">", ""),
    ("<a id=\"WORD\"></a>", ""),
];
const AROUND: &[(&[&str], &[&str])] = &[
    (&[":::row:::", ":::column span=\"2\":::"], &[":::column-end:::", ":::row-end:::"]),
    (&[":::row:::", "   :::column:::"], &["   :::column-end:::", ":::row-end:::"]),
    (&[":::row", ":::column"], &[":::column-end", ":::row-end"]),
    (&["::: moniker range=\">=1\""], &["::: moniker-end"]),
    (&[":::moniker range=\"x\":::"], &[":::moniker-end:::"]),
    (&["::: zone pivot=\"x\""], &["::: zone-end"]),
    (&["# [WORD](#tab/a)", ""], &["", "---"]),
    (&["::: moniker range=\">=1\""], &[]),
    (&[], &["::: zone-end"]),
];
const LEAVES: &[&[&str]] = &[
    &[":::image type=\"content\" source=\"PIC\" alt-text=\"WORD\":::"],
    &[":::image type=\"content\" source=\"PIC\"", "  alt-text=\"WORD\":::"],
    &[":::image type=\"content\"", "source=\"PIC\"", "alt-text=\"WORD\"", ":::"],
    &[":::image type=\"content\" source=\"PIC\" alt-text=\"WORD\""],
    &[":::image source=\"PIC\""],
    &[":::image type=\"complex\" source=\"PIC\" alt-text=\"WORD\":::", "WORD long text.", ":::image-end:::"],
    &[":::code language=\"ps\" source=\"CODE\":::"],
    &[":::code language=\"ps\"", "source=\"CODE\" range=\"1-2\":::"],
    &[":::code language=\"ps\" source=\"CODE\""],
    &[":::video source=\"https://www.microsoft.com/videoplayer/WORD\":::"],
    &[":::video source=\"https://www.microsoft.com/videoplayer/WORD\""],
    &["[!VIDEO https://www.microsoft.com/videoplayer/WORD]"],
    &["[!code-ps[WORD](CODE)]"],
    &["![WORD](PIC \"WORD\")"],
    &["<img src=\"PIC\" alt=\"WORD\">"],
    &["[see](PIC)"],
    &["***"],
];
const COMMENTS: &[&[&str]] = &[
    &["<!-- WORD -->"],
    &["<!--", "WORD", "", "```", "", "WORD", "-->"],
    &["<!-- WORD", "", "- WORD", "-->"],
    &["<!-- prettier-ignore -->"],
    &["<!---->"],
];
/// Comments with a block for some readers, which nobody sees.
const HIDING_COMMENTS: &[&[&str]] = &[
    &["<!--", ":::audience internal", "WORD", ":::", "-->"],
    &["<!-- x", "", "  ::: audience partner", "", "WORD", ":::audience-end", "", "x -->"],
];
const STRADDLED: &[&str] = &["- ", "1. ", "> "];
const QUOTED: &[&str] = &[
    "[!code[x](PAGE)]",
    "[!code-md[x](PAGE?range=1-9)]",
    "[!INCLUDE [x](PAGE)]",
    ":::code language=\"md\" source=\"PAGE\":::",
];
const LOOKALIKES: &[&str] = &[
    ":::audiences internal",
    ":::audince internal",
    ":::adience internal",
    ":::audeince internal",
    "::audience internal",
    "::::audience internal",
    "：：：audience internal",
    ":::{audience internal}",
    "::: {.audience internal}",
    "- :::audience internal",
    "1. :::audience internal",
    "x :::audience internal",
    "* [ ] :::audience internal",
    "\u{200b}:::audience internal",
    "\u{feff} \u{2060}:::audience internal",
    ":\u{200b}::audience internal",
    ":::aud\u{ad}ience internal",
    "[!audience internal]",
    "> [!AUDIENCE internal]",
    "**:::audience internal**",
    "::: audience: internal",
];
