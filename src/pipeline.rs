//! Stub of the pipeline, so that the edge can be built and tested. The pipeline's own takes its place.

use serde_json::{Value, json};

use crate::config::Config;
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::inputs::{FileKind, Inputs};
use crate::memo::Memo;
use crate::output::{Content, OutputFiles};
use crate::text::{FileId, Span, VirtualPath};

/// What a build makes.
#[derive(Debug)]
pub struct Built {
    /// The files to publish.
    pub outputs: OutputFiles,
    /// What to say of it.
    pub summary: Summary,
    /// Everything that was read.
    pub inventory: Inventory,
}

/// The figures of a build.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Pages published.
    pub pages: usize,
    /// Phases of the playbook.
    pub phases: usize,
    /// Distinct tasks.
    pub tasks: usize,
    /// Those of them that are mandatory.
    pub mandatory: usize,
    /// Customers.
    pub engagements: usize,
    /// Editions built.
    pub editions: usize,
}

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
}

/// Sites and reports.
pub fn build(inputs: &Inputs, memo: &mut Memo) -> Checked<Built> {
    let Checked { value: inventory, diagnostics } = read(inputs, memo);
    let mut outputs = OutputFiles::default();
    for page in &inputs.pages {
        let source = inputs.sources.get(*page);
        let path = source.path.strip(&inputs.config.content).unwrap_or_else(|| source.path.clone());
        outputs.insert(path.with_extension("html"), format!("<pre>{}</pre>\n", source.text));
    }
    for (path, kind) in &inputs.files {
        if let (FileKind::Published(resource), Some(path)) = (kind, path.strip(&inputs.config.content)) {
            outputs.insert(path, Content::Copy(resource.clone()));
        }
    }
    let summary = Summary {
        pages: inputs.pages.len(),
        engagements: inputs.engagements.len(),
        editions: inputs.config.editions.len().max(1),
        ..Summary::default()
    };
    Checked::new(Built { outputs, summary, inventory }, diagnostics)
}

/// The model alone.
pub fn read(inputs: &Inputs, _memo: &mut Memo) -> Checked<Inventory> {
    let file = |id: &FileId| {
        let path = &inputs.sources.get(*id).path;
        path.strip(&inputs.config.content).unwrap_or_else(|| path.clone())
    };
    let pages = inputs.pages.iter().map(|page| json!({ "file": file(page), "title": file(page).stem() })).collect();
    Checked::clean(Inventory { pages, ..Inventory::default() })
}

impl Config {
    /// Stub: reads the keys that the loader's tests need.
    pub fn read(file: FileId, text: &str) -> Checked<Self> {
        let mut config = Config::default();
        let Ok(Value::Object(keys)) = serde_yaml::from_str::<Value>(text) else {
            let empty = text.lines().all(|line| line.trim().is_empty() || line.starts_with('#'));
            let found = Diagnostic::at(Code::InvalidConfig, Span::start_of(file), "the file is not valid YAML");
            return Checked::new(config, if empty { Vec::new() } else { vec![found] });
        };
        let text_of = |key: &str| keys.get(key).and_then(Value::as_str).map(str::to_owned);
        let path = |key: &str| text_of(key).and_then(|path| VirtualPath::new(&path));
        config.title = text_of("title").unwrap_or(config.title);
        config.content = path("content").unwrap_or(config.content);
        config.output = path("output").unwrap_or(config.output);
        config.engagements = path("engagements");
        config.exclude = keys.get("exclude").map(list).unwrap_or_default();
        Checked::clean(config)
    }

    /// Stub: reads globs and destination of the first entries.
    pub fn from_docfx(_file: FileId, text: &str) -> Checked<Self> {
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        let build = &value["build"];
        let mut config = Config { include: list(&build["content"][0]["files"]), ..Config::default() };
        config.exclude = list(&build["content"][0]["exclude"]);
        config.resources = list(&build["resource"][0]["files"]);
        config.exclude_resources = list(&build["resource"][0]["exclude"]);
        config.output = build["dest"].as_str().and_then(VirtualPath::new).unwrap_or(config.output);
        Checked::clean(config)
    }
}

fn list(value: &Value) -> Vec<String> {
    let items = value.as_array().into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}
