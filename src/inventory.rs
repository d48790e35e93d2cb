//! Everything that was read, as rows for other programs. The contracts stand in the manual.

use serde::Serialize;
use serde_json::Value;

use crate::corpus::{Library, LinkStatus, PageEntry, Target};
use crate::extract::playbook::Facts;
use crate::model::{Task, TaskId};
use crate::parity::Pairs;
use crate::syntax::markdown::LinkKind;
use crate::text::{FileId, Span};

/// What `export` prints.
#[derive(Debug, Default)]
pub struct Inventory {
    /// One row per occurrence of a task.
    pub tasks: Vec<Value>,
    /// One row per refresh entry.
    pub refreshes: Vec<Value>,
    /// One row per link.
    pub links: Vec<Value>,
    /// One row per page.
    pub pages: Vec<Value>,
    /// One row per step.
    pub steps: Vec<Value>,
    /// One row for each difference between a language and the first.
    pub parity: Vec<Value>,
    /// One row for each task id that a page of a change log names.
    pub logged: Vec<Value>,
}

#[derive(Serialize)]
struct TaskRow<'a> {
    id: u32,
    name: &'a str,
    name_markdown: &'a str,
    requirement: Option<&'static str>,
    roles: Vec<&'a str>,
    services: &'a [String],
    all_services: bool,
    phase: String,
    process: &'a str,
    step: &'a str,
    language: &'a str,
    editions: &'a [String],
    file: String,
    line: u32,
    recovered: bool,
}

#[derive(Serialize)]
struct StepRow<'a> {
    file: String,
    line: u32,
    title: &'a str,
    anchor: &'a str,
    roles: Vec<&'a str>,
    services: &'a [String],
    all_services: bool,
    process: &'a str,
    phase: String,
    language: &'a str,
    editions: &'a [String],
}

#[derive(Serialize)]
struct ParityRow<'a> {
    language: &'a str,
    kind: &'static str,
    id: Option<u32>,
    name: &'a str,
    expected: &'a str,
    found: &'a str,
    source_file: Option<String>,
    source_line: Option<u32>,
    file: Option<String>,
    line: Option<u32>,
}

#[derive(Serialize)]
struct LoggedRow {
    file: String,
    line: u32,
    id: u32,
}

#[derive(Serialize)]
struct RefreshRow<'a> {
    file: String,
    line: u32,
    date: Option<String>,
    date_text: &'a str,
    who: &'a str,
    what: &'a str,
    notes: &'a str,
}

#[derive(Serialize)]
struct LinkRow<'a> {
    file: String,
    line: u32,
    column: u32,
    target: &'a str,
    text: &'a str,
    kind: &'static str,
    status: &'static str,
    resolved: Option<String>,
    suggestion: Option<String>,
}

#[derive(Serialize)]
struct PageRow<'a> {
    file: String,
    title: &'a str,
    phase: String,
    process: &'a str,
    language: &'a str,
    editions: &'a [String],
    url: String,
    front_matter: &'a serde_json::Map<String, Value>,
}

impl Inventory {
    /// The rows of a library and what its pages say.
    pub fn new(library: &Library<'_>, facts: &Facts, pairs: &Pairs) -> Self {
        let rows = Rows { library, facts };
        Self {
            tasks: rows.tasks(),
            refreshes: rows.refreshes(),
            links: rows.links(),
            pages: rows.pages(),
            steps: rows.steps(),
            parity: rows.parity(pairs),
            logged: rows.logged(),
        }
    }
}

struct Rows<'a> {
    library: &'a Library<'a>,
    facts: &'a Facts,
}

fn value(row: impl Serialize) -> Value {
    serde_json::to_value(row).unwrap_or(Value::Null)
}

