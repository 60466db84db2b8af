// Buttons that only a script can offer: print, and copy from a field. Without it the fields can be selected by hand.
async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select(); // no permission, or a page without https: selected, so that a long press offers copying
    return document.execCommand?.("copy") ?? false;
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const words = button.querySelector("span");
  const before = words.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const done = await copy(document.getElementById(button.dataset.copy));
    words.textContent = done ? button.dataset.copied : before;
  });
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
