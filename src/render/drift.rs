//! What lies between two states of a playbook: a line for each change, a change log in Markdown, a page that stands
//! alone, JSON. All but the JSON are made from the same sections.

use std::fmt::Write;

use crate::drift::{ChangeKind, Drift, Impact, TaskChange, TaskNote, TaskSeen};

/// A table of changes of one kind.
struct Section {
    title: String,
    /// The sign before its lines in plain text: `+`, `-`, `~`, `!`.
    sign: char,
    columns: &'static [&'static str],
    rows: Vec<Vec<String>>,
}

/// What a kind of change is called, in the order of the change log.
const KINDS: [(ChangeKind, &str); 7] = [
    (ChangeKind::Renamed, "Tasks with another name"),
    (ChangeKind::Requirement, "Tasks with another requirement"),
    (ChangeKind::Roles, "Tasks with other roles"),
    (ChangeKind::Services, "Tasks with other services"),
    (ChangeKind::Moved, "Tasks that moved"),
    (ChangeKind::Placed, "Tasks that stand in a further place"),
    (ChangeKind::Dropped, "Tasks that left a place"),
];

/// A line for each change, under the title of its section.
pub fn text(drift: &Drift) -> String {
    if drift.is_empty() {
        return rest(format!("no differences between {} and {}\n", drift.old, drift.new), drift);
    }
    rest(format!("{} → {}: {}\n", drift.old, drift.new, summary(drift)), drift)
}

fn rest(mut out: String, drift: &Drift) -> String {
    for section in sections(drift) {
        let _ = write!(out, "\n{}\n", section.title);
        for row in &section.rows {
            let filled: Vec<&str> = row.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
            let _ = writeln!(out, "{} {}", section.sign, filled.join(" · "));
        }
    }
    out
}

/// A change log, ready to publish.
pub fn markdown(drift: &Drift) -> String {
    let mut out = format!("# What changed from {} to {}\n\n{}.\n", in_markdown(&drift.old), in_markdown(&drift.new), {
        capitalised(&summary(drift))
    });
    for Section { title, columns, rows, .. } in sections(drift) {
        let cells =
            |cells: &mut dyn Iterator<Item = String>| format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "));
        let _ = write!(out, "\n## {}\n\n", in_markdown(&title));
        out += &cells(&mut columns.iter().map(|name| (*name).to_owned()));
        out += &cells(&mut columns.iter().map(|_| "---".to_owned()));
        rows.iter().for_each(|row| out += &cells(&mut row.iter().map(|cell| in_markdown(cell))));
    }
    out
}

/// A page that stands alone: one file without requests.
pub fn html(drift: &Drift) -> String {
    let theme = super::built_in_theme("default").unwrap_or_default();
    let style =
        theme.get("css/report.css").map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
    let title = format!("What changed from {} to {}", drift.old, drift.new);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"icon\" href=\"data:,\">\n\
         <title>{0}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<header>\n<h1>{0}</h1>\n\
         <p class=\"headline\">{1}.</p>\n</header>\n<main>\n",
        in_html(&title),
        in_html(&capitalised(&summary(drift)))
    );
    for (number, Section { title, columns, rows, .. }) in sections(drift).into_iter().enumerate() {
        let row = |tag: &str, cells: &mut dyn Iterator<Item = String>| {
            let cells: String = cells.map(|cell| format!("<{tag}>{}</{}>", in_html(&cell), &tag[..2])).collect();
            format!("<tr>{cells}</tr>\n")
        };
        let head = row("th scope=\"col\"", &mut columns.iter().map(|name| (*name).to_owned()));
        let body: String = rows.into_iter().map(|cells| row("td", &mut cells.into_iter())).collect();
        let _ = write!(
            out,
            "<section aria-labelledby=\"part-{number}\">\n<h2 id=\"part-{number}\">{0}</h2>\n\
             <div class=\"scroll\" role=\"region\" aria-label=\"{0}\" tabindex=\"0\"><table>\n\
             <thead>\n{head}</thead>\n<tbody>\n{body}</tbody>\n</table></div>\n</section>\n",
            in_html(&title)
        );
    }
    out + "</main>\n</body>\n</html>\n"
}

/// Everything, for programs.
pub fn json(drift: &Drift) -> String {
    serde_json::to_string_pretty(drift).unwrap_or_default() + "\n"
}

