//! A table of statuses, one customer's or many customers': every row is used, counted as another customer's, or reported.

use std::collections::BTreeSet;

use super::dates::{self, Order};
use super::{Project, tasks};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Engagement, Import, TaskId, TaskStatus, Waiver};
use crate::syntax::csv::{self, Cell, Row, Table, plain};
use crate::text::{Source, Span, Spanned, comparable, folded, nearest};

/// The columns of a table of statuses, each with the other names that portals give it.
const COLUMNS: [(&str, &[&str]); 13] = [
    ("tenant", &["tenant name", "tenant id", "customer"]),
    ("service", &["workload"]),
    ("task_id", &["id", "task", "ftop task id", "task number"]),
    ("status", &["task status"]),
    ("percent_complete", &["percent", "% complete", "%"]),
    ("role", &["fasttrack role"]),
    ("owner", &["assigned to"]),
    ("updated", &["last updated", "date", "on", "updated on"]),
    ("note", &["notes", "comment", "comments"]),
    ("evidence", &[]),
    ("waiver_by", &["approved by", "waiver approved by"]),
    ("waiver_date", &["approved on", "waiver approved on"]),
    ("waiver_reason", &["reason"]),
];

/// Reads a table into an engagement. `key` is where the engagement file names it.
pub(super) fn read(
    source: &Source,
    key: Span,
    project: &Project<'_>,
    engagement: &mut Engagement,
    found: &mut Vec<Diagnostic>,
) {
    let table = csv::parse(source.id, &source.text);
    let mut import =
        Import { file: source.id, rows: table.rows.len(), used: 0, elsewhere: 0, rejected: 0, latest: None };
    check_header(&table, source, found);
    let columns = Columns::of(&table);
    if columns.at("task_id").is_none() || columns.at("status").is_none() {
        import.rejected = import.rows;
        engagement.imports.push(import);
        return;
    }
    let mut reading = Reading { columns, project, found, import };
    reading.rows(&table, key, engagement);
    let import = reading.import;
    engagement.imports.push(import);
}

/// Columns that are missing, unknown, or stand twice.
fn check_header(table: &Table, source: &Source, found: &mut Vec<Diagnostic>) {
    let columns = Columns::of(table);
    let place = table.header.first().map_or(Span::start_of(source.id), |cell| cell.span);
    let header = table.header.last().map_or(place, |last| place.to(last.span));
    for name in ["task_id", "status"] {
        if columns.at(name).is_none() {
            let near = nearest(name, table.header.iter().map(|cell| cell.text.as_str()));
            let help = near.map_or_else(
                || format!("add the column `{name}`"),
                |near| format!("rename the column `{near}` to `{name}`"),
            );
            found.push(Diagnostic::at(Code::UnreadableStatusRow, header, format!("no column `{name}`")).help(help));
        }
    }
    for (index, cell) in table.header.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty()) {
        match name_of(cell) {
            None => found.push(unknown_column(cell)),
            Some(name) if columns.at(name) != Some(index) => {
                let finding = Diagnostic::at(Code::UnreadableStatusRow, cell.span, format!("a second column `{name}`"));
                found.push(finding.help("remove one of them; the first one counts"));
            }
            Some(_) => {}
        }
    }
}

/// A column of no use here: a slip if it is near to one, else worth knowing only, since portals add columns.
fn unknown_column(cell: &Cell) -> Diagnostic {
    let near = nearest(&cell.text, COLUMNS.iter().map(|(name, _)| *name));
    let mut finding = Diagnostic::at(Code::UnknownKey, cell.span, format!("the column `{}` is not used", cell.text));
    finding.severity = if near.is_some() { Severity::Warning } else { Severity::Info };
    finding.maybe_help(near.map(|near| format!("did you mean `{near}`?")))
}

fn name_of(cell: &Cell) -> Option<&'static str> {
    let name = plain(&cell.text);
    let is = |known: &str, others: &[&str]| plain(known) == name || others.iter().any(|other| plain(other) == name);
    COLUMNS.iter().find(|(known, others)| is(known, others)).map(|(known, _)| *known)
}

/// Where each known column stands.
struct Columns {
    places: Vec<(&'static str, usize)>,
    count: usize,
}

impl Columns {
    fn of(table: &Table) -> Self {
        let mut places: Vec<(&'static str, usize)> = Vec::new();
        for (index, name) in table.header.iter().enumerate().filter_map(|(i, cell)| Some((i, name_of(cell)?))) {
            if places.iter().all(|(known, _)| *known != name) {
                places.push((name, index));
            }
        }
        Self { places, count: table.header.len() }
    }

    fn at(&self, name: &str) -> Option<usize> {
        self.places.iter().find(|(known, _)| *known == name).map(|(_, index)| *index)
    }

    /// A cell that holds something.
    fn cell<'r>(&self, row: &'r Row, name: &str) -> Option<&'r Cell> {
        row.cells.get(self.at(name)?).filter(|cell| !cell.text.is_empty())
    }
}

