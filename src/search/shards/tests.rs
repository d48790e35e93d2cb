//! Lines of the dictionary, small enough to be read by hand.

use super::*;
use crate::search::Searched;
use crate::view::pages::{Article, Frame};
use crate::view::parts::Part;

fn entry(language: &str, title: &str, html: &str) -> Entry {
    let frame = Frame { title: title.to_owned(), language: language.to_owned(), ..Frame::default() };
    let body = vec![Part::Html { html: html.to_owned() }];
    Article { frame, body, ..Article::default() }.entry().expect("an article is found")
}

fn lines(entries: &[Entry]) -> Vec<String> {
    let (shards, _) = dictionary(&entries.iter().collect::<Vec<_>>());
    shards.iter().flat_map(|shard| shard.text.lines().map(str::to_owned)).collect()
}

#[test]
fn forms_of_a_word_stand_in_one_line_with_the_records_of_all() {
    let pages = [entry("en", "Tools", "migrating"), entry("en", "Plan", "We migrate. You migrated.")];
    let lines = lines(&pages);
    // Record 0 at level 0 is 0: A. Record 1 at level 0 is 1 · 4 + 0: E.
    assert!(lines.contains(&"migrat e ed ing\tAE".to_owned()), "{lines:?}");
}

#[test]
fn stems_are_those_of_words_with_their_accents() {
    let lines = lines(&[entry("pt", "x", "configuração"), entry("pt", "y", "configuracoes configurações")]);
    assert_eq!(lines, ["configur acao acoes\tAE"]);
}

#[test]
fn a_level_says_how_much_a_word_means() {
    let html = "<p>often often often once</p><h2 id=\"a\">Head</h2>";
    let lines = lines(&[entry("ja", "title", html)]);
    assert_eq!(lines, ["head \tC", "often \tB", "once \tA", "title \tD"].map(str::to_owned));
}

#[test]
fn words_of_one_stem_that_begin_otherwise_are_apart() {
    let lines = lines(&[entry("en", "x", "go going goes")]);
    assert!(
        lines.iter().all(|line| line.split('\t').next().is_some_and(|words| words.split(' ').count() < 4)),
        "{lines:?}"
    );
    assert_eq!(lines.len(), 3, "{lines:?}");
}

#[test]
fn a_german_compound_is_among_the_records_of_its_last_part() {
    let pages = [entry("de", "Eins", "Plan, Migration"), entry("de", "Zwei", "Migrationsplan")];
    let lines = lines(&pages);
    assert!(lines.contains(&"plan \tAE".to_owned()), "{lines:?}");
    let english = [entry("en", "One", "plan, migration"), entry("en", "Two", "migrationsplan")];
    assert!(self::lines(&english).contains(&"plan \tA".to_owned()));
}

#[test]
fn chinese_stands_in_pairs() {
    let lines = lines(&[entry("zh-Hans", "迁移", "邮箱")]);
    assert_eq!(lines, ["移 \tD", "箱 \tA", "迁移 \tD", "邮箱 \tA"].map(str::to_owned));
}

#[test]
fn a_shard_begins_where_the_first_characters_change_and_not_within() {
    let words = |start: &str| (0..1200).map(|n| format!("{start}{n:04}")).collect::<Vec<_>>().join(" ");
    let pages = [entry("ja", "x", &format!("{} {} {}", words("aab"), words("aac"), words("zzz")))];
    let (shards, _) = dictionary(&pages.iter().collect::<Vec<_>>());
    let firsts: Vec<&str> = shards.iter().map(|shard| shard.first.as_str()).collect();
    assert_eq!(firsts, ["aab", "aac", "zzz"]);
    for shard in &shards {
        assert!(shard.text.lines().all(|line| line.starts_with(&shard.first)), "{}", shard.first);
    }
}

#[test]
fn the_list_of_words_says_what_is_shared_with_the_word_before() {
    let pages = [entry("en", "x", "exchange exchanges mail oct 1328 邮箱")];
    let (_, list) = dictionary(&pages.iter().collect::<Vec<_>>());
    assert_eq!(list, "AexchangeIsAmail");
}
