//! The front matter of all pages as one table, and such a table written back.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use serde_json::{Map, Value};

use super::mend::changeable;
use super::{Changed, Findings, LeftAlone, Loaded, Session};
use crate::diagnostic::{Code, Diagnostic};
use crate::error::Error;
use crate::load;
use crate::mend::metadata::{block, cells, set};
use crate::syntax::csv::{self, Slice};
use crate::text::{Source, Span, VirtualPath, nearest};

/// The column with the path of the page, relative to the content folder.
const FILE: &str = "file";
/// The column that tells whether the front matter changed since.
const REVISION: &str = "revision";

/// All front matter: a row a page, a column a key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MetadataTable {
    /// The columns: file, revision, and keys, those of most pages first.
    pub columns: Vec<String>,
    /// A row for each page, with a text for each column.
    pub rows: Vec<Value>,
}

/// What became of a table of metadata.
#[derive(Debug)]
pub struct Taken {
    /// The pages that change.
    pub files: Vec<Changed>,
    /// Pages that could not be changed at all.
    pub alone: Vec<LeftAlone>,
    /// How many cells changed.
    pub cells: usize,
    /// Rows and cells that were not taken, in the texts of the table.
    pub findings: Findings,
}

impl Session<'_> {
    /// The front matter of all pages.
    pub fn metadata(&mut self) -> Result<MetadataTable, Error> {
        let Loaded { inputs, .. } = self.load()?;
        let sources: Vec<&Source> = inputs.pages.iter().map(|file| &**inputs.sources.get(*file)).collect();
        let all: Vec<Vec<(String, String)>> = sources.iter().map(|source| cells(&source.text)).collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        all.iter().flatten().for_each(|(column, _)| *counts.entry(column).or_default() += 1);
        let mut keys: Vec<(&str, usize)> =
            counts.into_iter().filter(|(key, _)| ![FILE, REVISION].contains(key)).collect();
        keys.sort_by_key(|(key, count)| (std::cmp::Reverse(*count), *key));
        let columns: Vec<String> =
            [FILE, REVISION].into_iter().chain(keys.into_iter().map(|(key, _)| key)).map(str::to_owned).collect();
        let row = |(source, own): (&&Source, &Vec<(String, String)>)| {
            let own: HashMap<&str, &str> = own.iter().map(|(column, cell)| (&**column, &**cell)).collect();
            let name = shown(&source.path, &inputs.config.content);
            let cell = |column: &String| match column.as_str() {
                FILE => name.clone(),
                REVISION => revision(&source.text),
                key => own.get(key).copied().unwrap_or_default().to_owned(),
            };
            Value::Object(
                columns.iter().map(|column| (column.clone(), Value::String(cell(column)))).collect::<Map<_, _>>(),
            )
        };
        let rows = sources.iter().zip(&all).map(row).collect();
        Ok(MetadataTable { columns, rows })
    }

    /// Pages as they should be by a table that was exported and edited.
    pub fn with_metadata(&mut self, table: &Path) -> Result<Taken, Error> {
        let Loaded { project, inputs, .. } = self.load()?;
        let table = self.system.resolve(table);
        let sources = load::exports(self.system, std::slice::from_ref(&table))?.value;
        let mut taking = Taking {
            pages: inputs
                .pages
                .iter()
                .map(|file| &**inputs.sources.get(*file))
                .map(|s| (shown(&s.path, &inputs.config.content), s))
                .collect(),
            seen: HashMap::new(),
            texts: BTreeMap::new(),
            cells: 0,
            found: Vec::new(),
        };
        let mut read = 0;
        for source in sources.iter() {
            read += usize::from(taking.table(source));
        }
        if read == 0 {
            let reason = format!("it has no columns `{FILE}` and `{REVISION}`");
            return Err(Error::at("could not apply", &table, reason).help("begin with `waybook meta export`"));
        }
        let Taking { texts, cells, found, .. } = taking;
        let (mut files, mut alone) = (Vec::new(), Vec::new());
        for (path, (source, after)) in texts.into_iter().filter(|(_, (source, after))| *source.text != **after) {
            match changeable(self.system, &project.root, source) {
                Ok(page) => files.push(Changed { after, ..page }),
                Err(reason) => alone.push(LeftAlone { path, reason }),
            }
        }
        let findings = Findings { diagnostics: found, content: inputs.config.content.clone(), sources };
        Ok(Taken { files, alone, cells, findings })
    }
}

/// A page's path as tables have it.
fn shown(path: &VirtualPath, content: &VirtualPath) -> String {
    path.strip(content).unwrap_or_else(|| path.clone()).to_string()
}

