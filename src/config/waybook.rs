//! Reads `waybook.yml`. The table of keys is the file's reference: reader, JSON Schema and manual follow it.

use super::values::Reader;
use super::{
    Brand, Calendar, Config, Edition, FindingsPage, Health, Language, NamedAudience, PathRole, ProjectFile, Rules,
};
use crate::diagnostic::{Checked, Code, Diagnostic, Severity};
use crate::syntax::shape::{self, Field, Record, Shape};
use crate::syntax::yaml::{self, Node, Value};
use crate::text::{FileId, VirtualPath, nearest};

const TEXTS: Shape = Shape::List(&Shape::Text);
const SPELLINGS: Shape = Shape::MapOf(&TEXTS);
const SEVERITIES: Shape = Shape::Choice(&["error", "warning", "info", "off"]);

/// The keys of `waybook.yml`.
pub static PROJECT: Record = Record {
    name: "project file",
    keys: &[
        Field::new("title", Shape::Text, "The playbook's title, shown on every page."),
        Field::new("base_url", Shape::Pattern("^https?://.+"), "Absolute address of the published site."),
        Field::new(
            "edit_url",
            Shape::Pattern("^https?://.+"),
            "Where pages can be edited; `{path}` stands for the page's path.",
        ),
        Field::new(
            "editor_url",
            Shape::Pattern("^[a-z][a-z0-9+.-]*:.+"),
            "Where `waybook serve` opens your editor; `{path}`, `{line}` and `{column}` stand for the place.",
        ),
        Field::new("content", Shape::Text, "Folder of the pages, relative to the project folder."),
        Field::new("include", TEXTS, "Globs of pages and tables of contents, relative to the content folder."),
        Field::new("exclude", TEXTS, "Globs of pages that are left out."),
        Field::new("resources", TEXTS, "Globs of files that are published as they are."),
        Field::new("exclude_resources", TEXTS, "Globs of resources that are left out."),
        Field::new("metadata", Shape::MapOf(&Shape::Any), "Front matter for pages that do not set a key themselves."),
        Field::new("engagements", Shape::Text, "Folder of the engagement files."),
        Field::new("output", Shape::Text, "Folder of the output."),
        Field::new(
            "theme",
            Shape::Text,
            "`default`, `plain`, or a folder whose files override the built-in ones one by one.",
        ),
        Field::new(
            "base_theme",
            Shape::Choice(&["default", "plain"]),
            "The built-in theme that a folder of overrides begins from.",
        ),
        Field::new(
            "editions",
            Shape::MapOf(&Shape::Either(&[Shape::Record(&EDITION), TEXTS])),
            "One site each; without this, one edition of everything.",
        ),
        Field::new(
            "languages",
            Shape::MapOf(&Shape::Either(&[Shape::Text, Shape::Record(&LANGUAGE)])),
            "Languages by tag, in order; without this, one language.",
        ),
        Field::new(
            "versions",
            Shape::MapOf(&Shape::Either(&[Shape::Text, Shape::Record(&super::versions::VERSION)])),
            "Versions of the playbook by name, the current one first; older ones have a folder or a revision.",
        ),
        Field::new("phases", TEXTS, "Phases in lifecycle order."),
        Field::new("roles", SPELLINGS, "Further spellings of roles: canonical name to spellings."),
        Field::new("services", SPELLINGS, "Further spellings of services: canonical name to spellings."),
        Field::new(
            "exports",
            Shape::MapOf(&Shape::Record(&super::exports::EXPORT)),
            "Formats of exports by name, beside the built-in ones.",
        ),
        Field::new("calendar", Shape::Record(&CALENDAR), "Days that are no working days."),
        Field::new("as_of", Shape::Date, "The day that reports are for; today, if left out."),
        Field::new("reports", Shape::Record(&REPORTS), "What a build makes for each customer."),
        Field::new("closure", Shape::Record(&super::closure::CLOSURE), "What closes an engagement."),
        Field::new("health", Shape::Record(&HEALTH), "Thresholds of health."),
        Field::new(
            "check",
            Shape::MapOf(&Shape::Either(&[SEVERITIES, Shape::Record(&RULE)])),
            "Severities of rules by their codes, or more of what they are told.",
        ),
        Field::new(
            "findings",
            Shape::Text,
            "`true` for a page of all findings in the internal edition's site, or the name of an edition.",
        ),
        Field::new("brand", Shape::Record(&BRAND), "Name, logo and colour of who publishes."),
        Field::new("search", Shape::Switch, "Whether the site can be searched; `true`, if left out."),
        Field::new("fonts", TEXTS, "Folders of fonts for PDF reports, beside those of the machine."),
    ],
};

