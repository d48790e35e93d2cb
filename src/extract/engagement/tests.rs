//! Engagement files and tables, and what is read from them.

mod slips;

use super::*;
use crate::config::Config;
use crate::model::{GoDecision, MigrationState};
use crate::text::Sources;

const FULL: &str = "customer: Contoso Ltd
tenant: contoso.onmicrosoft.com
services: [Exchange, OneDrive4B]
phases: [migrate]
opened: 2020-02-03
target: 2020-06-30
edition: partner
team:
  FastTrack Manager: { name: Dana Ruiz, email: dana@example.com }
  Migration Velocity Manager: Sam Okafor
summary: >
  One paragraph
  for the executive reader.
next_actions: [ { what: Confirm MX change window, owner: Customer IT, due: 2020-04-03 }, Call the customer ]
tasks:
  1330: { status: Complete, on: 2020-03-02, by: Sam Okafor, note: Pilot of 12 users, evidence: pilot-report.pdf }
  3234: In Progress
  3135: { status: In Progress, percent: 60, role: FastTrack Engineer }
  3629: { status: Not Required, reason: No pause planned, approved_by: Dana Ruiz, on: 2020-03-01 }
batches:
  - { name: Pilot, service: Exchange, planned: 2020-03-16, migrated: 2020-03-17, units: 15,
      go_no_go: { decision: go, on: 2020-03-13, by: Dana Ruiz, conditions: none } }
  - { name: Wave 1, planned: { from: 2020-04-01, to: 2020-04-03 }, state: synced with errors }
