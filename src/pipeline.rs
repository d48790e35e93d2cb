//! Stub of the pipeline, so that the edge can be built and tested. The pipeline's own takes its place.

use serde_json::{Value, json};

use crate::diagnostic::Checked;
use crate::inputs::{FileKind, Inputs};
use crate::memo::Memo;
use crate::output::{Content, OutputFiles};
use crate::text::FileId;

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
    let page = |id: &FileId| {
        let source = inputs.sources.get(*id);
        let file = source.path.strip(&inputs.config.content).unwrap_or_else(|| source.path.clone());
        let title = source.text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or(file.stem());
        json!({ "file": file, "title": title })
    };
    let pages = inputs.pages.iter().map(page).collect();
    Checked::clean(Inventory { pages, ..Inventory::default() })
}
