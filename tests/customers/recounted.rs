//! The figures of a report counted again from the same files, by a program that shares no code with the one under test.
//! It understands what the sample and this test write, and no more.

mod moves;

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde_json::{Value, json};

/// Files by their paths.
pub(crate) type Files = BTreeMap<String, String>;

/// What is counted with: pages, the files of the engagements, the project's calendar, the day.
pub(crate) struct Desk<'a> {
    pub(crate) pages: &'a Files,
    pub(crate) files: &'a Files,
    pub(crate) holidays: Vec<Date>,
    pub(crate) as_of: Date,
}

/// A task as the playbook has it.
#[derive(Default)]
struct Task {
    mandatory: bool,
    phase: String,
    services: BTreeSet<String>,
    everyone: bool,
}

struct Batch {
    name: String,
    service: String,
    amounts: [u64; 5],
    bytes: [u64; 5],
    /// Units whose size an export tells.
    sized: u64,
    planned: Option<Date>,
    migrated: Option<Date>,
    over: bool,
    lost: bool,
    open_units: u64,
    /// Units that failed without a decision.
    failed_open: u64,
    finished: BTreeMap<Date, u64>,
}

const STAGES: [&str; 5] = ["completed", "in_flight", "failed", "not_started", "unknown"];
const PHASES: [&str; 5] = ["Initiate", "Assess", "Remediate", "Enable", "Migrate"];

fn day(value: &Value) -> Option<Date> {
    value.as_str()?.get(..10)?.parse().ok()
}

