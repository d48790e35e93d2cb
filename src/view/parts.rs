//! The pieces that pages are made of. Plain fields, ready to print: a template loops, tests for presence, prints.

use serde::Serialize;

/// A link with its text. `href` is relative to the page that shows it.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct Link {
    /// What is read.
    pub text: String,
    /// Where it leads.
    pub href: String,
    /// Whether it leads to the page that shows it.
    pub current: bool,
}

/// The same page in one of the site's languages.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Translation {
    /// The language's own name: `Deutsch`.
    pub text: String,
    /// BCP 47 tag of the language.
    pub language: String,
    /// The page in that language, or the home page there.
    pub href: String,
    /// Whether it is the language that is being read.
    pub current: bool,
    /// Whether the page is missing in that language; the link leads to its home page then.
    pub missing: bool,
    /// The absolute address of the page in that language, if the project names a base and the language has the page.
    pub absolute: Option<String>,
}

/// The same page in one of the versions of the playbook.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct VersionLink {
    /// The version's name.
    pub text: String,
    /// The page in that version, or the home page there.
    pub href: String,
    /// Whether it is the version that is being read.
    pub current: bool,
    /// Whether the version does not have the page; the link leads to its home page then.
    pub missing: bool,
    /// The absolute address of the page in that version, if the project names a base and the version has the page.
    pub absolute: Option<String>,
}

/// What a page of an older version says of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Outdated {
    /// The version that is being read.
    pub version: String,
    /// The page in the current version.
    pub newest: VersionLink,
}

/// A role, service, phase or motion as a small label; without `href` where there is no page for it.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct Chip {
    /// The name.
    pub text: String,
    /// Its page.
    pub href: Option<String>,
    /// Whether the vocabulary knows the name.
    pub known: bool,
}

/// A day, for machines and for people.
#[derive(Clone, Debug, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Day {
    /// `2020-03-02`
    pub iso: String,
    /// `2 Mar 2020`, in the language of the page.
    pub text: String,
}

/// One entry of the tree of pages. Only the branch of the current page is open; closed branches have no `children`.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct TreeItem {
    /// The entry's name.
    pub text: String,
    /// Its page; none for a heading that only groups.
    pub href: Option<String>,
    /// Whether it is the page that shows the tree.
    pub current: bool,
    /// Whether its branch holds the current page.
    pub open: bool,
    /// Whether there are entries below it, shown or not.
    pub branch: bool,
    /// The entries below it, if open.
    pub children: Vec<TreeItem>,
    /// What is printed before each of them and after the last; nothing but while entries are printed apart from their page.
    pub mark: String,
}

/// One heading of "on this page".
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Heading {
    /// The heading as plain text.
    pub text: String,
    /// `#anchor`
    pub href: String,
    /// 2 or 3.
    pub level: u8,
}

/// A phase in the lifecycle strip.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Station {
    /// The phase's name.
    pub text: String,
    /// Its page.
    pub href: String,
    /// Whether the page that shows the strip belongs to it.
    pub current: bool,
    /// From 1.
    pub number: usize,
}

/// A table of tasks.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TaskTable {
    /// Unique on the page; the table's element id.
    pub id: String,
    /// What the table holds, for those who do not see it.
    pub caption: String,
    /// Whether any row has a requirement.
    pub with_requirement: bool,
    /// Whether any row has a role.
    pub with_roles: bool,
    /// Whether any row has a service.
    pub with_services: bool,
    /// Whether rows say where they stand (tables gathered from several pages do).
    pub with_place: bool,
    /// How many rows there are.
    pub count: usize,
    /// How many of them are mandatory.
    pub mandatory: usize,
    /// The rows.
    pub rows: Vec<TaskRow>,
    /// What is printed before each row and after the last; nothing but while rows are printed apart from their page.
    pub mark: String,
}

/// One row of a table of tasks.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct TaskRow {
    /// The task id.
    pub id: u32,
    /// The element id of the row: `task-1328`; empty where the id stood on the page before.
    pub anchor: String,
    /// The task's page.
    pub href: String,
    /// The name as safe inline HTML, links kept.
    pub name_html: String,
    /// The name as plain text.
    pub name: String,
    /// `mandatory`, `optional` or nothing.
    pub requirement: String,
    /// Who does it.
    pub roles: Vec<Chip>,
    /// Which services it is for; "All Services" is one chip.
    pub services: Vec<Chip>,
    /// Page and step it stands on, where the table gathers from several pages.
    pub place: Option<Link>,
    /// The phase's name, where the table gathers from several pages.
    pub phase: Option<String>,
    /// Whether the row had to be mended to be read.
    pub recovered: bool,
}

/// One line of labels under a heading: `Primary Role`, `Applies To`, `Phase`, `Motions`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Fact {
    /// `phase`, `primary_role`, `secondary_role`, `applies_to` or `motions`.
    pub kind: String,
    /// The label in the words of the page.
    pub label: String,
    /// The values.
    pub chips: Vec<Chip>,
}

/// A stretch of an article's body. Stretches of HTML need not be balanced by themselves, only all of them together.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Part {
    /// Safe HTML.
    Html {
        /// The HTML.
        html: String,
    },
    /// A table of tasks.
    Tasks {
        /// The table.
        table: TaskTable,
    },
    /// Label lines under a heading.
    Facts {
        /// The lines.
        facts: Vec<Fact>,
    },
    /// Where the home page shows the lifecycle: after the author's opening words.
    Journey,
}

/// A row of what changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Change {
    /// When; none where the date could not be read.
    pub day: Option<Day>,
    /// The date as written.
    pub date_text: String,
    /// Who changed the page.
    pub who: String,
    /// What changed, as safe inline HTML.
    pub what_html: String,
    /// The page that changed.
    pub page: Link,
}

/// A number of tasks and how many of them must be done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Hash, Serialize)]
pub struct Counts {
    /// All tasks, each id once.
    pub tasks: usize,
    /// The mandatory ones.
    pub mandatory: usize,
}
