//! A small engagement and what its report shows.

use jiff::civil::{Date, Weekday, date};

use super::*;
use crate::extract::PhaseWords;
use crate::model::{
    Action, Batch, FtopStatus, GoDecision, GoNoGo, Import, Issue, MigrationState, Phase, Process, Requirement,
    ServiceScope, Task, TaskEntry, TaskId, Waiver,
};
use crate::model::{Engagement, Playbook};
use crate::progress::situation::{Situation, Thresholds};
use crate::progress::working_days::WorkingDays;
use crate::render::html::Texts;
use crate::text::{FileId, Sources, Span, VirtualPath};

const WEEKEND: [Weekday; 2] = [Weekday::Saturday, Weekday::Sunday];

fn at<T>(value: T) -> Spanned<T> {
    Spanned::new(value, Span::start_of(FileId(0)))
}

fn on(year: i16, month: i8, day: i8) -> Option<Spanned<Date>> {
    Some(at(date(year, month, day)))
}

/// A page of phase Migrate with mandatory tasks of these ids, and an optional one 9001 outside of the lifecycle.
fn playbook(mandatory: &[u32]) -> Playbook {
    let task = |id: u32, requirement| Task {
        id: at(TaskId(id)),
        name: format!("Task {id}"),
        name_markdown: at(String::new()),
        requirement: Some(requirement),
        roles: Vec::new(),
        services: ServiceScope { all: true, services: Vec::new() },
        places: crate::model::Places::default(),
        span: Span::start_of(FileId(0)),
        recovered: false,
    };
    let page = |title: &str, phases: &[&str], tasks: Vec<Task>| {
        std::sync::Arc::new(Process {
            file: FileId(0),
            title: title.to_owned(),
            phases: phases.iter().map(|phase| (*phase).to_owned()).collect(),
            steps: Vec::new(),
            tasks: tasks.into_iter().map(|task| (None, task)).collect(),
            refreshes: Vec::new(),
            details: Vec::new(),
            next_steps: Vec::new(),
            next_links: Vec::new(),
        })
    };
    let moving = mandatory.iter().map(|id| task(*id, Requirement::Mandatory)).collect();
    let mut playbook = Playbook {
        phases: vec![Phase { name: "Migrate".to_owned(), processes: vec![0] }],
        processes: vec![
            page("Migration", &["Migrate"], moving),
            page("Loose", &[], vec![task(9001, Requirement::Optional)]),
        ],
        ..Playbook::default()
    };
    for (process, page) in playbook.processes.iter().enumerate() {
        for (index, (_, task)) in page.tasks.iter().enumerate() {
            let entry: &mut TaskEntry = playbook.tasks.tasks.entry(task.id.value).or_default();
            entry.occurrences.push((process, index));
        }
    }
    playbook
}

fn with_statuses(statuses: &[(u32, FtopStatus)]) -> Engagement {
    let mut engagement = Engagement::new(FileId(0), "contoso", "Contoso");
    engagement.scope.services.push(at("Exchange".to_owned()));
    for (id, status) in statuses {
        engagement.tasks.insert(TaskId(*id), TaskStatus::new(at(TaskId(*id)), at(status.clone())));
    }
    engagement
}

/// The report of 30 March 2020, a Monday.
fn report(playbook: &Playbook, engagement: &Engagement) -> StatusReport {
    let mut sources = Sources::default();
    sources.add(VirtualPath::new("engagements/contoso.yml").expect("inside the root"), "customer: Contoso\n");
    let calendar = WorkingDays::new(&WEEKEND, &[]);
    let thresholds = Thresholds { late_red_days: 10, stale_status_days: 14 };
    let situation = Situation::new(playbook, engagement, calendar, thresholds, date(2020, 3, 30));
    let (texts, _) = Texts::new(&Default::default(), "en");
    let words = |key: &str, values: &[(&str, &str)]| texts.fill(key, values);
    let (title, language, since) = ("Playbook", "en", None);
    let context = Context {
        situation: &situation,
        title,
        edition: None,
        version: "1f2e3d4c",
        language,
        words: &words,
        phase_words: PhaseWords::default(),
        sources: &sources,
        past: &[],
        since,
        time_zone: None,
    };
    status_report(&context)
}

