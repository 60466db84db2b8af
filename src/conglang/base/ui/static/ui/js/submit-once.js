// A form marked data-submit-once leaves only once, however often its button is pressed.
const WAIT_MS = 20000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("[data-submit-once]")) return;
  if (form.hasAttribute("data-leaving")) {
    event.preventDefault();
    return;
  }
  form.setAttribute("data-leaving", "");
  const label = form.dataset.submitOnce;
  const words = event.submitter?.querySelector("span") ?? event.submitter;
  const before = words?.textContent;
  if (label && words) words.textContent = label;
  event.submitter?.setAttribute("aria-disabled", "true");
  const ready = () => {
    form.removeAttribute("data-leaving");
    event.submitter?.removeAttribute("aria-disabled");
    if (label && words) words.textContent = before;
  };
  // a lost connection or the back button must not leave a dead form behind
  setTimeout(ready, WAIT_MS);
  addEventListener("pageshow", ready, { once: true });
});
