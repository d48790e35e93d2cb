//! Tables that several reports have: tasks, batches, units, issues, actions, decisions, sources, definitions.

use super::cell::{Cell, flag, percent, share, whole};
use super::table::{Column, Table, Tone, column};
use crate::render::html::Texts;
use crate::view::status_report::{
    ActionLine, BatchLine, DecisionLine, Definition, IssueLine, Member, PauseLine, SourceLine, TaskLine, UnitLine,
    WorkloadRow,
};

/// The words of a workbook's language.
#[derive(Clone, Copy)]
pub(super) struct Words<'t>(pub(super) &'t Texts);

impl<'t> Words<'t> {
    /// A fixed text.
    pub(super) fn say(self, key: &'t str) -> &'t str {
        self.0.get(key)
    }

    /// A column under a fixed text.
    pub(super) fn column(self, key: &str) -> Column {
        column(self.0.get(key))
    }

    /// Codes as words with how they stand out.
    pub(super) fn toned(self, kind: &str, codes: &[(&str, Tone)]) -> Vec<(String, Tone)> {
        let word = |(code, tone): &(&str, Tone)| (self.0.get(&format!("report_{kind}_{code}")).to_owned(), *tone);
        codes.iter().map(word).collect()
    }

    /// Red, amber, green.
    pub(super) fn health(self) -> Vec<(String, Tone)> {
        let codes = [("red", Tone::Bad), ("amber", Tone::Wait), ("green", Tone::Good), ("no_data", Tone::Quiet)];
        self.toned("health", &codes)
    }

    /// States of tasks.
    pub(super) fn task(self) -> Vec<(String, Tone)> {
        let codes = [("done", Tone::Good), ("open", Tone::Wait), ("waived", Tone::Quiet), ("no_data", Tone::Quiet)];
        self.toned("task", &codes)
    }

    /// States of migrations.
    pub(super) fn state(self) -> Vec<(String, Tone)> {
        use Tone::{Bad, Good, Quiet, Wait};
        let codes = [("completed", Good), ("completed_with_issues", Wait), ("failed", Bad), ("stopped", Bad)];
        let under_way = ["queued", "preparing", "syncing", "synced", "synced_with_errors", "completing"];
        let mut words = self.toned("state", &codes);
        words.extend(self.toned("state", &under_way.map(|code| (code, Wait))));
        words.extend(self.toned("state", &[("unknown", Quiet), ("no_data", Quiet), ("removed", Quiet)]));
        words
    }

    /// A word that is bad wherever it stands.
    pub(super) fn bad(self, key: &str) -> Vec<(String, Tone)> {
        vec![(self.0.get(key).to_owned(), Tone::Bad)]
    }
}

pub(super) fn tasks<'v>(words: Words<'_>, title: &str, lines: impl IntoIterator<Item = &'v TaskLine>) -> Table<'v> {
    let mandatory = words.say("report_yes").to_owned();
    let columns = vec![
        words.column("report_id"),
        words.column("report_task"),
        words.column("report_phase"),
        words.column("report_process"),
        words.column("report_mandatory_short"),
        words.column("report_state").toned(words.task()),
        words.column("report_status"),
        words.column("report_complete_share").barred(),
        words.column("report_since"),
        words.column("report_done_by"),
        words.column("report_owner"),
        words.column("report_note"),
        words.column("report_evidence"),
        words.column("report_reason_risk"),
        words.column("report_approver"),
        words.column("report_approved_on"),
        words.column("report_source"),
    ];
    let row = move |task: &'v TaskLine| {
        let waiver = task.waiver.as_ref();
        vec![
            Cell::Whole(f64::from(task.id)),
            (&task.name).into(),
            (&task.phase).into(),
            (&task.process).into(),
            if task.mandatory { mandatory.clone().into() } else { Cell::Empty },
            (&task.label).into(),
            (&task.ftop).into(),
            percent(task.percent.map(u32::from)),
            (&task.on).into(),
            (&task.by).into(),
            (&task.owner).into(),
            (&task.note).into(),
            (&task.evidence).into(),
            waiver.map_or(Cell::Empty, |waiver| (&waiver.reason).into()),
            waiver.map_or(Cell::Empty, |waiver| (&waiver.approved_by).into()),
            waiver.map_or(Cell::Empty, |waiver| (&waiver.on).into()),
            (&task.source).into(),
        ]
    };
    Table::new(title, "Tasks", columns).with(lines.into_iter().map(row))
}

