// Sixty questions on real pages: `WAYBOOK_CORPUS` names a folder with the FastTrack playbooks, which are no part of this
// project. Each question in `search-questions.json` names the page that must come first, or among the first three; which
// page that is was found by reading the pages. Without the folder, each is skipped by name.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { browser, open, site } from "./lib.mjs";

const questions = JSON.parse(readFileSync(new URL("search-questions.json", import.meta.url), "utf8"));
const corpus = process.env.WAYBOOK_CORPUS;
const skip = corpus ? false : "WAYBOOK_CORPUS names no folder with the pages";

let pages, chrome, opened;
before(async () => {
  if (skip) return;
  [pages, chrome] = await Promise.all([site(corpus), browser()]);
  opened = await open(chrome, pages.file + "index--internal.html");
  await opened.page.keyboard.press("/");
  await opened.page.locator("dialog.search").waitFor();
});
after(async () => {
  await chrome?.close();
  pages?.close();
});

test("there are sixty questions", () => assert.equal(questions.length, 60));

/** The pages found, in the order in which they are shown, each once. */
async function found(query) {
  const { page } = opened, field = page.getByRole("combobox");
  await field.fill("");
  await field.fill(query);
  await page.waitForFunction(query => document.querySelector("dialog.search")?.dataset.answered === query, query);
  const links = await page.locator("dialog.search .search-hit:not(.place)").evaluateAll(links => links.map(link => link.href));
  return [...new Set(links.map(link => decodeURI(link.replace(/[?#].*$/, "").slice(pages.file.length))))];
}

for (const { kind, query, within, pages: expected } of questions) {
  test(`${kind}: ${query}`, { skip }, async () => {
    const shown = (await found(query)).slice(0, within);
    assert.ok(shown.some(page => expected.includes(page)), `${expected.join(" or ")} not in ${JSON.stringify(shown)}`);
  });
}
