//! Reports as files: HTML by the templates, JSON as the view stands, workbooks where they are wanted.

use serde::Serialize;

use crate::inputs::ReportKind;
use crate::memo::Sheet;
use crate::output::{Content, OutputFiles};
use crate::pipeline::Stage;
use crate::pipeline::press::{Order, shown};
use crate::render::html::{Printer, TemplateProblem, Texts};
use crate::render::xlsx::{self, Workbook};
use crate::text::{Digest, VirtualPath};
use crate::view::chart::Picture;
use crate::view::chart::series::burn_rows;
use crate::view::closure_report::ClosureReport;
use crate::view::pages::Site;
use crate::view::portfolio::{Cover, FailedRow, Share, portfolio as all};
use crate::view::status_report::StatusReport;
use crate::view::{color, dates};

/// The pictures of a status report. They say nothing that the twin does not hold as numbers.
#[derive(Debug, Default, Serialize)]
pub(super) struct Pictures {
    pub(super) burn_up: Option<Picture>,
    pub(super) velocity: Option<Picture>,
    pub(super) ageing: Option<Picture>,
}

/// A view and its pictures, as templates see them: `page.pictures.burn_up`.
#[derive(Serialize)]
struct Illustrated<'a, View, Drawn> {
    #[serde(flatten)]
    view: &'a View,
    pictures: &'a Drawn,
}

/// The files made, what went wrong with templates, and how much a workbook could not hold.
#[derive(Default)]
pub(super) struct Printed {
    pub(super) files: OutputFiles,
    pub(super) problems: Vec<TemplateProblem>,
    pub(super) cut: usize,
}

/// The reports of one customer.
pub(super) fn reports(
    stage: &Stage<'_>,
    texts: &Texts,
    language: &str,
    id: &str,
    views: (&StatusReport, &ClosureReport, &Pictures),
) -> Printed {
    let (status, closure, pictures) = views;
    let site = site(stage, language);
    let mut desk = Desk { stage, printer: stage.templates.printer(&site, texts), out: Printed::default() };
    if stage.inputs.reporting.wants(ReportKind::Status) {
        let name = format!("reports/{id}/status");
        desk.pages((&name, "report/status.html"), (&Illustrated { view: status, pictures }, status));
        desk.workbook(&name, status, || xlsx::status(status, &burn_rows(status), &site.brand, texts));
    }
    if stage.inputs.reporting.wants(ReportKind::Closure) {
        let name = format!("reports/{id}/closure");
        desk.pages((&name, "report/closure.html"), (closure, closure));
        desk.workbook(&name, closure, || xlsx::closure(closure, &site.brand, texts));
    }
    desk.out
}

/// The portfolio.
pub(super) fn portfolio(
    stage: &Stage<'_>,
    texts: &Texts,
    language: &str,
    shares: Vec<Share>,
    failed: Vec<FailedRow>,
) -> Printed {
    let site = site(stage, language);
    let words = |key: &str, values: &[(&str, &str)]| texts.fill(key, values);
    let config = &stage.inputs.config;
    let cover = Cover {
        as_of: dates::day(stage.inputs.report_day(), language),
        time_zone: config.calendar.time_zone.as_deref(),
        language,
        playbook: &config.title,
        words: &words,
    };
    let (view, pictures) = all(&cover, shares, failed);
    let mut desk = Desk { stage, printer: stage.templates.printer(&site, texts), out: Printed::default() };
    let name = "reports/portfolio";
    desk.pages((name, "report/portfolio.html"), (&Illustrated { view: &view, pictures: &pictures }, &view));
    desk.workbook(name, &view, || xlsx::portfolio(&view, &site.brand, texts));
    desk.out
}

/// Where and by which template something is printed: path without extension, template.
type Place<'t> = (&'t str, &'t str);

/// Where the reports of one customer are printed.
struct Desk<'a> {
    stage: &'a Stage<'a>,
    printer: Printer<'a>,
    out: Printed,
}

impl Desk<'_> {
    /// A report as a page, and its twin.
    fn pages(&mut self, (name, template): Place<'_>, (shown, twin): (&impl Serialize, &impl Serialize)) {
        if !self.stage.inputs.makes_pages() {
            return;
        }
        let order = Order { place: Digest::of(&(template, name)), basis: None, template };
        let path = || VirtualPath::new(&format!("{name}.html"));
        if let Some(sheet) = self.stage.press.page(&self.printer, order, || Some((path()?, shown))) {
            self.take(&sheet);
        }
        if let Some(path) = VirtualPath::new(&format!("{name}.json")) {
            self.out.files.insert(path, serde_json::to_string_pretty(twin).unwrap_or_default() + "\n");
        }
    }

    /// A report as a workbook, where that is wanted.
    fn workbook(&mut self, name: &str, view: &impl Serialize, make: impl FnOnce() -> Result<Workbook, xlsx::Failure>) {
        let path = VirtualPath::new(&format!("{name}.xlsx")).filter(|_| self.stage.inputs.makes_workbooks());
        let Some(path) = path else { return };
        let template = path.file_name().to_owned();
        let shown = shown(&self.printer, "xlsx", view);
        let mut cut = 0;
        let made = || match make() {
            Ok(workbook) => {
                cut = workbook.cut;
                (workbook.bytes, Vec::new())
            }
            Err(error) => {
                let message = format!("could not be written: {error}");
                (Vec::new(), vec![TemplateProblem { template, message, position: None }])
            }
        };
        let sheet = self.stage.press.file(Digest::of(&("xlsx", name)), shown, path, made);
        self.out.cut += cut;
        self.take(&sheet);
    }

    fn take(&mut self, sheet: &Sheet) {
        if !sheet.bytes.is_empty() {
            self.out.files.insert(sheet.path.clone(), Content::Bytes(sheet.bytes.clone()));
        }
        self.out.problems.extend(sheet.problems.iter().cloned());
    }
}

fn site(stage: &Stage<'_>, language: &str) -> Site {
    let config = &stage.inputs.config;
    Site {
        title: config.title.clone(),
        language: language.to_owned(),
        direction: "ltr".to_owned(),
        brand: config.brand.name.clone().unwrap_or_else(|| config.title.clone()),
        accent: config.brand.color.as_deref().and_then(color::accent),
        footer: config.brand.footer.clone(),
        ..Site::default()
    }
}
