//! The statuses of FTOP, to the letter.

/// FTOP's list of statuses, to the letter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FtopStatus {
    /// Not Started
    NotStarted,
    /// Not Required
    NotRequired,
    /// In Progress
    InProgress,
    /// Complete
    Complete,
    /// Paused-Customer Delay
    Paused,
    /// Deferred-Customer Extended Delay
    Deferred,
    /// Warning
    Warning,
    /// Blocked-Pending Remediation
    BlockedPendingRemediation,
    /// Blocked-Technical-Customer
    BlockedTechnicalCustomer,
    /// Blocked-Business
    BlockedBusiness,
    /// Blocked-Other
    BlockedOther,
    /// Blocked-Technical-MS
    BlockedTechnicalMicrosoft,
    /// Cancelled
    Cancelled,
    /// A word that FTOP does not have, kept as written; counts as open.
    Unknown(String),
}

const STATUSES: [(FtopStatus, &str); 13] = [
    (FtopStatus::NotStarted, "Not Started"),
    (FtopStatus::NotRequired, "Not Required"),
    (FtopStatus::InProgress, "In Progress"),
    (FtopStatus::Complete, "Complete"),
    (FtopStatus::Paused, "Paused-Customer Delay"),
    (FtopStatus::Deferred, "Deferred-Customer Extended Delay"),
    (FtopStatus::Warning, "Warning"),
    (FtopStatus::BlockedPendingRemediation, "Blocked-Pending Remediation"),
    (FtopStatus::BlockedTechnicalCustomer, "Blocked-Technical-Customer"),
    (FtopStatus::BlockedBusiness, "Blocked-Business"),
    (FtopStatus::BlockedOther, "Blocked-Other"),
    (FtopStatus::BlockedTechnicalMicrosoft, "Blocked-Technical-MS"),
    (FtopStatus::Cancelled, "Cancelled"),
];

impl FtopStatus {
    /// The thirteen statuses as FTOP writes them.
    pub const WORDS: [&'static str; 13] = {
        let mut words = [""; 13];
        let mut i = 0;
        while i < 13 {
            words[i] = STATUSES[i].1;
            i += 1;
        }
        words
    };

    /// Reads a status. Case does not count, nor do blanks around hyphens: `Blocked - Other`.
    pub fn parse(text: &str) -> Self {
        if let Some((status, _)) = STATUSES.iter().find(|(_, name)| *name == text) {
            return status.clone();
        }
        let word = spelling(text);
        let known = STATUSES.iter().find(|(_, name)| spelling(name) == word);
        known.map_or_else(|| FtopStatus::Unknown(crate::text::folded(text)), |(status, _)| status.clone())
    }

    /// The status to the letter, an unknown one as written.
    pub fn as_str(&self) -> &str {
        match self {
            FtopStatus::Unknown(text) => text,
            known => STATUSES.iter().find(|(status, _)| status == known).map_or("", |(_, name)| name),
        }
    }

    /// Whether it is one of the five Blocked statuses.
    pub fn is_blocked(&self) -> bool {
        self.as_str().starts_with("Blocked-") && !matches!(self, FtopStatus::Unknown(_))
    }

    /// Whether it sets the task aside: Not Required or Cancelled.
    pub fn sets_aside(&self) -> bool {
        matches!(self, FtopStatus::NotRequired | FtopStatus::Cancelled)
    }

    /// Whether the task waits: paused, deferred or with a warning.
    pub fn waits(&self) -> bool {
        matches!(self, FtopStatus::Paused | FtopStatus::Deferred | FtopStatus::Warning)
    }
}

fn spelling(text: &str) -> String {
    crate::text::comparable(text).replace(['–', '—'], "-").replace(" -", "-").replace("- ", "-")
}
