//! What is taken back from an engagement for a day before its last.

use super::*;
use crate::model::{
    Amount, Attempt, Decision, Disposition, ExportImport, FtopStatus, GoNoGo, Import, Issue, Pause, Settlement, TaskId,
    Waiver,
};
use crate::text::Span;

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn at<T>(value: T) -> Spanned<T> {
    Spanned::new(value, Span::start_of(FileId(0)))
}

fn on(text: &str) -> Option<Spanned<Date>> {
    (!text.is_empty()).then(|| at(day(text)))
}

/// The file of exports; the engagement itself is file 0.
const EXPORT: FileId = FileId(7);

fn import(latest: &str) -> ExportImport {
    ExportImport {
        file: EXPORT,
        format: String::new(),
        lists_failures: false,
        rows: 1,
        used: 1,
        overruled: 0,
        rejected: 0,
        reasons: BTreeMap::new(),
        unread: BTreeMap::new(),
        latest: Some(day(latest)),
    }
}

fn unit(state: MigrationState, started: &str, finished: &str) -> Unit {
    let date = |text: &str| (!text.is_empty()).then(|| day(text));
    Unit {
        identity: "a@x.example".into(),
        group: Group { service: Some("Exchange".into()), batch: Some("P".into()) }.into(),
        status: Arc::new(ToolStatus { state, word: "word".to_owned() }),
        items: Amounts { total: Amount::of(9), done: Amount::of(8), failed: Amount::of(1), skipped: Amount::of(0) },
        bytes: Amounts::default(),
        days: UnitDays { started: date(started), finished: date(finished), synced: None },
        more: None,
        span: Span::start_of(EXPORT),
    }
}

/// The unit as it was known by 1 February of an engagement whose export speaks of days up to 1 March.
fn by_february(unit: Unit, change: impl Fn(&mut Engagement)) -> Unit {
    let mut engagement = Engagement::new(FileId(0), "x", "X");
    engagement.exports.units = vec![unit];
    engagement.exports.imports = vec![import("2020-03-01")];
    change(&mut engagement);
    assert!(has_later(&engagement, day("2020-02-01")));
    known_by(engagement, day("2020-02-01")).exports.units.remove(0)
}

fn batch(planned: &str, migrated: &str, state: Option<MigrationState>) -> Batch {
    Batch {
        name: at("p".to_owned()),
        service: Some(at("exchange".to_owned())),
        planned: on(planned),
        planned_to: None,
        migrated: on(migrated),
        units: Some(1),
        state: state.map(at),
        go_no_go: None,
        note: None,
        span: Span::start_of(FileId(0)),
    }
}

#[test]
fn where_a_unit_stood_is_said_by_its_days_else_by_that_of_its_export() {
    use MigrationState::{Completed, NotStarted, Unknown};
    let nobody_knows = || Unknown(String::new());
    let cases = [
        ("2020-01-20", "2020-02-01", Completed),
        ("2020-01-20", "2020-02-02", nobody_knows()),
        ("2020-02-02", "2020-02-03", NotStarted),
        ("", "2020-02-02", nobody_knows()),
        ("", "", nobody_knows()),
    ];
    for (started, finished, expected) in cases {
        let found = by_february(unit(Completed, started, finished), |_| {});
        assert_eq!(*found.state(), expected, "{started} {finished}");
        assert!(found.days.latest().is_none_or(|latest| latest <= day("2020-02-01")));
    }
    let mut engagement = Engagement::new(FileId(0), "x", "X");
    engagement.exports.units = vec![unit(Completed, "", "")];
    engagement.exports.imports = vec![import("2020-02-01")];
    assert!(!has_later(&engagement, day("2020-02-01")));
}

#[test]
fn a_unit_of_a_batch_that_is_still_to_come_had_not_started() {
    let later = || unit(MigrationState::Completed, "", "2020-02-20");
    for (planned, migrated, expected) in [
        ("2020-02-02", "", MigrationState::NotStarted),
        ("", "2020-02-02", MigrationState::NotStarted),
        ("2020-02-01", "", MigrationState::Unknown(String::new())),
    ] {
        let found = by_february(later(), |engagement| engagement.batches = vec![batch(planned, migrated, None)]);
        assert_eq!(*found.state(), expected, "{planned} {migrated}");
    }
    let other = by_february(later(), |engagement| {
        let service = Some(at("SharePoint".to_owned()));
        engagement.batches = vec![Batch { service, ..batch("2020-02-02", "", None) }];
    });
    assert_eq!(*other.state(), MigrationState::Unknown(String::new()));
}

