//! What the settings say closes an engagement: the exit tasks, and what it means where there are none.

use jiff::civil::date;
use serde_json::Value;
use waybook::system::{Memory, System};

use crate::world::{built, files, sample, sample_text, twin};

const FILE: &str = "content/engagements/fabrikam.yml";

/// The sample with more settings, and its closed engagement with more keys.
fn world(settings: &str, keys: &str) -> Memory {
    let world = sample().with("/p/waybook.yml", format!("{}\n{settings}\n", sample_text("waybook.yml")));
    let yaml = format!("{}\n{keys}\n", sample_text(FILE));
    world.write(format!("/p/{FILE}").as_ref(), yaml.as_bytes()).expect("it is written");
    world
}

/// Whether it may be closed, and the codes of what is missing.
fn missing(world: &Memory, id: &str) -> (bool, Vec<String>) {
    let closure = twin(&files(&built(world, None)), &format!("reports/{id}/closure.json"));
    let points = closure["open_points"].as_array().expect("a list").iter();
    let codes = points.map(|point| point["code"].as_str().unwrap_or_default().to_owned()).collect();
    (closure["ready"] == true, codes)
}

#[test]
fn the_settings_name_the_tasks_that_close() {
    let with = |exit_tasks: &str| missing(&world(&format!("closure: {{ exit_tasks: {exit_tasks} }}"), ""), "fabrikam");
    for fine in ["[2323, 1702, 4060]", "[]", "4060", "[2323]"] {
        assert_eq!(with(fine), (true, vec![]), "{fine}");
    }
    // A task that is set aside is not done.
    assert_eq!(with("[2323, 1874]"), (false, vec!["exit-task-open".to_owned()]));
}

#[test]
fn without_an_exit_task_in_scope_nothing_is_closed_unless_the_settings_say_so() {
    let initiate = |settings: &str| missing(&world(settings, "phases: [Initiate]"), "fabrikam");
    assert_eq!(initiate(""), (false, vec!["exit-tasks-out-of-scope".to_owned()]));
    assert_eq!(initiate("closure: { exit_tasks: [2323] }"), (false, vec!["exit-tasks-out-of-scope".to_owned()]));
    assert_eq!(initiate("closure: { exit_tasks: [] }"), (true, vec![]));
    assert_eq!(initiate("closure: { exit_tasks: [994] }"), (true, vec![]));
    let closure = twin(&files(&built(&world("", "phases: [Initiate]"), None)), "reports/fabrikam/closure.json");
    let text = closure["open_points"][0]["text"].as_str().expect("a sentence");
    assert!(text.contains("`closure.exit_tasks`"), "{text}");
}

#[test]
fn a_playbook_that_asks_for_nothing_closes_nothing() {
    let page = |requirement: &str| {
        format!(
            "Phase: **Migrate**\n\n| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n\
             | --- | --- | --- | --- | --- |\n| 2323 | End | {requirement} | FastTrack Manager | All Services |\n"
        )
    };
    let yaml = "customer: A\nservices: [Exchange]\ntasks: { 2323: Complete }\nsignoff: { by: B, on: 2020-03-02 }\n";
    for (requirement, expected) in [("M", vec![]), ("O", vec!["no-mandatory-tasks".to_owned()])] {
        let world = Memory::new(date(2020, 3, 16))
            .with("/p/waybook.yml", "content: content\nengagements: engagements\n")
            .with("/p/engagements/a.yml", yaml)
            .with("/p/content/page.md", page(requirement));
        assert_eq!(missing(&world, "a"), (expected.is_empty(), expected), "{requirement}");
    }
}

#[test]
fn an_exit_task_that_does_not_exist_gives_no_report() {
    let world = world("closure: { exit_tasks: [2323, 4061] }", "");
    let build = built(&world, None);
    let expected = "`closure.exit_tasks` in `waybook.yml` names the task `4061`, which the playbook does not have; did you mean `4060`?";
    assert!(build.built.reports.iter().all(|one| one.failed.as_deref() == Some(expected)));
    let found: Vec<String> = build
        .findings
        .diagnostics
        .iter()
        .filter(|found| found.message.contains("`4061`"))
        .map(|found| {
            let span = found.primary.as_ref().expect("a place").span;
            let source = build.findings.sources.get(span.file);
            format!("{} {} {}", found.severity.as_str(), source.path, source.slice(span))
        })
        .collect();
    assert_eq!(found, ["error waybook.yml 4061"]);
    let failed: Value = twin(&files(&build), "reports/portfolio.json")["failed"].clone();
    assert_eq!(failed.as_array().map(Vec::len), Some(3));
}
