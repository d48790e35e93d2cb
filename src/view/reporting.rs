//! What all reports have in common: the situation they tell of, the words of their language, days and numbers in it.

use jiff::civil::Date;
use serde::Serialize;

use super::parts::Day;
use super::{dates, numbers};
use crate::extract::PhaseWords;
use crate::model::HealthLevel;
use crate::progress;
use crate::progress::delta::Snapshot;
use crate::progress::fact::{Fact, Value};
use crate::progress::situation::Situation;
use crate::progress::stage::{Amounts, Stage};
use crate::text::{Sources, Spanned, folded};

/// Fills a text of the reader's language: the key, names and values of its gaps.
pub type Words<'a> = &'a (dyn Fn(&str, &[(&str, &str)]) -> String + Sync);

/// How much of a name stands in a sentence; tables hold the whole.
const LONGEST_NAME: usize = 160;

/// What a report is made from.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The engagement on the report's day.
    pub situation: &'a Situation<'a>,
    /// The playbook's title.
    pub title: &'a str,
    /// The edition that it is; none where the project has no editions.
    pub edition: Option<&'a str>,
    /// The version of its tasks.
    pub version: &'a str,
    /// The language of the report.
    pub language: &'a str,
    /// Its words.
    pub words: Words<'a>,
    /// What it calls the phases.
    pub phase_words: PhaseWords<'a>,
    /// The files that spans refer to.
    pub sources: &'a Sources,
    /// What earlier reports left behind.
    pub past: &'a [Snapshot],
    /// The day of the report to compare with, if one was named.
    pub since: Option<&'a str>,
    /// Where the days of the report begin and end, if the project says so.
    pub time_zone: Option<&'a str>,
}

