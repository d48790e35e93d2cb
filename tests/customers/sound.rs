//! Engagement files that cannot be meant as they stand: their customer gets no report but the reason, the others get theirs.

use waybook::system::Memory;

use crate::world::{built, files, playbook_with, sample_text, twin};

const FINE: &str = "customer: Fine\nservices: [Exchange]\n";

/// Why there is no report of `x.yml`; none where there is one. Another customer always gets a report, and the portfolio tells
/// the reason.
fn refusal(yaml: &str, more: &[(&str, &str)]) -> Option<String> {
    let own = [("x.yml", yaml), ("fine.yml", FINE)];
    let all: Vec<(&str, Vec<u8>)> =
        own.iter().chain(more).map(|(name, text)| (*name, text.as_bytes().to_vec())).collect();
    reason(&playbook_with(&all))
}

fn reason(world: &Memory) -> Option<String> {
    let build = built(world, None);
    let failed = |id: &str| build.built.reports.iter().find(|one| one.id == id).expect("it is there").failed.clone();
    assert_eq!(failed("fine"), None);
    let (files, reason) = (files(&build), failed("x"));
    assert!(files.contains_key("reports/fine/closure.html"));
    assert_eq!(files.keys().any(|path| path.starts_with("reports/x/")), reason.is_none());
    let portfolio = twin(&files, "reports/portfolio.json");
    assert_eq!(portfolio["failed"][0]["reason"].as_str().map(str::to_owned), reason);
    reason
}

fn with(keys: &str) -> String {
    format!("customer: X\nservices: [Exchange, OneDrive for Business]\n{keys}")
}

#[test]
fn an_unknown_name_or_key_is_a_reason() {
    let cases = [
        ("phases: [Initate]", "line 3: the playbook has no phase `Initate`; did you mean `Initiate`?"),
        ("phases: [Initiate, 3]", "line 3: the playbook has no phase `3`; "),
        ("phases: []", "line 3: `phases` has no value; give it a value, or remove the line"),
        ("phases: {Initiate: true}", "line 3: expected a text, found keys and values"),
        ("isues: []", "line 3: unknown key `isues` in the engagement; did you mean `issues`?"),
        ("tasks: { 2324: Complete }", "line 3: the playbook has no task `2324`; did you mean `2323`?"),
        ("tasks: { 2323: Completd }", "line 3: unknown status `Completd`; did you mean `Complete`?"),
        ("tasks: { 2323: { status: Complete, onn: 2020-03-02 } }", "unknown key `onn` in the task status"),
        ("batches: [ { nam: P } ]", "line 3: unknown key `nam` in the batch; did you mean `name`? (and 1 more)"),
        ("batches: [ { name: P, state: compleetd } ]", "`compleetd` is none of `not started`"),
        ("batches: [ { name: P, planned: 2020-02-30 } ]", "`2020-02-30` is no date"),
        ("batches: [ { name: P, planned: { form: 2020-02-03 } } ]", "unknown key `form` in the planned window"),
        ("batches: [ { name: P, units: many } ]", "`many` is no whole number"),
        (
            "batches: [ { name: P, service: Exchnge } ]",
            "the playbook has no service `Exchnge`; did you mean `Exchange`?",
        ),
        ("batches: [ { name: P, go_no_go: { decision: maybe } } ]", "`maybe` is none of `go`, `no-go`"),
        ("risks: [ { what: x, owned: y } ]", "unknown key `owned` in the risk; did you mean `owner`?"),
        ("signoff: Robin", "expected keys and values, found a text"),
        ("dispositions: { u: accept }", "`accept` is none of `accepted`"),
        ("health: { override: gren }", "`gren` is none of `green`, `amber`, `red`; did you mean `green`?"),
        ("opened: soon", "line 3: `soon` is no date; write year, month and day as `2020-02-03`"),
        ("opened: 2020-01-01\nopened: 2020-02-02", "line 4: the key `opened` stands twice (first here in line 3)"),
        ("---\nsignoff: { by: A, on: 2020-03-01 }", "a second document in the same file"),
        ("tasks: {", "line "),
        ("version: 2019", "version `2019` is none of the playbook's"),
        ("edition: partnr", "no edition is named `partnr`; did you mean `partner`?"),
    ];
    for (keys, expected) in cases {
        let reason = refusal(&with(keys), &[]).unwrap_or_default();
        assert!(reason.contains(expected), "{keys}: {reason}");
    }
}

