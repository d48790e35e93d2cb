// Draws the pictures of the README from the sample: `npm run pictures`. Text is rendered at 1280 px, as on a desk.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { browser, open, project, reportAsOf, site } from "./lib.mjs";

const folder = join(project, "book", "pages", "media");
const pictures = [
  ["home.png", "index.html", 0],
  ["process.png", "migration.html", "#manage-velocity-migration"],
  ["report.png", "as-of/contoso/status.html", 0],
];

const [sample, chrome] = await Promise.all([site(), browser()]);
// The sample's figures are of a day; a report of today would call them old.
reportAsOf(sample, "contoso", "2020-03-16");
mkdirSync(folder, { recursive: true });
for (const [name, path, top] of pictures) {
  const { page, close } = await open(chrome, sample.http + path, { width: 1280, height: 800, colorScheme: "light", reducedMotion: "reduce" });
  if (top) await page.locator(top).first().evaluate(element => scrollTo({ top: element.getBoundingClientRect().top - 80, behavior: "instant" }));
  await page.waitForTimeout(200);
  await page.screenshot({ path: join(folder, name) });
  await close();
}
await chrome.close();
sample.close();
