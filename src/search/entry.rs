//! What one page brings to the index: its record, which is shown with a hit, and its words. Made from the page's view,
//! so that an index knows nothing that its edition does not show.

use std::collections::BTreeMap;

use serde::Serialize;

use super::plain::{Section, Sections, blanks_folded};
use super::words;
use crate::text::QuickMap;
use crate::view::pages::{
    Article, Changes, Frame, Gathering, Map, NotFound, Parity, PhasePage, TallyIndex, TaskIndex, TaskPage,
};
use crate::view::parts::{Chip, Part, TaskRow};

/// How much of a page's text its record holds for excerpts, in bytes. Words beyond it are found all the same.
const MOST_TEXT: usize = 16_000;

/// How often a word must stand in a text to be one of its subjects.
const OFTEN: usize = 3;

/// How much a word says about a page. The order is that of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Level {
    /// It stands in the text.
    Text,
    /// It stands there often, or in the page's description.
    Subject,
    /// It stands in a heading.
    Heading,
    /// It stands in the title, or in the name of the task.
    Title,
}

/// What one page brings to the index.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// The task, if the page is that of a task.
    pub(super) task: Option<u32>,
    /// What is shown with a hit, as JSON.
    pub(super) record: String,
    /// How many words its title has.
    pub(super) title: usize,
    /// Its words by language.
    pub(super) words: Vec<Words>,
}

/// The words of an entry in one language.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// First part of the BCP 47 tag.
    pub(super) language: String,
    /// By class, in order: each word once, after the digit of its level, parted by blanks: `3mailbox 0plan`. A word with
    /// accents is followed by itself as it is written: `0migracao=migração`.
    classes: Vec<(usize, String)>,
}

impl Words {
    /// The words of one class as they are written down, if there is one.
    pub(super) fn list(&self, class: usize) -> Option<&str> {
        let at = self.classes.binary_search_by_key(&class, |(own, _)| *own).ok()?;
        Some(self.classes[at].1.as_str())
    }

    /// The words of one class as they are searched and as they are written, with their levels, in order.
    pub(super) fn of_class(&self, class: usize) -> impl Iterator<Item = (&str, &str, Level)> {
        self.list(class).into_iter().flat_map(|list| list.split(' ')).filter_map(|item| {
            let level = match item.bytes().next()? {
                b'0' => Level::Text,
                b'1' => Level::Subject,
                b'2' => Level::Heading,
                _ => Level::Title,
            };
            let (word, written) = item[1..].split_once('=').unwrap_or((&item[1..], &item[1..]));
            Some((word, written, level))
        })
    }
}

/// A page that can be searched.
pub trait Searched {
    /// What it brings to the index; nothing where it is not to be found.
    fn entry(&self) -> Option<Entry>;
}

/// The record of a page.
#[derive(Serialize)]
struct PageRecord<'a> {
    /// Address from the site's root.
    u: &'a str,
    /// Title.
    t: &'a str,
    /// Language, where it is not the site's.
    #[serde(skip_serializing_if = "str::is_empty")]
    l: &'a str,
    /// Where the page stands: its parents, or what kind of page it is.
    #[serde(skip_serializing_if = "str::is_empty")]
    c: String,
    /// Sections: anchor, heading, text.
    s: Vec<(&'a str, &'a str, &'a str)>,
}

/// The record of a task.
#[derive(Serialize)]
struct TaskRecord<'a> {
    /// Address from the site's root.
    u: &'a str,
    /// Name.
    t: &'a str,
    /// Id.
    i: u32,
    /// `m` or `o`.
    #[serde(skip_serializing_if = "str::is_empty")]
    m: &'a str,
    /// Roles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    r: Vec<&'a str>,
    /// Services.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    v: Vec<&'a str>,
    /// Where it stands first: the page, and its address from the task's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    p: Option<(String, &'a str)>,
    /// Its descriptions.
    #[serde(skip_serializing_if = "String::is_empty")]
    d: String,
    /// Its names in other places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    n: Vec<&'a str>,
}

/// Counts the words of one language.
#[derive(Default)]
struct Tally(QuickMap<String, Counted>);

/// What is known of a word of a page.
struct Counted {
    level: Level,
    times: usize,
    /// As it is written where it has accents.
    written: Option<String>,
}

impl Tally {
    fn add(&mut self, level: Level, text: &str) -> usize {
        let mut count = 0;
        words::each(text, |word, written| {
            count += 1;
            let written = || (written != word).then(|| written.to_owned());
            match self.0.get_mut(word) {
                Some(known) => {
                    known.level = level.max(known.level);
                    known.times += 1;
                    known.written = known.written.take().or_else(written);
                }
                None => {
                    self.0.insert(word.to_owned(), Counted { level, times: 1, written: written() });
                }
            }
        });
        count
    }

    fn finish(self, language: &str) -> Words {
        let mut classes: Vec<(usize, String)> = Vec::new();
        let mut words: Vec<(String, Counted)> = self.0.into_iter().collect();
        words.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        for (word, Counted { level, times, written }) in words {
            let often = if times >= OFTEN { Level::Subject } else { Level::Text };
            let class = words::class(&word);
            if classes.last().is_none_or(|(last, _)| *last != class) {
                classes.push((class, String::new()));
            }
            if let Some((_, list)) = classes.last_mut() {
                if !list.is_empty() {
                    list.push(' ');
                }
                list.push(char::from(b'0' + level.max(often) as u8));
                list.push_str(&word);
                if let Some(written) = written {
                    list.push('=');
                    list.push_str(&written);
                }
            }
        }
        Words { language: primary(language).to_owned(), classes }
    }
}

