//! Engagement files of which each value is of the right kind, and that are wrong all the same.

use super::*;
use crate::diagnostic::Severity;

/// The findings about an engagement with some keys: severity, place and message.
fn slips(keys: &str, csv: Option<&str>) -> Vec<String> {
    let (sources, read) = read(&format!("customer: A\n{keys}"), csv);
    let shown = |found: &Diagnostic| {
        let label = found.primary.as_ref().expect("every finding has a place");
        let (file, at) = (label.span.file, sources.get(label.span.file).slice(label.span).to_owned());
        let line = |span| sources.line(span);
        let related: String = found.related.iter().map(|other| format!(" (line {})", line(other.span))).collect();
        assert_eq!(file, FileId(0), "{}", found.message);
        format!("{} {}: <{at}> {}{related}", found.severity.as_str(), line(label.span), found.message)
    };
    read.diagnostics.iter().map(shown).collect()
}

#[test]
fn a_value_that_decides_what_is_counted_is_never_empty() {
    for value in ["", " ~", " []", " ''", " \" \""] {
        let missing = "error 1: <customer> the engagement has no `services`".to_owned();
        assert_eq!(slips(&format!("services:{value}"), None), [missing], "{value}");
    }
    let services = "services: [Exchange]\n";
    for key in ["tenant", "language", "phases", "edition", "task_status"] {
        for value in ["", " ~", " ''"] {
            let expected = format!("error 3: <{key}> `{key}` has no value");
            let found = slips(&format!("{services}{key}:{value}"), None);
            assert!(found.contains(&expected), "{key}:{value} {found:?}");
        }
    }
    let phases = |value: &str| slips(&format!("{services}phases: {value}"), None);
    assert_eq!(phases("[]"), ["error 3: <phases> `phases` has no value"]);
    assert_eq!(phases("[Migrate, '']"), ["error 3: <''> an empty name in `phases`"]);
    assert_eq!(slips("services: [Exchange, ~]", None), ["error 2: <~> an empty name in `services`"]);
    let left = |more: &str| {
        let entry = format!("kind: corrupt, decision: accepted, by: B, on: 2020-03-01{more}");
        slips(&format!("{services}batches: [ {{ name: P }} ]\nleft_behind: [ {{ {entry} }} ]"), None)
    };
    assert_eq!(left(", batch: P, up_to: 0"), [""; 0]);
    for key in ["batch", "up_to", "service"] {
        assert_eq!(left(&format!(", {key}: ")), [format!("error 4: <{key}> `{key}` has no value")], "{key}");
    }
}

#[test]
fn what_stands_twice_is_reported_with_both_places() {
    let batches = |first: &str, second: &str| {
        slips(&format!("services: [Exchange, OneDrive4B]\nbatches:\n  - {{ {first} }}\n  - {{ {second} }}"), None)
    };
    let twice = |name: &str| vec![format!("error 5: <{name}> a second batch `{name}` (line 4)")];
    assert_eq!(batches("name: Pilot", "name: pilot"), twice("pilot"));
    assert_eq!(
        batches("name: Pilot 1", "name: \"Pilot  1\""),
        ["error 5: <\"Pilot  1\"> a second batch `Pilot 1` (line 4)"]
    );
    assert_eq!(batches("name: Pilot, service: Exchange", "name: Pilot, service: exchange"), twice("Pilot"));
    assert_eq!(batches("name: Pilot, service: Exchange", "name: Pilot"), twice("Pilot"));
    assert_eq!(batches("name: Pilot", "name: MigrationService:Pilot"), twice("MigrationService:Pilot"));
    assert_eq!(batches("name: Pilot, service: Exchange", "name: Pilot, service: OneDrive for Business"), [""; 0]);
    let cases = [
        (
            "issues: [ { id: 1, title: x }, { id: 1, title: y } ]",
            "error 3: <{ id: 1, title: y }> a second issue `1` (line 3)",
        ),
        ("tasks: { 1330: Complete, 01330: Warning }", "error 3: <01330> a second status for task `1330` (line 3)"),
        ("tasks: { 1330: Complete, 1330: Complete }", "error 3: <1330> the key `1330` stands twice (line 3)"),
        ("dispositions: { A: accepted, a: re-run }", "error 3: <a> a second disposition of the unit `a` (line 3)"),
        (
            "entitlements: { OneDrive4B: { available: 1 }, OneDrive for Business: { available: 1 } }",
            "error 3: <OneDrive for Business> a second entry for the service `OneDrive for Business` (line 3)",
        ),
    ];
    for (keys, expected) in cases {
        let found = slips(&format!("services: [Exchange]\n{keys}"), None);
        assert!(found.contains(&expected.to_owned()), "{keys}: {found:?}");
    }
}

#[test]
fn a_service_that_stands_twice_counts_once() {
    let yaml = "customer: A\nservices: [OneDrive4B, Exchange, OneDrive for Business]\nphases: [Migrate, migrate]\n";
    let (_, read) = read(yaml, None);
    let found: Vec<&str> = read.diagnostics.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(found, ["a second service `OneDrive for Business`", "a second phase `Migrate`"]);
    assert!(read.diagnostics.iter().all(|found| found.severity == Severity::Warning));
    let scope = read.value.expect("an engagement").scope;
    assert_eq!((scope.services.len(), scope.phases.len()), (2, 1));
}

