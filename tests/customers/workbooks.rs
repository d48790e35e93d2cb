//! Workbooks read back by another program: what is a date, a number, a text, and that nothing is a formula.

use std::io::Cursor;

use calamine::{Data, DataType, Reader, Xlsx};
use serde_json::json;
use waybook::session::{ReportKind, Request, Session};

use crate::world::{built, playbook_with, sample, twin, unzipped, workbooks};

fn open(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes.to_vec())).expect("a workbook opens")
}

/// The rows of a sheet, its header first.
fn rows(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Vec<Vec<Data>> {
    let names = book.sheet_names();
    let range = book.worksheet_range(sheet).unwrap_or_else(|_| panic!("no {sheet} among {names:?}"));
    range.rows().map(<[Data]>::to_vec).collect()
}

/// The column under a header.
fn column(rows: &[Vec<Data>], header: &str) -> Vec<Data> {
    let at = rows[0].iter().position(|cell| *cell == Data::String(header.to_owned()));
    let at = at.unwrap_or_else(|| panic!("no {header} in {:?}", rows[0]));
    rows[1..].iter().map(|row| row[at].clone()).collect()
}

fn iso(cell: &Data) -> String {
    let Data::DateTime(day) = cell else { panic!("no date: {cell:?}") };
    let since = day.as_f64() as i64 - 43_831;
    (jiff::civil::date(2020, 1, 1) + jiff::Span::new().days(since)).to_string()
}

#[test]
fn a_status_workbook_holds_what_its_twin_holds() {
    let world = sample();
    let twins = crate::world::files(&built(&world, None));
    let books = workbooks(&world, ReportKind::Status);
    assert_eq!(books.len(), 3, "{:?}", books.keys());
    for id in ["contoso", "fabrikam", "tailspin"] {
        let twin = twin(&twins, &format!("reports/{id}/status.json"));
        let mut book = open(&books[&format!("reports/{id}/status.xlsx")]);
        assert_eq!(book.sheet_names()[0], "Summary");

        let batches = rows(&mut book, "Batches");
        let expected = twin["batches"].as_array().expect("a list");
        assert_eq!(batches.len() - 1, expected.len());
        for (at, batch) in expected.iter().enumerate() {
            assert_eq!(column(&batches, "Batch")[at], Data::String(batch["name"].as_str().expect("a name").to_owned()));
            assert_eq!(column(&batches, "Migrated")[at].as_f64(), batch["completed"].as_f64());
            let planned = column(&batches, "Planned");
            assert_eq!(iso(&planned[at]), batch["planned"]["iso"].as_str().expect("a day"));
        }
        let units = rows(&mut book, "Units");
        let expected = twin["units"].as_array().expect("a list");
        assert_eq!(units.len() - 1, expected.len());
        for (found, unit) in column(&units, "Size (bytes)").iter().zip(expected) {
            assert_eq!(found.as_f64(), unit["bytes"].as_f64());
        }
        let tasks = rows(&mut book, "All tasks");
        let ids: Vec<f64> = column(&tasks, "ID").iter().filter_map(DataType::as_f64).collect();
        let groups = twin["mandatory"].as_array().expect("a list").iter();
        let mandatory: Vec<f64> = groups
            .flat_map(|group| group["tasks"].as_array().expect("a list"))
            .filter_map(|task| task["id"].as_f64())
            .collect();
        assert_eq!(ids[..mandatory.len()], mandatory);
        let workloads = rows(&mut book, "Progress by workload");
        let moved: f64 = column(&workloads, "Completed").iter().filter_map(DataType::as_f64).sum();
        assert_eq!(Some(moved), twin["migration"]["units"]["completed"].as_f64());
    }
}

#[test]
fn a_workbook_has_tables_filters_formats_charts_and_a_frozen_header() {
    let books = workbooks(&sample(), ReportKind::Status);
    let parts = unzipped(&books["reports/contoso/status.xlsx"]);
    let like = |start: &str| parts.iter().filter(|(name, _)| name.starts_with(start)).collect::<Vec<_>>();
    let tables = like("xl/tables/");
    assert!(tables.len() >= 10, "{}", tables.len());
    assert!(tables.iter().all(|(_, xml)| xml.contains("<autoFilter ref=")));
    let charts = like("xl/charts/chart");
    assert_eq!(charts.len(), 3, "workloads, burn-up, velocity");
    let whole: String = charts.iter().map(|(_, xml)| xml.as_str()).collect();
    assert!(whole.contains("<c:barChart>") && whole.contains("<c:areaChart>") && whole.contains("<c:dateAx>"));
    let sheets = like("xl/worksheets/sheet");
    assert_eq!(sheets.iter().filter(|(_, xml)| xml.contains("state=\"frozen\"")).count(), tables.len());
    assert!(sheets.iter().any(|(_, xml)| xml.contains("<cfRule") && xml.contains("\"Failed\"")));
    assert!(sheets.iter().any(|(_, xml)| xml.contains("<dataBar>")));
    assert!(sheets.iter().all(|(_, xml)| !xml.contains("<f>") && !xml.contains("<hyperlink")));
    let core = &parts["docProps/core.xml"];
    assert!(core.contains("2020-03-16T00:00:00Z") && core.contains("Contoso Ltd"), "{core}");
}

#[test]
fn the_same_report_is_the_same_workbook() {
    for kind in [ReportKind::Status, ReportKind::Closure, ReportKind::Portfolio] {
        let (once, twice) = (workbooks(&sample(), kind), workbooks(&sample(), kind));
        assert!(!once.is_empty() && once == twice, "{kind:?}");
    }
}

#[test]
fn a_closure_workbook_says_across_its_head_that_it_is_not_ready() {
    let books = workbooks(&sample(), ReportKind::Closure);
    let first = |id: &str| {
        let mut book = open(&books[&format!("reports/{id}/closure.xlsx")]);
        rows(&mut book, "Summary").iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    assert!(first("contoso").contains("NOT READY TO CLOSE"));
    assert!(!first("fabrikam").contains("NOT READY") && first("fabrikam").contains("Ready to close"));
    let mut book = open(&books["reports/tailspin/closure.xlsx"]);
    let conditions = rows(&mut book, "Closure conditions");
    assert_eq!(conditions.len(), 9);
    assert!(column(&conditions, "State").contains(&Data::String("Not met".to_owned())));
    let mut book = open(&books["reports/fabrikam/closure.xlsx"]);
    let steps = rows(&mut book, "Next steps from the playbook");
    let said = column(&steps, "What");
    let word = |text: &str| said.contains(&Data::String(text.to_owned()));
    assert!(word("Ask the survey contact for a word on the migration within two weeks."), "{said:?}");
    assert!(word("Hand the customer over to the people who support it from now on."), "{said:?}");
}

#[test]
fn the_portfolio_is_a_workbook_for_those_who_lead() {
    let books = workbooks(&sample(), ReportKind::Portfolio);
    let mut book = open(&books["reports/portfolio.xlsx"]);
    let customers = rows(&mut book, "Customers");
    let names: Vec<String> = column(&customers, "Customer").iter().map(ToString::to_string).collect();
    assert_eq!(names, ["Tailspin Toys", "Contoso Ltd", "Fabrikam Inc"]);
    assert_eq!(iso(&column(&customers, "Target")[1]), "2020-04-30");
    let moved = column(&customers, "Units migrated")[2].as_f64();
    assert_eq!(moved, Some(1.0));
}

#[test]
fn what_a_cell_cannot_hold_is_cut_where_one_sees_it_and_told() {
    let note = "ü".repeat(40_000);
    let yaml =
        format!("customer: \"=1+1\"\nservices: [Exchange]\ntasks: {{ 1126: {{ status: Warning, note: {note} }} }}\n");
    let world = playbook_with(&[("a.yml", yaml.into_bytes())]);
    let build = built(&world, Some(ReportKind::Status));
    assert_eq!(build.built.reports[0].cut, 1);
    let mut book = open(&crate::world::files(&build)["reports/a/status.xlsx"]);
    let tasks = rows(&mut book, "All tasks");
    let notes = column(&tasks, "Note");
    let cut = notes.iter().find_map(|cell| cell.as_string().filter(|text| text.contains('ü'))).expect("the note");
    assert!(cut.ends_with("ü […]") && cut.encode_utf16().count() <= 32_767, "{}", cut.len());
    let first = rows(&mut book, "Summary");
    assert_eq!(first[0][0], Data::String("=1+1".to_owned()));
    assert!(first.iter().flatten().any(|cell| cell.to_string().contains("1 text is too long for an Excel cell")));
    for sheet in book.sheet_names() {
        let formulas = book.worksheet_formula(&sheet).expect("it can be asked");
        assert!(formulas.used_cells().next().is_none(), "{sheet}");
    }
}

#[test]
fn workbooks_speak_the_language_of_the_engagement() {
    let sample = crate::world::sample_text("content/engagements/fabrikam.yml");
    let files: Vec<(String, Vec<u8>)> = ["de", "es", "pt", "ja", "zh-Hans"]
        .map(|tag| (format!("{tag}.yml"), format!("{sample}language: {tag}\n").into_bytes()))
        .into();
    let files: Vec<(&str, Vec<u8>)> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    let world = playbook_with(&files);
    for kind in [ReportKind::Status, ReportKind::Closure] {
        for (path, bytes) in workbooks(&world, kind) {
            let parts = unzipped(&bytes);
            let all: String = parts.values().map(String::as_str).collect();
            assert!(!all.contains("report_"), "{path}: a text is missing");
            assert!(!parts["xl/workbook.xml"].contains("\"Summary\""), "{path}");
        }
    }
}

#[test]
fn rows_of_an_export_are_a_workbook_too() {
    let world = sample();
    let request = Request { project: Some("/p".into()), ..Request::default() };
    let rows_of = [json!({ "id": 1328, "name": "=1+1", "roles": ["FE", "FM"], "step": null, "all": true })];
    let session = Session::new(&world, request);
    let columns = ["id", "name", "roles", "step", "all"];
    let bytes = session.workbook("tasks", &columns, &rows_of).expect("it is written");
    assert_eq!(bytes, session.workbook("tasks", &columns, &rows_of).expect("it is written"));
    let found = rows(&mut open(&bytes), "tasks");
    let text = |text: &str| Data::String(text.to_owned());
    assert_eq!(found[1], [Data::Float(1328.0), text("=1+1"), text("FE; FM"), Data::Empty, text("true")]);
    let empty = session.workbook("tasks", &columns, &[]).expect("it is written");
    assert_eq!(rows(&mut open(&empty), "tasks")[0].len(), 5);
}