#[test]
fn a_unit_of_which_nothing_has_a_date_counts_unless_its_batch_was_migrated_later() {
    let state = |planned: &str, migrated: &str| {
        let mut engagement = Engagement::new(FileId(0), "x", "X");
        engagement.exports.units = vec![unit(MigrationState::Completed, "", "")];
        engagement.batches = vec![batch(planned, migrated, None)];
        known_by(engagement, day("2020-02-01")).exports.units[0].state().clone()
    };
    assert_eq!(state("2020-02-20", ""), MigrationState::Completed);
    assert_eq!(state("2020-01-20", "2020-02-01"), MigrationState::Completed);
    assert_eq!(state("2020-01-20", "2020-02-02"), MigrationState::NotStarted);
}

#[test]
fn an_earlier_row_says_where_a_unit_stood() {
    let attempt = |batch: &str, state: MigrationState, on: &str| Attempt {
        batch: Some(batch.into()),
        status: Arc::new(ToolStatus { state, word: String::new() }),
        on: Some(day(on)),
        span: Span::start_of(EXPORT),
    };
    let mut unit = unit(MigrationState::Completed, "2020-01-10", "2020-02-20");
    unit.more().history = vec![
        attempt("First", MigrationState::Queued, "2020-01-10"),
        attempt("Second", MigrationState::Syncing, "2020-01-31"),
        attempt("Third", MigrationState::Synced, "2020-02-02"),
    ];
    let found = by_february(unit, |_| {});
    assert_eq!((found.state(), found.batch().map(AsRef::as_ref)), (&MigrationState::Syncing, Some("Second")));
    assert_eq!(found.history().len(), 1);
}

#[test]
fn what_a_later_row_counts_is_not_known_yet() {
    let mut later = unit(MigrationState::Completed, "", "2020-02-20");
    later.more().left_behind.push((crate::model::LeftBehind::Large, 3));
    let found = by_february(later, |_| {});
    assert_eq!((found.items.total.get(), found.items.done.get(), found.left_in_all()), (Some(9), None, 0));
    let earlier = by_february(unit(MigrationState::Completed, "", "2020-01-20"), |_| {});
    assert_eq!((earlier.items.done.get(), earlier.left_in_all()), (Some(8), 1));
}

#[test]
fn a_batch_is_not_over_before_its_day() {
    use MigrationState::{Completed, Syncing};
    let of = |own: Batch| {
        let mut engagement = Engagement::new(FileId(0), "x", "X");
        engagement.batches = vec![own];
        let batch = known_by(engagement, day("2020-02-01")).batches.remove(0);
        let date = |date: Option<Spanned<Date>>| date.map(|date| date.value.to_string()).unwrap_or_default();
        (batch.state.map(|state| state.value), date(batch.planned), date(batch.migrated))
    };
    let text = |planned: &str, migrated: &str| (planned.to_owned(), migrated.to_owned());
    let cases = [
        (batch("2020-01-31", "2020-02-01", Some(Completed)), Some(Completed), text("2020-01-31", "2020-02-01")),
        (batch("2020-01-31", "2020-02-02", Some(Completed)), None, text("2020-01-31", "")),
        (batch("", "2020-02-02", None), None, text("2020-02-02", "")),
        (batch("2020-02-02", "", Some(Completed)), Some(Completed), text("2020-02-02", "")),
        (batch("2020-02-02", "", Some(Syncing)), Some(Syncing), text("2020-02-02", "")),
        (batch("", "", Some(Completed)), Some(Completed), text("", "")),
    ];
    for (own, state, (planned, migrated)) in cases {
        assert_eq!(of(own), (state, planned, migrated));
    }
}

#[test]
fn a_tools_word_on_a_batch_holds_from_its_own_day() {
    let facts = |created: &str, finished: &str| BatchFacts {
        name: "P".to_owned(),
        service: None,
        status: Arc::new(ToolStatus { state: MigrationState::Completed, word: String::new() }),
        counts: BatchCounts { total: Amount::of(24), finalized: Amount::of(24), ..BatchCounts::default() },
        created: Some(day(created)),
        days: UnitDays { finished: Some(day(finished)), ..UnitDays::default() },
        complete_after: None,
        span: Span::start_of(EXPORT),
    };
    use MigrationState::{Completed, NotStarted, Unknown};
    let cases = [
        ("2020-01-10", "2020-02-01", Completed, Some(24)),
        ("2020-01-10", "2020-02-02", Unknown(String::new()), None),
        ("2020-02-02", "2020-02-20", NotStarted, None),
    ];
    for (created, finished, state, done) in cases {
        let mut engagement = Engagement::new(FileId(0), "x", "X");
        engagement.exports.batches = vec![facts(created, finished)];
        engagement.exports.imports = vec![import("2020-03-01")];
        let found = known_by(engagement, day("2020-02-01")).exports.batches.remove(0);
        assert_eq!((found.status.state.clone(), found.counts.finalized.get()), (state, done), "{created} {finished}");
        assert_eq!(found.counts.total.get(), Some(24));
    }
}

