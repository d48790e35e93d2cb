//! What changed, from the refresh summaries of all pages.

use jiff::civil::Date;

use super::dates;
use super::frame::{About, frame, made};
use super::html::Leader;
use super::pages::{Changes, Month};
use super::parts::{Change, Heading, Link};
use super::scope::{Scope, fixed};
use crate::model::{RefreshEntry, TaskId};
use crate::text::VirtualPath;

/// One entry with the process it stands on.
type Entry<'a> = (usize, &'a RefreshEntry);

/// The page of all changes.
pub fn changes(scope: &Scope<'_>) -> (VirtualPath, Changes) {
    let path = fixed("changes.html");
    let mut months: Vec<(Date, Vec<Change>)> = Vec::new();
    let mut undated = Vec::new();
    for (entry, date) in sorted(scope, |_| true) {
        let change = change(scope, entry, &path);
        match date {
            None => undated.push(change),
            Some(date) => match months.last_mut() {
                Some((first, changes)) if *first == date.first_of_month() => changes.push(change),
                _ => months.push((date.first_of_month(), vec![change])),
            },
        }
    }
    let month = |(first, changes): (Date, Vec<Change>)| Month {
        title: dates::month(first, scope.language_tag()),
        anchor: first.strftime("%Y-%m").to_string(),
        changes,
    };
    let months: Vec<Month> = months.into_iter().map(month).collect();
    let contents =
        months.iter().map(|month| Heading { text: month.title.clone(), href: format!("#{}", month.anchor), level: 2 });
    let title = scope.word("changes");
    let about = About { contents: contents.collect(), ..made(&title, &path, "changes", &[]) };
    let view = Changes { frame: frame(scope, about), months, undated };
    (path, view)
}

/// The latest changes with a date, as shown at an address.
pub fn latest(scope: &Scope<'_>, count: usize, shown_at: &VirtualPath) -> Vec<Change> {
    let dated = sorted(scope, |(_, entry)| entry.date.is_some()).into_iter();
    dated.take(count).map(|(entry, _)| change(scope, entry, shown_at)).collect()
}

/// Changes whose words name a task, the latest first.
pub(super) fn naming(scope: &Scope<'_>, id: TaskId, processes: &[usize], shown_at: &VirtualPath) -> Vec<Change> {
    let number = id.to_string();
    let names = |entry: &RefreshEntry| entry.what.split(|c: char| !c.is_ascii_digit()).any(|word| word == number);
    let found = sorted(scope, |(process, entry)| processes.contains(&process) && names(entry));
    found.into_iter().map(|(entry, _)| change(scope, entry, shown_at)).collect()
}

/// Those that pass a test, the latest first; within a day by page.
fn sorted<'a>(scope: &'a Scope<'_>, test: impl Fn(Entry<'a>) -> bool) -> Vec<(Entry<'a>, Option<Date>)> {
    let processes = scope.playbook.processes.iter().enumerate();
    let mut all: Vec<(Entry<'a>, Option<Date>)> = processes
        .flat_map(|(index, process)| process.refreshes.iter().map(move |entry| (index, entry)))
        .filter(|entry| test(*entry))
        .map(|entry| (entry, entry.1.date))
        .collect();
    all.sort_by_key(|((process, _), date)| (std::cmp::Reverse(*date), *process));
    all
}

fn change(scope: &Scope<'_>, (process, entry): Entry<'_>, shown_at: &VirtualPath) -> Change {
    let leader = Leader { scope, shown_at, at_home: false };
    let address = scope.address(scope.page_of(process));
    Change {
        day: entry.date.map(|date| dates::day(date, scope.language_tag())),
        date_text: entry.date_text.value.clone(),
        who: entry.who.clone(),
        what_html: leader.inline(entry.span.file, &entry.what_markdown),
        page: Link {
            text: scope.playbook.processes[process].title.clone(),
            href: address.map(|path| super::html::encoded(&path.relative_from(shown_at))).unwrap_or_default(),
            current: false,
        },
    }
}
