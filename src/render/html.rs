//! Views to HTML by the templates of the theme. Escapes whatever is not marked safe; never fails as a whole because of
//! one template: a broken override is reported, and the built-in file of its name stands in.
//!
//! Templates see four variables: `page` (the view), `site`, `t` (texts of the user interface) and `styles` (the theme's
//! style sheets by the stem of their name, for pages that stand alone).

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, Tera, Value};

use crate::text::{Digest, Lines, Position};
use crate::view::pages::Site;

/// Where the built-in templates live, so that an override may extend the file it replaces:
/// `{% extends "built-in/article.html" %}`.
const BUILT_IN: &str = "built-in/";

/// The long lists of pages, as templates call them.
const LISTS: [&str; 4] = ["rows", "steps", "processes", "tree"];

/// Language of the texts that stand in where a translation lacks one.
const FALLBACK_LANGUAGE: &str = "en";

/// What is wrong with a template or a file of messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateProblem {
    /// Name of the theme file.
    pub template: String,
    /// What was found, in the words of the template engine.
    pub message: String,
    /// Where in that file, if the engine says so.
    pub position: Option<Position>,
}

/// The templates of a theme, ready to print any number of pages from any number of threads.
#[derive(Clone)]
pub struct Templates {
    /// The theme with its overrides.
    tera: Tera,
    /// The built-in files alone.
    built_in: Tera,
    /// The long lists that no template of the project names, which might print no marks for them or look at all of one.
    apart: Vec<&'static str>,
    /// Whether a template of the project names what differs between editions: the name, absolute addresses, the parity page. It
    /// might print a part of it, or no marks.
    asks_for_edition: bool,
}

impl Templates {
    /// Prepares the templates of a theme, given by file name. What cannot be used is left out and reported; the
    /// built-in file of that name takes its place.
    pub fn new(theme: &BTreeMap<String, Arc<[u8]>>) -> (Self, Vec<TemplateProblem>) {
        let default = super::built_in_theme("default").unwrap_or_default();
        let mut built_in = empty();
        let prefixed = templates(&default).filter_map(|(name, text)| Some((format!("{BUILT_IN}{name}"), text.ok()?)));
        built_in.add_raw_templates(prefixed).expect("a test holds that the built-in templates are sound");
        built_in.global_context().insert_value("styles", styles(&default));

        let mut tera = built_in.clone();
        tera.global_context().insert_value("styles", styles(theme));
        let changed = changed(theme, &default);
        let names = |name: &str| templates(&changed).any(|(_, text)| text.is_ok_and(|text| text.contains(name)));
        let apart = LISTS.into_iter().filter(|list| !names(list)).collect();
        let asks_for_edition = ["edition", "canonical", "absolute", "parity"].into_iter().any(names);
        let problems = override_templates(&mut tera, changed);
        (Self { tera, built_in, apart, asks_for_edition }, problems)
    }

    /// Whether what differs between editions comes out whole wherever a page prints it, so that marks may stand for it.
    pub fn prints_edition_whole(&self) -> bool {
        !self.asks_for_edition
    }

    /// What prints the pages of one edition in one language.
    pub fn printer(&self, site: &Site, texts: &Texts) -> Printer<'_> {
        let digest = Digest::of(&(serde_json::to_string(site).unwrap_or_default(), &texts.texts));
        Printer { templates: self, site: Value::from_serializable(site), texts: texts.value.clone(), digest }
    }
}

/// Prints the pages of one edition in one language; site and texts are converted once for all of them.
pub struct Printer<'a> {
    templates: &'a Templates,
    site: Value,
    texts: Value,
    digest: Digest,
}

impl Printer<'_> {
    /// The digest of what all its pages share: site and texts.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Whether the entries of a long list can be printed apart from their page.
    pub fn prints_apart(&self, list: &str) -> bool {
        self.templates.apart.contains(&list)
    }

    /// Prints a page. Fails where an override asks for what the view does not have.
    pub fn render(&self, template: &str, page: &impl Serialize) -> Result<String, TemplateProblem> {
        self.print(&self.templates.tera, template, page)
    }

    /// Prints a page by the built-in templates alone: the way out when [`Printer::render`] fails.
    pub fn render_built_in(&self, template: &str, page: &impl Serialize) -> Result<String, TemplateProblem> {
        self.print(&self.templates.built_in, template, page)
    }

    fn print(&self, tera: &Tera, template: &str, page: &impl Serialize) -> Result<String, TemplateProblem> {
        let problem = |error| problem_of(template, &error);
        let mut context = Context::new();
        context.insert_value("page", Value::try_from_serializable(page).map_err(problem)?);
        context.insert_value("site", self.site.clone());
        context.insert_value("t", self.texts.clone());
        tera.render(template, &context).map_err(problem)
    }
}

