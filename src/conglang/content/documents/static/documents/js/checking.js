// Comparing with the keyboard: Enter sends a form marked data-check also from a text area, Alt+N leads to the next
// field marked data-doubtful. Without this module Tab and the button do the same.
const form = document.querySelector("form[data-check]");

form?.addEventListener("keydown", (event) => {
  if (event.target.matches("textarea") && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.code !== "KeyN") return;
  const doubtful = [...(form?.querySelectorAll("[data-doubtful]") ?? [])];
  if (!doubtful.length) return;
  event.preventDefault();
  const next = doubtful[(doubtful.indexOf(document.activeElement) + 1) % doubtful.length];
  next.focus();
  next.select?.();
});
