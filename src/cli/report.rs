//! `waybook report`: one customer, one report.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::error::Error;
use crate::output::{Content, OutputFiles};
use crate::session::{Build, Request, Session};
use crate::system::System;
use crate::text::{VirtualPath, comparable, nearest};

use super::arguments::InProject;
use super::{Outcome, terminal};

/// The folder of the reports in an output.
const REPORTS: &str = "reports";

/// Write reports on customers
#[derive(Clone, Debug, clap::Subcommand)]
pub(super) enum Report {
    /// Progress, dates, risks and what is asked of the customer
    Status(Status),
}

/// Progress, dates, risks and what is asked of the customer
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    waybook report status contoso                        into the project's output\n  \
    waybook report status --all --out reports            one folder per customer\n  \
    waybook report status contoso --as-of 2020-03-31     as it stood on a day\n  \
    waybook report status contoso --format json          printed, for programs\n\n\
    A customer is named by its engagement file: `contoso` for `contoso.yml`.")]
pub(super) struct Status {
    /// The customers
    #[arg(value_name = "CUSTOMER", conflicts_with = "all")]
    customers: Vec<String>,
    /// Every customer
    #[arg(long)]
    all: bool,
    /// The day to report on; else today
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<jiff::civil::Date>,
    /// The folder to write into; else the project's output (JSON is printed)
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// What to write
    #[arg(long, value_enum, default_value = "html")]
    format: Format,
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
}

impl Report {
    /// Writes the reports asked for.
    pub(super) fn run(self, system: &dyn System) -> Result<Outcome, Error> {
        let Report::Status(status) = self;
        status.run(system)
    }
}

impl Status {
    fn run(self, system: &dyn System) -> Result<Outcome, Error> {
        let mut session = Session::new(system, Request { as_of: self.as_of, ..self.project.request() });
        let mut build = session.build()?;
        let name = if self.format == Format::Html { "status.html" } else { "status.json" };
        let reports = self.chosen(&reports(&build, name))?;
        if self.format == Format::Json && self.out.is_none() {
            terminal::data(&printed(&build, &reports))?;
            return Ok(Outcome::Fine);
        }
        let files = placed(&build, &reports, self.out.is_some());
        let here = system.working_folder()?;
        if let Some(out) = &self.out {
            build.folder = system.resolve(out);
        }
        session.publish_part(&build, &files)?;
        let lines = files.iter().map(|(path, _)| terminal::shown(&build.folder.join(path.as_str()), &here) + "\n");
        terminal::data(&lines.collect::<String>())?;
        Ok(Outcome::Fine)
    }

    /// The reports that were asked for, out of those there are.
    fn chosen(&self, reports: &BTreeMap<String, VirtualPath>) -> Result<Vec<VirtualPath>, Error> {
        let known = || reports.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        if reports.is_empty() {
            return Err(Error::new("could not report", "the project has no engagements")
                .help("write one as `engagements/CUSTOMER.yml`, see `waybook schema engagement`"));
        }
        if self.all || self.customers.is_empty() && reports.len() == 1 {
            return Ok(reports.values().cloned().collect());
        }
        if self.customers.is_empty() {
            return Err(Error::new("could not choose a customer", format!("there are {}", known()))
                .help("name one or more of them, or all with `--all`"));
        }
        self.customers.iter().map(|customer| of_customer(reports, customer)).collect()
    }
}

/// The reports of a build by customer.
fn reports(build: &Build, name: &str) -> BTreeMap<String, VirtualPath> {
    let paths = build.built.outputs.iter().map(|(path, _)| path);
    let named = paths.filter(|path| path.file_name() == name).filter_map(|path| {
        let customer = path.strip(&VirtualPath::root().with_file_name(REPORTS))?.parent();
        (customer.depth() == 0).then(|| (customer.to_string(), path.clone()))
    });
    named.collect()
}

/// The report of a customer by the name of its engagement file; case and blanks do not count.
fn of_customer(reports: &BTreeMap<String, VirtualPath>, customer: &str) -> Result<VirtualPath, Error> {
    let plain = |name: &str| comparable(name).replace([' ', '_'], "-");
    let found = reports.iter().find(|(name, _)| plain(name) == plain(customer));
    let error = || match nearest(customer, reports.keys().map(String::as_str)) {
        Some(near) => Error::at("could not find the customer", customer, "").help(format!("did you mean `{near}`?")),
        None => Error::at("could not find the customer", customer, "no engagement file has this name"),
    };
    found.map(|(_, path)| path.clone()).ok_or_else(error)
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