struct Reading<'a> {
    columns: Columns,
    project: &'a Project<'a>,
    found: &'a mut Vec<Diagnostic>,
    import: Import,
}

/// Whose a row is.
enum Owner {
    Ours,
    Another,
    Nobody,
}

impl Reading<'_> {
    fn rows(&mut self, table: &Table, key: Span, engagement: &mut Engagement) {
        let tenants = self.tenants(table);
        if !self.serves(&tenants, table, key, engagement) {
            self.import.rejected = self.import.rows;
            return;
        }
        let dates = ["updated", "waiver_date"];
        let cells = table.rows.iter().flat_map(|row| dates.iter().filter_map(|name| self.columns.cell(row, name)));
        let order = dates::order(cells.map(|cell| cell.text.as_str()));
        let mut statuses = Vec::new();
        for row in &table.rows {
            match self.owner(row, &tenants, engagement) {
                Owner::Another => self.import.elsewhere += 1,
                Owner::Nobody => {
                    statuses.extend(self.reject(row.span, "a row without a tenant", "write the tenant it belongs to"));
                }
                Owner::Ours => statuses.extend(self.row(row, order)),
            }
        }
        self.import.used = statuses.len();
        self.import.latest = statuses.iter().filter_map(|status| status.on.as_ref()).map(|on| on.value).max();
        self.merge(statuses, engagement);
    }

    /// The tenants of the table in comparable form; rows whose quotes are broken do not count.
    fn tenants(&self, table: &Table) -> BTreeSet<String> {
        let sound = table.rows.iter().filter(|row| row.problem.is_none());
        sound.filter_map(|row| self.columns.cell(row, "tenant")).map(|cell| comparable(&cell.text)).collect()
    }

    /// Whether the table can serve this engagement; says why not.
    fn serves(&mut self, tenants: &BTreeSet<String>, table: &Table, key: Span, engagement: &Engagement) -> bool {
        if tenants.is_empty() || tenants.iter().any(|tenant| is_of(tenant, engagement)) {
            return true;
        }
        let several = tenants.len() > 1;
        let Some(tenant) = &engagement.tenant else {
            if several {
                let message = "the table serves several tenants and the engagement names none";
                self.found.push(Diagnostic::at(Code::InvalidConfig, key, message).help("add `tenant: …`"));
            }
            return !several;
        };
        let message = format!("the table has no row of tenant `{}`", tenant.value);
        let first = table.rows.iter().find_map(|row| self.columns.cell(row, "tenant")).filter(|_| !several);
        let finding = Diagnostic::at(Code::UnreadableStatusRow, first.map_or(key, |cell| cell.span), message);
        self.found.push(
            finding.related(tenant.span, "the engagement's tenant").help("correct the tenant, or name another table"),
        );
        false
    }

    fn owner(&self, row: &Row, tenants: &BTreeSet<String>, engagement: &Engagement) -> Owner {
        match self.columns.cell(row, "tenant") {
            Some(cell) if tenants.len() < 2 || is_of(&comparable(&cell.text), engagement) => Owner::Ours,
            Some(_) if row.problem.is_some() => Owner::Ours,
            Some(_) => Owner::Another,
            None if tenants.len() < 2 || row.problem.is_some() => Owner::Ours,
            None => Owner::Nobody,
        }
    }

    /// One row as a status; the row is rejected if it may be cut wrongly, or has no task id or no status.
    fn row(&mut self, row: &Row, order: Option<Order>) -> Option<TaskStatus> {
        if let Some(problem) = row.problem {
            return self.reject(row.span, problem.as_str(), "put quotes around the whole cell and double those inside");
        }
        if row.cells.iter().skip(self.columns.count).any(|cell| !cell.text.is_empty()) {
            let message = format!("{} cells in a table of {}", row.cells.len(), self.columns.count);
            return self.reject(row.span, &message, "put quotes around cells that hold a separator");
        }
        let Some(id) = self.columns.cell(row, "task_id") else {
            return self.reject(row.span, "a row without a task id", "write the three to five digits of the task");
        };
        let Some(number) = TaskId::parse(&id.text) else {
            let message = format!("`{}` is no task id", id.text);
            return self.reject(id.span, &message, "write the three to five digits of the task");
        };
        let Some(word) = self.columns.cell(row, "status") else {
            let message = format!("no status for task `{number}`");
            return self.reject(
                row.span,
                &message,
                "write a status, or remove the row: without one the task has no data",
            );
        };
        let status = tasks::status(&word.text, word.span, self.found);
        let status = TaskStatus { span: row.span, ..TaskStatus::new(Spanned::new(number, id.span), status) };
        Some(self.details(status, row, order))
    }

    /// Adds what the other cells say; a cell that cannot be read is reported and left out.
    fn details(&mut self, status: TaskStatus, row: &Row, order: Option<Order>) -> TaskStatus {
        TaskStatus {
            percent: self.percent(row),
            on: self.date(row, "updated", order),
            owner: self.text(row, "owner"),
            role: self.spanned(row, "role"),
            service: self.spanned(row, "service").map(|name| self.project.service(name)),
            note: self.text(row, "note"),
            evidence: self.text(row, "evidence"),
            waiver: Waiver {
                reason: self.text(row, "waiver_reason"),
                approved_by: self.text(row, "waiver_by"),
                on: self.date(row, "waiver_date", order),
            },
            ..status
        }
    }

    /// Joins the rows to what is there: the engagement file wins, and among rows the one that says less is done.
    fn merge(&mut self, statuses: Vec<TaskStatus>, engagement: &mut Engagement) {
        let listed: BTreeSet<TaskId> = engagement.tasks.keys().copied().collect();
        for mut status in statuses {
            let Some(known) = engagement.tasks.get_mut(&status.id.value) else {
                engagement.tasks.insert(status.id.value, status);
                continue;
            };
            if !listed.contains(&status.id.value) && outranks(&status, known) {
                std::mem::swap(&mut status, known);
            }
            if tasks::disagree(known, &status) {
                self.found.push(tasks::conflict(known, &status));
            } else {
                tasks::complete(known, status);
            }
        }
    }

    fn percent(&mut self, row: &Row) -> Option<Spanned<u8>> {
        let cell = self.columns.cell(row, "percent_complete")?;
        let number = cell.text.trim_end_matches('%').trim().parse::<f64>().ok();
        let Some(number) = number.filter(|number| (0.0..=100.0).contains(number)) else {
            let message = format!("`{}` is no percentage from 0 to 100", cell.text);
            self.found.push(
                Diagnostic::at(Code::UnreadableStatusRow, cell.span, message).help("write a number such as `60`"),
            );
            return None;
        };
        Some(Spanned::new(number.round() as u8, cell.span))
    }

    fn date(&mut self, row: &Row, name: &str, order: Option<Order>) -> Option<Spanned<jiff::civil::Date>> {
        let cell = self.columns.cell(row, name)?;
        match dates::date(&cell.text, order) {
            Ok(day) => Some(Spanned::new(day, cell.span)),
            Err(why) => {
                let finding = Diagnostic::at(Code::UnreadableStatusRow, cell.span, format!("`{}` is {why}", cell.text));
                self.found.push(finding.help("write year, month and day as `2020-02-03`"));
                None
            }
        }
    }

    fn text(&self, row: &Row, name: &str) -> Option<String> {
        self.columns.cell(row, name).map(|cell| folded(&cell.text))
    }

    fn spanned(&self, row: &Row, name: &str) -> Option<Spanned<String>> {
        self.columns.cell(row, name).map(|cell| Spanned::new(folded(&cell.text), cell.span))
    }

    fn reject(&mut self, span: Span, message: &str, help: &str) -> Option<TaskStatus> {
        self.import.rejected += 1;
        self.found.push(Diagnostic::at(Code::UnreadableStatusRow, span, message).help(help));
        None
    }
}

/// Whether a tenant in comparable form is the engagement's; a table may name the customer instead.
fn is_of(tenant: &str, engagement: &Engagement) -> bool {
    let own = engagement.tenant.iter().map(|tenant| tenant.value.as_str()).chain([engagement.customer.as_str()]);
    own.into_iter().any(|own| comparable(own) == tenant)
}

/// Whether a row counts rather than one before it: of one service the later, of several the one that is not finished.
fn outranks(row: &TaskStatus, before: &TaskStatus) -> bool {
    let day = |status: &TaskStatus| status.on.as_ref().map(|on| on.value);
    let service = |status: &TaskStatus| status.service.as_ref().map(|service| service.value.clone());
    let finished = |status: &TaskStatus| {
        status.status.value == crate::model::FtopStatus::Complete || status.status.value.sets_aside()
    };
    if service(row) != service(before) {
        return finished(before) && !finished(row);
    }
    match (day(row), day(before)) {
        (Some(row), Some(before)) => row >= before,
        (None, Some(_)) => false,
        _ => true,
    }
}
