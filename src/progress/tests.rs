//! Small playbooks, small engagements, and what is counted.

use super::*;
use crate::model::{Process, ServiceScope, Step, Task, TaskEntry, Waiver};
use crate::text::{FileId, Span, Spanned};

fn at<T>(value: T) -> Spanned<T> {
    Spanned::new(value, Span::start_of(FileId(0)))
}

/// Services as in a cell: `-` is none, `*` is All Services.
fn services(text: &str) -> ServiceScope {
    let names = text.split('/').filter(|name| !matches!(*name, "-" | "*"));
    ServiceScope { all: text == "*", services: names.map(str::to_owned).collect() }
}

/// A playbook from pages `title|phases|step's services`, each with rows `id M services`.
fn playbook(pages: &[(&str, &[&str])]) -> Playbook {
    let mut book = Playbook::default();
    for (index, (head, rows)) in pages.iter().enumerate() {
        let parts: Vec<&str> = head.split('|').collect();
        let step = Step {
            title: String::new(),
            anchor: String::new(),
            primary_roles: Vec::new(),
            scope: services(parts[2]),
            motions: Vec::new(),
            span: Span::start_of(FileId(0)),
        };
        let tasks: Vec<_> = rows.iter().map(|row| (Some(0), task(row))).collect();
        for (place, (_, task)) in tasks.iter().enumerate() {
            let entry: &mut TaskEntry = book.tasks.tasks.entry(task.id.value).or_default();
            entry.occurrences.push((index, place));
        }
        let phases = parts[1].split('+').filter(|phase| !phase.is_empty()).map(str::to_owned).collect();
        let file = FileId(index as u32);
        book.processes.push(std::sync::Arc::new(Process {
            file,
            title: parts[0].to_owned(),
            phases,
            steps: vec![step],
            tasks,
            refreshes: Vec::new(),
            details: Vec::new(),
            next_steps: Vec::new(),
            next_links: Vec::new(),
        }));
    }
    book.phases =
        ["Assess", "Migrate"].map(|name| crate::model::Phase { name: name.to_owned(), processes: Vec::new() }).into();
    book
}

fn task(row: &str) -> Task {
    let parts: Vec<&str> = row.split(' ').collect();
    let requirement = match parts[1] {
        "M" => Some(Requirement::Mandatory),
        "O" => Some(Requirement::Optional),
        _ => None,
    };
    Task {
        id: at(TaskId(parts[0].parse().expect("a number"))),
        name: parts[0].to_owned(),
        name_markdown: at(String::new()),
        requirement,
        roles: Vec::new(),
        services: services(parts[2]),
        span: Span::start_of(FileId(0)),
        recovered: false,
    }
}

/// An engagement for services and phases with statuses `id word`; a word behind `+` has a full waiver.
fn engagement(in_services: &[&str], phases: &[&str], statuses: &[(u32, &str)]) -> Engagement {
    let names = |list: &[&str]| list.iter().map(|name| at((*name).to_owned())).collect();
    let mut engagement = Engagement::new(FileId(0), "a", "A");
    engagement.scope.services = names(in_services);
    engagement.scope.phases = names(phases);
    for (id, word) in statuses {
        let mut status = TaskStatus::new(at(TaskId(*id)), at(FtopStatus::parse(word.trim_start_matches('+'))));
        if word.starts_with('+') {
            let on = Some(at(jiff::civil::date(2020, 2, 29)));
            status.waiver = Waiver { reason: Some("r".to_owned()), approved_by: Some("d".to_owned()), on };
        }
        engagement.tasks.insert(TaskId(*id), status);
    }
    engagement
}

/// Tasks with phase, `M` and state.
fn shown(progress: &Progress) -> String {
    let tasks = progress.tasks.iter().map(|task| {
        let phase = task.phase.as_deref().unwrap_or("-");
        let mandatory = if task.mandatory { " M" } else { "" };
        format!("{} {phase}{mandatory} {}", task.id, task.state.as_str())
    });
    tasks.collect::<Vec<_>>().join(", ")
}

fn counted(share: &Share) -> String {
    let tally = |tally: &Tally| {
        let percent = tally.percent().map_or("no data".to_owned(), |percent| format!("{percent}%"));
        format!("{}+{}+{}+{}+{} {percent}", tally.done, tally.waived, tally.not_required, tally.open, tally.no_data)
    };
    format!("{}: {} of mandatory {}", share.name.as_deref().unwrap_or("-"), tally(&share.all), tally(&share.mandatory))
}

#[test]
fn a_task_is_in_scope_by_service_and_phase() {
    let book = playbook(&[
        ("Plan|Assess|*", &["1001 M Exchange", "1002 M Teams", "1003 M *"]),
        ("Move|Migrate+Enable|Teams", &["1005 M Exchange/Teams", "1006 M -"]),
        ("Loose||-", &["1007 M exchange", "1008 O -"]),
    ]);
    let cases: [(&[&str], &[&str], &str); 5] = [
        (&["Exchange"], &[], "1001 1003 1005 1007 1008"),
        (&["Exchange"], &["Migrate"], "1005"),
        (&["teams"], &["enable"], "1005 1006"),
        (&["Yammer"], &["Assess"], "1003"),
        (&[], &["Operate"], ""),
    ];
    for (services, phases, expected) in cases {
        let progress = progress(&book, &engagement(services, phases, &[]));
        let mut ids: Vec<String> = progress.tasks.iter().map(|task| task.id.to_string()).collect();
        ids.sort();
        assert_eq!(ids.join(" "), expected, "{services:?} {phases:?}");
    }
}

