//! Reports as files: HTML by the templates, JSON as the view stands.

use serde::Serialize;

use crate::output::{Content, OutputFiles};
use crate::pipeline::Stage;
use crate::pipeline::press::{Order, Shown};
use crate::render::html::{Printer, TemplateProblem, Texts};
use crate::text::{Digest, VirtualPath};
use crate::view::chart::Picture;
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

type Printed = (OutputFiles, Vec<TemplateProblem>);

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
    let printer = stage.templates.printer(&site, texts);
    let illustrated = Illustrated { view: status, pictures };
    let mut out = Printed::default();
    add(stage, &mut out, &printer, (&format!("reports/{id}/status"), "report/status.html"), (&illustrated, status));
    add(stage, &mut out, &printer, (&format!("reports/{id}/closure"), "report/closure.html"), (closure, closure));
    out
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
    let printer = stage.templates.printer(&site, texts);
    let words = |key: &str, values: &[(&str, &str)]| texts.fill(key, values);
    let as_of = dates::day(stage.inputs.report_day(), language);
    let cover = Cover { as_of, language, playbook: &stage.inputs.config.title, words: &words };
    let (view, pictures) = all(&cover, shares, failed);
    let mut out = Printed::default();
    let illustrated = Illustrated { view: &view, pictures: &pictures };
    add(stage, &mut out, &printer, ("reports/portfolio", "report/portfolio.html"), (&illustrated, &view));
    out
}

/// Where and by which template something is printed: path without extension, template.
type Place<'t> = (&'t str, &'t str);

fn add(
    stage: &Stage<'_>,
    out: &mut Printed,
    printer: &Printer<'_>,
    (name, template): Place<'_>,
    (shown, twin): (&impl Serialize, &impl Serialize),
) {
    let order = Order { place: Digest::of(&(template, name)), basis: None, template };
    let shown = || Some(Shown { path: VirtualPath::new(&format!("{name}.html"))?, view: shown, entry: None });
    if let Some(sheet) = stage.press.page(printer, order, shown) {
        out.0.insert(sheet.path.clone(), Content::Bytes(sheet.bytes.clone()));
        out.1.extend(sheet.problems.iter().cloned());
    }
    if let Some(path) = VirtualPath::new(&format!("{name}.json")) {
        out.0.insert(path, serde_json::to_string_pretty(twin).unwrap_or_default() + "\n");
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
