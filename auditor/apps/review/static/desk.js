"use strict";
(function () {
const $ = (id) => document.getElementById(id);
const root = document.documentElement;
root.classList.add("js");

/* ---------- keys, which can be switched off ---------- */
const STORE = "auditor-keys";
function keysOn() { try { return localStorage.getItem(STORE) !== "off"; } catch { return true; } }
function showKeys() {
  const on = keysOn(), button = $("keys-switch");
  root.classList.toggle("no-keys", !on);
  if (!button) { return; }
  button.setAttribute("aria-pressed", String(on));
  button.querySelector("[data-on]").hidden = !on;
  button.querySelector("[data-off]").hidden = on;
}
showKeys();
if ($("keys-switch")) {
  $("keys-switch").addEventListener("click", () => {
    try { localStorage.setItem(STORE, keysOn() ? "off" : "on"); } catch { /* stays on */ }
    showKeys();
  });
}

/* ---------- the finding ---------- */
const form = $("decide"), reasons = $("reasons"), dismiss = $("dismiss");
let sent = false;
function follow(id) { const link = $(id); if (link) { location.href = link.href; } }
function openReasons(open) {
  if (!reasons) { return; }
  reasons.classList.toggle("open", open);
  dismiss.setAttribute("aria-expanded", String(open));
  if (open) { reasons.querySelector("button").focus(); reasons.scrollIntoView({ block: "nearest" }); }
}
function press(button) { if (button && !sent) { button.click(); } }
if (dismiss) {
  dismiss.addEventListener("click", () => openReasons(!reasons.classList.contains("open")));
}
if (form) {
  form.addEventListener("submit", (event) => {
    const value = event.submitter ? event.submitter.value : "", box = $("comment");
    if (value === "dismissed:other" && !box.value.trim()) {
      event.preventDefault();
      box.focus();
      box.setAttribute("aria-invalid", "true");
      return;
    }
    /* A second press while the page changes must not decide twice. */
    if (sent) { event.preventDefault(); return; }
    sent = true;
  });
  addEventListener("pageshow", () => { sent = false; });
  const go = document.querySelector("[data-go]");
  /* On a narrow screen the comparison would lie over the form: there the reader asks for it. */
  if (go && !location.hash && matchMedia("(min-width:901px) and (min-height:560px)").matches) { go.click(); }
}
const ACTS = {
  c: () => press(form && form.querySelector("[value=confirmed]")),
  u: () => press(form && form.querySelector("[value=unsure]")),
  d: () => openReasons(true),
  m: () => { const box = $("comment"); if (box) { box.focus(); } },
  j: () => follow("after"),
  k: () => follow("before"),
  v: () => press(document.querySelector("[data-go]")),
  l: () => { const fix = document.querySelector(".links .fix"); if (fix) { location.href = fix.href; } },
  z: () => press($("undo")),
  q: () => follow("to-list"),
};
function typing(node) { return node && node.matches("input:not([type=hidden]),textarea,select"); }

/* ---------- the queue ---------- */
const lines = Array.from(document.querySelectorAll(".queue tbody tr"));
let at = -1;
function step(by) {
  if (!lines.length) { return; }
  if (at >= 0) { lines[at].classList.remove("at"); }
  at = Math.min(lines.length - 1, Math.max(0, at + by));
  lines[at].classList.add("at");
  lines[at].querySelector("a").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
  if (event.key === "Escape") {
    if (typing(document.activeElement)) { document.activeElement.blur(); }
    openReasons(false);
    return;
  }
  if (!keysOn() || typing(document.activeElement) || event.repeat) { return; }
  if (lines.length && (event.key === "j" || event.key === "k")) { event.preventDefault(); step(event.key === "j" ? 1 : -1); return; }
  if (reasons && reasons.classList.contains("open") && /^[1-6]$/.test(event.key)) {
    event.preventDefault();
    press(reasons.querySelectorAll("button")[Number(event.key) - 1]);
    return;
  }
  const act = form || $("after") || $("before") ? ACTS[event.key.toLowerCase()] : undefined;
  if (act) { event.preventDefault(); act(); }
});

/* ---------- uploads ---------- */
const upload = $("upload");
if (upload) {
  upload.addEventListener("submit", (event) => {
    event.preventDefault();
    const request = new XMLHttpRequest(), line = $("sending"), bar = line.querySelector("progress");
    line.hidden = false;
    upload.querySelector("button").disabled = true;
    request.upload.addEventListener("progress", (sending) => {
      if (!sending.lengthComputable) { return; }
      const share = Math.round((100 * sending.loaded) / sending.total);
      bar.value = share;
      line.querySelector(".share").textContent = share + "%";
    });
    request.addEventListener("loadend", () => {
      if (request.status === 200 && request.responseURL.endsWith("/uploads")) { location.href = "/uploads"; return; }
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const said = page.querySelector("[role=alert]") || page.querySelector("main p");
      const note = document.createElement("p");
      note.className = "alert";
      note.setAttribute("role", "alert");
      note.textContent = said ? said.textContent : String(request.status);
      upload.prepend(note);
      line.hidden = true;
      upload.querySelector("button").disabled = false;
    });
    request.open("POST", upload.action);
    request.send(new FormData(upload));
  });
}
const waiting = () => Array.from(document.querySelectorAll("tr[data-state=waiting],tr[data-state=running]"));
if (waiting().length) {
  const timer = setInterval(async () => {
    const answer = await fetch("/uploads/states");
    if (!answer.ok) { clearInterval(timer); return; }
    const states = await answer.json();
    for (const row of waiting()) {
      const now = states[row.dataset.job], bar = row.querySelector("progress");
      if (now && now.state !== row.dataset.state) { location.reload(); return; }
      if (now && now.total) { bar.max = now.total; bar.value = now.done; }
    }
  }, 1000);
}

/* ---------- times of day in the reader's own zone ---------- */
for (const node of document.querySelectorAll("time[datetime]")) {
  const when = new Date(node.getAttribute("datetime"));
  if (!isNaN(when)) {
    const two = (number) => String(number).padStart(2, "0");
    node.textContent = when.getFullYear() + "-" + two(when.getMonth() + 1) + "-" + two(when.getDate()) + " " + two(when.getHours()) + ":" + two(when.getMinutes());
  }
}
})();
