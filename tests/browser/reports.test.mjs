// A report is sent as one file: it must stand alone, and hold nothing of another customer.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { browser, open, site } from "./lib.mjs";

let sample, chrome, alone;
before(async () => {
  [sample, chrome] = await Promise.all([site(), browser()]);
  alone = mkdtempSync(join(tmpdir(), "waybook-report-"));
});
after(async () => {
  await chrome?.close();
  sample?.close();
  if (alone) rmSync(alone, { recursive: true });
});

test("a status report is one file, without a request and without a script", async t => {
  for (const path of sample.reports) {
    await t.test(path, async () => {
      const file = join(alone, "report.html"), url = pathToFileURL(file).href;
      copyFileSync(join(sample.folder, path), file);
      const { page, wrong, requests, close } = await open(chrome, url);
      assert.deepEqual(requests.filter(request => !request.startsWith("data:")), [url]);
      assert.deepEqual(wrong, []);
      assert.equal(await page.locator("script, link[rel=stylesheet], iframe, object, embed").count(), 0);
      assert.equal(await page.locator("html").evaluate(root => [...root.querySelectorAll("*")].some(element => [...element.attributes].some(({ name }) => name.startsWith("on")))), false, "handlers");
      assert.doesNotMatch(sample.read(path), /url\(\s*["']?(?!data:)|@import/);
      await close();
    });
  }
});

test("a status report names its customer and no other", async () => {
  const names = { contoso: "Contoso Ltd", fabrikam: "Fabrikam Inc", tailspin: "Tailspin Toys" };
  for (const path of sample.reports) {
    const own = path.split("/")[1], text = sample.read(path).toLowerCase();
    assert.ok(text.includes(names[own].toLowerCase()), `${path} names ${names[own]}`);
    for (const other of Object.keys(names).filter(name => name !== own)) assert.ok(!text.includes(other), `${path} holds ${other}`);
  }
});

test("what a report draws is in its table and in words", async t => {
  for (const path of sample.reports) {
    await t.test(path, async () => {
      const { page, close } = await open(chrome, sample.file + path);
      const rows = page.locator("#phases ~ .scroll tbody tr");
      assert.equal(await rows.count(), 6, "five phases and the total");
      for (const row of await rows.all()) {
        const words = await row.locator("svg.bar").getAttribute("aria-label");
        const [, done, still] = await row.locator("td").allInnerTexts();
        if (Number(done)) assert.match(words, new RegExp(`\\b${done} done\\b`, "i"));
        if (Number(still)) assert.match(words, new RegExp(`\\b${still} open\\b`, "i"));
      }
      await close();
    });
  }
});

test("on paper the summary and the phases stand on the first page, whole", async t => {
  for (const path of sample.reports) {
    await t.test(path, async () => {
      // A4 less the margins of the sheet, at 96 dots per inch.
      const { page, close } = await open(chrome, sample.file + path, { width: 680, height: 994 });
      await page.emulateMedia({ media: "print" });
      const bottom = await page.locator("section:has(#phases)").evaluate(section => section.getBoundingClientRect().bottom);
      assert.ok(bottom < 994, `the phases end at ${bottom} px`);
      const cells = page.locator(".figures > div");
      const tops = await cells.evaluateAll(all => new Set(all.map(cell => Math.round(cell.getBoundingClientRect().top))).size);
      assert.equal(tops, 1, "the figures stand in one line");
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is cut off");
      await close();
    });
  }
});
