//! Engagements held against a small playbook, from the text of the file to findings and report.

use jiff::civil::{Weekday, date};
use waybook::check::engagement::{KnownNames, engagement as check};
use waybook::config::Config;
use waybook::extract::PhaseWords;
use waybook::extract::engagement::{Project, engagement as read};
use waybook::model::{Engagement, Phase, Places, Playbook, Process, Requirement, ServiceScope, Task, TaskId};
use waybook::progress::situation::{Situation, Thresholds};
use waybook::progress::velocity::Forecast;
use waybook::progress::working_days::WorkingDays;
use waybook::render::html::Texts;
use waybook::text::{FileId, Sources, Span, Spanned, VirtualPath};
use waybook::view::reporting::Context;
use waybook::view::status_report::status_report;

/// One page of phase Migrate with the tasks 1328 (M) and 1330 (O), both for Exchange.
fn playbook() -> Playbook {
    let place = Span::start_of(FileId(0));
    let task = |id, requirement| Task {
        id: Spanned::new(TaskId(id), place),
        name: String::new(),
        name_markdown: Spanned::new(String::new(), place),
        requirement: Some(requirement),
        roles: Vec::new(),
        services: ServiceScope { all: false, services: vec!["Exchange".to_owned()] },
        places: Places::default(),
        span: place,
        recovered: false,
    };
    let mut playbook = Playbook::default();
    playbook.processes.push(std::sync::Arc::new(Process {
        file: FileId(0),
        title: "Migration".to_owned(),
        phases: vec!["Migrate".to_owned()],
        steps: Vec::new(),
        tasks: vec![(None, task(1328, Requirement::Mandatory)), (None, task(1330, Requirement::Optional))],
        refreshes: Vec::new(),
        details: Vec::new(),
        next_steps: Vec::new(),
        next_links: Vec::new(),
    }));
    for (index, id) in [1328, 1330].into_iter().enumerate() {
        playbook.tasks.tasks.entry(TaskId(id)).or_default().occurrences.push((0, index));
    }
    playbook
}

fn found(keys: &str) -> Vec<String> {
    let text = format!("customer: A\n{keys}");
    let mut sources = Sources::default();
    let file = sources.add(VirtualPath::new("a.yml").expect("inside the root"), text.as_str());
    let config = Config::default();
    let read = read(&sources.get(file).clone(), &Project::new(&sources, &config));
    // What one file alone can tell is for the tests of its reader.
    let value = read.value.expect("an engagement");
    let playbook = playbook();
    let known = KnownNames::new(&playbook, &["Teams".to_owned()], &["Enable".to_owned()]);
    let found = check(&situation(&playbook, &value), &known).into_iter().map(|finding| {
        let span = finding.primary.expect("every finding has a place").span;
        let help = finding.help.filter(|help| help.starts_with("did you")).map(|help| format!("; {help}"));
        let (severity, at) = (finding.severity.as_str(), &text[span.range()]);
        format!("{severity} {} <{at}> {}{}", finding.code, finding.message, help.unwrap_or_default())
    });
    found.collect()
}

/// The engagement on 30 March 2020.
fn situation<'a>(playbook: &'a Playbook, engagement: &'a Engagement) -> Situation<'a> {
    let calendar = WorkingDays::new(&[Weekday::Sunday], &[]);
    let thresholds = Thresholds { late_red_days: 10, stale_status_days: 14 };
    Situation::new(playbook, engagement, calendar, thresholds, date(2020, 3, 30))
}

#[test]
fn what_does_not_fit_the_playbook_is_found() {
    let exchange = "services: [Exchange]\n";
    let cases: [(&str, &[&str]); 18] = [
        ("services: [exchange]\ntasks: { 1328: Complete }", &[]),
        (
            "services: [Exchange]\ntasks: { 1382: Complete }",
            &["error status-for-unknown-task <1382> the playbook has no task `1382`; did you mean `1328`?"],
        ),
        ("tasks: { 99999: Complete }", &["error status-for-unknown-task <99999> the playbook has no task `99999`"]),
        (
            "tasks: { 1328: Cancelled, 1330: Cancelled }",
            &["warning waiver-incomplete <Cancelled> the waiver of task `1328` has no reason, approver and date"],
        ),
        (
            "tasks: { 1328: { status: Not Required, reason: x, on: 2020-02-29 } }",
            &["warning waiver-incomplete <Not Required> the waiver of task `1328` has no approver"],
        ),
        ("tasks: { 1328: { status: Not Required, reason: x, approved_by: y, on: 2020-02-29 } }", &[]),
        (
            "services: [Exchnge]",
            &["error unknown-service <Exchnge> the playbook has no service `Exchnge`; did you mean `Exchange`?"],
        ),
        ("services: [Exchange, Quux]", &["error unknown-service <Quux> the playbook has no service `Quux`"]),
        ("services: [Exchange, Teams]", &["warning unknown-service <Teams> the playbook has no service `Teams`"]),
        (
            "services: [Exchange, All Services]",
            &["error unknown-service <All Services> `All Services` is no service of a customer"],
        ),
        (
            "phases: [Migrat]",
            &["error unknown-phase <Migrat> the playbook has no phase `Migrat`; did you mean `Migrate`?"],
        ),
        ("phases: 3", &["error unknown-phase <3> the playbook has no phase `3`"]),
        ("phases: [Enable]", &["warning unknown-phase <Enable> the playbook has no phase `Enable`"]),
        (
            "batches: [ { name: P, service: Exchnge }, { name: Q, service: Teams } ]",
            &["error unknown-service <Exchnge> the playbook has no service `Exchnge`; did you mean `Exchange`?"],
        ),
        (
            "exports: [ { files: x.csv, service: Exchnge } ]",
            &["error unknown-service <Exchnge> the playbook has no service `Exchnge`; did you mean `Exchange`?"],
        ),
        (
            "left_behind: [ { kind: failed, decision: accepted, by: B, on: 2020-03-01, service: Teems } ]",
            &["error unknown-service <Teems> the playbook has no service `Teems`; did you mean `Teams`?"],
        ),
        (
            "opened: 2020-02-03\ntarget: 2020-02-02",
            &["warning date-order <2020-02-02> the target lies before the opening"],
        ),
        (
            "pauses: [ { from: 2020-02-03, to: 2020-02-03 } ]\nissues: [ { title: x, opened: 2020-02-03, resolved: 2020-02-01 } ]",
            &["warning date-order <2020-02-01> the issue's resolution lies before the issue's opening"],
        ),
    ];
    for (keys, expected) in cases {
        let keys = if keys.starts_with("services") { keys.to_owned() } else { format!("{exchange}{keys}") };
        assert_eq!(found(&keys), expected, "{keys}");
    }
}