fn primary(language: &str) -> &str {
    language.split('-').next().unwrap_or(language)
}

/// The record and the words of a page with sections.
fn page(frame: &Frame, title: &str, context: String, sections: &[Section]) -> Entry {
    let mut tally = Tally::default();
    let count = tally.add(Level::Title, title);
    tally.add(Level::Subject, &frame.description);
    for section in sections {
        tally.add(Level::Heading, &section.heading);
        tally.add(Level::Text, &section.text);
    }
    let mut left = MOST_TEXT;
    let shown = sections.iter().map(|section| {
        let text = cut(&section.text, left);
        left -= text.len();
        (section.anchor.as_str(), section.heading.as_str(), text)
    });
    let record = PageRecord { u: &frame.path, t: title, l: &frame.language, c: context, s: shown.collect() };
    Entry { task: None, record: json(&record), title: count, words: vec![tally.finish(&frame.language)] }
}

/// At most so many bytes of a text, whole characters.
fn cut(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}

fn json(record: &impl Serialize) -> String {
    // Plain fields can always be written.
    serde_json::to_string(record).unwrap_or_default()
}

/// The parents of a page, the home page left out.
fn context(frame: &Frame) -> String {
    let parents = frame.crumbs.iter().skip(1).map(|crumb| crumb.text.as_str());
    parents.collect::<Vec<_>>().join(" › ")
}

impl Searched for Article {
    fn entry(&self) -> Option<Entry> {
        let mut sections = Sections::default();
        for part in &self.body {
            match part {
                Part::Html { html } => sections.html(html),
                Part::Tasks { table } => table.rows.iter().for_each(|row| sections.piece(&line(row))),
                Part::Facts { facts } => {
                    for fact in facts {
                        sections.piece(&format!("{}: {}", fact.label, names(&fact.chips).join(", ")));
                    }
                }
                Part::Journey => {}
            }
        }
        Some(page(&self.frame, &self.frame.title, context(&self.frame), &sections.finish()))
    }
}

/// A row of a table of tasks as a line of text.
fn line(row: &TaskRow) -> String {
    format!("{} {}.", row.id, row.name.trim_end_matches('.'))
}

fn names(chips: &[Chip]) -> Vec<&str> {
    chips.iter().map(|chip| chip.text.as_str()).collect()
}

impl Searched for TaskPage {
    fn entry(&self) -> Option<Entry> {
        let mut by_language: BTreeMap<&str, Tally> = BTreeMap::new();
        let own =
            by_language.entry(primary(self.occurrences.first().map_or(&self.frame.language, |place| &place.language)));
        let tally = own.or_default();
        tally.add(Level::Title, &self.row.id.to_string());
        let title = tally.add(Level::Title, &self.row.name);
        let mut described = Sections::default();
        self.details.iter().for_each(|details| described.html(&details.html));
        let described: Vec<String> =
            described.finish().into_iter().map(|part| part.heading + " " + &part.text).collect();
        let described = blanks_folded(&described.join(" "));
        tally.add(Level::Text, &described);
        for chip in self.row.roles.iter().chain(&self.row.services) {
            tally.add(Level::Subject, &chip.text);
        }
        let mut other_names: Vec<&str> = Vec::new();
        for place in &self.occurrences {
            let tally = by_language.entry(primary(&place.language)).or_default();
            tally.add(Level::Text, &place.page.text);
            tally.add(Level::Text, place.step.as_deref().unwrap_or_default());
            if place.row.name != self.row.name && !other_names.contains(&place.row.name.as_str()) {
                tally.add(Level::Title, &place.row.name);
                other_names.push(&place.row.name);
            }
        }
        let place = self.occurrences.first().map(|place| {
            let step = place.step.as_ref().map(|step| format!(" › {step}")).unwrap_or_default();
            (format!("{}{step}", place.page.text), place.page.href.as_str())
        });
        let record = TaskRecord {
            u: &self.frame.path,
            t: &self.row.name,
            i: self.row.id,
            m: self.row.requirement.get(..1).unwrap_or_default(),
            r: names(&self.row.roles),
            v: names(&self.row.services),
            p: place,
            d: cut(&described, MOST_TEXT).to_owned(),
            n: other_names,
        };
        let words = by_language.into_iter().map(|(language, tally)| tally.finish(language)).collect();
        Some(Entry { task: Some(self.row.id), record: json(&record), title, words })
    }
}

/// A page made by us is found by its name; what it gathers is found at its own place.
fn gathered(frame: &Frame, title: &str) -> Option<Entry> {
    Some(page(frame, title, context(frame), &[]))
}

impl Searched for Gathering {
    fn entry(&self) -> Option<Entry> {
        gathered(&self.frame, &self.name)
    }
}

impl Searched for PhasePage {
    fn entry(&self) -> Option<Entry> {
        gathered(&self.frame, &self.name)
    }
}

impl Searched for TallyIndex {
    fn entry(&self) -> Option<Entry> {
        gathered(&self.frame, &self.frame.title)
    }
}

impl Searched for TaskIndex {
    fn entry(&self) -> Option<Entry> {
        gathered(&self.frame, &self.frame.title)
    }
}

impl Searched for Changes {
    fn entry(&self) -> Option<Entry> {
        gathered(&self.frame, &self.frame.title)
    }
}

impl Searched for Map {
    fn entry(&self) -> Option<Entry> {
        gathered(&self.frame, &self.frame.title)
    }
}

impl Searched for Parity {
    fn entry(&self) -> Option<Entry> {
        None
    }
}

impl Searched for NotFound {
    fn entry(&self) -> Option<Entry> {
        None
    }
}
