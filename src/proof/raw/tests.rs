//! What the raw reading hides, and which lines it points out.

use super::*;

/// What of a text is hidden from everybody, blocks for `open` excepted.
fn hidden(text: &str) -> Vec<&str> {
    let is_for = |names: &[String]| names.iter().any(|name| name == "open");
    RawReading::of(text).hidden(&is_for).into_iter().map(|range| text[range].trim_end()).collect()
}

#[test]
fn a_block_goes_from_what_looks_like_its_first_line_to_its_end() {
    assert_eq!(hidden("a\n:::audience x\nb\n:::\nc"), [":::audience x\nb\n:::"]);
    assert_eq!(hidden("a\r\n> ::: Audience x:::\r\n> b\r\n> :::\r\nc"), ["> ::: Audience x:::\r\n> b\r\n> :::"]);
    assert_eq!(hidden("```\n:::audience x\n```\n:::\nc"), [":::audience x\n```\n:::"], "whatever the fences");
    assert_eq!(hidden("<!-- :::audience x -->\nb\n:::\nc"), ["<!-- :::audience x -->\nb\n:::"]);
    assert_eq!(hidden(":::audience x\nb"), [":::audience x\nb"]);
    assert_eq!(hidden(":::audience x\nb\n\u{feff}:::\nc"), [":::audience x\nb\n\u{feff}:::"]);
    assert_eq!(hidden(":::audience open\nb\n:::audience x\nc\n:::\nd\n:::"), [":::audience x\nc\n:::"]);
    assert_eq!(
        hidden(":::audience x\n:::audience open\nc\n:::\nd\n:::\ne"),
        [":::audience x\n:::audience open\nc\n:::\nd\n:::"]
    );
}

#[test]
fn ends_are_counted() {
    for inner in
        [":::note\ny\n:::", ":::image a=\"b\"\n:::", ":::image a=\"b\"\nc=\"d\"\n:::", ":::row:::", "::::", "::: x :::"]
    {
        let block = format!(":::audience x\n{inner}\nz\n:::");
        assert_eq!(hidden(&format!("{block}\nopen")), [block.as_str()], "{inner}");
    }
    for inner in [
        ":::moniker-end",
        ":::zone a",
        ":::video a\n:::",
        ":::code a\nb\n:::",
        "`:::image a`",
        ":::Image a\n:::",
        ":::image-end",
        ":::code-end:::",
    ] {
        let block = format!(":::audience x\n{inner}\nz\n:::");
        assert_eq!(hidden(&format!("{block}\nopen")), [block.as_str()], "{inner}");
    }
    for inner in ["`:::image a`", ":::image a\n", ":::images a:::"] {
        let block = format!(":::audience x\n{inner}\n:::");
        assert_eq!(hidden(&format!("{block}\nopen")), [block.as_str()], "{inner}");
    }
    let block = ":::audience x\n:::audience y\na\n:::audience-end\nb\n:::";
    assert_eq!(hidden(&format!("{block}\nopen")), [block]);
    let block = ":::audience x\n:::note\ny\n:::audience-end";
    assert_eq!(hidden(&format!("{block}\nopen")), [block]);
    assert_eq!(hidden(":::image a=\"b\"\n\n:::audience x\nc\n:::\nd"), [":::audience x\nc\n:::"]);
}

#[test]
fn a_block_that_ends_first_does_not_shorten_the_one_around() {
    let reading = RawReading::of(":::audience x\n:::audience y\na\n:::\nb\n:::\nc");
    let all = reading.hidden(&|_| false);
    assert_eq!(all, [reading.blocks[0].range.clone()]);
}

/// Letters of other scripts by the Latin letter that each looks like.
const ALIKE: [(&str, char); 7] =
    [("аАαΑ", 'a'), ("еЕΕ", 'e'), ("іІιΙ", 'i'), ("сС", 'c'), ("ԁ", 'd'), ("ոп", 'n'), ("սυ", 'u')];