/// Units by workload; the five stages stand in the columns from the third on.
pub(super) fn workloads<'v>(words: Words<'_>, rows: &'v [WorkloadRow]) -> Table<'v> {
    let mut columns = vec![words.column("report_workload"), words.column("report_units")];
    let stages = ["completed", "in_flight", "failed", "not_started", "unknown"];
    columns.extend(stages.map(|stage| words.column(&format!("report_stage_{stage}"))));
    columns.extend([words.column("report_progress").barred(), words.column("report_size_bytes")]);
    columns.extend([words.column("report_moved_bytes"), words.column("report_sized_units")]);
    let row = |row: &'v WorkloadRow| {
        let units = &row.units;
        let bytes = row.bytes.as_ref();
        vec![
            (&row.name).into(),
            whole(units.total),
            whole(units.completed),
            whole(units.in_flight),
            whole(units.failed),
            whole(units.not_started),
            whole(units.unknown),
            share(units.share()),
            bytes.map_or(Cell::Empty, |bytes| whole(bytes.total)),
            bytes.map_or(Cell::Empty, |bytes| whole(bytes.completed)),
            bytes.map_or(Cell::Empty, |bytes| whole(bytes.known_of.unwrap_or(units.total))),
        ]
    };
    Table::new(words.say("report_workloads"), "Workloads", columns).with(rows.iter().map(row))
}

pub(super) fn batches<'v>(words: Words<'v>, lines: &'v [BatchLine]) -> Table<'v> {
    let columns = vec![
        words.column("report_batch"),
        words.column("report_service"),
        words.column("report_planned"),
        words.column("report_until"),
        words.column("report_migrated"),
        words.column("report_overdue").toned(words.bad("report_overdue")),
        words.column("report_units"),
        words.column("report_moved"),
        words.column("report_stage_failed"),
        words.column("report_left_behind"),
        words.column("report_state").toned(words.state()),
        words
            .column("report_go_no_go")
            .toned(words.toned("decision", &[("go", Tone::Good), ("no_go", Tone::Bad), ("conditional", Tone::Wait)])),
        words.column("report_decided_by"),
        words.column("report_decided_on"),
        words.column("report_terms"),
        words.column("report_note"),
    ];
    let row = move |batch: &'v BatchLine| {
        let decision = batch.decision.as_ref();
        vec![
            (&batch.name).into(),
            (&batch.service).into(),
            (&batch.planned).into(),
            (&batch.planned_to).into(),
            (&batch.migrated).into(),
            flag(batch.overdue, words.say("report_overdue")),
            batch.units.map_or(Cell::Empty, whole),
            whole(batch.completed),
            whole(batch.failed),
            whole(batch.left_behind),
            (&batch.label).into(),
            decision.map_or(Cell::Empty, |decision| (&decision.label).into()),
            decision.map_or(Cell::Empty, |decision| (&decision.by).into()),
            decision.map_or(Cell::Empty, |decision| (&decision.on).into()),
            decision.map_or(Cell::Empty, |decision| (&decision.conditions).into()),
            (&batch.note).into(),
        ]
    };
    Table::new(words.say("report_batches"), "Batches", columns).with(lines.iter().map(row))
}

pub(super) fn units<'v>(words: Words<'v>, title: &str, lines: &'v [UnitLine]) -> Table<'v> {
    let columns = vec![
        words.column("report_unit"),
        words.column("report_service"),
        words.column("report_batch"),
        words.column("report_state").toned(words.state()),
        words.column("report_count"),
        words.column("report_size_bytes"),
        words.column("report_left_behind"),
        words.column("report_done_on"),
        words.column("report_cause"),
        words.column("report_disposition").toned(words.bad("report_undecided")),
        words.column("report_decided_by"),
        words.column("report_decided_on"),
        words.column("report_note"),
    ];
    let row = move |unit: &'v UnitLine| {
        let disposition =
            if unit.undecided { words.say("report_undecided").into() } else { (&unit.disposition_label).into() };
        vec![
            (&unit.name).into(),
            (&unit.service).into(),
            (&unit.batch).into(),
            (&unit.label).into(),
            whole(unit.count),
            unit.bytes.map_or(Cell::Empty, whole),
            unit.left_behind.map_or(Cell::Empty, whole),
            (&unit.done).into(),
            (&unit.cause).into(),
            disposition,
            (&unit.decided_by).into(),
            (&unit.decided_on).into(),
            (&unit.note).into(),
        ]
    };
    Table::new(title, "Units", columns).with(lines.iter().map(row))
}

