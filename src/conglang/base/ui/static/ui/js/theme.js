// Remembers text size, contrast and dark or light on this device; runs before the first paint.
const root = document.documentElement;
const kept = (name) => {
  try { return localStorage.getItem(`reading-${name}`); } catch { return null; }
};
const keep = (name, value) => {
  try { localStorage.setItem(`reading-${name}`, value); } catch { /* private mode: the choice lives until the page is left */ }
};
const wished = {
  text: () => "normal",
  contrast: () => (matchMedia("(prefers-contrast: more)").matches ? "more" : "normal"),
  theme: () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"),
};

for (const name of Object.keys(wished)) {
  const value = kept(name);
  if (value && !(name in root.dataset)) root.dataset[name] = value;
}

function wire(button) {
  const name = button.dataset.set;
  const values = button.dataset.values.split(" ");
  const current = () => root.dataset[name] ?? wished[name]();
  const show = () => button.setAttribute("aria-pressed", String(current() !== values[0]));
  button.addEventListener("click", () => {
    const value = values[(values.indexOf(current()) + 1) % values.length];
    root.dataset[name] = value;
    keep(name, value);
    show();
  });
  show();
}

function start() {
  for (const group of document.querySelectorAll("[data-reading-tools]")) {
    group.querySelectorAll("[data-set]").forEach(wire);
    group.hidden = false;
  }
}
// a module that is needed only by who uses its element: types into a search box, opens the details
const load = ({ target }) => {
  if (target.dataset?.module) import(target.dataset.module);
};
document.addEventListener("focusin", load);
document.addEventListener("toggle", load, true);

// the unfolded menu lies over the page: Escape folds it, and so does leaving it with the Tab key
document.addEventListener("keyup", ({ key, target }) => {
  const menu = document.querySelector(".menu-all[open]");
  if (!menu) return;
  const isInside = menu.contains(target);
  if (isInside ? key === "Escape" : key === "Tab") menu.open = false;
  if (isInside && key === "Escape") menu.firstElementChild.focus();
});

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
