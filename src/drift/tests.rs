//! Small states, row by row.

use super::*;
use crate::model::{FtopStatus, TaskId, TaskStatus};
use crate::text::{FileId, Span, Spanned};

/// `id|name|M|roles|services|file|step`, one task a line.
fn state(rows: &str) -> State {
    let list = |cell: &str| -> Vec<String> {
        cell.split(", ").filter(|name| !name.is_empty() && *name != "All").map(str::to_owned).collect()
    };
    let row = |(at, line): (usize, &str)| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let requirement = match cells[2] {
            "M" => Some("mandatory".to_owned()),
            "O" => Some("optional".to_owned()),
            _ => None,
        };
        state::TaskRow {
            id: cells[0].parse().expect("an id"),
            name: cells[1].to_owned(),
            requirement,
            roles: list(cells[3]),
            services: list(cells[4]),
            all_services: cells[4] == "All",
            process: cells[5].to_owned(),
            phase: "Migrate".to_owned(),
            file: format!("{}.md", cells[5]),
            step: cells[6].to_owned(),
            language: "en".to_owned(),
            line: at as u32 + 1,
            ..state::TaskRow::default()
        }
    };
    let lines = rows.lines().map(str::trim).filter(|line| !line.is_empty());
    State { tasks: lines.enumerate().map(row).collect(), ..State::default() }
}

fn between(old: &str, new: &str) -> Drift {
    Drift::between(&state(old), &state(new), Questions::default())
}

/// Kind, id, before and after of each change.
fn changes(drift: &Drift) -> Vec<String> {
    let line = |change: &TaskChange| format!("{:?} {} {} > {}", change.kind, change.id, change.before, change.after);
    drift.changed.iter().map(line).collect()
}

#[test]
fn equal_states_have_nothing_between_them() {
    let rows = "1001|Ask|M|FM|All|assess|One";
    assert!(between(rows, rows).is_empty());
}

#[test]
fn each_cell_is_compared_and_order_does_not_count() {
    let found = between(
        "1001|Ask|M|FM, FE|Exchange, Teams|assess|One\n1002|Look|O|FE|All|assess|One",
        "1001|Ask the customer|O|FE, FM|Teams, Exchange|assess|One\n1002|Look|O|SME|Teams|assess|One",
    );
    let expected = [
        "Renamed 1001 Ask > Ask the customer",
        "Requirement 1001 mandatory > optional",
        "Roles 1002 FE > SME",
        "Services 1002 All Services > Teams",
    ];
    assert_eq!(changes(&found), expected);
    assert_eq!((found.summary.services, found.summary.service_cells), (1, 1));
}

#[test]
fn a_cell_counts_once_per_place_and_an_id_once() {
    let found = between(
        "1001|Ask|M|FM|Teams|assess|One\n1001|Ask|M|FM|Teams|enable|One",
        "1001|Ask|M|FM|Exchange|assess|One\n1001|Ask|M|FM|Exchange|enable|One",
    );
    assert_eq!((found.summary.services, found.summary.service_cells), (1, 2));
}

#[test]
fn a_task_on_another_page_moved_and_did_not_change() {
    let found = between(
        "1001|Ask|M|FM|All|assess|One\n1002|Look|M|FM|All|assess|One\n1003|Do|M|FM|All|enable|Two",
        "1002|Look|M|FM|All|assess|One\n1001|Ask|M|FM|All|enable|Two\n1003|Do|M|FM|All|enable|Two",
    );
    assert_eq!(changes(&found), ["Moved 1001 assess / One > enable / Two"]);
    assert!(found.added.is_empty() && found.removed.is_empty());
}

#[test]
fn a_page_with_another_name_is_the_same_page() {
    let found = between(
        "1001|Ask|M|FM|All|assess|One\n1002|Look|M|FM|All|assess|One",
        "1001|Ask|M|FM|All|assessment|One\n1002|Look|M|FM|All|assessment|One",
    );
    assert_eq!(changes(&found), Vec::<String>::new());
    let pages: Vec<(&str, &str)> = found.pages.iter().map(|page| (page.kind, page.file.as_str())).collect();
    assert_eq!(pages, [("moved", "assessment.md"), ("renamed", "assessment.md")]);
}

#[test]
fn a_step_with_another_name_moves_no_task() {
    let found = between("1001|Ask|M|FM|All|assess|1. Ask them", "1001|Ask|M|FM|All|assess|2. Ask them");
    assert_eq!(changes(&found), Vec::<String>::new());
    assert_eq!(found.steps.iter().map(|step| step.kind).collect::<Vec<_>>(), ["renamed"]);
}

#[test]
fn a_further_place_is_no_new_task() {
    let found = between("1001|Ask|M|FM|All|assess|One", "1001|Ask|M|FM|All|assess|One\n1001|Ask|M|FM|All|enable|One");
    assert_eq!(changes(&found), ["Placed 1001  > enable"]);
    assert_eq!(found.summary.added, 0);
}

