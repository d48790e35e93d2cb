//! Every count, percentage, date and forecast of the twins against a second count from the same files.

use std::collections::BTreeMap;

use jiff::civil::date;
use serde_json::Value;

use crate::recounted::{Desk, Files};
use crate::world::{built, files, playbook_with, sample_files, twin};

fn texts(folder: &str) -> Files {
    let cut = |path: &str| path.strip_prefix(folder).and_then(|path| path.strip_prefix('/')).expect("below").to_owned();
    let files = sample_files(folder).into_iter();
    let text = files.filter_map(|(path, bytes)| Some((cut(&path), String::from_utf8(bytes).ok()?)));
    text.collect()
}

/// Everything that the second count says must stand in the twin.
fn hold(expected: &Value, found: &Value, place: &str) {
    match expected {
        Value::Object(map) => map.iter().for_each(|(key, value)| hold(value, &found[key], &format!("{place}.{key}"))),
        Value::Array(list) => {
            assert_eq!(found.as_array().map(Vec::len), Some(list.len()), "{place}: {found:#}");
            list.iter().enumerate().for_each(|(at, value)| hold(value, &found[at], &format!("{place}[{at}]")));
        }
        value if value.is_number() => assert_eq!(value.as_f64(), found.as_f64(), "{place}"),
        value => assert_eq!(value, found, "{place}"),
    }
}

fn compare(engagements: &Files, ids: &[&str]) {
    let pages: Files = texts("content/playbook")
        .into_iter()
        .filter(|(path, _)| path.ends_with(".md") && !path.contains('/'))
        .collect();
    let world: Vec<(&str, Vec<u8>)> =
        engagements.iter().map(|(path, text)| (path.as_str(), text.clone().into_bytes())).collect();
    let made = files(&built(&playbook_with(&world), None));
    let holidays = [(1, 1), (4, 10), (4, 13), (5, 1), (5, 25), (12, 25)].map(|(month, day)| date(2020, month, day));
    let desk = Desk { pages: &pages, files: engagements, holidays: holidays.into(), as_of: date(2020, 3, 16) };
    for id in ids {
        let (mut status, closure) = desk.count(id);
        let reasons = status.as_object_mut().and_then(|map| map.remove("reasons")).expect("reasons");
        let found = twin(&made, &format!("reports/{id}/status.json"));
        hold(&status, &found, id);
        hold(&closure, &twin(&made, &format!("reports/{id}/closure.json")), id);
        let codes = found["health"]["reasons"].as_array().expect("a list").iter();
        let mut codes: Vec<Value> = codes.map(|one| one["code"].clone()).collect();
        codes.retain(|code| code != "forecast-late" && code != "plan-late" && code != "target-passed");
        codes.sort_by_key(Value::to_string);
        assert_eq!(Value::Array(codes), reasons, "{id}");
    }
}

#[test]
fn the_sample_counted_again_is_the_same() {
    compare(&texts("content/engagements"), &["contoso", "fabrikam", "tailspin"]);
}

