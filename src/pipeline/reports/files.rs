//! Reports as files: HTML by the templates, JSON as the view stands, workbooks where they are wanted.

use std::sync::Arc;

use serde::Serialize;

use crate::memo::{Sheet, Spoken};
use crate::output::{Content, OutputFiles};
use crate::pipeline::Stage;
use crate::pipeline::press::{printed, shown};
use crate::render::html::{Printer, TemplateProblem, Texts};
use crate::render::manuscript::{self, Manuscript};
use crate::render::xlsx::{self, Workbook};
use crate::text::{Digest, VirtualPath};
use crate::view::chart::Picture;
use crate::view::chart::series::burn_rows;
use crate::view::closure_report::ClosureReport;
use crate::view::pages::Site;
use crate::view::portfolio::{self, FailedRow, Share, portfolio as all};
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

/// What prints reports in one language; made once for all customers.
pub(super) struct Studio<'a> {
    printer: Printer<'a>,
    site: Site,
    spoken: Arc<Spoken>,
}

impl<'a> Studio<'a> {
    pub(super) fn new(stage: &Stage<'a>, language: &str) -> Self {
        let (site, spoken) = (site(stage, language), stage.texts.get(language));
        Self { printer: stage.templates.printer(&site, &spoken.texts), site, spoken }
    }

    /// The words of the language.
    pub(super) fn texts(&self) -> &Texts {
        &self.spoken.texts
    }
}

/// What was printed of one customer, or of all.
#[derive(Default)]
pub(super) struct Printed {
    pub(super) files: OutputFiles,
    /// Pages and workbooks by what they are.
    pub(super) sheets: Vec<(Digest, Arc<Sheet>)>,
    pub(super) problems: Vec<TemplateProblem>,
    /// What is still to be typeset.
    pub(super) manuscripts: Vec<Manuscript>,
    /// How much a workbook could not hold.
    pub(super) cut: usize,
}

/// The reports of one customer.
pub(super) fn reports(
    stage: &Stage<'_>,
    studio: &Studio<'_>,
    id: &str,
    (status, closure): (Option<&(StatusReport, Pictures)>, Option<&ClosureReport>),
) -> Printed {
    let (brand, texts) = (&studio.site.brand, studio.texts());
    let mut desk = Desk { stage, studio, out: Printed::default() };
    if let Some((status, pictures)) = status {
        let name = format!("reports/{id}/status");
        let shown = Illustrated { view: status, pictures };
        desk.pages((&name, "report/status.html"), (&shown, status), pictures);
        desk.workbook(&name, status, || xlsx::status(status, &burn_rows(status), brand, texts));
        desk.document((&name, "report/status.typ"), &shown);
    }
    if let Some(closure) = closure {
        let name = format!("reports/{id}/closure");
        desk.pages((&name, "report/closure.html"), (closure, closure), &());
        desk.workbook(&name, closure, || xlsx::closure(closure, brand, texts));
        desk.document((&name, "report/closure.typ"), closure);
    }
    desk.out
}

/// The portfolio.
pub(super) fn portfolio(stage: &Stage<'_>, studio: &Studio<'_>, shares: Vec<Share>, failed: Vec<FailedRow>) -> Printed {
    let (brand, texts, language) = (&studio.site.brand, studio.texts(), studio.site.language.as_str());
    let words = |key: &str, values: &[(&str, &str)]| texts.fill(key, values);
    let config = &stage.inputs.config;
    let cover = portfolio::Cover {
        as_of: dates::day(stage.inputs.report_day(), language),
        time_zone: config.calendar.time_zone.as_deref(),
        language,
        playbook: &config.title,
        words: &words,
    };
    let (view, pictures) = all(&cover, shares, failed);
    let mut desk = Desk { stage, studio, out: Printed::default() };
    let name = "reports/portfolio";
    let shown = Illustrated { view: &view, pictures: &pictures };
    desk.pages((name, "report/portfolio.html"), (&shown, &view), &pictures);
    desk.workbook(name, &view, || xlsx::portfolio(&view, brand, texts));
    desk.document((name, "report/portfolio.typ"), &shown);
    desk.out
}

/// Where and by which template something is printed: path without extension, template.
type Place<'t> = (&'t str, &'t str);

/// Where the reports of one customer are printed.
struct Desk<'a> {
    stage: &'a Stage<'a>,
    studio: &'a Studio<'a>,
    out: Printed,
}

impl Desk<'_> {
    /// A report to be typeset, where that is wanted.
    fn document(&mut self, place: (&str, &'static str), view: &impl Serialize) {
        if self.stage.inputs.makes_documents() {
            let cover = manuscript::Cover { site: &self.studio.site, texts: self.studio.texts() };
            self.out.manuscripts.extend(Manuscript::new(&cover, place, view));
        }
    }

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
        let digest = Digest::of(&(shown(&self.studio.printer, template, pictures), &twin));
        let place = Digest::of(&(template, name));
        let sheet = self.stage.press.file(place, digest, page, || {
            let (html, problems) = printed(&self.studio.printer, template, view);
            (html.into_bytes(), problems)
        });
        self.take(place, sheet);
        self.out.files.insert(data, twin);
    }

    /// A report as a workbook, where that is wanted.
    fn workbook(&mut self, name: &str, view: &impl Serialize, make: impl FnOnce() -> Result<Workbook, xlsx::Failure>) {
        let path = VirtualPath::new(&format!("{name}.xlsx")).filter(|_| self.stage.inputs.makes_workbooks());
        let Some(path) = path else { return };
        let template = path.file_name().to_owned();
        let shown = shown(&self.studio.printer, "xlsx", view);
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
        let place = Digest::of(&("xlsx", name));
        let sheet = self.stage.press.file(place, shown, path, made);
        self.out.cut += cut;
        self.take(place, sheet);
    }

    fn take(&mut self, place: Digest, sheet: Arc<Sheet>) {
        if !sheet.bytes.is_empty() {
            self.out.files.insert(sheet.path.clone(), Content::Bytes(sheet.bytes.clone()));
        }
        self.out.problems.extend(sheet.problems.iter().cloned());
        self.out.sheets.push((place, sheet));
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
