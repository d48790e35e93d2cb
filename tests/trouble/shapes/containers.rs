//! A block for some readers in and after each container of Markdown: lists, quotes, fences, raw HTML, comments, tables.

use super::Ends::{Hidden, Kept, Stops};
use super::{Shape, shape};

pub(super) const SHAPES: &[Shape] = &[
    shape(
        "a fence that its item ends",
        Hidden,
        "- Run:\n\n  ```\n  code\n\n:::audience internal\nSECRET\n:::\n\nSHOWN\n",
    ),
    shape("a fence on a list marker", Hidden, "1. ```ps\n   x\n   ```\n\n:::audience internal\nSECRET\n:::\n\nSHOWN\n"),
    shape("an open fence on a list marker", Hidden, "- ```ps\n  x\n\n:::audience internal\nSECRET\n:::\n\nSHOWN\n"),
    shape(
        "an open fence of tildes in an item, without a blank line",
        Hidden,
        "* x\n\n  ~~~\n  code\n:::audience internal\nSECRET\n:::\n\nSHOWN\n",
    ),
    shape("an open fence in a quote", Hidden, "> ```\n> code\n\n:::audience internal\nSECRET\n:::\n\nSHOWN\n"),
    shape(
        "an open fence in a quote, without a blank line",
        Hidden,
        "> ```\n> code\n:::audience internal\nSECRET\n:::\n\nSHOWN\n",
    ),
    shape(
        "an open fence in a quote in an item",
        Hidden,
        "- > ```\n  > code\n\n  :::audience internal\n  SECRET\n  :::\n\nSHOWN\n",
    ),
    shape(
        "an open fence in an item of an item",
        Hidden,
        "- a\n  - ```\n    code\n\n  :::audience internal\n  SECRET\n  :::\n\nSHOWN\n",
    ),
    shape(
        "a fence of four with three in it",
        Hidden,
        "````\n```\n````\n\n:::audience internal\nSECRET\n:::\n\nSHOWN\n",
    ),
    shape("a fence of ticks with tildes in it", Hidden, "```\n~~~\n```\n:::audience internal\nSECRET\n:::\n\nSHOWN\n"),
    shape(
        "what looks like the end of a fence and is none",
        Stops,
        "```\n``` x\n@@:::audience internal\nSECRET\n:::\n```\n\nText\n",
    ),
    shape("ticks in a line that is no fence", Hidden, "``` a`b\n\n:::audience internal\nSECRET\n:::\n\nSHOWN\n"),
    shape(
        "a fence that is too far to the right",
        Hidden,
        "SHOWN\n\n    ```\n\n:::audience internal\nSECRET\n:::\n\nSHOWN2\n",
    ),
    shape(
        "a fence in indented code in an item",
        Hidden,
        "- a\n\n      ```\n\n  :::audience internal\n  SECRET\n  :::\n\nSHOWN\n",
    ),
    shape(
        "a fence that ends too far to the right",
        Stops,
        "```\ncode\n    ```\n@@:::audience internal\nSECRET\n:::\n```\n\nText\n",
    ),
    shape("a block in a fence", Stops, "Text\n\n```md\n@@:::audience internal\nSECRET\n:::\n```\n\nText\n"),
    shape(
        "a block in a fence in an item",
        Stops,
        "- Text\n\n  ```md\n@@  :::audience internal\n  SECRET\n  :::\n  ```\n\nText\n",
    ),
    shape("a block in a fence that nothing ends", Stops, "Text\n\n~~~\n@@:::audience internal\nSECRET\n:::\n"),
    shape("a block over the beginning of a fence", Kept, "Text\n\n:::audience internal\nSECRET\n```\n:::\nx\n```\n"),
    shape("indented code before", Hidden, "SHOWN\n\n    code\n\n:::audience internal\nSECRET\n:::\n\nSHOWN2\n"),
    shape("an indented block", Hidden, "SHOWN\n\n    :::audience internal\n    SECRET\n    :::\n\nSHOWN2\n"),
    shape("a block that is indented by a tab", Hidden, "SHOWN\n\n\t:::audience internal\n\tSECRET\n\t:::\n\nSHOWN2\n"),
    shape("a block amid a paragraph", Hidden, "SHOWN one\n:::audience internal\nSECRET two\n:::\nSHOWN2 three\n"),
    shape("a block amid a list", Hidden, "- SHOWN\n:::audience internal\n- SECRET\n:::\n- SHOWN2\n"),
    shape("a block in an item", Hidden, "1. SHOWN\n\n   :::audience internal\n   SECRET\n   :::\n\n2. SHOWN2\n"),
    shape(
        "a block from one item into the next",
        Hidden,
        "- SHOWN\n\n  :::audience internal\n  SECRET\n- SECRET2\n\n  :::\n\n  SHOWN2\n",
    ),
    shape("a block in a quote", Hidden, "> SHOWN\n>\n> :::audience internal\n> SECRET\n> :::\n> SHOWN2\n"),
    shape(
        "a block in a quote, ended outside",
        Hidden,
        "> SHOWN\n> :::audience internal\n> SECRET\n\nSECRET2\n\n:::\n\nSHOWN2\n",
    ),
    shape("a block ended in a quote", Hidden, ":::audience internal\nSECRET\n> :::\n> SHOWN\n"),
    shape("a block in an alert", Hidden, "> [!NOTE]\n> SHOWN\n> :::audience internal\n> SECRET\n> :::\n"),
    shape(
        "a block right below the word of an alert",
        Hidden,
        "> [!NOTE]\n> :::audience internal\n> SECRET\n> :::\n> SHOWN\n",
    ),
    shape("a block in quotes without blanks", Hidden, ">>:::audience internal\n>>SECRET\n>>:::\n\nSHOWN\n"),
    shape("a quote with lazy lines", Hidden, "> SHOWN\n:::audience internal\nSECRET\n:::\nSHOWN2\n"),
    shape(
        "a block amid a table",
        Hidden,
        "| A | B |\n| --- | --- |\n| SHOWN | x |\n:::audience internal\n| SECRET | y |\n:::\n| SHOWN2 | z |\n",
    ),
    shape(
        "a block right after a table",
        Hidden,
        "| A | B |\n| --- | --- |\n| SHOWN | x |\n:::audience internal\nSECRET\n:::\n",
    ),
    shape(
        "a block amid a table of tasks",
        Hidden,
        "Phase: **Assess**\n\nTASKS\n| 74000001 | Ask SHOWN | M | FastTrack Engineer | Exchange |\n:::audience internal\n| SECRETID | Weigh SECRET | M | FastTrack Engineer | Exchange |\n:::\n",
    ),
    shape("a block in raw HTML", Hidden, "<div>\n:::audience internal\nSECRET\n:::\n</div>\n\nSHOWN\n"),
    shape(
        "a block in raw HTML with blank lines",
        Hidden,
        "<div>\n\n:::audience internal\n\nSECRET\n\n:::\n\n</div>\n\nSHOWN\n",
    ),
    shape("a block in `pre`", Hidden, "<pre>\n:::audience internal\nSECRET\n:::\n</pre>\n\nSHOWN\n"),
    shape("a block in `script`", Hidden, "<script>\n:::audience internal\nSECRET\n:::\n</script>\n\nSHOWN\n"),
    shape(
        "a block in `details`",
        Hidden,
        "<details>\n<summary>SHOWN</summary>\n:::audience internal\nSECRET\n:::\n\n</details>\n",
    ),
    shape("a block in CDATA", Hidden, "<![CDATA[\n:::audience internal\nSECRET\n:::\n]]>\n\nSHOWN\n"),
    shape("a block in a processing instruction", Hidden, "<?php\n:::audience internal\nSECRET\n:::\n?>\n\nSHOWN\n"),
    shape(
        "a block in a tag over several lines",
        Kept,
        "<div\n:::audience internal\ntitle=\"SECRET\"\n:::\n>\n\nText\n",
    ),
    shape("raw HTML that a block opens", Hidden, ":::audience internal\n<div title=\"SECRET\">\n:::\n\nSHOWN\n"),
    shape(
        "raw HTML that goes on behind a block",
        Hidden,
        ":::audience internal\n<pre>\nSECRET\n:::\n\nSHOWN\n\n</pre>\n",
    ),
    shape("a comment right before", Hidden, "<!-- x -->\n:::audience internal\nSECRET\n:::\n\nSHOWN\n"),
    shape("a comment over lines right before", Hidden, "<!-- x\n\ny -->\n:::audience internal\nSECRET\n:::\n\nSHOWN\n"),
    shape("a block in a comment", Kept, "SHOWN\n\n<!--\n:::audience internal\nSECRET\n:::\n-->\n\nSHOWN2\n"),
    shape("a comment that is complete at once", Hidden, "<!-->\n:::audience internal\nSECRET\n:::\n-->\n\nSHOWN\n"),
    shape(
        "the beginning of a comment in code",
        Hidden,
        "Write `<!--` first, SHOWN\n\n:::audience internal\nSECRET\n:::\n\nthen `-->`.\n",
    ),
    shape(
        "the beginning of a comment in a fence",
        Hidden,
        "```\n<!--\n```\n\n:::audience internal\nSECRET\n:::\n\nSHOWN\n",
    ),
    shape(
        "the beginning of a comment in indented code",
        Hidden,
        "SHOWN\n\n    <!--\n\n:::audience internal\nSECRET\n:::\n\n    -->\n",
    ),
    shape(
        "the beginning of a comment amid a paragraph",
        Hidden,
        "SHOWN <!-- a\n\n:::audience internal\nSECRET\n:::\n\nb --> c\n",
    ),
    shape("an escaped beginning of a comment", Hidden, "SHOWN \\<!-- a\n\n:::audience internal\nSECRET\n:::\n\n-->\n"),
    shape(
        "the beginning of a comment in an attribute",
        Hidden,
        "<div title=\"<!--\">\n\nSHOWN\n\n:::audience internal\nSECRET\n:::\n\n</div>\n",
    ),
    shape("a comment that its item ends", Hidden, "- <!-- x\n\n:::audience internal\nSECRET\n:::\n\n-->\n\nSHOWN\n"),
    shape("a comment that its quote ends", Hidden, "> <!-- x\n\n:::audience internal\nSECRET\n:::\n\n-->\n\nSHOWN\n"),
    shape("a comment that nothing ends, in a block", Kept, ":::audience internal\nSECRET\n<!--\n:::\n\nText\n"),
    shape("a fence in a comment", Hidden, "<!--\n```\n-->\n\n:::audience internal\nSECRET\n:::\n\nSHOWN\n"),
    shape("a comment in a fence in an item", Hidden, "- ```\n  <!--\n\n:::audience internal\nSECRET\n:::\n\nSHOWN\n"),
    shape(
        "front matter that nothing ends",
        Kept,
        "---\nft.audience: [partner, internal]\n\n:::audience internal\nSECRET\n:::\n",
    ),
    shape(
        "a block right below front matter",
        Hidden,
        "---\nft.audience: [partner, internal]\n---\n:::audience internal\nSECRET\n:::\nSHOWN\n",
    ),
    shape("a byte order mark before a block", Kept, "SHOWN\n\n\u{feff}:::audience internal\nSECRET\n:::\n"),
    shape(
        "a second front matter amid the page",
        Hidden,
        "SHOWN\n\n---\n\n:::audience internal\nSECRET\n:::\n\n---\n\nSHOWN2\n",
    ),
    shape(
        "math and tags of templates",
        Hidden,
        "$$\nx\n{% raw %}\n:::audience internal\nSECRET\n:::\n{% endraw %}\n$$\n\nSHOWN\n",
    ),
    shape(
        "an open fence in an item, behind a row",
        Hidden,
        "- Text\n\n  :::row:::\n  :::column:::\n\n  SHOWN\n  :::column-end:::\n  :::row-end:::\n\n  ```\n\n:::audience internal\nSECRET\n:::\n\nSHOWN2\n",
    ),
    shape(
        "an open fence in a hidden item, behind a row",
        Hidden,
        ":::audience internal\n\n- Text\n\n  :::row:::\n  :::column:::\n\n  SECRET\n  :::column-end:::\n  :::row-end:::\n\n  ```\n\n:::\n\nTASKS\n| 74000108 | Ask SHOWN | M | FastTrack Engineer | Exchange |\n",
    ),
    shape(
        "a link to a hidden page in an item, behind a row",
        Hidden,
        "+   Text\n\n    :::row:::\n    :::column:::\n\n    SHOWN\n    :::column-end:::\n    :::row-end:::\n\n    See [SHOWN2](SECRET.md)\n",
    )
    .with(&[("SECRET.md", "---\nft.audience: internal\n---\n\n# SECRET2\n")]),
    shape(
        "a link to a hidden page in a quote in an item, behind a row",
        Hidden,
        "10) > Text\n    >\n    > :::row:::\n    > :::column:::\n    >\n    > SHOWN\n    > :::column-end:::\n    > :::row-end:::\n    >\n    > See [SHOWN2](SECRET.md)\n",
    )
    .with(&[("SECRET.md", "---\nft.audience: internal\n---\n\n# SECRET2\n")]),
    shape(
        "an included file in an item, behind a row",
        Hidden,
        "10) Text\n\n    :::row:::\n       :::column:::\n          SHOWN\n       :::column-end:::\n    :::row-end:::\n\n    [!INCLUDE [x](includes/behind-a-row.md)]\n",
    )
    .with(&[("includes/behind-a-row.md", "SHOWN2 words\n\n:::audience internal\nSECRET\n:::\n")]),
    shape(
        "an included file that is indented like code",
        Hidden,
        "SHOWN\n\n    [!INCLUDE [x](includes/indented.md)]\n",
    )
    .with(&[("includes/indented.md", "SHOWN2 words\n\n:::audience internal\nSECRET\n:::\n")]),
    shape(
        "a hidden file, included in indented code",
        Hidden,
        "Text\n\n    SHOWN\n    [!INCLUDE [x](includes/SECRET.md)]\n    SHOWN2\n",
    )
    .with(&[("includes/SECRET.md", "---\nft.audience: internal\n---\n\nSECRET2 words\n")]),
];
