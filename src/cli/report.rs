//! `waybook report`: status, closure and portfolio, for one customer, several or all.

mod bar;
mod chosen;
mod pdf;

use std::path::PathBuf;

use crate::error::Error;
use crate::output::{Content, OutputFiles};
use crate::session::{Build, ReportKind, Request, Session, Shape, WantedReports};
use crate::system::System;
use crate::text::VirtualPath;

use super::arguments::InProject;
use super::summary::has_leaks;
use super::{Outcome, terminal};
use bar::Bar;
use chosen::Chosen;
pub(super) use chosen::without_report;

/// The folder of the reports in an output.
const REPORTS: &str = "reports";

/// Write reports on customers
#[derive(Clone, Debug, clap::Subcommand)]
pub(super) enum Report {
    /// Progress, dates, risks and what is asked of the customer
    Status(Wanted),
    /// Whether the engagement may be closed, with the evidence
    Closure(Wanted),
    /// All customers side by side, for internal use
    Portfolio(Wanted),
}

/// Which reports, of whom, in which shape
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    waybook report status contoso                        into the project's output\n  \
    waybook report status --all --out reports            one folder per customer\n  \
    waybook report status contoso --as-of 2020-03-31     as it stood on a day\n  \
    waybook report status contoso --since 2020-03-09     compared with the report of that day\n  \
    waybook report closure fabrikam --require-ready      exit with 1 unless it may be closed\n  \
    waybook report portfolio --format json               printed, for programs\n  \
    waybook report status --all --format pdf             to send and to print\n  \
    waybook report status --all --format xlsx            workbooks, to calculate with\n\n\
    A customer is named by its engagement file: `contoso` for `contoso.yml`.")]
pub(super) struct Wanted {
    /// The customers; the portfolio always holds all
    #[arg(value_name = "CUSTOMER", conflicts_with = "all")]
    customers: Vec<String>,
    /// Every customer
    #[arg(long)]
    all: bool,
    /// The day to report on; else the project's `as_of`, else today
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<jiff::civil::Date>,
    /// The report to compare with: its day or its JSON file; else the last one in the output
    #[arg(long, value_name = "FILE|DATE")]
    since: Option<String>,
    /// Exit with 1 if a customer is not ready to close
    #[arg(long)]
    require_ready: bool,
    /// The folder to write into; else the project's output (JSON is printed)
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// What to write
    #[arg(long, value_enum, default_value = "html")]
    format: Format,
    /// A folder of fonts for PDF, for letters that no font of the machine has
    #[arg(long, value_name = "DIR")]
    fonts: Vec<PathBuf>,
    #[command(flatten)]
    project: InProject,
}

/// The shapes of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A page without outside requests
    Html,
    /// The same for programs
    Json,
    /// A document to send and to print
    Pdf,
    /// A workbook of Excel: tables with filters, and charts
    Xlsx,
}

impl Format {
    fn extension(self) -> &'static str {
        match self {
            Format::Html => "html",
            Format::Json => "json",
            Format::Pdf => "pdf",
            Format::Xlsx => "xlsx",
        }
    }

    fn shape(self) -> Shape {
        match self {
            Format::Html | Format::Json => Shape::Page,
            Format::Pdf => Shape::Document,
            Format::Xlsx => Shape::Workbook,
        }
    }
}

/// Which of the reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Status,
    Closure,
    Portfolio,
}

impl Kind {
    fn wanted(self) -> ReportKind {
        match self {
            Kind::Status => ReportKind::Status,
            Kind::Closure => ReportKind::Closure,
            Kind::Portfolio => ReportKind::Portfolio,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Kind::Status => "status",
            Kind::Closure => "closure",
            Kind::Portfolio => "portfolio",
        }
    }
}

impl Report {
    /// Writes the reports asked for.
    pub(super) fn run(self, system: &dyn System) -> Result<Outcome, Error> {
        match self {
            Report::Status(wanted) => wanted.run(Kind::Status, system),
            Report::Closure(wanted) => wanted.run(Kind::Closure, system),
            Report::Portfolio(wanted) => wanted.run(Kind::Portfolio, system),
        }
    }
}

