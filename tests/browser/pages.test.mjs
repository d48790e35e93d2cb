// Every kind of page, as a file and from a server, at every width, in light and dark, with and without JavaScript.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { address, browser, isReport, kinds, open, site } from "./lib.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } };

let sample, chrome, pages;
before(async () => {
  [sample, chrome] = await Promise.all([site(), browser()]);
  pages = [...kinds, ...sample.reports];
});
after(async () => {
  await chrome?.close();
  sample?.close();
});

test("the sample has every kind of page", () => {
  for (const path of kinds) assert.ok(sample.html.includes(path), path);
  assert.equal(sample.reports.length, 7, "status and closure of three customers, and the portfolio");
});

test("pages open without an error and without a request that leaves the site", async t => {
  for (const path of pages) {
    for (const base of path.endsWith("404.html") ? [sample.http] : [sample.file, sample.http]) {
      await t.test(`${path} by ${base.split(":")[0]}`, async () => {
        const opened = await open(chrome, address(base, path));
        await opened.page.evaluate(() => scrollTo(0, document.body.scrollHeight));
        const seen = await opened.page.evaluate(() => ({
          h1: [...document.querySelectorAll("h1")].map(heading => heading.innerText.trim()),
          title: document.title,
          lang: document.documentElement.lang,
          ground: getComputedStyle(document.querySelector("main")).fontFamily,
          broken: [...document.images].filter(image => image.complete && !image.naturalWidth).map(image => image.src),
        }));
        assert.deepEqual(opened.wrong, []);
        assert.equal(seen.h1.length, 1, `headings of the first level: ${seen.h1}`);
        assert.ok(seen.h1[0] && seen.title.trim(), "a heading and a title with words in them");
        assert.equal(seen.lang, "en");
        assert.match(seen.ground, /system-ui/, "the style sheet is in force");
        assert.deepEqual(seen.broken, [], "images that do not show");
        await opened.close();
      });
    }
  }
});

test("every file of the site has one h1, a title, a language, no id twice, and links that lead somewhere", async () => {
  const { page, close } = await open(chrome, sample.http + kinds[0]);
  const anchors = new Map(), links = [];
  for (const path of sample.html) {
    const found = await page.evaluate(text => {
      const parsed = new DOMParser().parseFromString(text, "text/html");
      return {
        h1: parsed.querySelectorAll("h1").length,
        leads: !!parsed.querySelector("meta[http-equiv=refresh]"),
        title: parsed.title.trim(),
        lang: parsed.documentElement.lang,
        ids: [...parsed.querySelectorAll("[id]")].map(element => element.id),
        links: [...parsed.querySelectorAll("a[href], link[href], img[src], script[src]")].map(element => element.getAttribute("href") ?? element.getAttribute("src")),
      };
    }, sample.read(path));
    if (!found.leads) assert.equal(found.h1, 1, `${path}: headings of the first level`);
    assert.ok(found.title && found.lang, `${path}: title and language`);
    assert.deepEqual(found.ids.filter((id, at) => found.ids.indexOf(id) !== at), [], `${path}: ids used twice`);
    anchors.set(path, new Set(found.ids));
    links.push(...found.links.map(link => [path, link]));
  }
  await close();
  const dead = links.filter(([from, link]) => {
    const url = new URL(link, `http://site/${from}`);
    if (url.host !== "site") return false;
    const path = decodeURIComponent(url.pathname).slice(1), fragment = decodeURIComponent(url.hash).slice(1);
    if (path.endsWith(".html")) return !anchors.has(path) || (fragment && !anchors.get(path).has(fragment));
    try { sample.read(path); return false } catch { return true }
  });
  assert.ok(links.length > 1000, "there are links to look at");
  assert.deepEqual(dead, []);
});

test("WCAG 2.2 AA holds in light and dark, wide and narrow", async t => {
  for (const path of pages) {
    await t.test(path, async () => {
      const { page, close } = await open(chrome, address(sample.http, path), { reducedMotion: "reduce" });
      await page.evaluate(axe);
      const found = [];
      for (const width of [1440, 390]) {
        for (const colorScheme of isReport(path) ? ["light"] : ["light", "dark"]) {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ colorScheme });
          const { violations } = await page.evaluate(rules => axe.run(document, { ...rules, resultTypes: ["violations"] }), rules);
          found.push(...violations.map(({ id, nodes }) => `${width} ${colorScheme} ${id}: ${nodes.map(node => node.html).join("\n  ")}`));
        }
      }
      assert.deepEqual(found, []);
      await close();
    });
  }
});

