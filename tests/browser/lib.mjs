// The sample site in a real browser: builds it, serves it on loopback, opens its pages.

import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, normalize, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const project = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** The site that most tests look at: the sample's first edition in its first language. */
const first = "partner/en/";

/** One page of each kind; reports come from the folder. 404.html begins its links at the root, so only a server can show it. */
export const kinds = [
  "index.html",
  "migration.html",
  "cut-over-guide.html",
  "tasks/index.html",
  "tasks/1328.html",
  "roles.html",
  "roles/index.html",
  "roles/fasttrack-engineer.html",
  "services/index.html",
  "services/exchange.html",
  "phases/migrate.html",
  "lifecycle.html",
  "changes.html",
  "404.html",
].map(path => first + path);

export const isReport = path => path.startsWith("reports/");

/** The newest binary that was built, or the one that WAYBOOK names. */
export function binary() {
  const built = ["debug", "release"].map(profile => join(project, "target", profile, "waybook")).filter(existsSync);
  built.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  const found = process.env.WAYBOOK || built[0];
  if (!found) throw new Error("no binary: run `cargo build`, or name one in WAYBOOK");
  return found;
}

/** Builds a project, the sample if none is named; gives its folder, its addresses and its files. */
export async function site(source = project) {
  const folder = mkdtempSync(join(tmpdir(), "waybook-browser-"));
  execFileSync(binary(), ["build", "--project", source, "--out", folder], { stdio: ["ignore", "ignore", "pipe"] });
  const files = readdirSync(folder, { recursive: true }).map(name => name.split(sep).join("/")).sort();
  const html = files.filter(name => name.endsWith(".html"));
  const server = await serve(folder);
  const file = pathToFileURL(folder).href + "/", http = `http://127.0.0.1:${server.address().port}/`;
  const close = () => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true });
  };
  return {
    folder,
    html,
    reports: html.filter(isReport),
    file,
    http,
    read: name => readFileSync(join(folder, name), "utf8"),
    close,
    /** The first edition in the first language, where there are several. */
    first: () => ({
      folder: join(folder, first),
      html: html.filter(name => name.startsWith(first)).map(name => name.slice(first.length)),
      file: file + first,
      http: http + first,
      close,
    }),
  };
}

const types = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".json": "application/json" };

/** The least of a server: files, and the nearest 404.html for what is not there. */
function serve(folder) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    let file = join(folder, path);
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
    const found = existsSync(file) && !relative(folder, file).startsWith("..");
    const type = found ? types[extname(file)] || "application/octet-stream" : types[".html"];
    response.writeHead(found ? 200 : 404, { "content-type": `${type}; charset=utf-8` });
    if (found) return response.end(readFileSync(file));
    const missing = path.split(sep).map((_, at, parts) => join(folder, ...parts.slice(0, parts.length - at - 1), "404.html"));
    const page = missing.find(existsSync);
    response.end(page ? readFileSync(page) : "");
  });
  return new Promise(done => server.listen(0, "127.0.0.1", () => done(server)));
}

/** A browser that talks to nobody. */
export const browser = (...more) => chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", ...more],
});

/** A browser that another program on this machine may lead, by a port. */
export async function debuggable() {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address();
  taken.close();
  await once(taken, "close");
  const chrome = await browser(`--remote-debugging-port=${port}`);
  return { port, close: () => chrome.close() };
}

/** A page with what went wrong on it: console errors, exceptions, requests that failed or left the site. */
export async function open(chrome, url, { width = 1440, height = 900, ...options } = {}) {
  const context = await chrome.newContext({ viewport: { width, height }, ...options });
  const page = await context.newPage();
  const wrong = [], requests = [];
  const expected404 = url.includes("/no/such/");
  page.on("console", message => {
    if (message.type() === "error" && !(expected404 && message.location().url === url)) wrong.push(`console: ${message.text()}`);
  });
  page.on("pageerror", error => wrong.push(`exception: ${error.message}`));
  // What the next page interrupts did not fail.
  page.on("requestfailed", request => { if (request.failure().errorText !== "net::ERR_ABORTED") wrong.push(`failed: ${request.url()}`) });
  page.on("request", request => {
    requests.push(request.url());
    if (!/^(file:|data:|http:\/\/127\.0\.0\.1:)/.test(request.url())) wrong.push(`left the site: ${request.url()}`);
  });
  page.on("response", response => { if (response.status() >= 400 && response.url() !== url) wrong.push(`${response.status()}: ${response.url()}`) });
  await page.goto(url, { waitUntil: "load" });
  return { page, wrong, requests, context, close: () => context.close() };
}

/** Where a kind of page is: the 404 page is what a server gives for an address that is not there. */
export const address = (base, path) => base + path.replace(/404\.html$/, "no/such/page.html");