fn text(value: &Value) -> String {
    value.as_str().map(str::to_owned).unwrap_or_default()
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

/// The stage of a word of a tool.
fn stage(word: &str) -> usize {
    match word.to_lowercase().replace(' ', "").as_str() {
        "completed"
        | "completedwithwarnings"
        | "completedwitherrors"
        | "completedwithissues"
        | "success"
        | "partialsuccess"
        | "finalized" => 0,
        "failed" | "failure" | "stopped" => 2,
        "created" | "waiting" | "notstarted" | "notmigrated" | "" => 3,
        "queued" | "syncing" | "synced" | "completing" | "submitted" | "processing" | "validating" => 1,
        _ => 4,
    }
}

impl Desk<'_> {
    /// The figures of one engagement in the shape of its twins.
    pub(crate) fn count(&self, id: &str) -> (Value, Value) {
        let yaml = &self.files[&format!("{id}.yml")];
        let engagement: Value = serde_yaml::from_str(yaml).expect("an engagement");
        let services: Vec<String> = list(&engagement["services"]).iter().map(text).collect();
        let statuses = self.statuses(&engagement);
        let tasks = self.tasks(&engagement, &services);
        let batches = self.batches(&engagement);
        let migration = self.migration(&batches, &services);
        let count = |keep: &dyn Fn(&Task) -> bool| tally(&tasks, &statuses, keep);
        let both = |keep: &dyn Fn(&Task) -> bool| json!({ "all": count(keep), "mandatory": count(&|task| task.mandatory && keep(task)) });
        let named = |name: &str, keep: &dyn Fn(&Task) -> bool| {
            let mut row = both(keep);
            row["name"] = name.into();
            row
        };
        let used = |phase: &&&str| tasks.values().any(|task| task.phase == **phase);
        let phases: Vec<Value> =
            PHASES.iter().filter(used).map(|phase| named(phase, &|task| task.phase == *phase)).collect();
        let of_service =
            |name: &String| named(name, &|task: &Task| task.everyone || task.services.contains(name.as_str()));
        let in_scope = |id: &u64| tasks.contains_key(id);
        let statuses_of = |mandatory: bool, is: &dyn Fn(&str) -> bool| {
            let fits = |(id, status): &(&u64, &Value)| {
                tasks.get(id).is_some_and(|task| task.mandatory || !mandatory) && is(&text(&status["status"]))
            };
            statuses.iter().filter(fits).count()
        };
        let blocked = |word: &str| word.starts_with("Blocked");
        let waits = |word: &str| word.starts_with("Paused") || word.starts_with("Deferred") || word == "Warning";
        let overdue = list(&engagement["next_actions"])
            .iter()
            .filter(|one| day(&one["due"]) < Some(self.as_of) && day(&one["due"]).is_some())
            .count();
        let mut totals = both(&|_| true);
        totals["blocked"] = statuses_of(false, &blocked).into();
        totals["overdue_actions"] = overdue.into();
        totals["out_of_scope"] = statuses.keys().filter(|id| !in_scope(id) && self.knows(**id)).count().into();
        let issues = self.issues(&engagement, &batches);
        let to_come = batches.iter().filter(|batch| !batch.over || batch.lost).filter_map(|batch| batch.planned).max();
        let late = self.late(&engagement, &migration, &totals, to_come);
        let mut reasons = BTreeSet::new();
        let mut reason = |is: bool, code: &'static str| {
            if is {
                reasons.insert(code);
            }
        };
        let lost = batches.iter().any(|batch| batch.lost && batch.planned.is_none_or(|planned| planned < self.as_of));
        reason(statuses_of(true, &blocked) > 0, "mandatory-blocked");
        reason(lost, "batch-without-plan");
        reason(overdue > 0, "actions-overdue");
        reason(issues["open_past"] != 0, "issues-past-window");
        reason(statuses_of(false, &waits) > 0, "tasks-waiting");
        let paused = list(&engagement["pauses"]).iter().any(|pause| {
            day(&pause["from"]).is_some_and(|from| from <= self.as_of)
                && day(&pause["to"]).is_none_or(|to| to >= self.as_of)
        });
        reason(paused, "paused");
        let units = |at: usize| batches.iter().map(|batch| batch.amounts[at]).sum::<u64>();
        let failed: u64 = batches.iter().map(|batch| batch.failed_open).sum();
        let share = failed as f64 / (units(0) + units(2)).max(1) as f64;
        reason(share >= 0.05, "units-failed");
        let red = statuses_of(true, &blocked) > 0 || lost || share >= 0.25 || late.is_some_and(|late| late > 10);
        let amber = !reasons.is_empty() || late.is_some_and(|late| late > 0);
        let level = if red {
            "red"
        } else if amber {
            "amber"
        } else {
            "green"
        };
        let mut figures = migration.clone();
        figures["forecast"]["working_days_late"] = late.map_or(Value::Null, Into::into);
        let status = json!({
            "totals": totals, "phases": phases, "services": services.iter().map(of_service).collect::<Vec<_>>(),
            "issue_figures": issues, "migration": figures, "health": { "level": level },
            "batches": batches.iter().map(|batch| json!({
                "name": batch.name, "completed": batch.amounts[0], "failed": batch.amounts[2], "units": batch.amounts.iter().sum::<u64>(),
            })).collect::<Vec<_>>(),
        });
        let closure = self.closure(&engagement, &status, &batches, &tasks, &statuses);
        let mut status = status;
        status["ready_to_close"] = closure["ready"].clone();
        status["reasons"] = reasons.into_iter().collect::<Vec<_>>().into();
        (status, closure)
    }

    /// The rows of tasks of all pages, two on one line too.
    fn rows(&self) -> Vec<(u64, bool, String, Vec<String>)> {
        let mut rows = Vec::new();
        for page in self.pages.values() {
            let phase = page.lines().find_map(|line| line.trim().strip_prefix("Phase: **")?.strip_suffix("**"));
            for line in page.replace("||", "|\n|").lines() {
                let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
                let [id, _, letter @ ("M" | "O"), _, services] = cells[..] else { continue };
                let Ok(id) = id.parse() else { continue };
                let services = services.split('/').map(|name| name.trim().to_owned()).collect();
                rows.push((id, letter == "M", phase.unwrap_or_default().to_owned(), services));
            }
        }
        rows
    }

    fn knows(&self, id: u64) -> bool {
        self.rows().iter().any(|(known, ..)| *known == id)
    }

    fn tasks(&self, engagement: &Value, wanted: &[String]) -> BTreeMap<u64, Task> {
        let phases: Vec<String> = list(&engagement["phases"]).iter().map(text).collect();
        let mut tasks: BTreeMap<u64, Task> = BTreeMap::new();
        for (id, mandatory, phase, services) in self.rows() {
            let everyone = services.iter().any(|name| name == "All Services" || name == "Core Onboarding");
            let meets = everyone || services.iter().any(|name| wanted.contains(name));
            if !meets || !phases.is_empty() && !phases.contains(&phase) {
                continue;
            }
            let task = tasks.entry(id).or_insert_with(|| Task { phase, ..Task::default() });
            task.mandatory |= mandatory;
            task.everyone |= everyone;
            task.services.extend(services);
        }
        tasks
    }

    fn table(&self, path: &str) -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(self.files[path].as_bytes());
        let header: Vec<String> =
            reader.headers().expect("a header").iter().map(|name| name.trim().to_owned()).collect();
        let row = |row: csv::StringRecord| header.iter().cloned().zip(row.iter().map(str::to_owned)).collect();
        reader.records().map(|record| row(record.expect("a row"))).collect()
    }

    /// Statuses by task; what stands in the engagement file wins over its table.
    fn statuses(&self, engagement: &Value) -> BTreeMap<u64, Value> {
        let mut all = BTreeMap::new();
        if let Some(path) = engagement["task_status"].as_str() {
            for row in self.table(path) {
                let tenant = row.get("tenant").cloned().unwrap_or_default();
                if !tenant.is_empty() && !tenant.eq_ignore_ascii_case(&text(&engagement["tenant"])) {
                    continue;
                }
                let get = |key: &str| row.get(key).cloned().unwrap_or_default();
                let status = json!({ "status": get("status"), "reason": get("waiver_reason"), "approved_by": get("waiver_by"), "on": get("waiver_date") });
                all.insert(get("task_id").parse().expect("an id"), status);
            }
        }
        for (id, status) in engagement["tasks"].as_object().cloned().unwrap_or_default() {
            let status = if status.is_string() { json!({ "status": status }) } else { status };
            all.insert(id.parse().expect("an id"), status);
        }
        all
    }

    fn works(&self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !self.holidays.contains(&day)
    }

    /// Working days after one day up to another.
    fn between(&self, from: Date, to: Date) -> u32 {
        let mut count = 0;
        let mut at = from;
        while at < to {
            at += 1.day();
            count += u32::from(self.works(at));
        }
        count
    }

    fn window(&self, migrated: Date) -> Date {
        let mut at = migrated;
        while self.between(migrated, at) < 5 {
            at += 1.day();
        }
        at
    }

    fn late(&self, engagement: &Value, migration: &Value, totals: &Value, to_come: Option<Date>) -> Option<u32> {
        let target = day(&engagement["target"])?;
        let forecast =
            day(&migration["forecast"]["day"]["iso"]).filter(|_| migration["forecast"]["code"] == "expected");
        let open = totals["mandatory"]["open"].as_u64()? + totals["mandatory"]["no_data"].as_u64()?;
        let remains = open > 0 || migration["forecast"]["remaining"] != 0;
        let end = forecast.max(to_come).max(Some(self.as_of).filter(|_| remains))?;
        Some(self.between(target, end))
    }

    fn is_open(&self, issue: &Value) -> bool {
        day(&issue["resolved"]).is_none_or(|day| day > self.as_of)
    }

    fn issues(&self, engagement: &Value, batches: &[Batch]) -> Value {
        let issues = list(&engagement["issues"]);
        let end = |issue: &Value| {
            let batch = batches.iter().find(|batch| batch.name == text(&issue["batch"]))?;
            Some(self.window(batch.migrated?))
        };
        let open: Vec<&Value> = issues.iter().filter(|issue| self.is_open(issue)).collect();
        let past = open.iter().filter(|issue| end(issue).is_some_and(|end| end < self.as_of)).count();
        let inside = open.iter().filter(|issue| end(issue).is_some_and(|end| end >= self.as_of)).count();
        json!({ "open": open.len(), "open_past": past, "open_inside": inside, "solved": issues.len() - open.len() })
    }

    fn closure(
        &self,
        engagement: &Value,
        status: &Value,
        batches: &[Batch],
        tasks: &BTreeMap<u64, Task>,
        statuses: &BTreeMap<u64, Value>,
    ) -> Value {
        let mandatory = &status["totals"]["mandatory"];
        let handed = list(&engagement["handover"]);
        let open_issues = list(&engagement["issues"])
            .iter()
            .filter(|issue| self.is_open(issue))
            .filter(|issue| !handed.iter().any(|item| !item["owner"].is_null() && item["issue"] == issue["id"]))
            .count();
        let moved: Vec<&Batch> =
            batches.iter().filter(|batch| batch.amounts[0] > 0 || batch.migrated.is_some()).collect();
        let last = moved.iter().filter_map(|batch| batch.migrated).max();
        let exits = [2323, 1702, 4060].iter().filter(|id| tasks.contains_key(id));
        let exits_open =
            exits.filter(|id| statuses.get(id).is_none_or(|status| status["status"] != "Complete")).count();
        let signed = &engagement["signoff"];
        let met = [
            // What the engagements of this test name is there, and every row can be read.
            ("data", true),
            ("mandatory-tasks", mandatory["open"] == 0 && mandatory["no_data"] == 0),
            ("batches", batches.iter().all(|batch| batch.over)),
            ("units", batches.iter().all(|batch| batch.open_units == 0)),
            (
                "window",
                moved.iter().all(|batch| batch.migrated.is_some())
                    && last.is_none_or(|day| self.window(day) < self.as_of),
            ),
            ("issues", open_issues == 0),
            ("exit-tasks", exits_open == 0),
            ("signoff", signed["by"].is_string() && day(&signed["on"]).is_some_and(|day| day <= self.as_of)),
        ];
        let conditions: Vec<Value> = met.iter().map(|(code, met)| json!({ "code": code, "met": met })).collect();
        json!({ "ready": met.iter().all(|(_, met)| *met), "conditions": conditions })
    }
}

