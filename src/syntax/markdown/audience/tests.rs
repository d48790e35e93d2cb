//! Which lines open and close blocks, and which look as if they did.

use super::Doubt;
use crate::syntax::markdown::parse;
use crate::text::{FileId, Source, VirtualPath};

/// Names, text and whether it is closed, of each block.
fn shown(text: &str) -> Vec<(String, String, bool)> {
    let source = Source::new(FileId(0), VirtualPath::root(), text);
    let block = |block: &super::AudienceBlock| {
        let names: Vec<&str> = block.names.iter().map(|name| name.value.as_str()).collect();
        (names.join("+"), source.slice(block.span).to_owned(), block.closed)
    };
    parse(&source).audiences.iter().map(block).collect()
}

/// The only block of a text; the part in braces must be it.
fn is_block(text: &str) {
    let (start, end) = (text.find('{').expect("a brace"), text.find('}').expect("a brace") - 1);
    let plain = text.replace(['{', '}'], "");
    let found: Vec<(String, bool)> = shown(&plain).into_iter().map(|(_, text, closed)| (text, closed)).collect();
    assert_eq!(found, [(plain[start..end].to_owned(), true)], "{text}");
}

fn doubts(text: &str) -> Vec<(String, Doubt)> {
    let source = Source::new(FileId(0), VirtualPath::root(), text);
    parse(&source).doubtful.iter().map(|line| (source.slice(line.span).to_owned(), line.doubt)).collect()
}

#[test]
fn a_block_ends_at_its_own_colons() {
    let inner = ":::audience b, C\ny\n:::";
    let outer = format!(":::audience a:::\nx\n\n{inner}\n\nz\n::: ");
    let found = shown(&format!("one\n{outer}\ntwo\n"));
    let expected = [("a", outer.trim_end(), true), ("b+c", inner, true)];
    assert_eq!(found, expected.map(|(names, text, closed)| (names.to_owned(), text.to_owned(), closed)));
}

#[test]
fn names_are_parted_by_commas_semicolons_and_blanks() {
    for names in ["a b", "a, b", "a;b", "\ta\t,\tb", "A,B:::", "a ,b :::"] {
        let found = shown(&format!("> ::: Audience {names}\n> x\n> :::\n"));
        assert_eq!(found.len(), 1, "{names}");
        assert_eq!(found[0].0, "a+b", "{names}");
    }
    assert_eq!(shown(":::audience\nx\n:::")[0].0, "", "one for nobody");
}

#[test]
fn what_is_never_closed_goes_to_the_end() {
    assert_eq!(shown(":::audience a\nx\n"), [("a".to_owned(), ":::audience a\nx\n".to_owned(), false)]);
    let nested = ":::audience a\n:::audience b\nx\n:::\ny\n";
    let closed: Vec<bool> = shown(nested).into_iter().map(|(.., closed)| closed).collect();
    assert_eq!(closed, [false, true]);
}

#[test]
fn colons_in_code_and_comments_are_text() {
    assert_eq!(shown("```\n:::audience a\n:::\n```\n\n`:::audience a`\n\n<!--\n:::audience a\n:::\n-->\n"), []);
}

#[test]
fn directives_within_a_block_do_not_end_it() {
    is_block(
        "{:::audience a\n:::row:::\n:::column:::\nx\n:::column-end:::\n:::row-end:::\n:::image source=\"a.png\":::\n:::}",
    );
    is_block("{:::audience a\n:::note\nx\n:::\ny\n:::}\n");
    is_block("{:::audience a\n::: note Title\n:::tip\nx\n:::\n:::\ny\n:::}\nz");
    is_block("{:::audience a\n:::note x :::\ny\n:::}\nz");
    is_block("{:::audience a\n:::image source=\"a\"\n  alt-text=\"b\"\n:::\ny\n:::}\nz");
    is_block("{:::audience a\n:::image source=\"a\"\n  alt-text=\"b\":::\ny\n:::}\nz");
    is_block("{:::audience a\n:::note\nx\n:::audience-end}\nz");
    is_block("{:::audience a\n:::moniker-end\n:::zone-end\n:::image-end:::\nx\n::: audience-end :::}\nz");
}