impl Wanted {
    fn run(self, kind: Kind, system: &dyn System) -> Result<Outcome, Error> {
        if self.format == Format::Pdf {
            pdf::available()?;
        }
        let request = Request {
            as_of: self.as_of,
            reports: self.out.clone(),
            since: self.since.clone(),
            wanted: Some(WantedReports { kind: Some(kind.wanted()), shape: self.format.shape() }),
            ..self.project.request()
        };
        let bar = Bar::new();
        let show = |step| bar.show(step);
        let mut session = Session::new(system, request).watched(&show);
        let mut build = session.report()?;
        if has_leaks(&build) {
            return Ok(Outcome::Findings);
        }
        let chosen = match kind {
            Kind::Portfolio => Chosen::everyone(&build)?,
            _ => Chosen::of(&build, &self.customers, self.all)?,
        };
        let paths = self.paths(kind, &chosen);
        let whole = self.format != Format::Pdf || pdf::typeset(&session, &mut build, &paths, &self.fonts)?;
        bar.clear();
        if self.format == Format::Json && self.out.is_none() {
            terminal::data(&printed(&build, &paths))?;
        } else {
            self.publish(&session, &mut build, &paths, system)?;
        }
        chosen.tell(kind == Kind::Closure, self.since.as_deref());
        chosen.tell_of_cuts(if kind == Kind::Portfolio { build.built.cut } else { 0 });
        let unready = self.require_ready && chosen.reported.iter().any(|one| !one.ready);
        Ok(match unready || !whole {
            _ if chosen.has_failed() => Outcome::Incomplete,
            true => Outcome::Findings,
            false => Outcome::Fine,
        })
    }

    /// The files to write, below the output.
    fn paths(&self, kind: Kind, chosen: &Chosen) -> Vec<VirtualPath> {
        let extension = self.format.extension();
        // Beside a status report lies its twin: the next one is compared with it.
        let with_twin = kind == Kind::Status && self.format != Format::Json;
        let extensions = if with_twin { vec![extension, "json"] } else { vec![extension] };
        let stems = match kind {
            Kind::Portfolio => vec![format!("{REPORTS}/portfolio")],
            kind => chosen.made().map(|one| format!("{REPORTS}/{}/{}", one.id, kind.as_str())).collect(),
        };
        let names = stems.iter().flat_map(|stem| extensions.iter().map(move |extension| format!("{stem}.{extension}")));
        names.filter_map(|name| VirtualPath::new(&name)).collect()
    }

    fn publish(
        &self,
        session: &Session<'_>,
        build: &mut Build,
        paths: &[VirtualPath],
        system: &dyn System,
    ) -> Result<(), Error> {
        let files = placed(build, paths, self.out.is_some());
        let here = system.working_folder()?;
        if let Some(out) = &self.out {
            build.folder = system.resolve(out);
        }
        session.publish_part(build, &files)?;
        let shown = files.iter().filter(|(path, _)| path.extension() == self.format.extension());
        let lines = shown.map(|(path, _)| terminal::shown(&build.folder.join(path.as_str()), &here) + "\n");
        terminal::data(&lines.collect::<String>())
    }
}

/// The reports as files: in the project's output below `reports/`, in a folder of their own at its top.
fn placed(build: &Build, reports: &[VirtualPath], at_top: bool) -> OutputFiles {
    let folder = VirtualPath::root().with_file_name(REPORTS);
    let mut files = OutputFiles::default();
    for path in reports {
        let Some(content) = build.built.outputs.get(path) else { continue };
        let place = path.strip(&folder).filter(|_| at_top).unwrap_or_else(|| path.clone());
        files.insert(place, content.clone());
    }
    files
}

/// One report as it is, several as an array.
fn printed(build: &Build, reports: &[VirtualPath]) -> String {
    let text = |path: &VirtualPath| match build.built.outputs.get(path) {
        Some(Content::Bytes(bytes)) => String::from_utf8_lossy(bytes).trim_end().to_owned(),
        _ => "null".to_owned(),
    };
    match reports {
        [one] => text(one) + "\n",
        several => format!("[\n{}\n]\n", several.iter().map(text).collect::<Vec<_>>().join(",\n")),
    }
}
