//! Texts and what is read from them.

use std::fmt::Write;

use super::*;

/// The tree as one line: values with their kind where it is no text.
fn shown(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(text) => format!("#{text}"),
        Value::String(text) => format!("{text:?}"),
        Value::List(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
        Value::Map(entries) => {
            let shown = entries.iter().map(|(k, n)| format!("{}: {}", k.text, shown(n)));
            format!("{{{}}}", shown.collect::<Vec<_>>().join(", "))
        }
    }
}

/// The tree and below it each finding with the text it points at.
fn report(text: &str, offset: usize, read: Checked<Option<Node>>) -> String {
    let mut out = read.value.as_ref().map_or_else(|| "nothing".to_owned(), shown);
    for finding in read.diagnostics {
        let span = finding.primary.expect("every finding has a place").span;
        let at = &text[span.start as usize - offset..span.end as usize - offset];
        write!(out, "\n{}: {} <{at}>", finding.code, finding.message).expect("a String takes everything");
    }
    out
}

fn strict(text: &str) -> String {
    report(text, 0, parse(FileId(0), text, 0))
}

fn lenient(text: &str) -> String {
    report(text, 100, parse_lenient(FileId(0), text, 100))
}

#[test]
fn scalars_stay_as_written() {
    let text = "date: 5/02/2019\nzeros: 0123\nword: yes\nunderscore: 1_000\nnumber: 1.10\nflag: true\nempty:\nquoted: \"12\"\nlast: 2020-03-01";
    let expected = r##"{date: "5/02/2019", zeros: "0123", word: "yes", underscore: "1_000", number: #1.10, flag: true, empty: null, quoted: "12", last: "2020-03-01"}"##;
    assert_eq!(strict(text), expected);
}

#[test]
fn every_value_and_key_knows_its_bytes() {
    let text = "\u{feff}# 任务\r\nname: Größe  # note\r\nlist:\r\n  - 'a b'\r\n  - {x: [1, 2], y: }\r\nblock: |\r\n  one\r\n\r\nend: \r\n";
    let root = parse(FileId(0), text, 0).value.expect("a map");
    let mut found = Vec::new();
    collect(&root, text, &mut found);
    let expected = [
        "name",
        "Größe",
        "list",
        "- 'a b'\r\n  - {x: [1, 2], y: }",
        "'a b'",
        "{x: [1, 2], y: }",
        "x",
        "[1, 2]",
        "1",
        "2",
        "y",
        "",
        "block",
        "one",
        "end",
        "",
    ];
    assert_eq!(found, expected);
}

fn collect<'t>(node: &Node, text: &'t str, out: &mut Vec<&'t str>) {
    let mut child = |span: Span| out.push(&text[span.range()]);
    match &node.value {
        Value::List(items) => {
            for item in items {
                out.push(&text[item.span.range()]);
                collect(item, text, out);
            }
        }
        Value::Map(entries) => {
            for (key, value) in entries {
                out.extend([&text[key.span.range()], &text[value.span.range()]]);
                collect(value, text, out);
            }
        }
        _ if node.span.end as usize > text.len() => child(node.span),
        _ => {}
    }
}

#[test]
fn what_is_wrong_is_said_at_its_place() {
    let cases = [
        ("", "nothing"),
        ("# only words\n", "nothing"),
        ("a: 1\na: 2", "{a: #1, a: #2}\ninvalid-config: the key `a` stands twice <a>"),
        ("a: 1\n---\nb: 2", "{a: #1}\ninvalid-config: a second document in the same file <--->"),
        ("? [a, b]\n: c", "{[a, b]: \"c\"}\ninvalid-config: a key must be one word or text <[a, b]>"),
        ("a: &x [*x]", "{a: [null]}\ninvalid-config: an alias inside of what it stands for <*x>"),
        ("a: &x [1]\nb: *x", "{a: [#1], b: [#1]}"),
    ];
    for (text, expected) in cases {
        assert_eq!(strict(text), expected, "{text}");
    }
}

