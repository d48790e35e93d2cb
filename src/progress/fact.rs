//! A finding about an engagement as a code and values: the words are put in where the language of the reader is known.

use jiff::civil::Date;

/// Something to be said: a code, and what is filled into its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Names the sentence: `target-passed`.
    pub code: &'static str,
    /// Names and values of its gaps.
    pub values: Vec<(&'static str, Value)>,
}

/// What fills a gap of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// Words as written in the sources.
    Text(String),
    /// A day.
    Day(Date),
    /// A number.
    Count(u64),
}

impl Fact {
    /// A sentence without gaps.
    pub fn new(code: &'static str) -> Self {
        Self { code, values: Vec::new() }
    }

    /// With words.
    pub fn text(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.values.push((name, Value::Text(text.into())));
        self
    }

    /// With a day.
    pub fn day(mut self, name: &'static str, day: Date) -> Self {
        self.values.push((name, Value::Day(day)));
        self
    }

    /// With a number.
    pub fn count(mut self, name: &'static str, count: u64) -> Self {
        self.values.push((name, Value::Count(count)));
        self
    }
}
