"use strict";
(function () {
const $ = (id) => document.getElementById(id);
const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
const words = JSON.parse($("words").textContent);
const html = document.documentElement;

/* ---------- language ---------- */
const isEnglish = () => html.lang === "en";
function word(name, values) {
  const text = words[name][isEnglish() ? 1 : 0];
  return text.replace(/\{(\w+)\}/g, (_, key) => String(values[key]));
}
function swap() {
  for (const node of all("[data-o]")) {
    const text = node.textContent;
    node.textContent = node.dataset.o;
    node.dataset.o = text;
  }
  for (const node of all("[data-oa]")) {
    const at = node.dataset.oa.indexOf("|"), name = node.dataset.oa.slice(0, at);
    const text = node.getAttribute(name);
    node.setAttribute(name, node.dataset.oa.slice(at + 1));
    node.dataset.oa = name + "|" + text;
  }
  html.lang = isEnglish() ? "zh-CN" : "en";
}
function kept(value) {
  try {
    if (value !== undefined) { localStorage.setItem("auditor-lang", value); }
    return localStorage.getItem("auditor-lang");
  } catch { return null; }
}
$("switch").addEventListener("click", () => { swap(); kept(html.lang); if (table) { apply(); } });

/* ---------- ranking ---------- */
const table = $("ranking");
const STEP = 50;
let rows = [], limit = STEP;
const FIELDS = ["q", "region", "agency", "year", "check", "severity"];
const value = (row, column) => {
  const cell = row.node.cells[column];
  return cell.dataset.v !== undefined ? cell.dataset.v : cell.firstElementChild ? cell.firstElementChild.textContent : cell.textContent;
};
function fits(row, want) {
  const data = row.node.dataset;
  if (want.region && data.r !== want.region) { return false; }
  if (want.year && data.y !== want.year) { return false; }
  if (want.agency && !row.agency.includes(want.agency)) { return false; }
  if (want.q && !row.text.includes(want.q)) { return false; }
  if (want.only && data.c === "0") { return false; }
  if (!want.check && !want.severity) { return true; }
  return row.found.some(([check, severity]) =>
    (!want.check || check === want.check) && (!want.severity || severity === want.severity));
}
function apply() {
  const want = { only: $("only").checked };
  for (const name of FIELDS) { want[name] = $(name).value.trim().toLowerCase(); }
  want.check = $("check").value;
  want.region = $("region").value;
  let match = 0, shown = 0;
  for (const row of rows) {
    const ok = fits(row, want);
    match += ok;
    const show = ok && match <= limit;
    shown += show;
    if (row.node.hidden === show) { row.node.hidden = !show; }
  }
  const counts = { shown: shown, match: match, all: rows.length, n: match };
  $("status").textContent = match < rows.length ? word("matching", counts) : word("shown", counts);
  $("nothing").hidden = match > 0;
  $("all").hidden = shown >= match;
  $("all").textContent = word("show_all", counts);
  for (const button of all("[data-check]")) {
    button.setAttribute("aria-pressed", String(button.dataset.check === want.check));
  }
  remember();
}
function remember() {
  const state = new URLSearchParams();
  for (const name of FIELDS) { if ($(name).value) { state.set(name, $(name).value); } }
  if ($("only").checked) { state.set("only", "1"); }
  const text = state.toString();
  if (text || location.hash.includes("=")) { history.replaceState(null, "", text ? "#" + text : location.pathname); }
}
function sort(th) {
  const column = th.cellIndex, numeric = th.classList.contains("n") || th.classList.contains("wide");
  const now = th.getAttribute("aria-sort"), up = now ? now === "descending" : !numeric;
  for (const cell of th.parentElement.cells) { cell.removeAttribute("aria-sort"); }
  th.setAttribute("aria-sort", up ? "ascending" : "descending");
  const keyed = rows.map((row) => [value(row, column), row]);
  const empty = (text) => text === "" || text === "—" || text === "-1";
  const order = new Intl.Collator("zh-CN").compare;
  keyed.sort(([x], [y]) => {
    if (empty(x) || empty(y)) { return empty(x) - empty(y); }
    const by = numeric ? x - y : order(x, y);
    return up ? by : -by;
  });
  rows = keyed.map(([, row]) => row);
  table.tBodies[0].append(...rows.map((row) => row.node));
  apply();
}
if (table) {
  rows = Array.from(table.tBodies[0].rows, (node) => ({
    node: node,
    text: (node.cells[1].textContent + " " + node.dataset.r).toLowerCase(),
    agency: node.cells[1].firstElementChild.textContent.toLowerCase(),
    found: node.dataset.f.split(" ").map((pair) => pair.split(":")),
  }));
  const state = new URLSearchParams(location.hash.slice(1));
  for (const name of FIELDS) { if (state.has(name)) { $(name).value = state.get(name); } }
  $("only").checked = state.has("only");
  const tools = document.querySelector(".tools");
  tools.hidden = false;
  tools.addEventListener("input", () => { limit = STEP; apply(); });
  $("clear").addEventListener("click", () => {
    for (const name of FIELDS) { $(name).value = ""; }
    $("only").checked = false;
    apply();
    $("q").focus();
  });
  $("all").addEventListener("click", () => { limit = Infinity; apply(); });
  table.tHead.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) { sort(button.parentElement); }
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-check]");
    if (!button) { return; }
    $("check").value = button.getAttribute("aria-pressed") === "true" ? "" : button.dataset.check;
    apply();
    $("ranked").scrollIntoView();
    $("check").focus({ preventScroll: true });
  });
  addEventListener("beforeprint", () => { limit = Infinity; apply(); });
  apply();
}