/// The forecast of an engagement that moved ten units a week and has ten without a plan, and one more batch.
fn forecast(batch: &str) -> Forecast {
    let moved = |name, day| format!("  - {{ name: {name}, migrated: {day}, units: 10 }}\n");
    let batches = [moved("A", "2020-03-09"), moved("B", "2020-03-16"), moved("C", "2020-03-23")].concat();
    let yaml = format!("customer: A\nbatches:\n{batches}  - {{ name: D, units: 10 }}\n  - {{ name: E, {batch} }}\n");
    let mut sources = Sources::default();
    let file = sources.add(VirtualPath::new("a.yml").expect("inside the root"), yaml.as_str());
    let read = read(&sources.get(file).clone(), &Project::new(&sources, &Config::default()));
    let engagement = read.value.expect("an engagement");
    situation(&playbook(), &engagement).velocity.forecast
}

#[test]
fn no_forecast_lies_before_the_last_planned_batch_that_is_not_done() {
    let expected = |day, earliest, latest| Forecast::Expected { day, earliest, latest };
    let pace = |weeks: i8| {
        let day = date(2020, 3, 30) + jiff::Span::new().weeks(weeks);
        expected(day, day, Some(day))
    };
    let (planned, later) = (date(2020, 5, 4), date(2020, 5, 8));
    let at = |day| expected(day, day, Some(day));
    let cases = [
        ("units: 1, planned: 2020-05-04", at(planned)),
        ("units: 1, planned: { from: 2020-05-04, to: 2020-05-08 }", at(later)),
        ("planned: 2020-05-04", at(planned)),
        ("units: 10, planned: 2020-05-04, state: failed", at(planned)),
        ("units: 10, planned: 2020-05-04, state: syncing", at(planned)),
        ("units: 10, planned: 2020-05-04, state: completed", pace(1)),
        ("planned: 2020-05-04, state: completed with issues", pace(1)),
        ("units: 10, planned: 2020-05-04, state: removed", pace(1)),
        ("units: 10, planned: 2020-04-13", pace(2)),
        ("units: 10, planned: 2020-03-01", pace(2)),
    ];
    for (batch, forecast) in cases {
        assert_eq!(self::forecast(batch), forecast, "{batch}");
    }
}

#[test]
fn a_file_and_its_table_become_a_report() {
    let path = |text| VirtualPath::new(text).expect("inside the root");
    let yaml = "customer: Contoso\ntenant: contoso\nservices: [Exchange]\ntask_status: status.csv\ntasks: { 1330: Complete }\n";
    let csv =
        "Tenant;Task ID;Status;Updated\ncontoso;1328;Blocked-Other;2020-03-02\nfabrikam;1330;Warning;2020-03-30\n";
    let mut sources = Sources::default();
    let file = sources.add(path("engagements/contoso.yml"), yaml);
    sources.add(path("engagements/status.csv"), csv);
    let config = Config::default();
    let read = read(&sources.get(file).clone(), &Project::new(&sources, &config));
    assert_eq!(read.diagnostics, []);
    let engagement = read.value.expect("an engagement");
    let mut playbook = playbook();
    playbook.phases.push(Phase { name: "Migrate".to_owned(), processes: vec![0] });
    let situation = situation(&playbook, &engagement);
    let codes: Vec<&str> =
        check(&situation, &KnownNames::default()).iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(codes, ["stale-status"], "the last word on task 1328 is 28 days old");
    let (texts, _) = Texts::new(&Default::default(), "de");
    let words = |key: &str, values: &[(&str, &str)]| texts.fill(key, values);
    let (title, language, since) = ("Playbook", "de", None);
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
    let report = status_report(&context);
    let twin = serde_json::to_value(&report).expect("plain data");
    assert_eq!(twin["schema_version"], 3);
    assert_eq!(twin["headline"], "0 von 1 Pflichtaufgabe erledigt (0\u{a0}%), 1 Aufgabe blockiert.");
    assert_eq!(twin["header"]["as_of"]["text"], "30. März 2020");
    assert_eq!(twin["blocked"][0]["source"], "Aufgabenstatus");
    let source = &twin["header"]["sources"][1];
    assert_eq!((&source["rows"], &source["used"], &source["age_days"]), (&1.into(), &1.into(), &28.into()));
    let text = twin.to_string();
    assert!(!text.contains("fabrikam") && !text.contains(".csv") && !text.contains("engagements/"), "{text}");
}
