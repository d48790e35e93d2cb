//! The language of a report changes its words and never what is counted.

use serde_json::{Map, Value};
use waybook::system::{Memory, System};

use crate::world::{built, files, sample, sample_text, twin};

const IDS: [&str; 3] = ["contoso", "fabrikam", "tailspin"];

/// Keys whose texts are the same in every language.
const CODES: [&str; 9] = ["code", "state", "level", "stage", "iso", "statement", "version", "edition", "trend"];

/// What a twin counts: its numbers, flags and codes at their places, without words.
fn figures(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.iter().filter(|(key, value)| !value.is_string() || CODES.contains(&key.as_str()));
            Value::Object(kept.map(|(key, value)| (key.clone(), figures(value))).collect::<Map<_, _>>())
        }
        Value::Array(list) => Value::Array(list.iter().map(figures).collect()),
        value => value.clone(),
    }
}

/// The figures of every report of the sample's customers, with their engagements in a language.
fn counted(world: &Memory, language: &str) -> Vec<Value> {
    for id in IDS {
        let path = format!("content/engagements/{id}.yml");
        let yaml = format!("language: {language}\n{}", sample_text(&path));
        world.write(format!("/p/{path}").as_ref(), yaml.as_bytes()).expect("it is written");
    }
    let files = files(&built(world, None));
    let twins = IDS.iter().flat_map(|id| ["status", "closure"].map(|kind| format!("reports/{id}/{kind}.json")));
    twins.map(|path| figures(&without_lists_of_words(twin(&files, &path)))).collect()
}

/// A twin without its lists that are words alone.
fn without_lists_of_words(mut twin: Value) -> Value {
    fn cut(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.retain(|_, value| !matches!(value, Value::Array(list) if list.iter().any(Value::is_string)));
                map.values_mut().for_each(cut);
            }
            Value::Array(list) => list.iter_mut().for_each(cut),
            _ => {}
        }
    }
    cut(&mut twin);
    twin
}

fn changed(world: &Memory, path: &str, from: &str, to: &str) {
    let text = sample_text(path);
    assert!(text.contains(from), "{path}: {from}");
    world.write(format!("/p/{path}").as_ref(), text.replace(from, to).as_bytes()).expect("it is written");
}

#[test]
fn every_language_counts_the_same() {
    let world = sample();
    let english = counted(&world, "en");
    let tasks = |status: &Value| status["totals"]["mandatory"]["total"].as_u64();
    assert!(english.iter().step_by(2).all(|status| tasks(status) >= Some(30)), "the whole playbook is counted");
    for language in ["de", "es", "pt", "ja", "zh-Hans"] {
        assert_eq!(counted(&world, language), english, "{language}");
    }
}

#[test]
fn a_translation_that_differs_lends_its_names_alone() {
    let migration = "content/playbook/de/migration-de.md";
    let row = "| 1702        | Ende der Migration: Alle im Umfang enthaltenen Migrationen abgeschlossen                   |              E              |";
    let cases: [(&str, &str); 5] = [
        // Optional instead of mandatory, in another phase, for another service, a task more, a task less.
        (row, &row.replace(" E ", " O ")),
        ("Phase: **Migrieren**", "Phase: **Analyse**"),
        ("| Exchange / OneDrive for Business / SharePoint |", "| Teams |"),
        (row, &format!("| 4711 | Noch eine | E | FastTrack Manager | Alle Dienste |\n{row}")),
        (row, "| 1799 | Ende | E |"),
    ];
    for (from, to) in cases {
        let world = sample();
        let english = counted(&world, "en");
        changed(&world, migration, from, to);
        assert_eq!(counted(&world, "de"), english, "{to}");
        assert_eq!(counted(&world, "en"), english, "{to}");
    }
}

#[test]
fn names_are_those_of_the_language_and_else_of_the_first() {
    let world = sample();
    counted(&world, "de");
    let status = twin(&files(&built(&world, None)), "reports/contoso/status.json");
    let lines = || status["mandatory"].as_array().expect("a list").iter().flat_map(|group| group["tasks"].as_array());
    let line = |id: u64| lines().flatten().find(|task| task["id"] == id).expect("it is in scope").clone();
    // The first page is translated, the second is not.
    assert_eq!(
        (&line(2323)["name"], &line(2323)["process"]),
        (&"Aktivitäten zum Migrationsabschluss".into(), &"Migration".into())
    );
    let english = line(1126);
    assert!(english["process"].as_str().is_some_and(|title| !title.is_empty()), "{english}");
    let closure = twin(&files(&built(&world, None)), "reports/fabrikam/closure.json");
    let steps = closure["next_steps"].to_string();
    assert!(steps.contains("Abschlussgespräch zur Migration") && !steps.contains("Go on with"), "{steps}");
}

#[test]
fn a_language_that_nobody_has_is_reported() {
    let world = sample();
    for (language, help) in [("dee", Some("did you mean `de`?")), ("de-AT", None), ("JA", None)] {
        counted(&world, language);
        let found = built(&world, None).findings.diagnostics;
        let found = found
            .iter()
            .find(|found| found.message == format!("neither project nor theme has the language `{language}`"));
        assert_eq!(found.and_then(|found| found.help.as_deref()), help, "{language}");
    }
}

#[test]
fn a_status_for_a_task_that_only_a_translation_has_is_a_slip() {
    let world = sample();
    let row = "| 1702        | Ende der Migration";
    changed(
        &world,
        "content/playbook/de/migration-de.md",
        row,
        &format!("| 4711 | Neu | E | FastTrack Manager | Alle Dienste |\n{row}"),
    );
    let yaml =
        sample_text("content/engagements/fabrikam.yml").replacen("\ntasks:\n", "\ntasks:\n  4711: Complete\n", 1);
    for language in ["en", "de"] {
        let yaml = format!("language: {language}\n{yaml}");
        world.write("/p/content/engagements/fabrikam.yml".as_ref(), yaml.as_bytes()).expect("it is written");
        let failed =
            built(&world, None).built.reports.into_iter().find(|one| one.id == "fabrikam").expect("it is there").failed;
        assert!(failed.is_some_and(|reason| reason.contains("the playbook has no task `4711`")), "{language}");
    }
}