/// Slips of `audience` by two letters, each with one letter of another script; read as it stands it would be too far off.
fn slips() -> impl Iterator<Item = String> {
    let words = |(letters, latin): (&'static str, char)| {
        let word = if latin == 'i' { "audice" } else { "audnce" };
        letters.chars().map(move |letter| word.replacen(latin, &letter.to_string(), 1))
    };
    ALIKE.into_iter().flat_map(words)
}

#[test]
fn letters_that_look_alike_open_a_block() {
    for word in slips() {
        assert_eq!(RawReading::of(&format!(":::{word} x")).blocks.len(), 1, "{word}");
    }
    for colon in "：﹕︓ː˸∶꞉։׃".chars() {
        let line = format!("{colon}{colon}{colon}audience x");
        assert_eq!(RawReading::of(&line).blocks.len(), 1, "{line}");
    }
    for line in [
        ":::\u{430}ud\u{456}\u{435}nce x",
        ":::\u{410}UD\u{406}\u{415}NCE x",
        ":::\u{3b1}\u{3c5}d\u{3b9}ence x",
        ":::\u{391}UD\u{399}\u{395}NCE x",
        ":::\u{430}ud\u{456}en\u{441}e x",
        ":::\u{430}u\u{501}ien\u{421}e x",
        ":::a\u{57d}\u{501}ie\u{578}ce x",
        ":::a\u{3c5}\u{501}ie\u{43f}ce x",
        ":::ａｕｄｉｅｎｃｅ x",
        "［!audience x]",
        "[！audience x]",
        ":::a\u{ad}u\u{200b}d\u{ad}ience x",
        "\u{feff}:::audience x",
    ] {
        assert_eq!(RawReading::of(line).blocks.len(), 1, "{line}");
    }
}

#[test]
fn what_looks_like_a_first_line_opens_a_block() {
    for line in [
        "`:::audience x",
        "1. ::audience x",
        "- [x] ::audience x",
        "<br>::audience x",
        ":::audiencefor x",
        ":::audnce x",
        ":::auddiennce x",
        ":::((((((((audience x",
        ":::audiences x",
        ":::audince x",
        ":::{audience x}",
        "::: {.audience x}",
        "- :::audience x",
        "1. :::audience x",
        "text :::audience x",
        "\u{200b}:::audience x",
        "::audience x",
        ":audience x",
        "::::audience x",
        "：：：audience x",
        ":::\u{430}udience x",
        "[!audience x]",
        "<br>:::audience x",
        ": : : audience x",
    ] {
        assert_eq!(hidden(&format!("a\n{line}\nb\n:::\nc")), [format!("{line}\nb\n:::")], "{line}");
        assert_eq!(RawReading::of(line).blocks[0].names, ["x"], "{line}");
    }
    for line in [
        "`:::audience x`",
        "`> :::audience x`",
        ": audience x",
        ":::(((((((((audience x",
        ":::audience-end",
        "a ::audience x",
        "<br>a:audience x",
        "Write `:::audience x` first",
        "The audience: x",
        "audience: x",
        ":::zone pivot=\"audience\"",
    ] {
        assert_eq!(hidden(&format!("a\n{line}\nb")), Vec::<&str>::new(), "{line}");
    }
}

#[test]
fn lines_that_may_name_an_audience_are_kept() {
    for (line, words) in [
        (":::internal", &["internal"][..]),
        ("> ::: Internal only", &["internal"]),
        ("> [!div class=\"audience internal\"]", &["class", "audience", "internal"]),
        ("<!-- audience: internal -->", &["audience", "internal"]),
        ("::: zone pivot=\"internal\"", &["zone", "pivot", "internal"]),
        ("`<!--` and `` <!-- `` <!-- audience x -->", &["audience", "x"]),
        ("`a` <!-- audience x --> `b`", &["audience", "x"]),
        ("a` <!-- audience x -->", &["audience", "x"]),
    ] {
        let hints = RawReading::of(&format!("a\n{line}\n")).hints;
        assert_eq!(hints, [Hint { words: words.iter().map(|w| (*w).to_owned()).collect(), range: 2..2 + line.len() }]);
    }
    for line in [
        ":::",
        ":::image source=\"internal.png\":::",
        "<!-- internal -->",
        "> [!div class=\"internal\"]",
        "a",
        "use `<!--` here, `:::audience internal` there <!-- x -->",
        "write `<!-- audience: internal -->`",
    ] {
        assert_eq!(RawReading::of(line).hints, [], "{line}");
    }
}

