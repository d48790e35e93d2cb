//! Reports as files: HTML by the templates, JSON as the view stands, workbooks where they are wanted.

use serde::Serialize;

use crate::memo::Sheet;
use crate::output::{Content, OutputFiles};
use crate::pipeline::Stage;
use crate::pipeline::press::{printed, shown};
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
    (status, closure): (Option<&(StatusReport, Pictures)>, Option<&ClosureReport>),
) -> Printed {
    let site = site(stage, language);
    let mut desk = Desk { stage, printer: stage.templates.printer(&site, texts), out: Printed::default() };
    if let Some((status, pictures)) = status {
        let name = format!("reports/{id}/status");
        let shown = Illustrated { view: status, pictures };
        desk.pages((&name, "report/status.html"), (&shown, status), pictures);
        desk.workbook(&name, status, || xlsx::status(status, &burn_rows(status), &site.brand, texts));
    }
    if let Some(closure) = closure {
        let name = format!("reports/{id}/closure");
        desk.pages((&name, "report/closure.html"), (closure, closure), &());
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
    let shown = Illustrated { view: &view, pictures: &pictures };
    desk.pages((name, "report/portfolio.html"), (&shown, &view), &pictures);
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
    /// A report as a page, and its twin. What is shown beside the twin are the pictures.
    fn pages(
        &mut self,
        (name, template): Place<'_>,
        (view, twin): (&impl Serialize, &impl Serialize),
        pictures: &impl Serialize,
    ) {
        let (page, data) = (VirtualPath::new(&format!("{name}.html")), VirtualPath::new(&format!("{name}.json")));
        let (Some(page), Some(data)) = (page, data) else { return };
        if !self.stage.inputs.makes_pages() {
            return;
        }
        let twin = serde_json::to_string_pretty(twin).unwrap_or_default() + "\n";
        // The twin is the view; it is written once, for the file and for the digest.
        let digest = Digest::of(&(shown(&self.printer, template, pictures), &twin));
        let place = Digest::of(&(template, name));
        let sheet = self.stage.press.file(place, digest, page, || {
            let (html, problems) = printed(&self.printer, template, view);
            (html.into_bytes(), problems)
        });
        self.take(&sheet);
        self.out.files.insert(data, twin);
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
