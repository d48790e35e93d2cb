// The live preview in a real browser: edits on the disk, what the open page makes of them.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { binary, browser, open } from "./lib.mjs";

const ROW = "| 1328 | Start migration | M | FastTrack Engineer | Exchange |";
const page = ({ text = "First words", row = ROW } = {}) => `---
title: Long page
---
# Long page

${text}

## Approach

### Move

#### FTOP Tasks

| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |
| --- | --- | --- | --- | --- |
| 1330 | Plan migration | M | FastTrack Engineer | Exchange |
${row}

${Array.from({ length: 80 }, (_, n) => `## Part ${n}\n\nText of part ${n}.`).join("\n\n")}
`;

let chrome, server, base, folder;
const write = (path, text) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "waybook-serve-"));
  write("waybook.yml", "title: Live\n");
  write("content/index.md", "# Start\n\n[long](long.md)\n");
  write("content/long.md", page());
  server = spawn(binary(), ["serve", "--project", folder, "--port", "4810"], { stdio: ["ignore", "ignore", "pipe"] });
  [base, chrome] = await Promise.all([
    new Promise(done => server.stderr.setEncoding("utf8").on("data", text => {
      const port = /localhost:(\d+)/.exec(text)?.[1];
      if (port) done(`http://127.0.0.1:${port}/`);
    })),
    browser(),
  ]);
});
after(async () => {
  await chrome?.close();
  server?.kill();
  rmSync(folder, { recursive: true, force: true });
});

const connected = page => page.waitForFunction(() => /connected|finding/.test(document.querySelector("waybook-live")?.shadowRoot.querySelector(".text").textContent || ""));
const says = (page, text) => page.waitForFunction(text => document.querySelector("main").textContent.includes(text), text);

test("an edit on the disk appears, the scroll position stays", async () => {
  const opened = await open(chrome, base + "long.html");
  await connected(opened.page);
  await opened.page.evaluate(() => { window.kept = true; scrollTo({ top: 2400, behavior: "instant" }) });
  const before = await opened.page.evaluate(() => document.getElementById("part-30").getBoundingClientRect().top);
  write("content/long.md", page({ text: "Other words\n\nand more of them" }));
  await says(opened.page, "Other words");
  const after = await opened.page.evaluate(() => document.getElementById("part-30").getBoundingClientRect().top);
  assert.ok(Math.abs(after - before) < 3, `${before} became ${after}`);
  assert.ok(await opened.page.evaluate(() => window.kept), "the page was not loaded again");
  assert.deepEqual(opened.wrong, []);
  await opened.close();
});

test("a filter in a table that changes keeps its text", async () => {
  const rows = Array.from({ length: 30 }, (_, n) => `| ${2000 + n} | Task ${n} | M | FastTrack Engineer | Exchange |`);
  write("content/long.md", page({ row: rows.join("\n") }));
  const opened = await open(chrome, base + "long.html");
  await connected(opened.page);
  await says(opened.page, "Task 29");
  const filter = opened.page.locator('[data-action="filter"]');
  if (await filter.count()) {
    await filter.fill("task 7");
    write("content/long.md", page({ row: rows.join("\n").replace("Task 7 ", "Task 7 anew ") }));
    await says(opened.page, "Task 7 anew");
    assert.equal(await filter.inputValue(), "task 7");
    assert.equal(await opened.page.locator("table.tasks tbody tr:visible").count(), 3);
  }
  assert.deepEqual(opened.wrong, []);
  await opened.close();
});

