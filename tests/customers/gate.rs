//! The gate of closure on the sample's closed engagement: everything that stands in the way, one at a time.

use serde_json::Value;
use waybook::system::{Memory, System};

use crate::world::{built, files, sample, sample_text, twin};

const FILE: &str = "content/engagements/fabrikam.yml";

fn closure(world: &Memory) -> Value {
    twin(&files(&built(world, None)), "reports/fabrikam/closure.json")
}

/// The closure report with an engagement file that was changed.
fn with(world: &Memory, yaml: &str) -> Value {
    world.write(format!("/p/{FILE}").as_ref(), yaml.as_bytes()).expect("it is written");
    closure(world)
}

/// The engagement file with another status of a task.
fn with_status(yaml: &str, id: u64, status: &str) -> String {
    let own = format!("  {id}: ");
    let kept: Vec<&str> = yaml.lines().filter(|line| !line.starts_with(&own)).collect();
    kept.join("\n").replacen("\ntasks:\n", &format!("\ntasks:\n  {id}: {status}\n"), 1) + "\n"
}

/// Holds that it is not ready for one reason, and that this names something.
#[track_caller]
fn refused(closure: &Value, code: &str, names: &str) {
    let points = closure["open_points"].as_array().expect("a list");
    let found = points.iter().find(|point| point["code"] == code);
    let text = found.and_then(|point| point["text"].as_str()).unwrap_or_default();
    assert!(closure["ready"] == false && text.contains(names), "{code} {names}: {points:#?}");
    assert_eq!(points.len(), 1, "{points:#?}");
}

#[test]
fn with_all_settled_it_is_ready() {
    let closure = closure(&sample());
    assert_eq!((&closure["ready"], &closure["open_points"]), (&true.into(), &Value::Array(Vec::new())));
}

#[test]
fn each_mandatory_task_stands_in_the_way_when_it_is_opened() {
    let (world, yaml) = (sample(), sample_text(FILE));
    let ready = closure(&world);
    let groups = ready["mandatory"].as_array().expect("a list").iter();
    let tasks: Vec<Value> = groups.flat_map(|group| group["tasks"].as_array().expect("a list").clone()).collect();
    assert!(tasks.len() >= 20, "{}", tasks.len());
    for (at, task) in tasks.iter().enumerate() {
        let id = task["id"].as_u64().expect("an id");
        // The table has a whole waiver for 4058, which a status without one in the file would take over.
        let (status, code) = match if id == 4058 { 0 } else { at % 4 } {
            0 => ("In Progress", "task-open"),
            1 => ("{ status: Blocked-Other, percent: 100 }", "task-open"),
            2 => ("Not Required", "waiver-without-anything"),
            _ => ("{ status: Cancelled, reason: x, on: 2020-03-01 }", "waiver-without-approver"),
        };
        refused(&with(&world, &with_status(&yaml, id, status)), code, &id.to_string());
    }
}

#[test]
fn each_missing_part_of_a_waiver_is_named() {
    let (world, yaml) = (sample(), sample_text(FILE));
    let parts = ["reason: x", "approved_by: Robin Vega", "on: 2020-03-01"];
    let codes = [
        "waiver-without-anything",
        "waiver-without-approver-date",
        "waiver-without-reason-date",
        "waiver-without-date",
        "waiver-without-reason-approver",
        "waiver-without-approver",
        "waiver-without-reason",
    ];
    for (mask, code) in codes.into_iter().enumerate() {
        let kept: Vec<&str> = (0..3).filter(|part| mask & (1 << part) != 0).map(|part| parts[part]).collect();
        let status = format!("{{ status: Not Required, {} }}", kept.join(", "));
        refused(&with(&world, &with_status(&yaml, 1126, &status)), code, "1126");
    }
    let whole = format!("{{ status: Not Required, {} }}", parts.join(", "));
    assert_eq!(with(&world, &with_status(&yaml, 1126, &whole))["ready"], true);
}