#[test]
fn a_batch_that_nothing_has_is_reported() {
    let batches = "services: [Exchange]\nbatches: [ { name: Pilot }, { name: Wave 1 } ]\n";
    let entry = "kind: skipped, decision: accepted, by: B, on: 2020-03-01";
    let cases = [
        ("issues: [ { title: x, batch: Pliot } ]".to_owned(), "error 4: <Pliot> no batch is named `Pliot`"),
        (format!("left_behind: [ {{ {entry}, batch: Wave 2 }} ]"), "error 4: <Wave 2> no batch is named `Wave 2`"),
        ("exports: [ { files: a.csv, batch: Pilto } ]".to_owned(), "error 4: <Pilto> no batch is named `Pilto`"),
        ("exports: [ { files: a.csv, batch: Wave 2 } ]".to_owned(), "warning 4: <Wave 2> no batch is named `Wave 2`"),
        (
            "handover: [ { what: x, issue: 3 } ]".to_owned(),
            "warning 4: <{ what: x, issue: 3 }> no issue has the id or title `3`",
        ),
    ];
    for (keys, expected) in cases {
        let found = slips(&format!("{batches}{keys}"), None);
        assert!(found.contains(&expected.to_owned()), "{keys}: {found:?}");
    }
    for known in ["pilot", "MigrationService:Wave 1"] {
        assert_eq!(slips(&format!("{batches}issues: [ {{ title: x, batch: '{known}' }} ]"), None), [""; 0]);
    }
    // Without a list, the batch may be in the export that is not there.
    let found = slips("services: [Exchange]\nexports: [no.csv]\nissues: [ { title: x, batch: P } ]", None);
    assert!(found.contains(&"warning 4: <P> no batch is named `P`".to_owned()), "{found:?}");
}

#[test]
fn the_state_of_a_batch_is_compared_with_its_units() {
    let found = |state: &str, units: &[&str]| {
        let rows = units.iter().enumerate().map(|(at, word)| format!("u{at}@a.example,P,{word}\n"));
        let csv = format!("Identity,BatchId,Status\n{}", rows.collect::<String>());
        let yaml = format!("services: [Exchange]\nbatches: [ {{ name: P, state: {state} }} ]\nexports: [status/a.csv]");
        slips(&yaml, Some(&csv)).into_iter().filter(|found| found.contains("batch `P`")).collect::<Vec<_>>()
    };
    let one = |own: &str, other: &str| {
        vec![format!("warning 3: <{own}> batch `P` is {own} here, and a unit of it is {other} in the export (line 2)")]
    };
    assert_eq!(found("removed", &["Stopped"]), one("removed", "stopped"));
    assert_eq!(found("completed", &["Syncing"]), one("completed", "syncing"));
    assert_eq!(found("stopped", &["Syncing"]), one("stopped", "syncing"));
    assert_eq!(found("not started", &["Completed"]), one("not started", "completed"));
    assert_eq!(found("failed", &["Completed"]), one("failed", "completed"));
    assert_eq!(found("syncing", &["Completed"]), one("syncing", "completed"));
    let several = [
        "warning 3: <completed> batch `P` is completed here, and 2 units of it are not, the first is syncing (line 3)",
    ];
    assert_eq!(found("completed", &["Completed", "Syncing", "Queued"]), several);
    for (state, units) in [
        ("completed", ["Completed", "Completed"]),
        ("completed with issues", ["Completed", "Failed"]),
        ("syncing", ["Completed", "Syncing"]),
        ("syncing", ["Failed", "Completed"]),
        ("syncing, units: 3", ["Completed", "Completed"]),
        ("failed", ["Failed", "Failed"]),
        ("stopped", ["Stopped", "Completed"]),
    ] {
        assert_eq!(found(state, &units), [""; 0], "{state}");
    }
}

#[test]
fn items_left_behind_are_settled_by_kind() {
    let yaml = "customer: A\nservices: [Exchange]\nbatches: [ { name: P } ]\nleft_behind:\n  \
        - { kind: corrupt, up_to: 50, batch: P, service: OneDrive4B, decision: accepted, by: Robin Vega, on: 2020-03-04, reason: x }\n  \
        - { kind: filtered, decision: customer to fix, by: Robin Vega, on: 2020-03-05 }\n";
    let (_, read) = read(yaml, None);
    assert_eq!(read.diagnostics, []);
    let all = read.value.expect("an engagement").bulk_dispositions;
    let name = |name: &Option<Spanned<String>>| name.as_ref().map(|name| name.value.clone()).unwrap_or_default();
    let shown: Vec<String> = all
        .iter()
        .map(|one| {
            let (kind, decision, day) = (one.kind.as_str(), one.decision.as_str(), one.on.value);
            let scope = format!("{:?} <{}> <{}>", one.up_to, name(&one.batch), name(&one.service));
            format!("{kind} {scope} {decision} {} {day} {:?}", one.by, one.reason)
        })
        .collect();
    let expected = [
        "corrupt Some(50) <P> <OneDrive for Business> accepted Robin Vega 2020-03-04 Some(\"x\")",
        "filtered None <> <> customer to fix Robin Vega 2020-03-05 None",
    ];
    assert_eq!(shown, expected);
    let entry = |keys: &str| slips(&format!("services: [Exchange]\nleft_behind: [ {{ {keys} }} ]"), None);
    assert_eq!(
        entry("kind: corupt, decision: accepted, by: B, on: soon"),
        [
            "error 3: <corupt> `corupt` is none of `failed`, `skipped`, `corrupt`, `large`, `missing`, `filtered`",
            "error 3: <soon> `soon` is no date",
        ]
    );
    let missing = ["kind", "decision", "by", "on"];
    let expected = missing.map(|key| format!("error 3: <reason> the disposition of items left behind has no `{key}`"));
    assert_eq!(entry("reason: x"), expected);
}