#[test]
fn a_new_number_is_noticed() {
    let found = between("1001|Ask|M|FM|All|assess|One", "2001|Ask|M|FM|All|assess|One");
    assert_eq!(found.added.iter().map(|task| (task.id, task.other_id)).collect::<Vec<_>>(), [(2001, Some(1001))]);
    assert_eq!(found.removed.iter().map(|task| (task.id, task.other_id)).collect::<Vec<_>>(), [(1001, Some(2001))]);
}

#[test]
fn only_new_words_announce_a_change() {
    let entry = |what: &str| state::RefreshRow { file: "a.md".to_owned(), what: what.to_owned(), ..Default::default() };
    let logged = |id| state::LoggedRow { file: "change-log.md".to_owned(), line: 1, id };
    let old = State { refreshes: vec![entry("Task 1001 was asked for")], ..state("1001|Ask|M|FM|All|a|One") };
    let rows = "1001|Ask them|M|FM|All|a|One\n1002|B|M|FM|All|a|One\n1003|C|M|FM|All|a|One";
    let new = State {
        refreshes: vec![entry("Task 1001 was asked for"), entry("Added 1002.")],
        logged: vec![logged(1003)],
        ..state(rows)
    };
    let found = Drift::between(&old, &new, Questions { announced: true, ..Questions::default() });
    let forgotten: Vec<(u32, Vec<String>)> =
        found.unannounced.into_iter().flatten().map(|one| (one.id, one.what)).collect();
    assert_eq!(forgotten, [(1001, vec!["renamed".to_owned()])]);
}

fn engagement(services: &[&str], statuses: &[u32]) -> Engagement {
    let place = Span::start_of(FileId(0));
    let mut engagement = Engagement::new(FileId(0), "contoso", "Contoso");
    engagement.scope.services = services.iter().map(|name| Spanned::new((*name).to_owned(), place)).collect();
    for id in statuses {
        let status =
            TaskStatus::new(Spanned::new(TaskId(*id), place), Spanned::new(FtopStatus::parse("Complete"), place));
        engagement.tasks.insert(TaskId(*id), status);
    }
    engagement
}

#[test]
fn an_engagement_learns_what_changes_for_it() {
    let old =
        "1001|Ask|O|FM|All|a|One\n1002|Look|M|FM|Exchange|a|One\n1003|Do|M|FM|Teams|a|One\n1004|End|M|FM|All|a|One";
    let new = "1001|Ask|M|FM|All|a|One\n1002|Look|M|FM|Teams|a|One\n1003|Do|M|FM|Exchange|a|One\n1005|New|M|FM|Exchange|a|One\n1006|Teams|M|FM|Teams|a|One";
    let all = [engagement(&["Exchange"], &[1004, 1003])];
    let found = Drift::between(&state(old), &state(new), Questions { engagements: Some(&all), ..Questions::default() });
    let impact = &found.engagements.expect("it was asked for")[0];
    let ids = |notes: &[TaskNote]| notes.iter().map(|note| note.id).collect::<Vec<_>>();
    // 1001 was optional, 1005 is new; 1003 came into scope but is done; 1006 is for a service that is not in scope.
    assert_eq!(ids(&impact.now_open), [1001, 1005]);
    assert_eq!(ids(&impact.removed), [1004]);
    assert_eq!(ids(&impact.entered), [1003]);
    assert_eq!(ids(&impact.left), [1002]);
}

#[test]
fn the_language_of_an_engagement_changes_nothing_for_it() {
    let mut old =
        state("1001|Ask|M|FM|All|assess|One\n1002|Look|O|FE|All|assess|One\n1001|Fragen|O|FM|All|assess-de|Eins");
    let mut new =
        state("1001|Ask|M|FM|All|assess|One\n1002|Look|M|FE|All|assess|One\n1001|Fragen|O|FM|All|assess-de|Eins");
    [&mut old, &mut new].into_iter().for_each(|state| state.tasks[2].language = "de".to_owned());
    let english = engagement(&["Exchange"], &[]);
    let place = Span::start_of(FileId(0));
    let german = Engagement { language: Some(Spanned::new("de".to_owned(), place)), ..english.clone() };
    let all = [english, german];
    let asked = Questions { engagements: Some(&all), language: Some("en"), ..Questions::default() };
    let impacts = Drift::between(&old, &new, asked).engagements.expect("it was asked for");
    assert_eq!(impacts[0].now_open.iter().map(|note| note.id).collect::<Vec<_>>(), [1002]);
    assert_eq!(impacts[0], impacts[1]);
}

#[test]
fn what_an_export_prints_can_be_read() {
    let read = State::from_json("x", r#"[{"id": 1001, "name": "Ask", "file": "a.md", "line": 3, "more": 1}]"#);
    assert_eq!(read.map(|state| (state.tasks[0].id, state.pages)), Ok((1001, None)));
    assert!(State::from_json("x", r#"[{"name": "Ask"}]"#).is_err());
    assert!(State::from_json("x", "no JSON").is_err());
}
