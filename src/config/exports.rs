//! Formats of exports that a project adds: `exports` in `waybook.yml`.

use crate::syntax::shape::{Field, Record, Shape};
use crate::syntax::yaml::Node;

/// A format of exports that the project describes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportMapping {
    /// Its name.
    pub name: String,
    /// What is meant, and the headers that mean it.
    pub columns: Vec<(String, Vec<String>)>,
    /// Words of the tool, and the canonical word for each.
    pub statuses: Vec<(String, String)>,
    /// `day-first`, `month-first` or `iso`.
    pub dates: Option<String>,
    /// `comma` or `point`.
    pub decimals: Option<String>,
    /// The service of all its units.
    pub service: Option<String>,
    /// What a number in a column of sizes stands for: `bytes`, `KB`, `MB` or `GB`.
    pub sizes: Option<String>,
}

impl ExportMapping {
    /// What a number of a meaning stands for, in bytes, items or seconds.
    pub fn factor(&self, meaning: &str) -> u64 {
        let power = match self.sizes.as_deref() {
            Some("KB") => 1,
            Some("MB") => 2,
            Some("GB") => 3,
            _ => 0,
        };
        if meaning.starts_with("bytes") { 1024_u64.pow(power) } else { 1 }
    }
}

/// The keys of a mapping.
pub(super) static EXPORT: Record = Record {
    name: "export format",
    keys: &[
        Field::required("columns", Shape::Record(&COLUMNS), "What is meant, and the header that means it."),
        Field::new("statuses", Shape::MapOf(&Shape::Choice(&STATES)), "The tool's words, and what each of them means."),
        Field::new("dates", Shape::Choice(&["day-first", "month-first", "iso"]), "The order of day and month."),
        Field::new("decimals", Shape::Choice(&["comma", "point"]), "What separates decimals in its numbers."),
        Field::new("service", Shape::Text, "The service of its units."),
        Field::new(
            "sizes",
            Shape::Choice(&["bytes", "KB", "MB", "GB"]),
            "What a number in a column of sizes stands for.",
        ),
    ],
};

const HEADERS: Shape = Shape::List(&Shape::Text);

static COLUMNS: Record = Record {
    name: "column map",
    keys: &[
        Field::required("identity", HEADERS, "By which a unit is named."),
        Field::required("status", HEADERS, "The tool's word for where it stands."),
        Field::new("batch", HEADERS, "Its batch or project."),
        Field::new("destination", HEADERS, "Where it goes; tells the service where `service` does not."),
        Field::new("items", HEADERS, "Items there are."),
        Field::new("items_done", HEADERS, "Items moved."),
        Field::new("items_failed", HEADERS, "Items not moved."),
        Field::new("items_skipped", HEADERS, "Items left out."),
        Field::new("bytes", HEADERS, "Size of what there is."),
        Field::new("bytes_done", HEADERS, "Size of what was moved."),
        Field::new("bytes_failed", HEADERS, "Size of what was not moved."),
        Field::new("bytes_skipped", HEADERS, "Size of what was left out."),
        Field::new("started", HEADERS, "When it began."),
        Field::new("finished", HEADERS, "When it ended."),
        Field::new("synced", HEADERS, "When it was last synchronized."),
        Field::new("duration", HEADERS, "How long it took; a bare number counts seconds."),
        Field::new("round", HEADERS, "The number of the round."),
        Field::new("error", HEADERS, "What went wrong, in words."),
        Field::new("error_kind", HEADERS, "What went wrong, as a code or kind."),
    ],
};

const STATES: [&str; 12] = [
    "not started",
    "queued",
    "preparing",
    "syncing",
    "synced",
    "synced with errors",
    "completing",
    "completed",
    "completed with issues",
    "failed",
    "stopped",
    "removed",
];

/// Reads the mappings of a project file. What does not fit is reported already.
pub(super) fn mappings(root: &Node) -> Vec<ExportMapping> {
    let entries = root.get("exports").map(Node::entries).unwrap_or_default();
    entries.into_iter().map(|(key, node)| mapping(&key.text, node)).collect()
}

fn mapping(name: &str, node: &Node) -> ExportMapping {
    let text = |key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
    let columns = node.get("columns").map(Node::entries).unwrap_or_default();
    let statuses = node.get("statuses").map(Node::entries).unwrap_or_default();
    ExportMapping {
        name: name.to_owned(),
        columns: columns.into_iter().map(|(key, node)| (key.text.clone(), node.texts())).collect(),
        statuses: statuses
            .into_iter()
            .filter_map(|(key, node)| Some((key.text.clone(), node.text()?.to_owned())))
            .collect(),
        dates: text("dates"),
        decimals: text("decimals"),
        service: text("service"),
        sizes: text("sizes"),
    }
}