test("nothing is wider than the window", async t => {
  for (const path of pages) {
    await t.test(path, async () => {
      const { page, close } = await open(chrome, address(sample.http, path));
      for (const width of [1440, 1024, 768, 390, 320]) {
        await page.setViewportSize({ width, height: 800 });
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `at ${width} px`);
      }
      await close();
    });
  }
});

test("a page loads under 30 KB of styles and under 20 KB of scripts, the search apart", async t => {
  const part = path => path.split("/").at(-1);
  for (const path of kinds) {
    await t.test(path, async () => {
      const { page, close } = await open(chrome, address(sample.http, path));
      const files = await page.evaluate(() => [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map(one => new URL(one.href || one.src).pathname.slice(1)));
      const size = end => files.filter(name => name.endsWith(end) && !/search|find/.test(part(name))).reduce((sum, name) => sum + Buffer.byteLength(sample.read(decodeURI(name))), 0);
      assert.ok(size(".css") > 15_000 && size(".css") < 30 * 1024, `${size(".css")} bytes of styles: ${files.map(part)}`);
      assert.ok(size(".js") > 5_000 && size(".js") < 20 * 1024, `${size(".js")} bytes of scripts`);
      await close();
    });
  }
});

test("a role page prints as a list to tick off, and the map keeps the size of its words", async () => {
  const role = await open(chrome, address(sample.http, kinds.find(path => path.includes("roles/fasttrack"))));
  const box = () => role.page.locator("table.tasks tbody .id").first().evaluate(cell => getComputedStyle(cell, "::before").inlineSize);
  assert.equal(await box(), "auto", "no box on the screen");
  await role.page.evaluate(() => { window.print = () => { window.printed = true } });
  await role.page.getByRole("button", { name: "Print as a checklist" }).click();
  assert.ok(await role.page.evaluate(() => window.printed), "the button prints");
  await role.page.emulateMedia({ media: "print" });
  assert.ok(parseFloat(await box()) > 10, "a box for each task on paper");
  await role.close();
  const map = await open(chrome, address(sample.http, kinds.find(path => path.endsWith("lifecycle.html"))), { width: 390, height: 800 });
  const [drawn, own] = await map.page.locator(".map svg").evaluate(svg => [svg.getBoundingClientRect().width, svg.viewBox.baseVal.width]);
  assert.ok(own > 390 && drawn > .84 * own, `${drawn} of ${own}: on a phone it scrolls instead of shrinking`);
  await map.close();
});

test("a picture that comes late moves nothing", async () => {
  const { page, close } = await open(chrome, "about:blank");
  let come;
  const late = new Promise(resolve => { come = resolve });
  await page.route("**/*.svg", async route => { await late; await route.continue() });
  await page.goto(address(sample.http, sample.html.find(path => path.endsWith("cut-over-guide.html"))), { waitUntil: "domcontentloaded" });
  const place = () => page.locator("#who-to-call").evaluate(heading => heading.getBoundingClientRect().top + scrollY);
  const picture = page.locator("main img").first();
  const before = await place();
  assert.ok(!await picture.evaluate(image => image.complete), "it did not come yet");
  come();
  await picture.evaluate(image => image.decode());
  assert.ok((await picture.boundingBox()).width > 600, "it is as wide as its column");
  assert.equal(await place(), before);
  await close();
});

test("pages read without JavaScript", async t => {
  for (const path of pages) {
    await t.test(path, async () => {
      const { page, wrong, close } = await open(chrome, address(sample.http, path), { javaScriptEnabled: false });
      assert.ok((await page.locator("main").innerText()).length > 60, "there is text");
      assert.equal(await page.locator(".js-only:visible").count(), 0, "controls that would do nothing");
      for (const part of await page.locator("main :is(h1, h2, h3, table, .tab)").all()) {
        assert.ok(await part.isVisible(), await part.evaluate(element => element.outerHTML.slice(0, 80)));
      }
      assert.deepEqual(wrong, []);
      await close();
    });
  }
});

test("print shows the text and no navigation", async t => {
  for (const path of pages) {
    await t.test(path, async () => {
      const { page, close } = await open(chrome, address(sample.http, path));
      await page.emulateMedia({ media: "print" });
      assert.ok(await page.locator("h1").isVisible());
      for (const part of ["header.bar", ".tree", ".contents", ".turn", ".facets", ".lifecycle.small", ".skip", "[role=tablist]", "input", ".copy"]) {
        assert.equal(await page.locator(`${part}:visible`).count(), 0, part);
      }
      for (const panel of await page.locator(".tab, table.tasks").all()) assert.ok(await panel.isVisible(), "a panel or table is missing");
      await close();
    });
  }
});
