//! One export to units, batches or counts of failed items.

mod left;
mod names;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic};
use crate::extract::cells::Moment;
use crate::model::{
    Amount, Amounts, BatchCounts, BatchFacts, ExportImport, Failure, Group, MigrationState, ToolStatus, Unit, UnitDays,
};
use crate::text::{Source, Span, folded};

use super::Hints;
use super::format::{Field, Format, Rows, ServiceRule};
use super::merge::{Merged, Rank, destination};
use super::rounds::Round;
use super::rows::Table;
use super::services::{Told, service};

/// Why a row is left out that names no unit.
const NAMELESS: &str = "a row without a name";
/// Why the row that stands for the rest of a list is left out.
const CONTINUED: &str = "the list goes on in another page, which is not in the file";

/// Reads a file under a format and adds what it says to `merged`.
pub(super) fn read(
    source: &Source,
    format: &Format,
    hints: &Hints,
    merged: &mut Merged,
) -> (ExportImport, Vec<Diagnostic>) {
    let import = ExportImport {
        file: source.id,
        format: format.name.clone(),
        lists_failures: matches!(format.rows, Rows::FailedItems | Rows::SkippedItems),
        rows: 0,
        used: 0,
        overruled: 0,
        rejected: 0,
        reasons: Default::default(),
        unread: Default::default(),
        latest: None,
    };
    let mut reading = Reading::new(source, format, hints, import);
    reading.rows(merged);
    let (mut import, mut found) = reading.finish();
    if let Some(second) = &format.second {
        let mut reading = Reading::new(source, second, hints, import.clone());
        if reading.table.has(Field::Status) {
            reading.second_units(merged);
            let (other, findings) = reading.finish();
            import.latest = import.latest.max(other.latest);
            other.unread.into_iter().for_each(|(reason, cells)| *import.unread.entry(reason).or_default() += cells);
            found.extend(findings.into_iter().filter(|finding| !found.contains(finding)).collect::<Vec<_>>());
        }
    }
    (import, found)
}

struct Reading<'t> {
    format: &'t Format,
    hints: &'t Hints,
    table: Table<'t>,
    import: ExportImport,
    statuses: HashMap<String, Said>,
    names: HashMap<String, Arc<str>>,
    groups: HashMap<String, Arc<Group>>,
    failures: HashSet<Arc<Failure>>,
    /// What something is looked up by, used again for the next row.
    key: String,
}

/// A status word of the file.
struct Said {
    status: Arc<ToolStatus>,
    rows: usize,
    place: Span,
}

impl<'t> Reading<'t> {
    fn new(source: &'t Source, format: &'t Format, hints: &'t Hints, import: ExportImport) -> Self {
        let table = Table::new(source, format, hints);
        let (statuses, names) = Default::default();
        let (groups, failures) = Default::default();
        Reading { format, hints, table, import, statuses, names, groups, failures, key: String::new() }
    }

    /// Reads the second unit of each row, where there is one. The rows are counted already.
    fn second_units(&mut self, merged: &mut Merged) {
        while self.table.next() {
            let none = |word: &str| matches!(word.trim_end_matches([' ', '%']), "" | "0");
            if self.table.text(Field::Status).is_none_or(none) {
                continue;
            }
            if let Ok(name) = self.usable() {
                self.row(name, merged);
            }
        }
    }

    fn rows(&mut self, merged: &mut Merged) {
        while self.table.next() {
            self.import.rows += 1;
            match self.usable() {
                Err(reason) => {
                    self.table.reject(&reason);
                    self.import.rejected += 1;
                    *self.import.reasons.entry(reason).or_default() += 1;
                }
                Ok(name) => {
                    self.import.used += 1;
                    self.row(name, merged);
                }
            }
        }
    }

    /// The name that the row is about, or why the row cannot be used.
    fn usable(&self) -> Result<Box<str>, String> {
        if let Some(reason) = self.table.broken() {
            return Err(reason);
        }
        if self.table.text(Field::NextPage).is_some() {
            return Err(CONTINUED.to_owned());
        }
        let name = self.table.text(Field::Identity).map(|text| folded(text.trim_start_matches('/')));
        let name = name.filter(|name| !name.is_empty()).ok_or_else(|| NAMELESS.to_owned())?;
        if let Some(word) = self.table.text(Field::ItemStatus)
            && matches!(self.format.state(word), MigrationState::Unknown(_))
        {
            return Err(format!("an item with the unknown status `{}`", folded(word)));
        }
        let states = matches!(self.format.rows, Rows::Units | Rows::Batches);
        if states && self.table.ends_before(Field::Status) && self.table.text(Field::Code).is_none() {
            return Err("a row that ends before its status".to_owned());
        }
        Ok(name.into_boxed_str())
    }