static RULE: Record = Record {
    name: "rule",
    keys: &[
        Field::new("severity", SEVERITIES, "How grave its findings are."),
        Field::new("days", Shape::Whole(36500), "For `stale-page` and `translation-outdated`: days until it speaks."),
        Field::new("keys", TEXTS, "For `front-matter-missing-key`: keys that every page must have."),
    ],
};

static EDITION: Record = Record {
    name: "edition",
    keys: &[Field::new("audiences", TEXTS, "Values of `ft.audience` that belong to it; its own name, if left out.")],
};

static LANGUAGE: Record = Record {
    name: "language",
    keys: &[
        Field::new("folder", Shape::Text, "Folder of its pages, relative to the content folder."),
        Field::new("suffix", Shape::Text, "What its file names end in, as `-de`."),
    ],
};

static CALENDAR: Record = Record {
    name: "calendar",
    keys: &[
        Field::new("weekend", Shape::List(&Shape::Choice(&DAYS)), "Days of the week without work."),
        Field::new("holidays", Shape::List(&Shape::Date), "Single days without work."),
        Field::new("time_zone", Shape::Text, "Where days begin and end, as reports name it: `Europe/Vienna`."),
    ],
};

static REPORTS: Record = Record {
    name: "reports",
    keys: &[
        Field::new(
            "formats",
            Shape::List(&Shape::Choice(&["html", "json", "xlsx"])),
            "What a build makes of each report beside HTML and JSON, which it always makes.",
        ),
        Field::new("edition", Shape::Text, "The edition that reports are made from where an engagement names none."),
        Field::new("earlier", Shape::Text, "Folder with JSON files of earlier status reports, to compare with."),
    ],
};

static HEALTH: Record = Record {
    name: "health",
    keys: &[
        Field::new("late_red_days", Shape::Whole(3650), "Working days after the target from which a forecast is red."),
        Field::new("stale_status_days", Shape::Whole(3650), "Days after which a status is stale."),
    ],
};

static BRAND: Record = Record {
    name: "brand",
    keys: &[
        Field::new("name", Shape::Text, "Shown in the header instead of the title."),
        Field::new("logo", Shape::Text, "Image file, relative to the project folder."),
        Field::new("color", Shape::Pattern("^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"), "Accent colour, `#rrggbb`."),
        Field::new("footer", Shape::Text, "The line at the foot of each page."),
    ],
};

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Folders at the top of an output that are no edition: reports, versions, and what every site has.
const TAKEN_BY_SITES: [&str; 4] = ["reports", "v", "assets", "search"];

impl Config {
    /// The settings of a `waybook.yml` alone. What is left out, or cannot be used, has its default.
    pub fn read(file: FileId, text: &str) -> Checked<Config> {
        let Checked { value, diagnostics } = ProjectFile::read(file, text);
        Checked::new(value.config, diagnostics)
    }
}

impl ProjectFile {
    /// Reads `waybook.yml`. What is left out, or cannot be used, has its default; settings with an error are for those
    /// who only look, never for publishing.
    pub fn read(file: FileId, text: &str) -> Checked<ProjectFile> {
        let mut diagnostics = Vec::new();
        let Some(root) = yaml::parse(file, text, 0).unpack(&mut diagnostics) else {
            return Checked::new(ProjectFile::default(), diagnostics);
        };
        diagnostics.extend(shape::check(&root, &Shape::Record(&PROJECT)));
        let mut reader = Reader { diagnostics, ..Reader::default() };
        super::empty::check(&root, &mut reader);
        let config = project(&root, &mut reader);
        let Reader { diagnostics, named, versions, audiences } = reader;
        Checked::new(ProjectFile { config, named, versions, audiences }, diagnostics)
    }
}