/// Issues, each with who has it after closure, where that is known.
pub(super) fn issues<'v>(
    words: Words<'v>,
    lines: impl IntoIterator<Item = (&'v IssueLine, Option<&'v String>)>,
) -> Table<'v> {
    let columns = vec![
        words.column("report_id"),
        words.column("report_issue"),
        words.column("report_batch"),
        words.column("report_reported"),
        words.column("report_severity"),
        words.column("report_owner"),
        words.column("report_due"),
        words.column("report_overdue").toned(words.bad("report_overdue")),
        words.column("report_state").toned([(words.say("report_open").to_owned(), Tone::Wait)]),
        words.column("report_solved"),
        words.column("report_resolution"),
        words.column("report_term_window"),
        words.column("report_age_column"),
        words.column("report_handed_to"),
    ];
    let row = move |(issue, handed): (&'v IssueLine, Option<&'v String>)| {
        vec![
            (&issue.id).into(),
            (&issue.title).into(),
            (&issue.batch).into(),
            (&issue.opened).into(),
            (&issue.severity).into(),
            (&issue.owner).into(),
            (&issue.due).into(),
            flag(issue.overdue, words.say("report_overdue")),
            words.say(if issue.open { "report_open" } else { "report_solved" }).into(),
            (&issue.resolved).into(),
            (&issue.resolution).into(),
            (&issue.window_end).into(),
            issue.age_days.map_or(Cell::Empty, whole),
            handed.map_or(Cell::Empty, Into::into),
        ]
    };
    Table::new(words.say("report_issues"), "Issues", columns).with(lines.into_iter().map(row))
}

pub(super) fn actions<'v>(words: Words<'v>, title: &str, name: &'static str, lines: &'v [ActionLine]) -> Table<'v> {
    let columns = vec![
        words.column("report_action"),
        words.column("report_owner"),
        words.column("report_due"),
        words.column("report_overdue").toned(words.bad("report_overdue")),
    ];
    let row = move |action: &'v ActionLine| {
        let overdue = flag(action.overdue, words.say("report_overdue"));
        vec![(&action.what).into(), (&action.owner).into(), (&action.due).into(), overdue]
    };
    Table::new(title, name, columns).with(lines.iter().map(row))
}

pub(super) fn decisions<'v>(words: Words<'_>, lines: &'v [DecisionLine]) -> Table<'v> {
    let columns = ["report_what", "report_decided_by", "report_decided_on", "report_why"].map(|key| words.column(key));
    let row =
        |line: &'v DecisionLine| vec![(&line.what).into(), (&line.by).into(), (&line.on).into(), (&line.reason).into()];
    Table::new(words.say("report_decisions"), "Decisions", columns.into()).with(lines.iter().map(row))
}

pub(super) fn pauses<'v>(words: Words<'_>, lines: &'v [PauseLine]) -> Table<'v> {
    let columns = ["report_since", "report_until", "report_why"].map(|key| words.column(key));
    let row = |line: &'v PauseLine| vec![(&line.from).into(), (&line.to).into(), (&line.reason).into()];
    Table::new(words.say("report_pauses"), "Pauses", columns.into()).with(lines.iter().map(row))
}

pub(super) fn team<'v>(words: Words<'_>, lines: &'v [Member]) -> Table<'v> {
    let columns = ["report_role", "report_name", "report_address"].map(|key| words.column(key));
    let row = |line: &'v Member| vec![(&line.role).into(), (&line.name).into(), (&line.email).into()];
    Table::new(words.say("report_team"), "Team", columns.into()).with(lines.iter().map(row))
}

pub(super) fn sources<'v>(words: Words<'v>, lines: &'v [SourceLine]) -> Table<'v> {
    let columns = vec![
        words.column("report_source"),
        words.column("report_format"),
        words.column("report_latest_entry"),
        words.column("report_age_in_days"),
        words.column("report_stale").toned([(words.say("report_stale").to_owned(), Tone::Wait)]),
        words.column("report_rows"),
        words.column("report_used"),
        words.column("report_rejected"),
        words.column("report_why"),
    ];
    let row = move |source: &'v SourceLine| {
        vec![
            (&source.name).into(),
            (&source.format).into(),
            (&source.updated).into(),
            source.age_days.map_or(Cell::Empty, |age| Cell::Whole(f64::from(age))),
            flag(source.stale, words.say("report_stale")),
            whole(source.rows),
            whole(source.used),
            whole(source.rejected),
            source.reasons.join("\n").into(),
        ]
    };
    Table::new(words.say("report_import_log"), "Sources", columns).with(lines.iter().map(row))
}

pub(super) fn definitions<'v>(words: Words<'_>, lines: &'v [Definition]) -> Table<'v> {
    let columns = ["report_word", "report_meaning"].map(|key| words.column(key));
    let row = |line: &'v Definition| vec![(&line.term).into(), (&line.meaning).into()];
    Table::new(words.say("report_definitions"), "Definitions", columns.into()).with(lines.iter().map(row))
}
