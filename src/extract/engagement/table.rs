//! A table of statuses, one customer's or many customers': every row is used, counted as another customer's, or reported.

use std::collections::BTreeSet;

use super::status_columns::{COLUMNS, Column, Columns, named};
use super::{Project, tasks};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::extract::cells::{self, AMBIGUOUS, Kind, Percentages, Survey};
use crate::model::{Engagement, Import, TaskId, TaskStatus, Waiver};
use crate::syntax::csv::{self, Cell, Row, Slice, Stream, Table};
use crate::text::{Source, Span, Spanned, comparable, folded, nearest};

/// Reads a table into an engagement. `key` is where the engagement file names it.
pub(super) fn read(
    source: &Source,
    key: Span,
    project: &Project<'_>,
    engagement: &mut Engagement,
    found: &mut Vec<Diagnostic>,
) {
    let table = below_titles(source);
    let rows = table.rows.len();
    let import = Import { file: source.id, rows, used: 0, elsewhere: 0, rejected: 0, latest: None, unusable: false };
    let columns = Columns::of(&table);
    check_header(&table, &columns, source, found);
    if columns.at(Column::TaskId).is_none() || columns.at(Column::Status).is_none() {
        engagement.imports.push(Import { rejected: rows, unusable: true, ..import });
        return;
    }
    let mut reading = Reading { columns, project, found, import };
    reading.rows(&table, key, engagement);
    let import = reading.import;
    engagement.imports.push(import);
}

/// The table below its header row, which has a column of tasks and one of statuses; titles may stand above it, and rows that
/// are as wide as itself may not.
fn below_titles(source: &Source) -> Table<'_> {
    let has = |header: &[Cell], column| header.iter().any(|cell| named(cell) == Some(column));
    let width = |stream: &Stream<'_>| stream.header.iter().filter(|cell| !cell.text.is_empty()).count();
    let mut widest = 0;
    for stream in csv::openings(source.id, &source.text) {
        let is_header = has(&stream.header, Column::TaskId) && has(&stream.header, Column::Status);
        if is_header && width(&stream) > widest {
            return stream.table();
        }
        widest = widest.max(width(&stream));
    }
    csv::parse(source.id, &source.text)
}

/// Columns that are missing, unknown, or stand twice.
fn check_header(table: &Table<'_>, columns: &Columns, source: &Source, found: &mut Vec<Diagnostic>) {
    let place = table.header.first().map_or(Span::start_of(source.id), |cell| cell.span);
    let header = table.header.last().map_or(place, |last| place.to(last.span));
    for column in [Column::TaskId, Column::Status] {
        let name = column.name();
        if columns.at(column).is_none() {
            let near = nearest(name, table.header.iter().map(|cell| cell.text.as_str()));
            let help = near.map_or_else(
                || format!("add the column `{name}`"),
                |near| format!("rename the column `{near}` to `{name}`"),
            );
            found.push(Diagnostic::at(Code::UnreadableStatusRow, header, format!("no column `{name}`")).help(help));
        }
    }
    for (index, cell) in table.header.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty()) {
        match named(cell) {
            None => found.push(unknown_column(cell)),
            Some(column) if columns.at(column) != Some(index) => {
                let message = format!("a second column `{}`", column.name());
                let finding = Diagnostic::at(Code::UnreadableStatusRow, cell.span, message);
                found.push(finding.help("remove one of them; the first one counts"));
            }
            Some(_) => {}
        }
    }
}

/// A column of no use here: a slip if it is near to one, else worth knowing only, since portals add columns.
fn unknown_column(cell: &Cell) -> Diagnostic {
    let near = nearest(&cell.text, COLUMNS.iter().map(|(_, name, _)| *name));
    let mut finding = Diagnostic::at(Code::UnknownKey, cell.span, format!("the column `{}` is not used", cell.text));
    finding.severity = if near.is_some() { Severity::Warning } else { Severity::Info };
    finding.maybe_help(near.map(|near| format!("did you mean `{near}`?")))
}

/// How the cells of a table are written.
struct Conventions {
    survey: Survey,
    percentages: Percentages,
}