/// Begins with a letter, so that no spreadsheet takes it for a number.
fn revision(text: &str) -> String {
    format!("r{}", &blake3::hash(block(text).as_bytes()).to_hex()[..12])
}

/// Rows being taken into pages.
struct Taking<'a> {
    pages: HashMap<String, &'a Source>,
    /// The row that a page had.
    seen: HashMap<String, Span>,
    texts: BTreeMap<VirtualPath, (&'a Source, String)>,
    cells: usize,
    found: Vec<Diagnostic>,
}

impl<'a> Taking<'a> {
    /// Takes a table; false if it is none of metadata.
    fn table(&mut self, source: &Source) -> bool {
        let table = csv::parse(source.id, &source.text);
        let at = |name: &str| table.header.iter().position(|cell| cell.text == name);
        let (Some(file), Some(revision)) = (at(FILE), at(REVISION)) else { return false };
        for row in &table.rows {
            if let Some(problem) = row.problem {
                self.refuse(row.span, format!("the row cannot be read: {}", problem.as_str()), "correct its quotes");
                continue;
            }
            let Some(name) = row.cells.get(file).filter(|cell| !cell.text.is_empty()) else {
                self.refuse(row.span, "the row names no page".to_owned(), "write its path in the column `file`");
                continue;
            };
            let known = row.cells.get(revision).map_or("", |cell| &cell.text);
            let Some(page) = self.page(name, known) else { continue };
            let given =
                table.header.iter().zip(&row.cells).enumerate().filter(|(at, _)| ![file, revision].contains(at));
            for (_, (column, cell)) in given {
                self.cell(page, &column.text, cell);
            }
            for cell in row.cells.iter().skip(table.header.len()).filter(|cell| !cell.text.is_empty()) {
                self.refuse(cell.span, "no column stands over this cell".to_owned(), "write the key in the first row");
            }
        }
        true
    }

    /// The page of a row, if it is there, was not named before and did not change since the export.
    fn page(&mut self, name: &Slice<'_>, known: &str) -> Option<&'a Source> {
        let Some(page) = self.pages.get(name.text.trim_start_matches('\'')).copied() else {
            let near = nearest(&name.text, self.pages.keys().map(String::as_str));
            let help = near.map_or("export anew".to_owned(), |near| format!("did you mean `{near}`?"));
            self.refuse(name.span, format!("there is no page `{}`", name.text), &help);
            return None;
        };
        if let Some(before) = self.seen.insert(name.text.to_string(), name.span) {
            self.refuse(name.span, format!("the page `{}` has two rows", name.text), "keep one of them");
            if let Some(found) = self.found.last_mut() {
                *found = found.clone().related(before, "first here");
            }
            return None;
        }
        if known != revision(&page.text) {
            let message = format!("the front matter of `{}` changed since the export", name.text);
            self.refuse(name.span, message, "export anew, and edit that");
            return None;
        }
        Some(page)
    }

    /// Takes a cell if it says other than the page.
    fn cell(&mut self, page: &'a Source, column: &str, cell: &Slice<'_>) {
        let wanted = meant(&cell.text);
        let now =
            cells(&page.text).into_iter().find(|(key, _)| key == column).map(|(_, cell)| cell).unwrap_or_default();
        if flat(&wanted) == flat(&meant(&now)) {
            return;
        }
        if column.is_empty() {
            self.refuse(cell.span, "no column stands over this cell".to_owned(), "write the key in the first row");
            return;
        }
        let (_, text) = self.texts.entry(page.path.clone()).or_insert_with(|| (page, page.text.to_string()));
        match set(text, column, &wanted) {
            Ok(changed) => {
                *text = changed;
                self.cells += 1;
            }
            Err(reason) => {
                let message = format!("`{column}` was not written: {reason}");
                self.refuse(cell.span, message, "change it in the page");
            }
        }
    }

    fn refuse(&mut self, span: Span, message: String, help: &str) {
        self.found.push(Diagnostic::at(Code::MetadataNotApplied, span, message).help(help));
    }
}

/// A cell without what keeps a spreadsheet from running it, and a day that a spreadsheet made a moment.
fn meant(cell: &str) -> String {
    let formula = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@']));
    let day = cell.strip_suffix(" 00:00:00").filter(|day| day.parse::<jiff::civil::Date>().is_ok());
    formula.or(day).unwrap_or(cell).to_owned()
}

/// A cell on one line, as sheets of workbooks are read.
fn flat(cell: &str) -> String {
    crate::text::folded(cell)
}
