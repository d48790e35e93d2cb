// What four editions in six languages cost against one build of the same pages.
//
//     cargo build --release && node benches/editions.mjs [--pages 1800] [--runs 5] [--waybook target/release/waybook]
//     node benches/editions.mjs --keep DIR        leaves both projects in DIR, for a profiler
//
// Both projects hold the same texts: 300 pages in each of six language folders. `one` builds them as one site; `all` as 24,
// each page in the editions that its audience names. `--audiences` says how: `same` (all have all), `nested` (each edition has a
// twentieth of the pages more than the one before), `mixed` (two fifths of the pages in all four, three tenths in two, as many
// in one); all three, if it does not.
// Prints the CPU time (user) of alternating builds into empty folders, and how many pages each one wrote.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const option = (name, fallback) => { const at = process.argv.indexOf(`--${name}`); return at < 0 ? fallback : process.argv[at + 1] };
const pages = Number(option("pages", 1800)), runs = Number(option("runs", 5));
const waybook = resolve(option("waybook", "target/release/waybook")), keep = option("keep", "");
const languages = ["en", "de", "es", "pt", "ja", "zh-Hans"], editions = ["partner", "internal", "field", "leads"];
const perLanguage = Math.floor(pages / languages.length), perFolder = 60;
const phases = ["Initiate", "Assess", "Remediate", "Enable", "Migrate"], roles = ["FastTrack Manager", "FastTrack Engineer", "Customer"];
const services = ["Exchange", "SharePoint", "Teams", "OneDrive for Business", "All Services"];
const words = "batch mailbox wave pilot tenant licence policy device network directory owner sponsor budget risk ticket window".split(" ");

const path = n => `f${Math.floor(n / perFolder)}/page${n}.md`;
const shares = {
  // Every page in all editions
  same: () => editions,
  // Each edition has what the one before it has and a twentieth of the pages besides
  nested: n => editions.slice(n % 20 < 3 ? n % 20 + 1 : 0),
  mixed: n => [editions, editions, editions, editions, [editions[n % 4], editions[(n + 1) % 4]], [editions[n % 4], editions[(n + 2) % 4]],
  [editions[(n + 1) % 4], editions[(n + 2) % 4]], [editions[n % 4]], [editions[(n + 1) % 4]], [editions[(n + 3) % 4]]][n % 10],
};
const kinds = option("audiences", "same,nested,mixed").split(",");
let audience;
const paragraph = (n, i) => `What is done here depends on the ${words[(n + i) % words.length]} that was found, see [the page before](../${path(Math.max(0, n - 1))}). `
  + Array.from({ length: 14 }, (_, k) => `the ${words[(n * 3 + i * 5 + k * 7) % words.length]} of ${words[(n + k) % words.length]}`).join(", ") + ".";
const row = (n, name, letter) => `| ${10000 + n} | ${name} of page ${n} | ${letter} | ${roles[n % 3]} | ${services[n % 5]} |`;
const page = (n, language) => `---
title: Page ${n} ${language}
description: Page ${n} of the playbook
ft.audience: [${audience(n).join(", ")}]
---
# Page ${n} ${language}

Phase: **${phases[n % 5]}**

${paragraph(n, 0)}

## Approach

### Steps

Primary Role: **${roles[n % 3]}**

${Array.from({ length: 6 }, (_, i) => paragraph(n, i + 1) + ` [Another](../${path((n * 7 + i * 13) % perLanguage)}#approach)`).join("\n\n")}

${n % 4 ? "" : `| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |
| --- | --- | --- | --- | --- |
${row(n, "Task", "M")}
${row(n + 1, "Another", "O")}
`}
## Refresh Summary

| Date | Who | What changed |
| --- | --- | --- |
| 1/31/2020 | Ann | First version of page ${n} |
`;
const many = `editions:\n${editions.map(name => `  ${name}: [${name}]\n`).join("")}languages:\n${languages.map(tag => `  ${tag}: ${tag}\n`).join("")}`;

const make = (folder, settings) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "waybook.yml"), `title: Playbook\ncheck: { cross-edition-link: off }\n${settings}`);
  for (const language of languages) {
    for (let n = 0; n < perLanguage; n++) {
      mkdirSync(join(folder, "content", language, `f${Math.floor(n / perFolder)}`), { recursive: true });
      writeFileSync(join(folder, "content", language, path(n)), page(n, language));
    }
    const toc = Array.from({ length: Math.ceil(perLanguage / perFolder) }, (_, f) => `- name: Folder ${f}\n  items:\n`
      + Array.from({ length: Math.min(perFolder, perLanguage - f * perFolder) }, (_, i) => `  - name: Page ${f * perFolder + i}\n    href: ${path(f * perFolder + i)}\n`).join("")).join("");
    writeFileSync(join(folder, "content", language, "toc.yml"), toc);
  }
};

const build = folder => {
  rmSync(join(folder, "site"), { recursive: true, force: true });
  const ran = spawnSync("bash", ["-c", `TIMEFORMAT=%U; time "${waybook}" build --project "${folder}" >/dev/null 2>&1`], { encoding: "utf8" });
  return Number(ran.stderr.trim());
};
const median = list => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

for (const kind of kinds.slice(0, keep ? 1 : kinds.length)) {
  audience = shares[kind];
  const home = keep ? resolve(keep) : mkdtempSync(join(tmpdir(), "waybook-editions-"));
  const one = join(home, "one"), all = join(home, "all");
  make(one, "");
  make(all, many);
  if (keep) continue;
  const times = { one: [], all: [] };
  for (let run = 0; run < runs; run++) {
    times.one.push(build(one));
    times.all.push(build(all));
  }
  const count = folder => readdirSync(join(folder, "site"), { recursive: true }).filter(name => name.endsWith(".html")).length;
  const [a, b] = [median(times.one), median(times.all)];
  console.log(`${kind}: one site ${a.toFixed(2)} s, ${count(one)} HTML files; 4 × 6 sites ${b.toFixed(2)} s, ${count(all)} HTML files; ratio ${(b / a).toFixed(2)}`);
  rmSync(home, { recursive: true });
}
