// How long it takes from the write of a page to its new bytes at a client of `waybook serve`.
//
//     cargo build --release && node benches/live_preview.mjs [--pages 1800] [--edits 50] [--waybook target/release/waybook]
//     node benches/live_preview.mjs --folder PROJECT [--edits 50]
//
// Makes a project of so many pages in a temporary folder, serves it, and edits a page at a time: prose, a heading, a task;
// it says how long each kind takes, and all together.
// After each edit it waits for the news, asks for the page and holds that the new text is in it. With `--folder` it copies a
// project and edits the prose of its pages.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const option = (name, fallback) => { const at = process.argv.indexOf(`--${name}`); return at < 0 ? fallback : process.argv[at + 1] };
const pages = Number(option("pages", 1800)), edits = Number(option("edits", 50));
const waybook = option("waybook", "target/release/waybook"), port = Number(option("port", 4780));
const agent = new http.Agent({ keepAlive: true });
const project = mkdtempSync(join(tmpdir(), "waybook-latency-"));
const phases = ["Initiate", "Assess", "Remediate", "Enable", "Migrate"], roles = ["FastTrack Manager", "FastTrack Engineer", "Customer"];
const services = ["Exchange", "SharePoint", "Teams", "OneDrive for Business", "All Services"], perFolder = 60;
const folder = n => `f${String(Math.floor(n / perFolder)).padStart(3, "0")}`;
const path = n => `${folder(n)}/page${n}.md`;
const paragraph = n => "What is done here depends on what was found before, see [the page before](" + `../${path(Math.max(0, n - 1))}` + "). ".padEnd(220, "and so on, at length ");

