//! Reports from the text of engagement files to what is published, in a world that exists only in memory.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::{Date, date};
use serde_json::Value;
use waybook::output::Content;
use waybook::publish::Foreign;
use waybook::session::{Publishing, Request, Session, Step};
use waybook::system::{Memory, System};

const PLAYBOOK: &str = "Phase: **Migrate**\n\n# Migration\n\n## Approach\n\n### Move\n\n#### FTOP Tasks\n\n\
    | Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n\
    | --- | --- | --- | --- | --- |\n\
    | 1871 | Direct migration | M | FastTrack Manager | All Services |\n\
    | 2323 | Migration Closure Activities | M | FastTrack Manager | All Services |\n\
    | 1330 | Pilot | O | FastTrack Engineer | Exchange |\n";

/// An engagement that may be closed on 30 March 2020.
const READY: &str = "customer: Fabrikam\nservices: [Exchange]\nopened: 2020-01-06\ntarget: 2020-04-30\n\
    tasks: { 1871: Complete, 2323: Complete }\n\
    batches: [ { name: Pilot, service: Exchange, planned: 2020-03-17, migrated: 2020-03-17, units: 15 } ]\n\
    issues: [ { id: 17, title: Lost delegates, batch: Pilot, opened: 2020-03-18, resolved: 2020-03-20 } ]\n\
    signoff: { by: Robin Vega, on: 2020-03-27 }\n";

fn world(engagements: &[(&str, &str)]) -> Memory {
    let mut world = Memory::new(date(2020, 3, 30))
        .with("/p/waybook.yml", "content: content\nengagements: engagements\n")
        .with("/p/content/migration.md", PLAYBOOK);
    for (name, yaml) in engagements {
        world = world.with(Path::new("/p/engagements").join(name), *yaml);
    }
    world
}

fn request(as_of: Option<Date>) -> Request {
    Request { project: Some("/p".into()), as_of, ..Request::default() }
}

/// Every report by its path.
fn reports(world: &Memory, as_of: Option<Date>) -> BTreeMap<String, String> {
    let build = Session::new(world, request(as_of)).report().expect("reports are made");
    let text = |content: &Content| match content {
        Content::Bytes(bytes) => String::from_utf8(bytes.to_vec()).expect("reports are UTF-8"),
        Content::Copy(_) => panic!("reports copy nothing"),
    };
    build.built.outputs.iter().map(|(path, content)| (path.to_string(), text(content))).collect()
}

fn json(files: &BTreeMap<String, String>, path: &str) -> Value {
    serde_json::from_str(&files[path]).expect("a twin is JSON")
}

/// Status and closure of one engagement on 30 March 2020, a Monday.
fn twins(yaml: &str) -> (Value, Value) {
    let files = reports(&world(&[("a.yml", yaml)]), None);
    (json(&files, "reports/a/status.json"), json(&files, "reports/a/closure.json"))
}

fn codes(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().filter_map(|one| one["code"].as_str()).collect()
}

#[test]
fn each_condition_of_closure_in_turn_is_named() {
    let (status, closure) = twins(READY);
    assert_eq!((&closure["ready"], &closure["statement"]), (&true.into(), &"complete".into()), "{closure:#}");
    assert_eq!(status["ready_to_close"], true);
    let cases: [(&str, &str, &[&str]); 14] = [
        ("1871: Complete", "1871: In Progress", &["task-open"]),
        ("1871: Complete, ", "", &["task-without-data"]),
        ("1871: Complete", "1871: Cancelled", &["waiver-without-anything"]),
        ("1871: Complete", "1871: { status: Cancelled, approved_by: x, on: 2020-03-01 }", &["waiver-without-reason"]),
        ("1871: Complete", "1871: { status: Cancelled, reason: x, on: 2020-03-01 }", &["waiver-without-approver"]),
        ("1871: Complete", "1871: { status: Cancelled, reason: x, approved_by: x }", &["waiver-without-date"]),
        (
            "2323: Complete",
            "2323: { status: Cancelled, reason: x, approved_by: x, on: 2020-03-01 }",
            &["exit-task-open"],
        ),
        ("units: 15", "units: 15, state: syncing", &["batch-in-flight"]),
        ("units: 15", "units: 15, state: failed", &["units-without-disposition"]),
        ("migrated: 2020-03-17", "state: completed", &["batch-without-day"]),
        ("migrated: 2020-03-17", "migrated: 2020-03-23", &["window-lasts"]),
        (", resolved: 2020-03-20", "", &["issue-open"]),
        ("signoff: { by: Robin Vega, on: 2020-03-27 }\n", "", &["signoff-missing"]),
        ("on: 2020-03-27", "on: 2020-03-31", &["signoff-ahead"]),
    ];
    for (part, instead, expected) in cases {
        assert!(READY.contains(part), "{part}");
        let (_, closure) = twins(&READY.replace(part, instead));
        assert_eq!(
            (&closure["ready"], codes(&closure["open_points"])),
            (&false.into(), expected.to_vec()),
            "{instead}"
        );
    }
    let handed = READY.replace(", resolved: 2020-03-20", "") + "handover: [ { what: x, owner: IT, issue: 17 } ]\n";
    assert_eq!(twins(&handed).1["statement"], "with-exceptions");
    assert_eq!(twins(&READY.replace("units: 15", "units: 15, state: removed")).1["statement"], "early");
}

