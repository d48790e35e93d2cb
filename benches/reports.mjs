// How long reports take, and how much memory: many customers at once, one with many units, and an export of a million rows.
//
//     cargo build --release && node benches/reports.mjs [--customers 1000] [--rows 1000000] [--runs 3] [--waybook target/release/waybook] [--keep]
//
// Makes the projects in a temporary folder and runs each command under GNU time; the best of the runs counts.
import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const option = (name, fallback) => { const at = process.argv.indexOf(`--${name}`); return at < 0 ? fallback : process.argv[at + 1] };
const customers = Number(option("customers", 1000)), rows = Number(option("rows", 1_000_000)), runs = Number(option("runs", 3));
const waybook = resolve(option("waybook", "target/release/waybook"));
const root = mkdtempSync(join(tmpdir(), "waybook-reports-"));
const services = ["Exchange", "OneDrive for Business", "SharePoint"], phases = ["Initiate", "Assess", "Remediate", "Enable", "Migrate"];
const roles = ["FastTrack Manager", "FastTrack Engineer", "Migration Velocity Manager"];
const statuses = ["Complete", "Complete", "Complete", "In Progress", "Not Started", "Not Required", "Warning", "Paused-Customer Delay"];
const states = ["Completed", "Completed", "Completed", "Syncing", "Synced", "Failed", "Queued", "CompletedWithWarnings"];

const write = (path, text) => { mkdirSync(dirname(path), { recursive: true }); writeFileSync(path, text) };
const two = n => String(n).padStart(2, "0");
const taskId = n => 1000 + n;

// A playbook of so many tasks, twenty a page.
const playbook = (folder, tasks) => {
  write(join(folder, "waybook.yml"), "title: Bench\ncontent: content\nengagements: engagements\nas_of: 2020-03-16\n");
  for (let page = 0; page * 20 < tasks; page++) {
    const lines = Array.from({ length: 20 }, (_, at) => page * 20 + at).map(n =>
      `| ${taskId(n)} | Task number ${n} of the playbook | ${n % 3 ? "M" : "O"} | ${roles[n % 3]} | ${n % 4 ? "All Services" : services[n % 3]} |`);
    write(join(folder, `content/page${page}.md`), `# Process ${page}\n\nPhase: **${phases[page % 5]}**\n\n## Approach\n\n### Step\n\n#### FTOP Tasks\n\n` +
      `| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n| --- | --- | --- | --- | --- |\n${lines.join("\n")}\n`);
  }
};

const header = "Identity,MailboxEmailAddress,BatchId,RecipientType,State,Status,StatusSummary,SkippedItemCount,SyncedItemCount,TotalItemsInSourceMailboxCount," +
  "EstimatedTotalTransferSize,EstimatedTotalTransferCount,BytesTransferred,PercentageComplete,LastSuccessfulSyncTime,Error,ErrorSummary\n";
const unit = (customer, n, batches) => {
  const state = states[(n * 7 + customer) % states.length], name = `user${n}@c${customer}.example.com`, size = 1_000_000 + n * 7919;
  return `${name},${name},Velocity ${n % batches + 1},Mailbox,${state},${state},${state},${n % 3},${n * 11},${n * 11 + n % 3},"${(size / 1048576).toFixed(1)} MB (${size.toLocaleString("en-US")} bytes)",` +
    `${n * 11},"${size.toLocaleString("en-US")} bytes",100,2020-0${n % 2 + 1}-${two(n % 28 + 1)} 18:00:00,${state === "Failed" ? "Connection lost" : ""},\n`;
};

