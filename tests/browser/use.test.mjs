// What a reader does: by keyboard, in tables of tasks, in tabs, from page to page.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, open, site } from "./lib.mjs";

let sample, chrome;
before(async () => { [sample, chrome] = await Promise.all([site().then(all => all.first()), browser()]) });
after(async () => {
  await chrome?.close();
  sample?.close();
});

/** Opens a page of the sample, by file:// unless a server is asked for, and closes it after the steps. */
const on = (path, steps, { base = sample.file, ...options } = {}) => async () => {
  const opened = await open(chrome, base + path, options);
  await steps(opened.page, opened);
  assert.deepEqual(opened.wrong, []);
  await opened.close();
};
const check = (name, path, steps, options) => test(name, async () => on(path, steps, options?.served ? { ...options, base: sample.http } : options)());

const focused = page => page.evaluate(() => {
  const at = document.activeElement, style = getComputedStyle(at);
  return { id: at.id, tag: at.localName, text: (at.innerText || at.getAttribute("aria-label") || "").trim(), ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2, html: at.outerHTML.slice(0, 120) };
});
const ids = page => page.locator("table.tasks").first().locator("tbody tr:visible .task-id").allInnerTexts();

// Keyboard

check("the first stop of the keyboard skips to the text", "migration.html", async page => {
  await page.keyboard.press("Tab");
  const skip = page.locator(".skip");
  assert.ok(await skip.evaluate(link => link === document.activeElement));
  await page.waitForFunction(() => document.querySelector(".skip").getBoundingClientRect().top >= 0);
  await page.keyboard.press("Enter");
  assert.equal((await focused(page)).id, "main");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.getElementById("main").contains(document.activeElement)), "the next stop is in the text");
});

for (const path of ["index.html", "migration.html", "cut-over-guide.html", "tasks/index.html"]) {
  check(`each stop of the keyboard shows where it is: ${path}`, path, async page => {
    const seen = new Set();
    for (let stop = 0; stop < 45; stop++) {
      await page.keyboard.press("Tab");
      const at = await focused(page);
      if (at.tag === "body") break;
      assert.ok(at.ring, at.html);
      seen.add(at.html);
    }
    assert.ok(seen.size > 20, `${seen.size} stops`);
  });
}

check("on a phone the tree is a drawer", "migration.html", async page => {
  const tree = page.locator("#tree"), button = page.locator(".menu-button");
  assert.ok(!await tree.isVisible());
  await button.focus();
  await page.keyboard.press("Enter");
  assert.ok(await tree.isVisible());
  assert.ok(await tree.locator("[aria-current=page]").isVisible());
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.getElementById("tree").contains(document.activeElement)), "the keyboard goes into the drawer");
  await page.keyboard.press("Escape");
  assert.ok(!await tree.isVisible());
  assert.ok(await button.evaluate(element => element === document.activeElement), "and comes back to the button");
  await button.click();
  await tree.getByRole("link", { name: "Tasks", exact: true }).click();
  await page.waitForURL(/tasks\/index\.html/);
}, { width: 390, height: 844 });

check("on this page leads to a heading, and follows the reader", "cut-over-guide.html", async page => {
  await page.locator(".contents").getByRole("link", { name: "Who to call" }).click();
  await page.waitForFunction(() => { const top = document.getElementById("who-to-call").getBoundingClientRect().top; return top > 40 && top < 200 });
  await page.waitForFunction(() => document.querySelector(".contents [aria-current]").hash === "#who-to-call");
});

// Tables of tasks

