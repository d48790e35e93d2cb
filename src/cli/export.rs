//! `waybook export`: what was read from the playbook, as JSON, CSV or a workbook.

use std::path::PathBuf;

use serde::Serialize;
use serde_json::Value;

use crate::diagnostic::Severity;
use crate::error::Error;
use crate::session::Session;
use crate::system::System;

use super::arguments::InProject;
use super::summary::counted;
use super::{Outcome, terminal};

/// Print the tasks, steps, refreshes, links or pages of the playbook
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    waybook export tasks > tasks.json\n  \
    waybook export tasks --format csv > tasks.csv\n  \
    waybook export tasks --format xlsx --out tasks.xlsx\n  \
    waybook export links | jq '.[] | select(.status == \"missing\")'\n\n\
    Files are relative to the content folder, lines count from 1.")]
pub(super) struct Export {
    /// What to print
    #[arg(value_enum)]
    what: What,
    /// How to print it
    #[arg(long, value_enum, default_value = "json")]
    format: Format,
    /// The file to write instead of printing
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    project: InProject,
}

/// The inventories of a playbook.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum What {
    /// Every task row: id, name, requirement, roles, services, place
    Tasks,
    /// Every entry of the refresh summaries
    Refreshes,
    /// Every link and whether it leads anywhere
    Links,
    /// Every page with its front matter
    Pages,
    /// Every step: title, roles, services, place
    Steps,
    /// In what each language differs from the first: tasks, cells, pages
    Parity,
}

/// The shapes of an inventory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// An array with an object a line
    Json,
    /// A table with a header row
    Csv,
    /// A workbook of Excel
    Xlsx,
}

impl Export {
    /// Prints an inventory.
    pub(super) fn run(self, system: &dyn System) -> Result<Outcome, Error> {
        let mut session = Session::new(system, self.project.request());
        let (inventory, findings) = session.read()?;
        let bytes = match self.what {
            What::Tasks => self.rendered(&session, &inventory.tasks),
            What::Refreshes => self.rendered(&session, &inventory.refreshes),
            What::Links => self.rendered(&session, &inventory.links),
            What::Pages => self.rendered(&session, &inventory.pages),
            What::Steps => self.rendered(&session, &inventory.steps),
            What::Parity => self.rendered(&session, &inventory.parity),
        }?;
        match &self.out {
            Some(file) => system.write(&system.resolve(file), &bytes)?,
            None if self.format == Format::Xlsx && terminal::is_watched() => {
                return Err(Error::new("will not print a workbook", "the output is a terminal")
                    .help("write it into a file with `--out tasks.xlsx`"));
            }
            None => terminal::bytes(&bytes)?,
        }
        let errors = counted(findings.count(Severity::Error), "error");
        if !errors.is_empty() {
            terminal::note(&format!("{errors} in what was read, `waybook check` shows them\n"));
        }
        Ok(Outcome::Fine)
    }

    fn rendered<T: Serialize>(&self, session: &Session<'_>, rows: &[T]) -> Result<Vec<u8>, Error> {
        let failed = |reason: &dyn ToString| Error::new("could not print the inventory", reason.to_string());
        let rows = rows.iter().map(serde_json::to_value).collect::<Result<Vec<Value>, _>>();
        let rows = rows.map_err(|reason| failed(&reason))?;
        match self.format {
            Format::Json => Ok(as_json(&rows).into_bytes()),
            Format::Csv => as_csv(&rows, self.what.columns()).map(String::into_bytes).map_err(|reason| failed(&reason)),
            Format::Xlsx => session.workbook(self.what.as_str(), &columns(&rows, self.what.columns()), &rows),
        }
    }
}

impl What {
    fn as_str(self) -> &'static str {
        match self {
            What::Tasks => "tasks",
            What::Refreshes => "refreshes",
            What::Links => "links",
            What::Pages => "pages",
            What::Steps => "steps",
            What::Parity => "parity",
        }
    }

    /// The columns of an inventory without rows.
    fn columns(self) -> &'static str {
        match self {
            What::Tasks => {
                "id,name,requirement,roles,services,all_services,phase,process,step,language,editions,file,line,recovered"
            }
            What::Refreshes => "file,line,date,date_text,who,what,notes",
            What::Links => "file,line,column,target,text,kind,status,resolved,suggestion",
            What::Parity => "language,kind,id,name,expected,found,source_file,source_line,file,line",
            What::Steps => "file,line,title,anchor,roles,services,all_services,process,phase,language,editions",
            What::Pages => "file,title,phase,process,language,editions,url,front_matter",
        }
    }
}

/// An array with a row a line.
fn as_json(rows: &[Value]) -> String {
    let lines: Vec<String> = rows.iter().map(Value::to_string).collect();
    if lines.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", lines.join(",\n")) }
}

/// The fields of the rows; where there are none, the columns given.
fn columns<'r>(rows: &'r [Value], columns: &'r str) -> Vec<&'r str> {
    let first = rows.first().and_then(Value::as_object);
    first.map_or_else(|| columns.split(',').collect(), |row| row.keys().map(String::as_str).collect())
}

/// A table with the fields of the rows as columns.
pub(super) fn as_csv(rows: &[Value], columns: &str) -> Result<String, csv::Error> {
    let columns = self::columns(rows, columns);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&columns)?;
    for row in rows {
        writer.write_record(columns.iter().map(|column| cell(&row[*column])))?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A value as the text of a cell; lists are joined with semicolons.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => harmless(text),
        Value::Array(items) => harmless(&items.iter().map(plain).collect::<Vec<_>>().join("; ")),
        other => other.to_string(),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The text so that no spreadsheet takes it for a formula.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lists_are_joined_and_formulas_are_text() {
        let rows = [json!({ "id": 1328, "roles": ["FE", "FM"], "name": "=cmd()", "step": null, "all": true })];
        let expected = "id,roles,name,step,all\n1328,FE; FM,'=cmd(),,true\n";
        assert_eq!(as_csv(&rows, "").ok().as_deref(), Some(expected));
    }

    #[test]
    fn no_rows_are_an_empty_array_or_a_header() {
        assert_eq!(as_json(&[]), "[]\n");
        assert_eq!(as_csv(&[], "id,name").ok().as_deref(), Some("id,name\n"));
    }
}
