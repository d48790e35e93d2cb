//! Units count once, whatever number of files, batches and counts tell of them; shares; and what was known on an earlier day.

use serde_json::{Value, json};

use crate::world::{built, files, playbook_with, sample, twin};

/// The status report of an engagement of Exchange and OneDrive with an export `x.csv`.
fn status(engagement: &str, export: &str) -> Value {
    let head = "customer: X\nservices: [Exchange, OneDrive for Business]\nexports: [x.csv]\n";
    let engagement = (head.to_owned() + engagement).into_bytes();
    let world = playbook_with(&[("x.yml", engagement), ("x.csv", export.as_bytes().to_vec())]);
    twin(&files(&built(&world, None)), "reports/x/status.json")
}

/// Total, then the five stages.
fn units(bar: &Value) -> [u64; 6] {
    ["total", "completed", "in_flight", "failed", "not_started", "unknown"]
        .map(|key| bar[key].as_u64().expect("a count"))
}

/// Each batch with its units, and those of them that are moved.
fn batches(status: &Value) -> Value {
    let batches = status["batches"].as_array().expect("a list").iter();
    batches.map(|batch| json!([batch["name"], batch["service"], batch["units"], batch["completed"]])).collect()
}

const USERS: &str = "Identity,Status,BatchId,LastSuccessfulSyncTime\n";

/// Mailboxes of a batch in a state.
fn rows(count: usize, batch: &str, state: &str) -> String {
    (0..count).map(|n| format!("{batch}{state}{n}@x.example,{state},{batch},2020-02-03 10:00\n")).collect()
}

#[test]
fn two_services_may_have_a_batch_of_one_name() {
    let engagement = "batches:\n  - { name: Pilot, service: Exchange, units: 2 }\n  - { name: Pilot, service: OneDrive for Business, units: 1, state: not started }\n";
    let status = status(engagement, &(USERS.to_owned() + &rows(2, "Pilot", "Completed")));
    assert_eq!(units(&status["migration"]["units"]), [3, 2, 0, 0, 1, 0]);
    assert_eq!(batches(&status), json!([["Pilot", "Exchange", 2, 2], ["Pilot", "OneDrive for Business", 1, 0]]));
}

#[test]
fn a_batch_without_a_service_takes_what_no_other_of_its_name_is_for() {
    let one = "batches:\n  - { name: pilot, units: 2 }\n";
    let found = status(one, &(USERS.to_owned() + &rows(2, "Pilot", "Completed")));
    assert_eq!(batches(&found), json!([["pilot", "Exchange", 2, 2]]));
    // Beside one of a service, a batch of its name without one is a slip; see `sound`.
    let two = "batches:\n  - { name: Pilot, service: SharePoint, units: 5, state: not started }\n  - { name: Pilot, service: Exchange }\n";
    let found = status(two, &(USERS.to_owned() + &rows(2, "Pilot", "Completed")));
    assert_eq!(batches(&found), json!([["Pilot", "SharePoint", 5, 0], ["Pilot", "Exchange", 2, 2]]));
    // Another service has a batch of the name that only the export knows.
    let other = "batches:\n  - { name: Pilot, service: OneDrive for Business, units: 1, state: not started }\n";
    let found = status(other, &(USERS.to_owned() + &rows(2, "Pilot", "Completed")));
    assert_eq!(batches(&found), json!([["Pilot", "OneDrive for Business", 1, 0], ["Pilot", "Exchange", 2, 2]]));
}

#[test]
fn units_of_no_batch_are_among_those_that_batches_declare() {
    let of = |first: u32, second: u32, loose: &str| {
        let engagement = format!(
            "batches:\n  - {{ name: P1, service: Exchange, units: {first}, planned: 2020-04-01 }}\n  \
             - {{ name: P2, service: Exchange, units: {second}, planned: 2020-05-01 }}\n"
        );
        status(&engagement, &(USERS.to_owned() + loose))
    };
    let found = of(100, 100, &rows(7, "", "Completed"));
    assert_eq!(units(&found["migration"]["units"]), [200, 7, 0, 0, 193, 0]);
    assert_eq!(units(&found["migration"]["workloads"][0]["units"]), [200, 7, 0, 0, 193, 0]);
    let loose: Vec<u64> =
        found["batches"].as_array().expect("a list").iter().filter_map(|one| one["loose"].as_u64()).collect();
    assert_eq!(loose, [0, 0, 7]);
    let failed = of(100, 100, &(rows(4, "", "Failed") + &rows(3, "", "Syncing")));
    assert_eq!(units(&failed["migration"]["units"]), [200, 0, 3, 4, 193, 0]);
    // More than the batches have room for: the rest counts by itself.
    let more = of(2, 3, &rows(7, "", "Completed"));
    assert_eq!(units(&more["migration"]["units"]), [7, 7, 0, 0, 0, 0]);
    // Without declared units there is nothing that they could be among.
    let bare = status(
        "batches: [ { name: P1, service: Exchange }, { name: P2, service: Exchange } ]\n",
        &(USERS.to_owned() + &rows(7, "", "Completed")),
    );
    assert_eq!(units(&bare["migration"]["units"]), [7, 7, 0, 0, 0, 0]);
    // One batch of their service that nothing else is known of takes them in.
    let adopted = status(
        "batches: [ { name: P1, service: Exchange, units: 9 } ]\n",
        &(USERS.to_owned() + &rows(7, "", "Syncing")),
    );
    assert_eq!(batches(&adopted), json!([["P1", "Exchange", 9, 0]]));
    assert_eq!(units(&adopted["migration"]["units"]), [9, 0, 9, 0, 0, 0]);
}