#[test]
fn what_stands_before_an_error_is_kept() {
    let found = strict("a: 1\nb: [2, 3\nc: x: y");
    assert!(found.starts_with("{a: #1, b: [#2"), "{found}");
    assert!(found.contains("\ninvalid-config: not valid YAML: "), "{found}");
}

#[test]
fn bombs_and_towers_end_in_a_finding() {
    let bomb: String = (1..30).fold("a0: &a0 [x, x]\n".to_owned(), |text, i| {
        let before = format!("*a{}", i - 1);
        format!("{text}a{i}: &a{i} [{}]\n", [before.as_str(); 9].join(", "))
    });
    let chain: String =
        (1..600).fold("a0: &a0 [x]\n".to_owned(), |text, i| format!("{text}a{i}: &a{i} [*a{}]\n", i - 1));
    for text in [bomb, chain, "{a: ".repeat(100_000), "[".repeat(100_000), "- ".repeat(100_000)] {
        let read = parse(FileId(0), &text, 0);
        assert_eq!(read.diagnostics.len(), 1, "{}…", &text[..20]);
    }
}

#[test]
fn of_a_key_that_stands_twice_the_last_counts() {
    let root = parse(FileId(0), "a: 1\nb: 2\na: 3", 0).value.expect("a map");
    assert_eq!(root.get("a").and_then(Node::text), Some("3"));
    assert_eq!(root.to_json(), serde_json::json!({"b": 2, "a": 3}));
}

