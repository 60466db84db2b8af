// What is typed in the editor stays on this device until the server has it: without a connection, after a crash, after
// the session ended. It is sent when the connection is back, or put into the article when the page is opened again.
const EXPIRES_MS = 7 * 24 * 3600 * 1000;
const AGAIN_MS = 15_000;
const FILLED_MS = 1500;
const LOOKED_MS = 3000;
const NOT_KEPT = new Set(["csrfmiddlewaretoken"]);
const DOWN = new Set(["network_error", "server_error"]);
const NEW = "editor-new";
const form = document.querySelector("form[data-edit-form]");
const offer = document.querySelector("[data-kept-offer]");
const nameOf = (action) => { const key = /\/edit\/(\d+)\//.exec(action); return key ? `editor-${key[1]}` : NEW; };
const name = () => nameOf(form.getAttribute("action"));
let down = false;
let own = 0;  // the version that automatic saving rewrites
let timer;

const values = () => [...new FormData(form)].filter(([key, value]) => !NOT_KEPT.has(key) && typeof value === "string");

function keep() {
  const entry = { at: Date.now(), values: [...values(), ...(own ? [["overwrite_revision_id", `${own}`]] : [])] };
  try { localStorage.setItem(name(), JSON.stringify(entry)); } catch { /* full or forbidden */ }
}

function kept(key) {
  try {
    const entry = JSON.parse(localStorage.getItem(key));
    return entry && Date.now() - entry.at < EXPIRES_MS ? entry : null;
  } catch { return null; }
}

function forget(...keys) {
  clearTimeout(timer);
  try { keys.forEach((key) => localStorage.removeItem(key)); } catch { /* forbidden */ }
}

const save = () => form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true }));

// rich text is kept by the editor as JSON with blocks of text
function plain(value) {
  try { return JSON.parse(value).blocks.map((block) => block.text).join("\n"); } catch { return value; }
}
const texts = (entries) => entries.map(([, value]) => plain(value)).filter((value) => value.includes(" "));

async function putIn(entry) {
  const sent = new FormData();
  for (const [key, value] of entry.values) sent.append(key, value);
  sent.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  const action = form.getAttribute("action");
  const answer = await fetch(action, { method: "POST", body: sent, headers: { Accept: "application/json" } });
  const told = await answer.json();
  if (!told.success) throw new Error(told.error_message);
  forget(name());
  location.assign(told.url ?? action);
}

function offerBack(entry) {
  offer.hidden = false;
  form.prepend(offer);
  offer.querySelector("[data-kept-at]").textContent = new Date(entry.at).toLocaleString("vi-VN");
  offer.querySelector("[data-kept-in]").addEventListener("click", () => putIn(entry).catch((refusal) => {
    offer.querySelector("[data-kept-why]").textContent = refusal.message;
    const text = offer.querySelector("textarea");
    text.value = texts(entry.values).join("\n\n");
    text.hidden = false;
  }));
  offer.querySelector("[data-kept-not]").addEventListener("click", () => { forget(name()); offer.hidden = true; });
}

// what a click on save has stored needs no offer; the editor fills its fields after the page has come
function lookBack() {
  const here = new Set(texts(values()));
  for (const key of new Set([NEW, name()])) {
    const entry = kept(key);
    if (entry && texts(entry.values).every((text) => here.has(text))) forget(key);
    else if (entry && key === name()) offerBack(entry);
  }
}

if (form && offer) {
  setTimeout(lookBack, FILLED_MS);
  const note = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 400);
  };
  form.addEventListener("input", note);
  form.addEventListener("w-unsaved:add", note);
  // what is typed before Wagtail has taken its first look counts as unchanged there
  form.addEventListener("input", () => setTimeout(save, LOOKED_MS), { once: true });
  form.addEventListener("submit", keep);
  document.addEventListener("w-autosave:error", ({ detail }) => { down = DOWN.has(detail.type); });
  document.addEventListener("w-autosave:success", ({ detail }) => {
    down = false;
    own = detail.data.revision_id ?? own;
    forget(name(), NEW);
  });
  // Wagtail gives up after a minute without a connection
  addEventListener("online", () => { if (down) save(); });
  setInterval(() => { if (down && navigator.onLine) save(); }, AGAIN_MS);
}