/// An engagement in which every fact is of one day.
fn dated(date: &str) -> Engagement {
    let mut engagement = Engagement::new(FileId(0), "x", "X");
    let mut status = TaskStatus::new(at(TaskId(1001)), at(FtopStatus::Complete));
    status.on = on(date);
    engagement.tasks.insert(TaskId(1001), status);
    let mut waived = TaskStatus::new(at(TaskId(1002)), at(FtopStatus::parse("Not Required")));
    waived.waiver = Waiver { reason: Some("x".to_owned()), approved_by: Some("y".to_owned()), on: on(date) };
    engagement.tasks.insert(TaskId(1002), waived);
    engagement.decisions = vec![Decision { what: "x".to_owned(), by: None, on: on(date), reason: None }];
    engagement.pauses = vec![
        Pause { from: on(date), to: None, reason: None },
        Pause { from: on("2020-01-01"), to: on(date), reason: None },
    ];
    let disposition = Disposition {
        unit: at("a@x.example".to_owned()),
        decision: Settlement::Accepted,
        by: None,
        on: on(date),
        reason: None,
    };
    let mut unit = unit(MigrationState::Failed, "", "2020-01-20");
    unit.more().disposition = Some(Box::new(disposition.clone()));
    engagement.exports.units = vec![unit];
    engagement.dispositions = vec![disposition];
    engagement.batches = vec![Batch {
        go_no_go: Some(GoNoGo { decision: None, on: on(date), by: None, conditions: None }),
        ..batch("", "", None)
    }];
    let issue = |opened: &str, resolved: &str| Issue {
        id: None,
        title: "x".to_owned(),
        batch: None,
        opened: on(opened),
        severity: None,
        owner: None,
        due: None,
        resolved: on(resolved),
        resolution: None,
        span: Span::start_of(FileId(0)),
    };
    engagement.issues = vec![issue(date, ""), issue("2020-01-01", date), issue("", "")];
    engagement
}

#[test]
fn facts_of_the_day_are_known_and_those_of_the_next_are_not() {
    let counted = |date: &str| {
        let engagement = dated(date);
        assert_eq!(has_later(&engagement, day("2020-02-01")), date == "2020-02-02");
        let known = known_by(engagement, day("2020-02-01"));
        let unit = &known.exports.units[0];
        (
            (
                known.tasks.len(),
                known.tasks[&TaskId(1002)].waiver.on.is_some(),
                known.decisions.len(),
                known.dispositions.len(),
            ),
            (unit.disposition().is_some(), known.batches[0].go_no_go.is_some()),
            (known.issues.len(), known.issues.iter().filter(|issue| issue.resolved.is_some()).count()),
            (known.pauses.len(), known.pauses.iter().filter(|pause| pause.to.is_some()).count()),
        )
    };
    assert_eq!(counted("2020-02-01"), ((2, true, 1, 1), (true, true), (3, 1), (2, 1)));
    assert_eq!(counted("2020-02-02"), ((1, false, 0, 0), (false, false), (2, 0), (1, 0)));
}

#[test]
fn a_status_without_a_day_is_as_old_as_its_table_and_always_counts_in_the_engagement_file() {
    let known = |file: FileId, latest: &str| {
        let mut engagement = Engagement::new(FileId(0), "x", "X");
        let span = Span::start_of(file);
        let status = TaskStatus::new(Spanned::new(TaskId(1001), span), Spanned::new(FtopStatus::Complete, span));
        engagement.tasks.insert(TaskId(1001), status);
        let import =
            Import { file, rows: 1, used: 1, elsewhere: 0, rejected: 0, latest: Some(day(latest)), unusable: false };
        engagement.imports = vec![import];
        known_by(engagement, day("2020-02-01")).tasks.len()
    };
    assert_eq!(
        (known(FileId(5), "2020-02-01"), known(FileId(5), "2020-02-02"), known(FileId(0), "2020-02-02")),
        (1, 0, 1)
    );
}
