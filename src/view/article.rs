//! Pages that authors wrote, the home page, the page for addresses that lead nowhere.

use std::collections::HashSet;

use super::body::{Body, body};
use super::changes::latest;
use super::dates;
use super::frame::{About, frame, made};
use super::gathered::{role_tallies, service_tallies, task_counts};
use super::pages::{Article, Home, NotFound, PhaseCard};
use super::parts::{Link, Part};
use super::rows::Rows;
use super::scope::{Scope, fixed};
use crate::extract::dates::{DayText, day};
use crate::text::VirtualPath;

/// How many changes the home page shows.
const LATEST: usize = 6;

/// A page of the scope, by its place among the scope's pages.
pub fn article(scope: &Scope<'_>, process: usize) -> Option<(VirtualPath, Article)> {
    let index = scope.page_of(process);
    let path = scope.address(index)?.clone();
    let page = &scope.library.pages[index];
    let Body { mut parts, contents } = body(scope, index, &path);
    let is_home = is_home(scope, index, &path);
    if !parts.iter().any(|part| matches!(part, Part::Html { html } if html.contains("<h1"))) {
        parts.insert(0, Part::Html { html: heading(&page.title) });
    }
    let about = About {
        title: &page.title,
        description: page.meta.description.as_deref().unwrap_or_default(),
        path: &path,
        section: "playbook",
        phases: &scope.playbook.processes[process].phases,
        page: Some(index),
        contents,
    };
    let article = Article {
        frame: frame(scope, about),
        body: if is_home { with_journey(parts) } else { parts },
        updated: updated(scope, process),
        edit: edit(scope, index),
        home: is_home.then(|| home_part(scope, &path)),
    };
    Some((path, article))
}

/// The home page of a site whose authors wrote none.
pub fn home(scope: &Scope<'_>) -> Option<(VirtualPath, Article)> {
    let path = fixed("index.html");
    let written = scope.page_at(&path).is_some();
    let redirected = redirects(scope).iter().any(|(from, _)| *from == path);
    if written || redirected {
        return None;
    }
    let title = &scope.library.inputs.config.title;
    let article = Article {
        frame: frame(scope, made(title, &path, "playbook", &[])),
        body: vec![Part::Html { html: heading(title) }, Part::Journey],
        home: Some(home_part(scope, &path)),
        ..Article::default()
    };
    Some((path, article))
}

/// Whether a page is the home page: by its address, or because the plain `index.html` leads to it.
fn is_home(scope: &Scope<'_>, page: usize, path: &VirtualPath) -> bool {
    let home = fixed("index.html");
    let leads_here = |(from, link): &(VirtualPath, Link)| {
        *from == home && link.href == super::html::encoded(&path.relative_from(&home))
    };
    *path == home || (scope.library.pages[page].variant.is_some() && redirects(scope).iter().any(leads_here))
}

fn heading(title: &str) -> String {
    format!("<h1>{}</h1>\n", super::html::escaped(title))
}

/// The body of the home page with the lifecycle before its first section; at the end if it has none.
fn with_journey(parts: Vec<Part>) -> Vec<Part> {
    let mut body = Vec::new();
    let mut before = String::new();
    let mut rest = parts.into_iter();
    for part in rest.by_ref() {
        let Part::Html { html } = &part else {
            body.push(part);
            continue;
        };
        if let Some(at) = section_start(&before, html) {
            let (opening, section) = html.split_at(at);
            body.push(Part::Html { html: opening.to_owned() });
            body.push(Part::Journey);
            body.push(Part::Html { html: section.to_owned() });
            body.extend(rest);
            return body;
        }
        before.push_str(html);
        body.push(part);
    }
    body.push(Part::Journey);
    body
}

/// Where in `html` the first section begins that stands in no other element, `before` counted.
fn section_start(before: &str, html: &str) -> Option<usize> {
    const HOLDERS: [(&str, &str); 5] = [
        ("<div", "</div"),
        ("<section", "</section"),
        ("<blockquote", "</blockquote"),
        ("<li", "</li"),
        ("<table", "</table"),
    ];
    let count = |word: &str, at: usize| before.matches(word).count() + html[..at].matches(word).count();
    let closed = |at: usize| HOLDERS.iter().all(|(open, close)| count(open, at) == count(close, at));
    html.match_indices("<h2").map(|(at, _)| at).find(|at| closed(*at))
}

/// The page for addresses that lead nowhere; it is shown at any address, so its links begin at the root.
pub fn not_found(scope: &Scope<'_>) -> (VirtualPath, NotFound) {
    let path = fixed("404.html");
    let title = scope.word("not_found");
    let mut frame = frame(scope, made(&title, &path, "", &[]));
    frame.root = root(scope);
    let rooted = |href: &mut String| *href = format!("{}{href}", frame.root);
    frame.tree.iter_mut().filter_map(|item| item.href.as_mut()).filter(|href| !href.contains("://")).for_each(rooted);
    frame.crumbs.iter_mut().map(|link| &mut link.href).for_each(rooted);
    frame.lifecycle.iter_mut().map(|station| &mut station.href).for_each(rooted);
    frame.versions.iter_mut().map(|version| &mut version.href).for_each(rooted);
    frame.outdated.iter_mut().map(|outdated| &mut outdated.newest.href).for_each(rooted);
    (path, NotFound { frame })
}

