// Lighthouse on pages of every make, where it does not measure time: what hangs on the machine has no place in a test. How fast
// a page comes is measured by hand, `npx lighthouse URL`; the budget of bytes is held in `pages.test.mjs`.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import lighthouse from "lighthouse";
import { address, debuggable, kinds, site } from "./lib.mjs";

const categories = ["accessibility", "best-practices", "seo"];
const paths = kinds.filter(path => /migration|tasks\/|roles\/f|phases|lifecycle/.test(path));

let sample, chrome;
before(async () => { [sample, chrome] = await Promise.all([site(), debuggable()]) });
after(async () => {
  await chrome?.close();
  sample?.close();
});

test("Lighthouse gives at least 95 to how accessible, well made and well described a page is", { timeout: 300_000 }, async t => {
  assert.equal(paths.length, 6);
  for (const path of paths) {
    await t.test(path, async () => {
      const { lhr } = await lighthouse(address(sample.http, path), { port: chrome.port, onlyCategories: categories, logLevel: "silent" });
      for (const name of categories) {
        const category = lhr.categories[name];
        const failed = category.auditRefs.map(ref => lhr.audits[ref.id]).filter(audit => audit.score !== null && audit.score < 1);
        assert.ok(category.score >= .95, `${name} ${category.score}: ${failed.map(audit => audit.title).join("; ")}`);
      }
    });
  }
});
