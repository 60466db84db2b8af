// Lets what another app shared go on as a report to a commune. The worker has put it among the drafts of this phone
// (see ui/js/drafts.js), pictures too; without a worker there is only the text, which becomes a draft here.
const place = document.querySelector("[data-shared]");
const field = document.querySelector("#shared");
const uid = new URLSearchParams(location.search).get("ban-nhap");
const list = place.querySelector("ul");

const database = new Promise((resolve, reject) => {
  const asked = indexedDB.open("tin-gui", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("drafts", { keyPath: "uid" });
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

async function store(mode, act) {
  const transaction = (await database).transaction("drafts", mode);
  const asked = act(transaction.objectStore("drafts"));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

function lineOf(draft, { name, path }) {
  const page = `${path}${place.dataset.form}`;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: name });
  button.addEventListener("click", async () => {
    const text = field.value.trim();
    await store("readwrite", (rows) => rows.put({ ...draft, page, title: text, values: [["noi_dung", text]] }));
    location.assign(`${page}?ban-nhap=${draft.uid}`);
  });
  const line = document.createElement("li");
  line.append(button);
  return line;
}

async function start() {
  const communes = JSON.parse(localStorage.getItem("communes")) ?? [];
  const kept = uid && await store("readonly", (rows) => rows.get(uid));
  const draft = kept || { uid: crypto.randomUUID(), owner: "cong-dan", at: Date.now(), files: [] };
  if (kept) field.value = kept.title;
  const { length } = draft.files;
  place.querySelector("[data-files]").textContent = length ? place.dataset.files.replace("{number}", length) : "";
  list.replaceChildren(...communes.map((commune) => lineOf(draft, commune)));
  place.hidden = !communes.length || !(field.value || length);
  document.querySelector("[data-nothing]").hidden = Boolean(field.value || length);
  field.form.hidden = !field.value;
}
start().catch(() => { /* nothing can be kept here; the text can still be searched for */ });
