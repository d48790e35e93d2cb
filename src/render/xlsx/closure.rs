//! A closure report as a workbook.

use super::book::{Book, Identity};
use super::cell::{Cell, share, whole};
use super::lists::{self, Words};
use super::overview::Overview;
use super::table::{Table, Tone};
use super::{Failure, Workbook, charts};
use crate::render::html::Texts;
use crate::view::closure_report::{ClosureReport, ConditionLine};
use crate::view::reporting::FactLine;

/// A closure report; `brand` is who publishes.
pub fn closure(report: &ClosureReport, brand: &str, texts: &Texts) -> Result<Workbook, Failure> {
    let words = Words(texts);
    let mut book = Book::new();
    book.table(conditions(words, &report.conditions))?;
    let workloads = book.table(lists::workloads(words, &report.workloads))?;
    let waivers = Table { name: "Waivers", ..lists::tasks(words, words.say("report_waivers"), &report.waivers) };
    let mandatory = report.mandatory.iter().flat_map(|group| &group.tasks);
    let tables = [
        lists::batches(words, &report.batches),
        lists::units(words, words.say("report_failed_units"), &report.failed),
        lists::tasks(words, words.say("report_mandatory_tasks"), mandatory),
        waivers,
        lists::issues(words, report.issues.iter().map(|one| (&one.issue, one.handed_to.as_ref()))),
        lists::actions(words, words.say("report_handover"), "Handover", &report.handover),
        cleanup(words, report),
        timeline(words, report),
        objectives(words, report),
        lists::decisions(words, &report.decisions),
        lists::pauses(words, &report.pauses),
        lessons(words, report),
        next_steps(words, report),
        lists::team(words, &report.team),
        lists::sources(words, &report.header.sources),
        lists::definitions(words, &report.definitions),
    ];
    for table in tables {
        book.table(table)?;
    }
    let charts = workloads.map(|placed| charts::workloads(&placed, 2, words.say("report_workloads")));
    overview(&mut book, report, words, charts.into_iter().collect())?;
    let title = format!("{}: {}", report.header.customer, words.say("report_closure_title"));
    book.finish(&Identity { title, subject: &report.header.playbook, company: brand, day: &report.header.as_of })
}

fn overview(
    book: &mut Book,
    report: &ClosureReport,
    words: Words<'_>,
    charts: Vec<rust_xlsxwriter::Chart>,
) -> Result<(), Failure> {
    let header = &report.header;
    let kind = words.say("report_closure_title");
    let mut page = Overview::new(book, words.say("report_in_short"), &header.customer, kind)?;
    if report.ready {
        let ready = words.say("report_ready");
        page.toned(words.say("report_statement"), ready, vec![(ready.to_owned(), Tone::Good)])?;
        page.line("", (&report.statement_text).into())?;
    } else {
        page.warning(words.say("report_not_ready"))?;
        page.line("", words.0.fill("report_not_ready_text", &[("n", &report.missing.to_string())]).into())?;
        for point in &report.open_points {
            page.line("", (&point.text).into())?;
        }
    }
    page.heading(words.say("report_control"))?;
    page.line(words.say("report_tenant"), (&header.tenant).into())?;
    page.line(words.say("report_as_of"), (&header.as_of).into())?;
    page.line(words.say("report_time_zone"), (&header.time_zone).into())?;
    page.line(words.say("report_opened"), (&header.opened).into())?;
    page.line(words.say("report_target"), (&header.target).into())?;
    page.line(words.say("report_services"), header.services.join(", ").into())?;
    let version = words.0.fill("report_version", &[("version", &header.version)]);
    page.line(words.say("report_playbook_used"), format!("{}, {version}", header.playbook).into())?;
    page.data(words, &header.data)?;
    page.line(words.say("report_units"), whole(report.units.total))?;
    page.line(words.say("report_units_moved"), whole(report.units.completed))?;
    page.line(words.say("report_units_moved"), share(report.units.share()))?;
    if let Some(unlisted) = &report.failed_unlisted {
        page.line(words.say("report_failed_units"), (&unlisted.text).into())?;
    }
    if let Some(signoff) = &report.signoff {
        page.heading(words.say("report_signoff"))?;
        page.line(words.say("report_name"), (&signoff.by).into())?;
        page.line(words.say("report_role"), (&signoff.role).into())?;
        page.line(words.say("report_date"), (&signoff.on).into())?;
    }
    if report.data_handling.is_some() {
        page.heading(words.say("report_data_handling"))?;
        page.line("", (&report.data_handling).into())?;
    }
    page.charts(charts)?;
    page.finish(|key, number| words.0.fill(key, &[("n", &number.to_string())]))
}

