//! What looks like a line for some readers and is none, and what only speaks of one.

use super::Ends::{Hidden, Kept, Stops};
use super::{Shape, shape};

pub(super) const SHAPES: &[Shape] = &[
    shape("one letter too many", Stops, "Text\n\n@@:::audiences internal\nSECRET\n:::\n"),
    shape("one letter too few", Stops, "Text\n\n@@:::audince internal\nSECRET\n:::\n"),
    shape("letters that changed places", Stops, "Text\n\n@@:::audeince internal\nSECRET\n:::\n"),
    shape("two letters missing", Stops, "Text\n\n@@:::adience internal\nSECRET\n:::\n"),
    shape("a German audience", Stops, "Text\n\n@@:::audienz internal\nSECRET\n:::\n"),
    shape("two words in one", Stops, "Text\n\n@@:::audienceinternal\nSECRET\n:::\n"),
    shape("two colons", Stops, "Text\n\n@@::audience internal\nSECRET\n::\n"),
    shape("four colons", Stops, "Text\n\n@@::::audience internal\nSECRET\n::::\n"),
    shape("wide colons", Stops, "Text\n\n@@：：：audience internal\nSECRET\n：：：\n"),
    shape("ratio signs", Stops, "Text\n\n@@∶∶∶audience internal\nSECRET\n:::\n"),
    shape("colons apart", Stops, "Text\n\n: : : audience internal\nSECRET\n:::\n"),
    shape("braces", Stops, "Text\n\n@@:::{audience internal}\nSECRET\n:::\n"),
    shape("braces with a class", Stops, "Text\n\n@@::: {.audience internal}\nSECRET\n:::\n"),
    shape("an equals sign", Stops, "Text\n\n@@:::audience=internal\nSECRET\n:::\n"),
    shape("a colon after the word", Stops, "Text\n\n@@:::audience: internal\nSECRET\n:::\n"),
    shape("quotes around the name", Stops, "Text\n\n@@:::audience \"internal\"\nSECRET\n:::\n"),
    shape("a list marker before", Stops, "Text\n\n@@- :::audience internal\n  SECRET\n  :::\n"),
    shape("a number before", Stops, "Text\n\n@@1. :::audience internal\n   SECRET\n   :::\n"),
    shape("a heading sign before", Stops, "Text\n\n@@# :::audience internal\nSECRET\n:::\n"),
    shape("a text before", Stops, "Text\n\n@@x :::audience internal\nSECRET\n:::\n"),
    shape("bold colons", Stops, "Text\n\n@@**:::audience internal**\nSECRET\n:::\n"),
    shape("a marker in a quote before", Stops, "Text\n\n> @@- :::audience internal\n>   SECRET\n>   :::\n"),
    shape("a cell before", Stops, "| A |\n| --- |\n@@| :::audience internal |\n| SECRET |\n"),
    shape("a tag before", Stops, "@@<p>:::audience internal\nSECRET\n:::\n</p>\n"),
    shape("a space of no width before", Stops, "Text\n\n@@\u{200b}:::audience internal\nSECRET\n:::\n"),
    shape("a word joiner before", Stops, "Text\n\n@@\u{2060}:::audience internal\nSECRET\n:::\n"),
    shape("a soft hyphen within", Stops, "Text\n\n@@:::aud\u{ad}ience internal\nSECRET\n:::\n"),
    shape("a space of no width among the colons", Stops, "Text\n\n@@:\u{200b}::audience internal\nSECRET\n:::\n"),
    shape("a Cyrillic letter", Stops, "Text\n\n@@:::аudience internal\nSECRET\n:::\n"),
    shape("wide letters", Stops, "Text\n\n@@:::ａｕｄｉｅｎｃｅ internal\nSECRET\n:::\n"),
    shape("a mark of direction before", Stops, "Text\n\n@@\u{202e}:::audience internal\nSECRET\n:::\n"),
    shape("brackets", Stops, "Text\n\n@@[!audience internal]\nSECRET\n"),
    shape("brackets in a quote", Stops, "Text\n\n@@> [!AUDIENCE internal]\n> SECRET\n"),
    shape("brackets with another sign", Stops, "Text\n\n@@> [!audience-internal]\n> SECRET\n"),
    shape("an end with nothing open", Stops, "Text\n\n@@:::\n\nText\n"),
    shape("an end by name with nothing open", Stops, "Text\n\n@@:::audience-end\n\nText\n"),
    shape("an end too many", Stops, ":::audience internal\nSECRET\n:::\nText\n@@:::\n\nText\n"),
    shape("an end in a quote with nothing open", Stops, "Text\n\n@@> :::\n\nText\n"),
    shape("in an included file", Stops, "Text\n\n[!INCLUDE [x](includes/look.md)]\n")
        .with(&[("includes/look.md", "Text\n\n@@:::audiences internal\nSECRET\n:::\n")]),
    shape("an end that another file opened", Stops, "SHOWN\n\n[!INCLUDE [x](includes/opens.md)]\n\nText\n\n@@:::\n")
        .with(&[("includes/opens.md", ":::audience internal\nSECRET\n")]),
    shape("a mention in a sentence", Hidden, "Use `:::audience internal` to hide what SHOWN says.\n"),
    shape("a mention with two ticks", Hidden, "SHOWN use `` :::audience internal `` and `:::` for it.\n"),
    shape("a mention in an item", Hidden, "- use `:::audience internal` where SHOWN\n"),
    shape("the word alone", Hidden, "The audience internal to us: SHOWN. Audiences: partner.\n"),
    shape("a mention after code over two lines", Kept, "SHOWN and `a\nb` and `:::audience x` here.\n"),
    shape("a hyphen after the word", Stops, "Text\n\n@@:::audience-internal\nSECRET\n:::\n"),
    shape("an underscore after the word", Stops, "Text\n\n@@:::audience_internal\nSECRET\n:::\n"),
    shape("a misspelt end", Kept, "SHOWN\n\n:::audience internal\nSECRET\n:::audience-ends\n\nSECRET2\n\n:::\nText\n"),
    shape("an end with a name", Kept, "SHOWN\n\n:::audience internal\nSECRET\n:::audience-end internal\n\nText\n"),
    shape("an end that is a directive of its own", Kept, "SHOWN\n\n:::audience internal\nSECRET\n:::end\n\nText\n"),
    shape("four colons at the end", Kept, "SHOWN\n\n:::audience internal\nSECRET\n::::\n\nText\n"),
    shape("a misspelling in a block", Kept, "SHOWN\n\n:::audience partner\n:::audiance internal\nSECRET\n:::\n:::\n"),
];