#[test]
fn services_are_named_and_known() {
    for services in ["", "services:\n", "services: []\n", "services: ''\n"] {
        let reason = refusal(&format!("customer: X\n{services}"), &[]);
        assert_eq!(
            reason.as_deref(),
            Some("line 1: the engagement has no `services`; add `services: …`"),
            "{services}"
        );
    }
    let reason = |services: &str| refusal(&format!("customer: X\nservices: {services}\n"), &[]);
    let slip = "line 2: the playbook has no service `Exchnge`; did you mean `Exchange`?";
    assert_eq!(reason("[Exchnge]").as_deref(), Some(slip));
    assert_eq!(reason("[Exchange, Exchnge]").as_deref(), Some(slip));
    assert!(reason("{Exchange: true}").is_some_and(|reason| reason.contains("expected a text")));
    assert!(
        reason("[Alle Dienste]").is_some_and(|reason| reason.contains("`All Services` is no service of a customer"))
    );
    // Known names in any language, and those that no task of this playbook has: what counts is certain.
    for known in ["Exchange", "[exchange, OneDrive para la Empresa]", "[Exchange, Yammer]", "[Exchange, Exchange]"] {
        assert_eq!(reason(known), None, "{known}");
    }
    for phases in ["Migrieren", "[Einleitung, 移行]", "[migrate, Assess]"] {
        assert_eq!(refusal(&with(&format!("phases: {phases}\n")), &[]), None, "{phases}");
    }
}

#[test]
fn a_batch_that_stands_twice_is_a_reason_with_both_lines() {
    let twice = "batches:\n  - { name: Pilot, units: 7 }\n  - { name: pilot }\n";
    let expected = "line 5: a second batch `pilot` (the first one in line 4); make one batch of the two, or give one of them another name";
    assert_eq!(refusal(&with(twice), &[]).as_deref(), Some(expected));
    let apart =
        "batches:\n  - { name: Pilot, service: Exchange }\n  - { name: Pilot, service: OneDrive for Business }\n";
    assert_eq!(refusal(&with(apart), &[]), None);
}

#[test]
fn a_table_that_lacks_something_gives_a_report_that_says_so() {
    let table = |keys: &str, text: &str| refusal(&with(&format!("{keys}task_status: s.csv\n")), &[("s.csv", text)]);
    for text in ["", "id,state\n2323,Complete\n", "tenant,task_id,status\ny,2323,Complete\n"] {
        assert_eq!(table("tenant: x\n", text), None, "{text}");
    }
    // Rows of others do not matter, and an id that the playbook does not have is counted as such.
    assert_eq!(table("tenant: x\n", "tenant,task_id,status\nx,2323,Complete\ny,99999,Complete\n"), None);
    assert_eq!(table("", "task_id,status\n2323,Complete\n12,Complete\n9998,Complete\n1702,Complte\n"), None);
    // Without a tenant nothing says which rows are whose.
    let reason = table("", "tenant,task_id,status\ny,2323,Complete\nz,99999,Complete\n").unwrap_or_default();
    assert!(
        reason.ends_with("the table serves several tenants and the engagement names none; add `tenant: …`"),
        "{reason}"
    );
}

#[test]
fn what_can_be_counted_gives_a_report() {
    for keys in [
        "tasks:\nbatches:\nexports:\ntarget:\n",
        "exports: [nothing.csv]\n",
        "task_status: status.cvs\n",
        "dispositions: { nobody@x.example: accepted }\n",
        "phases: [Initiate]\ntasks: { 2323: Complete }\n",
        "edition: partner\ntasks: { 2323: Complete }\n",
        "target: 2020-01-01\nopened: 2020-02-02\n",
    ] {
        assert_eq!(refusal(&with(keys), &[]), None, "{keys}");
    }
}

#[test]
fn the_severities_of_the_settings_change_no_refusal() {
    let yaml = with("phases: [Initate]\nisues: []\n");
    let settings =
        sample_text("waybook.yml") + "\ncheck: { unknown-phase: off, unknown-key: info, invalid-config: warning }\n";
    let files = [("x.yml", yaml.into_bytes()), ("fine.yml", FINE.as_bytes().to_vec())];
    let world = playbook_with(&files).with("/p/waybook.yml", settings);
    let expected = "line 3: the playbook has no phase `Initate`; did you mean `Initiate`? (and 1 more)";
    assert_eq!(reason(&world).as_deref(), Some(expected));
}

#[test]
fn a_task_of_another_edition_is_out_of_scope_and_no_slip() {
    let page = "---\ntitle: Own\nft.audience: internal\n---\n\nPhase: **Migrate**\n\n| Task ID | Task Name | (M)andatory / (O)ptional | \
        FastTrack Role | Services |\n| --- | --- | --- | --- | --- |\n| 7777 | Own | M | FastTrack Manager | All Services |\n";
    let yaml = with("edition: partner\ntasks: { 7777: Complete }\n");
    let files = [("x.yml", yaml.into_bytes()), ("fine.yml", FINE.as_bytes().to_vec())];
    let world = playbook_with(&files).with("/p/content/playbook/own.md", page);
    assert_eq!(reason(&world), None);
    let found = built(&world, None).findings.diagnostics;
    let codes: Vec<&str> = found
        .iter()
        .filter(|found| found.message.contains("`7777`") && found.message.starts_with("task"))
        .map(|found| found.code.as_str())
        .collect();
    assert_eq!(codes, ["status-out-of-scope"]);
}
