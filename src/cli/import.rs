//! `waybook import`: how an export of a migration tool is read, or to which engagement it belongs.

use std::path::PathBuf;

use crate::diagnostic::Severity;
use crate::diagnostic::render::full;
use crate::error::Error;
use crate::session::{Added, Explanation, Hints, Session, StateTotals};
use crate::system::System;

use super::arguments::InProject;
use super::terminal::STRONG;
use super::{Outcome, terminal};

/// Show how exports of migration tools are read, or add them to an engagement
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    waybook import users.csv --explain                  every column, word and sum\n  \
    waybook import users.csv --explain --format json    the same for programs\n  \
    waybook import users.csv --into contoso             adds it to engagements/contoso.yml\n\n\
    Exit codes: 0 read, 1 something could not be read, 2 could not do it.")]
pub(super) struct Import {
    /// The exports: CSV, XLSX or JSON
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Show how each column and value is read; this is what happens without `--into`
    #[arg(long)]
    explain: bool,
    /// Add the files to the `exports` of this engagement
    #[arg(long, value_name = "ENGAGEMENT", conflicts_with = "explain")]
    into: Option<String>,
    /// How to show it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The order of day and month, where it does not show
    #[arg(long, value_name = "ORDER", value_parser = ["day-first", "month-first", "iso"])]
    dates: Option<String>,
    /// What separates decimals, where it does not show
    #[arg(long, value_name = "MARK", value_parser = ["comma", "point"])]
    decimals: Option<String>,
    #[command(flatten)]
    project: InProject,
}

/// The shapes of an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Aligned tables
    Text,
    /// An array with an object for each file or sheet
    Json,
}

impl Import {
    /// Explains or adds.
    pub(super) fn run(self, system: &dyn System) -> Result<Outcome, Error> {
        let session = Session::new(system, self.project.request());
        if let Some(engagement) = &self.into {
            let added = session.add_exports(&self.files, engagement)?;
            terminal::data(&added.iter().map(told).collect::<String>())?;
            return Ok(Outcome::Fine);
        }
        let hints = Hints::of_words(self.dates.as_deref(), self.decimals.as_deref());
        let (explanations, findings) = session.explain(&self.files, &hints)?;
        let text = match self.format {
            Format::Text => explanations.iter().map(shown).collect(),
            Format::Json => {
                let text = serde_json::to_string_pretty(&explanations);
                text.map_err(|reason| Error::new("could not print the explanation", reason))? + "\n"
            }
        };
        terminal::data(&text)?;
        terminal::note(&full(&findings.diagnostics, &findings.sources, false));
        let errors = findings.count(Severity::Error) > 0;
        Ok(if errors { Outcome::Findings } else { Outcome::Fine })
    }
}

fn told(added: &Added) -> String {
    let formats = added.formats.join(", ");
    let what = if added.known { "is there already" } else { "added" };
    format!("{}: {formats}, {what}\n", added.file)
}

fn shown(read: &Explanation) -> String {
    let Some(format) = &read.format else {
        return format!("{STRONG}{}{STRONG:#}: not recognised\n\n", read.file);
    };
    if read.is_unneeded() {
        return format!("{STRONG}{}{STRONG:#}: {format}, not needed\n\n", read.file);
    }
    let latest = read.latest.as_deref().unwrap_or("none");
    let rejected: usize = read.rejected.values().sum();
    let mut out = format!("{STRONG}{}{STRONG:#}: {format}, {}\n", read.file, read.about.unwrap_or_default());
    out += &format!(
        "{} rows: {} used, {} of them overruled, {rejected} rejected; latest day {latest}\n",
        read.rows, read.used, read.overruled
    );
    let reasons = read.rejected.iter().map(|(reason, count)| format!("  {count} × {reason}\n"));
    out.extend(reasons);
    let dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let columns = read.columns.iter().map(|column| {
        let means = column.means.unwrap_or("not known").to_owned();
        vec![
            column.header.clone(),
            means,
            short(&dash(&column.example)),
            short(&dash(&column.read_as)),
            column.blank.to_string(),
        ]
    });
    out += &table(&["Column", "Means", "First value", "Read as", "Blank"], columns.collect());
    let words = read.statuses.iter().map(|one| vec![one.word.clone(), one.state.clone(), one.count.to_string()]);
    out += &table(&["Status", "Means", "Count"], words.collect());
    out += &counts(["Left behind", "Items"], read.left_behind.iter().map(|(kind, count)| (*kind, *count)));
    out += &counts(["Reason", "Items"], read.items.iter().map(|(reason, count)| (reason.as_str(), *count)));
    if !read.totals.is_empty() {
        let head = ["State", "Units", "Items", "moved", "failed", "skipped", "Bytes", "moved", "failed", "skipped"];
        out += &table(&head, read.totals.iter().map(sums).collect());
    }
    out + "\n"
}

/// Counts by name under a header; nothing where there are none.
fn counts<'r>(head: [&str; 2], counts: impl Iterator<Item = (&'r str, u64)>) -> String {
    let rows: Vec<Vec<String>> = counts.map(|(name, count)| vec![name.to_owned(), count.to_string()]).collect();
    if rows.is_empty() { String::new() } else { table(&head, rows) }
}

fn sums(totals: &StateTotals) -> Vec<String> {
    let number = |number: &Option<u64>| number.map_or_else(|| "unknown".to_owned(), |number| number.to_string());
    let amounts = totals.items.iter().chain(&totals.bytes).map(number);
    [totals.state.clone(), totals.units.to_string()].into_iter().chain(amounts).collect()
}

/// At most forty letters of a text, on one line.
fn short(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect();
    if text.chars().count() > 40 { line + "…" } else { line }
}

/// Rows under a header, aligned.
fn table(head: &[&str], rows: Vec<Vec<String>>) -> String {
    let head: Vec<String> = head.iter().map(|name| (*name).to_owned()).collect();
    let length = |text: &String| text.chars().count();
    let width = |at: usize| rows.iter().chain([&head]).filter_map(|row| row.get(at)).map(length).max().unwrap_or(0);
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell}{}", " ".repeat(width - length(cell))));
        format!("  {}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
    };
    format!("\n{STRONG}{}{STRONG:#}{}", line(&head), rows.iter().map(line).collect::<String>())
}
