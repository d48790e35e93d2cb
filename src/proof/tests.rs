//! What is found, and what is not.

use super::*;

/// What of `theirs` that `ours` lacks is found in a finished text.
fn found(theirs: &str, ours: &str, finished: &str, form: Form) -> Vec<String> {
    let proof = Proof::new(&[(theirs, Form::Prose)], &[(ours, Form::Prose)]);
    let mut hits: Vec<String> = proof.search(finished, form).into_iter().map(|hit| hit.text).collect();
    hits.sort();
    hits
}

fn in_html(theirs: &str, ours: &str, finished: &str) -> Vec<String> {
    found(theirs, ours, finished, Form::Markup)
}

#[test]
fn a_word_that_only_others_have_is_found_wherever_it_stands() {
    for html in [
        "<p>the marginale</p>",
        "<p>the <b>Margin</b>ale</p>".replace("<b>Margin</b>ale", "<b>MARGINALE</b>").as_str(),
        "<a href=\"../x/marginale.html\">x</a>",
        "<a href=\"../x/m%61rginale.html\">x</a>",
        "<img alt='a marginale'>",
        "<!-- marginale -->",
        "<h2 id=\"marginale\">x</h2>",
        "<script>const x = \"marginale\";</script>",
        "<meta name=\"description\" content=\"marginale\">",
    ] {
        assert_eq!(in_html("marginale", "", html).len(), 1, "{html}");
    }
    assert_eq!(found("Größe", "", r#"{"a":"Gr\u00f6\u00dfe"}"#, Form::Data).len(), 1);
}

#[test]
fn what_is_pardoned_is_found_no_more_and_words_can_be_harmless() {
    let mut proof = Proof::new(&[("Marginal remarks upon the page", Form::Prose)], &[]);
    let words =
        |proof: &Proof, harmless: &dyn Fn(&str) -> bool| proof.search_but("marginal", Form::Data, harmless).len();
    assert_eq!(words(&proof, &|_| false), 1);
    assert_eq!(words(&proof, &|word| "marginalia".contains(word)), 0);
    assert_eq!(proof.search_but("marginal remarks upon the", Form::Data, &|_| true).len(), 1, "a row still counts");
    proof.pardon(&[("The marginal remarks upon the page", Form::Data)]);
    assert_eq!(proof.search("Marginal remarks upon the page", Form::Prose), []);
}

#[test]
fn what_one_has_oneself_is_nobodys_secret() {
    assert_eq!(in_html("The margin is 12.", "A margin.", "<p>margin</p>"), Vec::<String>::new());
    assert_eq!(in_html("margin", "", "<p class=\"margin\" style=\"margin:0\">x</p>"), Vec::<String>::new());
}

#[test]
fn a_phrase_of_common_words_is_found_across_markup() {
    let (theirs, ours) = ("We give half of it back.", "give it back; half of us");
    assert_eq!(in_html(theirs, ours, "<p>so we <em>give</em> half\nof it</p>"), ["we <em>give</em> half of"]);
    assert_eq!(in_html(theirs, ours, "<p>we give</p><p>half of it</p>"), Vec::<String>::new());
}

#[test]
fn a_short_title_counts_where_it_stands_alone() {
    let (theirs, ours) = ("# Price list\n\nText.", "The list has a price.");
    assert_eq!(in_html(theirs, ours, "<h1>Price list</h1>"), ["Price list"]);
    assert_eq!(in_html(theirs, ours, "<a href=\"x/price-list.html\">x</a>"), ["price-list"]);
    assert_eq!(in_html(theirs, ours, "<p>a Price list here</p>"), Vec::<String>::new());
    assert_eq!(in_html(theirs, "Our price list.", "<h1>Price list</h1>"), Vec::<String>::new());
}

#[test]
fn addresses_are_read_decoded_on_both_sides() {
    let theirs = "Covering get modern for all.";
    let ours = "[x](https://example.com/a%20covering%20Get%20Modern%20for%20you)";
    let html = "<a href=\"https://example.com/a%20covering%20Get%20Modern%20for%20you\">x</a>";
    assert_eq!(in_html(theirs, ours, html), Vec::<String>::new());
    assert_eq!(in_html(theirs, "", html), ["Modern", "covering"]);
}

#[test]
fn code_ends_with_its_element() {
    let html = "<script>let a = 1;</script><input placeholder=\"\" marginale><p>x</p><script src=\"a.js\"></script>";
    assert_eq!(in_html("marginale", "", html), Vec::<String>::new());
}

#[test]
fn what_we_put_together_is_no_phrase() {
    let theirs = "Come to request subject matter. See [x](#ready-partner-frp-now).";
    let ours = "# Request subject matter\n\nCome to. Ready, partner (FRP) now";
    let html = "<h2 id=\"ready-partner-frp-now\">x<a href=\"#ready-partner-frp-now\" aria-label=\"Link to request subject matter\">#</a></h2>";
    assert_eq!(in_html(theirs, ours, html), Vec::<String>::new());
}

#[test]
fn front_matter_is_read_line_by_line() {
    let theirs = "---\ntitle: Price list\nauthor: Dana Ruiz\n---\n\nText.";
    assert_eq!(in_html(theirs, "price list Dana, Ruiz", "<p>Dana Ruiz</p>"), ["Dana Ruiz"]);
}

#[test]
fn an_id_counts_where_it_can_only_be_one() {
    let (theirs, ours) = ("| 1002 | 2019 |", "| 1001 |");
    assert_eq!(in_html(theirs, ours, "<a href=\"../tasks/1002.html\">x</a>"), ["1002"]);
    assert_eq!(in_html(theirs, ours, "<td>1002</td>"), ["1002"]);
    assert_eq!(in_html(theirs, ours, "<tr id=\"task-1002\">"), ["1002"]);
    assert_eq!(found(theirs, ours, "[{\"id\":1002}]", Form::Data), ["1002"]);
    assert_eq!(in_html(theirs, ours, "<p>in 2019 there were 1002</p><path d=\"M1002 3\">"), Vec::<String>::new());
    assert_eq!(in_html(theirs, "1002", "<td>1002</td>"), Vec::<String>::new());
}

#[test]
fn lists_put_together_anew_are_no_phrase() {
    let theirs = "For Exchange, Teams, SharePoint and Yammer. See 1001 Ask the customer first.";
    let ours = "Exchange; SharePoint; Teams; Yammer and; see first; Ask the customer";
    let html =
        "<p><a>Exchange</a> <a>Teams</a> <a>SharePoint</a> <a>Yammer</a></p><title>1001 Ask the customer</title>";
    assert_eq!(in_html(theirs, ours, html), Vec::<String>::new());
}

#[test]
fn scripts_without_blanks_have_phrases_too() {
    assert_eq!(in_html("内部价格表", "内部。价格。表", "<p>见内部价格表</p>"), ["内部价格"]);
    assert_eq!(in_html("内部价格表", "我们的内部价格表", "<p>见内部价格表</p>"), Vec::<String>::new());
}

#[test]
fn everyday_words_of_a_theme_are_let_through_and_names_are_not() {
    let mut proof = Proof::new(&[("Imprint ZX9-mark our own four words", Form::Prose)], &[]);
    proof.allow_words("<p>imprint ZX9-mark our own four words</p>", Form::Markup);
    let hits = |text: &str| proof.search(text, Form::Markup).len();
    assert_eq!((hits("<p>Imprint</p>"), hits("<p>ZX9</p>"), hits("<p>our own four words</p>")), (0, 1, 1));
}

#[test]
fn a_hit_leads_back_to_its_source() {
    let theirs = "One.\n\nThe marginale of it.";
    let proof = Proof::new(&[(theirs, Form::Prose)], &[]);
    let hit = proof.search("<p>Marginale</p>", Form::Markup).remove(0);
    let place = proof.place(&hit, theirs, Form::Prose).map(|range| &theirs[range]);
    assert_eq!(place, Some("marginale"));
}

#[test]
fn no_text_is_too_strange() {
    for text in [
        "<",
        "<a",
        "<a href=",
        "<a href=\"",
        "&",
        "&#",
        "&#x;",
        "\\",
        "\\u",
        "\\u00",
        "%",
        "<!--",
        "---",
        "é<é",
        "<script>",
    ] {
        for form in [Form::Prose, Form::Markup, Form::Data] {
            let _ = Proof::new(&[(text, form)], &[(text, form)]).search(text, form);
        }
    }
}

#[test]
fn words_of_four_letters_count_and_shorter_ones_with_a_digit() {
    assert_eq!(in_html("a mail to ZX9 in may of a1", "", "<p>mail, ZX9, may, a1</p>"), ["ZX9", "mail"]);
}

#[test]
fn numbers_count_by_their_length() {
    for (number, found) in [("12", 0), ("123", 1), ("1234", 1), ("12345", 1), ("123456", 1), ("1234567", 1)] {
        assert_eq!(in_html(number, "", &format!("<td>{number}</td>")).len(), found, "{number}");
    }
    for (number, found) in [("12345", 0), ("123456", 1), ("1234567", 1)] {
        assert_eq!(in_html(number, "", &format!("<p>a {number} b</p>")).len(), found, "{number} amid text");
    }
    assert_eq!(found("1002", "", "{\"id\": 1002}", Form::Data), ["1002"]);
    assert_eq!(found("1002", "", "[1002]", Form::Data), Vec::<String>::new());
}

#[test]
fn four_words_in_a_row_count_and_three_only_alone() {
    let theirs = "Let us all go there and do so.";
    assert_eq!(in_html(theirs, "", "<p>so let us all go in</p>").len(), 1);
    assert_eq!(in_html(theirs, "", "<p>so let us all in</p>"), Vec::<String>::new());
    assert_eq!(in_html("# Let us go", "", "<h1>Let us go</h1>").len(), 1);
}

#[test]
fn every_attribute_that_is_read_or_leads_somewhere_is_searched() {
    for name in [
        "href",
        "src",
        "srcset",
        "alt",
        "title",
        "content",
        "aria-label",
        "aria-description",
        "id",
        "value",
        "label",
        "placeholder",
        "poster",
        "data-name",
        "HREF",
        "Alt",
    ] {
        for html in [
            format!("<x {name}=\"a marginale\">"),
            format!("<x a=b {name}='marginale'>"),
            format!("<x\n{name}=marginale>"),
        ] {
            assert_eq!(in_html("marginale", "", &html).len(), 1, "{html}");
        }
    }
    for name in ["class", "style", "d", "rel"] {
        let html = format!("<x {name}=\"marginale\">");
        assert_eq!(in_html("marginale", "", &html), Vec::<String>::new(), "{html}");
    }
}

#[test]
fn inline_tags_part_no_row() {
    for tag in ["b", "i", "u", "s", "em", "strong", "code", "del", "mark", "sub", "sup", "small", "bdi", "STRONG"] {
        let html = format!("<p>we <{tag}>give</{tag}> half of it</p>");
        assert_eq!(in_html("We give half of it.", "give; half", &html).len(), 1, "{html}");
    }
    for tag in ["p", "a", "span", "td"] {
        let html = format!("<div>we <{tag}>give</{tag}> half of it</div>");
        assert_eq!(in_html("We give half of it.", "give; half", &html), Vec::<String>::new(), "{html}");
    }
}

#[test]
fn characters_are_read_however_they_are_written() {
    for html in ["Caf&#233;ine", "Caf&#xe9;ine", "Café\u{ad}ine", "Caf\u{200b}éine", "CAFÉINE", "caf%C3%A9ine"] {
        assert_eq!(in_html("caféine", "", &format!("<p>{html}</p>")).len(), 1, "{html}");
    }
    assert_eq!(in_html("we give half of", "give; half", "<p>we&nbsp;give\u{a0}half of</p>").len(), 1);
    assert_eq!(
        in_html("we give half of", "give; half", "<p>we give \\half of</p>").len(),
        1,
        "a backslash parts no row"
    );
    assert_eq!(found("we give half of", "give; half", r#"{"a":"we give\nhalf of"}"#, Form::Data), Vec::<String>::new());
    assert_eq!(found("we give half of", "give; half", r#"{"a":"we give \\half of"}"#, Form::Data).len(), 1);
}

#[test]
fn a_heading_and_a_block_end_the_row_before() {
    for theirs in ["# We give\nhalf of it", "We give\n- half of it", "We give\n\nhalf of it", "We give\n1. half of it"]
    {
        assert_eq!(in_html(theirs, "give; half", "<p>so we give half of it</p>"), Vec::<String>::new(), "{theirs}");
    }
    for theirs in ["We give\nhalf of it", "We give\n*half* of it", "We give\n  half of it"] {
        assert_eq!(in_html(theirs, "give; half", "<p>so we give half of it</p>").len(), 1, "{theirs}");
    }
    // A line of front matter is a text of its own, so that a short one counts alone.
    let theirs = "---\ntitle: Let us\nowner: go\n---\n";
    assert_eq!(in_html(theirs, "", "<p>Let us</p>").len(), 1);
    assert_eq!(in_html(theirs, "owner", "<p>Let us owner</p>"), Vec::<String>::new());
}

#[test]
fn only_everyday_words_of_a_theme_are_let_through() {
    for (word, found) in [("Imprint", 0), ("imprint", 0), ("QZboard", 1), ("qzBoard", 1), ("qzboard4", 1)] {
        let mut proof = Proof::new(&[(word, Form::Prose)], &[]);
        proof.allow_words(&format!("<p>{word}</p>"), Form::Markup);
        assert_eq!(proof.search(&format!("<p>{word}</p>"), Form::Markup).len(), found, "{word}");
    }
}