/// The path of the site on its server: that of the base address, or `/`.
fn root(scope: &Scope<'_>) -> String {
    let base = scope.library.inputs.config.base_url.as_deref().unwrap_or("/");
    let path = base.split_once("://").map_or(base, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    format!("/{}{}", path.trim_start_matches('/'), super::frame::prefix(scope))
}

/// Plain names that lead to their first variant: `index.html` to `index--internal.html`.
pub fn redirects(scope: &Scope<'_>) -> Vec<(VirtualPath, Link)> {
    let mut found = Vec::new();
    for (plain, pages) in scope.library.plain_names() {
        let from = scope.site_path(&plain.with_extension("html"));
        let taken = scope.page_at(&from).is_some();
        let first = scope.first_of(pages).filter(|_| !taken);
        if let Some((page, path)) = first.and_then(|page| Some((page, scope.address(page)?))) {
            let link = super::moved::lead(&scope.library.pages[page].title, &from, path);
            found.push((from, link));
        }
    }
    found
}

/// When the pages of authors changed last, by address, as `2020-03-02`.
pub fn last_changes(scope: &Scope<'_>) -> std::collections::BTreeMap<VirtualPath, String> {
    let days = (0..scope.pages.len()).filter_map(|process| Some((process, updated(scope, process)?.iso)));
    days.filter_map(|(process, day)| Some((scope.address(scope.page_of(process))?.clone(), day))).collect()
}

/// The day of the last change: of the refresh summary, or of the front matter.
fn updated(scope: &Scope<'_>, process: usize) -> Option<super::parts::Day> {
    let entries = scope.playbook.processes[process].refreshes.iter();
    let latest = entries.filter_map(|entry| entry.date).max();
    let own = || match day(scope.library.pages[scope.page_of(process)].meta.date.as_deref()?) {
        DayText::Certain { date, .. } => Some(date),
        DayText::Either { month_first, .. } => Some(month_first),
        DayText::Unreadable => None,
    };
    latest.or_else(own).map(|date| dates::day(date, scope.language_tag()))
}

fn edit(scope: &Scope<'_>, page: usize) -> Option<String> {
    let pattern = scope.library.inputs.config.edit_url.as_ref()?;
    Some(pattern.replace("{path}", &super::html::encoded(scope.library.pages[page].path.as_str())))
}

fn home_part(scope: &Scope<'_>, shown_at: &VirtualPath) -> Home {
    let rows = Rows { scope, shown_at };
    let phases = scope.playbook.phases.iter().enumerate().map(|(at, phase)| {
        let own: HashSet<usize> = phase.processes.iter().copied().collect();
        PhaseCard {
            link: Link {
                text: scope.phase_word(&phase.name).to_owned(),
                href: scope.phase(&phase.name).map(|path| rows.href(path)).unwrap_or_default(),
                current: false,
            },
            number: at + 1,
            processes: phase.processes.iter().map(|process| process_link(scope, *process, shown_at)).collect(),
            counts: task_counts(scope, |process, _, _| own.contains(&process)),
        }
    });
    Home {
        phases: phases.collect(),
        counts: task_counts(scope, |_, _, _| true),
        pages: scope.pages.len(),
        roles: role_tallies(scope, shown_at),
        services: service_tallies(scope, shown_at),
        changes: latest(scope, LATEST, shown_at),
    }
}

/// A link to the page of a process.
pub(super) fn process_link(scope: &Scope<'_>, process: usize, shown_at: &VirtualPath) -> Link {
    let address = scope.address(scope.page_of(process));
    Link {
        text: scope.playbook.processes[process].title.clone(),
        href: address.map(|path| super::html::encoded(&path.relative_from(shown_at))).unwrap_or_default(),
        current: address == Some(shown_at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(html: &str) -> Vec<String> {
        let name = |part: Part| match part {
            Part::Html { html } => html,
            _ => "journey".to_owned(),
        };
        with_journey(vec![Part::Html { html: html.to_owned() }]).into_iter().map(name).collect()
    }

    #[test]
    fn the_lifecycle_comes_before_the_first_section() {
        assert_eq!(shape("<h1>A</h1><p>b</p><h2>C</h2>"), ["<h1>A</h1><p>b</p>", "journey", "<h2>C</h2>"]);
        assert_eq!(shape("<h1>A</h1><p>b</p>"), ["<h1>A</h1><p>b</p>", "journey"]);
    }

    #[test]
    fn a_section_within_another_element_is_not_torn() {
        let held = "<h1>A</h1><div><h2>B</h2></div>";
        assert_eq!(shape(&format!("{held}<h2>C</h2>")), [held, "journey", "<h2>C</h2>"]);
        assert_eq!(shape(held), [held, "journey"]);
    }
}
