//! What the project file says, with every default filled in. Read from `waybook.yml`, from a `docfx.json`, or from neither.

mod closure;
mod docfx;
mod empty;
mod exports;
mod file;
mod metadata;
mod values;
mod versions;
mod waybook;

pub use exports::ExportMapping;
pub use file::{NamedAudience, NamedPath, PathRole, ProjectFile};
pub(crate) use metadata::audience_names;
pub use versions::Version;
pub use waybook::PROJECT;

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Severity};
use crate::text::VirtualPath;

/// A project's settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The playbook's title, shown on every page.
    pub title: String,
    /// Absolute address of the published site, with a slash at its end.
    pub base_url: Option<String>,
    /// Where pages can be edited: an address in which `{path}` stands for the page's path.
    pub edit_url: Option<String>,
    /// Where the editor of the author opens a file; `{path}`, `{line}` and `{column}` stand for the place.
    pub editor_url: Option<String>,
    /// Folder of the pages, relative to the project folder; the root where the project folder itself holds them.
    pub content: VirtualPath,
    /// Globs of pages and tables of contents, relative to the content folder.
    pub include: Vec<String>,
    /// Globs of what is left out.
    pub exclude: Vec<String>,
    /// Globs of files that are published as they are.
    pub resources: Vec<String>,
    /// Globs of resources that are left out.
    pub exclude_resources: Vec<String>,
    /// Front matter for pages that do not set a key themselves (DocFX's globalMetadata).
    pub metadata: BTreeMap<String, serde_json::Value>,
    /// Folder of the engagement files, if the project has one.
    pub engagements: Option<VirtualPath>,
    /// Folder of the output.
    pub output: VirtualPath,
    /// Folder of theme files that override the built-in ones.
    pub theme: Option<VirtualPath>,
    /// Name of the built-in theme: `default` or `plain`.
    pub base_theme: String,
    /// One site each, in the order of the file; empty means one edition of everything.
    pub editions: Vec<Edition>,
    /// Languages in the order of the file; empty means one.
    pub languages: Vec<Language>,
    /// Versions of the playbook, the current one first; empty means that there is but one.
    pub versions: Vec<Version>,
    /// Canonical names of the phases in lifecycle order.
    pub phases: Vec<String>,
    /// Further spellings of roles: canonical name to spellings.
    pub roles: BTreeMap<String, Vec<String>>,
    /// Further spellings of services: canonical name to spellings.
    pub services: BTreeMap<String, Vec<String>>,
    /// Formats of exports that the project adds.
    pub exports: Vec<ExportMapping>,
    /// Days that are no working days.
    pub calendar: Calendar,
    /// The day that reports are for; without it, today.
    pub as_of: Option<jiff::civil::Date>,
    /// Whether a build makes a workbook of each report.
    pub workbooks: bool,
    /// The folder with JSON files of earlier status reports, if the project keeps them.
    pub earlier_reports: Option<VirtualPath>,
    /// The edition that reports are made from where an engagement names none.
    pub report_edition: Option<String>,
    /// Ids of the tasks that must be done before an engagement is closed; none where the project does not say.
    pub exit_tasks: Option<Vec<u32>>,
    /// Thresholds of health.
    pub health: Health,
    /// Severities that differ from the rules' own.
    pub check: BTreeMap<Code, Severity>,
    /// What rules are told besides.
    pub rules: Rules,
    /// Whether a site shows the findings, and of which edition.
    pub findings: FindingsPage,
    /// Name, logo and colour.
    pub brand: Brand,
    /// Whether the site can be searched.
    pub search: bool,
    /// Folders of fonts for PDF reports.
    pub fonts: Vec<VirtualPath>,
}

/// What rules are told besides their severities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Days after which a page is stale; without it none is.
    pub stale_page_days: Option<u32>,
    /// Days that a translation may lie behind the original; 30, if left out.
    pub translation_days: Option<u32>,
    /// Keys that the front matter of every page must have; without it, those that nearly all pages have.
    pub front_matter_keys: Option<Vec<String>>,
}

/// Whether a site shows the findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FindingsPage {
    /// None does.
    #[default]
    Nowhere,
    /// The site of the edition for the audience `internal`, or the only one.
    Internal,
    /// The site of this edition.
    Edition(String),
}