#[test]
fn core_onboarding_is_for_everyone() {
    let mut book = playbook(&[("Plan|Assess|*", &["1001 M x"])]);
    std::sync::Arc::make_mut(&mut book.processes[0]).tasks[0].1.services.services = vec!["Core Onboarding".to_owned()];
    assert_eq!(shown(&progress(&book, &engagement(&["Exchange"], &[], &[]))), "1001 Assess M no-data");
}

#[test]
fn a_task_counts_once_and_is_mandatory_if_any_occurrence_in_scope_is() {
    let book = playbook(&[
        ("Move|Migrate|*", &["1001 O Exchange", "1002 O Exchange"]),
        ("Plan|Assess|*", &["1001 M Exchange", "1002 M Teams"]),
    ]);
    let found = progress(&book, &engagement(&["Exchange"], &[], &[(1001, "Cancelled"), (1002, "Cancelled")]));
    assert_eq!(shown(&found), "1001 Migrate M open, 1002 Migrate not-required");
    let found = progress(&book, &engagement(&["Exchange", "Teams"], &["Assess"], &[]));
    assert_eq!(shown(&found), "1001 Assess M no-data, 1002 Assess M no-data");
}

#[test]
fn each_status_gives_one_state() {
    let book = playbook(&[("Plan|Assess|*", &["1001 M *", "1002 O *"])]);
    let cases = [
        ("Complete", "done", "done"),
        ("+Complete", "done", "done"),
        ("Not Required", "open", "not-required"),
        ("Cancelled", "open", "not-required"),
        ("+Not Required", "waived", "waived"),
        ("+Cancelled", "waived", "waived"),
        ("Not Started", "open", "open"),
        ("Blocked-Other", "open", "open"),
        ("Nearly", "open", "open"),
    ];
    for (word, mandatory, optional) in cases {
        let found = progress(&book, &engagement(&[], &[], &[(1001, word), (1002, word)]));
        assert_eq!(shown(&found), format!("1001 Assess M {mandatory}, 1002 Assess {optional}"), "{word}");
    }
}

#[test]
fn a_waiver_without_one_of_its_three_parts_is_none() {
    let book = playbook(&[("Plan|Assess|*", &["1001 M *"])]);
    let drops: [fn(&mut Waiver); 3] = [|w| w.reason = None, |w| w.approved_by = None, |w| w.on = None];
    for drop in drops {
        let mut engagement = engagement(&[], &[], &[(1001, "+Cancelled")]);
        drop(&mut engagement.tasks.get_mut(&TaskId(1001)).expect("it is there").waiver);
        assert_eq!(shown(&progress(&book, &engagement)), "1001 Assess M open");
    }
}

#[test]
fn progress_is_counted_per_phase_process_and_service() {
    let book = playbook(&[
        ("Move|Migrate|*", &["1001 M Exchange", "1002 O Exchange", "1003 M *"]),
        ("Plan|Assess|*", &["1004 M Teams", "1005 O *", "1006 M *"]),
        ("Loose||*", &["1007 O *"]),
    ]);
    let statuses = [
        (1001, "Complete"),
        (1002, "Not Required"),
        (1003, "+Not Required"),
        (1004, "Complete"),
        (1005, "Warning"),
        (9999, "Complete"),
    ];
    let found = progress(&book, &engagement(&["Exchange", "Teams"], &[], &statuses));
    let lines: Vec<String> = [&found.phases, &found.processes, &found.services]
        .into_iter()
        .flatten()
        .chain([&found.total])
        .map(counted)
        .collect();
    let expected = [
        "Assess: 1+0+0+1+1 33% of mandatory 1+0+0+0+1 50%",
        "Migrate: 1+1+1+0+0 100% of mandatory 1+1+0+0+0 100%",
        "-: 0+0+0+0+1 no data of mandatory 0+0+0+0+0 no data",
        "Plan: 1+0+0+1+1 33% of mandatory 1+0+0+0+1 50%",
        "Move: 1+1+1+0+0 100% of mandatory 1+1+0+0+0 100%",
        "Loose: 0+0+0+0+1 no data of mandatory 0+0+0+0+0 no data",
        "Exchange: 1+1+1+1+2 25% of mandatory 1+1+0+0+1 50%",
        "Teams: 1+1+0+1+2 25% of mandatory 1+1+0+0+1 50%",
        "-: 2+1+1+1+2 40% of mandatory 2+1+0+0+1 67%",
    ];
    assert_eq!(lines, expected);
    assert_eq!((found.unknown, found.out_of_scope), (vec![TaskId(9999)], vec![]));
}

#[test]
fn without_data_without_scope_and_with_everything_waived_there_is_no_percentage() {
    let book = playbook(&[("Plan|Assess|*", &["1001 M Exchange", "1002 O Exchange"])]);
    type Statuses = &'static [(u32, &'static str)];
    let cases: [(&[&str], Statuses, &str); 4] = [
        (&["Exchange"], &[], "-: 0+0+0+0+2 no data of mandatory 0+0+0+0+1 no data"),
        (&["Teams"], &[(1001, "Complete")], "-: 0+0+0+0+0 no data of mandatory 0+0+0+0+0 no data"),
        (
            &["Exchange"],
            &[(1001, "+Cancelled"), (1002, "+Cancelled")],
            "-: 0+2+0+0+0 no data of mandatory 0+1+0+0+0 no data",
        ),
        (&["Exchange"], &[(1001, "Not Started")], "-: 0+0+0+1+1 0% of mandatory 0+0+0+1+0 0%"),
    ];
    for (services, statuses, expected) in cases {
        let found = progress(&book, &engagement(services, &[], statuses));
        assert_eq!(counted(&found.total), expected, "{services:?} {statuses:?}");
    }
    let found = progress(&book, &engagement(&["Teams"], &[], &[(1001, "Complete")]));
    assert_eq!(found.out_of_scope, [TaskId(1001)]);
}
