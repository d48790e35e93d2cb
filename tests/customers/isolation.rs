//! A marker in every field of a customer, in its tables and exports too, is in no file of another, in no shape.

use waybook::system::Memory;

use crate::world::{all_shapes, playbook_with};

/// An engagement with a marker in every field that takes words.
fn engagement(mark: &str, id: &str) -> String {
    format!(
        "customer: {mark} Ltd\ntenant: {mark}.example.com\nservices: [Exchange, {mark}]\nopened: 2020-01-06\n\
         health: {{ override: amber, by: {mark}, reason: {mark} }}\nobjectives: [ {{ what: {mark}, result: {mark} }} ]\n\
         team: {{ {mark}: {{ name: {mark}, email: {mark}@example.com }} }}\nsummary: {mark}\n\
         next_actions: [ {{ what: {mark}, owner: {mark}, due: 2020-03-01 }} ]\n\
         task_status: status.csv\n\
         tasks: {{ 1871: {{ status: Blocked-Other, by: {mark}, owner: {mark}, note: {mark}, evidence: {mark} }},\n  \
         2323: {{ status: Cancelled, reason: {mark}, approved_by: {mark}, on: 2020-03-01 }} }}\n\
         batches: [ {{ name: {mark}, service: {mark}, migrated: 2020-03-02, units: 5, note: {mark}, \
         go_no_go: {{ decision: go, by: {mark}, conditions: {mark} }} }} ]\n\
         exports: [ exports/{id}.csv ]\n\
         dispositions: {{ \"{mark}-1@example.com\": {{ decision: accepted, by: {mark}, reason: {mark} }} }}\n\
         issues: [ {{ id: {mark}, title: {mark}, batch: {mark}, severity: {mark}, owner: {mark}, resolution: {mark} }} ]\n\
         risks: [ {{ what: {mark}, likelihood: {mark}, impact: {mark}, mitigation: {mark}, owner: {mark} }} ]\n\
         decisions: [ {{ what: {mark}, by: {mark}, reason: {mark} }} ]\npauses: [ {{ from: 2020-02-01, reason: {mark} }} ]\n\
         lessons: [ {{ what: {mark}, advice: {mark} }} ]\nhandover: [ {{ what: {mark}, owner: {mark} }} ]\n\
         cleanup: [ {{ what: {mark}, by: {mark}, evidence: {mark} }} ]\ndata_handling: {mark}\n\
         signoff: {{ by: {mark}, role: {mark}, on: 2020-03-13 }}\n"
    )
}

fn export(mark: &str) -> String {
    format!(
        "Identity,BatchId,Status,SkippedItemCount,Error,LastSuccessfulSyncTime\n\
         {mark}-1@example.com,{mark},Failed,3,{mark} was lost,2020-03-02 18:00:00\n\
         {mark}-2@example.com,{mark},{mark}State,0,,2020-03-02 18:00:00\n"
    )
}

fn world() -> Memory {
    let table = "tenant,task_id,status,owner,updated,note\n\
                 QQONE.example.com,1126,Warning,QQONE,2020-03-02,QQONE\n\
                 QQTWO.example.com,1126,Warning,QQTWO,2020-03-02,QQTWO\n";
    let file = |text: String| text.into_bytes();
    playbook_with(&[
        ("one.yml", file(engagement("QQONE", "one"))),
        ("two.yml", file(engagement("QQTWO", "two"))),
        ("status.csv", file(table.to_owned())),
        ("exports/one.csv", file(export("QQONE"))),
        ("exports/two.csv", file(export("QQTWO"))),
    ])
}

#[test]
fn nothing_of_one_customer_is_in_a_file_of_another() {
    let world = world();
    let all = all_shapes(&world);
    for (own, own_mark, other) in [("one", "QQONE", "QQTWO"), ("two", "QQTWO", "QQONE")] {
        let inside: Vec<_> = all.iter().filter(|(path, _)| path.contains(&format!("/{own}/"))).collect();
        assert!(inside.len() > 40, "{}", inside.len());
        for (path, text) in &inside {
            let (path, text) = (path.to_lowercase(), text.to_lowercase());
            assert!(!text.contains(&other.to_lowercase()) && !path.contains(&other.to_lowercase()), "{path}");
        }
        // The marker is there where it belongs, or the test would hold nothing.
        let status = &all[&format!("reports/{own}/status.html")];
        for words in [format!("{own_mark} was lost"), format!("{own_mark}-2@example.com"), format!("{own_mark}State")] {
            assert!(status.contains(&words), "{words}");
        }
    }
}
