// What the page can do besides being read: scheme, tabs, tables of tasks, facets, on this page. No library, no request.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const store = {
    get: key => { try { return localStorage.getItem(key) } catch { return null } },
    set: (key, value) => { try { localStorage.setItem(key, value) } catch { /* private window */ } },
  };
  const fold = text => text.normalize("NFKC").toLowerCase();

  // Light and dark
  for (const button of all('[data-action="scheme"]')) {
    button.addEventListener("click", () => {
      const root = document.documentElement;
      const dark = (root.dataset.scheme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
      root.dataset.scheme = dark ? "light" : "dark";
      store.set("waybook:scheme", root.dataset.scheme);
    });
  }

  for (const button of all('[data-action="print"]')) button.addEventListener("click", () => print());

  // Drawers close when a link on the same page is followed; the lifecycle shows where we are; the tree, too
  for (const drawer of all("[popover]")) {
    drawer.addEventListener("click", event => event.target.closest("a") && drawer.matches(":popover-open") && drawer.hidePopover());
  }
  for (const strip of all(".lifecycle ol")) {
    const here = strip.querySelector("[aria-current]");
    if (here) strip.scrollLeft += here.getBoundingClientRect().left - strip.getBoundingClientRect().left - strip.clientWidth / 2 + 40;
  }
  const tree = document.getElementById("tree"), current = tree?.querySelector("[aria-current]");
  if (current && current.offsetTop > tree.clientHeight - 80) tree.scrollTop = current.offsetTop - tree.clientHeight / 2;

  // What scrolls sideways can be scrolled by keyboard
  for (const code of all("pre")) if (code.scrollWidth > code.clientWidth) code.tabIndex = 0;

  // What stands on the page, or came to it later: the element itself and what it holds
  const within = (selector, root) => [...(root !== document && root.matches(selector) ? [root] : []), ...all(selector, root)];

  // Tabs: sections become panels; tabs of one group change together and are remembered
  const chosen = [];
  const enhanceTabs = root => { for (const tabs of within(".tabs", root)) {
    const panels = all(":scope > .tab", tabs);
    if (panels.length < 2) continue;
    const group = tabs.dataset.group || "", list = make("div", {});
    list.setAttribute("role", "tablist");
    const buttons = panels.map((panel, i) => {
      const title = panel.querySelector(".tab-title");
      panel.id ||= `tabpanel_${all(".tabs").indexOf(tabs)}_${i}`;
      const button = make("button", { type: "button", textContent: (title?.firstChild || title)?.textContent.trim() || panel.dataset.tab, id: `${panel.id}_tab` });
      button.setAttribute("role", "tab");
      button.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", button.id);
      panel.tabIndex = 0;
      return button;
    });
    const show = at => panels.forEach((panel, i) => {
      panel.hidden = i !== at;
      buttons[i].setAttribute("aria-selected", String(i === at));
      buttons[i].tabIndex = i === at ? 0 : -1;
    });
    const showNamed = name => { const at = panels.findIndex(panel => panel.dataset.tab === name); if (at >= 0) show(at) };
    const pick = at => {
      const top = list.getBoundingClientRect().top;
      show(at);
      chosen.filter(other => group && other.group === group).forEach(other => other.showNamed(panels[at].dataset.tab));
      if (group) store.set(`waybook:tab:${group}`, panels[at].dataset.tab);
      scrollBy({ top: list.getBoundingClientRect().top - top, behavior: "instant" });
    };
    buttons.forEach((button, i) => button.addEventListener("click", () => pick(i)));
    list.addEventListener("keydown", event => {
      const at = buttons.indexOf(document.activeElement), rtl = getComputedStyle(list).direction === "rtl";
      const to = { ArrowRight: at + (rtl ? -1 : 1), ArrowLeft: at + (rtl ? 1 : -1), Home: 0, End: buttons.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const next = (to + buttons.length) % buttons.length;
      pick(next);
      buttons[next].focus();
    });
    list.append(...buttons);
    tabs.prepend(list);
    tabs.classList.add("live");
    show(0);
    showNamed(store.get(`waybook:tab:${group}`));
    const reveal = () => {
      const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      const at = target ? panels.findIndex(panel => panel.contains(target)) : -1;
      if (at >= 0 && panels[at].hidden) { show(at); target.scrollIntoView() }
    };
    reveal();
    addEventListener("hashchange", reveal);
    chosen.push({ group, showNamed });
  } };

  // Clipboard, from file:// as well
  const copy = async (text, button) => {
    try { await navigator.clipboard.writeText(text) } catch {
      const area = make("textarea", { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const label = button.dataset.done, before = button.textContent;
    if (button.classList.contains("copy")) { button.title = label; return }
    button.textContent = label;
    setTimeout(() => { button.textContent = before }, 1600);
  };

  // Tables of tasks
  const words = cell => all(".chip", cell).map(chip => chip.textContent);
  const cellText = cell => {
    const chips = words(cell);
    if (chips.length) return chips.join("; ");
    if (cell.classList.contains("place")) return [...cell.children].map(part => part.textContent).join(" · ");
    const plain = cell.cloneNode(true);
    all(".copy, .mended", plain).forEach(extra => extra.remove());
    return plain.textContent.trim();
  };
  const csvField = text => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const tables = new Map();
  const enhanceTables = root => { for (const table of within("table.tasks", root)) {
    const block = table.closest(".task-block"), body = table.tBodies[0], head = [...table.tHead.rows[0].cells];
    const count = block.querySelector(".task-count"), whole = count.textContent, none = block.querySelector(".no-hit");
    let rows;
    const read = () => rows ||= [...body.rows].map((row, order) => ({ row, order, text: fold(row.textContent) }));
    const narrow = test => {
      let hits = 0;
      for (const entry of read()) {
        const hit = Boolean(test(entry));
        if (hit) hits++;
        if (entry.row.hidden === hit) entry.row.hidden = !hit;
      }
      count.textContent = hits === rows.length ? whole : count.dataset.count.replace("{n}", hits).replace("{m}", rows.length);
      none.hidden = hits > 0;
    };
    tables.set(table.id, narrow);

    block.querySelector('[data-action="filter"]')?.addEventListener("input", event => {
      const terms = fold(event.target.value).split(/\s+/).filter(Boolean);
      narrow(entry => terms.every(term => entry.text.includes(term)));
    });
    block.querySelector('[data-action="csv"]')?.addEventListener("click", event => {
      const lines = [head, ...read().map(entry => entry.row).sort((a, b) => a.rowIndex - b.rowIndex).filter(row => !row.hidden).map(row => [...row.cells])];
      copy(lines.map(cells => cells.map(cell => csvField(cellText(cell))).join(",")).join("\r\n") + "\r\n", event.currentTarget);
    });

    if (body.rows.length > 1) head.forEach((cell, column) => {
      const button = make("button", { type: "button" });
      button.append(...cell.childNodes);
      cell.append(button);
      button.addEventListener("click", () => {
        const before = cell.getAttribute("aria-sort");
        const direction = before === "ascending" ? -1 : before === "descending" ? 0 : 1;
        head.forEach(other => other.removeAttribute("aria-sort"));
        if (direction) cell.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
        const keys = new Map(read().map(entry => [entry, cellText(entry.row.cells[column])]));
        const compare = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true }).compare;
        const sorted = [...rows].sort((a, b) => direction
          ? (!keys.get(a) - !keys.get(b)) || direction * compare(keys.get(a), keys.get(b)) || a.order - b.order
          : a.order - b.order);
        body.append(...sorted.map(entry => entry.row));
      });
    });

    // One button for the link of a row, moved to the row that has the pointer or the focus
    const link = make("button", { type: "button", className: "copy", title: table.dataset.copy });
    link.setAttribute("aria-label", table.dataset.copy);
    link.dataset.done = table.dataset.done;
    link.innerHTML = '<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="M8.5 11.5a3.5 3.5 0 0 0 5 0l3-3a3.5 3.5 0 0 0-5-5l-1 1M11.5 8.5a3.5 3.5 0 0 0-5 0l-3 3a3.5 3.5 0 0 0 5 5l1-1"/></svg>';
    link.addEventListener("click", () => {
      const row = link.closest("tr");
      copy(new URL(`#${row.id}`, location.href).href, link);
    });
    const move = event => {
      const row = event.target.closest?.("tbody tr[id]");
      if (row && link.parentNode !== row.cells[0]) { row.cells[0].append(link); link.title = table.dataset.copy }
    };
    body.addEventListener("pointerover", move);
    body.addEventListener("focusin", move);
  } };

  // Facets of the index of tasks; their state lives in the address
  const enhanceFacets = root => { for (const form of within("form.facets", root)) {
    const narrow = test => tables.get(form.dataset.table)?.(test);
    if (!tables.has(form.dataset.table)) continue;
    const fields = [...form.elements].filter(field => field.name);
    const apply = () => {
      const state = Object.fromEntries(fields.map(field => [field.name, field.value]));
      const terms = fold(state.q || "").split(/\s+/).filter(Boolean);
      narrow(({ row, text }) =>
        (!state.requirement || row.querySelector(`.badge.${state.requirement}`)) &&
        (!state.phase || row.querySelector("[data-phase]")?.dataset.phase === state.phase) &&
        (!state.role || words(row.querySelector(".roles")).includes(state.role)) &&
        (!state.service || words(row.querySelector(".services")).includes(state.service)) &&
        terms.every(term => text.includes(term)));
      const query = new URLSearchParams(Object.entries(state).filter(([, value]) => value)).toString();
      try { history.replaceState(null, "", (query ? `?${query}` : location.pathname) + location.hash) } catch { /* file:// in some browsers */ }
    };
    const restore = () => {
      const query = new URLSearchParams(location.search);
      fields.forEach(field => { field.value = query.get(field.name) || "" });
    };
    restore();
    if (location.search) apply();
    form.addEventListener("input", apply);
    form.addEventListener("submit", event => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(apply));
    addEventListener("popstate", () => { restore(); apply() });
  } };

  // On this page: the heading that is being read
  let spy = () => {};
  const watchHeadings = () => {
    const links = new Map(all(".contents a").map(link => [decodeURIComponent(link.hash.slice(1)), link]));
    const headings = [...links.keys()].map(id => document.getElementById(id)).filter(Boolean);
    if (!headings.length || !("IntersectionObserver" in window)) return;
    const panel = document.getElementById("contents");
    let shown;
    spy = () => {
      const past = headings.filter(heading => heading.getBoundingClientRect().top < 140);
      const now = past.at(-1) || headings[0];
      links.forEach((link, id) => id === now.id ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
      const link = links.get(now.id), room = panel.clientHeight - 80;
      if (now !== shown && (link.offsetTop < panel.scrollTop + 40 || link.offsetTop > panel.scrollTop + room)) panel.scrollTop = link.offsetTop - room / 2;
      shown = now;
    };
    new IntersectionObserver(() => spy(), { rootMargin: "-140px 0px 0px 0px" }).observe(headings[0]);
    spy();
  };
  let waiting = false;
  addEventListener("scroll", () => { if (!waiting) { waiting = true; requestAnimationFrame(() => { waiting = false; spy() }) } }, { passive: true });

  const enhance = root => { enhanceTabs(root); enhanceTables(root); enhanceFacets(root) };
  enhance(document);
  watchHeadings();
  // The live preview brings new elements to the open page.
  window.waybook = { enhance };
  addEventListener("waybook:updated", watchHeadings);
})();
