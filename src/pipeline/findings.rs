//! Findings as a page: by rule, page and owner, in a file of its own or in a site.

use std::collections::{BTreeMap, HashMap};

use super::Built;
use crate::config::{Config, FindingsPage};
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::Error;
use crate::inputs::Theme;
use crate::render::html::{TemplateProblem, Templates, Texts};
use crate::text::{Sources, VirtualPath};
use crate::view::findings::{Found, Heading, findings};
use crate::view::pages::Site;
use crate::view::{color, dates};

/// What a page of findings is made from.
pub struct Shown<'a> {
    /// The project's settings.
    pub config: &'a Config,
    /// The theme.
    pub theme: &'a Theme,
    /// The templates of the theme.
    pub templates: &'a Templates,
    /// What was built.
    pub built: &'a Built,
    /// The findings, in order.
    pub diagnostics: &'a [Diagnostic],
    /// The texts that they point into.
    pub sources: &'a Sources,
    /// The day.
    pub day: jiff::civil::Date,
}

/// Where the findings page of the site lies, if the project wants one and has a site for it.
pub fn place(config: &Config) -> Option<VirtualPath> {
    let editions = &config.editions;
    let edition = match &config.findings {
        FindingsPage::Nowhere => return None,
        FindingsPage::Edition(name) => Some(editions.iter().find(|edition| edition.name == *name)?),
        FindingsPage::Internal if editions.is_empty() => None,
        FindingsPage::Internal => {
            let named = editions.iter().find(|edition| edition.name == "internal");
            Some(named.or_else(|| editions.iter().find(|edition| edition.is_internal()))?)
        }
    };
    let folder = edition
        .filter(|_| editions.len() > 1)
        .map_or_else(VirtualPath::root, |edition| VirtualPath::new(&edition.name).unwrap_or_else(VirtualPath::root));
    folder.join("findings.html")
}

impl Shown<'_> {
    /// The page; `at` is its place among the files of the build, none where it stands alone.
    pub fn page(&self, at: Option<&VirtualPath>) -> Result<String, Error> {
        let language = self.config.languages.first().map_or("en", |language| language.tag.as_str());
        let heading = Heading {
            playbook: self.config.title.clone(),
            day: dates::day(self.day, language).text,
            language: language.to_owned(),
            home: at.map(|_| "index.html".to_owned()),
        };
        let view = findings(heading, self.found(at));
        let (texts, _) = Texts::new(&self.theme.files, language);
        let site = self.site(language);
        let printer = self.templates.printer(&site, &texts);
        let failed = |problem: TemplateProblem| {
            Error::at("could not make the page of findings", problem.template, problem.message)
        };
        let template = "report/findings.html";
        printer.render(template, &view).or_else(|_| printer.render_built_in(template, &view)).map_err(failed)
    }

    fn found(&self, at: Option<&VirtualPath>) -> Vec<Found> {
        let folder = at.map(VirtualPath::parent);
        let mut addresses: HashMap<&VirtualPath, &VirtualPath> = HashMap::new();
        let inside = |path: &VirtualPath| folder.as_ref().is_some_and(|folder| path.is_below(folder));
        for (page, source) in self.built.origins.iter().filter(|(page, _)| inside(page)) {
            addresses.entry(source).or_insert(page);
        }
        let owners = &self.built.owners;
        let one = |found: &Diagnostic| {
            let span = found.primary.as_ref().map(|label| label.span);
            let path = span.map(|span| self.sources.path(span));
            let href = path.and_then(|path| Some(addresses.get(path)?.relative_from(at?)));
            Found {
                severity: found.severity.as_str().to_owned(),
                rank: rank(found.severity),
                code: found.code.as_str().to_owned(),
                summary: found.code.summary().to_owned(),
                message: found.message.clone(),
                help: found.help.clone(),
                file: path.map(ToString::to_string).unwrap_or_default(),
                line: span.map_or(0, |span| self.sources.line(span)),
                owner: path.and_then(|path| owners.get(path)).cloned().unwrap_or_default(),
                href,
            }
        };
        self.diagnostics.iter().map(one).collect()
    }

    fn site(&self, language: &str) -> Site {
        let brand = &self.config.brand;
        Site {
            title: self.config.title.clone(),
            language: language.to_owned(),
            direction: "ltr".to_owned(),
            brand: brand.name.clone().unwrap_or_else(|| self.config.title.clone()),
            accent: brand.color.as_deref().and_then(color::accent),
            footer: brand.footer.clone(),
            ..Site::default()
        }
    }
}

fn rank(severity: Severity) -> usize {
    match severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Info | Severity::Off => 2,
    }
}

/// Who owns each page, by its source: `ft.owner` of its front matter.
pub(super) fn owners(model: &super::Model<'_>) -> BTreeMap<VirtualPath, String> {
    let owner = |page: &std::sync::Arc<crate::corpus::PageEntry>| {
        let owner = page.meta.all.get("ft.owner")?.as_str()?.trim().to_owned();
        (!owner.is_empty()).then(|| (model.library.source(page.file).path.clone(), owner))
    };
    model.library.pages.iter().filter_map(owner).collect()
}