check("a table of tasks is filtered by words", "phases/migrate.html", async page => {
  const block = page.locator(".task-block").first(), all = (await ids(page)).length;
  const whole = await block.locator(".task-count").innerText();
  assert.ok(all > 6);
  await block.locator("[data-action=filter]").fill("mailbox");
  const some = await ids(page);
  assert.ok(some.length > 0 && some.length < all, `${some.length} of ${all}`);
  for (const row of await block.locator("tbody tr:visible").allInnerTexts()) assert.match(row.toLowerCase(), /mailbox/);
  assert.match(await block.locator(".task-count").innerText(), new RegExp(`${some.length}.*${all}`));
  await block.locator("[data-action=filter]").fill("1328");
  assert.deepEqual(await ids(page), ["1328"]);
  await block.locator("[data-action=filter]").fill("no such words");
  assert.deepEqual(await ids(page), []);
  assert.ok(await block.locator(".no-hit").isVisible(), "it says that there is none");
  await block.locator("[data-action=filter]").fill("");
  assert.equal((await ids(page)).length, all);
  assert.equal(await block.locator(".task-count").innerText(), whole);
});

check("a table of tasks is sorted by its headers, and back", "phases/migrate.html", async page => {
  const header = page.locator("table.tasks").first().locator("thead th").first(), before = await ids(page);
  const numbers = before.map(Number).sort((a, b) => a - b).map(String);
  await header.getByRole("button").click();
  assert.deepEqual(await ids(page), numbers);
  assert.equal(await header.getAttribute("aria-sort"), "ascending");
  await header.getByRole("button").press("Enter");
  assert.deepEqual(await ids(page), [...numbers].reverse());
  assert.equal(await header.getAttribute("aria-sort"), "descending");
  await header.getByRole("button").press("Enter");
  assert.deepEqual(await ids(page), before);
});

check("the rows shown are copied as CSV", "phases/migrate.html", async page => {
  const block = page.locator(".task-block").first();
  await block.locator("[data-action=filter]").fill("1328");
  await block.locator("[data-action=csv]").click();
  await block.getByRole("button", { name: "Copied" }).waitFor();
  const lines = (await page.evaluate(() => navigator.clipboard.readText())).trim().split(/\r?\n/);
  assert.match(lines[0], /^ID,Task,Requirement,Role,Services/);
  assert.equal(lines.length, 2);
  assert.match(lines[1], /^1328,.*(Mandatory|Optional),/);
  assert.doesNotMatch(lines[1], /mended/);
}, { served: true, permissions: ["clipboard-read", "clipboard-write"] });

check("the row that was run together with another is there, and says so", "migration.html", async page => {
  const row = page.locator("tr", { has: page.locator(".task-id", { hasText: "1328" }) });
  assert.equal(await row.count(), 1);
  assert.ok(await row.locator(".mended").isVisible());
  await row.locator(".task-id").click();
  await page.waitForURL(/tasks\/1328\.html/);
  assert.match(await page.locator("h1").innerText(), /mailbox/);
});

check("an address with the id of a task leads to its row", "migration.html", async page => {
  const anchor = await page.locator("table.tasks tbody tr[id]").last().getAttribute("id");
  await page.goto(page.url() + "#" + anchor);
  await page.waitForFunction(id => { const box = document.getElementById(id).getBoundingClientRect(); return box.top > 56 && box.bottom < innerHeight }, anchor);
});

// Index of tasks

check("facets narrow the index, and live in the address", "tasks/index.html", async page => {
  const all = (await ids(page)).length;
  await page.getByLabel("Phase").selectOption("Migrate");
  const phase = (await ids(page)).length;
  await page.getByLabel("Requirement").selectOption("mandatory");
  const both = await ids(page);
  assert.ok(both.length > 0 && both.length < phase && phase < all, `${both.length} < ${phase} < ${all}`);
  const query = new URL(page.url()).searchParams;
  assert.equal(query.get("phase"), "Migrate");
  assert.equal(query.get("requirement"), "mandatory");
  await page.reload();
  assert.deepEqual(await ids(page), both, "the address alone gives the same rows");
  assert.equal(await page.getByLabel("Phase").inputValue(), "Migrate");
  await page.getByLabel("Search").fill("closure");
  for (const row of await page.locator("tbody tr:visible").allInnerTexts()) assert.match(row.toLowerCase(), /closure/);
  await page.getByRole("button", { name: "Reset" }).click();
  await page.waitForFunction(all => document.querySelectorAll("table.tasks tbody tr:not([hidden])").length === all, all);
  assert.equal(new URL(page.url()).search, "");
});

