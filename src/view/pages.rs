//! Exactly what each kind of page shows.

use serde::Serialize;

use super::parts::*;

/// What all pages of one edition and language share.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Site {
    /// The playbook's title.
    pub title: String,
    /// BCP 47 tag: `en`, `de`, `zh-Hans`.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: String,
    /// The edition's name, where there is more than one.
    pub edition: Option<String>,
    /// The brand's name, or the playbook's title.
    pub brand: String,
    /// Path of the logo from the site's root.
    pub logo: Option<String>,
    /// Accent colours, contrast checked: a CSS value for light and one for dark; none for the theme's own.
    pub accent: Option<Accent>,
    /// The line at the foot of each page.
    pub footer: Option<String>,
    /// Absolute address of the site, with a slash at its end, if the project names one.
    pub base_url: Option<String>,
    /// Whether the site has a search index.
    pub search: bool,
}

/// The brand's colour in both schemes.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Accent {
    /// On a light ground; at least 4.5 : 1.
    pub light: String,
    /// On a dark ground; at least 4.5 : 1.
    pub dark: String,
}

/// What stands around the content of any page.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Frame {
    /// The page's title.
    pub title: String,
    /// One sentence for search engines and feeds.
    pub description: String,
    /// BCP 47 tag of the content, which may differ from the site's.
    pub language: String,
    /// How the page reaches the site's root: ``, `../`, `../../`.
    pub root: String,
    /// The page's own path from the site's root.
    pub path: String,
    /// Its absolute address, if the project names a base; of an older version, that of the page in the current one.
    pub canonical: Option<String>,
    /// The page in each language of the site, this one included; empty where there is only one.
    pub languages: Vec<Translation>,
    /// The page in each version of the playbook, this one included; empty where there is only one.
    pub versions: Vec<VersionLink>,
    /// Set on the pages of an older version.
    pub outdated: Option<Outdated>,
    /// The page on how far this language is from the first, where there is one.
    pub parity: Option<String>,
    /// What is printed before and after the link to it; nothing but while a page is printed for several editions.
    pub parity_mark: String,
    /// Which entry of the top bar is lit: `playbook`, `tasks`, `roles`, `services`, `changes` or nothing.
    pub section: String,
    /// From the home page down to the parent.
    pub crumbs: Vec<Link>,
    /// Whether there is a tree of pages.
    pub with_tree: bool,
    /// The tree of pages, open at this one.
    pub tree: Vec<TreeItem>,
    /// What is printed before each entry of its first level and after the last; nothing but while entries are printed apart
    /// from their page.
    pub tree_mark: String,
    /// Which level of the tree has the most entries; the first is 0.
    #[serde(skip)]
    pub longest_level: usize,
    /// Headings of this page.
    pub contents: Vec<Heading>,
    /// The page before this one.
    pub previous: Option<Link>,
    /// The page after this one.
    pub next: Option<Link>,
    /// The lifecycle; empty where the playbook has no phases.
    pub lifecycle: Vec<Station>,
}

/// A page that an author wrote. Template `article.html`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Article {
    /// Around it.
    pub frame: Frame,
    /// Its body, the first heading included.
    pub body: Vec<Part>,
    /// The last change by its refresh summary or its front matter.
    pub updated: Option<Day>,
    /// Where the page can be edited.
    pub edit: Option<String>,
    /// Set on the page that is the site's home: what to show below the body.
    pub home: Option<Home>,
}

/// What the home page shows besides its text.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Home {
    /// The lifecycle, phase by phase.
    pub phases: Vec<PhaseCard>,
    /// All tasks of the playbook.
    pub counts: Counts,
    /// How many pages there are.
    pub pages: usize,
    /// Roles with their number of tasks, the busiest first.
    pub roles: Vec<Tally>,
    /// Services with their number of tasks, the busiest first.
    pub services: Vec<Tally>,
    /// The latest changes.
    pub changes: Vec<Change>,
}

/// A phase and what it consists of.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PhaseCard {
    /// The phase's page.
    pub link: Link,
    /// From 1.
    pub number: usize,
    /// Its processes.
    pub processes: Vec<Link>,
    /// Its tasks.
    pub counts: Counts,
}

/// A name with its number of tasks.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Tally {
    /// The page of the role or service.
    pub link: Link,
    /// Its tasks.
    pub counts: Counts,
    /// Share of the largest, 0 to 100, for the bar.
    pub percent: usize,
}

/// All tasks. Template `tasks.html`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TaskIndex {
    /// Around it.
    pub frame: Frame,
    /// Every task once, at its first occurrence.
    pub table: TaskTable,
    /// Values to narrow the table by: phases, roles, services that occur in it.
    pub facets: Vec<Facet>,
}

/// A way to narrow a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facet {
    /// `phase`, `role` or `service`.
    pub kind: String,
    /// The values that occur.
    pub values: Vec<String>,
}

/// One task. Template `task.html`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TaskPage {
    /// Around it.
    pub frame: Frame,
    /// The task as it first occurs.
    pub row: TaskRow,
    /// Each place it stands, with what is said of it there.
    pub occurrences: Vec<Occurrence>,
    /// Whether the occurrences disagree in name, requirement, role or services.
    pub disagrees: bool,
    /// Descriptions from pages of task details.
    pub details: Vec<Details>,
    /// Changes that name the task.
    pub history: Vec<Change>,
}

