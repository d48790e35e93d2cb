use super::*;

const PAGE: &str = "---\r\ntitle: \"A page\" # shown\r\nms.date: 5/02/2019\r\nft.audience: [internal, partner]\r\nowners:\r\n- danar\r\n- robin\r\nmap:\r\n  inner: 'x'\r\nempty:\r\n---\r\n# A page\r\n";

#[track_caller]
fn replaced(column: &str, cell: &str, before: &str, after: &str) {
    assert_eq!(PAGE.matches(before).count(), 1, "{before}");
    assert_eq!(set(PAGE, column, cell).as_deref(), Ok(&*PAGE.replace(before, after)));
}

#[test]
fn keys_are_columns_and_lists_one_cell() {
    let expected = [
        ("title", "A page"),
        ("ms.date", "5/02/2019"),
        ("ft.audience", "[internal; partner]"),
        ("owners", "[danar; robin]"),
        ("map.inner", "x"),
    ];
    let found = cells(PAGE);
    let found: Vec<(&str, &str)> = found.iter().map(|(column, cell)| (&**column, &**cell)).collect();
    assert_eq!(found, expected);
}

#[test]
fn only_the_value_changes() {
    replaced("title", "Another \"page\"", "\"A page\" #", "\"Another \\\"page\\\"\" #");
    replaced("ms.date", "6/02/2019", "5/02", "6/02");
    replaced("ms.date", "a: b", "5/02/2019", "\"a: b\"");
    replaced("ft.audience", "[internal]", "[internal, partner]", "[internal]");
    replaced("owners", "[danar; \"a; b\"; kim]", "- robin", "- a; b\r\n- kim");
    replaced("map.inner", "it's", "'x'", "'it''s'");
    replaced("empty", "full", "empty:", "empty: full");
}

#[test]
fn keys_come_and_go_whole() {
    replaced("ms.date", "", "ms.date: 5/02/2019\r\n", "");
    replaced("owners", "", "owners:\r\n- danar\r\n- robin\r\n", "");
    replaced("ft.owner", "danar", "empty:\r\n", "empty:\r\nft.owner: danar\r\n");
    replaced("map.more", "[1; 2]", "inner: 'x'\r\n", "inner: 'x'\r\n  more: [1, 2]\r\n");
    assert_eq!(set("\u{feff}# A\n", "title", "A").as_deref(), Ok("\u{feff}---\ntitle: A\n---\n# A\n"));
}

#[test]
fn what_cannot_be_written_is_refused() {
    assert!(set("---\na: {b: 1, c: 2}\n---\n", "a.b", "").is_err());
    assert!(set("---\na: [{b: 1}]\n---\n", "a", "[x]").is_err());
    assert!(set("---\na: b: c\n---\n", "a", "x").is_err());
    assert!(set("---\na: 1\n", "a", "x").is_err());
    assert!(set("---\na: 1\na: 2\n---\n", "a", "").is_err());
}

proptest::proptest! {
    #[test]
    fn any_text_comes_back_as_it_went_in(value in r#"[ a-z:;#'"\[\]{}\\,0-9&*!|>%@`-]{1,12}"#) {
        for page in ["---\na: x\nb: y\n---\n", "---\na: \"x\"\nb: y\n---\n", "---\na: 'x'\nb: y\n---\n", "# A\n"] {
            let wanted = quoted(&value);
            let written = set(page, "a", &wanted);
            proptest::prop_assert!(written.is_ok(), "{value:?} {written:?}");
            let again = cells(&written.unwrap_or_default());
            let said = again.iter().find(|(column, _)| column == "a").map(|(_, cell)| Said::of(cell));
            proptest::prop_assert_eq!(said, Some(Said::Text(value.clone())));
        }
    }
}