#[test]
fn the_headline_says_where_it_stands() {
    use FtopStatus::{BlockedOther, Complete, InProgress};
    let two = &[1001, 1002][..];
    type Statuses<'a> = &'a [(u32, FtopStatus)];
    let cases: [(&[u32], Statuses<'_>, &str); 5] = [
        (two, &[], "Nothing reported yet for 2 mandatory tasks."),
        (two, &[(1001, Complete)], "1 of 2 mandatory tasks done (50%), 1 without data."),
        (two, &[(1001, Complete), (1002, BlockedOther)], "1 of 2 mandatory tasks done (50%), 1 task blocked."),
        (&[], &[(9001, InProgress)], "0 of 1 task done (0%)."),
        (&[], &[], "Nothing reported yet for 1 task."),
    ];
    for (mandatory, statuses, expected) in cases {
        assert_eq!(report(&playbook(mandatory), &with_statuses(statuses)).headline, expected);
    }
    assert_eq!(report(&Playbook::default(), &with_statuses(&[])).headline, "No task of the playbook is in scope.");
}

#[test]
fn bars_fill_their_width_without_gaps() {
    let statuses = [(1001, FtopStatus::Complete), (1002, FtopStatus::InProgress)];
    let report = report(&playbook(&[1001, 1002, 1003]), &with_statuses(&statuses));
    let bar = &report.phases[0].mandatory;
    let found: Vec<_> = bar.segments.iter().map(|s| (s.state.as_str(), s.count, s.x, s.width)).collect();
    assert_eq!(found, [("done", 1, 0.0, 33.33), ("open", 1, 33.33, 33.34), ("no-data", 1, 66.67, 33.33)]);
    assert_eq!((bar.percent, bar.percent_text.as_str()), (Some(33), "33%"));
    let outside = &report.phases[1];
    assert_eq!((outside.name.as_str(), outside.all.percent_text.as_str()), ("Outside the lifecycle", "no data"));
    assert_eq!((outside.mandatory.total, outside.mandatory.segments.len()), (0, 0));
}

#[test]
fn a_bar_of_which_all_is_waived_has_nothing_to_do() {
    let mut engagement = with_statuses(&[(1001, FtopStatus::Cancelled)]);
    let waiver = Waiver { reason: Some("r".to_owned()), approved_by: Some("a".to_owned()), on: on(2020, 2, 29) };
    engagement.tasks.get_mut(&TaskId(1001)).expect("it is there").waiver = waiver;
    let report = report(&playbook(&[1001]), &engagement);
    assert_eq!(report.totals.mandatory.percent_text, "nothing to do");
    assert_eq!(report.headline, "The one mandatory task is set aside.");
    let line = &report.mandatory[0].tasks[0];
    assert_eq!((line.state.as_str(), line.ftop.as_str()), ("waived", "Cancelled"));
    let waiver = line.waiver.as_ref().expect("a waiver");
    assert_eq!((waiver.on.as_ref().map(|day| day.text.as_str()), waiver.missing.len()), (Some("29 Feb 2020"), 0));
}

#[test]
fn mandatory_tasks_that_need_attention_come_first_and_say_what_they_were_read_from() {
    let statuses = [(1001, FtopStatus::Complete), (1003, FtopStatus::Cancelled), (1004, FtopStatus::Paused)];
    let report = report(&playbook(&[1001, 1002, 1003, 1004]), &with_statuses(&statuses));
    let lines = report.mandatory.iter().flat_map(|group| &group.tasks);
    let found: Vec<String> = lines
        .map(|line| format!("{} {} {} {}", line.id, line.label, line.ftop, line.source.as_deref().unwrap_or("-")))
        .collect();
    let expected = [
        "1003 Open Cancelled Engagement record",
        "1004 Open Paused-Customer Delay Engagement record",
        "1002 No data no data -",
        "1001 Done Complete Engagement record",
    ];
    assert_eq!(found, expected);
    assert_eq!(
        report.mandatory[0].tasks[0].waiver.as_ref().map(|w| w.missing.join(" ")).as_deref(),
        Some("reason approver date")
    );
    assert_eq!(report.waiting.iter().map(|line| line.id).collect::<Vec<_>>(), [1004]);
}

#[test]
fn what_is_late_is_marked_and_what_is_next_comes_first() {
    let mut engagement = with_statuses(&[]);
    let action = |what: &str, due| Action {
        what: what.to_owned(),
        owner: None,
        due,
        issue: None,
        span: Span::start_of(FileId(0)),
    };
    engagement.next_actions = vec![action("c", None), action("b", on(2020, 3, 30)), action("a", on(2020, 3, 29))];
    let report = report(&playbook(&[1001]), &engagement);
    let found: Vec<_> = report.next_actions.iter().map(|action| (action.what.as_str(), action.overdue)).collect();
    assert_eq!(found, [("a", true), ("b", false), ("c", false)]);
    assert_eq!(report.headline, "Nothing reported yet for 1 mandatory task, 1 next action overdue.");
}

fn batch(name: &str, planned: Option<Spanned<Date>>, migrated: Option<Spanned<Date>>, state: Option<&str>) -> Batch {
    Batch {
        name: at(name.to_owned()),
        service: None,
        planned,
        planned_to: None,
        migrated,
        units: None,
        state: state.map(|word| at(MigrationState::parse(word))),
        go_no_go: None,
        note: None,
        span: Span::start_of(FileId(0)),
    }
}

#[test]
fn a_batch_has_a_state_even_if_nobody_says_it() {
    let mut engagement = with_statuses(&[]);
    engagement.batches = vec![
        batch("a", on(2020, 3, 16), on(2020, 3, 17), None),
        batch("b", on(2020, 3, 27), None, None),
        batch("c", on(2020, 3, 30), None, None),
        batch("d", None, None, None),
        batch("e", on(2020, 3, 1), None, Some("completed with issues")),
        batch("f", None, on(2020, 4, 1), None),
    ];
    engagement.batches[0].go_no_go =
        Some(GoNoGo { decision: Some(at(GoDecision::Conditional)), on: None, by: None, conditions: None });
    let report = report(&playbook(&[]), &engagement);
    let found: Vec<_> =
        report.batches.iter().map(|line| (line.state.as_str(), line.label.as_str(), line.overdue)).collect();
    let expected = [
        ("completed", "Completed", false),
        ("planned", "Planned", true),
        ("planned", "Planned", false),
        ("no-data", "No data", false),
        ("completed-with-issues", "Completed with issues", false),
        ("planned", "Planned", false),
    ];
    assert_eq!(found, expected);
    assert_eq!(report.batches[0].decision.as_ref().map(|go| go.label.as_str()), Some("Go with conditions"));
}

#[test]
fn issues_are_inside_or_outside_of_t_plus_five() {
    let mut engagement = with_statuses(&[]);
    engagement.batches = vec![batch("Pilot", None, on(2020, 3, 17), None)];
    let issue = |title: &str, opened, resolved| Issue {
        id: None,
        title: title.to_owned(),
        batch: Some(at("pilot".to_owned())),
        opened,
        severity: None,
        owner: None,
        due: on(2020, 3, 27),
        resolved,
        resolution: None,
        span: Span::start_of(FileId(0)),
    };
    engagement.issues = vec![
        issue("solved", on(2020, 3, 18), on(2020, 3, 20)),
        issue("late", on(2020, 3, 25), None),
        issue("last day", on(2020, 3, 24), on(2020, 3, 31)),
        issue("undated", None, None),
    ];
    let report = report(&playbook(&[]), &engagement);
    let found: Vec<_> =
        report.issues.iter().map(|line| (line.title.as_str(), line.open, line.overdue, line.inside_window)).collect();
    let expected = [
        ("undated", true, true, None),
        ("last day", true, true, Some(true)),
        ("late", true, true, Some(false)),
        ("solved", false, false, Some(true)),
    ];
    assert_eq!(found, expected);
}

#[test]
fn sources_say_what_they_are_and_how_old_and_nothing_of_others() {
    let mut engagement = with_statuses(&[]);
    let import = Import {
        file: FileId(0),
        rows: 50,
        used: 3,
        elsewhere: 46,
        rejected: 1,
        latest: Some(date(2020, 2, 28)),
        unusable: false,
    };
    let table = Import { file: FileId(1), latest: None, ..import.clone() };
    let useless = Import { used: 0, rejected: 50, elsewhere: 0, unusable: true, ..table.clone() };
    engagement.imports = vec![import, table, useless];
    let found: Vec<_> = report(&playbook(&[]), &engagement).header.sources;
    let names: Vec<_> = found.iter().map(|source| source.name.as_str()).collect();
    assert_eq!(names, ["Engagement record", "Task statuses", "Task statuses"]);
    let updated = found[0].updated.as_ref().map(|day| day.iso.as_str());
    assert_eq!((found[0].age_days, updated), (Some(31), Some("2020-02-28")));
    assert_eq!((found[1].age_days, &found[1].updated), (None, &None));
    let rows: Vec<_> = found.iter().map(|source| (source.rows, source.used, source.rejected)).collect();
    assert_eq!(rows, [(4, 3, 1), (4, 3, 1), (0, 0, 0)]);
    assert_eq!(found[2].reasons, ["could not be used for this report"]);
}
