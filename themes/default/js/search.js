// Search: a dialog over an index that is loaded piece by piece, from a server or from a disk, and marks on the page found.
// The format of the index is told in the manual, "Search". Words are read here by the rules of `src/search/words.rs`.
"use strict";
(() => {
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const root = new URL(document.body.dataset.root || "./", location.href);
  const buttons = document.querySelectorAll('[data-action="search"]');

  // Words. A word is a stretch of letters and digits; ideographs go in pairs
  const LETTERS = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "ı": "i" };
  const plain = /^[\x00-\x7f]*$/;
  const fold = text => plain.test(text) ? text.toLowerCase()
    : text.normalize("NFKC").toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").replace(/[ßæœøłı]/g, letter => LETTERS[letter]);
  const IDEOGRAPH = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\u{20000}-\u{323af}";
  const ideograph = new RegExp(`[${IDEOGRAPH}]`, "u");
  const runs = new RegExp(`[${IDEOGRAPH}]+|(?:(?![${IDEOGRAPH}])[\\p{Alphabetic}\\p{M}\\p{N}])+`, "gu");
  const tokens = text => {
    const found = [];
    for (const { 0: run, index } of text.matchAll(runs)) {
      if (!ideograph.test(run)) {
        if (run.length > 1) found.push({ word: fold(run), at: index, end: index + run.length });
        continue;
      }
      const all = [...run];
      for (let i = 0, at = index; i < all.length; at += all[i++].length) {
        const pair = all[i] + (all[i + 1] || "");
        found.push({ word: fold(pair), at, end: at + pair.length });
      }
    }
    return found;
  };
  // What is typed: the last ideograph of a run is no word of its own there
  const termsOf = text => {
    const found = tokens(text).map(token => ({ ...token, pair: ideograph.test(token.word) }));
    const last = (token, i) => token.pair && [...token.word].length < 2 && found[i - 1]?.pair && found[i - 1].end === token.end;
    return [...new Map(found.filter((token, i) => !last(token, i)).map(term => [term.word, term])).values()].slice(0, 24);
  };

  // Pieces of the index
  const pieces = new Map();
  let contents;
  window.waybookSearch = (name, value) => pieces.get(name)?.done(value);
  const piece = name => {
    if (!pieces.has(name)) {
      const loading = {};
      loading.value = new Promise((done, fail) => {
        loading.done = done;
        const src = new URL(`search/${name}.js${contents ? `?${contents.version}` : ""}`, root).href;
        const script = make("script", { src, onload: () => script.remove(), onerror: () => { pieces.delete(name); script.remove(); fail(new Error(src)) } });
        document.head.append(script);
      });
      pieces.set(name, loading);
    }
    return pieces.get(name).value;
  };
  const begin = async () => contents ||= await piece("index");
  // The last place of an ordered list that is not after a value
  const lastUpTo = (list, value) => {
    let low = 0, high = list.length;
    while (low < high) { const middle = (low + high) >> 1; if (list[middle] <= value) low = middle + 1; else high = middle }
    return low - 1;
  };
  const parsed = new Map();
  const shard = async number => {
    if (!parsed.has(number)) {
      const lines = (await piece(`w${number}`)).split("\n");
      parsed.set(number, lines.map(line => {
        const [words, records] = line.split("\t"), [base, ...rests] = words.split(" ");
        return { base, words: rests.map(rest => base + rest), records };
      }));
    }
    return parsed.get(number);
  };
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const digit = new Map([...DIGITS].map((letter, i) => [letter, i]));
  const postings = text => {
    const found = [];
    let number = 0, scale = 1, record = 0;
    for (const letter of text) {
      const value = digit.get(letter);
      number += (value & 31) * scale;
      if (value > 31) { scale *= 32; continue }
      record += Math.floor(number / 4);
      found.push([record, number % 4]);
      number = 0;
      scale = 1;
    }
    return found;
  };
  const record = async number => {
    const file = lastUpTo(contents.records, number);
    return (await piece(`r${file}`))[number - contents.records[file]];
  };

  // The groups of the dictionary that a word means, with how near they are to it: 1 is the word itself
  const nearness = (word, group) => {
    let best = group.base.length > 3 && word.length - group.base.length < 5 && word.startsWith(group.base) ? .7 : 0;
    for (const known of group.words) {
      if (known === word) return 1;
      if (known.startsWith(word)) best = Math.max(best, .55 + .3 * word.length / known.length);
    }
    return best;
  };
  const groups = async (word, only) => {
    const start = [...word].slice(0, 3).join(""), first = Math.max(0, lastUpTo(contents.words, start));
    const last = [...word].length < 3 && !only ? Math.min(lastUpTo(contents.words, `${word}\uffff`), first + 3) : first;
    const lists = await Promise.all(Array.from({ length: Math.max(1, last - first + 1) }, (_, i) => shard(first + i)));
    const found = lists.flat().map(group => ({ group, near: nearness(word, group) }));
    return found.filter(({ near }) => only ? near === 1 : near > 0);
  };

  // Slips: words that differ by a letter or two, and words that hold what was typed
  const distance = (a, b, most) => {
    let before = [], row = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      if (Math.min(...next) > most) return most + 1;
      [before, row] = [row, next];
    }
    return row[b.length];
  };
  let list;
  const allWords = async () => {
    if (!list) {
      list = [];
      let before = "";
      for (const [, same, rest] of (await piece("words")).matchAll(/([A-Z])([^A-Z]*)/g)) {
        before = [...before].slice(0, digit.get(same)).join("") + rest;
        list.push(before);
      }
    }
    return list;
  };
  const nearWords = async word => {
    if (word.length < 4 || /^\d+$/.test(word)) return [];
    const most = word.length < 8 ? 1 : 2, found = [];
    for (const known of await allWords()) {
      if (known.includes(word)) { found.push([1, known]); continue }
      if (known.length < word.length - most) continue;
      const whole = known.length <= word.length + most ? distance(word, known, most) : most + 1;
      const start = known.length > word.length ? distance(word, known.slice(0, word.length), most - .5) + .5 : most + 1;
      const away = Math.min(whole, start);
      if (away <= most) found.push([away + (known[0] === word[0] ? 0 : .3), known]);
    }
    found.sort(([a, one], [b, other]) => a - b || one.length - other.length);
    return found.filter(([away]) => away <= found[0][0] + .3).slice(0, 6);
  };

  // What a term means: its words and how well each record fits it
  const meaning = async term => {
    const fits = new Map(), words = new Set();
    const take = ({ group, near }, least) => {
      for (const word of group.words) if (near === 1 || near < .75 || word.startsWith(term.word)) words.add(word);
      for (const [number, level] of postings(group.records)) {
        const value = near * [1, 2, 5, 10][level];
        if (value > (fits.get(number)?.value || 0)) fits.set(number, { value, level: near > least ? level : 0 });
      }
    };
    const exact = term.pair && [...term.word].length > 1;
    for (const group of await groups(term.word, exact)) take(group, .5);
    let near = [];
    if (!fits.size && !exact) {
      near = await nearWords(term.word);
      for (const [away, word] of near) for (const found of await groups(word, true)) take({ ...found, near: .6 - .1 * away }, .3);
      near = near.map(([, word]) => word);
    }
    return { ...term, fits, words, near, weight: Math.log(1 + contents.titles.length / (fits.size || 1)) };
  };

  const rank = terms => {
    const known = terms.filter(term => term.fits.size), whole = known.reduce((sum, term) => sum + term.weight, 0);
    const found = new Map();
    for (const term of known) for (const [number, { value, level }] of term.fits) {
      const hit = found.get(number) || { number, score: 0, share: 0, titled: 0 };
      hit.score += value * term.weight;
      hit.share += term.weight / whole;
      hit.titled += level === 3;
      // The id of a task is the task
      if (level === 3 && number < contents.tasks && /^\d+$/.test(term.word) && value === 10) hit.score *= 4;
      found.set(number, hit);
    }
    const hits = [...found.values()];
    for (const hit of hits) {
      const title = hit.titled / Math.max(digit.get(contents.titles[hit.number]), known.length, 1);
      hit.score *= hit.share ** 3 * (1 + title) * (title === 1 ? 1.5 : 1);
      hit.named = hit.titled === known.length;
    }
    const best = Math.max(0, ...hits.map(hit => hit.share));
    const common = known.filter(term => term.fits.size > contents.titles.length * .3).reduce((sum, term) => sum + term.weight / whole, 0);
    return hits.filter(hit => hit.share >= Math.min(best, 1 - common) - 1e-6).sort((a, b) => b.score - a.score || a.number - b.number);
  };

  // Marks and excerpts
  const hitsIn = (text, terms) => {
    const found = [];
    for (const token of tokens(text)) {
      const at = terms.findIndex(term => term.words.has(token.word) || (token.word.length > 8 && [...term.words].some(word => word.length > 3 && token.word.endsWith(word))));
      if (at >= 0) found.push({ ...token, term: at });
    }
    return found;
  };
  const marked = (text, hits, from = 0, to = text.length) => {
    const parts = [];
    let at = from;
    for (const hit of hits) {
      if (hit.end <= at || hit.at < from || hit.end > to) continue;
      const start = Math.max(hit.at, at), last = parts.at(-1);
      if (start === at && last instanceof Element) last.textContent += text.slice(start, hit.end);
      else parts.push(text.slice(at, start), make("mark", { textContent: text.slice(start, hit.end) }));
      at = hit.end;
    }
    return [...parts, text.slice(at, to)];
  };
  const excerpt = (text, hits) => {
    const wide = ideograph.test(text.slice(0, 60)) ? 80 : 170;
    let best = hits[0]?.at || 0, most = 0;
    for (const hit of hits) {
      const terms = new Set(hits.filter(other => other.at >= hit.at && other.end <= hit.at + wide * .75).map(other => other.term));
      if (terms.size > most) { most = terms.size; best = hit.at }
    }
    let from = Math.max(0, best - wide / 4);
    if (from) { const blank = text.indexOf(" ", from); from = blank >= 0 && blank < best ? blank + 1 : Math.round(from) }
    let to = Math.min(text.length, from + wide);
    if (to < text.length) { const blank = text.lastIndexOf(" ", to); if (blank > from + wide / 2) to = blank }
    return [from ? "… " : "", ...marked(text, hits, from, to), to < text.length ? " …" : ""];
  };
  const address = (path, anchor, words) => {
    const url = new URL(path.split("/").map(encodeURIComponent).join("/"), root);
    if (words.length) url.searchParams.set("mark", words.slice(0, 12).join(" "));
    if (anchor) url.hash = anchor;
    return url.href;
  };

  // What is shown: tasks, pages by their titles, sections by their texts
  const taskResult = (hit, task, terms) => {
    const name = [task.t, ...(task.n || [])].map(text => ({ text, hits: hitsIn(text, terms) })).sort((a, b) => b.hits.length - a.hits.length)[0];
    const said = hitsIn(task.d || "", terms), chips = [...(task.r || []), ...(task.v || [])];
    const children = [make("span", { className: "search-title" }, make("span", { className: "task-id" }, ...marked(String(task.i), hitsIn(String(task.i), terms))), " ", ...marked(name.text, name.hits))];
    const facts = make("span", { className: "search-facts" });
    if (task.m) facts.append(make("span", { className: `badge ${task.m === "m" ? "mandatory" : "optional"}` }, contents.texts[task.m === "m" ? "mandatory" : "optional"]));
    facts.append(...chips.map(chip => make("span", { className: "chip" }, chip)));
    children.push(facts);
    if (task.d && said.length) children.push(make("span", { className: "search-text" }, ...excerpt(task.d, said)));
    const words = [...new Set([...name.hits, ...said].map(hit => hit.word))];
    return { kind: "tasks", score: hit.score, href: address(task.u, "", words), children, place: task.p && { text: task.p[0], href: placed(task, words) } };
  };
  const placed = (task, words) => {
    const url = new URL(task.p[1], new URL(task.u, root));
    if (words.length) url.searchParams.set("mark", words.slice(0, 12).join(" "));
    return url.href;
  };
  const pageResults = (hit, page, terms) => {
    const titled = hitsIn(page.t, terms), weights = terms.map(term => term.weight);
    const sections = page.s.map(([anchor, heading, text], order) => {
      const head = hitsIn(heading, terms), body = hitsIn(text, terms);
      const value = at => Math.max(head.some(found => found.term === at) ? 3 : 0, body.some(found => found.term === at) ? 1 : 0);
      return { anchor, heading, text, head, body, order, score: weights.reduce((sum, weight, at) => sum + weight * value(at), 0) };
    }).filter(section => section.score).sort((a, b) => b.score - a.score || a.order - b.order);
    const words = [...new Set([...titled, ...sections.flatMap(section => [...section.head, ...section.body])].map(found => found.word))];
    const title = make("span", { className: "search-title" }, ...marked(page.t, titled));
    const context = page.c ? [make("span", { className: "search-place" }, page.c)] : [];
    const text = (section, empty) => section?.text || empty ? [make("span", { className: "search-text" }, ...excerpt(section?.text || empty, section?.body || []))] : [];
    const phrase = fold(page.t), typed = terms.typed;
    const score = hit.score * (phrase === typed ? 2.5 : phrase.startsWith(typed) ? 1.5 : phrase.includes(typed) ? 1.25 : 1);
    if (hit.named || !sections[0]?.anchor) {
      return [{ kind: "pages", score, language: page.l, href: address(page.u, "", words), children: [title, ...context, ...text(sections[0], page.s[0]?.[2] || "")] }];
    }
    return sections.filter((section, i) => section.anchor && i < 2 && section.score > sections[0].score * .8).map((section, i) => ({
      kind: "sections", score: score * (1 - i * .3), language: page.l, href: address(page.u, section.anchor, words),
      children: [make("span", { className: "search-title" }, ...marked(section.heading, section.head)), make("span", { className: "search-place" }, ...marked(page.t, titled)), ...text(section)],
    }));
  };
  const find = async (query, counts = { tasks: 6, pages: 10 }) => {
    await begin();
    const terms = await Promise.all(termsOf(query).map(meaning));
    terms.typed = fold(query).trim();
    const ranked = rank(terms);
    const tasks = ranked.filter(hit => hit.number < contents.tasks), pages = ranked.filter(hit => hit.number >= contents.tasks);
    const found = await Promise.all([
      ...tasks.slice(0, counts.tasks).map(async hit => [taskResult(hit, await record(hit.number), terms)]),
      ...pages.slice(0, counts.pages).map(async hit => pageResults(hit, await record(hit.number), terms)),
    ]);
    const results = found.flat().sort((a, b) => b.score - a.score);
    const kinds = [...new Set(results.map(result => result.kind))];
    const near = terms.filter(term => term.near.length || !term.fits.size).map(term => ({ word: query.slice(term.at, term.end), near: term.near }));
    return { groups: kinds.map(kind => ({ kind, results: results.filter(result => result.kind === kind) })), near, count: ranked.length, terms: terms.length };
  };

  // The dialog
  let dialog, field, status, box, options = [], active = -1, turn = 0;
  const say = (key, values = {}) => contents.texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const counted = (key, n) => { const forms = contents.texts[key].split(" | "); return (n === 1 ? forms[0] : forms.at(-1)).replace("{n}", n) };
  const pick = at => {
    options[active]?.setAttribute("aria-selected", "false");
    active = options.length ? (at + options.length) % options.length : -1;
    const option = options[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (active === 0) box.scrollTop = 0;
    if (option) field.setAttribute("aria-activedescendant", option.id); else field.removeAttribute("aria-activedescendant");
  };
  const option = result => {
    const link = make("a", { href: result.href, id: `search-${options.length}`, className: `search-hit ${result.kind}`, tabIndex: -1 }, ...result.children);
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    if (result.language && result.language !== document.documentElement.lang) link.lang = result.language;
    const at = options.push(link) - 1;
    link.addEventListener("mousemove", () => { if (active !== at) { options[active]?.setAttribute("aria-selected", "false"); pick(at) } });
    link.addEventListener("click", event => { if (!event.ctrlKey && !event.metaKey && !event.shiftKey) dialog.close() });
    return link;
  };
  const show = ({ groups, near, count, terms }) => {
    options = [];
    box.replaceChildren(...groups.map(({ kind, results }) => {
      const title = make("p", { id: `search-${kind}`, className: "search-group" }, contents.texts[`search_${kind}_found`]);
      const group = make("div", {}, title);
      group.setAttribute("role", "group");
      group.setAttribute("aria-labelledby", title.id);
      for (const result of results) {
        group.append(option(result));
        if (result.place) group.append(option({ kind: "place", href: result.place.href, children: [make("span", { className: "search-place" }, result.place.text)] }));
      }
      return group;
    }));
    const notes = near.map(({ word, near }) => near.length ? say("search_near", { word, words: near.slice(0, 3).join(", ") }) : say("search_none", { word }));
    status.textContent = terms ? [...notes, ...(count || !notes.length ? [counted("search_count", count)] : [])].join(" ") : contents.texts.search_start;
    box.hidden = !options.length;
    field.setAttribute("aria-expanded", String(options.length > 0));
    active = -1;
    pick(0);
  };
  const search = async () => {
    const own = ++turn, query = field.value;
    try {
      for (const counts of [{ tasks: 2, pages: 3 }, undefined]) {
        const found = await find(query, counts);
        if (own !== turn) return;
        show(found);
      }
    } catch { if (own === turn) status.textContent = buttons[0]?.dataset.failed || "" }
  };
  const kbd = text => make("kbd", { textContent: text });
  const build = () => {
    const texts = contents.texts;
    field = make("input", { type: "text", placeholder: texts.search_placeholder, autocomplete: "off", spellcheck: false, enterKeyHint: "go" });
    for (const [name, value] of Object.entries({ role: "combobox", "aria-label": texts.search_label, "aria-autocomplete": "list", "aria-controls": "search-list", "aria-expanded": "false", autocapitalize: "off", autocorrect: "off" })) field.setAttribute(name, value);
    status = make("p", { className: "search-status", textContent: texts.search_start });
    status.setAttribute("role", "status");
    box = make("div", { id: "search-list", hidden: true });
    box.setAttribute("role", "listbox");
    box.setAttribute("aria-label", texts.search_label);
    const close = make("button", { type: "button", className: "search-close", textContent: "Esc" });
    close.setAttribute("aria-label", texts.search_keys_close);
    const icon = buttons[0]?.querySelector("svg")?.cloneNode(true) || "";
    const keys = make("p", { className: "search-keys" });
    keys.append(make("span", {}, kbd("↑"), kbd("↓"), ` ${texts.search_keys_move}`), make("span", {}, kbd("↵"), ` ${texts.search_keys_open}`), make("span", {}, kbd("Esc"), ` ${texts.search_keys_close}`));
    dialog = make("dialog", { className: "search" }, make("div", { className: "search-field" }, icon, field, close), status, box, keys);
    dialog.setAttribute("aria-label", texts.search_label);
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close() });
    field.addEventListener("input", search);
    dialog.addEventListener("keydown", event => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") pick(active + (event.key === "ArrowDown" ? 1 : -1));
      else if (event.key === "Enter" && event.target === field) options[active]?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey, shiftKey: event.shiftKey }));
      else if (event.key === "Escape") dialog.close();
      else return;
      event.preventDefault();
    });
    document.body.append(dialog);
  };
  const styles = () => new Promise(done => {
    const href = new URL("assets/search.css", root).href;
    if (document.querySelector("link[data-search]")) return done();
    const link = make("link", { rel: "stylesheet", href, onload: done, onerror: done });
    link.dataset.search = "";
    document.head.append(link);
  });
  const open = async () => {
    try {
      await Promise.all([begin(), styles()]);
    } catch {
      for (const button of buttons) button.title = button.dataset.failed;
      return;
    }
    if (!dialog) build();
    if (!dialog.open) dialog.showModal();
    field.focus();
    field.select();
  };
  for (const button of buttons) {
    button.addEventListener("click", open);
    button.addEventListener("pointerenter", () => { begin().catch(() => {}); styles() }, { once: true });
  }
  addEventListener("keydown", event => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const asked = (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey);
    if (!asked || !buttons.length) return;
    event.preventDefault();
    if (dialog?.open) dialog.close(); else open();
  });

  // Marks on the page that was found
  const unmark = () => {
    for (const mark of document.querySelectorAll("mark.found")) { const parent = mark.parentNode; mark.replaceWith(...mark.childNodes); parent.normalize() }
    document.querySelector(".found-note")?.remove();
  };
  const mark = async () => {
    const words = new Set((new URLSearchParams(location.search).get("mark") || "").split(" ").filter(Boolean));
    const main = document.getElementById("main");
    if (!words.size || !main) return;
    unmark();
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT, node => node.parentElement.closest("script, style, svg, button, select, .anchor, .crumbs, .lifecycle, .turn") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      const hits = tokens(node.data).filter(token => words.has(token.word));
      if (!hits.length) continue;
      const parts = marked(node.data, hits);
      for (const part of parts) if (part instanceof Element) part.className = "found";
      node.replaceWith(...parts);
    }
    const found = [...main.querySelectorAll("mark.found")];
    if (!found.length) return;
    if (!location.hash) found.find(mark => mark.offsetParent)?.scrollIntoView({ block: "center", behavior: "instant" });
    await Promise.all([begin(), styles()]);
    const clear = make("button", { type: "button", className: "quiet" }, contents.texts.search_marks_clear);
    const note = make("p", { className: "found-note" }, `${counted("search_marks", found.length)} `, clear);
    note.setAttribute("role", "status");
    const end = () => {
      unmark();
      removeEventListener("keydown", onEscape);
      const url = new URL(location);
      url.searchParams.delete("mark");
      try { history.replaceState(null, "", url) } catch { /* file:// in some browsers */ }
    };
    const onEscape = event => { if (event.key === "Escape" && !dialog?.open && !event.defaultPrevented) end() };
    clear.addEventListener("click", end);
    addEventListener("keydown", onEscape);
    document.body.append(note);
  };
  mark().catch(() => {});
  addEventListener("waybook:updated", () => mark().catch(() => {}));
  window.waybookFind = find;
})();