check("facets of role and service match whole names", "tasks/index.html?role=FastTrack+Engineer&service=Exchange", async page => {
  const rows = await page.locator("tbody tr:visible").all();
  assert.ok(rows.length > 3);
  for (const row of rows) {
    assert.ok((await row.locator(".roles .chip").allInnerTexts()).includes("FastTrack Engineer"));
    assert.ok((await row.locator(".services .chip").allInnerTexts()).includes("Exchange"));
  }
}, { served: true });

check("on a phone a row is a card that names its cells", "tasks/index.html", async page => {
  assert.equal(await page.locator("tbody tr").first().evaluate(row => getComputedStyle(row).display), "grid");
  assert.equal(await page.locator("tbody td.roles").first().evaluate(cell => getComputedStyle(cell, "::before").content), '"Role"');
}, { width: 390, height: 844 });

// Tabs

check("tabs show one panel, by mouse and by arrows, and remember", "cut-over-guide.html", async page => {
  const tabs = page.getByRole("tab"), shown = () => page.locator(".tab:visible").evaluateAll(panels => panels.map(panel => panel.dataset.tab));
  assert.equal(await tabs.count(), 2);
  assert.deepEqual(await shown(), ["exchange"]);
  await tabs.nth(1).click();
  assert.deepEqual(await shown(), ["onedrive"]);
  await page.keyboard.press("ArrowRight");
  assert.deepEqual(await shown(), ["exchange"], "the arrows go round");
  assert.equal((await focused(page)).text, "Exchange");
  await page.keyboard.press("End");
  assert.deepEqual(await shown(), ["onedrive"]);
  assert.equal(await tabs.nth(1).getAttribute("aria-selected"), "true");
  assert.equal(await tabs.nth(0).getAttribute("tabindex"), "-1", "one stop of the keyboard for all tabs");
  await page.reload();
  assert.deepEqual(await shown(), ["onedrive"], "the choice is remembered");
}, { served: true });

check("an address that points into a hidden panel opens it", "cut-over-guide.html#tabpanel_1_onedrive", async page => {
  assert.ok(await page.locator("#tabpanel_1_onedrive").isVisible());
});

// From page to page

test("previous and next walk through the whole playbook", async () => {
  const { page, wrong, close } = await open(chrome, sample.file + "index.html");
  const path = () => decodeURIComponent(page.url().slice(sample.file.length)).split("#")[0];
  const walked = [path()];
  while (await page.locator("a[rel=next]").count()) {
    const here = path();
    await page.locator("a[rel=next]").click();
    await page.waitForURL(url => !url.href.endsWith(`/${here}`));
    assert.ok(!walked.includes(path()), `${path()} comes twice`);
    walked.push(path());
    const back = await page.locator("a[rel=prev]").evaluate(link => link.href);
    assert.equal(decodeURIComponent(back.slice(sample.file.length)), here, `back from ${path()}`);
    assert.equal(await page.locator("#tree [aria-current=page]").count(), 1, `${path()} in the tree`);
  }
  const made = /^(tasks|roles|services|phases|reports)\/|^(404|changes|lifecycle)\.html$/;
  assert.deepEqual([...walked].sort(), sample.html.filter(name => !made.test(name)));
  assert.deepEqual(wrong, []);
  await close();
});

check("the lifecycle leads to a phase, and shows where one is", "index.html", async page => {
  const stations = page.locator(".lifecycle a");
  assert.equal(await stations.count(), 5);
  await stations.last().click();
  await page.waitForURL(/phases\/migrate\.html/);
  assert.match(await page.locator(".lifecycle [aria-current]").first().textContent(), /Migrate/);
});

check("the scheme is switched and kept", "index.html", async page => {
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  await page.locator("[data-action=scheme]").click();
  const dark = await ground();
  assert.notEqual(dark, light);
  await page.goto(sample.http + "migration.html");
  assert.equal(await ground(), dark);
}, { served: true, colorScheme: "light" });
