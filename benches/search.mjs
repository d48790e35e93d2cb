// What a question to the search costs: bytes and time until the first hit stands on the screen, and until all do.
//
//     cargo build --release && node benches/search.mjs --site FOLDER --page index.html [--from http|file] [--questions FILE]
//     node benches/search.mjs --site FOLDER --page index.html --with pagefind|material
//
// FOLDER is a finished site. Each question is asked in a browser that knows nothing yet: the page is opened, the search
// called by its key, the question typed at once. The files of the search are counted as they lie on the disk, also those that
// the page loaded before; the time runs from the key. With `--with`, the site is one of Pagefind (its bundle beside the pages, asked through its own programming
// interface) or of Material for MkDocs (asked through its own dialog). Needs the browser tests' packages (`npm ci` in tests/browser).
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const { chromium } = createRequire(new URL("../tests/browser/package.json", import.meta.url))("playwright-core");
const option = (name, fallback) => { const at = process.argv.indexOf(`--${name}`); return at < 0 ? fallback : process.argv[at + 1] };
const site = option("site"), start = option("page", "index.html"), peer = option("with", "waybook"), from = option("from", "http");
const questions = JSON.parse(readFileSync(option("questions", new URL("../tests/browser/search-questions.json", import.meta.url)), "utf8")).map(one => one.query);
const types = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".json": "application/json", ".wasm": "application/wasm" };

const server = createServer((request, response) => {
  const path = join(site, decodeURIComponent(new URL(request.url, "http://x").pathname));
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, "index.html") : path;
  if (!existsSync(file)) { response.writeHead(404).end(); return }
  response.writeHead(200, { "Content-Type": types[extname(file)] || "application/octet-stream" }).end(readFileSync(file));
});
await new Promise(done => server.listen(0, "127.0.0.1", done));
const base = from === "file" ? pathToFileURL(site).href + "/" : `http://127.0.0.1:${server.address().port}/`;

/** How each is asked: marks `window.first` and `window.all` with the time. Material is done when no more results come. */
const ask = {
  async waybook(page, query) {
    await page.evaluate(() => new MutationObserver(() => {
      const dialog = document.querySelector("dialog.search");
      if (dialog?.querySelector(".search-hit")) window.first ??= performance.now();
      if (dialog?.dataset.answered) window.all ??= performance.now();
    }).observe(document.body, { subtree: true, childList: true, attributes: true }));
    await page.evaluate(() => { window.began = performance.now() });
    await page.keyboard.press("/");
    await page.locator("dialog.search").waitFor();
    await page.getByRole("combobox").fill(query);
    await page.waitForFunction(() => window.all);
  },
  async pagefind(page, query) {
    await page.evaluate(async ([query, base]) => {
      window.began = performance.now();
      const search = await import(base + "pagefind/pagefind.js");
      const { results } = await search.search(query);
      if (results.length) await results[0].data();
      window.first = results.length ? performance.now() : undefined;
      await Promise.all(results.slice(1, 10).map(result => result.data()));
      window.all = performance.now();
    }, [query, base]);
  },
  async material(page, query) {
    await page.evaluate(() => new MutationObserver(() => {
      if (document.querySelector(".md-search-result__item")) window.first ??= performance.now();
    }).observe(document.body, { subtree: true, childList: true }));
    await page.evaluate(() => { window.began = performance.now() });
    await page.keyboard.press("/");
    await page.locator(".md-search__input").fill(query);
    await page.waitForFunction(() => window.first || /No matching/.test(document.querySelector(".md-search-result__meta")?.textContent || ""), null, { timeout: 60_000 });
    await page.evaluate(() => { window.all = performance.now() });
  },
}[peer];

const sized = folder => readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
const files = { waybook: /\/search\/|(search|find)\.(js|css)/, pagefind: /\/pagefind\//, material: /search/ }[peer];
const index = { waybook: "search", pagefind: "pagefind", material: "search" }[peer];
console.log(`${peer}: index of ${(sized(join(site, index)) / 1e6).toFixed(2)} MB in ${readdirSync(join(site, index), { recursive: true }).length} files`);

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--allow-file-access-from-files"] });
const measured = [];
for (const query of questions) {
  const context = await browser.newContext(), page = await context.newPage();
  const loaded = [];
  const size = url => statSync(join(site, decodeURIComponent(new URL(url).pathname.slice(new URL(base).pathname.length)))).size;
  context.on("requestfinished", request => { if (files.test(request.url())) loaded.push([Date.now(), size(request.url())]) });
  await page.goto(base + start, { waitUntil: "networkidle" });
  await ask(page, query);
  const { began, first, all, origin } = await page.evaluate(() => ({ began: window.began, first: window.first, all: window.all, origin: performance.timeOrigin }));
  const until = at => loaded.filter(([when]) => when <= origin + at + 1).reduce((sum, [, bytes]) => sum + bytes, 0);
  measured.push({ query, first: first && first - began, bytes: first && until(first), all: all - began, whole: loaded.reduce((sum, [, bytes]) => sum + bytes, 0) });
  await context.close();
}
await browser.close();
server.close();

const median = list => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const line = (name, of, unit) => {
  const values = measured.map(of).filter(value => value !== undefined);
  const worst = measured.reduce((most, one) => (of(one) ?? 0) > (of(most) ?? 0) ? one : most);
  console.log(`  ${name.padEnd(22)} median ${unit(median(values)).padStart(9)}   most ${unit(of(worst)).padStart(9)}   for "${worst.query}"`);
};
const kilobytes = bytes => `${(bytes / 1000).toFixed(0)} KB`, milliseconds = time => `${time.toFixed(0)} ms`;
console.log(`  ${measured.filter(one => one.first === undefined).length} of ${measured.length} questions without a hit`);
line("bytes to first hit", one => one.bytes, kilobytes);
line("bytes in all", one => one.whole, kilobytes);
line("time to first hit", one => one.first, milliseconds);
line("time to all", one => one.all, milliseconds);