#[test]
fn each_unit_without_a_disposition_and_each_that_fails_is_named() {
    let (world, yaml) = (sample(), sample_text(FILE));
    for unit in ["ines.yates@fabrikam.example.com", "liam.hale@fabrikam.example.com"] {
        let kept: Vec<&str> = yaml.lines().filter(|line| !line.starts_with(&format!("  {unit}:"))).collect();
        assert_eq!(kept.len() + 1, yaml.lines().count());
        refused(&with(&world, &(kept.join("\n") + "\n")), "unit-without-disposition", unit);
    }
    world.write(format!("/p/{FILE}").as_ref(), yaml.as_bytes()).expect("it is written");
    let path = "content/engagements/exports/fabrikam/migrationwiz-velocity-2.csv";
    let export = sample_text(path);
    let units: Vec<&str> = export.lines().skip(1).collect();
    let decided = |line: &&&str| !line.contains("ines.yates") && !line.contains("liam.hale");
    for unit in units.iter().filter(decided).step_by(5) {
        let failed = unit.replacen(",Full,Completed,", ",Full,Failed,", 1);
        assert_ne!(&failed, unit);
        world.write(format!("/p/{path}").as_ref(), export.replace(unit, &failed).as_bytes()).expect("it is written");
        let name = unit.split(',').nth(3).expect("an address");
        refused(&closure(&world), "unit-without-disposition", name);
    }
}

#[test]
fn each_issue_that_is_open_is_named() {
    let (world, yaml) = (sample(), sample_text(FILE));
    for id in ["3", "5", "8"] {
        let line = yaml.lines().find(|line| line.starts_with(&format!("  - {{ id: {id},"))).expect("an issue");
        let title = line.split("title: ").nth(1).and_then(|rest| rest.split(',').next()).expect("a title");
        let (before, after) = line.split_once(", resolved: ").expect("it is resolved");
        let after = after.split_once(", resolution").expect("it says how").1;
        let open = format!("{before}, resolution{after}");
        refused(&with(&world, &yaml.replace(line, &open)), "issue-open", title);
        // Solved after the report's day is open on it.
        let later = line.replacen("resolved: ", "resolved: 2020-04-01 #", 1);
        let later = later.split(" #").next().expect("a part").to_owned() + " }";
        refused(&with(&world, &yaml.replace(line, &later)), "issue-open", title);
        let handed = yaml.replace(line, &open).replacen(
            "\nhandover:\n",
            &format!("\nhandover:\n  - {{ what: It, owner: Fabrikam IT, issue: {id} }}\n"),
            1,
        );
        assert_eq!(with(&world, &handed)["ready"], true, "{id}");
    }
}

#[test]
fn the_window_of_the_last_batch_is_counted_in_working_days() {
    let (world, yaml) = (sample(), sample_text(FILE));
    // T+5 of Monday 9 March is Monday 16 March, the day of the report: it lasts through that day.
    for (migrated, ready) in [("2020-03-06", true), ("2020-03-09", false), ("2020-03-13", false)] {
        let changed = yaml.replacen("migrated: 2020-02-12", &format!("migrated: {migrated}"), 1);
        assert_ne!(changed, yaml);
        let closure = with(&world, &changed);
        assert_eq!(closure["ready"], ready, "{migrated}");
        if !ready {
            refused(&closure, "window-lasts", "Velocity 2");
        }
    }
}

#[test]
fn each_batch_and_the_signature_are_asked_for() {
    let (world, yaml) = (sample(), sample_text(FILE));
    let unsigned = yaml.replace("signoff: { by: Robin Vega, role: IT director, on: 2020-03-04 }\n", "");
    refused(&with(&world, &unsigned), "signoff-missing", "");
    refused(&with(&world, &yaml.replace("by: Robin Vega, role: IT director,", "")), "signoff-without-name", "");
    refused(&with(&world, &yaml.replace(", role: IT director, on: 2020-03-04", "")), "signoff-without-day", "Robin");
    refused(&with(&world, &yaml.replace("director, on: 2020-03-04", "director, on: 2020-03-17")), "signoff-ahead", "");
    let stopped = yaml.replacen("units: 185\n", "units: 185\n    state: syncing\n", 1);
    assert_ne!(stopped, yaml);
    refused(&with(&world, &stopped), "batch-in-flight", "Velocity 1");
    let later = yaml.replacen("dispositions:", "#", 0).replacen(
        "\nexports:",
        "\n  - { name: Velocity 3, service: Exchange, planned: 2020-04-01, units: 3 }\nexports:",
        1,
    );
    refused(&with(&world, &later), "batch-not-migrated", "Velocity 3");
}

#[test]
fn a_unit_in_a_state_that_nobody_knows_stands_in_the_way() {
    let world = sample();
    let path = "content/engagements/exports/fabrikam/migrationwiz-velocity-2.csv";
    let odd = sample_text(path).replacen(",Full,Completed,", ",Full,Teleported,", 1);
    world.write(format!("/p/{path}").as_ref(), odd.as_bytes()).expect("it is written");
    refused(&closure(&world), "units-unknown", "1 unit of Velocity 2");
}