#[test]
fn each_directive_ends_as_docfx_ends_it() {
    let within = |inner: &str| is_block(&format!("{{:::audience a\n{inner}\ny\n:::}}\nz\n"));
    for name in ["image", "code", "video", "IMAGE"] {
        within(&format!(":::{name} source=\"a\":::"));
        within(&format!(":::{name} source=\"a\"\n:::"));
        within(&format!(":::{name} source=\"a\"\nb=\"c\"\n:::"));
        within(&format!("x :::{name} source=\"a\":::"));
        within(&format!(":::{name}-end"));
        within(&format!(":::{name}-end:::"));
        // One whose end does not come takes no line behind an empty one, a fence or a directive.
        within(&format!(":::{name} source=\"a\"\n\nx"));
        within(&format!(":::{name} source=\"a\"\n```\nx\n```"));
        within(&format!(":::{name} source=\"a\"\n:::row:::"));
        is_block(&format!("{{:::audience a\n:::{name} source=\"a\"\n\n:::}}\nz\n"));
        is_block(&format!("{{:::audience a\n:::{name} source=\"a\"\n```\nx\n```\n:::}}\nz\n"));
        is_block(&format!("{{:::audience a\n`:::{name} source=\"a\"`\n:::}}\nz\n"));
        is_block(&format!("{{:::audience a\n:::{name} source=\"a\"::: x\n:::}}\nz\n"));
        is_block(&format!("{{:::audience a\n:::{name} source=\"a\":::\n:::}}\nz\n"));
    }
    for name in ["row", "column", "moniker", "zone", "Zone"] {
        for line in
            [format!(":::{name}"), format!("::: {name} x=\"a\""), format!(":::{name}:::"), format!(":::{name}-end")]
        {
            within(&line);
            is_block(&format!("{{:::audience a\n{line}\n:::}}\nz\n"));
        }
    }
}

#[test]
fn a_block_holds_what_lies_between_its_ends() {
    let source = Source::new(FileId(0), VirtualPath::root(), "a\n:::audience b\n:::\n");
    let block = parse(&source).audiences.remove(0);
    let holds: Vec<bool> = [1, 2, 3, 18, 19, 20].into_iter().map(|offset| block.holds(offset)).collect();
    assert_eq!(holds, [false, true, true, true, false, false]);
}

#[test]
fn a_byte_order_mark_hides_no_block() {
    assert_eq!(shown("\u{feff}:::audience a\nx\n:::\n").len(), 1);
    assert_eq!(shown("x\n\n\u{feff}:::audience a\nx\n\u{feff}:::\ny").iter().filter(|(.., closed)| *closed).count(), 1);
}

#[test]
fn no_directive_takes_the_line_of_a_block() {
    for before in [
        "::: moniker range=\">=1\"",
        "::: moniker-end",
        "::: zone pivot=\"a\"",
        ":::row:::\n:::column:::",
        ":::row",
        ":::image source=\"a.png\" alt-text=\"b\"",
        "x :::image source=\"a.png\"",
        ":::code language=\"a\"\nsource=\"b\"",
        ":::video source=\"c\"",
        "- Run:\n\n  ```\n  code\n",
        "1. ```ps\n   x\n   ```\n",
        "> [!NOTE]\n> x",
        "# [A](#tab/a)\n",
        "    ```",
        "x `y",
    ] {
        is_block(&format!("{before}\n{{:::audience a\nx\n:::}}\n\nz\n"));
    }
}