#[test]
fn front_matter_is_read_as_people_write_it() {
    let cases = [
        (
            "# required metadata  \r\ntitle: Playbook  \r\nms.date: 5/02/2019  \r\nft.audience: [internal, partner]\r\n",
            r#"{title: "Playbook", ms.date: "5/02/2019", ft.audience: ["internal", "partner"]}"#,
        ),
        (
            "title: A\ndescription: Appendix A: Roles # x\nauthor: B",
            "{title: \"A\", description: \"Appendix A: Roles\", author: \"B\"}\n\
             front-matter-invalid: the value of `description` is not valid YAML <Appendix A: Roles>",
        ),
        (
            "title: A\nms.date 5/02/2019\nauthor: B",
            "{title: \"A\", author: \"B\"}\nfront-matter-invalid: a line that is no `key: value` <ms.date 5/02/2019>",
        ),
        ("a: 1\na: 2", "{a: #1, a: #2}\nfront-matter-duplicate-key: the key `a` stands twice <a>"),
        (
            "a: x: y\nb: 1\nb: 2",
            "{a: \"x: y\", b: #1, b: #2}\nfront-matter-invalid: the value of `a` is not valid YAML <x: y>\n\
             front-matter-duplicate-key: the key `b` stands twice <b>",
        ),
        (
            "title:A\nauthor: B",
            "{title: \"A\", author: \"B\"}\nfront-matter-invalid: no colon with a blank after the key <:>",
        ),
        ("title:A", "{title: \"A\"}\nfront-matter-invalid: no colon with a blank after the key <:>"),
        (
            "audience:\n\t- internal\n\t- partner\nb: 1",
            "{audience: [\"internal\", \"partner\"], b: #1}\nfront-matter-invalid: not valid YAML",
        ),
        (
            "title: @home\nb: 'it's'",
            "{title: \"@home\", b: \"'it's'\"}\nfront-matter-invalid: the value of `title` is not valid YAML <@home>\n\
             front-matter-invalid: the value of `b` is not valid YAML <'it's'>",
        ),
        (
            "title: 标题\n作者：李",
            "{title: \"标题\", 作者: \"李\"}\nfront-matter-invalid: no colon with a blank after the key <：>",
        ),
        ("just words", "nothing\nfront-matter-invalid: a line that is no `key: value` <just words>"),
        ("see https://example.com: now\na: 1", "{see https://example.com: \"now\", a: #1}"),
        ("", "nothing"),
    ];
    for (text, expected) in cases {
        let found = lenient(text);
        let found = if expected.ends_with("not valid YAML") {
            found.split(" YAML: ").next().expect("one part").to_owned() + " YAML"
        } else {
            found
        };
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn quotes_mend_a_value_that_is_no_yaml() {
    let text = "d: say \"x\": y";
    let read = parse_lenient(FileId(0), text, 0);
    let fix = read.diagnostics[0].fix.clone().expect("a fix");
    let edit = &fix.edits[0];
    let mended = format!("{}{}", &text[..edit.span.start as usize], edit.replacement);
    assert_eq!(strict(&mended), r#"{d: "say \"x\": y"}"#);
}

#[test]
fn the_tree_says_what_serde_says() {
    let texts = [
        "a: 1\nb: [x, 'y', {z: null}]\nc: |\n  one\n  two\nd: >-\n  folded\n  text\n",
        "- 0123\n- yes\n- 1_000\n- 5/02/2019\n- true\n- -1.5e3\n- \"\\u4efb\\t\"\n",
        "\u{feff}a: &x {b: [1, 2]}\r\nc: *x\r\n",
        "\"quoted key\": 'it''s'\nplain: a # comment\nmulti: one\n  two\n",
    ];
    for text in texts {
        let tree = parse(FileId(0), text, 0);
        assert_eq!(tree.diagnostics, [], "{text}");
        let ours = tree.value.expect("a value").to_json();
        assert_eq!(Ok(ours), typed::<serde_json::Value>(FileId(0), text), "{text}");
    }
}

#[test]
fn a_type_that_does_not_fit_is_said_at_its_place() {
    let text = "a: 1\nb: Größe\n";
    let finding = typed::<std::collections::BTreeMap<String, u32>>(FileId(0), text).expect_err("a word is no number");
    let span = finding.primary.expect("every finding has a place").span;
    assert_eq!(&text[span.start as usize..], "Größe\n", "{}", finding.message);
}

/// Every span of a tree lies on letters of the text.
fn assert_places(node: &Node, text: &str) {
    assert!(text.get(node.span.range()).is_some(), "{node:?}");
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| assert_places(item, text)),
        Value::Map(entries) => {
            for (key, value) in entries {
                assert!(text.get(key.span.range()).is_some(), "{key:?}");
                assert_places(value, text);
            }
        }
        _ => {}
    }
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "([a-c]|[:#'\"&*!|>%@`~<,?-]|\\[|\\]|\\{|\\}| |  |\t|\n|\r|\r\n|\n- |: |---\n|任|\u{feff}|\u{200b}|：){0,40}") {
        for read in [parse(FileId(0), &text, 0), parse_lenient(FileId(0), &text, 0)] {
            read.value.iter().for_each(|root| assert_places(root, &text));
            let labels = read.diagnostics.iter().flat_map(|finding| finding.primary.iter().chain(&finding.related));
            labels.for_each(|label| assert!(text.get(label.span.range()).is_some(), "{label:?}"));
        }
    }

    #[test]
    fn a_lenient_reader_accounts_for_every_line(lines in proptest::collection::vec("(key[a-c]|k: k|a:b|- x|  deep: y|words only|title: A: B|@x: y|\t- t|# no)", 1..8)) {
        let text = lines.join("\n");
        let read = parse_lenient(FileId(0), &text, 0);
        let mut places: Vec<Span> = read.diagnostics.iter().filter_map(|finding| finding.primary.as_ref()).map(|label| label.span).collect();
        if let Some(root) = &read.value {
            scalars(root, &mut places);
        }
        let whole = read.diagnostics.iter().any(|finding| finding.message.starts_with("not valid YAML"));
        let mut start = 0;
        for line in &lines {
            let end = start + line.len();
            let seen = |place: &Span| (place.start as usize) <= end && (place.end as usize) > start;
            assert!(whole || line.starts_with('#') || places.iter().any(seen), "{line:?} of {text:?}");
            start = end + 1;
        }
    }
}

/// The places of all keys and scalars.
fn scalars(node: &Node, out: &mut Vec<Span>) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| scalars(item, out)),
        Value::Map(entries) => {
            for (key, value) in entries {
                out.push(key.span);
                scalars(value, out);
            }
        }
        _ => out.push(node.span),
    }
}
