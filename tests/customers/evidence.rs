//! The gate of closure and the health against data that is missing, unreadable, mistyped, later, or left behind. One
//! engagement is ready; each case takes one thing from it, and all of them are built as customers of one project.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::world::{built, files, playbook_with, twin};

/// The engagement file, with what each case replaces. `ID` stands for the engagement's id.
const READY: &str = "customer: Customer ID
services: [Exchange]
opened: 2020-01-02
target: 2020-03-20
batches:
  - { name: P, service: Exchange, planned: 2020-02-03, migrated: 2020-02-03, units: 4 }
exports: [ID.csv]
dispositions:
  c@ID.example: { decision: accepted, by: Dana, on: 2020-02-05 }
signoff: { by: Robin, role: IT director, on: 2020-03-10 }
";

/// Its export: four mailboxes of which one failed.
const EXPORT: &str = "Identity,BatchId,Status,SkippedItemCount,LastSuccessfulSyncTime
a@ID.example,P,Completed,0,2020-02-03 10:00
b@ID.example,P,Completed,0,2020-02-03 10:00
c@ID.example,P,Failed,0,2020-02-03 10:00
d@ID.example,P,Completed,0,2020-02-03 10:00
";

/// One engagement: its file, and files beside it.
struct Case {
    yaml: String,
    beside: Vec<(String, String)>,
}

impl Case {
    fn ready() -> Self {
        Self { yaml: READY.to_owned(), beside: vec![("ID.csv".to_owned(), EXPORT.to_owned())] }
    }

    /// With another text in the engagement file.
    fn but(mut self, from: &str, to: &str) -> Self {
        assert!(self.yaml.contains(from), "{from}");
        self.yaml = self.yaml.replacen(from, to, 1);
        self
    }

    /// With another text in the export.
    fn export(mut self, from: &str, to: &str) -> Self {
        let text = &mut self.beside[0].1;
        assert!(text.contains(from), "{from}");
        *text = text.replacen(from, to, 1);
        self
    }

    /// With another file, which the engagement names among its exports.
    fn and(mut self, name: &str, text: &str) -> Self {
        self.beside.push((name.to_owned(), text.to_owned()));
        self.but("exports: [", &format!("exports: [{name}, "))
    }
}

/// The twins of engagements by their ids: status and closure.
fn twins(cases: Vec<(String, Case)>) -> BTreeMap<String, (Value, Value)> {
    let complete: Vec<String> = mandatory().iter().map(|id| format!("{id}: Complete")).collect();
    let mut engagements: Vec<(String, Vec<u8>)> = Vec::new();
    let ids: Vec<String> = cases.iter().map(|(id, _)| id.clone()).collect();
    for (id, case) in cases {
        let tasks = format!("tasks: {{ {} }}\n", complete.join(", "));
        engagements.push((format!("{id}.yml"), (case.yaml.replace("ID", &id) + &tasks).into_bytes()));
        for (name, text) in case.beside {
            engagements.push((name.replace("ID", &id), text.replace("ID", &id).into_bytes()));
        }
    }
    let named: Vec<(&str, Vec<u8>)> = engagements.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let made = files(&built(&playbook_with(&named), None));
    let of = |id: &String| {
        let read = |kind: &str| twin(&made, &format!("reports/{id}/{kind}.json"));
        (id.clone(), (read("status"), read("closure")))
    };
    ids.iter().map(of).collect()
}

/// The mandatory tasks of Exchange, as the status report of an engagement without any status lists them.
fn mandatory() -> Vec<u64> {
    let bare = ("bare.yml", b"customer: Bare\nservices: [Exchange]\n".to_vec());
    let status = twin(&files(&built(&playbook_with(&[bare]), None)), "reports/bare/status.json");
    let groups = status["mandatory"].as_array().expect("a list").clone();
    let tasks = groups.iter().flat_map(|group| group["tasks"].as_array().expect("a list").clone());
    tasks.map(|task| task["id"].as_u64().expect("an id")).collect()
}

