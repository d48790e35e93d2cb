// Finds in the index of the site: from what is typed to results as plain values. Loaded by `search.js` when the dialog is
// opened first. The format of the index is told in the manual, "Search".
"use strict";
(() => {
  const { piece, tokens, fold, ideograph, root } = window.waybookSearch;
  let contents;

  // What is typed: the last ideograph of a run is no word of its own there
  const termsOf = text => {
    const found = tokens(text).map(token => ({ ...token, pair: ideograph.test(token.word) }));
    const last = (token, i) => token.pair && [...token.word].length < 2 && found[i - 1]?.pair && found[i - 1].end === token.end;
    return [...new Map(found.filter((token, i) => !last(token, i)).map(term => [term.word, term])).values()].slice(0, 24);
  };

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
    const first = contents.records[lastUpTo(contents.records, number)];
    return (await piece(`r${first}`))[number - first];
  };

  // The groups of the dictionary that a word means, with how near they are to it: 1 is the word itself
  const nearness = (word, group) => {
    let best = group.base.length > 3 && word.length <= 2 * group.base.length - 2 && word.startsWith(group.base) ? .7 : 0;
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
    let sure = false;
    for (const found of await groups(term.word, exact)) {
      take(found, .5);
      sure ||= found.near !== .7;
    }
    let near = [];
    if (!sure && !exact) {
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
      const hit = found.get(number) || { number, score: 0, share: 0, titled: 0, id: false };
      hit.score += value * term.weight;
      hit.share += term.weight / whole;
      hit.titled += level === 3;
      hit.id ||= level === 3 && number < contents.tasks && value === 10 && /^\d{2,}$/.test(term.word);
      found.set(number, hit);
    }
    const hits = [...found.values()];
    for (const hit of hits) {
      // The id of a task is the task, whatever stands beside it
      if (hit.id) { hit.score *= 5; hit.share = 1 }
      const title = hit.titled / Math.max(digit.get(contents.titles[hit.number]), known.length, 1);
      hit.score *= hit.share ** 3 * (1 + title) * (title === 1 ? 1.5 : 1);
      // A page that is named so says more than one of the many tasks that are
      hit.named = hit.titled === known.length;
      if (hit.named && hit.number >= contents.tasks) hit.score *= 1.3;
    }
    const best = Math.max(0, ...hits.map(hit => hit.share));
    const common = known.filter(term => term.fits.size > contents.titles.length * .3).reduce((sum, term) => sum + term.weight / whole, 0);
    return hits.filter(hit => hit.share >= Math.min(best, 1 - common) - 1e-6).sort((a, b) => b.score - a.score || a.number - b.number);
  };

  // Where the terms stand in a text; a compound is found by its later parts
  const hitsIn = (text, terms) => {
    const found = [];
    for (const token of tokens(text)) {
      const ends = known => token.word.length > 8 && [...known].some(word => word.length > 3 && token.word.endsWith(word));
      const term = terms.findIndex(term => term.words.has(token.word) || ends(term.words));
      if (term >= 0) found.push({ ...token, term });
    }
    return found;
  };
  const wordsOf = (...lists) => [...new Set(lists.flat().map(hit => hit.word))].slice(0, 12);
  const address = (url, words, anchor) => {
    if (words.length) url.searchParams.set("mark", words.join(" "));
    if (anchor) url.hash = anchor;
    return url.href;
  };
  const inSite = path => new URL(path.split("/").map(encodeURIComponent).join("/"), root);

  const taskResult = (hit, task, terms) => {
    const names = [task.t, ...(task.n || [])].map(text => ({ text, hits: hitsIn(text, terms) }));
    const title = names.reduce((best, name) => name.hits.length > best.hits.length ? name : best), text = task.d ? { text: task.d, hits: hitsIn(task.d, terms) } : null;
    const words = wordsOf(title.hits, text?.hits || []), id = String(task.i);
    const place = task.p && { text: task.p[0], href: address(new URL(task.p[1], inSite(task.u)), words) };
    return { kind: "tasks", score: hit.score, href: address(inSite(task.u), words), id: { text: id, hits: hitsIn(id, terms) }, title, text: text?.hits.length ? text : null, requirement: task.m, chips: [...(task.r || []), ...(task.v || [])], place };
  };
  const phrase = (text, typed) => { const own = fold(text); return own === typed ? 2.5 : own.startsWith(typed) ? 1.5 : own.includes(typed) ? 1.25 : 1 };
  const pageResults = (hit, page, terms, typed) => {
    const title = { text: page.t, hits: hitsIn(page.t, terms) };
    const sections = page.s.map(([anchor, heading, text], order) => {
      const head = hitsIn(heading, terms), body = hitsIn(text, terms);
      const value = at => head.some(found => found.term === at) ? 3 : body.some(found => found.term === at) ? 1 : 0;
      return { anchor, heading, text, head, body, order, phrase: phrase(heading, typed), score: terms.reduce((sum, term, at) => sum + term.weight * value(at), 0) };
    }).filter(section => section.score).sort((a, b) => b.score * b.phrase - a.score * a.phrase || a.order - b.order);
    const words = wordsOf(title.hits, ...sections.flatMap(section => [section.head, section.body])), first = sections[0];
    const text = section => section?.text ? { text: section.text, hits: section.body } : null;
    const shared = { language: page.l, id: null };
    // The very words before other forms of them
    const stand = new Set([title.hits, ...sections.flatMap(section => [section.head, section.body])].flat().map(found => found.word));
    if (terms.every(term => stand.has(term.word))) hit.score *= 1.1;
    if (hit.named || !first?.anchor) {
      return [{ ...shared, kind: "pages", score: hit.score * phrase(page.t, typed), href: address(inSite(page.u), words), title, context: { text: page.c || "", hits: [] }, text: text(first || { text: page.s[0]?.[2], body: [] }) }];
    }
    return sections.filter((section, i) => section.anchor && i < 2 && section.score > first.score * .8).map((section, i) => ({
      ...shared, kind: "sections", score: hit.score * section.phrase * (1 - i * .3), href: address(inSite(page.u), words, section.anchor),
      title: { text: section.heading, hits: section.head }, context: title, text: text(section),
    }));
  };

  // What is near to the best by kind, the rest below
  const grouped = results => {
    const near = results.filter(result => result.score >= results[0].score * .3), groups = [];
    for (const kind of new Set(near.map(result => result.kind))) groups.push({ kind, results: near.filter(result => result.kind === kind) });
    const rest = results.slice(near.length);
    if (rest.length) groups.push({ kind: "more", results: rest });
    return groups;
  };
  // With `quick`, the best alone, so that something is shown while the rest comes
  window.waybookSearch.find = async (query, quick) => {
    contents = await piece("index");
    const terms = await Promise.all(termsOf(query).map(meaning)), typed = fold(query).trim();
    const ranked = rank(terms), isTask = hit => hit.number < contents.tasks;
    const best = ranked.slice(0, 2).filter(hit => hit.score > ranked[0].score / 2);
    const chosen = quick ? best : [...ranked.filter(isTask).slice(0, 8), ...ranked.filter(hit => !isTask(hit)).slice(0, 10)];
    const found = await Promise.all(chosen.map(async hit => {
      const value = await record(hit.number);
      return isTask(hit) ? [taskResult(hit, value, terms)] : pageResults(hit, value, terms, typed);
    }));
    const results = found.flat().sort((a, b) => b.score - a.score);
    const unknown = terms.filter(term => term.near.length || !term.fits.size).map(term => ({ word: query.slice(term.at, term.end), near: term.near }));
    return { groups: grouped(results), unknown, count: ranked.length, asked: terms.length > 0 };
  };
})();