#[test]
fn what_looks_like_an_audience_line_is_doubtful() {
    for line in [
        ":::audiences internal",
        ":::audince internal",
        ":::adience internal",
        ":::audiecne internal",
        ":::{audience internal}",
        "::: {.audience internal}",
        "- :::audience internal",
        "* ::: audience internal",
        "1. :::audience internal",
        "- [x] :::audience internal",
        "<br>:::audience internal",
        "**:::audience internal**",
        "text :::audience internal",
        "\u{200b}:::audience internal",
        ":\u{200b}::audience internal",
        ":::aud\u{ad}ience internal",
        "::audience internal",
        ":audience internal",
        "::::audience internal",
        ":::::: audience internal",
        "：：：audience internal",
        ":::\u{430}udience internal",
        ":::audience=internal",
        ":::audience: internal",
        ":::audience(internal)",
        ": : : audience internal",
        "::: \t::: audience internal",
        "[!audience internal]",
        "> [!AUDIENCE] internal",
        "| :::audience internal |",
        "<!-- :::audience internal -->x",
        "`:::audience internal",
        "1. ::audience internal",
        "> ::audience internal",
        "- [x] ::audience internal",
        "<br>::audience internal",
        ":::audienceinternal",
        ":::audnce internal",
        ":::auddiennce internal",
        ":::((((((((audience internal",
        ":::audience-end internal",
    ] {
        let found: Vec<Doubt> = doubts(line).into_iter().map(|(_, doubt)| doubt).collect();
        assert_eq!(found, [Doubt::Opening], "{line}");
        assert_eq!(shown(line), [], "{line}");
    }
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
fn letters_that_look_alike_are_doubtful() {
    for word in slips() {
        assert_eq!(doubts(&format!(":::{word} internal")).len(), 1, "{word}");
    }
    for colon in "：﹕︓ː˸∶꞉։׃".chars() {
        let line = format!("{colon}{colon}{colon}audience internal");
        assert_eq!(doubts(&line), [(line.clone(), Doubt::Opening)], "{line}");
    }
    // Three letters are replaced, so that the word is no slip of two.
    for line in [
        ":::\u{430}ud\u{456}\u{435}nce internal",
        ":::\u{410}UD\u{406}\u{415}NCE internal",
        ":::\u{3b1}ud\u{3b9}ence\u{a0}x \u{3b1}",
        ":::\u{391}UDI\u{395}NCE internal",
        ":::aud\u{399}\u{435}n\u{441}e internal",
        ":::\u{430}u\u{501}ien\u{421}e internal",
        ":::a\u{57d}\u{501}ie\u{578}ce internal",
        ":::a\u{3c5}\u{501}ie\u{43f}ce internal",
        ":::ａｕｄｉｅｎｃｅ internal",
        "：：：ＡＵＤＩＥＮＣＥ internal",
    ] {
        assert_eq!(doubts(line).len(), 1, "{line}");
    }
}

#[test]
fn prose_about_audiences_is_not_doubtful() {
    for line in [
        "Write `:::audience internal` before it.",
        "`:::audience internal`",
        "`` :::audience internal `` and `x`",
        "b` and `:::audience internal` here",
        "The audience: internal people.",
        "Note: audience matters",
        "audience: internal",
        "std::audience is a name",
        "[audience](x.md): y",
        "ft.audience: internal",
        "https://example.com/:audience",
        ":::image source=\"audience.png\":::",
        ":::zone pivot=\"audience\"",
        ":::evidence\n:::",
        "Time: 12:30",
        "[!NOTE] audience",
        ": audience internal",
        "`> :::audience internal`",
        ":::(((((((((audience internal",
        ":::audce internal\n:::",
        ":::audddienncee internal\n:::",
    ] {
        assert_eq!(doubts(line), [], "{line}");
    }
}

#[test]
fn an_end_without_a_block_is_doubtful() {
    for line in [":::", "> :::", "  ::: ", ":::audience-end", "::::", ":::\n:::audience a\n:::"] {
        assert_eq!(doubts(line).iter().map(|(_, doubt)| *doubt).collect::<Vec<_>>(), [Doubt::Closing], "{line}");
    }
    assert_eq!(doubts(":::note\nx\n:::\n\n:::image source=\"a\"\n:::\n"), []);
}