fn points(closure: &Value) -> Vec<(String, String)> {
    let text = |point: &Value, key: &str| point[key].as_str().unwrap_or_default().to_owned();
    let points = closure["open_points"].as_array().expect("a list");
    points.iter().map(|point| (text(point, "code"), text(point, "text"))).collect()
}

/// The cases: a name, what is changed, the code of the only open point (none if it stays ready), and what its text names.
type Row = (&'static str, Case, Option<&'static str>, &'static str);

#[track_caller]
fn hold(rows: Vec<Row>) {
    let expected: Vec<_> = rows.iter().map(|(name, _, code, names)| (*name, *code, *names)).collect();
    let cases = rows.into_iter().enumerate().map(|(at, (_, case, ..))| (format!("x{at}x"), case)).collect();
    let found = twins(cases);
    for (at, (name, code, names)) in expected.into_iter().enumerate() {
        let id = format!("x{at}x");
        let (status, closure) = &found[&id];
        let points = points(closure);
        let codes: Vec<&str> = points.iter().map(|(code, _)| code.as_str()).collect();
        assert_eq!(codes, code.into_iter().collect::<Vec<_>>(), "{name}: {points:#?}");
        assert_eq!(closure["ready"], code.is_none(), "{name}");
        assert_eq!(status["ready_to_close"], code.is_none(), "{name}");
        let names = names.replace("ID", &id);
        assert!(points.iter().all(|(_, text)| text.contains(&names)), "{name}: {points:#?}");
    }
}

#[test]
fn data_that_is_missing_or_was_not_read_keeps_the_gate_shut() {
    hold(vec![
        ("ready", Case::ready(), None, ""),
        (
            "no file fits the glob",
            Case::ready().but("[ID.csv]", "[ID.csv, nothing-ID.csv]"),
            Some("gap-no-export"),
            "nothing-ID.csv",
        ),
        (
            "in a folder",
            Case::ready().but("[ID.csv]", "[ID.csv, deep/down/ID-*.csv]"),
            Some("gap-no-export"),
            "export ID-*.csv was",
        ),
        (
            "another table",
            Case::ready().and("other-ID.csv", "garbage ID\n"),
            Some("gap-unknown-export"),
            "other-ID.csv",
        ),
        ("an empty file", Case::ready().and("other-ID.csv", ""), Some("gap-unknown-export"), "other-ID.csv"),
        (
            "a header alone",
            Case::ready().and("other-ID.csv", "Identity,BatchId,Status,SkippedItemCount\n"),
            Some("gap-export-empty"),
            "export 1",
        ),
        (
            "a row without a name",
            Case::ready().export("d@ID.example,P,Completed", ",P,Completed").but("units: 4", "units: 3"),
            Some("gap-export-rejected"),
            "1 of 4 rows",
        ),
        (
            "a broken row",
            Case::ready().export(
                "d@ID.example,P,Completed,0,2020-02-03 10:00",
                "d@ID.example,P,Completed,0,2020-02-03 10:00\ne@ID.example,P",
            ),
            Some("gap-export-rejected"),
            "1 of 5 rows",
        ),
        (
            "a table of statuses that is not there",
            Case::ready().but("exports:", "task_status: ID-tasks.csv\nexports:"),
            Some("gap-no-statuses"),
            "ID-tasks.csv",
        ),
    ]);
}

#[test]
fn a_list_of_failures_may_be_empty() {
    hold(vec![(
        "no failed item",
        Case::ready().and("items-ID.csv", "Source,Destination,Item name,Type,Status,Result category,Message\n"),
        None,
        "",
    )]);
}

#[test]
fn what_is_left_behind_needs_a_disposition() {
    let skipped = || Case::ready().export("a@ID.example,P,Completed,0", "a@ID.example,P,Completed,7");
    let bulk = |rule: &str| {
        let rule =
            format!("left_behind: [ {{ {rule}, decision: accepted, by: Dana, on: 2020-02-05 }} ]\ndispositions:");
        skipped().but("dispositions:", &rule)
    };
    let decided = |on: &str| {
        skipped().but(
            "dispositions:",
            &format!("dispositions:\n  a@ID.example: {{ decision: accepted, by: Dana, on: {on} }}"),
        )
    };
    hold(vec![
        ("skipped items", skipped(), Some("unit-without-disposition"), "a@ID.example"),
        ("decided", decided("2020-03-16"), None, ""),
        ("decided tomorrow", decided("2020-03-17"), Some("unit-without-disposition"), "a@ID.example"),
        ("seven in bulk", bulk("kind: skipped, up_to: 7"), None, ""),
        ("six in bulk", bulk("kind: skipped, up_to: 6"), Some("unit-without-disposition"), "a@ID.example"),
        ("without a limit", bulk("kind: skipped"), None, ""),
        ("of another kind", bulk("kind: filtered"), Some("unit-without-disposition"), "a@ID.example"),
        ("of its batch", bulk("kind: skipped, batch: P"), None, ""),
        (
            "a failed unit",
            Case::ready().but("c@ID.example:", "nobody@ID.example:").but(
                "dispositions:",
                "left_behind: [ { kind: failed, decision: accepted, by: D, on: 2020-02-05 } ]\ndispositions:",
            ),
            Some("unit-without-disposition"),
            "c@ID.example",
        ),
        (
            "the failed unit, decided tomorrow",
            Case::ready().but("on: 2020-02-05", "on: 2020-03-17"),
            Some("unit-without-disposition"),
            "c@ID.example",
        ),
    ]);
}

#[test]
fn a_batch_with_issues_that_no_unit_explains_needs_a_disposition() {
    let batch = "Identity,Status,TotalCount,SyncedCount,FinalizedCount,FailedCount,MigrationType\nQ,CompletedWithErrors,5,5,5,0,ID\n";
    let with = || {
        Case::ready()
            .and("batches-ID.csv", batch)
            .but("exports:", "  - { name: Q, service: Exchange, migrated: 2020-02-04, units: 5 }\nexports:")
    };
    let decided = "dispositions:\n  Q: { decision: accepted, by: Dana, on: 2020-02-05 }";
    hold(vec![
        ("undecided", with(), Some("issues-without-disposition"), "Q"),
        ("decided", with().but("dispositions:", decided), None, ""),
        (
            "decided tomorrow",
            with().but("dispositions:", &decided.replace("02-05", "03-17")),
            Some("issues-without-disposition"),
            "Q",
        ),
    ]);
}

#[test]
fn failed_items_of_a_unit_that_stands_nowhere_else_need_a_disposition() {
    let items = "Source,Destination,Item name,Type,Status,Result category,Message\nlost@ID.example,,a.docx,File,Failed,TOO LONG,no\nlost@ID.example,,b.docx,File,Failed,TOO LONG,no\n";
    let with = || Case::ready().and("items-ID.csv", items);
    let decided = "dispositions:\n  lost@ID.example: { decision: accepted, by: Dana, on: 2020-02-05 }";
    let bulk = |up_to: u64| {
        format!(
            "left_behind: [ {{ kind: failed, up_to: {up_to}, decision: accepted, by: D, on: 2020-02-05 }} ]\ndispositions:"
        )
    };
    hold(vec![
        ("undecided", with(), Some("items-without-disposition"), "2 failed items of lost@ID.example"),
        ("decided", with().but("dispositions:", decided), None, ""),
        (
            "decided tomorrow",
            with().but("dispositions:", &decided.replace("02-05", "03-17")),
            Some("items-without-disposition"),
            "lost",
        ),
        ("two in bulk", with().but("dispositions:", &bulk(2)), None, ""),
        ("one in bulk", with().but("dispositions:", &bulk(1)), Some("items-without-disposition"), "lost"),
    ]);
}

#[test]
fn a_health_is_green_only_where_enough_is_known() {
    let unit = |n: usize, state: &str| format!("u{n}@ID.example,P,{state},0,2020-02-03 10:00\n");
    let share = |failed: usize, completed: usize| {
        let head = EXPORT.lines().next().expect("a header").to_owned() + "\n";
        let rows: String =
            (0..failed + completed).map(|n| unit(n, if n < failed { "Failed" } else { "Completed" })).collect();
        let mut case = Case::ready()
            .but("  c@ID.example: { decision: accepted, by: Dana, on: 2020-02-05 }\n", "")
            .but("dispositions:\n", "");
        case.beside[0].1 = head + &rows;
        case.but("units: 4", &format!("units: {}", failed + completed))
    };
    let late = |day: &str| {
        Case::ready()
            .but("exports:", &format!("  - {{ name: Q, service: Exchange, planned: {day}, units: 3 }}\nexports:"))
    };
    let cases = [
        ("ready", Case::ready(), "green", None),
        ("a gap", Case::ready().but("[ID.csv]", "[ID.csv, no-ID.csv]"), "amber", Some("gap-no-export")),
        ("none of 20 failed", share(0, 20), "green", None),
        ("4 of 100 failed", share(4, 96), "green", None),
        ("5 of 100 failed", share(5, 95), "amber", Some("units-failed")),
        ("24 of 100 failed", share(24, 76), "amber", Some("units-failed")),
        ("25 of 100 failed", share(25, 75), "red", Some("units-failed")),
        // The target is Friday, 20 March; ten working days after it is Friday, 3 April.
        ("planned for the target", late("2020-03-20"), "green", None),
        ("planned a working day after it", late("2020-03-23"), "amber", Some("plan-late")),
        ("planned ten working days after it", late("2020-04-03"), "amber", Some("plan-late")),
        ("planned eleven working days after it", late("2020-04-06"), "red", Some("plan-late")),
    ];
    let expected: Vec<_> = cases.iter().map(|(name, _, level, code)| (*name, *level, *code)).collect();
    let cases = cases.into_iter().enumerate().map(|(at, (_, case, ..))| (format!("x{at}x"), case)).collect();
    let found = twins(cases);
    for (at, (name, level, code)) in expected.into_iter().enumerate() {
        let health = &found[&format!("x{at}x")].0["health"];
        let codes: Vec<&str> =
            health["reasons"].as_array().expect("a list").iter().filter_map(|one| one["code"].as_str()).collect();
        assert_eq!((&health["level"], codes), (&level.into(), code.into_iter().collect()), "{name}: {health:#}");
    }
}

#[test]
fn with_too_little_data_there_is_no_colour() {
    let bare = |text: &str| format!("customer: Bare\nservices: [Exchange]\n{text}").into_bytes();
    let ids = mandatory();
    let some = |count: usize| {
        let statuses: Vec<String> = ids.iter().take(count).map(|id| format!("{id}: In Progress")).collect();
        bare(&format!("tasks: {{ {} }}\n", statuses.join(", ")))
    };
    let half = ids.len().div_ceil(2);
    let unit = |text: &str| bare(&format!("batches: [ {{ name: P, service: Exchange, {text} }} ]\n"));
    let cases = [
        ("nothing", bare(""), "no-data", "none"),
        ("half-of-the-tasks", some(half), "green", "complete"),
        ("less-than-half", some(half - 1), "no-data", "complete"),
        ("planned-units", unit("planned: 2020-04-01, units: 4"), "green", "complete"),
        ("units-without-a-day", unit("units: 4"), "no-data", "none"),
    ];
    let named: Vec<(String, Vec<u8>)> =
        cases.iter().map(|(name, text, ..)| (format!("{name}.yml"), text.clone())).collect();
    let named: Vec<(&str, Vec<u8>)> = named.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let made = files(&built(&playbook_with(&named), None));
    for (name, _, level, quality) in cases {
        let status = twin(&made, &format!("reports/{name}/status.json"));
        assert_eq!(status["health"]["level"], level, "{name}: {:#}", status["health"]);
        assert_eq!(status["header"]["data"]["quality"], quality, "{name}");
        assert_eq!(status["ready_to_close"], false, "{name}");
    }
}
