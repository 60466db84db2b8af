// Tells the desk every few seconds that this page has an article open, and shows what colleagues ask.
// The form carries data-hold (address), or stands in the editor beside an element with data-hold-pattern.
const EVERY_MS = 10_000;
const form = document.querySelector("form[data-hold], form[data-edit-form]");
const pattern = document.querySelector("[data-hold-pattern]")?.dataset.holdPattern;
const box = Object.assign(document.createElement("div"), { className: "alert hold-told", role: "status", hidden: true });
let typed = false;
let shown = "";

function address() {
  if (form.dataset.hold) return form.dataset.hold;
  const key = /\/edit\/(\d+)\//.exec(form.getAttribute("action"));  // a new article has none before it is saved
  return key ? pattern.replace("/0/", `/${key[1]}/`) : "";
}

function words(wish) {
  const sent = new FormData();
  sent.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  sent.set("do", wish);
  sent.set("typing", typed ? "1" : "");
  return sent;
}

async function tell(wish) {
  if (!address()) return;
  const sent = words(wish);
  typed = false;
  try {
    const answer = await fetch(address(), { method: "POST", body: sent, headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { html } = await answer.json();
    if (html !== shown) box.innerHTML = shown = html;
    box.hidden = !html;
  } catch { /* no connection: told again soon */ }
}

if (form) {
  form.prepend(box);
  form.addEventListener("input", () => { typed = true; });
  form.addEventListener("w-unsaved:add", () => { typed = true; });
  box.addEventListener("click", ({ target }) => {
    if (target.dataset.holdDo) tell(target.dataset.holdDo);
  });
  addEventListener("pagehide", () => { if (address()) navigator.sendBeacon(address(), words("leave")); });
  tell("keep");
  setInterval(tell, EVERY_MS, "keep");
}