/// The texts of the user interface in one language.
#[derive(Clone, Debug)]
pub struct Texts {
    texts: BTreeMap<String, String>,
    value: Value,
}

impl Texts {
    /// Reads `messages/<tag>.yml` of a theme over English; `de-AT` finds `de`. Files that cannot be read are reported
    /// and left out.
    pub fn new(theme: &BTreeMap<String, Arc<[u8]>>, tag: &str) -> (Self, Vec<TemplateProblem>) {
        let default = super::built_in_theme("default").unwrap_or_default();
        let mut problems = Vec::new();
        let mut texts = BTreeMap::new();
        let of = |tag| {
            let (own, other) = (messages(&default, tag), messages(theme, tag));
            [own, other.filter(|other| own != Some(*other))].into_iter().flatten()
        };
        let (english, spoken): (Vec<_>, Vec<_>) = (of(FALLBACK_LANGUAGE).collect(), of(tag).collect());
        let others = if english == spoken { Vec::new() } else { spoken };
        for (name, bytes) in english.into_iter().chain(others) {
            match serde_yaml::from_slice::<BTreeMap<String, String>>(bytes) {
                Ok(found) => texts.extend(found),
                Err(error) => problems.push(yaml_problem(name, &error)),
            }
        }
        problems.dedup();
        let value = Value::from_serializable(&texts);
        (Self { texts, value }, problems)
    }

    /// Whether a theme has texts in a language, as `de` for `de-AT`.
    pub fn speaks(theme: &BTreeMap<String, Arc<[u8]>>, tag: &str) -> bool {
        messages(theme, tag).is_some()
    }

    /// The text of a key; the key itself where there is none.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// The texts whose keys begin alike, by key.
    pub fn beginning_with<'a>(&'a self, start: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let from = self.texts.range(start.to_owned()..);
        from.take_while(move |(key, _)| key.starts_with(start)).map(|(key, text)| (key.as_str(), text.as_str()))
    }

    /// The text of a key with `{name}` replaced by values, and one of `one | other` chosen by the value of `n`.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let text = self.get(key);
        if !text.contains(['{', '|']) {
            return text.to_owned();
        }
        filled(text, values.iter().map(|(name, value)| (*name, (*value).to_owned())))
    }
}

/// A template engine without templates.
fn empty() -> Tera {
    let mut tera = Tera::new();
    tera.set_fallback_prefixes([BUILT_IN]).expect("there are no templates yet");
    tera.autoescape_on([".html"]);
    tera.register_filter("fill", fill);
    tera
}

/// Name and text of each template among the files; text that is not UTF-8 is a problem.
fn templates(
    files: &BTreeMap<String, Arc<[u8]>>,
) -> impl Iterator<Item = (&String, Result<&str, TemplateProblem>)> + '_ {
    files.iter().filter(|(name, _)| name.ends_with(".html")).map(|(name, bytes)| {
        let text = std::str::from_utf8(bytes).map_err(|_| TemplateProblem {
            template: name.clone(),
            message: "not UTF-8".to_owned(),
            position: None,
        });
        (name, text)
    })
}

/// The files that differ from the built-in ones.
fn changed(theme: &BTreeMap<String, Arc<[u8]>>, default: &BTreeMap<String, Arc<[u8]>>) -> BTreeMap<String, Arc<[u8]>> {
    theme
        .iter()
        .filter(|(name, bytes)| default.get(*name) != Some(*bytes))
        .map(|(n, b)| (n.clone(), b.clone()))
        .collect()
}

/// Adds the overrides that can be used, one after the other, so that each problem has a name. An override that needs
/// another waits until that one is in.
fn override_templates(tera: &mut Tera, overrides: BTreeMap<String, Arc<[u8]>>) -> Vec<TemplateProblem> {
    let mut problems = Vec::new();
    let mut waiting = Vec::new();
    for (name, text) in templates(&overrides) {
        match text {
            Ok(text) => match without_order(name, text) {
                Some(problem) => problems.push(problem),
                None => waiting.push((name, text)),
            },
            Err(problem) => problems.push(problem),
        }
    }
    if tera.add_raw_templates(waiting.iter().copied()).is_ok() {
        return problems;
    }
    loop {
        let before = waiting.len();
        let mut failed = Vec::new();
        waiting.retain(|(name, text)| match tera.add_raw_template(name, text) {
            Ok(()) => false,
            Err(error) => {
                failed.push(problem_of(name, &error));
                true
            }
        });
        if waiting.len() == before || waiting.is_empty() {
            problems.extend(failed);
            return problems;
        }
    }
}

