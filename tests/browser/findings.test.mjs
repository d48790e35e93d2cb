// The page of findings, as one file that is opened from the disk: it counts, sorts and filters, and asks nobody.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { binary, browser, open } from "./lib.mjs";

const pages = {
  "a.md": "---\nft.owner: danar\n---\n# A\n\n[x](gone-1.md) [y](gone-2.md)\n\nSee https://example.com.\n",
  "b.md": "---\nft.owner: samo\n---\n# B\n\n[z](gone-3.md)\n\n<<<<<<< ours\n",
  "c.md": "# C\n\n[]( https://example.com )\n",
};

let folder, chrome, address;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "waybook-findings-"));
  mkdirSync(join(folder, "content"));
  for (const [name, text] of Object.entries(pages)) writeFileSync(join(folder, "content", name), text);
  try {
    execFileSync(binary(), ["check", "--report", "findings.html"], { cwd: folder, stdio: "ignore" });
  } catch {
    // A merge marker is an error, so the command ends with 1.
  }
  address = pathToFileURL(join(folder, "findings.html")).href;
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  rmSync(folder, { recursive: true });
});

const rows = (page, table) => page.locator(`${table} tbody tr:visible`).allInnerTexts();

test("it counts by rule, owner and page", async () => {
  const { page, wrong, close } = await open(chrome, address);
  assert.deepEqual(await page.locator(".figures dd").allInnerTexts(), ["1", "4", "1"]);
  const first = await page.locator("section:has(#rules) tbody tr").allInnerTexts();
  assert.match(first[0], /^merge-conflict\s+error\s+1/);
  assert.match(first[1], /^broken-link\s+warning\s+3/);
  const owners = await page.locator("section:has(#owners) tbody th").allInnerTexts();
  assert.deepEqual(owners, ["samo", "danar", "no owner"]);
  assert.deepEqual(wrong, []);
  await close();
});

test("a heading sorts its column, both ways", async () => {
  const { page, close } = await open(chrome, address);
  const owner = page.locator("section:has(#owners) thead button").first();
  const names = () => page.locator("section:has(#owners) tbody th").allInnerTexts();
  await owner.focus();
  await page.keyboard.press("Enter");
  assert.deepEqual(await names(), ["danar", "no owner", "samo"]);
  await page.keyboard.press("Enter");
  assert.deepEqual(await names(), ["samo", "no owner", "danar"]);
  await page.locator("#findings thead button").first().click();
  assert.match((await rows(page, "#findings"))[0], /merge-conflict/);
  await close();
});

test("the field shows the lines that have all its words", async () => {
  const { page, close } = await open(chrome, address);
  await page.getByRole("searchbox").fill("BROKEN danar");
  const found = await rows(page, "#findings");
  assert.equal(found.length, 2);
  assert.ok(found.every(row => row.includes("content/a.md")));
  assert.equal(await page.locator(".filter output").innerText(), "2");
  await page.getByRole("searchbox").fill("");
  assert.equal((await rows(page, "#findings")).length, 6);
  await close();
});

test("it fits a phone", async () => {
  const { page, close } = await open(chrome, address, { width: 360, height: 740 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wide, false);
  await close();
});
