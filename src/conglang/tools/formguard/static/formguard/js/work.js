// Finds the number that makes SHA-256("stamp:number") begin with as many zero bits as [data-work] says, while the
// sender reads the message again; who is faster than that waits a moment. Without it a person reads the message first.
const field = document.querySelector("[data-work]");
const form = field?.form;
let done = false;

function zeros(hash) {
  const first = hash.findIndex((byte) => byte);
  return first * 8 + Math.clz32(hash[first]) - 24;
}

async function work() {
  const stamp = form.elements.dau.value, text = new TextEncoder();
  for (let number = 0; ; number += 1) {
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", text.encode(`${stamp}:${number}`)));
    if (zeros(hash) >= Number(field.dataset.work)) return number;
  }
}

if (form && globalThis.crypto?.subtle) {
  const found = work().then((number) => { field.value = number; }).catch(() => {}).finally(() => { done = true; });
  form.addEventListener("submit", (event) => {
    if (done) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    found.then(() => form.requestSubmit(event.submitter));
  });
}
