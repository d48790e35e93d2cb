//! What an engagement file says on its way to closure, and where a person overrules a computed word.

use jiff::civil::Date;

use crate::text::Spanned;

/// Red, amber or green as a person sees it, shown beside the computed one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HealthOverride {
    /// The colour.
    pub level: Spanned<HealthLevel>,
    /// Who says so.
    pub by: Option<String>,
    /// Since when.
    pub on: Option<Spanned<Date>>,
    /// Why.
    pub reason: Option<String>,
}

/// How an engagement does.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum HealthLevel {
    /// Nothing was reported from which it could be told.
    NoData,
    /// As planned.
    Green,
    /// Needs attention.
    Amber,
    /// Will not succeed as it is.
    Red,
}

impl HealthLevel {
    /// The words that a person may write.
    pub const WORDS: [&'static str; 3] = ["green", "amber", "red"];

    /// Reads one of [`HealthLevel::WORDS`].
    pub fn parse(text: &str) -> Option<Self> {
        [HealthLevel::Green, HealthLevel::Amber, HealthLevel::Red].into_iter().find(|level| level.as_str() == text)
    }

    /// The word in class names and data.
    pub fn as_str(self) -> &'static str {
        match self {
            HealthLevel::NoData => "no-data",
            HealthLevel::Green => "green",
            HealthLevel::Amber => "amber",
            HealthLevel::Red => "red",
        }
    }
}

/// What was to be reached, and what was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objective {
    /// What was to be reached.
    pub what: String,
    /// What was reached; none while that is open.
    pub result: Option<String>,
}

/// What was put back in order after the migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleanup {
    /// What was cleaned up: MX and TTL, redirects, credentials.
    pub what: String,
    /// When; none while it is open.
    pub on: Option<Spanned<Date>>,
    /// By whom.
    pub by: Option<String>,
    /// What proves it.
    pub evidence: Option<String>,
}
