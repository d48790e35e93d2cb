// Draws the pictures of the README from the sample: `npm run pictures`. Text is rendered at 1280 px, as on a desk.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { browser, open, project, site } from "./lib.mjs";

const folder = join(project, "book", "pages", "media");
const pictures = [
  ["home.png", "partner/en/index.html", 0],
  ["process.png", "partner/en/migration.html", "#manage-velocity-migration"],
  ["contoso.png", "reports/contoso/status.html", 0],
  ["tailspin.png", "reports/tailspin/status.html", 0],
  ["fabrikam.png", "reports/fabrikam/closure.html", 0],
  ["portfolio.png", "reports/portfolio.html", 0],
];

const [sample, chrome] = await Promise.all([site(), browser()]);
mkdirSync(folder, { recursive: true });
for (const [name, path, top] of pictures) {
  const { page, close } = await open(chrome, sample.http + path, { width: path.startsWith("reports/") ? 1020 : 1280, height: path.startsWith("reports/") ? 1100 : 800, colorScheme: "light", reducedMotion: "reduce" });
  if (top) await page.locator(top).first().evaluate(element => scrollTo({ top: element.getBoundingClientRect().top - 80, behavior: "instant" }));
  await page.waitForTimeout(200);
  await page.screenshot({ path: join(folder, name) });
  await close();
}
await chrome.close();
sample.close();