/// Twelve weeks of mailboxes in three batches, some of them told of twice; a table of statuses for two customers.
fn northwind() -> Files {
    let mut export = "Identity,MailboxEmailAddress,BatchId,Status,SkippedItemCount,EstimatedTotalTransferSize,LastSuccessfulSyncTime\n".to_owned();
    let mut row = |n: usize, batch: &str, status: &str, day: &str| {
        let size = 1_000_003 * (n as u64 + 1);
        export +=
            &format!("u{n}@n.example,u{n}@n.example,{batch},{status},0,\"1.0 MB ({size} bytes)\",{day} 18:00:00\n");
    };
    for n in 0..97 {
        let day = date(2020, 1, 7) + jiff::Span::new().days((n as i64 * 13) % 66);
        let status = ["Completed", "Completed", "Failed", "CompletedWithWarnings", "Syncing", "Odd"][n * 7 % 6];
        row(n, ["First", "Second", "Third"][n % 3], status, &day.to_string());
    }
    for n in (0..97).step_by(9) {
        row(n, ["First", "Second", "Third"][n % 3], "Completed", "2020-03-14");
    }
    let yaml = "customer: Northwind\ntenant: n.example\nservices: [Exchange, SharePoint]\nopened: 2020-01-02\ntarget: 2020-03-09\n\
        task_status: both.csv\ntasks: { 1126: Complete, 1641: { status: Blocked-Other, percent: 99 }, 983: Cancelled }\n\
        exports: [ exports/n.csv ]\nbatches:\n  - { name: First, service: Exchange, planned: 2020-01-20, units: 40 }\n  \
        - { name: Second, service: Exchange, planned: 2020-02-10, units: 33 }\n  \
        - { name: Third, service: Exchange, planned: 2020-03-02 }\n  \
        - { name: Sites, service: SharePoint, planned: 2020-03-30, units: 12 }\n\
        dispositions: { u2@n.example: { decision: accepted, by: x, on: 2020-03-01 } }\n";
    let both = "tenant,task_id,status,updated,waiver_by,waiver_date,waiver_reason\n\
        n.example,994,Complete,2020-01-09,,,\nn.example,4017,Not Required,2020-01-09,Dana,2020-01-09,Done before\n\
        n.example,4071,Cancelled,2020-01-09,Dana,,No need\nn.example,1126,Warning,2020-01-09,,,\n\
        w.example,994,Blocked-Business,2020-01-09,,,\nw.example,3616,Complete,2020-01-09,,,\n";
    let files = [("n.yml", yaml.to_owned()), ("both.csv", both.to_owned()), ("exports/n.csv", export)];
    files.into_iter().map(|(path, text)| (path.to_owned(), text)).collect()
}

/// No exports at all: batches with numbers, days and states, a pause, one phase, issues on both sides of their window.
fn woodgrove() -> BTreeMap<String, String> {
    let yaml = "customer: Woodgrove\ntenant: w.example\nservices: [OneDrive for Business]\nphases: [Initiate, Migrate]\ntarget: 2020-06-30\n\
        task_status: both.csv\ntasks: { 2323: Complete, 1702: { status: Not Required, reason: x, approved_by: Yan, on: 2020-02-29 }, 1330: Complete }\n\
        batches:\n  - { name: A, service: OneDrive for Business, planned: 2020-02-03, migrated: 2020-02-04, units: 7 }\n  \
        - { name: B, service: OneDrive for Business, planned: 2020-02-12, migrated: 2020-02-13, units: 12 }\n  \
        - { name: C, service: OneDrive for Business, planned: 2020-02-24, migrated: 2020-02-25, units: 5 }\n  \
        - { name: D, service: OneDrive for Business, planned: 2020-03-10, migrated: 2020-03-10, units: 9 }\n  \
        - { name: E, service: OneDrive for Business, planned: 2020-03-12, units: 4, state: failed }\n  \
        - { name: F, service: OneDrive for Business, planned: 2020-03-20, units: 61, state: syncing }\n\
        issues:\n  - { id: 1, title: a, batch: A, opened: 2020-02-05 }\n  - { id: 2, title: b, batch: D, opened: 2020-03-11 }\n  \
        - { id: 3, title: c, batch: B, opened: 2020-02-14, resolved: 2020-03-17 }\n  - { id: 4, title: d, batch: C, opened: 2020-02-26, resolved: 2020-03-16 }\n\
        pauses: [ { from: 2020-03-01, to: 2020-03-16 } ]\nnext_actions: [ { what: x, due: 2020-03-16 }, { what: y, due: 2020-03-15 } ]\n\
        signoff: { by: x, on: 2020-03-16 }\n";
    BTreeMap::from([("w.yml".to_owned(), yaml.to_owned())])
}

#[test]
fn two_other_engagements_counted_again_are_the_same() {
    let mut all = northwind();
    all.extend(woodgrove());
    compare(&all, &["n", "w"]);
}
