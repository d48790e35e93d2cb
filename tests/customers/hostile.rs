//! Data that means harm, or that nobody meant: every report is still made, and nothing in it is more than words.

use std::collections::BTreeMap;

use serde_json::Value;
use waybook::session::{Build, ReportKind};

use crate::world::{built, files, playbook_with, twin, unzipped};

const EXPORT: &str = "Identity,BatchId,Status,SkippedItemCount,Error,LastSuccessfulSyncTime\n";

fn yaml(name: &str) -> Vec<u8> {
    let name = serde_json::to_string(name).expect("a text");
    format!(
        "customer: {name}\nservices: [Exchange]\ntarget: 2020-04-01\nnext_actions: [ {{ what: {name}, owner: {name}, due: 2020-03-01 }} ]\n\
         tasks: {{ 1126: {{ status: Blocked-Other, note: {name}, evidence: {name} }} }}\n\
         batches: [ {{ name: {name}, service: Exchange, units: 3, migrated: 2020-03-02 }} ]\n\
         issues: [ {{ title: {name}, batch: {name}, opened: 2020-03-03 }} ]\nexports: [exports/a.csv]\n"
    )
    .into_bytes()
}

/// The shapes of a status report of a customer with such an export.
fn made(name: &str, export: Vec<u8>) -> (Build, BTreeMap<String, Vec<u8>>) {
    let world = playbook_with(&[("a.yml", yaml(name)), ("exports/a.csv", export)]);
    let build = built(&world, None);
    let mut all = files(&build);
    all.extend(files(&built(&world, Some(ReportKind::Status))));
    for end in ["status.html", "status.json", "status.xlsx", "closure.html"] {
        assert!(all.contains_key(&format!("reports/a/{end}")), "{end}: {:?}", build.built.reports);
    }
    (build, all)
}

fn status(files: &BTreeMap<String, Vec<u8>>) -> Value {
    twin(files, "reports/a/status.json")
}

#[test]
fn names_stay_words_in_every_shape() {
    let long = "x".repeat(10_000);
    let names = [
        "<script>alert(1)</script>",
        "</style><img src=x onerror=alert(1)>",
        "../../etc/passwd",
        "=HYPERLINK(\"http://example.com\",\"x\")",
        "+cmd|' /C calc'!A0",
        "_x0041_ ]]> &amp; \"quoted\"",
        "🙂 👩‍👩‍👧",
        "\u{202e}שלום عليكم",
        "{n} {{ page }} {% raw %}",
        long.as_str(),
    ];
    for name in names {
        let row = format!("{:?},{:?},Failed,1,{:?},2020-03-02 10:00:00\n", name, name, name).replace("\\\"", "\"\"");
        let (_, all) = made(name, format!("{EXPORT}{row}").into_bytes());
        for (path, bytes) in &all {
            assert!(path.starts_with("reports/") && !path.contains(".."), "{path}");
            if !path.ends_with(".html") {
                continue;
            }
            let html = String::from_utf8_lossy(bytes);
            assert!(!html.contains("<script>alert") && !html.contains("<img src=x"), "{path}");
            assert!(!html.contains("href=\"http") && !html.contains("src=\"http"), "{path}");
        }
        let parts = unzipped(&all["reports/a/status.xlsx"]);
        for (part, xml) in &parts {
            assert!(!xml.contains("<f>") && !xml.contains("<hyperlink") && !xml.contains("<script>alert"), "{part}");
        }
        let shown = status(&all)["header"]["customer"].as_str().expect("a name").to_owned();
        assert_eq!(shown, name.replace(['\u{202e}', '\u{200d}'], ""));
    }
}

/// What is wrong with an export, and how many units are read in spite of it.
fn cases() -> Vec<(&'static str, Vec<u8>, usize)> {
    let rows = "ana@x.example,P,Completed,0,,2020-03-02 10:00:00\njosé@x.example,P,Failed,1,Müll,2020-03-03 10:00:00\n";
    let text = format!("{EXPORT}{rows}");
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let windows: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    let ragged =
        format!("{EXPORT}ana@x.example,P,Completed\nbo@x.example,P,Failed,1,lost,2020-03-03 10:00:00,more,and,more\n");
    let doubled = format!("Status,{}a,P,x,Failed,0,,2020-03-02\n", EXPORT.replace("Identity,", "Identity,Status,"));
    let orders = format!("{EXPORT}ana@x.example,P,Completed,0,,03/02/2020\nbo@x.example,P,Completed,0,,25/02/2020\n");
    vec![
        ("UTF-16", utf16, 2),
        ("Windows-1252", windows, 2),
        ("a mark before the first byte", format!("\u{feff}#TYPE Deserialized\n{text}").into_bytes(), 2),
        ("semicolons", text.replace(',', ";").into_bytes(), 2),
        ("rows of other lengths", ragged.into_bytes(), 1),
        ("NUL bytes", text.replace("Müll", "M\0ll").into_bytes(), 2),
        ("a header twice", doubled.into_bytes(), 0),
        ("two orders of dates", orders.into_bytes(), 2),
        ("no rows", EXPORT.as_bytes().to_vec(), 0),
        ("nothing", Vec::new(), 0),
        ("an open quote", format!("{EXPORT}\"ana@x.example,P,Completed,0,,2020-03-02\n").into_bytes(), 0),
        ("noise", (0..4_000_u32).map(|n| (n * 7919 % 251) as u8).collect(), 0),
    ]
}

#[test]
fn exports_in_any_shape_end_in_reports() {
    for (what, export, units) in cases() {
        let (build, all) = made("Contoso", export);
        let status = status(&all);
        let found = status["units"].as_array().expect("a list").len();
        // What could not be read must be told.
        let told = !build.findings.diagnostics.is_empty();
        assert!(found >= units && (found > 0 || told || what == "no rows"), "{what}: {found}, {told}");
        let named = |unit: &str| status["units"].as_array().expect("a list").iter().any(|one| one["name"] == unit);
        if ["UTF-16", "Windows-1252", "semicolons", "NUL bytes"].contains(&what) {
            assert!(named("josé@x.example") && named("ana@x.example"), "{what}");
        }
    }
}

#[test]
fn dates_whose_order_cannot_be_told_are_not_guessed() {
    let export = format!("{EXPORT}ana@x.example,P,Completed,0,,03/02/2020\nbo@x.example,P,Completed,0,,25/02/2020\n");
    let (_, all) = made("Contoso", format!("{export}cy@x.example,P,Completed,0,,02/25/2020\n").into_bytes());
    for unit in status(&all)["units"].as_array().expect("a list") {
        assert!(unit["done"].is_null() || unit["done"]["iso"] == "2020-02-25", "{unit}");
    }
    let (_, all) = made("Contoso", export.into_bytes());
    let status = status(&all);
    let days: Vec<&str> =
        status["units"].as_array().expect("a list").iter().filter_map(|unit| unit["done"]["iso"].as_str()).collect();
    assert_eq!(days, ["2020-02-03", "2020-02-25"], "one day above twelve settles the column");
}
