//! Lines of the dictionary, small enough to be read by hand.

use super::*;
use crate::search::Searched;
use crate::search::cell::list;
use crate::view::pages::{Article, Frame};
use crate::view::parts::Part;

fn entry(language: &str, title: &str, html: &str) -> Arc<Entry> {
    let frame = Frame { title: title.to_owned(), language: language.to_owned(), ..Frame::default() };
    let body = vec![Part::Html { html: html.to_owned() }];
    Article { frame, body, ..Article::default() }.entry().map(Arc::new).expect("an article is found")
}

fn dictionary(entries: &[Arc<Entry>]) -> Dictionary {
    let mut dictionary = Dictionary::default();
    dictionary.renew(&[], entries);
    dictionary
}

fn lines(entries: &[Arc<Entry>]) -> Vec<String> {
    let cells = dictionary(entries).cells;
    cells.values().flat_map(|cell| cell.text.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
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
fn the_list_of_words_says_what_is_shared_with_the_word_before() {
    let pages = [entry("en", "x", "exchange exchanges mail oct 1328 邮箱")];
    let dictionary = dictionary(&pages);
    assert_eq!(list(dictionary.cells.values().map(|cell| &**cell)), "AexchangeIsAmail");
}

/// A small generator of numbers, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

/// Words that share beginnings and stems, German compounds and their parts among them.
const WORDS: [&str; 22] = [
    "migrate",
    "migrated",
    "migration",
    "mig",
    "plan",
    "plans",
    "planen",
    "Postfach",
    "Postfachmigration",
    "Fächer",
    "Migrationsplan",
    "Postfachmigrationsplan",
    "Sicherheit",
    "Sicherheitsplan",
    "exchange",
    "exchanges",
    "移行",
    "o365",
    "1328",
    "configuração",
    "configuracao",
    "prüfung",
];

fn any(dice: &mut Dice) -> Arc<Entry> {
    let text: Vec<&str> = (0..dice.roll(6)).map(|_| WORDS[dice.roll(WORDS.len())]).collect();
    let language = ["de", "en", "pt", "ja"][dice.roll(7).saturating_sub(3)];
    entry(language, WORDS[dice.roll(WORDS.len())], &format!("<p>{}</p>", text.join(" ")))
}

#[test]
fn a_dictionary_that_is_renewed_is_one_made_anew() {
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let mut entries: Vec<Arc<Entry>> = (0..12).map(|_| any(&mut dice)).collect();
    let mut kept = Dictionary::default();
    kept.renew(&[], &entries);
    for step in 0..600 {
        let before = entries.clone();
        match dice.roll(12) {
            0 => entries.push(any(&mut dice)),
            1 if entries.len() > 4 => drop(entries.remove(dice.roll(4))),
            _ => {
                for _ in 0..=dice.roll(2) {
                    let at = dice.roll(entries.len());
                    entries[at] = any(&mut dice);
                }
            }
        }
        kept.renew(&before, &entries);
        let anew = dictionary(&entries);
        assert_eq!(kept.cells, anew.cells, "step {step}");
        assert_eq!(kept.compounds, anew.compounds, "step {step}");
    }
}

#[test]
fn what_no_other_word_touches_is_the_very_same() {
    let mut entries = vec![entry("en", "One", "alpha beta"), entry("en", "Two", "alpha gamma")];
    let mut kept = Dictionary::default();
    kept.renew(&[], &entries);
    let (alpha, gamma) = (kept.cells["alp"].clone(), kept.cells["gam"].clone());
    let before = entries.clone();
    entries[1] = entry("en", "Two", "alpha delta");
    kept.renew(&before, &entries);
    assert!(Arc::ptr_eq(&kept.cells["alp"], &alpha), "its words are where they were");
    assert!(!kept.cells.contains_key("gam") && kept.cells.contains_key("del"), "{gamma:?} is gone");
}