    fn row(&mut self, name: Box<str>, merged: &mut Merged) {
        match self.format.rows {
            Rows::Units if self.is_second_only() => {}
            Rows::Units => {
                let keys = self.keys(&name);
                let (unit, rank, round) = self.unit(name);
                merged.unit(unit, rank, round, &keys);
            }
            Rows::Batches => {
                let (batch, rank) = self.batch(name);
                merged.batch(batch, rank);
            }
            Rows::FailedItems | Rows::SkippedItems => {
                let item = self.item(name);
                merged.item(item);
            }
            Rows::Unneeded => {}
        }
    }

    /// Whether the row says nothing of its first unit, but something of its second.
    fn is_second_only(&self) -> bool {
        self.table.text(Field::Status).is_none() && self.table.text(Field::OtherStatus).is_some()
    }

    fn unit(&mut self, identity: Box<str>) -> (Unit, Rank, Option<Round>) {
        let mut items = self.amounts([Field::ItemsTotal, Field::ItemsDone, Field::ItemsFailed, Field::ItemsSkipped]);
        let mut bytes = self.amounts([Field::BytesTotal, Field::BytesDone, Field::BytesFailed, Field::BytesSkipped]);
        let others = self.without_others(&mut items, &mut bytes);
        let left_behind = self.left_behind(&mut items);
        let (days, started, stamp) = self.days();
        // No report tells how long a unit took; it is read so that what is no duration is said.
        self.table.amount(Field::Seconds);
        let unit = Unit {
            identity,
            group: self.group(),
            status: self.status(items.failed.plus(others)),
            items,
            bytes,
            days,
            more: self.more(left_behind),
            span: self.table.span(),
        };
        let round = self.table.amount(Field::Round).get().map_or(0, |round| u32::try_from(round).unwrap_or(u32::MAX));
        let told = self.round(&unit, (round, started));
        (unit, Rank { stamp, round, to: self.destination() }, told)
    }

    /// What the row says of its round alone.
    fn round(&self, unit: &Unit, key: (u32, i64)) -> Option<Round> {
        let of_round = |field, amount| Some(amount).filter(|_| self.table.is_of_round(field));
        let items = of_round(Field::ItemsDone, unit.items.done);
        let bytes = of_round(Field::BytesDone, unit.bytes.done);
        let told = items.is_some() || bytes.is_some();
        told.then_some(Round { key, items, bytes, span: unit.span })
    }

    /// Stands for the place that the unit goes to, in exports of tools that copy from place to place.
    fn destination(&self) -> u32 {
        let copies = self.format.service == ServiceRule::Destination;
        self.table.text(Field::Destination).filter(|_| copies).map_or(0, destination)
    }

    fn batch(&mut self, name: Box<str>) -> (BatchFacts, Rank) {
        let counts = BatchCounts {
            total: self.table.amount(Field::UnitsTotal),
            active: self.table.amount(Field::UnitsActive),
            stopped: self.table.amount(Field::UnitsStopped),
            synced: self.table.amount(Field::UnitsSynced),
            finalized: self.table.amount(Field::UnitsFinalized),
            failed: self.table.amount(Field::UnitsFailed),
            pending: self.table.amount(Field::UnitsPending),
            provisioned: self.table.amount(Field::UnitsProvisioned),
        };
        let (days, _, stamp) = self.days();
        let batch = BatchFacts {
            name: self.batch_name(&name),
            service: self.service(),
            status: self.status(Amount::UNKNOWN),
            counts,
            created: self.table.moment(Field::Created).map(|at| at.day),
            days,
            complete_after: self.table.moment(Field::CompleteAfter).map(|at| at.day),
            span: self.table.span(),
        };
        self.seen(batch.created);
        (batch, Rank { stamp, round: 0, to: 0 })
    }

    fn amounts(&mut self, fields: [Field; 4]) -> Amounts {
        let [total, done, failed, skipped] = fields.map(|field| self.table.amount(field));
        Amounts { total, done, failed, skipped }
    }

    /// The days of the row, and for comparison the moment of its beginning and the latest moment.
    fn days(&mut self) -> (UnitDays, i64, i64) {
        let moments = [Field::Started, Field::Finished, Field::Synced].map(|field| self.table.moment(field));
        let latest = moments.into_iter().flatten().max();
        self.seen(latest.map(|at| at.day));
        let [started, finished, synced] = moments.map(|at| at.map(|at| at.day));
        let stamp = |moment: Option<Moment>| moment.map_or(Rank::NEVER, Moment::stamp);
        (UnitDays { started, finished, synced }, stamp(moments[0]), stamp(latest))
    }