/// A loop over the fields of an object, which come in no fixed order: the same project would give other bytes each time.
fn without_order(name: &str, text: &str) -> Option<TemplateProblem> {
    let at = text.match_indices("{%").find_map(|(at, _)| {
        let tag = text[at + 2..].trim_start_matches('-').trim_start();
        let (names, _) = tag.strip_prefix("for ")?.split_once(" in ")?;
        (names.contains(',') && !names.contains("%}")).then_some(at)
    })?;
    Some(TemplateProblem {
        template: name.to_owned(),
        message: "a loop over keys and values has no fixed order, loop over a list".to_owned(),
        position: Some(Lines::of(text).position(text, at as u32)),
    })
}

/// The style sheets of a theme by the stem of their name, safe to print.
fn styles(theme: &BTreeMap<String, Arc<[u8]>>) -> Value {
    let sheets = theme.iter().filter_map(|(name, bytes)| {
        let stem = name.strip_prefix("css/")?.strip_suffix(".css")?;
        Some((stem.to_owned(), Value::safe_string(std::str::from_utf8(bytes).ok()?)))
    });
    Value::from(sheets.collect::<BTreeMap<String, Value>>())
}

/// The file of messages that fits a language best.
fn messages<'a>(theme: &'a BTreeMap<String, Arc<[u8]>>, tag: &str) -> Option<(&'a str, &'a [u8])> {
    let mut tag = tag;
    loop {
        let name = format!("messages/{tag}.yml");
        let file = theme.iter().find(|(file, _)| file.eq_ignore_ascii_case(&name));
        if let Some((name, bytes)) = file {
            return Some((name, bytes));
        }
        tag = tag.rsplit_once('-')?.0;
    }
}

/// The filter `fill`: `{{ t.tasks_count | fill(n=3) }}`.
fn fill(text: &str, values: Kwargs, _: &State) -> String {
    filled(text, values.iter().map(|(name, value)| (name.to_string(), value.to_string())))
}

fn filled(text: &str, values: impl Iterator<Item = (impl AsRef<str>, String)>) -> String {
    let values: Vec<_> = values.collect();
    let single = values.iter().any(|(name, value)| name.as_ref() == "n" && value == "1");
    let mut forms = text.split(" | ");
    let first = forms.next().unwrap_or_default();
    let form = if single { first } else { forms.next().unwrap_or(first) };
    let mut out = String::new();
    let mut rest = form;
    while let Some((before, after)) = rest.split_once('{') {
        let value = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(known, _)| known.as_ref() == name)?;
            Some((value, after))
        });
        out.push_str(before);
        rest = match value {
            Some((value, after)) => {
                out.push_str(value);
                after
            }
            None => {
                out.push('{');
                after
            }
        };
    }
    out + rest
}

/// What went wrong while `template` was added or printed, at the place where it went wrong.
fn problem_of(template: &str, error: &tera::Error) -> TemplateProblem {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => TemplateProblem {
            template: report.filename().trim_start_matches(BUILT_IN).to_owned(),
            message: lower_first(report.message()),
            position: Some(Position {
                line: report.span().start_line as u32,
                column: report.span().start_col as u32 + 1,
            }),
        },
        _ => problem_of_report(template, &error.to_string()),
    }
}

/// Reads the place out of an error that tera gives only as a drawing.
fn problem_of_report(template: &str, report: &str) -> TemplateProblem {
    let message = report.lines().next().unwrap_or_default();
    let message = lower_first(message.trim_start_matches("error: "));
    let place = report.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
    let position = place.and_then(|place| {
        let mut parts = place.rsplitn(3, ':');
        let (column, line) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        (parts.next()? == template).then_some(Position { line, column })
    });
    TemplateProblem { template: template.to_owned(), message, position }
}

fn yaml_problem(name: &str, error: &serde_yaml::Error) -> TemplateProblem {
    let position = error.location().map(|at| Position { line: at.line() as u32, column: at.column() as u32 });
    let message = error.to_string();
    TemplateProblem {
        template: name.to_owned(),
        message: lower_first(message.lines().next().unwrap_or_default()),
        position,
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().collect::<String>() + chars.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