/// One place where a task stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Occurrence {
    /// The row on its page.
    pub page: Link,
    /// The step's heading, if there is one.
    pub step: Option<String>,
    /// The phases of the page.
    pub phases: Vec<Chip>,
    /// BCP 47 tag of the page's language.
    pub language: String,
    /// What is said of it there.
    pub row: TaskRow,
}

/// A description of a task.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Details {
    /// The section on its page.
    pub page: Link,
    /// The section without its heading.
    pub html: String,
}

/// What one role does, or what one service needs. Templates `role.html`, `service.html`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Gathering {
    /// Around it.
    pub frame: Frame,
    /// The role or service.
    pub name: String,
    /// Its tasks.
    pub counts: Counts,
    /// Its tasks by phase, mandatory first.
    pub groups: Vec<Group>,
    /// How many steps it leads, or apply to it.
    pub step_count: usize,
    /// The steps.
    pub steps: Vec<Link>,
    /// As [`TaskTable::mark`], for steps.
    pub step_mark: String,
}

/// Tasks under a heading.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Group {
    /// The phase, or "outside the lifecycle" in the words of the site.
    pub title: String,
    /// Element id of the heading.
    pub anchor: String,
    /// The phase's page.
    pub href: Option<String>,
    /// The tasks.
    pub table: TaskTable,
}

/// All roles, or all services. Templates `roles.html`, `services.html`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TallyIndex {
    /// Around it.
    pub frame: Frame,
    /// The busiest first.
    pub items: Vec<Tally>,
}

/// One phase. Template `phase.html`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PhasePage {
    /// Around it.
    pub frame: Frame,
    /// The phase.
    pub name: String,
    /// Its tasks.
    pub counts: Counts,
    /// How many processes it has.
    pub process_count: usize,
    /// Its processes in order.
    pub processes: Vec<ProcessCard>,
    /// As [`TaskTable::mark`], for processes.
    pub process_mark: String,
    /// All its tasks.
    pub table: TaskTable,
}

/// A process as its phase shows it.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct ProcessCard {
    /// Its page.
    pub link: Link,
    /// The page's description.
    pub description: String,
    /// Its steps.
    pub steps: Vec<Link>,
    /// Who leads them.
    pub roles: Vec<Chip>,
    /// Its tasks.
    pub counts: Counts,
}

/// The map of the lifecycle. Template `lifecycle.html`. Lengths are pixels, from the upper left corner.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Map {
    /// Around it.
    pub frame: Frame,
    /// How wide the drawing is.
    pub width: f32,
    /// How high.
    pub height: f32,
    /// The phases, from the left.
    pub columns: Vec<MapColumn>,
    /// The processes, column by column.
    pub boxes: Vec<MapBox>,
    /// What leads to what.
    pub arrows: Vec<Arrow>,
    /// The same in words.
    pub follows: Vec<Follows>,
}

/// A phase on the map.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MapColumn {
    /// Its page.
    pub link: Link,
    /// From 1.
    pub number: usize,
    /// Its left edge.
    pub x: f32,
}

/// A process on the map.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MapBox {
    /// Its page.
    pub link: Link,
    /// Its left edge.
    pub x: f32,
    /// Its upper edge.
    pub y: f32,
    /// How wide it is.
    pub width: f32,
    /// How high it is.
    pub height: f32,
    /// Its title, line by line.
    pub lines: Vec<MapLine>,
}

/// A line of a title.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MapLine {
    /// Where its letters stand.
    pub y: f32,
    /// The words.
    pub text: String,
}

/// An arrow from a process to one of its next steps.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Arrow {
    /// Its curve, as the attribute `d` of an SVG path.
    pub path: String,
    /// Whether it leads back to what was before.
    pub back: bool,
}

/// What the Next Steps of a process lead to.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Follows {
    /// The process.
    pub from: Link,
    /// Its next ones.
    pub to: Vec<Link>,
}

/// What changed, by month. Template `changes.html`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Changes {
    /// Around it.
    pub frame: Frame,
    /// The latest month first.
    pub months: Vec<Month>,
    /// Entries without a readable date.
    pub undated: Vec<Change>,
}

/// The changes of one month.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Month {
    /// `January 2020`, in the language of the site.
    pub title: String,
    /// Element id of the heading.
    pub anchor: String,
    /// The latest first.
    pub changes: Vec<Change>,
}

/// The page for addresses that lead nowhere. Template `404.html`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NotFound {
    /// Around it; `root` is absolute, since the page is shown at any address.
    pub frame: Frame,
}

/// How far a language is from the first. Template `parity.html`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Parity {
    /// Around it.
    pub frame: Frame,
    /// Tag of the first language.
    pub source: String,
    /// Tag of this one.
    pub language: String,
    /// How many differences there are.
    pub count: usize,
    /// By kind; kinds without any are left out.
    pub groups: Vec<ParityGroup>,
}

/// The differences of one kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ParityGroup {
    /// Its word in class names: `task-missing`.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// How many.
    pub count: usize,
    /// Whether they are about tasks, and not about pages.
    pub of_tasks: bool,
    /// Whether any has a place in the first language.
    pub there: bool,
    /// Whether any has a place in this one.
    pub here: bool,
    /// Each of them.
    pub rows: Vec<ParityRow>,
}

/// One difference.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ParityRow {
    /// The task, if it is about one.
    pub id: Option<u32>,
    /// The task's or page's name.
    pub name: String,
    /// What the first language says.
    pub expected: String,
    /// What this one says.
    pub found: String,
    /// File and line in the first language.
    pub source: Option<Link>,
    /// File and line in this one.
    pub own: Option<Link>,
}
