// The Nu Html Checker finds no error in any kind of page. Needs Java; without it the test is skipped.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { kinds, site } from "./lib.mjs";

const jar = join(createRequire(import.meta.url).resolve("vnu-jar/package.json"), "..", "build", "dist", "vnu.jar");
const java = spawnSync("java", ["-version"]).status === 0;

let sample;
before(async () => { sample = await site() });
after(() => sample?.close());

test("pages are valid HTML", { skip: !java && "Java is not there" }, () => {
  const paths = [...kinds, ...sample.reports].map(path => join(sample.folder, path));
  const { stderr } = spawnSync("java", ["-jar", jar, "--format", "json", ...paths], { encoding: "utf8", maxBuffer: 1 << 26 });
  const { messages } = JSON.parse(stderr);
  // CSS is left to the browser: the checker does not know all of what browsers have.
  const found = messages.filter(({ type, message }) => type === "error" && !message.startsWith("CSS:"));
  assert.deepEqual(found.map(({ url, lastLine, message, extract }) => `${url.slice(sample.file.length)}:${lastLine} ${message} [${extract}]`), []);
});
