//! Everything that a build is made from, gathered before the first stage: the same inputs give the same bytes.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::output::{Origin, Resource};
use crate::text::{FileId, Sources, VirtualPath};

/// The inputs of one build.
#[derive(Debug)]
pub struct Inputs {
    /// The project's settings.
    pub config: Config,
    /// Every text: pages, includes, tables of contents, snippets, engagements, status tables. Paths are relative to the project folder.
    pub sources: Sources,
    /// Pages to publish (Markdown files that the globs name), in order of path.
    pub pages: Vec<FileId>,
    /// Markdown files that are not published but may be included, in order of path.
    pub fragments: Vec<FileId>,
    /// Tables of contents (`toc*.yml`, `toc*.md`), in order of path.
    pub tocs: Vec<FileId>,
    /// Engagement files, in order of path. The tables they name are among the sources under their own paths.
    pub engagements: Vec<FileId>,
    /// Every file below the content folder that is no text of ours, published or not, by path.
    pub files: BTreeMap<VirtualPath, FileKind>,
    /// Theme files by name (`base.html`, `css/site.css`, `messages/de.yml`), overrides already in place.
    pub theme: Theme,
    /// Folders and files of the project that are never published, as those with data of customers.
    pub apart: Vec<VirtualPath>,
    /// The day on which the build says it was made.
    pub today: jiff::civil::Date,
    /// What was asked of the reports, and what earlier ones left behind.
    pub reporting: Reporting,
    /// Whether to say of each file what it was made from, for the manifest.
    pub origins: bool,
    /// The addresses at which the last build published a page, or led on from one.
    pub published: BTreeMap<VirtualPath, Origin>,
    /// Which version of the playbook this is, if it is an older one.
    pub version: Option<String>,
    /// The older versions that are built beside this one.
    pub older: Vec<Older>,
}

/// An older version of the playbook: a build of its own beside the current one.
#[derive(Debug)]
pub struct Older {
    /// What it is made from.
    pub inputs: Inputs,
    /// The bytes of its published files by path, where they lie in a revision and not on the disk.
    pub held: BTreeMap<VirtualPath, std::sync::Arc<[u8]>>,
}

impl Inputs {
    /// Whether a page may quote a file: settings are among the sources, and so is the data of customers.
    pub fn may_be_quoted(&self, path: &VirtualPath) -> bool {
        let is_settings = ["waybook.yml", "docfx.json"].contains(&path.file_name());
        let is_data = self.engagements.iter().any(|file| self.sources.get(*file).path == *path);
        !is_settings && !is_data && !self.apart.iter().any(|folder| path.is_below(folder))
    }

    /// Whether reports are made as workbooks: as it was asked for, else as the project says.
    pub fn makes_workbooks(&self) -> bool {
        self.reporting.wanted.as_ref().map_or(self.config.workbooks, |wanted| wanted.shape == Shape::Workbook)
    }

    /// Whether reports are kept for typesetting.
    pub fn makes_documents(&self) -> bool {
        self.reporting.wanted.as_ref().is_some_and(|wanted| wanted.shape == Shape::Document)
    }

    /// Whether reports are made as pages.
    pub fn makes_pages(&self) -> bool {
        self.reporting.wanted.as_ref().is_none_or(|wanted| wanted.shape != Shape::Workbook)
    }

    /// The day that reports are for: the one asked for, else the project's, else today.
    pub fn report_day(&self) -> jiff::civil::Date {
        self.reporting.as_of.or(self.config.as_of).unwrap_or(self.today)
    }
}

/// What was asked of the reports, and what earlier ones left behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reporting {
    /// The day to report on.
    pub as_of: Option<jiff::civil::Date>,
    /// The JSON files of earlier reports, of whatever engagement.
    pub twins: Vec<Twin>,
    /// The day of the report to compare with, as `2020-03-09`; without it the last one.
    pub since: Option<String>,
    /// Which reports are wanted; without it all that a build makes.
    pub wanted: Option<WantedReports>,
}

/// The JSON file of an earlier report.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Twin {
    /// What stands in it.
    pub text: String,
    /// The engagement that its place names; none where it names none.
    pub engagement: Option<String>,
}

/// Reports in one shape.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct WantedReports {
    /// Which report; all, if none is named.
    pub kind: Option<ReportKind>,
    /// As what.
    pub shape: Shape,
}

/// What a report is made as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A page with its twin.
    Page,
    /// A workbook.
    Workbook,
    /// A document to be typeset, with its twin.
    Document,
}

/// The reports that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReportKind {
    /// How a customer's engagement does.
    Status,
    /// Whether it may be closed.
    Closure,
    /// All customers side by side.
    Portfolio,
}

impl Reporting {
    /// Whether a report is to be made at all.
    pub fn wants(&self, kind: ReportKind) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| wanted.kind.is_none_or(|wanted| wanted == kind))
    }
}

/// What is known of a file that is not read as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Published with the site.
    Published(Resource),
    /// There, but not published.
    Present,
}

/// The files of a theme by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    /// Templates (`*.html`), styles, scripts and messages.
    pub files: BTreeMap<String, std::sync::Arc<[u8]>>,
    /// Names of the files that the project overrides, with the path of each, for findings.
    pub overridden: BTreeMap<String, VirtualPath>,
}