#[test]
fn health_has_its_reasons() {
    let base = "customer: A\nservices: [Exchange]\n";
    let open = "tasks: { 1871: In Progress }\n";
    let cases: [(String, &str, &[&str]); 13] = [
        (base.to_owned(), "no-data", &[]),
        (format!("{base}{open}"), "green", &[]),
        (format!("{base}tasks: {{ 1871: Blocked-Other }}"), "red", &["mandatory-blocked"]),
        (format!("{base}tasks: {{ 1330: Warning }}"), "amber", &["tasks-waiting"]),
        (format!("{base}{open}target: 2020-03-30"), "green", &[]),
        (format!("{base}{open}target: 2020-03-27"), "amber", &["target-passed"]),
        (format!("{base}{open}target: 2020-03-16"), "amber", &["target-passed"]),
        (format!("{base}{open}target: 2020-03-13"), "red", &["target-passed"]),
        (format!("{base}{open}pauses: [ {{ from: 2020-03-30 }} ]"), "amber", &["paused"]),
        (format!("{base}{open}pauses: [ {{ from: 2020-03-01, to: 2020-03-29 }} ]"), "green", &[]),
        (format!("{base}{open}next_actions: [ {{ what: x, due: 2020-03-29 }} ]"), "amber", &["actions-overdue"]),
        (
            format!("{base}batches: [ {{ name: x, planned: 2020-03-27, units: 5, state: failed }} ]"),
            "red",
            &["batch-without-plan", "units-failed"],
        ),
        (
            format!(
                "{base}batches: [ {{ name: p, migrated: 2020-03-20 }} ]\n\
                 issues: [ {{ title: x, batch: P, opened: 2020-03-23 }} ]"
            ),
            "amber",
            &["issues-past-window"],
        ),
    ];
    for (yaml, level, reasons) in cases {
        let (status, _) = twins(&yaml);
        let found = (status["health"]["level"].as_str(), codes(&status["health"]["reasons"]));
        assert_eq!(found, (Some(level), reasons.to_vec()), "{yaml}");
    }
    let said = twins(&format!("{base}tasks: {{ 1871: Blocked-Other }}\nhealth: {{ override: green, by: Dana }}"));
    let health = &said.0["health"];
    assert_eq!((&health["level"], &health["said"]["level"]), (&"red".into(), &"green".into()));
}

#[test]
fn a_report_is_compared_with_the_last_one_and_made_twice_it_is_the_same() {
    let world = world(&[("a.yml", "customer: A\nservices: [Exchange]\ntasks: { 1871: In Progress }\n")]);
    let publish = |as_of| {
        let mut session = Session::new(&world, request(Some(as_of)));
        let build = session.build().expect("it builds");
        let publishing = Publishing { foreign: Foreign::Keep, edition: None, compress: false, take_over: false };
        session.publish(&build, &publishing).expect("it is published").written.len()
    };
    publish(date(2020, 3, 23));
    assert_eq!(publish(date(2020, 3, 23)), 0);
    world
        .write(
            Path::new("/p/engagements/a.yml"),
            b"customer: A\nservices: [Exchange]\ntarget: 2020-03-27\ntasks: { 1871: Complete, 2323: In Progress }\n",
        )
        .expect("it is written");
    publish(date(2020, 3, 30));
    assert_eq!(publish(date(2020, 3, 30)), 0);
    let status = json(&reports(&world, None), "reports/a/status.json");
    let delta = &status["delta"];
    assert_eq!((&status["header"]["number"], &delta["since"]["iso"]), (&2.into(), &"2020-03-23".into()));
    assert_eq!((&delta["newly_done"][0]["id"], &delta["changed"][0]["id"]), (&1871.into(), &2323.into()));
    assert_eq!((&status["health"]["trend"], &delta["health_before"]), (&"worse".into(), &"green".into()));
    let earlier = json(&reports(&world, Some(date(2020, 3, 16))), "reports/a/status.json");
    assert_eq!((&earlier["delta"], &earlier["header"]["number"]), (&Value::Null, &1.into()));
}

