// Listens for builds and brings the open page up to date: what changed is swapped in, what did not change stays, with its
// scroll position, open tabs and filters. Only `waybook serve` adds this script; the built files do not have it.
"use strict";
(() => {
  const script = document.currentScript, PILL_DELAY = 150;
  const parse = text => new DOMParser().parseFromString(text, "text/html");
  const all = (root, selector) => [...root.querySelectorAll(selector)];
  const own = () => {
    const path = decodeURIComponent(location.pathname).replace(/^\/+/, "");
    return path === "" || path.endsWith("/") ? `${path}index.html` : path;
  };
  let source = script.dataset.source || "", version = Number(script.dataset.version) || 0;
  // The page as it was sent; scripts of the theme have changed the open one since.
  let sent = null;

  const fetched = async () => {
    const response = await fetch(location.pathname + location.search, { cache: "no-store" });
    if (response.redirected) { location.replace(response.url); return null }
    return parse(await response.text());
  };

  // ---- Swapping in what changed ----

  // Elements that scripts of the theme build on are swapped whole.
  const UNITS = ".tabs, .task-block, form, table, svg, pre, p, h1, h2, h3, h4, h5, h6, li, dl, [popover]:not(.tree):not(.contents)";

  const attributes = (live, after) => {
    for (const { name } of [...live.attributes]) {
      if (!after.hasAttribute(name) && !["data-scheme", "style"].includes(name)) live.removeAttribute(name);
    }
    for (const { name, value } of after.attributes) {
      if (live.getAttribute(name) !== value) live.setAttribute(name, value);
    }
  };

  const swapped = [];
  const replace = (live, after) => {
    const fresh = document.importNode(after, true), kept = state(live);
    live.replaceWith(fresh);
    swapped.push([fresh, kept]);
  };

  // What a reader did to an element: values, open details, sorted columns, the focus.
  const state = element => ({
    fields: all(element, "input, select, textarea").map(field => [field.value, field.checked]),
    details: all(element, "details").map(part => part.open),
    sorted: all(element, "th").map(cell => cell.getAttribute("aria-sort")),
    focus: element.contains(document.activeElement) ? all(element, "a, button, input, select, textarea, [tabindex]").indexOf(document.activeElement) : -1,
    selection: element.contains(document.activeElement) ? [document.activeElement.selectionStart, document.activeElement.selectionEnd] : null,
    scroll: all(element, "*").filter(part => part.scrollLeft || part.scrollTop).map(part => [part.id || part.className, part.scrollLeft, part.scrollTop]),
  });

  const restore = (element, kept) => {
    all(element, "details").forEach((part, i) => { if (kept.details[i]) part.open = true });
    all(element, "th").forEach((cell, i) => {
      const clicks = { ascending: 1, descending: 2 }[kept.sorted[i]] || 0;
      for (let n = 0; n < clicks; n++) cell.querySelector("button")?.click();
    });
    all(element, "input, select, textarea").forEach((field, i) => {
      const [value, checked] = kept.fields[i] || [];
      if (value !== undefined && field.value !== value && field.type !== "checkbox") {
        field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
      if (field.type === "checkbox" && !field.disabled) field.checked = Boolean(checked);
    });
    for (const [name, left, top] of kept.scroll) {
      const part = all(element, "*").find(part => (part.id || part.className) === name);
      if (part) { part.scrollLeft = left; part.scrollTop = top }
    }
    if (kept.focus >= 0) {
      const target = all(element, "a, button, input, select, textarea, [tabindex]")[kept.focus];
      target?.focus({ preventScroll: true });
      try { target?.setSelectionRange?.(...kept.selection) } catch { /* not a text field */ }
    }
  };

  // Brings `live` from `before` to `after`, which are as sent.
  const sync = (live, before, after) => {
    if (before.isEqualNode(after)) return;
    const same = before.tagName === after.tagName && live.tagName === after.tagName;
    const parallel = live.children.length === before.children.length;
    const mixed = [...after.childNodes, ...before.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!same || !parallel || mixed || live.matches(UNITS)) { replace(live, after); return }
    attributes(live, after);
    children(live, [...before.children], [...after.children]);
  };

  // Children that are equal at both ends stay; what lies between is paired in order.
  const children = (parent, before, after) => {
    const lives = [...parent.children];
    let start = 0, end = 0;
    while (start < before.length && start < after.length && before[start].isEqualNode(after[start])) start++;
    while (end < before.length - start && end < after.length - start &&
           before[before.length - 1 - end].isEqualNode(after[after.length - 1 - end])) end++;
    const old = before.slice(start, before.length - end), now = after.slice(start, after.length - end);
    const stop = lives[before.length - end] || null;
    now.forEach((node, i) => {
      if (i < old.length && old[i].tagName === node.tagName) sync(lives[start + i], old[i], node);
      else if (i < old.length) replace(lives[start + i], node);
      else {
        const fresh = document.importNode(node, true);
        parent.insertBefore(fresh, stop);
        swapped.push([fresh, null]);
      }
    });
    old.slice(now.length).forEach((_, i) => lives[start + now.length + i].remove());
  };

  const scripts = page => all(page, "script").filter(part => !part.src.includes("/.waybook/")).map(part => part.src || part.textContent).join("\n");
  const styles = page => all(page.head, "style").map(part => part.textContent).join("\n");

  // The element that is read now keeps its place on the screen.
  const steady = change => {
    const near = all(document, "main [id], main p, main li, main tr").filter(part => part.getBoundingClientRect().bottom > 60);
    const tops = near.slice(0, 40).map(part => [part, part.getBoundingClientRect().top]);
    const y = scrollY;
    change();
    const kept = tops.find(([part]) => part.isConnected);
    const moved = kept ? kept[0].getBoundingClientRect().top - kept[1] : 0;
    if (y === 0) scrollTo({ top: 0, behavior: "instant" });
    else if (!kept) scrollTo({ top: y, behavior: "instant" });
    else if (moved) scrollBy({ top: moved, behavior: "instant" });
  };

  const apply = page => {
    if (!sent || scripts(page) !== scripts(sent)) { location.reload(); return }
    const before = sent;
    sent = page;
    document.title = page.title;
    if (styles(before) !== styles(page)) {
      all(document.head, "style").forEach(part => part.remove());
      all(page.head, "style").forEach(part => document.head.append(document.importNode(part, true)));
    }
    const tag = all(page, "script[data-source]").at(-1);
    source = tag?.dataset.source ?? source;
    steady(() => {
      document.documentElement.lang = page.documentElement.lang;
      attributes(document.body, page.body);
      children(document.body, [...before.body.children], [...page.body.children]);
      for (const [fresh, kept] of swapped.splice(0)) {
        window.waybook?.enhance?.(fresh);
        if (kept) restore(fresh, kept);
      }
    });
    dispatchEvent(new CustomEvent("waybook:updated"));
  };

  // One after the other; a build that comes while a page is fetched is fetched after it.
  let busy = null, again = false;
  const refresh = async () => {
    if (busy) { again = true; return busy }
    busy = (async () => {
      do {
        again = false;
        const page = await fetched();
        if (page) apply(page);
      } while (again);
    })().catch(() => { /* the server says when it is back */ }).finally(() => { busy = null });
    return busy;
  };

  const restyle = number => {
    for (const link of all(document, 'link[rel="stylesheet"]')) {
      const address = new URL(link.href);
      if (address.origin !== location.origin) continue;
      address.searchParams.set("waybook", number);
      const fresh = link.cloneNode();
      fresh.href = address;
      fresh.addEventListener("load", () => link.remove());
      fresh.addEventListener("error", () => link.remove());
      link.after(fresh);
    }
  };

  // ---- What is said ----

  const host = document.createElement("waybook-live");
  const root = host.attachShadow({ mode: "open" });
  root.innerHTML = `<style>
    :host { all: initial; color-scheme: inherit; position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483000; font: .875rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; color: var(--text, CanvasText);
      --good: light-dark(#1a7f37, #57c878); --warn: light-dark(#9a6700, #e3b25c); --bad: light-dark(#b3261e, #f2918a); --busy: light-dark(#0969da, #79b8ff); --edge: var(--line, #8884); --soft: var(--muted, GrayText); --paper: var(--ground, Canvas) }
    @media print { :host { display: none } }
    *, ::before { box-sizing: border-box }
    :focus-visible { outline: 2px solid var(--accent, LinkText); outline-offset: 2px }
    .pill { display: flex; align-items: center; gap: .5rem; max-inline-size: calc(100vw - 2rem); margin-inline-start: auto; padding: .375rem .8125rem; font: inherit; font-weight: 500; color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: 999px; box-shadow: 0 1px 2px #0001, 0 4px 12px #0002; cursor: pointer; transition: border-color .15s }
    .pill:hover { border-color: var(--line-strong, #8888) }
    .text { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
    .dot { flex: none; inline-size: .5rem; block-size: .5rem; border-radius: 50%; background: var(--soft) }
    .ok .dot { background: var(--good) } .warnings .dot { background: var(--warn) } .errors .dot, .failed .dot { background: var(--bad) } .building .dot { background: var(--busy); animation: beat 1s infinite alternate }
    @keyframes beat { to { opacity: .35 } }
    @media (prefers-reduced-motion: reduce) { .dot { animation: none !important } }
    .panel { position: fixed; inset: auto 1rem 4rem auto; inline-size: min(44rem, calc(100vw - 2rem)); max-block-size: min(70vh, 36rem); overflow: auto; overscroll-behavior: contain; background: var(--paper); border: 1px solid var(--edge); border-radius: 10px; box-shadow: 0 2px 6px #0001, 0 12px 40px #0003 }
    .panel.error { border-color: color-mix(in oklab, var(--bad) 55%, transparent) }
    header { position: sticky; inset-block-start: 0; display: flex; align-items: center; justify-content: space-between; gap: 1rem; padding: .625rem .5rem .625rem 1rem; background: var(--raised, var(--paper)); border-block-end: 1px solid var(--edge) }
    .error header { color: var(--bad); background: color-mix(in oklab, var(--bad) 8%, var(--paper)) }
    h2 { margin: 0; font-size: .9375rem; font-weight: 650; overflow-wrap: anywhere }
    ul { list-style: none; margin: 0; padding: 0 }
    li { display: grid; grid-template-columns: auto 1fr; gap: .125rem .75rem; padding: .75rem 1rem } li + li { border-block-start: 1px solid var(--edge) }
    li > :not(.severity) { grid-column: 2 }
    .severity { grid-row: 1; min-inline-size: 4.25rem; font-weight: 600; color: var(--soft) } .severity.error { color: var(--bad) } .severity.warning { color: var(--warn) }
    .message { overflow-wrap: anywhere } .help { color: var(--soft) } .help::before { content: "→ " } .rest { color: var(--soft) }
    .place { font: .8125rem/1.6 var(--mono, ui-monospace, monospace); color: var(--soft); overflow-wrap: anywhere } a { color: var(--accent, LinkText); text-underline-offset: .18em } 
    .close { flex: none; inline-size: 2rem; block-size: 2rem; font: inherit; line-height: 1; border: 0; border-radius: 6px; background: none; color: var(--soft); cursor: pointer } .close:hover { background: #8882 }
    @media (max-width: 32rem) { li { grid-template-columns: 1fr } li > :not(.severity) { grid-column: 1 } }
    .trouble { position: fixed; inset: 0 0 auto 0; padding: .625rem 1rem; color: var(--bad); background: color-mix(in oklab, var(--bad) 10%, var(--paper)); border-block-end: 1px solid var(--bad); overflow-wrap: anywhere }
    [hidden] { display: none !important }
  </style>
  <div class="trouble" role="alert" hidden></div>
  <section class="panel error" id="overlay" role="alert" hidden></section>
  <section class="panel" id="list" aria-label="Findings" hidden></section>
  <button class="pill" type="button" aria-expanded="false" aria-controls="list"><span class="dot"></span><span class="text" role="status">connecting</span></button>`;
  const pill = root.querySelector(".pill"), label = root.querySelector(".text");
  const overlay = root.getElementById("overlay"), list = root.getElementById("list");
  // What is shown is the last state that could be built; it says so until there is a newer one.
  const trouble = root.querySelector(".trouble");
  const banner = text => { trouble.hidden = !text; trouble.textContent = text ? `This is the last state that could be built. ${text}` : "" };
  banner(script.dataset.trouble);
  const say = (kind, text) => { pill.className = `pill ${kind}`; label.textContent = text };
  const counted = (number, noun) => number === 1 ? `1 ${noun}` : `${number} ${noun}s`;
  let known = { total: 0, findings: [] }, dismissed = "";

  const item = finding => {
    const entry = document.createElement("li");
    const place = finding.file ? `${finding.file}:${finding.line}:${finding.column}` : "";
    const part = (className, textContent) => Object.assign(document.createElement("div"), { className, textContent });
    const link = document.createElement(finding.editor ? "a" : "span");
    if (finding.editor) link.href = finding.editor;
    link.textContent = place;
    const where = part("place", "");
    where.append(link, place ? ` · ${finding.code}` : finding.code);
    entry.append(part(`severity ${finding.severity}`, finding.severity), part("message", finding.message));
    if (finding.help) entry.append(part("help", finding.help));
    entry.append(where);
    return entry;
  };
  const fill = (panel, title, findings, rest, close) => {
    const items = document.createElement("ul");
    items.append(...findings.map(item));
    if (rest > 0) items.append(Object.assign(document.createElement("li"), { className: "rest", textContent: `and ${rest} more: waybook check` }));
    const button = Object.assign(document.createElement("button"), { className: "close", type: "button", textContent: "✕" });
    button.setAttribute("aria-label", "Close");
    button.addEventListener("click", close);
    const header = document.createElement("header");
    header.append(Object.assign(document.createElement("h2"), { textContent: title }), button);
    panel.replaceChildren(header, items);
  };
  const toggle = open => { list.hidden = !open; pill.setAttribute("aria-expanded", String(open)) };
  const show = () => {
    const here = known.findings.filter(finding => finding.file === source);
    const others = known.findings.filter(finding => finding.file !== source);
    fill(list, known.total ? counted(known.total, "finding") : "Nothing was found", [...here, ...others], known.total - known.findings.length, () => toggle(false));
    const errors = here.filter(finding => finding.severity === "error" && source), key = JSON.stringify(errors);
    if (!errors.length) dismissed = "";
    overlay.hidden = !errors.length || key === dismissed;
    if (errors.length) fill(overlay, `${counted(errors.length, "error")} in ${source}`, errors, 0, () => { dismissed = key; overlay.hidden = true });
  };
  const findings = async () => {
    try { known = await (await fetch("/.waybook/findings.json", { cache: "no-store" })).json() } catch { return }
    show();
  };
  pill.addEventListener("click", () => toggle(list.hidden));
  addEventListener("keydown", event => { if (event.key === "Escape") { toggle(false); overlay.hidden = true } });
  document.documentElement.append(host);

  // ---- News ----

  let waiting = 0;
  const told = async message => {
    clearTimeout(waiting);
    if (message.kind === "building") { waiting = setTimeout(() => say("building", "building"), PILL_DELAY); return }
    if (message.kind === "failed") { say("failed", message.text); banner(message.text); return }
    banner("");
    const number = message.findings;
    say(message.errors ? "errors" : message.warnings ? "warnings" : "ok", number ? counted(number, "finding") : "connected");
    const next = message.version === version + 1 && message.changed;
    const missed = message.version !== version && !next;
    const changed = next || [];
    version = message.version;
    if (missed) restyle(version);
    // The index of the search changes with every word; only scripts of the theme need a new start.
    const isScript = path => path.endsWith(".js") && !/(^|\/)search\//.test(path);
    if (changed.some(isScript)) { location.reload(); return }
    if (changed.some(path => path.endsWith(".css"))) restyle(version);
    const lost = !source && sent?.title === "No page here";
    const shown = all(document, "img").some(image => changed.some(path => decodeURI(image.src).endsWith(`/${path}`)));
    if (shown) { location.reload(); return }
    if (missed || lost || changed.includes(own())) await refresh();
    await findings();
  };

  let told_last = Promise.resolve();
  const listen = () => {
    const events = new EventSource("/.waybook/events");
    events.onmessage = event => { told_last = told_last.then(() => told(JSON.parse(event.data))) };
    events.onerror = () => say("", "not connected");
  };
  fetched().then(page => {
    if (!page) return;
    sent = page;
    const now = Number(all(page, "script[data-version]").at(-1)?.dataset.version) || 0;
    if (now !== version) location.reload();
    else listen();
  }).catch(listen);
})();