const customer = (folder, n, tasks, units) => {
  const id = `c${String(n).padStart(4, "0")}`;
  const lines = Array.from({ length: tasks }, (_, at) => `t${n}.example.com,${taskId(at)},${statuses[(at * 5 + n) % statuses.length]},Dana Ruiz,2020-0${at % 2 + 1}-${two(at % 28 + 1)},Note ${at}`);
  write(join(folder, `engagements/status/${id}.csv`), `tenant,task_id,status,owner,updated,note\n${lines.join("\n")}\n`);
  write(join(folder, `engagements/exports/${id}.csv`), header + Array.from({ length: units }, (_, at) => unit(n, at, 4)).join(""));
  write(join(folder, `engagements/${id}.yml`), `customer: Customer ${n} Ltd\ntenant: t${n}.example.com\nservices: [Exchange]\nopened: 2020-01-06\ntarget: 2020-04-30\n` +
    `task_status: status/${id}.csv\nexports: [exports/${id}.csv]\nbatches:\n` +
    [1, 2, 3, 4].map(b => `  - { name: Velocity ${b}, service: Exchange, planned: 2020-0${b}-10 }\n`).join("") +
    `next_actions: [ { what: Confirm the window, owner: Customer IT, due: 2020-03-13 } ]\n` +
    `issues: [ { id: 17, title: Calendar delegates lost, batch: Velocity 1, opened: 2020-02-12, owner: FE } ]\n`);
  return id;
};

// The best of some runs: seconds, and megabytes of memory at the most.
const measured = (folder, args) => {
  let best;
  for (let run = 0; run < runs; run++) {
    const done = spawnSync("/usr/bin/time", ["-f", "%e %M", waybook, ...args, "--project", folder], { encoding: "utf8", maxBuffer: 1 << 30 });
    const [seconds, kilobytes] = done.stderr.trim().split("\n").at(-1).split(" ").map(Number);
    if (done.status > 1 || !Number.isFinite(seconds)) throw new Error(done.stderr.slice(-2000));
    if (!best || seconds < best.seconds) best = { seconds, megabytes: Math.round(kilobytes / 1024) };
  }
  return best;
};
const say = (what, { seconds, megabytes }, more = "") => console.log(`${what.padEnd(56)} ${seconds.toFixed(2).padStart(6)} s ${String(megabytes).padStart(5)} MB ${more}`);

try {
  const many = join(root, "many"), one = join(root, "one"), large = join(root, "large"), out = join(root, "out");
  playbook(many, 200);
  for (let n = 0; n < customers; n++) customer(many, n, 200, 50);
  say(`${customers} customers: status as HTML and JSON`, measured(many, ["report", "status", "--all", "--out", out]));
  say(`${customers} customers: closure`, measured(many, ["report", "closure", "--all", "--out", out]));
  say(`${customers} customers: portfolio`, measured(many, ["report", "portfolio", "--out", out]));
  say(`${customers} customers: site and all reports, cold`, measured(many, ["build", "--out", join(root, "site")]));
  if (!process.argv.includes("--no-xlsx")) say(`${customers} customers: status as XLSX`, measured(many, ["report", "status", "--all", "--format", "xlsx", "--out", out]));

  playbook(one, 200);
  customer(one, 1, 200, 500);
  const took = measured(one, ["report", "status", "--all", "--out", join(root, "units")]);
  const size = statSync(join(root, "units", readdirSync(join(root, "units"))[0], "status.html")).size;
  say("one customer with 500 units", took, `${Math.round(size / 1024)} KB of HTML`);

  playbook(large, 20);
  const id = customer(large, 1, 20, 0);
  const file = openSync(join(large, `engagements/exports/${id}.csv`), "w");
  writeSync(file, header);
  for (let n = 0; n < rows; n += 1000) writeSync(file, Array.from({ length: Math.min(1000, rows - n) }, (_, at) => unit(1, n + at, 40)).join(""));
  closeSync(file);
  say(`an export of ${rows} rows: portfolio`, measured(large, ["report", "portfolio", "--out", out]));
  say(`an export of ${rows} rows: status`, measured(large, ["report", "status", "--all", "--out", out]));
  say(`an export of ${rows} rows: explained`, measured(large, ["import", "--explain", join(large, `engagements/exports/${id}.csv`)]));
} finally {
  if (process.argv.includes("--keep")) console.log(root); else rmSync(root, { recursive: true, force: true });
}
