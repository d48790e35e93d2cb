//! Units, batches, weeks and the forecast.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde_json::{Value, json};

use super::{Batch, Desk, amount, day, list, stage, text};

#[derive(Clone)]
struct Unit {
    batch: String,
    stage: usize,
    failed: bool,
    left: bool,
    day: Option<Date>,
    bytes: u64,
    order: (String, u64),
}

impl Desk<'_> {
    /// The files of an export and the batch that their units belong to.
    fn exports(&self, engagement: &Value) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for export in list(&engagement["exports"]) {
            let (pattern, batch) = match export.as_str() {
                Some(pattern) => (pattern.to_owned(), String::new()),
                None => (text(&export["files"]), text(&export["batch"])),
            };
            let (start, end) = pattern.split_once('*').unwrap_or((&pattern, ""));
            let fits = |path: &&String| path.starts_with(start) && path.ends_with(end);
            found.extend(self.files.keys().filter(fits).map(|path| (path.clone(), batch.clone())));
        }
        found
    }

    fn units(&self, engagement: &Value) -> (BTreeMap<String, Unit>, BTreeMap<String, BTreeMap<String, String>>) {
        let (mut units, mut counts) = (BTreeMap::<String, Unit>::new(), BTreeMap::new());
        for (path, hint) in self.exports(engagement) {
            for row in self.table(&path) {
                let get = |key: &str| row.get(key).cloned().unwrap_or_default();
                let number = |key: &str| get(key).replace(',', "").parse::<u64>().unwrap_or(0);
                let (name, unit) = if row.contains_key("TotalCount") {
                    counts.insert(get("Identity"), row.clone());
                    continue;
                } else if row.contains_key("MailboxEmailAddress") {
                    let size = get("EstimatedTotalTransferSize");
                    let bytes = size.split('(').nth(1).map(|rest| rest.replace(|c: char| !c.is_ascii_digit(), ""));
                    (
                        get("Identity"),
                        Unit {
                            batch: get("BatchId"),
                            stage: stage(&get("Status")),
                            failed: stage(&get("Status")) == 2,
                            left: get("Status").contains("With") || number("SkippedItemCount") > 0,
                            day: day(&get("LastSuccessfulSyncTime").into()),
                            bytes: bytes.and_then(|digits| digits.parse().ok()).unwrap_or(0),
                            order: (get("LastSuccessfulSyncTime"), 0),
                        },
                    )
                } else if row.contains_key("Last Status") {
                    let errors = number("Total Error Count");
                    (
                        get("Source Email Address"),
                        Unit {
                            batch: get("Project Name"),
                            stage: stage(&get("Last Status")),
                            failed: stage(&get("Last Status")) == 2,
                            left: errors > 0,
                            day: None,
                            bytes: number("Total Success Size (bytes)") + number("Total Error Size (bytes)"),
                            order: (String::new(), number("Migrations Performed")),
                        },
                    )
                } else {
                    (
                        get("Source"),
                        Unit {
                            batch: hint.clone(),
                            stage: stage(&get("Status")),
                            failed: stage(&get("Status")) == 2,
                            left: get("Status").starts_with("partial")
                                || number("Items not migrated in current round") > 0,
                            day: day(&get("End time").into()),
                            bytes: number("Total bytes"),
                            order: (get("End time"), number("Round number")),
                        },
                    )
                };
                let newer = units.get(&name).is_none_or(|known| known.order < unit.order);
                if newer {
                    units.insert(name, unit);
                }
            }
        }
        (units, counts)
    }

    pub(super) fn batches(&self, engagement: &Value) -> Vec<Batch> {
        let (units, counts) = self.units(engagement);
        let decided: BTreeSet<String> =
            engagement["dispositions"].as_object().map(|all| all.keys().cloned().collect()).unwrap_or_default();
        let mut out = Vec::new();
        for listed in list(&engagement["batches"]) {
            let name = text(&listed["name"]);
            let own: Vec<(&String, &Unit)> = units.iter().filter(|(_, unit)| unit.batch == name).collect();
            let row = counts.get(&name);
            let said = day(&listed["migrated"]).filter(|day| *day <= self.as_of);
            let number = |key: &str| row.and_then(|row| row.get(key)?.parse::<u64>().ok()).unwrap_or(0);
            let word = match (row, listed["state"].as_str()) {
                (Some(row), _) => row["Status"].clone(),
                (None, Some(word)) => word.to_owned(),
                (None, None) if !own.is_empty() => own
                    .iter()
                    .map(|(_, unit)| unit.stage)
                    .max()
                    .map_or("", |worst| ["completed", "syncing", "completed with issues", "syncing", "odd"][worst])
                    .to_owned(),
                (None, None) if said.is_some() => "completed".to_owned(),
                (None, None) => "not started".to_owned(),
            };
            let (mut amounts, mut bytes) = ([0; 5], [0; 5]);
            if !own.is_empty() {
                for (_, unit) in &own {
                    amounts[unit.stage] += 1;
                    bytes[unit.stage] += unit.bytes;
                }
                let all = if row.is_some() { number("TotalCount") } else { listed["units"].as_u64().unwrap_or(0) };
                let rest = if stage(&word) == 0 { 4 } else { stage(&word) };
                amounts[rest] += all.saturating_sub(own.len() as u64);
            } else if row.is_some() {
                amounts = [
                    number("FinalizedCount"),
                    number("ActiveCount") + number("SyncedCount"),
                    number("FailedCount") + number("StoppedCount"),
                    number("PendingCount"),
                    0,
                ];
                amounts[stage(&word)] += number("TotalCount").saturating_sub(amounts.iter().sum());
            } else {
                amounts[stage(&word)] += listed["units"].as_u64().unwrap_or(0);
            }
            let finalized = row.and_then(|row| day(&row["FinalizedDateTime(UTC)"].clone().into()));
            let last = own.iter().filter(|(_, unit)| unit.stage == 0).filter_map(|(_, unit)| unit.day).max();
            let over = matches!(stage(&word), 0 | 2);
            let end = if row.is_some() {
                finalized.filter(|_| stage(&word) == 0)
            } else {
                last.filter(|_| stage(&word) == 0)
            };
            let migrated = said.or(end).filter(|day| *day <= self.as_of);
            let mut finished = BTreeMap::new();
            let mut left = amounts[0];
            for (_, unit) in own.iter().filter(|(_, unit)| unit.stage == 0 && said.is_none()) {
                if let Some(day) = unit.day {
                    *finished.entry(day).or_insert(0) += 1;
                    left -= 1;
                }
            }
            if let (Some(day), true) = (migrated, left > 0) {
                *finished.entry(day).or_insert(0) += left;
            }
            let named = own.iter().filter(|(_, unit)| unit.failed).count() as u64;
            let undecided = |name: &&String| !decided.contains(*name);
            let unsettled = own.iter().filter(|(name, unit)| (unit.failed || unit.left) && undecided(name));
            let failed = own.iter().filter(|(name, unit)| unit.failed && undecided(name)).count() as u64;
            let stopped = word.eq_ignore_ascii_case("stopped");
            let unnamed = if stopped { 0 } else { amounts[2].saturating_sub(named) };
            out.push(Batch {
                service: text(&listed["service"]),
                amounts,
                bytes,
                sized: own.iter().filter(|(_, unit)| unit.bytes > 0).count() as u64,
                planned: day(&listed["planned"]),
                migrated,
                over,
                lost: stage(&word) == 2,
                open_units: unsettled.count() as u64 + if decided.contains(&name) { 0 } else { unnamed },
                failed_open: failed + if decided.contains(&name) { 0 } else { unnamed },
                finished,
                name,
            });
        }
        out
    }

    pub(super) fn migration(&self, batches: &[Batch], services: &[String]) -> Value {
        let sum = |keep: &dyn Fn(&Batch) -> bool, of: &dyn Fn(&Batch) -> [u64; 5]| {
            let mut all = [0; 5];
            for batch in batches.iter().filter(|batch| keep(batch)) {
                for (all, part) in all.iter_mut().zip(of(batch)) {
                    *all += part;
                }
            }
            all
        };
        let units = sum(&|_| true, &|batch| batch.amounts);
        let workloads = services.iter().filter_map(|service| {
            let amounts = sum(&|batch| batch.service == *service, &|batch| batch.amounts);
            (amounts.iter().sum::<u64>() > 0).then(|| json!({ "name": service, "units": amount(amounts) }))
        });
        let mut finished: BTreeMap<Date, u64> = BTreeMap::new();
        for (day, units) in batches.iter().flat_map(|batch| &batch.finished) {
            *finished.entry(*day).or_default() += units;
        }
        let mut planned: BTreeMap<Date, u64> = BTreeMap::new();
        for batch in batches {
            if let Some(day) = batch.planned {
                *planned.entry(day).or_default() += batch.amounts.iter().sum::<u64>();
            }
        }
        let to_come = batches.iter().filter(|batch| !batch.over || batch.lost).filter_map(|batch| batch.planned).max();
        let days: BTreeSet<Date> = finished.keys().chain(planned.keys()).copied().collect();
        let points = days.iter().map(|day| {
            let moved: u64 = finished.range(..=*day).map(|(_, units)| units).sum();
            let plan: u64 = planned.range(..=*day).map(|(_, units)| units).sum();
            let moved = if *day <= self.as_of { json!(moved) } else { Value::Null };
            json!({ "day": { "iso": day.to_string() }, "moved": moved, "planned": plan })
        });
        let bytes = sum(&|_| true, &|batch| batch.bytes);
        let sized: u64 = batches.iter().map(|batch| batch.sized).sum();
        let mut sizes = amount(bytes);
        // The size of a part of the units is no measure for the share of all.
        sizes["known_of"] = Value::Null;
        if sized < units.iter().sum() {
            sizes["percent"] = Value::Null;
            sizes["known_of"] = sized.into();
        }
        json!({
            "units": amount(units),
            "bytes": if bytes == [0; 5] { Value::Null } else { sizes },
            "workloads": workloads.collect::<Vec<_>>(),
            "burn_up": points.collect::<Vec<_>>(),
            "weeks": self.weeks(&finished).iter().map(|(monday, units)| json!({ "monday": { "iso": monday.to_string() }, "units": units })).collect::<Vec<_>>(),
            "forecast": self.forecast(&finished, units, to_come),
        })
    }

    fn weeks(&self, finished: &BTreeMap<Date, u64>) -> Vec<(Date, u64)> {
        let Some(first) = finished.keys().next().filter(|day| **day <= self.as_of) else { return Vec::new() };
        let mut monday = *first;
        while monday.weekday() != Weekday::Monday {
            monday -= 1.day();
        }
        let mut out = Vec::new();
        while monday <= self.as_of {
            let sunday = monday + 6.days();
            out.push((monday, finished.range(monday..=sunday.min(self.as_of)).map(|(_, units)| units).sum()));
            monday += 7.days();
        }
        out
    }

    fn forecast(&self, finished: &BTreeMap<Date, u64>, units: [u64; 5], to_come: Option<Date>) -> Value {
        let all: u64 = units.iter().sum();
        let remaining = all - units[0];
        let over: Vec<u64> = self
            .weeks(finished)
            .iter()
            .filter(|(monday, _)| *monday + 6.days() <= self.as_of)
            .map(|(_, units)| *units)
            .collect();
        let mut last: Vec<f64> = over.iter().rev().take(4).map(|units| *units as f64).collect();
        last.sort_by(f64::total_cmp);
        let base = |code: &str| json!({ "code": code, "remaining": remaining });
        if all == 0 {
            return base("no-units");
        }
        if remaining == 0 {
            let mut done = base("done");
            done["day"] = finished.keys().last().map_or(Value::Null, |day| json!({ "iso": day.to_string() }));
            return done;
        }
        if over.len() < 3 {
            return base("not-enough-data");
        }
        let middle = if last.len() % 2 == 1 {
            last[last.len() / 2]
        } else {
            (last[last.len() / 2 - 1] + last[last.len() / 2]) / 2.0
        };
        if middle == 0.0 {
            return base("standstill");
        }
        let at = |pace: f64| {
            if pace == 0.0 {
                return Value::Null;
            }
            let days = (remaining as f64 / pace * 7.0 - 1e-9).ceil() as i64;
            let day = self.as_of + days.days();
            json!({ "iso": to_come.map_or(day, |to_come| to_come.max(day)).to_string() })
        };
        let mut forecast = base("expected");
        forecast["median"] = middle.into();
        forecast["day"] = at(middle);
        forecast["earliest"] = at(last[last.len() - 1]);
        forecast["latest"] = at(last[0]);
        forecast
    }
}
