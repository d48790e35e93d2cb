//! The closed list of codes. Each has a page of the same name in `book/pages/codes/`.

use std::fmt;

/// How grave a finding is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Content is lost or wrong for a reader.
    Error,
    /// Something a careful author would mend.
    Warning,
    /// Worth knowing.
    Info,
    /// Not reported.
    Off,
}

impl Severity {
    /// The word used in messages and files.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
            Severity::Off => "off",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $severity:ident;)+) => {
        /// A rule's name. The list is closed: a finding has one of these or does not exist.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every code, in the order of this list.
            pub const ALL: &'static [Code] = &[$(Code::$variant),+];

            /// The name as written in messages, configuration and the manual.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $name,)+ }
            }

            /// The severity unless the configuration says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)+ }
            }

            /// What it is about, in one sentence.
            pub fn summary(self) -> &'static str {
                match self { $(Code::$variant => concat!($($doc),+).trim_ascii(),)+ }
            }
        }
    };
}

codes! {
    // Files and configuration.
    /// A file could not be read.
    UnreadableFile = "unreadable-file", Error;
    /// A text file is not UTF-8.
    NotUtf8 = "not-utf8", Error;
    /// The project file, an engagement or a toc is not valid YAML or has a value of the wrong kind.
    InvalidConfig = "invalid-config", Error;
    /// A key that no file of this kind has.
    UnknownKey = "unknown-key", Error;
    /// The front matter is not valid YAML; what could be read was kept.
    FrontMatterInvalid = "front-matter-invalid", Warning;
    /// The same key stands twice in the front matter.
    FrontMatterDuplicateKey = "front-matter-duplicate-key", Warning;
    /// A page lacks a key that its front matter must have, or that nearly all others have.
    FrontMatterMissingKey = "front-matter-missing-key", Info;
    /// Two pages want the same address.
    UrlConflict = "url-conflict", Error;
    /// A link of the file system leads out of the project, or to what is never published.
    UnfollowedLink = "unfollowed-link", Warning;
    /// An engagement lies among the pages, and no setting names its folder.
    UndeclaredEngagements = "undeclared-engagements", Error;
    /// Pages name audiences, and the project has no editions.
    AudiencesWithoutEditions = "audiences-without-editions", Warning;
    /// A template of the theme could not be used.
    TemplateError = "template-error", Error;
    /// A comment switches off findings that are not there.
    UnusedDisable = "unused-disable", Info;

    // Links and what they point to.
    /// A link to a page or file that is not there.
    BrokenLink = "broken-link", Warning;
    /// A link to a heading that the page does not have.
    BrokenAnchor = "broken-anchor", Warning;
    /// An image that is not there.
    MissingImage = "missing-image", Warning;
    /// An include that is not there.
    MissingInclude = "missing-include", Error;
    /// An include that includes itself, directly or through others.
    IncludeCycle = "include-cycle", Error;
    /// A page takes in more files than it can show.
    TooManyIncludes = "too-many-includes", Error;
    /// A code snippet, or the region of it, that is not there.
    MissingSnippet = "missing-snippet", Error;
    /// A link whose upper and lower case differ from the file's.
    CaseMismatch = "case-mismatch", Warning;
    /// A link whose path has a `\` where a `/` belongs.
    BackslashInLink = "backslash-in-link", Info;
    /// A table of contents names a page that is not there.
    TocTargetMissing = "toc-target-missing", Warning;
    /// A link to a page that this edition does not have.
    CrossEditionLink = "cross-edition-link", Warning;
    /// A page that neither a table of contents nor another page leads to.
    OrphanPage = "orphan-page", Info;
    /// A link to one of several headings or anchors of the same name.
    DuplicateAnchor = "duplicate-anchor", Info;
    /// A link without an address or without text.
    EmptyLink = "empty-link", Warning;
    /// An address as the mail filter of Outlook rewrote it.
    Safelink = "safelink", Warning;
    /// A web address that stands in the text as it is.
    BareUrl = "bare-url", Info;

    // Text and pictures.
    /// An image without words for those who do not see it.
    MissingAltText = "missing-alt-text", Warning;
    /// A character without width amid the text, which breaks searches and names.
    ZeroWidthCharacter = "zero-width-character", Info;
    /// HTML that the site leaves out, or words in angle brackets that are read as HTML.
    HtmlNotAllowed = "html-not-allowed", Warning;

    // Tables.
    /// Two task rows stand on one line.
    RunOnRow = "run-on-row", Warning;
    /// A row begins with an empty cell that pushes every other to the right.
    ShiftedRow = "shifted-row", Warning;
    /// A row has fewer or more cells than its table.
    RowCellCount = "row-cell-count", Warning;
    /// One row is broken over two lines.
    BrokenRow = "broken-row", Warning;
    /// The delimiter row has another number of cells than the header, or is missing.
    DelimiterMismatch = "delimiter-mismatch", Warning;
    /// A table follows a line of text without a blank line, or its rows stand apart from it.
    DetachedTable = "detached-table", Warning;
    /// A table whose cells do not stand under each other.
    TableLayout = "table-layout", Off;
    /// Markers of an unfinished merge.
    MergeConflict = "merge-conflict", Error;
    /// A row of a task table that cannot be read as a task.
    UnreadableRow = "unreadable-row", Error;

    // Tasks.
    /// A task id stands twice on one page.
    DuplicateTaskId = "duplicate-task-id", Warning;
    /// Occurrences of one task disagree in name, requirement, role or services.
    ConflictingTask = "conflicting-task", Info;
    /// A role that the vocabulary does not know.
    UnknownRole = "unknown-role", Warning;
    /// A service that the vocabulary does not know.
    UnknownService = "unknown-service", Warning;
    /// A phase that the configuration does not list.
    UnknownPhase = "unknown-phase", Warning;
    /// A cell that says neither mandatory nor optional.
    UnknownRequirement = "unknown-requirement", Warning;
    /// A role or service by a short or old name.
    AliasUsed = "alias-used", Info;
    /// A task that the page of task details beside it does not describe.
    TaskWithoutDetails = "task-without-details", Info;
    /// Details of a task that no table has.
    DetailsWithoutTask = "details-without-task", Warning;

    // Refresh summaries.
    /// A date that no calendar has.
    RefreshDateInvalid = "refresh-date-invalid", Warning;
    /// A date whose day and month cannot be told apart.
    RefreshDateAmbiguous = "refresh-date-ambiguous", Info;
    /// A date in another form than the others of its page.
    RefreshDateForm = "refresh-date-form", Info;
    /// A date after today.
    RefreshDateInFuture = "refresh-date-in-future", Warning;
    /// Entries that are not in order of their dates.
    RefreshOutOfOrder = "refresh-out-of-order", Info;
    /// The date of the front matter lies before the newest entry of the refresh summary.
    PageDateOlderThanRefresh = "page-date-older-than-refresh", Info;
    /// A page that was not changed for longer than the project allows.
    StalePage = "stale-page", Info;

    // Metadata as a table.
    /// A row or cell of a table of metadata that was not written into its page.
    MetadataNotApplied = "metadata-not-applied", Error;

    // Editions.
    /// An audience that no edition is for.
    UnknownEdition = "unknown-edition", Warning;
    /// An audience of an edition that no page is for.
    UnusedAudience = "unused-audience", Warning;
    /// A block for some readers that no line closes.
    UnclosedAudience = "unclosed-audience", Warning;
    /// A line that may begin or end a block for some readers, or of which it is not certain who may read it.
    DoubtfulAudience = "doubtful-audience", Error;
    /// An edition publishes what only another one has.
    EditionLeak = "edition-leak", Error;

    // Translations.
    /// A translation lacks a task of the original.
    TranslationMissingTask = "translation-missing-task", Warning;
    /// A translation has a task that the original does not have.
    TranslationExtraTask = "translation-extra-task", Warning;
    /// A task is mandatory in one language and optional in another.
    TranslationRequirementDiffers = "translation-requirement-differs", Warning;
    /// The original was changed after the translation.
    TranslationOutdated = "translation-outdated", Info;

    // Engagements.
    /// A status for a task that the playbook does not have.
    StatusForUnknownTask = "status-for-unknown-task", Error;
    /// A status for a task that is not in scope.
    StatusOutOfScope = "status-out-of-scope", Info;
    /// A status that FTOP does not have.
    UnknownStatus = "unknown-status", Error;
    /// A waiver without reason, approver or date.
    WaiverIncomplete = "waiver-incomplete", Warning;
    /// Two sources disagree about one task.
    StatusConflict = "status-conflict", Warning;
    /// A date that is before another it must follow.
    DateOrder = "date-order", Warning;
    /// A row of a status table that could not be used.
    UnreadableStatusRow = "unreadable-status-row", Error;
    /// A task in work of which nothing was reported for longer than the project allows.
    StaleStatus = "stale-status", Info;
    /// The engagement and an export count the units of a batch differently.
    BatchCountMismatch = "batch-count-mismatch", Warning;
    /// The parts of the entitlements are not the available ones.
    EntitlementsDoNotAddUp = "entitlements-do-not-add-up", Warning;

    // Exports of migration tools.
    /// A file whose columns no known format has.
    UnknownExport = "unknown-export", Error;
    /// A report of a migration tool that says nothing of a unit's state.
    UnneededExport = "unneeded-export", Info;
    /// A row or cell of an export that could not be used.
    UnreadableExportRow = "unreadable-export-row", Error;
    /// A status word that the tool's vocabulary does not have.
    UnknownUnitStatus = "unknown-unit-status", Info;
    /// Two exports, or an export and the engagement, contradict each other.
    ExportConflict = "export-conflict", Warning;
    /// Dates of an export whose day and month cannot be told apart.
    ExportDateAmbiguous = "export-date-ambiguous", Warning;
    /// Numbers of an export whose decimals and thousands cannot be told apart.
    ExportNumberAmbiguous = "export-number-ambiguous", Warning;
}

impl Code {
    /// Whether nothing is published while a finding of this code is an error: it would reach readers it is not meant for. Authors
    /// cannot switch such a finding off by a comment.
    pub fn stops_publishing(self) -> bool {
        matches!(self, Code::EditionLeak | Code::DoubtfulAudience)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Code {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Code::ALL.iter().copied().find(|code| code.as_str() == text).ok_or(())
    }
}
