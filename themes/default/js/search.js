// Search: the dialog, and marks on the page that was found. What is found is for `find.js`, which comes when the dialog is
// opened first, as the index does. Words are read by the rules of `src/search/words.rs`.
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
  // Pieces of the index
  const pieces = new Map();
  let contents;
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
  window.waybookSearch = Object.assign((name, value) => pieces.get(name)?.done(value), { piece, tokens, fold, ideograph, root });
  const once = (tag, properties) => new Promise((done, fail) => document.head.append(make(tag, { ...properties, onload: done, onerror: fail })));
  let ready, styled;
  const begin = async () => contents ||= await piece("index");
  const style = () => styled ||= once("link", { rel: "stylesheet", href: new URL("assets/search.css", root).href });
  const prepare = () => ready ||= Promise.all([begin(), style(), once("script", { src: new URL("assets/find.js", root).href })]).catch(error => { ready = styled = null; throw error });

  // Marks and excerpts
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
  const part = (name, ...children) => make("span", { className: `search-${name}` }, ...children);
  const content = ({ id, title, context, requirement, chips, text }) => {
    const name = marked(title.text, title.hits), children = [part("title", ...(id ? [make("span", { className: "task-id" }, ...marked(id.text, id.hits)), " "] : []), ...name)];
    if (context?.text) children.push(part("place", ...marked(context.text, context.hits)));
    if (requirement || chips?.length) {
      const must = requirement === "m" ? "mandatory" : "optional";
      children.push(part("facts", ...(requirement ? [make("span", { className: `badge ${must}` }, contents.texts[must])] : []), ...chips.map(chip => make("span", { className: "chip" }, chip))));
    }
    if (text) children.push(part("text", ...excerpt(text.text, text.hits)));
    return children;
  };
  const option = (kind, href, language, children) => {
    const link = make("a", { href, id: `search-${options.length}`, className: `search-hit ${kind}`, tabIndex: -1 }, ...children);
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    if (language && language !== document.documentElement.lang) link.lang = language;
    const at = options.push(link) - 1;
    link.addEventListener("mousemove", () => { if (active !== at) pick(at) });
    link.addEventListener("click", event => { if (!event.ctrlKey && !event.metaKey && !event.shiftKey) dialog.close() });
    return link;
  };
  const show = ({ groups, unknown, count, asked }) => {
    options = [];
    box.replaceChildren(...groups.map(({ kind, results }) => {
      const title = make("p", { id: `search-${kind}`, className: "search-group" }, contents.texts[`search_${kind}_found`]);
      const group = make("div", {}, title);
      group.setAttribute("role", "group");
      group.setAttribute("aria-labelledby", title.id);
      for (const result of results) {
        group.append(option(result.kind, result.href, result.language, content(result)));
        if (result.place) group.append(option("place", result.place.href, "", [part("place", result.place.text)]));
      }
      return group;
    }));
    const notes = unknown.map(({ word, near }) => say(near.length ? "search_near" : "search_none", { word, words: near.slice(0, 3).join(", ") }));
    if (count || !notes.length) notes.push(counted("search_count", count));
    status.textContent = asked ? notes.join(" ") : contents.texts.search_start;
    box.hidden = !options.length;
    field.setAttribute("aria-expanded", String(options.length > 0));
    active = -1;
    pick(0);
  };
  const search = async () => {
    const own = ++turn, query = field.value;
    try {
      for (const quick of [true, false]) {
        const found = await window.waybookSearch.find(query, quick);
        if (own !== turn) return;
        show(found);
      }
      dialog.dataset.answered = query;
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
    close.title = texts.search_keys_close;
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
  const open = async () => {
    try {
      await prepare();
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
    button.addEventListener("pointerenter", () => prepare().catch(() => {}), { once: true });
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
    await Promise.all([begin(), style()]);
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
})();