impl Conventions {
    fn of(table: &Table<'_>, columns: &Columns) -> Self {
        let dates = [Column::Updated, Column::WaiverDate].into_iter().filter_map(|column| columns.at(column));
        let dates: Vec<usize> = dates.collect();
        let mut survey = Survey::new(table.separator, dates.iter().map(|at| (*at, Kind::Date)));
        let sound = || table.rows.iter().filter(|row| row.problem.is_none());
        for row in sound() {
            dates
                .iter()
                .filter_map(|at| Some((*at, row.cells.get(*at)?)))
                .for_each(|(at, cell)| survey.add(at, &cell.text));
        }
        let percentages = sound().filter_map(|row| columns.cell(row, Column::Percent)).map(|cell| &*cell.text);
        Self { survey, percentages: Percentages::of(percentages) }
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
    fn rows(&mut self, table: &Table<'_>, key: Span, engagement: &mut Engagement) {
        let tenants = self.tenants(table);
        if !self.serves(&tenants, table, key, engagement) {
            self.import.rejected = self.import.rows;
            self.import.unusable = true;
            return;
        }
        let conventions = Conventions::of(table, &self.columns);
        let mut statuses = Vec::new();
        for row in &table.rows {
            match self.owner(row, &tenants, engagement) {
                Owner::Another => self.import.elsewhere += 1,
                Owner::Nobody => {
                    statuses.extend(self.reject(row.span, "a row without a tenant", "write the tenant it belongs to"));
                }
                Owner::Ours => statuses.extend(self.row(row, &conventions)),
            }
        }
        self.import.used = statuses.len();
        self.import.latest = statuses.iter().filter_map(|status| status.on.as_ref()).map(|on| on.value).max();
        self.merge(statuses, engagement);
    }

    /// The tenants of the table in comparable form; rows whose quotes are broken do not count.
    fn tenants(&self, table: &Table<'_>) -> BTreeSet<String> {
        let sound = table.rows.iter().filter(|row| row.problem.is_none());
        let mut names: Vec<&str> =
            sound.filter_map(|row| Some(&*self.columns.cell(row, Column::Tenant)?.text)).collect();
        names.dedup();
        names.into_iter().map(comparable).collect()
    }

    /// Whether other customers read the table too: then each row must say whose it is.
    fn is_shared(&self) -> bool {
        self.project.shared_tables.contains(&self.import.file)
    }

    /// Whether the table can serve this engagement; says why not.
    fn serves(&mut self, tenants: &BTreeSet<String>, table: &Table<'_>, key: Span, engagement: &Engagement) -> bool {
        if tenants.is_empty() && self.is_shared() {
            let message = "other customers read the table too, and no row of it names a tenant";
            self.found.push(Diagnostic::at(Code::InvalidConfig, key, message).help("add a column `tenant` to it"));
            return false;
        }
        if tenants.is_empty() || tenants.iter().any(|tenant| is_of(tenant, engagement)) {
            return true;
        }
        let several = tenants.len() > 1;
        let Some(tenant) = &engagement.tenant else {
            if several || self.is_shared() {
                let message = "the table serves several tenants and the engagement names none";
                self.found.push(Diagnostic::at(Code::InvalidConfig, key, message).help("add `tenant: …`"));
            }
            return !several && !self.is_shared();
        };
        let message = format!("the table has no row of tenant `{}`", tenant.value);
        let first = table.rows.iter().find_map(|row| self.columns.cell(row, Column::Tenant)).filter(|_| !several);
        let finding = Diagnostic::at(Code::UnreadableStatusRow, first.map_or(key, |cell| cell.span), message);
        self.found.push(
            finding.related(tenant.span, "the engagement's tenant").help("correct the tenant, or name another table"),
        );
        false
    }

    /// Whose a row is. A row whose quotes are broken may be cut wrongly, so that it is ours unless it names another tenant
    /// of the table.
    fn owner(&self, row: &Row<'_>, tenants: &BTreeSet<String>, engagement: &Engagement) -> Owner {
        let (alone, broken) = (tenants.len() < 2 && !self.is_shared(), row.problem.is_some());
        let tenant = self.columns.cell(row, Column::Tenant).map(|cell| comparable(&cell.text));
        match tenant {
            Some(tenant) if alone || is_of(&tenant, engagement) => Owner::Ours,
            Some(tenant) if broken && !tenants.contains(&tenant) => Owner::Ours,
            Some(_) => Owner::Another,
            None if alone || broken => Owner::Ours,
            None => Owner::Nobody,
        }
    }

    /// One row as a status; the row is rejected if it may be cut wrongly, or has no task id or no status.
    fn row(&mut self, row: &Row<'_>, conventions: &Conventions) -> Option<TaskStatus> {
        if let Some(problem) = row.problem {
            return self.reject(row.span, problem.as_str(), "put quotes around the whole cell and double those inside");
        }
        if row.cells.iter().any(|cell| self.takes_in_a_row(&cell.text)) {
            let message = "a quote that takes in the next row";
            return self.reject(row.span, message, "close the quote where its cell ends");
        }
        if row.cells.iter().skip(self.columns.count).any(|cell| !cell.text.is_empty()) {
            let message = format!("{} cells in a table of {}", row.cells.len(), self.columns.count);
            return self.reject(row.span, &message, "put quotes around cells that hold a separator");
        }
        let Some(id) = self.columns.cell(row, Column::TaskId) else {
            return self.reject(row.span, "a row without a task id", "write the three to five digits of the task");
        };
        let Some(number) = TaskId::parse(&id.text) else {
            let message = format!("`{}` is no task id", id.text);
            return self.reject(id.span, &message, "write the three to five digits of the task");
        };
        let Some(word) = self.columns.cell(row, Column::Status) else {
            let message = format!("no status for task `{number}`");
            return self.reject(
                row.span,
                &message,
                "write a status, or remove the row: without one the task has no data",
            );
        };
        let status = tasks::status(&word.text, word.span, self.found);
        let status = TaskStatus { span: row.span, ..TaskStatus::new(Spanned::new(number, id.span), status) };
        Some(self.details(status, row, conventions))
    }

    /// Whether a cell has a line that is as long as a row: a quote was left open, and what follows may be another customer's.
    fn takes_in_a_row(&self, cell: &str) -> bool {
        let separators = |line: &str| line.matches([',', ';', '\t']).count();
        let least = self.columns.count.saturating_sub(1).max(2);
        cell.lines().skip(1).any(|line| separators(line) >= least)
    }

    /// Adds what the other cells say; a cell that cannot be read is reported and left out.
    fn details(&mut self, status: TaskStatus, row: &Row<'_>, conventions: &Conventions) -> TaskStatus {
        TaskStatus {
            percent: self.percent(row, conventions.percentages),
            on: self.date(row, Column::Updated, &conventions.survey),
            owner: self.text(row, Column::Owner),
            role: self.spanned(row, Column::Role),
            service: self.spanned(row, Column::Service).map(|name| self.project.service(name)),
            note: self.text(row, Column::Note),
            evidence: self.text(row, Column::Evidence),
            waiver: Waiver {
                reason: self.text(row, Column::WaiverReason),
                approved_by: self.text(row, Column::WaiverBy),
                on: self.date(row, Column::WaiverDate, &conventions.survey),
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

    fn percent(&mut self, row: &Row<'_>, percentages: Percentages) -> Option<Spanned<u8>> {
        let cell = self.columns.cell(row, Column::Percent)?;
        match percentages.read(&cell.text) {
            Ok(number) => number.map(|number| Spanned::new(number, cell.span)),
            Err(why) => self.unread(cell, why, "write a number such as `60`, or `60 %`"),
        }
    }

    fn date(&mut self, row: &Row<'_>, column: Column, survey: &Survey) -> Option<Spanned<jiff::civil::Date>> {
        let cell = self.columns.cell(row, column)?;
        let read = match cells::moment(&cell.text, None) {
            Err(AMBIGUOUS) => {
                let order = self.columns.at(column).and_then(|at| survey.order(at).ok());
                cells::moment(&cell.text, order)
            }
            read => read,
        };
        match read {
            Ok(moment) => moment.map(|moment| Spanned::new(moment.day, cell.span)),
            Err(why) => self.unread(cell, why, "write year, month and day as `2020-02-03`"),
        }
    }

    /// Reports a cell that is left out.
    fn unread<T>(&mut self, cell: &Slice<'_>, why: &str, help: &str) -> Option<T> {
        let message = format!("`{}` is {why}", cell.text);
        self.found.push(Diagnostic::at(Code::UnreadableStatusRow, cell.span, message).help(help));
        None
    }

    fn text(&self, row: &Row<'_>, column: Column) -> Option<String> {
        self.columns.cell(row, column).map(|cell| folded(&cell.text))
    }

    fn spanned(&self, row: &Row<'_>, column: Column) -> Option<Spanned<String>> {
        self.columns.cell(row, column).map(|cell| Spanned::new(folded(&cell.text), cell.span))
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