/// The audience that one site is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Its name, which is also its folder and the suffix of its variants (`index--partner.md`).
    pub name: String,
    /// Values of `ft.audience` that belong to it.
    pub audiences: Vec<String>,
}

impl Edition {
    /// Whether it is for our own people: by its name or one of its audiences.
    pub fn is_internal(&self) -> bool {
        self.name == "internal" || self.audiences.iter().any(|name| name == "internal")
    }

    /// Whether one of some audiences is among its own. Upper and lower case do not count.
    pub fn is_for<'n>(&self, names: impl IntoIterator<Item = &'n String>) -> bool {
        names.into_iter().any(|name| self.audiences.iter().any(|own| own.to_lowercase() == name.to_lowercase()))
    }
}

/// One language of the playbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// BCP 47 tag.
    pub tag: String,
    /// Folder of its pages, relative to the content folder.
    pub folder: VirtualPath,
    /// What its file names end in, as `-de`.
    pub suffix: String,
}

/// Days that are no working days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Days of the week without work.
    pub weekend: Vec<jiff::civil::Weekday>,
    /// Single days without work.
    pub holidays: Vec<jiff::civil::Date>,
    /// Where days begin and end, as reports name it.
    pub time_zone: Option<String>,
}

/// Thresholds of health.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// Working days after the target from which a forecast is red.
    pub late_red_days: u32,
    /// Days after which a status is stale.
    pub stale_status_days: u32,
}

/// Name, logo and colour of who publishes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brand {
    /// Shown in the header instead of the title.
    pub name: Option<String>,
    /// Image file, relative to the project folder.
    pub logo: Option<VirtualPath>,
    /// Accent colour, `#rrggbb`.
    pub color: Option<String>,
    /// The line at the foot of each page.
    pub footer: Option<String>,
}

/// The phases of the FastTrack lifecycle in order.
const PHASES: [&str; 12] = [
    "Presales",
    "Validation",
    "Assignment",
    "Engagement",
    "Initiate",
    "Assess",
    "Remediate",
    "Enable",
    "Migrate",
    "Adoption",
    "Operate",
    "Success",
];

impl Default for Config {
    fn default() -> Self {
        let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        Self {
            title: "Playbook".to_owned(),
            base_url: None,
            edit_url: None,
            editor_url: None,
            content: VirtualPath::root(),
            include: texts(&["**/*.md", "**/*.yml"]),
            exclude: Vec::new(),
            resources: texts(&["**/*.{png,jpg,jpeg,gif,svg,webp,ico,pdf,pptx,docx,xlsx,zip,mp4,csv}"]),
            exclude_resources: Vec::new(),
            metadata: BTreeMap::new(),
            engagements: None,
            output: VirtualPath::new("site").unwrap_or_else(VirtualPath::root),
            theme: None,
            base_theme: "default".to_owned(),
            editions: Vec::new(),
            languages: Vec::new(),
            versions: Vec::new(),
            phases: texts(&PHASES),
            roles: BTreeMap::new(),
            services: BTreeMap::new(),
            exports: Vec::new(),
            calendar: Calendar::default(),
            as_of: None,
            workbooks: false,
            earlier_reports: None,
            report_edition: None,
            exit_tasks: None,
            health: Health::default(),
            check: BTreeMap::new(),
            rules: Rules::default(),
            findings: FindingsPage::default(),
            brand: Brand::default(),
            search: true,
            fonts: Vec::new(),
        }
    }
}

impl Default for Calendar {
    fn default() -> Self {
        use jiff::civil::Weekday;
        Self { weekend: vec![Weekday::Saturday, Weekday::Sunday], holidays: Vec::new(), time_zone: None }
    }
}

impl Default for Health {
    fn default() -> Self {
        Self { late_red_days: 10, stale_status_days: 14 }
    }
}

#[cfg(test)]
mod tests {
    use super::Edition;

    #[test]
    fn an_edition_is_for_its_audiences_in_any_case() {
        let edition = Edition { name: "a".to_owned(), audiences: vec!["Partner".to_owned(), "öffentlich".to_owned()] };
        let is_for = |names: &[&str]| edition.is_for(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        for names in [&["Partner"][..], &["PARTNER"], &["partner"], &["ÖFFENTLICH"], &["other", "partner"]] {
            assert!(is_for(names), "{names:?}");
        }
        for names in [&[][..], &["a"], &["part"], &["other"]] {
            assert!(!is_for(names), "{names:?}");
        }
    }
}