fn conditions<'v>(words: Words<'v>, lines: &'v [ConditionLine]) -> Table<'v> {
    let state = words
        .column("report_state")
        .toned([(words.say("report_met").to_owned(), Tone::Good), (words.say("report_not_met").to_owned(), Tone::Bad)]);
    let columns =
        vec![words.column("report_condition"), state, words.column("report_evidence"), words.column("report_missing")];
    let joined = |facts: &[FactLine]| facts.iter().map(|fact| fact.text.as_str()).collect::<Vec<_>>().join("\n");
    let rows = lines.iter().map(|line| {
        let state = words.say(if line.met { "report_met" } else { "report_not_met" });
        vec![(&line.text).into(), state.into(), joined(&line.evidence).into(), joined(&line.missing).into()]
    });
    Table::new(words.say("report_conditions"), "Conditions", columns).with(rows)
}

fn cleanup<'v>(words: Words<'_>, report: &'v ClosureReport) -> Table<'v> {
    let columns = ["report_what", "report_done_on", "report_done_by", "report_evidence"].map(|key| words.column(key));
    let rows = report.cleanup.iter();
    let rows =
        rows.map(|line| vec![(&line.what).into(), (&line.on).into(), (&line.by).into(), (&line.evidence).into()]);
    Table::new(words.say("report_cleanup"), "Cleanup", columns.into()).with(rows)
}

fn timeline<'v>(words: Words<'_>, report: &'v ClosureReport) -> Table<'v> {
    let keys = ["report_what", "report_planned", "report_actual", "report_days_after_plan"];
    let rows = report.timeline.iter().map(|line| {
        let late = line.working_days_late.map_or(Cell::Empty, |days| Cell::Whole(days as f64));
        vec![(&line.what).into(), (&line.planned).into(), (&line.actual).into(), late]
    });
    Table::new(words.say("report_timeline"), "Timeline", keys.map(|key| words.column(key)).into()).with(rows)
}

fn objectives<'v>(words: Words<'_>, report: &'v ClosureReport) -> Table<'v> {
    let columns = ["report_objective", "report_result"].map(|key| words.column(key));
    let rows = report.objectives.iter().map(|line| vec![(&line.what).into(), (&line.result).into()]);
    Table::new(words.say("report_objectives"), "Objectives", columns.into()).with(rows)
}

fn lessons<'v>(words: Words<'_>, report: &'v ClosureReport) -> Table<'v> {
    let columns = ["report_what", "report_advice"].map(|key| words.column(key));
    let rows = report.lessons.iter().map(|line| vec![(&line.what).into(), (&line.advice).into()]);
    Table::new(words.say("report_lessons"), "Lessons", columns.into()).with(rows)
}

fn next_steps<'v>(words: Words<'_>, report: &'v ClosureReport) -> Table<'v> {
    let columns = ["report_process", "report_what"].map(|key| words.column(key));
    let of_page = |page: &'v crate::view::closure_report::NextSteps| {
        page.steps.iter().map(move |step| vec![(&page.process).into(), step.into()])
    };
    let rows = report.next_steps.iter().flat_map(of_page);
    Table::new(words.say("report_next_steps"), "NextSteps", columns.into()).with(rows)
}
