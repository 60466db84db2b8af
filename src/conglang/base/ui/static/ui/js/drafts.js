// Keeps a form marked data-drafts on this device, with its pictures and recordings, until the office says that it has
// it; and lists under [data-kept] what is kept. The key of a draft is the uid that goes with the form, so that
// sending it again, after whatever went wrong, makes one message. data-drafts="first" is a page before the last one:
// it goes on as soon as there is a network. data-drafts="last" has the uid of the page before it. A button with a name
// goes the plain way. Without IndexedDB everything does.
const kept = document.querySelector("[data-kept]");
const form = document.querySelector("form[data-drafts]");
const owner = kept?.dataset.kept;
const WANTED = "ban-nhap";

const database = new Promise((resolve, reject) => {
  const asked = indexedDB.open("tin-gui", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("drafts", { keyPath: "uid" });
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});
database.catch(() => {});

async function store(mode, act) {
  const transaction = (await database).transaction("drafts", mode);
  const asked = act(transaction.objectStore("drafts"));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}
const put = (draft) => store("readwrite", (rows) => rows.put(draft));
const drop = (uid) => store("readwrite", (rows) => rows.delete(uid));
const find = (uid) => store("readonly", (rows) => rows.get(uid));
const own = async () => (await store("readonly", (rows) => rows.getAll())).filter((draft) => draft.owner === owner);

const titleOf = (draft) => draft.title.trim().slice(0, 80);
const isBlob = (value) => value instanceof Blob;

function read(earlier) {
  const given = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "uid");
  return {
    uid: form.elements.uid.value, owner, at: Date.now(), page: location.pathname,
    title: form.querySelector("[data-draft-title]").value,
    values: given.filter(([, value]) => !isBlob(value)),
    files: [
      ...given.filter(([, value]) => isBlob(value) && value.size),
      ...(earlier?.files ?? []).filter(([name]) => !form.elements[name]),
    ],
  };
}

function fill(draft) {
  form.elements.uid.value = draft.uid;
  if (form.dataset.drafts === "last") draft = { ...draft, values: [] };
  for (const field of form.elements) {
    if (!field.name || ["hidden", "submit"].includes(field.type)) continue;
    const values = draft.values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "file") {
      const files = new DataTransfer();
      draft.files.filter(([name]) => name === field.name).forEach(([, file]) => files.items.add(file));
      field.files = files.files;
    } else if (["radio", "checkbox"].includes(field.type)) {
      if (values.length || field.type === "checkbox") field.checked = values.includes(field.value);
    } else if (values.length) [field.value] = values;
  }
}

// whether the next page of the form would come
const reaches = () => fetch(location.pathname, { method: "HEAD", cache: "no-store" }).then(({ ok }) => ok, () => false);

// {url} when the desk has it, {errors} when something is to be put right, else {why}: the draft stays
async function deliver(draft) {
  const body = new FormData();
  [...draft.values, ...draft.files].forEach(([name, value]) => body.append(name, value));
  body.set("uid", draft.uid);
  const token = kept.querySelector("[name=csrfmiddlewaretoken]");
  if (token) body.set("csrfmiddlewaretoken", token.value);
  let answer;
  try {
    answer = await fetch(draft.page, { method: "POST", body, headers: { Accept: "application/json" } });
  } catch {
    return { why: "offline" };
  }
  if ([401, 403].includes(answer.status)) return { why: "session" };
  if (answer.status === 413) return { why: "large" };
  const said = await answer.json().catch(() => ({}));
  if (said.url) await drop(draft.uid);
  return said.url || said.errors ? said : { why: "busy" };
}

function tell(outcome) {
  const box = document.querySelector("[data-draft-said]");
  box.querySelector("p").textContent = outcome.why ? kept.dataset[outcome.why] : kept.dataset.wrong;
  box.querySelector("ul").replaceChildren(...(outcome.errors ?? []).map(({ field, text }) => {
    const line = document.createElement("li");
    line.append(field ? Object.assign(document.createElement("a"), { href: `#${field}`, textContent: text }) : text);
    return line;
  }));
  box.hidden = false;
  box.focus();
}

function line(draft) {
  const row = kept.querySelector("template").content.cloneNode(true).firstElementChild;
  row.querySelector("[data-title]").textContent = titleOf(draft) || kept.dataset.nameless;
  row.querySelector("[data-at]").textContent = new Date(draft.at).toLocaleString("vi-VN");
  row.querySelector("[data-open]").href = `${draft.page}?${WANTED}=${draft.uid}`;
  row.querySelector("[data-drop]").addEventListener("click", async () => { await drop(draft.uid); list(); });
  row.querySelector("[data-send]")?.addEventListener("click", async ({ currentTarget: button }) => {
    button.disabled = true;
    const outcome = await deliver(draft);
    if (outcome.url) location.assign(outcome.url);
    else if (outcome.errors) location.assign(row.querySelector("[data-open]").href);
    else kept.querySelector("[data-kept-said]").textContent = kept.dataset[outcome.why];
    button.disabled = false;
  });
  return row;
}

async function list() {
  const drafts = (await own()).filter((draft) => draft.uid !== form?.elements.uid.value);
  kept.querySelector("ul").replaceChildren(...drafts.sort((a, b) => b.at - a.at).map(line));
  kept.hidden = !drafts.length;
}

function wire() {
  let timer, saving = Promise.resolve(), leaving = false;
  const save = () => {
    clearTimeout(timer);
    saving = saving.catch(() => {}).then(async () => {
      const draft = read(await find(form.elements.uid.value));
      await put(draft);
      return draft;
    });
    return saving;
  };
  const soon = () => { clearTimeout(timer); timer = setTimeout(() => leaving || save(), 300); };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  addEventListener("pageshow", () => { leaving = false; form.removeAttribute("aria-busy"); });
  addEventListener("pagehide", () => { if (timer && !leaving) save(); });
  form.addEventListener("submit", async (event) => {
    if (event.submitter?.name) return;
    if (event.defaultPrevented || leaving) return event.preventDefault();
    event.preventDefault();
    leaving = true;
    form.setAttribute("aria-busy", "true");
    const draft = await save().catch(() => read());
    const isFirst = form.dataset.drafts === "first";
    if (isFirst && await reaches()) return form.submit();
    const outcome = isFirst ? { why: "offline" } : await deliver(draft);
    if (outcome.url) return location.replace(outcome.url);
    leaving = false;
    form.removeAttribute("aria-busy");
    tell(outcome);
  });
}

if (kept) {
  database.then(async () => {
    const isLast = form?.dataset.drafts === "last";
    const wanted = isLast ? form.elements.uid.value : new URLSearchParams(location.search).get(WANTED);
    const draft = form && wanted && await find(wanted);
    if (draft?.owner === owner) fill(draft);
    else if (form && !isLast && !form.hasAttribute("data-carried") && crypto.randomUUID) form.elements.uid.value = crypto.randomUUID();
    await list();
    if (form) wire();
    form?.setAttribute("data-ready", "");
  }).catch(() => { /* nothing can be kept here; the plain form works */ });
}
