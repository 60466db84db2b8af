// Keeps what was typed in a form with data-keep="KEY" on this device, and offers it again after a lost session or
// an edit conflict; with data-keep-anew it stands in the form already. A page that carries <… data-keep-done="KEY">
// (after success) clears it. Never keeps secrets.
const EXPIRES_MS = 7 * 24 * 3600 * 1000;
const SKIPPED = "[type=hidden], [type=password], [type=file], [type=submit], [data-keep-not]";
const store = (() => {
  try { localStorage.getItem("keep"); return localStorage; } catch { return null; }
})();
const nameOf = (key) => `keep-${key}`;

const fields = (form) => [...form.elements].filter((field) => field.name && !field.matches(SKIPPED));
const read = (form) => fields(form).map((field) =>
  [field.name, /checkbox|radio/.test(field.type) ? field.value : "", /checkbox|radio/.test(field.type) ? field.checked : field.value]);

function found(key) {
  try {
    const entry = JSON.parse(store.getItem(nameOf(key)));
    if (entry && Date.now() - entry.at < EXPIRES_MS) return entry.values;
    store.removeItem(nameOf(key));
  } catch { /* damaged or forbidden: nothing to offer */ }
  return null;
}

function restore(form, values) {
  for (const field of fields(form)) {
    const choice = /checkbox|radio/.test(field.type);
    const hit = values.find(([name, value]) => name === field.name && value === (choice ? field.value : ""));
    if (!hit) continue;
    if (choice) field.checked = hit[2];
    else field.value = hit[2];
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function wire(form) {
  const key = form.dataset.keep;
  const offer = form.querySelector("[data-keep-offer]");
  const anew = "keepAnew" in form.dataset;
  const values = anew ? null : found(key);
  let open = false;
  if (values && offer && JSON.stringify(values) !== JSON.stringify(read(form))) {
    open = true;
    offer.hidden = false;
    const close = () => { open = false; offer.hidden = true; };
    offer.querySelector("[data-keep-restore]").addEventListener("click", () => { restore(form, values); close(); });
    offer.querySelector("[data-keep-forget]").addEventListener("click", () => { store?.removeItem(nameOf(key)); close(); });
  }
  let timer = 0;
  const save = () => {
    clearTimeout(timer);
    timer = 0;
    try { store?.setItem(nameOf(key), JSON.stringify({ at: Date.now(), values: read(form) })); } catch { /* full */ }
  };
  // an unanswered offer is dropped only when new words are typed over it
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 400); });
  form.addEventListener("submit", () => { if (!open) save(); });
  addEventListener("pagehide", () => { if (timer) save(); });
  if (anew) save();
}

for (const done of document.querySelectorAll("[data-keep-done]")) store?.removeItem(nameOf(done.dataset.keepDone));
document.querySelectorAll("form[data-keep]").forEach(wire);
