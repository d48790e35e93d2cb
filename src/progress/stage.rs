//! The stages that units are counted in, and amounts by stage.

use crate::model::MigrationState;

/// The five stages that units are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Moved, with or without something left behind.
    Completed,
    /// Somewhere between queue and cut-over.
    InFlight,
    /// Failed, or stopped.
    Failed,
    /// Not begun.
    NotStarted,
    /// Nothing is known of it, or a word that the vocabulary does not have.
    Unknown,
}

impl Stage {
    /// Every stage, in the order in which bars and tables show them.
    pub const ALL: [Stage; 5] = [Stage::Completed, Stage::InFlight, Stage::Failed, Stage::NotStarted, Stage::Unknown];

    /// The stage of a state; none for what was taken out.
    pub fn of(state: &MigrationState) -> Option<Stage> {
        use MigrationState as State;
        match state {
            State::Completed | State::CompletedWithIssues => Some(Stage::Completed),
            State::Failed | State::Stopped => Some(Stage::Failed),
            State::NotStarted => Some(Stage::NotStarted),
            State::Unknown(_) => Some(Stage::Unknown),
            State::Removed => None,
            State::Queued
            | State::Preparing
            | State::Syncing
            | State::Synced
            | State::SyncedWithErrors
            | State::Completing => Some(Stage::InFlight),
        }
    }

    /// The word in class names and data.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Completed => "completed",
            Stage::InFlight => "in-flight",
            Stage::Failed => "failed",
            Stage::NotStarted => "not-started",
            Stage::Unknown => "unknown",
        }
    }
}

/// Units or bytes by stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts([u64; 5]);

impl Amounts {
    /// How much is in a stage.
    pub fn of(&self, stage: Stage) -> u64 {
        self.0[stage as usize]
    }

    /// All of it.
    pub fn total(&self) -> u64 {
        self.0.iter().fold(0, |sum, amount| sum.saturating_add(*amount))
    }

    /// Adds to a stage.
    pub fn add(&mut self, stage: Stage, amount: u64) {
        self.0[stage as usize] = self.0[stage as usize].saturating_add(amount);
    }

    /// Adds another's stages to this one's.
    pub fn extend(&mut self, other: &Amounts) {
        Stage::ALL.into_iter().for_each(|stage| self.add(stage, other.of(stage)));
    }

    /// Of these amounts those whose places others take: of each stage as many as the others have in it, then of the stages
    /// of which least is known. At most all of them.
    pub fn replaced(&self, others: &Amounts) -> Amounts {
        let mut out = Amounts::default();
        for stage in Stage::ALL {
            out.add(stage, others.of(stage).min(self.of(stage)));
        }
        let mut left = others.total().min(self.total()) - out.total();
        for stage in [Stage::Unknown, Stage::NotStarted, Stage::InFlight, Stage::Failed, Stage::Completed] {
            let more = left.min(self.of(stage) - out.of(stage));
            out.add(stage, more);
            left -= more;
        }
        out
    }

    /// Takes amounts out, down to nothing.
    pub fn take_out(&mut self, others: &Amounts) {
        for stage in Stage::ALL {
            self.0[stage as usize] = self.0[stage as usize].saturating_sub(others.of(stage));
        }
    }

    /// What is not moved yet.
    pub fn remaining(&self) -> u64 {
        self.total() - self.of(Stage::Completed)
    }
}

/// How large units are, as far as exports say it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    /// Bytes by stage.
    pub bytes: Amounts,
    /// Of how many units the size is known.
    pub units: u64,
}

impl Sizes {
    /// Adds another's sizes to these.
    pub fn extend(&mut self, other: &Sizes) {
        self.bytes.extend(&other.bytes);
        self.units = self.units.saturating_add(other.units);
    }
}