fn project(root: &Node, reader: &mut Reader) -> Config {
    let default = Config::default();
    let (theme, base_theme) = theme(root, reader);
    let globs = |reader: &mut Reader, key, default| root.get(key).map_or(default, |node| reader.globs(node));
    let editions = editions(root, reader);
    let findings = findings(root.get("findings"), &editions, reader);
    super::metadata::check(root.get("metadata"), &editions, reader);
    Config {
        title: text(root, "title").unwrap_or(default.title),
        base_url: root
            .get("base_url")
            .and_then(|node| reader.url(node))
            .map(|url| format!("{}/", url.trim_end_matches('/'))),
        edit_url: root.get("edit_url").and_then(|node| reader.url(node)),
        editor_url: text(root, "editor_url"),
        content: reader.path(root.get("content"), PathRole::Content).unwrap_or(default.content),
        include: globs(reader, "include", default.include),
        exclude: globs(reader, "exclude", default.exclude),
        resources: globs(reader, "resources", default.resources),
        exclude_resources: globs(reader, "exclude_resources", default.exclude_resources),
        metadata: entries(root, "metadata").into_iter().map(|(key, node)| (key, node.to_json())).collect(),
        engagements: reader.path(root.get("engagements"), PathRole::Engagements),
        output: reader.path(root.get("output"), PathRole::Output).unwrap_or(default.output),
        theme,
        base_theme,
        editions,
        languages: languages(root, reader),
        versions: super::versions::versions(root, reader),
        phases: root.get("phases").map_or(default.phases, Node::texts),
        roles: entries(root, "roles").into_iter().map(|(name, node)| (name, node.texts())).collect(),
        services: entries(root, "services").into_iter().map(|(name, node)| (name, node.texts())).collect(),
        exports: super::exports::mappings(root),
        calendar: root.get("calendar").map(calendar).unwrap_or_default(),
        as_of: root.get("as_of").and_then(Node::text).and_then(shape::date),
        workbooks: root
            .get("reports")
            .and_then(|node| node.get("formats"))
            .is_some_and(|formats| formats.texts().iter().any(|format| format == "xlsx")),
        earlier_reports: reader.path(root.get("reports").and_then(|node| node.get("earlier")), PathRole::Earlier),
        report_edition: report_edition(root, reader),
        exit_tasks: super::closure::exit_tasks(root, reader),
        health: root.get("health").map(health).unwrap_or_default(),
        check: entries_with_keys(root, "check")
            .into_iter()
            .filter_map(|(key, node)| severity(key, node, reader))
            .collect(),
        rules: rules(root),
        findings,
        brand: root.get("brand").map(|node| brand(node, reader)).unwrap_or_default(),
        search: root.get("search").and_then(Node::text).map_or(default.search, |text| text != "false"),
        fonts: root.get("fonts").map(|node| folders(node, reader)).unwrap_or_default(),
    }
}

fn folders(node: &Node, reader: &mut Reader) -> Vec<VirtualPath> {
    node.items().iter().filter_map(|item| reader.path(Some(item), PathRole::Fonts)).collect()
}

/// The folder of overrides, if there is one, and the built-in theme below it.
fn theme(root: &Node, reader: &mut Reader) -> (Option<VirtualPath>, String) {
    let base = text(root, "base_theme").filter(|name| matches!(name.as_str(), "default" | "plain"));
    let base = base.unwrap_or_else(|| "default".to_owned());
    match root.get("theme").and_then(Node::text) {
        None => (None, base),
        Some(name @ ("default" | "plain")) => (None, name.to_owned()),
        Some(_) => (reader.path(root.get("theme"), PathRole::Theme), base),
    }
}

fn editions(root: &Node, reader: &mut Reader) -> Vec<Edition> {
    let entries = entries_with_keys(root, "editions");
    let keys: Vec<&yaml::Key> = entries.iter().map(|(key, _)| *key).collect();
    reader.report_collisions(&keys, "edition");
    let mut out = Vec::new();
    for (key, node) in entries {
        if reader.is_folder_name(key, "edition", &TAKEN_BY_SITES) {
            out.push(Edition { name: key.text.clone(), audiences: audiences(key, node, reader) });
        }
    }
    out
}

