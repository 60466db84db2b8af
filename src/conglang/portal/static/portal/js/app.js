// What the pages of the app do with the choice of communes that stands on this phone, and nowhere else.
const KEPT = "communes"; // [{ code, name, path, hamlet, topics }]
const CODES = "case-codes"; // as their receipts have them; a PIN never stands here
const NEWS = "case-news"; // whether the phone shall tell of news about them
const ALWAYS = ["urgent", "cases", "phones"];

const read = (name) => {
  try { return JSON.parse(localStorage.getItem(name)) ?? []; } catch { return []; }
};
const write = (name, value) => {
  try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* private mode: the choice lasts for this page */ }
};
const chosen = () => read(KEPT);

async function drawChosen(place) {
  const communes = chosen();
  document.querySelector("[data-none]").hidden = communes.length > 0;
  const parts = await Promise.all(communes.map(drawn));
  place.replaceChildren(...parts);
}

async function drawn({ name, path, topics }) {
  const article = Object.assign(document.createElement("article"), { className: "stack app-commune" });
  const title = document.createElement("h2");
  title.append(Object.assign(document.createElement("a"), { href: path, textContent: name }));
  article.append(title);
  try {
    const answer = await fetch(path, { credentials: "omit" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const wanted = (part) => [...ALWAYS, ...topics].includes(part.dataset.part);
    article.append(...page.querySelectorAll(".saved-copy"), ...[...page.querySelectorAll("[data-part]")].filter(wanted));
    for (const heading of article.querySelectorAll("[data-part] h2")) {
      const lower = document.createElement("h3");
      lower.append(...heading.childNodes);
      heading.replaceWith(lower);
    }
    dropPast(article);
  } catch {
    // without a network and without a copy the name still leads on
  }
  return article;
}

// a notice that a copy shows may have ended meanwhile
function dropPast(place) {
  for (const each of place.querySelectorAll("[data-until]")) {
    if (new Date(each.dataset.until) < new Date()) each.remove();
  }
}

function wireChoice(form) {
  const { commune: code, name, path } = form.dataset;
  const said = form.querySelector("[data-said]");
  const drop = form.querySelector("[data-drop]");
  const push = document.querySelector("[data-push]");
  const mine = () => chosen().find((each) => each.code === code);
  const others = () => chosen().filter((each) => each.code !== code);
  const show = () => {
    drop.hidden = !mine();
    if (push && mine()) import(push.dataset.module).then(({ offer }) => offer(push));
    else if (push) push.hidden = true;
  };
  const before = mine();
  if (before) {
    if (form.elements.hamlet) form.elements.hamlet.value = before.hamlet ?? "";
    for (const box of form.querySelectorAll("[name=topics]")) box.checked = before.topics.includes(box.value);
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const topics = data.getAll("topics");
    write(KEPT, [...others(), { code, name, path, hamlet: data.get("hamlet") || null, topics }]);
    said.textContent = said.dataset.done;
    keepForLater();
    show();
  });
  drop.addEventListener("click", () => {
    write(KEPT, others());
    said.textContent = said.dataset.dropped;
    show();
  });
  form.hidden = false;
  show();
}

function wireCodes(form) {
  const list = form.querySelector("ul");
  const said = form.querySelector("[data-code-said]");
  const news = document.querySelector("[data-news]");
  const told = async () => (await import(news.dataset.module)).followMatters(news.dataset.push, read(CODES));
  const start = async () => { await told(); write(NEWS, [true]); };
  const tell = () => { if (read(NEWS).length) told().catch(() => { /* no network: the next visit tries again */ }); };
  const draw = () => {
    const codes = read(CODES);
    list.replaceChildren(...codes.map(line));
    if (codes.length) import(news.dataset.module).then(({ offer }) => offer(news, start)).catch(() => { /* no network */ });
    else news.hidden = true;
  };
  const line = (code) => {
    const row = Object.assign(document.createElement("li"), { className: "row" });
    const link = Object.assign(document.createElement("a"), { href: `${form.dataset.lookUp}?ma=${code}`, textContent: code });
    const drop = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: form.dataset.drop });
    drop.dataset.kind = "plain";
    drop.setAttribute("aria-label", `${form.dataset.drop} ${code}`);
    drop.addEventListener("click", () => {
      write(CODES, read(CODES).filter((each) => each !== code));
      draw();
      tell();
    });
    row.append(link, drop);
    return row;
  };
  const add = (typed) => {
    const code = /^(.{1,8})(.{4})(.{4})$/.exec(typed.toUpperCase().replace(/[^0-9A-Z]/g, ""))?.slice(1).join("-");
    said.textContent = code ? said.dataset.done : said.dataset.wrong;
    if (!code) return;
    write(CODES, [...new Set([...read(CODES), code])]);
    form.elements.code.value = "";
    draw();
    tell();
  };
  // a receipt hands its code over behind the #, which no server sees
  const takeOver = () => {
    const code = new URLSearchParams(location.hash.slice(1)).get("ma");
    if (!code) return;
    history.replaceState(null, "", location.pathname);
    add(code);
    form.scrollIntoView();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    add(form.elements.code.value);
  });
  addEventListener("hashchange", takeOver);
  form.hidden = false;
  draw();
  tell();
  takeOver();
}

// pages of the chosen communes and their procedures are kept for times without a network, also when nobody opens them
async function keepForLater() {
  const registration = await navigator.serviceWorker?.ready;
  registration?.active.postMessage({ keep: [location.pathname, ...chosen().flatMap(({ path }) => [path, `${path}thu-tuc/`])] });
}

function register() {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register("/sw.js").then(keepForLater, () => { /* the pages work without it */ });
}

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  for (const place of document.querySelectorAll("[data-install]")) {
    place.hidden = false;
    place.addEventListener("click", () => event.prompt(), { once: true });
  }
});

const isInside = /Zalo|FBAN|FBAV|FB_IAB/.test(navigator.userAgent);
for (const hint of document.querySelectorAll("[data-inside]")) hint.hidden = !isInside;
for (const place of document.querySelectorAll("[data-chosen]")) drawChosen(place);
for (const form of document.querySelectorAll("form[data-codes]")) wireCodes(form);
for (const form of document.querySelectorAll("form[data-choice]")) wireChoice(form);
for (const link of document.querySelectorAll("a[data-commune]")) {
  link.querySelector("[data-mark]").hidden = !chosen().some(({ code }) => code === link.dataset.commune);
}
dropPast(document);
if (document.readyState === "complete") register();
else addEventListener("load", register);
