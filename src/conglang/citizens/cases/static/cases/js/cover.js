// Boxes drawn over a photo fill the rows of numbers below it; numbers typed there move the boxes.
const photo = document.querySelector("[data-cover]");
const layer = photo.querySelector("[data-boxes]");
const rows = [...document.querySelectorAll("[data-box]")].map((row) => ({
  row, fields: [...row.querySelectorAll("input")], rect: document.createElementNS(layer.namespaceURI, "rect"),
}));
const within = (number) => Math.min(100, Math.max(0, number));

function show({ fields, rect, row }) {
  const [x, y, width, height] = fields.map((field) => field.value);
  for (const [name, value] of Object.entries({ x, y, width, height })) rect.setAttribute(name, value || 0);
  row.querySelector("[data-clear]").hidden = fields.every((field) => !field.value);
}

function place(event) {
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(layer.getScreenCTM().inverse());
  return { x: within(at.x), y: within(at.y) };
}

// whole percent outwards: a box never covers less than was drawn
function fill(target, from, to) {
  const left = Math.floor(Math.min(from.x, to.x)), top = Math.floor(Math.min(from.y, to.y));
  const right = Math.ceil(Math.max(from.x, to.x)), bottom = Math.ceil(Math.max(from.y, to.y));
  [left, top, right - left, bottom - top].forEach((value, index) => { target.fields[index].value = value; });
  show(target);
}

let drawn;
photo.addEventListener("pointerdown", (event) => {
  const target = rows.find(({ fields }) => fields.every((field) => !field.value));
  if (!target || event.button) return;
  event.preventDefault();
  photo.setPointerCapture(event.pointerId);
  drawn = { target, from: place(event) };
});
photo.addEventListener("pointermove", (event) => {
  if (drawn) fill(drawn.target, drawn.from, place(event));
});
const end = () => { drawn = undefined; };
photo.addEventListener("pointerup", end);
photo.addEventListener("pointercancel", end);

layer.replaceChildren(...rows.map(({ rect }) => rect));
for (const each of rows) {
  each.rect.setAttribute("class", "cover-box");
  each.row.addEventListener("input", () => show(each));
  each.row.querySelector("[data-clear]").addEventListener("click", () => {
    each.fields.forEach((field) => { field.value = ""; });
    show(each);
    each.fields[0].focus();
  });
  show(each);
}
photo.setAttribute("data-ready", "");