impl Rows<'_> {
    fn file(&self, file: FileId) -> String {
        self.library.address(file).to_string()
    }

    fn line(&self, span: Span) -> u32 {
        self.library.inputs.sources.line(span)
    }

    /// The language of a page: of the configuration, or what its labels show.
    fn language(&self, index: usize) -> &str {
        page_language(self.library, self.facts, index)
    }

    fn tasks(&self) -> Vec<Value> {
        let mut rows = Vec::new();
        for (index, process) in self.facts.processes.iter().enumerate() {
            let mut own: Vec<&(Option<usize>, Task)> = process.tasks.iter().collect();
            own.sort_by_key(|(_, task)| (task.span.file, task.span.start));
            rows.extend(own.into_iter().map(|(step, task)| self.task(index, *step, task)));
        }
        rows
    }

    fn task(&self, index: usize, step: Option<usize>, task: &Task) -> Value {
        let process = &self.facts.processes[index];
        value(TaskRow {
            id: task.id.value.0,
            name: &task.name,
            name_markdown: &task.name_markdown.value,
            requirement: task.requirement.map(|requirement| requirement.as_str()),
            roles: task.roles.iter().map(|role| role.name.as_str()).collect(),
            services: &task.services.services,
            all_services: task.services.all,
            phase: process.phases.join(", "),
            process: &process.title,
            step: step.and_then(|step| process.steps.get(step)).map_or("", |step| &step.title),
            language: self.language(index),
            editions: &self.editions(index, task.span),
            file: self.file(task.span.file),
            line: self.line(task.span),
            recovered: task.recovered,
        })
    }

    /// The editions that have what stands at a place of a page.
    fn editions(&self, index: usize, span: Span) -> Vec<String> {
        let editions = &self.library.inputs.config.editions;
        let has = |name: &String| {
            let edition = editions.iter().find(|edition| edition.name == *name);
            self.library.shows(span, edition)
        };
        self.library.pages[index].editions.iter().filter(|name| has(name)).cloned().collect()
    }

    fn steps(&self) -> Vec<Value> {
        let mut rows = Vec::new();
        for (index, process) in self.facts.processes.iter().enumerate() {
            rows.extend(process.steps.iter().map(|step| {
                value(StepRow {
                    file: self.file(step.span.file),
                    line: self.line(step.span),
                    title: &step.title,
                    anchor: &step.anchor,
                    roles: step.primary_roles.iter().map(|role| role.name.as_str()).collect(),
                    services: &step.scope.services,
                    all_services: step.scope.all,
                    process: &process.title,
                    phase: process.phases.join(", "),
                    language: self.language(index),
                    editions: &self.editions(index, step.span),
                })
            }));
        }
        rows
    }

    fn parity(&self, pairs: &Pairs) -> Vec<Value> {
        let mut rows = Vec::new();
        for (index, language) in self.library.inputs.config.languages.iter().enumerate().skip(1) {
            for one in pairs.differences(self.library, self.facts, index, None) {
                rows.push(value(ParityRow {
                    language: &language.tag,
                    kind: one.kind.as_str(),
                    id: one.task.map(|id| id.0),
                    name: &one.name,
                    expected: &one.expected,
                    found: &one.found,
                    source_file: one.source.map(|(_, span)| self.file(span.file)),
                    source_line: one.source.map(|(_, span)| self.line(span)),
                    file: one.own.map(|(_, span)| self.file(span.file)),
                    line: one.own.map(|(_, span)| self.line(span)),
                }));
            }
        }
        rows
    }

    /// The numbers on pages of a change log that are task ids somewhere, or may have been.
    fn logged(&self) -> Vec<Value> {
        let is_log = |page: &&std::sync::Arc<PageEntry>| {
            let name = page.path.stem().to_lowercase().replace(['-', '_'], "");
            name.contains("changelog") || name.contains("whatsnew")
        };
        let mut rows = Vec::new();
        for page in self.library.pages.iter().filter(is_log) {
            for (at, line) in self.library.source(page.file).text.lines().enumerate() {
                let numbers = line.split(|c: char| !c.is_ascii_digit()).filter_map(TaskId::parse);
                let row = |id: TaskId| value(LoggedRow { file: page.path.to_string(), line: at as u32 + 1, id: id.0 });
                rows.extend(numbers.map(row));
            }
        }
        rows
    }

    fn refreshes(&self) -> Vec<Value> {
        let entries = self.facts.processes.iter().flat_map(|process| &process.refreshes);
        entries
            .map(|entry| {
                value(RefreshRow {
                    file: self.file(entry.span.file),
                    line: self.line(entry.span),
                    date: entry.date.map(|date| date.to_string()),
                    date_text: &entry.date_text.value,
                    who: &entry.who,
                    what: &entry.what,
                    notes: &entry.notes,
                })
            })
            .collect()
    }

    fn links(&self) -> Vec<Value> {
        self.library.pages.iter().flat_map(|page| self.links_of(page.file)).collect()
    }

    fn links_of(&self, file: FileId) -> Vec<Value> {
        let Some(document) = self.library.document(file) else { return Vec::new() };
        let source = self.library.source(file);
        let row = |link: &crate::syntax::markdown::Link| {
            let position = source.position(link.span.start);
            let (kind, status, resolved, suggestion) = self.outcome(file, link.kind, &link.target.value);
            value(LinkRow {
                file: self.file(file),
                line: position.line,
                column: position.column,
                target: &link.target.value,
                text: &link.text,
                kind,
                status,
                resolved,
                suggestion,
            })
        };
        document.links.iter().map(row).collect()
    }

    fn outcome(
        &self,
        file: FileId,
        kind: LinkKind,
        address: &str,
    ) -> (&'static str, &'static str, Option<String>, Option<String>) {
        let found = |is: bool| if is { LinkStatus::Ok.as_str() } else { LinkStatus::Missing.as_str() };
        match kind {
            LinkKind::Include => {
                let included = self.library.include(file, address);
                ("include", found(included.is_some()), included.map(|file| self.file(file)), None)
            }
            LinkKind::Snippet => ("include", found(self.library.snippet(file, address).is_some()), None, None),
            LinkKind::Link | LinkKind::Image => {
                let resolved = self.library.resolve(file, address);
                let image = kind == LinkKind::Image;
                let (word, path) = match &resolved.target {
                    Target::Pages(pages) => {
                        ("page", pages.first().map(|page| self.library.pages[*page].path.to_string()))
                    }
                    Target::File(path) => (if image { "image" } else { "resource" }, Some(path.to_string())),
                    Target::Here => ("anchor", None),
                    Target::External => ("external", None),
                    Target::Mail => ("mail", None),
                    Target::Nothing(_) => (if image { "image" } else { "page" }, None),
                };
                let broken = !matches!(resolved.status, LinkStatus::Ok | LinkStatus::Unchecked);
                let meant = if broken { self.library.meant(file, &resolved) } else { None }.map(|meant| meant.address);
                (word, resolved.status.as_str(), path, meant)
            }
        }
    }

    fn pages(&self) -> Vec<Value> {
        let rows = self.library.pages.iter().enumerate().map(|(index, page)| {
            let process = &self.facts.processes[index];
            value(PageRow {
                file: page.path.to_string(),
                title: &page.title,
                phase: process.phases.join(", "),
                process: &process.title,
                language: self.language(index),
                editions: &page.editions,
                url: page.path.with_extension("html").to_string(),
                front_matter: &page.meta.all,
            })
        });
        rows.collect()
    }
}

/// The language of a page: of the configuration, or what its labels show.
pub fn page_language<'a>(library: &'a Library<'_>, facts: &Facts, index: usize) -> &'a str {
    let configured = library.inputs.config.languages.get(library.pages[index].language);
    configured.map(|language| language.tag.as_str()).or(facts.pages[index].language).unwrap_or("en")
}
