// A report is sent as one file: it must stand alone, and hold nothing of another customer.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { binary, browser, open, site } from "./lib.mjs";

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

const portfolio = "reports/portfolio.html";
const ofCustomers = () => sample.reports.filter(path => path !== portfolio);
const ofKind = kind => ofCustomers().filter(path => path.endsWith(`/${kind}.html`));

test("a report is one file, without a request; only the portfolio holds a script", async t => {
  for (const path of sample.reports) {
    await t.test(path, async () => {
      const file = join(alone, "report.html"), url = pathToFileURL(file).href;
      copyFileSync(join(sample.folder, path), file);
      const { page, wrong, requests, close } = await open(chrome, url);
      assert.deepEqual(requests.filter(request => !request.startsWith("data:")), [url]);
      assert.deepEqual(wrong, []);
      assert.equal(await page.locator("script[src], link[rel=stylesheet], iframe, object, embed").count(), 0);
      assert.equal(await page.locator("script").count(), path === portfolio ? 1 : 0);
      assert.equal(await page.locator("html").evaluate(root => [...root.querySelectorAll("*")].some(element => [...element.attributes].some(({ name }) => name.startsWith("on")))), false, "handlers");
      assert.doesNotMatch(sample.read(path), /url\(\s*["']?(?!data:)|@import/);
      await close();
    });
  }
});

const names = { contoso: "Contoso Ltd", fabrikam: "Fabrikam Inc", tailspin: "Tailspin Toys" };

test("a report names its customer and no other", () => {
  assert.equal(ofCustomers().length, 6, "status and closure of three customers");
  for (const path of ofCustomers()) {
    const own = path.split("/")[1], text = sample.read(path).toLowerCase();
    assert.ok(text.includes(names[own].toLowerCase()), `${path} names ${names[own]}`);
    for (const other of Object.keys(names).filter(name => name !== own)) assert.ok(!text.includes(other), `${path} holds ${other}`);
  }
});

test("the portfolio names all customers, says for whom it is, and sorts by any column", async () => {
  const { page, close } = await open(chrome, sample.file + portfolio);
  const customers = () => page.locator("table.sortable tbody tr th").allInnerTexts();
  const first = await customers();
  assert.deepEqual([...first].sort(), Object.values(names).sort());
  assert.match(await page.locator("body").innerText(), /do not share with any of them/i);
  const head = page.locator("table.sortable thead button").first();
  await head.focus();
  await page.keyboard.press("Enter");
  const up = await customers();
  assert.deepEqual(up, Object.values(names).sort());
  await page.keyboard.press("Enter");
  assert.deepEqual(await customers(), up.toReversed());
  await close();
});

/** What a bar says in words, `Total: 774 Completed, 6 Failed or stopped`, as a map from the word to the value. */
function told(label) {
  const parts = label.slice(label.indexOf(": ") + 2).split(", ");
  return new Map(parts.map(part => part.match(/^([\d.,]+(?:\s[KMGTP]?B)?) (.+)$/).slice(1).reverse()));
}

test("what a bar draws is said in words and stands in its table", async t => {
  for (const path of ofCustomers()) {
    await t.test(path, async () => {
      const { page, close } = await open(chrome, sample.file + path);
      const rows = await page.locator("tr:has(svg.bar)").evaluateAll(all => all.map(row => {
        const heads = [...row.closest("table").tHead.rows[0].cells].map(cell => cell.textContent.trim().replace(/\s+/g, " "));
        const cells = [...row.cells].map(cell => cell.textContent.trim());
        return { label: row.querySelector("svg.bar").getAttribute("aria-label"), heads, cells };
      }));
      assert.ok(rows.length > 1, "bars");
      for (const { label, heads, cells } of rows) {
        const words = told(label);
        assert.ok(words.size > 0, label);
        for (const [word, value] of words) {
          assert.ok(heads.includes(word), `${word} of "${label}" has a column in ${heads}`);
          assert.equal(cells[cells.length - heads.length + heads.indexOf(word)], value, `${word} of "${label}"`);
        }
      }
      await close();
    });
  }
});

test("every drawing has a name for those who do not see it", async t => {
  for (const path of sample.reports) {
    await t.test(path, async () => {
      const { page, close } = await open(chrome, sample.file + path);
      for (const picture of await page.locator("svg[role=img]").all()) {
        const name = await picture.evaluate(drawn => drawn.getAttribute("aria-label") || drawn.querySelector("title, desc")?.textContent || "");
        assert.ok(name.trim().length > 10, `${name} of ${await picture.evaluate(drawn => drawn.outerHTML.slice(0, 80))}`);
      }
      await close();
    });
  }
});

test("a closure report says first of all that it is not ready, and only then", async () => {
  for (const path of ofKind("closure")) {
    const { page, close } = await open(chrome, sample.file + path);
    const head = page.locator(".not-ready");
    if (path.includes("fabrikam")) {
      assert.equal(await head.count(), 0, path);
    } else {
      assert.match(await head.innerText(), /not ready to close/i, path);
      assert.ok(await head.locator("li").count() > 0, "what is missing");
      const top = selector => page.locator(selector).first().evaluate(element => element.getBoundingClientRect().top);
      assert.ok(await top(".not-ready") < await top("h1"), "above the customer's name");
    }
    await close();
  }
});

test("on paper the first page of a status report holds what an executive reads, whole", async t => {
  for (const path of ofKind("status")) {
    await t.test(path, async () => {
      // A4 less the margins of the sheet, at 96 dots per inch.
      const { page, close } = await open(chrome, sample.file + path, { width: 680, height: 994 });
      await page.emulateMedia({ media: "print" });
      const bottom = await page.locator("section.first").evaluate(section => section.getBoundingClientRect().bottom);
      assert.ok(bottom < 994, `the first section ends at ${bottom} px`);
      const order = await page.locator("section[aria-labelledby]").evaluateAll(all => all.map(one => one.getAttribute("aria-labelledby")));
      assert.equal(order[0], "since", "what changed goes on below it");
      await close();
    });
  }
});

/** The sample with its three customers in three languages, built. */
function inLanguages(tags) {
  const folder = join(alone, tags.join("-"));
  execFileSync(binary(), ["init", folder], { stdio: "ignore" });
  Object.keys(names).forEach((customer, at) => {
    const file = join(folder, "content", "engagements", `${customer}.yml`);
    writeFileSync(file, readFileSync(file, "utf8").replace(/^customer:/m, `language: ${tags[at]}\ncustomer:`));
  });
  return site(folder);
}

test("in no language anything is cut off at the side, on paper and on a desk", async t => {
  for (const tags of [["en", "en", "en"], ["de", "ja", "es"], ["pt", "zh-Hans", "de"], ["es", "pt", "ja"]]) {
    const built = await inLanguages(tags);
    for (const path of built.reports) {
      for (const [media, width] of [["print", 680], ["screen", 1000], ["screen", 1440]]) {
        await t.test(`${tags} ${path} ${media} ${width}`, async () => {
          const { page, close } = await open(chrome, built.file + path, { width, height: 994 });
          await page.emulateMedia({ media });
          const cut = await page.evaluate(() => {
            const edge = document.querySelector("h1").parentElement.getBoundingClientRect().right;
            return [...document.querySelectorAll("main *, header *")]
              .filter(element => !element.closest("svg") && element.getBoundingClientRect().right > edge + 1).map(element => element.outerHTML.slice(0, 80));
          });
          assert.deepEqual(cut, []);
          await close();
        });
      }
    }
    built.close();
  }
});
