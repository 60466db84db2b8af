// Refuses a file above data-max-bytes before it travels; the words come from data-too-big ({name}, {size}).
const size = (bytes) => {
  const [unit, factor] = bytes < 1024 ** 2 ? ["KB", 1024] : bytes < 1024 ** 3 ? ["MB", 1024 ** 2] : ["GB", 1024 ** 3];
  return `${(Math.ceil((bytes * 10) / factor) / 10).toLocaleString("vi-VN")} ${unit}`;
};

function check(input) {
  const limit = Number(input.dataset.maxBytes);
  const big = [...input.files].find((file) => file.size > limit);
  const message = big ? input.dataset.tooBig.replace("{name}", big.name).replace("{size}", size(big.size)) : "";
  const id = `${input.id || input.name}_too-big`;
  let note = document.getElementById(id);
  if (message && !note) {
    note = Object.assign(document.createElement("p"), { id, className: "field-error" });
    note.setAttribute("role", "alert");
    input.before(note);
  }
  if (note) {
    note.textContent = message;
    note.hidden = !message;
  }
  const described = new Set((input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  described[message ? "add" : "delete"](id);
  input.setAttribute("aria-describedby", [...described].join(" "));
  input.toggleAttribute("aria-invalid", Boolean(message));
  if (message) input.setAttribute("aria-invalid", "true");
  return !message;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("input[type=file][data-max-bytes]")) check(event.target);
});
document.addEventListener("submit", (event) => {
  const refused = [...event.target.querySelectorAll("input[type=file][data-max-bytes]")].filter((input) => !check(input));
  if (!refused.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  refused[0].focus();
}, true);