#[test]
fn the_counts_of_a_tool_are_never_more_than_its_total() {
    let of = |counts: &str| {
        let header = "Identity,Status,MigrationType,TotalCount,ActiveCount,SyncedCount,FinalizedCount,FailedCount,StoppedCount,PendingCount\n";
        let found = status("batches: [ { name: P, service: Exchange } ]\n", &format!("{header}P,{counts}\n"));
        units(&found["migration"]["units"])
    };
    // Finalized units may be counted among the synced ones.
    assert_eq!(of("Completed,ExchangeRemoteMove,24,0,24,24,0,0,0"), [24, 24, 0, 0, 0, 0]);
    assert_eq!(of("Syncing,ExchangeRemoteMove,24,2,14,10,0,0,0"), [24, 10, 14, 0, 0, 0]);
    // Where all counts fit the total, they are apart.
    assert_eq!(of("Syncing,ExchangeRemoteMove,24,0,14,10,0,0,0"), [24, 10, 14, 0, 0, 0]);
    assert_eq!(of("Syncing,ExchangeRemoteMove,24,1,2,3,4,5,6"), [24, 3, 6, 9, 6, 0]);
    assert_eq!(of("Syncing,ExchangeRemoteMove,10,0,0,12,3,0,0"), [10, 10, 0, 0, 0, 0]);
    assert_eq!(of("Syncing,ExchangeRemoteMove,10,0,0,8,3,0,4"), [10, 8, 0, 2, 0, 0]);
}

#[test]
fn a_batch_that_people_took_out_is_out_whatever_a_tool_says() {
    let engagement = "batches: [ { name: P, service: Exchange, units: 9, state: removed } ]\n";
    let found = status(
        engagement,
        &(USERS.to_owned() + &rows(2, "P", "Completed") + &rows(3, "P", "Failed") + &rows(1, "P", "Syncing")),
    );
    assert_eq!(found["batches"][0]["state"], "removed");
    assert_eq!(units(&found["migration"]["units"]), [2, 2, 0, 0, 0, 0]);
    let stopped =
        "Identity,Status,MigrationType,TotalCount,FinalizedCount,StoppedCount\nP,Stopped,ExchangeRemoteMove,9,2,7\n";
    let found = status(engagement, stopped);
    assert_eq!(
        (&found["batches"][0]["state"], units(&found["migration"]["units"])),
        (&"removed".into(), [2, 2, 0, 0, 0, 0])
    );
}

#[test]
fn named_units_are_never_fewer_than_they_are() {
    let found = status(
        "batches: [ { name: P, service: Exchange, units: 3 } ]\n",
        &(USERS.to_owned() + &rows(5, "P", "Completed")),
    );
    assert_eq!(units(&found["migration"]["units"]), [5, 5, 0, 0, 0, 0]);
    let fewer = status(
        "batches: [ { name: P, service: Exchange, units: 8 } ]\n",
        &(USERS.to_owned() + &rows(5, "P", "Completed")),
    );
    assert_eq!(units(&fewer["migration"]["units"]), [8, 5, 0, 0, 0, 3]);
    let failing = status(
        "batches: [ { name: P, service: Exchange, units: 8 } ]\n",
        &(USERS.to_owned() + &rows(5, "P", "Failed")),
    );
    assert_eq!(units(&failing["migration"]["units"]), [8, 0, 0, 8, 0, 0]);
}