    /// Notes a day that the file speaks of.
    fn seen(&mut self, day: Option<Date>) {
        self.import.latest = self.import.latest.max(day);
    }

    /// Where the row stands: by its number where the format has numbers and the number is known, else by its word.
    fn status(&mut self, failed: Amount) -> Arc<ToolStatus> {
        let word = self.table.text(Field::Status);
        let code = self.table.text(Field::Code);
        let place = self.table.cell(Field::Status).or(self.table.cell(Field::Code)).map(|cell| cell.span);
        let place = place.unwrap_or_else(|| self.table.span());
        let with_issues = self.format.errors_count && failed.get().is_some_and(|count| count > 0);
        self.key.clear();
        self.key.push_str(word.unwrap_or_default());
        self.key.push('\t');
        self.key.push_str(code.unwrap_or_default());
        self.key.push(if with_issues { '!' } else { '\t' });
        if let Some(said) = self.statuses.get_mut(&self.key) {
            said.rows += 1;
            return Arc::clone(&said.status);
        }
        let by_code =
            code.map(|code| self.format.state(code)).filter(|state| !matches!(state, MigrationState::Unknown(_)));
        let word = folded(word.or(code).unwrap_or_default());
        let state = match by_code.unwrap_or_else(|| self.format.state(&word)) {
            MigrationState::Completed if with_issues => MigrationState::CompletedWithIssues,
            state => state,
        };
        let status = Arc::new(ToolStatus { state, word });
        self.statuses.insert(self.key.clone(), Said { status: Arc::clone(&status), rows: 1, place });
        status
    }

    fn service(&mut self) -> Option<Arc<str>> {
        let name = self.service_name()?.to_owned();
        Some(self.interned(name))
    }

    fn service_name(&self) -> Option<&str> {
        let text = |field| self.table.text(field);
        let told = Told {
            to: text(Field::Destination).unwrap_or_default(),
            kind: text(Field::Kind).unwrap_or_default(),
            word: text(Field::Service),
        };
        service(&self.format.service, &told).or(self.hints.service.as_deref())
    }

    /// Service and batch, one value for all units that share them.
    fn group(&mut self) -> Arc<Group> {
        let mut key = std::mem::take(&mut self.key);
        let (service, batch) = (self.service_name(), self.table.text(Field::Batch));
        key.clear();
        key.push_str(service.unwrap_or_default());
        key.push('\t');
        key.push_str(batch.unwrap_or_default());
        if let Some(known) = self.groups.get(&key) {
            let known = Arc::clone(known);
            self.key = key;
            return known;
        }
        let batch = batch.map(|name| self.batch_name(name)).or_else(|| self.hints.batch.clone());
        let service = service.map(str::to_owned);
        let (service, batch) = (service.map(|name| self.interned(name)), batch.map(|name| self.interned(name)));
        let group = Arc::new(Group { service, batch });
        self.groups.insert(key, Arc::clone(&group));
        group
    }

    /// Why a unit failed, one value for all that failed alike.
    fn failure(&mut self) -> Option<Arc<Failure>> {
        let category = self.table.text(Field::ErrorKind).map(folded);
        let message = self.table.text(Field::Error).map(folded);
        let failure = Failure { category, message };
        if failure.category.is_none() && failure.message.is_none() {
            return None;
        }
        if let Some(known) = self.failures.get(&failure) {
            return Some(Arc::clone(known));
        }
        let failure = Arc::new(failure);
        self.failures.insert(Arc::clone(&failure));
        Some(failure)
    }

    /// One text for all units that have it.
    fn interned(&mut self, name: String) -> Arc<str> {
        let text = self.names.entry(name).or_insert_with_key(|name| Arc::from(name.as_str()));
        Arc::clone(text)
    }

    fn finish(self) -> (ExportImport, Vec<Diagnostic>) {
        let reasons = self.table.into_reasons();
        let import = ExportImport { unread: reasons.unread(), ..self.import };
        let mut found = reasons.findings();
        let mut unknown: Vec<Said> = self.statuses.into_values().collect();
        unknown.retain(|said| matches!(said.status.state, MigrationState::Unknown(_)));
        unknown.sort_by_key(|said| said.place);
        found.extend(unknown.iter().map(unknown_status));
        (import, found)
    }
}

fn unknown_status(said: &Said) -> Diagnostic {
    let rows = if said.rows == 1 { "1 row".to_owned() } else { format!("{} rows", said.rows) };
    let message = match said.status.word.as_str() {
        "" => format!("no status in {rows}"),
        word => format!("unknown status `{word}` in {rows}"),
    };
    let finding = Diagnostic::at(Code::UnknownUnitStatus, said.place, message);
    finding.help("map the word with `exports` in `waybook.yml`; until then its units count as unknown")
}