#[test]
fn front_matter_names_audiences_in_any_dress() {
    for (front, names) in [
        ("ft.audience: x", &["x"][..]),
        ("title: y\nft.audience: [X, \"y\"]\ndate: z", &["x", "y"]),
        ("ft.audience:\n- x\n- y # z\nother: z", &["x", "y"]),
        ("ft.audience:\n  - x\n  - y\nother: z", &["x", "y"]),
        ("ft.audience: [x,\n  y]\nother: z", &["x", "y"]),
        ("ft.audience:\n- a:b\n- y\nother: z", &["a:b", "y"]),
        ("\"ft.audience\": x; y", &["x", "y"]),
        ("ft.audiance: x", &["x"]),
        ("ft.audince: x", &["x"]),
        ("tf.audienc: x", &["x"]),
        ("ft.audience: >\n  x", &["x"]),
        ("ft.audience: |\n  x\n  y", &["x", "y"]),
        ("ft.audience: |-\n  x", &["x"]),
        ("ft.audience: >-\n  x", &["x"]),
        ("FT_Audience: x", &["x"]),
        ("audience: x", &["x"]),
        ("ft.audience: x\nft.audience: y", &["x", "y"]),
        ("title: y\nft.audience: x\naudience: y", &["x", "y"]),
    ] {
        for (start, end) in [
            ("---\n", "\n---\n"),
            ("\u{feff}---\r\n", "\n---"),
            ("\n \n---\n", "\n...\n"),
            ("<!-- y -->\n---\n", "\n---\n"),
            ("\u{200b}---\n", "\n---\n"),
        ] {
            let found = RawReading::of(&format!("{start}{front}{end}")).front;
            let found: Vec<String> = found.into_iter().flat_map(|(_, names)| names).collect();
            assert_eq!(found, names, "{front}");
        }
    }
    let open = RawReading::of("---\nft.audience: x\n\nft.audience: y\n").front;
    assert_eq!(open, [("ft.audience".to_owned(), vec!["x".to_owned()])], "no line ends it");
    let ended = RawReading::of("---\nft.audience: x\n...\n\nft.audience: y\n---\n").front;
    assert_eq!(ended, [("ft.audience".to_owned(), vec!["x".to_owned()])], "dots end it too");
    for text in ["", "---", "ft.audience: x\n---", "---\nms.audience: x\nauthor: y\n---\n"] {
        assert_eq!(RawReading::of(text).front, [], "{text}");
    }
}

#[test]
fn front_matter_that_the_parser_does_not_read_still_names_audiences() {
    for text in [
        "---\nft.audience= x\n---\n",
        "---\nft.audience x\n---\n",
        "---\nft: {audience: x}\n---\n",
        "<!-- y -->\n---\nft.audience: x\n---\n",
        "\u{200b}---\nft.audience: x\n---\n",
        "# required metadata\n---\nft.audience: x\n---\n",
    ] {
        let names: Vec<String> = RawReading::of(text).front.into_iter().flat_map(|(_, names)| names).collect();
        assert_eq!(names, ["x"], "{text}");
    }
}

#[test]
fn letters_of_other_alphabets_are_seen_through() {
    for word in ["AUDİENCE", "audıence", "\u{430}udience"] {
        assert_eq!(RawReading::of(&format!("a\n:::{word} x\nb\n:::\n")).blocks.len(), 1, "{word}");
    }
}