#[test]
fn a_share_is_a_hundred_percent_only_of_the_whole() {
    let share = |done: usize, open: usize| {
        let found = status("", &(USERS.to_owned() + &rows(done, "P", "Completed") + &rows(open, "P", "Syncing")));
        let bar = &found["migration"]["units"];
        (bar["percent"].as_u64(), bar["percent_text"].as_str().expect("a text").to_owned())
    };
    assert_eq!(share(999, 1), (Some(99), "99%".to_owned()));
    assert_eq!(share(1000, 0), (Some(100), "100%".to_owned()));
    assert_eq!(share(1, 999), (Some(0), "<1%".to_owned()));
    assert_eq!(share(0, 9), (Some(0), "0%".to_owned()));
    assert_eq!(share(2, 1), (Some(67), "67%".to_owned()));
}

#[test]
fn on_an_earlier_day_nothing_has_happened_yet() {
    let world = sample();
    let text = |path: &str| crate::world::sample_text(path);
    let settings = text("waybook.yml");
    assert!(settings.contains("as_of: 2020-03-16"), "{settings}");
    use waybook::system::System;
    let earlier = settings.replacen("as_of: 2020-03-16", "as_of: 2020-01-20", 1);
    world.write("/p/waybook.yml".as_ref(), earlier.as_bytes()).expect("it is written");
    let made = files(&built(&world, None));
    for id in ["contoso", "fabrikam", "tailspin"] {
        let status = twin(&made, &format!("reports/{id}/status.json"));
        let moved = status["migration"]["units"]["completed"].as_u64().expect("a count");
        let batches = status["batches"].as_array().expect("a list");
        let ahead = |batch: &&Value| batch["planned"]["iso"].as_str().is_some_and(|day| day > "2020-01-20");
        assert!(batches.iter().filter(ahead).all(|batch| batch["completed"] == 0), "{id}: {batches:#?}");
        assert_eq!(
            moved,
            batches.iter().map(|batch| batch["completed"].as_u64().expect("a count")).sum::<u64>(),
            "{id}"
        );
        let issues = status["issues"].as_array().expect("a list").iter();
        assert!(
            issues.clone().all(|issue| issue["opened"]["iso"].as_str().is_none_or(|day| day <= "2020-01-20")),
            "{id}"
        );
        let weeks = status["migration"]["weeks"].as_array().expect("a list");
        assert_eq!(weeks.iter().map(|week| week["units"].as_u64().expect("a count")).sum::<u64>(), moved, "{id}");
        assert_eq!(status["ready_to_close"], false, "{id}");
    }
    let contoso = twin(&made, "reports/contoso/status.json");
    assert_eq!(contoso["migration"]["units"]["completed"], 0);
}

#[test]
fn a_report_for_an_earlier_day_keeps_the_later_ones_and_compares_with_the_one_before() {
    use waybook::system::System;
    let engagement =
        b"customer: X\nservices: [Exchange]\ntasks: { 1126: { status: Complete, on: 2020-03-12 } }\n".to_vec();
    let world = playbook_with(&[("x.yml", engagement)]);
    let settings = crate::world::sample_text("waybook.yml");
    let on = |day: &str| {
        let dated = settings.replacen("as_of: 2020-03-16", &format!("as_of: {day}"), 1);
        world.write("/p/waybook.yml".as_ref(), dated.as_bytes()).expect("it is written");
        let made = files(&built(&world, None));
        let bytes = &made["reports/x/status.json"];
        world.write("/p/content/engagements/earlier/x.json".as_ref(), bytes).expect("it is written");
        twin(&made, "reports/x/status.json")
    };
    let days = |status: &Value| {
        let history = status["history"].as_array().expect("a list").iter();
        history.map(|one| one["as_of"].as_str().expect("a day").to_owned()).collect::<Vec<_>>()
    };
    let first = on("2020-03-09");
    assert_eq!((days(&first), &first["delta"]), (Vec::new(), &Value::Null));
    let last = on("2020-03-16");
    assert_eq!((days(&last), &last["delta"]["since"]["iso"]), (vec!["2020-03-09".to_owned()], &"2020-03-09".into()));
    assert_eq!(last["delta"]["newly_done"][0]["id"], 1126);
    let between = on("2020-03-11");
    assert_eq!(days(&between), ["2020-03-16", "2020-03-09"]);
    assert_eq!(
        (&between["delta"]["since"]["iso"], &between["delta"]["newly_done"]),
        (&"2020-03-09".into(), &json!([]))
    );
    let again = on("2020-03-16");
    assert_eq!(days(&again), ["2020-03-11", "2020-03-09"]);
    assert_eq!((&again["delta"]["since"]["iso"], &again["header"]["number"]), (&"2020-03-11".into(), &3.into()));
}