const page = (n, { word = "prose", heading = "Steps", task = "Task" } = {}) => `---
title: Page ${n}
description: Page ${n} of the playbook
---
# Page ${n}

Phase: **${phases[n % 5]}**

The ${word} of page ${n}. ${paragraph(n)}

## Approach

### ${heading}

Primary Role: **${roles[n % 3]}**

${Array.from({ length: 6 }, (_, i) => paragraph(n) + `[another](../${path((n * 7 + i * 13) % pages)}#approach)`).join("\n\n")}

${n % 4 ? "" : `#### FTOP Tasks

| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |
| --- | --- | --- | --- | --- |
| ${10000 + n} | ${task} of page ${n} | M | ${roles[n % 3]} | ${services[n % 5]} |
| ${10001 + n} | Another of page ${n} | O | ${roles[(n + 1) % 3]} | ${services[(n + 1) % 5]} |
`}
## Refresh Summary

| Date | Who | What changed |
| --- | --- | --- |
| 1/31/2020 | Ann | First version of page ${n} |
`;

const make = () => {
  writeFileSync(join(project, "waybook.yml"), "title: Latency\n");
  for (let n = 0; n < pages; n++) {
    mkdirSync(join(project, "content", folder(n)), { recursive: true });
    writeFileSync(join(project, "content", path(n)), page(n));
  }
  const folders = Math.ceil(pages / perFolder);
  const toc = Array.from({ length: folders }, (_, f) => `- name: Folder ${f}\n  items:\n` +
    Array.from({ length: Math.min(perFolder, pages - f * perFolder) }, (_, i) => `  - name: Page ${f * perFolder + i}\n    href: ${path(f * perFolder + i)}\n`).join("")).join("");
  writeFileSync(join(project, "content", "toc.yml"), toc);
  mkdirSync(join(project, "engagements"));
  for (const name of ["contoso", "fabrikam", "tailspin"]) {
    const rows = Array.from({ length: 40 }, (_, i) => `${10000 + i * 4},${["completed", "in progress", "not started"][i % 3]}`);
    writeFileSync(join(project, "engagements", `${name}.csv`), `task,status\n${rows.join("\n")}\n`);
    writeFileSync(join(project, "engagements", `${name}.yml`), `customer: ${name}\nservices: [Exchange, Teams]\nopened: 2020-03-02\ntarget: 2020-07-01\ntask_status: ${name}.csv\n`);
  }
};

const get = (at, address) => new Promise((done, failed) => {
  http.get({ port: at, host: "127.0.0.1", path: address, agent }, response => {
    let text = "";
    response.setEncoding("utf8").on("data", part => { text += part }).on("end", () => done(text));
  }).on("error", failed);
});
const median = list => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const sleep = ms => new Promise(done => setTimeout(done, ms));

// The pages of a project that was named, in an order that jumps from folder to folder.
const copied = folder => {
  cpSync(folder, project, { recursive: true });
  const found = readdirSync(project, { recursive: true }).filter(name => name.endsWith(".md") && !name.includes("includes")).sort();
  return found.map((_, n) => found[(n * 7919) % found.length]);
};

const run = async () => {
  const own = option("folder", "");
  const named = own ? copied(own) : make();
  await sleep(2500);
  const server = spawn(waybook, ["serve", "--project", project, "--port", String(port)], { stdio: ["ignore", "ignore", "pipe"] });
  const said = [];
  let at = 0;
  await new Promise((done, failed) => {
    server.stderr.setEncoding("utf8").on("data", text => {
      said.push(text);
      // What is said may come in pieces.
      const found = /serving at \S*?http:\/\/localhost:(\d+)/.exec(said.join(""));
      if (found) { at = Number(found[1]); done() }
    });
    server.on("exit", code => failed(new Error(`waybook ended with ${code}: ${said.join("")}`)));
  });
  server.removeAllListeners("exit");
  console.log(said.join("").trim().split("\n").at(-1));
  let heard = () => {};
  http.get({ port: at, host: "127.0.0.1", path: "/.waybook/events" }, response => response.setEncoding("utf8").on("data", text => text.includes('"built"') && heard()));
  await sleep(500);
  const edit = async (file, text, address, mark) => {
    const news = new Promise(done => { heard = done });
    const before = performance.now();
    writeFileSync(file, text);
    await news;
    const body = await get(at, address);
    const took = performance.now() - before;
    if (!body.includes(mark)) throw new Error(`the edit of ${address} is not there`);
    await sleep(40);
    return took;
  };
  // The first of each kind warm up and do not count.
  const say = (kind, times, first = 3) => {
    times.splice(0, first);
    times.sort((a, b) => a - b);
    console.log(`${own || `${pages} pages`}, ${kind.padEnd(7)}: median ${median(times).toFixed(1)} ms, p90 ${times[Math.floor(times.length * 0.9)].toFixed(1)} ms, most ${times.at(-1).toFixed(1)} ms over ${times.length} edits`);
  };
  if (own) {
    const times = [];
    for (const name of named) {
      const file = join(project, name), mark = `Words of edit ${times.length} for the measure`;
      const address = "/" + name.replace(/^content\//, "").replace(/\.md$/, ".html").split("/").map(encodeURIComponent).join("/");
      if (!(await get(at, address)).includes(`data-source="${name}"`)) continue;
      const text = readFileSync(file, "utf8"), marked = text.replace(/^(# .*)$/m, `$1\n\n${mark}\n`);
      times.push(await edit(file, marked === text ? `${text}\n\n${mark}\n` : marked, address, mark));
      if (times.length === edits + 3) break;
    }
    say("prose", times);
  }
  const kinds = own ? {} : { prose: n => ({ word: `prose${n}` }), heading: n => ({ heading: `Steps ${n}` }), task: n => ({ task: `Task${n}` }) };
  const all = [];
  for (const [kind, change] of Object.entries(kinds)) {
    const times = [];
    for (let n = 0; n < edits + 3; n++) {
      const number = (n * 37 * 4) % pages, text = page(number, change(n)), mark = Object.values(change(n))[0];
      times.push(await edit(join(project, "content", path(number)), text, `/${path(number).replace(".md", ".html")}`, mark));
    }
    say(kind, times);
    all.push(...times);
  }
  if (all.length) say("all", all, 0);
  console.log(said.join("").trim().split("\n").slice(-2).join("\n"));
  if (process.argv.includes("--wait")) { console.log(`pid ${server.pid}, project ${project}`); return }
  server.kill();
  rmSync(project, { recursive: true, force: true });
  process.exit(0);
};
run().catch(error => { console.error(error); process.exit(1) });
