// Search as a reader does it: by keyboard, from file://, in six languages.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { browser, open, site } from "./lib.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** A small playbook in six languages. */
const project = mkdtempSync(join(tmpdir(), "waybook-search-"));
const table = (header, rows) => `| ${header} |\n| --- | --- | --- | --- | --- |\n${rows.map(row => `| ${row} |\n`).join("")}`;
const pages = {
  "waybook.yml": "title: Playbook\nlanguages: { en: en, de: de, es: es, pt: pt, ja: ja, zh-Hans: zh }\n",
  "content/en/index.md": "# Start\n\nA first word.\n\n## Moving mailboxes\n\nWe migrate them in waves.\n",
  "content/en/policy.md": "# Policies\n\nOne policy for all.\n",
  "content/en/exchange.md": `# Exchange\n\n${table("Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services", ["1328 | Remediate identified mailbox problems | O | FastTrack Engineer | Exchange"])}`,
  "content/de/index.md": "# Anfang\n\nÜberprüfen Sie die Postfächer. Ein Plan, eine Prüfung, ein Dienst.\n",
  "content/de/umzug.md": "# Sicherheitsprüfung\n\nDas Postfach zieht um.\n\n## Diensteplan\n\nJede Woche einmal.\n",
  "content/es/index.md": "# Inicio\n\nLas migraciones de buzones.\n",
  "content/es/otra.md": "# Comprobación\n\nEl buzón está vacío.\n",
  "content/pt/index.md": "# Início\n\nAs configurações dos serviços.\n",
  "content/pt/outra.md": "# Verificação\n\nNada mais.\n",
  "content/ja/index.md": "# はじめに\n\nここから読みます。\n",
  "content/ja/ikou.md": "# メールボックスの移行\n\nテスト移行を実行します。\n",
  "content/zh/index.md": "# 开始\n\n从这里读起。\n",
  "content/zh/qianyi.md": "# 邮箱迁移\n\n执行测试迁移，然后举办客户启动会议。\n",
};
for (const [path, text] of Object.entries(pages)) {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

let sample, languages, chrome;
before(async () => { [sample, languages, chrome] = await Promise.all([site().then(all => all.first()), site(project), browser()]) });
after(async () => {
  await chrome?.close();
  sample?.close();
  languages?.close();
  rmSync(project, { recursive: true });
});

const check = (name, path, steps, { served, of = () => sample, ...options } = {}) => test(name, async () => {
  const opened = await open(chrome, (served ? of().http : of().file) + path, options);
  await steps(opened.page, opened);
  assert.deepEqual(opened.wrong, []);
  await opened.close();
});

const dialog = page => page.locator("dialog.search");
const field = page => page.getByRole("combobox");
const ask = async (page, query) => {
  if (!await dialog(page).isVisible().catch(() => false)) {
    await page.keyboard.press("/");
    await dialog(page).waitFor();
  }
  await field(page).fill(query);
  await page.waitForFunction(query => document.querySelector("dialog.search").dataset.answered === query, query);
};
const options = page => page.locator("dialog.search .search-hit:not(.place)");
const found = async page => (await options(page).evaluateAll(links => links.map(link => link.getAttribute("href")))).map(href => decodeURI(href.replace(/\?[^#]*/, "")).replace(/^.*waybook-browser-[^/]*\//, "").replace(/^http:\/\/[^/]*\//, "").replace(/^partner\/en\//, ""));
const activeText = page => page.locator('[role="option"][aria-selected="true"]').innerText();

// By keyboard

check("search opens on a slash and on Ctrl-K, and closes on Escape", "migration.html", async page => {
  for (const key of ["/", "Control+k"]) {
    const button = page.getByRole("button", { name: "Search" });
    await button.focus();
    await page.keyboard.press(key);
    await dialog(page).waitFor();
    assert.ok(await field(page).evaluate(input => input === document.activeElement), "the field has the keyboard");
    assert.equal(await field(page).inputValue(), "", "the key itself is not typed");
    await page.keyboard.press("Escape");
    assert.ok(!await dialog(page).isVisible());
    assert.ok(await button.evaluate(element => element === document.activeElement), "the keyboard is back where it was");
  }
});

check("a slash typed into a field is a slash", "phases/migrate.html", async page => {
  await page.locator("[data-action=filter]").first().focus();
  await page.keyboard.press("/");
  assert.equal(await page.locator("[data-action=filter]").first().inputValue(), "/");
  assert.equal(await dialog(page).count(), 0);
});

check("the id of a task leads to the task, by keyboard alone", "index.html", async page => {
  await page.keyboard.press("/");
  await dialog(page).waitFor();
  await page.keyboard.type("1328");
  await page.waitForFunction(() => document.querySelector("dialog.search").dataset.answered === "1328");
  assert.match(await activeText(page), /^1328\s+Exchange - Remediate identified mailbox problems/);
  assert.match(await activeText(page), /Optional\s+FastTrack Engineer\s+Exchange/);
  await page.keyboard.press("Enter");
  await page.waitForURL(/tasks\/1328\.html/);
  assert.match(await page.locator("h1").innerText(), /mailbox problems/);
});

check("the arrows go through the results and round", "index.html", async page => {
  await ask(page, "mailbox migration");
  const all = page.locator('dialog.search [role="option"]'), count = await all.count();
  assert.ok(count > 4);
  const ids = await all.evaluateAll(links => links.map(link => link.id));
  for (const [key, at] of [["ArrowDown", 1], ["ArrowDown", 2], ["ArrowUp", 1], ["ArrowUp", 0], ["ArrowUp", count - 1], ["ArrowDown", 0]]) {
    await page.keyboard.press(key);
    assert.equal(await field(page).getAttribute("aria-activedescendant"), ids[at], `${key} to ${at}`);
    assert.equal(await page.locator('[aria-selected="true"]').count(), 1);
  }
});

check("below a task is the place where it stands", "index.html", async page => {
  await ask(page, "1328");
  await page.keyboard.press("ArrowDown");
  assert.equal(await activeText(page), "Migration › Manage Velocity Migration");
  await page.keyboard.press("Enter");
  await page.waitForURL(/migration\.html.*#task-1328$/);
  await page.waitForFunction(() => { const box = document.getElementById("task-1328").getBoundingClientRect(); return box.top > 40 && box.bottom < innerHeight });
});

check("the keyboard stays in the dialog", "migration.html", async page => {
  await ask(page, "mailbox");
  for (let stop = 0; stop < 6; stop++) {
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement === document.body || document.querySelector("dialog.search").contains(document.activeElement)));
  }
});

// What is found

check("all words count, in any form, from their beginning", "index.html", async page => {
  await ask(page, "migrating closures");
  assert.ok((await found(page)).slice(0, 3).includes("tasks/2323.html"), "Migration Closure Activities");
  await ask(page, "gover cad");
  assert.equal((await found(page))[0], "initiate-governance-cadence.html");
});

check("a slip is said, and what was meant is found", "index.html", async page => {
  await ask(page, "goverance");
  assert.equal((await found(page))[0], "initiate-governance-cadence.html");
  assert.match(await page.locator(".search-status").innerText(), /Nothing for “goverance”; near it: governance/);
});

check("where nothing is near, that is said", "index.html", async page => {
  await ask(page, "qqqqzzzz");
  assert.deepEqual(await found(page), []);
  assert.equal(await page.locator(".search-status").innerText(), "Nothing for “qqqqzzzz”.");
  assert.ok(!await page.getByRole("listbox").isVisible());
});

check("a role is found by its name", "tasks/1328.html", async page => {
  await ask(page, "fasttrack engineer");
  assert.equal((await found(page))[0], "roles/fasttrack-engineer.html");
});

check("results are shown by kind, with what was found marked", "index.html", async page => {
  await ask(page, "mailbox");
  const groups = await page.getByRole("group").evaluateAll(groups => groups.map(group => document.getElementById(group.getAttribute("aria-labelledby")).textContent));
  assert.ok(groups.includes("Tasks"), String(groups));
  for (const mark of await page.locator("dialog.search mark").allInnerTexts()) assert.match(mark.toLowerCase(), /mailbox/);
  assert.ok(await page.locator("dialog.search mark").count() > 3);
});

// Marks

check("what was found is marked on its page, until Escape", "index.html", async page => {
  await ask(page, "governance cadence");
  await page.keyboard.press("Enter");
  await page.waitForURL(/initiate-governance-cadence\.html\?mark=/);
  await page.locator(".found-note").waitFor();
  const marks = await page.locator("#main mark.found").allInnerTexts();
  assert.ok(marks.length > 1);
  for (const mark of marks) assert.match(mark.toLowerCase(), /^(governance|cadences?)$/);
  assert.match(await page.locator(".found-note").innerText(), new RegExp(`^${marks.length} places marked`));
  const text = await page.locator("#main").innerText();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("mark.found").count(), 0);
  assert.equal(await page.locator("#main").innerText(), text, "the text is as it was");
  assert.doesNotMatch(page.url(), /mark=/);
});

check("a section is opened at its heading", "index.html", async page => {
  await ask(page, "who to call");
  assert.equal((await found(page))[0], "cut-over-guide.html#who-to-call");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#who-to-call$/);
  await page.waitForFunction(() => { const top = document.getElementById("who-to-call").getBoundingClientRect().top; return top > 40 && top < 200 });
});

check("an address cannot bring anything but marks", "migration.html?mark=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E+migration", async page => {
  await page.locator(".found-note").waitFor();
  assert.equal(await page.locator("#main img[src=x]").count(), 0);
});

// Languages

const inLanguage = (tag, query, path, name = query) => check(`${tag}: ${name}`, `${tag}/index.html`, async page => {
  await ask(page, query);
  assert.equal((await found(page))[0], path);
}, { of: () => languages });

inLanguage("en", "migration", "en/index.html#moving-mailboxes", "another form of the word in the text");
inLanguage("en", "policy", "en/policy.html");
inLanguage("de", "Postfach", "de/umzug.html");
inLanguage("de", "prüfung sicherheit", "de/umzug.html", "a compound by its parts");
inLanguage("de", "ueberpruefen", "de/index.html", "umlauts typed as two letters");
inLanguage("de", "plan dienste", "de/umzug.html#diensteplan", "a compound in a heading by its parts");
inLanguage("es", "migracion", "es/index.html", "the singular without its accent");
inLanguage("es", "comprobaciones", "es/otra.html", "the plural");
inLanguage("pt", "configuracao", "pt/index.html", "the singular without its accents");
inLanguage("pt", "verificações", "pt/outra.html", "the plural");
inLanguage("ja", "移行", "ja/ikou.html");
inLanguage("ja", "ﾒｰﾙﾎﾞｯｸｽ", "ja/ikou.html", "half-width kana");
inLanguage("ja", "テスト移行", "ja/ikou.html");
inLanguage("zh-Hans", "迁移", "zh-Hans/qianyi.html");
inLanguage("zh-Hans", "启动会议", "zh-Hans/qianyi.html");
inLanguage("zh-Hans", "箱", "zh-Hans/qianyi.html", "a single character within a word");

check("the dialog speaks the language of the site, and the index knows no other", "ja/index.html", async page => {
  await ask(page, "mailbox");
  assert.deepEqual(await found(page), []);
  assert.equal(await page.locator(".search-status").innerText(), "「mailbox」は見つかりません。");
}, { of: () => languages });

// Costs

check("nothing is loaded before search is opened, and little for the first hit", "migration.html", async (page, { requests }) => {
  const ours = () => requests.map(url => url.replace(/^.*waybook-browser-[^/]*\/(partner\/en\/)?/, "").replace(/\?.*/, ""));
  assert.deepEqual(ours().filter(path => path.startsWith("search/") || /find\.js|search\.css/.test(path)), []);
  await ask(page, "1328");
  const loaded = ours().filter(path => path.startsWith("search/"));
  assert.ok(loaded.length < readdirSync(join(sample.folder, "search")).length / 2, String(loaded));
  assert.ok(!loaded.includes("search/words.js"), "the list of words is for slips");
  const bytes = [...loaded, "assets/search.js", "assets/find.js", "assets/search.css"].reduce((sum, path) => sum + statSync(join(sample.folder, path)).size, 0);
  assert.ok(bytes < 150_000, `${bytes} bytes`);
});

check("the script that each page loads is small", "index.html", async () => {
  for (const name of ["search.js", "find.js"]) assert.ok(statSync(join(sample.folder, "assets", name)).size < 20_000, name);
});

// For everybody

for (const colorScheme of ["light", "dark"]) {
  check(`axe finds nothing in the dialog: ${colorScheme}`, "index.html", async page => {
    await ask(page, "mailbox migration");
    await page.waitForTimeout(200);
    await page.addScriptTag({ path: axe });
    const { violations } = await page.evaluate(() => window.axe.run("dialog.search"));
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
  }, { colorScheme, served: true });
}

check("a screen reader hears how many results there are", "index.html", async page => {
  await ask(page, "1328");
  const status = page.locator("dialog.search [role=status]");
  assert.match(await status.innerText(), /^\d+ results?$/);
  assert.equal(await field(page).getAttribute("aria-expanded"), "true");
  assert.equal(await field(page).getAttribute("aria-controls"), await page.getByRole("listbox").getAttribute("id"));
});

check("on a phone the dialog fills the screen, and nothing is cut off", "index.html", async page => {
  await page.getByRole("button", { name: "Search" }).click();
  await dialog(page).waitFor();
  await ask(page, "mailbox migration");
  const box = await dialog(page).boundingBox();
  assert.ok(box.width === 390 && box.height === 844, JSON.stringify(box));
  assert.ok(await page.locator("#search-list").evaluate(list => list.scrollWidth <= list.clientWidth));
}, { width: 390, height: 844 });

check("without JavaScript there is no button that does nothing", "index.html", async page => {
  assert.ok(!await page.locator("[data-action=search]").isVisible());
}, { javaScriptEnabled: false });

check("from a server it is the same", "tasks/1328.html", async page => {
  await ask(page, "governance cadence");
  assert.equal((await found(page))[0], "initiate-governance-cadence.html");
}, { served: true });

check("a page that is not there can be searched from, too", "no/such/page.html", async page => {
  await ask(page, "1328");
  assert.equal((await found(page))[0], "tasks/1328.html");
}, { served: true });
