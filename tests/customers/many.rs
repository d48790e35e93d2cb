//! Customers with more units than anyone reads: all are counted, those that need attention are listed, the rest is said.

use serde_json::Value;
use waybook::session::ReportKind;
use waybook::system::Memory;

use super::world::{built, files, playbook_with, twin, unzipped, workbooks};

const LISTED: u64 = 2_000;

/// A customer of whom an export names so many units in each state.
fn world(states: &[(&str, usize)]) -> Memory {
    let mut export = "Identity,BatchId,Status,EstimatedTotalTransferSize\n".to_owned();
    for (state, count) in states {
        for n in 0..*count {
            export.push_str(&format!("{state}-{n:04}@fabrikam.example.com,Velocity {},{state},1000\n", n % 3));
        }
    }
    let yaml = "customer: Fabrikam\nservices: [Exchange]\nopened: 2020-01-06\nexports: [fabrikam.csv]\n";
    playbook_with(&[("fabrikam.yml", yaml.into()), ("fabrikam.csv", export.into_bytes())])
}

fn names<'v>(units: &'v Value, stage: &str) -> Vec<&'v str> {
    let all = units.as_array().expect("a list").iter().filter(|unit| unit["stage"] == stage);
    all.filter_map(|unit| unit["name"].as_str()).collect()
}

#[test]
fn the_figures_count_all_and_the_list_begins_with_what_needs_attention() {
    let files = files(&built(&world(&[("Completed", 2_400), ("Syncing", 600), ("Failed", 70)]), None));
    let status = twin(&files, "reports/fabrikam/status.json");
    let units = &status["migration"]["units"];
    assert_eq!((&units["total"], &units["completed"], &units["failed"]), (&3_070.into(), &2_400.into(), &70.into()));
    assert_eq!(status["migration"]["bytes"]["total"], 3_070_000);
    assert_eq!(status["failures"][0]["count"], 70);
    let listed = &status["units"];
    assert_eq!(listed.as_array().expect("a list").len() as u64, LISTED);
    assert_eq!((names(listed, "failed").len(), names(listed, "in-flight").len()), (70, 600));
    assert_eq!(listed[0]["name"], "Failed-0000@fabrikam.example.com");
    // The rest is filled up by batch and name, as if all were listed.
    let completed = names(listed, "completed");
    let of_batch = |batch: usize| (0..2_400).filter(move |n| n % 3 == batch);
    let expected = of_batch(0).chain(of_batch(1)).take(1_330).map(|n| format!("Completed-{n:04}@fabrikam.example.com"));
    assert!(completed.into_iter().eq(expected));
    assert_eq!(status["units_unlisted"]["count"], 1_070);
    let text = status["units_unlisted"]["text"].as_str().expect("a sentence");
    assert!(text.contains("2,000") && text.contains("1,070"), "{text}");
    let html = String::from_utf8(files["reports/fabrikam/status.html"].clone()).expect("UTF-8");
    assert!(html.contains(&format!("{text} <a href=\"#sources\">")), "the page does not say what it leaves out");
    assert!(html.contains("Migration export 1") && html.contains("id=\"sources\""));
}

#[test]
fn what_fits_is_listed_and_nothing_is_said() {
    let files = files(&built(&world(&[("Completed", 1_990), ("Failed", 10)]), None));
    let status = twin(&files, "reports/fabrikam/status.json");
    assert_eq!(status["units"].as_array().map(Vec::len), Some(2_000));
    assert_eq!(status["units_unlisted"], Value::Null);
    assert_eq!(twin(&files, "reports/fabrikam/closure.json")["failed_unlisted"], Value::Null);
}

#[test]
fn very_many_failed_units_are_all_missing_for_closure() {
    let world = world(&[("Failed", 2_600), ("Completed", 5)]);
    let files = files(&built(&world, None));
    let closure = twin(&files, "reports/fabrikam/closure.json");
    assert_eq!(
        (closure["failed"].as_array().map(Vec::len), &closure["failed_unlisted"]["count"]),
        (Some(2_000), &600.into())
    );
    let points = closure["open_points"].as_array().expect("a list");
    let of = |code: &str| points.iter().filter(|point| point["code"] == code).count();
    assert_eq!((of("unit-without-disposition"), of("more-without-disposition")), (500, 1));
    let rest = points.iter().find(|point| point["code"] == "more-without-disposition").expect("it is said");
    assert!(rest["text"].as_str().is_some_and(|text| text.starts_with("2,100 more units")), "{rest}");
    let others = points.len() as u64 - 501;
    assert_eq!(closure["missing"], 2_600 + others);
}

#[test]
fn a_workbook_says_what_it_leaves_out() {
    let books = workbooks(&world(&[("Completed", 2_001)]), ReportKind::Status);
    let book = unzipped(&books["reports/fabrikam/status.xlsx"]);
    assert!(book["xl/sharedStrings.xml"].contains("1 more"), "nothing is said");
}

#[test]
fn sizes_of_a_part_say_of_how_many_units_and_have_no_share() {
    let export = "Identity,BatchId,Status,EstimatedTotalTransferSize\n\
        a@fabrikam.example.com,Pilot,Completed,1000\nb@fabrikam.example.com,Pilot,Completed,\nc@fabrikam.example.com,Pilot,Completed,500\n";
    let yaml = "customer: Fabrikam\nservices: [Exchange]\nexports: [fabrikam.csv]\n\
        batches: [ { name: Velocity, service: Exchange, units: 97 }, { name: Pilot, service: Exchange } ]\n";
    let shown = |export: &str, yaml: &str| {
        let files = [("fabrikam.yml", yaml.as_bytes().to_vec()), ("fabrikam.csv", export.as_bytes().to_vec())];
        let world = playbook_with(&files);
        let made = super::world::files(&built(&world, None));
        let book = unzipped(&workbooks(&world, ReportKind::Status)["reports/fabrikam/status.xlsx"]);
        let html = String::from_utf8(made["reports/fabrikam/status.html"].clone()).expect("UTF-8");
        (twin(&made, "reports/fabrikam/status.json")["migration"]["workloads"][0].clone(), html, book)
    };
    let (row, html, book) = shown(export, yaml);
    assert_eq!((&row["units"]["total"], &row["bytes"]["total"]), (&100.into(), &1_500.into()));
    let bytes = &row["bytes"];
    assert_eq!((&bytes["known_of"], &bytes["percent"]), (&2.into(), &Value::Null));
    assert_eq!((&bytes["known_of_text"], &bytes["segments"]), (&"of 2 units".into(), &Value::Array(Vec::new())));
    assert!(html.contains("<td>Size of 2 units</td>"), "the page does not say of how many");
    assert!(book["xl/sharedStrings.xml"].contains("Units of known size"));
    // All known: a share, and nothing to say.
    let (row, html, _) =
        shown(&export.replace("Completed,\n", "Syncing,500\n"), &yaml.replace("units: 97", "units: 0"));
    let bytes = &row["bytes"];
    assert_eq!(
        (&bytes["known_of"], &bytes["percent"], &bytes["percent_text"]),
        (&Value::Null, &75.into(), &"75%".into())
    );
    assert!(html.contains("<td>Size</td>"));
}
