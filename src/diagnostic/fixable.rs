//! Which findings a command can mend: one table, from which the manual's pages are checked.

use super::Code;

/// Whether findings of a code come with a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixable {
    /// `waybook check --fix` mends them, at least those with one answer.
    Safely,
    /// They have a likely answer, which needs `--unsafe`.
    Likely,
    /// `waybook fmt` mends them, and `waybook check --fix` where the rule is on.
    ByFmt,
    /// Only a person can.
    No,
}

impl Fixable {
    /// The sentence in the manual's page on a code.
    pub fn sentence(self) -> &'static str {
        match self {
            Fixable::Safely => "`waybook check --fix` mends it where there is only one answer. See [Mend](../mend.md).",
            Fixable::Likely => "`waybook check --fix --unsafe` writes the likely answer. See [Mend](../mend.md).",
            Fixable::ByFmt => "`waybook fmt` mends it. See [Mend](../mend.md).",
            Fixable::No => "Only a person can mend it.",
        }
    }
}

impl Code {
    /// Whether its findings can be mended by a command.
    pub fn fixable(self) -> Fixable {
        match self {
            Code::FrontMatterInvalid
            | Code::UnusedDisable
            | Code::BrokenLink
            | Code::MissingImage
            | Code::BrokenAnchor
            | Code::CaseMismatch
            | Code::BackslashInLink
            | Code::Safelink
            | Code::BareUrl
            | Code::ZeroWidthCharacter
            | Code::HtmlNotAllowed
            | Code::RunOnRow
            | Code::ShiftedRow
            | Code::RowCellCount
            | Code::BrokenRow
            | Code::DelimiterMismatch
            | Code::DetachedTable
            | Code::AliasUsed
            | Code::RefreshDateForm => Fixable::Safely,
            Code::UnknownRole | Code::UnknownService | Code::UnknownPhase | Code::RefreshDateAmbiguous => {
                Fixable::Likely
            }
            Code::TableLayout => Fixable::ByFmt,
            _ => Fixable::No,
        }
    }
}