test("a broken table is named with line and column until it is mended", async () => {
  write("content/long.md", page());
  const opened = await open(chrome, base + "long.html");
  await connected(opened.page);
  await says(opened.page, "Start migration");
  write("content/long.md", page({ row: "| 13x8 | Start migration | M | FastTrack Engineer | Exchange |" }));
  const overlay = () => opened.page.evaluate(() => { const panel = document.querySelector("waybook-live").shadowRoot.getElementById("overlay"); return panel.hidden ? "" : panel.textContent });
  await opened.page.waitForFunction(() => !document.querySelector("waybook-live").shadowRoot.getElementById("overlay").hidden);
  assert.match(await overlay(), /content\/long\.md:17:\d+/);
  const link = await opened.page.evaluate(() => document.querySelector("waybook-live").shadowRoot.querySelector("#overlay a").href);
  assert.match(link, /^vscode:\/\/file\/.*long\.md:17:\d+$/);
  write("content/long.md", page());
  await opened.page.waitForFunction(() => document.querySelector("waybook-live").shadowRoot.getElementById("overlay").hidden);
  assert.deepEqual(opened.wrong, []);
  await opened.close();
});

test("an open report follows the data of its customer, in every browser", async () => {
  const engagement = name => `customer: ${name}\nservices: [Exchange]\nopened: 2020-03-02\ntarget: 2020-07-01\n`;
  write("content/long.md", page());
  write("engagements/contoso.yml", engagement("Contoso"));
  while (!(await fetch(base + "reports/contoso/status.html")).ok) await new Promise(done => setTimeout(done, 20));
  const first = await open(chrome, base + "reports/contoso/status.html");
  const second = await open(chrome, base + "reports/contoso/status.html", { width: 390, height: 800 });
  for (const { page } of [first, second]) {
    await connected(page);
    await page.evaluate(() => { window.kept = true; scrollTo({ top: 300, behavior: "instant" }) });
  }
  write("engagements/contoso.yml", engagement("Fabrikam"));
  for (const { page } of [first, second]) {
    await page.waitForFunction(() => document.body.textContent.includes("Fabrikam") && document.title.includes("Fabrikam"));
    assert.ok(await page.evaluate(() => window.kept), "the report was not loaded again");
    assert.ok(await page.evaluate(() => scrollY > 200), "the scroll position stays");
  }
  assert.deepEqual([...first.wrong, ...second.wrong], []);
  await first.close();
  await second.close();
});

test("a deleted page names its neighbours and comes back by itself", async () => {
  write("content/guide/plan.md", "# A plan\n\nText of the plan\n");
  write("content/guide/plans.md", "# Other plans\n");
  const opened = await open(chrome, base + "index.html");
  await connected(opened.page);
  await opened.page.waitForFunction(async () => (await fetch("/guide/plan.html")).ok);
  await opened.page.goto(base + "guide/plan.html");
  await connected(opened.page);
  rmSync(join(folder, "content/guide/plan.md"));
  await opened.page.waitForFunction(() => document.querySelector('main a[href="/guide/plans.html"]'));
  assert.match(await opened.page.textContent("main"), /There is no page at this address/);
  write("content/guide/plan.md", "# A plan\n\nBack with other words\n");
  await says(opened.page, "Back with other words");
  await opened.close();
});

test("a renamed page is followed, a style sheet is swapped without a reload", async () => {
  write("content/first.md", "# A page of its own name\n\nText\n");
  const opened = await open(chrome, base + "index.html");
  await connected(opened.page);
  await opened.page.waitForFunction(async () => (await fetch("/first.html")).ok);
  await opened.page.goto(base + "first.html");
  await connected(opened.page);
  renameSync(join(folder, "content/first.md"), join(folder, "content/second.md"));
  await opened.page.waitForURL("**/second.html");
  await connected(opened.page);
  await opened.page.evaluate(() => { window.kept = true });
  write("theme/css/site.css", "main { outline: 3px solid rgb(1, 2, 3) }\n");
  write("waybook.yml", "title: Live\ntheme: theme\n");
  await opened.page.waitForFunction(() => getComputedStyle(document.querySelector("main")).outlineColor === "rgb(1, 2, 3)");
  assert.ok(await opened.page.evaluate(() => window.kept));
  await opened.close();
});