/* ---------- report ---------- */
const pane = $("text"), dock = $("dock");
let last = null;
const scrolls = () => getComputedStyle(pane).overflowY === "auto";
const motion = () => matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
const blockOf = (node) => node.closest(".grid") || node.closest("p,h3,h4,h5,h6") || node;
function clear() { for (const node of all(".on")) { node.classList.remove("on"); } }
function top(node) { return node.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop; }
function bottom(node) { return node.getBoundingClientRect().bottom - pane.getBoundingClientRect().top + pane.scrollTop; }
function inView(node) {
  const box = node.getBoundingClientRect(), room = scrolls() ? pane.getBoundingClientRect() : { top: 0, bottom: innerHeight };
  return box.top >= room.top - 1 && box.bottom <= room.bottom + 1;
}
function copyOf(node) {
  const block = blockOf(node);
  const copy = block.classList.contains("grid") ? rowsAround(block, node) : block.cloneNode(true);
  for (const inner of [copy, ...all("*", copy)]) {
    inner.removeAttribute("id"); inner.removeAttribute("href"); inner.removeAttribute("tabindex"); inner.removeAttribute("role");
  }
  return copy;
}
function rowsAround(grid, node) {
  const source = grid.querySelector("table"), copy = source.cloneNode(false), body = copy.appendChild(document.createElement("tbody"));
  copy.className = "grid-copy";
  const list = Array.from(source.rows), lit = list.map((row) => row.contains(node) || row.querySelector(".on") !== null);
  let head = list.findIndex((row) => row.querySelector("td"));
  head = head < 0 ? 1 : Math.min(head, 4);
  const heads = new Set();
  lit.forEach((is, index) => {
    if (!is) { return; }
    for (let up = index - 1; up >= head; up -= 1) {
      if (list[up].querySelectorAll("th").length > 1) { heads.add(up); break; }
    }
  });
  let gap = false;
  list.forEach((row, index) => {
    const near = index < head || heads.has(index) || lit.slice(Math.max(0, index - 3), index + 4).includes(true);
    if (near) { body.append(row.cloneNode(true)); }
    else if (!gap) { const cell = body.insertRow().insertCell(); cell.colSpan = 99; cell.textContent = "…"; }
    gap = !near;
  });
  return copy;
}
function undock() { dock.hidden = true; html.classList.remove("docked"); $("dock-body").textContent = ""; }
function fill(nodes, lead, card) {
  const body = $("dock-body");
  body.textContent = "";
  if (lead) { body.append(lead); }
  const seen = new Set();
  for (const node of nodes) {
    const block = blockOf(node);
    if (seen.has(block) || seen.size > 5) { continue; }
    seen.add(block);
    const part = document.createElement("div"), go = $("go").content.firstElementChild.cloneNode(true);
    part.className = "end"; part.lang = "zh-CN";
    go.addEventListener("click", () => { bring(node); if (!scrolls()) { undock(); } });
    const box = part.appendChild(document.createElement("div"));
    box.className = "scroll";
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", $("h-dock").textContent + " " + seen.size);
    box.append(copyOf(node));
    part.prepend(go);
    body.append(part);
  }
  $("to-card").hidden = !card;
  last = card || last;
  dock.hidden = false;
  if (!scrolls()) { html.classList.add("docked"); }
  const mark = body.querySelector(".end .on");
  if (mark) {
    body.scrollTop = 0;
    const space = mark.getBoundingClientRect().bottom - body.getBoundingClientRect().bottom;
    if (space > 0) { body.scrollTop = space + 24; }
    const box = mark.closest(".scroll"), wide = mark.getBoundingClientRect().right - box.getBoundingClientRect().right;
    if (wide > 0) { box.scrollLeft = wide + 24; }
  }
}
function bring(node) {
  if (!scrolls()) { node.scrollIntoView({ block: "center", behavior: motion() }); return; }
  pane.scrollTo({ top: Math.max(0, top(node) - pane.clientHeight / 3), behavior: motion() });
}
/* The first place in the text, and the others beside it: in the same view where they fit, else in the dock. */
function together(first, others, lead, card, stay) {
  undock();
  const nodes = [first, ...others];
  if (scrolls()) {
    const low = Math.min(...nodes.map(top)), high = Math.max(...nodes.map(bottom));
    if (stay ? nodes.every(inView) : high - low < pane.clientHeight - 24) {
      if (!stay) {
        pane.scrollTo({ top: Math.max(0, (low + high - pane.clientHeight) / 2), behavior: motion() });
        for (const node of nodes) { node.scrollIntoView({ block: "nearest", inline: "nearest" }); }
      }
      if (lead) { fill([], lead, card); }
      return;
    }
  }
  const own = blockOf(first);
  fill(others.filter((node) => blockOf(node) !== own || own.classList.contains("grid")), lead, card);
  if (!stay) { bring(first); }
  else if (!inView(first)) { bring(first); }
}
function light(id) {
  clear();
  for (const node of all(".f-" + CSS.escape(id), pane)) { node.classList.add("on"); }
  const card = $("card-" + id);
  if (card) {
    const fold = card.closest("details");
    if (fold) { fold.open = true; }
    card.classList.add("on");
    last = card;
  }
  return card;
}
function placesOf(card, side) {
  return all(side + " [data-at]", card).map((link) => $("p" + link.dataset.at)).filter(Boolean);
}
function showFinding(id) {
  const card = light(id);
  if (!card) { return; }
  const stated = placesOf(card, ".side_a"), others = placesOf(card, ".pane:not(.side_a)");
  const list = [...stated, ...others];
  if (!list.length) { return; }
  const sum = card.querySelector(".sum"), lead = document.createElement("p");
  lead.className = "said";
  lead.textContent = sum.textContent;
  together(list[0], list.slice(1), lead, card, false);
}
function linksOf(node) { return Array.from(node.classList).filter((name) => /^l-\d+$/.test(name)); }
function leadOf(names) {
  const lead = document.createElement("div");
  for (const name of names) {
    const row = document.querySelector('tr[data-l="' + name.slice(2) + '"]');
    if (!row) { continue; }
    const line = lead.appendChild(document.createElement("p")), cells = row.cells;
    line.className = "said";
    line.textContent = cells[0].textContent + " ↔ " + cells[1].textContent + " · p " + cells[2].textContent + " · ";
    const verdict = line.appendChild(document.createElement("span"));
    verdict.textContent = cells[3].textContent;
    verdict.className = cells[3].className;
  }
  return lead;
}
function showLink(node) {
  const names = linksOf(node), found = Array.from(node.classList).filter((name) => name.startsWith("f-"));
  if (found.length) { light(found[0].slice(2)); } else { clear(); last = null; }
  const ends = [];
  for (const name of names) {
    for (const piece of all("." + name, pane)) {
      piece.classList.add("on");
      if (piece.id && piece !== node) { ends.push(piece); }
    }
  }
  node.classList.add("on");
  const card = found.length ? $("card-" + found[0].slice(2)) : null;
  const others = card ? placesOf(card, ".pane").filter((end) => end !== node && !ends.includes(end)) : [];
  const lead = leadOf(names);
  if (card) {
    const sum = document.createElement("p");
    sum.className = "said";
    sum.textContent = card.querySelector(".num").textContent + " · " + card.querySelector(".sum").textContent;
    lead.prepend(sum);
    card.scrollIntoView({ block: "nearest", behavior: motion() });
  }
  together(node, [...ends, ...others], lead, card, true);
}
function step(by) {
  const cards = all(".card"), at = cards.indexOf(last);
  const next = cards[at < 0 ? (by > 0 ? 0 : cards.length - 1) : Math.min(cards.length - 1, Math.max(0, at + by))];
  if (!next) { return; }
  showFinding(next.id.slice(5));
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}
function arrive() {
  const name = decodeURIComponent(location.hash.slice(1)), node = $(name);
  if (!pane || !node) { return; }
  if (name.startsWith("card-")) { showFinding(name.slice(5)); node.scrollIntoView({ block: "start" }); }
  else if (/^p\d+$/.test(name)) { clear(); node.classList.add("on"); bring(node); }
}
if (pane) {
  document.addEventListener("click", (event) => {
    const go = event.target.closest("[data-go]");
    if (go) { showFinding(go.dataset.go); return; }
    const at = event.target.closest("[data-at]");
    if (at) {
      const node = $("p" + at.dataset.at), card = at.closest(".card");
      if (!node) { return; }
      event.preventDefault();
      if (card) { light(card.id.slice(5)); } else { clear(); }
      node.classList.add("on");
      const row = at.closest("tr[data-l]");
      if (row) { showLink(node); bring(node); return; }
      undock();
      bring(node);
      if (!scrolls()) { fill([], null, card); }
      return;
    }
    const mark = event.target.closest("#text .e, #text .k");
    if (mark) { event.preventDefault(); showLink(mark); return; }
    const whole = event.target.closest(".card");
    if (whole && !event.target.closest("a,button,summary") && !String(getSelection())) { showFinding(whole.id.slice(5)); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !dock.hidden) { undock(); if (last) { last.focus({ preventScroll: true }); } }
    if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    }
  });
  $("undock").addEventListener("click", undock);
  $("to-card").addEventListener("click", () => {
    const card = last;
    undock();
    if (card) { card.scrollIntoView({ block: "start" }); card.focus({ preventScroll: true }); }
  });
  addEventListener("hashchange", arrive);
  arrive();
}
const wanted = kept();
if (wanted && wanted !== html.lang) { swap(); if (table) { apply(); } }
})();