impl Context<'_> {
    /// A day of the engagement file.
    pub(super) fn day(&self, date: &Option<Spanned<Date>>) -> Option<Day> {
        date.as_ref().map(|date| self.on(date.value))
    }

    /// A day.
    pub(super) fn on(&self, date: Date) -> Day {
        dates::day(date, self.language)
    }

    /// Whether a day has passed.
    pub(super) fn passed(&self, date: &Option<Spanned<Date>>) -> bool {
        date.as_ref().is_some_and(|date| date.value < self.situation.as_of)
    }

    /// A number.
    pub(super) fn count(&self, number: u64) -> String {
        numbers::whole(number, self.language)
    }

    /// Percent of a whole; `no data` of nothing, and `<1%` of something that rounds to nothing.
    pub(super) fn percent(&self, percent: Option<u32>, is_any: bool) -> String {
        match percent {
            None => self.say("report_no_data"),
            Some(0) if is_any => format!("<{}", numbers::percent(1, self.language)),
            Some(percent) => numbers::percent(u64::from(percent), self.language),
        }
    }

    /// A fixed text.
    pub(super) fn say(&self, key: &str) -> String {
        (self.words)(key, &[])
    }

    /// A text with gaps.
    pub(super) fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        (self.words)(key, values)
    }

    /// A code of data as words: `report_state_syncing`.
    pub(super) fn label(&self, kind: &str, code: &str) -> String {
        self.say(&format!("report_{kind}_{}", code.replace('-', "_")))
    }

    /// A fact as a sentence.
    pub(super) fn fact(&self, fact: &Fact) -> FactLine {
        let values: Vec<(&str, String)> =
            fact.values.iter().map(|(name, value)| (*name, self.value(fact.code, value))).collect();
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let key = format!("report_fact_{}", fact.code.replace('-', "_"));
        FactLine { code: fact.code.to_owned(), text: self.fill(&key, &values) }
    }

    fn value(&self, code: &str, value: &Value) -> String {
        match value {
            Value::Text(state) if code == "batch-state" && !state.contains(' ') => self.state_or(state),
            Value::Text(text) => shortened(text),
            Value::Day(day) => dates::text(*day, self.language),
            Value::Count(number) => self.count(*number),
        }
    }

    /// A state of the vocabulary in the reader's words; what is no state stays as it is.
    fn state_or(&self, word: &str) -> String {
        let key = format!("report_state_{}", word.replace('-', "_"));
        let text = self.say(&key);
        if text == key { shortened(word) } else { text }
    }

    /// Facts as sentences.
    pub(super) fn facts(&self, facts: &[Fact]) -> Vec<FactLine> {
        facts.iter().map(|fact| self.fact(fact)).collect()
    }

    /// A colour with its word.
    pub(super) fn level(&self, level: HealthLevel) -> String {
        self.label("health", level.as_str())
    }

    /// Amounts as a stacked bar; none where there is nothing.
    pub(super) fn amounts(&self, amounts: &Amounts, text: impl Fn(u64) -> String) -> AmountBar {
        let total = amounts.total();
        let completed = amounts.of(Stage::Completed);
        let share = |part: u64| (part as f64 * 10_000.0 / total as f64).round() / 100.0;
        let mut before = 0;
        let mut segments = Vec::new();
        for stage in Stage::ALL {
            let amount = amounts.of(stage);
            if amount > 0 {
                let x = share(before);
                let width = ((share(before + amount) - x) * 100.0).round() / 100.0;
                let (state, label) = (stage.as_str().to_owned(), self.label("stage", stage.as_str()));
                segments.push(AmountSegment { state, label, amount, text: text(amount), x, width });
            }
            before += amount;
        }
        let percent = progress::percent(completed, total);
        AmountBar {
            total,
            total_text: text(total),
            completed,
            completed_text: text(completed),
            in_flight: amounts.of(Stage::InFlight),
            failed: amounts.of(Stage::Failed),
            not_started: amounts.of(Stage::NotStarted),
            unknown: amounts.of(Stage::Unknown),
            texts: Stage::ALL.map(|stage| text(amounts.of(stage))).to_vec(),
            percent,
            percent_text: self.percent(percent, completed > 0),
            known_of: None,
            known_of_text: None,
            segments,
        }
    }

    /// Names joined as in a list.
    pub(super) fn listed(&self, names: &[String]) -> String {
        let separator = if matches!(self.language.split('-').next(), Some("ja" | "zh")) { "、" } else { ", " };
        names.join(separator)
    }
}

/// The name of an error class as words: `TargetDeliveryDomainMismatchPermanentException` is a cause that only its
/// programmers read. The namespace of a class is left out. Any other cause stays as the tool writes it.
pub(super) fn readable(cause: &str) -> String {
    let is_class = cause.split('.').all(|part| !part.is_empty() && part.chars().all(char::is_alphanumeric));
    let class = if is_class { cause.rsplit('.').next().unwrap_or(cause) } else { cause };
    let name = ["PermanentException", "TransientException", "Exception"].iter().find_map(|end| class.strip_suffix(end));
    let Some(name) = name.filter(|name| !name.is_empty() && name.chars().all(char::is_alphanumeric)) else {
        return cause.to_owned();
    };
    let mut words = String::new();
    let letters: Vec<char> = name.chars().collect();
    for (at, letter) in letters.iter().enumerate() {
        let begins = letter.is_uppercase() && at > 0;
        let in_a_row = at > 0 && letters[at - 1].is_uppercase();
        let goes_on_small = letters.get(at + 1).is_some_and(|next| next.is_lowercase());
        if begins && (!in_a_row || goes_on_small) {
            words.push(' ');
        }
        let small = begins && goes_on_small;
        if small { words.extend(letter.to_lowercase()) } else { words.push(*letter) }
    }
    words
}

/// A name as far as it fits into a sentence.
pub(super) fn shortened(text: &str) -> String {
    let text = folded(text);
    match text.char_indices().nth(LONGEST_NAME) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text,
    }
}

