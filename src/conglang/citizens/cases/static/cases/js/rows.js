// In a table marked data-rows the arrow keys go from row to row, and one box ticks all the others.
const table = document.querySelector("[data-rows]");
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

table?.addEventListener("keydown", (event) => {
  const step = STEPS[event.key], kind = event.target.matches("input") ? "td input" : "th a";
  const row = event.target.closest("tbody tr");
  if (!step || !row) return;
  const others = [...table.tBodies[0].rows].map((each) => each.querySelector(kind)).filter(Boolean);
  const next = others[others.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

const all = table?.querySelector("[data-all]");
if (all) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of table.querySelectorAll("input[name=case]")) box.checked = all.checked;
  });
}