/// The edition of reports. One that does not exist is reported and kept: no report is made rather than one of another.
fn report_edition(root: &Node, reader: &mut Reader) -> Option<String> {
    let node = root.get("reports")?.get("edition").filter(|node| !node.is_null())?;
    let name = node.text().unwrap_or_default();
    let known: Vec<&str> = entries_with_keys(root, "editions").iter().map(|(key, _)| key.text.as_str()).collect();
    if !known.contains(&name) {
        let near = nearest(name, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        let help = near.unwrap_or_else(|| "name one of `editions`".to_owned());
        let finding = Diagnostic::at(Code::InvalidConfig, node.span, format!("no edition is named `{name}`"));
        reader.diagnostics.push(finding.help(help));
    }
    Some(name.to_owned())
}

/// The audiences of an edition; its own name where nothing is said of them. A list that names none is a slip: an edition
/// for nobody in particular would be one for everybody.
fn audiences(key: &yaml::Key, node: &Node, reader: &mut Reader) -> Vec<String> {
    let list = match &node.value {
        Value::Map(entries) => entries.iter().rev().find(|(key, _)| key.text == "audiences").map(|(_, node)| node),
        Value::Null => None,
        _ => Some(node),
    };
    let named = |name: &str, span| NamedAudience { edition: key.text.clone(), name: name.to_owned(), span };
    let Some(list) = list else {
        reader.audiences.push(named(&key.text, key.span));
        return vec![key.text.clone()];
    };
    let items = list.items().iter().filter_map(|item| Some(named(item.text()?, item.span)));
    reader.audiences.extend(items);
    let audiences: Vec<String> = list.texts().into_iter().filter(|name| !name.trim().is_empty()).collect();
    if audiences.is_empty() || audiences.len() < list.items().len() {
        let message = format!("edition `{}` has an empty list of audiences, or an empty name in it", key.text);
        let help = "name them as `[partner]`, or leave the value out if the audience has the edition's name";
        reader.report_at(list.span, message, help.to_owned());
    }
    audiences
}

fn languages(root: &Node, reader: &mut Reader) -> Vec<Language> {
    let entries = entries_with_keys(root, "languages");
    let keys: Vec<&yaml::Key> = entries.iter().map(|(key, _)| *key).collect();
    reader.report_collisions(&keys, "language");
    let mut out = Vec::new();
    for (key, node) in entries {
        if !reader.is_folder_name(key, "language", &TAKEN_BY_SITES) {
            continue;
        }
        let folder = node.get("folder").or_else(|| node.text().map(|_| node));
        let folder = reader.path(folder, PathRole::Language).unwrap_or_else(VirtualPath::root);
        out.push(Language { tag: key.text.clone(), folder, suffix: text(node, "suffix").unwrap_or_default() });
    }
    out
}

fn calendar(node: &Node) -> Calendar {
    let default = Calendar::default();
    let weekend = node.get("weekend").map(|node| node.items().iter().filter_map(weekday).collect());
    let holidays = node.get("holidays").map_or(&[][..], Node::items);
    Calendar {
        weekend: weekend.unwrap_or(default.weekend),
        holidays: holidays.iter().filter_map(|node| shape::date(node.text()?)).collect(),
        time_zone: text(node, "time_zone"),
    }
}

fn weekday(node: &Node) -> Option<jiff::civil::Weekday> {
    let day = DAYS.iter().position(|day| node.text() == Some(*day))?;
    jiff::civil::Weekday::from_monday_zero_offset(day as i8).ok()
}

fn health(node: &Node) -> Health {
    let default = Health::default();
    let number = |key: &str| node.get(key).and_then(Node::text).and_then(|text| text.parse().ok());
    Health {
        late_red_days: number("late_red_days").unwrap_or(default.late_red_days),
        stale_status_days: number("stale_status_days").unwrap_or(default.stale_status_days),
    }
}

/// A rule's severity. The list of codes is closed, so another one is a slip.
fn severity(key: &yaml::Key, node: &Node, reader: &mut Reader) -> Option<(Code, Severity)> {
    let Ok(code) = key.text.parse::<Code>() else {
        let names = Code::ALL.iter().map(|code| code.as_str());
        let help = nearest(&key.text, names).map(|name| format!("did you mean `{name}`?"));
        let finding = Diagnostic::at(Code::UnknownKey, key.span, format!("no rule has the code `{}`", key.text));
        reader.diagnostics.push(finding.maybe_help(help));
        return None;
    };
    let node = node.get("severity").unwrap_or(node);
    let severities = [Severity::Error, Severity::Warning, Severity::Info, Severity::Off];
    let severity = severities.into_iter().find(|severity| node.text() == Some(severity.as_str()))?;
    Some((code, severity))
}

/// What rules are told besides their severities.
fn rules(root: &Node) -> Rules {
    let option = |code: Code, key: &str| root.get("check")?.get(code.as_str())?.get(key);
    let days = |code: Code| option(code, "days").and_then(Node::text).and_then(|text| text.parse().ok());
    Rules {
        stale_page_days: days(Code::StalePage),
        translation_days: days(Code::TranslationOutdated),
        front_matter_keys: option(Code::FrontMatterMissingKey, "keys").map(Node::texts),
    }
}

/// Which site shows the findings. Only an edition that exists can be named: else they would be on another one's site, or
/// on none.
fn findings(node: Option<&Node>, editions: &[Edition], reader: &mut Reader) -> FindingsPage {
    let Some(node) = node else { return FindingsPage::Nowhere };
    match node.text() {
        None | Some("false" | "no") => FindingsPage::Nowhere,
        Some("true" | "yes") if editions.is_empty() || editions.iter().any(Edition::is_internal) => {
            FindingsPage::Internal
        }
        Some("true" | "yes") => {
            let message =
                "no edition is named `internal` nor for that audience, so none can show all findings".to_owned();
            reader.report_at(node.span, message, "name the edition of your own people".to_owned());
            FindingsPage::Nowhere
        }
        Some(name) if editions.iter().any(|edition| edition.name == name) => FindingsPage::Edition(name.to_owned()),
        Some(name) => {
            let names = editions.iter().map(|edition| edition.name.as_str());
            let message = format!("`findings` names `{name}`, which is neither `true`, `false` nor an edition");
            reader.report_unknown(node, message, names.chain(["true", "false"]));
            FindingsPage::Nowhere
        }
    }
}

/// What a browser shows as a picture. Anything else that is named as the logo would be published in every edition.
const PICTURES: [&str; 8] = ["svg", "png", "jpg", "jpeg", "gif", "webp", "avif", "ico"];

fn logo(node: Option<&Node>, reader: &mut Reader) -> Option<VirtualPath> {
    let path = reader.path(node, PathRole::Logo)?;
    if PICTURES.iter().any(|picture| path.extension().eq_ignore_ascii_case(picture)) {
        return Some(path);
    }
    let help = format!("name a file that ends in one of {}", PICTURES.join(", "));
    reader.report_at(node?.span, format!("the logo `{path}` is no picture"), help);
    None
}

fn brand(node: &Node, reader: &mut Reader) -> Brand {
    Brand {
        name: text(node, "name"),
        logo: logo(node.get("logo"), reader),
        color: node.get("color").and_then(|node| reader.color(node)),
        footer: text(node, "footer"),
    }
}

fn text(node: &Node, key: &str) -> Option<String> {
    node.get(key).and_then(Node::text).map(str::to_owned)
}

fn entries<'n>(root: &'n Node, key: &str) -> Vec<(String, &'n Node)> {
    entries_with_keys(root, key).into_iter().map(|(key, node)| (key.text.clone(), node)).collect()
}

fn entries_with_keys<'n>(root: &'n Node, key: &str) -> Vec<(&'n yaml::Key, &'n Node)> {
    root.get(key).map(Node::entries).unwrap_or_default()
}

#[cfg(test)]
mod tests;
