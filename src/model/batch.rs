//! Batches: what is migrated together, the decision before it, and the one vocabulary for the state of a migration.

use jiff::civil::Date;

use crate::text::{Span, Spanned};

/// A group of mailboxes or sites that are migrated together.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// Its name, by which exports and issues refer to it.
    pub name: Spanned<String>,
    /// The service it belongs to, by its canonical name.
    pub service: Option<Spanned<String>>,
    /// The planned day, or the first day of the planned window.
    pub planned: Option<Spanned<Date>>,
    /// The last day of the planned window, where it has more than one.
    pub planned_to: Option<Spanned<Date>>,
    /// The day of the migration event.
    pub migrated: Option<Spanned<Date>>,
    /// How many mailboxes, sites or drives it holds.
    pub units: Option<u32>,
    /// Its state as the engagement file says; none where it does not.
    pub state: Option<Spanned<MigrationState>>,
    /// The decision before it.
    pub go_no_go: Option<GoNoGo>,
    /// What else is said of it.
    pub note: Option<String>,
    /// The whole entry.
    pub span: Span,
}

/// The decision before a batch.
#[derive(Clone, Debug, PartialEq)]
pub struct GoNoGo {
    /// What was decided.
    pub decision: Option<Spanned<GoDecision>>,
    /// When.
    pub on: Option<Spanned<Date>>,
    /// By whom.
    pub by: Option<String>,
    /// The conditions, if there are any.
    pub conditions: Option<String>,
}

/// Go or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoDecision {
    /// Go.
    Go,
    /// Not now.
    NoGo,
    /// Go, if the conditions are met.
    Conditional,
}

impl GoDecision {
    /// The words of the engagement file.
    pub const WORDS: [&'static str; 3] = ["go", "no-go", "go with conditions"];

    /// Reads one of [`GoDecision::WORDS`].
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "go" => Some(GoDecision::Go),
            "no-go" => Some(GoDecision::NoGo),
            "go with conditions" => Some(GoDecision::Conditional),
            _ => None,
        }
    }
}

/// Where the migration of a batch or unit stands, whatever tool moves it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MigrationState {
    /// Not begun.
    NotStarted,
    /// Waiting for its turn.
    Queued,
    /// Being validated or provisioned.
    Preparing,
    /// Data is being copied.
    Syncing,
    /// Copied, not cut over.
    Synced,
    /// Copied with errors, not cut over.
    SyncedWithErrors,
    /// Being cut over.
    Completing,
    /// Done.
    Completed,
    /// Done, with something left behind.
    CompletedWithIssues,
    /// Failed.
    Failed,
    /// Stopped by a person or a limit.
    Stopped,
    /// Taken out.
    Removed,
    /// A word that the vocabulary does not know, kept as written.
    Unknown(String),
}

/// Every known state with its word.
const STATES: [(MigrationState, &str); 12] = [
    (MigrationState::NotStarted, "not started"),
    (MigrationState::Queued, "queued"),
    (MigrationState::Preparing, "preparing"),
    (MigrationState::Syncing, "syncing"),
    (MigrationState::Synced, "synced"),
    (MigrationState::SyncedWithErrors, "synced with errors"),
    (MigrationState::Completing, "completing"),
    (MigrationState::Completed, "completed"),
    (MigrationState::CompletedWithIssues, "completed with issues"),
    (MigrationState::Failed, "failed"),
    (MigrationState::Stopped, "stopped"),
    (MigrationState::Removed, "removed"),
];

impl MigrationState {
    /// The words of the vocabulary, as domain and engagement file have them.
    pub const WORDS: [&'static str; 12] = {
        let mut words = [""; 12];
        let mut i = 0;
        while i < 12 {
            words[i] = STATES[i].1;
            i += 1;
        }
        words
    };

    /// The state that a canonical word names.
    pub fn parse(text: &str) -> Self {
        let word = crate::text::comparable(text);
        let known = STATES.iter().find(|(_, name)| *name == word);
        known.map_or_else(|| MigrationState::Unknown(text.to_owned()), |(state, _)| state.clone())
    }

    /// The word, an unknown one as written.
    pub fn as_str(&self) -> &str {
        match self {
            MigrationState::Unknown(text) => text,
            known => STATES.iter().find(|(state, _)| state == known).map_or("unknown", |(_, name)| name),
        }
    }
}