/// Slips by which somebody thought that a text was hidden, in ways that nothing reads: each stops the build.
pub(super) const SLIPS: &[Shape] = &[
    shape("the name of an audience alone", Stops, "Text\n\n:::internal\nSECRET\n:::\n"),
    shape("the name of an edition alone", Stops, "Text\n\n::: internal only\nSECRET\n:::\n"),
    shape("a hyphen in the word", Stops, "Text\n\n@@:::aud-ience internal\nSECRET\n:::\n"),
    shape("half the word", Stops, "Text\n\n@@:::aud internal\nSECRET\n:::\n"),
    shape("another word for it", Stops, "Text\n\n@@:::only internal\nSECRET\n:::\n"),
    shape("another word in an item", Stops, "Text\n\n@@- :::only internal\n  SECRET\n  :::\n"),
    shape("another word behind wide colons", Stops, "Text\n\n@@：：：only internal\nSECRET\n：：：\n"),
    shape("a fence for an audience", Stops, "Text\n\n@@```audience internal\nSECRET\n```\n"),
    shape("a fence with braces", Stops, "Text\n\n@@~~~ {audience=internal}\nSECRET\n~~~\n"),
    shape("a fence by the name alone", Stops, "Text\n\n@@```internal\nSECRET\n```\n"),
    shape("an alert by the name alone", Stops, "Text\n\n@@> [!internal]\n> SECRET\n"),
    shape("a tag for an audience", Stops, "Text\n\n@@<div data-audience=\"internal\">\n\nSECRET\n\n</div>\n"),
    shape("a template for an audience", Stops, "Text\n\n@@{% audience internal %}\nSECRET\n{% endaudience %}\n"),
    shape("an audience as a class", Stops, "Text\n\n> [!div class=\"audience internal\"]\n> SECRET\n"),
    shape("an audience in a comment", Stops, "Text\n\n<!-- audience: internal -->\nSECRET\n<!-- /audience -->\n"),
    shape("entities for colons", Stops, "Text\n\n&#58;&#58;&#58;audience internal\nSECRET\n:::\n"),
    shape("a zone for an audience", Stops, "Text\n\n::: zone pivot=\"internal\"\nSECRET\n::: zone-end\n"),
    shape("a nested key of front matter", Stops, "Text\n\n[!INCLUDE [x](includes/n1.md)]\n")
        .with(&[("includes/n1.md", "---\nft:\n  audience: internal\n---\n\nSECRET\n")]),
    shape("a misspelt key of front matter", Stops, "Text\n\n[!INCLUDE [x](includes/n2.md)]\n")
        .with(&[("includes/n2.md", "---\nft.audiences: internal\n---\n\nSECRET\n")]),
    shape("half a key of front matter", Stops, "Text\n\n[!INCLUDE [x](includes/n3.md)]\n")
        .with(&[("includes/n3.md", "---\naudience: internal\n---\n\nSECRET\n")]),
    shape("front matter below an empty line", Hidden, "Text\n\n[!INCLUDE [x](includes/n4.md)]\n")
        .with(&[("includes/n4.md", "\n---\nft.audience: internal\n---\n\nSECRET\n")]),
    shape("a key of front matter in other letters", Stops, "Text\n\n[!INCLUDE [x](includes/n5.md)]\n")
        .with(&[("includes/n5.md", "---\nFT.Audience: internal\n---\n\nSECRET\n")]),
    shape("an empty audience of front matter", Stops, "Text\n\n[!INCLUDE [x](includes/n6.md)]\n")
        .with(&[("includes/n6.md", "---\nft.audience:\n---\n\nSECRET\n")]),
    shape("front matter that nothing ends in an include", Stops, "Text\n\n[!INCLUDE [x](includes/n7.md)]\n")
        .with(&[("includes/n7.md", "---\nft.audience: internal\n\nSECRET\n")]),
];