/// `18 tasks added, 3 renamed, services of 9 tasks changed (11 cells)`
fn summary(drift: &Drift) -> String {
    let of = &drift.summary;
    let noun = |number: usize, one: &str| if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") };
    let cells = noun(of.service_cells, "cell");
    let parts = [
        (of.added, format!("{} added", noun(of.added, "task"))),
        (of.removed, format!("{} removed", noun(of.removed, "task"))),
        (of.renamed, format!("{} renamed", of.renamed)),
        (of.moved, format!("{} moved", of.moved)),
        (of.requirement, format!("{} with another requirement", of.requirement)),
        (of.roles, format!("{} with other roles", of.roles)),
        (of.services, format!("{} with other services ({cells})", of.services)),
        (of.pages, noun(of.pages, "change") + " of pages"),
        (of.steps, noun(of.steps, "change") + " of steps"),
    ];
    let said: Vec<String> = parts.into_iter().filter(|(number, _)| *number > 0).map(|(_, text)| text).collect();
    if said.is_empty() { "no differences".to_owned() } else { said.join(", ") }
}

fn sections(drift: &Drift) -> Vec<Section> {
    const SEEN: &[&str] = &["Task", "Name", "Requirement", "Roles", "Services", "Where", "Note"];
    const CHANGED: &[&str] = &["Task", "Name", "Before", "After", "Where"];
    let mut all = vec![
        section("New tasks", '+', SEEN, drift.added.iter().map(|task| seen(task, "was")).collect()),
        section("Tasks that are gone", '-', SEEN, drift.removed.iter().map(|task| seen(task, "is now")).collect()),
    ];
    for (kind, title) in KINDS {
        let changes = drift.changed.iter().filter(|change| change.kind == kind).map(changed).collect();
        all.push(section(title, '~', CHANGED, changes));
    }
    let pages = drift.pages.iter().map(|page| {
        vec![page.kind.to_owned(), page.title.clone(), page.before.clone(), page.after.clone(), page.file.clone()]
    });
    all.push(section("Pages", '~', &["What", "Page", "Before", "After", "Where"], pages.collect()));
    let steps = drift.steps.iter().map(|step| {
        let place = format!("{}:{}", step.file, step.line);
        vec![step.kind.to_owned(), step.title.clone(), step.before.clone(), step.after.clone(), place]
    });
    all.push(section("Steps", '~', &["What", "Step", "Before", "After", "Where"], steps.collect()));
    let forgotten = drift.unannounced.iter().flatten().map(|one| {
        let place = one.place.as_ref().map(|place| format!("{}:{}", place.file, place.line)).unwrap_or_default();
        vec![one.id.to_string(), one.name.clone(), one.what.join(", "), place]
    });
    all.push(section("Changed, but announced nowhere", '!', &["Task", "Name", "What", "Where"], forgotten.collect()));
    all.extend(drift.engagements.iter().flatten().map(impact));
    all.retain(|section| !section.rows.is_empty());
    all
}

fn section(title: &str, sign: char, columns: &'static [&'static str], rows: Vec<Vec<String>>) -> Section {
    Section { title: title.to_owned(), sign, columns, rows }
}

fn seen(task: &TaskSeen, word: &str) -> Vec<String> {
    let places: Vec<String> = task.places.iter().map(|place| format!("{}:{}", place.file, place.line)).collect();
    vec![
        task.id.to_string(),
        task.name.clone(),
        task.requirement.clone().unwrap_or_default(),
        task.roles.join(", "),
        task.services.join(", "),
        places.join(", "),
        task.other_id.map(|id| format!("{word} {id}?")).unwrap_or_default(),
    ]
}

fn changed(change: &TaskChange) -> Vec<String> {
    let place = change.is.as_ref().or(change.was.as_ref());
    let or_dash = |text: &str| if text.is_empty() { "–".to_owned() } else { text.to_owned() };
    vec![
        change.id.to_string(),
        change.name.clone(),
        or_dash(&change.before),
        or_dash(&change.after),
        place.map(|place| format!("{}:{}", place.file, place.line)).unwrap_or_default(),
    ]
}

fn impact(impact: &Impact) -> Section {
    let lists: [(&str, &[TaskNote]); 6] = [
        ("mandatory, open now", &impact.now_open),
        ("status without a task", &impact.removed),
        ("in scope now", &impact.entered),
        ("out of scope now", &impact.left),
        ("no longer mandatory", &impact.relaxed),
        ("new, optional", &impact.new_optional),
    ];
    let row = |(what, note): (&str, &TaskNote)| {
        vec![what.to_owned(), note.id.to_string(), note.name.clone(), note.why.clone()]
    };
    let mut rows: Vec<Vec<String>> =
        lists.iter().flat_map(|(what, notes)| notes.iter().map(move |note| (*what, note))).map(row).collect();
    if rows.is_empty() {
        rows.push(vec!["nothing changes".to_owned(), String::new(), String::new(), String::new()]);
    }
    let title = format!("What it means for {} ({})", impact.customer, impact.id);
    section(&title, '!', &["What", "Task", "Name", "Why"], rows)
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The text so that Markdown shows it as it is, in a cell too.
fn in_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn in_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