/// An engagement with a marker in every field that takes words.
#[test]
fn reports_that_the_project_keeps_are_compared_with() {
    let kept = |engagement: &str, day: &str| {
        format!(
            "{{\"snapshot\": {{\"engagement\": \"{engagement}\", \"as_of\": \"{day}\", \"number\": 4, \"health\": \"green\", \
             \"ready\": false, \"tasks\": {{}}, \"batches\": {{}}, \"issues\": [], \"completed\": 0, \"units\": 0}}}}"
        )
    };
    let world = world(&[("a.yml", READY), ("b.yml", READY)])
        .with("/p/waybook.yml", "content: content\nengagements: engagements\nreports: { earlier: kept }\n")
        .with("/p/kept/a/2020-03-16.json", kept("a", "2020-03-16"))
        .with("/p/kept/a/2020-03-23.json", kept("a", "2020-03-23"))
        .with("/p/kept/a/notes.json", "no twin");
    let files = reports(&world, None);
    let (a, b) = (json(&files, "reports/a/status.json"), json(&files, "reports/b/status.json"));
    assert_eq!((&a["delta"]["since"]["iso"], &a["header"]["number"]), (&"2020-03-23".into(), &5.into()));
    assert_eq!((&b["delta"], &b["header"]["number"]), (&Value::Null, &1.into()));
}

#[test]
fn who_watches_is_told_of_each_customer() {
    let steps = std::sync::Mutex::new(Vec::new());
    let watch = |step: Step| steps.lock().expect("nobody panicked").push((step.done, step.of));
    let world = world(&[("a.yml", READY), ("b.yml", "customer: [\n"), ("c.yml", READY)]);
    Session::new(&world, request(None)).watched(&watch).report().expect("reports are made");
    let mut steps = steps.into_inner().expect("nobody panicked");
    steps.sort_unstable();
    assert_eq!(steps, [(1, 3), (2, 3), (3, 3)]);
}

fn marked(mark: &str) -> String {
    format!(
        "customer: {mark} Ltd\ntenant: {mark}.example.com\nservices: [Exchange, {mark}]\nopened: 2020-01-06\n\
         health: {{ override: amber, by: {mark}, reason: {mark} }}\nobjectives: [ {{ what: {mark}, result: {mark} }} ]\n\
         team: {{ {mark}: {{ name: {mark}, email: {mark}@example.com }} }}\nsummary: {mark}\n\
         next_actions: [ {{ what: {mark}, owner: {mark}, due: 2020-03-01 }} ]\n\
         tasks: {{ 1871: {{ status: Blocked-Other, by: {mark}, owner: {mark}, note: {mark}, evidence: {mark} }},\n  \
         2323: {{ status: Cancelled, reason: {mark}, approved_by: {mark}, on: 2020-03-01 }} }}\n\
         batches: [ {{ name: {mark}, service: {mark}, migrated: 2020-03-02, units: 5, note: {mark}, \
         go_no_go: {{ decision: go, by: {mark}, conditions: {mark} }} }} ]\n\
         issues: [ {{ id: {mark}, title: {mark}, batch: {mark}, severity: {mark}, owner: {mark}, resolution: {mark} }} ]\n\
         risks: [ {{ what: {mark}, likelihood: {mark}, impact: {mark}, mitigation: {mark}, owner: {mark} }} ]\n\
         decisions: [ {{ what: {mark}, by: {mark}, reason: {mark} }} ]\npauses: [ {{ from: 2020-02-01, reason: {mark} }} ]\n\
         lessons: [ {{ what: {mark}, advice: {mark} }} ]\nhandover: [ {{ what: {mark}, owner: {mark} }} ]\n\
         cleanup: [ {{ what: {mark}, by: {mark}, evidence: {mark} }} ]\ndata_handling: {mark}\n\
         signoff: {{ by: {mark}, role: {mark}, on: 2020-03-27 }}\n"
    )
}

