//! A mark of its own in every field of a customer, in its tables, exports and earlier reports too, is in no file of another, in
//! no shape; and what stands in the files of one customer does not hang on any other.

use std::collections::BTreeMap;
use std::path::Path;

use waybook::session::{Request, Session};
use waybook::system::{Memory, System};

use crate::world::{all_shapes, built, playbook_with, sample_text};

/// An engagement with a mark in every field that takes words; `@` stands for the customer.
const ENGAGEMENT: &str = "\
customer: @customer Ltd
tenant: @.example.com
services: [Exchange, @service]
opened: 2020-01-06
target: 2020-04-30
health: { override: amber, by: @healthby, reason: @healthreason }
objectives: [ { what: @objective, result: @result } ]
team: { @teamrole: { name: @teamname, email: @email@example.com } }
summary: @summary
next_actions: [ { what: @action, owner: @actionowner, due: 2020-03-01 } ]
task_status: shared/status.csv
tasks:
  1871: { status: Blocked-Other, by: @taskby, owner: @taskowner, role: @taskrole, note: @tasknote, evidence: @taskevidence }
  2323: { status: Cancelled, reason: @waiverreason, approved_by: @approver, on: 2020-03-01 }
batches:
  - { name: @batch, service: @batchservice, migrated: 2020-03-02, units: 5, note: @batchnote,
      go_no_go: { decision: go with conditions, by: @decider, conditions: @conditions } }
