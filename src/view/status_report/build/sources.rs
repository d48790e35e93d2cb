//! What the figures of a customer come from. A customer's document says what kind of data it was and how old it is, never
//! where it lies: a shared table has rows of others, and names of files, sheets and folders may be those of others. Our own
//! people find the files in the portfolio.

use jiff::civil::Date;

use crate::model::{ExportImport, Import};
use crate::text::FileId;
use crate::view::portfolio::SourceFile;
use crate::view::reporting::Context;
use crate::view::status_report::{DataLine, SourceLine};

/// The sources as the customer reads them.
pub(in crate::view) fn lines(context: &Context<'_>) -> Vec<SourceLine> {
    let engagement = context.situation.engagement;
    let statuses = engagement.imports.iter().map(|import| table(import, context));
    let exports = engagement.exports.imports.iter().zip(1..).map(|(import, number)| export(import, number, context));
    statuses.chain(exports).collect()
}

/// How good they are together.
pub(in crate::view) fn data(context: &Context<'_>) -> DataLine {
    let evidence = &context.situation.evidence;
    let quality = evidence.quality.as_str();
    let latest = evidence.latest.map(|day| context.on(day));
    let count = context.count(evidence.sources as u64);
    let text = match &latest {
        _ if evidence.sources == 0 => String::new(),
        Some(day) => context.fill("report_data_sources", &[("n", &count), ("day", &day.text)]),
        None => context.fill("report_data_sources_undated", &[("n", &count)]),
    };
    DataLine {
        quality: quality.to_owned(),
        label: context.label("data", quality),
        text,
        gaps: context.facts(&evidence.gaps),
        latest,
        age_days: evidence.latest.map(|day| (context.situation.as_of - day).get_days()),
    }
}

/// The name of the source that a status was read from.
pub(super) fn name_of(file: FileId, context: &Context<'_>) -> String {
    let own = file == context.situation.engagement.file;
    context.say(if own { "report_source_engagement" } else { "report_source_statuses" })
}

fn table(import: &Import, context: &Context<'_>) -> SourceLine {
    let line = dated(name_of(import.file, context), import.latest, context);
    if import.unusable {
        // Nobody can tell whose its rows are, so their number is not this customer's.
        return SourceLine { reasons: vec![context.say("report_source_unusable")], ..line };
    }
    SourceLine { rows: import.used + import.rejected, used: import.used, rejected: import.rejected, ..line }
}

fn export(import: &ExportImport, number: usize, context: &Context<'_>) -> SourceLine {
    let name = context.fill("report_source_export", &[("n", &number.to_string())]);
    let reason = |(reason, count): (&String, &usize)| format!("{reason} ({})", context.count(*count as u64));
    SourceLine {
        format: Some(import.format.clone()),
        rows: import.rows,
        used: import.used,
        rejected: import.rejected,
        reasons: import.reasons.iter().map(reason).collect(),
        ..dated(name, import.latest, context)
    }
}

fn dated(name: String, latest: Option<Date>, context: &Context<'_>) -> SourceLine {
    let age = latest.map(|day| (context.situation.as_of - day).get_days());
    let most = context.situation.thresholds.stale_status_days;
    SourceLine {
        name,
        updated: latest.map(|day| context.on(day)),
        age_days: age,
        stale: age.is_some_and(|age| i64::from(age) > i64::from(most)),
        ..SourceLine::default()
    }
}

/// The files behind the sources, in the same order, for those who lead.
pub(in crate::view) fn files(context: &Context<'_>) -> Vec<SourceFile> {
    let engagement = context.situation.engagement;
    let lines = lines(context).into_iter();
    let statuses =
        engagement.imports.iter().map(|import| (import.file, import.rows, import.elsewhere, import.rejected));
    let exports = engagement.exports.imports.iter().map(|import| (import.file, import.rows, 0, import.rejected));
    let file = |(line, (file, rows, elsewhere, rejected)): (SourceLine, (FileId, usize, usize, usize))| SourceFile {
        name: line.name,
        file: context.sources.get(file).path.to_string(),
        updated: line.updated,
        rows,
        used: line.used,
        elsewhere,
        rejected,
    };
    lines.zip(statuses.chain(exports)).map(file).collect()
}