/// The world with settings that know some services.
fn with_services(world: Memory, names: &[&str]) -> Memory {
    let services: Vec<String> = names.iter().map(|name| format!("{name}: []")).collect();
    let settings = format!("content: content\nengagements: engagements\nservices: {{ {} }}\n", services.join(", "));
    world.with("/p/waybook.yml", settings)
}

#[test]
fn nothing_of_one_customer_is_in_a_file_of_another() {
    let (one, two) = (marked("QQONE"), marked("QQTWO"));
    let files = reports(&with_services(world(&[("one.yml", &one), ("two.yml", &two)]), &["QQONE", "QQTWO"]), None);
    assert_eq!(files.len(), 10, "{:?}", files.keys());
    for (own, other) in [("one", "QQTWO"), ("two", "QQONE")] {
        let inside: Vec<_> = files.iter().filter(|(path, _)| path.contains(&format!("/{own}/"))).collect();
        assert_eq!(inside.len(), 4);
        for (path, text) in inside {
            assert!(!text.contains(other) && !text.contains("portfolio.html"), "{path}");
        }
    }
    assert!(files["reports/portfolio.html"].contains("QQONE") && files["reports/portfolio.html"].contains("QQTWO"));
}

#[test]
fn hostile_names_stay_words() {
    let long = "x".repeat(10_000);
    let names =
        ["<script>alert(1)</script>", "../../etc/passwd", "=HYPERLINK(1)", "🙂", "\u{202e}שלום", "{n} {day}", &long];
    for name in names {
        let quoted = serde_json::to_string(name).expect("a text");
        let yaml = marked("QQ").replace("QQ", "Q_Q").replace("Q_Q Ltd", &quoted);
        let files = reports(&with_services(world(&[("a.yml", &yaml)]), &["Q_Q"]), None);
        assert_eq!(files.len(), 6);
        for (path, text) in &files {
            assert!(path.starts_with("reports/") && !path.contains(".."), "{path}");
            let own_script = path == "reports/portfolio.html";
            assert!(path.ends_with("json") || text.matches("<script>").count() == usize::from(own_script), "{path}");
        }
        assert_eq!(json(&files, "reports/a/status.json")["header"]["customer"], name.replace('\u{202e}', ""));
        assert!(files["reports/a/status.html"].len() < 300 * 1024);
        assert!(!files["reports/a/status.html"].contains("http"));
    }
}

#[test]
fn one_customers_bad_file_does_not_stop_the_others() {
    let files = reports(&world(&[("a.yml", ""), ("b.yml", READY)]), None);
    assert!(files.contains_key("reports/b/status.html") && !files.contains_key("reports/a/status.html"));
    let portfolio = json(&files, "reports/portfolio.json");
    assert_eq!(portfolio["failed"][0]["file"], "engagements/a.yml");
    assert_eq!(portfolio["customers"].as_array().map(Vec::len), Some(1));
}

#[test]
fn reports_speak_the_language_of_the_engagement() {
    for (tag, title, phase) in [
        ("de", "Statusbericht zur Migration", "Migration"),
        ("ja", "移行ステータス レポート", "移行"),
        ("zh-Hans", "迁移状态报告", "迁移"),
    ] {
        let files = reports(&world(&[("a.yml", &format!("{READY}language: {tag}\n"))]), None);
        let html = &files["reports/a/status.html"];
        assert!(html.contains(title) && html.contains(&format!("<html lang=\"{tag}\">")), "{tag}");
        let twin: serde_json::Value = serde_json::from_str(&files["reports/a/status.json"]).expect("the twin is JSON");
        assert_eq!(twin["phases"][0]["name"], phase, "{tag}");
        assert_eq!(twin["mandatory"][0]["title"], phase, "{tag}");
        for text in files.values() {
            assert!(!text.contains("report_"), "{tag}: a text is missing");
        }
    }
}