exports: [ exports/contoso/*.csv ]
issues:
  - { id: 17, title: Calendar delegates lost, batch: Pilot, opened: 2020-03-20, severity: high, owner: FE, due: 2020-03-27, resolved: 2020-03-25, resolution: Re-granted }
entitlements: { Exchange: { available: 4200, In Progress: 4000, Blocked: { count: 200, reason: Network } } }
risks: [ Holiday season, { what: Slow link, likelihood: high, impact: low } ]
decisions: [ { what: Cut over on Friday, by: Robin Vega, on: 2020-03-01 } ]
pauses: [ { from: 2020-04-01, to: 2020-04-20, reason: Change freeze } ]
lessons: [ Ask early, { what: Throttled, advice: Raise a ticket } ]
handover: [ { what: Mail flow, owner: IT, due: 2020-07-01 } ]
signoff: { by: Robin Vega, role: IT director, on: 2020-06-25 }
";

/// Reads an engagement file with its table at `status/a.csv`, if there is one.
fn read(yaml: &str, csv: Option<&str>) -> (Sources, Checked<Option<Engagement>>) {
    let mut sources = Sources::default();
    let path = |text| VirtualPath::new(text).expect("inside the root");
    let file = sources.add(path("engagements/contoso.yml"), yaml);
    if let Some(csv) = csv {
        sources.add(path("status/a.csv"), csv);
    }
    let config = Config {
        services: [("OneDrive for Business".to_owned(), vec!["OneDrive4B".to_owned()])].into(),
        ..Config::default()
    };
    let read = engagement(&sources.get(file).clone(), &Project::new(&sources, &config));
    (sources, read)
}

/// The statuses and, of the last file, the rows used, of others and rejected; below them the findings with their places.
fn shown(yaml: &str, csv: Option<&str>) -> String {
    let (sources, read) = read(yaml, csv);
    let mut lines = Vec::new();
    if let Some(engagement) = &read.value {
        let statuses = engagement.tasks.values().map(|status| {
            let percent = status.percent.as_ref().map_or(String::new(), |percent| format!(" {}%", percent.value));
            let on = status.on.as_ref().map_or(String::new(), |on| format!(" {}", on.value));
            format!("{} {}{percent}{on}", status.id.value, status.status.value.as_str())
        });
        lines.push(statuses.collect::<Vec<_>>().join(", "));
        let last = engagement.imports.last().expect("the file itself");
        lines.push(format!("{} = {} + {} + {}", last.rows, last.used, last.elsewhere, last.rejected));
    }
    for finding in &read.diagnostics {
        let span = finding.primary.as_ref().expect("every finding has a place").span;
        let at = sources.get(span.file).slice(span);
        lines.push(format!("{} <{at}> {}", finding.code, finding.message));
    }
    lines.join("\n")
}

#[test]
fn every_block_is_read() {
    let (_, read) = read(FULL, None);
    let found: Vec<&str> = read.diagnostics.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(found, ["no export at `exports/contoso/*.csv`"]);
    let engagement = read.value.expect("an engagement");
    let names = |list: &[crate::text::Spanned<String>]| list.iter().map(|name| name.value.clone()).collect::<Vec<_>>();
    assert_eq!(names(&engagement.scope.services), ["Exchange", "OneDrive for Business"]);
    assert_eq!(names(&engagement.scope.phases), ["Migrate"]);
    assert_eq!(engagement.id, "contoso");
    assert_eq!(engagement.summary.as_deref(), Some("One paragraph for the executive reader."));
    assert_eq!(engagement.team[0].email.as_deref(), Some("dana@example.com"));
    assert_eq!(engagement.team[1].name, "Sam Okafor");
    assert_eq!(engagement.next_actions[1].what, "Call the customer");
    let waiver = &engagement.tasks[&crate::model::TaskId(3629)].waiver;
    assert_eq!((waiver.missing(), waiver.approved_by.as_deref()), (vec![], Some("Dana Ruiz")));
    let go = engagement.batches[0].go_no_go.as_ref().expect("a decision");
    assert_eq!((go.decision.as_ref().map(|d| d.value), go.conditions.as_ref()), (Some(GoDecision::Go), None));
    let wave = &engagement.batches[1];
    assert_eq!(wave.planned_to.as_ref().map(|day| day.value), Some(jiff::civil::date(2020, 4, 3)));
    assert_eq!(wave.state.as_ref().map(|state| state.value.clone()), Some(MigrationState::SyncedWithErrors));
    assert_eq!(engagement.issues[0].resolution.as_deref(), Some("Re-granted"));
    let shares: Vec<_> =
        engagement.entitlements[0].shares.iter().map(|share| (share.status.as_str(), share.count)).collect();
    assert_eq!(shares, [("In Progress", 4000), ("Blocked", 200)]);
    assert_eq!(
        (engagement.risks[0].what.as_str(), engagement.risks[1].impact.as_deref()),
        ("Holiday season", Some("low"))
    );
    assert_eq!(engagement.decisions[0].by.as_deref(), Some("Robin Vega"));
    assert_eq!(engagement.pauses[0].reason.as_deref(), Some("Change freeze"));
    assert_eq!(engagement.lessons[1].advice.as_deref(), Some("Raise a ticket"));
    assert_eq!(engagement.handover[0].owner.as_deref(), Some("IT"));
    assert_eq!(engagement.signoff.and_then(|signoff| signoff.role).as_deref(), Some("IT director"));
}

#[test]
fn what_is_wrong_in_the_file_is_said_at_its_place() {
    let cases = [
        (
            "custmer: A",
            "\n0 = 0 + 0 + 0\nunknown-key <custmer> unknown key `custmer` in the engagement\ninvalid-config <custmer> the engagement has no `customer`\n\
             invalid-config <custmer> the engagement has no `services`",
        ),
        ("", "invalid-config <> an engagement without a key"),
        (
            "customer: A\nservices: [Exchange]\ntasks: { 12: Complete }",
            "\n1 = 0 + 0 + 1\ninvalid-config <12> `12` is no task id",
        ),
        (
            "customer: A\nservices: [Exchange]\ntasks: { 1330: Completed }",
            "1330 Completed\n1 = 1 + 0 + 0\nunknown-status <Completed> unknown status `Completed`",
        ),
        (
            "customer: A\nservices: [Exchange]\ntasks: { 1330: }",
            "\n1 = 0 + 0 + 1\ninvalid-config <1330> task `1330` has no status",
        ),
        (
            "customer: A\nservices: [Exchange]\ntasks: { 1330: { status: Complete, percent: 101 } }",
            "1330 Complete\n1 = 1 + 0 + 0\ninvalid-config <101> `101` is no whole number from 0 to 100",
        ),
        (
            "customer: A\nservices: [Exchange]\ntasks:\n  1330: Complete\n  1330: Warning",
            "1330 Warning\n1 = 1 + 0 + 0\ninvalid-config <1330> the key `1330` stands twice",
        ),
        (
            "customer: A\nservices: [Exchange]\ntask_status: status/b.csv",
            "\n0 = 0 + 0 + 0\nunreadable-file <status/b.csv> no table of statuses at `engagements/status/b.csv` and `status/b.csv`",
        ),
        (
            "customer: A\nservices: [Exchange]\nbatches: [ { name: X, state: syncd, go_no_go: { decision: maybe } } ]",
            "\n0 = 0 + 0 + 0\ninvalid-config <syncd> `syncd` is none of `not started`, `queued`, `preparing`, `syncing`, `synced`, \
             `synced with errors`, `completing`, `completed`, `completed with issues`, `failed`, `stopped`, `removed`\n\
             invalid-config <maybe> `maybe` is none of `go`, `no-go`, `go with conditions`",
        ),
    ];
    for (yaml, expected) in cases {
        assert_eq!(shown(yaml, None), expected, "{yaml}");
    }
}

const OURS: &str = "customer: Contoso\nservices: [Exchange]\ntenant: contoso\ntask_status: status/a.csv\n";

#[test]
fn every_row_is_used_or_of_another_or_reported() {
    let cases = [
        (
            "\u{feff}Status ; TASK ID;Percent_Complete;Updated\r\nIn Progress;1330;60 %;2020-03-02\r\nblocked - other;3234;;\r\n;;;\r\n",
            "1330 In Progress 60% 2020-03-02, 3234 Blocked-Other\n2 = 2 + 0 + 0",
        ),
        ("tenant\ttask_id\tstatus\nContoso\t1330\tComplete\nfabrikam\t1330\tWarning", "1330 Complete\n2 = 1 + 1 + 0"),
        (
            "tenant,task_id,status\nfabrikam,1330,Complete",
            "\n1 = 0 + 0 + 1\nunreadable-status-row <fabrikam> the table has no row of tenant `contoso`",
        ),
        (
            "tenant,task_id,status\nfabrikam,1330,Complete\nnorthwind,1330,Complete",
            "\n2 = 0 + 0 + 2\nunreadable-status-row <status/a.csv> the table has no row of tenant `contoso`",
        ),
        (
            "tenant,task_id,status\ncontoso,1330,Complete\nfabrikam,1,Complete\n,3234,Complete",
            "1330 Complete\n3 = 1 + 1 + 1\nunreadable-status-row <,3234,Complete> a row without a tenant",
        ),
        (
            "task_id,status\n1330,Complet\n12,Complete\n3234,\n,Complete\n3135,Complete,x\n\"3629\"x,Complete",
            "1330 Complet\n6 = 1 + 0 + 5\nunknown-status <Complet> unknown status `Complet`\nunreadable-status-row <12> `12` is no task id\n\
             unreadable-status-row <3234,> no status for task `3234`\nunreadable-status-row <,Complete> a row without a task id\n\
             unreadable-status-row <3135,Complete,x> 3 cells in a table of 2\n\
             unreadable-status-row <\"3629\"x,Complete> text after a closing quote",
        ),
        (
            "id,state\n1330,Complete",
            "\n1 = 0 + 0 + 1\nunreadable-status-row <id,state> no column `status`\nunknown-key <state> the column `state` is not used",
        ),
        (
            "task_id,status,percent,updated\n1330,Complete,150,2/3/2020",
            "1330 Complete\n1 = 1 + 0 + 0\nunreadable-status-row <150> `150` is no percentage from 0 to 100\n\
             unreadable-status-row <2/3/2020> `2/3/2020` is a date whose day and month cannot be told apart",
        ),
        (
            "task_id,status,updated\n1330,Complete,2/3/2020\n3234,Complete,3/27/2020",
            "1330 Complete 2020-02-03, 3234 Complete 2020-03-27\n2 = 2 + 0 + 0",
        ),
        (
            "task_id,status,updated\n1330,Complete,2020-03-02\n1330,In Progress,2020-03-09",
            "1330 In Progress 2020-03-09\n2 = 2 + 0 + 0\n\
             status-conflict <In Progress> task `1330` is `In Progress` here and `Complete` elsewhere",
        ),
        (
            "task_id,service,status\n1330,Exchange,In Progress\n1330,Teams,Complete",
            "1330 In Progress\n2 = 2 + 0 + 0\nstatus-conflict <In Progress> task `1330` is `In Progress` here and `Complete` elsewhere",
        ),
        (
            "Status of all tasks\nSaved;2020-03-16\n\ntask_id;status;percent;updated\n1330;In Progress;0,6;27/03/2020\n3234;Complete;1;02/03/2020 24:00\n",
            "1330 In Progress 60% 2020-03-27, 3234 Complete 100% 2020-03-03\n2 = 2 + 0 + 0",
        ),
        (
            "task_id,status,percent,updated\n1330,In Progress,\"12,5\",43901\n3234,Complete,100,2 mars 2020\n3135,Warning,1,\"Monday, March 9, 2020\"",
            "1330 In Progress 13% 2020-03-11, 3135 Warning 1% 2020-03-09, 3234 Complete 100% 2020-03-02\n3 = 3 + 0 + 0",
        ),
        (
            "task_id,status,percent\n1330,Complete,1",
            "1330 Complete\n1 = 1 + 0 + 0\nunreadable-status-row <1> `1` is 1 % or 100 %, and no other cell of the column shows which",
        ),
        (
            "task_id,status,updated,approved on\n1330,Not Required,2/3/2020,13/3/2020\n3234,Complete,4/3/2020,",
            "1330 Not Required 2020-03-02, 3234 Complete 2020-03-04\n2 = 2 + 0 + 0",
        ),
        (
            "task,name,result\n1,a,b\ntask_id,status\n1330,Complete",
            "\n3 = 0 + 0 + 3\nunreadable-status-row <task,name,result> no column `status`\n\
             unknown-key <name> the column `name` is not used\nunknown-key <result> the column `result` is not used",
        ),
        (
            "",
            "\n0 = 0 + 0 + 0\nunreadable-status-row <> no column `task_id`\nunreadable-status-row <> no column `status`",
        ),
    ];
    for (csv, expected) in cases {
        assert_eq!(shown(OURS, Some(csv)), expected, "{csv}");
    }
}

#[test]
fn the_file_wins_over_its_table_and_takes_what_it_does_not_say() {
    let yaml = format!("{OURS}tasks: {{ 1330: Complete, 3234: {{ status: In Progress, percent: 40 }} }}");
    let csv = "task_id,status,percent_complete,owner\n1330,Complete,100,Sam\n3234,Warning,,\n";
    let expected = "1330 Complete 100%, 3234 In Progress 40%\n2 = 2 + 0 + 0\n\
        status-conflict <In Progress> task `3234` is `In Progress` here and `Warning` elsewhere";
    assert_eq!(shown(&yaml, Some(csv)), expected);
    let (sources, read) = read(&yaml, Some(csv));
    let conflict = &read.diagnostics[0];
    assert_eq!(sources.path(conflict.related[0].span).as_str(), "status/a.csv");
    assert_eq!(sources.line(conflict.related[0].span), 3);
    let owner = read.value.and_then(|engagement| engagement.tasks[&crate::model::TaskId(1330)].owner.clone());
    assert_eq!(owner.as_deref(), Some("Sam"));
}

#[test]
fn without_a_tenant_a_table_of_several_cannot_be_used() {
    let yaml = "customer: A\nservices: [Exchange]\ntask_status: status/a.csv";
    let expected =
        "\n2 = 0 + 0 + 2\ninvalid-config <status/a.csv> the table serves several tenants and the engagement names none";
    assert_eq!(shown(yaml, Some("tenant,task_id,status\nx,1330,Complete\ny,1330,Complete")), expected);
    assert_eq!(shown(yaml, Some("tenant,task_id,status\nx,1330,Complete")), "1330 Complete\n1 = 1 + 0 + 0");
}

#[test]
fn a_table_is_looked_for_beside_the_file_and_then_in_the_project() {
    let (sources, _) = read("customer: A\nservices: [Exchange]\ntask_status: ../status/a.csv", None);
    let file = sources.iter().next().expect("the engagement");
    assert_eq!(tables(file).iter().map(VirtualPath::as_str).collect::<Vec<_>>(), ["status/a.csv"]);
    let (sources, _) = read(OURS, None);
    let file = sources.iter().next().expect("the engagement");
    assert_eq!(
        tables(file).iter().map(VirtualPath::as_str).collect::<Vec<_>>(),
        ["engagements/status/a.csv", "status/a.csv"]
    );
}
