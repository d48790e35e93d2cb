//! `waybook meta`: the front matter of all pages as a table, and such a table written back.

use std::path::PathBuf;

use crate::diagnostic::render::full;
use crate::error::Error;
use crate::session::Session;
use crate::system::System;

use super::arguments::InProject;
use super::export::as_csv;
use super::summary::counted;
use super::{Outcome, mend, terminal};

/// Edit the front matter of all pages in a spreadsheet
#[derive(Clone, Debug, clap::Subcommand)]
pub(super) enum Meta {
    /// Print the front matter of all pages: a row a page, a column a key
    Export(Export),
    /// Write an edited table back into the pages
    Apply(Apply),
}

/// Print the front matter of all pages: a row a page, a column a key
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    waybook meta export --out pages.xlsx     a workbook: texts stay texts\n  \
    waybook meta export > pages.csv\n\n\
    Keys of maps are joined with dots, a list is `[one; two]`.")]
pub(super) struct Export {
    /// How to print it; else what the name of the file says
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// The file to write instead of printing
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    project: InProject,
}

/// Write an edited table back into the pages
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    waybook meta apply pages.xlsx --diff     show what would change\n  \
    waybook meta apply pages.xlsx --write    change it\n\n\
    Only cells that say other than the page are written. An emptied cell removes its key.\n\n\
    Exit codes: 0 all is applied, 1 something would change or was not applied, 2 could not apply.")]
pub(super) struct Apply {
    /// The table: CSV or XLSX
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Show what would change, and write nothing
    #[arg(long, required_unless_present = "write")]
    diff: bool,
    /// Change the pages
    #[arg(long, conflicts_with = "diff")]
    write: bool,
    #[command(flatten)]
    project: InProject,
}

/// The shapes of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Text with commas
    Csv,
    /// A workbook of Excel
    Xlsx,
}

impl Meta {
    /// Exports or applies.
    pub(super) fn run(self, system: &dyn System) -> Result<Outcome, Error> {
        match self {
            Meta::Export(command) => command.run(system),
            Meta::Apply(command) => command.run(system),
        }
    }
}

impl Export {
    fn run(self, system: &dyn System) -> Result<Outcome, Error> {
        let mut session = Session::new(system, self.project.request());
        let table = session.metadata()?;
        let columns: Vec<&str> = table.columns.iter().map(String::as_str).collect();
        let named = |end: &str| self.out.as_ref().is_some_and(|path| path.extension().is_some_and(|own| own == end));
        let format = self.format.unwrap_or(if named("xlsx") { Format::Xlsx } else { Format::Csv });
        let bytes = match format {
            Format::Xlsx => session.workbook("metadata", &columns, &table.rows)?,
            Format::Csv => as_csv(&table.rows, &columns.join(","))
                .map_err(|reason| Error::new("could not print the metadata", reason))?
                .into_bytes(),
        };
        match &self.out {
            Some(file) => system.write(&system.resolve(file), &bytes)?,
            None if format == Format::Xlsx && terminal::is_watched() => {
                return Err(Error::new("will not print a workbook", "the output is a terminal")
                    .help("write it into a file with `--out pages.xlsx`"));
            }
            None => terminal::bytes(&bytes)?,
        }
        Ok(Outcome::Fine)
    }
}

impl Apply {
    fn run(self, system: &dyn System) -> Result<Outcome, Error> {
        let mut session = Session::new(system, self.project.request());
        let mut applied = session.with_metadata(&self.file)?;
        let found = &applied.findings;
        terminal::note(&full(&found.diagnostics, &found.sources, false));
        let cells = if applied.cells == 0 { "no cells".to_owned() } else { counted(applied.cells, "cell") };
        let pages = mend::files(applied.files.len());
        let told = if self.diff {
            mend::show(&applied.files)?;
            format!("{cells} would change in {pages}")
        } else {
            let written = mend::store(system, &applied.files, &mut applied.alone);
            format!("{cells} changed in {}", mend::files(written))
        };
        mend::tell(&applied.alone);
        let refused = match applied.findings.diagnostics.len() {
            0 => String::new(),
            many => format!("; {many} not applied"),
        };
        terminal::note(&format!("{told}{refused}\n"));
        let all = applied.findings.diagnostics.is_empty() && applied.alone.is_empty();
        let done = all && (self.write || applied.files.is_empty());
        Ok(if done { Outcome::Fine } else { Outcome::Findings })
    }
}