exports: [ exports/@/*.csv ]
dispositions: { \"@unit@example.com\": { decision: accepted, by: @settler, reason: @settled } }
issues: [ { id: @issue, title: @issuetitle, batch: @batch, opened: 2020-03-03, severity: @severity, owner: @issueowner },
  { title: @solved, opened: 2020-03-03, resolved: 2020-03-04, resolution: @resolution } ]
entitlements: { @entitled: { available: 4, Blocked: { count: 4, reason: @blockedreason } } }
risks: [ { what: @risk, likelihood: @likelihood, impact: @impact, mitigation: @mitigation, owner: @riskowner } ]
decisions: [ { what: @decision, by: @decisionby, reason: @decisionreason } ]
pauses: [ { from: 2020-02-01, to: 2020-02-03, reason: @pause } ]
lessons: [ { what: @lesson, advice: @advice } ]
handover: [ { what: @handover, owner: @handoverowner, issue: @issue } ]
cleanup: [ { what: @cleanup, by: @cleanupby, evidence: @cleanupevidence } ]
data_handling: @datahandling
signoff: { by: @signer, role: @signerrole, on: 2020-03-13 }
";

const HEADER: &str = "tenant,service,task_id,status,percent_complete,role,owner,updated,note,evidence,waiver_by,waiver_date,waiver_reason,extra\n";

/// Rows of a customer in the table of statuses that all share.
const ROWS: &str = "\
@.example.com,@rowservice,1126,Warning,10,@rowrole,@rowowner,2020-03-02,@rownote,@rowevidence,,,,@rowextra
@.example.com,,1641,Cancelled,,,,2020-03-02,,,@rowapprover,2020-03-01,@rowreason,
@.example.com,,994,@rowstatus,,,,2020-03-02,,,,,,
@.example.com,,4017,@rowbroken,,,,2020-03-02,\"@rowquote\"x,,,,,
";

const USERS: &str = "\
Identity,BatchId,Status,SkippedItemCount,Error,LastSuccessfulSyncTime,Notes
@unit@example.com,@batch,Failed,3,@error,2020-03-02 18:00:00,@exportnote
@other@example.com,@newbatch,@state,0,,2020-03-02 18:00:00,
";

/// What our own people find elsewhere, and what no report has.
const NOT_SHOWN: [&str; 10] = [
    "taskrole",
    "entitled",
    "blockedreason",
    "rowservice",
    "rowrole",
    "rowextra",
    "rowbroken",
    "rowquote",
    "exportnote",
    "foreign",
];

/// The snapshot of an earlier report that knew a batch.
fn twin(id: &str, batch: &str) -> String {
    format!(
        "{{\"snapshot\": {{\"engagement\": \"{id}\", \"as_of\": \"2020-03-09\", \"number\": 4, \"health\": \"green\", \"ready\": false, \
         \"tasks\": {{}}, \"batches\": {{\"{batch}\": {{\"state\": \"planned\", \"planned\": null}}}}, \"issues\": [], \
         \"completed\": 0, \"units\": 0}}}}"
    )
}

/// The files of one customer beside the table that all share.
fn own_files(id: &str, mark: &str) -> Vec<(String, String)> {
    let of = |text: &str| text.replace('@', mark);
    vec![
        (
            format!("{id}.yml"),
            of(&ENGAGEMENT.replace("@email@", "@email\u{1}").replace("@unit@", "@unit\u{1}")).replace('\u{1}', "@"),
        ),
        (format!("exports/{mark}/users.csv"), of(&USERS.replace("@example", "\u{1}example")).replace('\u{1}', "@")),
        (format!("earlier/{id}-2020-03-09.json"), twin(id, &of("@earlier"))),
        // One that lies where another customer's would lie, or says that it is another's.
        (format!("earlier/{id}-misfiled.json"), twin("other", &of("@foreign"))),
    ]
}

fn world(customers: &[(&str, &str)]) -> Memory {
    let rows: String = customers.iter().map(|(_, mark)| ROWS.replace('@', mark)).collect();
    let table = ("shared/status.csv".to_owned(), format!("{HEADER}{rows}"));
    let own = customers.iter().flat_map(|(id, mark)| own_files(id, mark));
    let files: Vec<(String, String)> = own.chain([table]).collect();
    let files: Vec<(&str, Vec<u8>)> =
        files.iter().map(|(path, text)| (path.as_str(), text.clone().into_bytes())).collect();
    // Services of which the playbook knows nothing must be known to the settings.
    let services =
        customers.iter().flat_map(|(_, mark)| ["service", "batchservice", "entitled"].map(|name| (mark, name)));
    let services: Vec<String> = services.map(|(mark, name)| format!("{mark}{name}: []")).collect();
    let settings = format!("{}services: {{ {} }}\n", sample_text("waybook.yml"), services.join(", "));
    playbook_with(&files).with("/p/waybook.yml", settings)
}

/// The files of one customer in every shape.
fn of_customer(all: &BTreeMap<String, String>, id: &str) -> BTreeMap<String, String> {
    let own = all.iter().filter(|(path, _)| path.contains(&format!("reports/{id}/")));
    own.map(|(path, text)| (path.clone(), text.clone())).collect()
}

/// Every mark of a customer that its files hold.
fn marks(mark: &str) -> Vec<String> {
    let word = |rest: &str| rest.chars().take_while(char::is_ascii_lowercase).collect::<String>();
    let all = [ENGAGEMENT, ROWS, USERS, "@earlier @foreign"].concat();
    let mut words: Vec<String> = all.split('@').skip(1).map(word).collect();
    words.retain(|word| !word.is_empty() && word != "example");
    words.sort();
    words.dedup();
    words.into_iter().map(|word| format!("{mark}{word}")).collect()
}

#[test]
fn nothing_of_one_customer_is_in_a_file_of_another() {
    let customers = [("one", "QQONE"), ("two", "QQTWO"), ("other", "QQTHREE")];
    let all = all_shapes(&world(&customers));
    for (id, mark) in customers {
        let own = of_customer(&all, id);
        assert!(own.len() > 40, "{}", own.len());
        for (path, text) in &own {
            let (path, text) = (path.to_lowercase(), text.to_lowercase());
            for (_, other) in customers.iter().filter(|(other, _)| *other != id) {
                let other = other.to_lowercase();
                let at = text.find(&other).map(|at| text[at..].chars().take(40).collect::<String>());
                assert_eq!((at, path.contains(&other)), (None, false), "{path}");
            }
        }
        // What is the customer's own stands in some of the files, or the test would hold nothing.
        let whole: String = own.values().map(String::as_str).collect();
        let missing: Vec<String> = marks(mark).into_iter().filter(|mark| !whole.contains(mark)).collect();
        // The misfiled twin says that it is of `other`: only there is it in its place.
        let hidden = NOT_SHOWN.iter().filter(|word| id != "other" || **word != "foreign");
        let mut expected: Vec<String> = hidden.map(|word| format!("{mark}{word}")).collect();
        expected.sort();
        assert_eq!(missing, expected);
    }
}

#[test]
fn no_file_of_a_customer_names_a_file_or_counts_rows_of_others() {
    let all = all_shapes(&world(&[("one", "QQONE"), ("two", "QQTWO")]));
    let places = [
        "engagements/",
        "exports/",
        "shared/",
        ".csv",
        ".yml",
        "/p/",
        "earlier/",
        "*.",
        "Other customers",
        "elsewhere",
    ];
    for (path, text) in of_customer(&all, "one") {
        for place in places {
            // Parts of a workbook name each other by their paths.
            assert!(!text.contains(place), "{place} in {path}");
        }
    }
    let portfolio = &all["reports/portfolio.json"];
    let of_ours =
        ["\"file\": \"content/engagements/shared/status.csv\"", "\"place\": \"content/engagements/one.yml:13\""];
    assert!(of_ours.iter().all(|place| portfolio.contains(place)), "our own people find file and line there");
    assert!(portfolio.contains("\"elsewhere\": 4"), "and how many rows are other customers'");
}

#[test]
fn the_files_of_a_customer_do_not_hang_on_any_other() {
    let of_one = |customers: &[(&str, &str)]| of_customer(&all_shapes(&world(customers)), "one");
    let expected = of_one(&[("one", "QQONE"), ("two", "QQTWO")]);
    let with_others: [&[(&str, &str)]; 2] =
        [&[("one", "QQONE"), ("third", "QQOTHER"), ("two", "QQDIFFERENT")], &[("aaa", "QQFIRST"), ("one", "QQONE")]];
    for customers in with_others {
        let found = of_one(customers);
        let differ: Vec<&String> = expected.keys().filter(|path| found.get(*path) != expected.get(*path)).collect();
        assert!(differ.is_empty() && found.len() == expected.len(), "{differ:?}");
    }
}

/// Engagements of small size, a table and an export that they may share.
fn shared(engagements: &[(&str, &str)], table: &str) -> Memory {
    let export = "Identity,BatchId,Status\nqqunit@example.com,Wave,Failed\n";
    let mut files: Vec<(&str, Vec<u8>)> =
        engagements.iter().map(|(name, yaml)| (*name, yaml.as_bytes().to_vec())).collect();
    files.extend([("all.csv", table.as_bytes().to_vec()), ("exports/all.csv", export.as_bytes().to_vec())]);
    playbook_with(&files)
}

/// What became of each engagement: the reason where there is no report.
fn reasons(world: &Memory) -> Vec<(String, Option<String>)> {
    let reports = built(world, None).built.reports;
    reports.into_iter().map(|one| (one.id, one.failed)).collect()
}

#[test]
fn an_export_that_two_customers_read_gives_a_report_to_neither() {
    let reads = |customer: &str, more: &str| format!("customer: {customer}\nservices: [Exchange]\n{more}");
    let (one, two) =
        (reads("One", "exports: [exports/all.csv]\n"), reads("Two", "exports: [ { files: \"exports/*.csv\" } ]\n"));
    let alone = reads("Three", "");
    let world = shared(&[("one.yml", &one), ("two.yml", &two), ("three.yml", &alone)], "");
    let reason = |other: &str| {
        format!(
            "`content/engagements/{other}.yml` of another customer reads the export `content/engagements/exports/all.csv` too; \
             save an export for each customer"
        )
    };
    let expected = [("one", Some(reason("two"))), ("three", None), ("two", Some(reason("one")))];
    assert_eq!(reasons(&world), expected.map(|(id, reason)| (id.to_owned(), reason)));
    assert!(of_customer(&all_shapes(&world), "one").is_empty());
    // Two engagements of one customer may share what is the customer's.
    let again = reads("one", "exports: [exports/all.csv]\n");
    let world = shared(&[("one.yml", &one), ("two.yml", &again)], "");
    assert!(reasons(&world).iter().all(|(_, reason)| reason.is_none()));
    let tenants = |tenant: &str| format!("{one}tenant: {tenant}\n");
    let (a, b) = (tenants("a.example"), tenants("b.example"));
    assert!(reasons(&shared(&[("one.yml", &a), ("two.yml", &b)], "")).iter().all(|(_, reason)| reason.is_some()));
}

#[test]
fn an_export_under_two_names_is_one_export() {
    let reads =
        |customer: &str, name: &str| format!("customer: {customer}\nservices: [Exchange]\nexports: [exports/{name}]\n");
    let world = |two: &str, rows: &str| {
        let (one, two) = (reads("One", "all.csv"), reads("Two", two));
        let export = format!("Identity,BatchId,Status\n{rows}");
        let other = export.replace("qqunit", "qqother");
        shared(&[("one.yml", &one), ("two.yml", &two)], "")
            .with("/p/content/engagements/exports/all.csv", export.as_bytes())
            .with("/p/content/engagements/exports/copy.csv", export.as_bytes())
            .with("/p/content/engagements/exports/other.csv", other.as_bytes())
    };
    let rows = "qqunit@example.com,Wave,Failed\n";
    let refused = reasons(&world("copy.csv", rows));
    assert_eq!(
        refused[0].1.as_deref(),
        Some(
            "`content/engagements/two.yml` of another customer reads the same rows as `content/engagements/exports/all.csv` \
             from `content/engagements/exports/copy.csv`; save an export for each customer"
        )
    );
    assert!(refused[1].1.is_some(), "{refused:?}");
    let both = reasons(&world("*.csv", rows));
    let named = "reads the export `content/engagements/exports/all.csv` too";
    assert!(both[0].1.as_ref().is_some_and(|reason| reason.contains(named)), "{both:?}");
    for (two, rows) in [("other.csv", rows), ("copy.csv", ""), ("copy.csv", "\n \n")] {
        assert!(reasons(&world(two, rows)).iter().all(|(_, reason)| reason.is_none()), "{two} {rows:?}");
    }
}

#[test]
fn rows_of_a_shared_table_go_to_nobody_where_nothing_says_whose_they_are() {
    let reads = |more: &str| format!("customer: {more}\nservices: [Exchange]\ntask_status: all.csv\n");
    let (one, two) = (reads("One"), reads("Two"));
    let tables = [
        "task_id,status,note\n1126,Warning,qqnote\n",
        "tenant,task_id,status,note\n,1126,Warning,qqnote\n",
        "tenant,task_id,status,note\nThree,1126,Warning,qqnote\n",
        "tenant,task_id,status,note\nOne,994,Complete,qqfine\n,1126,Warning,qqnote\n",
        "tenant,task_id,status,note\nOne,994,Complete,qqfine\nThree,1126,Warning,\"qqnote\n",
        "tenant,task_id,status,note\nThree,1126,Warning,x\nOne,994,Complete,qqfine\nOne,1641,Warning,\"y\nThree,1641,Warning,qqnote\"\n",
        "tenant,task_id,status,note\nOne,994,Complete,qqfine\nOne,1641,Warning,\"y\nThree,1641,Warning,qqnote\"\n",
    ];
    for table in tables {
        let world = shared(&[("one.yml", &one), ("two.yml", &two)], table);
        let all = all_shapes(&world);
        for (id, reason) in reasons(&world) {
            let own = of_customer(&all, &id);
            assert!(own.values().all(|text| !text.contains("qqnote")), "{id}: {table}");
            // There is no report where nothing of the table can be used.
            let names = table.contains(if id == "one" { "One," } else { "Two," });
            assert_eq!((own.is_empty(), reason.is_some()), (!names, !names), "{id}: {table} {reason:?}");
        }
        let fine = of_customer(&all, "one").values().any(|text| text.contains("qqfine"));
        assert_eq!(fine, table.contains("qqfine"), "{table}");
    }
    // A table that one customer alone reads needs no tenant.
    let all = all_shapes(&shared(&[("one.yml", &one)], tables[0]));
    assert!(of_customer(&all, "one").values().any(|text| text.contains("qqnote")));
}

#[test]
fn two_files_whose_reports_would_lie_in_one_folder_give_none() {
    let yaml = "customer: One\nservices: [Exchange]\n";
    let world = shared(&[("a.yml", yaml), ("a.yaml", yaml), ("B.yml", yaml), ("b.yml", yaml), ("c.yml", yaml)], "");
    let failed: Vec<(String, bool)> = reasons(&world).into_iter().map(|(id, reason)| (id, reason.is_some())).collect();
    let expected = [("B", true), ("a", true), ("a", true), ("b", true), ("c", false)];
    assert_eq!(failed, expected.map(|(id, failed)| (id.to_owned(), failed)));
    for (one, other) in [("caf\u{e9}.yml", "cafe\u{301}.yml"), ("d.yml", "D.yaml"), ("e.yml", "e..yml")] {
        let reasons = reasons(&shared(&[(one, yaml), (other, yaml)], ""));
        let names = |reason: &Option<String>, other: &str| {
            reason.as_ref().is_some_and(|reason| reason.contains(&format!("engagements/{other}`")))
        };
        let named = reasons.iter().all(|(_, reason)| names(reason, one) || names(reason, other));
        assert!(reasons.len() == 2 && named, "{reasons:?}");
    }
}

#[test]
fn a_twin_in_the_folder_of_another_customer_is_no_past_of_either() {
    let yaml = "customer: One\nservices: [Exchange]\n";
    let twin = |id: &str| {
        twin(id, "QQFOREIGN").replace("\"tasks\": {}", "\"tasks\": {\"1871\": \"open\", \"1902\": \"open\"}")
    };
    let world = |id: &str| {
        let two = yaml.replace("One", "Two");
        shared(&[("one.yml", yaml), ("two.yml", &two)], "").with("/p/site/reports/one/status.json", twin(id))
    };
    let foreign = all_shapes(&world("two"));
    assert!(foreign.values().all(|text| !text.contains("QQFOREIGN")));
    let own = all_shapes(&world("one"));
    assert!(own["reports/one/status.html"].contains("QQFOREIGN"), "its own twin in its own folder counts");
    let history = &own["reports/one/status.json"];
    assert!(
        history.contains("\"1871\": \"open\"") && !history.contains("1902"),
        "tasks of no page of the edition are left out"
    );
    assert!(!own["reports/two/status.html"].contains("QQFOREIGN"));
}

#[test]
fn a_warm_build_sees_what_another_customer_came_to_share() {
    let (one, two) =
        ("customer: One\nservices: [Exchange]\nexports: [exports/all.csv]\n", "customer: Two\nservices: [Exchange]\n");
    let world = shared(&[("one.yml", one), ("two.yml", two)], "");
    let mut session = Session::new(&world, Request { project: Some("/p".into()), ..Request::default() });
    let mut failed = |yaml: &str| {
        let place = Path::new("/p/content/engagements/two.yml");
        world.write(place, yaml.as_bytes()).expect("it is written");
        let reports = session.report().expect("reports are made").built.reports;
        reports.iter().map(|one| one.failed.is_some()).collect::<Vec<_>>()
    };
    assert_eq!(failed(two), [false, false]);
    assert_eq!(failed(&format!("{two}exports: [exports/*.csv]\n")), [true, true]);
    assert_eq!(failed(two), [false, false]);
}

#[test]
fn each_report_says_whose_texts_may_be_in_it() {
    let world = world(&[("one", "QQONE"), ("two", "QQTWO")]);
    let build = built(&world, None);
    let sources = &build.built.report_sources;
    let made: Vec<String> = build.built.outputs.iter().map(|(path, _)| path.to_string()).collect();
    assert_eq!(sources.keys().map(ToString::to_string).collect::<Vec<_>>(), made);
    let of = |path: &str| {
        let (_, found) = sources.iter().find(|(known, _)| known.as_str() == path).expect("it is there");
        let path = |file| build.findings.sources.get(file).path.to_string();
        let editions: Vec<_> = found.playbooks.iter().map(|one| (one.edition.as_deref(), one.language)).collect();
        (editions, found.own.iter().map(|file| path(*file)).collect::<Vec<_>>())
    };
    let (editions, own) = of("reports/one/closure.json");
    assert_eq!(editions, [(Some("partner"), 0)]);
    let mut own = own;
    own.sort();
    let folder = "content/engagements";
    let expected = ["exports/QQONE/users.csv", "one.yml", "shared/status.csv"].map(|path| format!("{folder}/{path}"));
    assert_eq!(own, expected);
    assert_eq!(of("reports/portfolio.json").1.len(), 5);
}