/// A finding in words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct FactLine {
    /// Names the finding, whatever the language: `batch-in-flight`.
    pub code: String,
    /// The finding in the language of the report.
    pub text: String,
}

/// Units or bytes by stage, as numbers and as a stacked bar.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct AmountBar {
    /// All of it.
    pub total: u64,
    /// The same as read: `1,200` or `5.3 GB`.
    pub total_text: String,
    /// Moved.
    pub completed: u64,
    /// The same as read.
    pub completed_text: String,
    /// Between queue and cut-over.
    pub in_flight: u64,
    /// Failed or stopped.
    pub failed: u64,
    /// Not begun.
    pub not_started: u64,
    /// In no known state.
    pub unknown: u64,
    /// The five amounts in this order, as read.
    pub texts: Vec<String>,
    /// Moved of all, 0 to 100; none of nothing, and none where sizes are known of a part of the units only.
    pub percent: Option<u32>,
    /// `63%`, `no data` or `of 24 units`.
    pub percent_text: String,
    /// Of how many units the sizes are known; none where they are of all.
    pub known_of: Option<u64>,
    /// The same as read: `of 24 units`.
    pub known_of_text: Option<String>,
    /// The stretches of the bar from left to right; stages without an amount are left out.
    pub segments: Vec<AmountSegment>,
}

impl AmountBar {
    /// Completed of all, 0 to 1, not rounded; none where there is no percentage.
    pub fn share(&self) -> Option<f64> {
        self.percent.map(|_| self.completed as f64 / self.total as f64)
    }
}

/// One stretch of a stacked bar of amounts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct AmountSegment {
    /// `completed`, `in-flight`, `failed`, `not-started` or `unknown`; a class name.
    pub state: String,
    /// The stage as read.
    pub label: String,
    /// How much.
    pub amount: u64,
    /// How much, as read.
    pub text: String,
    /// Where it begins, in percent of the bar's width.
    pub x: f64,
    /// How wide it is, in percent of the bar's width.
    pub width: f64,
}

/// How an engagement does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct HealthLine {
    /// The computed colour: `red`, `amber`, `green` or `no-data`; a class name.
    pub level: String,
    /// The colour as read.
    pub label: String,
    /// One sentence on why.
    pub sentence: String,
    /// Every reason, the gravest first.
    pub reasons: Vec<ReasonLine>,
    /// What a person says instead.
    pub said: Option<SaidHealth>,
    /// `better`, `same` or `worse` against the last report; none without one.
    pub trend: Option<String>,
    /// The same as read: `better than on 9 Mar 2020 (red)`.
    pub trend_text: Option<String>,
}

/// Why an engagement has its colour.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct ReasonLine {
    /// `red` or `amber`; a class name.
    pub level: String,
    /// Names the reason, whatever the language: `actions-overdue`.
    pub code: String,
    /// The reason in words.
    pub text: String,
}

/// The colour that a person sees.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct SaidHealth {
    /// `red`, `amber` or `green`; a class name.
    pub level: String,
    /// The colour as read.
    pub label: String,
    /// Who says so.
    pub by: Option<String>,
    /// Since when.
    pub on: Option<Day>,
    /// Why.
    pub reason: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn the_name_of_an_error_class_is_read_as_words() {
        let cases = [
            ("TargetDeliveryDomainMismatchPermanentException", "Target delivery domain mismatch"),
            ("MapiTransientException", "Mapi"),
            ("ADNotFoundException", "AD not found"),
            ("Microsoft.Exchange.MailboxReplicationService.MailboxIsFullTransientException", "Mailbox is full"),
            ("The server sent no answer. TimeoutException", "The server sent no answer. TimeoutException"),
            ("Exception", "Exception"),
            ("Mailbox is full: QuotaException", "Mailbox is full: QuotaException"),
            ("SUCCESS", "SUCCESS"),
        ];
        for (cause, expected) in cases {
            assert_eq!(readable(cause), expected);
        }
    }
}