/// Tasks by what became of them, with their share.
fn tally(tasks: &BTreeMap<u64, Task>, statuses: &BTreeMap<u64, Value>, keep: &dyn Fn(&Task) -> bool) -> Value {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for (id, task) in tasks.iter().filter(|(_, task)| keep(task)) {
        *counts.entry(state(statuses.get(id), task.mandatory)).or_default() += 1;
    }
    let of = |state: &str| counts.get(state).copied().unwrap_or(0);
    let counted = of("done") + of("open") + of("no_data");
    let percent = (counted > of("no_data")).then(|| (of("done") as f64 * 100.0 / counted as f64 + 0.5).floor() as u64);
    json!({
        "done": of("done"), "waived": of("waived"), "not_required": of("not_required"), "open": of("open"), "no_data": of("no_data"),
        "total": counts.values().sum::<u64>(), "denominator": counted, "percent": percent,
    })
}

fn state(status: Option<&Value>, mandatory: bool) -> &'static str {
    let Some(status) = status else { return "no_data" };
    let set_aside = matches!(status["status"].as_str(), Some("Not Required" | "Cancelled"));
    let given = |key: &str| status[key].as_str().is_some_and(|text| !text.is_empty());
    match status["status"].as_str() {
        Some("Complete") => "done",
        _ if !set_aside => "open",
        _ if given("reason") && given("approved_by") && given("on") => "waived",
        _ if mandatory => "open",
        _ => "not_required",
    }
}

fn amount(amounts: [u64; 5]) -> Value {
    let all: u64 = amounts.iter().sum();
    let mut out = json!({ "total": all });
    for (name, amount) in STAGES.iter().zip(amounts) {
        out[*name] = amount.into();
    }
    out["percent"] =
        if all == 0 { Value::Null } else { ((amounts[0] as f64 * 100.0 / all as f64 + 0.5).floor() as u64).into() };
    out
}
