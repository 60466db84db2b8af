// Asks for urgent notices while the page is open and looked at; a page that is loaded anew has them anyway.
const ASK_MS = 20_000;
const SAVING_MS = 300_000;
const slot = document.querySelector("[data-urgent]");
let known = null;
let asked = Date.now();
let timer;

const pause = () => (navigator.connection?.saveData ? SAVING_MS : ASK_MS);

async function ask() {
  asked = Date.now();
  try {
    const answer = await fetch(slot.dataset.urgent, { cache: "no-cache", credentials: "omit" });
    if (answer.ok) {
      const text = (await answer.text()).trim();
      // said again only when it is new: a screen reader interrupts for it
      if (text !== (known ?? slot.innerHTML.replace(/<!--.*?-->/gs, "").trim())) slot.innerHTML = text;
      known = text;
    }
  } catch {
    // no network: the next time will do
  }
  plan();
}

function plan() {
  clearTimeout(timer);
  if (document.visibilityState === "visible") timer = setTimeout(ask, Math.max(0, asked + pause() - Date.now()));
}

if (slot) {
  document.addEventListener("visibilitychange", plan);
  plan();
}
